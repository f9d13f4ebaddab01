// A glTF node's place on a three.js object.

import { Matrix4, type Object3D } from "three";

import type { Gltf } from "./protocol.ts";

const scratch = new Matrix4();

/** Set an object's local matrix (16 numbers, column-major); it stays as given also where position, rotation and scale
 * cannot say it. */
export function setMatrix(object: Object3D, matrix: readonly number[]): void {
  object.matrix.fromArray(matrix);
  object.matrix.decompose(object.position, object.quaternion, object.scale);
  scratch.compose(object.position, object.quaternion, object.scale);
  const size = Math.max(...matrix.slice(0, 12).map(Math.abs), 1e-30);
  object.matrixAutoUpdate = scratch.elements.every((value, i) => i >= 12 || Math.abs(value - matrix[i]!) <= 1e-6 * size);
  object.matrixWorldNeedsUpdate = true;
}

/** Put an object where its glTF node says, and hide it where that says so. */
export function placeNode(object: Object3D, node: Gltf): void {
  if (node["matrix"]) {
    setMatrix(object, node["matrix"] as number[]);
  } else {
    object.position.fromArray((node["translation"] as [number, number, number] | undefined) ?? [0, 0, 0]);
    object.quaternion.fromArray((node["rotation"] as [number, number, number, number] | undefined) ?? [0, 0, 0, 1]);
    object.scale.fromArray((node["scale"] as [number, number, number] | undefined) ?? [1, 1, 1]);
    object.matrixAutoUpdate = true;
  }
  object.visible = (node["extensions"] as Gltf | undefined)?.["KHR_node_visibility"]?.visible !== false;
}
