"""Typed parameters of a notebook template, read from its one cell tagged ``parameters``.

The cell is the single source of truth, good Python, and what ``papermill --help-notebook`` understands::

    frames: int = 120           # Pictures in one turn [1 to 100000]
    size: Size = [1280, 720]    # Width and height of a picture [16 to 8192 px]
    seed: int = 0               # Start of the random numbers [0 or more]
    quality: str = "good"       # What it may cost [draft | good | best]

An annotation names a kind (:data:`threedkit.runs.KINDS`; left out, it is that of the default), the value is the
default, and the comment describes it, ending in what is allowed: ``[A to B unit]``, ``[A or more unit]`` or
``[one | another]``. The text is parsed and never executed.
"""

from __future__ import annotations

import ast
import dataclasses
import difflib
import io
import re
import tokenize
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from threedkit.errors import ParameterError
from threedkit.runs.kinds import KINDS, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

__all__ = [
    "Parameter",
    "check_parameters",
    "parse_assignments",
    "parse_parameters",
    "parse_size",
    "preflight",
    "suggest",
]

_NUMBER = r"[-+]?[\d_]*\.?\d+(?:e[-+]?\d+)?"
_BETWEEN = re.compile(rf"(?P<low>{_NUMBER})\s+to\s+(?P<high>{_NUMBER})(?:\s+(?P<unit>.+))?")
_AT_LEAST = re.compile(rf"(?P<low>{_NUMBER})\s+or\s+more(?:\s+(?P<unit>.+))?")
_ALLOWED = re.compile(r"^(?P<description>.*?)\s*\[(?P<allowed>[^\[\]]*)\]$")


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a template.

    Attributes:
        name: the Python name that the notebook uses.
        kind: name of its kind, a key of :data:`threedkit.runs.KINDS`.
        default: its value when none is given.
        description: one line for people.
        minimum, maximum: bounds of each number in it, ends included; None where there is none.
        unit: of the numbers, e.g. ``"px"``; may be empty.
        choices: the only values allowed; empty where any will do.
    """

    name: str
    kind: str
    default: Any
    description: str = ""
    minimum: float | None = None
    maximum: float | None = None
    unit: str = ""
    choices: tuple[str, ...] = ()

    @property
    def allowed(self) -> str:
        """What a value must be, in words.

        Example:
            >>> Parameter("frames", "int", 120, minimum=1, maximum=100).allowed
            'a whole number from 1 to 100'
        """
        if self.choices:
            return "one of " + ", ".join(self.choices)
        text = KINDS[self.kind].wants
        unit = f" {self.unit}" if self.unit else ""
        each = ", each" if self.kind == "Size" else ""
        if self.minimum is None:
            return text
        if self.maximum is None:
            return f"{text}{each}, {self.minimum:.15g} or more{unit}"
        return f"{text}{each} from {self.minimum:.15g} to {self.maximum:.15g}{unit}"

    def as_dict(self) -> dict[str, Any]:
        """Return it as one JSON object; ``allowed`` says in words what a value must be."""
        return {**dataclasses.asdict(self), "choices": list(self.choices), "allowed": self.allowed}

    def as_row(self) -> tuple[str, str]:
        """Return its name, and what there is to know about it on one line."""
        default = KINDS[self.kind].show(self.default) if self.default is not None else "none"
        plain = self.allowed == KINDS[self.kind].wants and KINDS[self.kind].preflight is not None  # described already
        return self.name, f"{self.description} ({'' if plain else self.allowed + '; '}default {default})"

    def check(self, value: object) -> Any:
        """Convert a value, or the text that was typed for it, to its canonical JSON form.

        Raises:
            ParameterError: the value is of another kind or out of range; names the parameter and what is allowed.

        Example:
            >>> Parameter("frames", "int", 120, minimum=1).check("48")
            48
        """
        if self.default is None and (value is None or value == "none"):
            return None
        try:
            found = KINDS[self.kind].convert(value)
        except (ValueError, TypeError, KeyError, OverflowError, RecursionError):
            raise self._unfit(value) from None
        numbers = KINDS[self.kind].numbers
        low = float("-inf") if self.minimum is None else self.minimum
        high = float("inf") if self.maximum is None else self.maximum
        if numbers is not None and not all(low <= number <= high for number in numbers(found)):
            raise self._unfit(value)
        if self.choices and str(found) not in self.choices:
            raise self._unfit(value)
        return found

    def _unfit(self, value: object) -> ParameterError:
        shown = repr(value)
        shown = shown if len(shown) <= 80 else shown[:77] + "..."
        return ParameterError(f"parameter {self.name} must be {self.allowed}, not {shown}")


def suggest(word: str, known: Iterable[str]) -> str:
    """Say what was probably meant: ``" (did you mean 'frames'?)"``, or an empty string.

    Example:
        >>> suggest("frame", ["frames", "size"])
        " (did you mean 'frames'?)"
    """
    close = difflib.get_close_matches(word, list(known), n=1)
    return f" (did you mean {close[0]!r}?)" if close else ""


def parse_parameters(source: str, *, where: str = "the parameters cell") -> tuple[Parameter, ...]:
    """Read the parameters from the source of a cell tagged ``parameters``.

    Args:
        source: Python text: assignments of literals, each with an annotation and a comment if it likes.
        where: names the cell in messages.

    Raises:
        ParameterError: the text is not such a cell; says which line and why.

    Example:
        >>> parse_parameters("frames: int = 120  # Pictures in one turn [1 to 100000]")[0].maximum
        100000.0
    """
    try:
        tree = ast.parse(source)
        comments = _comments(source)
    except (SyntaxError, ValueError, tokenize.TokenError) as error:
        message = f"{where}: not valid Python: {error}"
        raise ParameterError(message.replace("\n", " ")) from None
    found: dict[str, Parameter] = {}
    for name, annotation, value, line in _assignments(tree, where):
        parameter = _parameter(name, annotation, value, comments.get(line, ""), f"{where}, line {line}")
        if name in found:
            message = f"{where}, line {line}: parameter {name} is assigned twice"
            raise ParameterError(message)
        found[name] = parameter
    return tuple(found.values())


def check_parameters(parameters: Sequence[Parameter], given: Mapping[str, object]) -> dict[str, Any]:
    """Check the values given for a template's parameters; the rest get their defaults.

    Args:
        parameters: the template's.
        given: name -> value; text is converted by kind.

    Returns:
        Name -> canonical JSON value of every parameter, in the template's order.

    Raises:
        ParameterError: lists every problem on one line.

    Example:
        >>> check_parameters([Parameter("frames", "int", 120)], {"frames": "48"})
        {'frames': 48}
    """
    known = {parameter.name: parameter for parameter in parameters}
    problems = [
        f"unknown parameter {name!r}{suggest(name, known)}, known are {', '.join(known) or 'none'}"
        for name in given
        if name not in known
    ]
    values: dict[str, Any] = {}
    for name, parameter in known.items():
        try:
            values[name] = parameter.check(given.get(name, parameter.default))
        except ParameterError as error:
            problems.append(str(error))
    if problems:
        raise ParameterError("; ".join(problems))
    return values


def parse_assignments(texts: Iterable[str]) -> dict[str, str]:
    """Split ``key=value`` as typed on a command line; a later key replaces an earlier one.

    Raises:
        ParameterError: one has no ``=`` or no key.

    Example:
        >>> parse_assignments(["frames=48", "asset=a=b.glb"])
        {'frames': '48', 'asset': 'a=b.glb'}
    """
    found: dict[str, str] = {}
    for text in texts:
        key, equals, value = text.partition("=")
        if not (equals and key.strip()):
            message = f"a parameter is given as KEY=VALUE, for example frames=48, not {text!r}"
            raise ParameterError(message)
        found[key.strip()] = value
    return found


def parse_size(text: str | Sequence[int]) -> tuple[int, int]:
    """Read a picture's size: two numbers, or text as typed on a command line.

    Raises:
        ParameterError: it is no size, or a side is not from 1 to 16384 px.

    Example:
        >>> parse_size("640x480")
        (640, 480)
    """
    width, height = Parameter("size", "Size", [1280, 720], minimum=1, maximum=16384, unit="px").check(text)
    return width, height


def preflight(parameters: Iterable[Parameter], values: Mapping[str, Any]) -> None:
    """Look at the files and engines that the values name, before anything runs.

    Raises:
        ThreedkitError: a file is missing or damaged, or an engine cannot run here.
    """
    for parameter in parameters:
        look = KINDS[parameter.kind].preflight
        if look is not None and values[parameter.name] is not None:
            look(values[parameter.name])


def _comments(source: str) -> dict[int, str]:
    """Comment text by the number of the line that it ends."""
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    return {token.start[0]: token.string.lstrip("# ").rstrip() for token in tokens if token.type == tokenize.COMMENT}


def _assignments(tree: ast.Module, where: str) -> Iterator[tuple[str, str | None, ast.expr, int]]:
    """Name, annotation, value and last line of each assignment; a docstring may stand among them, nothing else."""
    for node in tree.body:
        match node:
            case ast.AnnAssign(target=ast.Name(id=name), annotation=annotation, value=ast.expr() as value):
                yield name, ast.unparse(annotation), value, node.end_lineno or node.lineno
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                yield name, None, value, node.end_lineno or node.lineno
            case ast.Expr(value=ast.Constant(value=str())):
                continue
            case _:
                message = f"{where}, line {node.lineno}: only assignments such as `frames: int = 120` belong here"
                raise ParameterError(message)


def _parameter(name: str, annotation: str | None, value: ast.expr, comment: str, where: str) -> Parameter:
    try:
        default = ast.literal_eval(value)
    except (ValueError, TypeError, MemoryError, RecursionError):
        message = f"{where}: the default of {name} must be a literal, not {ast.unparse(value)}"
        raise ParameterError(message) from None
    kind = KINDS.get((annotation or type(default).__name__).strip("'\""))
    if kind is None:
        message = f"{where}: {name} must be annotated with one of {', '.join(KINDS)}, not {annotation or 'nothing'}"
        raise ParameterError(message)
    parameter = Parameter(name=name, kind=kind.name, default=default, **_constraints(kind, name, comment, where))
    try:
        parameter.check(default)
    except ParameterError as error:
        message = f"{where}: the default does not fit: {error}"
        raise ParameterError(message) from None
    return parameter


def _constraints(kind: Kind, name: str, comment: str, where: str) -> dict[str, Any]:
    """Split ``description [what is allowed]`` into a Parameter's fields."""
    split = _ALLOWED.match(comment)
    if split is None:
        return {"description": comment}
    fields: dict[str, Any] = {"description": split["description"]}
    allowed = split["allowed"].strip()
    if "|" in allowed:
        return {**fields, "choices": tuple(choice.strip() for choice in allowed.split("|"))}
    bounds = _BETWEEN.fullmatch(allowed) or _AT_LEAST.fullmatch(allowed)
    if bounds is None or kind.numbers is None:
        message = f"{where}: [{allowed}] after {name} must be like [1 to 100 px], [0 or more] or [this | that]"
        raise ParameterError(message)
    found = bounds.groupdict()
    high = found.get("high")
    if high is not None and float(found["low"]) > float(high):
        message = f"{where}: [{allowed}] after {name} leaves no value: the smaller number comes first"
        raise ParameterError(message)
    return {
        **fields,
        "minimum": float(found["low"]),
        "maximum": None if high is None else float(high),
        "unit": found["unit"] or "",
    }
