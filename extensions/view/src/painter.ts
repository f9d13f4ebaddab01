// How one picture is made: the scene in linear light, exposed, clipped, in sRGB; then what lies over it.

import {
  BufferAttribute,
  BufferGeometry,
  type Camera,
  Color,
  HalfFloatType,
  Mesh,
  MeshBasicMaterial,
  NoBlending,
  OrthographicCamera,
  type Plane,
  type Scene,
  ShaderMaterial,
  Vector4,
  type WebGLRenderer,
  WebGLRenderTarget,
} from "three";

import type { Shading, Vec3 } from "./protocol.ts";
import type { SceneModel } from "./scene-model.ts";
import { ShadingModes } from "./shading.ts";

export interface Picture {
  width: number;
  height: number;
  exposure: number;
  shading: Shading;
  clip: Plane | null;
  overlay: Scene | null;
}

const MSAA = 4;

/** Paints with the stage's renderer, into the lower left corner of its canvas. */
export class Painter {
  readonly #modes = new ShadingModes();
  readonly #depthOnly = new MeshBasicMaterial({ colorWrite: false });
  #linear: WebGLRenderTarget | null = null;
  readonly #develop = new Develop();

  paint(renderer: WebGLRenderer, model: SceneModel, camera: Camera, picture: Picture): void {
    const { width, height } = picture;
    renderer.toneMappingExposure = picture.exposure;
    renderer.clippingPlanes = picture.clip ? [picture.clip] : [];
    model.gather();
    // Colours are mixed as light, not as sRGB numbers, where one surface shines through another.
    renderer.shadowMap.needsUpdate = picture.shading === "lit" && model.settleShadows();
    const mixes = picture.shading === "lit" && model.materials.blend && renderer.extensions.has("EXT_color_buffer_float");
    if (mixes) this.#inLinear(renderer, model, camera, picture);
    else {
      onCanvas(renderer, width, height);
      clearTo(renderer, model.surroundings.color, picture.exposure);
      this.#modes.during(model.painted(), picture.shading, () => renderer.render(model.scene, camera));
    }
    const { overlay } = picture;
    if (overlay?.children.some((child) => child.children.length > 0)) {
      if (mixes) this.#depth(renderer, model, camera);
      renderer.clippingPlanes = [];
      renderer.render(overlay, camera);
    }
    renderer.clippingPlanes = [];
  }

  #inLinear(renderer: WebGLRenderer, model: SceneModel, camera: Camera, { width, height, exposure }: Picture): void {
    const target = (this.#linear ??= new WebGLRenderTarget(width, height, { type: HalfFloatType, samples: MSAA }));
    target.setSize(width, height);
    renderer.setRenderTarget(target);
    clearTo(renderer, model.surroundings.color, 1);
    renderer.render(model.scene, camera);
    renderer.setRenderTarget(null);
    onCanvas(renderer, width, height);
    renderer.clear();
    this.#develop.draw(renderer, target, exposure);
  }

  /** Fill the canvas's depth with that of what nothing shines through. */
  #depth(renderer: WebGLRenderer, { scene, materials }: SceneModel, camera: Camera): void {
    const { background, overrideMaterial } = scene;
    const veils = [...materials.all()].filter((material) => material.transparent && material.visible);
    for (const veil of veils) veil.visible = false;
    scene.background = null;
    scene.overrideMaterial = this.#depthOnly;
    try {
      renderer.render(scene, camera);
    } finally {
      Object.assign(scene, { background, overrideMaterial });
      for (const veil of veils) veil.visible = true;
    }
  }

  /** Let go of what is on the GPU. */
  dispose(): void {
    this.#linear?.dispose();
    this.#linear = null;
    this.#modes.dispose();
    this.#depthOnly.dispose();
    this.#develop.dispose();
  }
}

/** Draw into the lower left corner from now on. */
function onCanvas(renderer: WebGLRenderer, width: number, height: number): void {
  const area = new Vector4(0, 0, width, height);
  renderer.setViewport(area);
  renderer.setScissor(area);
  renderer.setScissorTest(true);
}

/** Fill the target with linear light, exposed and clipped as everything else is. */
function clearTo(renderer: WebGLRenderer, [r, g, b]: Vec3, exposure: number): void {
  renderer.setClearColor(new Color(r * exposure, g * exposure, b * exposure), 1);
  renderer.clear();
}

/** From linear light to what a screen shows, by three's own chunks. */
class Develop {
  readonly #geometry = new BufferGeometry();
  readonly #material = new ShaderMaterial({
    uniforms: { picture: { value: null } },
    vertexShader: "varying vec2 at; void main() { at = position.xy * 0.5 + 0.5; gl_Position = vec4(position.xy, 0.0, 1.0); }",
    fragmentShader: `uniform sampler2D picture; varying vec2 at;
      void main() {
        gl_FragColor = vec4(texture2D(picture, at).rgb, 1.0);
        #include <tonemapping_fragment>
        #include <colorspace_fragment>
      }`,
    depthTest: false,
    depthWrite: false,
    blending: NoBlending,
  });
  readonly #mesh = new Mesh(this.#geometry, this.#material);
  readonly #camera = new OrthographicCamera();

  constructor() {
    this.#geometry.setAttribute("position", new BufferAttribute(new Float32Array([-1, -1, 0, 3, -1, 0, -1, 3, 0]), 3));
    this.#mesh.frustumCulled = false;
  }

  draw(renderer: WebGLRenderer, target: WebGLRenderTarget, exposure: number): void {
    renderer.toneMappingExposure = exposure;
    const planes = renderer.clippingPlanes;
    renderer.clippingPlanes = [];
    this.#material.uniforms["picture"]!.value = target.texture;
    renderer.render(this.#mesh as unknown as Scene, this.#camera);
    renderer.clippingPlanes = planes;
  }

  dispose(): void {
    this.#geometry.dispose();
    this.#material.dispose();
  }
}
