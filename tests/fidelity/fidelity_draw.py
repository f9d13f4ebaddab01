"""Golden scenarios drawn by our engines through the public face, as the golden pictures were made."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING

import numpy as np
from fidelity_light import tone_mapped

import threedkit as tk
from threedkit.transforms.colors import srgb_to_linear

if TYPE_CHECKING:
    from fidelity_goldens import Scenario

_EXPOSURE = 0.25
"""Pictures come back in 8 bits: at this exposure they hold radiance up to 4, of which the tone curve leaves 0.98."""


_FINER = 4


def drawn(scenario: Scenario, engine: str, samples: int, environment: tk.Environment) -> np.ndarray:
    """Draw a scenario at the thumbnails' size with their tone curve; returns (h, w, 4) uint8 of straight alpha."""
    scene = tk.load(scenario.path)
    scene.environment = copy.deepcopy(environment)
    scene.environment.background = "environment" if scenario.skybox else "color"
    frame = tk.render(
        scene, scenario.size, scenario.camera, None, engine, samples,
        transparent=not scenario.skybox, outputs=("color",), exposure=_EXPOSURE,
    )  # fmt: skip
    light = srgb_to_linear(frame.color[..., :3] / 255.0) / _EXPOSURE
    return np.concatenate([np.rint(tone_mapped(light) * 255.0).astype(np.uint8), frame.color[..., 3:]], axis=2)


def outlined(scenario: Scenario) -> np.ndarray:
    """Silhouette (h, w) bool of a scenario from object ids: a pixel counts when half of its 16 samples hit something.

    One sample a pixel would put an edge anywhere within a pixel: on thin and curved shapes that is over 1 % of them.
    """
    width, height = scenario.size
    scene = tk.load(scenario.path)
    finer = (_FINER * width, _FINER * height)
    ids = tk.render(scene, finer, scenario.camera, None, "filament", outputs=("object_id",)).object_id
    return (ids > 0).reshape(height, _FINER, width, _FINER).mean(axis=(1, 3)) >= 0.5
