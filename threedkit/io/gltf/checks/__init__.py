"""Checks that go beyond the JSON's schema: one module for each kind of object.

A document that passes can be read without another look: every reference leads somewhere, every accessor has the format
and the length that its use asks for, the nodes are a forest, and the numbers that index something are in range.
"""

from __future__ import annotations

from threedkit.io.gltf.checks.whole import check_document

__all__ = ["check_document"]
