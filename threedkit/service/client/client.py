"""`connect`: a service with the same face as the store of this machine."""

from __future__ import annotations

import time
import uuid
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self

import msgspec

from threedkit.errors import AssetError, Problem, ServiceError
from threedkit.io import load
from threedkit.io.formats import detect
from threedkit.scene import Scene
from threedkit.service.client.records import (
    RemoteAnimations,
    RemoteAssets,
    RemoteDerivatives,
    RemoteMaterials,
    RemoteScenes,
)
from threedkit.service.client.uploading import Upload, fields_of
from threedkit.service.client.wire import Wire, path_of
from threedkit.store.records import Asset

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from types import TracebackType

__all__ = ["Client", "connect"]

_NEIGHBOURS: Final = frozenset({".gltf", ".obj", ".dae"})
"""Formats that may refer to files beside them: sent as the GLB that they become, as `Store.put` keeps them."""
_LOOK_SECONDS: Final = 0.1


class Client:
    """Assets, scenes, materials, animations and render jobs of a service; `threedkit.Store` has the same face.

    Args:
        wire: to the service.
    """

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self.assets = RemoteAssets(wire)
        self.derivatives = RemoteDerivatives(wire)
        self.scenes = RemoteScenes(wire)
        self.materials = RemoteMaterials(wire)
        self.animations = RemoteAnimations(wire)

    @property
    def url(self) -> str:
        """Where the service is."""
        return self._wire.url

    def put(
        self,
        source: str | Path | bytes | bytearray | memoryview | Scene,
        *,
        name: str | None = None,
        tags: Iterable[str] = (),
        metadata: Mapping[str, Any] | None = None,
        groups: Iterable[str] = (),
        wait: bool = True,
    ) -> Asset:
        """Store a file, bytes or a scene as an asset; see `threedkit.Store.put`.

        Args:
            source: a path, the bytes of a file, or a scene.
            name: with the suffix of its format where bytes do not tell; None: that of the file or scene.
            tags: words.
            metadata: JSON.
            groups: who else may see and change it.
            wait: until it was found good; False returns as soon as it is stored.

        Raises:
            AssetError: it cannot be read, or its format is none that is kept.
            ServiceError: the service refuses it, or is away.
        """
        data, file_name = _sent(source, name)
        fields = fields_of(tuple(tags), metadata or {}, tuple(groups))
        if name:
            fields["name"] = name
        upload = Upload(data, file_name, fields)
        headers = {**upload.headers, "Idempotency-Key": uuid.uuid4().hex}
        try:
            answer = self._wire.send("POST", "/assets/upload", content=upload.content, headers=headers)
        except ServiceError as error:
            if error.code == "unsupported-type":
                raise AssetError(file_name, [Problem("error", "UNSUPPORTED_FORMAT", "", str(error))]) from error
            raise
        asset = msgspec.json.decode(answer.content, type=Asset)
        return self.ready(asset.asset_id) if wait else asset

    def ready(self, asset_id: str, timeout: float = 600.0) -> Asset:
        """Wait until an asset was found good, and return it.

        Raises:
            AssetError: it cannot be read.
            TimeoutError: that is not known after so many seconds.
        """
        end, pause = time.monotonic() + timeout, _LOOK_SECONDS
        while (asset := self.assets.get(asset_id)).state in {"uploading", "processing"}:
            if time.monotonic() > end:
                raise TimeoutError(f"asset {asset_id} is still {asset.state} after {timeout:g} s")
            time.sleep(pause)
            pause = min(1.0, 1.5 * pause)
        if asset.state == "failed":
            raise AssetError(asset.name, [Problem("error", "UNREADABLE", "", asset.message)])
        return asset

    def read(self, asset_id: str) -> bytes:
        """Return the bytes of an asset."""
        return self._wire.read(path_of("assets", asset_id, "content"))

    def stream(self, asset_id: str, start: int = 0, stop: int | None = None) -> Iterator[bytes]:
        """Yield the bytes of an asset, or of a range of it, in parts."""
        if stop is not None and stop <= start:
            return iter(())
        headers = {"Range": f"bytes={start}-{'' if stop is None else stop - 1}"} if start or stop is not None else {}
        return self._wire.stream(path_of("assets", asset_id, "content"), headers)

    def load(self, asset_id: str) -> Scene:
        """Return the scene of an asset that is a model.

        Raises:
            RecordNotFoundError: there is no such asset.
            AssetError: it is no model.
        """
        asset = self.assets.get(asset_id)
        if asset.asset_type != "model":
            problem = Problem("error", "UNSUPPORTED_FORMAT", "", f"it is no model but a {asset.asset_type}")
            raise AssetError(f"asset {asset.name}", [problem])
        return _loaded(self.read(asset_id), asset)

    def compose(self, scene_id: str, version: int | None = None) -> Scene:
        """Return a stored scene, composed of its assets, materials, lights, cameras and animations.

        Raises:
            RecordNotFoundError: there is no such scene.
        """
        return load(self._wire.read(path_of("scenes", scene_id, "content"), version=version))

    def about(self) -> dict[str, Any]:
        """Return what the service says of itself.

        Raises:
            ServiceError: it is away, or cannot reach its records.
        """
        found: dict[str, Any] = self._wire.get("/readyz")
        return found

    def close(self) -> None:
        """Close the connections."""
        self._wire.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<Client {self.url}>"


def connect(url: str, token: str | None = None, *, timeout: float = 60.0) -> Client:
    """Use the assets, scenes and render jobs of a service.

    Args:
        url: ``http://host:port``, ``https://...``, or ``http+unix:///path/of/socket``.
        token: bearer token or API key; None takes ``THREEDKIT_TOKEN``.
        timeout: seconds without an answer after which it counts as away.

    Returns:
        A client with the face of `threedkit.Store`.

    Raises:
        ServiceError: that is no URL of a service.
        MissingPackageError: httpx is not installed.

    Example:
        >>> client = connect("http://127.0.0.1:8733", token="...")
        >>> client.assets.list(tags=["fox"]).items  # doctest: +SKIP
        (Asset(asset_id='0198...', name='fox.glb', ...),)
    """
    return Client(Wire(url, token, timeout))


def _sent(source: str | Path | bytes | bytearray | memoryview | Scene, name: str | None) -> tuple[Any, str]:
    """What is sent, and the name of the file: with the suffix of its format."""
    if isinstance(source, Scene):
        return source.to_glb(), f"{name or source.name or 'scene'}.glb"
    if isinstance(source, str | Path):
        path = Path(source)
        if path.suffix.lower() in _NEIGHBOURS:
            return load(path).to_glb(), f"{path.stem}.glb"
        return path, path.name
    data = bytes(source) if isinstance(source, bytearray) else source
    kind = detect(name or "", bytes(memoryview(data)[:512]))
    return data, name if (name or "").lower().endswith(f".{kind.name}") and name else f"{name or 'asset'}.{kind.name}"


def _loaded(data: bytes, asset: Asset) -> Scene:
    from threedkit.store.models import load_model

    return load_model(memoryview(data), asset.file_format, None, asset.name)
