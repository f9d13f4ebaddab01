"""Pictures of small scenes against those drawn before on one software driver; golden_pictures.py draws them anew."""

from __future__ import annotations

import numpy as np
import pytest
from golden_pictures import DRIVER, FOLDER, NAMES, picture
from PIL import Image

from threedkit.testing import assert_like


@pytest.mark.engine
@pytest.mark.parametrize("name", NAMES)
def test_pictures_are_those_of_before(name, tmp_path):
    image, driver = picture(name)
    pinned = DRIVER.read_text(encoding="utf-8").strip()
    about = (
        "drawn with what drew the goldens" if driver == pinned else f"drawn with {driver}, the goldens with {pinned}"
    )
    assert_like(image, FOLDER / f"{name.replace(' ', '_')}.png", failures=tmp_path, about=about)


def test_every_golden_is_drawn_and_they_are_light():
    kept = sorted(FOLDER.glob("*.png"))
    assert {path.stem for path in kept} == {name.replace(" ", "_") for name in NAMES}
    assert sum(path.stat().st_size for path in kept) < 300_000


def test_a_difference_is_shown(tmp_path):
    golden = tmp_path / "one.png"
    image = np.random.default_rng(0).integers(0, 255, (20, 30, 3)).astype(np.uint8)
    Image.fromarray(image).save(golden)
    assert_like(image, golden, failures=tmp_path / "out")
    nearly = np.clip(image.astype(int) + 1, 0, 255).astype(np.uint8)
    assert_like(nearly, golden, failures=tmp_path / "out")
    assert not list((tmp_path / "out").iterdir())
    spot = image.copy()
    spot[3:5, 3:5] ^= 128
    with pytest.raises(AssertionError, match=r"one.png: RMS .* see .*one_difference.png; on a new driver"):
        assert_like(spot, golden, failures=tmp_path / "out", about="on a new driver")
    with Image.open(tmp_path / "out" / "one_difference.png") as shown:
        assert shown.size == (90, 20)
    with pytest.raises(AssertionError, match="is 30x20, not 30x10"):
        assert_like(image[:10], golden, failures=tmp_path / "out")
