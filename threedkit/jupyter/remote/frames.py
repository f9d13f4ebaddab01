"""Frames of an engine for a view: the newest camera wins, small while it moves, full when it stands, one on its way."""

from __future__ import annotations

import functools
import math
import threading
import time
from typing import TYPE_CHECKING, Any, Final

import msgspec

from threedkit.errors import JobCancelledError, ThreedkitError
from threedkit.jupyter.remote.encoding import DATA, At, as_final, as_moving, at_pixel
from threedkit.jupyter.tools.clipping import Clipping
from threedkit.render import CameraView, Shot

if TYPE_CHECKING:
    from collections.abc import Callable

    from threedkit.jupyter.remote.painters import Painter

    Answer = Callable[[At | None, "Look"], Any]

__all__ = ["Look", "Picture", "RemoteFrames"]

_SETTLE: Final = 0.15
"""Seconds without a new camera after which it stands."""
_PATIENCE: Final = 2.0
"""Seconds without an acknowledgement after which one more frame may go: messages of the browser may wait for a cell."""
_CHECK: Final = 1.0
"""Seconds between two looks at the scene while nobody says that it has changed."""
_TARGET: Final = 0.08
"""Seconds that a frame may take while the camera moves; its size follows from that."""
_SMALLEST: Final = 0.2
_LONGEST: Final = 2048
"""Most pixels of a side of a frame."""


class Look(msgspec.Struct, frozen=True, kw_only=True):
    """What a view wants to see.

    Attributes:
        camera: where from.
        size: (width, height) of the view in pixels of its screen.
        time: seconds on the animation's clock; None: at rest.
        animation: which one.
        exposure: linear radiance is multiplied by it.
        moving: more will follow at once.
        clipping: what lies on its far side is not seen.
    """

    camera: CameraView
    size: tuple[int, int]
    time: float | None = 0.0
    animation: int | None = None
    exposure: float = 1.0
    moving: bool = False
    clipping: Clipping | None = None


class Picture(msgspec.Struct, frozen=True, kw_only=True):
    """A frame for the browser.

    Attributes:
        data: of an image file.
        mime: its type.
        seq: its number, which the acknowledgement names.
        final: nothing better follows while nothing changes.
        look: what it shows.
    """

    data: bytes
    mime: str
    seq: int
    final: bool
    look: Look


class RemoteFrames:
    """Draws in a thread of its own; no call of it blocks.

    Example:
        >>> frames = RemoteFrames(lambda: make_painter(scene, None), print, print)  # doctest: +SKIP
        >>> frames.look(Look(camera=camera, size=(640, 480)))  # doctest: +SKIP
        >>> frames.acknowledge(1)  # doctest: +SKIP
    """

    def __init__(self, make: Callable[[], Painter], show: Callable[[Picture], Any], fail: Callable[[str], Any]) -> None:
        """Start the thread.

        Args:
            make: gives what draws, in the thread; that is closed at the end.
            show: takes each picture, in the thread.
            fail: takes the text of what went wrong, in the thread.
        """
        self._make = make
        self._painter: Painter | None = None
        self._show, self._fail = show, fail
        self._changed = threading.Condition()
        self._look: Look | None = None
        self._looked = 0.0
        self._dirty = self._rough = self._closed = self._blind = False
        self._picks: list[tuple[int, int, tuple[int, int], Answer]] = []
        self._seq = self._acknowledged = 0
        self._sent = 0.0
        self._cost = 0.0
        self._thread = threading.Thread(target=self._run, name="threedkit-remote-view", daemon=True)
        self._thread.start()

    def look(self, look: Look) -> None:
        """Show this next; what was wanted before is forgotten."""
        with self._changed:
            self._look, self._looked, self._dirty, self._blind = look, time.monotonic(), True, False
            self._changed.notify()

    def refresh(self) -> None:
        """The scene has changed."""
        with self._changed:
            self._dirty = True
            self._changed.notify()

    def acknowledge(self, seq: int) -> None:
        """A picture is on the screen: the next may follow."""
        with self._changed:
            self._acknowledged = max(self._acknowledged, min(seq, self._seq))
            self._changed.notify()

    def pick(self, x: float, y: float, size: tuple[int, int], answer: Answer) -> None:
        """Find what is at a place of the view; `answer` is called in the thread.

        Args:
            x: from the left, in the units of `size`.
            y: from the top.
            size: (width, height) of the view.
            answer: takes what is there, None if that could not be drawn, and the look that was drawn.
        """
        with self._changed:
            self._picks.append((math.floor(x), math.floor(y), size, answer))
            self._changed.notify()

    def close(self) -> None:
        """End; what is being drawn is given up."""
        with self._changed:
            if self._closed:
                return
            self._closed = True
            self._changed.notify()
        if self._painter is not None:
            self._painter.cancel()

    # The thread

    def _drawing(self) -> Painter:
        """What draws; made with the first picture, and once more after it could not be."""
        if self._painter is None:
            self._painter = self._make()
        return self._painter

    def _run(self) -> None:
        while (work := self._next()) is not None:
            try:
                work()
            except JobCancelledError:
                continue
            except ThreedkitError as error:
                self._fail(str(error))
            except Exception as error:  # noqa: BLE001 - an engine may raise anything: the thread goes on, and it is told
                self._fail(f"{type(error).__name__}: {error}")
        if self._painter is not None:
            self._painter.close()

    def _next(self) -> Callable[[], None] | None:
        """Wait until there is something to do; None: it is over."""
        with self._changed:
            while not self._closed:
                now = time.monotonic()
                free = self._acknowledged == self._seq or now - self._sent > _PATIENCE
                if self._picks and self._look is not None:
                    return functools.partial(self._pick, *self._picks.pop(0), self._look)
                if self._look is not None and free and self._wanted(now):
                    self._dirty = False
                    return functools.partial(self._draw, self._look, self._moves(now))
                told = self._changed.wait(self._pause(now))
                if not told and not self._dirty and self._look is not None and not self._blind:
                    return self._check
        return None

    def _check(self) -> None:
        """See whether the scene has changed unsaid; where that cannot be seen, not again before the next look."""
        if self._painter is not None:
            self._blind = True
            changed = self._painter.changed()
            self._blind = False
            if changed:
                self.refresh()

    def _moves(self, now: float) -> bool:
        return self._look is not None and self._look.moving and now - self._looked < _SETTLE

    def _wanted(self, now: float) -> bool:
        """Whether there is something new, or a rough picture of what stands still by now."""
        return self._dirty or (self._rough and not self._moves(now))

    def _pause(self, now: float) -> float:
        if self._rough and self._look is not None:
            return max(self._looked + _SETTLE - now, 0.01) if self._moves(now) else _SETTLE
        return _CHECK

    def _draw(self, look: Look, moves: bool) -> None:
        started = time.monotonic()
        full = _within(look.size, _LONGEST)
        size = self._affordable(full) if moves else full
        try:
            shot = _shot(look, size, samples=1 if moves else 64)
            mime, data = self._drawing().paint(shot, as_moving if moves else as_final, look.clipping)
        except Exception:
            self._rough = False  # trying again would fail again
            raise
        self._rough = moves
        self._cost = (time.monotonic() - started) / (size[0] * size[1])
        with self._changed:
            if self._closed:
                return
            self._seq += 1
            self._sent = time.monotonic()
            picture = Picture(data=data, mime=mime, seq=self._seq, final=not moves, look=look)
        self._show(picture)

    def _affordable(self, size: tuple[int, int]) -> tuple[int, int]:
        """As large as is drawn in the time that a moving picture has, by what the last one took."""
        whole = self._cost * size[0] * size[1]
        scale = min(max(math.sqrt(_TARGET / whole), _SMALLEST), 1.0) if whole > 0 else 0.5
        return max(round(size[0] * scale), 1), max(round(size[1] * scale), 1)

    def _pick(self, x: int, y: int, size: tuple[int, int], answer: Answer, look: Look) -> None:
        found = At(None, None)
        try:
            painter = self._drawing()
            outputs = _data_outputs(painter.engine)
            if outputs:
                shot = _shot(look, size, samples=1, outputs=outputs)
                found = painter.paint(shot, functools.partial(at_pixel, x=x, y=y), look.clipping)
        except Exception:
            answer(None, look)
            raise
        answer(found, look)


def _shot(look: Look, size: tuple[int, int], *, samples: int, outputs: tuple[str, ...] = ("color",)) -> Shot:
    return Shot(
        camera=look.camera,
        size=size,
        time=look.time,
        animation=look.animation,
        samples=samples,
        exposure=look.exposure,
        outputs=outputs,
    )


def _within(size: tuple[int, int], longest: int) -> tuple[int, int]:
    scale = min(longest / max(size), 1.0)
    return max(round(size[0] * scale), 1), max(round(size[1] * scale), 1)


@functools.cache
def _data_outputs(engine: str) -> tuple[str, ...]:
    """Data images that an engine makes, as far as its class tells."""
    from threedkit.render.registry import offered

    offers = offered(engine)
    return tuple(name for name in DATA if offers is None or name in offers.outputs)
