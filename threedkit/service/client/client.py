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
from threedkit.service.client.lighting import exr_of
from threedkit.service.client.parts import send_in_parts
from threedkit.service.client.records import (
    RemoteAnimations,
    RemoteAssets,
    RemoteDerivatives,
    RemoteMaterials,
    RemoteScenes,
)
from threedkit.service.client.renderjobs import RemoteJob, RemoteRenderJobs
from threedkit.service.client.uploading import Upload, fields_of, size_of
from threedkit.service.client.wire import Wire, path_of
from threedkit.store.records import Asset, SceneRecord

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from types import TracebackType

    from threedkit.jobs.shots import Orbit, Views

__all__ = ["Client", "connect"]

_NEIGHBOURS: Final = frozenset({".gltf", ".obj", ".dae"})
"""Formats that may refer to files beside them: sent as the GLB that they become, as `Store.put` keeps them."""
_LOOK_SECONDS: Final = 0.1
PARTS_ABOVE: Final = 64 << 20
"""Bytes above which a file is sent in parts."""


class Client:
    """Assets, scenes, materials, animations and render jobs of a service; `threedkit.Store` has the same face.

    Args:
        wire: to the service.
        parts_above: see `connect`.
    """

    def __init__(self, wire: Wire, parts_above: int = PARTS_ABOVE) -> None:
        self._wire = wire
        self._parts_above = parts_above
        self.assets = RemoteAssets(wire)
        self.derivatives = RemoteDerivatives(wire)
        self.scenes = RemoteScenes(wire)
        self.materials = RemoteMaterials(wire)
        self.animations = RemoteAnimations(wire)
        self.renderjobs = RemoteRenderJobs(wire)

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

        A large file goes in parts (see `connect`): what breaks is sent again by itself.

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
        told = {"name": name or "", "tags": [*tags], "metadata": dict(metadata or {}), "groups": [*groups]}
        fields = {key: value for key, value in told.items() if value}
        try:
            asset = self._send(data, file_name, fields)
        except ServiceError as error:
            if error.code == "unsupported-type":
                raise AssetError(file_name, [Problem("error", "UNSUPPORTED_FORMAT", "", str(error))]) from error
            raise
        return self.ready(asset.asset_id) if wait else asset

    def _send(self, data: Path | bytes | memoryview, file_name: str, fields: dict[str, Any]) -> Asset:
        if size_of(data) > self._parts_above:
            return send_in_parts(self._wire, data, file_name, fields)
        upload = Upload(data, file_name, fields_of(fields))
        headers = {**upload.headers, "Idempotency-Key": uuid.uuid4().hex}
        answer = self._wire.send("POST", "/assets/upload", content=upload.content, headers=headers)
        return msgspec.json.decode(answer.content, type=Asset)

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

    def submit(
        self,
        scene: Scene | SceneRecord | str,
        shots: Orbit | Views | None = None,
        *,
        size: tuple[int, int] = (640, 480),
        format: str = "png",  # noqa: A002 - as in threedkit.submit
        name: str = "",
        **asked: Any,
    ) -> RemoteJob:
        """Have a scene drawn where the service is; `threedkit.submit` has the same face.

        Args:
            scene: a scene of this process, which is stored first; a stored one, or its id.
            shots: what `turntable`, `animate` or `stills` made; None: one picture of the whole scene.
            size: (width, height) in pixels.
            format: of the frames, or of a film.
            name: for people.
            asked: `engine`, `samples`, `seed`, `transparent`, `exposure`, `outputs`, `fps`, `shutter`, `denoise`,
                `split`, `resources`, `attempts`, `frame_timeout`, `budget`, `frames`, `priority`: see
                `threedkit.submit`; and the fields of ``POST /v1/renderjobs`` that it has not, such as
                `camera_config`.

        Returns:
            The job, accepted by the service.

        Raises:
            FieldError: something cannot be so.
            RecordNotFoundError: there is no such scene.

        Example:
            >>> job = client.submit(scene, tk.turntable(scene, frames=48))  # doctest: +SKIP
            >>> job.wait()  # doctest: +SKIP
            'succeeded'
        """
        known = self._store_scene(scene) if isinstance(scene, Scene) else scene
        scene_id = known if isinstance(known, str) else known.scene_id
        if shots is not None:
            asked["camera_config"] = {"type": "shots", "shots": msgspec.to_builtins(shots)}
        return self.renderjobs.create(scene_id, resolution=size, output_format=format, name=name or None, **asked)

    def _store_scene(self, scene: Scene) -> SceneRecord:
        """Store a scene of this process: its content as an asset, its light in the graph."""
        name = scene.name or "scene"
        asset = self.put(scene, name=name)
        graph = {"assets": [{"asset_id": asset.asset_id}], "environment": self._environment(scene)}
        return self.scenes.create(name=name, graph=graph)

    def _environment(self, scene: Scene) -> dict[str, Any] | None:
        light = scene.environment
        if light is None:
            return None
        plain: dict[str, Any] = {
            "intensity": light.intensity,
            "rotation": light.rotation,
            "background": light.background,
            "background_color": list(light.background_color),
        }
        if light.radiance is not None:
            data = exr_of(light.radiance)
            plain["asset_id"] = self.put(data, name=f"{light.name or scene.name or 'light'}.exr").asset_id
        return plain

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


def connect(
    url: str, token: str | None = None, *, timeout: float = 60.0, wait: float = 0.0, parts_above: int = PARTS_ABOVE
) -> Client:
    """Use the assets, scenes and render jobs of a service.

    Args:
        url: ``http://host:port``, ``https://...``, or ``http+unix:///path/of/socket``.
        token: bearer token or API key; None takes ``THREEDKIT_TOKEN``.
        timeout: seconds without an answer after which it counts as away.
        wait: seconds to wait for it to come up; 0 does not ask.
        parts_above: bytes above which a file is sent in parts: a part that breaks is sent again, and not the others.

    Returns:
        A client with the face of `threedkit.Store`.

    Raises:
        ServiceError: that is no URL of a service, or it has not come up.
        MissingPackageError: httpx is not installed.

    Example:
        >>> client = connect("http://127.0.0.1:8733", token="...")
        >>> client.assets.list(tags=["fox"]).items  # doctest: +SKIP
        (Asset(asset_id='0198...', name='fox.glb', ...),)
    """
    client = Client(Wire(url, token, timeout), parts_above)
    end = time.monotonic() + wait
    while wait > 0:
        try:
            client.about()
            break
        except ServiceError:
            if time.monotonic() > end:
                raise
        time.sleep(_LOOK_SECONDS)
    return client


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
