// Materials by glTF index: made by GLTFLoader, made anew when Python edits one, and put on other primitives.

import type { Material, Mesh, MeshPhysicalMaterial, Object3D, Texture } from "three";
import type { GLTFParser } from "three/addons/loaders/GLTFLoader.js";

import { texturesOf } from "./loading.ts";
import type { Gltf } from "./protocol.ts";

interface Registry {
  get(key: string): Promise<unknown> | undefined;
  add(key: string, value: unknown): void;
  remove(key: string): void;
}

interface Use {
  object: Mesh;
  mesh: number;
  primitive: number;
  /** null: glTF's default material. */
  worn: number | null;
}

/** Samples of textures that are seen at a slant. */
const ANISOTROPY = 4;

const FLAVOURS = ["derivative-tangents:", "vertex-colors:", "flat-shading:"];

/** What the drawn objects wear. */
export class Materials {
  readonly #parser: GLTFParser;
  readonly #gltf: Gltf;
  readonly #changing: (object: Object3D) => void;
  readonly #uses: Use[] = [];
  readonly #textures = new Set<Texture>();
  #default: number | null = null;
  /** Replaced ones: freed one edit later, when their textures and programs are in use elsewhere. */
  #retired: Material[] = [];

  /** `changing` is called with each object before it gets another material. */
  constructor(parser: GLTFParser, gltf: Gltf, changing: (object: Object3D) => void) {
    this.#parser = parser;
    this.#gltf = gltf;
    this.#changing = changing;
  }

  /** Say that an object is this primitive of this mesh. */
  add(object: Object3D, mesh: number, primitive: number): void {
    const worn = this.#told(mesh, primitive)?.["material"] as number | undefined;
    this.#uses.push({ object: object as Mesh, mesh, primitive, worn: worn ?? null });
    this.#remember((object as Mesh).material as Material);
  }

  #told(mesh: number, primitive: number): Gltf | undefined {
    return (this.#gltf["meshes"] as Gltf[] | undefined)?.[mesh]?.["primitives"]?.[primitive] as Gltf | undefined;
  }

  /** What is drawn, and which material it wears. */
  get uses(): Iterable<Readonly<Use>> {
    return this.#uses;
  }

  /** three's materials that show a glTF material now. */
  of(index: number): Material[] {
    const found = this.#uses.filter(({ worn }) => worn === index).map(({ object }) => object.material as Material);
    return [...new Set(found)];
  }

  /** Whether any is see-through by its alpha. */
  get blend(): boolean {
    return this.#uses.some(({ object }) => (object.material as Material).transparent);
  }

  /** Whether any lets through what is behind it, blurred and bent. */
  get transmits(): boolean {
    return this.#uses.some(({ object }) => (object.material as Partial<MeshPhysicalMaterial>).transmission! > 0);
  }

  *all(): Iterable<Material> {
    for (const { object } of this.#uses) yield object.material as Material;
    yield* this.#retired;
  }

  /** Textures that were used since the scene was loaded. */
  get textures(): Iterable<Texture> {
    return this.#textures;
  }

  /** A material is another one now. */
  async edit(index: number, told: Gltf): Promise<void> {
    const materials = (this.#gltf["materials"] ??= []) as Gltf[];
    materials[index] = told;
    const inside = this.#parser.json as Gltf;
    (inside["materials"] as Gltf[])[index] = structuredClone(told);
    this.#cache.remove(`material:${index}`);
    await this.#dress(({ worn }) => worn === index);
  }

  /** Put a material on primitives, each a mesh and a number; null: the default one. */
  async wear(places: readonly (readonly [number, number])[], material: number | null): Promise<void> {
    const meant = new Set(places.map(String));
    const chosen = new Set(this.#uses.filter(({ mesh, primitive }) => meant.has(`${mesh},${primitive}`)));
    for (const use of chosen) use.worn = material;
    for (const [mesh, primitive] of places) {
      const told = this.#told(mesh, primitive);
      if (told && material === null) delete told["material"];
      else if (told) told["material"] = material;
    }
    await this.#dress((use) => chosen.has(use));
  }

  async #dress(which: (use: Use) => boolean): Promise<void> {
    const before = new Set<Material>();
    const chosen = this.#uses.filter(which);
    for (const { object } of chosen) this.#changing(object);
    const made = await Promise.all(chosen.map(({ worn }) => this.#make(worn)));
    chosen.forEach(({ object }, i) => {
      before.add(object.material as Material);
      object.material = made[i]!;
      this.#parser.assignFinalMaterial(object);
      this.#remember(object.material as Material);
    });
    this.#retire(before);
  }

  async #make(index: number | null): Promise<Material> {
    return (await this.#parser.getDependency("material", index ?? this.#plain())) as Material;
  }

  /** Index of a material that the document does not have: all defaults. */
  #plain(): number {
    const known = ((this.#parser.json as Gltf)["materials"] ??= []) as Gltf[];
    this.#default ??= known.push({}) - 1;
    return this.#default;
  }

  #remember(material: Material): void {
    for (const texture of texturesOf(material)) {
      texture.anisotropy = ANISOTROPY;
      this.#textures.add(texture);
    }
  }

  #retire(materials: Set<Material>): void {
    const worn = new Set(this.#uses.map(({ object }) => object.material as Material));
    for (const material of this.#retired) this.#free(material);
    this.#retired = [...materials].filter((material) => !worn.has(material));
  }

  #free(material: Material): void {
    for (let bits = 1; bits < 1 << FLAVOURS.length; bits += 1) {
      const flavour = FLAVOURS.filter((_, i) => bits & (1 << i)).join("");
      this.#cache.remove(`ClonedMaterial:${material.uuid}:${flavour}`);
    }
    this.#cache.remove(`PointsMaterial:${material.uuid}`);
    this.#cache.remove(`LineBasicMaterial:${material.uuid}`);
    this.#parser.associations.delete(material);
    material.dispose();
  }

  get #cache(): Registry {
    return (this.#parser as unknown as { cache: Registry }).cache;
  }

  dispose(): void {
    for (const material of this.all()) material.dispose();
    for (const texture of this.#textures) texture.dispose();
    this.#textures.clear();
    this.#uses.length = 0;
    this.#retired = [];
  }
}
