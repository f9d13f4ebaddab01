"""Commands on files of models: ``info``, ``validate``, ``convert``, ``render``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from threedkit.cli.options import Json, Lenient, Source
from threedkit.cli.printing import print_json, print_rows, say
from threedkit.errors import ParameterError

__all__ = ["commands"]

commands = typer.Typer()


@commands.command(epilog="Example: threedkit info fox.glb --json")
def info(source: Source, lenient: Lenient = False, as_json: Json = False) -> None:
    """Show what a model holds: triangles, materials, animations, bounds, content hash."""
    from threedkit.io import load
    from threedkit.runs import asset_facts, fact_rows

    facts = asset_facts(load(source, strict=not lenient), source)
    print_json(facts) if as_json else print_rows(fact_rows(facts))


@commands.command(
    epilog="Examples: threedkit validate fox.glb && echo fine; "
    "threedkit validate models/*.glb --profile web --html report.html"
)
def validate(
    sources: Annotated[list[Path], typer.Argument(metavar="IN...", help="Models: .glb, .gltf, .obj, .stl, .ply ...")],
    as_json: Json = False,
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
        print_json(found[0] if len(sources) == 1 else several)
    else:
        for report in reports:
            print("\n".join(report.lines(severity, most, hints=True)))
    for error in missing:
        say("error", error)
    raise typer.Exit(2 if missing else 0 if all(report.ok for report in reports) else 1)


@commands.command(
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
    lenient: Lenient = False,
    as_json: Json = False,
) -> None:
    """Write a model in another format, or changed by operations."""
    from threedkit.runs import convert as change
    from threedkit.runs import operation_rows, operations_as_json

    if list_ops:
        print_json(operations_as_json()) if as_json else print_rows(operation_rows())
        return
    if source is None or target is None:
        raise ParameterError("name a model and the new file, e.g. `threedkit convert chair.obj chair.glb`")
    done = change(source, target, op or (), compress, strict=not lenient)
    if as_json:
        print_json(done.as_dict())
        return
    print(f"{target}: {done.after['bytes']:,} bytes")
    if done.operations:
        print_rows(done.as_rows())


@commands.command(
    epilog="Examples: threedkit render fox.glb -o fox.png --size 1920x1080; "
    "threedkit render fox.glb -o fox.png --engine mitsuba --samples 256 --transparent; "
    "threedkit render fox.glb -o fox.exr --outputs color,depth,uv"
)
def render(
    source: Source,
    output: Annotated[
        Path, typer.Option("-o", "--output", help="The picture: .png .jpg .webp .avif .jxl; .exr .npz for all outputs")
    ],
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
    outputs: Annotated[
        str | None,
        typer.Option(
            metavar="NAME,...",
            help="What to draw: color, depth, normal, object_id ... or all. Several of them need .exr or .npz; "
            "depth, alpha or ids alone go into a .png too. [color; with .exr and .npz depth, normal, object_id too]",
        ),
    ] = None,
    quality: Annotated[
        int | None, typer.Option(help="1 to 100, of .jpg .webp .avif .jxl; a .jxl without it is lossless.")
    ] = None,
    lenient: Lenient = False,
    as_json: Json = False,
) -> None:
    """Draw one picture of a model."""
    from threedkit.io import load
    from threedkit.render import render as draw
    from threedkit.render.files import FORMATS
    from threedkit.runs import check_target, find_engine, find_environment, find_outputs, parse_size

    pixels = parse_size(size)
    check_target(output, FORMATS)
    names = find_outputs(outputs, output, pixels, quality)
    scene = load(source, strict=not lenient)
    if environment is not None:
        scene.environment = find_environment(environment)
    frame = draw(
        scene, size=pixels, camera=camera, time=time, animation=animation, engine=find_engine(engine),
        samples=samples, seed=seed, exposure=exposure, transparent=transparent, outputs=names,
    )  # fmt: skip
    frame.save(output, output=frame.outputs[0] if len(frame.outputs) == 1 else None, quality=quality)
    print_json({"output": str(output), **frame.meta}) if as_json else print(output)
