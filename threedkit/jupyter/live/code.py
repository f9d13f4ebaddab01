"""The front end's code: a small loader in every view, and the bundle that travels once a page."""

from __future__ import annotations

import functools
import hashlib
from pathlib import Path
from typing import Final

__all__ = ["bundle", "loader", "version"]

_FOLDER: Final = Path(__file__).parent.parent / "static"


@functools.lru_cache(maxsize=2)
def _read(name: str, stamp: int) -> bytes:  # noqa: ARG001 - what makes a rebuilt file another one
    return (_FOLDER / name).read_bytes()


def _file(name: str) -> bytes:
    return _read(name, (_FOLDER / name).stat().st_mtime_ns)


@functools.lru_cache(maxsize=1)
def _text(data: bytes) -> str:
    return data.decode()  # one string for all views


def loader() -> str:
    """What anywidget runs in the browser."""
    return _text(_file("loader.js"))


def bundle() -> bytes:
    """The viewer itself, one ES module."""
    return _file("view.js")


def version() -> str:
    """16 hex digits of the bundle's SHA-256: under that name a page keeps it."""
    return hashlib.sha256(bundle()).hexdigest()[:16]
