"""`Store`: assets, scenes, materials, animations and render jobs of a team, or of one person. Imported on first use."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, TypedDict

import msgspec

from threedkit.errors import AccessDeniedError, AssetError, Problem, StoreError
from threedkit.io import files
from threedkit.io.formats import HEAD_BYTES, detect
from threedkit.scene import Scene
from threedkit.store.access import LOCAL, Access
from threedkit.store.blobs import Blobs, Stored, digest, open_blobs
from threedkit.store.composing import StoredParts, compose
from threedkit.store.database import Database
from threedkit.store.jobs import JobStore
from threedkit.store.keeping import Keeper
from threedkit.store.keeping.checking import Checked, check
from threedkit.store.keeping.collecting import GRACE, Collected, collect
from threedkit.store.models import load_model, model_of
from threedkit.store.place import default_blobs, default_key
from threedkit.store.repositories import (
    AnimationStore,
    AssetStore,
    DerivativeStore,
    MaterialStore,
    RenderJobStore,
    RunStore,
    SceneStore,
)
from threedkit.store.uploads import UploadStore

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Mapping
    from types import TracebackType

    from threedkit.store.keeping import RegisteringWriter
    from threedkit.store.records import Asset, AssetType, SceneRecord

__all__ = ["Store"]

_NEIGHBOURS = frozenset({"gltf", "obj", "dae"})
"""Formats that may refer to files beside them: kept as the GLB that they become."""


class _Told(TypedDict):
    tags: Iterable[str]
    metadata: Mapping[str, Any] | None
    groups: Iterable[str]


class _Kind(TypedDict):
    asset_type: AssetType
    file_format: str
    media_type: str


class Store:
    """Records in a database and bytes in a blob store. Thread-safe.

    Args:
        url: of the database; None takes ``THREEDKIT_DATABASE``, else a SQLite file in threedkit's home.
        access: in whose name; None: the user of this machine, to whom everything in it belongs.
        blobs: a folder or ``s3://bucket/prefix``; None takes ``THREEDKIT_BLOBS``, else a folder in threedkit's home.
            Where ``THREEDKIT_BLOB_KEY`` is set they are encrypted with it.
        database: one that is open, in place of `url`.

    Raises:
        StoreError: the database cannot be opened.
        MissingPackageError: SQLAlchemy, Alembic or a driver is not installed.

    Example:
        >>> import tempfile
        >>> import threedkit as tk
        >>> folder = tempfile.mkdtemp()
        >>> store = tk.Store(f"sqlite:///{folder}/farm.db", blobs=folder)
        >>> scene = tk.Scene()
        >>> ball = scene.add(tk.Mesh(tk.sphere(radius=1)), name="ball")
        >>> asset = store.put(scene, name="ball", tags=["round"])
        >>> store.assets.list(tags=["round"], box=((0, 0, 0), (9, 9, 9))).items[0].name
        'ball'
        >>> store.load(asset.asset_id).nodes["ball"].name
        'ball'
    """

    def __init__(
        self,
        url: str | None = None,
        access: Access | None = None,
        *,
        blobs: Blobs | str | Path | None = None,
        database: Database | None = None,
    ) -> None:
        """Open the database; the blobs are reached with the first use."""
        self.access = LOCAL if access is None else access
        place = default_blobs() if blobs is None else blobs
        self.blobs = place if isinstance(place, Blobs) else open_blobs(place, key=default_key())
        self.database = Database.open(url) if database is None else database
        self._keeper = Keeper(self.database, self.blobs)

    def as_(self, access: Access) -> Store:
        """Return the same store in the name of somebody else; it costs nothing."""
        return Store(access=access, blobs=self.blobs, database=self.database)

    # Records

    @property
    def assets(self) -> AssetStore:
        """Assets: files, and what is known of them."""
        return AssetStore(self.database, self.access)

    @property
    def derivatives(self) -> DerivativeStore:
        """What was made of assets."""
        return DerivativeStore(self.database, self.access)

    @property
    def scenes(self) -> SceneStore:
        """Scenes, with their versions."""
        return SceneStore(self.database, self.access)

    @property
    def materials(self) -> MaterialStore:
        """Materials that scenes share."""
        return MaterialStore(self.database, self.access)

    @property
    def animations(self) -> AnimationStore:
        """Animations that scenes share."""
        return AnimationStore(self.database, self.access)

    @property
    def renderjobs(self) -> RenderJobStore:
        """Render jobs as clients of the service see them."""
        return RenderJobStore(self.database, self.access)

    @property
    def uploads(self) -> UploadStore:
        """Files that come in parts."""
        return UploadStore(self.database, self.blobs, self.access)

    @property
    def runs(self) -> RunStore:
        """Runs of notebook templates."""
        return RunStore(self.database, self.access)

    @property
    def jobs(self) -> JobStore:
        """The ledger of render jobs, whoever's they are."""
        return JobStore(self.database)

    # Bytes

    def put_blob(self, data: bytes | memoryview) -> Stored:
        """Store bytes that a record is going to name.

        Raises:
            StoreError: the database or the blobs cannot be written.
        """
        return self._keeper.put(data)

    def writer(self) -> RegisteringWriter:
        """Return what takes bytes as they come, for a record that is going to name them; memory stays flat.

        Raises:
            StoreError: the blobs cannot be written.
        """
        return self._keeper.writer()

    def register(self, stored: Stored) -> Stored:
        """Write down that bytes which somebody else has stored are there; return them, or the same ones kept before.

        Raises:
            StoreError: the database cannot be written.
        """
        return self._keeper.register(stored)

    def read(self, asset_id: str) -> bytes:
        """Return the bytes of an asset, checked against their digest.

        Raises:
            RecordNotFoundError: there is no such asset.
            StoreError: its bytes are not there yet, or were damaged.
        """
        return self._checked(self.assets.get(asset_id))

    def stream(self, asset_id: str, start: int = 0, stop: int | None = None) -> Iterator[bytes]:
        """Return the bytes of an asset, or of a range of it, in parts; memory stays flat.

        Raises:
            as `read`.
        """
        return self.blobs.stream(_path(self.assets.get(asset_id)), start, stop)

    # Both

    def put(
        self,
        source: str | Path | bytes | bytearray | memoryview | Scene,
        *,
        name: str | None = None,
        tags: Iterable[str] = (),
        metadata: Mapping[str, Any] | None = None,
        groups: Iterable[str] = (),
    ) -> Asset:
        """Store a file, bytes or a scene as an asset, ready to be used.

        Args:
            source: a path (a model, picture or panorama), the bytes of one, or a scene. A model that may have files
                beside it (.gltf, .obj, .dae) is kept as GLB.
            name: with the suffix of its format where bytes do not tell; None: that of the file or scene.
            tags: words.
            metadata: JSON.
            groups: who else may see and change it.

        Raises:
            AssetError: it cannot be read, or its format is none that is kept.
            StoreError: it cannot be written.
        """
        told: _Told = {"tags": tags, "metadata": metadata, "groups": groups}
        if isinstance(source, Scene):
            return self._put_scene(source, name or source.name or "scene", told)
        if isinstance(source, str | Path):
            path = Path(source)
            data = files.read(path)
            title = path.name if name is None else name
            kind = detect(path.name, bytes(data[:HEAD_BYTES]))
        else:
            path, data = None, memoryview(bytes(source) if isinstance(source, bytearray) else source)
            title = name or ""
            kind = detect(title, bytes(data[:HEAD_BYTES]))
        if kind.asset_type != "model":
            stored = self.put_blob(data)
            plain: _Kind = {"asset_type": kind.asset_type, "file_format": kind.name, "media_type": kind.media_type}
            return self.assets.create(stored, name=title or kind.name, **plain, **told)
        scene = load_model(data, kind.name, None if path is None else path.parent, title or "model")
        if kind.name in _NEIGHBOURS:
            return self._put_scene(scene, title or "model", told)
        stored = self.put_blob(data)
        glb = self.put_blob(scene.to_glb())
        return self.assets.create(
            stored,
            name=title or "model",
            asset_type="model",
            file_format=kind.name,
            media_type=kind.media_type,
            model=model_of(scene, glb.name),
            **told,
        )

    def _put_scene(self, scene: Scene, name: str, told: _Told) -> Asset:
        stored = self.put_blob(scene.to_glb())
        kind: _Kind = {"asset_type": "model", "file_format": "glb", "media_type": "model/gltf-binary"}
        return self.assets.create(stored, name=name, model=model_of(scene, stored.name), **kind, **told)

    def load(self, asset_id: str) -> Scene:
        """Return the scene of an asset that is a model.

        Args:
            asset_id: its id, the beginning of it, or its name.

        Raises:
            RecordNotFoundError: there is no such asset.
            AssetError: it is no model.
        """
        asset = self.assets.find(asset_id)
        if asset.asset_type != "model":
            problem = Problem("error", "UNSUPPORTED_FORMAT", "", f"it is no model but a {asset.asset_type}")
            raise AssetError(f"asset {asset.name}", [problem])
        return load_model(memoryview(self._checked(asset)), asset.file_format, None, asset.name)

    def compose(self, scene_id: str, version: int | None = None) -> Scene:
        """Return a stored scene, put together of its parts as they are now.

        Args:
            scene_id: its id.
            version: None: the newest.

        Raises:
            RecordNotFoundError: there is no such scene or version.
            FieldError: it names a material, light, node or animation that an asset does not have.
            StoreError: something of it cannot be read.
        """
        record = self.scenes.get(scene_id, version)
        return compose(record.name, record.graph, StoredParts(self.as_(LOCAL)))

    def composed(self, scene_id: str, version: int | None = None) -> tuple[SceneRecord, str]:
        """Return a scene's record and the name of the blob with its canonical GLB, made when it is asked for first.

        Raises:
            as `compose`.
        """
        record = self.scenes.get(scene_id, version)
        if record.glb and record.glb in self.blobs:
            return record, record.glb
        before = self.scenes.fingerprint(record.scene_id, record.version)
        stored = self.put_blob(self.compose(record.scene_id, record.version).to_glb())
        self.scenes.set_glb(record.scene_id, record.version, stored.name, before)
        return msgspec.structs.replace(record, glb=stored.name), stored.name

    def _checked(self, asset: Asset) -> bytes:
        data = self.blobs.read(_path(asset))
        if digest(data) != asset.sha256:
            raise StoreError(f"the bytes of asset {asset.name} ({asset.asset_id}) are damaged; bring the file again")
        return data

    # Care

    def collect(self, grace: dt.timedelta = GRACE, *, dry: bool = False) -> Collected:
        """Delete blobs that no record names, and what broke off; see `keeping.collecting`.

        Args:
            grace: what was touched within this time stays: somebody may be about to name it.
            dry: only count.

        Raises:
            AccessDeniedError: the asker is no administrator.
            StoreError: the database or the blobs cannot be read or written.
        """
        self._check_admin("collect garbage")
        return collect(self.database, self.blobs, grace, dry=dry)

    def check(self, *, deep: bool = False) -> Checked:
        """Look whether everything that records name is there.

        Args:
            deep: read all bytes, and hold them against their digests.

        Raises:
            AccessDeniedError: the asker is no administrator.
            StoreError: the database or the blobs cannot be read.
        """
        self._check_admin("check the store")
        return check(self.database, self.blobs, deep=deep)

    def _check_admin(self, what: str) -> None:
        if not self.access.admin:
            raise AccessDeniedError(f"only an administrator may {what}")

    # Life

    def close(self) -> None:
        """Close the connections to the database."""
        self.database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<Store {self.database.url} {self.blobs.url}>"


def _path(asset: Asset) -> str:
    if not asset.storage_path:
        raise StoreError(f"the bytes of asset {asset.name} ({asset.asset_id}) are not there yet: it is {asset.state}")
    return asset.storage_path
