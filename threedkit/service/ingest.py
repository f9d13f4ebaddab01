"""An upload becomes an asset: its record, what is to be made of it, and the message about it, in one transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import msgspec

from threedkit.errors import FieldError
from threedkit.io.formats import AssetType, FileFormat
from threedkit.service import operations
from threedkit.service.problems import ProblemError
from threedkit.store.queue import Message

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.engine import Connection

    from threedkit.service.auth import Principal
    from threedkit.service.context import Service
    from threedkit.service.idempotency import Once, Outcome
    from threedkit.store.blobs import Stored
    from threedkit.store.records import Asset, DerivativeKind

__all__ = ["TOPIC", "AssetFields", "enqueue", "ingest", "kinds_of", "read_fields"]

TOPIC: Final = "asset"
"""Of messages that name an asset to work on."""

_KINDS: Final[dict[AssetType, tuple[DerivativeKind, ...]]] = {
    "model": ("report", "metadata", "thumbnail", "lod", "compressed"),
    "texture": ("metadata", "thumbnail"),
    "environment": ("metadata", "thumbnail"),
}


class AssetFields(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """What may be said of an asset when it is brought.

    Attributes:
        name: for people; "": the file's.
        tags: words.
        metadata: JSON.
        groups: who else may see and change it.
    """

    name: str = ""
    tags: tuple[str, ...] = ()
    metadata: dict[str, Any] = {}
    groups: tuple[str, ...] = ()


def kinds_of(asset_type: str) -> tuple[DerivativeKind, ...]:
    """Return what is made of such an asset, in this order.

    Example:
        >>> kinds_of("texture")
        ('metadata', 'thumbnail')
    """
    return next((kinds for known, kinds in _KINDS.items() if known == asset_type), ())


def read_fields(fields: Mapping[str, str]) -> AssetFields:
    """Read the parts of a form beside its file: `name`; `tags` and `groups`, divided by commas or as JSON; `metadata`.

    Raises:
        ProblemError: 422, there is no such part, or it has another form.

    Example:
        >>> read_fields({"tags": "red, fox", "metadata": '{"author": "Ann"}'}).tags
        ('red', 'fox')
    """
    plain: dict[str, Any] = {}
    for name, value in fields.items():
        if name not in AssetFields.__struct_fields__:
            known = ", ".join(("file", *AssetFields.__struct_fields__))
            raise ProblemError(422, "invalid-request", f"the form has no part {name[:40]!r}; it may have {known}")
        listed = name in {"tags", "groups"} and not value.lstrip().startswith("[")
        try:
            if listed:
                plain[name] = [word for word in (part.strip() for part in value.split(",")) if word]
            else:
                plain[name] = value if name == "name" else msgspec.json.decode(value)
        except (msgspec.DecodeError, RecursionError) as error:
            raise ProblemError(422, "invalid-request", f"the form's part {name} must be JSON: {error}") from error
    try:
        return msgspec.convert(plain, AssetFields)
    except msgspec.ValidationError as error:
        raise ProblemError(422, "invalid-request", f"the form: {error}") from error


def ingest(
    service: Service,
    who: Principal,
    stored: Stored,
    kind: FileFormat,
    file_name: str,
    fields: AssetFields,
    once: Once,
    *,
    upload_id: str | None = None,
) -> Outcome[Asset]:
    """Write an asset down whose bytes are stored, and have it worked on.

    Args:
        service: of the app.
        who: brings it.
        stored: its bytes.
        kind: its format.
        file_name: of the file.
        fields: what was said of it.
        once: the request.
        upload_id: of the upload that it has been so far; the asset has this id.

    Raises:
        FieldError: a field cannot be written so.
        QuotaError: it would be too much.
    """
    store = service.store_for(who)
    assets = store.assets
    kinds = kinds_of(kind.asset_type)

    def make(note: Any) -> Asset:
        def also(connection: Connection, asset: Asset) -> None:
            note(connection, asset)
            enqueue(service, connection, asset, kinds)
            if upload_id is not None:
                store.uploads.forget(connection, upload_id)
            if not who.admin:
                service.quotas.holds(who.subject)(connection)

        return assets.create(
            stored,
            name=fields.name or file_name or f"asset.{kind.name}",
            asset_type=kind.asset_type,
            file_format=kind.name,
            media_type=kind.media_type,
            tags=fields.tags,
            metadata=fields.metadata,
            groups=fields.groups,
            state="processing" if kinds else "ready",
            asset_id=upload_id,
            also=also,
        )

    try:
        outcome = once.run(make, assets.get, lambda asset: str(asset.asset_id))
    except FieldError as error:
        raise ProblemError(422, "invalid-request", f"the form: {error}") from error
    service.outbox.wake()
    return outcome


def enqueue(service: Service, connection: Connection, asset: Asset, kinds: tuple[DerivativeKind, ...]) -> None:
    """Write down, in the transaction that writes the asset, what is to be made of it and that somebody should."""
    if kinds:
        service.store.derivatives.plan(asset.asset_id, kinds, connection=connection)
        message = Message(topic=TOPIC, body={"asset_id": asset.asset_id}, headers=operations.carried())
        service.outbox.add(connection, message)
