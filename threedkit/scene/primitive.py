"""Primitive: the arrays of one draw call."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from threedkit.errors import FieldError
from threedkit.scene.element import Element
from threedkit.scene.fields import Choice, Field
from threedkit.scene.formats import Formats
from threedkit.scene.frozen import is_frozen
from threedkit.scene.material import Material
from threedkit.scene.references import Array, Arrays, Reference, References
from threedkit.scene.variant import Variant, VariantMaterials
from threedkit.transforms import bounds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

__all__ = ["MODES", "Custom", "MorphTarget", "Primitive", "Vertices"]

MODES = ("POINTS", "LINES", "LINE_LOOP", "LINE_STRIP", "TRIANGLES", "TRIANGLE_STRIP", "TRIANGLE_FAN")
"""Modes in the order of their glTF numbers 0 to 6."""

_UNIT = ("float32", "uint8", "uint16")


class Vertices(NamedTuple):
    """One vertex attribute of a primitive by its glTF name."""

    semantic: str
    array: NDArray[Any]


class MorphTarget(Element):
    """Displacements that a morph weight multiplies; each array is as long as the primitive's own."""

    positions = Array((None, 3), doc="metres")
    normals = Array((None, 3))
    tangents = Array((None, 3))
    texcoords = Arrays((None, 2), doc="(n, 2) each")
    colors = Arrays((None, (3, 4)), doc="(n, 3) or (n, 4) each")

    def arrays(self) -> Iterator[Vertices]:
        """The displacements there are, by glTF name, in canonical order."""
        for semantic, single in (("POSITION", self.positions), ("NORMAL", self.normals), ("TANGENT", self.tangents)):
            if single is not None:
                yield Vertices(semantic, single)
        for semantic, arrays in (("TEXCOORD", self.texcoords), ("COLOR", self.colors)):
            for number, array in enumerate(arrays):
                yield Vertices(f"{semantic}_{number}", array)


class Custom(Field[dict[str, Any], Any]):
    """Arrays that an application names itself."""

    def __init__(self, prefix: str = "_", *, doc: str = "application attributes by glTF name") -> None:
        """Declare a dict of arrays; `prefix` is what every name begins with."""
        super().__init__(doc=doc)
        self.prefix = prefix
        self.expected = "a dict of arrays" + (f" whose keys begin with {prefix!r}" if prefix else " by name")

    def make_dynamic_default(self) -> dict[str, Any]:
        """A new empty dict for each object."""
        return {}

    def accept(self, value: Any) -> dict[str, Any]:
        """A dict of arrays."""
        if not all(isinstance(key, str) and key.startswith(self.prefix) for key in value):
            message = "wrong key"
            raise TypeError(message)
        return {key: np.asarray(array) for key, array in dict(value).items()}


class Primitive(Element):
    """Vertex arrays, indices and a material (glTF 2.0, 3.7.2).

    Sets of texture coordinates, colours, joints and weights are tuples of arrays; assigning one array makes a tuple
    of one. An integer dtype in `texcoords`, `colors` or `weights` is glTF-normalised (255 of uint8 is 1.0):
    `as_float` gives float32. Arrays may be read-only views of a file.
    """

    positions = Array((None, 3), doc="float32 (n, 3), metres")
    normals = Array((None, 3), doc="float32 (n, 3), unit")
    tangents = Array((None, 4), doc="float32 (n, 4); w is the sign of the bitangent")
    texcoords = Arrays((None, 2), _UNIT, doc="(n, 2) each; (0, 0) is the upper left of the image")
    colors = Arrays((None, (3, 4)), _UNIT, doc="(n, 3) or (n, 4) each, linear")
    joints = Arrays((None, 4), ("uint8", "uint16"), doc="(n, 4) each, indices into Skin.joints")
    weights = Arrays((None, 4), _UNIT, doc="(n, 4) each")
    targets = References(lambda: (MorphTarget,), "MorphTargets")
    indices = Array((None,), ("uint8", "uint16", "uint32"), doc="(k,), or None: vertices in order")
    mode = Choice("TRIANGLES", MODES)
    material = Reference(lambda: (Material,), "a Material", doc="None: glTF's default material")
    variants = VariantMaterials(doc="other materials, by variant of the scene (KHR_materials_variants)")
    variant = Reference(lambda: (Variant,), "a Variant", doc="the one selected, which `material` is of; not saved")
    plain_material = Reference(lambda: (Material,), "a Material", doc="`material` while no variant is; not saved")
    custom = Custom()
    formats = Formats(
        doc='how arrays are stored, by glTF name ("POSITION", "targets/0/NORMAL"), where that is not in their dtype'
    )

    def __init__(self, positions: Any = None, **values: Any) -> None:
        """Build from arrays and check that they belong together (see `check`)."""
        indices = values.get("indices")
        if indices is not None:
            values["indices"] = np.asarray(indices).reshape(-1)
        super().__init__(positions=positions, **values)
        self.check()

    def check(self) -> None:
        """Hold the arrays against one another.

        Raises:
            FieldError: lengths differ, or an index is past the last vertex.
        """
        count = self.vertex_count
        for name, array in self.attributes():
            if len(array) != count:
                message = f"Primitive: {name} has {len(array)} rows where POSITION has {count}"
                raise FieldError(message)
        for number, target in enumerate(self.targets):
            for name, array in target.arrays():
                if len(array) != count:
                    message = f"Primitive.targets[{number}].{name} has {len(array)} rows where POSITION has {count}"
                    raise FieldError(message)
        if self.indices is not None and self.indices.size and int(self.indices.max()) >= count:
            message = f"Primitive.indices: {int(self.indices.max())} is past the last of {count} vertices"
            raise FieldError(message)

    def attributes(self) -> Iterator[Vertices]:
        """The vertex attributes there are, by glTF name, in canonical order."""
        for semantic, single in (("POSITION", self.positions), ("NORMAL", self.normals), ("TANGENT", self.tangents)):
            if single is not None:
                yield Vertices(semantic, single)
        sets = (
            ("TEXCOORD", self.texcoords),
            ("COLOR", self.colors),
            ("JOINTS", self.joints),
            ("WEIGHTS", self.weights),
        )
        for semantic, arrays in sets:
            for number, array in enumerate(arrays):
                yield Vertices(f"{semantic}_{number}", array)
        for semantic in sorted(self.custom):
            yield Vertices(semantic, self.custom[semantic])

    def as_float(self, field: str, number: int = 0) -> NDArray[np.float32]:
        """One set of `texcoords`, `colors` or `weights` as float32, normalised integers scaled to 0..1.

        Raises:
            IndexError: there is no such set.
        """
        array = getattr(self, field)[number]
        if array.dtype.kind == "f":
            return np.asarray(array, dtype=np.float32)
        return np.asarray(array, dtype=np.float32) / np.float32(np.iinfo(array.dtype).max)

    @property
    def vertex_count(self) -> int:
        """Number of vertices."""
        return 0 if self.positions is None else len(self.positions)

    @property
    def triangle_count(self) -> int:
        """Number of triangles that are drawn; 0 for points and lines."""
        count = self.vertex_count if self.indices is None else self.indices.size
        if self.mode == "TRIANGLES":
            return count // 3
        return max(count - 2, 0) if self.mode in {"TRIANGLE_STRIP", "TRIANGLE_FAN"} else 0

    @property
    def triangles(self) -> NDArray[np.uint32]:
        """(m, 3) uint32 vertex indices, counter-clockwise from the front; empty for points and lines."""
        count = self.triangle_count
        if count == 0:
            return np.empty((0, 3), np.uint32)
        flat = np.arange(self.vertex_count, dtype=np.uint32) if self.indices is None else self.indices.astype(np.uint32)
        if self.mode == "TRIANGLES":
            return np.asarray(flat[: 3 * count].reshape(-1, 3))
        if self.mode == "TRIANGLE_FAN":
            return np.stack([flat[1:-1], flat[2:], np.broadcast_to(flat[:1], (count,))], axis=1)
        odd = np.arange(count) % 2
        order = np.arange(count)[:, None] + np.stack([np.zeros(count, int), 1 + odd, 2 - odd], axis=1)
        return np.asarray(flat[order])

    @property
    def bounds(self) -> NDArray[np.float64]:
        """(2, 3) corners of the box around the positions, metres; +inf and -inf when there are none."""
        positions = self.positions
        known: tuple[object, NDArray[np.float64]] | None = self.__dict__.get("_box")
        if known is not None and known[0] is positions:
            return np.array(known[1])
        box = bounds.of_points(np.empty((0, 3), np.float32) if positions is None else positions)
        if positions is not None and is_frozen(positions):
            self.__dict__["_box"] = (positions, box)
        return np.array(box)
