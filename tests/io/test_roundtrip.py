"""Generated scenes survive being saved and loaded."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

import threedkit as tk
from threedkit import io
from threedkit.scene import MODES, MorphTarget, RootSet, Sampler, Skin, Texture, TextureInfo

REASONABLE = st.floats(-1e6, 1e6, width=32)
FRACTION = st.floats(0, 1)
POSITIVE = st.floats(1e-3, 1e6)
NAMES = st.text(max_size=8)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False) | NAMES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=6,
)
EXTRAS = st.dictionaries(st.text(min_size=1, max_size=5), JSON, max_size=2)
EXTENSIONS = st.dictionaries(
    st.sampled_from(["VENDOR_a", "VENDOR_b"]), st.dictionaries(NAMES, JSON, max_size=2), max_size=1
)


def common(draw) -> dict:
    return {"name": draw(NAMES), "extras": draw(EXTRAS), "extensions": draw(EXTENSIONS)}


def vectors(size, elements=REASONABLE):
    return st.tuples(*[elements] * size)


def array(draw, shape, dtype="float32", elements=None):
    if elements is None and dtype == "float32":
        elements = REASONABLE
    return draw(hnp.arrays(dtype, shape, elements=elements))


@st.composite
def materials(draw, textures):
    def slot():
        if not textures or draw(st.booleans()):
            return None
        return TextureInfo(
            draw(st.sampled_from(textures)),
            texcoord=draw(st.integers(0, 3)),
            offset=draw(vectors(2)),
            rotation=draw(REASONABLE),
            scale=draw(vectors(2)),
            extras=draw(EXTRAS),
            extensions=draw(EXTENSIONS),
        )

    normal, occlusion = slot(), slot()
    return tk.Material(
        **common(draw),
        base_color=draw(vectors(4, FRACTION)),
        metallic=draw(FRACTION),
        roughness=draw(FRACTION),
        emissive=draw(vectors(3, FRACTION)),
        base_color_texture=slot(),
        metallic_roughness_texture=slot(),
        normal_texture=normal,
        normal_scale=draw(REASONABLE) if normal is not None else 1.0,
        occlusion_texture=occlusion,
        occlusion_strength=draw(FRACTION) if occlusion is not None else 1.0,
        emissive_texture=slot(),
        alpha_mode=draw(st.sampled_from(["OPAQUE", "MASK", "BLEND"])),
        alpha_cutoff=draw(st.floats(0, 2)),
        double_sided=draw(st.booleans()),
    )


@st.composite
def primitives(draw, materials_, targets):
    count = draw(st.integers(1, 5))
    unit = st.sampled_from(["float32", "uint8", "uint16"])
    fields = {"positions": array(draw, (count, 3))}
    if draw(st.booleans()):
        fields["normals"] = array(draw, (count, 3))
        fields["tangents"] = array(draw, (count, 4))
    fields["texcoords"] = tuple(array(draw, (count, 2), draw(unit)) for _ in range(draw(st.integers(0, 2))))
    if draw(st.booleans()):
        fields["colors"] = array(draw, (count, draw(st.sampled_from([3, 4]))), draw(unit), None)
    if draw(st.booleans()):
        fields["joints"] = np.zeros((count, 4), draw(st.sampled_from(["uint8", "uint16"])))
        fields["weights"] = array(draw, (count, 4), draw(unit))
    if draw(st.booleans()):
        fields["custom"] = {"_ID": array(draw, draw(st.sampled_from([(count,), (count, 3), (count, 4, 4)])))}
    if draw(st.booleans()):
        kind = draw(st.sampled_from(["uint8", "uint16", "uint32"]))
        size = draw(st.integers(1, 6))
        fields["indices"] = array(draw, (size,), kind, st.integers(0, count - 1))
    shared = fields["positions"]
    fields["targets"] = tuple(
        MorphTarget(positions=draw(st.sampled_from([shared, array(draw, (count, 3))]))) for _ in range(targets)
    )
    chosen = draw(st.sampled_from(materials_)) if materials_ and draw(st.booleans()) else None
    return tk.Primitive(
        **fields,
        mode=draw(st.sampled_from(MODES)),
        material=chosen,
        extras=draw(EXTRAS),
        extensions=draw(EXTENSIONS),
    )


@st.composite
def meshes(draw, materials_):
    targets = draw(st.integers(0, 2))
    return tk.Mesh(
        draw(st.lists(primitives(materials_, targets), min_size=1, max_size=2)),
        **common(draw),
        weights=draw(vectors(targets)) if draw(st.booleans()) else (),
        target_names=draw(st.tuples(*[NAMES] * targets)) if draw(st.booleans()) else (),
    )


@st.composite
def cameras(draw):
    if draw(st.booleans()):
        near, more = draw(POSITIVE), draw(st.none() | POSITIVE)
        far = None if more is None else near + more
        lens = {"yfov": draw(st.floats(0.1, 3)), "aspect": draw(st.none() | POSITIVE), "znear": near, "zfar": far}
        return tk.PerspectiveCamera(**common(draw), **lens)
    flat = {"xmag": draw(POSITIVE), "ymag": draw(POSITIVE), "znear": 0.0, "zfar": draw(POSITIVE)}
    return tk.OrthographicCamera(**common(draw), **flat)


@st.composite
def lights(draw):
    fields = {**common(draw), "color": draw(vectors(3, FRACTION)), "intensity": draw(st.floats(0, 1e5))}
    kind = draw(st.sampled_from([tk.DirectionalLight, tk.PointLight, tk.SpotLight]))
    if kind is not tk.DirectionalLight:
        fields["range"] = draw(st.none() | POSITIVE)
    if kind is tk.SpotLight:
        outer = draw(st.floats(0.01, 1.5))
        fields.update(outer_cone_angle=outer, inner_cone_angle=outer / 2)
    return kind(**fields)


@st.composite
def environments(draw):
    radiance = None
    if draw(st.booleans()):
        radiance = array(
            draw, (draw(st.integers(1, 3)), draw(st.integers(1, 4)), 3), elements=st.floats(0, 1e4, width=32)
        )
    return tk.Environment(
        **common(draw),
        radiance=radiance,
        intensity=draw(st.floats(0, 10)),
        rotation=draw(REASONABLE),
        background=draw(st.sampled_from(["color", "environment"])),
        background_color=draw(vectors(3, FRACTION)),
    )


@st.composite
def channels(draw, nodes):
    path, width = draw(st.sampled_from([("translation", 3), ("rotation", 4), ("scale", 3)]))
    kind = draw(st.sampled_from(["STEP", "LINEAR", "CUBICSPLINE"]))
    keys = draw(st.integers(2, 4))
    times = np.cumsum(array(draw, (keys,), elements=st.floats(0.125, 10, width=32)), dtype=np.float32)
    values = array(draw, (keys, 3, width) if kind == "CUBICSPLINE" else (keys, width))
    return tk.Channel(node=draw(st.sampled_from(nodes)), path=path, times=times, values=values, interpolation=kind)


@st.composite
def scenes(draw):
    images = [
        tk.Image(data=b"\x89PNG\r\n\x1a\n" + draw(st.binary(max_size=9)), mime_type="image/png", **common(draw))
        for _ in range(draw(st.integers(0, 2)))
    ]
    samplers = [
        Sampler(
            **common(draw),
            mag_filter=draw(st.sampled_from([None, "NEAREST", "LINEAR"])),
            min_filter=draw(st.sampled_from([None, "LINEAR", "LINEAR_MIPMAP_NEAREST"])),
            wrap_s=draw(st.sampled_from(["REPEAT", "CLAMP_TO_EDGE", "MIRRORED_REPEAT"])),
        )
        for _ in range(draw(st.integers(0, 2)))
    ]
    textures = [
        Texture(draw(st.sampled_from(images)), sampler=draw(st.sampled_from([None, *samplers])), **common(draw))
        for _ in range(draw(st.integers(0, 2)) if images else 0)
    ]
    materials_ = draw(st.lists(materials(textures), max_size=2))
    meshes_ = draw(st.lists(meshes(materials_), max_size=2))
    cameras_, lights_ = draw(st.lists(cameras(), max_size=2)), draw(st.lists(lights(), max_size=2))
    nodes: list[tk.Node] = []
    for _ in range(draw(st.integers(0, 5))):
        mesh = draw(st.sampled_from([None, *meshes_]))
        node = tk.Node(
            **common(draw),
            position=draw(vectors(3)),
            rotation=draw(vectors(4, st.floats(-1, 1)).filter(lambda q: sum(x * x for x in q) > 1e-3)),
            scale=draw(vectors(3)),
            mesh=mesh,
            camera=draw(st.sampled_from([None, *cameras_])),
            light=draw(st.sampled_from([None, *lights_])),
            weights=draw(vectors(mesh.target_count)) if mesh is not None and mesh.target_count else None,
        )
        if draw(st.booleans()):
            parent = draw(st.sampled_from([None, *nodes]))
            if parent is not None:
                parent.add(node)
        nodes.append(node)
    roots = [node for node in nodes if node.parent is None]
    scene = tk.Scene(
        **common(draw),
        roots=roots,
        document_extras=draw(EXTRAS),
        document_extensions=draw(EXTENSIONS),
        environment=draw(st.none() | st.just(tk.Environment()) | environments()),
        alternates=[RootSet(**common(draw), roots=draw(st.lists(st.sampled_from(roots), unique_by=id)))]
        if roots
        else [],
        index=draw(st.integers(0, 1)) if roots else 0,
    )
    scene.declare(
        images=images, samplers=samplers, textures=textures, materials=materials_, meshes=meshes_, cameras=cameras_,
        lights=lights_, nodes=nodes,
    )  # fmt: skip
    if nodes:
        tracks = draw(st.lists(channels(nodes), max_size=2, unique_by=lambda c: (id(c.node), c.path)))
        scene.animations = [tk.Animation(**common(draw), channels=tracks)] if tracks else []
        bones = draw(st.lists(st.sampled_from(nodes), min_size=1, max_size=3, unique_by=id))
        if draw(st.booleans()):
            scene.declare(
                skins=[Skin(**common(draw), joints=bones, inverse_bind_matrices=np.stack([np.eye(4)] * len(bones)))]
            )
    return scene


WRITTEN = frozenset({"asset", "extensions_used", "extensions_required", "inverse_bind_matrices", "uri"})


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(scenes())
def test_generated_scenes(scene_differences, scene):
    data = io.to_glb(scene)
    again = io.load(data)
    assert scene_differences(scene, again, ignore=WRITTEN) == []
    assert io.to_glb(again) == data
    assert scene_differences(again, io.load(io.to_glb(again))) == []
    assert io.content_hash(scene) == io.content_hash(again)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(scenes())
def test_generated_scenes_as_gltf(scene_differences, tmp_path_factory, scene):
    path = tmp_path_factory.mktemp("gltf") / "größe & 1.gltf"
    io.save(scene, path)
    again = io.load(path)
    assert scene_differences(scene, again, ignore=WRITTEN) == []
    assert io.content_hash(again) == io.content_hash(scene)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(scenes())
def test_what_is_written_is_valid(scene):
    """No error of structure; vectors of any length and colours beyond 1 are there because they are drawn at random."""
    random_values = {
        "ACCESSOR_VECTOR3_NON_UNIT",
        "ACCESSOR_INVALID_SIGN",
        "ACCESSOR_NON_CLAMPED",
        "ACCESSOR_ANIMATION_SAMPLER_OUTPUT_NON_NORMALIZED_QUATERNION",
        "MESH_PRIMITIVE_TOO_FEW_TEXCOORDS",
        "SKIN_NO_COMMON_ROOT",
    }
    report = io.validate(io.to_glb(scene))
    errors = {
        problem for problem in report.problems if problem.severity == "error" and problem.code not in random_values
    }
    assert errors == set()
    assert report.statistics.nodes == len(scene.nodes)


def test_every_real_model(real_models, scene_differences):
    """Each is loaded and comes back the same, or is refused for a reason that is known."""
    refused = {}
    for path in real_models:
        try:
            scene = io.load(path)
        except tk.AssetError as error:
            refused[path.name] = {problem.code for problem in error.problems if problem.severity == "error"}
            continue
        data = io.to_glb(scene)
        again = io.load(data)
        assert scene_differences(scene, again, ignore=frozenset({"uri", "asset", "extensions_used"})) == [], path
        assert scene_differences(again, io.load(io.to_glb(again))) == [], path
        assert io.to_glb(again) == data, path
    unsupported = {name for name, codes in refused.items() if codes == {"UNSUPPORTED_EXTENSION"}}
    broken = refused.keys() - unsupported
    assert all(name.startswith(("invalid-", "integer-out-of-bounds")) for name in broken), broken


def test_order_and_unused_entries_stay(make_glb, small):
    document, binary = small
    document["materials"].insert(0, {"name": "unused"})
    document["meshes"][0]["primitives"][0]["material"] = 1
    scene = io.load(make_glb(document, binary))
    again = io.load(scene.to_glb())
    assert again.materials[0].name == "unused"
    assert again.meshes[0].primitives[0].material is again.materials[1]


def test_everything_in_the_small_document(make_glb, small, scene_differences):
    scene = io.load(make_glb(*small))
    assert scene.name == "main"
    assert len(scene.alternates) == 1
    assert scene.nodes[3].light.intensity == 2
    assert scene.nodes[3].extensions == {"VENDOR_thing": {"x": [1, {"y": None}]}}
    mesh = scene.meshes[0]
    assert mesh.target_names == ("smile",)
    assert mesh.extras == {"more": True}
    primitive = mesh.primitives[0]
    assert primitive.targets[0].positions.tolist() == [[0, 0, 0], [0.5, 0.5, 0.5], [0, 0, 0]]
    assert primitive.custom["_ID"].dtype == np.float32
    info = scene.materials[0].base_color_texture
    assert (info.offset, info.scale) == ((0.5, 0), (2, 2))
    assert scene.nodes[2].matrix[:3, 3].tolist() == [4, 5, 6]
    assert scene.images[0].pixels.tolist() == [[[255, 0, 0]] * 2] * 2
    assert scene_differences(scene, io.load(scene.to_glb())) == []


def test_extras_that_are_no_object(make_glb, small):
    document, binary = small
    document["nodes"][0]["extras"] = [1, 2]
    scene = io.load(make_glb(document, binary))
    assert scene.nodes[0].extras == {"$value": [1, 2]}
    assert b'"extras":[1,2]' in scene.to_glb()


@pytest.mark.parametrize("dtype", ["int64", "float64", "uint32", "bool", "int16"])
def test_custom_attributes_of_other_dtypes(dtype):
    values = np.array([0, 1, 1], dtype)
    scene = tk.Scene()
    scene.add(tk.Primitive(np.eye(3, dtype=np.float32), custom={"_ID": values}))
    again = io.load(scene.to_glb()).meshes[0].primitives[0].custom["_ID"]
    assert again.tolist() == values.astype(again.dtype).tolist()


def test_shared_arrays_are_written_once():
    points = np.random.default_rng(0).random((10_000, 3), dtype=np.float32)
    scene = tk.Scene()
    for _ in range(10):
        scene.add(tk.Primitive(points))
    assert len(scene.to_glb()) < 2 * points.nbytes


def test_empty_meshes_are_left_out():
    scene = tk.Scene()
    node = scene.add(tk.Mesh(()), name="nothing")
    assert node.mesh is not None
    again = io.load(scene.to_glb())
    assert again.nodes["nothing"].mesh is None
