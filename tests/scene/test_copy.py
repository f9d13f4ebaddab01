"""Scene.copy: every part anew, bulk data shared, equal bytes."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

import threedkit as tk
from threedkit.scene import Element, Instances, Scene
from threedkit.scene.made_image import MadeImage


def elements(scene: Scene) -> dict[int, Element]:
    """Every part of a scene, by identity."""
    found: dict[int, Element] = {}
    stack = [scene, *scene.nodes, *scene.materials, *scene.animations, *scene.images]
    while stack:
        one = stack.pop()
        if isinstance(one, Element) and id(one) not in found:
            found[id(one)] = one
            stack.extend(one._trait_values.values())
        elif isinstance(one, tuple):
            stack.extend(one)
    return found


@st.composite
def scenes(draw) -> Scene:
    """Scenes with a hierarchy, shared meshes and materials, a skin, animations and unused parts."""
    scene = tk.Scene(name=draw(st.text(max_size=5)), extras={"deep": [{"list": [1, {}]}]})
    image = tk.Image(data=b"\x89PNG\r\n\x1a\n", mime_type="image/png")
    materials = [
        tk.Material(name=f"m{i}", roughness=draw(st.floats(0, 1)), base_color_texture=tk.Texture(image))
        for i in range(2)
    ]
    mesh = tk.Mesh(tk.box(), draw(st.sampled_from(materials)))
    nodes = [scene.add(tk.Node(name="root"))]
    for i in range(draw(st.integers(0, 6))):
        parent = draw(st.sampled_from([None, *nodes]))
        nodes.append(scene.add(tk.Node(name=str(i)), parent=parent))
        nodes[-1].mesh = draw(st.sampled_from([None, mesh]))
        nodes[-1].light = draw(st.sampled_from([None, tk.PointLight()]))
    nodes[-1].skin = tk.Skin(joints=nodes)
    channel = tk.Channel(node=nodes[0], times=np.float32([0, 1]), values=np.float32([[0, 0, 0], [1, 1, 1]]))
    scene.animations = [tk.Animation(name="go", channels=(channel,))]
    scene.declare(materials=materials)
    return scene


@given(scenes())
def test_a_copy_has_equal_bytes_and_shares_no_part(scene):
    before = scene.to_glb()
    copy = scene.copy()
    assert copy.to_glb() == before
    assert not elements(scene).keys() & elements(copy).keys()
    for node in copy.nodes:
        assert node.parent is None or node in node.parent.children
    for node in copy.nodes:
        node.position = (1, 2, 3)
    for material in copy.materials:
        material.roughness, material.extras["x"] = 0.125, 1
    copy.extras["deep"][0]["list"][1]["y"] = 2
    copy.remove(copy.roots[0])
    copy.animations = ()
    assert scene.to_glb() == before


@given(scenes())
def test_arrays_and_bytes_are_shared(scene):
    copy = scene.copy()
    for mesh, other in zip(scene.meshes, copy.meshes, strict=True):
        for (_, array), (_, same) in zip(
            mesh.primitives[0].attributes(), other.primitives[0].attributes(), strict=True
        ):
            assert array is same
    assert all(a.data is b.data for a, b in zip(scene.images, copy.images, strict=True))


def test_observers_stay_with_the_original():
    scene, seen = tk.Scene(), []
    node = scene.add(tk.Node(name="a"))
    node.observe(lambda change: seen.append(change.new), names="position")
    copy = scene.copy()
    copy.nodes["a"].position = (1, 0, 0)
    assert not seen
    copy.nodes["a"].observe(lambda change: seen.append("copy"), names="position")
    node.position = (2, 0, 0)
    assert seen == [(2.0, 0.0, 0.0)]


def test_deep_hierarchies_and_deep_extras_do_not_overflow():
    scene = tk.Scene()
    node = scene.add(tk.Node())
    for _ in range(3000):
        node = node.add(tk.Node())
    nest: dict = {}
    inner = nest
    for _ in range(5000):
        inner["x"] = [{}]
        inner = inner["x"][0]
    node.extras = nest
    assert len(scene.copy().nodes) == 3001


def test_a_copy_of_a_copy_is_checked_and_observable():
    copy = tk.Scene(name="a").copy().copy()
    ball = copy.add(tk.Mesh(tk.sphere()), name="ball")
    assert copy.find("ball") is ball
    assert copy.environment is not None


def test_real_models(suzanne, shared_assets):
    paths = [suzanne]
    if shared_assets is not None:
        models = shared_assets / "gltf-sample-assets" / "Models"
        paths += [
            path
            for name in ("Fox", "AnimatedMorphCube", "BoxTextured")
            for path in models.glob(f"{name}/glTF-Binary/*.glb")
        ]
    for path in paths:
        scene = tk.load(path)
        before = scene.content_hash
        copy = scene.copy()
        assert copy.content_hash == before
        assert not elements(scene).keys() & elements(copy).keys()


class Reversed(NamedTuple):
    """Bytes that are computed from another image when they are asked for."""

    source: tk.Image

    def __call__(self) -> bytes:
        return bytes(self.source.data)[::-1]


def test_what_is_still_to_be_computed_is_computed_from_the_copy():
    scene, source = tk.Scene(), tk.Image(data=b"abc")
    image = MadeImage.of(Reversed(source), "image/png")
    scene.declare(images=[source, image])
    copy = scene.copy()
    copy.images[0].data = b"xyz"
    assert copy.images[1].data == b"zyx"
    assert scene.images[1].data == b"cba"


def test_pointers_instances_and_variants_lead_into_the_copy():
    scene = tk.Scene()
    night, material = tk.Variant(name="night"), tk.Material(clearcoat=0.5)
    box = tk.box()
    box.variants = (tk.VariantMaterial(material=material, variants=(night,)),)
    node = scene.add(box)
    node.instances = Instances(translation=[(0, 0, 0), (1, 0, 0)])
    channel = tk.Channel(
        target=material, path="pointer", pointer="pbrMetallicRoughness/metallicFactor", times=[0.0], values=[[1.0]]
    )
    scene.animations = [tk.Animation(channels=(channel,))]
    copy = scene.copy()
    (mapping,) = copy.meshes[0].primitives[0].variants
    assert copy.animations[0].channels[0].target is mapping.material is copy.materials[0] is not material
    assert copy.variants[0] is mapping.variants[0] is not night
    assert copy.nodes[0].instances is not node.instances
    assert copy.nodes[0].instances.translation is node.instances.translation
    assert copy.materials[0].clearcoat is not material.clearcoat
    assert copy.to_glb() == scene.to_glb()
