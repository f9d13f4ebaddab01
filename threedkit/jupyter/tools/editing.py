"""What the inspector does to a scene: each field through the scene's own checks, and back where they refuse."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

from threedkit.errors import FieldError, ThreedkitError
from threedkit.jupyter.sync import Sync
from threedkit.jupyter.tools.presets import preset_name, set_preset
from threedkit.scene.materials.layer import Layer
from threedkit.transforms import matrices

if TYPE_CHECKING:
    from threedkit.scene import Element, Node

__all__ = ["EDITABLE", "Editing", "assign"]

_LAYERS: Final = {
    "clearcoat": ("factor", "roughness"),
    "transmission": ("factor",),
    "volume": ("thickness", "attenuation_distance", "attenuation_color"),
    "sheen": ("color", "roughness"),
    "specular": ("factor", "color"),
    "iridescence": ("factor", "ior", "thickness_maximum"),
    "anisotropy": ("strength", "rotation"),
}
EDITABLE: Final[dict[str, frozenset[str]]] = {
    "node": frozenset({"position", "rotation", "scale", "visible"}),
    "material": frozenset({
        "base_color", "metallic", "roughness", "emissive", "emissive_strength", "ior", "alpha_mode", "alpha_cutoff",
        "double_sided", "unlit", "normal_scale", "occlusion_strength", *_LAYERS,
        *(f"{layer}.{field}" for layer, fields in _LAYERS.items() for field in fields),
    }),
    "light": frozenset({"color", "intensity", "range", "inner_cone_angle", "outer_cone_angle"}),
    "camera": frozenset({"yfov", "znear", "zfar", "ymag"}),
    "environment": frozenset({"intensity", "rotation", "background", "background_color"}),
}  # fmt: skip
"""Fields that the inspector may assign, by kind of element: fields.ts has the controls."""
_ENDLESS: Final = {"attenuation_distance"}
_TRANSFORM: Final = {"position", "rotation", "scale"}


def assign(element: Element, field: str, value: Any) -> None:
    """Assign a field of a scene's part as the inspector says it.

    Args:
        element: a node, material, light, camera or environment.
        field: its name; "clearcoat.roughness" for a layer of a material.
        value: as JSON has it: numbers, lists, true and false; null is none, or endless.

    Raises:
        FieldError: the value is out of its range, or there is nothing of that name.

    Example:
        >>> from threedkit.scene import Material
        >>> paint = Material(clearcoat=1.0)
        >>> assign(paint, "clearcoat.roughness", 0.25)
        >>> paint.clearcoat.roughness
        0.25
    """
    if field in _TRANSFORM:
        _place(element, field, value)
        return
    *path, name = field.split(".")
    owner: Any = element
    for part in path:
        owner = getattr(owner, part)
        if not isinstance(owner, Layer):
            raise FieldError(f"{element!r} has no {part} now: add it before its {name} is set")
    setattr(owner, name, math.inf if value is None and name in _ENDLESS else value)


def _place(node: Any, field: str, value: Any) -> None:
    """Move a node; one that has a matrix gets position, rotation and scale instead, which are the same."""
    if node.matrix is None:
        setattr(node, field, value)
        return
    position, rotation, scale = matrices.decompose(node.matrix)
    whole = {"position": position, "rotation": rotation, "scale": scale, field: value}
    checked: Node = type(node)(**whole)
    with node.hold_trait_notifications():
        node.matrix = None
        node.position, node.rotation, node.scale = checked.position, checked.rotation, checked.scale


def _assigned(element: Element, field: str) -> set[str]:
    """Traits that `assign` assigns."""
    if field in _TRANSFORM and getattr(element, "matrix", None) is not None:
        return {"matrix", *_TRANSFORM}
    return {field.rpartition(".")[2]}


class Editing:
    """Answers the inspector of one view, and knows which preset its light is."""

    def __init__(self, view: Any) -> None:
        """Listen to a view; the view's closing ends it."""
        self._view = view
        self._sync = Sync()
        self._sync.watch(view.scene, lambda _: self.renew(), ["environment"])
        view.on_message("edit", lambda content, _: self._edit(content))
        view._closers.append(self._sync.close)  # noqa: SLF001 - this is a part of the view
        self.renew()

    def renew(self) -> None:
        """Look whose light it is now, and follow that."""
        environment = self._view.scene.environment
        if environment is not None and not self._sync.watches(environment):
            self._sync.watch(environment, lambda _: self._name(), ["radiance"])
        self._name()

    def _name(self) -> None:
        self._view.preset = preset_name(self._view.scene.environment)

    def _edit(self, content: dict[str, Any]) -> None:
        view, client, name = self._view, content.get("client"), content.get("id")
        target, field, value = content.get("target", ""), str(content.get("field")), content.get("value")
        answer = {"type": "edited", "id": name, "to": client}
        element, done = None, False
        try:
            if (target, field) == ("environment", "preset"):
                set_preset(view.scene, str(value))
            else:
                element = self._known(content, target, field)
                with view._quiet(client, element, _assigned(element, field)):  # noqa: SLF001 - a part of the view
                    assign(element, field, value)
            done = True
        except ThreedkitError as error:
            answer |= {"type": "refused", "message": str(error)}
        finally:  # whatever an observer of the field raises: the browser waits
            view.send(answer)
            if not done and element is not None:
                view._resend(element)  # noqa: SLF001 - this is a part of the view

    def _known(self, content: dict[str, Any], target: str, field: str) -> Any:
        if field not in EDITABLE.get(target, ()):
            raise FieldError(f"view: the inspector cannot set {field!r} of a {target!r}")
        if target != "environment" and content.get("epoch") != self._view._epoch:  # noqa: SLF001
            raise FieldError(f"view: the scene is another one by now; set {field} again")
        element = self._view._element(target, content.get("index"))  # noqa: SLF001 - this is a part of the view
        if element is None:
            raise FieldError(f"view: the scene has no {target} {content.get('index')!r} any more")
        return element
