// Animations at a moment: `scene.pose(time, clip)` on three's objects, pointers into materials and lights included.

import type { BufferAttribute, InterleavedBufferAttribute, Object3D } from "three";
import type { GLTFParser } from "three/addons/loaders/GLTFLoader.js";

import { type Curve, type Interpolation, sample } from "./curves.ts";
import { putIntoJson, putIntoMaterial } from "./pointers.ts";
import { lightsOf } from "./lights.ts";
import type { Gltf } from "./protocol.ts";
import type { Materials } from "./materials.ts";
import type { Lights } from "./lights.ts";

export interface ClipInfo {
  name: string;
  /** Time of the last key, seconds. */
  duration: number;
}

/** What animations act on. */
export interface Stageable {
  readonly gltf: Gltf;
  readonly parser: GLTFParser;
  readonly materials: Materials;
  readonly lights: Lights;
  object(node: number): Object3D | null;
  /** Put a node back to what the document says. */
  rest(node: number): void;
  setWeights(node: number, weights: readonly number[]): void;
}

interface Track {
  curve: Curve;
  put: (values: number[]) => void;
  rest: () => void;
}

const WIDTHS: Record<string, number> = { translation: 3, rotation: 4, scale: 3 };

/** Indices of the nodes and materials that some clip of a document changes. */
export function animated(gltf: Gltf): { nodes: Set<number>; materials: Set<number> } {
  const found = { nodes: new Set<number>(), materials: new Set<number>() };
  const channels = ((gltf["animations"] as Gltf[] | undefined) ?? []).flatMap((animation) => animation["channels"] as Gltf[]);
  for (const { target } of channels) {
    const pointer = (target as Gltf)["extensions"]?.["KHR_animation_pointer"]?.pointer as string | undefined;
    const [, kind, index] = /^\/(nodes|materials)\/(\d+)\//.exec(pointer ?? "") ?? [];
    if (kind) found[kind as "nodes" | "materials"].add(Number(index));
    if (typeof target["node"] === "number") found.nodes.add(target["node"]);
  }
  return found;
}

export class Clips {
  readonly list: readonly ClipInfo[];
  readonly #on: Stageable;
  readonly #tracks = new Map<number, Promise<Track[]>>();
  #shown: number | null = null;
  #ready: Track[] = [];
  #fresh = false;
  readonly #scratch: number[] = [];

  constructor(on: Stageable) {
    this.#on = on;
    const animations = (on.gltf["animations"] as Gltf[] | undefined) ?? [];
    this.list = animations.map((animation, i) => {
      const inputs = (animation["samplers"] as Gltf[]).map((sampler) => on.gltf["accessors"]?.[sampler["input"]] as Gltf);
      const ends = inputs.map((accessor) => (accessor?.["max"] as number[] | undefined)?.[0] ?? 0);
      return { name: (animation["name"] as string | undefined) ?? `animation ${i}`, duration: Math.max(0, ...ends) };
    });
  }

  /** The clip that is ready, or is being made so. */
  get shown(): number | null {
    return this.#shown;
  }

  /** Make a clip ready; what the one before has moved goes back. */
  async choose(clip: number | null): Promise<void> {
    if (clip === this.#shown) return;
    this.#shown = clip;
    const tracks = clip === null || !this.list[clip] ? [] : await this.#load(clip);
    if (this.#shown !== clip) return;
    for (const track of this.#ready) track.rest();
    this.#ready = tracks;
    this.#fresh = true;
  }

  /** Whether another clip has become ready since it was last applied. */
  get fresh(): boolean {
    return this.#fresh;
  }

  /** Put everything where it is at `time`. */
  apply(time: number): void {
    this.#fresh = false;
    for (const { curve, put } of this.#ready) put(sample(curve, time, this.#scratch));
  }

  #load(clip: number): Promise<Track[]> {
    const known = this.#tracks.get(clip) ?? this.#read((this.#on.gltf["animations"] as Gltf[])[clip]!);
    this.#tracks.set(clip, known);
    return known;
  }

  async #read(animation: Gltf): Promise<Track[]> {
    const channels = (animation["channels"] as Gltf[]).map(async ({ sampler, target }) => {
      const told = (animation["samplers"] as Gltf[])[sampler]!;
      const [times, values] = await Promise.all([this.#numbers(told["input"]), this.#numbers(told["output"])]);
      return this.#track(target as Gltf, times, values, (told["interpolation"] as Interpolation | undefined) ?? "LINEAR");
    });
    return (await Promise.all(channels)).filter((track) => track !== null);
  }

  /** An accessor's numbers, normalised integers as what they mean. */
  async #numbers(accessor: number): Promise<Float32Array> {
    const { parser } = this.#on;
    const read = (await parser.getDependency("accessor", accessor)) as BufferAttribute | InterleavedBufferAttribute;
    const numbers = new Float32Array(read.count * read.itemSize);
    for (let i = 0; i < read.count; i += 1) {
      for (let j = 0; j < read.itemSize; j += 1) numbers[i * read.itemSize + j] = read.getComponent(i, j);
    }
    return numbers;
  }

  #track(target: Gltf, times: Float32Array, values: Float32Array, interpolation: Interpolation): Track | null {
    const pointer = (target["extensions"] as Gltf | undefined)?.["KHR_animation_pointer"]?.pointer as string | undefined;
    const path = pointer === undefined ? (target["path"] as string) : pointer;
    const keys = times.length * (interpolation === "CUBICSPLINE" ? 3 : 1);
    if (times.length === 0 || values.length % keys !== 0) return null;
    const name = path.split("/").at(-1)!;
    const rotation = name === "rotation" && (pointer === undefined || path.startsWith("/nodes/")) && values.length / keys === 4;
    const curve: Curve = { times, values, width: values.length / keys, interpolation, rotation };
    if (pointer !== undefined) return this.#pointed(pointer, curve);
    return typeof target["node"] === "number" && (WIDTHS[path] ?? curve.width) === curve.width
      ? this.#moved(target["node"], path, curve)
      : null;
  }

  #moved(node: number, path: string, curve: Curve): Track | null {
    const object = this.#on.object(node);
    if (!object) return null;
    const rest = (): void => this.#on.rest(node);
    if (path === "weights") return { curve, rest, put: (values) => this.#on.setWeights(node, values) };
    const field = { translation: object.position, rotation: object.quaternion, scale: object.scale }[path];
    if (!field) return null;
    const put = (values: number[]): void => {
      field.fromArray(values as [number, number, number, number]);
      object.matrixAutoUpdate = true;
    };
    return { curve, rest, put };
  }

  #pointed(pointer: string, curve: Curve): Track | null {
    const node = /^\/nodes\/(\d+)\/(.+)$/.exec(pointer);
    if (node) return this.#nodePointer(Number(node[1]), node[2]!, curve);
    const material = /^\/materials\/(\d+)\/(.+)$/.exec(pointer);
    if (material) return this.#materialPointer(Number(material[1]), material[2]!, curve);
    const light = /^\/extensions\/KHR_lights_punctual\/lights\/(\d+)\/(.+)$/.exec(pointer);
    if (light) return this.#lightPointer(Number(light[1]), light[2]!, curve);
    return null;
  }

  #nodePointer(index: number, path: string, curve: Curve): Track | null {
    const object = this.#on.object(index);
    if (!object) return null;
    if (path === "extensions/KHR_node_visibility/visible") {
      return { curve, rest: () => this.#on.rest(index), put: ([shown]) => (object.visible = shown! > 0.5) };
    }
    return this.#moved(index, path, curve);
  }

  #materialPointer(index: number, path: string, curve: Curve): Track {
    const { materials, gltf } = this.#on;
    const told = (gltf["materials"] as Gltf[])[index];
    return {
      curve,
      rest: () => void (told && materials.edit(index, (gltf["materials"] as Gltf[])[index]!)),
      put: (values) => materials.of(index).forEach((material) => putIntoMaterial(material, path, values)),
    };
  }

  #lightPointer(index: number, path: string, curve: Curve): Track {
    const { lights, gltf } = this.#on;
    return {
      curve,
      rest: () => lights.describe(index, lightsOf(gltf)[index] ?? {}),
      put: (values) => {
        const moment = structuredClone(lightsOf(gltf)[index] ?? {});
        putIntoJson(moment, path, values);
        lights.describe(index, moment);
      },
    };
  }
}
