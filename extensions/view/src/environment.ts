// Light from all around: an equirectangular half-float map, prefiltered by three's PMREM, and what is seen behind.

import {
  ClampToEdgeWrapping,
  DataTexture,
  EquirectangularReflectionMapping,
  FloatType,
  HalfFloatType,
  LinearFilter,
  LinearSRGBColorSpace,
  PMREMGenerator,
  RepeatWrapping,
  RGBAFormat,
  type Scene,
  type Texture,
  type WebGLRenderer,
  type WebGLRenderTarget,
} from "three";

import type { EnvironmentState } from "./protocol.ts";

/** The equirectangular texture of a map; three's first row is at the bottom. */
export function equirect(bytes: Uint8Array, width: number, height: number): DataTexture {
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
function plain([r, g, b]: readonly [number, number, number]): DataTexture {
  const texture = new DataTexture(new Float32Array([r, g, b, 1]), 1, 1, RGBAFormat, FloatType);
  texture.colorSpace = LinearSRGBColorSpace;
  texture.needsUpdate = true;
  return texture;
}

/** The environment of one view. */
export class Surroundings {
  #state: EnvironmentState | null = null;
  #bytes: Uint8Array | null = null;
  #map: DataTexture | null = null;
  #target: WebGLRenderTarget | null = null;
  #backdrop: Texture | null = null;

  get state(): EnvironmentState | null {
    return this.#state;
  }

  /** Take a new state; `bytes` of the map where that has changed. */
  set(state: EnvironmentState | null, bytes: Uint8Array | null): void {
    if (bytes !== this.#bytes) this.forget();
    this.#bytes = bytes;
    this.#state = state;
  }

  /** Put it into a scene; filtering happens once a map. */
  apply(scene: Scene, renderer: WebGLRenderer): void {
    const state = this.#state;
    this.#backdrop?.dispose();
    this.#backdrop = null;
    const lit = state !== null && state.intensity > 0 && this.#bytes !== null;
    scene.environment = lit ? this.#filtered(renderer, state).texture : null;
    scene.environmentIntensity = state?.intensity ?? 0;
    // three's maps have +X in the middle column, ours -Z.
    scene.environmentRotation.set(0, (state?.rotation ?? 0) + Math.PI / 2, 0);
    scene.backgroundRotation.copy(scene.environmentRotation);
    scene.backgroundIntensity = 1;
    if (state?.background === "environment" && lit) {
      scene.background = this.#map;
      scene.backgroundIntensity = state.intensity;
      return;
    }
    const color = state?.background === "color" ? state.background_color : ([0, 0, 0] as const);
    scene.background = this.#backdrop = plain([color[0], color[1], color[2]]);
  }

  #filtered(renderer: WebGLRenderer, state: EnvironmentState): WebGLRenderTarget {
    if (this.#target) return this.#target;
    this.#map ??= equirect(this.#bytes!, state.width, state.height);
    const generator = new PMREMGenerator(renderer);
    this.#target = generator.fromEquirectangular(this.#map);
    generator.dispose();
    return this.#target;
  }

  /** Let go of what a lost context held, or of a map that is no longer used. */
  forget(): void {
    this.#target?.dispose();
    this.#target = null;
    this.#map?.dispose();
    this.#map = null;
  }

  dispose(): void {
    this.forget();
    this.#backdrop?.dispose();
    this.#backdrop = null;
    this.#bytes = null;
  }
}
