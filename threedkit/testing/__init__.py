"""For authors of engines: the contract suite (it needs pytest), and the comparison of pictures."""

from __future__ import annotations

from threedkit.testing.engines import EngineContract
from threedkit.testing.images import (
    color_distance,
    difference_image,
    linear_rgb,
    psnr,
    rmse,
    silhouette,
    silhouette_iou,
)

__all__ = [
    "EngineContract",
    "color_distance",
    "difference_image",
    "linear_rgb",
    "psnr",
    "rmse",
    "silhouette",
    "silhouette_iou",
]
