// The little of linear algebra that the tools need: quaternions xyzw, matrices of 16 numbers, column-major (glTF's).

import type { Box, Quat, Vec3 } from "./ports.ts";

export const DEGREES = 180 / Math.PI;

export const add = (a: Vec3, b: Vec3): Vec3 => [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
export const subtract = (a: Vec3, b: Vec3): Vec3 => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
export const scale = (a: Vec3, by: number): Vec3 => [a[0] * by, a[1] * by, a[2] * by];
export const dot = (a: Vec3, b: Vec3): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
export const length = (a: Vec3): number => Math.hypot(a[0], a[1], a[2]);
export const middle = (box: Box): Vec3 => scale(add(box.min, box.max), 0.5);

export function rotate(q: Quat, v: Vec3): Vec3 {
  const [x, y, z, w] = q;
  const tx = 2 * (y * v[2] - z * v[1]);
  const ty = 2 * (z * v[0] - x * v[2]);
  const tz = 2 * (x * v[1] - y * v[0]);
  return [
    v[0] + w * tx + y * tz - z * ty,
    v[1] + w * ty + z * tx - x * tz,
    v[2] + w * tz + x * ty - y * tx,
  ];
}

export interface Transform {
  position: Vec3;
  rotation: Quat;
  scale: Vec3;
}

export function compose({ position: p, rotation: [x, y, z, w], scale: s }: Transform): number[] {
  return [
    (1 - 2 * (y * y + z * z)) * s[0], 2 * (x * y + w * z) * s[0], 2 * (x * z - w * y) * s[0], 0,
    2 * (x * y - w * z) * s[1], (1 - 2 * (x * x + z * z)) * s[1], 2 * (y * z + w * x) * s[1], 0,
    2 * (x * z + w * y) * s[2], 2 * (y * z - w * x) * s[2], (1 - 2 * (x * x + y * y)) * s[2], 0,
    p[0], p[1], p[2], 1,
  ];
}

/** Position, rotation and scale of a matrix without shear; a reflection is taken into the x scale. */
export function decompose(m: readonly number[]): Transform {
  const at = (index: number): number => m[index] ?? 0;
  const column = (c: number): Vec3 => [at(4 * c), at(4 * c + 1), at(4 * c + 2)];
  const [a, b, c] = [column(0), column(1), column(2)];
  const cross: Vec3 = [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
  const sign = dot(cross, c) < 0 ? -1 : 1;
  const size: Vec3 = [sign * length(a), length(b), length(c)];
  const unit = (v: Vec3, by: number): Vec3 => (by === 0 ? [0, 0, 0] : scale(v, 1 / by));
  return {
    position: column(3),
    rotation: fromColumns(unit(a, size[0]), unit(b, size[1]), unit(c, size[2])),
    scale: size,
  };
}

function fromColumns(x: Vec3, y: Vec3, z: Vec3): Quat {
  const trace = x[0] + y[1] + z[2];
  if (trace > 0) {
    const r = 2 * Math.sqrt(1 + trace);
    return [(y[2] - z[1]) / r, (z[0] - x[2]) / r, (x[1] - y[0]) / r, r / 4];
  }
  if (x[0] > y[1] && x[0] > z[2]) {
    const r = 2 * Math.sqrt(Math.max(1 + x[0] - y[1] - z[2], 1e-30));
    return [r / 4, (x[1] + y[0]) / r, (z[0] + x[2]) / r, (y[2] - z[1]) / r];
  }
  if (y[1] > z[2]) {
    const r = 2 * Math.sqrt(Math.max(1 + y[1] - x[0] - z[2], 1e-30));
    return [(x[1] + y[0]) / r, r / 4, (y[2] + z[1]) / r, (z[0] - x[2]) / r];
  }
  const r = 2 * Math.sqrt(Math.max(1 + z[2] - x[0] - y[1], 1e-30));
  return [(z[0] + x[2]) / r, (y[2] + z[1]) / r, r / 4, (x[1] - y[0]) / r];
}

/** Degrees about x, then y, then z of the turned frame (order XYZ, as three.js and glTF tools show it). */
export function toEuler(q: Quat): Vec3 {
  const m = compose({ position: [0, 0, 0], rotation: q, scale: [1, 1, 1] }) as number[];
  const m13 = Math.min(Math.max(m[8]!, -1), 1);
  const y = Math.asin(m13);
  if (Math.abs(m13) < 0.9999999) {
    return [Math.atan2(-m[9]!, m[10]!) * DEGREES, y * DEGREES, Math.atan2(-m[4]!, m[0]!) * DEGREES];
  }
  return [Math.atan2(m[6]!, m[5]!) * DEGREES, y * DEGREES, 0];
}

export function fromEuler(degrees: Vec3): Quat {
  const [x, y, z] = degrees.map((angle) => angle / DEGREES / 2) as Vec3;
  const [c1, c2, c3] = [Math.cos(x), Math.cos(y), Math.cos(z)];
  const [s1, s2, s3] = [Math.sin(x), Math.sin(y), Math.sin(z)];
  return [
    s1 * c2 * c3 + c1 * s2 * s3,
    c1 * s2 * c3 - s1 * c2 * s3,
    c1 * c2 * s3 + s1 * s2 * c3,
    c1 * c2 * c3 - s1 * s2 * s3,
  ];
}

/** A number for people: at most `digits` significant ones, no trailing zeros. */
export function format(value: number, digits = 4): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "?" : value > 0 ? "∞" : "-∞";
  return String(Number(value.toPrecision(digits)));
}

export function multiply(a: readonly number[], b: readonly number[]): number[] {
  const out = new Array<number>(16).fill(0);
  for (let column = 0; column < 4; column += 1) {
    for (let row = 0; row < 4; row += 1) {
      for (let k = 0; k < 4; k += 1) out[4 * column + row]! += a[4 * k + row]! * b[4 * column + k]!;
    }
  }
  return out;
}

/** The number that someone has typed; NaN where it is none. */
export function parse(text: string): number {
  const word = text.trim().replace(",", ".");
  if (/^(∞|inf(inity)?)$/i.test(word)) return Infinity;
  return word === "" ? NaN : Number(word);
}
