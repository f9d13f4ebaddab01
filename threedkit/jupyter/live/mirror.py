"""A scene as the browsers have it: packed, followed, and told of in few messages."""

from __future__ import annotations

import contextlib
import threading
import time
from typing import TYPE_CHECKING, Any, Final

from threedkit.errors import ThreedkitError
from threedkit.io.gltf.collector import paused_collector
from threedkit.jupyter.live.edits import edit_of, is_structural, patch
from threedkit.jupyter.live.pace import Pace
from threedkit.jupyter.live.pages import PAGES
from threedkit.jupyter.live.watching import STRUCTURE, Watcher
from threedkit.jupyter.packing import Limits, pack
from threedkit.jupyter.packing.blobs import messages
from threedkit.jupyter.packing.environment import blobs_of, environment_state
from threedkit.scene import Environment, Scene

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from threedkit.jupyter.packing import Packed
    from threedkit.jupyter.packing.blobs import Blob
    from threedkit.scene import Element

__all__ = ["Mirror"]

_VALUES: Final = {"least": 1 / 60, "interval": 1 / 30, "patience": 2.0}
_STRUCTURE: Final = {"least": 0.0, "interval": 0.25, "patience": 10.0}
_SHARE: Final = 5.0
"""A change of structure waits this many times as long as the last one took to pack."""


class Mirror:
    """What the browsers of one view have, and how they are kept equal to the scene.

    Attributes:
        packed: the document of this epoch, with the edits that were made since.
        epoch: grows with each change of structure.
        problem: why the last change of structure could not be shown; empty: it is.
        heard: called at every change of the scene.
    """

    def __init__(
        self,
        scene: Scene,
        limits: Limits,
        tell: Callable[..., None],
        describe: Callable[[], dict[str, Any]],
        worry: Callable[[], Any],
    ) -> None:
        """Pack a scene and begin to follow it.

        Args:
            scene: what to show.
            limits: see `packing.Limits`.
            tell: sends a message (content, buffers) to the browsers.
            describe: what else a scene message holds: camera, player, bounds.
            worry: called when `problem` may have become another.
        """
        self._scene, self._limits = scene, limits
        self._tell, self._describe, self._worry = tell, describe, worry
        self.lock = threading.RLock()
        self.epoch = 0
        self.problem = ""
        self.listeners = 0
        self.heard: list[Callable[[], Any]] = []
        self._sequence = self._changes = 0
        self._announced: tuple[Any, ...] | None = None
        self._stale = self._closed = False
        self._dirty: dict[int, tuple[Element, set[str]]] = {}
        self._source = threading.local()
        self._values = Pace(self._flush, self.lock, main=False, **_VALUES)
        self._structure = Pace(self._rebuild, self.lock, main=True, **_STRUCTURE)
        with paused_collector():
            self.packed = pack(scene, limits)
            self._watcher = Watcher(scene, self._changed)

    # -- what browsers ask ---------------------------------------------------------------------------------------

    def scene_message(self) -> dict[str, Any]:
        """All there is to show, but for the bytes."""
        packed: Packed = self.packed
        return {
            "type": "scene",
            "epoch": self.epoch,
            "gltf": packed.gltf,
            "blobs": {name: blob.size for name, blob in packed.blobs.items()},
            "environment": packed.environment,
            "notes": list(packed.notes),
            **self._describe(),
        }

    def announce(self) -> None:
        """Send the scene before a browser asks for it: it travels while the page makes room for the view."""
        with self.lock:
            if self._closed or self._stale or self.listeners or self._announced is not None:
                return
            coming = PAGES.unsent(self.packed.first())
            self._announced = self._moment
            self._tell({**self.scene_message(), "coming": [blob.hash for blob in coming], "early": True})
        self._send(coming, early=True)

    @property
    def _moment(self) -> tuple[Any, ...]:
        """What a scene message says of now, but for the document."""
        return self.epoch, self._changes, self.packed.notes, self._describe()

    def welcome(self, client: str, page: str = "", *, early: bool = False) -> None:
        """A browser is there: tell it the scene, and send what its page lacks, if that is known.

        Args:
            client: its name.
            page: that of its page; empty: it is sent what it asks for.
            early: it has what was announced.
        """
        with self.lock:
            if self._stale and threading.get_ident() == self._structure.thread:
                self._repack()
                if not self.problem and self.listeners > 1:  # those who were there already hear of it too
                    self._tell({**self.scene_message(), "skip": client})
            coming = PAGES.lacking(page, self.packed.first()) if page else []
            if early and self._announced is not None and self._announced == self._moment:
                return  # and that is still right
            self._tell({**self.scene_message(), "to": client, "coming": [blob.hash for blob in coming]})
        self._send(coming, to=client)

    def send_blobs(self, hashes: Iterable[Any], client: str) -> None:
        """Send those blobs that are asked for and belong to this scene."""
        with self.lock:
            blobs = [self.packed.blobs[name] for name in hashes if name in self.packed.blobs]
        self._send(blobs, to=client)

    def _send(self, blobs: Iterable[Blob], **address: Any) -> None:
        for parts, buffers in messages(blobs):
            self._tell({"type": "blobs", "parts": parts, **address}, buffers)

    def acknowledge(self, epoch: Any, sequence: Any) -> None:
        """A browser has done an edit."""
        if (epoch, sequence) == (self.epoch, self._sequence):
            self._values.acknowledge()

    def shown(self, epoch: Any) -> None:
        """A browser shows an epoch."""
        if epoch == self.epoch:
            self._structure.acknowledge()

    # -- following -----------------------------------------------------------------------------------------------

    @contextlib.contextmanager
    def from_browser(self, client: str | None, element: Element, fields: Iterable[str]) -> Iterator[None]:
        """A browser assigns fields of an element meanwhile, in this thread: of that the others alone are told.

        What changes besides, since somebody observes these fields, it does not know yet.

        Args:
            client: its name.
            element: the part of the scene that it means.
            fields: names of the traits that are assigned, each once.
        """
        self._source.known = client, element, set(fields)
        try:
            yield
        finally:
            self._source.known = None

    def _who_knows(self, element: Element, field: str) -> str | None:
        """The browser that has made a change by itself; None: none has."""
        client, edited, fields = getattr(self._source, "known", None) or (None, None, set())
        if element is not edited or field not in fields:
            return None
        fields.discard(field)
        return client

    def refresh(self) -> None:
        """Pack the scene anew, though nothing has told of a change."""
        self._changed(self._scene, STRUCTURE)

    def resend(self, element: Element) -> None:
        """Tell the browsers an element's values though nothing has changed."""
        fields = {"matrix", "visible"} if hasattr(element, "children") else {"value"}
        with self.lock:
            self._dirty.setdefault(id(element), (element, set()))[1].update(fields)
        self._values.request()

    def _changed(self, element: Element, field: str, name: str = "") -> None:
        with self.lock:
            if self._closed:
                return
            for heard in tuple(self.heard):
                heard()
            index = self.packed.index
            if field == STRUCTURE or (field in {"value", "material"} and is_structural(element, index)):
                self._stale = True
                self._structure.request(later=not self.listeners)
                return
            client = self._who_knows(element, name)
            if client is not None:
                self._emit({id(element): (element, {field})}, client)
                return
            self._dirty.setdefault(id(element), (element, set()))[1].add(field)
            self._values.request()

    def _flush(self) -> bool:
        dirty, self._dirty = self._dirty, {}
        return self._emit(dirty, None)

    def _emit(self, dirty: dict[int, tuple[Element, set[str]]], skip: str | None) -> bool:
        """Do edits to the document, and tell those who see it."""
        edits, blobs = [], {}
        for element, fields in dirty.values():
            if isinstance(element, (Scene, Environment)):
                around, edit = self._environment()
                blobs.update({blob.hash: blob.size for blob in around})
            else:
                edit = edit_of(element, fields, self.packed.index)
            if edit is not None:
                patch(self.packed.gltf, edit)
                edits.append(edit)
        self._changes += len(edits)
        if not edits or self.listeners <= (skip is not None):
            return False
        self._sequence += 1
        message = {"type": "edit", "epoch": self.epoch, "seq": self._sequence, "edits": edits, "blobs": blobs}
        self._tell(message if skip is None else {**message, "skip": skip})
        return True

    def _environment(self) -> tuple[tuple[Blob, ...], dict[str, Any] | None]:
        state, around = environment_state(self._scene.environment, self._limits.environment)
        for name in blobs_of(self.packed.environment):
            self.packed.blobs.pop(name, None)
        self.packed.environment = state
        self.packed.blobs.update({blob.hash: blob for blob in around})
        return around, {"target": "environment", "value": state}

    def _rebuild(self) -> bool:
        """Pack what the scene has become, and tell it."""
        if not self._stale or self._closed:
            return False
        self._repack()
        if self.problem or not self.listeners:
            return False
        self._tell(self.scene_message())
        return True

    def _repack(self) -> None:
        start = time.perf_counter()
        self._stale = False
        try:
            with paused_collector():
                packed = pack(self._scene, self._limits, self.packed.worn)  # a look that was on may come back
        except ThreedkitError as error:  # half of a change: the picture stays until the scene is whole again
            self.problem = str(error)
            self._worry()
            return
        self.problem = ""
        self._worry()
        self._watcher.renew()
        self.packed = packed
        self.epoch += 1
        self._dirty.clear()
        self._structure.least = _SHARE * (time.perf_counter() - start)

    def close(self) -> None:
        """End following, and let go of what was packed: at once, as the collector that was paused may come late."""
        with self.lock:
            self._closed = True
            self._watcher.close()
            self._values.close()
            self._structure.close()
            self._dirty.clear()
            self.packed.blobs.clear()
