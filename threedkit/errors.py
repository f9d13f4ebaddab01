"""Every error that threedkit raises on purpose.

ThreedkitError
├── FieldError            a value assigned to a field of a scene object is out of its range (also a ValueError)
├── AssetError            a file or document cannot be read; `.problems` lists everything found (also a ValueError)
├── ParameterError        a run or command got a parameter it cannot use (also a ValueError)
├── NotFoundError         a scene has nothing of that name (also a KeyError)
├── OutputError           a result cannot be written (also an OSError)
├── RenderError           a picture cannot be drawn
│   ├── UnknownEngineError      no engine has that name
│   ├── EngineUnavailableError  the engine's package or driver is not there
│   ├── CapabilityError         the engine cannot draw what was asked for
│   ├── EngineCrashedError      the process that drew it has died
│   └── FrameTimeoutError       a frame took longer than it may
├── JobError              a job cannot go on
│   ├── JobFailedError
│   ├── JobCancelledError
│   └── LeaseLostError          another runner has taken the job over
├── StoreError            records or blobs cannot be read or written
│   ├── BlobNotFoundError       there is no blob of that name
│   ├── RecordNotFoundError     there is no record of that id, or none that the asker may see
│   ├── VersionConflictError    somebody else has changed it meanwhile
│   ├── InUseError              others refer to it; `.users` lists them
│   ├── AccessDeniedError       the asker may see it, and not do that
│   └── ServiceError            a service refuses a request, or cannot be reached; `.status` and `.code` say how
├── QuotaError            somebody would own more than they may
└── MissingPackageError   an optional package is not installed (also an ImportError)

Each message is one line that names the thing and says what would be right.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable
    from types import ModuleType

__all__ = [
    "AccessDeniedError",
    "AssetError",
    "BlobNotFoundError",
    "CapabilityError",
    "EngineCrashedError",
    "EngineUnavailableError",
    "FieldError",
    "FrameTimeoutError",
    "InUseError",
    "JobCancelledError",
    "JobError",
    "JobFailedError",
    "LeaseLostError",
    "MissingPackageError",
    "NotFoundError",
    "OutputError",
    "ParameterError",
    "Problem",
    "QuotaError",
    "RecordNotFoundError",
    "RenderError",
    "ServiceError",
    "Severity",
    "StoreError",
    "ThreedkitError",
    "UnknownEngineError",
    "VersionConflictError",
    "printable",
    "require",
]

Severity = Literal["error", "warning", "info", "hint"]

_HINTS = "threedkit.io.report.hints:hint_for"  # a port to a room above, resolved on first use


class Problem(NamedTuple):
    """One finding about a document: how bad, which rule, where (a JSON pointer or a byte range), and what."""

    severity: Severity
    code: str
    pointer: str
    message: str

    @property
    def hint(self) -> str:
        """How to mend it, by its code; "" where there is nothing general to say."""
        module, _, name = _HINTS.partition(":")
        hint: str = getattr(importlib.import_module(module), name)(self.code)
        return hint


class ThreedkitError(Exception):
    """Base of every deliberate error; its text is one line."""


class FieldError(ThreedkitError, ValueError):
    """A value does not fit the field that it was assigned to."""


class AssetError(ThreedkitError, ValueError):
    """A file or document cannot be read.

    Attributes:
        problems: everything that was found, not only the first.
    """

    def __init__(self, source: str, problems: Iterable[Problem]) -> None:
        """Build the one-line message from the source's name and the problems found in it."""
        self.source = source
        self.problems = tuple(problems)
        errors = [p for p in self.problems if p.severity == "error"] or list(self.problems)
        more = f" (and {len(errors) - 1} more)" if len(errors) > 1 else ""
        first = errors[0] if errors else Problem("error", "UNKNOWN", "", "cannot be read")
        place = f" at {first.pointer}" if first.pointer else ""
        super().__init__(f"{source}: {first.code}{place}: {first.message}{more}")

    def __reduce__(self) -> tuple[type[AssetError], tuple[str, tuple[Problem, ...]]]:
        """Pickle by source and problems: exceptions cross process boundaries on a cluster."""
        return type(self), (self.source, self.problems)


class ParameterError(ThreedkitError, ValueError):
    """A run, template or command got a parameter that it cannot use."""


class NotFoundError(ThreedkitError, KeyError):
    """A scene has nothing of the name that was asked for."""

    __str__ = Exception.__str__  # KeyError would show the message in quotes


class OutputError(ThreedkitError, OSError):
    """A result cannot be written where it was asked for."""


class RenderError(ThreedkitError):
    """A picture cannot be drawn."""


class UnknownEngineError(RenderError):
    """No engine has the name that was asked for."""


class EngineUnavailableError(RenderError):
    """The engine is known, but its package or driver is not there or died."""


class CapabilityError(RenderError):
    """The engine cannot draw what was asked for."""


class EngineCrashedError(RenderError):
    """The process in which the engine drew has died; the message names the signal or the exit code."""


class FrameTimeoutError(RenderError):
    """A frame took longer than it may, and was ended."""


class JobError(ThreedkitError):
    """A job cannot go on."""


class JobFailedError(JobError):
    """A job ended without all of its frames."""


class JobCancelledError(JobError):
    """A job was cancelled before it ended."""


class LeaseLostError(JobError):
    """A job is no longer this runner's: another one has taken it over, or it was deleted. Nothing was written."""


class StoreError(ThreedkitError):
    """Records (the database) or blobs cannot be read or written."""


class BlobNotFoundError(StoreError):
    """There is no blob or object of that name."""


class QuotaError(ThreedkitError):
    """Somebody would own more bytes, assets or render jobs than they may."""


class RecordNotFoundError(StoreError):
    """There is no record of that id, or none that the asker may see."""


class VersionConflictError(StoreError):
    """A record has another version than the one that was to be changed.

    Attributes:
        version: the one that it has now.
    """

    def __init__(self, message: str, version: int) -> None:
        """Keep the version beside the message."""
        self.version = version
        super().__init__(message)

    def __reduce__(self) -> tuple[type[VersionConflictError], tuple[str, int]]:
        """Pickle with the version."""
        return type(self), (str(self), self.version)


class InUseError(StoreError):
    """A record cannot be deleted: others refer to it.

    Attributes:
        users: who does, e.g. ``("scene fox (0198...)",)``; some of them, when there are many.
    """

    def __init__(self, message: str, users: Iterable[str]) -> None:
        """Keep the users beside the message."""
        self.users = tuple(users)
        super().__init__(message)

    def __reduce__(self) -> tuple[type[InUseError], tuple[str, tuple[str, ...]]]:
        """Pickle with the users."""
        return type(self), (str(self), self.users)


class AccessDeniedError(StoreError):
    """The asker may see a record, and may not do to it what was asked for."""


class ServiceError(StoreError):
    """A service refuses a request, or cannot be reached.

    Attributes:
        status: of HTTP; 0 when there was no answer.
        code: of the problem, e.g. ``"too-large"``.
    """

    def __init__(self, message: str, status: int = 0, code: str = "") -> None:
        """Keep status and code beside the message."""
        self.status, self.code = status, code
        super().__init__(message)

    def __reduce__(self) -> tuple[type[ServiceError], tuple[str, int, str]]:
        """Pickle with status and code."""
        return type(self), (str(self), self.status, self.code)


class MissingPackageError(ThreedkitError, ImportError):
    """An optional package is not installed."""


def require(module: str, extra: str) -> ModuleType:
    """Import an optional package on first use.

    Args:
        module: dotted name of the module, e.g. ``"filly"``.
        extra: the extra of threedkit that installs it, e.g. ``"render"``.

    Raises:
        MissingPackageError: it is not installed; the message holds the ``pip install`` that mends it.

    Example:
        >>> require("json", extra="render").loads("1")
        1
    """
    try:
        return importlib.import_module(module)
    except ModuleNotFoundError as error:
        top = module.partition(".")[0]
        if error.name is None or error.name.partition(".")[0] != top:
            raise
        message = f"{top} is not installed; run: pip install 'threedkit[{extra}]'"
        raise MissingPackageError(message, name=top) from error


def printable(text: str) -> str:
    r"""Text with its control characters escaped: what a file says must not steer a terminal.

    Example:
        >>> printable("a" + chr(27) + "[31m")
        'a\\x1b[31m'
    """
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)
