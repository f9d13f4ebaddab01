// Reading the glTF JSON of the document.

import type { Gltf } from "./ports.ts";
import { compose, decompose, multiply, type Transform } from "./vectors.ts";

const LIGHTS = "KHR_lights_punctual";
const VISIBILITY = "KHR_node_visibility";

export interface TreeRow {
  node: number;
  level: number;
  children: number[];
}

export function roots(gltf: Gltf): number[] {
  return gltf.scenes?.[gltf.scene ?? 0]?.nodes ?? [];
}

/** Visible lines of the tree: depth first, below open nodes only. */
export function rows(gltf: Gltf, isOpen: (node: number) => boolean): TreeRow[] {
  const out: TreeRow[] = [];
  const stack = roots(gltf).map((node) => ({ node, level: 1 })).reverse();
  while (stack.length) {
    const { node, level } = stack.pop()!;
    const children: number[] = gltf.nodes[node]?.children ?? [];
    out.push({ node, level, children });
    if (isOpen(node)) for (const child of [...children].reverse()) stack.push({ node: child, level: level + 1 });
  }
  return out;
}

/** Nodes whose name holds `text`, in the tree's order. */
export function found(gltf: Gltf, text: string): TreeRow[] {
  const wanted = text.toLowerCase();
  return rows(gltf, () => true)
    .filter(({ node }) => nodeName(gltf, node).toLowerCase().includes(wanted))
    .map(({ node }) => ({ node, level: 1, children: [] }));
}

/** Parent of each node; -1 for roots. */
export function parents(gltf: Gltf): Int32Array {
  const out = new Int32Array(gltf.nodes?.length ?? 0).fill(-1);
  (gltf.nodes ?? []).forEach((node: Gltf, index: number) => {
    for (const child of node.children ?? []) out[child] = index;
  });
  return out;
}

export function nodeName(gltf: Gltf, index: number): string {
  const node = gltf.nodes?.[index];
  if (!node) return "";
  return node.name || gltf.meshes?.[node.mesh]?.name || lightOf(gltf, index)?.value.name || `node ${index}`;
}

export type NodeKind = "mesh" | "skin" | "light" | "camera" | "empty";

export function nodeKind(gltf: Gltf, index: number): NodeKind {
  const node = gltf.nodes[index];
  if (node.mesh !== undefined) return node.skin === undefined ? "mesh" : "skin";
  if (lightOf(gltf, index)) return "light";
  return node.camera === undefined ? "empty" : "camera";
}

export function isVisible(gltf: Gltf, index: number): boolean {
  return gltf.nodes[index]?.extensions?.[VISIBILITY]?.visible !== false;
}

export function lightOf(gltf: Gltf, index: number): { index: number; value: Gltf } | null {
  const light = gltf.nodes[index]?.extensions?.[LIGHTS]?.light;
  const value = gltf.extensions?.[LIGHTS]?.lights?.[light];
  return value ? { index: light, value } : null;
}

export function transformOf(node: Gltf): Transform {
  if (node.matrix) return decompose(node.matrix);
  return {
    position: node.translation ?? [0, 0, 0],
    rotation: node.rotation ?? [0, 0, 0, 1],
    scale: node.scale ?? [1, 1, 1],
  };
}

/** world_from_node at rest, 16 numbers, column-major. */
export function worldOf(gltf: Gltf, index: number): number[] {
  const above = parents(gltf);
  let world = compose(transformOf(gltf.nodes[index]));
  for (let at = above[index]!; at >= 0; at = above[at]!) {
    const node = gltf.nodes[at];
    world = multiply(node.matrix ?? compose(transformOf(node)), world);
  }
  return world;
}

/** Materials of a node's mesh, by primitive; undefined where a primitive has none. */
export function materialsOf(gltf: Gltf, index: number): (number | undefined)[] {
  const mesh = gltf.meshes?.[gltf.nodes[index]?.mesh];
  return (mesh?.primitives ?? []).map((primitive: Gltf) => primitive.material);
}

/** Whether an animation moves the node. */
export function isAnimated(gltf: Gltf, index: number): boolean {
  return (gltf.animations ?? []).some((animation: Gltf) =>
    animation.channels.some((channel: Gltf) => channel.target.node === index && channel.target.path !== "weights"),
  );
}

/** The value at a path such as ["extensions", "KHR_materials_sheen", "sheenColorFactor"]. */
export function at(json: Gltf, path: readonly string[]): any {
  return path.reduce<any>((value, key) => value?.[key], json);
}

/** A copy with another value at the path; undefined takes it out. */
export function having(json: Gltf | undefined, path: readonly string[], value: unknown): Gltf {
  const [key, ...rest] = path as [string, ...string[]];
  const copy: Gltf = { ...json };
  const next = rest.length ? having(copy[key], rest, value) : value;
  if (next === undefined) delete copy[key];
  else copy[key] = next;
  return copy;
}
