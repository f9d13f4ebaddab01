// The name of a primitive's geometry by what it is made of: equal names, equal numbers, whatever the document.

import type { Gltf } from "./protocol.ts";

/** A function that names the primitives of a document; null: some of its bytes are not named by their content. */
export function geometryKeys(gltf: Gltf): (primitive: Gltf) => string | null {
  const list = (name: string): Gltf[] => (gltf[name] as Gltf[] | undefined) ?? [];
  const [buffers, views, accessors] = [list("buffers"), list("bufferViews"), list("accessors")];
  const known = new Map<number, string | null>();

  /** null where it has no name. */
  const buffer = (index: number): string | null => {
    const uri = buffers[index]?.["uri"] as string | undefined;
    return uri?.startsWith("tk:") ? uri : null;
  };
  const view = (index: number): unknown[] | null => {
    const { buffer: own, name: _, extensions, ...rest } = views[index]!;
    const packed = (extensions as Gltf | undefined)?.["EXT_meshopt_compression"] as Gltf | undefined;
    const bytes = buffer((packed?.["buffer"] ?? own) as number);
    return bytes === null ? null : packed ? [{ ...packed, buffer: bytes }] : [rest, bytes];
  };
  const described = (index: number): string | null => {
    const { bufferView, sparse, name: _, ...rest } = accessors[index]!;
    const { indices, values } = (sparse as { indices?: Gltf; values?: Gltf } | undefined) ?? {};
    const parts = [{ bufferView }, indices, values].filter((part) => part?.bufferView !== undefined);
    const bytes = parts.map((part) => view(part!.bufferView as number));
    return bytes.includes(null) ? null : JSON.stringify([rest, indices, values, bytes]);
  };
  const accessor = (index: number): string | null => {
    if (!known.has(index)) known.set(index, described(index));
    return known.get(index)!;
  };

  return (primitive) => {
    const { indices, attributes, targets = [] } = primitive as { indices?: number; attributes: Gltf; targets?: Gltf[] };
    const parts = [String(primitive["mode"] ?? 4), indices === undefined ? "" : accessor(indices)];
    for (const told of [attributes, ...targets]) {
      parts.push("|");
      for (const name of Object.keys(told).sort()) parts.push(name, accessor(told[name] as number));
    }
    return parts.includes(null) ? null : parts.join(" ");
  };
}
