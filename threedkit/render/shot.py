"""What to draw: one camera, one moment, one size. Small, frozen, JSON; the scene itself travels apart, by hash."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final, Literal

import msgspec
import numpy as np

from threedkit.errors import FieldError, RenderError
from threedkit.transforms import matrices

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["ADDED", "MAX_SIZE", "OUTPUTS", "CameraView", "Shot"]

MAX_SIZE: Final = 16384
"""Largest width or height of a picture, in pixels."""

OUTPUTS: Final = (
    "color", "radiance", "alpha", "depth", "normal", "position", "object_id", "material_id", "albedo", "motion", "uv",
)  # fmt: skip
"""Names that `Shot.outputs` may hold."""

ADDED: Final[dict[str, Any]] = {
    "aperture": 0.0, "focus_distance": None, "shutter": 0.0, "camera_shut": None, "denoise": False,
}  # fmt: skip
"""Fields that came after the first pictures, and their value for "off": a content key leaves them out where they have
it, so that what was drawn before stays what it is."""

_MATRIX_VALUES = 16
_SMALLEST_DETERMINANT = 1e-30


class CameraView(msgspec.Struct, frozen=True, kw_only=True):
    """A camera placed in the world, without reference to a scene.

    Attributes:
        world_from_camera: the 16 values of the (4, 4) matrix, row-major; the camera looks down its own -Z, +Y is up.
        kind: ``"perspective"`` (uses `yfov`) or ``"orthographic"`` (uses `xmag` and `ymag`).
        yfov: full vertical field of view in radians; the horizontal one follows from the picture's aspect.
        xmag: half of the width that an orthographic view shows, metres.
        ymag: half of the height that an orthographic view shows, metres.
        znear: distance of the near plane in metres.
        zfar: distance of the far plane in metres, or None for an infinite perspective.
        aperture: radius of a thin lens in metres: what is not at `focus_distance` is blurred; 0 is a pinhole. A lens of
            focal length f and f-number N has ``f / (2 N)``.
        focus_distance: distance of the plane in focus, metres along the view axis.

    Raises:
        FieldError: a value is out of its range.

    Example:
        >>> CameraView(world_from_camera=tuple(np.eye(4).ravel()), yfov=0.8).kind
        'perspective'
    """

    world_from_camera: tuple[float, ...]
    kind: Literal["perspective", "orthographic"] = "perspective"
    yfov: float = 0.8
    xmag: float = 1.0
    ymag: float = 1.0
    znear: float = 0.01
    zfar: float | None = None
    aperture: float = 0.0
    focus_distance: float | None = None

    def __post_init__(self) -> None:
        """Take NumPy's numbers as plain ones, which JSON holds; refuse what no engine can draw."""
        _make_plain(self)
        _check_matrix(self.world_from_camera)
        if self.kind not in {"perspective", "orthographic"}:
            message = f'CameraView.kind must be "perspective" or "orthographic", not {self.kind!r}'
            raise FieldError(message)
        _check_range("CameraView.yfov", self.yfov, 0.0, math.pi)
        _check_range("CameraView.xmag", abs(self.xmag), 0.0, math.inf)
        _check_range("CameraView.ymag", abs(self.ymag), 0.0, math.inf)
        perspective = self.kind == "perspective"
        if not (math.isfinite(self.znear) and (self.znear > 0 or (self.znear == 0 and not perspective))):
            message = f"CameraView.znear must be a finite number above 0, not {self.znear!r}"
            raise FieldError(message)
        if self.zfar is None:
            if not perspective:
                message = "CameraView.zfar must be given for an orthographic camera"
                raise FieldError(message)
        elif not (math.isfinite(self.zfar) and self.zfar > self.znear):
            message = f"CameraView.zfar must be a finite number above znear ({self.znear}), not {self.zfar!r}"
            raise FieldError(message)
        _check_lens(self)

    @classmethod
    def from_matrix(
        cls,
        world_from_camera: NDArray[np.float64],
        *,
        kind: Literal["perspective", "orthographic"] = "perspective",
        yfov: float = 0.8,
        xmag: float = 1.0,
        ymag: float = 1.0,
        znear: float = 0.01,
        zfar: float | None = None,
        aperture: float = 0.0,
        focus_distance: float | None = None,
    ) -> CameraView:
        """Make a view from a (4, 4) matrix instead of 16 numbers."""
        values = tuple(float(value) for value in np.asarray(world_from_camera, np.float64).reshape(-1))
        return cls(
            world_from_camera=values,
            kind=kind,
            yfov=yfov,
            xmag=xmag,
            ymag=ymag,
            znear=znear,
            zfar=zfar,
            aperture=aperture,
            focus_distance=focus_distance,
        )

    @property
    def matrix(self) -> NDArray[np.float64]:
        """``world_from_camera`` as a (4, 4) float64 array."""
        return np.array(self.world_from_camera, np.float64).reshape(4, 4)

    @property
    def position(self) -> NDArray[np.float64]:
        """The eye in world space, (3,) float64 metres."""
        return self.matrix[:3, 3]

    @property
    def camera_from_world(self) -> NDArray[np.float64]:
        """The (4, 4) view matrix."""
        return matrices.inverse(self.matrix)

    def clip_from_camera(self, aspect: float) -> NDArray[np.float64]:
        """Return glTF's projection matrix, (4, 4) float64, for a picture of this aspect (width / height).

        An orthographic view keeps its own `xmag` and `ymag`: `resolve_camera` has fitted them to the aspect.
        """
        if self.kind == "perspective":
            return matrices.perspective(self.yfov, aspect, self.znear, self.zfar)
        zfar = self.zfar if self.zfar is not None else self.znear + 1.0
        return matrices.orthographic(self.xmag, self.ymag, self.znear, zfar)


class Shot(msgspec.Struct, frozen=True, kw_only=True):
    """One picture to draw of a scene that an engine has loaded.

    Attributes:
        camera: where from.
        size: (width, height) in pixels, each 1 to 16384.
        time: seconds on the animation's clock, or None for the rest pose.
        animation: name or index of the animation (or several); None takes the first one.
        samples: samples a pixel: path tracers trace that many, rasterisers anti-alias when it is above 1.
        seed: of the sampler; same shot and seed, same bytes.
        transparent: leave the background out: straight alpha, 0 where nothing was hit.
        exposure: linear radiance is multiplied by it before encoding.
        outputs: which images to make, names out of `OUTPUTS`.
        motion_step: seconds from `time` to the moment that ``motion`` looks ahead to; a negative one looks back.
        camera_after: where the camera is at that moment; None: where it is now.
        shutter: seconds from `time` on during which light falls in: what moves is blurred; 0 is an instant.
        camera_shut: where the camera is when the shutter closes, on a straight way; None: where it is now.
        denoise: take the noise of path tracing out of ``color`` and ``radiance``.

    Raises:
        RenderError: a value is out of its range or an output has an unknown name.

    Example:
        >>> view = CameraView(world_from_camera=tuple(np.eye(4).ravel()))
        >>> Shot(camera=view, size=(640, 480)).aspect
        1.3333333333333333
    """

    camera: CameraView
    size: tuple[int, int] = (1280, 720)
    time: float | None = 0.0
    animation: str | int | tuple[str | int, ...] | None = None
    samples: int = 64
    seed: int = 0
    transparent: bool = False
    exposure: float = 1.0
    outputs: tuple[str, ...] = ("color",)
    motion_step: float = 1 / 24
    camera_after: CameraView | None = None
    shutter: float = 0.0
    camera_shut: CameraView | None = None
    denoise: bool = False

    def __post_init__(self) -> None:
        """Take NumPy's numbers as plain ones, which JSON holds; refuse what no engine can draw."""
        _make_plain(self)
        _check_size(self.size)
        if self.time is not None and not math.isfinite(self.time):
            message = f"time must be a finite number of seconds or None, not {self.time!r}"
            raise RenderError(message)
        _check_whole("samples", self.samples, 1)
        _check_whole("seed", self.seed, 0)
        if not (math.isfinite(self.exposure) and self.exposure > 0):
            message = f"exposure must be a finite number above 0, not {self.exposure!r}"
            raise RenderError(message)
        _check_outputs(self.outputs)
        if not math.isfinite(self.motion_step) or self.motion_step == 0:
            message = f"motion_step must be a finite number of seconds other than 0, not {self.motion_step!r}"
            raise RenderError(message)
        if not (math.isfinite(self.shutter) and self.shutter >= 0):
            message = f"shutter must be a finite number of seconds of at least 0, not {self.shutter!r}"
            raise RenderError(message)
        if self.camera_shut is not None and self.camera_shut.kind != self.camera.kind:
            message = f"camera_shut must be {self.camera.kind} as the camera is, not {self.camera_shut.kind}"
            raise RenderError(message)

    @property
    def aspect(self) -> float:
        """Width divided by height."""
        return self.size[0] / self.size[1]

    @property
    def time_after(self) -> float | None:
        """The moment that ``motion`` looks ahead to; None in the rest pose, where only the camera moves."""
        return None if self.time is None else self.time + self.motion_step

    @property
    def time_shut(self) -> float | None:
        """The moment when the shutter closes; None in the rest pose, where only the camera moves."""
        return None if self.time is None else self.time + self.shutter


def _make_plain(fields: msgspec.Struct) -> None:
    """Replace NumPy's scalars, alone and in tuples, by Python's numbers of the same value."""
    for name in fields.__struct_fields__:
        value = getattr(fields, name)
        if isinstance(value, np.generic):
            msgspec.structs.force_setattr(fields, name, value.item())
        elif isinstance(value, tuple) and any(isinstance(part, np.generic) for part in value):
            plain = tuple(part.item() if isinstance(part, np.generic) else part for part in value)
            msgspec.structs.force_setattr(fields, name, plain)


def _check_matrix(values: tuple[float, ...]) -> None:
    if len(values) != _MATRIX_VALUES:
        message = f"CameraView.world_from_camera must be 16 numbers (4 rows of 4), not {len(values)}"
        raise FieldError(message)
    matrix = np.array(values, np.float64).reshape(4, 4)
    if not np.isfinite(matrix).all():
        message = "CameraView.world_from_camera must hold finite numbers only"
        raise FieldError(message)
    if abs(np.linalg.det(matrix[:3, :3])) < _SMALLEST_DETERMINANT:
        message = "CameraView.world_from_camera must be invertible; an axis has no length"
        raise FieldError(message)


def _check_lens(view: CameraView) -> None:
    if not (math.isfinite(view.aperture) and view.aperture >= 0):
        message = f"CameraView.aperture must be a finite radius in metres of at least 0, not {view.aperture!r}"
        raise FieldError(message)
    if view.focus_distance is not None:
        _check_range("CameraView.focus_distance", view.focus_distance, 0.0, math.inf)
    elif view.aperture > 0:
        raise FieldError("CameraView.focus_distance must be given where there is an aperture; None is for pinholes")
    if view.aperture > 0 and view.kind != "perspective":
        raise FieldError("CameraView.aperture must be 0 for an orthographic camera, which has no lens")


def _check_range(name: str, value: float, low: float, high: float) -> None:
    if not (low < value < high):
        above = f"a number above {low:g}" + ("" if math.isinf(high) else f" and below {high:.4g}")
        message = f"{name} must be {above}, not {value!r}"
        raise FieldError(message)


def _check_whole(name: str, value: Any, smallest: int) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or value < smallest:
        message = f"{name} must be a whole number of at least {smallest}, not {value!r}"
        raise RenderError(message)


def _check_size(size: Any) -> None:
    if len(size) != 2 or not all(type(side) is int and 1 <= side <= MAX_SIZE for side in size):
        message = f"size must be (width, height), each a whole number from 1 to {MAX_SIZE}, not {size!r}"
        raise RenderError(message)


def _check_outputs(outputs: Any) -> None:
    if isinstance(outputs, str) or not outputs:
        message = f"outputs must be a tuple with at least one of {', '.join(OUTPUTS)}, not {outputs!r}"
        raise RenderError(message)
    unknown = [name for name in outputs if name not in OUTPUTS]
    if unknown:
        message = f"unknown output {unknown[0]!r}; known are {', '.join(OUTPUTS)}"
        raise RenderError(message)
