"""Who asks, as the routes want to know it: a type for each scope."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import Depends

from threedkit.service.answers import problems_shown
from threedkit.service.auth import Principal, require_scope

__all__ = [
    "GUARDED",
    "AssetReader",
    "AssetWriter",
    "JobReader",
    "JobWriter",
    "RunReader",
    "RunWriter",
    "SceneReader",
    "SceneWriter",
]

AssetReader = Annotated[Principal, Depends(require_scope("assets:read"))]
AssetWriter = Annotated[Principal, Depends(require_scope("assets:write"))]
SceneReader = Annotated[Principal, Depends(require_scope("scenes:read"))]
SceneWriter = Annotated[Principal, Depends(require_scope("scenes:write"))]
JobReader = Annotated[Principal, Depends(require_scope("jobs:read"))]
JobWriter = Annotated[Principal, Depends(require_scope("jobs:write"))]
RunReader = Annotated[Principal, Depends(require_scope("runs:read"))]
RunWriter = Annotated[Principal, Depends(require_scope("runs:write"))]

GUARDED: Final = problems_shown(
    p400="the request cannot be read",
    p401="nobody has proved who asks",
    p403="who asks may not",
    p422="values are out of their range; `errors` lists them",
    p429="too many requests",
    p503="records or blobs are out of reach",
)
"""Problems of every route that asks who asks."""
