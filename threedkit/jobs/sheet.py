"""Many frames on one picture."""

from __future__ import annotations

import io
import math
from typing import TYPE_CHECKING, Any

from threedkit.errors import FieldError, OutputError, require
from threedkit.io.files import write
from threedkit.jobs.checks import check_whole
from threedkit.jobs.film import check_pictures, read_picture

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

__all__ = ["choose", "write_sheet"]

_FORMATS = {".jpg": "JPEG", ".jpeg": "JPEG", ".png": "PNG", ".webp": "WEBP"}
_GAP = 4
_CAPTION = 16
_SHEET_WIDTH = 1600
_BACKGROUND = (250, 250, 250)
_INK = (90, 90, 90)


def choose(count: int, limit: int) -> list[int]:
    """Return up to `limit` of `count` positions, evenly spaced; the first and the last are among them.

    Example:
        >>> choose(10, 4)
        [0, 3, 6, 9]
    """
    if count <= limit:
        return list(range(count))
    if limit == 1:
        return [0]
    return [round(step * (count - 1) / (limit - 1)) for step in range(limit)]


def write_sheet(
    frames: Sequence[Path],
    path: Path,
    *,
    numbers: Sequence[int] | None = None,
    columns: int | None = None,
    limit: int = 48,
) -> Path:
    """Write a contact sheet: small frames in rows, each with its number below.

    Args:
        frames: picture files of one size, in order.
        path: ``.png``, ``.jpg`` or ``.webp``.
        numbers: caption of each frame; None counts from 0.
        columns: frames in a row; None makes the sheet about as wide as high.
        limit: most frames on the sheet.

    Raises:
        FieldError: `columns`, `limit` or the ending is out of its range.
        JobError: there are no frames, or they are no pictures.
        OutputError: the place cannot be written.
    """
    for name, value in (("columns", columns), ("limit", limit)):
        if value is not None:
            check_whole(name, value, 1, 1000)
    if path.suffix.lower() not in _FORMATS:
        raise FieldError(f"a contact sheet must end in .png, .jpg or .webp, not {path.suffix or path.name!r}")
    check_pictures(frames)
    captions = list(numbers) if numbers is not None else list(range(len(frames)))
    picked = choose(len(frames), limit)
    image = _compose([(frames[at], str(captions[at])) for at in picked], columns)
    buffer = io.BytesIO()
    image.save(buffer, _FORMATS[path.suffix.lower()])
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"contact sheet {path} cannot be written: {error.strerror or error}") from error
    write(path, buffer.getvalue())
    return path


def _compose(cells: Sequence[tuple[Path, str]], columns: int | None) -> Any:
    pillow = require("PIL.Image", extra="render")
    draw = require("PIL.ImageDraw", extra="render")
    height, width = read_picture(cells[0][0]).shape[:2]
    across = min(columns or math.ceil(math.sqrt(len(cells) * height / width)), len(cells))
    across = max(across, 1)
    rows = math.ceil(len(cells) / across)
    scale = min(1.0, _SHEET_WIDTH / (across * width))
    small = (max(1, round(width * scale)), max(1, round(height * scale)))
    step = (small[0] + _GAP, small[1] + _GAP + _CAPTION)
    image = pillow.new("RGB", (across * step[0] + _GAP, rows * step[1] + _GAP), _BACKGROUND)
    pen = draw.Draw(image)
    for place, (file, caption) in enumerate(cells):
        left, top = _GAP + (place % across) * step[0], _GAP + (place // across) * step[1]
        picture = pillow.fromarray(read_picture(file))
        image.paste(
            picture if small == (width, height) else picture.resize(small, pillow.Resampling.LANCZOS), (left, top)
        )
        pen.text((left + 2, top + small[1] + 2), caption, fill=_INK)
    return image
