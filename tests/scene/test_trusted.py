"""The loader's fast constructor gives what the checked constructor gives."""

from __future__ import annotations

import ipywidgets
import pytest
from hypothesis import given
from hypothesis import strategies as st

from threedkit import scene
from threedkit.scene import Element, Material, Node

ELEMENTS = sorted(
    (kind for kind in vars(scene).values() if isinstance(kind, type) and issubclass(kind, Element)),
    key=lambda kind: kind.__name__,
)
NEEDS_VALUES = {"Channel", "Scene", "TextureInfo"}  # a channel has keys, a TextureInfo its texture, a Scene its studio


@pytest.mark.parametrize("kind", [kind for kind in ELEMENTS if kind.__name__ not in NEEDS_VALUES])
def test_defaults_are_the_same(kind):
    built, trusted = kind(), kind._trusted()
    for name in built.trait_names():
        ours, theirs = getattr(trusted, name), getattr(built, name)
        assert type(ours) is type(theirs), name
        if not isinstance(ours, Element):
            assert ours == theirs, name


UNIT = st.floats(0, 1)


@given(st.text(max_size=8), UNIT, UNIT, st.tuples(UNIT, UNIT, UNIT, UNIT), st.booleans())
def test_values_are_the_same(name, metallic, roughness, color, double_sided):
    values = {
        "name": name,
        "metallic": metallic,
        "roughness": roughness,
        "base_color": color,
        "double_sided": double_sided,
    }
    built, trusted = Material(**values), Material._trusted(**values)
    assert all(getattr(built, field) == getattr(trusted, field) for field in built.trait_names())


def test_a_trusted_object_is_observable_checked_and_linkable():
    material, seen = Material._trusted(roughness=0.5), []
    material.observe(lambda change: seen.append((change.old, change.new)), names="roughness")
    slider = ipywidgets.FloatSlider(value=0.25, min=0, max=1)
    ipywidgets.link((slider, "value"), (material, "roughness"))
    assert material.roughness == 0.25
    material.roughness = 0.75
    assert slider.value == 0.75
    assert seen == [(0.5, 0.25), (0.25, 0.75)]
    with pytest.raises(ValueError, match="from 0 to 1"):
        material.roughness = 2


def test_trusted_objects_do_not_share_dicts():
    one, two = Node._trusted(), Node._trusted()
    one.extras["a"] = 1
    assert two.extras == {}


def test_trusted_objects_do_not_share_observers():
    one, two, seen = Node._trusted(), Node._trusted(), []
    one.observe(seen.append, names="position")
    two.position = (1, 0, 0)
    assert seen == []
    one.position = (1, 0, 0)
    assert len(seen) == 1
    one.unobserve_all()
    one.position = (2, 0, 0)
    assert len(seen) == 1
    assert Node._trait_notifiers == {}
