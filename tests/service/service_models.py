"""Small files of every kind that the tests upload."""

from __future__ import annotations

import io
import struct

import numpy as np
from PIL import Image

import threedkit as tk

__all__ = ["ball", "hdr", "picture"]


def ball(radius: float = 0.5, segments: int = 48) -> bytes:
    """A GLB with an orange ball."""
    scene = tk.Scene()
    scene.add(
        tk.Mesh(tk.sphere(radius, segments=segments), tk.Material(base_color="#ef6631", metallic=0.0)), name="ball"
    )
    return scene.to_glb()


def picture(width: int = 40, height: int = 30) -> bytes:
    """A PNG of noise."""
    stream = io.BytesIO()
    Image.fromarray(np.random.default_rng(1).integers(0, 255, (height, width, 3), np.uint8)).save(stream, "PNG")
    return stream.getvalue()


def hdr(width: int = 64, height: int = 32, value: int = 128) -> bytes:
    """A Radiance panorama of one colour, not compressed."""
    head = f"#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n\n-Y {height} +X {width}\n".encode()
    return head + struct.pack("4B", value, value, value, 129) * (width * height)
