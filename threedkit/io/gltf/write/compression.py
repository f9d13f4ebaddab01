"""Which compression a scene is written with, and its options."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple, cast

from threedkit.errors import FieldError
from threedkit.io.gltf.codecs.draco import DracoOptions

if TYPE_CHECKING:
    from threedkit.scene import Scene

__all__ = ["METHODS", "PLAIN", "Compression", "Method", "compression_of"]

Method = Literal["", "draco", "meshopt"]
METHODS: Final = ("", "draco", "meshopt")

_RANGES: Final = {"position_bits": (1, 30), "normal_bits": (2, 30), "texcoord_bits": (1, 30), "level": (0, 10)}


class Compression(NamedTuple):
    """How meshes are written.

    Attributes:
        method: the codec; empty for none.
        draco: Draco's options.
        khronos: write KHR_meshopt_compression instead of EXT_meshopt_compression.
    """

    method: Method = ""
    draco: DracoOptions = DracoOptions()
    khronos: bool = False


PLAIN: Final = Compression()
"""No compression: the canonical form."""


def compression_of(scene: Scene, method: str | None) -> Compression:
    """What a scene, or whoever saves it, asks for.

    Args:
        scene: `Scene.compression` and `Scene.compression_options` are looked at.
        method: overrides `Scene.compression`, unless it is None.

    Raises:
        FieldError: there is no such method, or an option is not right.
    """
    chosen = scene.compression if method is None else method
    if chosen not in METHODS:
        message = f"compression must be one of {', '.join(map(repr, METHODS))} or None, not {chosen!r}"
        raise FieldError(message)
    options: dict[str, Any] = {}
    for name, value in scene.compression_options.items():
        low, high = _RANGES.get(name, (0, 1))
        whole = isinstance(value, bool) if name == "khronos" else isinstance(value, int) and not isinstance(value, bool)
        if (name != "khronos" and name not in _RANGES) or not whole or not low <= value <= high:
            known = ", ".join((*_RANGES, "khronos"))
            message = f"Scene.compression_options: {name}={value!r} is none of the options {known} in its range"
            raise FieldError(message)
        options[name] = value
    khronos = bool(options.pop("khronos", False))
    return Compression(cast("Method", chosen), DracoOptions(**options), khronos)
