"""LOD: simpler stand-ins for what is seen from afar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from threedkit.ops._indices import hold_indices
from threedkit.ops._options import integer, number
from threedkit.ops._vertices import Rows, drawn, editable
from threedkit.ops.simplify import Reduction, meeting_places, reduce
from threedkit.scene import Mesh, Node
from threedkit.scene.element import twin

if TYPE_CHECKING:
    from threedkit.geometry.simplification import Simplified
    from threedkit.scene import Animation, Scene

__all__ = ["lod"]

_WORTH = 0.9  # a level has at most this part of the triangles of the level before
_COVERAGE = "MSFT_screencoverage"


def lod(scene: Scene, *, levels: int = 2, ratio: float = 0.3, error: float = 0.05, coverage: float = 0.5) -> Scene:
    """Give meshes levels of detail: simpler ones (see `simplify`) for where they are small on the screen (MSFT_lod).

    The mesh of a node moves to a child of it, whose `levels` are nodes with simpler meshes; so whatever moves the node
    moves all levels. Where the surface cannot be made simpler, nothing changes. Readers that do not know the extension
    draw the full mesh. Nodes that have levels are left as they are.

    Args:
        scene: changed in place.
        levels: how many simpler ones each mesh gets, at most.
        ratio: triangles of a level as a part of those of the level before.
        error: the largest deviation of any level, as a part of the longest side of each primitive's box.
        coverage: the part of the screen below which the first simpler level is drawn; it is multiplied by the ratio for
            each level after that. Written as MSFT_screencoverage; the last level is never hidden.

    Returns:
        The same scene.

    Raises:
        ParameterError: an option is out of its range.
        MissingPackageError: the package opengl-decimate is not installed.

    Example:
        >>> import threedkit as tk
        >>> scene = tk.Scene()
        >>> ball = scene.add(tk.Mesh(tk.sphere(), name="ball"), name="ball")
        >>> (child,) = lod(scene, levels=2, ratio=0.25).nodes["ball"].children
        >>> [level.mesh.triangle_count < child.mesh.triangle_count / 2 for level in child.levels]
        [True, True]
        >>> child.extras
        {'MSFT_screencoverage': [0.5, 0.125, 0.0]}
    """
    levels = integer("lod", "levels", levels, 1, 16)
    ratio, error = number("lod", "ratio", ratio, 0.0, 1.0, above=True), number("lod", "error", error, 0.0, 1.0)
    coverage = number("lod", "coverage", coverage, 0.0, 1.0)
    hold_indices(scene)
    stand_ins = {id(level) for node in scene.nodes for top in node.levels for level in top.traverse()}
    owners = [n for n in scene.nodes if n.mesh is not None and not n.levels and id(n) not in stand_ins]
    open_to_it = {id(part) for part, label in drawn(scene) if part.triangle_count and editable("lod", part, label)}
    meshes = {id(node.mesh): node.mesh for node in owners}
    steps = [Reduction(ratio**step, error, lock_border=False) for step in range(1, levels + 1)]
    simpler = {key: _levels_of(mesh, steps, open_to_it) for key, mesh in meshes.items()}
    for node in owners:
        if found := simpler[id(node.mesh)]:
            _hang(scene, node, found, [coverage * ratio**step for step in range(len(found))])
    return scene


def _levels_of(mesh: Mesh, steps: list[Reduction], open_to_it: set[int]) -> list[Mesh]:
    """Simpler meshes, each from the original, as long as each is clearly simpler than the one before."""
    borders, rows = meeting_places([mesh]), Rows()
    found: dict[object, Simplified] = {}
    levels: list[Mesh] = []
    count = mesh.triangle_count
    for step, how in enumerate(steps, start=1):
        parts = []
        for number_, part in enumerate(mesh.primitives):
            simpler = twin(part)
            if id(part) in open_to_it:
                reduce(simpler, rows, how, borders.get(id(part)), found, f"mesh {mesh.name!r}, primitive {number_}")
            parts.append(simpler)
        name = f"{mesh.name} LOD{step}".strip()
        level = Mesh(parts, name=name, weights=mesh.weights, target_names=mesh.target_names)
        if level.triangle_count > _WORTH * count:
            break
        levels.append(level)
        count = level.triangle_count
    return levels


def _hang(scene: Scene, node: Node, meshes: list[Mesh], coverage: list[float]) -> None:
    """Move what a node draws to a child of it that has the levels."""
    shared = {"skin": node.skin, "weights": node.weights, "instances": node.instances}
    stand_ins = tuple(Node(name=f"{node.name} LOD{i}".strip(), mesh=m, **shared) for i, m in enumerate(meshes, start=1))
    full = Node(name=f"{node.name} LOD0".strip(), mesh=node.mesh, levels=stand_ins, **shared)
    full.extras = {_COVERAGE: [*coverage, 0.0]}
    node.mesh = node.skin = node.instances = node.weights = None
    node.children = (full, *node.children)
    for animation in scene.animations:
        _retarget(animation, node, full)


def _retarget(animation: Animation, node: Node, full: Node) -> None:
    """Let channels that change a node's morph weights change those of the levels."""
    channels = []
    for channel in animation.channels:
        channels.append(channel)
        if channel.path == "weights" and channel.node is node:
            channel.node = full
        elif channel.target is node and channel.pointer.partition("/")[0] == "weights":
            channel.target = full
        else:
            continue
        for level in full.levels:
            own = twin(channel)
            own.set_trait("node" if channel.path == "weights" else "target", level)
            channels.append(own)
    if len(channels) != len(animation.channels):
        animation.channels = tuple(channels)
