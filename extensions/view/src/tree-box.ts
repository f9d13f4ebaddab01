// The world box of a tree of objects.

import { Box3, type BufferGeometry, type InstancedMesh, type Object3D, type SkinnedMesh } from "three";

import type { Box } from "./protocol.ts";

/** Box around what is drawn under an object; null where nothing is. Hidden parts do not count. */
export function treeBox(root: Object3D): Box | null {
  root.updateWorldMatrix(true, true);
  const box = new Box3();
  add(root, box);
  return box.isEmpty() ? null : { min: box.min.toArray(), max: box.max.toArray() };
}

function add(object: Object3D, into: Box3): void {
  if (!object.visible) return;
  const own = ownBox(object);
  if (own && !own.isEmpty() && Number.isFinite(own.min.length() + own.max.length())) {
    into.union(own.clone().applyMatrix4(object.matrixWorld));
  }
  for (const child of object.children) add(child, into);
}

function ownBox(object: Object3D): Box3 | null {
  const drawn = object as Object3D & { geometry?: BufferGeometry; isSkinnedMesh?: boolean; isInstancedMesh?: boolean };
  if (!drawn.geometry) return null;
  if (drawn.isSkinnedMesh || drawn.isInstancedMesh) {
    const mesh = drawn as unknown as SkinnedMesh | InstancedMesh;
    mesh.computeBoundingBox();
    return mesh.boundingBox;
  }
  if (!drawn.geometry.boundingBox) drawn.geometry.computeBoundingBox();
  return drawn.geometry.boundingBox;
}
