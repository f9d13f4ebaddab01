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
  type Points,
  Raycaster,
  type SkinnedMesh,
  Vector2,
  Vector3,
  Vector4,
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
  caster.layers.enableAll();
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
    point: vec3(placeOf(hit)),
    normal: normalAt(hit, eye),
    uv: hit.uv ? [hit.uv.x, hit.uv.y] : null,
    distance: hit.point.distanceTo(eye),
  };
}

/** Where it is: of a point, itself, not what of the ray is nearest to it. */
function placeOf({ object, index, point }: Intersection): Vector3 {
  const positions = (object as Mesh).geometry.attributes["position"];
  if (!(object as Points).isPoints || index === undefined || !positions) return point;
  return new Vector3().fromBufferAttribute(positions, index).applyMatrix4(object.matrixWorld);
}

/** The surface's normal in the world, towards the eye: the shading normal where there is one, else the triangle's own. */
function normalAt(hit: Intersection, eye: Vector3): [number, number, number] | null {
  const local = localNormal(hit);
  if (!local || !(hit.object as Mesh).isMesh) return null;
  const world = hit.object.matrixWorld.clone();
  const instanced = hit.object as InstancedMesh;
  if (instanced.isInstancedMesh && hit.instanceId !== undefined) {
    const own = new Matrix4();
    instanced.getMatrixAt(hit.instanceId, own);
    world.multiply(own);
  }
  const normal = local.applyMatrix3(new Matrix3().getNormalMatrix(world)).normalize();
  if (!Number.isFinite(normal.x)) return null;
  return vec3(normal.dot(eye.clone().sub(hit.point)) < 0 ? normal.negate() : normal);
}

/** Of a body that bends, three tells the shading normal as if it were at rest: it is bent here, as the shader does. */
function localNormal({ normal, face, barycoord, object }: Intersection): Vector3 | null {
  const mesh = object as Mesh;
  if (!normal || !face || mesh.morphTargetInfluences?.some(Boolean)) return face?.normal.clone() ?? null;
  const body = object as SkinnedMesh;
  const normals = mesh.geometry.attributes["normal"];
  if (!body.isSkinnedMesh || !normals || !barycoord) return normal.clone();
  const bent = new Vector3();
  [face.a, face.b, face.c].forEach((vertex, i) => {
    const corner = new Vector4(normals.getX(vertex), normals.getY(vertex), normals.getZ(vertex), 0);
    body.applyBoneTransform(vertex, corner);
    bent.addScaledVector(new Vector3(corner.x, corner.y, corner.z), barycoord.getComponent(i));
  });
  return bent;
}
