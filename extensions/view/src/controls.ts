// Orbit, pan and zoom with mouse, touch and keys. A camera that is rolled stays rolled until it is put upright.

import { Quaternion, Vector3 } from "three";

import { vec3, withPlanes } from "./camera.ts";
import type { Box, CameraState, Vec4 } from "./protocol.ts";

const UP = new Vector3(0, 1, 0);
const POLE = 0.02;
const WHEEL = 0.0012;
const STEP = Math.PI / 24;

/** What the controls act on. */
export interface Controlled {
  readonly element: HTMLElement;
  readonly width: number;
  readonly height: number;
  readonly camera: CameraState;
  readonly bounds: (node?: number) => Box | null;
  /** Take a camera that the user has made; `moving` while more will follow. */
  steer(camera: CameraState, moving: boolean): void;
}

/** Turn about the target: `yaw` about +Y, `pitch` about the camera's own right axis, radians. */
export function orbited(camera: CameraState, yaw: number, pitch: number): CameraState {
  const target = new Vector3(...camera.target);
  const rotation = new Quaternion(...camera.quaternion);
  const back = new Vector3(0, 0, 1).applyQuaternion(rotation);
  // How far the view is from looking straight down, and how far it may go.
  const polar = back.angleTo(UP);
  const right = new Vector3(1, 0, 0).applyQuaternion(rotation);
  const upright = Math.sign(new Vector3(0, 1, 0).applyQuaternion(rotation).y) || 1;
  const wanted = Math.min(Math.max(polar + upright * pitch, POLE), Math.PI - POLE);
  const turn = new Quaternion().setFromAxisAngle(UP, yaw * upright);
  turn.multiply(new Quaternion().setFromAxisAngle(right, upright * (wanted - polar)));
  const offset = new Vector3(...camera.position).sub(target).applyQuaternion(turn);
  const quaternion = turn.multiply(rotation).normalize().toArray() as Vec4;
  return { ...camera, position: vec3(offset.add(target)), quaternion };
}

/** Metres that one pixel spans at the target. */
export function metresPerPixel(camera: CameraState, height: number): number {
  if (camera.kind === "orthographic") return (2 * camera.ymag) / height;
  const away = new Vector3(...camera.position).distanceTo(new Vector3(...camera.target));
  return (2 * away * Math.tan(camera.yfov / 2)) / height;
}

/** Shift eye and target by pixels. */
export function panned(camera: CameraState, dx: number, dy: number, height: number): CameraState {
  const unit = metresPerPixel(camera, height);
  const shift = new Vector3(-dx * unit, dy * unit, 0).applyQuaternion(new Quaternion(...camera.quaternion));
  return {
    ...camera,
    position: vec3(new Vector3(...camera.position).add(shift)),
    target: vec3(new Vector3(...camera.target).add(shift)),
  };
}

/** Come nearer (factor < 1) or go away; `at` is a point of the picture, -1 to 1, that stays where it is. */
export function zoomed(camera: CameraState, factor: number, at: { x: number; y: number }, aspect: number): CameraState {
  const rotation = new Quaternion(...camera.quaternion);
  const offset = new Vector3(...camera.position).sub(new Vector3(...camera.target));
  const half = camera.kind === "orthographic" ? camera.ymag : offset.length() * Math.tan(camera.yfov / 2);
  const shift = new Vector3(at.x * half * aspect * (1 - factor), at.y * half * (1 - factor), 0).applyQuaternion(rotation);
  const target = new Vector3(...camera.target).add(shift);
  const length = camera.kind === "orthographic" ? 1 : factor;
  const position = vec3(offset.multiplyScalar(length).add(target));
  if (camera.kind === "perspective") return { ...camera, target: vec3(target), position };
  return { ...camera, target: vec3(target), position, xmag: camera.xmag * factor, ymag: camera.ymag * factor };
}

interface Finger {
  x: number;
  y: number;
}

/** Listens to one view. */
export class Controls {
  enabled = true;
  readonly #view: Controlled;
  readonly #ended = new AbortController();
  readonly #fingers = new Map<number, Finger>();
  #moved = 0;
  #panning = false;
  #settle = 0;
  /** A click that was no drag: CSS pixels from the upper left. */
  onClick: (x: number, y: number, double: boolean) => void = () => undefined;
  onHover: (x: number, y: number) => void = () => undefined;
  /** The wheel was turned over a view that has not been clicked: the page scrolls. */
  onIdleWheel: () => void = () => undefined;

  constructor(view: Controlled) {
    this.#view = view;
    const { element } = view;
    const { signal } = this.#ended;
    // A finger that comes by scrolls the page; in a view that was tapped it turns the scene.
    const held = (): void => void (element.style.touchAction = element.contains(document.activeElement) ? "none" : "pan-y");
    held();
    element.addEventListener("focusin", held, { signal });
    element.addEventListener("focusout", () => queueMicrotask(held), { signal });
    element.addEventListener("pointerdown", (event) => this.#down(event), { signal });
    element.addEventListener("pointermove", (event) => this.#move(event), { signal });
    element.addEventListener("pointerup", (event) => this.#up(event, true), { signal });
    element.addEventListener("pointercancel", (event) => this.#up(event, false), { signal });
    element.addEventListener("wheel", (event) => this.#wheel(event), { signal, passive: false });
    element.addEventListener("keydown", (event) => this.#key(event), { signal });
    // Right drag moves the scene: some systems open the menu at its begin, others at its end; JupyterLab looks at this.
    element.setAttribute("data-jp-suppress-context-menu", "");
    const menu = (event: Event): void => void ((this.#fingers.size > 0 || this.#moved > 4) && event.preventDefault());
    element.addEventListener("contextmenu", menu, { signal });
    element.addEventListener("dblclick", (event) => this.onClick(...this.#local(event), true), { signal });
  }

  dispose(): void {
    clearTimeout(this.#settle);
    this.#ended.abort();
  }

  #local(event: { clientX: number; clientY: number }): [number, number] {
    const box = this.#view.element.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  }

  #mine(event: Event): boolean {
    return this.enabled && !(event.target as Element).closest("[data-threedkit-chrome]");
  }

  #down(event: PointerEvent): void {
    if (!this.#mine(event)) return;
    this.#view.element.focus({ preventScroll: true });
    this.#view.element.setPointerCapture(event.pointerId);
    if (this.#fingers.size === 0) this.#moved = 0;
    const [x, y] = this.#local(event);
    this.#fingers.set(event.pointerId, { x, y });
    this.#panning = event.button !== 0 || event.shiftKey || event.ctrlKey || event.metaKey;
  }

  #move(event: PointerEvent): void {
    const [x, y] = this.#local(event);
    const finger = this.#fingers.get(event.pointerId);
    if (!finger) {
      if (event.pointerType === "mouse" && this.#mine(event)) this.onHover(x, y);
      return;
    }
    const before = this.#spread();
    const [dx, dy] = [x - finger.x, y - finger.y];
    this.#moved += Math.abs(dx) + Math.abs(dy);
    Object.assign(finger, { x, y });
    if (this.#moved <= 3) return;
    let { camera } = this.#view;
    const { height, width } = this.#view;
    if (this.#fingers.size > 1) {
      const after = this.#spread();
      const share = this.#fingers.size;
      camera = panned(camera, dx / share, dy / share, height);
      if (before > 0 && after > 0) camera = zoomed(camera, before / after, { x: 0, y: 0 }, width / height);
    } else if (this.#panning) {
      camera = panned(camera, dx, dy, height);
    } else {
      camera = orbited(camera, (-2 * Math.PI * dx) / height, (-2 * Math.PI * dy) / height);
    }
    this.#steer(camera, true);
  }

  #up(event: PointerEvent, click: boolean): void {
    if (!this.#fingers.delete(event.pointerId)) return;
    if (this.#fingers.size > 0) return;
    if (this.#moved > 3) this.#steer(this.#view.camera, false);
    else if (click && event.button === 0) this.onClick(...this.#local(event), false);
  }

  /** Distance of two fingers. */
  #spread(): number {
    const [a, b] = [...this.#fingers.values()];
    return a && b ? Math.hypot(a.x - b.x, a.y - b.y) : 0;
  }

  #wheel(event: WheelEvent): void {
    if (!this.#mine(event)) return;
    const held = this.#view.element.contains(document.activeElement) || document.fullscreenElement !== null;
    if (!held && !event.ctrlKey && !event.metaKey) {
      this.onIdleWheel();
      return;
    }
    event.preventDefault();
    const [x, y] = this.#local(event);
    const { width, height } = this.#view;
    const lines = event.deltaMode === 1 ? 30 : event.deltaMode === 2 ? 300 : 1;
    const speed = event.ctrlKey ? 8 * WHEEL : WHEEL;
    const factor = Math.exp(Math.min(Math.max(event.deltaY * lines * speed, -0.7), 0.7));
    const at = { x: (2 * x) / width - 1, y: 1 - (2 * y) / height };
    this.#steer(zoomed(this.#view.camera, factor, at, width / height), true);
    this.#settleSoon();
  }

  #key(event: KeyboardEvent): void {
    if (!this.#mine(event) || event.ctrlKey || event.metaKey || event.altKey) return;
    const { width, height } = this.#view;
    const arrows: Record<string, [number, number]> = {
      ArrowLeft: [-1, 0],
      ArrowRight: [1, 0],
      ArrowUp: [0, -1],
      ArrowDown: [0, 1],
    };
    let { camera } = this.#view;
    const arrow = arrows[event.key];
    if (arrow && event.shiftKey) camera = panned(camera, (-arrow[0] * height) / 16, (-arrow[1] * height) / 16, height);
    else if (arrow) camera = orbited(camera, arrow[0] * STEP, arrow[1] * STEP);
    else if (event.key === "+" || event.key === "=") camera = zoomed(camera, 0.87, { x: 0, y: 0 }, width / height);
    else if (event.key === "-" || event.key === "_") camera = zoomed(camera, 1 / 0.87, { x: 0, y: 0 }, width / height);
    else return;
    event.preventDefault();
    event.stopPropagation();
    this.#steer(camera, true);
    this.#settleSoon();
  }

  #settleSoon(): void {
    clearTimeout(this.#settle);
    this.#settle = window.setTimeout(() => this.#steer(this.#view.camera, false), 180);
  }

  #steer(camera: CameraState, moving: boolean): void {
    const box = this.#view.bounds();
    this.#view.steer(box ? withPlanes(camera, box) : camera, moving);
  }
}
