// One view: a plain canvas, a camera, a scene; drawn by the page's stage when something has changed.

import { type Camera, Group, type Plane, Scene } from "three";

import type { ClipInfo } from "./animation.ts";
import { CameraPair, DEFAULT_CAMERA, framed, type Framing, planeOf, projected } from "./camera.ts";
import { copyOf, encoded } from "./canvas.ts";
import { Controls, metresPerPixel } from "./controls.ts";
import { Drafts } from "./drafts.ts";
import { Events } from "./events.ts";
import { Fitted } from "./fitted.ts";
import { Hovering } from "./hovering.ts";
import { Move, wantsStill } from "./move.ts";
import { pick } from "./picking.ts";
import { Playing } from "./playing.ts";
import type { Box, CameraState, Clipping, Hit, PlayerState, Shading, Vec3 } from "./protocol.ts";
import type { SceneModel } from "./scene-model.ts";
import { type Actor, stage, type Stage } from "./stage.ts";
import { treeBox } from "./tree-box.ts";
import type { Found, Stats, ViewportEvents } from "./viewport-events.ts";

const RATIO = 2;

export class Viewport implements Actor {
  readonly element = document.createElement("div");
  readonly canvas = document.createElement("canvas");
  /** Drawn with the scene, unlit by it; never picked. Grid, axes, selection box. */
  readonly overlay = new Group();
  /** While a tool is on, clicks are its own: nothing is told to the kernel. */
  tool: string | null = null;
  /** Asks somebody else what is at a point (remote); null: found here. */
  picker: ((x: number, y: number) => Promise<Found>) | null = null;
  /** Who makes the picture: the page's stage, or somebody who paints. */
  source: "stage" | "remote" = "stage";
  readonly events = new Events<ViewportEvents>();
  readonly controls: Controls;
  readonly #context = this.canvas.getContext("2d")!;
  readonly #overlayScene = new Scene();
  readonly #cameras = new CameraPair();
  readonly #playing = new Playing();
  readonly #resizer: ResizeObserver;
  readonly #drafts = new Drafts(() => stage().request(this));
  #camera: CameraState = DEFAULT_CAMERA;
  #move: Move | null = null;
  readonly #fitted = new Fitted();
  #model: SceneModel | null = null;
  #shading: Shading = "lit";
  #clipping: Clipping | null = null;
  #exposure = 1;
  #painted = false;
  #stats: Stats;
  #width = 1;
  #height = 1;
  #disposed = false;
  readonly #hovering = new Hovering<Found>(
    (x, y) => this.#found(x, y),
    (found, x, y) => this.events.emit("hover", { ...found, x, y }),
  );

  constructor() {
    this.element.className = "tk-viewport";
    this.canvas.className = "tk-canvas";
    this.element.tabIndex = 0;
    Object.assign(this.element.style, { position: "relative", overflow: "hidden", outline: "none" });
    Object.assign(this.canvas.style, { position: "absolute", inset: "0", width: "100%", height: "100%", display: "block" });
    this.element.append(this.canvas);
    this.#overlayScene.add(this.overlay);
    this.#stats = { frameMs: 0, triangles: 0, drawCalls: 0, textures: 0, geometries: 0, losses: 0, pixels: this.pixels };
    this.controls = new Controls(this);
    this.controls.onClick = (x, y, double) => void this.#click(x, y, double);
    this.controls.onHover = (x, y) => void this.#hovering.moved(x, y);
    this.controls.onIdleWheel = () => this.events.emit("idle-wheel", undefined);
    this.canvas.addEventListener("tk-settle", () => this.#settle());
    this.#resizer = new ResizeObserver(() => this.measure());
    this.#resizer.observe(this.element);
    stage().add(this);
  }

  // ---- what it shows -------------------------------------------------------------------------------------------------

  get model(): SceneModel | null {
    return this.#model;
  }

  /** Show another scene; the one before is disposed of. */
  show(model: SceneModel | null): void {
    if (this.#model !== model) this.#model?.dispose();
    this.#model = model;
    this.#playing.forget();
    this.#drafts.forget();
    this.events.emit("scene", model);
    this.#refit();
    this.invalidate();
  }

  /** Put a picture on the canvas, filling it; with `source` "remote" it stays. `busy`: a better one will follow. */
  paint(image: CanvasImageSource, busy: boolean): void {
    this.#sizeCanvas();
    this.canvas.ariaBusy = String(busy);
    this.#context.drawImage(image, 0, 0, this.canvas.width, this.canvas.height);
    this.#painted = true;
  }

  get shading(): Shading {
    return this.#shading;
  }
  set shading(shading: Shading) {
    this.#shading = shading;
    this.invalidate();
  }

  get clipping(): Clipping | null {
    return this.#clipping;
  }
  set clipping(clipping: Clipping | null) {
    this.#clipping = clipping;
    this.invalidate();
  }

  get exposure(): number {
    return this.#exposure;
  }
  set exposure(exposure: number) {
    this.#exposure = exposure;
    this.invalidate();
  }

  /** Whether hovering is told: it costs a pick for each move. */
  get hover(): boolean {
    return this.#hovering.on;
  }
  set hover(on: boolean) {
    this.#hovering.on = on;
  }

  // ---- size ----------------------------------------------------------------------------------------------------------

  get width(): number {
    return this.#width;
  }

  get height(): number {
    return this.#height;
  }

  get pixelRatio(): number {
    return Math.min(window.devicePixelRatio || 1, RATIO);
  }

  get pixels(): { width: number; height: number } {
    const ratio = this.pixelRatio;
    return { width: Math.max(1, Math.round(this.#width * ratio)), height: Math.max(1, Math.round(this.#height * ratio)) };
  }

  get aspect(): number {
    return this.#width / this.#height;
  }

  /** Take the size that the element has now; later changes are noticed. */
  measure(): void {
    const [width, height] = [this.element.clientWidth, this.element.clientHeight];
    if (width === 0 || height === 0 || (width === this.#width && height === this.#height)) return;
    this.#width = width;
    this.#height = height;
    this.events.emit("resize", { width, height });
    this.#refit();
    this.invalidate();
  }

  // ---- camera --------------------------------------------------------------------------------------------------------

  get camera(): CameraState {
    return this.#camera;
  }

  /** three's camera as it is placed for the next picture. */
  get threeCamera(): Camera {
    return this.#cameras.place(this.#camera, this.aspect);
  }

  /** Look from there; `fitted` is the aspect of the picture into which it was fitted, if it was. */
  setCamera(camera: CameraState, { seconds = 0, fitted = null }: { seconds?: number; fitted?: number | null } = {}): void {
    this.#fitted.set(camera, fitted);
    if (seconds > 0 && !wantsStill() && camera.kind === this.#camera.kind && stage().isVisible(this)) {
      this.#move = new Move(this.#camera, camera, performance.now(), seconds);
      this.invalidate();
      return;
    }
    this.#move = null;
    this.#aim(camera, false, "code");
  }

  /** From the controls. */
  steer(camera: CameraState, moving: boolean): void {
    this.#move = null;
    this.#fitted.forget();
    this.#aim(camera, moving, "user");
  }

  #aim(camera: CameraState, moving: boolean, by: "user" | "code"): void {
    this.#camera = camera;
    this.events.emit("camera", { camera, moving, by });
    this.invalidate();
  }

  #refit(): void {
    const wanted = this.#model && this.#fitted.at(this.aspect, this.#model.box);
    if (!wanted || wanted.position.every((value, i) => value === this.#camera.position[i])) return;
    this.#move = null;
    this.#aim(wanted, false, "code");
  }

  /** Frame everything, or a node. */
  fit(node: number | null = null, how: Framing & { seconds?: number } = {}): void {
    const box = this.bounds(node ?? undefined);
    if (!box) return;
    this.setCamera(framed(this.#camera, box, this.aspect, how), { seconds: how.seconds ?? 0, fitted: this.aspect });
    if (!how.seconds) this.events.emit("camera", { camera: this.#camera, moving: false, by: "user" });
  }

  /** World box of a node with what hangs under it, or of the whole scene. */
  bounds(node?: number): Box | null {
    const model = this.#model;
    if (!model) return null;
    if (node === undefined) return model.box;
    const object = model.object(node);
    return object && treeBox(object);
  }

  /** Where a point is in the picture, CSS pixels from the upper left. */
  project(point: Vec3): { x: number; y: number; inFront: boolean } {
    return projected(this.threeCamera, point, this.#width, this.#height);
  }

  // ---- picking -------------------------------------------------------------------------------------------------------

  /** What is at a point, CSS pixels from the upper left. */
  async pick(x: number, y: number): Promise<Hit | null> {
    return (await this.#found(x, y)).hit;
  }

  async #found(x: number, y: number): Promise<Found> {
    if (this.picker) return this.picker(x, y);
    if (!this.#model) return { hit: null, epoch: -1 };
    const at = { x: (2 * x) / this.#width - 1, y: 1 - (2 * y) / this.#height };
    this.#model.scene.updateMatrixWorld();
    const hit = pick(this.#model, this.threeCamera, at, metresPerPixel(this.#camera, this.#height), this.#plane());
    return { hit, epoch: this.#model.epoch };
  }

  async #click(x: number, y: number, double: boolean): Promise<void> {
    this.events.emit("pick", { ...(await this.#found(x, y)), double, x, y });
  }

  // ---- playing -------------------------------------------------------------------------------------------------------

  get player(): PlayerState {
    return this.#playing.state;
  }

  /** Names and lengths of the clips. */
  get clips(): readonly ClipInfo[] {
    return this.#model?.clips.list ?? [];
  }

  setPlayer(change: Partial<PlayerState>): void {
    this.#playing.set(change);
    this.events.emit("player", this.player);
    this.invalidate();
  }

  /** Go on with the clock; true while it runs. */
  #play(now: number): boolean {
    const length = this.player.clip === null ? 0 : (this.clips[this.player.clip]?.duration ?? 0);
    if (!this.#playing.advance(now, length)) return false;
    this.events.emit(this.player.playing ? "clock" : "player", this.player);
    return this.player.playing;
  }

  // ---- drawing -------------------------------------------------------------------------------------------------------

  get stats(): Stats {
    return this.#stats;
  }

  on<K extends keyof ViewportEvents>(name: K, handler: (given: ViewportEvents[K]) => void): () => void {
    return this.events.on(name, handler);
  }

  /** Something has changed: draw at the next frame. */
  invalidate(): void {
    if (this.#disposed) return;
    this.#drafts.change();
    stage().request(this);
  }

  get painted(): boolean {
    return this.#painted;
  }

  draw(on: Stage, now: number): boolean {
    if (on.gl && this.#drafts.isBusy(on.gl)) return true;
    const again = [this.#advance(now), this.#play(now)].includes(true);
    if (again) this.#drafts.change();
    const scale = this.#drafts.next();
    if (scale === null || this.source === "remote" || !this.#model || !on.available) return again;
    this.#draw(on, scale);
    return true;
  }

  #draw(on: Stage, scale: number): void {
    const start = performance.now();
    this.#sizeCanvas();
    this.#render(on, this.canvas.width, this.canvas.height, this.#context, scale);
    this.canvas.ariaBusy = String(scale < 1);
    this.events.emit("frame", { milliseconds: performance.now() - start, whole: scale === 1 });
    this.#drafts.drawn(on.gl!, scale, start);
  }

  /** Somebody is about to keep what the canvas shows: no draft. */
  #settle(): void {
    const on = stage();
    if (this.canvas.ariaBusy === "true" && this.source === "stage" && this.#model && on.available && !on.lost) this.#draw(on, 1);
  }

  /** A canvas that gets another size keeps its picture until the next one. */
  #sizeCanvas(): void {
    const { width, height } = this.pixels;
    const { canvas } = this;
    if (canvas.width === width && canvas.height === height) return;
    const before = this.#painted ? copyOf(canvas) : null;
    Object.assign(canvas, { width, height });
    if (before) this.#context.drawImage(before, 0, 0, width, height);
  }

  #advance(now: number): boolean {
    const at = this.#move?.at(now);
    if (!at) return false;
    const moving = !this.#move!.over(now);
    if (!moving) this.#move = null;
    this.#aim(at, moving, "user");
    return moving;
  }

  /** Draw into the stage's canvas, in a part (`scale`) of the size, and copy that. */
  #render(on: Stage, wide: number, high: number, into: CanvasRenderingContext2D, scale = 1): void {
    const { renderer } = on;
    const model = this.#model;
    if (!renderer || !model) return;
    const [width, height] = [wide, high].map((side) => Math.ceil(scale * side)) as [number, number];
    on.fit(wide, high);
    this.#playing.pose(model, () => model === this.#model && this.invalidate());
    model.surroundings.apply(model.scene, model.materials.transmits);
    const camera = this.#cameras.place(this.#camera, wide / high);
    const { info } = renderer;
    info.reset();
    const start = performance.now();
    on.painter.paint(renderer, model, camera, {
      width,
      height,
      exposure: this.#exposure,
      shading: this.#shading,
      clip: this.#plane(),
      overlay: this.#overlayScene,
    });
    this.#stats = {
      frameMs: performance.now() - start,
      triangles: info.render.triangles,
      drawCalls: info.render.calls,
      textures: info.memory.textures,
      geometries: info.memory.geometries,
      losses: on.losses,
      pixels: { width, height },
    };
    into.drawImage(renderer.domElement, 0, renderer.domElement.height - height, width, height, 0, 0, wide, high);
    if (into === this.#context) this.#painted = true;
  }

  #plane(): Plane | null {
    return this.#clipping && planeOf(this.#clipping);
  }

  /** A picture of what is seen, in any size. */
  async snapshot(width = this.pixels.width, height = this.pixels.height, mime = "image/png"): Promise<Blob> {
    const most = stage().largest;
    if (Math.max(width, height) > most) throw new Error(`pictures are at most ${most} pixels wide and high in this browser`);
    const canvas = document.createElement("canvas");
    Object.assign(canvas, { width, height });
    const context = canvas.getContext("2d")!;
    if (this.source === "stage" && this.#model && stage().available && !stage().lost) this.#render(stage(), width, height, context);
    else context.drawImage(this.canvas, 0, 0, width, height);
    return encoded(canvas, mime);
  }

  contextLost(): void {
    this.events.emit("context", "lost");
  }

  contextRestored(): void {
    this.#model?.touch();
    this.#drafts.forget();
    this.invalidate();
    this.events.emit("context", "restored");
  }

  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    this.#resizer.disconnect();
    this.controls.dispose();
    stage().remove(this);
    this.#model?.dispose();
    this.#model = null;
    this.#playing.forget();
    this.#drafts.forget();
    this.events.emit("disposed", undefined);
    this.events.clear();
    this.canvas.width = this.canvas.height = 0;
    this.element.remove();
  }
}
