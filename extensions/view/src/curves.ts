// Key-framed curves as glTF 2.0 defines them in appendix C; `threedkit.transforms.curves` is the same in Python.

export type Interpolation = "STEP" | "LINEAR" | "CUBICSPLINE";

export interface Curve {
  /** Seconds, rising. */
  times: ArrayLike<number>;
  /** `width` numbers a key; three times as many for CUBICSPLINE: in-tangent, value, out-tangent. */
  values: ArrayLike<number>;
  width: number;
  interpolation: Interpolation;
  /** Quaternions: slerp for LINEAR, normalised otherwise. */
  rotation: boolean;
}

/** The last key that is not after `t`, from 0 to `last`. */
function keyBefore(times: ArrayLike<number>, t: number, last: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (times[middle]! <= t) low = middle + 1;
    else high = middle;
  }
  return Math.min(Math.max(low - 1, 0), last);
}

/** The value at `t`, into `out`. Before the first key and after the last one it is constant. */
export function sample(curve: Curve, t: number, out: number[]): number[] {
  const { times, values, width, interpolation } = curve;
  const last = times.length - 1;
  const cubic = interpolation === "CUBICSPLINE";
  out.length = width;
  if (interpolation === "STEP" || last === 0) {
    const start = keyBefore(times, t, last) * width * (cubic ? 3 : 1) + (cubic ? width : 0);
    for (let i = 0; i < width; i += 1) out[i] = values[start + i]!;
    return curve.rotation ? normalised(out) : out;
  }
  const left = keyBefore(times, t, last - 1);
  const interval = times[left + 1]! - times[left]!;
  const u = Math.min(Math.max((t - times[left]!) / (interval > 0 ? interval : 1), 0), 1);
  if (cubic) hermite(values, left, width, interval, u, out);
  else if (curve.rotation) return slerp(values, left * 4, (left + 1) * 4, u, out);
  else for (let i = 0; i < width; i += 1) out[i] = (1 - u) * values[left * width + i]! + u * values[(left + 1) * width + i]!;
  return curve.rotation ? normalised(out) : out;
}

/** Cubic Hermite; tangents are per second. */
function hermite(values: ArrayLike<number>, left: number, width: number, interval: number, u: number, out: number[]): void {
  const a = left * 3 * width;
  const b = a + 3 * width;
  const [uu, uuu] = [u * u, u * u * u];
  for (let i = 0; i < width; i += 1) {
    out[i] =
      (2 * uuu - 3 * uu + 1) * values[a + width + i]! +
      interval * (uuu - 2 * uu + u) * values[a + 2 * width + i]! +
      (3 * uu - 2 * uuu) * values[b + width + i]! +
      interval * (uuu - uu) * values[b + i]!;
  }
}

function normalised(q: number[]): number[] {
  const length = Math.hypot(...q);
  if (length > 0) for (let i = 0; i < q.length; i += 1) q[i]! /= length;
  return q;
}

function slerp(values: ArrayLike<number>, from: number, to: number, u: number, out: number[]): number[] {
  const a = normalised([values[from]!, values[from + 1]!, values[from + 2]!, values[from + 3]!]);
  const b = normalised([values[to]!, values[to + 1]!, values[to + 2]!, values[to + 3]!]);
  let cosine = a[0]! * b[0]! + a[1]! * b[1]! + a[2]! * b[2]! + a[3]! * b[3]!;
  const sign = cosine < 0 ? -1 : 1;
  cosine = Math.min(Math.abs(cosine), 1);
  const angle = Math.acos(cosine);
  const sine = Math.sin(angle);
  const [p, q] = sine > 1e-6 ? [Math.sin((1 - u) * angle) / sine, Math.sin(u * angle) / sine] : [1 - u, u];
  for (let i = 0; i < 4; i += 1) out[i] = p * a[i]! + sign * q * b[i]!;
  return normalised(out);
}
