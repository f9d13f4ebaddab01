// What a viewport tells, and what it counts.

import type { CameraState, Hit, PlayerState } from "./protocol.ts";
import type { SceneModel } from "./scene-model.ts";

export interface Clicked {
  hit: Hit | null;
  double: boolean;
  x: number;
  y: number;
}

export interface ViewportEvents {
  /** The camera has changed; `by` says who did it, `moving` that more will follow. */
  camera: { camera: CameraState; moving: boolean; by: "user" | "code" };
  /** A click that was no drag. */
  pick: Clicked;
  hover: { hit: Hit | null; x: number; y: number };
  /** Another scene, or none. */
  scene: SceneModel | null;
  /** An edit has been shown. */
  edit: { target: string; index: number | null };
  player: PlayerState;
  /** A picture has been drawn; `whole`: no better one follows while nothing changes. */
  frame: { milliseconds: number; whole: boolean };
  resize: { width: number; height: number };
  context: "lost" | "restored";
  /** The wheel turned over a view that was not clicked. */
  "idle-wheel": undefined;
  disposed: undefined;
}

export interface Stats {
  frameMs: number;
  triangles: number;
  drawCalls: number;
  textures: number;
  geometries: number;
  losses: number;
  pixels: { width: number; height: number };
}
