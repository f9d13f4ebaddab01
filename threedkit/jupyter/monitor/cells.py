"""The state of every frame at a glance: a small coloured cell for each, or for each run of frames in a long job."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from threedkit.jupyter.style import BUSY, DANGER, IDLE, SKIPPED, SUCCESS

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["cells"]


class _State(NamedTuple):
    letter: str
    word: str
    color: str


# The most telling one names a cell of several frames.
_STATES: Final = (
    _State("f", "failed", DANGER),
    _State("r", "being drawn", BUSY),
    _State("d", "done", SUCCESS),
    _State(".", "to come", IDLE),
    _State("s", "skipped", SKIPPED),
)
_MOST: Final = 480
_SIDE: Final = 9


def cells(states: str) -> str:
    """Return the states of a job's frames as HTML; empty for a job of one frame.

    Args:
        states: one letter for each frame, as in `Job.snapshot()`.

    Example:
        >>> cells("dd.").count("<i ")
        3
    """
    letters = np.frombuffer(states.encode("ascii"), np.uint8)
    asked = np.flatnonzero(letters != ord("-"))
    if len(asked) < 2:
        return ""
    groups = np.array_split(asked, min(len(asked), _MOST))
    drawn = "".join(_cell(letters, group) for group in groups)
    counts = {state.word: int((letters == ord(state.letter)).sum()) for state in _STATES}
    said = escape(", ".join(f"{count} {word}" for word, count in counts.items() if count))
    style = "display:flex;flex-wrap:wrap;gap:2px;margin:5px 0;line-height:0"
    return f'<div role="img" aria-label="frames: {said}" title="{said}" style="{style}">{drawn}</div>'


def _cell(letters: NDArray[np.uint8], group: NDArray[np.intp]) -> str:
    """A cell: the shade is the finished part, the colour what is wrong or at work in it."""
    found = {state.letter: int((letters[group] == ord(state.letter)).sum()) for state in _STATES}
    state = next(state for state in _STATES if found[state.letter])
    if state.letter == "d" and found["."]:  # partly done
        share = round(100 * found["d"] / len(group))
        color = f"linear-gradient(90deg,{state.color} {share}%,{IDLE} {share}%)"
    else:
        color = state.color
    frames = f"frame {group[0]}" if len(group) == 1 else f"frames {group[0]} to {group[-1]}"
    style = f"width:{_SIDE}px;height:{_SIDE}px;border-radius:2px;background:{color}"
    return f'<i title="{frames}: {state.word}" style="{style}"></i>'
