"""Animations: channels with their keys."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from threedkit.io.gltf import pointers
from threedkit.io.gltf.extensions import ANIMATION_POINTER, PointerTarget, parse
from threedkit.io.gltf.problems import pointer
from threedkit.io.gltf.read.common import at, format_of, named, nested, unnamed
from threedkit.scene import PATHS, Animation, Channel

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from threedkit.io.gltf import schema
    from threedkit.io.gltf.document import Document
    from threedkit.scene import Element

__all__ = ["read_animations"]


def read_animations(document: Document, lists: Mapping[str, Sequence[Element]]) -> list[Animation]:
    """All animations that have a channel which can be played: glTF has no empty ones.

    Args:
        document: what is read.
        lists: the objects that channels may move, by the name of their list: "nodes", "materials" ...
    """
    made = (_animation(document, i, animation, lists) for i, animation in enumerate(document.gltf.animations))
    return [animation for animation in made if animation.channels]


def _animation(
    document: Document, index: int, source: schema.Animation, lists: Mapping[str, Sequence[Element]]
) -> Animation:
    where = pointer("animations", index)
    made = (
        _channel(document, channel, source.samplers[channel.sampler], lists, f"{where}/channels/{i}")
        for i, channel in enumerate(source.channels)
        if source.samplers  # an empty list, which a lenient load lets pass, moves nothing
    )
    channels = tuple(channel for channel in made if channel is not None)
    return Animation._trusted(**named(document, source, where), channels=channels)


def _channel(
    document: Document,
    source: schema.AnimationChannel,
    sampler: schema.AnimationSampler,
    lists: Mapping[str, Sequence[Element]],
    where: str,
) -> Channel | None:
    path = source.target.path
    times, values = document.accessors.floats(sampler.input), document.accessors.floats(sampler.output)
    if path not in PATHS or times is None or values is None:
        return None
    if not document.accessors.increases(sampler.input):  # keys without bytes are all at 0 s, which is no error
        text = "the keys have no bytes, so that all are at 0 s: the channel is left out"
        document.problems.warning("ACCESSOR_ANIMATION_INPUT_NON_INCREASING", f"{where}/sampler", text)
        return None
    more = nested(document, where, target=source.target, sampler=sampler)
    if path == "pointer":
        more |= _target(document, source.target, lists, where)
    info = document.gltf.accessors[sampler.output]
    if info.component_type != 5126:
        more["stored"] = format_of(info)
    cubic = sampler.interpolation == "CUBICSPLINE"
    keys = (len(times), 3) if cubic else (len(times),)
    if values.size % math.prod(keys):
        text = f"{len(values)} values cannot be shared out among {len(times)} keys"
        document.problems.error("ANIMATION_SAMPLER_OUTPUT_ACCESSOR_INVALID_COUNT", f"{where}/sampler", text)
        return None
    values = values.reshape((*keys, -1))
    return Channel._trusted(
        **unnamed(document, source, where),
        **more,
        node=at(lists["nodes"], source.target.node),
        path=path,
        times=times,
        values=values,
        interpolation=sampler.interpolation,
    )


def _target(
    document: Document, source: schema.ChannelTarget, lists: Mapping[str, Sequence[Element]], where: str
) -> dict[str, Any]:
    found = parse(document, source.extensions, ANIMATION_POINTER, PointerTarget, f"{where}/target")
    if found is None:
        return {}
    element, rest = pointers.split(found.pointer, lists)
    return {"target": element, "pointer": rest}
