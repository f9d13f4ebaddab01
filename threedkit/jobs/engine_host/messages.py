"""What a worker process and its engine process say to each other: small msgpack messages, never pixels or scenes."""

from __future__ import annotations

from typing import Any, Final

import msgspec
import numpy as np

from threedkit.errors import RenderError
from threedkit.render import Shot

__all__ = [
    "MAX_MESSAGE",
    "Begin",
    "Change",
    "Draw",
    "Drew",
    "End",
    "Failed",
    "Follow",
    "Load",
    "Loaded",
    "Message",
    "Missing",
    "Note",
    "Open",
    "Opened",
    "Ready",
    "Reply",
    "Slot",
    "Warm",
    "decode",
    "decode_reply",
    "encode",
]

MAX_MESSAGE: Final = 64 << 20
"""Bytes: 64 MiB holds the names of a million nodes; a longer message is nonsense, and is refused unread."""


class _Part(msgspec.Struct, frozen=True, kw_only=True, tag=True, array_like=True):
    pass


# To the engine process


class Begin(_Part, frozen=True):
    """The first message: how many scenes may stay loaded, and how many bytes they may take."""

    scenes: int
    scene_bytes: int


class Slot(_Part, frozen=True):
    """A piece of shared memory for one frame; its file descriptor comes along. It replaces that of the same number."""

    number: int
    size: int


class Open(_Part, frozen=True):
    """Make an engine, if it is not there yet. Answer: `Opened`."""

    engine: str


class Load(_Part, frozen=True):
    """Load a scene into an engine. Answer: `Loaded`.

    Attributes:
        engine: name of the engine.
        scene: SHA-256 of the GLB.
        path: file that holds it; "" when it is in memory whose file descriptor comes along.
        size: bytes in that memory.
    """

    engine: str
    scene: str
    path: str = ""
    size: int = 0


class Change(_Part, frozen=True):
    """An `Edit` of a scene; a matrix is rows of rows, any other tuple a list."""

    part: str
    row: int
    field: str
    value: Any


class Follow(_Part, frozen=True):
    """Take over edits of a loaded scene. Answer: `Loaded`, or `Missing`: it is not loaded, or cannot follow them.

    Attributes:
        engine: name of the engine.
        scene: the scene's name so far.
        becomes: its name from now on.
        edits: what has changed.
    """

    engine: str
    scene: str
    becomes: str
    edits: tuple[Change, ...]


class Draw(_Part, frozen=True):
    """Draw a shot of a loaded scene into a slot. Answer: `Drew`, or `Missing` when the scene is not loaded."""

    engine: str
    scene: str
    shot: Shot
    slot: int


class Warm(_Part, frozen=True):
    """Make an engine and draw a tiny picture of a scene made for it. Answer: `Opened`."""

    engine: str


class End(_Part, frozen=True):
    """Close everything and end."""


# From it


class Ready(_Part, frozen=True):
    """It listens."""

    pid: int


class Opened(_Part, frozen=True):
    """An engine is there, and draws on this device."""

    device: str


class Missing(_Part, frozen=True):
    """The scene that was to be drawn is not loaded."""


class Loaded(_Part, frozen=True):
    """A scene is loaded; the bytes that it is counted with, and how many scenes are loaded now."""

    cost: int
    scenes: int


class Drew(_Part, frozen=True):
    """The frame is in its slot, laid out as `image_places` says.

    Attributes:
        names: object id -> name.
        material_names: material id -> name.
        meta: what the engine says about the frame: plain values.
        seconds: time that drawing took, without loading.
        device: what it was drawn on.
    """

    names: dict[int, str]
    material_names: dict[int, str]
    meta: dict[str, Any]
    seconds: float
    device: str


class Failed(_Part, frozen=True):
    """What was asked for raised an error.

    Attributes:
        error: class name.
        message: its text.
        problems: of an `AssetError`: severity, code, pointer, message of each.
        source: of an `AssetError`.
        trace: the traceback, for the log; empty for errors that are raised on purpose.
    """

    error: str
    message: str
    problems: tuple[tuple[str, str, str, str], ...] = ()
    source: str = ""
    trace: str = ""


class Note(_Part, frozen=True):
    """A warning, for the worker's log; no answer."""

    category: str
    message: str


Message = Begin | Slot | Open | Load | Follow | Draw | Warm | End
Reply = Ready | Opened | Missing | Loaded | Drew | Failed | Note


def _plain(value: object) -> object:
    """Turn NumPy's numbers and arrays, in `Frame.meta` and in edits, into plain ones."""
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, np.ndarray):
        return value.tolist()
    raise RenderError(f"Frame.meta must hold plain values, not {type(value).__name__}")


_encoder = msgspec.msgpack.Encoder(enc_hook=_plain)
_messages: msgspec.msgpack.Decoder[Message] = msgspec.msgpack.Decoder(Message)
_replies: msgspec.msgpack.Decoder[Reply] = msgspec.msgpack.Decoder(Reply)


def encode(part: Message | Reply) -> bytes:
    """Return a message's bytes.

    Raises:
        RenderError: it is too long, or `Frame.meta` holds what is not plain.
    """
    data = _encoder.encode(part)
    if len(data) > MAX_MESSAGE:
        raise RenderError(f"a {type(part).__name__} of {len(data)} bytes is too long; {MAX_MESSAGE} may be sent")
    return data


def decode(data: bytes | bytearray) -> Message:
    """Read what the engine process is asked.

    Raises:
        msgspec.DecodeError: it is none of the messages.
    """
    return _messages.decode(data)


def decode_reply(data: bytes | bytearray) -> Reply:
    """Read what the engine process answers.

    Raises:
        msgspec.DecodeError: it is none of the replies.

    Example:
        >>> decode_reply(encode(Missing()))
        Missing()
    """
    return _replies.decode(data)
