"""Animations: keys that increase, and as many values as keys ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from threedkit.io.gltf.checks.formats import describe
from threedkit.io.gltf.checks.references import leads
from threedkit.io.gltf.layout import DTYPES
from threedkit.io.gltf.problems import pointer
from threedkit.io.gltf.schema import ABSENT

if TYPE_CHECKING:
    from threedkit.io.gltf import schema
    from threedkit.io.gltf.document import Document

__all__ = ["check_animations"]

_TYPES: Final = {"translation": "VEC3", "rotation": "VEC4", "scale": "VEC3", "weights": "SCALAR"}
_SCALED: Final = frozenset({"rotation", "weights"})


def check_animations(document: Document) -> None:
    """Check all animations."""
    for index, animation in enumerate(document.gltf.animations):
        where, targets = pointer("animations", index), set()
        for number, sampler in enumerate(animation.samplers):
            _check_times(document, sampler, f"{where}/samplers/{number}")
        for number, channel in enumerate(animation.channels):
            at = f"{where}/channels/{number}"
            target = (channel.target.node, channel.target.path)
            if channel.target.node != ABSENT and target in targets:
                text = f"another channel moves the {target[1]} of node {target[0]} already"
                document.problems.error("ANIMATION_DUPLICATE_TARGETS", f"{at}/target", text)
            targets.add(target)
            if leads(document.problems, channel.sampler, len(animation.samplers), "samplers", f"{at}/sampler"):
                _check_channel(document, channel, animation.samplers[channel.sampler], at)


def _check_times(document: Document, sampler: schema.AnimationSampler, where: str) -> None:
    problems, accessors = document.problems, document.accessors
    accessors.info(sampler.output, f"{where}/output")
    info = accessors.info(sampler.input, f"{where}/input")
    if info is None:
        return
    if info.type != "SCALAR" or info.component_type != 5126:
        text = f"key times must be SCALAR of FLOAT, not {describe(info)}"
        problems.error("ANIMATION_SAMPLER_INPUT_ACCESSOR_INVALID_FORMAT", f"{where}/input", text)
        return
    if document.thorough and (info.min is None or info.max is None):
        text = "key times need min and max"
        problems.error("ANIMATION_SAMPLER_INPUT_ACCESSOR_WITHOUT_BOUNDS", f"{where}/input", text)
    if sampler.interpolation == "CUBICSPLINE" and info.count < 2:
        text = "CUBICSPLINE needs at least 2 keys"
        problems.error("ANIMATION_SAMPLER_INPUT_ACCESSOR_TOO_FEW_ELEMENTS", f"{where}/input", text)
    times = accessors.array(sampler.input)
    if times is None:
        return
    if float(times[0]) < 0.0:
        problems.error(
            "ACCESSOR_ANIMATION_INPUT_NEGATIVE", f"{where}/input", f"the first key is at {float(times[0]):g} s"
        )
    if not accessors.increases(sampler.input):
        problems.error("ACCESSOR_ANIMATION_INPUT_NON_INCREASING", f"{where}/input", "key times must strictly increase")


def _check_channel(
    document: Document, channel: schema.AnimationChannel, sampler: schema.AnimationSampler, where: str
) -> None:
    problems, target = document.problems, channel.target
    kind = _TYPES.get(target.path)
    if kind is None:
        text = f"must be one of {', '.join(_TYPES)}, not {target.path[:40]!r}: the channel is left out"
        problems.warning("VALUE_NOT_IN_LIST", f"{where}/target/path", text)
        return
    width = 1
    if leads(problems, target.node, len(document.gltf.nodes), "nodes", f"{where}/target/node"):
        width = _check_target(document, channel, where)
    accessors = document.gltf.accessors
    if max(sampler.input, sampler.output) >= len(accessors):
        return
    keys, values = accessors[sampler.input], accessors[sampler.output]
    floating = values.component_type == 5126
    scaled = values.normalized and DTYPES[values.component_type].kind in "iu" and target.path in _SCALED
    if values.type != kind or not (floating or scaled):
        text = f"values of {target.path} must be {kind} of FLOAT, not {describe(values)}"
        problems.error("ANIMATION_SAMPLER_OUTPUT_ACCESSOR_INVALID_FORMAT", f"{where}/sampler", text)
        return
    wanted = keys.count * (3 if sampler.interpolation == "CUBICSPLINE" else 1) * width
    free = target.path == "weights" and target.node == ABSENT
    if values.count % wanted if free else values.count != wanted:
        text = f"{keys.count} keys need {wanted} values with {sampler.interpolation}, not {values.count}"
        problems.error("ANIMATION_SAMPLER_OUTPUT_ACCESSOR_INVALID_COUNT", f"{where}/sampler", text)
        return
    document.accessors.floats(sampler.output)


def _check_target(document: Document, channel: schema.AnimationChannel, where: str) -> int:
    """How many values a key has: 1, or the number of morph targets."""
    gltf, target = document.gltf, channel.target
    node = gltf.nodes[target.node]
    if target.path != "weights":
        if node.matrix is not None:
            text = f"node {target.node} has a matrix: only translation, rotation and scale can be animated"
            document.problems.error("ANIMATION_CHANNEL_TARGET_NODE_MATRIX", f"{where}/target/path", text)
        return 1
    primitives = gltf.meshes[node.mesh].primitives if 0 <= node.mesh < len(gltf.meshes) else []
    count = len(primitives[0].targets or ()) if primitives else 0
    if not count:
        text = f"the mesh of node {target.node} has no morph targets"
        document.problems.error("ANIMATION_CHANNEL_TARGET_NODE_WEIGHTS_NO_MORPHS", f"{where}/target/path", text)
    return max(count, 1)
