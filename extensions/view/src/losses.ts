// What three.js does not show of a document.

import type { Gltf } from "./protocol.ts";

/** Extensions that are shown, or mean nothing to a picture. */
const SHOWN = new Set([
  ...["anisotropy", "clearcoat", "dispersion", "emissive_strength", "ior", "iridescence", "sheen", "specular"],
  ...["transmission", "unlit", "volume"],
].map((name) => `KHR_materials_${name}`));

for (const name of [
  "EXT_mesh_gpu_instancing",
  "EXT_meshopt_compression",
  "EXT_texture_webp",
  "KHR_animation_pointer",
  "KHR_lights_punctual",
  "KHR_mesh_quantization",
  "KHR_node_visibility",
  "KHR_texture_transform",
  "KHR_xmp_json_ld",
]) {
  SHOWN.add(name);
}

/** One line for each; `lamps` cast no shadow. */
export function losses(gltf: Gltf, lamps: number): string[] {
  const used = (gltf["extensionsUsed"] as string[] | undefined) ?? [];
  const unseen = used.filter((name) => !SHOWN.has(name)).map((name) => `${name} is not shown in the browser`);
  if (hasLitStrokes(gltf)) unseen.push("points and lines are shown in their plain colour in the browser");
  const more = ((gltf["skins"] as unknown[] | undefined) ?? []).length > 0 && hasManyJoints(gltf);
  if (more) unseen.push("of more than four joints a vertex four count in the browser");
  if (lamps > 0) unseen.push(`${lamps} of the lamps cast no shadow in the browser`);
  return unseen;
}

/** Points or lines whose material is not unlit. */
function hasLitStrokes(gltf: Gltf): boolean {
  const materials = (gltf["materials"] as Gltf[] | undefined) ?? [];
  const unlit = (index: number | undefined): boolean =>
    index !== undefined && "KHR_materials_unlit" in ((materials[index]?.["extensions"] as Gltf | undefined) ?? {});
  const primitives = ((gltf["meshes"] as Gltf[] | undefined) ?? []).flatMap((mesh) => mesh["primitives"] as Gltf[]);
  return primitives.some(({ mode, material }) => typeof mode === "number" && mode < 4 && !unlit(material as number | undefined));
}

function hasManyJoints(gltf: Gltf): boolean {
  const meshes = (gltf["meshes"] as Gltf[] | undefined) ?? [];
  return meshes.some((mesh) => (mesh["primitives"] as Gltf[]).some((primitive) => "JOINTS_1" in primitive["attributes"]));
}
