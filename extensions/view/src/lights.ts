// Punctual lights with glTF's units (lux, candela), which are three's own.

import { DirectionalLight, type Light, LinearSRGBColorSpace, type Object3D, PointLight, SpotLight } from "three";

import type { Gltf } from "./protocol.ts";

/** The KHR_lights_punctual objects of a document. */
export function lightsOf(gltf: Gltf): Gltf[] {
  return ((gltf["extensions"] as Gltf | undefined)?.["KHR_lights_punctual"]?.lights as Gltf[] | undefined) ?? [];
}

function made(kind: unknown): DirectionalLight | PointLight | SpotLight {
  const light = kind === "directional" ? new DirectionalLight() : kind === "spot" ? new SpotLight() : new PointLight();
  light.position.set(0, 0, 0);
  light.updateMatrix();
  if (!(light instanceof PointLight)) {
    light.target.position.set(0, 0, -1);
    light.add(light.target);
  }
  return light;
}

/** Set what a KHR_lights_punctual object says. */
export function describeLight(light: Light, told: Gltf): void {
  const [r, g, b] = (told["color"] as [number, number, number] | undefined) ?? [1, 1, 1];
  light.color.setRGB(r, g, b, LinearSRGBColorSpace);
  light.intensity = (told["intensity"] as number | undefined) ?? 1;
  if (light instanceof PointLight || light instanceof SpotLight) {
    light.distance = (told["range"] as number | undefined) ?? 0;
    light.decay = 2;
  }
  if (light instanceof SpotLight) {
    const { innerConeAngle = 0, outerConeAngle = Math.PI / 4 } = (told["spot"] as Record<string, number> | undefined) ?? {};
    light.angle = outerConeAngle;
    light.penumbra = outerConeAngle > 0 ? Math.min(Math.max(1 - innerConeAngle / outerConeAngle, 0), 1) : 0;
  }
}

/** The lights of a scene, by their index in the document. */
export class Lights {
  readonly #all = new Map<number, (DirectionalLight | PointLight | SpotLight)[]>();

  constructor(gltf: Gltf, object: (node: number) => Object3D | null) {
    const known = lightsOf(gltf);
    ((gltf["nodes"] as Gltf[] | undefined) ?? []).forEach((node, index) => {
      const light = (node["extensions"] as Gltf | undefined)?.["KHR_lights_punctual"]?.light as number | undefined;
      const parent = object(index);
      const told = light === undefined ? undefined : known[light];
      if (light === undefined || !told || !parent) return;
      const own = made(told["type"]);
      describeLight(own, told);
      parent.add(own);
      this.#all.set(light, [...(this.#all.get(light) ?? []), own]);
    });
  }

  *all(): Iterable<DirectionalLight | PointLight | SpotLight> {
    for (const lights of this.#all.values()) yield* lights;
  }

  of(index: number): readonly Light[] {
    return this.#all.get(index) ?? [];
  }

  describe(index: number, told: Gltf): void {
    for (const light of this.of(index)) describeLight(light, told);
  }

  dispose(): void {
    for (const light of this.all()) light.dispose();
    this.#all.clear();
  }
}
