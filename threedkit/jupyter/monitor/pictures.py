"""Small pictures of a job's frames: what has arrived, at a glance."""

from __future__ import annotations

import base64
import io
from typing import TYPE_CHECKING, Any

from threedkit.errors import require

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

__all__ = ["Thumbnails", "data_uri", "large", "spread"]

_READABLE = {".png", ".jpg", ".jpeg", ".webp", ".avif"}
_SHOWN_AS_IS = 3_000_000
_LARGEST = 1600
_GAP = 2
_QUALITY = 80


def data_uri(jpeg: bytes) -> str:
    """JPEG bytes for an HTML image."""
    return "data:image/jpeg;base64," + base64.b64encode(jpeg).decode("ascii")


def spread(count: int, limit: int) -> list[int]:
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
        self._jpegs: dict[Path, bytes] = {}

    def small(self, path: Path) -> Any:
        """A PIL image of our height; None if the file is no picture that a browser shows, or is being replaced."""
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

    def jpeg(self, path: Path) -> bytes:
        """A small frame as JPEG, for which `small` gives a picture."""
        if path not in self._jpegs:
            self._jpegs[path] = _as_jpeg(self.small(path))
        return self._jpegs[path]

    def strip(self, frames: Sequence[Path]) -> bytes | None:
        """A row of frames, evenly chosen, as JPEG; None while there is none."""
        chosen = [self.small(frames[index]) for index in spread(len(frames), self.limit)]
        pictures = [picture for picture in chosen if picture is not None]
        if not pictures:
            return None
        width = sum(picture.width + _GAP for picture in pictures) - _GAP
        row = require("PIL.Image", extra="jupyter").new("RGB", (width, self.height), (250, 250, 250))
        left = 0
        for picture in pictures:
            row.paste(picture, (left, 0))
            left += picture.width + _GAP
        return _as_jpeg(row)


def large(path: Path) -> tuple[str, bytes] | None:
    """A frame as a browser shows it: format and bytes, no wider than 1600 pixels and no file of many megabytes.

    None for files that no browser shows, and for one that is not there any more.
    """
    kind = {".jpg": "jpeg"}.get(path.suffix, path.suffix[1:])
    if path.suffix not in _READABLE:
        return None
    pil = require("PIL.Image", extra="jupyter")
    try:
        with pil.open(path) as opened:
            if max(opened.size) <= _LARGEST and path.stat().st_size <= _SHOWN_AS_IS:
                return kind, path.read_bytes()
            opened.draft("RGB", (_LARGEST, _LARGEST))
            paper = pil.new("RGBA", opened.size, (250, 250, 250, 255))
            paper.alpha_composite(opened.convert("RGBA"))
    except (OSError, SyntaxError, ValueError):
        return None
    paper.thumbnail((_LARGEST, _LARGEST))
    return "jpeg", _as_jpeg(paper.convert("RGB"))


def _as_jpeg(picture: Any) -> bytes:
    stream = io.BytesIO()
    picture.save(stream, "JPEG", quality=_QUALITY)
    return stream.getvalue()
