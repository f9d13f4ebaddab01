import assert from "node:assert/strict";
import { test } from "node:test";

import { type Curve, sample } from "../src/curves.ts";

const curve = (more: Partial<Curve>): Curve => ({
  times: [1, 2, 4],
  values: [0, 10, 30],
  width: 1,
  interpolation: "LINEAR",
  rotation: false,
  ...more,
});

test("a line between keys, constant outside", () => {
  const at = (t: number): number => sample(curve({}), t, [])[0]!;
  assert.deepEqual([0, 1, 1.5, 3, 4, 9].map(at), [0, 0, 5, 20, 30, 30]);
});

test("a step holds until the next key", () => {
  const at = (t: number): number => sample(curve({ interpolation: "STEP" }), t, [])[0]!;
  assert.deepEqual([0, 1.99, 2, 3.99, 4].map(at), [0, 0, 10, 10, 30]);
});

test("a cubic spline takes its tangents per second", () => {
  const values = [0, 0, 1, 1, 2, 0];
  const at = (t: number): number => sample(curve({ times: [0, 2], values, interpolation: "CUBICSPLINE" }), t, [])[0]!;
  assert.equal(at(0), 0);
  assert.equal(at(2), 2);
  assert.ok(Math.abs(at(1) - 1) < 1e-12);
  assert.ok(Math.abs((at(1e-6) - at(0)) / 1e-6 - 1) < 1e-5);
});

test("quaternions turn evenly, the short way, and stay of length 1", () => {
  const half = Math.SQRT1_2;
  const values = [0, 0, 0, 1, 0, -half, 0, -half];
  const turned = sample(curve({ times: [0, 1], values, width: 4, rotation: true }), 0.5, []);
  const angle = 2 * Math.acos(Math.abs(turned[3]!));
  assert.ok(Math.abs(angle - Math.PI / 4) < 1e-9);
  assert.ok(Math.abs(Math.hypot(...turned) - 1) < 1e-12);
});
