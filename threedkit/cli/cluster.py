"""Commands on clusters: ``worker``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from threedkit.cli.options import Json
from threedkit.cli.printing import print_json, print_rows
from threedkit.errors import ParameterError

__all__ = ["commands"]

commands = typer.Typer()


@commands.command(
    epilog="Example: threedkit worker tls://farm:8786 --tls-ca-file ca.pem --tls-cert me.pem --tls-key me.key"
)
def worker(
    scheduler: Annotated[str, typer.Argument(metavar="SCHEDULER", help="tcp://host:8786 or tls://host:8786")],
    workers: Annotated[int | None, typer.Option(help="Processes [one a GPU, else one a core].")] = None,
    engine: Annotated[
        list[str] | None, typer.Option("-e", "--engine", help="Engine to start at once; may be repeated.")
    ] = None,
    resource: Annotated[
        list[str] | None, typer.Option("--resource", metavar="NAME=AMOUNT", help="What each worker offers beside.")
    ] = None,
    name: Annotated[str, typer.Option(help="The workers are NAME-0, NAME-1 ...")] = "",
    tls_ca_file: Annotated[Path | None, typer.Option(help="The authority's certificate.")] = None,
    tls_cert: Annotated[Path | None, typer.Option(help="This machine's certificate.")] = None,
    tls_key: Annotated[Path | None, typer.Option(help="Its key.")] = None,
    host: Annotated[str, typer.Option(help="Address to listen on [the one that leads to the scheduler].")] = "",
    scratch: Annotated[Path | None, typer.Option(help="Folder for temporary files.")] = None,
    plan: Annotated[bool, typer.Option("--plan", help="Show what each worker would get, and exit.")] = False,
    as_json: Json = False,
) -> None:
    """Draw for a Dask scheduler until stopped with Ctrl+C, or until it has gone."""
    from threedkit.jobs.joining import WorkerOptions, join_cluster, seats

    options = WorkerOptions(
        scheduler=scheduler,
        workers=workers,
        engines=tuple(engine or ()),
        resources=dict(_resource(text) for text in resource or ()),
        name=name,
        ca_file=_file(tls_ca_file),
        cert_file=_file(tls_cert),
        key_file=_file(tls_key),
        host=host,
        scratch=str(scratch or ""),
    )
    if not plan:
        join_cluster(options, lambda line: print(line, flush=True))
    elif as_json:
        print_json([seat.as_dict() for seat in seats(options)])
    else:
        print_rows([seat.as_row() for seat in seats(options)])


def _resource(text: str) -> tuple[str, float]:
    name, _, amount = text.partition("=")
    try:
        value = float(amount)
    except ValueError:
        value = -1.0
    if not name.isidentifier() or not 0 < value < float("inf"):
        raise ParameterError(f"--resource must be NAME=AMOUNT with an amount above 0, e.g. GPU=1, not {text!r}")
    return name, value


def _file(path: Path | None) -> str:
    if path is None:
        return ""
    if not path.is_file():
        raise ParameterError(f"{path}: there is no such file")
    return str(path.resolve())
