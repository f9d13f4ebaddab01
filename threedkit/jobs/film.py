"""Frames to a film: H.264 by PyAV, or an animated GIF by Pillow."""

from __future__ import annotations

import contextlib
import fractions
import os
from typing import TYPE_CHECKING, Any

import numpy as np

from threedkit.errors import FieldError, JobError, OutputError, require
from threedkit.jobs.checks import check_number, check_whole

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

__all__ = ["PICTURES", "read_picture", "write_film"]

PICTURES = (".jpg", ".png", ".webp")
"""Frame files from which films and contact sheets can be made."""


def write_film(frames: Sequence[Path], path: Path, *, fps: float, crf: int = 18) -> Path:
    """Write a film; it appears whole or not at all.

    An ``.mp4`` is H.264 in yuv420p with BT.709 colours, the index in front (so that it plays while it loads), and
    sides padded to even numbers by repeating the last row or column. Transparent frames are put on white.

    Args:
        frames: picture files of one size, in order.
        path: ``.mp4`` or ``.gif``.
        fps: frames a second.
        crf: constant rate factor of x264, 0 to 51.

    Returns:
        The path written.

    Raises:
        FieldError: `fps`, `crf` or the ending is out of its range.
        JobError: there are no frames, or they are no pictures.
        OutputError: the place cannot be written.
    """
    check_number("fps", fps, 0.01, 1000.0, "a number of frames a second from 0.01 to 1000")
    check_whole("crf", crf, 0, 51)
    if path.suffix.lower() not in {".mp4", ".gif"}:
        raise FieldError(f"a film must end in .mp4 or .gif, not {path.suffix or path.name!r}")
    check_pictures(frames)
    temporary = path.with_name(f".{path.stem}.{os.getpid()}.part{path.suffix.lower()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.suffix.lower() == ".gif":
            _write_gif(frames, temporary, fps)
        else:
            _write_mp4(frames, temporary, fps, crf)
        temporary.replace(path)
    except OSError as error:
        raise OutputError(f"film {path} cannot be written: {error.strerror or error}") from error
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink()
    return path


def check_pictures(frames: Sequence[Path]) -> None:
    """Raise JobError when there are no frames, or when their format holds no 8-bit picture."""
    if not frames:
        raise JobError("there are no frames yet")
    if frames[0].suffix.lower() not in PICTURES:
        known = ", ".join(PICTURES)
        raise JobError(f"frames in {frames[0].suffix} hold data; films and sheets are made of {known}")


def read_picture(path: Path) -> NDArray[np.uint8]:
    """Return a frame as (h, w, 3) uint8 sRGB; what is transparent is put on white."""
    pillow = require("PIL.Image", extra="render")
    with pillow.open(path) as image:
        rgba = np.asarray(image.convert("RGBA"))
    alpha = rgba[..., 3:]
    if alpha.min() == 255:
        return np.ascontiguousarray(rgba[..., :3])
    mixed = rgba[..., :3] * (alpha / 255.0) + (255.0 - alpha)
    return np.asarray(np.rint(mixed), np.uint8)


def _even(picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    height, width = picture.shape[:2]
    return np.pad(picture, ((0, height % 2), (0, width % 2), (0, 0)), mode="edge")


def _write_mp4(frames: Sequence[Path], path: Path, fps: float, crf: int) -> None:
    av = require("av", extra="cluster")
    colours = require("av.video.reformatter", extra="cluster")
    rate = fractions.Fraction(fps).limit_denominator(1001)
    with av.open(str(path), "w", options={"movflags": "+faststart"}) as container:
        stream = container.add_stream("libx264", rate=rate, options={"crf": str(crf), "preset": "veryfast"})
        stream.pix_fmt = "yuv420p"
        context = stream.codec_context
        context.color_range, context.colorspace = colours.ColorRange.MPEG, colours.Colorspace.ITU709
        context.color_primaries, context.color_trc = 1, 13  # BT.709 primaries; sRGB transfer, as the frames have it
        for number, picture in enumerate(map(_even, map(read_picture, frames))):
            if number == 0:
                stream.height, stream.width = picture.shape[:2]
            _mux(container, stream, _to_yuv(av, colours, picture, number))
        for packet in stream.encode():
            container.mux(packet)


def _to_yuv(av: Any, colours: Any, picture: NDArray[np.uint8], number: int) -> Any:
    rgb = av.VideoFrame.from_ndarray(picture, format="rgb24")
    frame = rgb.reformat(
        format="yuv420p", dst_colorspace=colours.Colorspace.ITU709, dst_color_range=colours.ColorRange.MPEG
    )
    frame.pts = number
    return frame


def _mux(container: Any, stream: Any, frame: Any) -> None:
    for packet in stream.encode(frame):
        container.mux(packet)


def _write_gif(frames: Sequence[Path], path: Path, fps: float) -> None:
    """A GIF counts in hundredths of a second: delays are rounded so that their sum stays right."""
    pillow = require("PIL.Image", extra="render")

    def pictures() -> Iterator[Any]:
        return (
            pillow.fromarray(read_picture(frame)).quantize(method=pillow.Quantize.FASTOCTREE, dither=pillow.Dither.NONE)
            for frame in frames
        )

    ends = [round(100 * (number + 1) / fps) for number in range(len(frames))]
    delays = [10 * max(2, end - start) for start, end in zip([0, *ends], ends, strict=False)]
    first, *others = pictures()
    first.save(path, save_all=True, append_images=others, duration=delays, loop=0)
