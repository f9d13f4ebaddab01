"""The consumer of messages about assets: works on one, writes down how each step has ended."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import msgspec

from threedkit.errors import RecordNotFoundError, RenderError
from threedkit.service.ingest import kinds_of
from threedkit.service.operations import metrics
from threedkit.service.pipeline.messages import Done, Order
from threedkit.service.pipeline.process import run_steps
from threedkit.service.pipeline.thumbnails import Thumbnails

if TYPE_CHECKING:
    from threedkit.service.settings import Settings
    from threedkit.store import Asset, Store, Stored
    from threedkit.store.queue import Message
    from threedkit.store.records import DerivativeKind

__all__ = ["Pipeline"]

_ATTEMPTS: Final = 2
"""How often a step is taken over which the process dies."""
_BLOCK: Final = 1 << 20
_OPEN: Final = ("queued", "running")


class _Places(NamedTuple):
    """Where the work on one asset is done."""

    source: Path
    folder: Path


class Pipeline:
    """Works on assets, whoever's they are. What was done is not done again when a message comes twice.

    Args:
        store: in nobody's name.
        settings: limits of the steps.
    """

    def __init__(self, store: Store, settings: Settings) -> None:
        self._store = store
        self._settings = settings
        self._thumbnails = Thumbnails(settings.engine, settings.thumbnail, settings.step_seconds)

    def handle(self, message: Message) -> None:
        """Take all steps that an asset still needs.

        Raises:
            StoreError: records or blobs are out of reach; the message is to come again.
        """
        try:
            self._work(str(message.body["asset_id"]))
        except RecordNotFoundError:  # deleted before, or meanwhile
            return

    def give_up(self, message: Message, reason: str) -> None:
        """Say of what has not ended that it is not going to be: no try is left."""
        try:
            asset = self._store.assets.get(str(message.body["asset_id"]))
            for kind in self._todo(asset):
                self._store.derivatives.fail(asset.asset_id, kind, reason)
            if asset.state == "processing":
                self._store.assets.update(asset.asset_id, state="failed", message=reason)
        except RecordNotFoundError:
            return

    def close(self) -> None:
        """End the engine's process."""
        self._thumbnails.close()

    def _work(self, asset_id: str) -> None:
        asset = self._store.assets.get(asset_id)
        todo = self._todo(asset)
        if not todo:
            return
        with tempfile.TemporaryDirectory(prefix="threedkit-") as name:
            places = _Places(Path(name) / "in" / f"asset.{asset.file_format}", Path(name) / "out")
            for folder in (places.source.parent, places.folder):
                folder.mkdir()
            self._fetch(asset, places.source)
            while steps := tuple(kind for kind in self._todo(asset) if not _is_drawn(asset, kind)):
                self._take(asset, steps, places)
            if "thumbnail" in self._todo(asset):
                self._draw(asset.asset_id)

    def _todo(self, asset: Asset) -> list[DerivativeKind]:
        """The steps that have not ended, in order."""
        states = {one.kind: one.state for one in self._store.derivatives.list(asset.asset_id) if not one.name}
        return [kind for kind in kinds_of(asset.asset_type) if states.get(kind, "") in _OPEN]

    def _fetch(self, asset: Asset, path: Path) -> None:
        """Bring the bytes to a folder where nothing else is: a document refers to files beside it."""
        local = self._store.blobs.local_path(asset.storage_path)
        if local is not None:
            path.symlink_to(local)
            return
        with path.open("wb") as stream:
            for block in self._store.blobs.stream(asset.storage_path):
                stream.write(block)

    def _take(self, asset: Asset, steps: tuple[DerivativeKind, ...], places: _Places) -> None:
        """Take steps in a process; it dies over one at most."""
        settings = self._settings
        order = Order(
            source=str(places.source),
            name=asset.name,
            format=asset.file_format,
            asset_type=asset.asset_type,
            folder=str(places.folder),
            steps=steps,
            thumbnail=settings.thumbnail,
            memory=settings.step_memory,
        )
        ended = run_steps(order, settings.step_seconds)
        for kind in steps:
            tries = self._store.derivatives.begin(asset.asset_id, kind).attempts
            begun = time.perf_counter()
            done = next(ended, None)
            if done is None:  # it has died over the one before
                self._store.derivatives.fail(asset.asset_id, kind, "", final=False)
                break
            self._note(asset.asset_id, done, final=not done.died or tries >= _ATTEMPTS)
            outcome = "failed" if done.state == "failed" else "done"
            metrics.step_seconds.labels(kind, outcome).observe(time.perf_counter() - begun)
        ended.close()

    def _note(self, asset_id: str, done: Done, *, final: bool) -> None:
        """Write down how a step has ended, with what it has made."""
        derivatives = self._store.derivatives
        if done.kind == "metadata" and (final or done.state != "failed"):
            self._settle(asset_id, done)
        if done.state == "failed":
            derivatives.fail(asset_id, done.kind, done.error, final=final)
        elif done.state == "skipped":
            derivatives.skip(asset_id, done.kind, "there is nothing of this kind to make of it")
        else:
            for made in done.made:
                if made.name:
                    kept = self._keep(Path(made.file))
                    told: dict[str, Any] = {"name": made.name, "media_type": made.media_type, "data": made.data}
                    derivatives.finish(asset_id, done.kind, kept, **told)
            whole = next((made for made in done.made if not made.name), None)
            facts: dict[str, Any] = {"count": len(done.made)} if whole is None else whole.data
            stored = self._keep(Path(whole.file)) if whole is not None and whole.file else None
            media_type = whole.media_type if whole is not None else ""
            derivatives.finish(asset_id, done.kind, stored, media_type=media_type, data=facts)

    def _settle(self, asset_id: str, done: Done) -> None:
        """Say whether the asset can be used: it can when it could be read."""
        if done.state == "failed":
            self._store.assets.update(asset_id, state="failed", message=done.error)
        elif done.model is not None:
            glb = self._keep(Path(done.glb)).name
            self._store.assets.update(
                asset_id, state="ready", message="", model=msgspec.structs.replace(done.model, glb=glb)
            )
        else:
            self._store.assets.update(asset_id, state="ready", message="")

    def _draw(self, asset_id: str) -> None:
        """Draw the thumbnail of a model that could be read."""
        derivatives, asset = self._store.derivatives, self._store.assets.get(asset_id)
        if asset.model is None or not asset.model.glb:
            derivatives.fail(asset_id, "thumbnail", "the model cannot be read")
            return
        glb, blobs = asset.model.glb, self._store.blobs
        derivatives.begin(asset_id, "thumbnail")
        begun, outcome = time.perf_counter(), "failed"
        try:
            view = derivatives.get(asset_id, "metadata").data["view"]
            data = self._thumbnails.draw(glb, lambda: blobs.local_path(glb) or blobs.read(glb), view)
            side = self._settings.thumbnail
            facts = {"width": side, "height": side}
            derivatives.finish(asset_id, "thumbnail", self._store.put_blob(data), media_type="image/png", data=facts)
            outcome = "done"
        except RenderError as error:
            derivatives.fail(asset_id, "thumbnail", str(error))
        finally:
            metrics.step_seconds.labels("thumbnail", outcome).observe(time.perf_counter() - begun)

    def _keep(self, path: Path) -> Stored:
        """Store a file that a step has made."""
        with self._store.writer() as writer, path.open("rb") as stream:
            while block := stream.read(_BLOCK):
                writer.write(block)
            return writer.finish()


def _is_drawn(asset: Asset, kind: DerivativeKind) -> bool:
    """Whether an engine makes it, and no step of the child process."""
    return asset.asset_type == "model" and kind == "thumbnail"
