"""Errors on their way from the engine process: what was raised there is raised here, by class and message."""

from __future__ import annotations

import re
import signal
import traceback

from threedkit import errors
from threedkit.errors import AssetError, Problem, RenderError, ThreedkitError
from threedkit.jobs.engine_host.messages import Failed

__all__ = ["EngineFailure", "describe_exit", "failed", "last_words", "raised"]

_LONGEST = 4000
_TRACE = 20_000
_PROBLEMS = 1000
_DUMP = "Fatal Python error:"
_PLACE = re.compile(r'File "([^"]+)", line (\d+) in (\S+)')
_PLACES = 4
_MEANINGS = {
    "SIGABRT": "it aborted",
    "SIGBUS": "bad memory access",
    "SIGFPE": "bad arithmetic",
    "SIGILL": "unknown processor instruction",
    "SIGKILL": "by hand, or by the system for want of memory",
    "SIGSEGV": "bad memory access",
}


class EngineFailure(RenderError):  # noqa: N818 - its text begins with the name of the error
    """An engine raised an error that is none of ours.

    Attributes:
        error: class name of what it raised.
    """

    def __init__(self, error: str, message: str) -> None:
        """Keep the name and the text."""
        super().__init__(message or error)
        self.error = error


def failed(error: Exception) -> Failed:
    """Pack an error for the way.

    Example:
        >>> raised(failed(errors.CapabilityError("no fog")))
        CapabilityError('no fog')
        >>> raised(failed(ZeroDivisionError("by zero"))).error
        'ZeroDivisionError'
    """
    name, message = type(error).__name__, str(error)[:_LONGEST]
    if isinstance(error, AssetError):
        problems = tuple((one.severity, one.code, one.pointer, one.message) for one in error.problems[:_PROBLEMS])
        return Failed(error=name, message=message, problems=problems, source=error.source)
    if isinstance(error, ThreedkitError):
        return Failed(error=name, message=message)
    trace = "".join(traceback.format_exception(error))[-_TRACE:]
    return Failed(error=name, message=message, trace=trace)


def raised(failure: Failed) -> ThreedkitError:
    """Unpack an error: of its own class when that is one of threedkit's, else an `EngineFailure`."""
    found = getattr(errors, failure.error, None)
    if found is AssetError:
        return AssetError(failure.source, [Problem(*problem) for problem in failure.problems])  # type: ignore[arg-type]
    if isinstance(found, type) and issubclass(found, ThreedkitError):
        return found(failure.message)
    return EngineFailure(failure.error, failure.message)


def describe_exit(code: int, words: str) -> str:
    """Say how a process ended, in one line.

    Args:
        code: its exit code; -N when signal N ended it.
        words: what it wrote last, or "".

    Example:
        >>> describe_exit(-11, "")
        'was ended by SIGSEGV (bad memory access)'
        >>> describe_exit(3, "no luck")
        "ended with exit code 3; its last words: 'no luck'"
    """
    if code < 0:
        try:
            name = signal.Signals(-code).name
        except ValueError:
            name = f"signal {-code}"
        how = f"was ended by {name}" + (f" ({_MEANINGS[name]})" if name in _MEANINGS else "")
    else:
        how = f"ended with exit code {code}"
    return f"{how}; its last words: {words!r}" if words else how


def last_words(text: str) -> str:
    """Return the line of what a process wrote that says most about its end.

    That is the last one; of a crash, the last one before Python's account of it, or else the place in the code.

    Example:
        >>> last_words("driver: lost the device" + chr(10) + "Fatal Python error: Aborted" + chr(10) + "...")
        'driver: lost the device'
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    start = next((number for number, line in enumerate(lines) if line.startswith(_DUMP)), len(lines))
    if start:
        return lines[start - 1][:_LONGEST]
    return _crash_place("\n".join(lines)) or (lines[0][:_LONGEST] if lines else "")


def _crash_place(dump: str) -> str:
    """Return where the thread that crashed was, innermost call first, from the account of `faulthandler`."""
    _, _, own = dump.partition("Current thread ")
    places = _PLACE.findall(own)[:_PLACES]
    return " < ".join(f"{name} ({path.rpartition('/')[2]}:{line})" for path, line, name in places)
