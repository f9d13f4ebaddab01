// What a viewport tells, and what it counts.

import type { CameraState, Hit, PlayerState } from "./protocol.ts";
import type { SceneModel } from "./scene-model.ts";

export interface Found {
  hit: Hit | null;
  /** Of the scene that the hit's indices belong to; -1: none is shown. */
  epoch: number;
}

export interface Clicked extends Found {
  double: boolean;
  x: number;
  y: number;
}

export interface ViewportEvents {
  /** The camera has changed; `by` says who did it, `moving` that more will follow. */
  camera: { camera: CameraState; moving: boolean; by: "user" | "code" };
  /** A click that was no drag. */
  pick: Clicked;
  hover: Found & { x: number; y: number };
  /** Another scene, or none. */
  scene: SceneModel | null;
  /** An edit has been shown. */
  edit: { target: string; index: number | null };
  /** Somebody has changed it, or it has come to its end. */
  player: PlayerState;
  /** Its clock has gone on, and nothing else has changed. */
  clock: PlayerState;
  /** A picture has been drawn; `whole`: no better one follows while nothing changes. */
  frame: { milliseconds: number; whole: boolean };
  resize: { width: number; height: number };
  context: "lost" | "restored";
  /** Something failed: what the user should know of it. */
  problem: string;
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
