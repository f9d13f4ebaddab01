"""Primitives as streams: what is drawn, in few bytes, and which vertex of the primitive each drawn one is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from threedkit.geometry.clustering import cluster_triangles
from threedkit.io.gltf.codecs import meshopt
from threedkit.jupyter.packing import streams
from threedkit.jupyter.packing.cache import Cache, digest
from threedkit.jupyter.packing.cleaning import finite, finite_positions, flat_indices
from threedkit.jupyter.packing.limits import LARGEST_TRIANGLES
from threedkit.jupyter.packing.welding import is_faceted, is_soup, weld

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from threedkit.jupyter.packing.streams import Stream
    from threedkit.scene import Material, Primitive

    Rows = NDArray[np.integer[Any]]

__all__ = ["Shape", "drawn_triangle", "serves", "shape_of"]

_STEPS: Final = 65536.0
_UV_STEP: Final = 2.0**-15
_TRIANGLES: Final = 4
_MODES: Final = {"POINTS": 0, "LINES": 1, "LINE_LOOP": 2, "LINE_STRIP": 3}
_EDGES: Final = np.array([0, 1, 1, 3, 3, 2, 2, 0, 4, 5, 5, 7, 7, 6, 6, 4, 0, 4, 1, 5, 2, 6, 3, 7], np.uint16)


class Shape(NamedTuple):
    """A primitive ready to be sent.

    Attributes:
        attributes: by glTF name.
        targets: morph targets, each by glTF name.
        indices: None: vertices in order.
        mode: glTF's number.
        rows: a vertex of the primitive for each drawn one, which may stand for several; None: they are the same.
        coarse: empty, or in which form the primitive is drawn that is simpler than it is.
        key: digest of what it was made of.
    """

    attributes: dict[str, Stream]
    targets: tuple[dict[str, Stream], ...]
    indices: Stream | None
    mode: int
    rows: Rows | None = None
    coarse: str = ""
    key: bytes = b"\0"

    def streams(self) -> list[Stream]:
        """All of them, in order."""
        found = [*([self.indices] if self.indices is not None else []), *self.attributes.values()]
        return found + [stream for target in self.targets for stream in target.values()]

    @property
    def size(self) -> int:
        """Bytes on the wire."""
        return sum(len(stream.data) for stream in self.streams())


_SHAPES: Final[Cache[Shape | None]] = Cache(lambda shape: 0 if shape is None else shape.size)


def shape_of(primitive: Primitive, most: int) -> Shape | None:
    """A primitive as it is sent; packed once for what it holds.

    Args:
        primitive: with positions.
        most: triangles, or points, to draw at most.

    Returns:
        None if nothing of it can be drawn.
    """
    worn = _wearable(primitive)
    sets = _texcoords(primitive, worn)
    bumpy = any(map(_is_bumpy, worn))
    joints, texcoords, normals = primitive.joints, primitive.texcoords, primitive.normals
    morphs = [pair for target in primitive.targets for pair in target.arrays()]
    arrays = [
        primitive.positions, primitive.indices, normals, primitive.tangents if bumpy else None,
        *(texcoords[i] for i in sets), *primitive.colors[:1], *joints, *primitive.weights,
        *(array for _, array in morphs),
    ]  # fmt: skip
    count = primitive.triangle_count or primitive.vertex_count
    names = [len(joints), *(name for name, _ in morphs)]
    kind = f"{primitive.mode} {sets} {bumpy} {normals is None} {names} {min(most, count)}"
    key = digest(kind, *arrays)

    def make() -> Shape | None:
        made = _packed(primitive, most, _left_out(primitive, sets, bumpy=bumpy))
        return None if made is None else made._replace(key=key)

    return _SHAPES.get(key, make)


def serves(shape: Shape, primitive: Primitive) -> bool:
    """Whether a shape has all that the primitive's material reads, so that it can be put on what was sent."""
    names = {f"TEXCOORD_{number}" for number in _texcoords(primitive, _wearable(primitive))}
    if _is_bumpy(primitive.material):
        names |= {"NORMAL"} if primitive.normals is not None else set()
        names |= {"TANGENT"} if primitive.tangents is not None else set()
    return names <= set(shape.attributes)


def _wearable(primitive: Primitive) -> list[Material]:
    """The material, and those of the variants."""
    own = [] if primitive.material is None else [primitive.material]
    return own + [mapping.material for mapping in primitive.variants if mapping.material is not None]


def _texcoords(primitive: Primitive, worn: list[Material]) -> tuple[int, ...]:
    """The sets that its materials read, and the first one, which picks tell."""
    used = {0, *(info.texcoord for one in worn for info in one.slots().values())}
    return tuple(sorted(number for number in used if number < len(primitive.texcoords)))


def _is_bumpy(material: Material | None) -> bool:
    if material is None:
        return False
    return any(slot.endswith("normal_texture") for slot in material.slots()) or "anisotropy" in material.layers()


def _left_out(primitive: Primitive, sets: tuple[int, ...], *, bumpy: bool) -> frozenset[str]:
    """GlTF names of the attributes that nothing drawn depends on."""
    unused = {f"TEXCOORD_{number}" for number in range(len(primitive.texcoords)) if number not in sets}
    unused.update(f"COLOR_{number}" for number in range(1, len(primitive.colors)))
    return frozenset({*unused, *primitive.custom, *(() if bumpy else ("TANGENT",))})


def _packed(primitive: Primitive, most: int, left_out: frozenset[str]) -> Shape | None:
    listed = flat_indices(primitive)
    count = primitive.vertex_count if listed is None else len(listed)
    mode = _MODES.get(primitive.mode, _TRIANGLES)
    if not primitive.vertex_count or not count:
        return None
    if mode == _TRIANGLES and count // 3 > LARGEST_TRIANGLES:
        return _box(primitive, "the box of")
    rows: Rows | None = None
    coarse = ""
    if mode == _TRIANGLES and count // 3 > most:
        corners = np.arange(count, dtype=np.uint32) if listed is None else listed
        found = cluster_triangles(finite_positions(primitive), corners.reshape(-1, 3), most)
        rows, listed, coarse = found.rows, _narrow(found.triangles.reshape(-1), len(found.rows)), "a coarser form of"
    elif mode == 0 and count > most:
        picked = np.linspace(0, count - 1, most).astype(np.int64)
        rows, listed, coarse = (picked if listed is None else listed[picked]), None, "some of the points of"
    elif mode == _TRIANGLES and count >= streams.SMALL and is_soup(primitive, listed):
        if "TANGENT" in left_out and not primitive.targets and is_faceted(primitive, listed):
            left_out |= {"NORMAL"}
        welded = weld(primitive, listed, left_out)
        if welded is not None:
            rows, listed = welded[0], _narrow(welded[1], len(welded[0]))
    ends = None if listed is None else streams.indices(listed, triangles=mode == _TRIANGLES)
    if ends is not None and listed is not None and streams.is_scattered(ends):
        rows, listed = _in_order(listed, rows)
        ends = streams.indices(listed, triangles=True)
    attributes = _attributes(primitive, rows, left_out)
    targets = () if coarse == "some of the points of" else _targets(primitive, rows)
    return Shape(attributes, targets, ends, mode, rows, coarse)


def _narrow(indices: Rows, count: int) -> NDArray[np.unsignedinteger]:
    return indices.astype(np.uint32 if count > np.iinfo(np.uint16).max else np.uint16)


def _in_order(listed: NDArray[np.unsignedinteger], rows: Rows | None) -> tuple[Rows, NDArray[np.unsignedinteger]]:
    """Triangles in an order that a vertex cache likes, and vertices in the order of their use."""
    new, places, used = meshopt.codec().reorder_mesh(listed.astype(np.uint32), triangles=True, optsize=True)
    order = np.empty(used, np.uint32)
    kept = places < used
    order[places[kept]] = np.flatnonzero(kept)
    return (order if rows is None else rows[order]), _narrow(new, used)


def _attributes(primitive: Primitive, rows: Rows | None, left_out: frozenset[str]) -> dict[str, Stream]:
    def taken(array: NDArray[Any]) -> NDArray[Any]:
        return array if rows is None else array[rows]

    count = primitive.vertex_count
    positions = taken(finite_positions(primitive))
    found = {"POSITION": streams.floats(positions, _step(positions), bounds=True)}
    if primitive.normals is not None and len(primitive.normals) == count and "NORMAL" not in left_out:
        found["NORMAL"] = streams.directions(taken(primitive.normals))
        tangents = None if "TANGENT" in left_out else primitive.tangents
        if tangents is not None and len(tangents) == count:
            found["TANGENT"] = streams.directions(taken(tangents))
    for number, array in enumerate(primitive.texcoords):
        if len(array) == count and f"TEXCOORD_{number}" not in left_out:
            found[f"TEXCOORD_{number}"] = _coordinates(taken(array))
    if primitive.colors and len(primitive.colors[0]) == count:
        found["COLOR_0"] = _colors(taken(primitive.colors[0]))
    if primitive.joints and primitive.weights and len(primitive.joints[0]) == len(primitive.weights[0]) == count:
        joints, weights = _influences(primitive)
        found["JOINTS_0"] = streams.plain(taken(joints))
        found["WEIGHTS_0"] = streams.plain(taken(weights))
    return found


def _step(positions: NDArray[np.float32]) -> float:
    """What is not seen of many positions; few go as they are."""
    if len(positions) < streams.SMALL:
        return 0.0
    return float(np.ptp(positions, axis=0).max(initial=0.0)) / _STEPS


def _unit(array: NDArray[Any]) -> bool:
    return bool(len(array)) and float(array.min()) >= 0.0 and float(array.max()) <= 1.0


def _coordinates(array: NDArray[Any]) -> Stream:
    if array.dtype.kind == "u":
        return streams.plain(array, normalized=True)
    array = finite(array)
    if len(array) >= streams.SMALL and _unit(array):
        return streams.plain((array * np.float32(65535) + np.float32(0.5)).astype(np.uint16), normalized=True)
    return streams.floats(array, _UV_STEP)


def _colors(array: NDArray[Any]) -> Stream:
    if array.dtype.kind == "u":
        return streams.plain(array, normalized=True)
    array = finite(array)
    if len(array) >= streams.SMALL and _unit(array):  # 16 bits: the colours are linear
        return streams.plain((array * np.float32(65535) + np.float32(0.5)).astype(np.uint16), normalized=True)
    return streams.plain(array)


def _influences(primitive: Primitive) -> tuple[NDArray[Any], NDArray[np.float32]]:
    """Joints and weights (n, 4): the four largest, which together are 1."""
    joints = primitive.joints[0]
    weights = np.nan_to_num(primitive.as_float("weights", 0))
    if min(len(primitive.joints), len(primitive.weights)) > 1:
        sets = range(min(len(primitive.joints), len(primitive.weights)))
        joints = np.concatenate([primitive.joints[i].astype(np.uint16) for i in sets], axis=1)
        weights = np.concatenate([np.nan_to_num(primitive.as_float("weights", i)) for i in sets], axis=1)
        best = np.argsort(-weights, axis=1, kind="stable")[:, :4]
        joints, weights = np.take_along_axis(joints, best, axis=1), np.take_along_axis(weights, best, axis=1)
    total = weights.sum(axis=1, keepdims=True)
    return joints, np.asarray(weights / np.where(total > 0, total, 1), np.float32)


def _targets(primitive: Primitive, rows: Rows | None) -> tuple[dict[str, Stream], ...]:
    """All targets with the same attributes: three.js takes the absolute values of one that is missing."""
    if not primitive.targets:
        return ()
    count = primitive.vertex_count
    steps = {"POSITION": _step(finite_positions(primitive)), "NORMAL": 2.0**-10}
    fields = [("POSITION", "positions")] + [("NORMAL", "normals")] * (primitive.normals is not None)
    found: list[dict[str, Stream]] = [{} for _ in primitive.targets]
    for name, field in fields:
        arrays = [getattr(target, field) for target in primitive.targets]
        if not any(array is not None and len(array) == count for array in arrays):
            continue
        for made, array in zip(found, arrays, strict=True):
            whole = np.zeros((count, 3), np.float32) if array is None or len(array) != count else array
            taken = whole if rows is None else whole[rows]
            made[name] = streams.floats(finite(taken), steps[name], bounds=True)
    return tuple(made for made in found if made)


def _box(primitive: Primitive, told: str) -> Shape:
    """The edges of the box around a primitive."""
    finite = primitive.positions[np.isfinite(primitive.positions).all(axis=1)]
    low, high = finite.min(axis=0), finite.max(axis=0)
    corners = np.stack(np.meshgrid(*np.stack([low, high]).T, indexing="ij"), axis=-1).reshape(-1, 3)
    attributes = {"POSITION": streams.plain(corners.astype(np.float32), bounds=True)}
    return Shape(attributes, (), streams.indices(_EDGES, triangles=False), _MODES["LINES"], None, told)


def drawn_triangle(shape: Shape, number: int) -> tuple[int, int, int] | None:
    """The vertices of the primitive that are the corners of a drawn triangle; None if it is not of the primitive."""
    if shape.mode != _TRIANGLES or number < 0:
        return None
    if shape.indices is None:
        corners: Rows = np.arange(3 * number, 3 * number + 3)
        limit = shape.attributes["POSITION"].elements
    else:
        listed = _decoded(shape.indices)
        corners, limit = listed[3 * number : 3 * number + 3], len(listed)
    if len(corners) < 3 or 3 * number + 3 > limit:
        return None
    found = corners if shape.rows is None else shape.rows[corners]
    return int(found[0]), int(found[1]), int(found[2])


def _decoded(stream: Stream) -> NDArray[np.unsignedinteger]:
    dtype = {5121: np.uint8, 5123: np.uint16, 5125: np.uint32}[stream.component_type]
    if not stream.mode:
        return np.frombuffer(stream.data, dtype)
    data = meshopt.decode(memoryview(stream.data), stream.elements, stream.stride, stream.mode)  # type: ignore[arg-type]
    return np.frombuffer(data, dtype)
