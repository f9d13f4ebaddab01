"""What a client asks for when it submits a render job."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal, cast, get_args

import msgspec
from msgspec import Meta

from threedkit.jobs.shots import Orbit
from threedkit.jobs.spec import Format, RenderSpec
from threedkit.render.registry import engine_class
from threedkit.service.renders.cameras import parse_camera
from threedkit.service.shapes import Facts, Name, Words

__all__ = ["DRAWING", "FILMS", "NewRenderJob", "OutputFormat", "checked", "count_of", "frame_format", "selection_of"]

OutputFormat = Literal["png", "jpg", "webp", "avif", "jxl", "exr", "npz", "mp4", "webm", "mkv", "gif"]
"""Formats of frames, and of films that are made of them."""

FILMS: Final = ("mp4", "webm", "mkv", "gif")

DRAWING: Final = (
    *("engine", "samples", "seed", "transparent", "exposure", "outputs", "fps", "shutter", "denoise", "split"),
    *("resources", "attempts", "frame_timeout", "budget", "priority"),
)
"""Fields of a request that `threedkit.jobs.submit` takes by the same name; the record keeps them as its settings."""

Side = Annotated[int, Meta(ge=1, le=16_384)]
Word = Annotated[str, Meta(min_length=1, max_length=64)]


class NewRenderJob(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """What to draw. Only `scene_id` must be given."""

    scene_id: Annotated[str, Meta(max_length=100, description="Of the scene.")]
    scene_version: Annotated[int, Meta(ge=1, le=1 << 31)] | None = None
    name: Name = ""
    resolution: Annotated[tuple[Side, Side], Meta(description="Width and height in pixels.")] = (1920, 1080)
    output_format: OutputFormat = "png"
    camera_config: Annotated[
        dict[str, Any],
        Meta(
            description="A camera by `type`: fit, camera (of the scene), look_at, matrix; or a sequence: turntable, "
            "animation, stills, shots. {} shows the whole scene. docs/renders.md lists the members of each."
        ),
    ] = {}
    frames: Annotated[
        Annotated[int, Meta(ge=1, le=1_000_000)] | Annotated[str, Meta(max_length=1000)] | None,
        Meta(description='How many, or which of them: "0-99,120", "0-47:12".'),
    ] = None
    engine: Annotated[str, Meta(max_length=64)] | None = None
    samples: Annotated[int, Meta(ge=1, le=1_000_000)] = 64
    seed: Annotated[int, Meta(ge=0, le=4_294_967_295)] = 0
    transparent: bool = False
    exposure: Annotated[float, Meta(gt=0, le=1e6)] = 1.0
    outputs: Annotated[tuple[Word, ...], Meta(min_length=1, max_length=20)] = ("color",)
    fps: Annotated[float, Meta(ge=0.01, le=1000)] | None = None
    shutter: Annotated[float, Meta(ge=0, le=1e6)] = 0.0
    denoise: bool = False
    split: Annotated[int, Meta(ge=1, le=1000)] = 1
    resources: Annotated[dict[Word, Annotated[float, Meta(ge=0, le=1e9)]], Meta(max_length=20)] = {}
    attempts: Annotated[int, Meta(ge=1, le=100)] = 3
    frame_timeout: Annotated[float, Meta(gt=0, le=1e6)] | None = None
    budget: Annotated[float, Meta(gt=0, le=1e12)] | None = None
    priority: Annotated[int, Meta(ge=-1000, le=1000)] = 0
    metadata: Facts = {}
    tags: Words = ()
    groups: Words = ()

    def settings(self) -> dict[str, Any]:
        """Return what the record keeps of how it is to be drawn: what differs from the default."""
        plain = msgspec.to_builtins(self)
        defaults = msgspec.to_builtins(NewRenderJob(scene_id=""))
        return {name: plain[name] for name in DRAWING if plain[name] != defaults[name]}


def checked(asked: NewRenderJob) -> NewRenderJob:
    """Refuse, before anything is written down, what no scene could make drawable.

    Raises:
        FieldError, RenderError, OutputError, UnknownEngineError: what is wrong with it.
    """
    parse_camera(asked.camera_config)
    if asked.engine is not None:
        engine_class(asked.engine)
    RenderSpec(
        scene_hash="0" * 64,
        engine=asked.engine or "",
        shots=Orbit(frames=1),
        size=asked.resolution,
        samples=asked.samples,
        seed=asked.seed,
        transparent=asked.transparent,
        exposure=asked.exposure,
        outputs=asked.outputs,
        fps=asked.fps or 24.0,
        format=frame_format(asked.output_format),
        shutter=asked.shutter,
        denoise=asked.denoise,
        split=asked.split,
    )
    return asked


def frame_format(output_format: str) -> Format:
    """Return the file format of the frames: a film's are PNG.

    Example:
        >>> frame_format("exr"), frame_format("mp4")
        ('exr', 'png')
    """
    return cast("Format", output_format) if output_format in get_args(Format) else "png"


def count_of(frames: int | str | None) -> int | None:
    """Return how many frames the shots shall have; None: as many as they have by themselves."""
    return frames if isinstance(frames, int) else None


def selection_of(frames: int | str | None) -> str | None:
    """Return which of the shots' frames are drawn; None: all."""
    return frames if isinstance(frames, str) else None
