// Where the GPU is slow: smaller pictures while something changes, and the whole one once it rests.

/** Milliseconds that a picture may take while something changes. */
const BUDGET = 40;
/** Of the width and height: what is still worth looking at. */
const LEAST = 0.3;
/** A draft that takes more than this of the whole picture's time is not worth being one. */
const WORTH = 0.75;
/** Pictures whose best time counts: a hiccup is not taken for a slow GPU. */
const TRIES = 3;
/** Milliseconds without a change until the whole picture follows. */
const REST = 300;
/** Milliseconds after which a picture is not waited for any more: the page was hidden, or the context is lost. */
const PATIENCE = 2000;

/** Part of the width and height in which a picture that takes `whole` milliseconds is drawn while something changes. */
export function scaleFor(whole: number): number {
  if (whole <= BUDGET) return 1;
  return Math.max(LEAST, Math.round(16 * Math.sqrt(BUDGET / whole)) / 16);
}

/** What a view's pictures took on the GPU, and the size of the next one that follows from it. */
export class Drafts {
  readonly #again: () => void;
  #wanted: "nothing" | "change" | "whole" = "nothing";
  #whole: number[] = [];
  #drafts: number[] = [];
  /** Drafts were hardly faster where whole pictures took this long. */
  #vainAt = Infinity;
  #timer = 0;
  #sync: WebGLSync | null = null;
  #scale = 1;
  #start = 0;

  /** `again` asks for a call of `next`. */
  constructor(again: () => void) {
    this.#again = again;
  }

  /** Something has changed. */
  change(): void {
    this.#wanted = "change";
  }

  /** In which part of its size to draw now; null: nothing has changed. */
  next(): number | null {
    const wanted = this.#wanted;
    this.#wanted = "nothing";
    if (wanted === "nothing") return null;
    return wanted === "whole" ? 1 : this.#fitting;
  }

  get #fitting(): number {
    if (this.#whole.length < TRIES) return 1;
    const whole = Math.min(...this.#whole);
    return whole > this.#vainAt / 2 && whole < this.#vainAt * 2 ? 1 : scaleFor(whole);
  }

  /** A picture that was begun at `start` is the GPU's now; after a draft the whole one follows. */
  drawn(gl: WebGL2RenderingContext, scale: number, start: number): void {
    if (this.#sync) gl.deleteSync(this.#sync);
    this.#sync = gl.fenceSync(gl.SYNC_GPU_COMMANDS_COMPLETE, 0);
    gl.flush();
    [this.#scale, this.#start] = [scale, start];
    clearTimeout(this.#timer);
    if (scale < 1) this.#timer = window.setTimeout(() => this.#rest(), REST);
  }

  #rest(): void {
    if (this.#wanted === "nothing") this.#wanted = "whole";
    this.#again();
  }

  /** Whether the GPU still works at the last picture: another one would only have to wait. */
  isBusy(gl: WebGL2RenderingContext): boolean {
    if (!this.#sync) return false;
    const took = performance.now() - this.#start;
    const done = gl.getSyncParameter(this.#sync, gl.SYNC_STATUS) === gl.SIGNALED;
    if (!done && took < PATIENCE) return true;
    gl.deleteSync(this.#sync);
    this.#sync = null;
    if (done && took < PATIENCE) this.#took(took);
    return false;
  }

  #took(milliseconds: number): void {
    const times = this.#scale === 1 ? this.#whole : this.#drafts;
    times.push(milliseconds);
    if (times.length > TRIES) times.shift();
    if (this.#scale === 1 || times.length < TRIES) return;
    const whole = Math.min(...this.#whole);
    if (Math.min(...times) > WORTH * whole) this.#vainAt = whole;
  }

  /** What was seen so far tells nothing of what is drawn next: another scene, another context. */
  forget(): void {
    clearTimeout(this.#timer);
    this.#whole = [];
    this.#drafts = [];
    this.#vainAt = Infinity;
    this.#sync = null;
  }
}
