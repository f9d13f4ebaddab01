// The programs of an ordinary scene - surfaces lit from all around, before a plain colour, alone or in a batch of many
// colours - compiled before there is one.

import { BufferAttribute, BufferGeometry, Mesh, MeshStandardMaterial, PerspectiveCamera, Scene, type WebGLRenderer } from "three";

import { Surroundings } from "./environment.ts";
import type { EnvironmentState } from "./protocol.ts";

/** Texels along an edge of the light, as the kernel filters it: programs are made for a size. */
const SIZE = 128;
const DARK: EnvironmentState = {
  light: "", size: SIZE, channels: 1, picture: "", width: 1, height: 1,
  intensity: 1, rotation: 0, background: "color", background_color: [0, 0, 0],
};
/** Half floats of six faces; the smaller levels take a third more. */
const NO_LIGHT = new Uint8Array(2 * 6 * SIZE * SIZE * 2);
/** Pixels of a picture that nobody sees. */
const SIDE = 8;

/** Keeps materials as long as the renderer lives: their programs are then there for all that are alike. */
export class Warmth {
  readonly #materials = [new MeshStandardMaterial(), new MeshStandardMaterial({ vertexColors: true })];
  readonly #geometry = new BufferGeometry();
  readonly #surroundings = new Surroundings(() => NO_LIGHT);

  /** Compile, beside what the page does, and draw a picture that nobody sees; `wanted` tells whether to go on. */
  async spread(renderer: WebGLRenderer, wanted: () => boolean): Promise<void> {
    const corners = new Float32Array([-1, -1, 0, 1, -1, 0, 0, 1, 0]);
    this.#geometry.setAttribute("position", new BufferAttribute(corners, 3));
    this.#geometry.setAttribute("color", new BufferAttribute(new Float32Array(9), 3));
    this.#geometry.setAttribute("normal", new BufferAttribute(new Float32Array([0, 0, 1, 0, 0, 1, 0, 0, 1]), 3));
    const scene = new Scene();
    for (const material of this.#materials) scene.add(new Mesh(this.#geometry, material));
    this.#surroundings.set(DARK);
    this.#surroundings.apply(scene);
    const camera = new PerspectiveCamera();
    camera.position.z = 3;
    await renderer.compileAsync(scene, camera);
    if (wanted()) {
      renderer.setViewport(0, 0, SIDE, SIDE);
      renderer.render(scene, camera);
    }
    this.#geometry.dispose();
    this.#surroundings.dispose();
  }

  dispose(): void {
    for (const material of this.#materials) material.dispose();
  }
}
