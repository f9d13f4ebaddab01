"""One extension's JSON as a struct."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from threedkit.io.gltf.conform import conform

if TYPE_CHECKING:
    from collections.abc import Mapping

    from threedkit.io.gltf.document import Document

__all__ = ["parse"]

S = TypeVar("S", bound=msgspec.Struct)


def parse(document: Document, extensions: Mapping[str, Any] | None, name: str, struct: type[S], where: str) -> S | None:
    """One extension as a struct; None if it is not there, or is wrong (which goes into the list)."""
    if not extensions or name not in extensions:
        return None
    plain, where = extensions[name], f"{where}/extensions/{name}"
    try:
        return msgspec.convert(plain, struct)
    except msgspec.ValidationError as error:
        try:
            return msgspec.convert(conform(plain, struct, document.problems, where), struct)
        except msgspec.ValidationError:
            if not document.problems.has_errors:
                document.problems.error("TYPE_MISMATCH", where, str(error))
            return None
