"""The queues of RabbitMQ that a topic has, declared with first use of each connection."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from aio_pika.abc import AbstractChannel, AbstractQueue

__all__ = ["Topology"]

_QUORUM: Final = {"x-queue-type": "quorum"}
_KEPT: Final = {"x-dead-letter-exchange": "", "x-dead-letter-strategy": "at-least-once", "x-overflow": "reject-publish"}
"""What is dead-lettered by the broker itself is confirmed between its queues; that needs this overflow behaviour."""

_STEP_MS: Final = 50
_EMPTY_MS: Final = 60_000


class Topology:
    """Names and settings of queues.

    Args:
        prefix: of all names.
    """

    def __init__(self, prefix: str) -> None:
        """Nothing is declared yet."""
        self._prefix = prefix
        self._known: set[str] = set()

    def forget(self) -> None:
        """The connection is a new one, to a broker that may have been made anew."""
        self._known.clear()

    async def main(self, channel: AbstractChannel, topic: str, *, fresh: bool = False) -> AbstractQueue:
        """Return the queue that consumers read; `fresh` asks the broker, which then also counts."""
        name = f"{self._prefix}.{topic}"
        back = {**_KEPT, "x-dead-letter-routing-key": f"{name}.dead"}
        if name not in self._known:
            await self.dead(channel, topic)
        return await self._queue(channel, name, back, fresh=fresh)

    async def dead(self, channel: AbstractChannel, topic: str, *, fresh: bool = False) -> AbstractQueue:
        """Return the queue of dead letters."""
        return await self._queue(channel, f"{self._prefix}.{topic}.dead", {}, fresh=fresh)

    async def place(self, channel: AbstractChannel, topic: str, delay: float) -> str:
        """Return the routing key of a message that is to wait so many seconds.

        A queue for each delay, whose messages thus leave it in their order; it goes when it was not used for so long
        that nothing can be in it.
        """
        main = f"{self._prefix}.{topic}"
        await self.main(channel, topic)
        if delay <= 0:
            return main
        milliseconds = max(1, math.ceil(delay * 1000 / _STEP_MS)) * _STEP_MS
        name = f"{main}.delay.{milliseconds}"
        times = {"x-message-ttl": milliseconds, "x-expires": 2 * milliseconds + _EMPTY_MS}
        await self._queue(channel, name, {**_KEPT, **times, "x-dead-letter-routing-key": main}, fresh=True)
        return name

    async def _queue(
        self, channel: AbstractChannel, name: str, arguments: dict[str, Any], *, fresh: bool
    ) -> AbstractQueue:
        if name in self._known and not fresh:
            return await channel.get_queue(name, ensure=False)
        found = await channel.declare_queue(name, durable=True, arguments={**_QUORUM, **arguments})
        self._known.add(name)
        return found
