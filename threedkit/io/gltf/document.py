"""Opening a document: container, JSON, buffers and accessors, before anything is made of them."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from math import hypot
from typing import TYPE_CHECKING, Any

import msgspec

from threedkit.io.gltf import container, schema
from threedkit.io.gltf.accessors import Accessors
from threedkit.io.gltf.buffers import Buffers, Resources
from threedkit.io.gltf.conform import conform, member_names
from threedkit.io.gltf.schema import ABSENT

if TYPE_CHECKING:
    from pathlib import Path

    from threedkit.io.gltf.codecs.draco import DracoMesh
    from threedkit.io.gltf.problems import Problems

__all__ = ["Document", "open_document"]

_UNTURNED = (0.0, 0.0, 0.0, 1.0)
_UNEVEN = 1.9e-6
"""How far from 1 the square of a length may be: just under twice what the length may."""

_BOM = b"\xef\xbb\xbf"
_VERSION = re.compile(r"^([0-9]+)\.([0-9]+)$")
_FIRST = frozenset({"asset", "extensionsUsed", "extensionsRequired"})
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
        text: the JSON, without a byte order mark.
        binary_container: whether it came as a GLB.
        draco_meshes: what has been decoded of its Draco bitstreams.
        adopted: accessors and buffer views whose data extensions that we do not model have got.
    """

    gltf: schema.Gltf
    buffers: Buffers
    accessors: Accessors
    resources: Resources
    problems: Problems
    thorough: bool
    size: int
    text: memoryview
    binary_container: bool
    quantized: bool = field(init=False)
    draco_meshes: dict[Any, DracoMesh] = field(default_factory=dict, init=False)
    adopted: set[tuple[str, int]] = field(default_factory=set, init=False)
    _uneven: dict[int, float] | None = field(default=None, init=False)
    _special: list[int] | None = field(default=None, init=False)
    _plain: Any = field(default=None, init=False)

    def __post_init__(self) -> None:
        """Note what changes the rules for accessor formats."""
        self.quantized = "KHR_mesh_quantization" in self.gltf.extensions_used

    def plain(self, collection: str, index: int) -> dict[str, Any]:
        """An object as plain JSON, for the few rules that ask whether a member was given at all."""
        if self._plain is None:
            self._plain = _plain(self.text)
        items = self._plain.get(collection)
        if not isinstance(items, list):
            return {}
        found = items[index] if index < len(items) else None
        return found if isinstance(found, dict) else {}

    def special_nodes(self) -> list[int]:
        """Indices of the nodes that have more than a name, a mesh, children, translation, rotation and scale."""
        if self._special is None:
            self._special = [
                index
                for index, node in enumerate(self.gltf.nodes)
                if node.camera != ABSENT
                or node.skin != ABSENT
                or node.weights
                or node.matrix is not None
                or node.extensions is not None
                or node.extras is not None
            ]
        return self._special

    def has(self, member: str) -> bool:
        """Whether the root has a member, be it of any kind."""
        self.plain(member, 0)
        return member in self._plain

    def uneven_rotations(self) -> dict[int, float]:
        """By node index, the lengths of those rotations whose length is not 1 to six digits."""
        if self._uneven is None:
            self._uneven = _uneven([node.rotation for node in self.gltf.nodes])
        return self._uneven


def _uneven(rotations: list[schema.Quat | None]) -> dict[int, float]:
    """Plain Python: making an array of the numbers would take longer than looking at them."""
    if None in rotations:
        rotations = [rotation or _UNTURNED for rotation in rotations]
    squares = [x * x + y * y + z * z + w * w for x, y, z, w in rotations]  # type: ignore[misc] # no None is left
    if not squares or (min(squares) > 1.0 - _UNEVEN and max(squares) < 1.0 + _UNEVEN):
        return {}
    off = [index for index, square in enumerate(squares) if abs(square - 1.0) >= _UNEVEN]
    return {index: hypot(*(rotations[index] or _UNTURNED)) for index in off}


def open_document(
    data: memoryview, folder: Path | None, problems: Problems, *, suffix: str = ".glb", thorough: bool = False
) -> Document | None:
    """Parse a .glb or .gltf.

    Args:
        data: the whole file.
        folder: where external buffers and images may be; None: nowhere.
        problems: where findings go.
        suffix: what the file is called, ".glb" or ".gltf"; only asked where the bytes begin like neither.
        thorough: also look for warnings in the JSON.

    Returns:
        The document, or None when there is none to speak of. Where problems has errors, members of its structs may be
        placeholders (see conform.py).
    """
    binary = container.is_glb(data, suffix)
    chunks = container.parse(data, problems) if binary else container.Chunks(data, None)
    if chunks is None:
        return None
    text = _without_mark(chunks.json, problems)
    gltf = _decode(text, problems, thorough=thorough)
    if gltf is None:
        return None
    resources = Resources(folder, problems, thorough=thorough)
    buffers = Buffers(gltf, chunks.binary, resources, problems, thorough=thorough, binary_container=binary)
    accessors = Accessors(gltf, buffers, problems, thorough=thorough)
    return Document(gltf, buffers, accessors, resources, problems, thorough, len(data), text, binary)


def _without_mark(text: memoryview, problems: Problems) -> memoryview:
    """The text without a byte order mark, which RFC 8259 forbids and which does no harm."""
    if bytes(text[:3]) != _BOM:
        return text
    message = "the JSON begins with a byte order mark, which it must not"
    problems.add("error" if problems.strict else "warning", "INVALID_JSON", "", message)
    return text[len(_BOM) :]


def _decode(text: memoryview, problems: Problems, *, thorough: bool) -> schema.Gltf | None:
    try:
        str(text, "utf-8")  # the decoder does not look into what it skips
        if not thorough:
            return schema.decode(text)
    except msgspec.ValidationError:
        pass  # the walk below finds every deviation, this one included
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        _not_json(problems, error)
        return None
    try:
        value = _plain(text)
        if isinstance(value, dict):
            return _conform_root(value, problems)
        problems.error("TYPE_MISMATCH", "", "the JSON must be an object")
    except (ValueError, RecursionError) as error:
        _not_json(problems, error)
    return None


def _plain(text: memoryview) -> Any:
    """Any JSON. As in JavaScript and Dart, a number that is too large is infinite; whether it may be is told later.

    Raises:
        ValueError: it is none.
        RecursionError: it is nested too deeply.
    """
    try:
        return msgspec.json.decode(text)
    except msgspec.ValidationError:  # it takes no number that is too large for a float64
        return json.loads(bytes(text), parse_constant=_refuse)


def _refuse(name: str) -> None:
    message = f"{name} is no JSON"
    raise ValueError(message)


def _conform_root(value: dict[str, Any], problems: Problems) -> schema.Gltf | None:
    """The root; None, and no word about anything else, if it is not of glTF 2."""
    if _is_version_2(value.get("asset")):
        return conform(value, schema.Gltf, problems)
    asset = value.get("asset")
    version = asset.get("version") if isinstance(asset, dict) else None
    if isinstance(version, str) and _VERSION.match(version):
        text = "glTF 1.0 is not read: convert the file to glTF 2.0" if _is_version_1(value) else "only glTF 2 is read"
        problems.error("UNKNOWN_ASSET_MAJOR_VERSION", "/asset/version", f"{version[:20]}: {text}")
    elif not isinstance(version, str) and _is_version_1(value):
        text = "this looks like glTF 1.0, which is not read: convert the file to glTF 2.0"
        problems.error("UNKNOWN_ASSET_MAJOR_VERSION", "/asset/version", text)
    rest = {name: value[name] for name in value if name in _FIRST or name not in member_names(schema.Gltf)}
    conform(rest, schema.Gltf, problems)
    return None


def _is_version_2(asset: Any) -> bool:
    version = asset.get("version") if isinstance(asset, dict) else None
    match = _VERSION.match(version) if isinstance(version, str) else None
    return match is not None and match[1].lstrip("0") == "2"


def _is_version_1(value: dict[str, Any]) -> bool:
    """Whether the root is of glTF 1.0: its version says so, or its collections are objects by name."""
    asset = value.get("asset")
    version = asset.get("version") if isinstance(asset, dict) else None
    if isinstance(version, str):
        return version.startswith(("0.", "1."))
    return isinstance(version, float) or any(isinstance(value.get(key), dict) for key in _FIRST_KEYS)


def _not_json(problems: Problems, error: Exception) -> None:
    why = "it is nested too deeply" if isinstance(error, RecursionError) else str(error)
    problems.error("INVALID_JSON", "", f"the JSON cannot be parsed: {why}")
