// glTF JSON and blobs to three.js objects, by three's own GLTFLoader.

import { type BufferGeometry, type Group, type Material, type Object3D, Texture } from "three";
import { GLTFLoader, type GLTFLoaderPlugin, type GLTFParser } from "three/addons/loaders/GLTFLoader.js";
import { MeshoptDecoder } from "three/addons/libs/meshopt_decoder.module.js";

import type { Blobs } from "./blobs.ts";
import { geometryKey } from "./geometry-key.ts";
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

/** Gives the parser buffers and images from the page's blobs, and geometries that are there already. */
class BlobSource implements GLTFLoaderPlugin {
  readonly name = "threedkit";
  readonly #parser: GLTFParser;
  readonly #blobs: Blobs;
  readonly #taken: (() => void)[];

  constructor(parser: GLTFParser, blobs: Blobs, taken: (() => void)[]) {
    this.#parser = parser;
    this.#blobs = blobs;
    this.#taken = taken;
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
    this.#shareGeometries();
    return null;
  }

  #shareGeometries(): void {
    const json = this.#parser.json as Gltf;
    const make = this.#inside.loadGeometries.bind(this.#inside);
    const one = async (primitive: Gltf): Promise<BufferGeometry> => (await make([primitive]))[0]!;
    this.#inside.loadGeometries = (primitives) =>
      Promise.all(
        primitives.map(async (primitive) => {
          const key = geometryKey(json, primitive);
          if (key === null) return one(primitive);
          const geometry = await this.#take(geometries, key, () => one(primitive));
          shared.add(geometry);
          return geometry;
        }),
      );
  }

  #take<T>(from: Shared<T>, key: string, make: () => Promise<T>): Promise<T> {
    this.#taken.push(() => from.release(key));
    return from.take(key, make);
  }

  get #inside(): Inside {
    return this.#parser as unknown as Inside;
  }

  #bytes(uri: unknown): Uint8Array | undefined {
    if (typeof uri !== "string" || !uri.startsWith(PREFIX)) return undefined;
    const bytes = this.#blobs.get(uri.slice(PREFIX.length));
    if (!bytes) throw new Error(`blob ${uri} has not arrived`);
    return bytes;
  }
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

/** A copy of the document with what the loader is to make: lights, cameras and animations are made elsewhere. */
function bare(gltf: Gltf): Gltf {
  const { animations: _, cameras: __, ...rest } = gltf;
  const own = structuredClone(rest);
  for (const node of (own["nodes"] as Gltf[] | undefined) ?? []) {
    delete node["camera"];
    delete node["extensions"]?.["KHR_lights_punctual"];
  }
  own["scenes"] ??= [{ nodes: [] }];
  // Edits may bring these to materials later; three reads this list once.
  own["extensionsUsed"] = [...new Set([...(own["extensionsUsed"] ?? []), "KHR_materials_unlit", "KHR_texture_transform"])];
  return own;
}

/** Parse a scene whose blobs are all here. */
export async function load(gltf: Gltf, blobs: Blobs): Promise<Loaded> {
  const taken: (() => void)[] = [];
  const release = (): void => taken.splice(0).forEach((give) => give());
  const loader = new GLTFLoader();
  loader.setMeshoptDecoder(MeshoptDecoder);
  loader.register((parser) => new BlobSource(parser, blobs, taken));
  // The parser marks and counts in the JSON that it is given; ours stays as the kernel sent it.
  const own = bare(gltf);
  try {
    const result = await new Promise<{ scene: Group; parser: GLTFParser }>((resolve, reject) => {
      loader.parse(own as unknown as ArrayBuffer, "", resolve, reject);
    });
    return { root: result.scene, parser: result.parser, release };
  } catch (error) {
    release();
    throw error;
  }
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
