"""Hands pieces of a stream to a writer in a thread: large blocks, one of them ahead of the reader."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["BLOCK_BYTES", "Pump"]

BLOCK_BYTES: Final = 1 << 20


class Pump:
    """Collects pieces and writes them in blocks of a mebibyte, while the next is being collected.

    Args:
        write: takes a block; is called in a thread, never twice at once. Where it is slower than the stream, `add`
            waits: no more than two blocks are held.

    Example:
        >>> written = []
        >>> async def copy():
        ...     pump = Pump(written.append)
        ...     await pump.add(b"abc")
        ...     await pump.close()
        >>> asyncio.run(copy())
        >>> written
        [b'abc']
    """

    def __init__(self, write: Callable[[bytes], object]) -> None:
        self._write = write
        self._pieces: list[bytes] = []
        self._size = 0
        self._under_way: asyncio.Future[Any] | None = None

    async def add(self, piece: bytes) -> None:
        """Take a piece.

        Raises:
            what `write` has raised for an earlier one.
        """
        self._pieces.append(piece)
        self._size += len(piece)
        if self._size >= BLOCK_BYTES:
            await self._flush()

    async def close(self) -> None:
        """Write what is left, and wait until all is written."""
        if self._pieces:
            await self._flush()
        await self.rest()

    async def rest(self) -> None:
        """Wait for the block that is being written; its thread must not outlive the writer."""
        under_way, self._under_way = self._under_way, None
        if under_way is not None:
            await under_way

    async def abandon(self) -> None:
        """As `rest`, when the stream is given up: what went wrong in the thread is of no interest any more."""
        under_way, self._under_way = self._under_way, None
        if under_way is not None:
            await asyncio.wait([under_way])

    async def _flush(self) -> None:
        await self.rest()
        block = self._pieces[0] if len(self._pieces) == 1 else b"".join(self._pieces)
        self._pieces, self._size = [], 0
        self._under_way = asyncio.get_running_loop().run_in_executor(None, self._write, block)
