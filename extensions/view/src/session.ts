// What the kernel says, done on a viewport; what the user does, told to the kernel.

import { blobs } from "./blobs.ts";
import { blobsOf } from "./environment.ts";
import type { Host } from "./host.ts";
import { hashesIn } from "./loading.ts";
import type { AskMessage, BlobsMessage, CameraState, EditMessage, PlayerState, SceneMessage, ToBrowser } from "./protocol.ts";
import { SceneModel } from "./scene-model.ts";
import { stage } from "./stage.ts";
import type { Viewport } from "./viewport.ts";

/** Milliseconds from one reading of a clock that only runs to the next. */
const CLOCK_EVERY = 500;

type Of<T extends ToBrowser["type"]> = Extract<ToBrowser, { type: T }>;
type Handlers = { [T in ToBrowser["type"]]?: (message: Of<T>, buffers: Uint8Array[]) => void | Promise<void> };

/** One mount: a host and a viewport, tied together. */
export class Session {
  readonly host: Host;
  readonly viewport: Viewport;
  readonly #offs: (() => void)[] = [];
  readonly #ended = new AbortController();
  #loading = new AbortController();
  #sizes: Record<string, number> = {};
  #epoch = -1;
  /** Messages of an epoch are shown one after the other. */
  #turn: Promise<void> = Promise.resolve();
  #seq = 0;
  #unacknowledged = 0;
  #pending: { camera: CameraState; moving: boolean } | null = null;
  #echo = false;
  #told: PlayerState | null = null;
  #toldAt = 0;
  /** The last words of the kernel: what crosses one on its way is out of date there. */
  readonly #heard = { camera: 0, player: 0 };

  /** The kernel's notes since its last scene. */
  #notes: string[] | null = null;
  #problem = "";

  constructor(host: Host, viewport: Viewport) {
    this.host = host;
    this.viewport = viewport;
    this.#offs.push(host.on((message, buffers) => this.#hear(message, buffers)));
    viewport.measure();
    this.#listen();
    host.send({
      type: "ready",
      webgl: stage().available,
      reason: stage().reason,
      width: viewport.width,
      height: viewport.height,
      pixel_ratio: viewport.pixelRatio,
      max_texture: stage().renderer?.capabilities.maxTextureSize ?? 0,
      lab: "__threedkit_lab" in globalThis,
      page: blobs.page,
      early: host.early,
    });
  }

  dispose(): void {
    this.#ended.abort();
    this.#loading.abort();
    this.#offs.forEach((off) => off());
    blobs.forget(this);
    this.host.send({ type: "gone" });
  }

  // ---- from the kernel -----------------------------------------------------------------------------------------------

  readonly #handlers: Handlers = {
    scene: (message) => (message.early && message.epoch <= this.#epoch ? undefined : this.#scene(message)),
    blobs: (message, buffers) => this.#blobs(message, buffers),
    edit: (message) => this.#edit(message),
    camera: ({ camera, seconds, fitted, word }) => {
      this.#heard.camera = word ?? 0;
      this.#pending = null;
      this.#silently(() => this.viewport.setCamera(camera, { seconds: seconds ?? 0, fitted: fitted ?? null }));
    },
    "camera-ack": ({ seq }) => this.#acknowledged(seq),
    player: ({ player, word }) => {
      this.#heard.player = word ?? 0;
      this.#told = player;
      this.#silently(() => this.viewport.setPlayer(player));
    },
    notes: ({ notes, problem = "" }) => {
      this.#notes = notes;
      if (this.viewport.model) this.#note(this.viewport.model);
      if (problem && problem !== this.#problem) this.viewport.events.emit("problem", `The last change is not shown: ${problem}`);
      this.#problem = problem;
    },
    ask: (message) =>
      this.#answer(message).catch((error: unknown) => {
        this.host.send({ type: "answer", id: message.id, value: null });
        throw error;
      }),
  };

  #hear(message: ToBrowser, buffers: Uint8Array[]): void {
    const handler = this.#handlers[message.type] as ((m: ToBrowser, b: Uint8Array[]) => void | Promise<void>) | undefined;
    if (!handler) return;
    void Promise.resolve()
      .then(() => handler(message, buffers))
      .catch((error: unknown) => this.fail(error));
  }

  /** Tell the user and the kernel what went wrong. */
  fail(error: unknown): void {
    if (this.#ended.signal.aborted || (error instanceof DOMException && error.name === "AbortError")) return;
    console.error(error);
    const text = error instanceof Error ? error.message : String(error);
    this.viewport.events.emit("problem", text);
    this.host.send({ type: "error", text });
  }

  #blobs(message: BlobsMessage, buffers: Uint8Array[]): void {
    blobs.take(message, buffers, this.#sizes, this);
  }

  async #arrived(hashes: string[], epoch: number, signal: AbortSignal, coming: string[] = []): Promise<void> {
    const missing = blobs.missing(hashes).filter((hash) => !coming.includes(hash));
    if (missing.length > 0) this.host.send({ type: "need", epoch, hashes: missing });
    await blobs.all(hashes, signal);
  }

  async #scene(message: SceneMessage): Promise<void> {
    if (message.epoch < this.#epoch) return;
    const start = performance.now();
    this.#epoch = message.epoch;
    this.#loading.abort();
    this.#loading = new AbortController();
    const { signal } = this.#loading;
    Object.assign(this.#sizes, message.blobs);
    this.#heard.player = message.word ?? 0;
    this.#notes = null;
    this.#problem = "";
    const [heard, told] = [this.#heard.camera, this.#told];
    const first = this.viewport.model === null;
    const worth = first ? stage().worth(this.viewport) : Promise.resolve();
    this.#turn = worth.then(async () => {
      signal.throwIfAborted();
      await this.#arrived(neededBy(message), message.epoch, signal, message.coming);
      const model = await SceneModel.build(message, blobs);
      await model.clips.choose(message.player.clip);
      if (signal.aborted || this.#ended.signal.aborted) return model.dispose();
      const { notes } = model;
      this.#note(model);
      this.#silently(() => {
        // What was said while it was on its way is newer.
        if (first && heard === this.#heard.camera) this.viewport.setCamera(message.camera, { fitted: message.fitted ?? null });
        this.viewport.show(model);
        if (told === this.#told) this.viewport.setPlayer(message.player);
      });
      if (first && this.viewport.camera !== message.camera) this.#tellCamera(this.viewport.camera, false); // it stepped back
      const off = this.viewport.on("frame", () => {
        off();
        const { triangles } = this.viewport.stats;
        const milliseconds = performance.now() - start;
        this.host.send({ type: "shown", epoch: message.epoch, milliseconds, triangles, notes });
      });
    });
    await this.#turn;
  }

  #note(model: SceneModel): void {
    if (this.#notes) model.notes = [...new Set([...this.#notes, ...model.losses])];
  }

  async #edit(message: EditMessage): Promise<void> {
    Object.assign(this.#sizes, message.blobs);
    const hashes = message.edits.flatMap((edit) => (edit.target === "environment" ? blobsOf(edit.value) : []));
    const { signal } = this.#loading;
    this.#turn = this.#turn
      .catch(() => undefined)
      .then(async () => {
        const { model } = this.viewport;
        if (model?.epoch === message.epoch) {
          await this.#arrived(hashes, message.epoch, signal);
          for (const edit of message.edits) {
            await model.applyEdit(edit);
            this.viewport.events.emit("edit", { target: edit.target, index: "index" in edit ? edit.index : null });
          }
          this.viewport.invalidate();
        }
        this.host.send({ type: "ack", epoch: message.epoch, seq: message.seq });
      });
    await this.#turn;
  }

  /** The inspector may ask to see a picture that has not been sent so far. */
  async #fetchSurroundings(): Promise<void> {
    const { model } = this.viewport;
    const { signal } = this.#loading;
    const state = model?.environment ?? null;
    if (blobs.missing(blobsOf(state)).length === 0) return;
    await this.#arrived(blobsOf(state), this.#epoch, signal);
    if (model && model === this.viewport.model) model.setEnvironment(model.environment);
    this.viewport.invalidate();
  }

  async #answer({ id, what, width, height, mime, x, y }: AskMessage): Promise<void> {
    stage().wake(this.viewport);
    await this.#turn.catch(() => undefined);
    if (what === "pixels") {
      const blob = await this.viewport.snapshot(width, height, mime);
      this.host.send({ type: "answer", id, value: { mime: blob.type } }, [await blob.arrayBuffer()]);
      return;
    }
    const value =
      what === "stats" ? this.viewport.stats : what === "camera" ? this.viewport.camera : await this.viewport.pick(x ?? 0, y ?? 0);
    this.host.send({ type: "answer", id, value });
  }

  // ---- to the kernel -------------------------------------------------------------------------------------------------

  #listen(): void {
    const { viewport, host } = this;
    this.#offs.push(
      viewport.on("camera", ({ camera, moving }) => this.#echo || this.#tellCamera(camera, moving)),
      viewport.on("player", (player) => this.#echo || this.#tellPlayer(player)),
      viewport.on("clock", (player) => performance.now() - this.#toldAt >= CLOCK_EVERY && this.#tellPlayer(player)),
      viewport.on("pick", ({ hit, double, epoch }) => {
        if (viewport.tool === null) host.send({ type: "pick", epoch, hit, double });
      }),
      viewport.on("hover", ({ hit, epoch }) => host.send({ type: "hover", epoch, hit, double: false })),
      viewport.on("edit", ({ target }) => target === "environment" && void this.#fetchSurroundings().catch((e: unknown) => this.fail(e))),
      viewport.on("resize", ({ width, height }) => {
        host.send({ type: "resized", width, height, pixel_ratio: viewport.pixelRatio });
      }),
    );
  }

  /** What the kernel has said is not said back to it. */
  #silently(act: () => void): void {
    this.#echo = true;
    try {
      act();
    } finally {
      this.#echo = false;
    }
  }

  /** At most one camera is on its way; of those that come meanwhile the newest follows. */
  #tellCamera(camera: CameraState, moving: boolean): void {
    if (this.#unacknowledged > 0) {
      this.#pending = { camera, moving };
      return;
    }
    this.#seq += 1;
    this.#unacknowledged = this.#seq;
    const { width, height, pixelRatio } = this.viewport;
    const { camera: heard } = this.#heard;
    this.host.send({ type: "camera", heard, seq: this.#seq, camera, moving, width, height, pixel_ratio: pixelRatio });
  }

  #acknowledged(seq: number): void {
    if (seq < this.#unacknowledged) return;
    this.#unacknowledged = 0;
    const next = this.#pending;
    this.#pending = null;
    if (next) this.#tellCamera(next.camera, next.moving);
  }

  #tellPlayer(player: PlayerState): void {
    this.#told = player;
    this.#toldAt = performance.now();
    this.host.send({ type: "player", heard: this.#heard.player, player });
  }
}

/** Blobs that a scene needs before it can be shown. */
function neededBy(message: SceneMessage): string[] {
  return [...new Set([...hashesIn(message.gltf), ...blobsOf(message.environment)])];
}
