"""Frames to a film: read ahead, checked, encoded in order; it appears whole or not at all."""

from __future__ import annotations

import contextlib
import os
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import numpy as np

from threedkit.errors import FieldError, JobError, OutputError, require
from threedkit.jobs.checks import check_number, check_whole
from threedkit.jobs.film_formats import FILMS, Film
from threedkit.render.compact import on_white
from threedkit.render.png_decoding import decode_png

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

__all__ = ["PICTURES", "check_pictures", "read_picture", "write_film"]

PICTURES = (".avif", ".jpg", ".jxl", ".png", ".webp")
"""Frame files from which films and contact sheets can be made."""

_READERS = 2
_AHEAD = 4
"""Frames that are read while others are encoded."""


def write_film(
    frames: Iterable[Path], path: Path, *, fps: float, crf: int | None = None, comment: str | None = None
) -> Path:
    """Write a film; it appears whole or not at all.

    What each ending is: see `film_formats`. Transparent frames are put on white, except in ``.mkv``, which keeps them.
    Nothing random and no time is in the file; x264 and libvpx may still decide otherwise for the same frames.

    Args:
        frames: picture files of one size, in order. An iterator is read as it goes, so a film can be made while its
            frames are drawn.
        path: ``.mp4``, ``.webm``, ``.mkv`` or ``.gif``.
        fps: frames a second; a GIF shows at most 50.
        crf: constant rate factor, 0 (best) to 51 of ``.mp4`` (18 when None) or to 63 of ``.webm`` (24).
        comment: kept in the film's metadata; a GIF has none.

    Returns:
        The path written.

    Raises:
        FieldError: `fps`, `crf` or the ending is out of its range.
        JobError: there are no frames, or one is no picture or of another size.
        OutputError: the place cannot be written, or a film of this kind cannot have this size.
    """
    check_number("fps", fps, 0.01, 1000.0, "a number of frames a second from 0.01 to 1000")
    kind = path.suffix.lower()
    if kind not in FILMS:
        raise FieldError(f"a film must end in one of {', '.join(FILMS)}, not {path.suffix or path.name!r}")
    film = FILMS[kind]
    if crf is not None and not film.most_crf:
        raise FieldError(f"a {kind} has no crf; .mp4 and .webm have")
    if crf is not None:
        check_whole("crf", crf, 0, film.most_crf)
    temporary = path.with_name(f".{path.stem[:100]}.{os.getpid()}.part{kind}")
    pictures = _pictures(frames, film)
    try:
        first = next(pictures, None)  # before anything is written
        if first is None:
            raise JobError("there are no frames yet")
        _check_size(path, first, film)
        path.parent.mkdir(parents=True, exist_ok=True)
        film.write(temporary, _chained(first, pictures), fps, film.crf if crf is None else crf, comment)
        temporary.replace(path)
    except OutputError:
        raise
    except OSError as error:
        raise OutputError(f"film {path} cannot be written: {error.strerror or error}") from error
    finally:
        pictures.close()
        with contextlib.suppress(OSError):
            temporary.unlink()
    return path


def check_pictures(frames: Sequence[Path]) -> None:
    """Raise JobError when there are no frames, or when their format holds no 8-bit picture."""
    if not frames:
        raise JobError("there are no frames yet")
    _check_kind(frames[0])


def read_picture(path: Path) -> NDArray[np.uint8]:
    """Return a frame as (h, w, 3) uint8 sRGB; what is transparent is put on white.

    Raises:
        JobError: it is no picture, or cannot be read.
    """
    pixels = _read(path)
    return pixels if pixels.shape[2] == 3 else on_white(pixels)


def _check_kind(path: Path) -> None:
    if path.suffix.lower() not in PICTURES:
        known = ", ".join(PICTURES)
        raise JobError(f"frames in {path.suffix} hold data; films and sheets are made of {known}")


def _read(path: Path) -> NDArray[np.uint8]:
    """(h, w, 3 or 4) uint8 sRGB, straight alpha."""
    pillow = require("PIL.Image", extra="render")
    _check_kind(path)
    if path.suffix.lower() == ".jxl":
        require("pillow_jxl", extra="render")
    try:
        if path.suffix.lower() == ".png":
            found = decode_png(path.read_bytes())
            if found is not None:
                return found
        with pillow.open(path) as image:
            return np.asarray(image.convert("RGBA"))
    except (OSError, SyntaxError, ValueError) as error:  # SyntaxError: Pillow's word for a broken PNG
        why = getattr(error, "strerror", None) or error
        raise JobError(f"frame {path} cannot be read: {why}") from error


def _pictures(frames: Iterable[Path], film: Film) -> Generator[NDArray[np.uint8], None, None]:
    """The frames' pixels in order, read a few ahead in threads."""
    read = _read_rgba if film.keeps_alpha else read_picture
    size: tuple[int, ...] | None = None
    with ThreadPoolExecutor(_READERS, thread_name_prefix="threedkit-film") as pool:
        waiting: deque[tuple[Path, Any]] = deque()

        def taken() -> NDArray[np.uint8]:
            nonlocal size
            path, future = waiting.popleft()
            picture: NDArray[np.uint8] = future.result()
            size = size or picture.shape
            if picture.shape != size:
                raise JobError(
                    f"frame {path} is {picture.shape[1]}x{picture.shape[0]}, the ones before {size[1]}x{size[0]}"
                )
            return picture

        for path in frames:
            waiting.append((path, pool.submit(read, path)))
            if len(waiting) >= _AHEAD:
                yield taken()
        while waiting:
            yield taken()


def _read_rgba(path: Path) -> NDArray[np.uint8]:
    pixels = _read(path)
    return pixels if pixels.shape[2] == 4 else np.pad(pixels, ((0, 0), (0, 0), (0, 1)), constant_values=255)


def _chained(first: NDArray[np.uint8], others: Iterator[NDArray[np.uint8]]) -> Iterator[NDArray[np.uint8]]:
    yield first
    yield from others


def _check_size(path: Path, picture: NDArray[np.uint8], film: Film) -> None:
    height, width = picture.shape[:2]
    if max(height, width) > film.largest:
        raise OutputError(
            f"film {path} cannot be written: a {path.suffix.lower()} is at most {film.largest} pixels wide and high, "
            f"not {width}x{height}"
        )
