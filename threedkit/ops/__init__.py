"""Edits of a scene, one a file: each changes the scene in place, through assignments, and returns it.

    tk.ops.center(scene, pivot="below")
    tk.ops.apply(scene, ["dedup", "weld", "simplify:ratio=0.25,error=0.01"])

Options are keyword-only and plain. Arrays are never written into, new ones are assigned: a live view follows, and
`scene.copy()` is an original to compare with. Other packages add operations through the entry point group
"threedkit.ops" (see `registry`).
"""

from __future__ import annotations

from threedkit.ops.center import center
from threedkit.ops.compress import compress
from threedkit.ops.cut import cut
from threedkit.ops.dedup import dedup
from threedkit.ops.dequantize import dequantize
from threedkit.ops.flatten import flatten
from threedkit.ops.instance import instance
from threedkit.ops.join import join
from threedkit.ops.lod import lod
from threedkit.ops.normals import normals
from threedkit.ops.prune import prune
from threedkit.ops.quantize import quantize
from threedkit.ops.recompress import recompress
from threedkit.ops.registry import Operation, Option, Step, apply, describe, names, parse
from threedkit.ops.resample import resample
from threedkit.ops.resize_textures import resize_textures
from threedkit.ops.select_variant import select_variant
from threedkit.ops.simplify import simplify
from threedkit.ops.tangents import tangents
from threedkit.ops.unpartition import unpartition
from threedkit.ops.weld import weld

__all__ = [
    "Operation",
    "Option",
    "Step",
    "apply",
    "center",
    "compress",
    "cut",
    "dedup",
    "dequantize",
    "describe",
    "flatten",
    "instance",
    "join",
    "lod",
    "names",
    "normals",
    "parse",
    "prune",
    "quantize",
    "recompress",
    "resample",
    "resize_textures",
    "select_variant",
    "simplify",
    "tangents",
    "unpartition",
    "weld",
]
