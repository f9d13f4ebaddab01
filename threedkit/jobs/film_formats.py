"""Kinds of films, by ending.

``.mp4``
    H.264 by x264 (``veryfast``: 2.5 times smaller than ``ultrafast`` at twice the time), 4:2:0, the index in front so
    that it plays while it loads. Plays everywhere.
``.webm``
    VP9 by libvpx, 4:2:0. As small, free of patents.
``.mkv``
    FFV1, which loses nothing: the archive, and what an editor wants; alpha is kept.
``.gif``
    256 colours a frame, by Pillow.

Frames are sRGB. In 4:2:0 they become BT.709 Y'CbCr of limited range, and the stream says so: matrix and primaries
BT.709, transfer sRGB (IEC 61966-2-1). Sides are padded to even numbers by repeating the last row or column.
"""

from __future__ import annotations

import fractions
import itertools
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from threedkit.errors import require

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    Write = Callable[[Path, Iterator[NDArray[np.uint8]], float, int, str | None], None]

__all__ = ["FILMS", "Film"]

_TRANSFER_SRGB = 13
_BT709 = 1
_SLICED = 2


class Film(NamedTuple):
    """A kind of film.

    Attributes:
        write: called with path, pictures (h, w, 3 or 4), frames a second, rate factor and comment.
        largest: pixels of a side, at most.
        crf: default rate factor.
        most_crf: its end; 0 where there is none.
        keeps_alpha: it takes RGBA.
    """

    write: Write
    largest: int
    crf: int = 0
    most_crf: int = 0
    keeps_alpha: bool = False


def _write_mp4(path: Path, pictures: Iterator[NDArray[np.uint8]], fps: float, crf: int, comment: str | None) -> None:
    options = {"crf": str(crf), "preset": "veryfast"}
    _write_stream(path, pictures, fps, comment, codec="libx264", options=options, container={"movflags": "+faststart"})


def _write_webm(path: Path, pictures: Iterator[NDArray[np.uint8]], fps: float, crf: int, comment: str | None) -> None:
    options = {"crf": str(crf), "b": "0", "deadline": "realtime", "cpu-used": "8", "row-mt": "1"}
    _write_stream(path, pictures, fps, comment, codec="libvpx-vp9", options=options)


def _write_mkv(path: Path, pictures: Iterator[NDArray[np.uint8]], fps: float, _: int, comment: str | None) -> None:
    first = next(pictures)
    level = "3" if min(first.shape[:2]) >= _SLICED else "1"  # 3 encodes slices side by side
    options = {"level": level, "g": "1"}
    every = itertools.chain([first], pictures)
    _write_stream(path, every, fps, comment, codec="ffv1", options=options, layout="bgra")


def _write_stream(
    path: Path,
    pictures: Iterator[NDArray[np.uint8]],
    fps: float,
    comment: str | None,
    *,
    codec: str,
    options: dict[str, str],
    layout: str = "yuv420p",
    container: dict[str, str] | None = None,
) -> None:
    """Encode with FFmpeg's libraries. ``bitexact``: no random ids and no time in the file.

    Raises:
        OSError: the place cannot be written, or FFmpeg refuses.
    """
    av = require("av", extra="cluster")
    try:
        with av.open(str(path), "w", options={"fflags": "+bitexact", **(container or {})}) as file:
            if comment:
                file.metadata["comment"] = comment
            stream = file.add_stream(codec, rate=fractions.Fraction(fps).limit_denominator(1001), options=options)
            _encode(av, file, stream, pictures, layout)
    except av.FFmpegError as error:
        raise OSError(error.errno, error.strerror) from error


def _encode(av: Any, file: Any, stream: Any, pictures: Iterator[NDArray[np.uint8]], layout: str) -> None:
    colours = require("av.video.reformatter", extra="cluster")
    stream.pix_fmt = layout
    context = stream.codec_context
    context.color_primaries, context.color_trc = _BT709, _TRANSFER_SRGB
    if layout == "yuv420p":
        context.color_range, context.colorspace = colours.ColorRange.MPEG, colours.Colorspace.ITU709
    for number, picture in enumerate(pictures):
        frame = _frame(av, colours, picture, layout)
        if number == 0:
            stream.height, stream.width = frame.height, frame.width
        frame.pts = number
        file.mux(stream.encode(frame))
    file.mux(stream.encode())


def _frame(av: Any, colours: Any, picture: NDArray[np.uint8], layout: str) -> Any:
    """One picture in the layout that the encoder takes."""
    if layout != "yuv420p":
        return av.VideoFrame.from_ndarray(picture, format="rgba").reformat(format=layout)
    how = colours.Interpolation
    return av.VideoFrame.from_ndarray(_even(picture), format="rgb24").reformat(
        format=layout,
        dst_colorspace=colours.Colorspace.ITU709,
        dst_color_range=colours.ColorRange.MPEG,
        interpolation=how.BICUBIC | how.ACCURATE_RND | how.FULL_CHR_H_INP,
    )


def _even(picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    height, width = picture.shape[:2]
    return (
        np.pad(picture, ((0, height % 2), (0, width % 2), (0, 0)), mode="edge") if height % 2 or width % 2 else picture
    )


def _write_gif(path: Path, pictures: Iterator[NDArray[np.uint8]], fps: float, _: int, __: str | None) -> None:
    """A GIF counts in hundredths of a second: delays are rounded so that their sum stays right, and are at least 2."""
    pillow = require("PIL.Image", extra="render")
    ends = (round(100 * number / fps) for number in itertools.count())
    images, delays = [], []
    for picture, (start, end) in zip(pictures, itertools.pairwise(ends), strict=False):
        image = pillow.fromarray(picture)
        images.append(image.quantize(method=pillow.Quantize.FASTOCTREE, dither=pillow.Dither.NONE))
        delays.append(10 * max(2, end - start))
    images[0].save(path, save_all=True, append_images=images[1:], duration=delays, loop=0)


FILMS: Final[dict[str, Film]] = {
    ".mp4": Film(_write_mp4, largest=16384, crf=18, most_crf=51),
    ".webm": Film(_write_webm, largest=16384, crf=24, most_crf=63),
    ".mkv": Film(_write_mkv, largest=65535, keeps_alpha=True),
    ".gif": Film(_write_gif, largest=65535),
}
"""Kinds of films that can be written."""
