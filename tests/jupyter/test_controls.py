from __future__ import annotations

import numpy as np
import pytest

import threedkit as tk
from threedkit.jupyter import EnvironmentControls, LightControls, MaterialControls


def test_material_controls_go_both_ways():
    material = tk.Material(base_color=(1.0, 0.0, 0.0, 0.5), roughness=0.25)
    panel = MaterialControls(material)
    color, metallic, roughness, _ = panel.children
    assert (color.value, roughness.value) == ("#ff0000", 0.25)
    color.value = "#00ff00"
    assert material.base_color == (0.0, 1.0, 0.0, 0.5)
    metallic.value = 0.5
    assert material.metallic == 0.5
    material.base_color = (0.0, 0.0, 1.0)
    assert color.value == "#0000ff"
    panel.close()
    material.roughness = 0.75
    assert roughness.value == 0.25


def test_a_colour_that_a_picker_cannot_hold_stays_as_it_is():
    material = tk.Material(base_color=(0.123456, 0.2, 0.3))
    MaterialControls(material).close()
    assert material.base_color[0] == 0.123456


def test_light_controls_turn_the_node():
    scene = tk.Scene()
    node = scene.add(tk.DirectionalLight(intensity=2.0))
    panel = LightControls(node)
    panel.azimuth.value, panel.elevation.value = 90, 30
    source = node.world_from_node[:3, 2]
    np.testing.assert_allclose(source, [np.cos(np.pi / 6), 0.5, 0], atol=1e-9)
    node.look_at((0, 0, 3), (0, 0, 0))
    assert (panel.azimuth.value, panel.elevation.value) == pytest.approx((0, 0))
    panel.close()


def test_environment_controls_are_in_degrees():
    environment = tk.Environment()
    panel = EnvironmentControls(environment)
    panel.children[1].value = 90
    assert environment.rotation == pytest.approx(np.pi / 2)
    panel.children[2].value = "environment"
    assert environment.background == "environment"
    panel.close()
