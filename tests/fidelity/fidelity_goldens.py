"""Golden pictures of other renderers: their scenarios, which of them agree, and how far a picture of ours is from them.

The folder holds ``scenarios.tsv`` (camera and model of each), ``consensus.tsv`` (whether a renderer's picture agrees
with the median of all) and a folder of thumbnails a scenario, one a renderer. Pictures whose verdict is not ``ok``
are left out of everything.
"""

from __future__ import annotations

import csv
import math
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from threedkit.render.shot import CameraView
from threedkit.testing import rmse, silhouette, silhouette_iou
from threedkit.transforms import matrices

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

AGREEING = 0.99
"""Least IoU with the consensus that the renderers themselves must have before ours is held to it."""


@dataclass(frozen=True)
class Scenario:
    """One model seen by one camera, as other renderers drew it.

    Attributes:
        model: name of the model, e.g. ``"ToyCar"``.
        path: its glTF file.
        camera: where from.
        skybox: whether the pictures show the light map behind the model: then they have no silhouette.
        theirs: renderer -> thumbnail, (h, w, 4) uint8, straight alpha.
    """

    model: str
    path: Path
    camera: CameraView
    skybox: bool
    theirs: dict[str, np.ndarray]

    @property
    def size(self) -> tuple[int, int]:
        """(width, height) of the thumbnails."""
        height, width = self.median.shape[:2]
        return width, height

    @cached_property
    def median(self) -> np.ndarray:
        """The median of their pictures, channel by channel, (h, w, 4) uint8."""
        return np.asarray(np.rint(np.median(list(self.theirs.values()), axis=0)), np.uint8)

    @cached_property
    def consensus(self) -> np.ndarray:
        """(h, w) bool: what at least half of the renderers cover."""
        return np.mean([silhouette(image) for image in self.theirs.values()], axis=0) >= 0.5

    @cached_property
    def agreement(self) -> float:
        """The least silhouette IoU of one of them with the consensus."""
        return min(silhouette_iou(silhouette(image), self.consensus) for image in self.theirs.values())

    @cached_property
    def spread(self) -> float:
        """The largest colour distance of one of them from their median, 0 to 1."""
        return max(color_rms(image, self.median, self.consensus) for image in self.theirs.values())


@dataclass(frozen=True)
class Score:
    """How far a picture of ours is from theirs.

    Attributes:
        iou: silhouette IoU with the consensus; NaN where their pictures have no silhouette.
        nearest: colour distance from the nearest renderer, 0 to 1.
        nearest_name: that renderer.
        median: colour distance from the median of the renderers.
    """

    iou: float
    nearest: float
    nearest_name: str
    median: float


def scenarios(folder: Path, models: Path) -> Iterator[Scenario]:
    """Read every scenario whose model is there and whose camera is known.

    Args:
        folder: the golden folder.
        models: glTF sample assets, one folder a model.
    """
    agreeing: dict[str, list[str]] = {}
    for row in _rows(folder / "consensus.tsv"):
        if row["verdict"] == "ok":
            agreeing.setdefault(row["scenario"], []).append(row["renderer"])
    for row in _rows(folder / "scenarios.tsv"):
        path = _model(models / row["model"], row["model"])
        radius = float(row["radius"])
        if path is None or radius == 0.0:  # a radius of 0 was lost in rounding
            continue
        size = tuple(int(side) for side in row["thumb_size"].split("x"))
        found = ((name, folder / row["scenario"] / f"{name}.webp") for name in agreeing[row["scenario"]])
        pictures = {name: Image.open(file).convert("RGBA") for name, file in found if file.exists()}
        theirs = {name: np.asarray(picture) for name, picture in pictures.items() if picture.size == size}
        yield Scenario(row["model"], path, _camera(row, radius), row["skybox"] == "1", theirs)


def score(scenario: Scenario, ours: np.ndarray) -> Score:
    """Compare a picture of the thumbnails' size, (h, w, 4) uint8 of straight alpha, with theirs."""
    mine = silhouette(ours)
    shared = (ours[..., 3] == 255) & scenario.consensus
    distances = {name: color_rms(ours, image, shared) for name, image in scenario.theirs.items()}
    nearest = min(distances, key=distances.__getitem__)
    iou = math.nan if scenario.skybox else silhouette_iou(mine, scenario.consensus)
    return Score(iou, distances[nearest], nearest, color_rms(ours, scenario.median, shared))


def color_rms(first: np.ndarray, second: np.ndarray, where: np.ndarray) -> float:
    """Root mean square of the differences of sRGB values, 0 to 1: the measure of consensus.tsv."""
    return rmse(first, second, where=where) / 255.0


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def _model(folder: Path, name: str) -> Path | None:
    """The plain glTF file of a sample model: not a compressed variant."""
    kinds = (("glTF-Binary", "glb"), ("glTF", "gltf"))
    found = (folder / kind / f"{name}.{suffix}" for kind, suffix in kinds)
    return next((path for path in found if path.exists()), None)


def _camera(row: dict[str, str], radius: float) -> CameraView:
    """The generator's orbit about a target: theta about +Y from +Z, phi down from +Y, degrees."""
    theta, phi = math.radians(float(row["theta_deg"])), math.radians(float(row["phi_deg"]))
    target = np.array([float(row[f"target_{axis}"]) for axis in "xyz"])
    toward = np.array([math.sin(phi) * math.sin(theta), math.cos(phi), math.sin(phi) * math.cos(theta)])
    place = matrices.look_at(target + radius * toward, target)
    return CameraView.from_matrix(place, yfov=math.radians(float(row["vfov_deg"])), znear=1e-3 * radius)
