"""`frame.annotations()`: COCO's data format, and pycocotools' conventions of masks and boxes."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from threedkit.errors import RenderError
from threedkit.render import Frame
from threedkit.render.annotations import rle_counts

GRIDS = st.tuples(st.integers(1, 9), st.integers(1, 9)).flatmap(
    lambda shape: arrays(np.uint32, shape, elements=st.integers(0, 3))
)


def decode(mask):
    """What pycocotools' rleDecode does: runs down the columns, the first one of zeros."""
    flat = np.repeat(np.arange(len(mask["counts"])) % 2 == 1, mask["counts"])
    return flat.reshape(mask["size"], order="F")


def counts_of(text):
    """What pycocotools' rleFrString does: 6 bits a character, and from the fourth run on differences to two back."""
    counts, at = [], 0
    while at < len(text):
        value, shift, more = 0, 0, True
        while more:
            char = ord(text[at]) - 48
            value |= (char & 0x1F) << shift
            more, at, shift = bool(char & 0x20), at + 1, shift + 5
            if not more and char & 0x10:
                value |= -1 << shift
        counts.append(value + counts[-2] if len(counts) > 2 else value)
    return counts


def test_counts_are_those_of_pycocotools():
    # pycocotools 2.0.11: mask.encode gave this string, mask.area 8 and mask.toBbox [0, 0, 5, 4].
    mask = np.zeros((4, 5), np.uint32)
    mask[1:3, 1:4] = mask[3, 4] = mask[0, 0] = 1
    (found,) = Frame(object_id=mask, names={1: "it"}).annotations()["annotations"]
    assert found["segmentation"] == {"size": [4, 5], "counts": counts_of("0141N0002O")}
    assert (found["area"], found["bbox"]) == (8, [0.0, 0.0, 5.0, 4.0])


@settings(max_examples=100, deadline=None)
@given(ids=GRIDS)
def test_masks_boxes_and_areas(ids):
    height, width = ids.shape
    coco = Frame(object_id=ids, names={1: "fox", 2: "hen", 3: "fox"}).annotations(image_id=7, file_name="a.png")
    assert json.loads(json.dumps(coco)) == coco
    assert coco["images"] == [{"id": 7, "file_name": "a.png", "width": width, "height": height}]
    assert [(one["id"], one["name"]) for one in coco["categories"]] == [(1, "fox"), (2, "hen")]
    assert [one["id"] for one in coco["annotations"]] == [number for number in (1, 2, 3) if (ids == number).any()]
    for one in coco["annotations"]:
        mask = ids == one["id"]
        assert np.array_equal(decode(one["segmentation"]), mask)
        assert one["category_id"] == {1: 1, 2: 2, 3: 1}[one["id"]]
        assert (one["image_id"], one["iscrowd"], one["area"]) == (7, 0, mask.sum())
        x, y, w, h = (int(value) for value in one["bbox"])
        assert mask[y : y + h, x : x + w].sum() == mask.sum()
        assert all(edge.any() for edge in (mask[y], mask[y + h - 1], mask[:, x], mask[:, x + w - 1]))


@settings(max_examples=60, deadline=None)
@given(ids=GRIDS)
def test_runs_are_as_few_as_can_be(ids):
    counts = rle_counts(ids > 1)
    assert sum(counts) == ids.size
    assert all(count > 0 for count in counts[1:])


def test_categories_are_chosen():
    frame = Frame(object_id=np.array([[1, 2, 3]], np.uint32), names={1: "fox", 2: "hen", 3: "barn"})
    coco = frame.annotations(categories={"fox": "animal", "hen": "animal", "elsewhere": "cloud"})
    assert [one["name"] for one in coco["categories"]] == ["animal"]
    assert [one["id"] for one in coco["annotations"]] == [1, 2]


def test_ids_are_needed():
    with pytest.raises(RenderError, match="this frame has no object_id: ask for it with outputs="):
        Frame(depth=np.zeros((2, 2), np.float32)).annotations()
