// Nodes whose meshes are numbers as they are, made at once: three's loader goes through dozens of promises for each.

import {
  Box3, BufferAttribute, BufferGeometry, Group, Line, LineLoop, LineSegments, type Material, Mesh, MeshStandardMaterial, Object3D, Points,
  Sphere, type TypedArray, Vector3,
} from "three";
import type { GLTFParser } from "three/addons/loaders/GLTFLoader.js";

import type { Gltf } from "./protocol.ts";

/** By glTF's number. */
const KINDS = [Points, LineSegments, LineLoop, Line, Mesh] as (new (geometry: BufferGeometry, material: Material) => Mesh)[];
const TRIANGLES = 4;

const NAMES: Record<string, string> = {
  POSITION: "position", NORMAL: "normal", TANGENT: "tangent", COLOR_0: "color",
  TEXCOORD_0: "uv", TEXCOORD_1: "uv1", TEXCOORD_2: "uv2", TEXCOORD_3: "uv3",
};
const WIDTHS: Record<string, number> = { SCALAR: 1, VEC2: 2, VEC3: 3, VEC4: 4 };
const ARRAYS: Record<number, new (buffer: ArrayBuffer, offset: number, length: number) => TypedArray> = {
  5120: Int8Array, 5121: Uint8Array, 5122: Int16Array, 5123: Uint16Array, 5125: Uint32Array, 5126: Float32Array,
};
const SIZES: Record<number, number> = { 5120: 1, 5121: 1, 5122: 2, 5123: 2, 5125: 4, 5126: 4 };
/** Maps that are read along tangents: three turns them where it derives these itself. */
const ALONG_TANGENTS = ["normalMap", "clearcoatNormalMap"];

const list = (gltf: Gltf, name: string): Gltf[] => (gltf[name] as Gltf[] | undefined) ?? [];

/** The nodes of a document that can be made here: no body that bends, no instances, nothing that is packed or padded. */
export function plainNodes(gltf: Gltf): Set<number> {
  const [views, accessors] = [list(gltf, "bufferViews"), list(gltf, "accessors")];
  const isPlain = (index: number): boolean => {
    const { bufferView, sparse, type, componentType } = accessors[index]!;
    const view = bufferView === undefined ? undefined : views[bufferView as number];
    const width = WIDTHS[type as string];
    if (!view || view["extensions"] || sparse || width === undefined) return false;
    return (view["byteStride"] ?? width * SIZES[componentType as number]!) === width * SIZES[componentType as number]!;
  };
  const plain = accessors.map((_, index) => isPlain(index));
  const arePlain = ({ primitives }: Gltf): boolean =>
    (primitives as Gltf[]).every(
      ({ mode = TRIANGLES, indices, attributes, targets, extensions }) =>
        mode in KINDS && !targets && !extensions && (indices === undefined || plain[indices as number]) &&
        Object.entries(attributes as Record<string, number>).every(([name, index]) => name in NAMES && plain[index]),
    );
  const meshes = list(gltf, "meshes").map(arePlain);
  const joints = new Set(list(gltf, "skins").flatMap((skin) => skin["joints"] as number[]));
  const found = new Set<number>();
  list(gltf, "nodes").forEach(({ mesh, skin, extensions }, index) => {
    const bends = skin !== undefined || joints.has(index);
    const repeats = extensions?.["EXT_mesh_gpu_instancing"] !== undefined;
    if (!bends && !repeats && (mesh === undefined || meshes[mesh as number])) found.add(index);
  });
  return found;
}

/** Makes plain nodes of one document. */
export class PlainMaker {
  readonly #gltf: Gltf;
  readonly #bufferOf: (index: number) => ArrayBuffer;
  readonly #buffers = new Map<number, ArrayBuffer>();
  readonly #attributes = new Map<number, BufferAttribute>();

  /** `bufferOf` gives the bytes of one of the document's buffers. */
  constructor(gltf: Gltf, bufferOf: (index: number) => ArrayBuffer) {
    this.#gltf = gltf;
    this.#bufferOf = bufferOf;
  }

  /** Numbers are not copied. */
  geometry({ attributes, indices }: Gltf): BufferGeometry {
    const geometry = new BufferGeometry();
    for (const [name, index] of Object.entries(attributes as Record<string, number>)) {
      geometry.setAttribute(NAMES[name]!, this.#attribute(index));
    }
    if (indices !== undefined) geometry.setIndex(this.#attribute(indices as number));
    const { min, max } = list(this.#gltf, "accessors")[attributes["POSITION"] as number]!;
    if (min && max) {
      const box = new Box3(new Vector3().fromArray(min as number[]), new Vector3().fromArray(max as number[]));
      geometry.boundingBox = box;
      geometry.boundingSphere = new Sphere(box.getCenter(new Vector3()), box.min.distanceTo(box.max) / 2);
    }
    return geometry;
  }

  #attribute(index: number): BufferAttribute {
    const known = this.#attributes.get(index);
    if (known) return known;
    const { bufferView, byteOffset = 0, componentType, type, count, normalized } = list(this.#gltf, "accessors")[index]!;
    const view = list(this.#gltf, "bufferViews")[bufferView as number]!;
    const width = WIDTHS[type as string]!;
    const start = ((view["byteOffset"] as number | undefined) ?? 0) + (byteOffset as number);
    const numbers = new ARRAYS[componentType as number]!(this.#buffer(view["buffer"] as number), start, width * (count as number));
    const made = new BufferAttribute(numbers, width, normalized === true);
    this.#attributes.set(index, made);
    return made;
  }

  #buffer(index: number): ArrayBuffer {
    const known = this.#buffers.get(index) ?? this.#bufferOf(index);
    this.#buffers.set(index, known);
    return known;
  }
}

/** Make nodes, none in another, each where its parent is; `geometryOf` gives a primitive's numbers. */
export async function makeNodes(
  gltf: Gltf,
  nodes: readonly number[],
  parser: GLTFParser,
  geometryOf: (primitive: Gltf) => Promise<BufferGeometry>,
): Promise<Map<number, Object3D>> {
  const meshes = new Set(nodes.map((node) => list(gltf, "nodes")[node]!["mesh"] as number | undefined));
  meshes.delete(undefined);
  const primitives = [...(meshes as Set<number>)].flatMap((mesh) => list(gltf, "meshes")[mesh]!["primitives"] as Gltf[]);
  const worn = [...new Set(primitives.map(({ material }) => material as number | undefined))];
  const [materials, geometries] = await Promise.all([
    Promise.all(worn.map((index) => materialOf(parser, index))).then((made) => new Map(worn.map((index, i) => [index, made[i]!]))),
    Promise.all(primitives.map(geometryOf)).then((made) => new Map(primitives.map((primitive, i) => [primitive, made[i]!]))),
  ]);
  const drawn = (primitive: Gltf): Object3D => {
    const { mode = TRIANGLES, material } = primitive;
    const made = new KINDS[mode as number]!(geometries.get(primitive)!, materials.get(material as number | undefined)!);
    if (wantsOwnMaterial(made)) parser.assignFinalMaterial(made);
    return made;
  };
  return new Map(nodes.map((node) => [node, makeNode(gltf, node, drawn, parser.associations)]));
}

function makeNode(gltf: Gltf, node: number, drawn: (primitive: Gltf) => Object3D, places: GLTFParser["associations"]): Object3D {
  const mesh = list(gltf, "nodes")[node]!["mesh"] as number | undefined;
  const primitives = mesh === undefined ? [] : (list(gltf, "meshes")[mesh]!["primitives"] as Gltf[]);
  const parts = primitives.map(drawn);
  parts.forEach((part, number) => places.set(part, { primitives: number }));
  const object = parts.length === 1 ? parts[0]! : parts.length > 1 ? new Group() : new Object3D();
  if (parts.length > 1) object.add(...parts);
  places.set(object, { ...places.get(object), nodes: node });
  return object;
}

/** Whether three draws this with a changed copy of what it wears: points and lines, own colours, facets, bumps. */
function wantsOwnMaterial({ isMesh, geometry, material }: Mesh): boolean {
  const { normal, color, tangent } = geometry.attributes;
  if (!isMesh || !normal || color) return true;
  return !tangent && ALONG_TANGENTS.some((name) => (material as unknown as Record<string, unknown>)[name]);
}

/** glTF's default material has the highest metalness and roughness. */
async function materialOf(parser: GLTFParser, index: number | undefined): Promise<Material> {
  if (index === undefined) return new MeshStandardMaterial({ metalness: 1, roughness: 1 });
  return (await parser.getDependency("material", index)) as Material;
}
