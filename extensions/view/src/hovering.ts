// What the pointer is over: one search at a time, for where it is by then.

export class Hovering<Found> {
  /** Whether anybody wants to know: each search costs a pick. */
  on = false;
  readonly #find: (x: number, y: number) => Promise<Found>;
  readonly #tell: (found: Found, x: number, y: number) => void;
  #at: { x: number; y: number } | null = null;

  constructor(find: (x: number, y: number) => Promise<Found>, tell: (found: Found, x: number, y: number) => void) {
    this.#find = find;
    this.#tell = tell;
  }

  async moved(x: number, y: number): Promise<void> {
    if (!this.on) return;
    const busy = this.#at !== null;
    this.#at = { x, y };
    if (busy) return;
    await new Promise(requestAnimationFrame);
    const at = this.#at;
    this.#tell(await this.#find(at.x, at.y), at.x, at.y);
    this.#at = null;
  }
}
