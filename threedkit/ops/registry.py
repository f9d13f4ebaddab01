"""Operations by name: what there is, what options they take, and text such as ``"simplify:ratio=0.25"``.

An operation is a function ``operation(scene, *, option=default, ...) -> scene`` in a module of its own name. Its
options are typed by the signature (bool, int, float, str, Literal, None, tuples and unions of them) and described by
the docstring. Other packages declare theirs as entry points of the group "threedkit.ops"::

    [project.entry-points."threedkit.ops"]
    voxelise = "my_package.voxelise:voxelise"
"""

from __future__ import annotations

import difflib
import functools
import importlib
import importlib.metadata
import inspect
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from threedkit.errors import ParameterError
from threedkit.ops._values import from_text, is_plain, words
from threedkit.scene import Scene
from threedkit.scene.fields import brief

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

__all__ = ["GROUP", "Operation", "Option", "Step", "apply", "describe", "names", "parse", "plan"]

GROUP: Final = "threedkit.ops"
"""Entry point group of operations in other packages: name -> ``"module:function"``."""

_REQUIRED: Final = inspect.Parameter.empty
_NAMED: Final = (inspect.Parameter.KEYWORD_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
_LONGEST = 2000
_MOST_STEPS = 100


class Option(NamedTuple):
    """An option of an operation: its type in words, its default (None if it must be given) and what it means."""

    name: str
    type: str
    default: Any
    doc: str
    required: bool = False


class Operation(NamedTuple):
    """An operation: its name, the first line of its docstring, and its options in order."""

    name: str
    summary: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """An operation with its options, ready to be called with a scene.

    Example:
        >>> step = parse("center:pivot=below")
        >>> step.name, step.options
        ('center', {'pivot': 'below'})
    """

    name: str
    options: dict[str, Any]

    def __call__(self, scene: Scene) -> Scene:
        """Change a scene in place and return it.

        Raises:
            ParameterError: an option's value is out of the operation's range.
        """
        function = _function(self.name)
        result: Scene = function(scene, **self.options)
        return result


def names() -> tuple[str, ...]:
    """The names of all operations, sorted; nothing of another package is imported.

    Example:
        >>> "center" in names()
        True
    """
    return tuple(sorted({*_paths(), *_built_in()}))


def describe(name: str) -> Operation:
    """What an operation does and which options it takes.

    Raises:
        ParameterError: there is no such operation, or it is none (a fault of the package that declares it).

    Example:
        >>> [option.name for option in describe("center").options]
        ['pivot']
    """
    function = _function(name)
    docs = _option_docs(inspect.getdoc(function) or "")
    options = tuple(
        Option(
            option, words(kind), None if default is _REQUIRED else default, docs.get(option, ""), default is _REQUIRED
        )
        for option, (kind, default) in _signature(name).items()
    )
    return Operation(name, (inspect.getdoc(function) or "").partition("\n")[0], options)


def parse(text: str) -> Step:
    """An operation from text: ``name`` or ``name:option=value,option=value``.

    A value may hold commas (``pivot=0,1,0``); a flag needs no value (``prune:keep_leaves``).

    Raises:
        ParameterError: the operation, an option or a value is wrong; the message names it and says what there is.
    """
    if len(text) > _LONGEST:
        raise ParameterError(f"an operation is text of at most {_LONGEST} characters, not {brief(text)}")
    name, colon, rest = text.partition(":")
    name = name.strip()
    known = _signature(name)
    if colon and not rest.strip():
        raise ParameterError(f"{name}: options follow the colon: {_listed(known)}")
    options: dict[str, Any] = {}
    for option, value in _pairs(name, rest, known):
        if option not in known:
            raise ParameterError(f"{name} has no option {brief(option)}{_guess(option, known)}; {_listed(known)}")
        if option in options:
            raise ParameterError(f"{name}: the option {option!r} is given twice")
        options[option] = from_text(name, option, known[option][0], value)
    for option, (_, default) in known.items():
        if default is _REQUIRED and option not in options:
            raise ParameterError(f"{name}: the option {option!r} must be given, as in '{name}:{option}=...'")
    return Step(name, options)


def apply(scene: Scene, steps: Iterable[str | Callable[[Scene], Scene]]) -> Scene:
    """Change a scene by operations in order; all are read before the first one runs.

    Args:
        scene: changed in place.
        steps: texts as `parse` takes them, or functions of a scene (such as Steps).

    Returns:
        The same scene.

    Raises:
        ParameterError: a text is wrong (nothing has been changed), or an operation refuses a value.

    Example:
        >>> import threedkit as tk
        >>> scene = tk.Scene()
        >>> tk.ops.apply(scene, ["center:pivot=below"]) is scene
        True
    """
    for step in plan(steps):
        scene = step(scene)
    return scene


def plan(steps: Iterable[str | Callable[[Scene], Scene]]) -> list[Callable[[Scene], Scene]]:
    """Read the texts among some steps, so that what is wrong is told before anything runs.

    Raises:
        ParameterError: a text is wrong, or there are more than 100 steps.
    """
    given = (steps,) if isinstance(steps, str) else steps
    planned: list[Callable[[Scene], Scene]] = [parse(step) if isinstance(step, str) else step for step in given]
    if len(planned) > _MOST_STEPS:
        raise ParameterError(f"at most {_MOST_STEPS} operations run in a row, not {len(planned)}")
    return planned


def _pairs(name: str, text: str, known: dict[str, tuple[Any, Any]]) -> list[tuple[str, str]]:
    """Options and their texts; a piece without ``=`` is a flag, or belongs to the value before it."""
    pairs: list[tuple[str, str]] = []
    for piece in text.split(",") if text.strip() else []:
        option, equals, value = piece.partition("=")
        if equals:
            pairs.append((option.strip(), value))
        elif known.get(piece.strip(), (None,))[0] is bool:
            pairs.append((piece.strip(), "yes"))
        elif pairs:
            pairs[-1] = (pairs[-1][0], f"{pairs[-1][1]},{piece}")
        else:
            raise ParameterError(f"{name}: options are written option=value, not {brief(piece)}; {_listed(known)}")
    return pairs


@functools.cache
def _paths() -> dict[str, str]:
    """Operations of other packages: name -> "module:function"."""
    return {entry.name: entry.value for entry in importlib.metadata.entry_points(group=GROUP)}


@functools.cache
def _built_in() -> dict[str, Callable[..., Scene]]:
    """Our own: every public function of the room that stands in a module of its own name."""
    room = importlib.import_module("threedkit.ops")
    found = {name: getattr(room, name) for name in room.__all__}
    return {name: one for name, one in found.items() if getattr(one, "__module__", "") == f"threedkit.ops.{name}"}


@functools.cache
def _function(name: str) -> Callable[..., Scene]:
    """The function of an operation; our own go before those of other packages."""
    if name in _built_in():
        return _built_in()[name]
    path = _paths().get(name)
    if path is None:
        everything = names()
        raise ParameterError(
            f"there is no operation {brief(name)}{_guess(name, everything)}; there are {', '.join(everything)}"
        )
    module, _, attribute = path.partition(":")
    try:
        function: Callable[..., Scene] = getattr(importlib.import_module(module), attribute)
    except (AttributeError, ImportError) as error:
        raise ParameterError(f"operation {name!r} cannot be imported from {path}: {error}") from error
    return function


@functools.cache
def _signature(name: str) -> dict[str, tuple[Any, Any]]:
    """Type and default of each option, in order: the parameters behind the scene."""
    found = inspect.signature(_function(name), eval_str=True, locals={"Scene": Scene})
    options = list(found.parameters.values())[1:]
    wrong = [one.name for one in options if one.kind not in _NAMED or not is_plain(one.annotation)]
    if wrong or not found.parameters:
        raise ParameterError(f"operation {name!r} must take a scene and options of plain types: {', '.join(wrong)}")
    return {one.name: (one.annotation, one.default) for one in options}


_ENTRY = re.compile(r"^ {4}(\w+): *(.*)$")


def _option_docs(doc: str) -> dict[str, str]:
    """The entries of a Google docstring's Args, each as one line."""
    lines = doc.partition("Args:\n")[2].splitlines()
    found: dict[str, str] = {}
    option = ""
    for line in lines:
        if not line.startswith("    "):
            break
        if entry := _ENTRY.match(line):
            option, found[entry[1]] = entry[1], entry[2]
        elif option:
            found[option] += f" {line.strip()}"
    return found


def _guess(word: str, known: Iterable[str]) -> str:
    close = difflib.get_close_matches(word, list(known), n=1)
    return f" (did you mean {close[0]!r}?)" if close else ""


def _listed(options: Iterable[str]) -> str:
    listed = ", ".join(options)
    return f"its options are {listed}" if listed else "it has no options"
