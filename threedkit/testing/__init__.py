"""For tests: the contract suites of engines and of stores of blobs (pytest), comparison of pictures and of scenes."""

from __future__ import annotations

from threedkit.testing.blobs import BlobsContract
from threedkit.testing.engines import EngineContract
from threedkit.testing.images import (
    assert_like,
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
    "BlobsContract",
    "EngineContract",
    "assert_like",
    "color_distance",
    "difference_image",
    "linear_rgb",
    "psnr",
    "rmse",
    "scenes_equal",
    "silhouette",
    "silhouette_iou",
]
