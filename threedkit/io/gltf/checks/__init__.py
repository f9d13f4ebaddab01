"""Checks that go beyond the JSON's schema: one module for each kind of object."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from threedkit.io.gltf.document import Document

__all__ = ["check_document"]


def check_document(document: Document) -> None:
    """List everything that is wrong with a document."""
