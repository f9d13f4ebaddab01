"""GLSL of the G-buffer pass; one program for each set of outputs, with and without alpha masks.

View space is the camera's: metres, -Z ahead. Positions reach the shader in view space made from float64 matrices, so
that float32 is as fine as it can be near the camera, wherever in the world that is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["LAYOUT", "background", "geometry"]

LAYOUT: Final[dict[str, tuple[int, str, str]]] = {
    "depth": (1, "f4", "float"),
    "normal": (4, "f4", "vec4"),
    "position": (4, "f4", "vec4"),
    "object_id": (1, "u4", "uint"),
}
"""Output name -> components and dtype of its render target, and type in the shader."""

_SURFACE: Final = {
    "depth": "out_depth = depth;",
    "normal": "out_normal = vec4(world_from_view * normal, 0.0);",
    "position": "out_position = vec4(world_from_view * v_position + eye, 1.0);",
    "object_id": "out_object_id = v_id;",
}

_NOTHING: Final = {
    "depth": "out_depth = infinity;",
    "normal": "out_normal = vec4(0.0);",
    "position": "out_position = vec4(not_a_number);",
    "object_id": "out_object_id = 0u;",
}

_VERTEX = """
#version 330 core
uniform mat4 clip_from_view;
in vec3 in_position;
in vec3 in_normal;
in vec2 in_texcoord;
in vec4 in_color;
in vec4 in_row0;  // rows of view_from_node, one set an instance
in vec4 in_row1;
in vec4 in_row2;
in uint in_id;
out vec3 v_position;
out vec3 v_normal;
out vec3 v_texcoord;  // u, v, alpha of the vertex colour
flat out uint v_id;

vec3 unit(vec3 v) {
    float norm = length(v);
    return norm > 0.0 ? v / norm : vec3(0.0);
}

void main() {
    vec4 p = vec4(in_position, 1.0);
    v_position = vec3(dot(in_row0, p), dot(in_row1, p), dot(in_row2, p));
    // Cofactors instead of the inverse transpose: the same direction, defined for flattened nodes too. Scaled first,
    // so that their products stay within float32.
    vec3 size = max(max(abs(in_row0.xyz), abs(in_row1.xyz)), abs(in_row2.xyz));
    float largest = max(max(size.x, size.y), max(size.z, 1e-37));
    vec3 a = in_row0.xyz / largest, b = in_row1.xyz / largest, c = in_row2.xyz / largest;
    vec3 bc = cross(b, c);
    vec3 turned = vec3(dot(bc, in_normal), dot(cross(c, a), in_normal), dot(cross(a, b), in_normal));
    v_normal = unit(dot(a, bc) < 0.0 ? -turned : turned);
    v_texcoord = vec3(in_texcoord, in_color.a);
    v_id = in_id;
    gl_Position = clip_from_view * vec4(v_position, 1.0);
}
"""

_FRAGMENT = """
#version 330 core
uniform mat3 world_from_view;
uniform vec3 eye;
uniform vec3 depth_code;  // 1: logarithmic; offset or factor; factor
in vec3 v_position;
in vec3 v_normal;
in vec3 v_texcoord;
flat in uint v_id;
{declarations}
{mask_declarations}
void main() {{
{mask}
    float depth = -v_position.z;
    gl_FragDepth = depth_code.x > 0.5 ? log2(max(depth, 1e-37) * depth_code.y) * depth_code.z
                                      : (depth - depth_code.y) * depth_code.z;
    float norm = length(v_normal);
    vec3 normal = norm > 0.0 ? v_normal / norm : vec3(0.0, 0.0, 1.0);
    normal = gl_FrontFacing ? normal : -normal;
    {writes}
}}
"""

_MASK_DECLARATIONS = """
uniform sampler2D alpha_texture;
uniform vec3 u_row;  // of the texture transform
uniform vec3 v_row;
uniform vec2 mirrored;
uniform float alpha_factor;
uniform float alpha_cutoff;
"""

_MASK = """
    vec2 uv = vec2(dot(u_row, vec3(v_texcoord.xy, 1.0)), dot(v_row, vec3(v_texcoord.xy, 1.0)));
    uv = mix(uv, 1.0 - abs(mod(uv, 2.0) - 1.0), mirrored);
    if (texture(alpha_texture, uv).r * alpha_factor * v_texcoord.z < alpha_cutoff) discard;
"""

_BACKGROUND_VERTEX = """
#version 330 core
void main() {
    gl_Position = vec4(gl_VertexID == 1 ? 3.0 : -1.0, gl_VertexID == 2 ? 3.0 : -1.0, 0.0, 1.0);
}
"""

_BACKGROUND_FRAGMENT = """
#version 330 core
uniform float infinity;
uniform float not_a_number;
{declarations}
void main() {{
    gl_FragDepth = 1.0;
    {writes}
}}
"""


def geometry(outputs: Sequence[str], *, masked: bool) -> tuple[str, str]:
    """Vertex and fragment shader that write the outputs, in their order, for surfaces."""
    fragment = _FRAGMENT.format(
        declarations=_declarations(outputs),
        mask_declarations=_MASK_DECLARATIONS if masked else "",
        mask=_MASK if masked else "",
        writes=" ".join(_SURFACE[name] for name in outputs),
    )
    return _VERTEX, fragment


def background(outputs: Sequence[str]) -> tuple[str, str]:
    """Vertex and fragment shader that write what the outputs hold where nothing is, and the farthest depth."""
    writes = " ".join(_NOTHING[name] for name in outputs)
    return _BACKGROUND_VERTEX, _BACKGROUND_FRAGMENT.format(declarations=_declarations(outputs), writes=writes)


def _declarations(outputs: Sequence[str]) -> str:
    lines = (f"layout(location = {i}) out {LAYOUT[name][2]} out_{name};" for i, name in enumerate(outputs))
    return "\n".join(lines)
