// glTF JSON and blobs to three.js objects, by three's own GLTFLoader.

import { type BufferGeometry, Group, type Material, type Object3D, Texture } from "three";
import { GLTFLoader, type GLTFLoaderPlugin, type GLTFParser } from "three/addons/loaders/GLTFLoader.js";
import { MeshoptDecoder } from "three/addons/libs/meshopt_decoder.module.js";

import type { Blobs } from "./blobs.ts";
import { geometryKeys } from "./geometry-key.ts";
import { makeNodes, PlainMaker, plainNodes } from "./plain.ts";
import type { Gltf } from "./protocol.ts";
import { Shared } from "./shared.ts";

const PREFIX = "tk:";

/** What a parsed scene is; `release` gives back the geometries and pictures that it shares with others. */
export interface Loaded {
  root: Group;
  parser: GLTFParser;
  release: () => void;
}

/** The page's decoded pictures, by the hash of their files. Textures are clones of these. */
const pictures = new Shared<Texture>((texture) => {
  texture.dispose();
  (texture.image as ImageBitmap | null)?.close?.();
});

/** The page's geometries, by what they are made of. */
const geometries = new Shared<BufferGeometry>((geometry) => geometry.dispose());
const shared = new WeakSet<BufferGeometry>();

/** Hashes of the blobs that a glTF refers to. */
export function hashesIn(gltf: Gltf): string[] {
  const entries = [...((gltf["buffers"] as Gltf[] | undefined) ?? []), ...((gltf["images"] as Gltf[] | undefined) ?? [])];
  const uris = entries.map((entry) => entry["uri"]).filter((uri): uri is string => typeof uri === "string");
  return [...new Set(uris.filter((uri) => uri.startsWith(PREFIX)).map((uri) => uri.slice(PREFIX.length)))];
}

/** What the parser remembers and does, which three's types do not tell. */
interface Inside {
  cache: { add(key: string, object: unknown): void };
  sourceCache: Record<number, Promise<Texture>>;
  loadGeometries(primitives: Gltf[]): Promise<BufferGeometry[]>;
}

type Take = <T>(from: Shared<T>, key: string, make: () => Promise<T>) => Promise<T>;

/** Gives the parser buffers and images from the page's blobs, and geometries that are there already. */
class BlobSource implements GLTFLoaderPlugin {
  readonly name = "threedkit";
  readonly #parser: GLTFParser;
  readonly #bytes: (uri: unknown) => Uint8Array | undefined;
  readonly #take: Take;
  readonly #geometry: Sharing;

  constructor(parser: GLTFParser, bytes: (uri: unknown) => Uint8Array | undefined, take: Take, geometry: Sharing) {
    this.#parser = parser;
    this.#bytes = bytes;
    this.#take = take;
    this.#geometry = geometry;
  }

  beforeRoot(): null {
    const json = this.#parser.json as Gltf;
    ((json["buffers"] as Gltf[] | undefined) ?? []).forEach((buffer, index) => {
      const bytes = this.#bytes(buffer["uri"]);
      if (bytes) this.#inside.cache.add(`buffer:${index}`, Promise.resolve(arrayBuffer(bytes)));
    });
    const used = imagesUsed(json);
    ((json["images"] as Gltf[] | undefined) ?? []).forEach((image, index) => {
      const bytes = used.has(index) ? this.#bytes(image["uri"]) : undefined;
      if (!bytes) return;
      const key = image["uri"] as string;
      const mime = (image["mimeType"] as string | undefined) ?? "";
      this.#inside.sourceCache[index] = this.#take(pictures, key, () => decoded(bytes, mime));
    });
    const make = this.#inside.loadGeometries.bind(this.#inside);
    const one = async (primitive: Gltf): Promise<BufferGeometry> => (await make([primitive]))[0]!;
    this.#inside.loadGeometries = (primitives) =>
      Promise.all(primitives.map((primitive) => this.#geometry(primitive, () => one(primitive))));
    return null;
  }

  get #inside(): Inside {
    return this.#parser as unknown as Inside;
  }
}

type Sharing = (primitive: Gltf, make: () => Promise<BufferGeometry>) => Promise<BufferGeometry>;

/** Gives the geometry that the page has already of what a primitive says, else makes it. */
function sharing(gltf: Gltf, take: Take): Sharing {
  const keyOf = geometryKeys(gltf);
  return async (primitive, make) => {
    const key = keyOf(primitive);
    if (key === null) return make();
    const geometry = await take(geometries, key, make);
    shared.add(geometry);
    return geometry;
  };
}

function arrayBuffer(bytes: Uint8Array): ArrayBuffer {
  const whole = bytes.byteOffset === 0 && bytes.byteLength === bytes.buffer.byteLength;
  return (whole ? bytes.buffer : bytes.slice().buffer) as ArrayBuffer;
}

/** Images that a texture names: others need not be decoded. */
function imagesUsed(json: Gltf): Set<number> {
  const used = new Set<number>();
  for (const texture of (json["textures"] as Gltf[] | undefined) ?? []) {
    const extensions = Object.values((texture["extensions"] as Record<string, Gltf> | undefined) ?? {});
    for (const source of [texture["source"], ...extensions.map((extension) => extension["source"])]) {
      if (typeof source === "number") used.add(source);
    }
  }
  return used;
}

/** A texture whose texels are as they are in the file: no colour conversion, no premultiplication, first row first. */
async function decoded(bytes: Uint8Array, mime: string): Promise<Texture> {
  const blob = new Blob([bytes as Uint8Array<ArrayBuffer>], { type: mime });
  const bitmap = await createImageBitmap(blob, { colorSpaceConversion: "none", premultiplyAlpha: "none" });
  const texture = new Texture(bitmap);
  texture.flipY = false;
  texture.needsUpdate = true;
  texture.userData["mimeType"] = mime;
  return texture;
}

/** Nodes under the document's scene, parents first. */
function reached(gltf: Gltf): number[] {
  const nodes = (gltf["nodes"] as Gltf[] | undefined) ?? [];
  const found = [...rootsOf(gltf)];
  for (let i = 0; i < found.length; i += 1) found.push(...((nodes[found[i]!]!["children"] as number[] | undefined) ?? []));
  return found;
}

function rootsOf(gltf: Gltf): number[] {
  return ((gltf["scenes"] as Gltf[] | undefined)?.[(gltf["scene"] as number | undefined) ?? 0]?.["nodes"] as number[] | undefined) ?? [];
}

/**
 * A copy of the document with what the loader is to make: these nodes, none in another; no lights, cameras and animations.
 * The parser marks and counts in the JSON that it is given; ours stays as the kernel sent it.
 */
function bare(gltf: Gltf, nodes: readonly number[]): Gltf {
  const { animations: _, cameras: __, ...rest } = gltf;
  const copies = (name: string): Gltf[] => ((gltf[name] as Gltf[] | undefined) ?? []).map((one) => ({ ...one }));
  const alone = copies("nodes").map(({ camera: _, children: __, extensions, ...node }) => {
    const { KHR_lights_punctual: ___, ...others } = (extensions as Gltf | undefined) ?? {};
    return { ...node, extensions: others };
  });
  // Edits may bring these to materials later; three reads this list once.
  const extensionsUsed = [...new Set([...(gltf["extensionsUsed"] ?? []), "KHR_materials_unlit", "KHR_texture_transform"])];
  const scenes = [{ nodes }];
  return { ...rest, nodes: alone, meshes: copies("meshes"), materials: copies("materials"), extensionsUsed, scenes, scene: 0 };
}

/** Parse a scene whose blobs are all here. */
export async function load(gltf: Gltf, blobs: Blobs): Promise<Loaded> {
  const taken: (() => void)[] = [];
  const release = (): void => taken.splice(0).forEach((give) => give());
  const take: Take = (from, key, make) => {
    taken.push(() => from.release(key));
    return from.take(key, make);
  };
  const bytes = (uri: unknown): Uint8Array | undefined => {
    if (typeof uri !== "string" || !uri.startsWith(PREFIX)) return undefined;
    const found = blobs.get(uri.slice(PREFIX.length));
    if (!found) throw new Error(`blob ${uri} has not arrived`);
    return found;
  };
  const geometry = sharing(gltf, take);
  const plain = plainNodes(gltf);
  const nodes = reached(gltf);
  const others = nodes.filter((node) => !plain.has(node));
  try {
    const { scene, parser } = await parsed(bare(gltf, others), (inside) => new BlobSource(inside, bytes, take, geometry));
    const maker = new PlainMaker(gltf, (index) => arrayBuffer(bytes((gltf["buffers"] as Gltf[])[index]!["uri"])!));
    const made = await makeNodes(gltf, nodes.filter((node) => plain.has(node)), parser, (primitive) =>
      geometry(primitive, async () => maker.geometry(primitive)),
    );
    scene.children.forEach((object, i) => made.set(others[i]!, object));
    return { root: joined(gltf, nodes, made), parser, release };
  } catch (error) {
    release();
    throw error;
  }
}

function parsed(gltf: Gltf, plugin: (parser: GLTFParser) => GLTFLoaderPlugin): Promise<{ scene: Group; parser: GLTFParser }> {
  const loader = new GLTFLoader();
  loader.setMeshoptDecoder(MeshoptDecoder);
  loader.register(plugin);
  return new Promise((resolve, reject) => loader.parse(gltf as unknown as ArrayBuffer, "", resolve, reject));
}

/** The tree of all nodes. */
function joined(gltf: Gltf, nodes: readonly number[], made: ReadonlyMap<number, Object3D>): Group {
  const root = new Group();
  for (const object of made.values()) object.parent = null;
  for (const node of rootsOf(gltf)) root.add(made.get(node)!);
  for (const node of nodes) {
    for (const child of ((gltf["nodes"] as Gltf[])[node]!["children"] as number[] | undefined) ?? []) made.get(node)!.add(made.get(child)!);
  }
  return root;
}

/** Free what a tree holds on the GPU by itself. */
export function disposeTree(root: Object3D): void {
  const own = new Set<BufferGeometry>();
  root.traverse((object) => {
    const drawn = object as Object3D & { geometry?: BufferGeometry; dispose?: () => void; skeleton?: { dispose(): void } };
    if (drawn.geometry && !shared.has(drawn.geometry)) own.add(drawn.geometry);
    drawn.skeleton?.dispose();
    drawn.dispose?.();
  });
  own.forEach((geometry) => geometry.dispose());
}

export function texturesOf(material: Material): Texture[] {
  return Object.values(material).filter((value): value is Texture => value instanceof Texture);
}
