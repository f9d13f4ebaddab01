"""The numbers of an accessor, where there are any."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from threedkit.errors import Severity
    from threedkit.io.gltf.document import Document

__all__ = ["has_bytes", "numbers", "severity_of"]


def has_bytes(document: Document, index: int) -> bool:
    """Whether an accessor has bytes of its own: without a buffer view and replacements it is all zeros."""
    if not 0 <= index < len(document.accessors):
        return False
    accessor = document.gltf.accessors[index]
    return accessor.sparse is not None or 0 <= accessor.buffer_view < len(document.gltf.buffer_views)


def numbers(document: Document, index: int) -> NDArray[Any] | None:
    """The array of an accessor that has bytes; None if it is broken, all zeros, or has been asked for too often."""
    array = document.accessors.array(index) if has_bytes(document, index) else None
    return array if array is not None and document.accessors.afford(array.nbytes) else None


def severity_of(document: Document, index: int) -> Severity:
    """How bad it is that an accessor's numbers are not what they should be, though they can be read.

    What comes out of a lossy codec may be off, and Khronos' validator does not look into it: that is a warning.
    """
    return "warning" if document.accessors.is_decoded(index) else "error"
