// Light from all around: an equirectangular half-float map, filtered for each roughness, and what is seen behind.

import {
  ClampToEdgeWrapping,
  CompressedCubeTexture,
  type CompressedPixelFormat,
  CubeReflectionMapping,
  DataTexture,
  DataUtils,
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

import { type Level, prefiltered } from "./prefilter.ts";
import type { EnvironmentState, Vec3 } from "./protocol.ts";

const KEPT = 4;

/** The maps of the page, by hash: filtered once, whatever number of views use them. */
class Maps {
  readonly #held = new Map<string, { filtered: Texture; users: number }>();

  take(state: EnvironmentState, bytes: Uint8Array): Texture {
    const known = this.#held.get(state.map) ?? { filtered: filteredTexture(state, bytes), users: 0 };
    known.users += 1;
    this.#held.delete(state.map);
    this.#held.set(state.map, known);
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

/** Numbers of a half-float map, its columns the other way round: three mirrors cubes. */
function mirrored(bytes: Uint8Array, width: number, height: number): Float32Array {
  const halves = new Uint16Array(bytes.slice().buffer);
  const map = new Float32Array(width * height * 4);
  for (let row = 0; row < height; row += 1) {
    for (let column = 0; column < width; column += 1) {
      const [from, to] = [(row * width + column) * 4, (row * width + width - 1 - column) * 4];
      for (let i = 0; i < 4; i += 1) map[to + i] = DataUtils.fromHalfFloat(halves[from + i]!);
    }
  }
  return map;
}

/** One face of a level as rgba half floats. */
function face({ size, texels }: Level, index: number): { data: Uint16Array; width: number; height: number } {
  const data = new Uint16Array(size * size * 4);
  const start = index * size * size * 3;
  for (let i = 0; i < size * size; i += 1) {
    for (let c = 0; c < 3; c += 1) data[4 * i + c] = DataUtils.toHalfFloat(Math.min(texels[start + 3 * i + c]!, 65504));
    data[4 * i + 3] = 0x3c00;
  }
  return { data, width: size, height: size };
}

/** What three takes for a map that is filtered already. */
function filteredTexture({ width, height }: EnvironmentState, bytes: Uint8Array): Texture {
  const levels = prefiltered(mirrored(bytes, width, height), width, height);
  const faces = [0, 1, 2, 3, 4, 5].map((index) => {
    const mipmaps = levels.map((level) => face(level, index));
    return { width: levels[0]!.size, height: levels[0]!.size, mipmaps };
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

/** The environment of one view. */
export class Surroundings {
  #state: EnvironmentState | null = null;
  #bytes: Uint8Array | null = null;
  #held: string | null = null;
  #filtered: Texture | null = null;
  #backdrop: Texture | null = null;
  #backdropKey = "";

  get state(): EnvironmentState | null {
    return this.#state;
  }

  /** Take a new state, with the bytes of its map. */
  set(state: EnvironmentState | null, bytes: Uint8Array | null): void {
    if (this.#held !== null && this.#held !== state?.map) this.#letGo();
    this.#bytes = bytes;
    this.#state = state;
  }

  /** Put it into a scene. */
  apply(scene: Scene): void {
    const state = this.#state;
    const lit = state !== null && state.intensity > 0 && this.#bytes !== null;
    if (lit && this.#held === null) {
      this.#filtered = maps.take(state, this.#bytes!);
      this.#held = state.map;
    }
    scene.environment = lit ? this.#filtered : null;
    scene.environmentIntensity = state?.intensity ?? 0;
    scene.environmentRotation.set(0, state?.rotation ?? 0, 0);
    // three's equirectangular maps have +X in the middle column, ours -Z.
    scene.backgroundRotation.set(0, (state?.rotation ?? 0) + Math.PI / 2, 0);
    const around = lit && state.background === "environment";
    scene.backgroundIntensity = around ? state.intensity : 1;
    scene.background = this.#behind(around ? state : null, state?.background === "color" ? state.background_color : [0, 0, 0]);
  }

  #behind(around: EnvironmentState | null, color: Vec3): Texture {
    const key = around ? around.map : color.join();
    if (this.#backdrop && key === this.#backdropKey) return this.#backdrop;
    this.#backdrop?.dispose();
    this.#backdropKey = key;
    this.#backdrop = around ? equirect(this.#bytes!, around.width, around.height) : plain(color);
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
    this.#bytes = null;
  }
}
