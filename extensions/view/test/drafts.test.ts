import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";

import { Drafts, scaleFor } from "../src/drafts.ts";

Object.assign(globalThis, { window: globalThis });

let now = 0;
let done = true;
let asked = 0;
const gl = {
  SYNC_GPU_COMMANDS_COMPLETE: 1, SYNC_STATUS: 2, SIGNALED: 3,
  fenceSync: () => ({}), flush: () => undefined, deleteSync: () => undefined,
  getSyncParameter: () => (done ? 3 : 0),
} as unknown as WebGL2RenderingContext;

mock.timers.enable({ apis: ["setTimeout"] });
mock.method(performance, "now", () => now);

beforeEach(() => {
  [now, done, asked] = [0, true, 0];
});

/** A view whose pictures take as long as `cost` says of their scale. */
function view(cost: (scale: number) => number): { drafts: Drafts; draw: () => number | null; change: () => number | null } {
  const drafts = new Drafts(() => (asked += 1));
  const draw = (): number | null => {
    const scale = drafts.next();
    if (scale === null) return null;
    drafts.drawn(gl, scale, now);
    now += cost(scale);
    assert.equal(drafts.isBusy(gl), false);
    return scale;
  };
  const change = (): number | null => {
    drafts.change();
    return draw();
  };
  return { drafts, draw, change };
}

test("what is fast enough is drawn whole", () => {
  const { change } = view(() => 39);
  assert.deepEqual([1, 2, 3, 4, 5].map(change), [1, 1, 1, 1, 1]);
});

test("the slower, the smaller, to a limit", () => {
  assert.deepEqual([40, 160, 10_000].map(scaleFor), [1, 0.5, 0.3]);
});

test("on a slow GPU changes are drawn small, and whole once they end", () => {
  const { change, draw } = view((scale) => 160 * scale * scale);
  assert.deepEqual([1, 2, 3].map(change), [1, 1, 1]);
  assert.deepEqual([change(), change()], [0.5, 0.5]);
  assert.equal(draw(), null); // nothing has changed
  mock.timers.tick(299);
  assert.equal(asked, 0);
  mock.timers.tick(1);
  assert.deepEqual([asked, draw(), draw()], [1, 1, null]);
});

test("a change that comes as the whole picture is due is drawn small again", () => {
  const { drafts, change, draw } = view((scale) => 160 * scale * scale);
  [1, 2, 3, 4].map(change);
  drafts.change();
  mock.timers.tick(300);
  assert.deepEqual([asked, draw()], [1, 0.5]);
});

test("one hiccup is no slow GPU", () => {
  let count = 0;
  const { change } = view(() => ((count += 1) % 3 === 0 ? 400 : 10));
  assert.deepEqual([...Array(9)].map(change), Array(9).fill(1));
});

test("where smaller pictures take as long, they are whole", () => {
  let cost = 160;
  const { change } = view(() => cost);
  assert.deepEqual([...Array(8)].map(change), [1, 1, 1, 0.5, 0.5, 0.5, 1, 1]);
  cost = 800; // another size of the window
  assert.deepEqual([1, 2, 3].map(change), [1, 1, 1]);
  assert.equal(change(), 0.3);
});

test("nothing is drawn while the GPU still works, and it is not waited for without end", () => {
  const { drafts } = view(() => 0);
  drafts.change();
  drafts.drawn(gl, drafts.next()!, now);
  done = false;
  now += 500;
  assert.equal(drafts.isBusy(gl), true);
  now += 1500;
  assert.equal(drafts.isBusy(gl), false);
});

test("another scene begins anew", () => {
  const { drafts, change } = view(() => 160);
  [1, 2, 3].map(change);
  drafts.forget();
  assert.deepEqual([1, 2, 3].map(change), [1, 1, 1]);
});
