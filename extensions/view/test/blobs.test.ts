import assert from "node:assert/strict";
import { test } from "node:test";

import { Blobs, joined } from "../src/blobs.ts";

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

const parts = (blobs: Blobs, cuts: readonly [number, number][], size: number, taker?: object): void => {
  for (const [from, to] of cuts) {
    const data = Uint8Array.from({ length: to - from }, (_, i) => from + i + 1);
    blobs.take({ type: "blobs", parts: [{ hash: "a", offset: from, size: to - from }] }, [data], { a: size }, taker);
  }
};

test("a blob that comes twice at once, cut at other places, is whole and has no holes", () => {
  const blobs = new Blobs();
  const [one, two] = [{}, {}];
  parts(blobs, [[0, 3]], 10, one);
  parts(blobs, [[0, 4], [4, 7]], 10, two);
  blobs.forget(one); // its cell was run again
  assert.deepEqual(blobs.missing(["a"]), ["a"]);
  parts(blobs, [[7, 10]], 10, two);
  assert.deepEqual([...blobs.get("a")!], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);

  const kernels = new Blobs();
  parts(kernels, [[0, 4], [3, 7], [8, 10], [0, 3]], 10);
  assert.deepEqual(kernels.missing(["a"]), ["a"]); // as many bytes as it has, but not all of them
  parts(kernels, [[6, 9]], 10);
  assert.deepEqual([...kernels.get("a")!], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
});

test("what has come in part goes with the last view that takes it", () => {
  const blobs = new Blobs();
  const [one, two] = [{}, {}];
  parts(blobs, [[0, 3]], 4, one);
  parts(blobs, [[0, 2]], 4, two);
  blobs.forget(two);
  blobs.forget(one);
  parts(blobs, [[3, 4]], 4, {});
  assert.deepEqual(blobs.missing(["a"]), ["a"]);
});

test("ranges are joined", () => {
  assert.deepEqual(joined([[0, 2], [4, 6]], [8, 9]), [[0, 2], [4, 6], [8, 9]]);
  assert.deepEqual(joined([[0, 2], [4, 6], [8, 9]], [2, 5]), [[0, 6], [8, 9]]);
});
