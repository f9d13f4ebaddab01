"""Engines by name, found lazily: nothing is imported until an engine is asked for."""

from __future__ import annotations

import functools
import importlib
import importlib.metadata
import threading
import warnings
from types import SimpleNamespace
from typing import TYPE_CHECKING, Final, cast

from threedkit.errors import CapabilityError, EngineUnavailableError, UnknownEngineError
from threedkit.render.engine import Capabilities, require_capabilities

if TYPE_CHECKING:
    from threedkit.render.engine import Engine
    from threedkit.render.shot import Shot

__all__ = [
    "DRIVER_COMMAND",
    "default_engine",
    "engine_class",
    "engine_names",
    "get_engine",
    "offered",
    "probe_engine",
    "refusal",
    "release_engine",
    "runnable_engine",
]

DRIVER_COMMAND: Final = "apt-get install libegl1 libgl1 libegl-mesa0 libgl1-mesa-dri"
"""Installs a software EGL driver on Debian and Ubuntu."""

_GROUP = "threedkit.engines"
_BUILT_IN: Final = {
    "filament": "threedkit.render.engines.filament:FilamentEngine",
    "mitsuba": "threedkit.render.engines.mitsuba:MitsubaEngine",
    "pyrender": "threedkit.render.engines.pyrender:PyrenderEngine",
}
_PREFERRED: Final = ("filament", "mitsuba")


class _Local(threading.local):
    def __init__(self) -> None:
        self.engines: dict[str, Engine] = {}


_local = _Local()


@functools.cache
def _paths() -> dict[str, str]:
    """Class path of every engine: the built-in ones, then entry points of other packages (ours win)."""
    found = {entry.name: entry.value for entry in importlib.metadata.entry_points(group=_GROUP)}
    return {**found, **_BUILT_IN}


def engine_names() -> tuple[str, ...]:
    """Return the names of all engines that are declared, whether or not they can run here.

    Example:
        >>> "filament" in engine_names()
        True
    """
    return tuple(sorted(_paths()))


@functools.cache
def engine_class(name: str) -> type[Engine]:
    """Import the class of an engine.

    Args:
        name: a declared name, or the path of a class, ``"package.module:Class"``.

    Raises:
        UnknownEngineError: no engine has that name; the message lists those that there are.
    """
    path = name if ":" in name else _paths().get(name)
    if path is None:
        message = f"unknown engine {name!r}; known are {', '.join(engine_names())}"
        raise UnknownEngineError(message)
    module, _, attribute = path.partition(":")
    try:
        found: type[Engine] = getattr(importlib.import_module(module), attribute)
    except (AttributeError, ModuleNotFoundError) as error:
        message = f"engine {name!r} cannot be imported from {path}: {error}"
        raise UnknownEngineError(message) from error
    return found


@functools.cache
def probe_engine(name: str) -> str | None:
    """Return why an engine cannot run here (with the command that mends it), or None; makes no context.

    Raises:
        UnknownEngineError: no engine has that name.
    """
    return engine_class(name).probe()


def runnable_engine(name: str | None) -> str:
    """Return the name of an engine that can run here: `name` itself, or the default engine for None.

    Raises:
        UnknownEngineError: no engine has that name; the message lists those that there are.
        EngineUnavailableError: it cannot run here; the message says why, with the command that mends it.
    """
    if name is None:
        return default_engine()
    reason = probe_engine(name)
    if reason is not None:
        message = f"engine {name!r} cannot run here: {reason}"
        raise EngineUnavailableError(message)
    return name


def offered(name: str) -> Capabilities | None:
    """Return what the class of an engine says that it offers; makes no context.

    A class says so by its attribute `capabilities`, which each engine of it then makes more exact; of a class that
    has none, nothing is known: None.

    Raises:
        UnknownEngineError: no engine has that name.
    """
    offers: object = vars(engine_class(name)).get("capabilities")
    return offers if isinstance(offers, Capabilities) else None


def refusal(name: str, shot: Shot) -> str | None:
    """Return why an engine cannot draw a shot, as far as `offered` tells.

    Raises:
        UnknownEngineError: no engine has that name.
    """
    offers = offered(name)
    if offers is None:
        return None
    try:
        require_capabilities(cast("Engine", SimpleNamespace(name=name, capabilities=offers)), shot)
    except CapabilityError as error:
        return str(error)
    return None


def get_engine(name: str) -> Engine:
    """Return this thread's engine of that name; the first call in a thread makes it.

    Raises:
        UnknownEngineError: no engine has that name.
        EngineUnavailableError: its driver cannot be used here.
        MissingPackageError: its package is not installed.
    """
    engine = _local.engines.get(name)
    if engine is None:
        engine = _local.engines[name] = engine_class(name)()
    return engine


def release_engine(name: str) -> None:
    """Close this thread's engine of that name, if there is one; the next `get_engine` makes a new one."""
    engine = _local.engines.pop(name, None)
    if engine is not None:
        engine.close()


@functools.cache
def default_engine() -> str:
    """Return ``"filament"``, or ``"mitsuba"`` with one warning where Filament cannot run.

    Raises:
        EngineUnavailableError: neither can run here; the message gives both reasons.
    """
    first, second = _PREFERRED
    reason = probe_engine(first)
    if reason is None:
        return first
    other = probe_engine(second)
    if other is not None:
        message = f"no render engine can run here: {first}: {reason}; {second}: {other}"
        raise EngineUnavailableError(message)
    warnings.warn(
        f"engine {first!r} cannot run here ({reason}); {second!r} is used instead, which is slower", stacklevel=2
    )
    return second
