"""The command that serves: ``serve``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from threedkit.cli.options import Json
from threedkit.cli.printing import print_line

__all__ = ["commands"]

commands = typer.Typer()


@commands.command(
    epilog="Examples: threedkit serve; threedkit serve --port 9000 --services geometry,scene; "
    "threedkit serve --unix-socket /run/user/1000/threedkit.sock"
)
def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on [127.0.0.1].")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on; 0 takes a free one [8733].")] = None,
    services: Annotated[
        str | None, typer.Option(metavar="NAME,...", help="geometry, scene, material, animation, render [all].")
    ] = None,
    unix_socket: Annotated[
        Path | None, typer.Option(help="Listen on this socket instead, which only you can open.")
    ] = None,
    database: Annotated[str | None, typer.Option(help="URL of the records [THREEDKIT_DATABASE, else yours].")] = None,
    blobs: Annotated[
        str | None, typer.Option(help="Folder or s3://bucket/prefix of the files [THREEDKIT_BLOBS, else yours].")
    ] = None,
    tls_cert: Annotated[Path | None, typer.Option(help="Certificate chain, PEM: other machines need TLS.")] = None,
    tls_key: Annotated[Path | None, typer.Option(help="Its key, PEM.")] = None,
    grpc_port: Annotated[int | None, typer.Option(help="Port to answer gRPC on, too; 0 takes a free one.")] = None,
    no_workers: Annotated[
        bool, typer.Option("--no-workers", help="Answer requests only; uploads and jobs wait for other processes.")
    ] = False,
    workers_only: Annotated[
        bool, typer.Option("--workers-only", help="Work on uploads and jobs only, and answer no requests.")
    ] = False,
    scheduler: Annotated[
        str | None, typer.Option(help="Draw on this Dask cluster, tcp://host:8786 [this machine].")
    ] = None,
    as_json: Json = False,
) -> None:
    """Serve assets, scenes and render jobs over REST, until Ctrl+C or SIGTERM.

    The bearer token is that of THREEDKIT_TOKEN, else one is made and printed. Every other setting is a variable
    THREEDKIT_NAME too: see docs/service.md.
    """
    import json

    from threedkit.errors import require

    for package in ("fastapi", "pydantic_settings", "uvicorn"):
        require(package, extra="service")
    from threedkit.service.serving import Serving, serve
    from threedkit.service.settings import Settings

    def say(where: Serving) -> None:
        if as_json:
            found = {"url": where.url, "token": where.token or None, "pid": where.pid, "services": where.services}
            print_line(json.dumps(found))
            return
        print_line(f"serving {', '.join(where.services)} at {where.url}/v1 (Ctrl+C ends it)")
        print_line(f"token: {where.token}" if where.token else "token: that of THREEDKIT_TOKEN")

    settings = Settings.read(
        host=host,
        port=port,
        services=services,
        unix_socket=unix_socket,
        database=database,
        blobs=blobs,
        scheduler=scheduler,
        grpc_port=grpc_port,
        work=False if no_workers else None,
        prestart=True,
    )
    if workers_only:
        from threedkit.service.workers import work

        work(settings, ready=lambda: print_line("working (Ctrl+C ends it)"))
        return
    serve(settings, ready=say, certificate=tls_cert, key=tls_key)
