"""Animation: keyed values that move nodes and morph weights."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from threedkit.errors import FieldError
from threedkit.scene.element import Element
from threedkit.scene.fields import Choice, Text
from threedkit.scene.formats import FormatField
from threedkit.scene.references import Array, Reference, References
from threedkit.transforms import curves

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from threedkit.scene.node import Node
    from threedkit.scene.pointers import Property

__all__ = ["INTERPOLATIONS", "PATHS", "Animation", "Channel"]

PATHS = ("translation", "rotation", "scale", "weights", "pointer")
INTERPOLATIONS = ("STEP", "LINEAR", "CUBICSPLINE")
_WIDTHS = {"translation": 3, "rotation": 4, "scale": 3}


def _node() -> tuple[type[Node]]:
    from threedkit.scene.node import Node

    return (Node,)


class _Keys(Array):
    """Values of a channel: two dimensions, or three with the tangents of a cubic spline."""

    def __init__(self, *, doc: str) -> None:
        super().__init__((None, None), doc=doc)
        self.expected = "an array of shape (k, c) or, for CUBICSPLINE, (k, 3, c), float32, all finite"

    def accept(self, value: Any) -> NDArray[Any]:
        array = np.asarray(value)
        if array.ndim != 3:
            return super().accept(array)
        if array.shape[1] != 3:
            message = "wrong shape"
            raise ValueError(message)
        super().accept(array.reshape(-1, array.shape[2]))
        return array if array.dtype == np.float32 else array.astype(np.float32)


class Channel(Element):
    """Keys of one property of one node (glTF 2.0, 3.11), or of any element (KHR_animation_pointer).

    `values` are (k, c), and (k, 3, c) for CUBICSPLINE: in-tangent, value, out-tangent. c is 3 for translation and
    scale, 4 for rotation (xyzw), the number of morph targets for weights.

    A channel whose path is "pointer" moves what lies at `pointer` below the glTF object that `target` is::

        Channel(target=material, path="pointer", pointer="pbrMetallicRoughness/baseColorFactor", times=..., values=...)

    Without a target, the pointer is a whole one, begins with a slash, and is kept as it is.
    """

    node = Reference(_node, "a Node", doc="None: the channel has no target and is kept as it is")
    path = Choice("translation", PATHS)
    target = Reference(lambda: (Element,), "an Element of the scene", doc='what `pointer` starts from (path "pointer")')
    pointer = Text(doc="JSON pointer below the target's object, without a slash in front")
    times = Array((None,), doc="(k,) float32, seconds, strictly increasing")
    values = _Keys(doc="(k, c) or (k, 3, c) float32")
    interpolation = Choice("LINEAR", INTERPOLATIONS)
    stored = FormatField(doc="how the values are stored; None: float32")

    def __init__(self, **values: Any) -> None:
        """Build from keyword values and check that times and values belong together."""
        super().__init__(**values)
        self.check()

    def check(self) -> None:
        """Hold times and values against one another.

        Raises:
            FieldError: the times do not increase, or the values are too many, too few, or of the wrong width.
        """
        if self.times is None or self.values is None or not len(self.times):
            message = "Channel needs times and values of at least one key"
            raise FieldError(message)
        if float(self.times[0]) < 0 or not (np.diff(self.times) > 0).all():
            message = "Channel.times must be strictly increasing seconds from 0"
            raise FieldError(message)
        found = self.meaning
        width = (found.width if found else _WIDTHS.get(self.path, 0)) or self.values.shape[-1]
        cubic = self.interpolation == "CUBICSPLINE"
        wanted = (len(self.times), 3, width) if cubic else (len(self.times), width)
        if self.values.shape != wanted:
            message = f"Channel.values must be of shape {wanted} for {self.path}, not {self.values.shape}"
            raise FieldError(message)

    @property
    def element(self) -> Element | None:
        """What it changes: the node, or the target of a pointer."""
        element: Element | None = self.target if self.path == "pointer" else self.node
        return element

    @property
    def meaning(self) -> Property | None:
        """The field that a pointer means; None for other paths, and where no field models it."""
        from threedkit.scene.pointers import property_of

        return property_of(self.target, self.pointer) if self.path == "pointer" else None

    @property
    def is_rotation(self) -> bool:
        """Whether the values are quaternions."""
        found = self.meaning
        return self.path == "rotation" or (found is not None and found.kind == "rotation")

    def sample(self, time: float) -> NDArray[np.float64]:
        """(c,) value at `time` seconds; the first and last key hold outside."""
        return np.asarray(curves.sample(self.times, self.values, time, self.interpolation, rotation=self.is_rotation))


class Animation(Element):
    """Channels that play together."""

    channels = References(lambda: (Channel,), "Channels")

    @property
    def start(self) -> float:
        """Time of the first key, seconds."""
        return min((float(channel.times[0]) for channel in self.channels), default=0.0)

    @property
    def duration(self) -> float:
        """Time of the last key, seconds: playing runs from 0 to here."""
        return max((float(channel.times[-1]) for channel in self.channels), default=0.0)
