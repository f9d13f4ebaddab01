"""Declared minima and maxima against the numbers, and numbers that are none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from threedkit.io.gltf.document import Document

__all__ = ["check_bounds"]


def check_bounds(document: Document, index: int, array: NDArray[Any]) -> None:
    """Check one accessor.

    Args:
        document: the document.
        index: of the accessor.
        array: its numbers, matrices in math order.
    """
    accessor, problems = document.gltf.accessors[index], document.problems
    columns = (array.swapaxes(1, 2) if array.ndim == 3 else array).reshape(len(array), -1)
    if columns.dtype.kind == "f":
        bad = np.flatnonzero(~np.isfinite(columns).all(axis=1))
        if len(bad):
            text = f"element {bad[0]} is NaN or infinite; every number must be finite"
            problems.error("ACCESSOR_INVALID_FLOAT", f"/accessors/{index}", text)
    if document.accessors.is_decoded(index):
        return  # a lossy codec need not meet the bounds of the original
    if accessor.min is not None:
        _compare(document, f"/accessors/{index}/min", accessor.min, columns, low=True)
    if accessor.max is not None:
        _compare(document, f"/accessors/{index}/max", accessor.max, columns, low=False)


def _compare(document: Document, where: str, declared: list[float], columns: NDArray[Any], *, low: bool) -> None:
    problems, name = document.problems, "MIN" if low else "MAX"
    floating = columns.dtype.kind == "f"
    with np.errstate(all="ignore"):
        said = np.asarray(declared, dtype=np.float64)
        said = said.astype(np.float32).astype(np.float64) if floating else said
        if floating:
            actual = np.fmin.reduce(columns, axis=0) if low else np.fmax.reduce(columns, axis=0)
            actual = np.where(np.isnan(columns[0]), columns[0], actual)
        else:
            actual = columns.min(axis=0) if low else columns.max(axis=0)
        for at in np.flatnonzero(said != actual.astype(np.float64)).tolist():
            text = f"declared as {declared[at]!r}, but is {actual[at]!r}"
            problems.error(f"ACCESSOR_{name}_MISMATCH", f"{where}/{at}", text)
            outside = columns[:, at] < said[at] if low else columns[:, at] > said[at]
            count = int(np.count_nonzero(outside))
            if count:
                text = f"{count} elements are {'less' if low else 'greater'} than the declared {declared[at]!r}"
                problems.error(f"ACCESSOR_ELEMENT_OUT_OF_{name}_BOUND", f"{where}/{at}", text)
