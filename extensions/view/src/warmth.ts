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

/** Surfaces that are drawn one by one, or many of many colours at once (batches.ts). */
export type Kind = "alone" | "crowd";

/** Keeps materials as long as the renderer lives: their programs are then there for all that are alike. */
export class Warmth {
  readonly #materials = new Map<Kind, MeshStandardMaterial>();

  /** Compile for a kind of scene, beside what the page does, and draw a picture that nobody sees; `wanted`: whether to go on. */
  async spread(renderer: WebGLRenderer, kind: Kind, wanted: () => boolean): Promise<void> {
    if (this.#materials.has(kind)) return;
    const material = new MeshStandardMaterial({ vertexColors: kind === "crowd" });
    this.#materials.set(kind, material);
    const geometry = triangle();
    const surroundings = new Surroundings(() => NO_LIGHT);
    const scene = new Scene();
    scene.add(new Mesh(geometry, material));
    surroundings.set(DARK);
    surroundings.apply(scene, false);
    const camera = new PerspectiveCamera();
    camera.position.z = 3;
    await renderer.compileAsync(scene, camera);
    if (wanted()) {
      renderer.setViewport(0, 0, SIDE, SIDE);
      renderer.render(scene, camera);
    }
    geometry.dispose();
    surroundings.dispose();
  }

  dispose(): void {
    for (const material of this.#materials.values()) material.dispose();
  }
}

function triangle(): BufferGeometry {
  const geometry = new BufferGeometry();
  geometry.setAttribute("position", new BufferAttribute(new Float32Array([-1, -1, 0, 1, -1, 0, 0, 1, 0]), 3));
  geometry.setAttribute("normal", new BufferAttribute(new Float32Array([0, 0, 1, 0, 0, 1, 0, 0, 1]), 3));
  geometry.setAttribute("color", new BufferAttribute(new Float32Array(9), 3));
  return geometry;
}
