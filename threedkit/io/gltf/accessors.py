"""Accessors: typed, bounds-checked, zero-copy views on buffer views (glTF 2.0, 3.6.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from threedkit.io.gltf.layout import DTYPES, WIDTHS, all_finite, highest, layout_of, to_float
from threedkit.io.gltf.problems import pointer
from threedkit.io.gltf.schema import ABSENT

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from threedkit.io.gltf import schema
    from threedkit.io.gltf.buffers import Buffers
    from threedkit.io.gltf.problems import Problems

__all__ = ["Accessors"]

_MIB = 1 << 20


class Accessors:
    """The accessors of a document as NumPy arrays.

    SCALAR gives (n,), VECc (n, c), MATs (n, s, s) in math order (rows first). The arrays are read-only views on the
    file's bytes, except where an accessor is sparse or must be converted; each is made once.

    What a document can ask for is bounded by its own size: see `_spend`.
    """

    def __init__(self, gltf: schema.Gltf, buffers: Buffers, problems: Problems, *, thorough: bool = False) -> None:
        """Check the place of every accessor; arrays are made when asked for.

        Args:
            gltf: the document.
            buffers: its bytes.
            problems: where findings go.
            thorough: leave NaN and infinities in the arrays, for a report that looks at the numbers itself.
        """
        self._gltf, self._buffers, self._problems, self._thorough = gltf, buffers, problems, thorough
        unfolded = buffers.unfolding.used
        self._memory = 64 * _MIB + 8 * buffers.size + 4 * unfolded
        self._work = 256 * _MIB + 64 * buffers.size + 4 * unfolded
        self._supplied: set[int] = set()
        self._arrays: dict[int, NDArray[Any] | None] = {}
        self._floats: dict[int, NDArray[np.float32] | None] = {}
        self._looks = 256 * _MIB + 64 * buffers.size
        self._highest: dict[int, int] = {}
        self._increasing: dict[int, bool] = {}
        self._twins: dict[tuple[Any, ...], NDArray[Any] | None] = {}
        self._sound = [self._check(i, accessor) for i, accessor in enumerate(gltf.accessors)]

    def __len__(self) -> int:
        """How many there are."""
        return len(self._sound)

    def info(self, index: int, where: str) -> schema.Accessor | None:
        """The JSON of an accessor; None, and an error in the list, if there is none of that index."""
        if 0 <= index < len(self._sound) and not self._problems.is_placeholder("accessors", index):
            return self._gltf.accessors[index]
        if index < 0:
            return None
        self._problems.error(
            "UNRESOLVED_REFERENCE", where, f"there are {len(self._sound)} accessors, none with index {index}"
        )
        return None

    def array(self, index: int) -> NDArray[Any] | None:
        """The components as they are stored; None if something is wrong with them (which is in the list)."""
        if index not in self._arrays:
            self._arrays[index] = self._make(index)
        return self._arrays[index]

    def supply(self, index: int, array: NDArray[Any]) -> None:
        """Give an accessor its array, which has been decoded; its buffer view does not count then.

        Args:
            index: of the accessor; one past the last, whose JSON has just been appended, is new.
            array: of the accessor's dtype and shape, read-only.
        """
        if index == len(self._sound):
            self._sound.append(True)
        self._supplied.add(index)
        self._memory += 4 * array.nbytes
        self._work += 4 * array.nbytes
        self._arrays[index] = array
        if array.dtype == np.float32 and not self._thorough and not all_finite(array):
            self._error("ACCESSOR_INVALID_FLOAT", index, "", _first_bad(array))
            self._arrays[index] = None

    def is_decoded(self, index: int) -> bool:
        """Whether the numbers come out of a codec: what the JSON says of their range may then be a little off."""
        return index in self._supplied or self._buffers.is_compressed(self._gltf.accessors[index].buffer_view)

    def is_supplied(self, index: int) -> bool:
        """Whether the accessor has been given an array."""
        return index in self._supplied

    def floats(self, index: int) -> NDArray[np.float32] | None:
        """The components as float32, normalised integers scaled; a view where they are float32 already."""
        array = self.array(index)
        if array is None or array.dtype == np.float32:
            return array
        if index not in self._floats:
            made = None
            if self._spend(index, memory=array.size * 4, work=0):
                made = to_float(array, normalized=self._gltf.accessors[index].normalized)
                made.flags.writeable = False
            self._floats[index] = made
        return self._floats[index]

    def highest(self, index: int) -> int | None:
        """The highest component of an accessor of integers; None if something is wrong with it."""
        array = self.array(index)
        if array is None:
            return None
        if id(array) not in self._highest:  # accessors on the same bytes share their array
            self._highest[id(array)] = highest(array)
        return self._highest[id(array)]

    def increases(self, index: int) -> bool:
        """Whether the components of a scalar accessor strictly increase."""
        array = self.array(index)
        if array is None:
            return True
        if id(array) not in self._increasing:
            self._increasing[id(array)] = bool((array[1:] > array[:-1]).all())
        return self._increasing[id(array)]

    def afford(self, work: int) -> bool:
        """Whether a report may look at so many bytes more; the first time that it may not, it says so."""
        before, self._looks = self._looks, self._looks - work
        if before >= 0 > self._looks:
            text = "the accessors ask for a look at far more data than the buffers hold: not all of it is looked at"
            self._problems.warning("ACCESSOR_DATA_TOO_LARGE", "", text)
        return self._looks >= 0

    def reserve(self, index: int, memory: int) -> bool:
        """Count bytes that will be made of an accessor later; False, and an error in the list, if they are too many."""
        return self._spend(index, memory=memory, work=0)

    # -- checks of the JSON ---------------------------------------------------------------------------------------

    def _check(self, index: int, accessor: schema.Accessor) -> bool:
        integer = accessor.component_type not in {5125, 5126}
        sound = True
        if accessor.normalized and not integer:
            text = "only 8 and 16 bit integers can be normalised"
            self._error("ACCESSOR_NORMALIZED_INVALID", index, "normalized", text)
        if accessor.byte_offset > 0 and accessor.byte_offset % 4 and accessor.type.startswith("MAT"):
            text = "matrices begin at multiples of 4 bytes"
            sound = self._error("ACCESSOR_MATRIX_ALIGNMENT", index, "byteOffset", text)
        if accessor.component_type not in DTYPES or accessor.count < 1 or accessor.type not in WIDTHS:
            return False
        if accessor.buffer_view != ABSENT:
            sound = self._check_place(index, accessor) and sound
        if accessor.sparse is not None:
            sound = self._check_sparse(index, accessor, accessor.sparse) and sound
        return sound

    def _check_place(self, index: int, accessor: schema.Accessor) -> bool:
        views = self._gltf.buffer_views
        if accessor.buffer_view >= len(views) or self._problems.is_placeholder("bufferViews", accessor.buffer_view):
            text = f"there are {len(views)} buffer views, none with index {accessor.buffer_view}"
            return self._error("UNRESOLVED_REFERENCE", index, "bufferView", text)
        view, sound = views[accessor.buffer_view], True
        layout = layout_of(accessor.type, accessor.component_type)
        stride = view.byte_stride or layout.size
        if stride < layout.extent:
            text = f"elements of {layout.extent} bytes do not fit a stride of {stride}"
            sound = self._error("ACCESSOR_SMALL_BYTESTRIDE", index, "", text)
        length = (accessor.count - 1) * stride + layout.extent
        return self._fits(index, "", accessor, length, DTYPES[accessor.component_type].itemsize) and sound

    def _fits(
        self,
        index: int,
        part: str,
        place: schema.Accessor | schema.SparseIndices | schema.SparseValues,
        length: int,
        item: int,
    ) -> bool:
        """Whether so many bytes lie in the buffer view, at a multiple of the components' size."""
        view, offset, sound = self._gltf.buffer_views[place.buffer_view], place.byte_offset, True
        if offset < 0 or view.byte_offset < 0:
            return False
        member = f"{part}/byteOffset" if part else "byteOffset"
        if offset % item:
            text = f"must be a multiple of {item} bytes, not {offset}"
            sound = self._error("ACCESSOR_OFFSET_ALIGNMENT", index, member, text)
        if (view.byte_offset + offset) % item:
            text = f"buffer view and accessor together must begin at a multiple of {item} bytes"
            sound = self._error("ACCESSOR_TOTAL_OFFSET_ALIGNMENT", index, part, text)
        if offset + length > view.byte_length:
            text = f"its elements end at byte {offset + length} of a buffer view of {view.byte_length}"
            sound = self._error("ACCESSOR_TOO_LONG", index, member if offset > view.byte_length else part, text)
        return sound

    def _check_sparse(self, index: int, accessor: schema.Accessor, sparse: schema.Sparse) -> bool:
        if min(sparse.count - 1, sparse.indices.buffer_view, sparse.values.buffer_view) < 0:
            return False
        sound = True
        if sparse.count > accessor.count:
            text = f"{sparse.count} replacements for {accessor.count} elements"
            sound = self._error("ACCESSOR_SPARSE_COUNT_OUT_OF_RANGE", index, "sparse/count", text)
        item = DTYPES[accessor.component_type].itemsize
        size = DTYPES[sparse.indices.component_type].itemsize if sparse.indices.component_type in DTYPES else 0
        for name, part, width, align in (
            ("sparse/indices", sparse.indices, size, size),
            ("sparse/values", sparse.values, WIDTHS[accessor.type] * item, item),
        ):
            views = self._gltf.buffer_views
            known = 0 <= part.buffer_view < len(views)
            if not known or self._problems.is_placeholder("bufferViews", part.buffer_view):
                sound = False
                if part.buffer_view >= 0:
                    text = f"there are {len(views)} buffer views, none with index {part.buffer_view}"
                    self._error("UNRESOLVED_REFERENCE", index, f"{name}/bufferView", text)
                continue
            if views[part.buffer_view].byte_stride:
                text = "the buffer view of a sparse accessor must have no stride"
                self._error("BUFFER_VIEW_INVALID_BYTE_STRIDE", index, f"{name}/bufferView", text)
            sound = bool(width) and self._fits(index, name, part, sparse.count * width, align) and sound
        return sound

    def _error(self, code: str, index: int, member: str, message: str) -> bool:
        where = pointer("accessors", index)
        self._problems.error(code, f"{where}/{member}" if member else where, message)
        return False

    # -- arrays ---------------------------------------------------------------------------------------------------

    def _make(self, index: int) -> NDArray[Any] | None:
        if not self._sound[index]:
            self._tell(index)
            return None
        accessor = self._gltf.accessors[index]
        if accessor.sparse is not None:
            return self._make_sparse(index, accessor)
        if accessor.buffer_view == ABSENT:
            return self._make_zeros(index, accessor)
        place = (accessor.buffer_view, accessor.byte_offset, accessor.count, accessor.component_type, accessor.type)
        if place not in self._twins:
            self._twins[place] = self._make_view(index, accessor)
        return self._twins[place]

    def _tell(self, index: int) -> None:
        """A component or element type that glTF does not have is only a warning, until somebody wants the numbers."""
        if not self._thorough and not self._problems.has_errors:
            text = "the accessor is in use, but its type or a componentType is none of glTF's"
            self._error("VALUE_NOT_IN_LIST", index, "", text)

    def _make_view(self, index: int, accessor: schema.Accessor) -> NDArray[Any] | None:
        data = self._buffers.view(accessor.buffer_view)
        dtype, layout = DTYPES[accessor.component_type], layout_of(accessor.type, accessor.component_type)
        if data is None or not self._spend(index, memory=0, work=accessor.count * layout.size):
            return None
        stride = self._gltf.buffer_views[accessor.buffer_view].byte_stride or layout.size
        shape, strides = (accessor.count, *layout.shape), (stride, *layout.strides)
        array: NDArray[Any] = np.ndarray(shape, dtype, data, accessor.byte_offset, strides)
        if accessor.component_type == 5126 and not self._thorough and not all_finite(array):
            self._error("ACCESSOR_INVALID_FLOAT", index, "", _first_bad(array))
            return None
        return array.swapaxes(1, 2) if array.ndim == 3 else array

    def _make_zeros(self, index: int, accessor: schema.Accessor) -> NDArray[Any] | None:
        layout = layout_of(accessor.type, accessor.component_type)
        if not self._spend(index, memory=accessor.count * layout.size, work=0):
            return None
        zeros: NDArray[Any] = np.zeros((accessor.count, *layout.shape), DTYPES[accessor.component_type])
        zeros.flags.writeable = False
        return zeros

    def _make_sparse(self, index: int, accessor: schema.Accessor) -> NDArray[Any] | None:
        sparse, layout = accessor.sparse, layout_of(accessor.type, accessor.component_type)
        size = accessor.count * layout.size
        if sparse is None or not self._spend(index, memory=size, work=size):
            return None
        where, values = (
            self._sparse_indices(index, accessor.count, sparse),
            self._buffers.view(sparse.values.buffer_view),
        )
        base = self._make_view(index, accessor) if accessor.buffer_view != ABSENT else None
        if where is None or values is None or (base is None and accessor.buffer_view != ABSENT):
            return None
        dtype = DTYPES[accessor.component_type]
        new: NDArray[Any] = np.ndarray(
            (sparse.count, *layout.shape), dtype, values, sparse.values.byte_offset, (layout.size, *layout.strides)
        )
        if accessor.component_type == 5126 and not self._thorough and not all_finite(new):
            self._error("ACCESSOR_INVALID_FLOAT", index, "", _first_bad(new))
            return None
        array = np.zeros((accessor.count, *layout.shape), dtype) if base is None else np.array(base, order="C")
        array[where] = new.swapaxes(1, 2) if new.ndim == 3 else new
        array.flags.writeable = False
        return array

    def _sparse_indices(self, index: int, count: int, sparse: schema.Sparse) -> NDArray[Any] | None:
        data = self._buffers.view(sparse.indices.buffer_view)
        if data is None:
            return None
        dtype = DTYPES[sparse.indices.component_type]
        found: NDArray[Any] = np.ndarray((sparse.count,), dtype, data, sparse.indices.byte_offset)
        good = True
        if int(found.max()) >= count:
            text = f"index {int(found.max())} is past the last of {count} elements"
            self._error("ACCESSOR_SPARSE_INDEX_OOB", index, "sparse", text)
            good = False
        if not bool((found[1:] > found[:-1]).all()):
            self._error("ACCESSOR_SPARSE_INDICES_NON_INCREASING", index, "sparse", "indices must strictly increase")
            good = False
        return found if good else None

    def _spend(self, index: int, *, memory: int, work: int) -> bool:
        """Count what the document makes us allocate and look at; an honest file needs little more than its own size.

        Without this, many accessors on the same bytes, or accessors without bytes, would make a small file cost any
        amount of time and memory. The code is ours, not the Khronos validator's.
        """
        self._memory -= memory
        self._work -= work
        if self._memory >= 0 and self._work >= 0:
            return True
        text = f"the accessors ask for far more data than the {self._buffers.size} bytes of the buffers hold"
        return self._error("ACCESSOR_DATA_TOO_LARGE", index, "count", text)


def _first_bad(array: NDArray[np.float32]) -> str:
    flat = np.ascontiguousarray(array).reshape(len(array), -1)
    for start in range(0, len(flat), 1 << 16):
        bad = ~np.isfinite(flat[start : start + (1 << 16)]).all(axis=1)
        if bad.any():
            return f"element {start + int(bad.argmax())} is NaN or infinite; every number must be finite"
    return "every number must be finite"
