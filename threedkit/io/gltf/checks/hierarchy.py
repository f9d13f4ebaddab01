"""What is above what in the forest of nodes, answered without climbing."""

from __future__ import annotations

from typing import Final

__all__ = ["Hierarchy"]

_NONE: Final = -1


class Hierarchy:
    """The forest of nodes, numbered in the order of a walk through it: every subtree is a run of numbers.

    Attributes:
        roots: by node, the topmost node above it; -1 for what hangs in a loop.

    Example:
        >>> forest = Hierarchy([-1, 0, 1, -1])
        >>> forest.is_above(0, [1, 2]), forest.is_above(1, [2, 3])
        (True, False)
        >>> forest.common_root([1, 2]), forest.common_root([1, 3])
        (0, -1)
    """

    def __init__(self, parents: list[int]) -> None:
        """Walk through the forest once.

        Args:
            parents: by node, its parent or -1.
        """
        count = len(parents)
        children: list[list[int]] = [[] for _ in range(count)]
        for node, parent in enumerate(parents):
            if parent != _NONE:
                children[parent].append(node)
        self.roots = [_NONE] * count
        self._enter, self._leave = [_NONE] * count, [_NONE] * count
        clock = 0
        for root in [node for node in range(count) if parents[node] == _NONE]:
            stack = [root]
            while stack:
                node = stack.pop()
                if node < 0:
                    self._leave[~node] = clock
                    continue
                self._enter[node], self.roots[node] = clock, root
                clock += 1
                stack.append(~node)
                stack.extend(children[node])

    def has_loops(self) -> bool:
        """Whether anything hangs in a loop."""
        return _NONE in self.roots

    def common_root(self, nodes: list[int]) -> int:
        """The root of the tree that all these nodes are in; -1 if they are in none or in several."""
        roots = {self.roots[node] for node in nodes}
        return roots.pop() if len(roots) == 1 else _NONE

    def is_above(self, node: int, others: list[int]) -> bool:
        """Whether all the others are the node itself or below it."""
        numbers = [self._enter[other] for other in others]
        return bool(numbers) and self._enter[node] <= min(numbers) and max(numbers) < self._leave[node]
