// The tools' arithmetic and bookkeeping, without a browser.

import assert from "node:assert/strict";
import { test } from "node:test";

import { reprojected, STANDARD_VIEWS } from "../src/chrome/cameras.ts";
import { clips } from "../src/chrome/clips.ts";
import { fromHex, toHex } from "../src/chrome/color.ts";
import * as doc from "../src/chrome/document.ts";
import { Editor } from "../src/chrome/editor.ts";
import { LAYERS, SURFACE } from "../src/chrome/fields.ts";
import { keyName } from "../src/chrome/keyboard.ts";
import { isPages } from "../src/chrome/page-keys.ts";
import type { Gltf, HostPort, ToBrowser, ViewportPort } from "../src/chrome/ports.ts";
import { Selection } from "../src/chrome/selection.ts";
import { State } from "../src/chrome/state.ts";
import { compose, decompose, format, fromEuler, parse, toEuler } from "../src/chrome/vectors.ts";

const near = (a: readonly number[], b: readonly number[]): void => a.forEach((value, at) => assert.ok(Math.abs(value - b[at]!) < 1e-6, `${a} ${b}`));

const scene: Gltf = {
  scene: 0,
  scenes: [{ nodes: [0, 3] }],
  nodes: [
    { name: "hall", children: [1, 2], translation: [0, 1, 0] },
    { mesh: 0, translation: [2, 0, 0], extensions: { KHR_node_visibility: { visible: false } } },
    { name: "lamp", extensions: { KHR_lights_punctual: { light: 0 } } },
    { name: "eye", camera: 0 },
  ],
  meshes: [{ name: "chair", primitives: [{ material: 1 }, {}, { material: 0 }] }],
  materials: [{ name: "a" }, { name: "b" }],
  extensions: { KHR_lights_punctual: { lights: [{ type: "point", intensity: 3 }] } },
  animations: [{ samplers: [{ input: 0 }], channels: [{ sampler: 0, target: { node: 1, path: "translation" } }] }],
  accessors: [{ max: [2.5] }],
};

test("colours go to the picker and back", () => {
  assert.equal(toHex([1, 0, 0.2158605]), "#ff0080");
  for (const hex of ["#000000", "#ffffff", "#c02030", "#010203"]) assert.equal(toHex(fromHex(hex)), hex);
  assert.equal(toHex([5, -1, 0]), "#ff0000");
});

test("a transform survives its matrix and its angles", () => {
  for (const angles of [[10, 20, 30], [-170, 60, 5], [0, 90, 0], [45, -89, 120]] as [number, number, number][]) {
    const rotation = fromEuler(angles);
    const whole = { position: [1, -2, 3] as [number, number, number], rotation, scale: [2, 0.5, 3] as [number, number, number] };
    near(compose(decompose(compose(whole))), compose(whole));
    near(compose({ ...whole, rotation: fromEuler(toEuler(rotation)) }), compose(whole));
  }
  near(decompose(compose({ position: [0, 0, 0], rotation: [0, 0, 0, 1], scale: [-1, 2, 3] })).scale, [-1, 2, 3]);
});

test("numbers are written short and read as people type them", () => {
  assert.deepEqual([0.1 + 0.2, 1e-7, Infinity, 1234567].map((value) => format(value)), ["0.3", "1e-7", "∞", "1235000"]);
  assert.deepEqual(["0,5", " 2 ", "∞", "inf"].map(parse), [0.5, 2, Infinity, Infinity]);
  assert.ok(Number.isNaN(parse("")) && Number.isNaN(parse("two")));
});

test("the tree of a document", () => {
  assert.deepEqual(doc.rows(scene, () => true).map(({ node, level }) => [node, level]), [[0, 1], [1, 2], [2, 2], [3, 1]]);
  assert.deepEqual(doc.rows(scene, () => false).map(({ node }) => node), [0, 3]);
  assert.deepEqual(doc.found(scene, "CHA").map(({ node }) => node), [1]);
  assert.deepEqual([0, 1, 2, 3].map((node) => doc.nodeKind(scene, node)), ["empty", "mesh", "light", "camera"]);
  assert.deepEqual([0, 1].map((node) => doc.isVisible(scene, node)), [true, false]);
  assert.deepEqual(doc.materialsOf(scene, 1), [1, undefined, 0]);
  assert.deepEqual([0, 1].map((node) => doc.isAnimated(scene, node)), [false, true]);
  near(doc.worldOf(scene, 1).slice(12), [2, 1, 0, 1]);
  assert.deepEqual(clips(scene), [{ name: "animation 0", duration: 2.5 }]);
});

test("a value is put into a copy", () => {
  const before = { pbrMetallicRoughness: { metallicFactor: 0 }, extensions: { A: {}, B: { x: 1 } } };
  const after = doc.having(before, ["pbrMetallicRoughness", "roughnessFactor"], 0.5);
  assert.deepEqual(after["pbrMetallicRoughness"], { metallicFactor: 0, roughnessFactor: 0.5 });
  assert.deepEqual(before.pbrMetallicRoughness, { metallicFactor: 0 });
  assert.deepEqual(doc.having(before, ["extensions", "A"], undefined)["extensions"], { B: { x: 1 } });
  assert.equal(doc.at(undefined as unknown as Gltf, ["a", "b"]), undefined);
});

test("fields name each place once", () => {
  const paths = [...SURFACE.filter(({ kind }) => kind !== "alpha"), ...LAYERS.flatMap(({ fields }) => fields)].map(({ path }) => path.join("."));
  assert.equal(new Set(paths).size, paths.length);
});

test("the other projection shows the target as large", () => {
  const camera = {
    kind: "perspective", position: [0, 0, 5], quaternion: [0, 0, 0, 1], target: [0, 0, 1], yfov: 0.8, xmag: 1, ymag: 1, znear: 0.1, zfar: null,
  } as const;
  const flat = reprojected(structuredClone(camera) as never, 1.5);
  assert.equal(flat.kind, "orthographic");
  assert.ok(Math.abs(flat.ymag - 4 * Math.tan(0.4)) < 1e-12 && Math.abs(flat.xmag - 1.5 * flat.ymag) < 1e-12);
  near(reprojected(flat, 1.5).position, camera.position);
  assert.equal(Object.keys(STANDARD_VIEWS).length, 7);
});

test("keys are told by letter and by what is on the key", () => {
  const name = (key: string, shiftKey = false): string => keyName({ key, shiftKey });
  assert.deepEqual([name("F"), name("F", true), name("?", true), name("ArrowUp", true), name(" ")], ["f", "Shift+F", "?", "Shift+ArrowUp", " "]);
});

test("of the edits of a field one is on its way, and the last one follows", async () => {
  const sent: { id: string; value: unknown }[] = [];
  const heard: ((message: ToBrowser, buffers: Uint8Array[]) => void)[] = [];
  const host = {
    live: true, get: () => undefined, set: () => undefined, observe: () => () => undefined,
    send: (message: never) => sent.push(message),
    on: (handler: (message: ToBrowser) => void) => (heard.push(handler), () => undefined),
  } as unknown as HostPort;
  const shown: unknown[] = [];
  const viewport = {
    model: { epoch: 3, applyEdit: async (edit: unknown) => void shown.push(edit) },
    events: { emit: () => undefined }, invalidate: () => undefined,
  } as unknown as ViewportPort;
  const editor = new Editor(viewport, host);
  const refusals: string[] = [];
  editor.onRefusal((key, message) => refusals.push(`${key}: ${message}`));
  const change = (value: number): void => {
    editor.change({ target: "material", index: 0, value: { value } }, { target: "material", index: 0, field: "roughness", value });
  };
  [0.1, 0.2, 0.3].forEach(change);
  assert.equal(shown.length, 3);
  assert.deepEqual(sent.map(({ value }) => value), [0.1]);
  heard[0]!({ type: "edited", id: sent[0]!.id }, []);
  assert.deepEqual(sent.map(({ value }) => value), [0.1, 0.3]);
  heard[0]!({ type: "refused", id: sent[1]!.id, message: "no" }, []);
  assert.deepEqual(refusals, ["material 0 roughness: no"]);
  change(0.4);
  assert.equal(sent.length, 3);
});

test("an edit that waits is of the scene in which it was made", () => {
  const sent: { id: string; epoch: number; value: unknown }[] = [];
  let hear: (message: ToBrowser) => void = () => undefined;
  const host = { live: true, send: (message: never) => sent.push(message), on: (handler: typeof hear) => void (hear = handler) } as unknown as HostPort;
  const viewport = { model: { epoch: 3 } };
  const editor = new Editor(viewport as unknown as ViewportPort, host);
  for (const value of [1, 2]) editor.change(null, { target: "node", index: 0, field: "scale", value });
  viewport.model = { epoch: 4 };
  hear({ type: "edited", id: sent[0]!.id });
  assert.deepEqual(sent.map(({ epoch, value }) => [epoch, value]), [[3, 1], [3, 2]]);
});

test("what is selected is said with its scene, and Python's number is of the scene heard of last", () => {
  const sent: unknown[] = [];
  const traits = new Map<string, unknown>();
  const changed: (() => void)[] = [];
  const on: Record<string, (given: never) => void> = {};
  let hear: (message: ToBrowser) => void = () => undefined;
  const host = {
    live: true, get: (name: string) => traits.get(name), set: () => assert.fail("a trait was written"),
    observe: (_name: string, handler: () => void) => (changed.push(handler), () => undefined),
    send: (message: unknown) => sent.push(message), on: (handler: typeof hear) => ((hear = handler), () => undefined),
  } as unknown as HostPort;
  const viewport = {
    model: { epoch: 1, gltf: { nodes: [{}, {}, {}] } }, tool: null,
    on: (name: string, handler: (given: never) => void) => ((on[name] = handler), () => undefined),
  };
  const selection = new Selection(viewport as unknown as ViewportPort, new State(host), host);
  const python = (node: number | null): void => {
    traits.set("selection", node);
    changed.forEach((handler) => handler());
  };
  hear({ type: "scene", epoch: 1 } as ToBrowser);
  on["pick"]!({ hit: { node: 1, primitive: 0 } } as never);
  selection.select(1);
  assert.equal(selection.node, 1);
  selection.select(null);
  assert.deepEqual(sent, [{ type: "select", epoch: 1, node: 1 }, { type: "select", epoch: 1, node: null }]);

  python(2);
  assert.equal(selection.node, 2);
  hear({ type: "scene", epoch: 2 } as ToBrowser);
  python(0); // of the scene that is being loaded
  assert.equal(selection.node, 2);
  viewport.model = { ...viewport.model, epoch: 2 };
  on["scene"]!(null as never);
  assert.equal(selection.node, 0);
  assert.equal(sent.length, 2);
});

test("with Ctrl or Cmd a key is the page's, but for those of the text that is written", () => {
  const key = (name: string, ctrlKey: boolean, metaKey = false): { key: string; ctrlKey: boolean; metaKey: boolean } => ({ key: name, ctrlKey, metaKey });
  assert.deepEqual([key("s", true), key("S", false, true), key("Control", true), key("d", false)].map((one) => isPages(one, false)), [true, true, true, false]);
  assert.deepEqual([key("s", true), key("z", true), key("d", false)].map((one) => isPages(one, true)), [true, false, false]);
});
