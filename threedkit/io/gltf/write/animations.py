"""Animations: channels into samplers and accessors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from threedkit.io.gltf import schema
from threedkit.io.gltf.schema import ABSENT
from threedkit.io.gltf.write.context import keep

if TYPE_CHECKING:
    from threedkit.io.gltf.write.context import Context
    from threedkit.scene import Animation, Channel

__all__ = ["write_animations"]


def write_animations(context: Context) -> list[schema.Animation]:
    """All animations that have a channel; a channel whose node has left the scene moves nothing and is left out."""
    made = (_animation(context, animation) for animation in context.parts.animations)
    return [animation for animation in made if animation is not None]


def _animation(context: Context, animation: Animation) -> schema.Animation | None:
    samplers: list[schema.AnimationSampler] = []
    numbers: dict[tuple[int, int, str], int] = {}
    channels = []
    for channel in animation.channels:
        node = context.nodes.of(channel.node)
        if node == ABSENT and channel.node is not None:
            continue
        key = _sampler_key(context, channel)
        if key not in numbers:
            numbers[key] = len(samplers)
            kind = keep(interpolation=(key[2], "LINEAR"))
            samplers.append(schema.AnimationSampler(input=key[0], output=key[1], **kind))
        target = schema.ChannelTarget(path=channel.path, node=node)
        channels.append(schema.AnimationChannel(**context.unnamed(channel), sampler=numbers[key], target=target))
    if not channels:
        return None
    return schema.Animation(**context.named(animation), channels=channels, samplers=samplers)


def _sampler_key(context: Context, channel: Channel) -> tuple[int, int, str]:
    width = channel.values.shape[-1]
    values: Any = channel.values.reshape(-1) if channel.path == "weights" else channel.values.reshape(-1, width)
    times = context.packer.accessor(channel.times, bounds=True)
    return times, context.packer.accessor(values), channel.interpolation
