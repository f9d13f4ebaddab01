// A camera on its way.

import { between, eased } from "./camera.ts";
import type { CameraState } from "./protocol.ts";

/** The system asks for little motion. */
export function wantsStill(): boolean {
  return window.matchMedia?.("(prefers-reduced-motion: reduce)").matches ?? false;
}

export class Move {
  readonly #from: CameraState;
  readonly #to: CameraState;
  readonly #start: number;
  readonly #milliseconds: number;

  constructor(from: CameraState, to: CameraState, start: number, seconds: number) {
    this.#from = from;
    this.#to = to;
    this.#start = start;
    this.#milliseconds = 1000 * seconds;
  }

  #part(now: number): number {
    return Math.min(Math.max((now - this.#start) / this.#milliseconds, 0), 1);
  }

  /** Where it is. */
  at(now: number): CameraState {
    return between(this.#from, this.#to, eased(this.#part(now)));
  }

  over(now: number): boolean {
    return this.#part(now) >= 1;
  }
}
