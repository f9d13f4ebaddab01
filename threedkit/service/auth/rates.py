"""How often one user may ask, in this process; the gateway counts for all of them together."""

from __future__ import annotations

import hashlib
import math
import time

from limits import parse_many
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter

from threedkit.service.auth.failures import RateLimitedError

__all__ = ["RateLimits"]


class RateLimits:
    """Counts requests in sliding windows.

    Args:
        rates: such as ``100/second; 3000/minute``; a request must fit all of them.

    Raises:
        ValueError: they cannot be read.

    Example:
        >>> limits = RateLimits("1/hour")
        >>> limits.hit("ada")
        >>> limits.hit("ada")
        Traceback (most recent call last):
        ...
        threedkit.service.auth.failures.RateLimitedError: more than 1 per 1 hour; wait as Retry-After says
    """

    def __init__(self, rates: str) -> None:
        """Count from nothing."""
        self._rates = parse_many(rates)
        self._limiter = SlidingWindowCounterRateLimiter(MemoryStorage())

    def hit(self, who: str, *, count: bool = True) -> None:
        """Count a request, or only ask whether another one would fit.

        Raises:
            RateLimitedError: it is one too many; its header ``Retry-After`` says when the next one fits.
        """
        name = hashlib.sha256(who.encode()).hexdigest()  # a name with a slash is not another one's
        for rate in self._rates:
            if not (self._limiter.hit if count else self._limiter.test)(rate, name):
                left = self._limiter.get_window_stats(rate, name).reset_time - time.time()
                wait = max(1, math.ceil(left))
                raise RateLimitedError(f"more than {rate}; wait as Retry-After says", {"Retry-After": str(wait)})
