// A spot light fades as KHR_lights_punctual says (the square of a line in cosines); three's own way is a smooth step.

import { ShaderChunk } from "three";

const THREES = "return smoothstep( coneCosine, penumbraCosine, angleCosine );";
const GLTFS = `float fade = clamp( ( angleCosine - coneCosine ) / max( penumbraCosine - coneCosine, 1e-4 ), 0.0, 1.0 );
		return fade * fade;`;

/** Put it into three's shaders, once; an error where three has changed what is replaced. */
export function installSpotFalloff(): void {
  const chunk = ShaderChunk.lights_pars_begin;
  if (chunk.includes(GLTFS)) return;
  if (!chunk.includes(THREES)) throw new Error("three.js computes spot lights otherwise than this view expects");
  ShaderChunk.lights_pars_begin = chunk.replace(THREES, GLTFS);
}
