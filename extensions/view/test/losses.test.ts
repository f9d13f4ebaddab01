import assert from "node:assert/strict";
import { test } from "node:test";

import { losses } from "../src/losses.ts";

test("what is not shown is named, what is shown is not", () => {
  assert.deepEqual(losses({ extensionsUsed: ["KHR_materials_clearcoat", "KHR_lights_punctual"] }, 0), []);
  assert.deepEqual(losses({ extensionsUsed: ["KHR_materials_diffuse_transmission"] }, 2), [
    "KHR_materials_diffuse_transmission is not shown in the browser",
    "2 of the lamps cast no shadow in the browser",
  ]);
});

test("unlit lines are shown as they are", () => {
  const lines = (material: object): object => ({ materials: [material], meshes: [{ primitives: [{ mode: 1, material: 0 }] }] });
  assert.deepEqual(losses(lines({ extensions: { KHR_materials_unlit: {} } }), 0), []);
  assert.equal(losses(lines({}), 0).length, 1);
});
