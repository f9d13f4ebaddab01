// Other ways to draw the same objects: wireframe, normals, texture coordinates, overdraw.

import {
  AdditiveBlending,
  CanvasTexture,
  DoubleSide,
  type Material,
  type Mesh,
  MeshBasicMaterial,
  MeshNormalMaterial,
  NearestFilter,
  type Object3D,
  RepeatWrapping,
  SRGBColorSpace,
} from "three";

import type { Shading } from "./protocol.ts";

/** Draw with other materials: `during(objects, shading, draw)` puts them on, draws and puts the own ones back. */
export class ShadingModes {
  readonly #made = new Map<Shading | "facets", Material>();

  during(objects: Iterable<Object3D>, shading: Shading, draw: () => void): void {
    if (shading === "lit") return draw();
    const own: [Mesh, Material | Material[]][] = [];
    for (const object of objects) {
      const mesh = object as Mesh;
      if (!mesh.isMesh) continue;
      own.push([mesh, mesh.material]);
      const bare = shading === "normals" && !mesh.geometry.hasAttribute("normal");
      mesh.material = this.#material(bare ? "facets" : shading);
    }
    try {
      draw();
    } finally {
      for (const [mesh, before] of own) mesh.material = before;
    }
  }

  dispose(): void {
    for (const material of this.#made.values()) {
      (material as MeshBasicMaterial).map?.dispose();
      material.dispose();
    }
    this.#made.clear();
  }

  #material(shading: Shading | "facets"): Material {
    const known = this.#made.get(shading) ?? makeMaterial(shading);
    this.#made.set(shading, known);
    return known;
  }
}

function makeMaterial(shading: Shading | "facets"): Material {
  if (shading === "wireframe") return new MeshBasicMaterial({ color: 0x4a90d9, wireframe: true, toneMapped: false });
  if (shading === "normals") return new MeshNormalMaterial({ side: DoubleSide });
  if (shading === "facets") return new MeshNormalMaterial({ side: DoubleSide, flatShading: true });
  if (shading === "uv") return new MeshBasicMaterial({ map: checker(), side: DoubleSide, toneMapped: false });
  return new MeshBasicMaterial({
    color: 0x1c0e05,
    blending: AdditiveBlending,
    depthTest: false,
    depthWrite: false,
    side: DoubleSide,
    toneMapped: false,
    transparent: true,
  });
}

/** Squares coloured by u (red) and v (green), with a dark line each tenth. */
function checker(): CanvasTexture {
  const size = 512;
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = size;
  const context = canvas.getContext("2d")!;
  const cells = 8;
  for (let y = 0; y < cells; y += 1) {
    for (let x = 0; x < cells; x += 1) {
      const bright = (x + y) % 2 === 0 ? 1 : 0.72;
      const [r, g] = [(x + 0.5) / cells, (y + 0.5) / cells];
      context.fillStyle = `rgb(${255 * r * bright} ${255 * g * bright} ${90 * bright})`;
      context.fillRect((x * size) / cells, (y * size) / cells, size / cells, size / cells);
    }
  }
  const texture = new CanvasTexture(canvas);
  texture.flipY = false;
  texture.wrapS = texture.wrapT = RepeatWrapping;
  texture.magFilter = NearestFilter;
  texture.colorSpace = SRGBColorSpace;
  texture.anisotropy = 4;
  return texture;
}
