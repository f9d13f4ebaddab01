"""Small pictures of a job's frames: what has arrived, at a glance."""

from __future__ import annotations

import base64
import io
from typing import TYPE_CHECKING, Any

from threedkit.errors import require

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

__all__ = ["Thumbnails", "data_uri"]

_READABLE = {".png", ".jpg", ".jpeg", ".webp"}
_GAP = 2
_QUALITY = 80


def data_uri(jpeg: bytes) -> str:
    """JPEG bytes for an HTML image."""
    return "data:image/jpeg;base64," + base64.b64encode(jpeg).decode("ascii")


def _spread(count: int, limit: int) -> list[int]:
    """Up to `limit` of `count` positions, the first and the last among them."""
    if count <= limit:
        return list(range(count))
    return sorted({round(step * (count - 1) / (limit - 1)) for step in range(limit)})


class Thumbnails:
    """Reads each frame once and keeps it small."""

    def __init__(self, height: int = 72, limit: int = 8) -> None:
        """Make pictures `height` pixels high; a strip shows at most `limit` of them."""
        self.height, self.limit = height, limit
        self._read: dict[Path, Any] = {}

    def _small(self, path: Path) -> Any:
        """A PIL image; None if the file is no picture that a browser shows, or is being replaced."""
        if path not in self._read and path.suffix in _READABLE:
            pil = require("PIL.Image", extra="jupyter")
            try:
                with pil.open(path) as opened:
                    opened.draft("RGB", (opened.width, opened.height))
                    small = opened.convert("RGBA")
            except (OSError, SyntaxError, ValueError):
                return None
            width = max(round(small.width * self.height / small.height), 1)
            paper = pil.new("RGBA", (width, self.height), (250, 250, 250, 255))
            paper.alpha_composite(small.resize((width, self.height)))
            self._read[path] = paper.convert("RGB")
        return self._read.get(path)

    def strip(self, frames: Sequence[Path]) -> bytes | None:
        """A row of frames, evenly chosen, as JPEG; None while there is none."""
        chosen = [self._small(frames[index]) for index in _spread(len(frames), self.limit)]
        pictures = [picture for picture in chosen if picture is not None]
        if not pictures:
            return None
        width = sum(picture.width + _GAP for picture in pictures) - _GAP
        row = require("PIL.Image", extra="jupyter").new("RGB", (width, self.height), (250, 250, 250))
        left = 0
        for picture in pictures:
            row.paste(picture, (left, 0))
            left += picture.width + _GAP
        stream = io.BytesIO()
        row.save(stream, "JPEG", quality=_QUALITY)
        return stream.getvalue()
