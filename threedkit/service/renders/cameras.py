"""`camera_config`: what a client may say about the camera, and the shots that it stands for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag, TypeAdapter, ValidationError, model_validator

from threedkit.errors import FieldError, RenderError
from threedkit.transforms import matrices

if TYPE_CHECKING:
    from threedkit.jobs import Orbit, Views
    from threedkit.render import CameraView
    from threedkit.scene import Scene

__all__ = ["CAMERA_CONFIG", "CameraConfig", "FitCamera", "in_motion", "parse_camera", "shots_of"]

Number = Annotated[float, Field(allow_inf_nan=False, ge=-1e15, le=1e15)]
Point = Annotated[tuple[Number, Number, Number], Field(description="x, y, z in metres")]
Angle = Annotated[float, Field(gt=1e-3, lt=3.14, description="radians")]
Distance = Annotated[float, Field(gt=0, le=1e15, description="metres")]
Name = str | Annotated[int, Field(ge=0)]
_ONE_TURN: Final = 120


class _Config(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Single(_Config):
    """One view; with several frames the animation plays before it."""

    time: Number | None = Field(default=0.0, description="seconds on the animation's clock; null is the rest pose")
    animation: Name | None = Field(default=None, description="name or number of an animation; null takes the first")

    def view(self, scene: Scene, size: tuple[int, int]) -> Any:
        """Return what `stills` takes for a camera."""
        raise NotImplementedError


class FitCamera(_Single):
    """A camera that shows the whole scene; several frames are its animation, or a turntable where it has none."""

    type: Literal["fit"] = "fit"
    azimuth: Number = 0.5235987755982988
    elevation: Annotated[float, Field(ge=-1.5707, le=1.5707)] = 0.3141592653589793
    yfov: Angle = 0.6108652381980153
    margin: Annotated[float, Field(ge=0, lt=0.9)] = 0.08

    def view(self, scene: Scene, size: tuple[int, int]) -> CameraView:
        """Fit the scene at its time."""
        from threedkit.render import fit_camera

        return fit_camera(
            scene, size, time=self.time, animation=self.animation,
            azimuth=self.azimuth, elevation=self.elevation, yfov=self.yfov, margin=self.margin,
        )  # fmt: skip


class SceneCamera(_Single):
    """A camera of the scene, by its name or its number."""

    type: Literal["camera"] = "camera"
    camera: Name

    def view(self, scene: Scene, size: tuple[int, int]) -> Any:  # noqa: ARG002 - as the others
        """Name it; a number is a place among the scene's cameras."""
        return camera_name(scene, self.camera)


class LookAt(_Single):
    """A camera at a point that looks at another one."""

    type: Literal["look_at"] = "look_at"
    eye: Point
    target: Point = (0.0, 0.0, 0.0)
    up: Point = (0.0, 1.0, 0.0)
    yfov: Angle = 0.8
    znear: Distance = 0.01
    zfar: Distance | None = None

    def view(self, scene: Scene, size: tuple[int, int]) -> CameraView:  # noqa: ARG002 - as the others
        """Stand there."""
        from threedkit.render import CameraView

        back, up = np.subtract(self.eye, self.target), np.array(self.up)
        if np.linalg.norm(np.cross(back, up)) <= 1e-9 * np.linalg.norm(back) * np.linalg.norm(up):
            raise FieldError("camera_config: eye, target and up must not be on one line")
        world = matrices.look_at(np.array(self.eye), np.array(self.target), up)
        return CameraView.from_matrix(world, yfov=self.yfov, znear=self.znear, zfar=self.zfar)


class MatrixCamera(_Single):
    """A camera by its matrix: world from camera, 16 values by columns, as glTF writes them."""

    type: Literal["matrix"] = "matrix"
    matrix: Annotated[tuple[Number, ...], Field(min_length=16, max_length=16)]
    kind: Literal["perspective", "orthographic"] = "perspective"
    yfov: Angle = 0.8
    xmag: Distance = 1.0
    ymag: Distance = 1.0
    znear: Distance = 0.01
    zfar: Distance | None = None

    @model_validator(mode="after")
    def _has_an_end(self) -> MatrixCamera:
        if self.kind == "orthographic" and self.zfar is None:
            raise ValueError("zfar must be given for an orthographic camera")
        return self

    def view(self, scene: Scene, size: tuple[int, int]) -> CameraView:  # noqa: ARG002 - as the others
        """Stand as the matrix says."""
        from threedkit.render import CameraView

        world = np.array(self.matrix, np.float64).reshape(4, 4).T
        lens = {"yfov": self.yfov, "xmag": self.xmag, "ymag": self.ymag, "znear": self.znear, "zfar": self.zfar}
        return CameraView.from_matrix(world, kind=self.kind, **lens)  # type: ignore[arg-type]  # numbers, by name


def _single_kind(value: Any) -> str:
    """Which view is meant: by ``type``, else by what only one of them has."""
    given = value if isinstance(value, dict) else {"type": getattr(value, "type", "")}
    if "type" in given:
        return str(given["type"])
    marks = {"eye": "look_at", "matrix": "matrix", "camera": "camera"}
    return next((kind for mark, kind in marks.items() if mark in given), "fit")


_SINGLES = (
    Annotated[FitCamera, Tag("fit")]
    | Annotated[SceneCamera, Tag("camera")]
    | Annotated[LookAt, Tag("look_at")]
    | Annotated[MatrixCamera, Tag("matrix")]
)
Single = Annotated[_SINGLES, Discriminator(_single_kind)]


class Turntable(_Config):
    """A camera that circles the scene while its animation plays."""

    type: Literal["turntable"] = "turntable"
    turns: Annotated[float, Field(ge=-1000, le=1000)] = 1.0
    azimuth: Number = 0.0
    elevation: Annotated[float, Field(ge=-1.5707, le=1.5707)] = 0.3
    yfov: Angle = 0.7
    margin: Annotated[float, Field(ge=0.1, le=100)] = 1.1
    animate: bool = True
    animation: Name | None = None
    fps: Annotated[float, Field(ge=0.01, le=1000)] = 24.0
    camera: Single | None = Field(default=None, description="view of the first frame, in place of the fitted one")


class Play(_Config):
    """The scene's animation before a camera that stands still, or moves as the animation moves it."""

    type: Literal["animation"] = "animation"
    animation: Name | None = None
    camera: Name | None = Field(default=None, description="a camera of the scene; null fits the whole animation")
    start: Number = 0.0
    fps: Annotated[float, Field(ge=0.01, le=1000)] = 24.0


class Stills(_Config):
    """Single pictures, each with its camera and time."""

    type: Literal["stills"] = "stills"
    cameras: Annotated[tuple[Single, ...], Field(min_length=1, max_length=10_000)]
    animation: Name | None = None


class GivenShots(_Config):
    """Shots as the Python library writes them: ``msgspec.to_builtins(tk.turntable(scene))``."""

    type: Literal["shots"] = "shots"
    shots: dict[str, Any]

    def read(self) -> Orbit | Views:
        """Return the shots.

        Raises:
            FieldError: they are none.
        """
        import msgspec

        from threedkit.jobs import Orbit, Views

        try:
            return msgspec.convert(self.shots, Orbit | Views)
        except msgspec.ValidationError as error:
            raise FieldError(f"camera_config.shots: {error}") from error


def _kind(value: Any) -> str:
    given = value if isinstance(value, dict) else {"type": getattr(value, "type", "")}
    if "type" not in given and "cameras" in given:
        return "stills"
    return "shots" if "type" not in given and "shots" in given else _single_kind(value)


CameraConfig = Annotated[
    _SINGLES
    | Annotated[Turntable, Tag("turntable")]
    | Annotated[Play, Tag("animation")]
    | Annotated[Stills, Tag("stills")]
    | Annotated[GivenShots, Tag("shots")],
    Discriminator(
        _kind,
        custom_error_type="camera_type",
        custom_error_message="type must be fit, camera, look_at, matrix, turntable, animation, stills or shots",
    ),
]
"""All that `camera_config` may be."""

CAMERA_CONFIG: Final[TypeAdapter[Any]] = TypeAdapter(CameraConfig)


def parse_camera(config: dict[str, Any]) -> Any:
    """Read a `camera_config`.

    Raises:
        FieldError: it is none; the message says where it is wrong.

    Example:
        >>> parse_camera({"eye": [0, 1, 5]}).type, parse_camera({}).type
        ('look_at', 'fit')
    """
    try:
        return CAMERA_CONFIG.validate_python(config)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(part) for part in ("camera_config", *first["loc"]))
        raise FieldError(f"{place}: {first['msg']}") from error


def shots_of(config: Any, scene: Scene, size: tuple[int, int], frames: int | None) -> Orbit | Views:
    """Turn a `camera_config` into shots.

    Args:
        config: what `parse_camera` returned.
        scene: what is drawn.
        size: (width, height) of the pictures.
        frames: how many; None takes one picture, one turn of 120, or one pass of the animation.

    Raises:
        FieldError, RenderError: the scene has not what is named.
    """
    from threedkit.jobs import animate, stills, turntable

    if isinstance(config, FitCamera) and (frames or 1) > 1:
        config = in_motion(config, scene)
    if isinstance(config, GivenShots):
        return config.read()
    if isinstance(config, Turntable):
        given = config.model_dump(exclude={"type", "camera"})
        view = None if config.camera is None else config.camera.view(scene, size)
        return turntable(scene, frames or _ONE_TURN, camera=view, **given)
    if isinstance(config, Play):
        camera = None if config.camera is None else camera_name(scene, config.camera)
        return animate(
            scene,
            camera,
            frames=frames,
            fps=config.fps,
            animation=config.animation,
            start=config.start,
            size=size,
        )
    if isinstance(config, Stills):
        views = [one.view(scene, size) for one in config.cameras]
        return stills(scene, views, [one.time for one in config.cameras], animation=config.animation, size=size)
    view = config.view(scene, size)
    if frames is not None and frames > 1:
        return animate(scene, view, frames=frames, animation=config.animation, start=config.time or 0.0, size=size)
    return stills(scene, [view], config.time, animation=config.animation, size=size)


def in_motion(config: FitCamera, scene: Scene) -> Turntable | Play:
    """Return what several frames of a whole scene show: its animation, or a turntable where it has none."""
    if scene.animations:
        return Play(animation=config.animation, start=config.time or 0.0)
    return Turntable(azimuth=config.azimuth, elevation=config.elevation, yfov=config.yfov)


def camera_name(scene: Scene, camera: str | int) -> Any:
    """Return a camera of the scene by its name or its number, as `resolve_camera` takes it.

    Raises:
        RenderError: there is no such camera.
    """
    if isinstance(camera, str):
        return camera
    nodes = scene.camera_nodes
    if camera >= len(nodes):
        raise RenderError(f"the scene has {len(nodes)} cameras, none of number {camera}")
    return nodes[camera]
