"""Unpartition: all that a document needs in one file."""

from __future__ import annotations

import warnings
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from threedkit.scene import Scene

__all__ = ["unpartition"]


def unpartition(scene: Scene) -> Scene:
    """Let images belong to the document instead of to files of their own: their URIs are cleared.

    A scene has no buffers: however many files its arrays came from, what is written has one. So this concerns images.
    One without a name takes that of its file. An image that has no bytes (its file was not there, or is on the network)
    cannot be embedded and keeps its URI, with a warning.

    Args:
        scene: changed in place.

    Returns:
        The same scene.

    Example:
        >>> import threedkit as tk
        >>> image = tk.Image(data=b"...", uri="textures/fur.png")
        >>> scene = tk.Scene().declare(images=[image])
        >>> unpartition(scene).images[0].uri, image.name
        ('', 'fur')
    """
    for image in scene.images:
        if image.data is None:
            if image.uri:
                warnings.warn(
                    f"unpartition: image {image.uri!r} has no bytes and stays a file of its own", stacklevel=2
                )
        elif image.uri:
            image.name = image.name or PurePosixPath(image.uri).stem
            image.mime_type = image.media_type
            image.uri = ""
    return scene
