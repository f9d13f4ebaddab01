"""The contact sheet: a row for each scenario, ours beside theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageDraw

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from fidelity_goldens import Scenario

_CELL = 200
_TITLE = 14
_GREY = (128, 128, 128)


def save_sheet(path: Path, rows: list[tuple[Scenario, Mapping[str, np.ndarray]]]) -> None:
    """Write a sheet of rows: a scenario, and pictures of ours by the name of who drew them, (h, w, 4) uint8."""
    pictures = [{**ours, "difference": _difference(scenario, ours), **scenario.theirs} for scenario, ours in rows]
    columns = max(map(len, pictures))
    sheet = Image.new("RGB", (columns * _CELL, len(rows) * (_CELL + _TITLE)), _GREY)
    pen = ImageDraw.Draw(sheet)
    for row, ((scenario, _), named) in enumerate(zip(rows, pictures, strict=True)):
        for column, (name, picture) in enumerate(named.items()):
            left, top = column * _CELL, row * (_CELL + _TITLE)
            image = Image.fromarray(picture).convert("RGBA")
            image.thumbnail((_CELL - 4, _CELL))
            sheet.paste(image, (left, top + _TITLE), image)
            pen.text((left, top), f"{scenario.model} {name}" if column == 0 else name, fill="black")
    sheet.save(path)


def _difference(scenario: Scenario, ours: Mapping[str, np.ndarray]) -> np.ndarray:
    """Where the first picture of ours covers more (red) or less (blue) than the consensus."""
    mine = next(iter(ours.values()))[..., 3] >= 128
    image = np.full((*mine.shape, 3), 255, np.uint8)
    image[mine & scenario.consensus] = 160
    image[mine & ~scenario.consensus] = (255, 0, 0)
    image[~mine & scenario.consensus] = (0, 0, 255)
    return image
