"""What may be set about the engine process of a worker."""

from __future__ import annotations

import os

import msgspec

from threedkit.errors import FieldError

__all__ = ["HostSettings"]

_VARIABLES = {
    "scenes": "THREEDKIT_ENGINE_SCENES",
    "scene_bytes": "THREEDKIT_ENGINE_SCENE_BYTES",
    "memory": "THREEDKIT_ENGINE_MEMORY",
}


class HostSettings(msgspec.Struct, frozen=True, kw_only=True):
    """Limits of an engine process.

    Attributes:
        scenes: most scenes that stay loaded; ``THREEDKIT_ENGINE_SCENES``.
        scene_bytes: most bytes that they may take together; one scene alone may take more.
            ``THREEDKIT_ENGINE_SCENE_BYTES``.
        memory: bytes of main memory at which the process is ended, and the frame fails that it is at; None: the
            system ends it when there is no more. ``THREEDKIT_ENGINE_MEMORY``.
        slots: most frames that are drawn and not encoded yet.
        slot_bytes: most bytes that they may take together; one frame alone may take more.
        start_seconds: time that the process has for its start, and an engine for its own.
        load_seconds: time that a scene has to be loaded, where frames have a time limit that is shorter.
        grace: seconds that a frame has to be finished when its job is cancelled.
    """

    scenes: int = 4
    scene_bytes: int = 2 << 30
    memory: int | None = None
    slots: int = 8
    slot_bytes: int = 1 << 30
    start_seconds: float = 120.0
    load_seconds: float = 300.0
    grace: float = 0.5

    @classmethod
    def from_environment(cls) -> HostSettings:
        """Return the settings that the environment variables make.

        Raises:
            FieldError: one of them is no whole number above 0.

        Example:
            >>> HostSettings.from_environment().slots
            8
        """
        values = {}
        for field, variable in _VARIABLES.items():
            text = os.environ.get(variable)
            if text is None:
                continue
            if not text.isdecimal() or int(text) < 1:
                raise FieldError(f"{variable} must be a whole number above 0, not {text!r}")
            values[field] = int(text)
        return cls(**values)
