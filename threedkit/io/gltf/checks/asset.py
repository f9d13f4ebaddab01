"""Version and extensions: whether the document can be read at all."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from threedkit.io.gltf.extensions import is_readable
from threedkit.io.gltf.extensions.places import PLACES, STRICT

if TYPE_CHECKING:
    from threedkit.errors import Severity
    from threedkit.io.gltf.document import Document

__all__ = ["check_asset", "check_extensions"]

_NAME: Final = re.compile(r"^[A-Z0-9]+_[A-Za-z0-9_]+$")
_VERSION: Final = re.compile(r"^([0-9]+)\.([0-9]+)$")
_NEEDED: Final = frozenset({"KHR_mesh_quantization"})
"""Extensions without which a document that uses them makes no sense: they must be required."""


def _parts(version: str) -> tuple[int, int] | None:
    match = _VERSION.match(version)
    return (int(match[1][:9]), int(match[2][:9])) if match else None


def check_asset(document: Document) -> bool:
    """Whether the document is of glTF 2."""
    asset, problems = document.gltf.asset, document.problems
    version = _parts(asset.version)
    if version is None or version[0] != 2:
        old = "glTF 1.0 is not read: convert the file to glTF 2.0"
        text = old if version is not None and version[0] < 2 else "only glTF 2 is read"
        problems.error("UNKNOWN_ASSET_MAJOR_VERSION", "/asset/version", f"{asset.version[:20]}: {text}")
        return False
    if version[1] > 0:
        message = f"version {asset.version[:20]} is newer than 2.0: what it adds is not read"
        problems.warning("UNKNOWN_ASSET_MINOR_VERSION", "/asset/version", message)
    least = _parts(asset.min_version)
    if least is not None and least > version:
        message = f"{asset.min_version[:20]} is more than the version {asset.version[:20]}"
        problems.error("ASSET_MIN_VERSION_GREATER_THAN_VERSION", "/asset/minVersion", message)
    return True


def check_extensions(document: Document) -> None:
    """Whether all extensions that the document requires can be read, and the lists are in order."""
    gltf, problems = document.gltf, document.problems
    used, required = gltf.extensions_used, gltf.extensions_required
    if required and not used and not document.has("extensionsUsed"):
        problems.error("UNSATISFIED_DEPENDENCY", "/extensionsRequired", "extensionsUsed must be given too")
    if not document.thorough:  # the walk over the JSON has told already
        _check_unique(document, used, "/extensionsUsed")
        _check_unique(document, required, "/extensionsRequired")
    for index, name in enumerate(used):
        where = f"/extensionsUsed/{index}"
        if document.thorough and not _NAME.match(name):
            text = "the name of an extension is like VENDOR_some_name"
            problems.warning("INVALID_EXTENSION_NAME_FORMAT", where, text)
        if document.thorough and name not in STRICT and name not in PLACES and not is_readable(name):
            problems.info("UNSUPPORTED_EXTENSION", where, f"{name[:100]} is not known: its data is kept unseen")
        if name in _NEEDED and name not in required:
            problems.error("NON_REQUIRED_EXTENSION", where, f"{name} must be in extensionsRequired too")
    for index, name in enumerate(required):
        where = f"/extensionsRequired/{index}"
        if not is_readable(name):
            severity: Severity = "warning" if document.thorough else "error"
            text = f"the document requires {name[:100]}, which is not supported"
            problems.add(severity, "UNSUPPORTED_EXTENSION", where, text)
            problems.tolerable = False
        if name not in used:
            text = f"{name[:100]} must be in extensionsUsed too"
            problems.error("UNUSED_EXTENSION_REQUIRED", where, text)


def _check_unique(document: Document, names: list[str], where: str) -> None:
    if len(set(names)) == len(names):
        return
    seen: set[str] = set()
    for index, name in enumerate(names):
        if name in seen:
            document.problems.error("DUPLICATE_ELEMENTS", f"{where}/{index}", f"{name[:60]!r} is in the array twice")
        seen.add(name)
