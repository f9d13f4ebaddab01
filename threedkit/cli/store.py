"""Commands on the store: ``store list | put | get | check | gc``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from threedkit.cli.options import Json
from threedkit.cli.printing import print_json, print_rows, print_table
from threedkit.errors import OutputError, ParameterError, printable

if TYPE_CHECKING:
    from threedkit.store import Asset

__all__ = ["commands"]

commands = typer.Typer()
_store = typer.Typer(
    help="See and keep assets: models, pictures, panoramas.",
    epilog="It is where THREEDKIT_DATABASE and THREEDKIT_BLOBS say. ASSET is an id, the beginning of one, or a name.",
)
commands.add_typer(_store, name="store")

_Asset = Annotated[str, typer.Argument(metavar="ASSET", help="Its id, the beginning of it, or its name.")]
_Tags = Annotated[list[str] | None, typer.Option("--tag", help="A word; may be given several times.")]
_Meta = Annotated[list[str] | None, typer.Option("--meta", metavar="KEY=VALUE", help="Metadata; VALUE may be JSON.")]
_Type = Literal["model", "texture", "environment", "material", "animation", "other"]
_Relation = Literal["intersects", "within", "contains"]


@_store.command("list", epilog="Example: threedkit store list --tag fox --box 0,0,0,2,2,2 --relation within")
def list_assets(
    kind: Annotated[_Type | None, typer.Option("--type", help="Only these.")] = None,
    contains: Annotated[str, typer.Option(help="Only with these letters in their name.")] = "",
    tag: _Tags = None,
    meta: _Meta = None,
    box: Annotated[str | None, typer.Option(help="Only models whose box stands so to x,y,z,x,y,z in metres.")] = None,
    relation: Annotated[_Relation, typer.Option(help="How it stands.")] = "intersects",
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="So many.")] = 50,
    cursor: Annotated[str | None, typer.Option(help="What the page before ended with.")] = None,
    as_json: Json = False,
) -> None:
    """List assets, newest first."""
    from threedkit.store import Store

    with Store() as store:
        found = store.assets.list(
            asset_type=kind,
            contains=contains,
            tags=tag or (),
            metadata=_pairs(meta),
            box=None if box is None else _box(box),
            relation=relation,
            limit=limit,
            cursor=cursor,
        )
    if as_json:
        print_json({"items": [_plain(asset) for asset in found.items], "cursor": found.cursor})
        return
    print_table(_table(found.items))
    if found.cursor is not None:
        print_rows([("more", f"--cursor {found.cursor}")])


@_store.command(epilog="Example: threedkit store put fox.glb sky.hdr --tag forest --meta author=ann")
def put(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Models, pictures, panoramas.")],
    name: Annotated[str | None, typer.Option(help="Of the asset [the file's]; for one file only.")] = None,
    tag: _Tags = None,
    meta: _Meta = None,
    as_json: Json = False,
) -> None:
    """Store files as assets, and say their ids."""
    from threedkit.store import Store

    if name is not None and len(files) > 1:
        raise ParameterError(f"--name is for one file, not for {len(files)}")
    with Store() as store:
        made = [store.put(file, name=name, tags=tag or (), metadata=_pairs(meta)) for file in files]
    print_json([_plain(asset) for asset in made]) if as_json else print_rows([(a.asset_id, a.name) for a in made])


@_store.command(epilog="Example: threedkit store get fox.glb -o fox.glb")
def get(
    asset: _Asset,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="Write the file here.")] = None,
    as_json: Json = False,
) -> None:
    """Show what is known of an asset, or write its file."""
    from threedkit.store import Store

    with Store() as store:
        found = store.assets.find(asset)
        if output is not None:
            _write(output, store.read(found.asset_id))
    if as_json:
        print_json(_plain(found))
    elif output is None:
        print_rows(_rows(found))
    else:
        print_rows([(str(output), f"{found.size} bytes")])


@_store.command(epilog="Example: threedkit store check --deep --json")
def check(
    deep: Annotated[bool, typer.Option("--deep", help="Read all bytes, and compare their digests.")] = False,
    as_json: Json = False,
) -> None:
    """Look whether everything that the records name is there.

    Exit codes: 0 it is; 1 something is missing or damaged.
    """
    import msgspec

    from threedkit.store import Store

    with Store() as store:
        found = store.check(deep=deep)
    if as_json:
        print_json({**msgspec.to_builtins(found), "ok": found.ok})
    else:
        rows = [("blobs", f"{found.blobs}, {found.bytes} bytes"), ("unused", str(found.unused + found.strangers))]
        rows += [(fault.kind, f"{fault.blob}  {', '.join(fault.used_by)}") for fault in found.faults]
        print_rows(rows)
    if not found.ok:
        raise typer.Exit(1)


@_store.command("gc", epilog="Example: threedkit store gc --dry-run; threedkit store gc --grace 1")
def collect(
    grace: Annotated[float, typer.Option(min=0, help="Hours within which what was touched stays.")] = 24.0,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would go.")] = False,
    as_json: Json = False,
) -> None:
    """Delete blobs that no record names, and what uploads that broke off have left."""
    import datetime as dt

    import msgspec

    from threedkit.store import Store

    with Store() as store:
        done = store.collect(dt.timedelta(hours=grace), dry=dry_run)
    if as_json:
        print_json({**msgspec.to_builtins(done), "dry_run": dry_run})
    else:
        print_rows([(name, str(count)) for name, count in msgspec.to_builtins(done).items()])


def _plain(asset: Asset) -> dict[str, Any]:
    import msgspec

    plain: dict[str, Any] = msgspec.to_builtins(asset)
    return plain


def _pairs(given: list[str] | None) -> dict[str, Any]:
    import json

    found: dict[str, Any] = {}
    for pair in given or ():
        key, sign, text = pair.partition("=")
        if not sign or not key:
            raise ParameterError(f"--meta must be KEY=VALUE, not {pair!r:.80}")
        try:
            found[key] = json.loads(text)
        except ValueError:
            found[key] = text
    return found


def _box(text: str) -> tuple[tuple[float, ...], tuple[float, ...]]:
    try:
        numbers = tuple(float(word) for word in text.split(","))
    except ValueError:
        numbers = ()
    if len(numbers) != 6:
        raise ParameterError(f"--box must be six numbers, x,y,z,x,y,z, not {text!r:.80}")
    return numbers[:3], numbers[3:]


def _write(path: Path, data: bytes) -> None:
    from threedkit.io.files import write

    if path.is_dir():
        raise OutputError(f"{path} is a folder; name a file in it")
    write(path, data)


def _table(assets: tuple[Asset, ...]) -> Any:
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="bold")
    for title in ("id", "name", "type", "format", "bytes", "triangles", "tags", "uploaded"):
        table.add_column(title, justify="right" if title in {"bytes", "triangles"} else "left", no_wrap=True)
    for asset in assets:
        triangles = "" if asset.model is None else str(asset.model.triangles)
        shown = (asset.asset_id, asset.name, asset.asset_type, asset.file_format, str(asset.size), triangles)
        words = (*shown, ", ".join(asset.tags), asset.upload_timestamp[:19])
        table.add_row(*(Text(printable(word)) for word in words))
    return table


def _rows(asset: Asset) -> list[tuple[str, str]]:
    import json

    plain = _plain(asset)
    model = plain.pop("model") or {}
    rows = [(name, value if isinstance(value, str) else json.dumps(value)) for name, value in plain.items()]
    return [*rows, *((name, json.dumps(value)) for name, value in model.items())]
