"""The command line as a whole: its groups of commands, shared options, and how errors end it."""

from __future__ import annotations

import logging
import signal
import sys
import warnings
from typing import Annotated, Any

import typer

from threedkit.cli import access, cluster, jobs, models, notebooks, serve, store
from threedkit.cli.printing import say
from threedkit.errors import JobError, ThreedkitError

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


for group in (models, notebooks, jobs, cluster, serve, access, store):
    app.add_typer(group.commands)


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
    warnings.showwarning = lambda message, *_, **__: say("warning", message)  # one line, as errors
    try:
        code = app([word for word in given if word != "--debug"], prog_name="threedkit", standalone_mode=False)
    except (ThreedkitError, typer.TyperException) as error:
        if debug:
            raise
        say("error", error.format_message() if isinstance(error, typer.TyperException) else error)
        return 1 if isinstance(error, JobError) else 2
    except SystemExit as stop:
        code = stop.code
    if code and code >= _STOPPED:
        logging.getLogger("asyncio").disabled = True  # the process ends: what it left undone is no news
        say("stopped", signal.Signals(code - _STOPPED).name)
    return int(code or 0)
