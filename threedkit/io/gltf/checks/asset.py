"""Version and extensions: whether the document can be read at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from threedkit.io.gltf.checks.declared import extensions_in_use
from threedkit.io.gltf.extensions import is_readable

if TYPE_CHECKING:
    from threedkit.errors import Severity
    from threedkit.io.gltf.document import Document

__all__ = ["check_asset", "check_extensions"]


def check_asset(document: Document) -> bool:
    """Whether the document is of glTF 2."""
    asset, problems = document.gltf.asset, document.problems
    major, _, minor = asset.version.partition(".")
    if int(major[:9]) != 2:
        old = "glTF 1.0 is not read: convert the file to glTF 2.0" if major in {"0", "1"} else "only glTF 2 is read"
        problems.error("UNKNOWN_ASSET_MAJOR_VERSION", "/asset/version", f"{asset.version[:20]}: {old}")
        return False
    if minor.strip("0"):
        message = f"version {asset.version[:20]} is newer than 2.0: what it adds is not read"
        problems.warning("UNKNOWN_ASSET_MINOR_VERSION", "/asset/version", message)
    if asset.min_version:
        low = [int(part[:9]) for part in asset.min_version.split(".")]
        if low > [2, 0]:
            message = f"the document needs glTF {asset.min_version[:20]}, 2.0 is read"
            problems.error("UNKNOWN_ASSET_MINOR_VERSION", "/asset/minVersion", message)
            return False
    return True


def check_extensions(document: Document) -> bool:
    """Whether all extensions that the document requires can be read."""
    gltf, problems = document.gltf, document.problems
    good = True
    for index, name in enumerate(gltf.extensions_required):
        where = f"/extensionsRequired/{index}"
        if not is_readable(name):
            problems.error(
                "UNSUPPORTED_EXTENSION", where, f"the document requires {name[:100]}, which is not supported"
            )
            good = False
        if name not in gltf.extensions_used:
            severity: Severity = "error" if document.thorough else "warning"
            problems.add(severity, "UNSATISFIED_DEPENDENCY", where, f"{name[:100]} must be in extensionsUsed too")
    if document.thorough:
        for name, where in extensions_in_use(document.gltf):
            if name not in gltf.extensions_used:
                problems.error("UNDECLARED_EXTENSION", where, f"{name[:100]} must be listed in extensionsUsed")
    return good
