"""Fidelity of our engines: every golden scenario drawn, compared with other renderers, and put on a contact sheet.

    python tests/fidelity/report.py [--goldens FOLDER --models FOLDER] [--samples 64] [--only Box,Fox] OUTPUT

prints one row a scenario: how far the renderers agree among themselves (least silhouette IoU with their consensus),
silhouette IoU of ours (the G-buffer's, then each engine's), the largest colour distance of one of theirs from their
median, and for each engine the distance from the nearest renderer and from the median. Distances are the root mean
square of sRGB differences, 0 to 1, where ours and theirs cover a pixel wholly. OUTPUT gets sheet_0.png ...,
one PNG a picture, and table.md.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from fidelity_draw import drawn, outlined
from fidelity_goldens import scenarios, score
from fidelity_light import fitted_environment, tone_mapped
from fidelity_sheet import save_sheet

from threedkit.testing import silhouette_iou

if TYPE_CHECKING:
    from fidelity_goldens import Scenario


ASSETS = Path(__file__).resolve().parents[3] / "shared" / "assets"
ENGINES = ("filament", "mitsuba", "pyrender")
FILAMENT_SAMPLES = 256  # from here on it is drawn at twice the size and averaged
ROWS_A_SHEET = 9
HEAD = ("scenario", "agree", "ids", *(f"IoU {name}" for name in ENGINES), "spread")
HEAD += tuple(f"{name} {what}" for name in ENGINES for what in ("nearest", "median"))


def main() -> None:
    arguments = _arguments()
    output: Path = arguments.output
    output.mkdir(parents=True, exist_ok=True)
    found = list(scenarios(arguments.goldens, arguments.models))
    environment = fitted_environment(found)
    light = np.rint(tone_mapped(environment.radiance) * 255).astype(np.uint8)
    Image.fromarray(light).resize((512, 256), Image.Resampling.NEAREST).save(output / "light.png")
    chosen = [one for one in found if not arguments.only or one.model in arguments.only]
    lines = [_line(HEAD), _line(["---"] * len(HEAD))]
    print(*lines, sep="\n", flush=True)
    rows = []
    for scenario in chosen:
        began = time.perf_counter()
        ours = {name: drawn(scenario, name, _samples(name, arguments.samples), environment) for name in ENGINES}
        lines.append(_line(_cells(scenario, ours)))
        print(lines[-1], f"{time.perf_counter() - began:.1f} s", flush=True)
        for name, picture in ours.items():
            Image.fromarray(picture).save(output / f"{scenario.model}_{name}.png")
        rows.append((scenario, ours))
    for number, first in enumerate(range(0, len(rows), ROWS_A_SHEET)):
        save_sheet(output / f"sheet_{number}.png", rows[first : first + ROWS_A_SHEET])
    (output / "table.md").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("output", type=Path)
    parser.add_argument("--goldens", type=Path, default=ASSETS / "golden")
    parser.add_argument("--models", type=Path, default=ASSETS / "gltf-sample-assets" / "Models")
    parser.add_argument("--samples", type=int, default=64, help="of the path tracer")
    parser.add_argument("--only", type=lambda text: set(text.split(",")), default=set(), help="models, by commas")
    return parser.parse_args()


def _samples(engine: str, traced: int) -> int:
    return traced if engine == "mitsuba" else FILAMENT_SAMPLES


def _cells(scenario: Scenario, ours: dict[str, np.ndarray]) -> list[str]:
    scores = {name: score(scenario, picture) for name, picture in ours.items()}
    ids = "-" if scenario.skybox else f"{silhouette_iou(outlined(scenario), scenario.consensus):.4f}"
    cells = [scenario.model, f"{scenario.agreement:.4f}", ids]
    cells += ["-" if scenario.skybox else f"{one.iou:.4f}" for one in scores.values()]
    cells.append(f"{scenario.spread:.3f}")
    for one in scores.values():
        cells += [f"{one.nearest:.3f} {one.nearest_name}", f"{one.median:.3f}"]
    return cells


def _line(cells: list[str] | tuple[str, ...]) -> str:
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    main()
