// Many small still meshes, drawn as few large ones: what a picture of a thousand parts waits for is its thousand draw calls.

import { Group, type Material, Mesh, type MeshStandardMaterial, type Object3D, Vector3 } from "three";

import { animated } from "./animation.ts";
import { cut, isMergeable, merged, middleOf } from "./merging.ts";
import type { Gltf } from "./protocol.ts";

/** The layer of meshes that are drawn as parts of a batch: no camera sees it, rays do. */
const WITHIN = 31;
/** Meshes of one kind from which a batch is worth its making. */
export const FEW = 16;
/** Vertices up to which a mesh is small. */
const SMALL = 4096;
/** A part's size in parts of its way from the middle of its batch from which 32 bits place its vertices well. */
const NEAR = 1e-4;
/** Milliseconds without a change after which those that were taken out are put in again. */
const QUIET = 2000;

/** A drawn object, and which of the document's materials it wears. */
export interface Dressed {
  object: Mesh;
  worn: number | null;
}

interface Batch {
  mesh: Mesh;
  /** How many of its parts it still draws. */
  parts: number;
}

interface Place {
  batch: Batch;
  start: number;
  count: number;
}

/** The batches of one scene. */
export class Batches {
  /** What is drawn beside the scene's own tree. */
  readonly group = new Group();
  readonly #gltf: Gltf;
  readonly #drawn: () => Iterable<Dressed>;
  readonly #object: (node: number) => Object3D | null;
  readonly #places = new Map<Object3D, Place>();
  #wanted = true;
  #changed = -Infinity;

  /** `drawn` tells all that is drawn, `object` what a node is. */
  constructor(gltf: Gltf, drawn: () => Iterable<Dressed>, object: (node: number) => Object3D | null) {
    this.#gltf = gltf;
    this.#drawn = drawn;
    this.#object = object;
  }

  /** Whether an object is drawn as a part of a batch. */
  holds(object: Object3D): boolean {
    return this.#places.has(object);
  }

  /** Whether to make them before the picture of `now` (milliseconds of the page's clock). */
  isDue(now: number): boolean {
    return this.#wanted && now - this.#changed > QUIET;
  }

  /** Put together what is alike. World matrices must be current. */
  make(): void {
    this.#clear();
    this.#wanted = false;
    for (const alike of this.#alike().values()) {
      if (alike.length < FEW) continue;
      const middle = middleOfAll(alike);
      const near = alike.filter((mesh) => isNear(mesh, middle));
      if (near.length >= FEW) for (const meshes of cut(near)) this.#join(meshes, middle);
    }
  }

  /** Draw an object, and what hangs under it, by itself: it is to change. */
  release(object: Object3D): void {
    object.traverse((one) => {
      const place = this.#places.get(one);
      if (!place) return;
      const { batch, start, count } = place;
      const index = batch.mesh.geometry.index!;
      (index.array as Uint16Array).fill(0, start, start + count);
      index.addUpdateRange(start, count);
      index.needsUpdate = true;
      this.#places.delete(one);
      one.layers.set(0);
      batch.parts -= 1;
      if (batch.parts === 0) this.#end(batch.mesh);
    });
    this.#wanted = true;
    this.#changed = performance.now();
  }

  dispose(): void {
    this.#clear();
    this.#wanted = false;
  }

  #clear(): void {
    for (const object of this.#places.keys()) object.layers.set(0);
    this.#places.clear();
    for (const mesh of [...this.group.children]) this.#end(mesh as Mesh);
  }

  #end(mesh: Mesh): void {
    this.group.remove(mesh);
    mesh.geometry.dispose();
    (mesh.material as Material).dispose();
  }

  /** Meshes that one draw call can draw, by what they have in common. */
  #alike(): Map<string, Mesh[]> {
    const { nodes, materials } = animated(this.#gltf);
    const moving = new Set<Object3D>();
    for (const node of nodes) this.#object(node)?.traverse((object) => moving.add(object));
    const looks = new Map<number | null, string | null>();
    const found = new Map<string, Mesh[]>();
    for (const { object, worn } of this.#drawn()) {
      if (!looks.has(worn)) looks.set(worn, worn !== null && materials.has(worn) ? null : lookOf(this.#gltf, worn));
      const look = looks.get(worn)!;
      if (look === null || moving.has(object) || !isFit(object)) continue;
      const key = `${look} ${Object.keys(object.geometry.attributes).sort().join()}`;
      const alike = found.get(key);
      if (alike) alike.push(object);
      else found.set(key, [object]);
    }
    return found;
  }

  #join(meshes: Mesh[], middle: Vector3): void {
    const colors = meshes.map(({ material }) => (material as MeshStandardMaterial).color);
    const [{ material }] = meshes as [Mesh];
    const same = colors.every((color) => color.equals(colors[0]!));
    const { geometry, starts } = merged(meshes, middle, same ? null : colors);
    const worn = (material as MeshStandardMaterial).clone(); // of its own: that one may be let go of before the batch is
    if (!same) {
      worn.color.set(1, 1, 1);
      worn.vertexColors = true;
    }
    const batch = { mesh: new Mesh(geometry, worn), parts: meshes.length };
    batch.mesh.position.copy(middle);
    this.group.add(batch.mesh);
    meshes.forEach((mesh, i) => {
      this.#places.set(mesh, { batch, start: starts[i]!, count: starts[i + 1]! - starts[i]! });
      mesh.layers.set(WITHIN);
    });
  }
}

/** What a material is but for its colour; null: what wears it is drawn in an order of its own. */
function lookOf(gltf: Gltf, index: number | null): string | null {
  const told = ((gltf["materials"] as Gltf[] | undefined) ?? [])[index ?? -1] ?? {};
  const { name: _, extras: __, pbrMetallicRoughness, ...rest } = told;
  const { baseColorFactor, ...surface } = (pbrMetallicRoughness as Gltf | undefined) ?? {};
  if (rest["alphaMode"] === "BLEND" || "KHR_materials_transmission" in ((rest["extensions"] as Gltf | undefined) ?? {})) return null;
  return JSON.stringify([rest, surface, (baseColorFactor as number[] | undefined)?.[3] ?? 1]);
}

/** Whether a mesh is small, is seen, and is not turned inside out. */
function isFit(mesh: Mesh): boolean {
  const { isMesh, isSkinnedMesh, isInstancedMesh } = mesh as Mesh & { isSkinnedMesh?: boolean; isInstancedMesh?: boolean };
  if (!isMesh || isSkinnedMesh || isInstancedMesh || !isMergeable(mesh.geometry, SMALL)) return false;
  for (let at: Object3D | null = mesh; at; at = at.parent) if (!at.visible) return false;
  const turn = mesh.matrixWorld.determinant();
  return turn > 0 && Number.isFinite(turn);
}

/** The median along each axis: one that is far away does not move it. */
function middleOfAll(meshes: readonly Mesh[]): Vector3 {
  const places = meshes.map((mesh) => middleOf(mesh));
  const median = (axis: "x" | "y" | "z"): number => places.map((place) => place[axis]).sort((a, b) => a - b)[places.length >> 1]!;
  return new Vector3(median("x"), median("y"), median("z"));
}

function isNear(mesh: Mesh, middle: Vector3): boolean {
  const size = mesh.geometry.boundingBox!.getSize(new Vector3()).length() * mesh.matrixWorld.getMaxScaleOnAxis();
  const way = middleOf(mesh).distanceTo(middle);
  return Number.isFinite(way) && size >= NEAR * way;
}
