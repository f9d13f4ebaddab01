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
    """One extension as a struct; None if it is not there or no object.

    Whatever else is wrong with it goes into the list of problems; members that are wrong are then at their defaults.
    """
    if not extensions or name not in extensions:
        return None
    plain = extensions[name]
    try:
        return msgspec.convert(plain, struct)
    except msgspec.ValidationError:
        return conform(plain, struct, document.problems, f"{where}/extensions/{name}")
