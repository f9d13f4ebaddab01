// Light from all around, filtered for each roughness, on the processor: three's PMREM takes seconds where WebGL is drawn
// in software. The same mathematics and the same levels as `PMREMGenerator` of three 0.187; pure arithmetic, no WebGL.
//
// GGX with the view along the normal (Heitz 2018); level l of n is for roughness 1 - sqrt(1 - l / n).

/** Six faces of `size` x `size` texels, rgb: ((face * size + row) * size + column) * 3. */
export interface Level {
  size: number;
  texels: Float32Array;
}

const SAMPLES = 64;
const SMALLEST = 8;
/** Levels of this size and below sum over every texel of a small cube. */
const SUMMED = 32;
const SUMMED_SOURCE = 16;

/** Direction of a texel, in OpenGL's order of faces; `s` and `t` from -1 to 1, rows downwards. */
export function direction(face: number, s: number, t: number): [number, number, number] {
  switch (face) {
    case 0:
      return [1, -t, -s];
    case 1:
      return [-1, -t, s];
    case 2:
      return [s, 1, t];
    case 3:
      return [s, -1, -t];
    case 4:
      return [s, -t, 1];
    default:
      return [-s, -t, -1];
  }
}

/** The level's light from a direction, added with a weight to `out`: bilinear within a face. */
function gather(level: Level, x: number, y: number, z: number, weight: number, out: Float64Array): void {
  const { size, texels } = level;
  const [ax, ay, az] = [Math.abs(x), Math.abs(y), Math.abs(z)];
  let face: number;
  let s: number;
  let t: number;
  if (ax >= ay && ax >= az) {
    face = x > 0 ? 0 : 1;
    s = (x > 0 ? -z : z) / ax;
    t = -y / ax;
  } else if (ay >= az) {
    face = y > 0 ? 2 : 3;
    s = x / ay;
    t = (y > 0 ? z : -z) / ay;
  } else {
    face = z > 0 ? 4 : 5;
    s = (z > 0 ? x : -x) / az;
    t = -y / az;
  }
  const last = size - 1;
  const column = Math.min(Math.max(((s + 1) / 2) * size - 0.5, 0), last);
  const row = Math.min(Math.max(((t + 1) / 2) * size - 0.5, 0), last);
  const [left, top] = [Math.floor(column), Math.floor(row)];
  const [fx, fy] = [column - left, row - top];
  const right = left < last ? 3 : 0;
  const below = top < last ? size * 3 : 0;
  const at = ((face * size + top) * size + left) * 3;
  const a = weight * (1 - fx) * (1 - fy);
  const b = weight * fx * (1 - fy);
  const c = weight * (1 - fx) * fy;
  const d = weight * fx * fy;
  for (let i = 0; i < 3; i += 1) {
    const p = at + i;
    out[i]! += a * texels[p]! + b * texels[p + right]! + c * texels[p + below]! + d * texels[p + right + below]!;
  }
}

/** Fill a level: `light(x, y, z, out)` gives the light from a unit direction. */
function fill(size: number, light: (x: number, y: number, z: number, out: Float64Array) => void): Level {
  const texels = new Float32Array(6 * size * size * 3);
  const out = new Float64Array(3);
  let at = 0;
  for (let face = 0; face < 6; face += 1) {
    for (let row = 0; row < size; row += 1) {
      for (let column = 0; column < size; column += 1) {
        const [x, y, z] = direction(face, (2 * column + 1) / size - 1, (2 * row + 1) / size - 1);
        const inverse = 1 / Math.sqrt(x * x + y * y + z * z);
        light(x * inverse, y * inverse, z * inverse, out);
        for (let i = 0; i < 3; i += 1) texels[at++] = out[i]!;
      }
    }
  }
  return { size, texels };
}

/** A cube of an equirectangular map (rgba; row 0 looks up, middle column down -Z). */
export function cubeOf(map: Float32Array, width: number, height: number, size: number): Level {
  return fill(size, (x, y, z, out) => {
    const column = (Math.atan2(x, -z) / (2 * Math.PI) + 0.5) * width - 0.5;
    const row = Math.min(Math.max((0.5 - Math.asin(Math.min(Math.max(y, -1), 1)) / Math.PI) * height - 0.5, 0), height - 1);
    const [left, top] = [Math.floor(column), Math.floor(row)];
    const [fx, fy] = [column - left, row - top];
    const [west, east] = [((left % width) + width) % width, (left + 1 + width) % width];
    const [north, south] = [top * width, Math.min(top + 1, height - 1) * width];
    for (let i = 0; i < 3; i += 1) {
      const upper = map[(north + west) * 4 + i]! * (1 - fx) + map[(north + east) * 4 + i]! * fx;
      const lower = map[(south + west) * 4 + i]! * (1 - fx) + map[(south + east) * 4 + i]! * fx;
      out[i] = upper * (1 - fy) + lower * fy;
    }
  });
}

/** A level of half the size: means of four. */
function halved({ size, texels }: Level): Level {
  const half = size / 2;
  const small = new Float32Array(6 * half * half * 3);
  let at = 0;
  for (let face = 0; face < 6; face += 1) {
    for (let row = 0; row < half; row += 1) {
      for (let column = 0; column < half; column += 1) {
        const p = ((face * size + 2 * row) * size + 2 * column) * 3;
        for (let i = 0; i < 3; i += 1) {
          small[at++] = (texels[p + i]! + texels[p + 3 + i]! + texels[p + 3 * size + i]! + texels[p + 3 * size + 3 + i]!) / 4;
        }
      }
    }
  }
  return { size: half, texels: small };
}

function reversedBits(n: number): number {
  let bits = n;
  bits = ((bits << 16) | (bits >>> 16)) >>> 0;
  bits = (((bits & 0x55555555) << 1) | ((bits & 0xaaaaaaaa) >>> 1)) >>> 0;
  bits = (((bits & 0x33333333) << 2) | ((bits & 0xcccccccc) >>> 2)) >>> 0;
  bits = (((bits & 0x0f0f0f0f) << 4) | ((bits & 0xf0f0f0f0) >>> 4)) >>> 0;
  bits = (((bits & 0x00ff00ff) << 8) | ((bits & 0xff00ff00) >>> 8)) >>> 0;
  return bits * 2.3283064365386963e-10;
}

/** Directions about the normal that a lobe of this roughness mirrors: x, y, cosine, and the source's level for each. */
function lobe(roughness: number, size: number, levels: number): { at: Float64Array; level: number }[] {
  const alpha = roughness * roughness;
  const bias = Math.log2(size) + 0.5 * Math.log2(6 / (SAMPLES * roughness ** 4)) + 0.5;
  const found = [];
  for (let i = 0; i < SAMPLES; i += 1) {
    const u = (i + 0.5) / SAMPLES;
    const q = 1 / (1 - u + alpha * alpha * u);
    const cosine = (1 - u - alpha * alpha * u) * q;
    if (cosine <= 0) continue;
    const sine = 2 * alpha * Math.sqrt(u * (1 - u)) * q;
    const phi = 2 * Math.PI * reversedBits(i);
    const level = Math.log2(alpha * alpha * q) + bias;
    const at = Float64Array.of(Math.cos(phi) * sine, Math.sin(phi) * sine, cosine);
    found.push({ at, level: Math.min(Math.max(Math.round(level), 0), levels - 1) });
  }
  return found;
}

/** A level by importance sampling, each sample from the source level that is as coarse as the samples are apart. */
function sampled(source: Level[], size: number, roughness: number): Level {
  const samples = lobe(roughness, source[0]!.size, source.length);
  const total = samples.reduce((sum, sample) => sum + sample.at[2]!, 0);
  return fill(size, (x, y, z, out) => {
    // A frame about the normal (Duff et al. 2017).
    const sign = z >= 0 ? 1 : -1;
    const a = -1 / (sign + z);
    const b = x * y * a;
    const [tx, ty, tz] = [1 + sign * x * x * a, sign * b, -sign * x];
    const [bx, by, bz] = [b, sign + y * y * a, -y];
    out.fill(0);
    for (const { at, level } of samples) {
      const [u, v, w] = at as unknown as [number, number, number];
      gather(source[level]!, tx * u + bx * v + x * w, ty * u + by * v + y * w, tz * u + bz * v + z * w, w / total, out);
    }
  });
}

/** A rough level: every texel of a small cube, weighted by the lobe and its solid angle. */
function summed(source: Level, size: number, roughness: number): Level {
  const alpha2 = roughness ** 4;
  const { size: n, texels } = source;
  const count = 6 * n * n;
  const places = new Float64Array(count * 4);
  for (let i = 0; i < count; i += 1) {
    const [s, t] = [(2 * (i % n) + 1) / n - 1, (2 * (Math.floor(i / n) % n) + 1) / n - 1];
    const [x, y, z] = direction(Math.floor(i / (n * n)), s, t);
    const inverse = 1 / Math.sqrt(x * x + y * y + z * z);
    places.set([x * inverse, y * inverse, z * inverse, inverse ** 3], 4 * i);
  }
  return fill(size, (x, y, z, out) => {
    let [r, g, b, total] = [0, 0, 0, 0];
    for (let i = 0; i < count; i += 1) {
      const p = 4 * i;
      const cosine = x * places[p]! + y * places[p + 1]! + z * places[p + 2]!;
      if (cosine <= 0) continue;
      const d = 1 + alpha2 + (alpha2 - 1) * cosine;
      const weight = (cosine * places[p + 3]!) / (d * d);
      r += texels[3 * i]! * weight;
      g += texels[3 * i + 1]! * weight;
      b += texels[3 * i + 2]! * weight;
      total += weight;
    }
    out[0] = r / total;
    out[1] = g / total;
    out[2] = b / total;
  });
}

/** Size of the sharpest level for a map of this width. */
export function sizeFor(width: number): number {
  return Math.min(Math.max(2 ** Math.round(Math.log2(width / 4)), 64), 256);
}

/** The levels of an equirectangular map, from a mirror's to roughness 1. */
export function prefiltered(map: Float32Array, width: number, height: number, size = sizeFor(width)): Level[] {
  const source = [cubeOf(map, width, height, size)];
  while (source.at(-1)!.size > 1) source.push(halved(source.at(-1)!));
  const last = Math.log2(size / SMALLEST);
  const small = source.find((level) => level.size === SUMMED_SOURCE)!;
  const levels = [source[0]!];
  for (let lod = 1; lod <= last; lod += 1) {
    const roughness = 1 - Math.sqrt(1 - lod / last);
    const n = size >> lod;
    levels.push(n <= SUMMED ? summed(small, n, roughness) : sampled(source, n, roughness));
  }
  return levels;
}
