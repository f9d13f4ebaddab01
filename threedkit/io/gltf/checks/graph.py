"""Nodes and scenes as a forest: one parent at most, no loops, roots that are roots."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from threedkit.io.gltf.checks.references import all_lead, leads
from threedkit.io.gltf.problems import pointer

if TYPE_CHECKING:
    from threedkit.io.gltf.checks.uses import Uses
    from threedkit.io.gltf.document import Document

__all__ = ["check_graph"]

_NONE = -1


def check_graph(document: Document, uses: Uses) -> list[int]:
    """Check children, loops and the scenes' roots.

    Returns:
        By node, the index of its parent or -1.
    """
    parents = _parents(document)
    _check_loops(document, parents)
    gltf, problems = document.gltf, document.problems
    leads(problems, gltf.scene, len(gltf.scenes), "scenes", "/scene")
    for index, scene in enumerate(gltf.scenes):
        roots, where = scene.nodes or [], f"{pointer('scenes', index)}/nodes"
        all_lead(problems, roots, len(parents), "nodes", where)
        for place, root in enumerate(roots):
            if 0 <= root < len(parents) and parents[root] != _NONE:
                text = f"node {root} is a child of node {parents[root]}: a scene lists root nodes only"
                problems.error("SCENE_NON_ROOT_NODE", f"{where}/{place}", text)
        if document.thorough:
            uses.mark("nodes", roots)
    if document.thorough:
        uses.mark("nodes", (index for index, parent in enumerate(parents) if parent != _NONE))
    return parents


def _parents(document: Document) -> list[int]:
    """By node, the index of its parent or -1."""
    nodes, count = document.gltf.nodes, len(document.gltf.nodes)
    families = [(index, node.children) for index, node in enumerate(nodes) if node.children]
    parents = [_NONE] * count
    if document.problems.has_errors:
        return _listed_parents(document)
    total = 0
    try:
        for index, family in families:
            total += len(family)
            for child in family:
                parents[child] = index
    except IndexError:
        return _listed_parents(document)
    return parents if total == count - parents.count(_NONE) else _listed_parents(document)


def _listed_parents(document: Document) -> list[int]:
    """The same when something is wrong: every wrong child goes into the list, and counts for its last parent."""
    nodes, problems = document.gltf.nodes, document.problems
    count = len(nodes)
    parents = [_NONE] * count
    for index, node in enumerate(nodes):
        seen: set[int] = set()
        for place, child in enumerate(node.children or ()):
            if child < 0:
                continue
            if child in seen:
                where = f"/nodes/{index}/children/{place}"
                problems.error("DUPLICATE_ELEMENTS", where, f"index {child} is in the array twice")
            seen.add(child)
            if child >= count or problems.is_placeholder("nodes", child):
                where = f"/nodes/{index}/children/{place}"
                problems.error("UNRESOLVED_REFERENCE", where, f"there are {count} nodes, none with index {child}")
            elif parents[child] != _NONE:
                where = f"/nodes/{index}/children/{place}"
                text = f"node {child} is a child of node {parents[child]} already: a node has one parent"
                problems.error("NODE_PARENT_OVERRIDE", where, text)
                parents[child] = index
            else:
                parents[child] = index
    return parents


def _all_rooted(parents: list[int]) -> bool:
    """Whether every node leads to a root: after k jumps of doubled length each has gone up 2^k steps."""
    above = np.array([*parents, _NONE], dtype=np.int64)  # -1, the end, is its own parent
    for _ in range(len(parents).bit_length()):
        above = above[above]
        if (above == _NONE).all():
            return True
    return bool((above == _NONE).all())


def _check_loops(document: Document, parents: list[int]) -> None:
    """Follow parents upwards; each node is visited once in all."""
    if _all_rooted(parents):
        return
    done = bytearray(len(parents))
    for start in range(len(parents)):
        path, node = [], start
        while node != _NONE and not done[node]:
            done[node] = 2
            path.append(node)
            node = parents[node]
        if node != _NONE and done[node] == 2:
            for member in path[path.index(node) :]:
                document.problems.error("NODE_LOOP", pointer("nodes", member), "the node is its own ancestor")
        for member in path:
            done[member] = 1
