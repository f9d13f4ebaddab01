import assert from "node:assert/strict";
import { test } from "node:test";

import { PlainMaker, plainNodes } from "../src/plain.ts";

const FLOAT = 5126;
const SHORT = 5123;

/** A triangle, and a document with one node that shows it; `change` makes it another. */
function document(change: (gltf: Record<string, any>) => void = () => undefined): Record<string, any> {
  const gltf = {
    buffers: [{ byteLength: 60 }],
    bufferViews: [{ buffer: 0, byteOffset: 4, byteLength: 36 }, { buffer: 0, byteOffset: 40, byteLength: 8 }],
    accessors: [
      { bufferView: 0, componentType: FLOAT, count: 3, type: "VEC3", min: [0, 1, 2], max: [6, 7, 8] },
      { bufferView: 1, byteOffset: 2, componentType: SHORT, count: 3, type: "SCALAR" },
    ],
    meshes: [{ primitives: [{ attributes: { POSITION: 0 }, indices: 1 }] }],
    nodes: [{ mesh: 0 }],
  };
  change(gltf);
  return gltf;
}

const buffer = (): ArrayBuffer => {
  const bytes = new ArrayBuffer(60);
  new Float32Array(bytes, 4, 9).set([0, 1, 2, 3, 4, 5, 6, 7, 8]);
  new Uint16Array(bytes, 42, 3).set([2, 0, 1]);
  return bytes;
};

test("numbers as they are are taken as they are", () => {
  const bytes = buffer();
  const gltf = document();
  const { attributes, index, boundingBox, boundingSphere } = new PlainMaker(gltf, () => bytes).geometry(gltf["meshes"][0].primitives[0]);
  assert.deepEqual([...attributes["position"]!.array], [0, 1, 2, 3, 4, 5, 6, 7, 8]);
  assert.deepEqual([...index!.array], [2, 0, 1]);
  assert.equal(attributes["position"]!.array.buffer, bytes);
  assert.deepEqual([boundingBox!.min.toArray(), boundingSphere!.center.toArray()], [[0, 1, 2], [3, 4, 5]]);
});

test("primitives that name one accessor share its attribute", () => {
  const gltf = document();
  const maker = new PlainMaker(gltf, buffer);
  const [one, two] = [{ attributes: { POSITION: 0 }, indices: 1 }, { attributes: { POSITION: 0 } }].map((told) => maker.geometry(told));
  assert.equal(one!.attributes["position"], two!.attributes["position"]);
});

test("a node is plain where all of its meshes' numbers are", () => {
  const plain = (change?: (gltf: Record<string, any>) => void): number[] => [...plainNodes(document(change))];
  assert.deepEqual(plain(), [0]);
  assert.deepEqual(plain((gltf) => gltf["nodes"].push({})), [0, 1]);
  assert.deepEqual(plain((gltf) => (gltf["bufferViews"][0].byteStride = 12)), [0]);
  assert.deepEqual(plain((gltf) => (gltf["bufferViews"][0].byteStride = 16)), [], "padded");
  assert.deepEqual(plain((gltf) => (gltf["bufferViews"][1].extensions = { EXT_meshopt_compression: {} })), [], "packed");
  assert.deepEqual(plain((gltf) => (gltf["accessors"][0].sparse = {})), []);
  assert.deepEqual(plain((gltf) => (gltf["meshes"][0].primitives[0].targets = [{ POSITION: 0 }])), []);
  assert.deepEqual(plain((gltf) => (gltf["meshes"][0].primitives[0].attributes.JOINTS_0 = 0)), []);
  assert.deepEqual(plain((gltf) => gltf["meshes"][0].primitives.push({ attributes: { POSITION: 0 }, mode: 5 })), []);
  assert.deepEqual(plain((gltf) => (gltf["nodes"][0].skin = 0)), []);
  assert.deepEqual(plain((gltf) => (gltf["skins"] = [{ joints: [0] }])), []);
  assert.deepEqual(plain((gltf) => (gltf["nodes"][0].extensions = { EXT_mesh_gpu_instancing: {} })), []);
});
