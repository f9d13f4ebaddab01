"""For tests: contract suites of engines, blobs and queues (pytest), comparison of pictures and of scenes."""

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
from threedkit.testing.queues import QueueContract
from threedkit.testing.scenes import scenes_equal

__all__ = [
    "BlobsContract",
    "EngineContract",
    "QueueContract",
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
