// In the scene: a grid on the floor, the axes of the world, and the corners of what is selected.

import {
  BufferGeometry, Color, DoubleSide, Float32BufferAttribute, Group, LineBasicMaterial, LineSegments, Mesh, PlaneGeometry, ShaderMaterial, Vector3,
} from "three";

import type { Viewport } from "../viewport.ts";
import { atFrame, type Ends } from "./dom.ts";
import type { Box } from "./ports.ts";
import type { Selection } from "./selection.ts";
import type { State } from "./state.ts";

const RED = "#e5484d";
const GREEN = "#4caf50";
const BLUE = "#3b82f6";
const CHOSEN = "#ff9a2e";
const CORNER = 0.2; // part of an edge
const SPREAD = 12; // the grid reaches that many times the scene's radius
const AIR = 0.01; // between a thing and its corners, in parts of the scene's radius
const TINY = 0.03; // a light or camera, in parts of the scene's radius

const GRID_VERTEX = `
  varying vec2 spot;
  void main() {
    vec4 world = modelMatrix * vec4(position, 1.0);
    spot = world.xz;
    gl_Position = projectionMatrix * viewMatrix * world;
  }`;

const GRID_FRAGMENT = `
  uniform float spacing;
  uniform float reach;
  uniform vec2 middle;
  varying vec2 spot;
  float lines(float size, float width) {
    vec2 at = spot / size;
    vec2 near = abs(fract(at - 0.5) - 0.5) / fwidth(at);
    return 1.0 - min(min(near.x, near.y) / width, 1.0);
  }
  void main() {
    vec2 axis = abs(spot) / fwidth(spot);
    float strength = max(0.28 * lines(spacing, 1.0), 0.5 * lines(10.0 * spacing, 1.2));
    vec3 color = vec3(0.5);
    if (axis.y < 1.2) { color = vec3(0.9, 0.28, 0.3); strength = 0.8; }
    else if (axis.x < 1.2) { color = vec3(0.23, 0.51, 0.96); strength = 0.8; }
    float fade = 1.0 - smoothstep(0.35, 1.0, length(spot - middle) / reach);
    gl_FragColor = vec4(color, strength * fade);
  }`;

/** Draws them into the overlay of a viewport, and keeps them right. */
export function guides(viewport: Viewport, state: State, selection: Selection, ends: Ends): void {
  const group = new Group();
  const grid = gridMesh();
  const axes = segments(3);
  axes.geometry.setAttribute("color", new Float32BufferAttribute([RED, GREEN, BLUE].flatMap((name) => [...rgb(name), ...rgb(name)]), 3));
  axes.material.vertexColors = true;
  const chosen = segments(24);
  chosen.material.color = new Color(CHOSEN);
  viewport.overlay.add(group);

  let size = 1;
  let ended = false;
  function show(): void {
    if (ended) return;
    const wanted = state.get("grid") || state.get("axes") || selection.node !== null;
    if (!wanted && group.children.length === 0) return; // the bounds of a large scene take time
    const box = viewport.bounds();
    const radius = box ? Math.max(new Vector3(...box.max).distanceTo(new Vector3(...box.min)) / 2, 1e-6) : 1;
    size = radius;
    group.clear();
    if (state.get("grid")) {
      spread(grid, box, radius);
      group.add(grid);
    }
    if (state.get("axes")) {
      const end = 1.25 * radius;
      put(axes, [0, 0, 0, end, 0, 0, 0, 0, 0, 0, end, 0, 0, 0, 0, 0, 0, end]);
      group.add(axes);
    }
    const around = boxOf(viewport, selection.node, radius);
    if (around) {
      put(chosen, corners(around));
      group.add(chosen);
    }
    viewport.invalidate();
  }
  /** What plays takes its corners along. */
  function follow(): void {
    if (!viewport.player.playing || selection.node === null) return;
    const around = boxOf(viewport, selection.node, size);
    if (around) put(chosen, corners(around));
  }
  ends.add(
    state.watch("grid", show), state.watch("axes", show), selection.watch(show),
    viewport.on("scene", show), viewport.on("edit", atFrame(viewport, show)), viewport.on("frame", follow),
    () => {
      ended = true;
      viewport.overlay.remove(group);
      for (const part of [grid, axes, chosen]) {
        part.geometry.dispose();
        part.material.dispose();
      }
    },
  );
}

function gridMesh(): Mesh<PlaneGeometry, ShaderMaterial> {
  const material = new ShaderMaterial({
    vertexShader: GRID_VERTEX, fragmentShader: GRID_FRAGMENT, transparent: true, depthWrite: false, side: DoubleSide,
    polygonOffset: true, polygonOffsetFactor: -1, polygonOffsetUnits: -1,
    uniforms: { spacing: { value: 1 }, reach: { value: 1 }, middle: { value: [0, 0] } },
  });
  const mesh = new Mesh(new PlaneGeometry(2, 2).rotateX(-Math.PI / 2), material);
  mesh.frustumCulled = false;
  return mesh;
}

/** A grid of 1, 10, 100 ... metres (or centimetres) that suits the scene's size. */
function spread(grid: Mesh<PlaneGeometry, ShaderMaterial>, box: Box | null, radius: number): void {
  const [x, z] = box ? [(box.min[0] + box.max[0]) / 2, (box.min[2] + box.max[2]) / 2] : [0, 0];
  const reach = SPREAD * radius;
  grid.position.set(x, 0, z);
  grid.scale.set(reach, 1, reach);
  Object.assign(grid.material.uniforms["spacing"]!, { value: 10 ** Math.floor(Math.log10(radius / 2)) });
  Object.assign(grid.material.uniforms["reach"]!, { value: reach });
  Object.assign(grid.material.uniforms["middle"]!, { value: [x, z] });
}

function segments(count: number): LineSegments<BufferGeometry, LineBasicMaterial> {
  const geometry = new BufferGeometry();
  geometry.setAttribute("position", new Float32BufferAttribute(new Float32Array(6 * count), 3));
  const lines = new LineSegments(geometry, new LineBasicMaterial({ toneMapped: false }));
  lines.frustumCulled = false;
  return lines;
}

function put(lines: LineSegments<BufferGeometry, LineBasicMaterial>, points: readonly number[]): void {
  const position = lines.geometry.getAttribute("position");
  (position.array as Float32Array).set(points);
  position.needsUpdate = true;
}

/** The box of a node; around a light or camera a small one. */
function boxOf(viewport: Viewport, node: number | null, radius: number): Box | null {
  if (node === null) return null;
  const object = viewport.model?.object(node);
  if (!object) return null;
  const box = viewport.bounds(node);
  if (box) return padded(box, AIR * radius);
  const at = object.getWorldPosition(new Vector3());
  return padded({ min: [at.x, at.y, at.z], max: [at.x, at.y, at.z] }, TINY * radius);
}

function padded({ min, max }: Box, by: number): Box {
  return { min: [min[0] - by, min[1] - by, min[2] - by], max: [max[0] + by, max[1] + by, max[2] + by] };
}

/** Three short lines at each of a box's corners: 24 of them, two points each. */
export function corners({ min, max }: Box): number[] {
  const out: number[] = [];
  for (let corner = 0; corner < 8; corner += 1) {
    const at = [0, 1, 2].map((axis) => (corner & (1 << axis) ? max[axis]! : min[axis]!));
    for (let axis = 0; axis < 3; axis += 1) {
      const end = [...at];
      const inward = corner & (1 << axis) ? -CORNER : CORNER;
      end[axis]! += inward * (max[axis]! - min[axis]!);
      out.push(...at, ...end);
    }
  }
  return out;
}

function rgb(name: string): [number, number, number] {
  const { r, g, b } = new Color(name);
  return [r, g, b];
}
