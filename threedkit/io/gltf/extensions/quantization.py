"""KHR_mesh_quantization: vertex attributes in small integers. It has no JSON of its own."""

from __future__ import annotations

from typing import Final

__all__ = ["QUANTIZATION"]

QUANTIZATION: Final = "KHR_mesh_quantization"
