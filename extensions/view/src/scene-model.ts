// The scene of one epoch as three.js objects, found by glTF index, and edited in place.

import { type Group, type Mesh, type Object3D, Scene } from "three";
import type { GLTFParser } from "three/addons/loaders/GLTFLoader.js";

import { Clips } from "./animation.ts";
import { Batches } from "./batches.ts";
import type { Blobs } from "./blobs.ts";
import { blobsOf, Surroundings } from "./environment.ts";
import { Lights, lightsOf } from "./lights.ts";
import { disposeTree, hashesIn, load, type Loaded } from "./loading.ts";
import { losses } from "./losses.ts";
import { Materials } from "./materials.ts";
import { placeNode, setMatrix } from "./nodes.ts";
import { castShadows, fitShadows, markCasters } from "./shadows.ts";
import { treeBox } from "./tree-box.ts";
import type { Box, Edit, EnvironmentState, Gltf, NodeEdit, SceneMessage } from "./protocol.ts";

/** Where a drawn object belongs. */
export interface Origin {
  node: number;
  primitive: number;
}

export class SceneModel {
  readonly epoch: number;
  /** The JSON of the epoch, kept current by edits. */
  readonly gltf: Gltf;
  readonly scene = new Scene();
  readonly surroundings: Surroundings;
  readonly materials: Materials;
  readonly lights: Lights;
  readonly clips: Clips;
  readonly #batches: Batches;
  notes: string[];
  /** What is shown otherwise than it is because of the browser. */
  readonly losses: string[];
  bounds: Box;
  readonly #loaded: Loaded;
  readonly #blobs: Blobs;
  readonly #hashes: string[];
  readonly #nodes = new Map<number, Object3D>();
  readonly #origins = new Map<Object3D, Origin>();
  #around: string[] = [];
  #stale = true;
  #box: Box | null = null;

  private constructor(message: SceneMessage, loaded: Loaded, blobs: Blobs, hashes: string[]) {
    this.epoch = message.epoch;
    this.gltf = message.gltf;
    this.bounds = message.bounds;
    this.#loaded = loaded;
    this.#blobs = blobs;
    this.#hashes = hashes;
    this.surroundings = new Surroundings((hash) => blobs.get(hash));
    this.scene.add(loaded.root);
    this.materials = new Materials(loaded.parser, this.gltf, (object) => this.#batches.release(object));
    this.#batches = new Batches(this.gltf, () => this.materials.uses, (node) => this.object(node));
    this.scene.add(this.#batches.group);
    this.#index();
    for (const node of this.#nodes.keys()) this.rest(node);
    this.lights = new Lights(this.gltf, (node) => this.object(node));
    this.clips = new Clips(this);
    this.losses = losses(this.gltf, castShadows(this.lights.all()));
    this.notes = [...message.notes, ...this.losses];
    this.setEnvironment(message.environment);
  }

  /** Build it; all its blobs must have arrived. */
  static async build(message: SceneMessage, blobs: Blobs): Promise<SceneModel> {
    const hashes = hashesIn(message.gltf);
    blobs.use(hashes);
    try {
      return new SceneModel(message, await load(message.gltf, blobs), blobs, hashes);
    } catch (error) {
      blobs.release(hashes);
      throw error;
    }
  }

  get root(): Group {
    return this.#loaded.root;
  }

  get parser(): GLTFParser {
    return this.#loaded.parser;
  }

  get environment(): EnvironmentState | null {
    return this.surroundings.state;
  }

  /** The object of a glTF node. */
  object(node: number): Object3D | null {
    return this.#nodes.get(node) ?? null;
  }

  /** Which node and primitive a drawn object is. */
  origin(object: Object3D): Origin | null {
    return this.#origins.get(object) ?? null;
  }

  /** Everything that is drawn. */
  drawn(): Iterable<Object3D> {
    return this.#origins.keys();
  }

  /** What the renderer draws: batches instead of their parts. */
  *painted(): Iterable<Object3D> {
    for (const object of this.#origins.keys()) if (!this.#batches.holds(object)) yield object;
    yield* this.#batches.group.children;
  }

  /** Put many small meshes together where that is due. */
  gather(): void {
    if (!this.#batches.isDue(performance.now())) return;
    this.scene.updateMatrixWorld();
    this.#batches.make();
  }

  setEnvironment(state: EnvironmentState | null): void {
    const before = this.#around;
    this.#around = blobsOf(state).filter((hash) => this.#blobs.get(hash));
    this.#blobs.use(this.#around);
    this.#blobs.release(before);
    this.surroundings.set(state);
  }

  /** Show an edit, and keep the document current. */
  async applyEdit(edit: Edit): Promise<void> {
    await this.#apply(edit);
    if (edit.target === "node") this.#box = null;
    this.touch();
  }

  /** Something has moved: shadows are drawn anew. */
  touch(): void {
    this.#stale = true;
  }

  /** World box of all that is drawn; of an animated scene as it was when it was last edited. */
  get box(): Box {
    this.#box ??= treeBox(this.root) ?? this.bounds;
    return this.#box;
  }

  /** Make shadows ready for the next picture; true: their maps are to be drawn. */
  settleShadows(): boolean {
    if (!this.#stale) return false;
    this.#stale = false;
    const lamps = [...this.lights.all()];
    if (lamps.length === 0) return false;
    this.scene.updateMatrixWorld();
    markCasters(this.painted());
    fitShadows(lamps, treeBox(this.root) ?? this.bounds);
    return true;
  }

  async #apply(edit: Edit): Promise<void> {
    switch (edit.target) {
      case "node":
        return this.#editNode(edit);
      case "material":
        return this.materials.edit(edit.index, edit.value);
      case "light":
        lightsOf(this.gltf)[edit.index] = edit.value;
        return this.lights.describe(edit.index, edit.value);
      case "camera":
        ((this.gltf["cameras"] ??= []) as Gltf[])[edit.index] = edit.value;
        return undefined;
      case "environment":
        return this.setEnvironment(edit.value);
      case "primitive":
        return this.materials.wear(edit.places, edit.material);
    }
  }

  /** Put a node where the document says. */
  rest(node: number): void {
    const object = this.#nodes.get(node);
    const told = (this.gltf["nodes"] as Gltf[] | undefined)?.[node];
    if (!object || !told) return;
    placeNode(object, told);
    const mesh = (this.gltf["meshes"] as Gltf[] | undefined)?.[told["mesh"]];
    this.setWeights(node, ((told["weights"] ?? mesh?.["weights"]) as number[] | undefined) ?? []);
  }

  /** Weights of the morph targets of a node's mesh; those that are not given are 0. */
  setWeights(node: number, weights: readonly number[]): void {
    for (const drawn of this.#drawnOf(node)) {
      const influences = (drawn as Mesh).morphTargetInfluences;
      influences?.forEach((_, i) => (influences[i] = weights[i] ?? 0));
    }
  }

  dispose(): void {
    this.surroundings.dispose();
    this.lights.dispose();
    this.materials.dispose();
    this.#batches.dispose();
    disposeTree(this.scene);
    this.#loaded.release();
    this.scene.clear();
    this.#blobs.release(this.#hashes);
    this.#blobs.release(this.#around);
    this.#nodes.clear();
    this.#origins.clear();
  }

  *#drawnOf(node: number): Iterable<Object3D> {
    const object = this.#nodes.get(node);
    for (const candidate of object ? [object, ...object.children] : []) {
      if (this.#origins.get(candidate)?.node === node) yield candidate;
    }
  }

  /** Find each node's object, and of each drawn object its node and primitive. */
  #index(): void {
    const { associations } = this.#loaded.parser;
    type Known = { nodes?: number; primitives?: number } | undefined;
    const nodes = (this.gltf["nodes"] as Gltf[] | undefined) ?? [];
    const walk = (object: Object3D, node: number, primitive: number): void => {
      const known = associations.get(object) as Known;
      const own = known?.nodes ?? node;
      if (known?.nodes !== undefined) this.#nodes.set(own, object);
      if (own >= 0 && isDrawn(object)) {
        const origin = { node: own, primitive: known?.primitives ?? primitive };
        this.#origins.set(object, origin);
        // Its bones may take it anywhere: three would hide it by where it was at first.
        if ((object as { isSkinnedMesh?: boolean }).isSkinnedMesh) object.frustumCulled = false;
        this.materials.add(object, (nodes[own]?.["mesh"] as number | undefined) ?? -1, origin.primitive);
      }
      let count = 0;
      for (const child of object.children) {
        const isNode = (associations.get(child) as Known)?.nodes !== undefined;
        walk(child, own, isNode ? 0 : count);
        if (!isNode && isDrawn(child)) count += 1;
      }
    };
    walk(this.#loaded.root, -1, 0);
  }

  #editNode({ index, matrix, visible, weights }: NodeEdit): void {
    const object = this.#nodes.get(index);
    const told = (this.gltf["nodes"] as Gltf[] | undefined)?.[index];
    if (!object || !told) return;
    if (matrix || visible !== undefined) this.#batches.release(object);
    if (matrix) {
      for (const name of ["translation", "rotation", "scale"]) delete told[name];
      told["matrix"] = matrix;
      setMatrix(object, matrix);
    }
    if (visible !== undefined) {
      told["extensions"] = { ...(told["extensions"] as Gltf | undefined), KHR_node_visibility: { visible } };
      object.visible = visible;
    }
    if (weights) {
      told["weights"] = weights;
      this.setWeights(index, weights);
    }
  }
}

export function isDrawn(object: Object3D): boolean {
  const kind = object as Object3D & { isMesh?: boolean; isLine?: boolean; isPoints?: boolean };
  return Boolean(kind.isMesh ?? kind.isLine ?? kind.isPoints);
}
