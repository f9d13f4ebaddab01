"""Animations: channels with their keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from threedkit.io.gltf.problems import pointer
from threedkit.io.gltf.read.common import at, named, unnamed
from threedkit.scene import PATHS, Animation, Channel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from threedkit.io.gltf import schema
    from threedkit.io.gltf.document import Document
    from threedkit.scene import Node

__all__ = ["read_animations"]


def read_animations(document: Document, nodes: Sequence[Node]) -> list[Animation]:
    """All animations."""
    return [_animation(document, i, animation, nodes) for i, animation in enumerate(document.gltf.animations)]


def _animation(document: Document, index: int, source: schema.Animation, nodes: Sequence[Node]) -> Animation:
    where = pointer("animations", index)
    made = (
        _channel(document, channel, source.samplers[channel.sampler], nodes, f"{where}/channels/{i}")
        for i, channel in enumerate(source.channels)
    )
    channels = tuple(channel for channel in made if channel is not None)
    return Animation._trusted(**named(document, source, where), channels=channels)


def _channel(
    document: Document,
    source: schema.AnimationChannel,
    sampler: schema.AnimationSampler,
    nodes: Sequence[Node],
    where: str,
) -> Channel | None:
    path = source.target.path
    times, values = document.accessors.floats(sampler.input), document.accessors.floats(sampler.output)
    if path not in PATHS or times is None or values is None:
        return None
    cubic = sampler.interpolation == "CUBICSPLINE"
    values = values.reshape((len(times), 3, -1) if cubic else (len(times), -1))
    return Channel._trusted(
        **unnamed(document, source, where),
        node=at(nodes, source.target.node),
        path=path,
        times=times,
        values=values,
        interpolation=sampler.interpolation,
    )
