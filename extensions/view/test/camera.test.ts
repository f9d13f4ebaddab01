import assert from "node:assert/strict";
import { test } from "node:test";

import { PerspectiveCamera, Quaternion, Vector3 } from "three";

import { between, CameraPair, corners, DEFAULT_CAMERA, framed, sameView, withPlanes } from "../src/camera.ts";
import { orbited, panned, zoomed } from "../src/controls.ts";
import type { Box, CameraState } from "../src/protocol.ts";

const start: CameraState = { ...DEFAULT_CAMERA, position: [0, 0, 5], quaternion: [0, 0, 0, 1], target: [0, 0, 0] };
const box: Box = { min: [-1, -2, -3], max: [4, 2, 1] };
const near = (a: number, b: number, by = 1e-9): void => assert.ok(Math.abs(a - b) < by, `${a} is not ${b}`);
const distance = (c: CameraState): number => new Vector3(...c.position).distanceTo(new Vector3(...c.target));
/** How well the camera looks at its target: 1 is straight at it. */
const aim = (c: CameraState): number => {
  const ahead = new Vector3(0, 0, -1).applyQuaternion(new Quaternion(...c.quaternion));
  return ahead.dot(new Vector3(...c.target).sub(new Vector3(...c.position)).normalize());
};

test("orbiting keeps the distance and the aim, and stops before the poles", () => {
  let camera = start;
  for (let i = 0; i < 40; i += 1) camera = orbited(camera, 0.1, -0.2);
  near(distance(camera), 5, 1e-6);
  near(aim(camera), 1);
  assert.ok(camera.position[1] < 5 && camera.position[1] > 4.9);
  const up = new Vector3(0, 1, 0).applyQuaternion(new Quaternion(...camera.quaternion));
  assert.ok(up.y > 0);
});

test("to the right is to the right: a positive yaw goes counter-clockwise seen from above", () => {
  const camera = orbited(start, Math.PI / 2, 0);
  near(camera.position[0], 5);
  near(camera.position[2], 0);
});

test("panning moves what is at the target by as many pixels", () => {
  const camera = panned(start, 60, 30, 300);
  const three = new CameraPair().place(camera, 1);
  const seen = new Vector3(0, 0, 0).project(three);
  near((seen.x * 300) / 2, 60, 1e-6);
  near((-seen.y * 300) / 2, 30, 1e-6);
});

test("zooming leaves the point under the pointer where it is", () => {
  const at = { x: 0.4, y: -0.3 };
  for (const kind of ["perspective", "orthographic"] as const) {
    const from: CameraState = { ...start, kind, xmag: 3, ymag: 2 };
    const pair = new CameraPair();
    const seen = new Vector3(at.x, at.y, 0.5).unproject(pair.place(from, 1.5));
    // The point of the target's plane under the pointer.
    const eye = kind === "perspective" ? new Vector3(0, 0, 5) : seen.clone().setZ(5);
    const plane = eye.clone().lerp(seen, 5 / (eye.z - seen.z));
    const after = plane.clone().project(pair.place(zoomed(from, 0.5, at, 1.5), 1.5));
    near(after.x, at.x, 1e-6);
    near(after.y, at.y, 1e-6);
  }
});

test("framing shows the whole box, and fills the picture with it", () => {
  for (const kind of ["perspective", "orthographic"] as const) {
    for (const aspect of [0.5, 1, 2.2]) {
      const camera = framed({ ...DEFAULT_CAMERA, kind }, box, aspect);
      const three = new CameraPair().place(camera, aspect);
      const seen = corners(box).map((corner) => corner.project(three));
      const extent = Math.max(...seen.map((p) => Math.max(Math.abs(p.x), Math.abs(p.y))));
      assert.ok(extent <= 0.93 && extent > 0.7, `${kind} ${aspect}: ${extent}`);
      assert.ok(seen.every((p) => Math.abs(p.z) <= 1));
      near(aim({ ...camera, position: camera.position }), 1, 0.02);
    }
  }
});

test("planes are around the scene, wherever the eye goes", () => {
  for (const z of [0.001, 5, 5000]) {
    const { znear, zfar } = withPlanes({ ...start, position: [0, 0, z] }, box);
    assert.ok(znear > 0 && zfar! > znear);
  }
});

test("a camera between two looks at a target between theirs", () => {
  const end = framed(orbited(start, 1.5, 0.4), box, 1);
  assert.deepEqual(between(start, end, 1), end);
  const middle = between({ ...start }, orbited(start, Math.PI, 0), 0.5);
  near(distance(middle), 5, 1e-6);
  near(aim(middle), 1, 1e-9);
});

test("an infinite perspective is drawn far", () => {
  const camera = new CameraPair().place({ ...start, zfar: null }, 1) as PerspectiveCamera;
  assert.ok(camera.far > 1e3);
});

test("cameras show the same whatever Python's arithmetic makes of their numbers", () => {
  const turned = { ...start, quaternion: start.quaternion.map((part) => -part * (1 + 1e-9)) as CameraState["quaternion"] };
  assert.ok(sameView({ ...turned, znear: 0.5, target: [0, 0, 1] }, start));
  assert.ok(!sameView(orbited(start, 0.01, 0), start));
  assert.ok(!sameView(panned(start, 1, 0, 480), start));
  assert.ok(!sameView({ ...start, yfov: 0.9 * start.yfov }, start));
  assert.ok(!sameView({ ...start, kind: "orthographic" }, start));
});
