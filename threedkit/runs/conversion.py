"""Files converted: read, changed by operations, written, with figures before and after."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from urllib.parse import unquote

from threedkit.errors import ParameterError
from threedkit.io import load
from threedkit.io.report import statistics_of
from threedkit.io.saving import SUFFIXES
from threedkit.runs.output import check_target

if TYPE_CHECKING:
    from collections.abc import Sequence

    from threedkit.scene import Scene

__all__ = ["COMPRESSIONS", "Conversion", "convert", "operation_rows", "operations_as_json"]

COMPRESSIONS: Final = ("draco", "meshopt")
"""How meshes can be compressed in a .glb or .gltf."""

_FIGURES: Final = ("triangles", "vertices", "draw_calls", "nodes", "meshes", "materials", "textures", "images")
_SIZES: Final = ("texture_memory", "bytes")


class Conversion(NamedTuple):
    """What a conversion did.

    Attributes:
        source: the file that was read.
        output: the file that was written.
        hash: the content hash of the scene as written.
        operations: the texts of the operations, in order; the compression is the last one.
        before: figures of the file that was read: triangles, vertices and draw calls of one picture, counts of parts,
            texture_memory (bytes on the GPU, mipmaps included) and bytes (with the files that a .gltf refers to).
        after: the same of the file that was written.
    """

    source: Path
    output: Path
    hash: str
    operations: tuple[str, ...]
    before: dict[str, int]
    after: dict[str, int]

    def as_dict(self) -> dict[str, Any]:
        """As JSON values."""
        return {
            "source": str(self.source),
            "output": str(self.output),
            "bytes": self.after["bytes"],
            "hash": self.hash,
            "operations": list(self.operations),
            "before": self.before,
            "after": self.after,
        }

    def as_rows(self) -> list[tuple[str, str]]:
        """As rows of a table: the figures that changed, and the bytes."""
        changed = [name for name in (*_FIGURES, *_SIZES) if self.before[name] != self.after[name] or name == "bytes"]
        return [(name.replace("_", " "), _change(self.before[name], self.after[name])) for name in changed]


def convert(
    source: Path, target: Path, operations: Sequence[str] = (), compress: str | None = None, *, strict: bool = True
) -> Conversion:
    """Read a file, change the scene by operations in order, and write it, whole or not at all.

    Everything that can be told beforehand is: a wrong operation or place is refused before anything is read.

    Args:
        source: what `threedkit.load` takes from a disk.
        target: the new file; its suffix says which format.
        operations: texts such as ``"simplify:ratio=0.25"``.
        compress: "draco" or "meshopt", for a .glb or .gltf; done after the operations.
        strict: as in `threedkit.load`.

    Raises:
        AssetError: the source cannot be read.
        OutputError: the target cannot be written.
        ParameterError: an operation, an option or the compression is wrong.
    """
    from threedkit.ops.registry import plan

    source, target = Path(source), Path(target)
    texts = list(operations)
    if compress is not None:
        if compress not in COMPRESSIONS or target.suffix.lower() not in {".glb", ".gltf"}:
            known = " or ".join(COMPRESSIONS)
            raise ParameterError(f"compress is {known}, for a .glb or .gltf; not {compress!r} for {target.name}")
        texts.append(f"compress:method={compress}")
    steps = plan(texts)
    check_target(target, [suffix[1:] for suffix in SUFFIXES])
    scene = load(source, strict=strict)
    before = _figures(scene, source)
    for step in steps:
        step(scene)
    scene.save(target)
    return Conversion(source, target, scene.content_hash, tuple(texts), before, _figures(scene, target))


def operation_rows() -> list[tuple[str, str]]:
    """All operations with their options, as rows of a table."""
    from threedkit.ops import describe, names

    rows = []
    for operation in (describe(name) for name in names()):
        rows.append((operation.name, operation.summary))
        for option in operation.options:
            default = "must be given" if option.required else f"[{_written(option.default)}]"
            rows.append((f"  {option.name}", f"{option.type} {default} {option.doc}"))
    return rows


def operations_as_json() -> list[dict[str, Any]]:
    """The same as JSON values."""
    from threedkit.ops import Option, describe, names

    return [
        {
            "name": operation.name,
            "summary": operation.summary,
            "options": [dict(zip(Option.__annotations__, option, strict=True)) for option in operation.options],
        }
        for operation in (describe(name) for name in names())
    ]


def _written(value: Any) -> str:
    """A default as one would write it on the command line."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ",".join(map(_written, value))
    return "none" if value is None else str(value)


def _change(before: int, after: int) -> str:
    percent = f" ({100 * (after - before) / before:+.1f} %)" if before else ""
    return f"{before:,} -> {after:,}{percent}"


def _figures(scene: Scene, path: Path) -> dict[str, int]:
    found = statistics_of(scene)
    figures = {name: int(getattr(found, name)) for name in (*_FIGURES, "texture_memory")}
    return {**figures, "bytes": path.stat().st_size + _bytes_beside(path)}


def _bytes_beside(path: Path) -> int:
    """Size of the files that a .gltf refers to; each counts once."""
    if path.suffix.lower() != ".gltf":
        return 0
    document = json.loads(path.read_bytes())
    entries = [*document.get("buffers", []), *document.get("images", [])]
    uris = {entry["uri"] for entry in entries if ":" not in entry.get("uri", ":")}
    found = {path.parent / unquote(uri) for uri in uris}
    return sum(file.stat().st_size for file in found if file.is_file())
