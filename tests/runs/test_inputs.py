from __future__ import annotations

import pytest

from threedkit.errors import AssetError, EngineUnavailableError, ParameterError, UnknownEngineError
from threedkit.runs import find_asset, find_engine, find_environment


def test_a_sample_goes_by_its_name_and_a_file_by_its_path(suzanne, tmp_path):
    assert find_asset("Suzanne") == suzanne
    (tmp_path / "suzanne").write_bytes(b"")
    assert find_asset(tmp_path / "suzanne") == tmp_path / "suzanne"
    for missing in (tmp_path, tmp_path / "nowhere.glb"):
        with pytest.raises(ParameterError, match="path of a model or a sample's name: suzanne"):
            find_asset(missing)


def test_the_light_is_the_studio_or_a_panorama(tmp_path):
    assert find_environment("studio").radiance is None
    panorama = tmp_path / "sky.hdr"
    panorama.write_bytes(b"#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n\n-Y 4 +X 8\n" + bytes([128, 128, 128, 129]) * 32)
    assert find_environment(panorama).radiance.shape == (4, 8, 3)
    panorama.write_bytes(b"#?RADIANCE\n")
    with pytest.raises(AssetError, match=r"sky\.hdr"):
        find_environment(panorama)
    for bad in ("sunny", "nowhere.hdr", tmp_path / "sky.png"):
        with pytest.raises(ParameterError, match=r"'studio' or the path of an \.hdr or \.exr"):
            find_environment(bad)


def test_an_engine_is_tried_before_it_is_used(monkeypatch):
    from threedkit.render import registry

    with pytest.raises(UnknownEngineError, match="filament"):
        find_engine("povray")
    monkeypatch.setattr(registry, "probe_engine", lambda _: "no driver; apt-get install libegl1")
    with pytest.raises(EngineUnavailableError, match="engine 'filament' cannot run here: no driver; apt-get install"):
        find_engine("filament")
    monkeypatch.setattr(registry, "default_engine", lambda: "mitsuba")
    assert find_engine("auto") == "mitsuba"
