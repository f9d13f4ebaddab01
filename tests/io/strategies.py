"""Hypothesis strategies: whole scenes with everything that glTF and the modelled extensions can hold."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

import threedkit as tk
from threedkit.scene import MODES, Format, Instances, MorphTarget, RootSet, Sampler, Skin, Texture, TextureInfo
from threedkit.scene.fields import Color, Number
from threedkit.scene.formats import to_float
from threedkit.scene.material import LAYERS
from threedkit.scene.variant import Variant, VariantMaterial
from threedkit.transforms import matrices

__all__ = ["scenes"]

PIXEL = [tk.Image.from_array(np.full((1, 1, 3), shade, np.uint8)).data for shade in (0, 200)]
REASONABLE = st.floats(-1e6, 1e6, width=32)
FRACTION = st.floats(0, 1)
POSITIVE = st.floats(1e-3, 1e6)
NAMES = st.sampled_from(["", "a", "b", "größe 日本 ~/%"]) | st.text(max_size=6)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False) | NAMES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=5,
)
EXTRAS = st.dictionaries(st.text(min_size=1, max_size=5), JSON, max_size=2)
DATA = st.fixed_dictionaries(
    {"outputAccessor": hnp.arrays("float32", (2, 3), elements=REASONABLE), "bufferView": hnp.arrays("uint8", 5)}
)
EXTENSIONS = st.dictionaries(
    st.sampled_from(["VENDOR_a", "VENDOR_b"]), st.dictionaries(NAMES, JSON, max_size=2) | DATA, max_size=1
)
STORED = {
    "NORMAL": [("int8", True), ("int16", True)],
    "POSITION": [(kind, flag) for kind in ("int8", "uint8", "int16", "uint16") for flag in (False, True)],
    "TEXCOORD": [("int8", True), ("int16", False), ("uint8", False), ("uint16", False)],
    "targets": [("int8", True), ("int16", False)],
}


def common(draw) -> dict:
    named = {"name": draw(NAMES)}
    return named if draw(st.booleans()) else {**named, "extras": draw(EXTRAS), "extensions": draw(EXTENSIONS)}


def vectors(size, elements=REASONABLE):
    return st.tuples(*[elements] * size)


def array(draw, shape, dtype="float32", elements=None):
    if elements is None and dtype == "float32":
        elements = REASONABLE
    return draw(hnp.arrays(dtype, shape, elements=elements))


def stored(draw, formats, name, shape, kind):
    """A float array; sometimes one that was stored as integers, which is noted in `formats`."""
    if draw(st.booleans()):
        return array(draw, shape)
    form = Format(*draw(st.sampled_from(STORED[kind])))
    formats[name] = form
    return to_float(array(draw, shape, form.dtype), normalized=form.normalized)


@st.composite
def slots(draw, textures):
    if not textures or draw(st.booleans()):
        return None
    values = {"texcoord": draw(st.integers(0, 1))}
    if draw(st.booleans()):
        values.update(offset=draw(vectors(2)), rotation=draw(REASONABLE), scale=draw(vectors(2)))
    if draw(st.booleans()):
        values.update(extras=draw(EXTRAS), extensions=draw(EXTENSIONS))
    return TextureInfo(draw(st.sampled_from(textures)), **values)


@st.composite
def layers(draw, name, textures):
    """One of the layers that extensions add: each of its fields by what that takes."""
    kind = getattr(tk.Material, name).kinds()[0]
    made = kind(extras=draw(EXTRAS))
    for field, trait in kind.class_traits().items():
        if isinstance(trait, Number) and not field.endswith("_scale"):
            low = max(trait.minimum, -10.0) + (0.01 if trait.above else 0.0)
            setattr(made, field, draw(st.floats(low, min(trait.maximum, 100.0))))
        elif isinstance(trait, Color):
            setattr(made, field, draw(vectors(3, FRACTION)))
        elif field.endswith("texture"):
            setattr(made, field, draw(slots(textures)))
    return made


@st.composite
def materials(draw, textures):
    normal, occlusion = draw(slots(textures)), draw(slots(textures))
    chosen = draw(st.lists(st.sampled_from(LAYERS), max_size=2, unique=True))
    unlit = not chosen and draw(st.booleans())
    more = {name: draw(layers(name, textures)) for name in chosen}
    if normal is None:  # tangents are made for a normal texture; without one they would have to be given
        more.pop("anisotropy", None)
        if "clearcoat" in more:
            more["clearcoat"].normal_texture = None
    return tk.Material(
        **common(draw),
        **more,
        unlit=unlit,
        emissive_strength=1.0 if unlit else draw(st.floats(0, 100)),
        ior=1.5 if unlit else draw(st.just(0.0) | st.floats(1, 3)),
        base_color=draw(vectors(4, FRACTION)),
        metallic=draw(FRACTION),
        roughness=draw(FRACTION),
        emissive=draw(vectors(3, FRACTION)),
        base_color_texture=draw(slots(textures)),
        metallic_roughness_texture=draw(slots(textures)),
        normal_texture=normal,
        normal_scale=draw(REASONABLE) if normal is not None else 1.0,
        occlusion_texture=occlusion,
        occlusion_strength=draw(FRACTION) if occlusion is not None else 1.0,
        emissive_texture=draw(slots(textures)),
        alpha_mode=draw(st.sampled_from(["OPAQUE", "MASK", "BLEND"])),
        alpha_cutoff=draw(st.floats(0, 2)),
        double_sided=draw(st.booleans()),
    )


@st.composite
def primitives(draw, materials_, variants, targets, *, skinned):
    count = draw(st.integers(1, 5))
    unit = st.sampled_from(["float32", "uint8", "uint16"])
    formats: dict[str, Format] = {}
    fields = {"positions": stored(draw, formats, "POSITION", (count, 3), "POSITION")}
    if draw(st.booleans()):
        fields["normals"] = stored(draw, formats, "NORMAL", (count, 3), "NORMAL")
        fields["tangents"] = stored(draw, formats, "TANGENT", (count, 4), "NORMAL")
    coordinates = [array(draw, (count, 2), draw(unit))]
    coordinates.append(stored(draw, formats, "TEXCOORD_1", (count, 2), "TEXCOORD"))
    fields["texcoords"] = tuple(coordinates)
    if draw(st.booleans()):
        fields["colors"] = array(draw, (count, draw(st.sampled_from([3, 4]))), draw(unit), None)
    if skinned:
        fields["joints"] = np.zeros((count, 4), draw(st.sampled_from(["uint8", "uint16"])))
        fields["weights"] = array(draw, (count, 4), draw(unit))
    if draw(st.booleans()):
        shape = draw(st.sampled_from([(count,), (count, 3), (count, 4, 4), (count, 3, 3)]))
        fields["custom"] = {"_ID": array(draw, shape, draw(st.sampled_from(["float32", "int8", "uint16"])))}
    if draw(st.booleans()):
        size = draw(st.integers(1, 6))
        kind = draw(st.sampled_from(["uint8", "uint16", "uint32"]))
        fields["indices"] = array(draw, (size,), kind, st.integers(0, count - 1))
    shared = array(draw, (count, 3))
    moves = [
        shared if draw(st.booleans()) else stored(draw, formats, f"targets/{number}/POSITION", (count, 3), "targets")
        for number in range(targets)
    ]
    chosen = draw(st.sampled_from([None, *materials_]))
    looks = draw(st.lists(st.sampled_from(variants), max_size=2, unique_by=id)) if variants and materials_ else []
    mapping = [VariantMaterial(material=draw(st.sampled_from(materials_)), variants=looks)] if looks else []
    return tk.Primitive(
        **fields,
        targets=tuple(MorphTarget(positions=move) for move in moves),
        formats=formats,
        mode=draw(st.sampled_from(MODES)),
        material=chosen,
        variants=mapping,
        extras=draw(EXTRAS),
        extensions=draw(EXTENSIONS),
    )


@st.composite
def meshes(draw, materials_, variants):
    targets, skinned = draw(st.integers(0, 2)), draw(st.booleans())
    parts = primitives(materials_, variants, targets, skinned=skinned)
    return tk.Mesh(
        draw(st.lists(parts, min_size=1, max_size=2)),
        **common(draw),
        weights=draw(vectors(targets)) if draw(st.booleans()) else (),
        target_names=draw(st.tuples(*[NAMES] * targets)) if draw(st.booleans()) else (),
    )


@st.composite
def cameras(draw):
    inner = {name: {"extras": {"inner": 1}} for name in draw(st.lists(st.just("perspective"), max_size=1))}
    if draw(st.booleans()):
        near, more = draw(POSITIVE), draw(st.none() | POSITIVE)
        far = None if more is None else near + more
        lens = {"yfov": draw(st.floats(0.1, 3)), "aspect": draw(st.none() | POSITIVE), "znear": near, "zfar": far}
        return tk.PerspectiveCamera(**common(draw), **lens, nested=inner)
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
        shape = (draw(st.integers(1, 3)), draw(st.integers(1, 4)), 3)
        radiance = array(draw, shape, elements=st.floats(0, 1e4, width=32))
    return tk.Environment(
        **common(draw),
        radiance=radiance,
        intensity=draw(st.floats(0, 10)),
        rotation=draw(REASONABLE),
        background=draw(st.sampled_from(["color", "environment"])),
        background_color=draw(vectors(3, FRACTION)),
    )


@st.composite
def instances(draw):
    count, formats, fields = draw(st.integers(1, 4)), {}, {}
    fields["translation"] = array(draw, (count, 3))
    if draw(st.booleans()):
        fields["rotation"] = stored(draw, formats, "ROTATION", (count, 4), "NORMAL")
    if draw(st.booleans()):
        fields["scale"] = array(draw, (count, 3))
    if draw(st.booleans()):
        fields["custom"] = {"_ID": array(draw, (count,), "uint16")}
    return Instances(**fields, formats=formats, extras=draw(EXTRAS))


def targets_of(parts) -> list[tuple]:
    """What a channel may move: fields that say so, and numbers of a value (0: any)."""
    paths = (("scale", 3), ("rotation", 4))
    found = [({"node": n, "path": path}, width) for n in parts["nodes"] if n.matrix is None for path, width in paths]
    found += [
        ({"node": node, "path": "weights"}, node.mesh.target_count)
        for node in parts["nodes"]
        if node.mesh is not None and len(node.mesh.primitives[0].targets) == node.mesh.target_count > 0
    ]

    def pointers(elements, **paths):
        for element in elements:
            for pointer, width in paths.items():
                found.append(({"target": element, "path": "pointer", "pointer": pointer}, width))

    pointers(parts["materials"], **{"pbrMetallicRoughness/baseColorFactor": 4, "alphaCutoff": 1})
    pointers(parts["lights"], color=3, intensity=1)
    pointers([c for c in parts["cameras"] if isinstance(c, tk.PerspectiveCamera)], **{"perspective/yfov": 1})
    return found


@st.composite
def channels(draw, choices):
    fields, width = draw(st.sampled_from(choices))
    kind = draw(st.sampled_from(["STEP", "LINEAR", "CUBICSPLINE"]))
    keys = draw(st.integers(2, 4))
    times = np.cumsum(array(draw, (keys,), elements=st.floats(0.125, 10, width=32)), dtype=np.float32)
    shape, form = (keys, 3, width) if kind == "CUBICSPLINE" else (keys, width), None
    if fields["path"] in {"rotation", "weights"} and draw(st.booleans()):
        form = Format("int16", normalized=True)
        values = to_float(array(draw, shape, "int16"), normalized=True)
    else:
        values = array(draw, shape)
    inner = {"target": {"extras": {"inner": 1}}} if draw(st.booleans()) else {}
    return tk.Channel(**fields, times=times, values=values, interpolation=kind, stored=form, nested=inner)


@st.composite
def node_fields(draw, parts):
    mesh = draw(st.sampled_from([None, *parts["meshes"]]))
    place = {
        "position": draw(vectors(3)),
        "rotation": draw(vectors(4, st.floats(-1, 1)).filter(lambda q: sum(x * x for x in q) > 1e-3)),
        "scale": draw(vectors(3)),
    }
    if draw(st.integers(0, 3)) == 0:
        size = draw(vectors(3, st.floats(0.125, 8)))
        place = {"matrix": matrices.compose(place["position"], place["rotation"], size)}
    return {
        **common(draw),
        **place,
        "mesh": mesh,
        "camera": draw(st.sampled_from([None, *parts["cameras"]])),
        "light": draw(st.sampled_from([None, *parts["lights"]])),
        "weights": draw(vectors(mesh.target_count)) if mesh is not None and mesh.target_count else None,
        "instances": draw(instances()) if mesh is not None and draw(st.integers(0, 3)) == 0 else None,
        "visible": draw(st.booleans()),
    }


def hierarchy(draw, parts) -> list[tk.Node]:
    nodes: list[tk.Node] = []
    for _ in range(draw(st.integers(0, 5))):
        node = tk.Node(**draw(node_fields(parts)))
        parent = draw(st.sampled_from([None, *nodes]))
        if parent is not None:
            parent.add(node)
        nodes.append(node)
    return nodes


def skin_of(draw, nodes) -> Skin:
    """Joints under one root, with or without matrices and skeleton; nodes with skinned meshes use it."""
    root = next(node for node in nodes if node.parent is None)
    family = list(root.traverse())
    bones = draw(st.lists(st.sampled_from(family), min_size=1, max_size=3, unique_by=id))
    inverse = np.stack([np.eye(4, dtype=np.float32)] * len(bones)) if draw(st.booleans()) else None
    skeleton = draw(st.sampled_from([None, root]))
    skin = Skin(**common(draw), joints=bones, inverse_bind_matrices=inverse, skeleton=skeleton)
    for node in family:
        if node.mesh is not None and all(part.joints for part in node.mesh.primitives) and draw(st.booleans()):
            node.skin = skin
    return skin


@st.composite
def parts_of(draw) -> dict:
    images = [
        tk.Image(data=draw(st.sampled_from(PIXEL)), mime_type="image/png", **common(draw))
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
    found = {"images": images, "samplers": samplers, "textures": textures}
    found["materials"] = draw(st.lists(materials(textures), max_size=2))
    found["variants"] = [Variant(name=name) for name in draw(st.lists(st.sampled_from("xy"), max_size=2, unique=True))]
    found["meshes"] = draw(st.lists(meshes(found["materials"], found["variants"]), max_size=2))
    found["cameras"], found["lights"] = draw(st.lists(cameras(), max_size=2)), draw(st.lists(lights(), max_size=2))
    return found


@st.composite
def scenes(draw):
    """A scene that breaks no rule of structure; what its numbers say is drawn at random."""
    parts = draw(parts_of())
    parts["nodes"] = nodes = hierarchy(draw, parts)
    roots = [node for node in nodes if node.parent is None]
    others = [RootSet(**common(draw), roots=draw(st.lists(st.sampled_from(roots), unique_by=id)))] if roots else []
    scene = tk.Scene(
        **common(draw),
        roots=roots,
        document_extras=draw(EXTRAS),
        document_extensions=draw(EXTENSIONS),
        environment=draw(st.none() | st.just(tk.Environment()) | environments()),
        alternates=others,
        index=draw(st.integers(0, 1)) if roots else 0,
    )
    scene.declare(**parts)
    if nodes and draw(st.booleans()):
        scene.declare(skins=[skin_of(draw, nodes)])
    choices = targets_of(parts)
    if choices:
        key = lambda c: (id(c.element), c.path, c.pointer)  # noqa: E731 - the name says what for
        tracks = draw(st.lists(channels(choices), max_size=3, unique_by=key))
        scene.animations = [tk.Animation(**common(draw), channels=tracks)] if tracks else []
    return scene
