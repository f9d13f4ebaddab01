import assert from "node:assert/strict";
import { test } from "node:test";

import { cubeOf, direction, prefiltered } from "../src/prefilter.ts";

const [W, H] = [64, 32];

/** A map by direction. */
function map(light: (x: number, y: number, z: number) => number): Float32Array {
  const made = new Float32Array(W * H * 4);
  for (let row = 0; row < H; row += 1) {
    for (let column = 0; column < W; column += 1) {
      const a = 2 * Math.PI * ((column + 0.5) / W - 0.5);
      const e = Math.PI * (0.5 - (row + 0.5) / H);
      const value = light(Math.sin(a) * Math.cos(e), Math.sin(e), -Math.cos(a) * Math.cos(e));
      made.fill(value, (row * W + column) * 4, (row * W + column) * 4 + 4);
    }
  }
  return made;
}

test("even light stays even on every level", () => {
  for (const { texels } of prefiltered(map(() => 0.7), W, H, 64)) {
    assert.ok(texels.every((value) => Math.abs(value - 0.7) < 1e-5));
  }
});

test("a cube's texel has the light of its direction", () => {
  const light = (x: number, y: number, z: number): number => 2 + x + 0.5 * y - 0.25 * z;
  const { size, texels } = cubeOf(map(light), W, H, 32);
  for (let face = 0; face < 6; face += 1) {
    for (const [row, column] of [[3, 5], [16, 20], [30, 1]] as const) {
      const [x, y, z] = direction(face, (2 * column + 1) / size - 1, (2 * row + 1) / size - 1);
      const length = Math.hypot(x, y, z);
      const got = texels[((face * size + row) * size + column) * 3]!;
      assert.ok(Math.abs(got - light(x / length, y / length, z / length)) < 0.02, `${face} ${row} ${column}: ${got}`);
    }
  }
});

test("at roughness 1 light in one half gives (1 + cosine) / 2, a Lambert surface's own", () => {
  const last = prefiltered(map((_, y) => (y > 0 ? 1 : 0)), W, H, 64).at(-1)!;
  const at = (face: number): number => last.texels[((face * 8 + 3) * 8 + 3) * 3]!;
  assert.ok(Math.abs(at(2) - 1) < 0.03 && Math.abs(at(3)) < 0.03);
  assert.ok(Math.abs(at(0) - 0.5) < 0.12);
});

test("rougher is smoother", () => {
  const spot = map((x, y, z) => (x > 0.95 ? 10 : y * 0 + z * 0));
  const peaks = prefiltered(spot, W, H, 64).map(({ texels }) => Math.max(...texels));
  assert.ok(peaks.every((peak, i) => i === 0 || peak < peaks[i - 1]! + 1e-6));
});
