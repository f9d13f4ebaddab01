import assert from "node:assert/strict";
import { test } from "node:test";

import { Blobs } from "../src/blobs.ts";

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);
const never = new AbortController().signal;

test("parts come in any order, and twice", async () => {
  const blobs = new Blobs();
  const whole = blobs.all(["a"], never);
  const part = (offset: number, data: Uint8Array): void =>
    blobs.take({ type: "blobs", parts: [{ hash: "a", offset, size: data.length }] }, [data], { a: 4 });
  part(2, bytes(3, 4));
  part(2, bytes(3, 4));
  assert.deepEqual(blobs.missing(["a"]), ["a"]);
  part(0, bytes(1, 2));
  await whole;
  assert.deepEqual([...blobs.get("a")!], [1, 2, 3, 4]);
});

test("bytes that would run over the end are not taken", () => {
  const blobs = new Blobs();
  blobs.take({ type: "blobs", parts: [{ hash: "a", offset: 3, size: 2 }] }, [bytes(1, 2)], { a: 4 });
  assert.deepEqual(blobs.missing(["a"]), ["a"]);
});

test("waiting ends when the scene is given up", async () => {
  const given = new AbortController();
  const waiting = new Blobs().all(["a"], given.signal);
  given.abort();
  await assert.rejects(waiting);
});

test("what is used stays, the oldest idle ones go", () => {
  const blobs = new Blobs(5);
  for (const hash of ["a", "b", "c"]) {
    blobs.take({ type: "blobs", parts: [{ hash, offset: 0, size: 3 }] }, [bytes(1, 2, 3)], { [hash]: 3 });
    blobs.use([hash]);
  }
  blobs.release(["a"]);
  assert.deepEqual(blobs.missing(["a", "b", "c"]), []);
  blobs.release(["b"]);
  assert.deepEqual(blobs.missing(["a", "b", "c"]), ["a"]);
  blobs.use(["b"]);
  blobs.release(["c"]);
  assert.deepEqual(blobs.missing(["b", "c"]), []);
});
