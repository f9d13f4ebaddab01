import assert from "node:assert/strict";
import { test } from "node:test";

import { advanced } from "../src/playing.ts";

const player = { clip: 0, time: 0.9, playing: true, speed: 1, loop: true };

test("a loop goes round, forwards and backwards", () => {
  assert.ok(Math.abs(advanced(player, 0.3, 1).time - 0.2) < 1e-9);
  assert.ok(Math.abs(advanced({ ...player, time: 0.1, speed: -2 }, 0.1, 1).time - 0.9) < 1e-9);
});

test("without a loop it ends at the end", () => {
  const end = advanced({ ...player, loop: false }, 0.3, 1);
  assert.deepEqual([end.time, end.playing], [1, false]);
});

test("nothing moves that does not play or has no length", () => {
  assert.equal(advanced({ ...player, playing: false }, 1, 1).time, 0.9);
  assert.equal(advanced(player, 1, 0).time, 0.9);
});
