"""Animations: keys that increase, and as many values as keys ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from threedkit.io.gltf.checks.formats import describe
from threedkit.io.gltf.checks.numbers import numbers
from threedkit.io.gltf.checks.references import leads
from threedkit.io.gltf.schema import ABSENT

if TYPE_CHECKING:
    from threedkit.io.gltf import schema
    from threedkit.io.gltf.checks.uses import Uses
    from threedkit.io.gltf.document import Document

__all__ = ["check_animations"]

_TYPES: Final = {"translation": "VEC3", "rotation": "VEC4", "scale": "VEC3", "weights": "SCALAR"}
_SCALED: Final = frozenset({"rotation", "weights"})


def check_animations(document: Document, uses: Uses) -> None:
    """Check all animations."""
    for index, animation in enumerate(document.gltf.animations):
        where = f"/animations/{index}"
        if not animation.samplers or not animation.channels:  # told already
            if not document.thorough:
                for number, channel in enumerate(animation.channels):
                    leads(document.problems, channel.sampler, 0, "samplers", f"{where}/channels/{number}/sampler")
            continue
        for number, sampler in enumerate(animation.samplers):
            _check_sampler(document, uses, sampler, f"{where}/samplers/{number}")
        for number, channel in enumerate(animation.channels):
            _check_channel(document, channel, animation, f"{where}/channels/{number}")
        _check_duplicates(document, animation, where)
        if document.thorough:
            _report(document, uses, animation, where)


def _check_duplicates(document: Document, animation: schema.Animation, where: str) -> None:
    """Told of every channel that a later one repeats, unless its own sampler is not given."""
    last: dict[tuple[int, str], int] = {}
    for number, channel in reversed(list(enumerate(animation.channels))):
        if channel.target.node == ABSENT:
            continue
        target = (channel.target.node, channel.target.path)
        if target in last and channel.sampler != ABSENT:
            text = f"channel {last[target]} moves the {target[1][:40]} of node {target[0]} too"
            document.problems.error("ANIMATION_DUPLICATE_TARGETS", f"{where}/channels/{number}/target", text)
        last[target] = number


def _report(document: Document, uses: Uses, animation: schema.Animation, where: str) -> None:
    used = {channel.sampler for channel in animation.channels}
    for number in range(len(animation.samplers)):
        if number not in used:
            document.problems.info("UNUSED_OBJECT", f"{where}/samplers/{number}", "no channel uses it")
    uses.mark("nodes", (channel.target.node for channel in animation.channels))


def _check_sampler(document: Document, uses: Uses, sampler: schema.AnimationSampler, where: str) -> None:
    problems, accessors = document.problems, document.accessors
    keys = accessors.info(sampler.input, f"{where}/input")
    if keys is not None:
        uses.accessor(sampler.input, "AnimationInput", f"{where}/input")
        _check_stride(document, keys, f"{where}/input")
        _check_times(document, sampler, keys, f"{where}/input")
    values = accessors.info(sampler.output, f"{where}/output")
    if values is not None:
        uses.accessor(sampler.output, "AnimationOutput", f"{where}/output")
        _check_stride(document, values, f"{where}/output")
        if values.component_type == 5126 and not problems.has_errors and not document.thorough:
            accessors.array(sampler.output)


def _check_stride(document: Document, info: schema.Accessor, where: str) -> None:
    views = document.gltf.buffer_views
    if 0 <= info.buffer_view < len(views) and views[info.buffer_view].byte_stride:
        text = "the buffer view of keys must have no stride"
        document.problems.error("ANIMATION_SAMPLER_ACCESSOR_WITH_BYTESTRIDE", where, text)


def _check_times(document: Document, sampler: schema.AnimationSampler, info: schema.Accessor, where: str) -> None:
    problems = document.problems
    good = info.type == "SCALAR" and info.component_type == 5126 and not info.normalized
    if not good:
        text = f"key times must be SCALAR of FLOAT, not {describe(info)}"
        problems.error("ANIMATION_SAMPLER_INPUT_ACCESSOR_INVALID_FORMAT", where, text)
    if info.min is None or info.max is None:
        problems.error("ANIMATION_SAMPLER_INPUT_ACCESSOR_WITHOUT_BOUNDS", where, "key times need min and max")
    if sampler.interpolation == "CUBICSPLINE" and info.count < 2:
        text = "CUBICSPLINE needs at least 2 keys"
        problems.error("ANIMATION_SAMPLER_INPUT_ACCESSOR_TOO_FEW_ELEMENTS", where, text)
    times = numbers(document, sampler.input) if good else None
    if times is None:
        return
    if bool((times < 0.0).any()):
        problems.error("ACCESSOR_ANIMATION_INPUT_NEGATIVE", where, f"a key is before 0 s, at {float(times.min()):g}")
    if not document.accessors.increases(sampler.input):
        problems.error("ACCESSOR_ANIMATION_INPUT_NON_INCREASING", where, "key times must strictly increase")


def _check_channel(
    document: Document, channel: schema.AnimationChannel, animation: schema.Animation, where: str
) -> None:
    problems, target = document.problems, channel.target
    known = (*_TYPES, "pointer") if "KHR_animation_pointer" in document.gltf.extensions_used else tuple(_TYPES)
    if target.path not in known and target.path and document.thorough:
        text = f"must be one of {', '.join(known)}, not {target.path[:40]!r}: the channel is left out"
        problems.warning("VALUE_NOT_IN_LIST", f"{where}/target/path", text)
    width = None
    if leads(problems, target.node, len(document.gltf.nodes), "nodes", f"{where}/target/node"):
        width = _check_target(document, target, f"{where}/target")
    if not leads(problems, channel.sampler, len(animation.samplers), "samplers", f"{where}/sampler"):
        return
    sampler = animation.samplers[channel.sampler]
    there = 0 <= sampler.output < len(document.gltf.accessors)
    if there and not problems.is_placeholder("accessors", sampler.output):
        _check_values(document, sampler, target.path, width, f"{where}/sampler")


def _check_values(
    document: Document, sampler: schema.AnimationSampler, path: str, width: int | None, where: str
) -> None:
    problems, accessors = document.problems, document.gltf.accessors
    values, kind = accessors[sampler.output], _TYPES.get(path)
    floating = values.component_type == 5126 and not values.normalized
    scaled = values.normalized and values.component_type in {5120, 5121, 5122, 5123} and path in _SCALED
    if kind is not None and (values.type != kind or not (floating or scaled)):
        text = f"values of {path} must be {kind} of FLOAT, not {describe(values)}"
        problems.error("ANIMATION_SAMPLER_OUTPUT_ACCESSOR_INVALID_FORMAT", where, text)
    if not 0 <= sampler.input < len(accessors) or kind is None:
        return
    count = accessors[sampler.input].count * (3 if sampler.interpolation == "CUBICSPLINE" else 1)
    wanted = count * (width or 0) if path == "weights" else count
    if count > 0 and values.count > 0 and wanted and wanted != values.count:
        text = f"the keys need {wanted} values with {sampler.interpolation}, not {values.count}"
        problems.error("ANIMATION_SAMPLER_OUTPUT_ACCESSOR_INVALID_COUNT", where, text)
    elif not document.thorough and path == "weights" and count > 0 and values.count % count:
        text = f"{values.count} values cannot be shared out among {count} keys"  # would not be an array
        problems.error("ANIMATION_SAMPLER_OUTPUT_ACCESSOR_INVALID_COUNT", where, text)


def _check_target(document: Document, target: schema.ChannelTarget, where: str) -> int | None:
    """The number of morph targets that a channel moves; None if there are none."""
    gltf, problems = document.gltf, document.problems
    node = gltf.nodes[target.node]
    if target.path in {"translation", "rotation", "scale"}:
        if node.matrix is not None:
            text = f"node {target.node} has a matrix: only translation, rotation and scale can be animated"
            problems.error("ANIMATION_CHANNEL_TARGET_NODE_MATRIX", where, text)
        if 0 <= node.skin < len(gltf.skins) and document.thorough:
            text = f"node {target.node} has a skin: its joints move the mesh, not its own transform"
            problems.warning("ANIMATION_CHANNEL_TARGET_NODE_SKIN", f"{where}/path", text)
        return None
    if target.path != "weights":
        return None
    primitives = gltf.meshes[node.mesh].primitives if 0 <= node.mesh < len(gltf.meshes) else []
    targets = primitives[0].targets if primitives else None
    if targets is None:
        text = f"the mesh of node {target.node} has no morph targets"
        problems.error("ANIMATION_CHANNEL_TARGET_NODE_WEIGHTS_NO_MORPHS", where, text)
        return None
    return len(targets)
