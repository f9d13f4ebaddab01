// The name of a primitive's geometry by what it is made of: equal names, equal numbers, whatever the document.

import type { Gltf } from "./protocol.ts";

/** null: some of its bytes are not named by their content. */
export function geometryKey(gltf: Gltf, primitive: Gltf): string | null {
  const list = (name: string): Gltf[] => (gltf[name] as Gltf[] | undefined) ?? [];
  let named = true;
  const buffer = (index: number): string => {
    const uri = list("buffers")[index]?.["uri"] as string | undefined;
    if (!uri?.startsWith("tk:")) named = false;
    return uri ?? "";
  };
  const view = (index: number | undefined): unknown => {
    if (index === undefined) return null;
    const { buffer: own, name: _, extensions, ...rest } = list("bufferViews")[index]!;
    const packed = (extensions as Gltf | undefined)?.["EXT_meshopt_compression"] as Gltf | undefined;
    if (packed) return [{ ...packed, buffer: buffer(packed["buffer"] as number) }];
    return [rest, buffer(own as number)];
  };
  const accessor = (index: number | undefined): unknown => {
    if (index === undefined) return null;
    const { bufferView, sparse, name: _, ...rest } = list("accessors")[index]!;
    const { indices, values } = (sparse as { indices?: Gltf; values?: Gltf } | undefined) ?? {};
    const patches = [indices, values].map((part) => part && [part, view(part["bufferView"] as number)]);
    return [rest, view(bufferView as number | undefined), patches];
  };
  const attributes = (told: Record<string, number>): unknown =>
    Object.keys(told)
      .sort()
      .map((name) => [name, accessor(told[name])]);
  const targets = (primitive["targets"] as Record<string, number>[] | undefined) ?? [];
  const key = JSON.stringify([
    primitive["mode"] ?? 4,
    accessor(primitive["indices"] as number | undefined),
    attributes(primitive["attributes"] as Record<string, number>),
    targets.map(attributes),
  ]);
  return named ? key : null;
}
