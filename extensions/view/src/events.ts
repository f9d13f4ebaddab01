// A small typed emitter.

export class Events<Kinds extends object> {
  readonly #handlers = new Map<keyof Kinds, Set<(given: never) => void>>();

  on<K extends keyof Kinds>(name: K, handler: (given: Kinds[K]) => void): () => void {
    const known = this.#handlers.get(name) ?? new Set();
    this.#handlers.set(name, known.add(handler as (given: never) => void));
    return () => known.delete(handler as (given: never) => void);
  }

  emit<K extends keyof Kinds>(name: K, given: Kinds[K]): void {
    this.#handlers.get(name)?.forEach((handler) => (handler as (given: Kinds[K]) => void)(given));
  }

  clear(): void {
    this.#handlers.clear();
  }
}
