"""Arguments and options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

__all__ = ["Json", "Lenient", "Source"]

Source = Annotated[Path, typer.Argument(metavar="IN", help="A model: .glb, .gltf, .obj, .stl, .ply ...")]
Lenient = Annotated[bool, typer.Option("--lenient", help="Let errors pass that do no harm in reading.")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON document instead of text.")]
