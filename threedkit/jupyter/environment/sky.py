"""The environment as what is seen behind the scene: a box at infinity with a shader of its own.

pythreejs' Scene takes a colour for its background only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pythreejs as three

from threedkit.jupyter.environment.light import backdrop
from threedkit.jupyter.environment.rgbm import RANGE

if TYPE_CHECKING:
    from threedkit.scene import Environment

__all__ = ["sky"]

_VERTEX = """
varying vec3 vDirection;
void main() {
    vDirection = position;
    vec4 corner = projectionMatrix * vec4(mat3(viewMatrix) * position, 1.0);
    gl_Position = corner.xyww;
}
"""
_FRAGMENT = """
uniform sampler2D picture;
uniform float scale;
uniform float turn;
varying vec3 vDirection;
void main() {
    vec3 d = normalize(vDirection);
    vec2 uv = vec2((atan(d.x, -d.z) + turn) / 6.283185307 + 0.5, 0.5 - asin(clamp(d.y, -1.0, 1.0)) / 3.141592654);
    vec4 texel = texture2D(picture, uv);
    gl_FragColor = vec4(texel.rgb * texel.a * scale, 1.0);
    #include <tonemapping_fragment>
    #include <encodings_fragment>
}
"""


def sky(environment: Environment) -> Any:
    """A mesh that fills the background with the environment's radiance."""
    picture = backdrop(environment)
    texture = three.ImageTexture(
        imageUri=picture.uri, flipY=False, wrapS="RepeatWrapping", minFilter="LinearFilter", generateMipmaps=False
    )
    material = three.ShaderMaterial(
        vertexShader=_VERTEX,
        fragmentShader=_FRAGMENT,
        uniforms={
            "picture": {"type": "t", "value": texture},
            "scale": {"value": picture.scale * RANGE * environment.intensity},
            "turn": {"value": environment.rotation},
        },
        side="DoubleSide",
        depthTest=False,
        depthWrite=False,
    )
    return three.Mesh(three.BoxBufferGeometry(1, 1, 1), material, renderOrder=-1_000_000, frustumCulled=False)
