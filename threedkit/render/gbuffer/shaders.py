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
    "material_id": (1, "u4", "uint"),
    "albedo": (4, "f4", "vec4"),
    "motion": (2, "f4", "vec2"),
    "uv": (2, "f4", "vec2"),
}
"""Output name -> components and dtype of its render target, and type in the shader: 8, as many as OpenGL 3.3 has."""

_SURFACE: Final = {
    "depth": "out_depth = depth;",
    "normal": "out_normal = vec4(world_from_view * normal, 0.0);",
    "position": "out_position = vec4(world_from_view * v_position + eye, 1.0);",
    "object_id": "out_object_id = v_id;",
    "material_id": "out_material_id = v_material;",
    "albedo": "out_albedo = vec4(base_color * v_color.rgb * textureLod(base_texture, uv, 0.0).rgb, 1.0);",
    "motion": "out_motion = v_after.z > 0.0 ? (v_after.xy / v_after.z - v_now.xy / v_now.z) * half_size"
    " : vec2(not_a_number);",
    "uv": "out_uv = has_uv ? v_uv : vec2(not_a_number);",
}

_NOTHING: Final = {
    "depth": "out_depth = infinity;",
    "normal": "out_normal = vec4(0.0);",
    "position": "out_position = vec4(not_a_number);",
    "object_id": "out_object_id = 0u;",
    "material_id": "out_material_id = 0u;",
    "albedo": "out_albedo = vec4(0.0);",
    "motion": "out_motion = vec2(0.0);",
    "uv": "out_uv = vec2(not_a_number);",
}

_VERTEX = """
#version 330 core
uniform mat4 clip_from_view;
uniform mat4 clip_from_view_after;
uniform bool has_color;
in vec3 in_position;
in vec3 in_after;
in vec3 in_normal;
in vec2 in_texcoord;
in vec2 in_uv;
in vec4 in_color;
in vec4 in_row0;  // rows of view_from_node, one set an instance
in vec4 in_row1;
in vec4 in_row2;
in vec4 in_after0;  // the same rows at the moment that motion looks ahead to
in vec4 in_after1;
in vec4 in_after2;
in uint in_id;
in uint in_material;
out vec3 v_position;
out vec3 v_normal;
out vec2 v_texcoord;  // of the base colour
out vec2 v_uv;
out vec4 v_color;
out vec3 v_now;  // x, y, w in clip space
out vec3 v_after;
flat out uint v_id;
flat out uint v_material;

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
    v_texcoord = in_texcoord;
    v_uv = in_uv;
    v_color = has_color ? in_color : vec4(1.0);
    v_id = in_id;
    v_material = in_material;
    gl_Position = clip_from_view * vec4(v_position, 1.0);
    v_now = gl_Position.xyw;
    vec4 q = vec4(in_after, 1.0);
    v_after = (clip_from_view_after * vec4(dot(in_after0, q), dot(in_after1, q), dot(in_after2, q), 1.0)).xyw;
}
"""

_FRAGMENT = """
#version 330 core
uniform mat3 world_from_view;
uniform vec3 eye;
uniform vec3 depth_code;  // 1: logarithmic; offset or factor; factor
in vec3 v_position;
in vec3 v_normal;
in vec2 v_texcoord;
in vec2 v_uv;
in vec4 v_color;
in vec3 v_now;
in vec3 v_after;
flat in uint v_id;
flat in uint v_material;
uniform vec2 half_size;  // of the picture in pixels, y down
uniform float not_a_number;
uniform bool has_uv;
uniform sampler2D base_texture;
uniform vec3 base_color;
uniform vec3 u_row;  // of the texture transform
uniform vec3 v_row;
uniform vec2 mirrored;
uniform float alpha_factor;
uniform float alpha_cutoff;
{declarations}
void main() {{
{coordinates}
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

_COORDINATES = """
    vec2 uv = vec2(dot(u_row, vec3(v_texcoord, 1.0)), dot(v_row, vec3(v_texcoord, 1.0)));
    uv = mix(uv, 1.0 - abs(mod(uv, 2.0) - 1.0), mirrored);
"""

_MASK = """
    if (texture(base_texture, uv).a * alpha_factor * v_color.a < alpha_cutoff) discard;
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
        coordinates=_COORDINATES if masked or "albedo" in outputs else "",
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
