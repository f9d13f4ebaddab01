"""One scene inside Filament: its model, lights and background, and its pose."""

from __future__ import annotations

import functools
import warnings
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from threedkit.errors import require
from threedkit.render.engines.filament.culling import CullingBox
from threedkit.render.engines.filament.lights import LightRig
from threedkit.render.engines.filament.morphs import balanced, live_meshes
from threedkit.render.engines.filament.places import Places
from threedkit.render.engines.filament.styles import Styles
from threedkit.render.engines.filament.wire import prepare
from threedkit.render.gbuffer import material_names
from threedkit.scene import Node
from threedkit.transforms import matrices

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from numpy.typing import NDArray

    from threedkit.render.engines.filament.sky import Skies
    from threedkit.render.gbuffer import LoadedGeometry
    from threedkit.render.shot import Shot
    from threedkit.scene import Edit, Environment, Pose, Scene

__all__ = ["FilamentScene"]

_EDITABLE: Final = {
    "materials": Styles.EDITABLE,
    "lights": LightRig.EDITABLE,
    "cameras": frozenset({"yfov", "aspect", "znear", "zfar", "xmag", "ymag"}),
    "environment": frozenset({"intensity", "rotation", "background", "background_color", "uri"}),
}
"""Fields whose edits do not take a new load, beside names and those of nodes; a shot brings its own camera."""

_warned: Final[set[str]] = set()
_NOWHERE: Final = np.diag([0.0, 0.0, 0.0, 1.0])


class FilamentScene:
    """A scene that a FilamentEngine has loaded; `FilamentEngine.load` makes it.

    It keeps its own copy of the scene (read back from the bytes that Filament got), so that later edits by the owner
    change nothing here.
    """

    def __init__(self, renderer: Any, skies: Skies, scene: Scene, on_close: Callable[[FilamentScene], None]) -> None:
        """Upload the scene."""
        self._skies = skies
        self._on_close = on_close
        self._closed = False
        glb, self.snapshot, losses = prepare(scene)
        self._environment = _Backdrop(self.snapshot.environment)
        self.view = renderer.create_scene()
        self._model: Any = None
        self.notes: tuple[str, ...] = ()
        if self.snapshot.roots:
            self._model, self.notes = _upload(self.view, glb)
        self._sky_key = self._light_from_around(self.snapshot.environment)
        self._lights = LightRig(self.view, self._model, self.snapshot)
        nodes = self.snapshot.nodes
        self._places = Places(self._model, nodes, self.snapshot.animations)
        self._row = {id(node): row for row, node in enumerate(nodes)}
        self._animated = [(self._row[id(node)], node) for node in _targets(self.snapshot)]
        self._live = live_meshes(self.snapshot)
        self._culled = _skinned(self.snapshot) if self._animated else []
        self.geometry: LoadedGeometry | None = None
        self._pose: Pose | None = None
        self._pose_key: object = None
        self._strayed = 0.0
        self._styles = Styles(self._model, self.snapshot)
        losses += self._styles.losses
        self.notes += losses
        _warn_once(losses)

    def _light_from_around(self, environment: Environment | None) -> str | None:
        if environment is None or environment.intensity == 0:
            return None
        key, sky = self._skies.take(environment)
        self.view.environment = sky
        self._turn_sky(environment)
        return key

    def _turn_sky(self, environment: Environment) -> None:
        self.view.environment_intensity = environment.intensity
        self.view.environment_rotation_deg = float(np.degrees(environment.rotation) % 360)

    def update(self, edits: Sequence[Edit]) -> bool:
        """Take over edits of the scene that was loaded; False, with nothing changed, when it must be loaded anew."""
        if self._closed or not self._follows(edits):
            return False
        lists = {name: getattr(self.snapshot, name) for name in {edit.part for edit in edits} - {"environment"}}
        lists["environment"] = (self.snapshot.environment,)
        for edit in edits:
            setattr(lists[edit.part][edit.row], edit.field, edit.value)
        self._show(edits)
        return True

    def _follows(self, edits: Sequence[Edit]) -> bool:
        """Whether Filament can show these edits of what it has loaded."""
        nodes, others = (
            [edit for edit in edits if edit.part == "nodes"],
            [edit for edit in edits if edit.part != "nodes"],
        )
        for edit in others:
            if edit.field != "name" and edit.field not in _EDITABLE[edit.part]:
                return False
            if edit.part == "environment" and edit.field == "intensity" and (edit.value == 0 or self._sky_key is None):
                return False
        lights = [edit for edit in others if edit.part == "lights"]
        return self._places.follows(nodes) and self._lights.follows(lights)

    def _show(self, edits: Sequence[Edit]) -> None:
        """Show what is changed in the snapshot already."""
        parts = {edit.part for edit in edits if edit.field != "name"}
        if parts & {"nodes", "lights"}:
            self._lights.edit()
            nodes = [edit for edit in edits if edit.part == "nodes"]
            self._places.edit(nodes, self.snapshot.pose(None), self._lights.center / self.unit)
        if "materials" in parts:
            self._styles.edit({edit.row for edit in edits if edit.part == "materials"})
            if self.geometry is not None:
                self.geometry.refresh()
        around = self.snapshot.environment
        if "environment" in parts and around is not None:
            self._environment = _Backdrop(around)
            if self._sky_key is not None:
                self._turn_sky(around)
        self.__dict__.pop("names", None)
        self.__dict__.pop("material_names", None)
        self._pose = None

    def pose_at(self, shot: Shot) -> Pose:
        """Put nodes, morphs and lights where they are at the shot's time, and return that pose."""
        key = (shot.time, shot.animation)
        if self._pose is None or self._pose_key != key:
            self._pose = self.snapshot.pose(shot.time, shot.animation)
            self._pose_key = key
            self._apply(self._pose)
            self._lights.follow(self._pose)
        return self._pose

    def _apply(self, pose: Pose) -> None:
        if self._model is None or not self._animated:
            return
        places = np.array([pose.world_from_node(node)[:3, 3] for _, node in self._animated])
        self._strayed = float(np.linalg.norm(places - self._lights.center / self.unit, axis=1).max())
        for row, node in self._animated:
            handle = self._model.node(row)
            if not pose.shows(node):  # Filament hides nodes only while it loads
                handle.transform = _NOWHERE
                continue
            handle.transform = matrices.compose(*pose.local(node)) if pose.moves(node) else node.local_matrix
            if id(node.mesh) in self._live:
                handle.set_morph_weights(balanced(pose.weights(node)))
        for box in self._culled:
            world = box.world_from_node(pose)
            if world is not None and pose.visible(box.node):
                parent = box.node.parent
                local = world if parent is None else matrices.inverse(pose.world_from_node(parent)) @ world
                self._model.node(self._row[id(box.node)]).transform = local

    def reach(self, eye: NDArray[np.float64]) -> float:
        """About how far from a point the scene reaches as it is posed, both in Filament's unit."""
        lights = self._lights
        return float(np.linalg.norm(eye - lights.center)) + lights.radius + 2 * self._strayed * lights.unit

    @functools.cached_property
    def names(self) -> dict[int, str]:
        """Object id -> name of the mesh node."""
        return {number: node.name for number, node in enumerate(self.snapshot.mesh_nodes, 1)}

    @functools.cached_property
    def material_names(self) -> dict[int, str]:
        """Material id -> name."""
        return material_names(self.snapshot)

    @property
    def unit(self) -> float:
        """Filament's lengths for one metre."""
        return self._lights.unit

    def expose(self, exposure: float) -> None:
        """Scale what Filament does not expose by itself, and show materials as they are at the time of the pose."""
        if self._pose is not None:
            self._styles.apply(self._pose, exposure)

    def show_background(self, *, transparent: bool, exposure: float) -> None:
        """Set what is seen where no object is."""
        self.view.transparent = transparent
        self.view.environment_visible = self._environment.visible and self._sky_key is not None and not transparent
        color = np.clip(np.array(self._environment.color) * exposure, 0, 1)
        self.view.background = (0.0, 0.0, 0.0, 0.0) if transparent else (*color.tolist(), 1.0)

    def close(self) -> None:
        """Free what Filament holds for the scene."""
        if self._closed:
            return
        self._closed = True
        self._on_close(self)
        if self.geometry is not None:
            self.geometry.close()
        self.view.close()
        if self._sky_key is not None:
            self._skies.give_back(self._sky_key)


class _Backdrop:
    """What the scene's environment shows behind the objects, kept by value."""

    def __init__(self, environment: Environment | None) -> None:
        self.visible = environment is not None and environment.background == "environment"
        plain = environment is not None and environment.background == "color"
        self.color: tuple[float, ...] = environment.background_color if environment is not None and plain else (0, 0, 0)


def _upload(view: Any, glb: bytes) -> tuple[Any, tuple[str, ...]]:
    """Load bytes into a view; what Filament says that it cannot draw comes back and is warned about once by name."""
    filly = require("filly", extra="render")
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        model = view.load(glb)
    notes = []
    for warning in caught:
        if issubclass(warning.category, filly.AssetCompatibilityWarning):
            notes.append(" ".join(str(warning.message).split()))
        else:  # of another thread
            warnings.warn_explicit(warning.message, warning.category, warning.filename, warning.lineno)
    _warn_once(notes)
    return model, tuple(notes)


def _warn_once(notes: Iterable[str]) -> None:
    for note in notes:
        if note not in _warned:
            _warned.add(note)
            warnings.warn(f"engine 'filament': {note}", stacklevel=3)


def _skinned(scene: Scene) -> list[CullingBox]:
    """Boxes of the skinned mesh nodes that nothing hangs under: those nodes may be moved freely."""
    nodes = [node for node in scene.mesh_nodes if node.skin is not None and not node.children]
    rest = scene.pose(None)
    return [CullingBox(node, rest) for node in nodes]


def _targets(scene: Scene) -> list[Node]:
    """Nodes that any animation moves, each once."""
    moved = (channel.element for clip in scene.animations for channel in clip.channels)
    return list({id(element): element for element in moved if isinstance(element, Node)}.values())
