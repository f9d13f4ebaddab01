import assert from "node:assert/strict";
import { test } from "node:test";

import { BoxGeometry, BufferAttribute, Color, Group, Mesh, MeshStandardMaterial, type Object3D, Vector3 } from "three";

import { Batches } from "../src/batches.ts";
import { merged } from "../src/merging.ts";
import type { Gltf } from "../src/protocol.ts";

const COUNT = 20;
const LATER = 10_000;

interface Stand {
  gltf: Gltf;
  root: Group;
  meshes: Mesh[];
  batches: Batches;
}

/** Boxes in a row, each of a colour of its own; `change` makes them others before they are gathered. */
function stand(change: (stand: { gltf: Gltf; root: Group; meshes: Mesh[] }) => void = () => undefined): Stand {
  const gltf: Gltf = { materials: Array.from({ length: COUNT }, () => ({ pbrMetallicRoughness: { roughnessFactor: 0.5 } })) };
  const root = new Group();
  const meshes = Array.from({ length: COUNT }, (_, i) => {
    const mesh = new Mesh(new BoxGeometry(), new MeshStandardMaterial({ color: new Color(i / COUNT, 0.5, 0.25), roughness: 0.5 }));
    mesh.position.set(2 * i, i, 0);
    mesh.rotation.set(0.1 * i, 0.2, 0);
    root.add(mesh);
    return mesh;
  });
  change({ gltf, root, meshes });
  root.updateMatrixWorld();
  const drawn = (): { object: Mesh; worn: number }[] => meshes.map((object, worn) => ({ object, worn }));
  const batches = new Batches(gltf, drawn, (node) => meshes[node] as Object3D);
  batches.make();
  return { gltf, root, meshes, batches };
}

const alone = ({ meshes, batches }: Stand): number[] => meshes.flatMap((mesh, i) => (batches.holds(mesh) ? [] : [i]));

/** World corners of all triangles, in order. */
function corners(object: Mesh): Vector3[] {
  object.updateMatrixWorld();
  const { attributes, index } = object.geometry;
  const place = (i: number): Vector3 => new Vector3().fromBufferAttribute(attributes["position"]!, i).applyMatrix4(object.matrixWorld);
  return Array.from({ length: index!.count }, (_, k) => place(index!.getX(k)));
}

test("boxes of many colours are drawn as one mesh, in their places and colours", () => {
  const { meshes, batches } = stand();
  assert.equal(batches.group.children.length, 1);
  const [batch] = batches.group.children as [Mesh];
  const expected = meshes.flatMap(corners);
  corners(batch).forEach((corner, i) => assert.ok(corner.distanceTo(expected[i]!) < 1e-5));
  const colors = batch.geometry.attributes["color"]!;
  const perBox = meshes[0]!.geometry.attributes["position"]!.count;
  meshes.forEach((mesh, i) => {
    const { r, g, b } = (mesh.material as MeshStandardMaterial).color;
    const found = new Vector3().fromBufferAttribute(colors, i * perBox + 5);
    assert.ok(found.distanceTo(new Vector3(r, g, b)) < 1e-6);
  });
  assert.ok(meshes.every((mesh) => !mesh.layers.isEnabled(0)));
  const { color, roughness, vertexColors } = batch.material as MeshStandardMaterial;
  assert.deepEqual([color.getHex(), roughness, vertexColors], [0xffffff, 0.5, true]);
});

test("what is of one colour needs no colours of vertices", () => {
  const { meshes, batches } = stand(({ meshes }) => {
    for (const mesh of meshes) mesh.material = meshes[0]!.material;
  });
  const [batch] = batches.group.children as [Mesh];
  const [worn, own] = [batch.material, meshes[0]!.material] as MeshStandardMaterial[];
  assert.notEqual(worn, own);
  assert.deepEqual([worn!.color, worn!.roughness, worn!.vertexColors], [own!.color, own!.roughness, false]);
  assert.ok(!batch.geometry.hasAttribute("color"));
});

test("what changes is drawn by itself at once, and with the others when it rests", () => {
  const made = stand();
  const { meshes, batches } = made;
  const [batch] = batches.group.children as [Mesh];
  const before = [...batch.geometry.index!.array];
  batches.release(meshes[3]!);
  assert.deepEqual(alone(made), [3]);
  assert.ok(meshes[3]!.layers.isEnabled(0));
  const after = [...batch.geometry.index!.array];
  const each = before.length / COUNT;
  assert.deepEqual(after.slice(3 * each, 4 * each), Array(each).fill(0));
  assert.deepEqual(after.toSpliced(3 * each, each), before.toSpliced(3 * each, each));
  assert.ok(!batches.isDue(performance.now()));
  assert.ok(batches.isDue(performance.now() + LATER));
  batches.make();
  assert.deepEqual(alone(made), []);
  assert.ok(!batches.isDue(performance.now() + LATER));
});

test("a batch without parts is drawn no more", () => {
  const { root, meshes, batches } = stand();
  let freed = 0;
  const [batch] = batches.group.children as [Mesh];
  (batch.material as MeshStandardMaterial).addEventListener("dispose", () => (freed += 1));
  batch.geometry.addEventListener("dispose", () => (freed += 1));
  meshes.slice(1).forEach((mesh) => batches.release(mesh));
  assert.deepEqual([batches.group.children.length, freed], [1, 0]);
  batches.release(root);
  assert.deepEqual([batches.group.children.length, freed], [0, 2]);
});

test("with an object go those that hang under it", () => {
  const made = stand(({ meshes }) => void meshes[1]!.add(meshes[2]!));
  made.batches.release(made.meshes[1]!);
  assert.deepEqual(alone(made), [1, 2]);
});

test("left alone: what clips move, what is hidden, see-through, mirrored, bent, tiny, far or of another kind", () => {
  const changes: [number, (mesh: Mesh, gltf: Gltf) => void][] = [
    [0, (_, gltf) => (gltf["animations"] = [{ channels: [{ target: { node: 0, path: "rotation" } }] }])],
    [1, (_, gltf) => (gltf["animations"] = [{ channels: [{ target: { extensions: { KHR_animation_pointer: { pointer: "/materials/1/x" } } } }] }])],
    [2, (mesh) => (mesh.visible = false)],
    [3, (_, gltf) => (gltf["materials"][3] = { ...gltf["materials"][3], alphaMode: "BLEND" })],
    [4, (mesh) => mesh.scale.setX(-1)],
    [5, (mesh) => (mesh.geometry.morphAttributes = { position: [mesh.geometry.attributes["position"] as BufferAttribute] })],
    [6, (mesh) => mesh.geometry.setAttribute("tangent", new BufferAttribute(new Float32Array(96), 4))],
    [7, (mesh) => mesh.scale.setScalar(1e-7)],
    [7, (mesh) => mesh.position.setX(1e9)],
    [8, (_, gltf) => (gltf["materials"][8] = { pbrMetallicRoughness: { roughnessFactor: 0.6 } })],
    [9, (_, gltf) => (gltf["materials"][9] = { ...gltf["materials"][9], extensions: { KHR_materials_transmission: {} } })],
  ];
  for (const [which, change] of changes) {
    const found = stand(({ gltf, meshes }) => change(meshes[which]!, gltf));
    assert.deepEqual(alone(found), [which]);
  }
});

test("batches hold what 16 bits can count", () => {
  const found = stand(({ meshes }) => {
    for (const mesh of meshes) mesh.geometry = new BoxGeometry(1, 1, 1, 25, 25, 25); // 4,056 vertices
  });
  assert.deepEqual(alone(found), []);
  const counts = (found.batches.group.children as Mesh[]).map(({ geometry }) => geometry.attributes["position"]!.count);
  assert.deepEqual(counts, [16 * 4056, 4 * 4056]);
});

test("normals turn with their mesh, and keep their length", () => {
  const mesh = new Mesh(new BoxGeometry());
  mesh.scale.set(1, 3, 0.5);
  mesh.rotation.set(0.4, 1, 2);
  mesh.updateMatrixWorld();
  const { geometry } = merged([mesh], new Vector3(5, 6, 7), null);
  const [from, to] = [mesh.geometry.attributes["normal"]!, geometry.attributes["normal"]!];
  for (let i = 0; i < from.count; i += 1) {
    // Of a box, scaled along its own axes, normals only turn.
    const expected = new Vector3().fromBufferAttribute(from, i).applyQuaternion(mesh.quaternion);
    assert.ok(new Vector3().fromBufferAttribute(to, i).distanceTo(expected) < 1e-6);
  }
});

test("ended, all is drawn by itself", () => {
  const { meshes, batches } = stand();
  batches.dispose();
  assert.equal(batches.group.children.length, 0);
  assert.ok(meshes.every((mesh) => mesh.layers.isEnabled(0)));
});
