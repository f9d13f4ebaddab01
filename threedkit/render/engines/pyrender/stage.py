"""A scene inside the engine: its parts, lamps and sky, kept between pictures and moved by the pose."""

from __future__ import annotations

import functools
import warnings
from typing import TYPE_CHECKING, Any, Final

import msgspec
import numpy as np

from threedkit.render.engines.pyrender.dress import losses
from threedkit.render.engines.pyrender.lamps import Lamp, defines_of, lit, uniforms_of
from threedkit.render.engines.pyrender.painter import ShadowBox
from threedkit.render.engines.pyrender.part import Part
from threedkit.render.engines.pyrender.sky import sky_from_world
from threedkit.render.engines.pyrender.textures import Textures
from threedkit.render.gbuffer import material_names
from threedkit.render.gbuffer.geometry import User
from threedkit.scene.copying import frozen_copy
from threedkit.transforms import bounds, matrices

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from numpy.typing import NDArray

    from threedkit.render.engines.pyrender.painter import Drawn, Painter
    from threedkit.render.engines.pyrender.sky import Skies, Sky
    from threedkit.render.gbuffer import LoadedGeometry
    from threedkit.render.shot import CameraView, Shot
    from threedkit.scene import Pose, Primitive, Scene

    Floats = NDArray[np.float64]

__all__ = ["Stage"]

_warned: Final[set[str]] = set()
_MARGIN: Final = 1e-3


class Stage:
    """A scene that a PyrenderEngine has loaded; `PyrenderEngine.load` makes it.

    Everything is placed about the middle of the scene at rest, where float32 is finest.

    Attributes:
        snapshot: the engine's own copy of the scene.
        geometry: what the G-buffer holds of it.
        notes: what of the scene is not drawn.
    """

    def __init__(self, gl: Any, scene: Scene, painter: Painter, skies: Skies, free: Callable[[Stage], None]) -> None:
        """Upload, in the current context; `free` is called with the stage when it is closed."""
        self.snapshot = frozen_copy(scene)
        self.geometry: LoadedGeometry | None = None
        self._painter, self._skies, self._free = painter, skies, free
        self._closed = False
        self._textures = Textures()
        self._origin = _middle(self.snapshot)
        self._parts = [Part(found, users, self._textures) for found, users in _users(self.snapshot)]
        self._sky_key, self.sky = self._take_sky(gl)
        self._lamps: list[Lamp] = []
        self._shadows: dict[str, Any] = {}
        self._box = bounds.empty()
        self._pose: Pose | None = None
        self._pose_key: object = None
        self.notes = _warn_of_losses(self.snapshot, painter.most_maps)

    def _take_sky(self, gl: Any) -> tuple[str | None, Sky | None]:
        environment = self.snapshot.environment
        if environment is None or environment.intensity == 0:
            return None, None
        return self._skies.take(gl, environment)

    @functools.cached_property
    def names(self) -> dict[int, str]:
        """Object id -> name of the mesh node."""
        return {number: node.name for number, node in enumerate(self.snapshot.mesh_nodes, 1)}

    @functools.cached_property
    def material_names(self) -> dict[int, str]:
        """Material id -> name."""
        return material_names(self.snapshot)

    def pose_at(self, shot: Shot) -> Pose:
        """Put everything where it is at the shot's time, draw the shadow maps of that, and return the pose."""
        key = (shot.time, shot.animation)
        if self._pose is None or self._pose_key != key:
            pose = self.snapshot.pose(shot.time, shot.animation)
            if self._pose is None or self.snapshot.animations:
                self._move(pose)
            self._pose, self._pose_key = pose, key
        return self._pose

    def _move(self, pose: Pose) -> None:
        for part in self._parts:
            part.pose(pose, self._origin)
        self._box = bounds.union(*(part.box for part in self._parts))
        for lamp in self._lamps:
            lamp.release()
        self._lamps = lit(self.snapshot.light_nodes, pose, self._origin, self._painter.most_maps)
        middle, radius = self._ball()
        self._shadows = self._painter.cast(self._lamps, self._solid(), ShadowBox(middle, 1.05 * radius))

    def _solid(self) -> list[Drawn]:
        return [one for part in self._parts for one in part.drawn]

    def _ball(self) -> tuple[Floats, float]:
        """Middle (3,) and radius of everything, metres; a unit ball where there is nothing."""
        if bounds.is_empty(self._box) or not np.isfinite(self._box).all():
            return np.zeros(3), 1.0
        return bounds.center(self._box), max(bounds.radius(self._box), 1e-6)

    def paint(self, shot: Shot) -> None:
        """Draw the pose into the framebuffer that is bound."""
        world, clip = self._view(shot)
        eye, back = world[:3, 3], world[:3, 2]
        seen = np.append(eye, 1.0) if shot.camera.kind == "perspective" else np.append(back, 0.0)
        values: dict[str, Any] = {"clip_from_world": clip, "eye": seen}
        defines = defines_of(self._lamps)
        environment = self.snapshot.environment
        if self.sky is not None and environment is not None:
            self.sky.bind(0)
            defines["HAS_SKY"] = 1
            values |= {
                "sky_levels": float(self.sky.levels),
                "sky_intensity": environment.intensity,
                "irradiance": list(self.sky.irradiance),
                "sky_from_world": sky_from_world(environment),
            }
        blended = [one for part in self._parts for one in part.blended]
        blended.sort(key=lambda one: float((one[0] - eye) @ back))
        ordered = [drawn for _, drawn in blended]
        self._painter.paint(
            self._solid(), ordered, self._lamps, values | uniforms_of(self._lamps) | self._shadows, defines
        )

    def _view(self, shot: Shot) -> tuple[Floats, Floats]:
        """world_from_camera without scale and clip_from_world, (4, 4) each, about the scene's middle."""
        place, rotation, _ = matrices.decompose(shot.camera.matrix)
        world = matrices.compose(place - self._origin, rotation, (1.0, 1.0, 1.0))
        middle, radius = self._ball()
        depth = float((world[:3, 3] - middle) @ world[:3, 2])
        reach = radius * (1.0 + _MARGIN)
        camera = _tightened(shot.camera, depth - reach, depth + reach)
        return world, camera.clip_from_camera(shot.aspect) @ matrices.inverse(world)

    def background(self, shot: Shot) -> dict[str, Any]:
        """Uniforms for what is behind the picture, and its exposure."""
        environment = self.snapshot.environment
        values: dict[str, Any] = {"exposure": shot.exposure, "background": 1, "color": (0.0, 0.0, 0.0)}
        if shot.transparent:
            return values | {"background": 0}
        if environment is None:
            return values
        if environment.background == "color":
            return values | {"color": tuple(environment.background_color[:3])}
        if self.sky is None:
            return values
        way = sky_from_world(environment) @ _ways(shot)
        return values | {"background": 2, "intensity": environment.intensity, "way": tuple(way.T.ravel().tolist())}

    def close(self) -> None:
        """Free what the engine holds for the scene; a second call does nothing."""
        if not self._closed:
            self._closed = True
            self._free(self)

    def release(self) -> None:
        """Free it, in the current context."""
        for part in self._parts:
            part.release()
        for lamp in self._lamps:
            lamp.release()
        self._textures.release()
        self._parts, self._lamps = [], []
        if self._sky_key is not None:
            self._skies.give_back(self._sky_key)
            self._sky_key = None
        if self.geometry is not None:
            self.geometry.close()


def _users(scene: Scene) -> Iterable[tuple[Primitive, tuple[User, ...]]]:
    """The primitives of a scene that have vertices, each once, with the nodes that show it."""
    found: dict[int, tuple[Primitive, list[User]]] = {}
    for row, node in enumerate(scene.mesh_nodes):
        for primitive in node.mesh.primitives if node.mesh is not None else ():
            if primitive.vertex_count and (primitive.indices is None or primitive.indices.size):
                found.setdefault(id(primitive), (primitive, []))[1].append(User(row, node))
    return [(primitive, tuple(users)) for primitive, users in found.values()]


def _middle(scene: Scene) -> Floats:
    """(3,) middle of the box around the scene at rest; the origin when there is none."""
    box = scene.bounds(None)
    return bounds.center(box) if np.isfinite(box).all() else np.zeros(3)


def _tightened(view: CameraView, low: float, high: float) -> CameraView:
    """The camera with its planes drawn together around depths that hold everything: 24 bits have to do."""
    near = max(view.znear, low)
    far = high if view.zfar is None else min(high, view.zfar)
    if far <= near:
        near, far = view.znear, view.znear + max(1.0, view.znear)
    return msgspec.structs.replace(view, znear=near, zfar=far)


def _ways(shot: Shot) -> Floats:
    """(3, 3) from (x, y, 1), x and y from -1 to 1 on the picture, to directions in the world."""
    _, rotation, _ = matrices.decompose(shot.camera.matrix)
    axes = matrices.compose((0.0, 0.0, 0.0), rotation, (1.0, 1.0, 1.0))[:3, :3]
    tangent = float(np.tan(shot.camera.yfov / 2)) if shot.camera.kind == "perspective" else 0.0
    return np.asarray(axes @ np.diag([tangent * shot.aspect, tangent, -1.0]))


def _warn_of_losses(scene: Scene, maps: int) -> tuple[str, ...]:
    """Name what will be missing from the picture, and warn of each once in a process."""
    found: dict[str, list[str]] = {}
    for node in scene.mesh_nodes:
        for primitive in node.mesh.primitives if node.mesh is not None else ():
            for loss in losses(primitive):
                found.setdefault(loss, []).append(node.name or (node.mesh.name if node.mesh else "") or "unnamed")
    notes = []
    for loss, names in found.items():
        more = f" and {len(names) - 1} more" if len(names) > 1 else ""
        notes.append(f"{loss}: mesh {names[0]!r}{more}")
    if len(scene.light_nodes) > maps:
        notes.append(f"the weakest of {len(scene.light_nodes)} lights cast no shadows: {maps} can")
    for note in notes:
        if note not in _warned:
            _warned.add(note)
            warnings.warn(f"engine 'pyrender': {note}", stacklevel=4)
    return tuple(notes)
