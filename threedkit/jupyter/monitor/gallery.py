"""Frames of a job as small pictures that open."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Final

import ipywidgets

from threedkit.jupyter.closing import close_tree
from threedkit.jupyter.monitor.pictures import Thumbnails, data_uri, large, spread

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

__all__ = ["Gallery"]

_SHOWN: Final = 12
_MARGIN = "margin:0 4px 4px 0"


class Gallery(ipywidgets.VBox):
    """Evenly chosen frames in a row; a click opens one, with buttons to its neighbours.

    Each small picture is a button, so it is reached by keyboard too.

    Example:
        >>> Gallery().refresh([])
    """

    def __init__(self, thumbnails: Thumbnails | None = None, *, shown: int = _SHOWN) -> None:
        """Show nothing yet; `refresh` brings the frames.

        Args:
            thumbnails: makes the small pictures; shared with whoever else shows them.
            shown: most frames in the row.
        """
        self._thumbnails = thumbnails or Thumbnails()
        self._shown = shown
        self._mark = f"tk-frames-{uuid.uuid4().hex[:8]}"
        self._frames: list[Path] = []
        self._opened: Path | None = None
        self._style = ipywidgets.HTML(layout=ipywidgets.Layout(display="none"))
        self._row = ipywidgets.Box(layout=ipywidgets.Layout(flex_flow="row wrap"))
        self._picture = ipywidgets.Image(layout=ipywidgets.Layout(max_width="100%", align_self="flex-start"))
        self._name = ipywidgets.Label()
        self._steps = {
            name: ipywidgets.Button(icon=icon, tooltip=tip, layout=ipywidgets.Layout(width="2.6em"))
            for name, icon, tip in (
                ("back", "chevron-left", "the frame before"),
                ("on", "chevron-right", "the next frame"),
                ("close", "times", "close the picture"),
            )
        }
        for button in self._steps.values():
            button.add_class("tk-action")
        self._steps["back"].on_click(lambda _: self._step(-1))
        self._steps["on"].on_click(lambda _: self._step(1))
        self._steps["close"].on_click(lambda _: self.enlarge(None))
        bar = ipywidgets.HBox([self._steps["back"], self._steps["on"], self._name, self._steps["close"]])
        self._large = ipywidgets.VBox([bar, self._picture], layout=ipywidgets.Layout(display="none"))
        super().__init__([self._style, self._row, self._large])

    def refresh(self, frames: Sequence[Path]) -> None:
        """Show these finished frames, in order."""
        self._frames = list(frames)
        chosen = [self._frames[index] for index in spread(len(self._frames), self._shown)]
        pictures = [(path, small) for path in chosen if (small := self._thumbnails.small(path)) is not None]
        rules = [f".{self._mark}{{background-size:cover!important;padding:0;{_MARGIN}}}"]
        rules += [
            f".{self._mark}.at{place}{{background-image:url({data_uri(self._thumbnails.jpeg(path))})!important}}"
            for place, (path, _) in enumerate(pictures)
        ]
        style = f"<style>{''.join(rules)}</style>" if pictures else ""
        if style != self._style.value:
            self._style.value = style
            self._fit([(path, small.width) for path, small in pictures])
        self._enable()

    def enlarge(self, path: Path | None) -> None:
        """Show a frame large; None closes it."""
        self._opened = path
        picture = None if path is None else large(path)
        self._large.layout.display = "none" if picture is None else None
        if path is not None and picture is not None:
            self._picture.format, self._picture.value = picture
            self._name.value = path.name
        self._enable()

    def show(self, data: bytes, name: str) -> None:
        """Show a picture that is no frame yet: PNG data, e.g. the preview of a split frame."""
        self._opened = None
        self._picture.format, self._picture.value, self._name.value = "png", data, name
        self._large.layout.display = None
        self._enable()

    @property
    def opened(self) -> Path | None:
        """The frame that is shown large."""
        return self._opened

    def _step(self, by: int) -> None:
        if self._opened in self._frames:
            place = self._frames.index(self._opened) + by
            if 0 <= place < len(self._frames):
                self.enlarge(self._frames[place])

    def _enable(self) -> None:
        place = self._frames.index(self._opened) if self._opened in self._frames else None
        self._steps["back"].disabled = place is None or place == 0
        self._steps["on"].disabled = place is None or place == len(self._frames) - 1

    def _fit(self, pictures: list[tuple[Path, int]]) -> None:
        """Bring the row of buttons to these frames and widths."""
        buttons = list(self._row.children)
        buttons += [self._button(place) for place in range(len(buttons), len(pictures))]
        for button in buttons[len(pictures) :]:
            close_tree(button)
        del buttons[len(pictures) :]
        for button, (path, width) in zip(buttons, pictures, strict=True):
            button.tooltip = f"open {path.name}"
            button.layout.width = f"{width}px"
            button.path = path
        if tuple(buttons) != self._row.children:
            self._row.children = buttons

    def _button(self, place: int) -> ipywidgets.Button:
        button = ipywidgets.Button(layout=ipywidgets.Layout(height=f"{self._thumbnails.height}px", border="none"))
        button.add_class(self._mark)
        button.add_class(f"at{place}")
        button.on_click(lambda clicked: self.enlarge(clicked.path))
        return button
