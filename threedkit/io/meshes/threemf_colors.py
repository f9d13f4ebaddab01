"""Colours of a 3MF: base materials (core specification, 5) and colour groups (materials extension, 3).

trimesh reads a 3MF's shapes; this reads what they look like. Textures and composites are not read, which is said.
"""

from __future__ import annotations

import io
import warnings
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from threedkit.errors import FieldError, require
from threedkit.transforms import colors

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

__all__ = ["Surface", "read_surfaces"]

_GROUPS = frozenset({"basematerials", "colorgroup"})
_OTHERS = frozenset({"texture2dgroup", "compositematerials", "multiproperties"})


@dataclass(frozen=True, slots=True)
class Surface:
    """What one object looks like.

    Attributes:
        count: its triangles.
        corners: (count, 3, 4) float32 linear RGBA, or None when all corners are alike.
        color: linear RGBA of all corners, None where the file gives none.
        name: of the base material, or "".
    """

    count: int
    corners: NDArray[np.float32] | None
    color: tuple[float, ...] | None
    name: str


class _Group:
    """A list of colours that triangles point into."""

    def __init__(self, element: Any) -> None:
        self.colors: list[tuple[float, ...]] = []
        self.names: list[str] = []
        for child in element:
            text = child.get("displaycolor") or child.get("color")
            if text is not None:
                self.colors.append(_linear(text))
                self.names.append(child.get("name", ""))


def read_surfaces(data: memoryview, source: str) -> list[Surface]:
    """The surface of each object with a mesh, in the order of the file.

    Args:
        data: the whole archive; its size unpacked has been bounded.
        source: name of the file, for warnings.

    Raises:
        ValueError, KeyError, SyntaxError, zipfile.BadZipFile: the file is not well-formed.
    """
    etree = require("lxml.etree", extra="io")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        name = next((entry for entry in archive.namelist() if entry.lower().endswith("3d/3dmodel.model")), None)
        model = b"" if name is None else archive.read(name)
    if not model:
        return []
    groups: dict[str, _Group] = {}
    surfaces: list[Surface] = []
    left_out: set[str] = set()
    for _, element in etree.iterparse(io.BytesIO(model), events=("end",), resolve_entities=False, no_network=True):
        kind = etree.QName(element).localname
        if kind in _GROUPS:
            groups[element.get("id", "")] = _Group(element)
        elif kind in _OTHERS:
            left_out.add(kind)
        elif kind == "object":
            surfaces.extend(_surface(element, groups))
            element.clear()
    if left_out:
        warnings.warn(f"{source}: {' and '.join(sorted(left_out))} of 3MF are not read: the shape is", stacklevel=2)
    return surfaces


def _surface(element: Any, groups: dict[str, _Group]) -> Iterator[Surface]:
    for mesh in element.iter("{*}mesh"):
        triangles = list(mesh.iter("{*}triangle"))
        own, place = groups.get(element.get("pid", "")), int(element.get("pindex", "0"))
        default = None if own is None else own.colors[place]
        if not any(triangle.get("p1") is not None for triangle in triangles):
            yield Surface(len(triangles), None, default, "" if own is None else own.names[place])
            continue
        corners = np.ones((len(triangles), 3, 4), np.float32)
        for row, triangle in enumerate(triangles):
            corners[row] = _corners(triangle, element.get("pid", ""), groups, default)
        yield Surface(len(triangles), corners, None, "")


def _corners(
    triangle: Any, group: str, groups: dict[str, _Group], default: tuple[float, ...] | None
) -> list[tuple[float, ...]]:
    """Colours at v1, v2 and v3; p2 and p3 are p1 where they are not given."""
    found, first = groups.get(triangle.get("pid", group)), triangle.get("p1")
    if found is None or first is None:
        return [default or (1.0, 1.0, 1.0, 1.0)] * 3
    return [found.colors[int(triangle.get(name, first))] for name in ("p1", "p2", "p3")]


def _linear(text: str) -> tuple[float, ...]:
    try:
        return tuple(float(channel) for channel in colors.parse(text))
    except FieldError as error:
        raise ValueError(str(error)) from error
