// Where to look from: the standard views, and the other projection.

import type { CameraState, Vec3 } from "./ports.ts";
import { add, length, rotate, scale, subtract } from "./vectors.ts";

/** The way from the middle to the eye, and what is up. */
export const STANDARD_VIEWS = {
  front: { label: "Front", key: "1", direction: [0, 0, 1], up: [0, 1, 0] },
  back: { label: "Back", key: "2", direction: [0, 0, -1], up: [0, 1, 0] },
  right: { label: "Right", key: "3", direction: [1, 0, 0], up: [0, 1, 0] },
  left: { label: "Left", key: "4", direction: [-1, 0, 0], up: [0, 1, 0] },
  top: { label: "Top", key: "5", direction: [0, 1, 0], up: [0, 0, -1] },
  bottom: { label: "Bottom", key: "6", direction: [0, -1, 0], up: [0, 0, 1] },
  corner: { label: "Corner", key: "7", direction: [1, 0.8, 1.3], up: [0, 1, 0] },
} satisfies Record<string, { label: string; key: string; direction: Vec3; up: Vec3 }>;

export type StandardView = keyof typeof STANDARD_VIEWS;

/** The same picture of the target's plane in the other projection. */
export function reprojected(camera: CameraState, aspect: number): CameraState {
  const offset = subtract(camera.position, camera.target);
  if (camera.kind === "perspective") {
    const ymag = Math.max(Math.tan(camera.yfov / 2) * length(offset), 1e-9);
    const reach = camera.zfar ?? 1000 * length(offset);
    return { ...camera, kind: "orthographic", ymag, xmag: ymag * aspect, zfar: reach };
  }
  const distance = camera.ymag / Math.tan(camera.yfov / 2);
  const back = rotate(camera.quaternion, [0, 0, 1]);
  return { ...camera, kind: "perspective", zfar: null, position: add(camera.target, scale(back, distance)) };
}
