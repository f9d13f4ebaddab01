// Colours: linear RGB of glTF, and the sRGB that a colour picker speaks (IEC 61966-2-1).

import type { Vec3 } from "./ports.ts";

function encode(linear: number): number {
  const value = Math.min(Math.max(linear, 0), 1);
  return value <= 0.0031308 ? 12.92 * value : 1.055 * value ** (1 / 2.4) - 0.055;
}

function decode(srgb: number): number {
  return srgb <= 0.04045 ? srgb / 12.92 : ((srgb + 0.055) / 1.055) ** 2.4;
}

/** "#rrggbb" of a linear colour; what exceeds 1 is shown as 1. */
export function toHex(linear: readonly number[]): string {
  const digits = linear.slice(0, 3).map((value) =>
    Math.round(255 * encode(value)).toString(16).padStart(2, "0"),
  );
  return `#${digits.join("")}`;
}

/** The linear colour of "#rrggbb". */
export function fromHex(hex: string): Vec3 {
  return [1, 3, 5].map((at) => decode(parseInt(hex.slice(at, at + 2), 16) / 255)) as Vec3;
}
