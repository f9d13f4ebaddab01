"""The job monitor: a widget that follows a job."""

from __future__ import annotations

import threading
import time
from collections import deque
from typing import TYPE_CHECKING, Any

import ipywidgets

from threedkit.errors import JobError
from threedkit.jupyter.closing import close_tree
from threedkit.jupyter.monitor import summary
from threedkit.jupyter.monitor.cells import cells
from threedkit.jupyter.monitor.gallery import Gallery
from threedkit.jupyter.monitor.pictures import Thumbnails
from threedkit.jupyter.monitor.preview import Preview
from threedkit.jupyter.pictures.cell import WIDGET_MIME, is_unattended
from threedkit.jupyter.style import DANGER, sheet

if TYPE_CHECKING:
    from collections.abc import Callable

    from threedkit.jobs import Job
    from threedkit.store import Event

__all__ = ["JobMonitor"]

_PERIOD = 0.2
"""Seconds between two updates: what happens in between is shown together."""
_SLOW_PERIOD = 1.0
_STEPS = 1000
_LOG_LINES = 12
_FINAL = {"succeeded", "failed", "cancelled"}
_STYLES = {"succeeded": "success", "failed": "danger", "cancelled": "warning", "paused": "warning"}


class JobMonitor(ipywidgets.VBox):
    """A job as it runs: progress, time left, a cell for each frame, pictures that open, workers, log, and buttons.

    Of a split picture the preview is shown, which sharpens as its slices come.

    The job's own thread only raises a flag; a thread of the monitor's reads the state, at most five times a second.

    Example:
        >>> JobMonitor(job)  # doctest: +SKIP
    """

    def __init__(self, job: Job, on_end: Callable[[JobMonitor], None] | None = None) -> None:
        """Follow a job; `on_end` is called once, when it has ended and that is shown."""
        self.job = job
        self._on_end = on_end
        self._thumbnails = Thumbnails()
        self._changed = threading.Event()
        self._closed = False
        self._end = job.on_progress(lambda _: self._changed.set())
        self._head = ipywidgets.HTML()
        self._bar = ipywidgets.IntProgress(max=_STEPS, layout=ipywidgets.Layout(width="100%"))
        self._cells = ipywidgets.HTML()
        self._gallery = Gallery(self._thumbnails)
        self._foot = ipywidgets.HTML()
        self._crew, self._log = ipywidgets.HTML(), ipywidgets.HTML()
        self._events: deque[Event] = deque(maxlen=_LOG_LINES)
        self._heard = 0
        self._preview = Preview(job, self._gallery)
        self._slow = 0.0
        more = ipywidgets.Accordion([self._crew, self._log], titles=("Workers", "Log"), selected_index=None)
        self._buttons = {
            name: ipywidgets.Button(description=name.capitalize(), tooltip=tip, layout=ipywidgets.Layout(width="6em"))
            for name, tip in _TIPS.items()
        }
        for name, button in self._buttons.items():
            button.add_class("tk-action")
            button.on_click(lambda _, wish=name: self._steer(wish))
        steering = ipywidgets.HBox(list(self._buttons.values()))
        style = ipywidgets.HTML(sheet("monitor"), layout=ipywidgets.Layout(display="none"))
        super().__init__([style, self._head, self._bar, self._cells, self._gallery, self._foot, steering, more])
        for name in ("tk-root", "tk-monitor"):
            self.add_class(name)
        self.layout.max_width = "768px"
        self.refresh()
        if job.status not in _FINAL:
            threading.Thread(target=self._follow, name=f"monitor of {job.id}", daemon=True).start()

    def _follow(self) -> None:
        """Show changes until the job ends (the monitor's thread)."""
        while not self._closed:
            if self._changed.wait(1.0):
                self._changed.clear()
            self.refresh()
            if self.job.status in _FINAL:
                self.refresh()
                if self._on_end is not None:
                    self._on_end(self)
                return
            threading.Event().wait(_PERIOD)

    def refresh(self) -> None:
        """Show the job's state as it is now."""
        state = self.job.snapshot()
        status = state["status"]
        self._head.value = f"<b>job {state['id']}</b> {summary.chip(status)} {summary.line(state)}"
        self._bar.value, self._bar.bar_style = round(_STEPS * state["progress"]), _STYLES.get(status, "info")
        self._foot.value = summary.facts(state) + summary.errors(state)
        shown = {"pause": {"running", "queued"}, "resume": {"paused"}, "retry": {"failed"}}
        for name, button in self._buttons.items():
            usable = status in shown[name] if name in shown else status not in _FINAL
            button.layout.display = None if usable else "none"
        now = time.monotonic()
        if status in _FINAL or now - self._slow >= _SLOW_PERIOD:
            self._slow = now
            self._refresh_slowly(state)

    def _refresh_slowly(self, state: dict[str, Any]) -> None:
        """Show what is more to read: states and pictures of the frames, workers, events."""
        self._cells.value = cells(state["states"])
        self._gallery.refresh(self.job.frames)
        self._preview.refresh(state)
        self._crew.value = summary.crew(state)
        for event in self.job.events(self._heard):
            self._heard = event.number
            self._events.append(event)
        self._log.value = summary.log(self._events)

    def _steer(self, wish: str) -> None:
        try:
            getattr(self.job, wish)()
        except JobError as error:
            self._foot.value = f'<span style="color:{DANGER}">{error}</span>'
            return
        if wish == "retry":
            threading.Thread(target=self._follow, name=f"monitor of {self.job.id}", daemon=True).start()
        self._changed.set()

    def close(self) -> None:
        """End following; the job goes on."""
        if not self._closed:
            self._closed = True
            self._changed.set()
            self._end()
            close_tree(*self.children)
            self.layout.close()
        super().close()

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None, **_: Any) -> dict[str, Any]:
        """The widget, and the state as HTML for where no widget is shown: in notebooks that a program executes."""
        data: dict[str, Any] = dict(super()._repr_mimebundle_())
        if is_unattended():
            data.pop(WIDGET_MIME, None)
        state = self.job.snapshot()
        data["text/html"] = summary.html(state, self._thumbnails.strip(self.job.frames))
        data["text/plain"] = summary.text(state)
        return {kind: data[kind] for kind in data if kind not in (exclude or ()) and (not include or kind in include)}


_TIPS = {
    "pause": "hand out no more frames",
    "resume": "go on",
    "retry": "draw the missing frames again",
    "cancel": "end the job; finished frames stay",
}
