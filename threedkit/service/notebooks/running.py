"""What a worker does with a run: the template in a process of its own, its files in their place, the record kept."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from threedkit.errors import RecordNotFoundError, StoreError, ThreedkitError
from threedkit.service.notebooks.requests import stored_asset
from threedkit.service.renders import forgetting
from threedkit.service.renders.places import place_of, results
from threedkit.store import home
from threedkit.store.states import FINAL, OPEN

if TYPE_CHECKING:
    from collections.abc import Callable

    from threedkit.service.context import Service
    from threedkit.store.queue import Message
    from threedkit.store.records import NotebookRun

__all__ = ["execute", "give_up"]

_LOOK_SECONDS: Final = 0.5
_END_SECONDS: Final = 10.0
_CHILD: Final = "threedkit.service.notebooks.child"


def execute(service: Service, message: Message, ends: Callable[[], bool] = lambda: False) -> None:
    """Run a template. When the worker dies the run begins anew elsewhere; frames that are finished stay.

    Args:
        service: of this process.
        message: names the run.
        ends: tells that this worker is to end: the run is then left to another one.

    Raises:
        StoreError: a place is out of reach, or this worker ends: to be tried again.
    """
    run_id = message.body["run_id"]
    record = _found(service, run_id)
    if record is None:
        _clear(service, run_id, place_of(service, run_id))
    elif record.status not in FINAL:
        try:
            _execute(service, record, ends)
        except (ThreedkitError, OSError):
            if _found(service, run_id) is not None:
                raise
        if _found(service, run_id) is None:  # deleted meanwhile, and `forget` may have come before the last files
            _clear(service, run_id, record.output_path)


def give_up(service: Service, message: Message, reason: str) -> None:
    """No worker could run it: it has failed."""
    with suppress(RecordNotFoundError):
        service.store.runs.update(message.body["run_id"], only_from=OPEN, status="failed", message=reason)


def _execute(service: Service, record: NotebookRun, ends: Callable[[], bool]) -> None:
    """Run it; whoever cancels it meanwhile has the last word."""
    runs, folder = service.store.runs, _folder(record.run_id, record.output_path)
    folder.mkdir(parents=True, exist_ok=True)
    parameters = _with_files(service, record, folder)
    begun = runs.update(record.run_id, only_from=OPEN, status="running", message="")
    ended = None if begun.status in FINAL else _run(service, record, parameters, folder, ends)
    report = _read(folder / "run.json")
    reason = _reason(report, folder)
    if _found(service, record.run_id) is not None:
        _keep(record, folder)
    if ended == 0 and report.get("status") == "succeeded":
        runs.update(record.run_id, only_from=OPEN, status="succeeded", message="", result=_result(report))
    elif ended is not None:
        runs.update(record.run_id, only_from=OPEN, status="failed", message=reason, result=_result(report))


def _found(service: Service, run_id: str) -> NotebookRun | None:
    try:
        return service.store.runs.get(run_id)
    except RecordNotFoundError:
        return None


def _clear(service: Service, run_id: str, place: str) -> None:
    """Take away what there is of a run that was deleted, here and where its results go."""
    shutil.rmtree(_folder(run_id, place), ignore_errors=True)
    forgetting.again(service, run_id, place)


def _folder(run_id: str, place: str) -> Path:
    """A folder on this machine; where results go to a bucket they are carried there at the end."""
    return home() / "runs" / run_id if "://" in place else Path(place)


def _with_files(service: Service, record: NotebookRun, folder: Path) -> dict[str, Any]:
    """The parameters, with paths of files in the place of assets."""
    found = dict(record.parameters)
    for name, value in record.parameters.items():
        asset_id = stored_asset(value)
        if asset_id is None:
            continue
        asset = service.store.assets.get(asset_id)
        path = folder / "inputs" / f"{name}.{asset.file_format}"
        path.parent.mkdir(exist_ok=True)
        with path.open("wb") as stream:
            for block in service.store.stream(asset_id):
                stream.write(block)
        found[name] = str(path)
    return found


def _run(
    service: Service, record: NotebookRun, parameters: dict[str, Any], folder: Path, ends: Callable[[], bool]
) -> int | None:
    """Wait for the process; its exit code, None when it was ended because nobody wants the run any more."""
    order = {"template": record.template, "parameters": parameters, "output": str(folder), "parent": os.getpid()}
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", _CHILD, json.dumps(order)],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd=folder,
            start_new_session=True,
        )
    try:
        told = ""
        while True:
            try:
                return process.wait(_LOOK_SECONDS)
            except subprocess.TimeoutExpired:
                if ends():
                    raise StoreError(f"run {record.run_id} goes on in another worker") from None
            now = _found(service, record.run_id)
            if now is None or now.status in FINAL:
                return None
            told = _tell(service, record, folder, told)
    finally:
        _end(process)


def _tell(service: Service, record: NotebookRun, folder: Path, told: str) -> str:
    """Note how far its render job is, when that has changed."""
    job = _read(folder / "job.json")
    if not job:
        return told
    done, total = job.get("done", 0), job.get("total", 0)
    now = f"{done}/{total}"
    if now != told:
        service.store.runs.update(record.run_id, only_from=OPEN, result={"done": done, "total": total})
    return now


def _end(process: subprocess.Popen[bytes]) -> None:
    """Politely, so that its kernel ends with it; then by force."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(_END_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _keep(record: NotebookRun, folder: Path) -> None:
    """Take the inputs away; carry the rest to its bucket."""
    shutil.rmtree(folder / "inputs", ignore_errors=True)
    if "://" not in record.output_path:
        return
    place = results(record.output_path)
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and not any(part.startswith(".") for part in name.split("/")):
            with path.open("rb") as source, place.writer(name) as writer:
                while block := source.read(1 << 20):
                    writer.write(block)
                writer.finish()
    shutil.rmtree(folder, ignore_errors=True)


def _result(report: dict[str, Any]) -> dict[str, Any]:
    names = ("status", "scene_hash", "engine", "timings", "files", "results", "error")
    return {name: report[name] for name in names if report.get(name)}


def _reason(report: dict[str, Any], folder: Path) -> str:
    error = report.get("error")
    if error:
        return f"{error['type']}: {error['message']}"
    try:
        lines = (folder / "log").read_text("utf-8", "replace").strip().splitlines()
    except OSError:
        lines = []
    return lines[-1] if lines else "its process has died"


def _read(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
