// Cameras as data: from and to three.js, framing a box, moving between two.

import { type Camera, Matrix4, OrthographicCamera, PerspectiveCamera, Plane, Quaternion, Vector3 } from "three";

import type { Box, CameraState, Clipping, Vec3, Vec4 } from "./protocol.ts";

export const DEFAULT_CAMERA: CameraState = {
  kind: "perspective",
  position: [1.9, 1.2, 3.3],
  quaternion: [-0.1513, 0.2556, 0.0405, 0.954],
  target: [0, 0, 0],
  yfov: (35 * Math.PI) / 180,
  xmag: 1,
  ymag: 1,
  znear: 0.01,
  zfar: 1000,
};

const NEAR = 1e-3;
const FAR = 100;
const CLEARANCE = 0.4;
const MARGIN = 0.08;

export function vec3(v: Vector3): Vec3 {
  return [v.x, v.y, v.z];
}

export function center(box: Box): Vector3 {
  return new Vector3(...box.min).add(new Vector3(...box.max)).multiplyScalar(0.5);
}

/** Half of the diagonal, metres; 0.5 for a box of no size. */
export function radius(box: Box): number {
  const length = new Vector3(...box.max).sub(new Vector3(...box.min)).length() / 2;
  return length > 0 && Number.isFinite(length) ? length : 0.5;
}

/** Three's cameras for one state; which of the two is used follows `kind`. */
export class CameraPair {
  readonly perspective = new PerspectiveCamera();
  readonly orthographic = new OrthographicCamera();

  /** The camera that shows `state` in a picture of this aspect (width / height). */
  place(state: CameraState, aspect: number): PerspectiveCamera | OrthographicCamera {
    const camera = state.kind === "perspective" ? this.perspective : this.orthographic;
    camera.position.fromArray(state.position);
    camera.quaternion.fromArray(state.quaternion).normalize();
    camera.near = state.znear;
    if (camera instanceof PerspectiveCamera) {
      camera.fov = (state.yfov * 180) / Math.PI;
      camera.aspect = aspect;
      camera.far = state.zfar ?? state.znear * 1e6;
    } else {
      const { x, y } = shownHalf(state, aspect);
      Object.assign(camera, { left: -x, right: x, top: y, bottom: -y, far: state.zfar ?? 1e6 });
    }
    camera.updateProjectionMatrix();
    camera.updateMatrixWorld(true);
    return camera;
  }
}

/** Half of what an orthographic camera shows: the whole of its own picture, and more where the aspect differs. */
export function shownHalf(state: CameraState, aspect: number): { x: number; y: number } {
  return { x: Math.max(state.xmag, state.ymag * aspect), y: Math.max(state.ymag, state.xmag / aspect) };
}

/** Where a point is in the picture of a placed camera, from the upper left. */
export function projected(camera: Camera, point: Vec3, width: number, height: number): { x: number; y: number; inFront: boolean } {
  const local = new Vector3(...point).applyMatrix4(camera.matrixWorldInverse);
  const p = new Vector3(...point).project(camera);
  return { x: ((p.x + 1) / 2) * width, y: ((1 - p.y) / 2) * height, inFront: local.z < 0 };
}

/** three's plane, whose kept side is the one that its normal points to. */
export function planeOf({ normal, offset }: Clipping): Plane {
  return new Plane(new Vector3(...normal).negate(), offset);
}

/** Planes around a scene for an eye that has moved: as `threedkit.render.camera.fitted_view` sets them. */
export function withPlanes(state: CameraState, box: Box): CameraState {
  const r = radius(box);
  const away = center(box).distanceTo(new Vector3(...state.position));
  const low = state.kind === "perspective" ? NEAR * (away + r) : 0;
  return { ...state, znear: Math.max(away - 1.5 * r, low), zfar: away + FAR * r };
}

export function corners(box: Box): Vector3[] {
  const sides = [box.min, box.max] as const;
  return [0, 1, 2, 3, 4, 5, 6, 7].map(
    (i) => new Vector3(sides[i & 1]![0], sides[(i >> 1) & 1]![1], sides[(i >> 2) & 1]![2]),
  );
}

/** A quaternion that looks along -`out` with `up` upwards. */
export function facing(out: Vector3, up: Vector3): Quaternion {
  return new Quaternion().setFromRotationMatrix(new Matrix4().lookAt(out, new Vector3(), up));
}

export interface Framing {
  /** From the target to the eye; absent: the direction that the camera has. */
  direction?: Vec3;
  up?: Vec3;
}

/** The camera moved so that a box fills the picture. */
export function framed(state: CameraState, box: Box, aspect: number, how: Framing = {}): CameraState {
  const rotation = new Quaternion(...state.quaternion);
  if (how.direction) {
    const out = new Vector3(...how.direction).normalize();
    const up = how.up ? new Vector3(...how.up) : Math.abs(out.y) > 0.999 ? new Vector3(0, 0, -Math.sign(out.y)) : new Vector3(0, 1, 0);
    rotation.copy(facing(out, up));
  }
  const middle = center(box);
  const back = rotation.clone().invert();
  const local = corners(box).map((corner) => corner.sub(middle).applyQuaternion(back));
  const r = radius(box);
  const next = { ...state, quaternion: rotation.toArray() as Vec4, target: vec3(middle) };
  const eye = state.kind === "perspective" ? perspectiveEye(local, r, state.yfov, aspect) : new Vector3(0, 0, 2.5 * r);
  if (state.kind === "orthographic") {
    const x = Math.max(...local.map((p) => Math.abs(p.x)), 1e-6) / (1 - MARGIN);
    const y = Math.max(...local.map((p) => Math.abs(p.y)), 1e-6) / (1 - MARGIN);
    next.ymag = Math.max(y, x / aspect);
    next.xmag = next.ymag * aspect;
  }
  next.position = vec3(eye.applyQuaternion(rotation).add(middle));
  return withPlanes(next, box);
}

/** Where an eye has to be, on the camera's own axes, to see all points as large as they fit. */
function perspectiveEye(local: Vector3[], r: number, yfov: number, aspect: number): Vector3 {
  const tangent = Math.tan(yfov / 2) * (1 - MARGIN);
  let closest = 0;
  for (const [axis, t] of [["x", tangent * aspect], ["y", tangent]] as const) {
    const right = Math.max(...local.map((p) => p[axis] + p.z * t));
    const left = Math.max(...local.map((p) => -p[axis] + p.z * t));
    closest = Math.max(closest, (right + left) / (2 * t));
  }
  const distance = Math.max(closest, Math.max(...local.map((p) => p.z)) + CLEARANCE * r);
  return new Vector3(middleOf(local, "x", distance), middleOf(local, "y", distance), distance);
}

/** Where the eye stands across the view so that points reach equally far to both sides: by bisection. */
function middleOf(local: Vector3[], axis: "x" | "y", distance: number): number {
  let low = Math.min(...local.map((p) => p[axis]));
  let high = Math.max(...local.map((p) => p[axis]));
  for (let i = 0; i < 48; i += 1) {
    const eye = (low + high) / 2;
    const seen = local.map((p) => (p[axis] - eye) / (distance - p.z));
    if (Math.max(...seen) + Math.min(...seen) > 0) low = eye;
    else high = eye;
  }
  return (low + high) / 2;
}

/** A camera between two, `t` from 0 to 1: the eye swings about the target, it does not pass through things. */
export function between(from: CameraState, to: CameraState, t: number): CameraState {
  if (t >= 1) return to;
  const mix = (a: number, b: number): number => a + (b - a) * t;
  const target = new Vector3(...from.target).lerp(new Vector3(...to.target), t);
  const start = new Vector3(...from.position).sub(new Vector3(...from.target));
  const end = new Vector3(...to.position).sub(new Vector3(...to.target));
  const turn = new Quaternion(...from.quaternion).slerp(new Quaternion(...to.quaternion), t);
  // The offset is held in the camera's own frame, so that it turns as the camera does.
  const a = start.clone().applyQuaternion(new Quaternion(...from.quaternion).invert());
  const b = end.clone().applyQuaternion(new Quaternion(...to.quaternion).invert());
  const offset = a.lerp(b, t).applyQuaternion(turn);
  return {
    ...to,
    target: vec3(target),
    position: vec3(target.clone().add(offset)),
    quaternion: turn.toArray() as Vec4,
    yfov: mix(from.yfov, to.yfov),
    xmag: mix(from.xmag, to.xmag),
    ymag: mix(from.ymag, to.ymag),
    znear: Math.min(from.znear, to.znear),
    zfar: from.zfar === null || to.zfar === null ? null : Math.max(from.zfar, to.zfar),
  };
}

/** Ease in and out. */
export function eased(t: number): number {
  return t * t * (3 - 2 * t);
}

const SAME = 1e-5;

/** Whether two cameras show the same; planes and target aside, and what Python's arithmetic makes of the numbers. */
export function sameView(a: CameraState, b: CameraState): boolean {
  if (a.kind !== b.kind) return false;
  const near = (x: number, y: number, size: number): boolean => Math.abs(x - y) <= SAME * size;
  const lens = a.kind === "perspective" ? near(a.yfov, b.yfov, 1) : near(a.ymag, b.ymag, b.ymag) && near(a.xmag, b.xmag, b.xmag);
  const away = new Vector3(...b.position).distanceTo(new Vector3(...b.target));
  const moved = new Vector3(...a.position).distanceTo(new Vector3(...b.position));
  return lens && moved <= SAME * Math.max(away, NEAR) && new Quaternion(...a.quaternion).angleTo(new Quaternion(...b.quaternion)) <= 10 * SAME;
}
