"""Variants of materials: what browsers are told of them, and what they choose."""

from __future__ import annotations

import numpy as np
import pytest
from view_browser import Browser

import threedkit as tk
from threedkit.errors import FieldError


def dressed(**night) -> tuple[tk.Scene, tk.Primitive]:
    """A ball that is black at night, and a box that is the same in all variants."""
    scene = tk.Scene()
    primitive = tk.sphere(segments=8, rings=4)
    look = tk.Variant(name="night")
    primitive.material = tk.Material(name="red", base_color="#ff0000")
    primitive.variants = tk.VariantMaterial(material=tk.Material(name="black", **night), variants=look)
    scene.add(primitive)
    scene.add(tk.Mesh(tk.box(), tk.Material(name="wood")))
    scene.variants = [look, tk.Variant(name="noon")]
    return scene, primitive


def test_a_variant_is_told_as_another_material():
    scene, primitive = dressed()
    view = tk.view(scene, height=120)
    seen = Browser(view)
    assert (view.variants, view.variant) == (["night", "noon"], None)
    assert [one["name"] for one in seen.last("scene")["gltf"]["materials"]] == ["red", "wood", "black"]
    tk.ops.select_variant(scene, "night")
    assert seen.last("edit")["edits"] == [{"target": "primitive", "places": [[0, 0]], "material": 2}]
    assert view.variant == "night"
    seen.acknowledge()
    view.variant = None  # as the browser's chooser does
    assert primitive.material.name == "red"
    assert seen.last("edit")["edits"][0]["material"] == 0
    seen.acknowledge()
    view.variant = "noon"  # which nothing is made for
    assert (primitive.material.name, view.variant) == ("red", None)
    with pytest.raises(FieldError, match="one of the scene's \\(night, noon\\), not 'dawn'"):
        view.variant = "dawn"
    primitive.material = None
    assert seen.last("edit")["edits"][0]["material"] is None
    assert len(seen.all("scene")) == 1
    assert "material" not in Browser(view, "late").last("scene")["gltf"]["meshes"][0]["primitives"][0]
    primitive.variants = tk.VariantMaterial(material=tk.Material(), variants=tk.Variant(name="dusk"))
    view.variant = "dusk"
    assert view.variants == ["night", "noon", "dusk"]
    assert primitive.material is primitive.variants[0].material
    view.close()
    assert not any(primitive._trait_notifiers["variant"].values())


def test_textures_of_a_variant_travel_when_it_is_chosen_first():
    texture = tk.Texture(source=tk.Image.from_array(np.zeros((8, 8, 3), np.uint8)))
    scene, _ = dressed(base_color_texture=texture)
    view = tk.view(scene, height=120, variant="night")
    seen = Browser(view)
    assert view.variant == "night"
    assert seen.last("scene")["gltf"]["images"]
    view.close()
    tk.ops.select_variant(scene)
    view = tk.view(scene, height=120)
    seen = Browser(view)
    assert "images" not in seen.last("scene")["gltf"]
    view.variant = "night"
    told = seen.last("scene")
    assert (told["epoch"], len(told["gltf"]["images"])) == (1, 1)
    seen.say(type="shown", epoch=1)
    view.variant = None
    view.variant = "night"
    assert len(seen.all("scene")) == 2  # it is there by now
    view.close()
