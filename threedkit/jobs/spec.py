"""What a job draws, complete and frozen: the same spec is the same pictures, and the same key."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Any, Literal, get_args

import msgspec

from threedkit.errors import FieldError
from threedkit.jobs.checks import check_number, check_whole
from threedkit.jobs.shots import Orbit, Views
from threedkit.render import Shot
from threedkit.render.files import LAYERED, check_file
from threedkit.render.shot import ADDED
from threedkit.render.slices import slice_shot

if TYPE_CHECKING:
    from collections.abc import Sequence

    from threedkit.jobs.shots import View

__all__ = ["FORMATS", "Format", "RenderSpec", "digest"]

Format = Literal["png", "jpg", "webp", "avif", "jxl", "exr", "npz"]

FORMATS = get_args(Format)
"""File formats of frames; ``exr`` and ``npz`` hold every output, the others hold the colour only."""

_HASH = re.compile(r"[0-9a-f]{64}")
_MAX_SEED = 2**32


class RenderSpec(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that decides how the frames of a job look.

    Attributes:
        scene_hash: SHA-256 of the scene's canonical GLB, `Scene.content_hash`.
        engine: name of the render engine.
        shots: cameras and times of the frames.
        size: (width, height) in pixels.
        samples: samples a pixel.
        seed: of the sampler; frame i uses ``seed + i``, so that noise does not stand still in a film.
        transparent: leave the background out.
        exposure: linear radiance is multiplied by it.
        outputs: images in each frame; others than ``"color"`` need the format ``exr`` or ``npz``; ``"motion"`` leads
            to the next frame.
        fps: frames a second of the film.
        format: of the frames' files, one of `FORMATS`.
        shutter: seconds from a frame's time on during which light falls in; 0 is an instant. Path tracers only.
        denoise: take the noise of path tracing out.
        split: slices that the samples of each frame are shared out to, so that several workers draw one picture; the
            same split gives the same bytes. Path tracers only.

    Raises:
        FieldError, RenderError: a value is out of its range.
        OutputError: the format cannot hold pictures of this size.

    Example:
        >>> spec = RenderSpec(scene_hash="0" * 64, engine="filament", shots=Orbit(frames=2))
        >>> RenderSpec.from_json(spec.to_json()) == spec
        True
    """

    scene_hash: str
    engine: str
    shots: Orbit | Views
    size: tuple[int, int] = (640, 480)
    samples: int = 64
    seed: int = 0
    transparent: bool = False
    exposure: float = 1.0
    outputs: tuple[str, ...] = ("color",)
    fps: float = 24.0
    format: Format = "png"
    shutter: float = 0.0
    denoise: bool = False
    split: int = 1

    def __post_init__(self) -> None:
        """Refuse what cannot be drawn."""
        if not _HASH.fullmatch(self.scene_hash):
            raise FieldError(f"RenderSpec.scene_hash must be 64 hexadecimal digits, not {self.scene_hash!r}")
        if self.format not in FORMATS:
            raise FieldError(f"format must be one of {', '.join(FORMATS)}, not {self.format!r}")
        check_number("fps", self.fps, 0.01, 1000.0, "a number of frames a second from 0.01 to 1000")
        shot = self.shot(0)
        check_whole("split", self.split, 1, 1000)
        if self.split > 1:
            slice_shot(shot, self.split)
        more = [name for name in self.outputs if name != "color"]
        if self.format not in LAYERED and (more or "color" not in self.outputs):
            raise FieldError(f"format {self.format!r} holds the colour only; use format='exr' or 'npz' for {more[0]!r}")
        check_file(self.format, size=self.size, outputs=self.outputs, place=f"format {self.format!r}")

    @property
    def total(self) -> int:
        """How many frames there are."""
        return len(self.shots)

    @property
    def key(self) -> str:
        """SHA-256 of the canonical JSON: the name of this job's content."""
        return digest(self.to_json())

    def to_json(self) -> bytes:
        """Return the canonical JSON: sorted fields, no blanks."""
        return msgspec.json.encode(self, order="sorted")

    @classmethod
    def from_json(cls, data: bytes | str) -> RenderSpec:
        """Read what `to_json` wrote.

        Raises:
            FieldError: it is no spec; the message says where it is wrong.
        """
        try:
            return msgspec.json.decode(data, type=cls)
        except msgspec.DecodeError as error:
            raise FieldError(f"this is no render spec: {error}") from error

    def shot(self, index: int) -> Shot:
        """Return what an engine is asked to draw for one frame."""
        view = self.shots.view(index, _aspect(self.size))
        return Shot(
            camera=view.camera,
            size=self.size,
            time=view.time,
            animation=self.shots.animation,
            samples=self.samples,
            seed=self.seed if index == 0 else (self.seed + index) % _MAX_SEED,
            transparent=self.transparent,
            exposure=self.exposure,
            outputs=self.outputs,
            shutter=self.shutter,
            camera_shut=self.shots.shut(index, self.shutter, _aspect(self.size)) if self.shutter > 0 else None,
            denoise=self.denoise,
            **(self._ahead(index, view) if "motion" in self.outputs else {}),
        )

    def _ahead(self, index: int, view: View) -> dict[str, Any]:
        """What ``motion`` looks ahead to: the next frame; the camera of the last one of `Views` stands still."""
        following = None
        if isinstance(self.shots, Orbit) or index + 1 < self.total:
            following = self.shots.view(index + 1, _aspect(self.size))
        step = 0.0 if following is None or following.time is None or view.time is None else following.time - view.time
        return {"motion_step": step or 1.0 / self.fps, "camera_after": None if following is None else following.camera}

    def frame_key(self, index: int) -> str:
        """Return the content key of one frame: scene, engine, shot and format; neighbours matter to motion only."""
        split = f"split {self.split}\n" if self.split > 1 else ""
        head = f"{self.scene_hash}\n{self.engine}\n{self.format}\n{split}".encode()
        return digest(head + msgspec.json.encode(_without_what_is_off(self.shot(index)), order="sorted"))

    def frame_name(self, index: int) -> str:
        """Return the file name of one frame, e.g. ``frame_0007.png``.

        Example:
            >>> RenderSpec(scene_hash="0" * 64, engine="filament", shots=Orbit(frames=2)).frame_name(1)
            'frame_0001.png'
        """
        width = max(4, len(str(self.total - 1)))
        return f"frame_{index:0{width}d}.{self.format}"

    def summary(self) -> dict[str, Any]:
        """Return plain values for a reader; long lists of cameras are counted, not listed."""
        plain: dict[str, Any] = msgspec.to_builtins(self)
        if isinstance(self.shots, Views):
            plain["shots"] = {"type": "views", "frames": self.total, "fps": self.shots.fps}
        return plain


def _aspect(size: Sequence[object]) -> float:
    """Width / height; 1 for a size that `Shot` is going to refuse."""
    sides = [side for side in size if isinstance(side, int) and side > 0]
    return sides[0] / sides[1] if len(sides) == 2 else 1.0


def _without_what_is_off(shot: Shot) -> dict[str, Any]:
    """Plain values of a shot, without fields of a later day that are off: keys of what was drawn before stay."""
    plain: dict[str, Any] = msgspec.to_builtins(shot)
    views = [plain[name] for name in ("camera", "camera_after", "camera_shut") if plain[name] is not None]
    for part in (plain, *views):
        for name in [name for name, off in ADDED.items() if name in part and part[name] == off]:
            del part[name]
    return plain


def digest(data: bytes | memoryview) -> str:
    """Return the SHA-256 of bytes as 64 hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()
