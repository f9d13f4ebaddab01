"""For tests: the contract suite of engines (it needs pytest), and the comparison of pictures and of scenes."""

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
from threedkit.testing.scenes import scenes_equal

__all__ = [
    "EngineContract",
    "color_distance",
    "difference_image",
    "linear_rgb",
    "psnr",
    "rmse",
    "scenes_equal",
    "silhouette",
    "silhouette_iou",
]
