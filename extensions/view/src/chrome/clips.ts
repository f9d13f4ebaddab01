// The animations of a document as a player sees them.

import type { Gltf } from "./ports.ts";

export interface Clip {
  name: string;
  /** Seconds: the last key of any channel. */
  duration: number;
}

export function clips(gltf: Gltf): Clip[] {
  return (gltf.animations ?? []).map((animation: Gltf, index: number) => {
    const ends = animation.samplers.map((sampler: Gltf) => gltf.accessors?.[sampler.input]?.max?.[0] ?? 0);
    return { name: animation.name || `animation ${index}`, duration: Math.max(0, ...ends) };
  });
}
