// Light from all around, filtered for each roughness by the kernel, and what is seen behind.

import {
  ClampToEdgeWrapping,
  CompressedCubeTexture,
  type CompressedPixelFormat,
  CubeReflectionMapping,
  DataTexture,
  EquirectangularReflectionMapping,
  FloatType,
  HalfFloatType,
  LinearFilter,
  LinearMipmapLinearFilter,
  LinearSRGBColorSpace,
  RepeatWrapping,
  RGBAFormat,
  type Scene,
  type Texture,
} from "three";

import type { EnvironmentState, Vec3 } from "./protocol.ts";

const KEPT = 4;
/** 1 as a half float. */
const ONE = 0x3c00;
/** Texels along an edge of the last level. */
const SMALLEST = 8;

/** The light of the page's environments, by hash, whatever number of views use it. */
class Maps {
  readonly #held = new Map<string, { filtered: Texture; users: number }>();

  take(state: EnvironmentState, bytes: Uint8Array): Texture {
    const known = this.#held.get(state.light) ?? { filtered: filteredTexture(state, bytes), users: 0 };
    known.users += 1;
    this.#held.delete(state.light);
    this.#held.set(state.light, known);
    return known.filtered;
  }

  giveBack(hash: string): void {
    const known = this.#held.get(hash);
    if (known) known.users -= 1;
    const idle = [...this.#held].filter(([, entry]) => entry.users === 0);
    for (const [name, { filtered }] of idle.slice(0, Math.max(0, idle.length - KEPT))) {
      filtered.dispose();
      this.#held.delete(name);
    }
  }
}

const maps = new Maps();

/** One face of a level as rgba half floats. */
function face(halves: Uint16Array, start: number, size: number, channels: number): { data: Uint16Array; width: number; height: number } {
  const data = new Uint16Array(size * size * 4).fill(ONE);
  const [green, blue] = channels === 1 ? [0, 0] : [1, 2];
  for (let i = 0, from = start; i < data.length; i += 4, from += channels) {
    data[i] = halves[from]!;
    data[i + 1] = halves[from + green]!;
    data[i + 2] = halves[from + blue]!;
  }
  return { data, width: size, height: size };
}

/** What three takes for a map that is filtered already. */
function filteredTexture({ size, channels }: EnvironmentState, bytes: Uint8Array): Texture {
  const halves = new Uint16Array(bytes.slice().buffer);
  const faces = [0, 1, 2, 3, 4, 5].map((index) => {
    const mipmaps = [];
    let level = 0;
    for (let edge = size; edge >= SMALLEST; edge >>= 1) {
      const texels = edge * edge * channels;
      mipmaps.push(face(halves, level + index * texels, edge, channels));
      level += 6 * texels;
    }
    return { width: size, height: size, mipmaps };
  });
  const format = RGBAFormat as unknown as CompressedPixelFormat;
  const texture = new CompressedCubeTexture(faces as unknown as [], format, HalfFloatType);
  texture.mapping = CubeReflectionMapping;
  texture.isPMREMTexture = true;
  texture.colorSpace = LinearSRGBColorSpace;
  texture.minFilter = LinearMipmapLinearFilter;
  texture.magFilter = LinearFilter;
  texture.generateMipmaps = false;
  texture.needsUpdate = true;
  return texture;
}

/** The map as it is, to be seen behind the scene; three's first row is at the bottom. */
function equirect(bytes: Uint8Array, width: number, height: number): DataTexture {
  const halves = new Uint16Array(bytes.slice().buffer);
  const flipped = new Uint16Array(halves.length);
  const row = width * 4;
  for (let y = 0; y < height; y += 1) flipped.set(halves.subarray(y * row, (y + 1) * row), (height - 1 - y) * row);
  const texture = new DataTexture(flipped, width, height, RGBAFormat, HalfFloatType);
  texture.mapping = EquirectangularReflectionMapping;
  texture.colorSpace = LinearSRGBColorSpace;
  texture.minFilter = texture.magFilter = LinearFilter;
  texture.wrapS = RepeatWrapping;
  texture.wrapT = ClampToEdgeWrapping;
  texture.needsUpdate = true;
  return texture;
}

/** One texel of linear light: as a background it is exposed and clipped as everything else is. */
function plain([r, g, b]: Vec3): DataTexture {
  const texture = new DataTexture(new Float32Array([r, g, b, 1]), 1, 1, RGBAFormat, FloatType);
  texture.colorSpace = LinearSRGBColorSpace;
  texture.needsUpdate = true;
  return texture;
}

/** Blobs that an environment needs to be seen: its picture only where that is the background. */
export function blobsOf(state: EnvironmentState | null): string[] {
  if (state === null) return [];
  return state.background === "environment" ? [state.light, state.picture] : [state.light];
}

/** The environment of one view. */
export class Surroundings {
  readonly #bytes: (hash: string) => Uint8Array | undefined;
  #state: EnvironmentState | null = null;
  #held: string | null = null;
  #filtered: Texture | null = null;
  #backdrop: Texture | null = null;
  #backdropKey = "";

  /** `bytes` gives the blob of a hash, if it is there. */
  constructor(bytes: (hash: string) => Uint8Array | undefined) {
    this.#bytes = bytes;
  }

  get state(): EnvironmentState | null {
    return this.#state;
  }

  /** Take a new state. */
  set(state: EnvironmentState | null): void {
    if (this.#held !== null && this.#held !== state?.light) this.#letGo();
    this.#state = state;
  }

  /** Linear light where nothing is. */
  get color(): Vec3 {
    return this.#state?.background === "color" ? this.#state.background_color : [0, 0, 0];
  }

  /** Put it into a scene; `whole`: the plain colour behind too, as a thing that shines through others. */
  apply(scene: Scene, whole: boolean): void {
    const state = this.#state;
    const light = state !== null && state.intensity > 0 ? this.#bytes(state.light) : undefined;
    if (light && this.#held === null) {
      this.#filtered = maps.take(state!, light);
      this.#held = state!.light;
    }
    scene.environment = light ? this.#filtered : null;
    scene.environmentIntensity = state?.intensity ?? 0;
    scene.environmentRotation.set(0, state?.rotation ?? 0, 0);
    // three's equirectangular maps have +X in the middle column, ours -Z.
    scene.backgroundRotation.set(0, (state?.rotation ?? 0) + Math.PI / 2, 0);
    const picture = light && state!.background === "environment" ? this.#bytes(state!.picture) : undefined;
    scene.backgroundIntensity = picture ? state!.intensity : 1;
    if (picture) scene.background = this.#behind(state!.picture, () => equirect(picture, state!.width, state!.height));
    else scene.background = whole ? this.#behind(this.color.join(), () => plain(this.color)) : null;
  }

  #behind(key: string, make: () => Texture): Texture {
    if (this.#backdrop && key === this.#backdropKey) return this.#backdrop;
    this.#backdrop?.dispose();
    this.#backdropKey = key;
    this.#backdrop = make();
    return this.#backdrop;
  }

  #letGo(): void {
    if (this.#held !== null) maps.giveBack(this.#held);
    this.#held = null;
    this.#filtered = null;
  }

  dispose(): void {
    this.#letGo();
    this.#backdrop?.dispose();
    this.#backdrop = null;
    this.#state = null;
  }
}
