"""Animations: channels into samplers and accessors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from threedkit.io.gltf import schema
from threedkit.io.gltf.extensions import ANIMATION_POINTER
from threedkit.io.gltf.pointers import PLACES
from threedkit.io.gltf.schema import ABSENT
from threedkit.io.gltf.write.context import keep
from threedkit.scene import Format

if TYPE_CHECKING:
    from threedkit.io.gltf.write.context import Context
    from threedkit.scene import Animation, Channel

__all__ = ["write_animations"]

_BOOL = Format("uint8")
_VECTORS = frozenset({2, 3, 4})


def write_animations(context: Context) -> list[schema.Animation]:
    """All animations that have a channel; a channel whose node has left the scene moves nothing and is left out."""
    made = (_animation(context, animation) for animation in context.parts.animations)
    return [animation for animation in made if animation is not None]


def _animation(context: Context, animation: Animation) -> schema.Animation | None:
    samplers: list[schema.AnimationSampler] = []
    numbers: dict[tuple[Any, ...], int] = {}
    channels = []
    for channel in animation.channels:
        target = _target(context, channel)
        if target is None:
            continue
        key = _sampler_key(context, channel)
        if key not in numbers:
            numbers[key] = len(samplers)
            kind = keep(interpolation=(channel.interpolation, "LINEAR"))
            inner = context.nested(channel, "sampler")
            samplers.append(schema.AnimationSampler(input=key[0], output=key[1], **inner, **kind))
        channels.append(schema.AnimationChannel(**context.unnamed(channel), sampler=numbers[key], target=target))
    if not channels:
        return None
    return schema.Animation(**context.named(animation), channels=channels, samplers=samplers)


def _target(context: Context, channel: Channel) -> schema.ChannelTarget | None:
    """What a channel moves; None if that has left the scene."""
    if channel.path != "pointer":
        node = context.nodes.of(channel.node)
        if node == ABSENT and channel.node is not None:
            return None
        return schema.ChannelTarget(path=channel.path, node=node, **context.nested(channel, "target"))
    pointer = _pointer(context, channel)
    if pointer is None:
        return None
    more = {ANIMATION_POINTER: {"pointer": pointer}} if pointer else {}
    if channel.target is not None:
        context.pointers.append(pointer)
    return schema.ChannelTarget(path="pointer", **context.nested(channel, "target", more))


def _pointer(context: Context, channel: Channel) -> str | None:
    """The whole pointer, with the index that the target has in this document; None if it is not in it."""
    if channel.target is None:
        return channel.pointer
    for name, place in PLACES.items():
        index = getattr(context, name).of(channel.target)
        if index != ABSENT:
            return f"{place}{index}/{channel.pointer}"
    return None


def _sampler_key(context: Context, channel: Channel) -> tuple[Any, ...]:
    """Accessors of times and values, and whatever else makes two samplers different."""
    width = channel.values.shape[-1]
    found = channel.meaning
    flat = channel.path == "weights"
    if channel.path == "pointer":  # what is no vector, is numbers: no property of a matrix can be animated
        numbers = found.width == 0 if found is not None else channel.pointer.rpartition("/")[2] == "weights"
        flat = numbers or width not in _VECTORS
    stored = _BOOL if found is not None and found.kind == "bool" else channel.stored
    values, normalized = context.stored(channel.values, stored)
    values = values.reshape(-1) if flat else values.reshape(-1, width)
    times = context.packer.accessor(channel.times, bounds=True)
    inner = msgspec.json.encode(context.nested(channel, "sampler"))
    output = context.packer.accessor(values, normalized=normalized, blank=channel.path == "rotation")
    return times, output, channel.interpolation, inner
