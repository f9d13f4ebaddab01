"""What a frame shows, object by object, in the words of COCO: masks, boxes, areas and categories."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from threedkit.render.frame import Frame

__all__ = ["coco_annotations", "rle_counts"]


def coco_annotations(
    frame: Frame, *, image_id: int = 1, file_name: str = "", categories: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """Describe the objects in a frame as a COCO data set (cocodataset.org, "Data format") of one picture.

    One annotation is one object id, so all instances of a node are one. Ids count from 1: `id` of an annotation is the
    object id, that of a category its place among the sorted names of all categories, seen or not, so that pictures of
    one scene agree. Masks are uncompressed RLE, which is exact where a polygon is not: columns first, the first run is
    background. ``pycocotools.mask.frPyObjects(mask, h, w)`` takes them.

    Args:
        frame: with ``object_id``.
        image_id: number of the picture.
        file_name: of the picture.
        categories: node name -> category name; nodes that it leaves out are not annotated. None: each name of a node
            is a category.

    Returns:
        ``images``, ``annotations`` and ``categories``; plain values, ready for JSON. ``bbox`` is [x, y, width, height]
        in pixels from the upper left corner of the picture, ``area`` the number of pixels that are seen.

    Raises:
        RenderError: the frame has no object ids.

    Example:
        >>> from threedkit.render import Frame
        >>> ids = np.array([[0, 1, 1], [0, 1, 0]], np.uint32)
        >>> found = coco_annotations(Frame(object_id=ids, names={1: "fox"}))["annotations"][0]
        >>> found["bbox"], found["area"], found["segmentation"]
        ([1.0, 0.0, 2.0, 2.0], 3, {'size': [2, 3], 'counts': [2, 3, 1]})
    """
    ids = frame.object_id
    chosen = {number: name if categories is None else categories.get(name) for number, name in frame.names.items()}
    names = sorted({name for name in chosen.values() if name is not None})
    numbers = {name: number for number, name in enumerate(names, 1)}
    annotations = []
    for number in np.unique(ids[ids > 0]).tolist():
        category = chosen.get(number)
        if category is not None:
            mask = ids == number
            about = {"id": number, "image_id": image_id, "category_id": numbers[category], "iscrowd": 0}
            annotations.append(about | _measured(mask))
    width, height = frame.size
    return {
        "images": [{"id": image_id, "file_name": file_name, "width": width, "height": height}],
        "annotations": annotations,
        "categories": [{"id": number, "name": name, "supercategory": ""} for name, number in numbers.items()],
    }


def rle_counts(mask: NDArray[np.bool_]) -> list[int]:
    """Lengths of the runs of a mask (h, w), column by column; the first is of pixels that are not in it.

    Example:
        >>> rle_counts(np.array([[True, False], [True, True]]))
        [0, 2, 1, 1]
    """
    flat = np.concatenate([[False], mask.ravel(order="F")])
    starts = np.flatnonzero(flat[1:] != flat[:-1])
    counts: list[int] = np.diff(starts, prepend=0, append=mask.size).tolist()
    return counts


def _measured(mask: NDArray[np.bool_]) -> dict[str, Any]:
    """Mask, area and box of one object."""
    columns, rows = np.flatnonzero(mask.any(axis=0)), np.flatnonzero(mask.any(axis=1))
    box = (columns[0], rows[0], columns[-1] - columns[0] + 1, rows[-1] - rows[0] + 1)
    return {
        "segmentation": {"size": list(mask.shape), "counts": rle_counts(mask)},
        "area": int(np.count_nonzero(mask)),
        "bbox": [float(value) for value in box],
    }
