// What the tools ask of the view that they sit around: the viewport, the document it shows, and the way to Python.
// The three.js viewport and the tests' fake both answer to these; nothing in this folder needs more of them.

import type {
  Box, CameraState, Clipping, Edit, EnvironmentState, Gltf, Hit, PlayerState, Shading, ToBrowser, ToKernel, Vec3, Vec4,
} from "../protocol.ts";

export type { Box, CameraState, Clipping, Edit, EnvironmentState, Gltf, Hit, PlayerState, Shading, ToBrowser, Vec3 };
export type Quat = Vec4;

export const SHADINGS: readonly Shading[] = ["lit", "wireframe", "normals", "uv", "overdraw"];

/** What is drawn now. */
export interface Stats {
  triangles: number;
  drawCalls: number;
}

/** The scene of one epoch (`SceneModel`). */
export interface ModelPort {
  readonly epoch: number;
  /** Kept in step with edits. */
  readonly gltf: Gltf;
  readonly environment: EnvironmentState | null;
  readonly notes: readonly string[];
  applyEdit(edit: Edit): Promise<void>;
}

export type Off = () => void;

/** How a camera comes to what it shows: the way from the target to the eye, and what is up. */
export interface Framing {
  direction?: Vec3;
  up?: Vec3;
  seconds?: number;
}

export interface ViewportEvents {
  camera: { camera: CameraState; moving: boolean; by: "user" | "code" };
  frame: { milliseconds: number };
  pick: { hit: Hit | null; double: boolean };
  player: PlayerState;
  clock: PlayerState;
  scene: unknown;
  edit: { target: string; index: number | null };
  resize: { width: number; height: number };
  context: "lost" | "restored";
  problem: string;
  "idle-wheel": undefined;
}

/** The picture (`Viewport`). */
export interface ViewportPort {
  /** Holds the canvas and fills what it is put into. */
  readonly element: HTMLElement;
  readonly width: number;
  readonly height: number;
  /** null until the first scene is there. */
  readonly model: ModelPort | null;
  readonly camera: CameraState;
  readonly player: PlayerState;
  readonly stats: Stats;
  readonly events: { emit(name: "edit", given: ViewportEvents["edit"]): void };
  tool: string | null;
  shading: Shading;
  clipping: Clipping | null;
  exposure: number;
  hover: boolean;
  setCamera(state: CameraState, options?: { seconds?: number }): void;
  fit(node?: number | null, how?: Framing): void;
  setPlayer(state: Partial<PlayerState>): void;
  project(point: Vec3): { x: number; y: number; inFront: boolean };
  bounds(node?: number): Box | null;
  invalidate(): void;
  on<K extends keyof ViewportEvents>(event: K, handler: (value: ViewportEvents[K]) => void): Off;
}

/** What the tools use of the transport (`Host`). */
export interface HostPort {
  readonly live: boolean;
  get<T>(name: string): T | undefined;
  set(name: string, value: unknown): void;
  observe(name: string, handler: (value: unknown) => void): Off;
  send(message: ToKernel): void;
  on(handler: (message: ToBrowser, buffers: Uint8Array[]) => void): Off;
}
