// Shadows of lamps: maps fitted to the scene, drawn anew only when something has moved.

import {
  DirectionalLight, type Light, type Material, Matrix4, type Mesh, type MeshStandardMaterial, type Object3D, PointLight, type Side, SpotLight,
  Vector3,
} from "three";

import { center, radius } from "./camera.ts";
import type { Box } from "./protocol.ts";

/** Lamps with shadows: each takes one of the 16 textures that a material may have. */
const MOST = 4;
const SIZE = 2048;
const SIZE_OF_SIX = 1024;

type Lamp = DirectionalLight | PointLight | SpotLight;

/** Let lamps cast shadows, the suns first; returns how many go without. */
export function castShadows(lamps: Iterable<Lamp>): number {
  const all = [...lamps];
  const rank = (lamp: Lamp): number => (lamp instanceof DirectionalLight ? 0 : lamp instanceof SpotLight ? 1 : 2);
  const sorted = all.sort((a, b) => rank(a) - rank(b) || b.intensity - a.intensity);
  sorted.forEach((lamp, i) => {
    lamp.castShadow = i < MOST;
    const size = lamp instanceof PointLight ? SIZE_OF_SIX : SIZE;
    lamp.shadow.mapSize.set(size, size);
  });
  return Math.max(0, sorted.length - MOST);
}

/** Fit the maps around what is drawn. World matrices must be current. */
export function fitShadows(lamps: Iterable<Light>, box: Box): void {
  const middle = center(box);
  const r = radius(box) * 1.02;
  for (const lamp of lamps) {
    if (lamp instanceof DirectionalLight) fitSun(lamp, middle, r);
    else if (lamp instanceof PointLight || lamp instanceof SpotLight) fitLamp(lamp, middle, r);
  }
}

function fitSun(sun: DirectionalLight, middle: Vector3, r: number): void {
  const from = new Vector3().setFromMatrixPosition(sun.matrixWorld);
  const to = new Vector3().setFromMatrixPosition(sun.target.matrixWorld);
  const world = new Matrix4().lookAt(from, to, new Vector3(0, 1, 0)).setPosition(from);
  const local = middle.clone().applyMatrix4(world.invert());
  const { camera } = sun.shadow;
  Object.assign(camera, { left: local.x - r, right: local.x + r, bottom: local.y - r, top: local.y + r });
  Object.assign(camera, { near: -local.z - r, far: -local.z + r });
  camera.updateProjectionMatrix();
  sun.shadow.bias = -0.0004;
  sun.shadow.normalBias = (1.5 * 2 * r) / SIZE;
}

function fitLamp(lamp: PointLight | SpotLight, middle: Vector3, r: number): void {
  const away = new Vector3().setFromMatrixPosition(lamp.matrixWorld).distanceTo(middle);
  const { camera } = lamp.shadow;
  camera.far = away + r;
  camera.near = Math.max(away - r, camera.far * 0.01);
  camera.updateProjectionMatrix();
  lamp.shadow.bias = -0.00002;
  lamp.shadow.normalBias = (2 * away * 1.5) / SIZE_OF_SIX;
}

/** Whatever is not see-through by its alpha casts, by the faces that are seen, as in engines; everything receives. */
export function markCasters(objects: Iterable<Object3D>): void {
  for (const object of objects) {
    const materials = [(object as Mesh).material].flat();
    for (const material of materials) material.shadowSide = sideOf(material);
    object.castShadow = materials.every((one) => !one.transparent);
    object.receiveShadow = true;
  }
}

/** null: three's own way, the faces that are not seen: a body without normals would shadow itself in stripes. */
function sideOf(material: Material): Side | null {
  return (material as MeshStandardMaterial).flatShading ? null : material.side;
}
