"""What the golden pictures show and where they were drawn; run as a script it draws them anew.

    python tests/render/golden_pictures.py [NAME ...]

Look at every picture that changes before committing it.
"""

from __future__ import annotations

import importlib.metadata
import sys
from pathlib import Path

import numpy as np
from PIL import Image

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from feature_scenes import SCENES

import threedkit as tk

FOLDER = Path(__file__).with_name("goldens")
DRIVER = FOLDER / "driver.txt"
DATA = ("shapes", "surfaces")
"""Scenes whose data images are golden too."""

_PALETTE = np.random.default_rng(7).integers(60, 255, (32, 3))
_PALETTE[0] = 0

NAMES = (*SCENES, *(f"{name}_data" for name in DATA))


def picture(name: str) -> tuple[np.ndarray, str]:
    """Draw a picture by name, (h, w, 3) uint8; the other value says what drew it."""
    seen = SCENES[name.removesuffix("_data")]()
    data = name.endswith("_data")
    outputs = ("normal", "albedo", "object_id") if data else ("color",)
    frame = tk.render(seen.scene, seen.size, seen.camera, seen.time, "filament", 4, outputs=outputs)
    versions = ", ".join(f"{package} {importlib.metadata.version(package)}" for package in ("filly", "moderngl"))
    driver = f"{frame.meta['device']}, {versions}"
    return (_data(frame) if data else frame.color[..., :3]), driver


def _data(frame: tk.Frame) -> np.ndarray:
    """Normals, base colours and ids side by side."""
    normal = np.rint((frame.normal + 1) * 127.5)
    parts = [normal, np.rint(frame.albedo * 255), _PALETTE[frame.object_id % len(_PALETTE)]]
    return np.clip(np.concatenate(parts, axis=1), 0, 255).astype(np.uint8)


def main() -> None:
    """Draw the pictures named, or all."""
    for name in sys.argv[1:] or NAMES:
        image, driver = picture(name)
        Image.fromarray(image).save(FOLDER / f"{name.replace(' ', '_')}.png", optimize=True)
        DRIVER.write_text(f"{driver}\n", encoding="utf-8")
        print(name, image.shape, driver)


if __name__ == "__main__":
    main()
