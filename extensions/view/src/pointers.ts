// Where an animated JSON pointer goes in three.js (KHR_animation_pointer): the places that threedkit.scene.pointers knows.

import { LinearSRGBColorSpace, type Material, type MeshPhysicalMaterial, type Texture } from "three";

type Values = readonly number[];
type Put = (material: MeshPhysicalMaterial, values: Values) => void;

const color =
  (name: "color" | "emissive" | "sheenColor" | "specularColor" | "attenuationColor"): Put =>
  (material, [r, g, b]) =>
    (material[name] as typeof material.color | undefined)?.setRGB(r!, g!, b!, LinearSRGBColorSpace);

const number =
  (name: keyof MeshPhysicalMaterial): Put =>
  (material, [value]) => {
    if (name in material) Object.assign(material, { [name]: value });
  };

const both =
  (name: "normalScale" | "clearcoatNormalScale"): Put =>
  (material, [value]) => {
    const scale = material[name] as { x: number; y: number } | undefined;
    if (scale) Object.assign(scale, { x: value, y: Math.sign(scale.y || 1) * value! });
  };

const PLACES: Record<string, Put> = {
  "pbrMetallicRoughness/baseColorFactor": (material, values) => {
    color("color")(material, values);
    material.opacity = values[3] ?? 1;
  },
  "pbrMetallicRoughness/metallicFactor": number("metalness"),
  "pbrMetallicRoughness/roughnessFactor": number("roughness"),
  emissiveFactor: color("emissive"),
  alphaCutoff: (material, [value]) => {
    if (material.alphaTest > 0) material.alphaTest = Math.max(value!, 1e-6);
  },
  "normalTexture/scale": both("normalScale"),
  "occlusionTexture/strength": number("aoMapIntensity"),
};

const EXTENSIONS: Record<string, Put> = {
  "anisotropy/anisotropyStrength": number("anisotropy"),
  "anisotropy/anisotropyRotation": number("anisotropyRotation"),
  "clearcoat/clearcoatFactor": number("clearcoat"),
  "clearcoat/clearcoatRoughnessFactor": number("clearcoatRoughness"),
  "clearcoat/clearcoatNormalTexture/scale": both("clearcoatNormalScale"),
  "dispersion/dispersion": number("dispersion"),
  "emissive_strength/emissiveStrength": number("emissiveIntensity"),
  "ior/ior": number("ior"),
  "iridescence/iridescenceFactor": number("iridescence"),
  "iridescence/iridescenceIor": number("iridescenceIOR"),
  "iridescence/iridescenceThicknessMinimum": (material, [value]) => (material.iridescenceThicknessRange[0] = value!),
  "iridescence/iridescenceThicknessMaximum": (material, [value]) => (material.iridescenceThicknessRange[1] = value!),
  "sheen/sheenColorFactor": color("sheenColor"),
  "sheen/sheenRoughnessFactor": number("sheenRoughness"),
  "specular/specularFactor": number("specularIntensity"),
  "specular/specularColorFactor": color("specularColor"),
  "transmission/transmissionFactor": number("transmission"),
  "volume/thicknessFactor": number("thickness"),
  "volume/attenuationDistance": number("attenuationDistance"),
  "volume/attenuationColor": color("attenuationColor"),
};
for (const [place, put] of Object.entries(EXTENSIONS)) PLACES[`extensions/KHR_materials_${place}`] = put;

/** Maps of three's materials by the texture of glTF. */
const MAPS: Record<string, (keyof MeshPhysicalMaterial)[]> = {
  normalTexture: ["normalMap"],
  occlusionTexture: ["aoMap"],
  emissiveTexture: ["emissiveMap"],
  "pbrMetallicRoughness/baseColorTexture": ["map"],
  "pbrMetallicRoughness/metallicRoughnessTexture": ["metalnessMap", "roughnessMap"],
  "extensions/KHR_materials_anisotropy/anisotropyTexture": ["anisotropyMap"],
  "extensions/KHR_materials_clearcoat/clearcoatTexture": ["clearcoatMap"],
  "extensions/KHR_materials_clearcoat/clearcoatRoughnessTexture": ["clearcoatRoughnessMap"],
  "extensions/KHR_materials_clearcoat/clearcoatNormalTexture": ["clearcoatNormalMap"],
  "extensions/KHR_materials_iridescence/iridescenceTexture": ["iridescenceMap"],
  "extensions/KHR_materials_iridescence/iridescenceThicknessTexture": ["iridescenceThicknessMap"],
  "extensions/KHR_materials_sheen/sheenColorTexture": ["sheenColorMap"],
  "extensions/KHR_materials_sheen/sheenRoughnessTexture": ["sheenRoughnessMap"],
  "extensions/KHR_materials_specular/specularTexture": ["specularIntensityMap"],
  "extensions/KHR_materials_specular/specularColorTexture": ["specularColorMap"],
  "extensions/KHR_materials_transmission/transmissionTexture": ["transmissionMap"],
  "extensions/KHR_materials_volume/thicknessTexture": ["thicknessMap"],
};

const TRANSFORM = "/extensions/KHR_texture_transform/";

/** Set what lies at `path` below a glTF material; false: three has no such thing. */
export function putIntoMaterial(material: Material, path: string, values: Values): boolean {
  const target = material as MeshPhysicalMaterial;
  const put = PLACES[path];
  if (put) {
    put(target, values);
    return true;
  }
  const at = path.indexOf(TRANSFORM);
  const maps = at < 0 ? undefined : MAPS[path.slice(0, at)];
  if (!maps) return false;
  for (const name of maps) {
    const texture = target[name] as Texture | null | undefined;
    if (texture) transform(texture, path.slice(at + TRANSFORM.length), values);
  }
  return true;
}

function transform(texture: Texture, name: string, values: Values): void {
  if (name === "offset") texture.offset.set(values[0]!, values[1]!);
  if (name === "scale") texture.repeat.set(values[0]!, values[1]!);
  if (name === "rotation") texture.rotation = values[0]!;
}

/** Set what lies at a JSON pointer below `root`, when its parent is there. */
export function putIntoJson(root: Record<string, unknown>, path: string, values: Values): void {
  const keys = path.split("/");
  let at: Record<string, unknown> | undefined = root;
  for (const key of keys.slice(0, -1)) at = at?.[key] as Record<string, unknown> | undefined;
  if (at) at[keys.at(-1)!] = values.length === 1 ? values[0] : [...values];
}
