// The fields of materials, lights and cameras: where glTF keeps them, what Python calls them, and with which control
// they are edited.

import { DEGREES } from "./vectors.ts";

export interface Field {
  label: string;
  /** In Python: `field` of the message. */
  field: string;
  /** In the glTF object. */
  path: readonly string[];
  kind: "number" | "color" | "alpha" | "check" | "select";
  /** What glTF takes where the object says nothing. */
  absent: any;
  min?: number;
  max?: number;
  /** Usual range, of the slider. */
  span?: [number, number];
  log?: boolean;
  step?: number;
  unit?: string;
  /** Shown numbers are those of the document times this. */
  factor?: number;
  options?: readonly string[];
}

export interface Layer {
  /** Field of Material in Python. */
  name: string;
  label: string;
  extension: string;
  /** What Python assigns to begin with, and what stands in the glTF then. */
  start: unknown;
  json: Record<string, unknown>;
  fields: readonly Field[];
}

const pbr = (name: string): string[] => ["pbrMetallicRoughness", name];
const share = { kind: "number", min: 0, max: 1 } as const;

export const SURFACE: readonly Field[] = [
  { label: "Base colour", field: "base_color", path: pbr("baseColorFactor"), kind: "color", absent: [1, 1, 1, 1] },
  { label: "Opacity", field: "base_color", path: pbr("baseColorFactor"), kind: "alpha", absent: [1, 1, 1, 1], min: 0, max: 1 },
  { label: "Metallic", field: "metallic", path: pbr("metallicFactor"), absent: 1, ...share },
  { label: "Roughness", field: "roughness", path: pbr("roughnessFactor"), absent: 1, ...share },
  { label: "Emissive", field: "emissive", path: ["emissiveFactor"], kind: "color", absent: [0, 0, 0] },
  {
    label: "Emission", field: "emissive_strength", kind: "number", absent: 1, min: 0, span: [0, 20], step: 0.1,
    path: ["extensions", "KHR_materials_emissive_strength", "emissiveStrength"],
  },
  {
    label: "Refraction", field: "ior", kind: "number", absent: 1.5, min: 1, span: [1, 2.5],
    path: ["extensions", "KHR_materials_ior", "ior"],
  },
  { label: "Alpha", field: "alpha_mode", path: ["alphaMode"], kind: "select", absent: "OPAQUE", options: ["OPAQUE", "MASK", "BLEND"] },
  { label: "Cut-off", field: "alpha_cutoff", path: ["alphaCutoff"], absent: 0.5, ...share },
  { label: "Double-sided", field: "double_sided", path: ["doubleSided"], kind: "check", absent: false },
  { label: "Unlit", field: "unlit", path: ["extensions", "KHR_materials_unlit"], kind: "check", absent: false },
];

/** Strengths of textures, shown where the texture is. */
export const OF_TEXTURES: readonly (Field & { texture: string })[] = [
  { label: "Normal map", texture: "normalTexture", field: "normal_scale", path: ["normalTexture", "scale"], kind: "number", absent: 1, span: [0, 2] },
  { label: "Occlusion", texture: "occlusionTexture", field: "occlusion_strength", path: ["occlusionTexture", "strength"], absent: 1, ...share },
];

function layer(
  name: string, label: string, start: unknown, json: Record<string, unknown>,
  fields: readonly (Omit<Field, "path" | "field"> & { json: string; field: string })[],
): Layer {
  const extension = `KHR_materials_${name}`;
  const whole = fields.map(({ json: key, ...rest }) => ({
    ...rest, field: `${name}.${rest.field}`, path: ["extensions", extension, key],
  }));
  return { name, label, extension, start, json, fields: whole };
}

export const LAYERS: readonly Layer[] = [
  layer("clearcoat", "Clearcoat", 1, { clearcoatFactor: 1 }, [
    { label: "Amount", field: "factor", json: "clearcoatFactor", absent: 0, ...share },
    { label: "Roughness", field: "roughness", json: "clearcoatRoughnessFactor", absent: 0, ...share },
  ]),
  layer("transmission", "Transmission", 1, { transmissionFactor: 1 }, [
    { label: "Amount", field: "factor", json: "transmissionFactor", absent: 0, ...share },
  ]),
  layer("volume", "Volume", 0.1, { thicknessFactor: 0.1 }, [
    { label: "Thickness", field: "thickness", json: "thicknessFactor", kind: "number", absent: 0, min: 0, span: [0, 2], unit: "m" },
    {
      label: "Clear for", field: "attenuation_distance", json: "attenuationDistance", kind: "number", absent: Infinity, min: 1e-6,
      span: [0.001, 1000], log: true, unit: "m",
    },
    { label: "Tint", field: "attenuation_color", json: "attenuationColor", kind: "color", absent: [1, 1, 1] },
  ]),
  layer("sheen", "Sheen", [1, 1, 1], { sheenColorFactor: [1, 1, 1] }, [
    { label: "Colour", field: "color", json: "sheenColorFactor", kind: "color", absent: [0, 0, 0] },
    { label: "Roughness", field: "roughness", json: "sheenRoughnessFactor", absent: 0, ...share },
  ]),
  layer("specular", "Specular", 1, { specularFactor: 1 }, [
    { label: "Amount", field: "factor", json: "specularFactor", absent: 1, ...share },
    { label: "Colour", field: "color", json: "specularColorFactor", kind: "color", absent: [1, 1, 1] },
  ]),
  layer("iridescence", "Iridescence", 1, { iridescenceFactor: 1 }, [
    { label: "Amount", field: "factor", json: "iridescenceFactor", absent: 0, ...share },
    { label: "Refraction", field: "ior", json: "iridescenceIor", kind: "number", absent: 1.3, min: 1, span: [1, 2.5] },
    {
      label: "Film", field: "thickness_maximum", json: "iridescenceThicknessMaximum", kind: "number", absent: 400, min: 0,
      span: [0, 1200], step: 10, unit: "nm",
    },
  ]),
  layer("anisotropy", "Anisotropy", 0.5, { anisotropyStrength: 0.5 }, [
    { label: "Strength", field: "strength", json: "anisotropyStrength", absent: 0, ...share },
    {
      label: "Direction", field: "rotation", json: "anisotropyRotation", kind: "number", absent: 0, span: [-180, 180], step: 1,
      unit: "°", factor: DEGREES,
    },
  ]),
];

export const LIGHT: readonly Field[] = [
  { label: "Colour", field: "color", path: ["color"], kind: "color", absent: [1, 1, 1] },
  { label: "Intensity", field: "intensity", path: ["intensity"], kind: "number", absent: 1, min: 0, span: [0.01, 10000], log: true, step: 0.1 },
];

export const RANGE: Field = {
  label: "Range", field: "range", path: ["range"], kind: "number", absent: Infinity, min: 1e-6, span: [0.01, 1000], log: true, unit: "m",
};

export const CONE: readonly Field[] = [
  {
    label: "Inner cone", field: "inner_cone_angle", path: ["spot", "innerConeAngle"], kind: "number", absent: 0, min: 0, max: 90,
    step: 1, unit: "°", factor: DEGREES,
  },
  {
    label: "Outer cone", field: "outer_cone_angle", path: ["spot", "outerConeAngle"], kind: "number", absent: Math.PI / 4,
    min: 0, max: 90, step: 1, unit: "°", factor: DEGREES,
  },
];

export const PERSPECTIVE: readonly Field[] = [
  {
    label: "Field of view", field: "yfov", path: ["perspective", "yfov"], kind: "number", absent: 0.8, min: 1, max: 179, step: 1,
    unit: "°", factor: DEGREES,
  },
  { label: "Near", field: "znear", path: ["perspective", "znear"], kind: "number", absent: 0.01, min: 1e-6, span: [0.001, 100], log: true, unit: "m" },
  { label: "Far", field: "zfar", path: ["perspective", "zfar"], kind: "number", absent: Infinity, min: 1e-6, span: [0.1, 100000], log: true, unit: "m" },
];

export const ORTHOGRAPHIC: readonly Field[] = [
  { label: "Half height", field: "ymag", path: ["orthographic", "ymag"], kind: "number", absent: 1, min: 1e-6, span: [0.01, 1000], log: true, unit: "m" },
  { label: "Near", field: "znear", path: ["orthographic", "znear"], kind: "number", absent: 0, min: 0, span: [0, 100], unit: "m" },
  { label: "Far", field: "zfar", path: ["orthographic", "zfar"], kind: "number", absent: 100, min: 1e-6, span: [0.1, 100000], log: true, unit: "m" },
];
