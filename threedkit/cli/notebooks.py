"""Commands on notebooks: ``run``, ``dashboard``."""

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
    epilog="Examples: threedkit run turntable -p asset=fox.glb -p frames=48 -p size=640x480 --output out; "
    "threedkit run turntable --help-parameters; threedkit run --list"
)
def run(
    name: Annotated[str | None, typer.Argument(metavar="NAME", help="A template's name, or a notebook.")] = None,
    parameter: Annotated[
        list[str] | None, typer.Option("-p", "--parameter", metavar="KEY=VALUE", help="A parameter; may be repeated.")
    ] = None,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="The folder [output/NAME].")] = None,
    list_templates: Annotated[bool, typer.Option("--list", help="List the templates and exit.")] = False,
    help_parameters: Annotated[
        bool, typer.Option("--help-parameters", help="Show the template's parameters and exit.")
    ] = False,
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="Draw no progress bars.")] = False,
    as_json: Json = False,
) -> None:
    """Run a notebook template as a job: pictures, film, contact sheet and the executed notebook in one folder."""
    from threedkit.runs import find_template, parse_assignments, templates
    from threedkit.runs import run as execute

    if list_templates:
        found = templates()
        print_json([t.as_dict() for t in found]) if as_json else print_rows([t.as_row() for t in found])
        return
    if name is None:
        raise ParameterError("name a template, e.g. `threedkit run turntable`; `threedkit run --list` shows all")
    if help_parameters:
        template = find_template(name)
        print_json(template.as_dict()) if as_json else print_rows([p.as_row() for p in template.parameters])
        return
    result = execute(name, parse_assignments(parameter or []), output, progress=not quiet)
    if as_json:
        print_json({**result.report, "output": str(result.output)})
    else:
        print_rows(result.as_rows())


@commands.command(epilog="Example: threedkit dashboard configurator --port 8866")
def dashboard(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A dashboard's name, or a notebook.")],
    host: Annotated[str, typer.Option(help="Address to listen on; others than loopback need a token.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port; 0 takes a free one.")] = 0,
    token: Annotated[
        str | None, typer.Option(envvar="THREEDKIT_TOKEN", help="Visitors must show it.", show_default=False)
    ] = None,
    open_browser: Annotated[bool, typer.Option("--open", help="Open it in the browser.")] = False,
) -> None:
    """Serve a notebook as a web page (Voila) until stopped with Ctrl+C."""
    from threedkit.runs import dashboard as serve

    with serve(name, host=host, port=port, token=token, open_browser=open_browser) as server:
        print(f"{server.name}: {server.url}", flush=True)
        code = server.wait()
    raise typer.Exit(code)
