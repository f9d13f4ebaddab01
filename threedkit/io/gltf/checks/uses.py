"""Who uses what: an accessor or a buffer view serves one purpose, and an object that nothing uses is worth a word."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from threedkit.io.gltf.problems import pointer
from threedkit.io.gltf.schema import ABSENT

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from threedkit.io.gltf.document import Document

__all__ = ["IBM", "IMAGE", "INDICES", "OTHER", "VERTICES", "Uses"]

VERTICES: Final = "VertexBuffer"
INDICES: Final = "IndexBuffer"
IBM: Final = "IBM"
IMAGE: Final = "Image"
OTHER: Final = "Other"

_TARGETS: Final = {34962: VERTICES, 34963: INDICES}
_VIEW_OF: Final = {"VertexAttribute": VERTICES, "PrimitiveIndices": INDICES, "IBM": IBM}
_COLLECTIONS: Final = (
    ("accessors", "accessors"),
    ("buffers", "buffers"),
    ("bufferViews", "buffer_views"),
    ("cameras", "cameras"),
    ("images", "images"),
    ("materials", "materials"),
    ("meshes", "meshes"),
    ("nodes", "nodes"),
    ("samplers", "samplers"),
    ("skins", "skins"),
    ("textures", "textures"),
)
_MOST = 10_000


class Uses:
    """The uses of a document's objects, as the checks come across them.

    Attributes:
        used: by the JSON name of a collection, the indices that something refers to.
        weights: meshes whose own weights a node leaves in place.
    """

    def __init__(self, document: Document) -> None:
        """Begin with what the buffer views say of themselves."""
        self._document = document
        gltf = document.gltf
        self._views: list[str | None] = [_TARGETS.get(view.target or 0) for view in gltf.buffer_views]
        self._accessors: list[str | None] = [None] * len(gltf.accessors)
        self._unstrided: dict[int, set[int]] = {}
        self.used: defaultdict[str, set[int]] = defaultdict(set)
        self.weights: set[int] = set()

    def mark(self, collection: str, indices: Iterable[int]) -> None:
        """Note that something refers to these objects."""
        self.used[collection].update(indices)

    def refer(self, collection: str, index: int, items: Sequence[object], where: str) -> bool:
        """Note a reference; False, and an error in the list unless it is ABSENT, if it leads nowhere."""
        if 0 <= index < len(items) and not self._document.problems.is_placeholder(collection, index):
            self.used[collection].add(index)
            return True
        if index != ABSENT:
            text = f"there are {len(items)} {collection}, none with index {index}"
            self._document.problems.error("UNRESOLVED_REFERENCE", where, text)
        return False

    def accessor(self, index: int, usage: str, where: str) -> None:
        """Note what an accessor, and the buffer view behind it, serve for."""
        before, view = self._accessors[index], self._document.gltf.accessors[index].buffer_view
        if before is None:
            self._accessors[index] = usage
        elif before != usage:
            text = f"accessor {index} serves as {before} already, it cannot be {usage} too"
            self._document.problems.error("ACCESSOR_USAGE_OVERRIDE", where, text)
        if 0 <= view < len(self._views) and self._views[view] != _VIEW_OF.get(usage, OTHER):
            self.view(view, _VIEW_OF.get(usage, OTHER), where)

    def view(self, index: int, usage: str, where: str) -> None:
        """Note what a buffer view serves for; an index that leads nowhere is told elsewhere."""
        problems = self._document.problems
        if not 0 <= index < len(self._views) or problems.is_placeholder("bufferViews", index):
            return
        before = self._views[index]
        if before is None:
            self._views[index] = usage
            if self._document.thorough and usage in {VERTICES, INDICES}:
                problems.hint("BUFFER_VIEW_TARGET_MISSING", where, f"buffer view {index} should say its target")
        elif before != usage:
            text = f"buffer view {index} serves as {before} already, it cannot be {usage} too"
            problems.error("BUFFER_VIEW_TARGET_OVERRIDE", where, text)
        self.used["bufferViews"].add(index)

    def unstrided(self, view: int, accessor: int) -> bool:
        """Whether an accessor of vertices is the only one on a buffer view without a stride."""
        sharers = self._unstrided.setdefault(view, set())
        if accessor in sharers:
            return True
        sharers.add(accessor)
        return len(sharers) == 1

    def idle(self) -> list[int]:
        """The accessors that nothing uses."""
        marked = self.used["accessors"]
        return [index for index, use in enumerate(self._accessors) if use is None and index not in marked]

    def report(self) -> None:
        """Say which objects nothing uses."""
        document, gltf = self._document, self._document.gltf
        self.mark("accessors", (i for i, usage in enumerate(self._accessors) if usage is not None))
        self.mark("bufferViews", (accessor.buffer_view for accessor in gltf.accessors))
        self.mark("buffers", (view.buffer for view in gltf.buffer_views))
        for name, attribute in _COLLECTIONS:
            count = len(getattr(gltf, attribute))
            for index in sorted(set(range(min(count, _MOST))) - self.used[name]):
                if not document.problems.is_placeholder(name, index):
                    document.problems.info("UNUSED_OBJECT", pointer(name, index), "nothing refers to it")
        for index, mesh in enumerate(gltf.meshes):
            if mesh.weights and index in self.used["meshes"] and index not in self.weights:
                text = "every node that holds the mesh has weights of its own"
                document.problems.info("UNUSED_MESH_WEIGHTS", f"/meshes/{index}/weights", text)
