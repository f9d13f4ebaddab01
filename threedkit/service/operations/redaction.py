"""What must not be read in a log: credentials, wherever they turn up."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, MutableMapping

__all__ = ["HIDDEN", "Redactor"]

HIDDEN: Final = "***"

_NAMES: Final = re.compile(r"(?i)authorization|cookie|passw|secret|token|credential|api[-_]?key|private[-_]?key")
_PATTERNS: Final = (
    (re.compile(r"\b(tk_[0-9a-f]{16})_[A-Za-z0-9_-]+"), rf"\1_{HIDDEN}"),  # an API key: its id may be read
    (re.compile(r"\beyJ[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*(?:\.[A-Za-z0-9_-]*)?"), HIDDEN),  # a JSON Web Token
    (re.compile(r"(?i)\b(bearer|basic|token)([ :=]+)[A-Za-z0-9._~+/-]{8,}=*"), rf"\1\2{HIDDEN}"),
    (re.compile(r"(?i)(://[^/\s:@]*):[^/\s@]+@"), rf"\1:{HIDDEN}@"),  # a password in a URL
    (re.compile(r"(?i)([?&;][a-z0-9_-]*(?:token|signature|credential|secret|key)=)[^&;\s\"']+"), rf"\1{HIDDEN}"),
    (re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)", re.DOTALL), HIDDEN),
)
_DEPTH: Final = 6


class Redactor:
    """Hides credentials in what is logged; a processor of structlog.

    Args:
        secrets: texts that are hidden wherever they stand, such as the process's own token.

    Example:
        >>> Redactor(["correct-horse"])(None, "", {"event": "x correct-horse", "url": "amqp://me:pw@broker/"})
        {'event': 'x ***', 'url': 'amqp://me:***@broker/'}
    """

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        """Take what must be hidden."""
        self._secrets = tuple(secret for secret in secrets if secret)

    def __call__(self, _logger: Any, _name: str, event: MutableMapping[str, Any]) -> dict[str, Any]:
        """Return the event with its credentials hidden."""
        cleaned: dict[str, Any] = self._clean(event, _DEPTH)
        return cleaned

    def text(self, text: str) -> str:
        """Return a text with its credentials hidden."""
        for secret in self._secrets:
            text = text.replace(secret, HIDDEN)
        for pattern, put in _PATTERNS:
            text = pattern.sub(put, text)
        return text

    def _clean(self, value: Any, depth: int) -> Any:
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, bytes):
            return f"{len(value)} bytes"
        if isinstance(value, Mapping) and depth:
            return {
                self.text(str(name)): HIDDEN if _NAMES.search(str(name)) else self._clean(one, depth - 1)
                for name, one in value.items()
            }
        if isinstance(value, list | tuple | set | frozenset) and depth:
            return [self._clean(one, depth - 1) for one in value]
        if value is None or isinstance(value, bool | int | float):
            return value
        return self.text(str(value))
