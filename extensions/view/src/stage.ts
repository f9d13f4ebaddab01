// The one WebGL context of the page. Views are drawn in its canvas, one after the other, and copied into their own.

import { LinearToneMapping, SRGBColorSpace, WebGLRenderer } from "three";

import { Painter } from "./painter.ts";
import { installSpotFalloff } from "./spot-falloff.ts";
import { type Kind, Warmth } from "./warmth.ts";

const REBUILD_AFTER = 1500;
/** What browsers give a canvas without making it smaller unasked. */
const LARGEST = 8192;
const IDLE_AFTER = 20_000;
/** Milliseconds from one view that nobody sees to the next, while they are made ready. */
const NEXT_UNSEEN = 200;

/** The size of an ordinary view: a canvas that grows later waits for all that the GPU is at. */
const TYPICAL = [768, 480] as const;

/** Something that the stage draws. */
export interface Actor {
  readonly element: HTMLElement;
  /** Device pixels. */
  readonly pixels: { width: number; height: number };
  /** Draw into the lower left corner of the stage's canvas and copy; true: another frame is wanted. */
  draw(stage: Stage, now: number): boolean;
  /** Whether it has shown a picture. */
  readonly painted: boolean;
  /** Draw again, in the size of now. */
  invalidate(): void;
  contextLost(): void;
  contextRestored(): void;
}

/** The renderer, or why there is none. */
export class Stage {
  renderer: WebGLRenderer | null = null;
  reason: string | null = null;
  /** How often the context was lost since the page was opened. */
  losses = 0;
  readonly painter = new Painter();
  readonly #actors = new Set<Actor>();
  readonly #dirty = new Set<Actor>();
  readonly #visible = new Set<Actor>();
  readonly #asleep = new Map<Actor, () => void>();
  readonly #watcher: IntersectionObserver;
  #warmth: Warmth | null = null;
  #frame = 0;
  #timer = 0;
  #waker = 0;

  constructor() {
    this.#watcher = new IntersectionObserver((entries) => this.#seen(entries), { rootMargin: "200px" });
    // Another zoom or screen has other pixels.
    window.addEventListener("resize", () => this.#actors.forEach((actor) => actor.invalidate()));
    document.addEventListener("visibilitychange", () => document.hidden || this.#schedule());
  }

  /** Whether WebGL is there; the context is made by the first question. */
  get available(): boolean {
    if (!this.renderer && this.reason === null) this.#build();
    return this.renderer !== null;
  }

  /** Whether the context is there, but lost for now. */
  get lost(): boolean {
    return this.renderer?.getContext().isContextLost() ?? false;
  }

  /** Pixels that a picture may be wide and high. */
  get largest(): number {
    return Math.min(this.renderer?.capabilities.maxTextureSize ?? LARGEST, LARGEST);
  }

  /** What draws. */
  get gl(): WebGL2RenderingContext | null {
    return (this.renderer?.getContext() as WebGL2RenderingContext | undefined) ?? null;
  }

  /** Make the context, and the programs of a kind of scenes, before anybody draws; it is let go of if nobody does. */
  async warmUp(kind: Kind): Promise<void> {
    if (!this.available) return;
    const { renderer } = this;
    if (this.#actors.size === 0) this.#endSoon();
    if (!this.#warmth) renderer!.setSize(...TYPICAL, false);
    this.#warmth ??= new Warmth();
    await this.#warmth.spread(renderer!, kind, () => renderer === this.renderer && !this.lost);
  }

  add(actor: Actor): void {
    clearTimeout(this.#timer);
    this.#actors.add(actor);
    this.#watcher.observe(actor.element);
  }

  remove(actor: Actor): void {
    this.#actors.delete(actor);
    this.#dirty.delete(actor);
    this.#visible.delete(actor);
    this.wake(actor);
    this.#watcher.unobserve(actor.element);
    if (this.#actors.size === 0) this.#endSoon();
  }

  #endSoon(): void {
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => this.#actors.size === 0 && this.#end(), IDLE_AFTER);
  }

  /** Ask for a frame; one that nobody sees waits until it is seen. */
  request(actor: Actor): void {
    if (!this.#actors.has(actor)) return;
    this.#dirty.add(actor);
    this.#schedule();
  }

  /** Resolves when a view is worth its work: it is seen, or nobody else has anything to do. */
  worth(actor: Actor): Promise<void> {
    if (this.#visible.has(actor)) return Promise.resolve();
    return new Promise((resolve) => {
      this.#asleep.set(actor, resolve);
      this.#wakeSome();
    });
  }

  /** Somebody wants its picture: do not wait. */
  wake(actor: Actor): void {
    this.#asleep.get(actor)?.();
    this.#asleep.delete(actor);
  }

  /** Views that nobody sees are made ready one after the other. */
  #wakeSome(): void {
    if (this.#waker || this.#asleep.size === 0) return;
    this.#waker = window.setTimeout(() => {
      this.#waker = 0;
      const [actor] = this.#asleep.keys();
      if (actor) this.wake(actor);
      this.#wakeSome();
    }, NEXT_UNSEEN);
  }

  isVisible(actor: Actor): boolean {
    return this.#visible.has(actor);
  }

  /** Make the canvas large enough for a picture of this size. */
  fit(width: number, height: number): void {
    const { renderer } = this;
    if (!renderer) return;
    const canvas = renderer.domElement;
    let [w, h] = [width, height];
    for (const actor of this.#actors) {
      w = Math.max(w, actor.pixels.width);
      h = Math.max(h, actor.pixels.height);
    }
    const tooSmall = canvas.width < width || canvas.height < height;
    if (tooSmall || canvas.width * canvas.height > 4 * w * h) renderer.setSize(w, h, false);
  }

  #seen(entries: IntersectionObserverEntry[]): void {
    for (const entry of entries) {
      const actor = [...this.#actors].find((candidate) => candidate.element === entry.target);
      if (!actor) continue;
      if (entry.isIntersecting) {
        this.#visible.add(actor);
        this.wake(actor);
      } else this.#visible.delete(actor);
    }
    this.#schedule();
  }

  /** Those to draw: all that are seen, and one that nobody sees yet and that has no picture. */
  #due(): Actor[] {
    const dirty = [...this.#dirty];
    const seen = dirty.filter((actor) => this.#visible.has(actor));
    const unseen = dirty.find((actor) => !this.#visible.has(actor) && !actor.painted);
    return unseen ? [...seen, unseen] : seen;
  }

  #schedule(): void {
    if (this.#frame || document.hidden || this.#due().length === 0) return;
    this.#frame = requestAnimationFrame((now) => {
      this.#frame = 0;
      this.#draw(now);
    });
  }

  #draw(now: number): void {
    if (this.available && this.lost) return;
    for (const actor of this.#due()) {
      this.#dirty.delete(actor);
      try {
        if (actor.draw(this, now)) this.#dirty.add(actor);
      } catch (error) {
        reportError(error); // the others go on
      }
    }
    this.#schedule();
  }

  #build(): void {
    const canvas = document.createElement("canvas");
    try {
      this.renderer = makeRenderer(canvas);
    } catch (error) {
      this.reason = `this browser has no WebGL 2 (${error instanceof Error ? error.message : String(error)})`;
      return;
    }
    this.reason = null;
    canvas.addEventListener("webglcontextlost", (event) => {
      event.preventDefault();
      if (canvas !== this.renderer?.domElement) return;
      this.losses += 1;
      this.#actors.forEach((actor) => actor.contextLost());
      window.setTimeout(() => this.#revive(canvas), REBUILD_AFTER);
    });
    canvas.addEventListener("webglcontextrestored", () => {
      if (canvas === this.renderer?.domElement) queueMicrotask(() => this.#restored());
    });
  }

  /** A context that does not come back by itself is replaced. */
  #revive(canvas: HTMLCanvasElement): void {
    if (canvas !== this.renderer?.domElement || !this.lost) return;
    if (this.#actors.size === 0) return this.#end();
    this.painter.dispose();
    this.renderer.dispose();
    this.renderer = null;
    this.#build();
    if (this.renderer) this.#restored();
    else window.setTimeout(() => this.#retry(), 4 * REBUILD_AFTER);
  }

  #retry(): void {
    if (this.renderer || this.#actors.size === 0) return;
    this.#build();
    if (this.renderer) this.#restored();
    else window.setTimeout(() => this.#retry(), 4 * REBUILD_AFTER);
  }

  #restored(): void {
    this.#actors.forEach((actor) => actor.contextRestored());
  }

  #end(): void {
    this.painter.dispose();
    this.#warmth?.dispose();
    this.#warmth = null;
    this.renderer?.dispose();
    this.renderer?.forceContextLoss();
    this.renderer = null;
    this.reason = null;
  }
}

function makeRenderer(canvas: HTMLCanvasElement): WebGLRenderer {
  installSpotFalloff();
  const context = canvas.getContext("webgl2", {
    alpha: true,
    antialias: true,
    depth: true,
    stencil: false,
    powerPreference: "high-performance",
  });
  if (!context) throw new Error("getContext returned null");
  const renderer = new WebGLRenderer({ canvas, context, antialias: true, alpha: true });
  renderer.setPixelRatio(1);
  renderer.outputColorSpace = SRGBColorSpace;
  // Linear radiance times exposure, clipped: what the engines do.
  renderer.toneMapping = LinearToneMapping;
  renderer.autoClear = false;
  renderer.shadowMap.enabled = true;
  renderer.shadowMap.autoUpdate = false;
  renderer.info.autoReset = false;
  return renderer;
}

let theStage: Stage | null = null;

/** The page's stage. */
export function stage(): Stage {
  theStage ??= new Stage();
  return theStage;
}
