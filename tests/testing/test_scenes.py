from __future__ import annotations

import numpy as np
import pytest

import threedkit as tk
from threedkit.testing import scenes_equal


def scene() -> tk.Scene:
    made = tk.Scene(name="one", extras={"a": [1, {"b": True}]})
    material = tk.Material(name="paint")
    for _ in range(2):
        made.add(tk.Mesh(tk.box(), material), name="box")
    return made


def test_equal_scenes_have_no_differences():
    assert scenes_equal(scene(), scene()) == []


@pytest.mark.parametrize(
    ("edit", "wanted"),
    [
        (lambda s: setattr(s.materials[0], "roughness", 0.5), ["/materials/0/roughness: 1.0 is not 0.5"]),
        (lambda s: s.extras.update(a=[1, {"b": 1}]), ["/extras/a/1/b: True is not 1"]),
        (lambda s: s.extras.update(c=1), ["/extras: members ['a'] are not ['a', 'c']"]),
        (lambda s: setattr(s, "environment", None), ["/environment: <Environment> is not None"]),
        (
            lambda s: setattr(s.meshes[0].primitives[0], "positions", s.meshes[0].primitives[0].positions * 2),
            ["/meshes/0/primitives/0/positions: 72 values differ, the first at [0, 0]"],
        ),
        (
            lambda s: setattr(s.meshes[0].primitives[0], "indices", np.arange(36, dtype=np.uint32)),
            ["/meshes/0/primitives/0/indices: "],
        ),
    ],
)
def test_differences_are_told_by_their_place(edit, wanted):
    other = scene()
    edit(other)
    found = scenes_equal(scene(), other)
    assert len(found) == len(wanted)
    assert all(text.startswith(start) for text, start in zip(found, wanted, strict=True))


def test_what_is_shared_has_to_be_shared():
    other = scene()
    other.nodes[1].mesh = other.nodes[0].mesh
    other.declare(meshes=[other.meshes[0]])
    found = scenes_equal(scene(), other)
    assert "/meshes: 2 items are not 1" in found
    assert "/nodes/1/mesh: is not the object at /meshes/0 in both scenes" in found


def test_fields_can_be_left_out_and_the_list_is_bounded():
    other = scene()
    other.name = "two"
    assert scenes_equal(scene(), other, ignore=("name",)) == []
    for node in other.nodes:
        node.position = (1, 2, 3)
    assert len(scenes_equal(scene(), other, limit=2)) == 2


def test_a_deep_hierarchy_is_no_trouble():
    made = []
    for _ in range(2):
        root = node = tk.Node()
        for _ in range(3000):
            node = node.add(tk.Node())
        made.append(tk.Scene(roots=[root]))
    assert scenes_equal(*made) == []
