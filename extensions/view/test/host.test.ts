// Messages on their way: for whom they are, and what becomes of those that nobody hears any more.

import assert from "node:assert/strict";
import { test } from "node:test";

import { isFor, widgetHost, type WidgetModel } from "../src/host.ts";
import type { SceneMessage } from "../src/protocol.ts";

interface Model extends WidgetModel {
  hear(message: object): void;
}

function model(send: WidgetModel["send"]): Model {
  const handlers: ((message: object) => void)[] = [];
  return {
    get: () => "", set: () => undefined, save_changes: () => undefined, off: () => undefined, send,
    on: (_event: string, handler: (...given: never[]) => void) => void handlers.push(handler as (message: object) => void),
    hear: (message) => handlers.forEach((handler) => handler(message)),
  };
}

test("a message is for all, for one, for some, or for all but one", () => {
  assert.deepEqual([{}, { to: "a" }, { to: ["b", "a"] }, { skip: "b" }].map((to) => isFor("a", to)), [true, true, true, true]);
  assert.deepEqual([{ to: "b" }, { to: ["b"] }, { to: [] }, { skip: "a" }, { to: ["a"], skip: "a" }].map((to) => isFor("a", to)), Array(5).fill(false));
  const one = model(() => undefined);
  const host = widgetHost(one);
  const heard: unknown[] = [];
  host.on(({ type }) => heard.push(type));
  one.hear({ type: "frame", to: ["x", host.client] });
  one.hear({ type: "edit", to: ["x", "y"] });
  assert.deepEqual(heard, ["frame"]);
});

test("what is said to a kernel that is gone is dropped", (t) => {
  const said = t.mock.method(console, "info", () => undefined);
  const host = widgetHost(model(() => assert.fail("Cannot send")));
  host.send({ type: "gone" });
  host.send({ type: "gone" });
  assert.equal(said.mock.callCount(), 1);
});

test("what came before the view is handed to all who listen, once", () => {
  const one = model(() => undefined);
  const frame = { type: "frame", seq: 1, mime: "", final: true } as const;
  const host = widgetHost(one, [[frame, [new Uint8Array([7]).buffer]], [{ ...frame, to: "another" }], [{ type: "scene" } as SceneMessage]]);
  assert.equal(host.early, true);
  assert.deepEqual([widgetHost(one).early, widgetHost(one, [[frame]]).early], [false, false]);
  const heard: unknown[] = [];
  host.on(({ type }, buffers) => heard.push([type, ...buffers.map((bytes) => [...bytes])]));
  host.on(({ type }) => heard.push(["second", type]))();
  host.replay();
  host.replay();
  assert.deepEqual(heard, [["frame", [7]], ["scene"]]);
});
