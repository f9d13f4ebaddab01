"""Textures of the live view: what a browser shows is sent as it is, anything else as a PNG."""

from __future__ import annotations

import base64
import re

import numpy as np
import pytest

import threedkit as tk
from threedkit.jupyter.pythreejs.convert.texture import TextureBank

PIXELS = np.full((2, 2, 3), 90, np.uint8)


def sent(texture):
    """(media type, bytes) of the picture that a view gets, and the notes."""
    notes: list[str] = []
    bank = TextureBank(notes)
    widget = bank.get(texture, srgb=True)
    try:
        if widget is None:
            return "", b"", notes
        head, _, body = widget.imageUri.partition(";base64,")
        return head.removeprefix("data:"), base64.b64decode(body), notes
    finally:
        bank.close()


def test_ktx2_is_sent_as_png(ktx2_files):
    image = tk.Image(data=ktx2_files.UASTC_ZSTD)
    kind, data, notes = sent(tk.Texture(image))
    assert (kind, notes) == ("image/png", [])
    np.testing.assert_array_equal(tk.Image(data=data).pixels, image.pixels)


def test_a_fallback_that_a_browser_shows_is_sent_as_it_is(ktx2_files):
    fallback = tk.Image.from_array(PIXELS)
    assert sent(tk.Texture(tk.Image(data=ktx2_files.UASTC), fallbacks=fallback))[:2] == ("image/png", fallback.data)


@pytest.mark.parametrize(
    ("texture", "words"),
    [
        (tk.Texture(name="sky"), "'sky' has no image"),
        (tk.Texture(tk.Image(uri="a.png"), name="sky"), "'sky' has no image"),
        (tk.Texture(tk.Image(data=b"x" * 40), name="sky"), "'sky' is left out: .*IMAGE_UNRECOGNIZED_FORMAT"),
    ],
)
def test_what_cannot_be_shown_is_told(texture, words):
    kind, _, notes = sent(texture)
    assert kind == ""
    (note,) = notes
    assert re.search(words, note)


def test_a_view_follows_textures_and_images(ktx2_files):
    image, other = tk.Image.from_array(np.zeros((64, 64, 3), np.uint8)), tk.Image(data=ktx2_files.UASTC)
    material = tk.Material(base_color_texture=image)
    scene = tk.Scene()
    scene.add(tk.Mesh(tk.plane(), material))
    view = tk.view(scene)
    try:
        place = next(place for place in view._live._places.values() if place.meshes)
        widget = place.meshes[0][0].material

        def shown():
            return tk.Image(data=base64.b64decode(widget.map.imageUri.partition(",")[2])).size

        assert shown() == (64, 64)
        tk.ops.resize_textures(scene, max_size=32)
        assert shown() == (32, 32)
        tk.ops.recompress(scene, to="webp", only_smaller=False)
        assert widget.map.imageUri.startswith("data:image/webp")
        material.base_color_texture.texture.source = other
        assert shown() == (16, 16)
        other.data = tk.Image.from_array(np.zeros((2, 2, 3), np.uint8)).data
        assert shown() == (2, 2)
    finally:
        view.close()
