// What a cell shows where the code cannot be had. Node runs no blob: modules either: it stands for such a page.

import assert from "node:assert/strict";
import { test } from "node:test";

const file: string = "../src/loader.js";
const { default: loader } = await import(file);

interface Asked {
  asked: number;
  text: string;
}

/** Show a view whose kernel answers, or whose way to the kernel is closed. */
async function shown(version: string, send: (hear: (message: object, buffers: unknown[]) => void) => void): Promise<Asked> {
  const heard = new Set<(message: object, buffers: unknown[]) => void>();
  const el = { textContent: "" };
  let asked = 0;
  const model = {
    get: () => version,
    on: (_event: string, handler: (message: object, buffers: unknown[]) => void) => heard.add(handler),
    off: (_event: string, handler: (message: object, buffers: unknown[]) => void) => heard.delete(handler),
    send() {
      asked += 1;
      send((message, buffers) => setTimeout(() => heard.forEach((handler) => handler(message, buffers))));
    },
  };
  const close = await loader.render({ model, el });
  await new Promise((resolve) => setTimeout(resolve, 100));
  close();
  return { asked, text: el.textContent };
}

test("a page that does not run the code says so, and asks once", async (t) => {
  t.mock.method(console, "error", () => undefined);
  t.mock.method(console, "warn", () => undefined);
  const answer = (hear: (message: object, buffers: unknown[]) => void): void =>
    hear({ type: "bundle", version: "csp" }, [new TextEncoder().encode("export {}")]);
  const first = await shown("csp", answer);
  assert.match(first.text, /content security policy/);
  assert.equal(first.asked, 1);
  const second = await shown("csp", answer);
  assert.deepEqual([second.asked, second.text], [0, first.text]);
});

test("a kernel that is gone is said too, and another view may have one", async (t) => {
  t.mock.method(console, "error", () => undefined);
  const throws = (): void => {
    throw new Error("Cannot send");
  };
  const { asked, text } = await shown("gone", throws);
  assert.match(text, /kernel of this view is gone.*Cannot send/);
  assert.equal(asked, 1);
  assert.equal((await shown("gone", throws)).asked, 1);
});

test("what the kernel sends of a scene before there is a view is kept for the first one", async () => {
  const handlers = new Set<(message: object, buffers: unknown[]) => void>();
  const traits: Record<string, unknown> = { _version: "kept", _meshes: 3, _id: "" };
  const given: unknown[] = [];
  const warmed: unknown[] = [];
  const view = {
    warmUp: async (meshes: number) => void warmed.push(meshes),
    widgetHost: (_: object, kept: unknown) => given.push(kept),
    mount: () => ({ dispose: () => undefined }),
  };
  Object.assign(globalThis, { __threedkit_view: { kept: Promise.resolve(view) } });
  const model = (): object => ({
    get: (name: string) => traits[name],
    on: (_event: string, handler: (message: object, buffers: unknown[]) => void) => handlers.add(handler),
    off: (_event: string, handler: (message: object, buffers: unknown[]) => void) => handlers.delete(handler),
  });
  loader.initialize({ model: model() });
  const closed = loader.initialize({ model: model() });
  closed();
  assert.equal(handlers.size, 1);
  traits["_id"] = "a model";
  const scene = { type: "scene", early: true };
  for (const message of [scene, { type: "camera" }]) handlers.forEach((hear) => hear(message, [1]));
  for (let i = 0; i < 2; i += 1) {
    const close = await loader.render({ model: model(), el: {} });
    await new Promise((resolve) => setTimeout(resolve));
    close();
  }
  assert.deepEqual(given, [[[scene, [1]]], undefined]);
  assert.deepEqual([warmed, handlers.size], [[3, 3], 0]);
});
