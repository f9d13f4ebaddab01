"""Layers of materials in the live view: shown as far as three.js r97 can, and every edit of them is followed."""

from __future__ import annotations

import numpy as np
import pytest

import threedkit as tk
from threedkit.jupyter.pythreejs.convert import layers, widgets
from threedkit.jupyter.pythreejs.convert.live import LiveScene

PIXELS = np.full((2, 2, 3), 200, np.uint8)


def made(material, **values):
    scene = tk.Scene()
    node = scene.add(tk.Mesh(tk.box(), material), **values)
    return scene, node, LiveScene(scene)


def shown(live, node):
    mesh, _ = live._places[id(node)].meshes[0]
    return mesh.material


def test_a_lacquer_is_shown_and_its_edits_are_followed():
    material = tk.Material(clearcoat=0.5)
    _, node, live = made(material)
    widget = shown(live, node)
    assert isinstance(widget, widgets.MeshPhysicalMaterial)
    assert (widget.clearCoat, widget.clearCoatRoughness) == (0.5, 0.0)
    material.clearcoat.factor = 1
    material.clearcoat.roughness = 0.25
    assert shown(live, node) is widget
    assert (widget.clearCoat, widget.clearCoatRoughness) == (1.0, 0.25)
    live.close()
    material.clearcoat.factor = 0.1
    assert widget.clearCoat == 1.0


def test_a_layer_that_comes_and_goes_changes_the_kind_of_material():
    material = tk.Material()
    _, node, live = made(material)
    first = shown(live, node)
    assert isinstance(first, widgets.MeshStandardMaterial)
    material.clearcoat = 1.0
    second = shown(live, node)
    assert isinstance(second, widgets.MeshPhysicalMaterial)
    assert first.comm is None  # closed
    material.clearcoat.factor = 0.5
    assert second.clearCoat == 0.5
    material.clearcoat = None
    assert isinstance(shown(live, node), widgets.MeshStandardMaterial)
    material.unlit = True
    assert isinstance(shown(live, node), widgets.MeshBasicMaterial)
    live.close()


def test_a_layer_that_two_materials_share_changes_both():
    coat = tk.Clearcoat(factor=0.5)
    scene = tk.Scene()
    nodes = [scene.add(tk.Mesh(tk.box(), tk.Material(clearcoat=coat))) for _ in range(2)]
    live = LiveScene(scene)
    coat.factor = 0.75
    assert [shown(live, node).clearCoat for node in nodes] == [0.75, 0.75]
    live.close()


@pytest.mark.parametrize(
    ("values", "wanted"),
    [
        ({"ior": 1.5, "specular": 1.0}, 0.5),  # 4 %
        ({"ior": 1.0}, 0.0),
        ({"ior": 0.0}, 1.0),
        ({"specular": tk.Specular(factor=0.25)}, 0.25),
        ({"specular": tk.Specular(color=(4, 4, 4))}, 1.0),
    ],
)
def test_reflectivity(values, wanted):
    assert layers.physical_traits(tk.Material(**values))["reflectivity"] == pytest.approx(wanted)


def test_glass_is_seen_through():
    material = tk.Material(transmission=1.0)
    _, node, live = made(material)
    widget = shown(live, node)
    assert (widget.transparent, widget.depthWrite) == (True, False)
    assert widget.opacity == pytest.approx(0.1)
    material.transmission.factor = 0.5
    assert widget.opacity == pytest.approx(0.55)
    material.transmission = None
    assert (widget.transparent, widget.depthWrite, widget.opacity) == (False, True, 1.0)
    live.close()


def test_emission_is_as_strong_as_it_says():
    material = tk.Material(emissive=(0.5, 0.25, 0), emissive_strength=4)
    _, node, live = made(material)
    assert shown(live, node).emissive == widgets.linear((2, 1, 0))
    material.emissive_strength = 1
    assert shown(live, node).emissive == widgets.linear((0.5, 0.25, 0))
    live.close()


def test_what_cannot_be_shown_is_noted_by_name():
    coat = tk.Clearcoat(factor=1, normal_texture=PIXELS)
    material = tk.Material(name="silk", sheen="#ff0000", iridescence=1.0, dispersion=0.1, clearcoat=coat)
    _, _, live = made(material)
    assert live.notes == [
        "material 'silk': clearcoat.normal_texture, dispersion, iridescence, sheen cannot be seen here"
    ]
    live.close()


def test_selecting_a_variant_shows_its_material():
    plain, other = tk.Material(base_color="#ff0000", metallic=0), tk.Material(base_color="#0000ff", metallic=0)
    scene, node, live = made(plain)
    scene.meshes[0].primitives[0].variants = tk.VariantMaterial(material=other, variants=tk.Variant(name="blue"))
    tk.ops.select_variant(scene, "blue")
    assert shown(live, node).color == widgets.linear((0, 0, 1))
    other.clearcoat = 1.0
    assert shown(live, node).clearCoat == 1.0
    tk.ops.select_variant(scene)
    assert shown(live, node).color == widgets.linear((1, 0, 0))
    live.close()


def test_textures_of_layers_do_not_move_the_coordinates_of_others():
    info = tk.TextureInfo(PIXELS, scale=(4, 4))
    _, node, live = made(tk.Material(clearcoat=tk.Clearcoat(factor=1, texture=info)))
    assert live._places[id(node)].layouts[0][0].main.scale == (1.0, 1.0)
    live.close()
