// A camera that was fitted to a picture stays fitted when the picture becomes narrower: beside a panel, on a small screen.

import { Vector3 } from "three";

import { vec3, withPlanes } from "./camera.ts";
import type { Box, CameraState } from "./protocol.ts";

export class Fitted {
  #camera: CameraState | null = null;
  #aspect = 1;

  /** Remember a camera and the aspect of the picture into which it was fitted; null: it was not. */
  set(camera: CameraState, aspect: number | null): void {
    this.#camera = aspect === null ? null : camera;
    this.#aspect = aspect ?? 1;
  }

  /** The user has moved the camera. */
  forget(): void {
    this.#camera = null;
  }

  /** Where it has to stand in a picture of this aspect to show as much to both sides; null: nothing is fitted. */
  at(aspect: number, box: Box): CameraState | null {
    const camera = this.#camera;
    const narrower = this.#aspect / aspect;
    if (!camera || camera.kind === "orthographic" || narrower <= 1) return camera; // orthographic pictures are shown whole
    const target = new Vector3(...camera.target);
    const away = new Vector3(...camera.position).sub(target).multiplyScalar(narrower);
    return withPlanes({ ...camera, position: vec3(away.add(target)) }, box);
  }
}
