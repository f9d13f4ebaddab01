import assert from "node:assert/strict";
import { test } from "node:test";

import { geometryKeys } from "../src/geometry-key.ts";
import { Shared } from "../src/shared.ts";

test("made once, ended with the last user", async () => {
  const ended: number[] = [];
  let made = 0;
  const things = new Shared<number>((thing) => ended.push(thing));
  const take = (): Promise<number> => things.take("a", async () => (made += 1));
  assert.deepEqual(await Promise.all([take(), take()]), [1, 1]);
  things.release("a");
  await Promise.resolve();
  assert.deepEqual(ended, []);
  things.release("a");
  await new Promise(setImmediate);
  assert.deepEqual([ended, things.size], [[1], 0]);
  assert.equal(await take(), 2);
});

test("one that fails is tried again", async () => {
  const things = new Shared<number>(() => assert.fail());
  await assert.rejects(things.take("a", () => Promise.reject(new Error("no"))));
  things.release("a");
  assert.equal(await things.take("a", async () => 3), 3);
});

const document = (hash: string, shift = 0): Record<string, unknown> => ({
  buffers: [...Array.from({ length: shift }, () => ({ uri: "tk:other" })), { uri: `tk:${hash}` }],
  bufferViews: [{ buffer: shift, byteLength: 12, name: `view ${shift}` }],
  accessors: [{ bufferView: 0, componentType: 5126, count: 1, type: "VEC3" }],
});
const primitive = { attributes: { POSITION: 0 } };
const keyOf = (gltf: Record<string, unknown>, told: Record<string, unknown>): string | null => geometryKeys(gltf)(told);

test("a geometry's name is its content, not its place in the document", () => {
  assert.equal(keyOf(document("a"), primitive), keyOf(document("a", 2), primitive));
  assert.notEqual(keyOf(document("a"), primitive), keyOf(document("b"), primitive));
  assert.notEqual(keyOf(document("a"), primitive), keyOf(document("a"), { ...primitive, mode: 0 }));
});

test("bytes that no hash names are not shared", () => {
  assert.equal(keyOf({ ...document("a"), buffers: [{ uri: "data:,x" }] }, primitive), null);
});
