// Materials by glTF index: made by GLTFLoader, made anew when Python edits one, other ones for a variant.

import type { Material, Mesh, Object3D, Texture } from "three";
import type { GLTFParser } from "three/addons/loaders/GLTFLoader.js";

import { texturesOf } from "./loading.ts";
import type { Gltf } from "./protocol.ts";

interface Registry {
  get(key: string): Promise<unknown> | undefined;
  add(key: string, value: unknown): void;
  remove(key: string): void;
}

interface Use {
  mesh: Mesh;
  /** As authored. */
  own: number | null;
  /** By variant. */
  variants: ReadonlyMap<number, number>;
}

/** Samples of textures that are seen at a slant. */
const ANISOTROPY = 4;

const FLAVOURS = ["derivative-tangents:", "vertex-colors:", "flat-shading:"];

/** What the drawn objects wear. */
export class Materials {
  readonly #parser: GLTFParser;
  readonly #gltf: Gltf;
  readonly #uses: Use[] = [];
  readonly #textures = new Set<Texture>();
  #variant: number | null = null;
  /** Replaced ones: freed one edit later, when their textures and programs are in use elsewhere. */
  #retired: Material[] = [];

  constructor(parser: GLTFParser, gltf: Gltf) {
    this.#parser = parser;
    this.#gltf = gltf;
  }

  get variant(): number | null {
    return this.#variant;
  }

  /** Say that an object is this primitive of this mesh. */
  add(object: Object3D, mesh: number, primitive: number): void {
    const told = (this.#gltf["meshes"] as Gltf[] | undefined)?.[mesh]?.["primitives"]?.[primitive] as Gltf | undefined;
    const mappings = ((told?.["extensions"] as Gltf | undefined)?.["KHR_materials_variants"]?.mappings ?? []) as Gltf[];
    const variants = new Map<number, number>();
    for (const { material, variants: chosen } of mappings as { material: number; variants: number[] }[]) {
      for (const variant of chosen) variants.set(variant, material);
    }
    const one = object as Mesh;
    this.#uses.push({ mesh: one, own: (told?.["material"] as number | undefined) ?? null, variants });
    this.#remember(one.material as Material);
  }

  /** three's materials that show a glTF material now. */
  of(index: number): Material[] {
    const found = this.#uses.filter((use) => this.#worn(use) === index).map((use) => use.mesh.material as Material);
    return [...new Set(found)];
  }

  /** Whether any is see-through by its alpha. */
  get blend(): boolean {
    return this.#uses.some(({ mesh }) => (mesh.material as Material).transparent);
  }

  *all(): Iterable<Material> {
    for (const { mesh } of this.#uses) yield mesh.material as Material;
    yield* this.#retired;
  }

  /** Textures that were used since the scene was loaded. */
  get textures(): Iterable<Texture> {
    return this.#textures;
  }

  #worn(use: Use): number | null {
    return (this.#variant === null ? undefined : use.variants.get(this.#variant)) ?? use.own;
  }

  /** A material is another one now. */
  async edit(index: number, told: Gltf): Promise<void> {
    const materials = (this.#gltf["materials"] ??= []) as Gltf[];
    materials[index] = told;
    const inside = this.#parser.json as Gltf;
    (inside["materials"] as Gltf[])[index] = structuredClone(told);
    this.#cache.remove(`material:${index}`);
    await this.#dress((use) => this.#worn(use) === index);
  }

  /** Put a variant on; null: the materials as authored. */
  async choose(variant: number | null): Promise<void> {
    const before = this.#uses.map((use) => this.#worn(use));
    this.#variant = variant;
    const changed = new Set(this.#uses.filter((use, i) => this.#worn(use) !== before[i]));
    await this.#dress((use) => changed.has(use));
  }

  async #dress(which: (use: Use) => boolean): Promise<void> {
    const before = new Set<Material>();
    const chosen = this.#uses.filter(which);
    const made = await Promise.all(chosen.map((use) => this.#make(this.#worn(use))));
    chosen.forEach(({ mesh }, i) => {
      before.add(mesh.material as Material);
      mesh.material = made[i]!;
      this.#parser.assignFinalMaterial(mesh);
      this.#remember(mesh.material as Material);
    });
    this.#retire(before);
  }

  async #make(index: number | null): Promise<Material> {
    if (index !== null) return (await this.#parser.getDependency("material", index)) as Material;
    const wearing = this.#uses.find((use) => this.#worn(use) === null);
    return wearing!.mesh.material as Material;
  }

  #remember(material: Material): void {
    for (const texture of texturesOf(material)) {
      texture.anisotropy = ANISOTROPY;
      this.#textures.add(texture);
    }
  }

  #retire(materials: Set<Material>): void {
    const worn = new Set(this.#uses.map((use) => use.mesh.material as Material));
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
