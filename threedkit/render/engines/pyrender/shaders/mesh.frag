#version 420 core
// glTF's metallic-roughness surface (glTF 2.0, appendix B) in the light of lamps and of an environment; writes linear
// radiance multiplied by alpha, and alpha.

in vec3 v_position;
in vec3 v_normal;
in vec4 v_tangent;
in vec2 uv_0;
in vec2 uv_1;
in vec4 v_color;
flat in float v_side;

out vec4 light;

const float PI = 3.141592653589793;

uniform bool culls;  // back faces are not there, and some instances mirror: OpenGL cannot cull
uniform float side;  // -1: the vertices themselves are inside out
uniform float alpha_cutoff;
uniform vec4 base_color_factor;
#ifdef HAS_BASE_COLOR_TEX
layout(binding = 1) uniform sampler2D base_color_map;
uniform int base_color_set;
uniform mat3 base_color_uv;
#endif

vec2 coordinates(int set, mat3 place) {
    return (place * vec3(set == 1 ? uv_1 : uv_0, 1.0)).xy;
}

#ifndef SHADOW_PASS
layout(binding = 6) uniform sampler2D split_sum;  // factor and offset of f0, by cosine and roughness
uniform vec4 eye;  // a place (w = 1), or the direction towards the viewer (w = 0)
uniform bool opaque;
uniform float metallic_factor;
uniform float roughness_factor;
uniform float dielectric;  // reflectance of the dielectric part along the normal
uniform vec3 emissive_factor;
#ifdef HAS_METALLIC_ROUGHNESS_TEX
layout(binding = 2) uniform sampler2D metallic_roughness_map;
uniform int metallic_roughness_set;
uniform mat3 metallic_roughness_uv;
#endif
#ifdef HAS_NORMAL_TEX
layout(binding = 3) uniform sampler2D normal_map;
uniform int normal_set;
uniform mat3 normal_uv;
uniform float normal_scale;
#endif
#ifdef HAS_OCCLUSION_TEX
layout(binding = 4) uniform sampler2D occlusion_map;
uniform int occlusion_set;
uniform mat3 occlusion_uv;
uniform float occlusion_strength;
#endif
#ifdef HAS_EMISSIVE_TEX
layout(binding = 5) uniform sampler2D emissive_map;
uniform int emissive_set;
uniform mat3 emissive_uv;
#endif
#ifdef HAS_SKY
layout(binding = 0) uniform samplerCube sky;
uniform float sky_levels;
uniform float sky_intensity;
uniform vec3 irradiance[9];
uniform mat3 sky_from_world;
#endif
#ifdef N_SUNS
uniform vec3 sun_light[N_SUNS];
uniform vec3 sun_way[N_SUNS];
#endif
#ifdef N_SUN_MAPS
layout(binding = 7) uniform sampler2D sun_map[N_SUN_MAPS];
uniform mat4 sun_clip[N_SUN_MAPS];
uniform float sun_texel[N_SUN_MAPS];
#endif
#ifdef N_BULBS
uniform vec3 bulb_light[N_BULBS];
uniform vec3 bulb_place[N_BULBS];
uniform float bulb_range[N_BULBS];
#endif
#ifdef N_SPOTS
uniform vec3 spot_light[N_SPOTS];
uniform vec3 spot_place[N_SPOTS];
uniform vec3 spot_way[N_SPOTS];
uniform vec2 spot_cone[N_SPOTS];
uniform float spot_range[N_SPOTS];
#endif
#ifdef N_SPOT_MAPS
layout(binding = SPOT_MAP_UNIT) uniform sampler2D spot_map[N_SPOT_MAPS];
uniform mat4 spot_clip[N_SPOT_MAPS];
uniform float spot_texel[N_SPOT_MAPS];
#endif

struct Surface {
    vec3 normal;
    vec3 face;
    vec3 view;
    vec3 diffuse;
    vec3 f0;
    vec2 dfg;
    vec3 again;  // light that bounces between facets, as Filament has it
    float roughness;
};

vec3 shaded(Surface s, vec3 towards, vec3 illuminance) {
    float nl = dot(s.normal, towards);
    if (nl <= 0.0) return vec3(0.0);
    vec3 h = normalize(towards + s.view);
    float nv = max(dot(s.normal, s.view), 1e-3), nh = clamp(dot(s.normal, h), 0.0, 1.0);
    float vh = clamp(dot(s.view, h), 0.0, 1.0);
    float a2 = max(pow(s.roughness, 4.0), 1e-6);
    float f = nh * nh * (a2 - 1.0) + 1.0;
    float d = a2 / (PI * f * f);
    float v = 0.5 / (nl * sqrt(nv * nv * (1.0 - a2) + a2) + nv * sqrt(nl * nl * (1.0 - a2) + a2));
    vec3 fresnel = s.f0 + (1.0 - s.f0) * pow(1.0 - vh, 5.0);
    return ((1.0 - fresnel) * s.diffuse / PI + d * v * fresnel * s.again) * nl * illuminance;
}

// How much of a lamp arrives: 3 by 3 comparisons with its map, from a point lifted off the surface.
float arrives(sampler2D map, mat4 clip, float texel, Surface s, vec3 towards) {
    float slope = 1.0 - clamp(dot(s.face, towards), 0.0, 1.0);
    vec4 p = clip * vec4(v_position + s.face * texel * (1.0 + 2.0 * slope), 1.0);
    vec3 at = p.xyz / p.w * 0.5 + 0.5;
    if (p.w <= 0.0 || any(lessThan(at, vec3(0.0))) || any(greaterThan(at, vec3(1.0)))) return 1.0;
    vec2 size = vec2(textureSize(map, 0));
    float lit = 0.0;
    for (int x = -1; x <= 1; ++x) {
        for (int y = -1; y <= 1; ++y) {
            lit += at.z - 2e-5 <= textureLod(map, at.xy + vec2(x, y) / size, 0.0).r ? 1.0 : 0.0;
        }
    }
    return lit / 9.0;
}

// Inverse square with the window that KHR_lights_punctual recommends; a range of 0 has no end.
float falloff(float distance, float range) {
    float window = range > 0.0 ? clamp(1.0 - pow(distance / range, 4.0), 0.0, 1.0) : 1.0;
    return window / max(distance * distance, 1e-12);
}

vec3 from_lamps(Surface s) {
    vec3 sum = vec3(0.0);
#ifdef N_SUNS
    for (int i = 0; i < N_SUNS; ++i) {
        vec3 found = shaded(s, -sun_way[i], sun_light[i]);
#ifdef N_SUN_MAPS
        if (i < N_SUN_MAPS && found != vec3(0.0)) {
            found *= arrives(sun_map[i], sun_clip[i], sun_texel[i], s, -sun_way[i]);
        }
#endif
        sum += found;
    }
#endif
#ifdef N_BULBS
    for (int i = 0; i < N_BULBS; ++i) {
        vec3 towards = bulb_place[i] - v_position;
        float distance = length(towards);
        sum += shaded(s, towards / distance, bulb_light[i] * falloff(distance, bulb_range[i]));
    }
#endif
#ifdef N_SPOTS
    for (int i = 0; i < N_SPOTS; ++i) {
        vec3 towards = spot_place[i] - v_position;
        float distance = length(towards);
        towards /= distance;
        float cone = clamp(dot(spot_way[i], -towards) * spot_cone[i].x + spot_cone[i].y, 0.0, 1.0);
        vec3 found = shaded(s, towards, spot_light[i] * cone * cone * falloff(distance, spot_range[i]));
#ifdef N_SPOT_MAPS
        if (i < N_SPOT_MAPS && found != vec3(0.0)) {
            found *= arrives(spot_map[i], spot_clip[i], spot_texel[i] * distance, s, towards);
        }
#endif
        sum += found;
    }
#endif
    return sum;
}

#ifdef HAS_SKY
vec3 from_sky(Surface s) {
    vec3 n = sky_from_world * s.normal;
    vec3 even = irradiance[0] + irradiance[1] * n.y + irradiance[2] * n.z + irradiance[3] * n.x
              + irradiance[4] * n.x * n.y + irradiance[5] * n.y * n.z + irradiance[6] * (3.0 * n.z * n.z - 1.0)
              + irradiance[7] * n.z * n.x + irradiance[8] * (n.x * n.x - n.y * n.y);
    even = max(even, vec3(0.0));
    // The lobe of a rough surface leans towards its normal (Filament's documentation, "Image based lights").
    vec3 way = sky_from_world * mix(reflect(-s.view, s.normal), s.normal, pow(s.roughness, 4.0));
    vec3 mirrored = textureLod(sky, way, sky_levels * s.roughness * (2.0 - s.roughness)).rgb;
    vec3 once = s.f0 * s.dfg.x + s.dfg.y;
    return sky_intensity * (once * s.again * mirrored + s.diffuse * (1.0 - once) * even);
}
#endif

#ifdef HAS_NORMAL_TEX
vec3 bumped(vec3 normal, float turned) {
    vec2 uv = coordinates(normal_set, normal_uv);
    vec3 n = texture(normal_map, uv).xyz * 2.0 - 1.0;
    n.xy *= normal_scale;
    vec3 t, b;
    if (dot(v_tangent.xyz, v_tangent.xyz) > 0.0) {
        t = normalize(v_tangent.xyz - normal * dot(normal, v_tangent.xyz)) * turned;
        b = cross(normal, t) * sign(v_tangent.w) * turned;
    } else {
        // Mikkelsen's frame from derivatives of the coordinates; v points down in glTF.
        vec3 px = dFdx(v_position), py = dFdy(v_position);
        vec2 ux = dFdx(uv), uy = dFdy(uv);
        vec3 across = cross(py, normal), along = cross(normal, px);
        t = across * ux.x + along * uy.x;
        b = -(across * ux.y + along * uy.y);
        float scale = inversesqrt(max(max(dot(t, t), dot(b, b)), 1e-30));
        t *= scale * turned;
        b *= scale * turned;
    }
    vec3 found = t * n.x + b * n.y + normal * n.z;
    return dot(found, found) > 0.0 ? normalize(found) : normal;
}
#endif
#endif

void main() {
    bool front = gl_FrontFacing == (v_side * side > 0.0);
    if (culls && !front) discard;
    vec4 base = base_color_factor * v_color;
#ifdef HAS_BASE_COLOR_TEX
    base *= texture(base_color_map, coordinates(base_color_set, base_color_uv));
#endif
    if (base.a < alpha_cutoff) discard;
#ifdef SHADOW_PASS
    light = vec4(1.0);
#endif
#ifndef SHADOW_PASS
    float alpha = opaque ? 1.0 : clamp(base.a, 0.0, 1.0);
#ifdef UNLIT
    light = vec4(base.rgb * alpha, alpha);
#endif
#ifndef UNLIT
    float metallic = metallic_factor, roughness = roughness_factor;
#ifdef HAS_METALLIC_ROUGHNESS_TEX
    vec2 found = texture(metallic_roughness_map, coordinates(metallic_roughness_set, metallic_roughness_uv)).gb;
    roughness *= found.x;
    metallic *= found.y;
#endif
    Surface s;
    s.roughness = clamp(roughness, 0.045, 1.0);
    s.view = eye.w > 0.5 ? normalize(eye.xyz - v_position) : eye.xyz;
    vec3 flat_normal = cross(dFdx(v_position), dFdy(v_position));
    bool has_face = dot(flat_normal, flat_normal) > 0.0;
    float turned = front ? 1.0 : -1.0;
#ifdef NORMAL_LOC
    s.normal = dot(v_normal, v_normal) > 0.0 ? normalize(v_normal) * turned : s.view;
#endif
#ifndef NORMAL_LOC
    s.normal = has_face ? normalize(flat_normal) : s.view;
#endif
#ifdef IS_THIN
    // Points and lines have no face of their own.
#ifndef NORMAL_LOC
    s.normal = s.view;
#endif
    has_face = false;
#endif
    s.face = has_face ? normalize(flat_normal) : s.normal;
    s.face *= dot(s.face, s.view) < 0.0 ? -1.0 : 1.0;
#ifdef HAS_NORMAL_TEX
    s.normal = bumped(s.normal, turned);
#endif
    s.f0 = mix(vec3(dielectric), base.rgb, metallic);
    s.diffuse = base.rgb * (1.0 - metallic);
    s.dfg = textureLod(split_sum, vec2(clamp(dot(s.normal, s.view), 0.0, 1.0), s.roughness), 0.0).rg;
    s.again = 1.0 + s.f0 * (1.0 / max(s.dfg.x + s.dfg.y, 1e-3) - 1.0);
    vec3 sum = from_lamps(s);
#ifdef HAS_SKY
    vec3 around = from_sky(s);
#ifdef HAS_OCCLUSION_TEX
    float open = texture(occlusion_map, coordinates(occlusion_set, occlusion_uv)).r;
    around *= mix(1.0, open, occlusion_strength);
#endif
    sum += around;
#endif
    vec3 emitted = emissive_factor;
#ifdef HAS_EMISSIVE_TEX
    emitted *= texture(emissive_map, coordinates(emissive_set, emissive_uv)).rgb;
#endif
    light = vec4((sum + emitted) * alpha, alpha);
#endif
#endif
}
