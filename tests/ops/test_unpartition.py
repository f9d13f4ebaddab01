from __future__ import annotations

import pytest

import threedkit as tk


def test_images_lose_their_uris_and_keep_their_names(full):
    tk.ops.unpartition(full)
    assert [image.uri for image in full.images] == ["", "", ""]
    assert [image.name for image in full.images] == ["one", "two", "unused"]
    assert full.images[0].mime_type == "image/png"


def test_a_gltf_of_many_files_becomes_one_file(full, tmp_path):
    full.save(tmp_path / "many.gltf")
    assert len(list(tmp_path.iterdir())) == 5
    scene = tk.ops.unpartition(tk.load(tmp_path / "many.gltf"))
    scene.save(tmp_path / "one.glb")
    for path in tmp_path.iterdir():
        if path.suffix != ".glb":
            path.unlink()
    again = tk.load(tmp_path / "one.glb")
    assert not any(image.uri for image in again.images)
    assert bytes(again.images[0].data) == bytes(full.images[0].data)


def test_what_has_no_bytes_is_named_and_stays():
    scene = tk.Scene().declare(images=[tk.Image(uri="http://example.org/a.png", name="far")])
    with pytest.warns(UserWarning, match=r"unpartition: image 'http://example.org/a.png' has no bytes"):
        tk.ops.unpartition(scene)
    assert scene.images[0].uri == "http://example.org/a.png"
