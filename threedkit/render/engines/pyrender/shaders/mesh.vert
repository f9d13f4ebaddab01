#version 420 core
// Vertices of pyrender's primitives; pyrender's program loader puts numbers in the place of the names in capitals.
layout(location = 0) in vec3 position;
#ifdef NORMAL_LOC
layout(location = NORMAL_LOC) in vec3 normal;
#endif
#ifdef TANGENT_LOC
layout(location = TANGENT_LOC) in vec4 tangent;
#endif
#ifdef TEXCOORD_0_LOC
layout(location = TEXCOORD_0_LOC) in vec2 texcoord_0;
#endif
#ifdef TEXCOORD_1_LOC
layout(location = TEXCOORD_1_LOC) in vec2 texcoord_1;
#endif
#ifdef COLOR_0_LOC
layout(location = COLOR_0_LOC) in vec4 color_0;
#endif
layout(location = INST_M_LOC) in mat4 world_from_mesh;

uniform mat4 clip_from_world;

out vec3 v_position;
out vec3 v_normal;
out vec4 v_tangent;
out vec2 uv_0;
out vec2 uv_1;
out vec4 v_color;
flat out float v_side;  // below 0: the instance mirrors

void main() {
    vec4 p = world_from_mesh * vec4(position, 1.0);
    v_position = p.xyz;
    gl_Position = clip_from_world * p;
    vec3 a = world_from_mesh[0].xyz, b = world_from_mesh[1].xyz, c = world_from_mesh[2].xyz;
    float size = max(max(length(a), length(b)), max(length(c), 1e-30));
    a /= size;
    b /= size;
    c /= size;
    v_side = dot(a, cross(b, c)) < 0.0 ? -1.0 : 1.0;
    v_normal = vec3(0.0);
    v_tangent = vec4(0.0);
    uv_0 = vec2(0.0);
    uv_1 = vec2(0.0);
    v_color = vec4(1.0);
#ifdef NORMAL_LOC
    // Cofactors: the direction of the inverse transpose, defined for flattened instances too.
    v_normal = v_side * (cross(b, c) * normal.x + cross(c, a) * normal.y + cross(a, b) * normal.z);
    v_normal /= max(length(v_normal), 1e-30);
#endif
#ifdef TANGENT_LOC
    v_tangent = vec4(a * tangent.x + b * tangent.y + c * tangent.z, tangent.w * v_side);
#endif
#ifdef TEXCOORD_0_LOC
    uv_0 = texcoord_0;
#endif
#ifdef TEXCOORD_1_LOC
    uv_1 = texcoord_1;
#endif
#ifdef COLOR_0_LOC
    v_color = color_0;
#endif
}
