// What is under a point of the picture: node, primitive, triangle, point, normal, uv.

import {
  type BufferGeometry,
  type Camera,
  type InstancedMesh,
  type Intersection,
  Matrix3,
  Matrix4,
  Mesh,
  type Object3D,
  type Plane,
  Raycaster,
  Vector2,
  Vector3,
} from "three";
import { acceleratedRaycast, MeshBVH } from "three-mesh-bvh";

import { vec3 } from "./camera.ts";
import type { Hit } from "./protocol.ts";
import type { SceneModel } from "./scene-model.ts";

const WORTH_A_TREE = 2000;
/** Pixels around a line or a point that count as hit. */
const REACH = 4;

/** Find the nearest drawn thing at (x, y), -1 to 1; `pixel` is metres per pixel at the target. */
export function pick(
  model: SceneModel,
  camera: Camera,
  at: { x: number; y: number },
  pixel: number,
  clip: Plane | null,
): Hit | null {
  const caster = new Raycaster();
  caster.setFromCamera(new Vector2(at.x, at.y), camera);
  caster.params.Line = { threshold: REACH * pixel };
  caster.params.Points = { threshold: REACH * pixel };
  const found: Intersection[] = [];
  for (const object of model.drawn()) {
    if (!shown(object)) continue;
    caster.firstHitOnly = clip === null;
    accelerate(object);
    caster.intersectObject(object, false, found);
  }
  found.sort((a, b) => a.distance - b.distance);
  const eye = new Vector3().setFromMatrixPosition(camera.matrixWorld);
  for (const hit of found) {
    if (clip && clip.distanceToPoint(hit.point) < 0) continue;
    const told = describe(model, hit, eye);
    if (told) return told;
  }
  return null;
}

function shown(object: Object3D): boolean {
  for (let at: Object3D | null = object; at; at = at.parent) if (!at.visible) return false;
  return true;
}

/** Give large still meshes a tree of boxes; what bends is searched triangle by triangle. */
function accelerate(object: Object3D): void {
  const mesh = object as Mesh & { isSkinnedMesh?: boolean; boundingSphere?: unknown };
  // Where its bones have taken it is looked up anew.
  if (mesh.isSkinnedMesh) mesh.boundingSphere = null;
  if (!mesh.isMesh || mesh.isSkinnedMesh || mesh.morphTargetInfluences) return;
  const geometry = mesh.geometry as BufferGeometry & { boundsTree?: MeshBVH };
  const count = (geometry.index?.count ?? geometry.attributes["position"]?.count ?? 0) / 3;
  if (count < WORTH_A_TREE) return;
  // Indirect: the index buffer keeps its order, so a triangle's number is the file's.
  geometry.boundsTree ??= new MeshBVH(geometry, { indirect: true });
  if (mesh.raycast !== acceleratedRaycast) {
    if (!(mesh as unknown as InstancedMesh).isInstancedMesh) mesh.raycast = acceleratedRaycast;
  }
}

function describe(model: SceneModel, hit: Intersection, eye: Vector3): Hit | null {
  const origin = model.origin(hit.object);
  if (!origin) return null;
  const mesh = hit.object as Mesh;
  return {
    node: origin.node,
    primitive: origin.primitive,
    instance: hit.instanceId ?? null,
    triangle: mesh.isMesh ? (hit.faceIndex ?? null) : (hit.index ?? null),
    point: vec3(hit.point),
    normal: normalAt(hit),
    uv: hit.uv ? [hit.uv.x, hit.uv.y] : null,
    distance: hit.point.distanceTo(eye),
  };
}

/** The surface's normal in the world: the shading normal where there is one, else the triangle's own. */
function normalAt(hit: Intersection): [number, number, number] | null {
  const local = (hit as { normal?: Vector3 }).normal ?? hit.face?.normal;
  if (!local || !(hit.object as Mesh).isMesh) return null;
  const world = hit.object.matrixWorld.clone();
  const instanced = hit.object as InstancedMesh;
  if (instanced.isInstancedMesh && hit.instanceId !== undefined) {
    const own = new Matrix4();
    instanced.getMatrixAt(hit.instanceId, own);
    world.multiply(own);
  }
  const length = local.clone().applyMatrix3(new Matrix3().getNormalMatrix(world)).normalize();
  return Number.isFinite(length.x) ? vec3(length) : null;
}
