"""A stream socket that carries messages of known length, and with a message one file descriptor."""

from __future__ import annotations

import array
import os
import socket
import struct
from typing import Final

from threedkit.jobs.engine_host.messages import MAX_MESSAGE

__all__ = ["Channel", "NonsenseError"]

_HEAD: Final = struct.Struct("<I")
_INTS: Final = array.array("i").itemsize


class NonsenseError(Exception):
    """What came is no message: the other side is not what it was."""


class Channel:
    """One end of the line. Each message is its length (4 bytes, little-endian) and its bytes.

    Example:
        >>> here, there = (Channel(end) for end in socket.socketpair())
        >>> here.send(b"abc")
        >>> there.receive()
        (bytearray(b'abc'), None)
        >>> here.close()
        >>> there.receive() is None
        True
        >>> there.close()
    """

    def __init__(self, line: socket.socket) -> None:
        """Take a connected Unix socket."""
        self._line = line

    def fileno(self) -> int:
        """Return the socket's descriptor, for polling."""
        return self._line.fileno()

    def send(self, data: bytes, descriptor: int | None = None) -> None:
        """Send one message; the other side gets a descriptor of its own for what `descriptor` names.

        Raises:
            OSError: the other side is gone.
        """
        whole = _HEAD.pack(len(data)) + data
        if descriptor is None:
            self._line.sendall(whole)
        else:
            rights = (socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [descriptor]))
            sent = self._line.sendmsg([whole], [rights])
            self._line.sendall(memoryview(whole)[sent:])

    def receive(self) -> tuple[bytearray, int | None] | None:
        """Wait for a message; return it with its descriptor, or None when the other side has ended.

        Raises:
            NonsenseError: what came is no message.
        """
        head, descriptor = self._head()
        if not head:
            return None
        (length,) = _HEAD.unpack(head)
        if length > MAX_MESSAGE:
            raise NonsenseError(f"a message of {length} bytes was announced; {MAX_MESSAGE} are the most")
        data = bytearray(length)
        if not self._fill(data):
            return None
        return data, descriptor

    def close(self) -> None:
        """Hang up."""
        self._line.close()

    def _head(self) -> tuple[bytes, int | None]:
        try:
            head, extras, _, _ = self._line.recvmsg(_HEAD.size, socket.CMSG_LEN(_INTS), socket.MSG_CMSG_CLOEXEC)
        except ConnectionError:
            return b"", None
        found = array.array("i")
        for level, kind, content in extras:
            if (level, kind) == (socket.SOL_SOCKET, socket.SCM_RIGHTS):
                found.frombytes(content[: len(content) - len(content) % _INTS])
        for extra in found[1:]:
            os.close(extra)
        if head and len(head) < _HEAD.size:
            rest = bytearray(_HEAD.size - len(head))
            head = head + rest if self._fill(rest) else b""
        return head, found[0] if found else None

    def _fill(self, data: bytearray) -> bool:
        view = memoryview(data)
        while view:
            try:
                count = self._line.recv_into(view)
            except ConnectionError:
                return False
            if not count:
                return False
            view = view[count:]
        return True
