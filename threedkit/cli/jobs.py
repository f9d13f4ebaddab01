"""Commands on render jobs: ``jobs list | show | logs | cancel | pause | resume | retry | skip | watch | runner``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from threedkit.cli.options import Json
from threedkit.cli.printing import print_json, print_line, print_rows, print_table

if TYPE_CHECKING:
    from threedkit.jobs import Job

__all__ = ["commands"]

commands = typer.Typer()
_jobs = typer.Typer(
    help="See and steer render jobs, those of other processes too.",
    epilog="JOB is a job's id, the beginning of one, or its folder. Example: threedkit jobs watch 20261123-05",
)
commands.add_typer(_jobs, name="jobs")

_Id = Annotated[str, typer.Argument(metavar="JOB", help="Its id, the beginning of it, or its folder.")]
_Ids = Annotated[list[str], typer.Argument(metavar="JOB...", help="Their ids, the beginnings of them, or folders.")]
_Status = Literal["queued", "running", "paused", "succeeded", "failed", "cancelled"]
_Frames = Annotated[str, typer.Argument(metavar="FRAMES", help="Numbers and ranges, e.g. 3,10-19.")]
_Scheduler = Annotated[str, typer.Option(help="Draw on this Dask cluster, tcp://host:8786 [one of this machine].")]
_Workers = Annotated[int | None, typer.Option(help="Processes, where this machine draws [one a core or GPU].")]
_Detach = Annotated[bool, typer.Option("--detach", help="Leave it to a runner: threedkit jobs runner.")]


@_jobs.command("list", epilog="Example: threedkit jobs list --status running")
def list_jobs(
    status: Annotated[_Status | None, typer.Option(help="Only jobs in this state.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="The newest so many.")] = 20,
    as_json: Json = False,
) -> None:
    """List jobs, newest first."""
    from threedkit.jobs import jobs
    from threedkit.jobs.snapshot import brief
    from threedkit.jobs.tables import jobs_table

    found = jobs(status, limit)
    print_json([brief(job.record, job.status, job.message) for job in found]) if as_json else print_table(
        jobs_table(found)
    )


@_jobs.command(epilog="Example: threedkit jobs show 20261123-05 --json")
def show(job: _Id, as_json: Json = False) -> None:
    """Show how a job stands: frames, time left, workers, what failed."""
    from threedkit.jobs import open_job
    from threedkit.jobs.tables import job_rows

    found = open_job(job)
    print_json(found.snapshot()) if as_json else print_rows(job_rows(found))


@_jobs.command(epilog="Example: threedkit jobs logs 20261123-05 -f")
def logs(
    job: _Id,
    follow: Annotated[bool, typer.Option("-f", "--follow", help="Go on until the job has ended.")] = False,
    after: Annotated[int, typer.Option(min=0, help="Only what came after the event of this number.")] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON document a line.")] = False,
) -> None:
    """Print what happened to a job, oldest first."""
    from threedkit.jobs import open_job
    from threedkit.jobs.tables import event_json, event_line

    found = open_job(job)
    for event in found.follow(after) if follow else found.events(after):
        print_line(event_json(event) if as_json else event_line(event))


@_jobs.command(epilog="Example: threedkit jobs cancel 20261123-05")
def cancel(jobs: _Ids, as_json: Json = False) -> None:
    """End jobs; finished frames stay."""
    from threedkit.jobs import open_job

    found = [open_job(job) for job in jobs]
    for job in found:
        job.cancel()
    _say_how(found, as_json)


@_jobs.command(epilog="Example: threedkit jobs pause 20261123-05")
def pause(jobs: _Ids, as_json: Json = False) -> None:
    """Hand out no more frames; those being drawn are finished."""
    from threedkit.jobs import open_job

    found = [open_job(job) for job in jobs]
    for job in found:
        job.pause()
    _say_how(found, as_json)


@_jobs.command(epilog="Examples: threedkit jobs resume 20261123-05; threedkit jobs resume 20261123-05 --budget 7200")
def resume(
    job: _Id,
    budget: Annotated[float | None, typer.Option(help="Worker-seconds after which it stops, all in all.")] = None,
    scheduler: _Scheduler = "",
    workers: _Workers = None,
    detach: _Detach = False,
    as_json: Json = False,
) -> None:
    """Go on with a paused job, or with one whose process has died: then this command draws, until the job has ended.

    Exit codes: 0 the job succeeded, or goes on elsewhere; 1 it did not succeed.
    """
    from threedkit.jobs.reaching import reach

    with reach(job, scheduler, workers) as found:
        found.detach(budget=budget) if detach else found.resume(budget=budget)
        _finish(found, as_json)


@_jobs.command(epilog="Examples: threedkit jobs retry 20261123-05; threedkit jobs retry 20261123-05 --frames 3,10-19")
def retry(
    job: _Id,
    frames: Annotated[str | None, typer.Option(help="These, e.g. 3,10-19 [all that failed].")] = None,
    scheduler: _Scheduler = "",
    workers: _Workers = None,
    detach: _Detach = False,
    as_json: Json = False,
) -> None:
    """Draw frames that failed once more; where nobody is at work on the job, this command draws until it has ended.

    Exit codes: 0 the job succeeded, or goes on elsewhere; 1 it did not succeed.
    """
    from threedkit.jobs.reaching import reach

    with reach(job, scheduler, workers) as found:
        found.retry(frames, detach=detach)
        _finish(found, as_json)


@_jobs.command(epilog="Example: threedkit jobs skip 20261123-05 3,10-19")
def skip(job: _Id, frames: _Frames, as_json: Json = False) -> None:
    """Do without frames that are not finished: the job can succeed without them."""
    from threedkit.jobs import open_job

    found = open_job(job)
    found.skip(frames)
    _say_how([found], as_json)


@_jobs.command(epilog="Examples: threedkit jobs watch; threedkit jobs watch 20261123-05")
def watch(
    job: Annotated[
        str | None, typer.Argument(metavar="[JOB]", help="One job, until it has ended [all of them].")
    ] = None,
) -> None:
    """Follow jobs live, until Ctrl+C.

    Exit codes, for one job: 0 it succeeded; 1 it did not.
    """
    from threedkit.jobs import open_job
    from threedkit.jobs.terminal import follow, follow_all

    if job is None:
        follow_all()
    elif follow(open_job(job)) != "succeeded":
        raise typer.Exit(1)


@_jobs.command(epilog="Example: threedkit jobs runner --scheduler tcp://farm:8786")
def runner(
    scheduler: _Scheduler = "",
    workers: _Workers = None,
    at_once: Annotated[int, typer.Option("--jobs", min=1, max=1000, help="Jobs at the same time.")] = 4,
    until_idle: Annotated[bool, typer.Option("--until-idle", help="End when there is nothing left to do.")] = False,
) -> None:
    """Draw the jobs that wait: those submitted with detach=True, and those whose process was lost.

    Ctrl+C or SIGTERM: frames being drawn are finished, and the jobs go back to other runners.
    """
    from threedkit.jobs import serve_jobs
    from threedkit.jobs.reaching import connected

    with connected(scheduler) as client:
        serve_jobs(client=client, workers=workers, at_once=at_once, until_idle=until_idle, tell=print_line)


def _say_how(jobs: list[Job], as_json: bool) -> None:
    """Say how jobs stand now."""
    from threedkit.jobs.snapshot import brief

    if as_json:
        print_json([brief(job.record, job.status, job.message) for job in jobs])
    else:
        said = {job: f": {job.message}" if job.message else "" for job in jobs}
        print_rows([(job.id, f"{job.status}, {job.done}/{job.total} frames{said[job]}") for job in jobs])


def _finish(job: Job, as_json: bool) -> None:
    """Follow a job that this process draws to its end; one that goes on elsewhere is only told of."""
    from threedkit.jobs.terminal import follow

    ours = job.is_at_work
    if ours:
        follow(job, through_pauses=False)
    _say_how([job], as_json)
    if ours and job.status != "succeeded":
        raise typer.Exit(1)
