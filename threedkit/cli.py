"""The command line: ``threedkit info | validate | convert | render | run | dashboard``.

Each command parses, calls one room and prints. Exit codes: 0 done; 1 it ran and the answer is no (a file with errors,
a run that failed); 2 the input or the output place cannot be used; 130 stopped. Errors are one line on stderr.
"""

from __future__ import annotations

import json
import logging
import signal
import sys
import warnings
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from threedkit.errors import JobError, ParameterError, ThreedkitError, printable

__all__ = ["app", "main"]

_STOPPED = 128  # exit codes above it: stopped by a signal

app = typer.Typer(
    name="threedkit",
    help="3D assets, renders and notebook jobs. Add --debug to any command to see a traceback on errors.",
    epilog="Try: threedkit run turntable -p asset=suzanne -p frames=48 --output out",
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
)

_Input = Annotated[Path, typer.Argument(metavar="IN", help="A model: .glb, .gltf, .obj, .stl, .ply ...")]
_Lenient = Annotated[bool, typer.Option("--lenient", help="Let errors pass that do no harm in reading.")]
_Json = Annotated[bool, typer.Option("--json", help="Print one JSON document instead of text.")]


def _print_version(wanted: bool) -> None:
    if wanted:
        from threedkit import __version__

        print(f"threedkit {__version__}")
        raise typer.Exit


@app.callback()
def _common(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and exit.")
    ] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show the traceback of an error.")] = False,
) -> None:
    del version, debug  # main() looks for --debug anywhere on the line


@app.command(epilog="Example: threedkit info fox.glb --json")
def info(source: _Input, lenient: _Lenient = False, as_json: _Json = False) -> None:
    """Show what a model holds: triangles, materials, animations, bounds, content hash."""
    from threedkit.io import load
    from threedkit.runs import asset_facts, fact_rows

    facts = asset_facts(load(source, strict=not lenient), source)
    _print_json(facts) if as_json else _print_rows(fact_rows(facts))


@app.command(
    epilog="Examples: threedkit validate fox.glb && echo fine; "
    "threedkit validate models/*.glb --profile web --html report.html"
)
def validate(
    sources: Annotated[list[Path], typer.Argument(metavar="IN...", help="Models: .glb, .gltf, .obj, .stl, .ply ...")],
    as_json: _Json = False,
    html: Annotated[Path | None, typer.Option("--html", help="Also write a page with everything.")] = None,
    profile: Annotated[
        str | None, typer.Option(help="Limits to keep: web, commerce-publishing ..., or a .toml or .json file.")
    ] = None,
    severity: Annotated[
        Literal["error", "warning", "info", "hint"], typer.Option(help="List nothing milder than that.")
    ] = "hint",
    max_problems: Annotated[int, typer.Option(min=0, help="List at most so many of a file; 0: all.")] = 0,
) -> None:
    """List every problem of models, and what mends it; exit code 1 when one of them is an error.

    Exit codes: 0 every file is valid and keeps the profile; 1 at least one does not; 2 a file is missing or of no
    format that is read, the profile is wrong, or the page cannot be written.
    """
    from threedkit.io.report import find_profile, save_reports, validate_all

    reports, missing = validate_all(sources, None if profile is None else find_profile(profile))
    most = max_problems or None
    if html is not None and reports:
        save_reports(reports, html)
    if as_json:
        found = [report.to_dict(severity, most) for report in reports]
        several = {"ok": all(report.ok for report in reports) and not missing, "files": found}
        _print_json(found[0] if len(sources) == 1 else several)
    else:
        for report in reports:
            print("\n".join(report.lines(severity, most, hints=True)))
    for error in missing:
        _say("error", error)
    raise typer.Exit(2 if missing else 0 if all(report.ok for report in reports) else 1)


@app.command(
    epilog="Examples: threedkit convert chair.obj chair.glb; threedkit convert fox.glb small.glb --op weld "
    "--op simplify:ratio=0.25 --compress meshopt; threedkit convert --list-ops"
)
def convert(
    source: Annotated[Path | None, typer.Argument(metavar="IN", help="A model: .glb, .gltf, .obj, .stl ...")] = None,
    target: Annotated[
        Path | None, typer.Argument(metavar="OUT", help="The new file; its suffix says which format.")
    ] = None,
    op: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME[:OPTION=VALUE,...]", help="An operation; may be repeated, they run in this order."),
    ] = None,
    compress: Annotated[
        Literal["draco", "meshopt"] | None, typer.Option(help="Compress the meshes of a .glb or .gltf.")
    ] = None,
    list_ops: Annotated[bool, typer.Option("--list-ops", help="List the operations with their options.")] = False,
    lenient: _Lenient = False,
    as_json: _Json = False,
) -> None:
    """Write a model in another format, or changed by operations."""
    from threedkit.runs import convert as change
    from threedkit.runs import operation_rows, operations_as_json

    if list_ops:
        _print_json(operations_as_json()) if as_json else _print_rows(operation_rows())
        return
    if source is None or target is None:
        raise ParameterError("name a model and the new file, e.g. `threedkit convert chair.obj chair.glb`")
    done = change(source, target, op or (), compress, strict=not lenient)
    if as_json:
        _print_json(done.as_dict())
        return
    print(f"{target}: {done.after['bytes']:,} bytes")
    if done.operations:
        _print_rows(done.as_rows())


@app.command(
    epilog="Examples: threedkit render fox.glb -o fox.png --size 1920x1080; "
    "threedkit render fox.glb -o fox.png --engine mitsuba --samples 256 --transparent"
)
def render(
    source: _Input,
    output: Annotated[Path, typer.Option("-o", "--output", help="The picture: .png .jpg .webp .exr .npz")],
    size: Annotated[str, typer.Option(help="Width and height in pixels.")] = "1280x720",
    engine: Annotated[str, typer.Option(help="An engine's name, or auto for the best one that runs here.")] = "auto",
    camera: Annotated[str | None, typer.Option(help="Name of a camera of the model; else one is fitted.")] = None,
    time: Annotated[float, typer.Option(help="Seconds into the animation.")] = 0.0,
    animation: Annotated[str | None, typer.Option(help="Name of the animation; else the first one.")] = None,
    environment: Annotated[str | None, typer.Option(help="studio, or an .hdr or .exr panorama.")] = None,
    samples: Annotated[int, typer.Option(help="Samples for each pixel.")] = 64,
    seed: Annotated[int, typer.Option(help="Start of the random numbers.")] = 0,
    exposure: Annotated[float, typer.Option(help="Factor on the light.")] = 1.0,
    transparent: Annotated[bool, typer.Option("--transparent", help="Leave the background clear.")] = False,
    lenient: _Lenient = False,
    as_json: _Json = False,
) -> None:
    """Draw one picture of a model."""
    from threedkit.io import load
    from threedkit.render import render as draw
    from threedkit.render.files import FORMATS
    from threedkit.runs import check_target, find_engine, find_environment, parse_size

    pixels = parse_size(size)
    check_target(output, FORMATS)
    scene = load(source, strict=not lenient)
    if environment is not None:
        scene.environment = find_environment(environment)
    frame = draw(
        scene, size=pixels, camera=camera, time=time, animation=animation, engine=find_engine(engine),
        samples=samples, seed=seed, exposure=exposure, transparent=transparent, outputs=_outputs(output),
    )  # fmt: skip
    frame.save(output)
    _print_json({"output": str(output), **frame.meta}) if as_json else print(output)


@app.command(
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
    as_json: _Json = False,
) -> None:
    """Run a notebook template as a job: pictures, film, contact sheet and the executed notebook in one folder."""
    from threedkit.runs import find_template, parse_assignments, templates
    from threedkit.runs import run as execute

    if list_templates:
        found = templates()
        _print_json([t.as_dict() for t in found]) if as_json else _print_rows([t.as_row() for t in found])
        return
    if name is None:
        raise ParameterError("name a template, e.g. `threedkit run turntable`; `threedkit run --list` shows all")
    if help_parameters:
        template = find_template(name)
        _print_json(template.as_dict()) if as_json else _print_rows([p.as_row() for p in template.parameters])
        return
    result = execute(name, parse_assignments(parameter or []), output, progress=not quiet)
    if as_json:
        _print_json({**result.report, "output": str(result.output)})
    else:
        _print_rows(result.as_rows())


@app.command(epilog="Example: threedkit dashboard configurator --port 8866")
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


def _outputs(output: Path) -> tuple[str, ...]:
    """What a picture file of this kind can hold."""
    layered = output.suffix.lower() in {".exr", ".npz"}
    return ("color", "depth", "normal", "object_id") if layered else ("color",)


def _print_json(document: Any) -> None:
    text = json.dumps(document, indent=2, ensure_ascii=False)
    print(text.encode("utf-8", "backslashreplace").decode())  # half of a surrogate pair as JSON's own escape


def _print_rows(rows: list[tuple[str, str]]) -> None:
    width = max((len(label) for label, _ in rows), default=0)
    for label, text in rows:
        print(printable(f"{label:<{width}}  {text}"))


def _say(kind: str, message: object) -> None:
    print(f"threedkit: {kind}: {printable(' '.join(str(message).split()))}", file=sys.stderr)


def _stop(number: int, _: Any) -> None:
    """Leave as after Ctrl+C, so that kernels end and records say so, when a batch system sends SIGTERM."""
    raise SystemExit(_STOPPED + number)


def main(arguments: list[str] | None = None) -> int:
    """Run the command line.

    Args:
        arguments: without the program's name; those of the process when None.

    Returns:
        The exit code.
    """
    given = list(sys.argv[1:] if arguments is None else arguments) or ["--help"]
    debug = "--debug" in given
    signal.signal(signal.SIGTERM, _stop)
    warnings.showwarning = lambda message, *_, **__: _say("warning", message)  # one line, as errors
    try:
        code = app([word for word in given if word != "--debug"], prog_name="threedkit", standalone_mode=False)
    except (ThreedkitError, typer.TyperException) as error:
        if debug:
            raise
        _say("error", error.format_message() if isinstance(error, typer.TyperException) else error)
        return 1 if isinstance(error, JobError) else 2
    except SystemExit as stop:
        code = stop.code
    if code and code >= _STOPPED:
        logging.getLogger("asyncio").disabled = True  # the process ends: what it left undone is no news
        _say("stopped", signal.Signals(code - _STOPPED).name)
    return int(code or 0)


if __name__ == "__main__":
    sys.exit(main())
