// The scene of one epoch as three.js objects, found by glTF index, and edited in place.

import { Group, type Light, type Material, Matrix4, Mesh, type Object3D, Scene } from "three";

import type { Blobs } from "./blobs.ts";
import { Surroundings } from "./environment.ts";
import { disposeTree, hashesIn, load, type Loaded } from "./loading.ts";
import type { Box, Edit, EnvironmentState, Gltf, NodeEdit, SceneMessage } from "./protocol.ts";

/** Where a drawn object belongs. */
export interface Origin {
  node: number;
  primitive: number;
}

/** Materials of one glTF index, as they are used on different kinds of objects. */
export class SceneModel {
  readonly epoch: number;
  /** The JSON of the epoch, kept current by edits. */
  readonly gltf: Gltf;
  readonly scene = new Scene();
  readonly surroundings = new Surroundings();
  notes: string[];
  bounds: Box;
  readonly #loaded: Loaded;
  readonly #blobs: Blobs;
  readonly #hashes: string[];
  readonly #nodes = new Map<number, Object3D>();
  readonly #origins = new Map<Object3D, Origin>();
  #map: string | null = null;

  private constructor(message: SceneMessage, loaded: Loaded, blobs: Blobs, hashes: string[]) {
    this.epoch = message.epoch;
    this.gltf = message.gltf;
    this.notes = message.notes;
    this.bounds = message.bounds;
    this.#loaded = loaded;
    this.#blobs = blobs;
    this.#hashes = hashes;
    this.scene.add(loaded.root);
    this.#index();
    this.#placeNodes();
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
  *drawn(): Iterable<Object3D> {
    yield* this.#origins.keys();
  }

  setEnvironment(state: EnvironmentState | null): void {
    const map = state?.map ?? null;
    if (map !== this.#map) {
      if (map !== null) this.#blobs.use([map]);
      if (this.#map !== null) this.#blobs.release([this.#map]);
      this.#map = map;
    }
    this.surroundings.set(state, map === null ? null : (this.#blobs.get(map) ?? null));
  }

  /** Show an edit. */
  async applyEdit(edit: Edit): Promise<void> {
    if (edit.target === "node") this.#editNode(edit);
    if (edit.target === "environment") this.setEnvironment(edit.value);
  }

  dispose(): void {
    this.surroundings.dispose();
    disposeTree(this.scene, this.#materials());
    this.scene.clear();
    this.#blobs.release(this.#hashes);
    if (this.#map !== null) this.#blobs.release([this.#map]);
    this.#nodes.clear();
    this.#origins.clear();
  }

  *#materials(): Iterable<Material> {
    for (const object of this.#origins.keys()) {
      const { material } = object as Mesh;
      yield* Array.isArray(material) ? material : [material];
    }
  }

  /** Find each node's object, and of each drawn object its node and primitive. */
  #index(): void {
    const { associations } = this.#loaded.parser;
    const walk = (object: Object3D, node: number, primitive: number): void => {
      const known = associations.get(object) as { nodes?: number; primitives?: number } | undefined;
      const own = known?.nodes ?? node;
      if (known?.nodes !== undefined) this.#nodes.set(own, object);
      if (own >= 0 && isDrawn(object)) this.#origins.set(object, { node: own, primitive: known?.primitives ?? primitive });
      let count = 0;
      for (const child of object.children) {
        const isNode = (associations.get(child) as { nodes?: number } | undefined)?.nodes !== undefined;
        walk(child, own, isNode ? 0 : count);
        if (!isNode && isDrawn(child)) count += 1;
      }
    };
    walk(this.#loaded.root, -1, 0);
  }

  /** Give nodes the matrices of the file: shears, which three would lose, included; and hide what is hidden. */
  #placeNodes(): void {
    const nodes = (this.gltf["nodes"] as Gltf[] | undefined) ?? [];
    nodes.forEach((node, index) => {
      const object = this.#nodes.get(index);
      if (!object) return;
      if (node["matrix"]) setMatrix(object, node["matrix"] as number[]);
      if ((node["extensions"] as Gltf | undefined)?.["KHR_node_visibility"]?.visible === false) object.visible = false;
    });
  }

  #editNode(edit: NodeEdit): void {
    const object = this.#nodes.get(edit.index);
    const entry = (this.gltf["nodes"] as Gltf[] | undefined)?.[edit.index];
    if (!object || !entry) return;
    if (edit.matrix) {
      setMatrix(object, edit.matrix);
      for (const name of ["translation", "rotation", "scale"]) delete entry[name];
      entry["matrix"] = edit.matrix;
    }
    if (edit.visible !== undefined) {
      object.visible = edit.visible;
      entry["extensions"] = { ...(entry["extensions"] as Gltf | undefined), KHR_node_visibility: { visible: edit.visible } };
    }
    if (edit.weights) {
      entry["weights"] = edit.weights;
      const weights = edit.weights;
      for (const [drawn, origin] of this.#origins) {
        const mesh = drawn as Mesh;
        if (origin.node === edit.index && mesh.morphTargetInfluences) {
          mesh.morphTargetInfluences.forEach((_, i, all) => (all[i] = weights[i] ?? 0));
        }
      }
    }
  }
}

export function isDrawn(object: Object3D): boolean {
  const kind = object as Object3D & { isMesh?: boolean; isLine?: boolean; isPoints?: boolean };
  return Boolean(kind.isMesh ?? kind.isLine ?? kind.isPoints);
}

export function isLight(object: Object3D): object is Light {
  return (object as { isLight?: boolean }).isLight === true;
}

const scratch = new Matrix4();

/** Set an object's local matrix; it stays as given also where position, rotation and scale cannot say it. */
export function setMatrix(object: Object3D, matrix: readonly number[]): void {
  object.matrix.fromArray(matrix);
  object.matrix.decompose(object.position, object.quaternion, object.scale);
  scratch.compose(object.position, object.quaternion, object.scale);
  const size = Math.max(...matrix.slice(0, 12).map(Math.abs), 1e-30);
  object.matrixAutoUpdate = scratch.elements.every((value, i) => Math.abs(value - matrix[i]!) <= 1e-6 * size || i >= 12);
  object.matrixWorldNeedsUpdate = true;
}
