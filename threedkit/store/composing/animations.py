"""Stored animations as `Animation`s of a scene: of their own keys, or taken from an asset, on nodes by their names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import numpy as np

from threedkit.errors import FieldError
from threedkit.scene import Animation, Channel
from threedkit.store.definitions import Taken, read_animation

if TYPE_CHECKING:
    from collections.abc import Sequence

    from threedkit.scene import Node, Scene
    from threedkit.store.definitions import ChannelSpec
    from threedkit.store.records import AnimationRecord

__all__ = ["animation_of"]


class _Models(Protocol):
    def model(self, asset_id: str) -> tuple[str, Scene]: ...


def animation_of(record: AnimationRecord, name: str, nodes: Sequence[Node], models: _Models) -> Animation:
    """Return an animation that moves some of these nodes: the first of each name.

    Args:
        record: what was written down.
        name: in the scene.
        nodes: of the scene, or of one asset in it.
        models: where an asset's animation comes from.

    Raises:
        FieldError: there is no such node, or no such animation in the asset.
    """
    named: dict[str, Node] = {}
    for node in nodes:
        named.setdefault(node.name, node)
    told = f"animation {record.name or record.animation_id}"
    definition = read_animation(record.definition)
    if isinstance(definition, Taken):
        return _taken(definition, told, name, named, models)
    channels = [_channel(spec, _node(told, spec.node, named)) for spec in definition.channels]
    return Animation(name=name, channels=channels)


def _channel(spec: ChannelSpec, node: Node) -> Channel:
    values = np.array(spec.values, np.float32)
    if spec.interpolation == "CUBICSPLINE":
        values = values.reshape(len(spec.times), 3, -1)
    times = np.array(spec.times, np.float32)
    return Channel(node=node, path=spec.path, times=times, values=values, interpolation=spec.interpolation)


def _taken(definition: Taken, told: str, name: str, named: dict[str, Node], models: _Models) -> Animation:
    asset, source = models.model(definition.asset_id)
    clips = source.animations
    key = definition.clip
    known = 0 <= key < len(clips) if isinstance(key, int) else key in clips.names
    if not known:
        there = ", ".join(repr(clip.name) for clip in clips) or "none"
        raise FieldError(f"{told}: asset {asset} has no animation {key!r:.60}; it has {there:.300}")
    channels = []
    for channel in clips[key].channels:
        if channel.path == "pointer" or channel.node is None:
            raise FieldError(f"{told} moves more than nodes, and stays with asset {asset}")
        node = _node(told, channel.node.name, named)
        values = {"path": channel.path, "times": channel.times, "values": channel.values}
        channels.append(Channel(node=node, interpolation=channel.interpolation, **values))
    return Animation(name=name, channels=channels)


def _node(told: str, name: str, named: dict[str, Node]) -> Node:
    if name not in named:
        there = ", ".join(repr(one) for one in list(named)[:10] if one)
        raise FieldError(f"{told} moves a node {name!r:.60} that is not there; there are {there:.300}")
    if named[name].matrix is not None:
        raise FieldError(f"{told} moves node {name!r:.60}, which has a matrix: give it position, rotation and scale")
    return named[name]
