"""Commands on who may do what: ``keys create | list | revoke | rotate`` and ``quotas set | list``."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Annotated, Any

import typer

from threedkit.cli.options import Json
from threedkit.cli.printing import print_json, print_line, print_rows

if TYPE_CHECKING:
    from threedkit.store.keys import ApiKey
    from threedkit.store.quotas import Quota

__all__ = ["commands"]

commands = typer.Typer()
_keys = typer.Typer(
    help="Make and end API keys for the service.", epilog="Example: threedkit keys create ada --scope read --days 90"
)
_quotas = typer.Typer(
    help="Say how much each user of the service may own.", epilog="Example: threedkit quotas set ada --bytes 10GB"
)
commands.add_typer(_keys, name="keys")
commands.add_typer(_quotas, name="quotas")

_Subject = Annotated[str, typer.Argument(metavar="USER", help="Whom it is for.")]
_Database = Annotated[str | None, typer.Option(help="URL of the records [THREEDKIT_DATABASE, else yours].")]
_UNITS = {"": 1, "B": 1, "KB": 10**3, "MB": 10**6, "GB": 10**9, "TB": 10**12}


@_keys.command(epilog="Examples: threedkit keys create ada --scope read; threedkit keys create ci --scope assets:write")
def create(
    subject: _Subject,
    scope: Annotated[
        list[str], typer.Option(help="What it may be used for, again for more: read, write, all, assets:read ...")
    ],
    name: Annotated[str, typer.Option(help="What it is for, in your words.")] = "",
    group: Annotated[list[str] | None, typer.Option(help="A group of the user, again for more.")] = None,
    days: Annotated[float | None, typer.Option(min=0.001, help="It expires after so many days [never].")] = None,
    admin: Annotated[bool, typer.Option("--admin", help="It sees and changes what belongs to others.")] = False,
    database: _Database = None,
    as_json: Json = False,
) -> None:
    """Make a key and print it: once, since the database keeps its SHA-256 only."""
    from threedkit.errors import require

    require("fastapi", extra="service")
    from threedkit.service.auth.scopes import expand
    from threedkit.store import Database
    from threedkit.store.keys import KeyStore

    scopes = expand(scope)
    lasts = None if days is None else dt.timedelta(days=days)
    with Database.open(database) as opened:
        key, secret = KeyStore(opened).create(
            subject, name=name, groups=group or (), scopes=scopes, admin=admin, lasts=lasts
        )
    if as_json:
        print_json({**_told(key), "key": secret})
        return
    print_line(secret)


@_keys.command("list", epilog="Example: threedkit keys list --user ada")
def list_keys(
    user: Annotated[str | None, typer.Option(help="Only the keys of this user.")] = None,
    database: _Database = None,
    as_json: Json = False,
) -> None:
    """List keys, the newest first; never the keys themselves."""
    from threedkit.store import Database
    from threedkit.store.keys import KeyStore

    with Database.open(database) as opened:
        found = KeyStore(opened).list(user)
    if as_json:
        print_json([_told(key) for key in found])
        return
    print_rows(
        [(key.id, f"{key.subject}  {_state(key)}  {' '.join(key.scopes)}  {key.name}".rstrip()) for key in found]
    )


@_keys.command(epilog="Example: threedkit keys revoke 2ba352b130e7adc1")
def revoke(
    keys: Annotated[list[str], typer.Argument(metavar="ID...", help="As threedkit keys list shows them.")],
    database: _Database = None,
    as_json: Json = False,
) -> None:
    """End keys, for good; the service knows within five seconds."""
    from threedkit.store import Database
    from threedkit.store.keys import KeyStore

    with Database.open(database) as opened:
        store = KeyStore(opened)
        found = [store.revoke(key) for key in keys]
    print_json([_told(key) for key in found]) if as_json else print_rows([(key.id, _state(key)) for key in found])


@_keys.command(epilog="Example: threedkit keys rotate")
def rotate(as_json: Json = False) -> None:
    """Sign tokens that JupyterHub's are exchanged for with a new key; the two before it go on verifying."""
    from threedkit.errors import require

    require("fastapi", extra="service")
    from threedkit.service.auth import AuthSettings, signing_keys
    from threedkit.service.auth.signing import Signer

    path = signing_keys(AuthSettings())
    new = Signer(path).rotate()
    print_json({"kid": new, "file": str(path)}) if as_json else print_rows([("signs now", new), ("file", str(path))])


@_quotas.command("set", epilog="Examples: threedkit quotas set ada --bytes 10GB --jobs 4; threedkit quotas set ada")
def set_quota(
    subject: _Subject,
    size: Annotated[str | None, typer.Option("--bytes", help="Of all assets: a number, or 500MB, 10GB.")] = None,
    assets: Annotated[int | None, typer.Option(min=0, help="Number of assets.")] = None,
    jobs: Annotated[int | None, typer.Option(min=0, help="Render jobs that are not finished.")] = None,
    database: _Database = None,
    as_json: Json = False,
) -> None:
    """Say how much a user may own; what is not said is as the service's settings have it."""
    from threedkit.store import Database
    from threedkit.store.quotas import Quota, QuotaStore

    quota = Quota(None if size is None else _bytes(size), assets, jobs)
    with Database.open(database) as opened:
        QuotaStore(opened).set(subject, quota)
    _print_quotas({subject: quota}, as_json)


@_quotas.command("list", epilog="Example: threedkit quotas list --json")
def list_quotas(database: _Database = None, as_json: Json = False) -> None:
    """List what is said of users; for all others the service's settings hold."""
    from threedkit.store import Database
    from threedkit.store.quotas import QuotaStore

    with Database.open(database) as opened:
        _print_quotas(QuotaStore(opened).list(), as_json)


def _print_quotas(quotas: dict[str, Quota], as_json: bool) -> None:
    import msgspec

    found = {subject: msgspec.structs.asdict(quota) for subject, quota in quotas.items()}
    if as_json:
        print_json(found)
        return
    rows = [
        (subject, ", ".join(f"{name} {value:,}" for name, value in values.items() if value is not None) or "as set")
        for subject, values in found.items()
    ]
    print_rows(rows)


def _bytes(text: str) -> int:
    """Read a number of bytes.

    Raises:
        ParameterError: it is none.

    Example:
        >>> _bytes("1.5GB")
        1500000000
    """
    from threedkit.errors import ParameterError

    number = text.strip().rstrip("BKMGTbkmgt")
    unit = text.strip()[len(number) :].upper()
    try:
        return int(float(number) * _UNITS[unit])
    except (ValueError, KeyError, OverflowError):
        raise ParameterError(f"--bytes {text}: a number of bytes, or such as 500MB, 10GB, 1TB") from None


def _told(key: ApiKey) -> dict[str, Any]:
    import msgspec

    told: dict[str, Any] = msgspec.to_builtins(key)
    return told


def _state(key: ApiKey) -> str:
    now = dt.datetime.now(dt.UTC)
    if key.revoked is not None:
        return f"revoked {key.revoked:%Y-%m-%d}"
    if key.expires is None:
        return "never expires"
    return f"{'expires' if now < key.expires else 'expired'} {key.expires:%Y-%m-%d}"
