// Bytes by their SHA-256, kept once a page: views of one scene share them, and a second look sends nothing.

import type { BlobsMessage } from "./protocol.ts";

const IDLE_BYTES = 256 * 1024 * 1024;

interface Entry {
  bytes: Uint8Array;
  users: number;
}

interface Arriving {
  bytes: Uint8Array;
  ranges: Range[];
  /** Those who were sent parts of it. */
  takers: Set<object>;
}

/** Bytes from the first to before the last. */
export type Range = readonly [number, number];

/** Ranges in order, none touching another, with one more. */
export function joined(ranges: readonly Range[], [from, to]: Range): Range[] {
  const apart = ranges.filter(([a, b]) => b < from || a > to);
  const near = ranges.filter(([a, b]) => b >= from && a <= to);
  const whole: Range = [Math.min(from, ...near.map(([a]) => a)), Math.max(to, ...near.map(([, b]) => b))];
  return [...apart, whole].sort(([a], [b]) => a - b);
}

export class Blobs {
  readonly #held = new Map<string, Entry>();
  readonly #arriving = new Map<string, Arriving>();
  readonly #waiting = new Map<string, Set<() => void>>();
  readonly #idleLimit: number;
  /** A name that no other page has. */
  readonly page = `${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 12)}`;
  /** Bytes that have come from kernels, for the statistics. */
  received = 0;

  constructor(idleLimit = IDLE_BYTES) {
    this.#idleLimit = idleLimit;
  }

  get bytes(): number {
    return [...this.#held.values()].reduce((sum, entry) => sum + entry.bytes.byteLength, 0);
  }

  get(hash: string): Uint8Array | undefined {
    return this.#held.get(hash)?.bytes;
  }

  missing(hashes: Iterable<string>): string[] {
    return [...hashes].filter((hash) => !this.#held.has(hash));
  }

  /** Say that a scene uses blobs: they stay until `release`. */
  use(hashes: Iterable<string>): void {
    for (const hash of hashes) {
      const entry = this.#held.get(hash);
      if (entry) entry.users += 1;
    }
  }

  release(hashes: Iterable<string>): void {
    for (const hash of hashes) {
      const entry = this.#held.get(hash);
      if (!entry) continue;
      entry.users = Math.max(0, entry.users - 1);
      // The newest idle one comes last.
      this.#held.delete(hash);
      this.#held.set(hash, entry);
    }
    this.#trim();
  }

  /**
   * Take the parts of one message; `sizes` says how long each blob is. Several views, of several kernels too, may be sent
   * the same blob at once, each cut at other places.
   */
  take(message: BlobsMessage, buffers: Uint8Array[], sizes: Record<string, number>, taker: object = this): void {
    message.parts.forEach((part, i) => {
      const data = buffers[i];
      const total = sizes[part.hash];
      if (!data || total === undefined || this.#held.has(part.hash)) return;
      this.received += data.byteLength;
      if (part.offset === 0 && data.byteLength === total) {
        // A copy: the buffer may be a window of a whole websocket message, which would stay alive.
        this.#put(part.hash, data.slice());
        return;
      }
      const end = part.offset + data.byteLength;
      if (part.offset < 0 || end > total) return;
      const known = this.#arriving.get(part.hash) ?? { bytes: new Uint8Array(total), ranges: [], takers: new Set() };
      known.takers.add(taker);
      known.bytes.set(data, part.offset);
      known.ranges = joined(known.ranges, [part.offset, end]);
      this.#arriving.set(part.hash, known);
      const [first] = known.ranges;
      if (first && first[0] === 0 && first[1] === total) {
        this.#arriving.delete(part.hash);
        this.#put(part.hash, known.bytes);
      }
    });
  }

  /** Nobody takes the rest of what has come in part to `taker` alone. */
  forget(taker: object): void {
    for (const [hash, { takers }] of this.#arriving) {
      takers.delete(taker);
      if (takers.size === 0) this.#arriving.delete(hash);
    }
  }

  /** Resolves when all are here; rejects with `signal`'s reason. */
  async all(hashes: string[], signal: AbortSignal): Promise<void> {
    for (const hash of hashes) {
      if (this.#held.has(hash)) continue;
      await new Promise<void>((resolve, reject) => {
        const waiting = this.#waiting.get(hash) ?? new Set();
        this.#waiting.set(hash, waiting);
        const ended = (): void => {
          waiting.delete(done);
          reject(signal.reason);
        };
        const done = (): void => {
          signal.removeEventListener("abort", ended);
          resolve();
        };
        waiting.add(done);
        signal.addEventListener("abort", ended, { once: true });
        if (signal.aborted) ended();
      });
    }
  }

  #put(hash: string, bytes: Uint8Array): void {
    this.#held.set(hash, { bytes, users: 0 });
    const waiting = this.#waiting.get(hash);
    this.#waiting.delete(hash);
    waiting?.forEach((done) => done());
  }

  #trim(): void {
    let idle = 0;
    for (const entry of this.#held.values()) if (entry.users === 0) idle += entry.bytes.byteLength;
    for (const [hash, entry] of this.#held) {
      if (idle <= this.#idleLimit) return;
      if (entry.users > 0) continue;
      this.#held.delete(hash);
      idle -= entry.bytes.byteLength;
    }
  }
}

/** The page's. */
export const blobs = new Blobs();
