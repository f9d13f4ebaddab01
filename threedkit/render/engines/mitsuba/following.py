"""Which edits of a scene in which nothing moves can be followed without translating it anew."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from threedkit.render.engines.mitsuba.part import Part
    from threedkit.render.engines.mitsuba.surfaces import Surfaces
    from threedkit.scene import Edit, Material, Scene

__all__ = ["can_follow", "take_over"]

_FIELDS: Final[dict[str, frozenset[str]]] = {
    "nodes": frozenset({"name", "position", "rotation", "scale", "matrix", "weights"}),
    "materials": frozenset({"name", "base_color", "metallic", "roughness", "emissive", "emissive_strength"}),
    "lights": frozenset({"name", "color", "intensity", "range", "inner_cone_angle", "outer_cone_angle"}),
    "environment": frozenset({"name", "intensity", "rotation", "background", "background_color"}),
}
"""What may change; whether a node shows says which nodes are drawn together, and other values of materials how."""


def can_follow(edits: Iterable[Edit]) -> bool:
    """Whether these are edits of values only; those of cameras come with the shots."""
    return all(edit.part == "cameras" or edit.field in _FIELDS.get(edit.part, ()) for edit in edits)


def take_over(surfaces: Surfaces, scene: Scene, parts: Sequence[Part], edits: Iterable[Edit]) -> bool:
    """Put edits into the loaded scene's own document, and new surfaces on the parts that wear an edited material.

    Args:
        surfaces: makes surfaces.
        scene: the document, a copy of the user's.
        parts: all of the loaded scene.
        edits: that can be followed.

    Returns:
        False, with nothing changed, where a material is no longer to be seen or was not till now.
    """
    lists: dict[str, Any] = {"environment": (scene.environment,)}
    lists |= {name: getattr(scene, name) for name in ("nodes", "materials", "lights", "cameras")}
    before = []
    for edit in edits:
        element = lists[edit.part][edit.row]
        before.append((element, edit.field, getattr(element, edit.field)))
        setattr(element, edit.field, edit.value)
    rows = {edit.row for edit in edits if edit.part == "materials" and edit.field != "name"}
    changed = {id(scene.materials[row]): scene.materials[row] for row in rows}
    worn = {id(part.primitive.material) for part in parts}
    if any(_alpha(material) == 0.0 for material in changed.values()) or not changed.keys() <= worn:
        for element, field, value in reversed(before):
            setattr(element, field, value)
        return False
    for part in parts:
        material: Any = part.primitive.material
        if id(material) in changed:
            part.dress(surfaces, material)
    return True


def _alpha(material: Material) -> float:
    if material.alpha_mode == "OPAQUE":
        return 1.0
    alpha = float(material.base_color[3])
    return float(alpha >= material.alpha_cutoff) if material.alpha_mode == "MASK" else alpha
