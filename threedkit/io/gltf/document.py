"""Opening a document: container, JSON, buffers and accessors, before anything is made of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np

from threedkit.io.gltf import container, schema
from threedkit.io.gltf.accessors import Accessors
from threedkit.io.gltf.buffers import Buffers, Resources
from threedkit.io.gltf.conform import conform

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from threedkit.io.gltf.problems import Problems

__all__ = ["Document", "open_document"]

_BOM = b"\xef\xbb\xbf"
_FIRST_KEYS = frozenset({"scenes", "nodes", "meshes", "accessors", "bufferViews", "buffers", "techniques", "programs"})


@dataclass(slots=True)
class Document:
    """A glTF document whose JSON is of the schema and whose bytes have been found.

    Attributes:
        gltf: the JSON as structs.
        buffers: buffers and their views.
        accessors: typed arrays on the views.
        resources: bytes behind URIs.
        problems: everything found so far.
        thorough: also look for what does no harm in reading (for a report).
        size: bytes of the file itself.
    """

    gltf: schema.Gltf
    buffers: Buffers
    accessors: Accessors
    resources: Resources
    problems: Problems
    thorough: bool
    size: int
    quantized: bool = field(init=False)
    _rotations: tuple[list[int], NDArray[np.float64]] | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        """Note what changes the rules for accessor formats."""
        self.quantized = "KHR_mesh_quantization" in self.gltf.extensions_used

    def rotation_norms(self) -> tuple[list[int], NDArray[np.float64]]:
        """Indices of the nodes that have a rotation, and the lengths of these quaternions."""
        if self._rotations is None:
            nodes = self.gltf.nodes
            where = [i for i, node in enumerate(nodes) if node.rotation is not None]
            numbers = chain.from_iterable([nodes[i].rotation or () for i in where])
            array = np.fromiter(numbers, np.float64, 4 * len(where)).reshape(-1, 4)
            self._rotations = where, np.sqrt(np.einsum("ij,ij->i", array, array))
        return self._rotations


def open_document(
    data: memoryview, folder: Path | None, problems: Problems, *, thorough: bool = False
) -> Document | None:
    """Parse a .glb or .gltf.

    Args:
        data: the whole file.
        folder: where external buffers and images may be; None: nowhere.
        problems: where findings go.
        thorough: also look for warnings in the JSON.

    Returns:
        The document, or None when there is none to speak of (problems then has the errors).
    """
    chunks = container.parse(data, problems) if container.is_glb(data) else container.Chunks(data, None)
    if chunks is None:
        return None
    text = chunks.json[len(_BOM) :] if bytes(chunks.json[:3]) == _BOM else chunks.json
    gltf = _decode(text, problems, thorough=thorough)
    if gltf is None:
        return None
    resources = Resources(folder, problems)
    buffers = Buffers(gltf, chunks.binary, resources, problems, thorough=thorough)
    accessors = Accessors(gltf, buffers, problems)
    return Document(gltf, buffers, accessors, resources, problems, thorough, len(data))


def _decode(text: memoryview, problems: Problems, *, thorough: bool) -> schema.Gltf | None:
    try:
        if not thorough:
            return schema.decode(text)
    except msgspec.ValidationError:
        pass  # the walk below finds every deviation, this one included
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        return _not_json(problems, str(error))
    except RecursionError:
        return _not_json(problems, "it is nested too deeply")
    return _decode_plain(text, problems, thorough=thorough)


def _decode_plain(text: memoryview, problems: Problems, *, thorough: bool) -> schema.Gltf | None:
    try:
        value = msgspec.json.decode(text)
        if isinstance(value, dict) and _is_version_1(value):
            message = "this is glTF 1.0, which is not read: convert the file to glTF 2.0"
            problems.error("UNKNOWN_ASSET_MAJOR_VERSION", "/asset/version", message)
            return None
        kept = conform(value, schema.Gltf, problems, thorough=thorough)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        return _not_json(problems, str(error))
    except RecursionError:
        return _not_json(problems, "it is nested too deeply")
    try:
        return msgspec.convert(kept, schema.Gltf)
    except msgspec.ValidationError as error:
        if not problems.has_errors:
            problems.error("TYPE_MISMATCH", "", str(error))
        return None


def _is_version_1(value: dict[str, Any]) -> bool:
    """Whether the root is of glTF 1.0: its version says so, or its collections are objects by name."""
    asset = value.get("asset")
    version = asset.get("version") if isinstance(asset, dict) else None
    if isinstance(version, str):
        return version.startswith(("0.", "1."))
    return isinstance(version, float) or any(isinstance(value.get(key), dict) for key in _FIRST_KEYS)


def _not_json(problems: Problems, why: str) -> schema.Gltf | None:
    problems.error("INVALID_JSON", "", f"the JSON cannot be parsed: {why}")
    return None
