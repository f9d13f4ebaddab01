// Things that several scenes of a page use: made once by their content, ended with their last user.

interface Entry<T> {
  thing: Promise<T>;
  users: number;
}

export class Shared<T> {
  readonly #held = new Map<string, Entry<T>>();
  readonly #end: (thing: T) => void;

  /** `end` frees what nobody uses any more. */
  constructor(end: (thing: T) => void) {
    this.#end = end;
  }

  get size(): number {
    return this.#held.size;
  }

  /** The thing of this name; `make` is called where there is none. Each `take` needs its `release`. */
  take(key: string, make: () => Promise<T>): Promise<T> {
    const entry = this.#held.get(key) ?? { thing: make(), users: 0 };
    entry.users += 1;
    this.#held.set(key, entry);
    return entry.thing;
  }

  release(key: string): void {
    const entry = this.#held.get(key);
    if (!entry) return;
    entry.users -= 1;
    if (entry.users > 0) return;
    this.#held.delete(key);
    // One that could not be made has nothing to end; who took it has been told.
    entry.thing.then(this.#end, () => undefined);
  }
}
