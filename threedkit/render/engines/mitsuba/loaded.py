"""A scene inside the engine: Mitsuba's objects, kept in step with the pose and the camera."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np

from threedkit.render.develop import Backdrop
from threedkit.render.engines.mitsuba.following import can_follow, take_over
from threedkit.render.engines.mitsuba.lights import make_environment, make_light
from threedkit.render.engines.mitsuba.losses import warn_of_losses
from threedkit.render.engines.mitsuba.sensor import camera_axes, sheet_corners
from threedkit.render.engines.mitsuba.shapes import make_parts, shared_primitives
from threedkit.render.engines.mitsuba.strokes import Strokes
from threedkit.render.engines.mitsuba.surfaces import Surfaces
from threedkit.render.engines.mitsuba.variants import using
from threedkit.render.gbuffer import material_ids, material_names
from threedkit.scene import Scene

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from threedkit.render.engines.mitsuba.part import Part
    from threedkit.render.shot import CameraView, Shot
    from threedkit.scene import Edit, Environment, Material, Pose

__all__ = ["LoadedScene"]


class LoadedScene:
    """What `MitsubaEngine.load` returns.

    Attributes:
        owner: the engine that made it.
        is_closed: nothing can be drawn of it any more.
        parts: the meshes that the current pose draws.
        names: object id -> name of the node.
        material_names: material id -> name of the material.
        scene: Mitsuba's scene for the current pose and camera.
    """

    def __init__(self, mi: Any, scene: Scene, owner: object) -> None:
        """Translate the scene."""
        self.owner, self._variant = owner, mi.variant()
        self.is_closed = False
        self.names = {1 + index: node.name for index, node in enumerate(scene.mesh_nodes)}
        self.material_names = material_names(scene)
        self._moves = len(scene.animations) > 0
        # It is posed and edited later, and must not see what the user does to the scene meanwhile.
        self._document: Scene = scene.copy()
        warn_of_losses(scene)
        self.backdrop = Backdrop.of(scene.environment)
        self._origin = _middle(scene)
        surfaces = Surfaces(mi)
        nodes = self._document.mesh_nodes
        resting = None if self._moves else self._document.pose(None)
        shared = shared_primitives(nodes, resting)
        self._all = [part for users, primitive in shared for part in make_parts(surfaces, users, primitive)]
        ids = material_ids(self._document)
        for part in self._all:
            part.material_id = ids[id(part.primitive.material)]
        self._styled = _styled(self._document, self._all)
        self._lights = list(self._document.light_nodes)
        self._environment = _surround(mi, scene.environment)
        self._emitters: dict[str, Any] = {}
        self._pose_key: object = ()
        self._sheet: NDArray[np.float32] | None = None
        self.parts: list[Part] = []
        self.scene: Any = None
        if resting is not None:
            self._place(mi, resting)

    @property
    def moves(self) -> bool:
        """Whether there is an animation."""
        return self._moves

    @property
    def hangs_sheet(self) -> bool:
        """Whether the invisible sheet hangs before the camera."""
        return self._sheet is not None

    @property
    def glows(self) -> bool:
        """Whether a surface emits light."""
        return any(part.surface.radiance is not None for part in self._all)

    @property
    def disperses(self) -> bool:
        """Whether glass refracts each colour by an index of its own."""
        return any(part.surface.iors is not None for part in self._all)

    def refract(self, mi: Any, color: int) -> None:
        """Let such glass refract light of one colour from now on: 0 to 2, red, green and blue."""
        for surface in {id(part.surface.bsdf): part.surface for part in self._all}.values():
            surface.refract(mi, color)

    @property
    def fades(self) -> bool:
        """Whether a surface emits light that rays may also pass through."""
        return any(part.surface.radiance is not None and part.surface.is_masked for part in self._all)

    @property
    def is_masked(self) -> bool:
        """Whether rays may pass through a surface."""
        return any(part.surface.is_masked for part in self._all)

    @property
    def has_media(self) -> bool:
        """Whether there is something inside of a surface."""
        return any(part.surface.medium is not None for part in self._all)

    @property
    def is_clear(self) -> bool:
        """Whether light passes through a surface by way of its material."""
        return any(part.surface.is_clear for part in self._all)

    @property
    def has_environment(self) -> bool:
        """Whether light comes from all around."""
        return self._environment is not None

    def localize(self, shot: Shot) -> Shot:
        """Return the shot as seen from the middle of the scene, where float32 is finest.

        Mitsuba lifts rays off surfaces by 1e-4 of the distance to the origin: 5 cm at 500 m.
        """
        after, shut = shot.camera_after, shot.camera_shut
        return msgspec.structs.replace(
            shot,
            camera=_shifted(shot.camera, self._origin),
            camera_after=None if after is None else _shifted(after, self._origin),
            camera_shut=None if shut is None else _shifted(shut, self._origin),
        )

    def globalize(self, images: dict[str, Any]) -> dict[str, Any]:
        """Put positions back where they are in the world."""
        if "position" in images:
            images["position"] = (images["position"] + self._origin).astype(np.float32)
        return images

    def positions_after(self, shot: Shot) -> list[NDArray[np.float32]]:
        """Where the vertices of `parts` are at the moment that motion looks ahead to, as `Part.positions`."""
        if not self._moves:
            return [part.rest for part in self.parts]
        pose = self._document.pose(shot.time_after, shot.animation)
        return [part.positions_at(pose, self._origin) for part in self.parts]

    def prepare(self, mi: Any, shot: Shot, *, sheet: bool) -> None:
        """Bring `scene` up to a shot's time and camera; does nothing when neither asks for a change.

        Args:
            mi: Mitsuba with its variant set.
            shot: what will be drawn, localized.
            sheet: hang an invisible sheet before the camera (see `MitsubaEngine`).
        """
        stale = self.scene is None
        key = (shot.time, shot.animation)
        if not self._moves:
            if shot.animation is not None:  # nothing moves, but what is not there is refused as Scene.pose refuses it
                Scene().pose(shot.time, shot.animation)
        elif key != self._pose_key:
            self._place(mi, self._document.pose(shot.time, shot.animation))
            self._pose_key, stale = key, True
        stale |= self._swell(mi, shot)
        stale |= self._cull(mi, shot.camera)
        wanted = sheet_corners(shot.camera, shot.size) if sheet else None
        if stale or not _equal(wanted, self._sheet):
            self._sheet = wanted
            self.parts = [part for part in self._all if part.is_visible]
            self.scene = mi.load_dict(self._describe(mi))

    def update(self, edits: Sequence[Edit]) -> bool:
        """Take over edits of the scene that was loaded; False, with nothing changed, when it must be loaded anew.

        Textures, materials and shapes that stay are not translated again; the acceleration structure is built anew.
        """
        scene = self._document
        if self.is_closed or self._moves or not can_follow(edits):
            return False
        with using(self._variant) as mi:
            if not take_over(Surfaces(mi), scene, self._all, edits):
                return False
            fields = {(edit.part, edit.field) for edit in edits}
            parts = {part for part, field in fields if field != "name"}
            self.names = {1 + index: node.name for index, node in enumerate(scene.mesh_nodes)}
            self.material_names = material_names(scene)
            self.backdrop = Backdrop.of(scene.environment)
            if fields & {("environment", "intensity"), ("environment", "rotation")}:
                self._environment = _surround(mi, scene.environment)
            if parts & {"nodes", "materials", "lights"}:
                for part in self._all:
                    part.mesh = None  # Mitsuba builds other trees of meshes that were changed: equal but for rounding
                self._origin = _middle(scene)
                self._place(mi, scene.pose(None))
            if parts & {"nodes", "materials", "lights", "environment"}:
                self.scene = None
        return True

    def close(self) -> None:
        """Free what Mitsuba holds for this scene; a second call does nothing."""
        self.is_closed = True
        self._all, self.parts, self._styled, self._emitters = [], [], [], {}
        self.scene = self._environment = None
        self._document = Scene()

    def _place(self, mi: Any, pose: Pose) -> None:
        surfaces = Surfaces(mi)
        posed: dict[int, Material] = {}
        for part, material in self._styled:
            found = posed.setdefault(id(material), pose.posed(material))
            part.dress(surfaces, found)
        for part in self._all:
            part.place(mi, pose, self._origin)
        self._emitters = dict(self._lamps(mi, pose))

    def _lamps(self, mi: Any, pose: Pose) -> Iterator[tuple[str, Any]]:
        for index, node in enumerate(self._lights):
            world = pose.world_from_node(node)
            world[:3, 3] -= self._origin
            shines = node.light is not None and pose.visible(node)
            described = make_light(mi, pose.posed(node.light), world) if shines else None
            if described is not None:
                yield f"light{index}", mi.load_dict(described)

    def _swell(self, mi: Any, shot: Shot) -> bool:
        changed = [part.swell(mi, shot) for part in self._all if isinstance(part, Strokes)]
        return any(changed)

    def _cull(self, mi: Any, camera: CameraView) -> bool:
        eye, axes = camera_axes(camera)
        forward = None if camera.kind == "perspective" else -axes[:, 2]
        changed = [part.show_front(mi, eye, forward) for part in self._all]
        return any(changed)

    def _describe(self, mi: Any) -> dict[str, Any]:
        described: dict[str, Any] = {"type": "scene"}
        for index, part in enumerate(self.parts):
            part.mesh.set_id(f"part{index}")
            described[f"part{index}"] = part.mesh
        described |= self._emitters
        if self._environment is not None:
            described["environment"] = self._environment
        if self._sheet is not None:
            described["sheet"] = _hang(mi, self._sheet)
        return described


def _surround(mi: Any, environment: Environment | None) -> Any:
    """Mitsuba's emitter for what is all around; None where it is dark."""
    described = make_environment(mi, environment)
    return None if described is None else mi.load_dict(described)


def _middle(scene: Scene) -> NDArray[np.float64]:
    """(3,) middle of the box around the scene at rest; the origin when there is none."""
    box = scene.bounds(None)
    return box.mean(axis=0) if np.isfinite(box).all() else np.zeros(3)


def _shifted(camera: CameraView, origin: NDArray[np.float64]) -> CameraView:
    matrix = camera.matrix
    matrix[:3, 3] -= origin
    return msgspec.structs.replace(camera, world_from_camera=tuple(matrix.ravel().tolist()))


def _equal(one: NDArray[np.float32] | None, other: NDArray[np.float32] | None) -> bool:
    return one is other if one is None or other is None else np.array_equal(one, other)


def _hang(mi: Any, corners: NDArray[np.float32]) -> Any:
    """Make the invisible sheet: a flat pyramid without a base."""
    properties = mi.Properties()
    properties["bsdf"] = mi.load_dict({"type": "null"})
    mesh = mi.Mesh("sheet", 5, 4, props=properties)
    params = mi.traverse(mesh)
    params["vertex_positions"] = corners.ravel()
    params["faces"] = np.array([0, 1, 4, 1, 2, 4, 2, 3, 4, 3, 0, 4], np.uint32)
    params.update()
    mesh.set_id("sheet")
    return mesh


def _styled(scene: Scene, parts: list[Part]) -> list[tuple[Part, Material]]:
    """The parts whose material an animation changes, with that."""
    moved = {id(channel.element) for clip in scene.animations for channel in clip.channels}
    materials = ((part, part.primitive.material) for part in parts)
    return [(part, material) for part, material in materials if material is not None and id(material) in moved]
