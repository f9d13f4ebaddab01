// Several meshes as one geometry, each where it is.

import { Box3, BufferAttribute, BufferGeometry, type Color, Matrix3, Matrix4, type Mesh, Sphere, Vector3 } from "three";

/** Attributes that can be joined, and how many numbers they have. */
const WIDTHS: Record<string, number> = { position: 3, normal: 3, uv: 2, uv1: 2 };
/** Indices are 16 bits wide. */
const MOST = 65_536;

/** Meshes that have become one, and where each is in it. */
export interface Merged {
  geometry: BufferGeometry;
  /** The first index of each mesh, and the end of the last. */
  starts: number[];
}

/** Whether a geometry is of plain floats, and small: at most this many vertices. */
export function isMergeable({ attributes, morphAttributes, index }: BufferGeometry, most: number): boolean {
  const { position } = attributes;
  if (!position || position.count > most || (index?.count ?? 0) > 6 * most || Object.keys(morphAttributes).length > 0) return false;
  return Object.entries(attributes).every(
    ([name, { array, itemSize, count }]) =>
      array instanceof Float32Array && itemSize === WIDTHS[name] && count === position.count && array.length === count * itemSize,
  );
}

/** Cut a list of meshes so that each part has few enough vertices. */
export function cut(meshes: readonly Mesh[]): Mesh[][] {
  const parts: Mesh[][] = [[]];
  let count = 0;
  for (const mesh of meshes) {
    const own = mesh.geometry.attributes["position"]!.count;
    if (count + own > MOST) {
      parts.push([]);
      count = 0;
    }
    parts.at(-1)!.push(mesh);
    count += own;
  }
  return parts;
}

/** World place of the middle of a mesh. */
export function middleOf({ geometry, matrixWorld }: Mesh): Vector3 {
  if (!geometry.boundingBox) geometry.computeBoundingBox();
  return geometry.boundingBox!.getCenter(new Vector3()).applyMatrix4(matrixWorld);
}

/**
 * Join meshes with the same attributes, `MOST` vertices at most, around `middle` (world); `colors` become colours of vertices.
 * World matrices must be current, and turn no mesh inside out.
 */
export function merged(meshes: readonly Mesh[], middle: Vector3, colors: readonly Color[] | null): Merged {
  const counts = meshes.map(({ geometry }) => geometry.attributes["position"]!.count);
  const total = counts.reduce((sum, count) => sum + count, 0);
  const geometry = new BufferGeometry();
  const arrays = Object.keys(meshes[0]!.geometry.attributes).map((name) => {
    const array = new Float32Array(total * WIDTHS[name]!);
    geometry.setAttribute(name, new BufferAttribute(array, WIDTHS[name]!));
    return [name, array] as const;
  });
  const tints = colors && new Float32Array(3 * total);
  if (tints) geometry.setAttribute("color", new BufferAttribute(tints, 3));
  const lengths = meshes.map(({ geometry: { index } }, i) => index?.count ?? counts[i]!);
  const indices = new Uint16Array(lengths.reduce((sum, length) => sum + length, 0));
  const starts = [0];
  const matrix = new Matrix4();
  const normal = new Matrix3();
  const box = new Box3();
  let first = 0;
  meshes.forEach((mesh, i) => {
    const { attributes, index } = mesh.geometry;
    matrix.makeTranslation(-middle.x, -middle.y, -middle.z).multiply(mesh.matrixWorld);
    for (const [name, into] of arrays) {
      const from = attributes[name]!.array as Float32Array;
      if (name === "position") placePoints(from, matrix, into, 3 * first, box);
      else if (name === "normal") turnNormals(from, normal.getNormalMatrix(matrix), into, 3 * first);
      else into.set(from, WIDTHS[name]! * first);
    }
    if (tints) for (let k = 3 * first; k < 3 * (first + counts[i]!); k += 3) colors[i]!.toArray(tints, k);
    const start = starts[i]!;
    for (let k = 0; k < lengths[i]!; k += 1) indices[start + k] = first + (index ? index.array[k]! : k);
    starts.push(start + lengths[i]!);
    first += counts[i]!;
  });
  geometry.setIndex(new BufferAttribute(indices, 1));
  geometry.boundingBox = box;
  geometry.boundingSphere = new Sphere(box.getCenter(new Vector3()), box.min.distanceTo(box.max) / 2);
  return { geometry, starts };
}

function placePoints(from: Float32Array, { elements: m }: Matrix4, into: Float32Array, at: number, box: Box3): void {
  const { min, max } = box;
  for (let i = 0; i < from.length; i += 3) {
    const x = from[i]!;
    const y = from[i + 1]!;
    const z = from[i + 2]!;
    const a = m[0]! * x + m[4]! * y + m[8]! * z + m[12]!;
    const b = m[1]! * x + m[5]! * y + m[9]! * z + m[13]!;
    const c = m[2]! * x + m[6]! * y + m[10]! * z + m[14]!;
    into[at + i] = a;
    into[at + i + 1] = b;
    into[at + i + 2] = c;
    if (a < min.x) min.x = a;
    if (b < min.y) min.y = b;
    if (c < min.z) min.z = c;
    if (a > max.x) max.x = a;
    if (b > max.y) max.y = b;
    if (c > max.z) max.z = c;
  }
}

/** As three's shaders do: turned, then of length 1. */
function turnNormals(from: Float32Array, { elements: m }: Matrix3, into: Float32Array, at: number): void {
  for (let i = 0; i < from.length; i += 3) {
    const x = from[i]!;
    const y = from[i + 1]!;
    const z = from[i + 2]!;
    const a = m[0]! * x + m[3]! * y + m[6]! * z;
    const b = m[1]! * x + m[4]! * y + m[7]! * z;
    const c = m[2]! * x + m[5]! * y + m[8]! * z;
    const scale = 1 / (Math.sqrt(a * a + b * b + c * c) || 1);
    into[at + i] = a * scale;
    into[at + i + 1] = b * scale;
    into[at + i + 2] = c * scale;
  }
}
