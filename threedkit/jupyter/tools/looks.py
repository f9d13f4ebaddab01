"""The variant that a scene has on, as its view tells and chooses it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from threedkit.jupyter.sync import Sync

if TYPE_CHECKING:
    from collections.abc import Iterator

    from threedkit.scene import Inventory, Primitive, Scene

__all__ = ["Looks", "variant_names", "worn_variant"]


def _dressed(parts: Scene | Inventory) -> Iterator[Primitive]:
    """Primitives that have materials for variants."""
    return (primitive for mesh in parts.meshes for primitive in mesh.primitives if primitive.variants)


def variant_names(parts: Scene | Inventory) -> list[str]:
    """Names of the variants of a scene that can be chosen.

    Example:
        >>> from threedkit.scene import Scene
        >>> variant_names(Scene())
        []
    """
    return list(dict.fromkeys(variant.name for variant in parts.variants if variant.name))


def worn_variant(parts: Scene | Inventory) -> str | None:
    """Name of the variant that a scene has on; None for none."""
    return next((one.variant.name for one in _dressed(parts) if one.variant is not None), None)


class Looks:
    """Keeps `view.variants` and `view.variant` what the scene has, and puts on what the view is told."""

    def __init__(self, view: Any) -> None:
        """Follow a view's scene; the view's closing ends it."""
        self._view = view
        self._sync = Sync()
        self._worn: Counter[str] = Counter()
        self._choosing = False
        wanted = view.variant
        self.renew()
        if wanted is not None:
            view.variant = wanted
            self.choose()
        view.observe(lambda _: self.choose(), names="variant")
        view._closers.append(self._sync.close)  # noqa: SLF001 - this is a part of the view

    def renew(self) -> None:
        """Look which variants there are, and follow the primitives that have materials for them."""
        parts = self._view.scene.inventory  # gathered once
        self._worn.clear()
        for primitive in _dressed(parts):
            if primitive.variant is not None:
                self._worn[primitive.variant.name] += 1
            if not self._sync.watches(primitive):
                self._sync.watch(primitive, self._changed, ["variant"])
        self._view.variants = variant_names(parts)
        self._tell(worn_variant(parts))

    def choose(self) -> None:
        """Put on what the view says."""
        if self._choosing or self._view.variant == worn_variant(self._view.scene):
            return
        from threedkit.ops.select_variant import select_variant

        self._choosing = True
        try:
            select_variant(self._view.scene, self._view.variant)
        finally:
            self._choosing = False
        self.renew()

    def _changed(self, change: Any) -> None:
        """One of many primitives has another: the new one counts, and none once none has the last."""
        if change.old is not None:
            self._worn[change.old.name] -= 1
        if change.new is not None:
            self._worn[change.new.name] += 1
        name = self._view.variant if change.new is None else change.new.name
        self._tell(name if self._worn[name] > 0 else None)

    def _tell(self, name: str | None) -> None:
        """Set the trait without choosing."""
        if self._choosing:
            return
        self._choosing = True
        try:
            self._view.variant = name
        finally:
            self._choosing = False
