from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import threedkit as tk
from threedkit.errors import ParameterError
from threedkit.scene.made_image import MadeImage


def names(items) -> list[str]:
    return [item.name for item in items]


def test_equal_parts_become_one(full):
    before = len(full.to_glb())
    tk.ops.dedup(full)
    assert names(full.images) == ["one", "unused"]
    assert len(full.samplers) == 2
    assert len(full.textures) == 2
    assert names(full.materials) == ["m0", "unused", "normal", "plane"]
    assert full.nodes["a"].mesh is full.nodes["b"].mesh
    assert len(full.to_glb()) < before


def test_equal_arrays_become_one_wherever_they_are(full):
    tk.ops.dedup(full)
    turning, moving, knee, *_ = full.animations[0].channels
    assert knee.times is turning.times is moving.times
    assert knee.values is turning.values


def test_names_may_keep_parts_apart(full):
    tk.ops.dedup(full, keep_unique_names=True)
    assert names(full.images) == ["one", "two", "unused"]
    assert names(full.materials)[:2] == ["m0", "m1"]
    assert len(full.samplers) == 3
    a, b = full.nodes["a"].mesh, full.nodes["b"].mesh
    assert a is not b
    assert a.primitives[0].positions is b.primitives[0].positions


def test_other_content_stays_apart():
    scene = tk.Scene()
    base = {"base_color": "#ff0000", "roughness": 0.5}
    variants = [
        {}, {"roughness": 0.25}, {"extras": {"a": 1}}, {"extensions": {"VENDOR_x": {}}}, {"double_sided": True},
        {"clearcoat": 0.5}, {"ior": 1.4}, {"nested": {"pbrMetallicRoughness": {"extras": 1}}},
    ]  # fmt: skip
    for change in [*variants, *variants]:
        scene.add(tk.Mesh(tk.box(), tk.Material(**{**base, **change})))
    tk.ops.dedup(scene)
    assert len(scene.materials) == len(scene.meshes) == len(variants)


def test_a_default_that_was_given_equals_one_that_was_not():
    scene = tk.Scene()
    for material in (tk.Material(), tk.Material(roughness=1.0, extras={}, name="")):
        scene.add(tk.Mesh(tk.box(), material))
    tk.ops.dedup(scene)
    assert len(scene.materials) == 1


def test_true_is_not_one_and_order_counts():
    scene = tk.Scene()
    for extras in ({"a": True}, {"a": 1}, {"a": 1.0}, {"a": [1, 2]}, {"a": [2, 1]}):
        scene.add(tk.Mesh(tk.box(), tk.Material(extras=extras)))
    tk.ops.dedup(scene)
    assert len(scene.materials) == 5


def test_what_an_animation_changes_stays_apart():
    scene = tk.Scene()
    materials = [tk.Material(), tk.Material(), tk.Material()]
    for material in materials:
        scene.add(tk.Mesh(tk.box(), material))
    channel = tk.Channel(
        target=materials[0], path="pointer", pointer="pbrMetallicRoughness/metallicFactor", times=[0.0], values=[[1.0]]
    )
    scene.animations = [tk.Animation(channels=(channel,))]
    tk.ops.dedup(scene)
    assert scene.materials == (materials[0], materials[1])
    assert scene.nodes[2].mesh.primitives[0].material is materials[1]


def test_skins_with_the_same_joints_become_one_and_others_do_not():
    scene = tk.Scene()
    joints = [scene.add(tk.Node()) for _ in range(2)]
    for order in (joints, joints, joints[::-1]):
        skin = tk.Skin(joints=order, inverse_bind_matrices=np.tile(np.eye(4), (2, 1, 1)))
        scene.add(tk.Mesh(tk.box()), skin=skin)
    tk.ops.dedup(scene)
    assert len(scene.skins) == 2


def test_duplicates_that_raw_extensions_may_mean_stay_listed():
    scene = tk.Scene()
    for _ in range(4):
        scene.add(tk.Mesh(tk.box(), tk.Material()))
    scene.document_extensions = {"VENDOR_x": {"material": 2}}
    tk.ops.dedup(scene)
    assert len(scene.materials) == 3
    assert len({id(mesh.primitives[0].material) for mesh in scene.meshes}) == 1


@given(st.lists(st.tuples(st.integers(0, 1), st.integers(0, 1), st.integers(0, 2)), min_size=1, max_size=8))
def test_what_is_drawn_stays_the_same(parts):
    scene = tk.Scene()
    for kind, shade, size in parts:
        shape = (tk.box if kind else tk.plane)(size=(1 + size,) * (3 if kind else 2))
        scene.add(tk.Mesh(shape, tk.Material(roughness=shade / 2)))

    def drawn():
        return [
            (node.mesh.primitives[0].positions.tobytes(), node.mesh.primitives[0].material.roughness)
            for node in scene.nodes
        ]

    before = drawn()
    tk.ops.dedup(scene)
    assert drawn() == before
    assert len(scene.meshes) == len(set(parts))
    assert len(scene.materials) == len({shade for _, shade, _ in parts})
    once = scene.to_glb()
    assert tk.ops.dedup(scene).to_glb() == once


def test_arrays_of_other_types_stay_apart():
    scene = tk.Scene()
    for dtype in (np.uint8, np.uint16):
        box = tk.box()
        box.indices = box.indices.astype(dtype)
        scene.add(box)
    tk.ops.dedup(scene)
    assert [mesh.primitives[0].indices.dtype for mesh in scene.meshes] == [np.uint8, np.uint16]
    assert scene.meshes[0].primitives[0].positions is scene.meshes[1].primitives[0].positions


def test_images_are_equal_by_their_bytes_and_without_bytes_by_their_place(full):
    scene, data = tk.Scene(), full.images[0].data
    images = [
        tk.Image(data=data),
        tk.Image(data=bytes(data), mime_type="image/png", uri="a.png"),
        tk.Image(data=data, extras={"a": 1}),
        tk.Image(uri="far.png"),
        tk.Image(uri="other.png"),
        tk.Image(uri="far.png", name="same"),
    ]
    scene.declare(images=images)
    assert [images.index(image) for image in tk.ops.dedup(scene).images] == [0, 2, 3, 4]


class Made(NamedTuple):
    """Bytes that are computed from another image when they are asked for."""

    source: tk.Image

    def __call__(self) -> bytes:
        return bytes(self.source.data)[::-1]


def test_images_that_are_still_to_be_computed_are_compared_by_their_bytes():
    scene = tk.Scene()
    for data in (b"ab", b"ab", b"ba"):
        image = MadeImage.of(Made(tk.Image(data=data)), "image/png")
        scene.add(tk.Mesh(tk.box(), tk.Material(base_color_texture=image)))
    assert len(scene.images) == 3
    tk.ops.dedup(scene)
    assert [image.data for image in scene.images] == [b"ba", b"ab"]
    tk.ops.prune(scene)
    assert len(scene.images) == 2


def test_wrong_flags_are_refused():
    with pytest.raises(ParameterError, match="dedup: keep_unique_names must be True or False"):
        tk.ops.dedup(tk.Scene(), keep_unique_names=1)
