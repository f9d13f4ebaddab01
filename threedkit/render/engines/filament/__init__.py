"""Engine ``filament``: Google Filament through the package filly, on OpenGL over EGL (a GPU, or Mesa on the CPU)."""

from __future__ import annotations

from threedkit.render.engines.filament.engine import FilamentEngine

__all__ = ["FilamentEngine"]
