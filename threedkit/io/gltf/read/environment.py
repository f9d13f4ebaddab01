"""The environment, from threedkit's own extension."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from threedkit.io.gltf.extensions import ENVIRONMENT, EnvironmentData, parse
from threedkit.io.gltf.read.common import unnamed
from threedkit.io.gltf.schema import ABSENT
from threedkit.scene import Environment

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from threedkit.io.gltf.document import Document

__all__ = ["read_environment"]


def read_environment(document: Document) -> Environment | None:
    """The environment; the default one if the document says nothing, None if it says that there is none."""
    found = parse(document, document.gltf.extensions, ENVIRONMENT, EnvironmentData, "")
    if found is None:
        return Environment()
    if found.none:
        return None
    values: dict[str, Any] = {
        "name": found.name,
        "intensity": found.intensity,
        "rotation": found.rotation,
        "background": found.background,
        "uri": found.uri,
        **unnamed(document, found, f"/extensions/{ENVIRONMENT}"),
    }
    if found.background_color is not None:
        values["background_color"] = found.background_color
    if found.radiance != ABSENT:
        values["radiance"] = _radiance(document, found)
    return Environment._trusted(**values)


def _radiance(document: Document, found: EnvironmentData) -> NDArray[np.float32] | None:
    where = f"/extensions/{ENVIRONMENT}/radiance"
    info = document.accessors.info(found.radiance, where)
    if info is None:
        return None
    if info.type != "VEC3" or info.component_type != 5126 or info.count != found.width * found.height:
        text = f"needs a FLOAT VEC3 accessor of {found.width} x {found.height} elements"
        document.problems.error("ENVIRONMENT_RADIANCE_INVALID_FORMAT", where, text)
        return None
    array = document.accessors.floats(found.radiance)
    if array is not None and float(array.min()) < 0.0:
        document.problems.error("ENVIRONMENT_RADIANCE_NEGATIVE", where, "radiance must not be negative")
        return None
    return None if array is None else np.asarray(array.reshape(found.height, found.width, 3))
