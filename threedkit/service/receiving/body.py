"""A body as it comes, with bounds: how long, how slow, how long without a byte."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import msgspec
from starlette.requests import ClientDisconnect

from threedkit.service.problems import ProblemError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.requests import Request

__all__ = ["CLOSE", "Limits", "check_rate", "cut_short", "read_body", "said_length", "too_large", "too_slow"]

CLOSE = {"Connection": "close"}
"""Of an answer that is given before the whole body was read."""


class Limits(msgspec.Struct, frozen=True):
    """What a body may take.

    Attributes:
        most: bytes.
        idle: seconds without a byte.
        rate: bytes a second that must come, on the whole, after the first `idle` seconds.
    """

    most: int
    idle: float = 30.0
    rate: int = 0


async def read_body(request: Request, limits: Limits, take: Callable[[bytes], Awaitable[None]]) -> int:
    """Give the body of a request to `take`, piece by piece, and return its length.

    Args:
        request: whose body has not been read.
        limits: of the body; the form around a file is part of it.
        take: may raise; nothing more is read then.

    Raises:
        ProblemError: 413 too long, 408 too slow, 400 the connection ended in the middle.
    """
    said = said_length(request)
    if said is not None and said > limits.most:
        raise too_large(limits.most)
    loop, taken = asyncio.get_running_loop(), 0
    start = loop.time()
    try:
        async with asyncio.timeout(limits.idle) as clock:
            async for piece in request.stream():
                taken += len(piece)
                if taken > limits.most:
                    raise too_large(limits.most)
                check_rate(taken, loop.time() - start, limits)
                clock.reschedule(None)  # what `take` needs is not the caller's fault
                await take(piece)
                clock.reschedule(loop.time() + limits.idle)
    except TimeoutError as error:
        raise too_slow(limits.idle) from error
    except ClientDisconnect as error:
        raise cut_short() from error
    return taken


def said_length(request: Request) -> int | None:
    """Return what Content-Length says; None where nothing is said."""
    said = request.headers.get("content-length", "")
    return int(said) if said.isdecimal() else None


def too_large(most: int) -> ProblemError:
    """Return the problem of a body that is too long."""
    return ProblemError(413, "too-large", f"an upload may have {most:,} bytes", headers=CLOSE, limit=most)


def too_slow(idle: float) -> ProblemError:
    """Return the problem of a body that does not come."""
    return ProblemError(408, "too-slow", f"no byte came for {idle:g} s; send it again", headers=CLOSE)


def cut_short() -> ProblemError:
    """Return the problem of a body that ended in the middle."""
    return ProblemError(400, "cut-short", "the connection ended before the body did")


def check_rate(taken: int, seconds: float, limits: Limits) -> None:
    """Refuse a body that comes drop by drop.

    Raises:
        ProblemError: 408, after `seconds` it is slower than it may be.
    """
    if seconds > limits.idle and taken < limits.rate * (seconds - limits.idle):
        message = f"it came at less than {limits.rate:,} bytes a second; send it again, a large file in parts"
        raise ProblemError(408, "too-slow", message, headers=CLOSE)
