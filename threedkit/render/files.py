"""Frames as files: PNG, JPEG, WebP, AVIF, JPEG XL, EXR and NPZ, each written whole or not at all."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from threedkit.errors import OutputError, RenderError
from threedkit.io.files import write
from threedkit.render import compact, grey
from threedkit.render.exr import encode_exr
from threedkit.render.frame import Frame
from threedkit.render.npz import encode_npz
from threedkit.render.png import encode_png
from threedkit.render.provenance import KEYWORD, about_frame, as_json

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

__all__ = ["FORMATS", "LAYERED", "check_file", "encode_frame", "save_frame"]


class _Format(NamedTuple):
    """How a format is written: `encode(frame, about, quality)`, and what it can hold."""

    encode: Callable[[Frame, Mapping[str, Any], int | None], bytes]
    largest: int = 0
    layered: bool = False
    has_quality: bool = False


def encode_frame(
    frame: Frame,
    kind: str,
    *,
    output: str | None = None,
    quality: int | None = None,
    metadata: Mapping[str, Any] | None = None,
) -> bytes:
    """Encode a frame.

    Args:
        frame: what an engine drew.
        kind: a format with or without its dot, one of `FORMATS`.
        output: the one image to write, by its name; None: the colour, or all images where the format has layers. PNG
            takes ``depth``, ``alpha``, ``object_id`` and ``material_id`` too, as grey of 16 bits: see `grey.as_grey`.
        quality: 1 to 100 for ``jpg``, ``webp`` (both 92 when None), ``avif`` (85) and ``jxl`` (None: lossless).
        metadata: plain values for the provenance that the file carries, beside what `frame.meta` says.

    Returns:
        The file's bytes; the same frame gives the same bytes.

    Raises:
        OutputError: no such format, or it cannot hold this picture.
        RenderError: the frame has no such image `output`, or the encoder failed.
        MissingPackageError: the format's encoder is not installed.
    """
    return _encode(frame, kind, "", output, quality, metadata)


def save_frame(frame: Frame, path: str | Path, *, output: str | None = None, quality: int | None = None) -> Path:
    """Encode a frame by the ending of the path and write it there atomically; return the path.

    Raises:
        OutputError: the ending is unknown, the format cannot hold this frame, or the place cannot be written.
        MissingPackageError: the format's encoder is not installed.
    """
    path = Path(path)
    if not path.suffix:
        raise OutputError(f"{path}: the name needs an ending, one of .{', .'.join(FORMATS)}")
    try:
        data = _encode(frame, path.suffix, str(path), output, quality, None)
    except RenderError as error:
        raise OutputError(f"{path}: {error}") from error
    return write(path, data)


def check_file(
    kind: str,
    *,
    size: tuple[int, int],
    outputs: Sequence[str],
    output: str | None = None,
    quality: Any = None,
    place: str = "",
) -> None:
    """See that a format can hold a picture, before it is drawn.

    Args:
        kind: the format, with or without its dot.
        size: (width, height) in pixels.
        outputs: images that the frame has or is going to have.
        output: the one of them to write alone.
        quality: 1 to 100, or None.
        place: what to call the file in a message.

    Raises:
        OutputError: it cannot; the message says what can.

    Example:
        >>> check_file("webp", size=(640, 480), outputs=("color",))
    """
    name = _plain(kind)
    place = place or f"a .{name}"
    chosen = _FORMATS.get(name)
    if chosen is None:
        raise OutputError(f"{place}: unknown picture format {kind!r}; known are {', '.join(FORMATS)}")
    _check_quality(place, name, chosen, quality)
    if chosen.largest and max(size) > chosen.largest:
        raise OutputError(
            f"{place}: a .{name} is at most {chosen.largest} pixels wide and high, not {size[0]}x{size[1]}; "
            "save it as .png, .jxl or .exr"
        )
    if chosen.layered or output == "color":
        return
    if output is None and "color" not in outputs:
        raise OutputError(
            f"{place}: a .{name} holds the colour, and this frame has {', '.join(outputs)} only; "
            "save it as .exr or .npz, or draw with outputs=('color', ...)"
        )
    if output is not None and output not in (grey.OUTPUTS if name == "png" else ()):
        raise OutputError(f"{place}: a .{name} cannot hold {output}; save it as {_holders(output)}")


def _holders(output: str) -> str:
    return ".png, .exr or .npz" if output in grey.OUTPUTS else ".exr or .npz"


def _plain(kind: str) -> str:
    return kind.lower().lstrip(".")


def _encode(
    frame: Frame, kind: str, place: str, output: str | None, quality: int | None, metadata: Mapping[str, Any] | None
) -> bytes:
    check_file(kind, size=frame.size, outputs=frame.outputs, output=output, quality=quality, place=place)
    chosen = _FORMATS[_plain(kind)]
    about = about_frame(frame, metadata)
    if output is None:
        return chosen.encode(frame, about, quality)
    if chosen.layered or output == "color":
        return chosen.encode(_only(frame, output), about, quality)
    return encode_png(grey.as_grey(frame, output, place), _texts(about | grey.units(output)), srgb=False)


def _check_quality(place: str, name: str, chosen: _Format, quality: Any) -> None:
    if quality is None:
        return
    if not chosen.has_quality:
        known = ", .".join(name for name, one in _FORMATS.items() if one.has_quality)
        raise OutputError(f"{place}: a .{name} loses nothing and has no quality; .{known} have")
    if isinstance(quality, bool) or not isinstance(quality, int) or not 1 <= quality <= 100:
        raise OutputError(f"{place}: quality must be a whole number from 1 to 100, not {quality!r}")


def _only(frame: Frame, output: str) -> Frame:
    """A frame of one of the images."""
    return Frame(
        **{output: frame.image(output)}, names=frame.names, material_names=frame.material_names, meta=frame.meta
    )


def _texts(about: Mapping[str, Any]) -> dict[str, str]:
    return {"Software": str(about["software"]), KEYWORD: as_json(about)}


def _png(frame: Frame, about: Mapping[str, Any], _quality: int | None) -> bytes:
    return encode_png(frame.color, _texts(about))


def _exr(frame: Frame, about: Mapping[str, Any], _quality: int | None) -> bytes:
    return encode_exr(frame, about)


def _npz(frame: Frame, about: Mapping[str, Any], _quality: int | None) -> bytes:
    return encode_npz(frame, about)


_FORMATS: Final[dict[str, _Format]] = {
    "png": _Format(_png),
    "jpg": _Format(compact.encode_jpeg, largest=65500, has_quality=True),
    "jpeg": _Format(compact.encode_jpeg, largest=65500, has_quality=True),
    "webp": _Format(compact.encode_webp, largest=16383, has_quality=True),
    "avif": _Format(compact.encode_avif, largest=65536, has_quality=True),
    "jxl": _Format(compact.encode_jxl, has_quality=True),
    "exr": _Format(_exr, layered=True),
    "npz": _Format(_npz, layered=True),
}
FORMATS: Final = tuple(_FORMATS)
"""Endings that a frame can be written with."""
LAYERED: Final = tuple(name for name, one in _FORMATS.items() if one.layered)
"""Those that hold every image of a frame, not the colour only."""
