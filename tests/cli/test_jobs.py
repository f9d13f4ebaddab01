"""``threedkit jobs ...``: what a user sees of jobs, and what steers them, with a real engine."""

from __future__ import annotations

import json

import pytest

import threedkit as tk

pytestmark = [pytest.mark.cluster, pytest.mark.engine]


def output_of(result):
    assert result.returncode == 0, result.stderr
    return result.stdout


def document(result):
    return json.loads(output_of(result))


@pytest.fixture
def waiting(tmp_path, monkeypatch):
    """A job of four frames that nobody works on, in a ledger of its own."""
    monkeypatch.setenv("THREEDKIT_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("THREEDKIT_WORKERS", "1")
    scene = tk.Scene()
    scene.add(tk.Mesh(tk.box(), tk.Material(base_color="#4477cc")))
    yield tk.submit(
        scene, tk.turntable(scene, 4), size=(16, 12), samples=1, engine="filament", output=tmp_path / "out",
        detach=True, priority=3,
    )  # fmt: skip
    from threedkit.jobs import close_cluster

    close_cluster()


def test_an_empty_ledger(cli, tmp_path, monkeypatch):
    monkeypatch.setenv("THREEDKIT_HOME", str(tmp_path / "home"))
    assert document(cli("jobs", "list", "--json")) == []
    assert output_of(cli("jobs", "list")).split() == [
        "id",
        "status",
        "frames",
        "left",
        "prio",
        "engine",
        "size",
        "what",
    ]
    said = cli("jobs", "show", "nothing")
    assert said.returncode == 1
    assert said.stderr == "threedkit: error: there is no job 'nothing'; threedkit jobs list shows them\n"
    said = cli("jobs", "show", tmp_path)
    assert (said.returncode, "holds no job" in said.stderr) == (1, True)
    assert cli("jobs", "list", "--status", "odd").returncode == 2


def test_jobs_are_seen(cli, waiting, tmp_path):
    (listed,) = document(cli("jobs", "list", "--json"))
    assert (listed["id"], listed["status"], listed["counts"]["queued"], listed["priority"]) == (
        waiting.id,
        "queued",
        4,
        3,
    )
    line = output_of(cli("jobs", "list")).splitlines()[1]
    for word in (waiting.id, "queued", "0/4", "3", "filament", "16x12"):
        assert word in line
    for name in (waiting.id, waiting.id[:-2], tmp_path / "out"):
        assert document(cli("jobs", "show", name, "--json"))["states"] == "...."
    assert "4 queued" in output_of(cli("jobs", "show", waiting.id))
    event, *lease = [json.loads(line) for line in output_of(cli("jobs", "logs", waiting.id, "--json")).splitlines()]
    assert (event["number"], event["kind"], event["data"]["total"]) == (1, "submitted", 4)
    assert [one["kind"] for one in lease] == ["lease taken", "lease released"]  # while its folder was made ready
    assert "submitted" in output_of(cli("jobs", "logs", waiting.id))
    assert output_of(cli("jobs", "logs", waiting.id, "--after", "3")) == ""


def test_jobs_are_steered(cli, waiting):
    assert "paused" in output_of(cli("jobs", "pause", waiting.id))
    said = cli("jobs", "pause", waiting.id)
    assert (said.returncode, "is paused and cannot become paused" in said.stderr) == (1, True)
    (resumed,) = document(cli("jobs", "resume", waiting.id, "--detach", "--budget", "100", "--json"))
    assert resumed["status"] == "queued"
    assert document(cli("jobs", "show", waiting.id, "--json"))["budget"] == 100
    (skipped,) = document(cli("jobs", "skip", waiting.id, "1-2", "--json"))
    assert skipped["counts"]["skipped"] == 2
    assert cli("jobs", "skip", waiting.id, "1-9").returncode == 2
    said = cli("jobs", "retry", waiting.id)
    assert (said.returncode, "only a failed job" in said.stderr) == (1, True)
    assert (
        document(cli("jobs", "retry", waiting.id, "--frames", "2", "--detach", "--json"))[0]["counts"]["skipped"] == 1
    )
    assert "cancelled" in output_of(cli("jobs", "cancel", waiting.id))
    output_of(cli("jobs", "cancel", waiting.id))
    assert document(cli("jobs", "list", "--status", "cancelled", "--json"))[0]["id"] == waiting.id


def test_a_runner_draws_what_waits(cli, waiting):
    said = output_of(cli("jobs", "runner", "--until-idle")).splitlines()
    assert said == [f"{waiting.id}: begins, 0/4 frames", f"{waiting.id}: succeeded, 4/4 frames"]
    assert output_of(cli("jobs", "runner", "--until-idle")) == ""
    assert len(waiting.result(5)) == 4
    output_of(cli("jobs", "watch", waiting.id))
    assert "status=succeeded" in output_of(cli("jobs", "logs", waiting.id, "-f"))
    said = cli("jobs", "resume", waiting.id)
    assert (said.returncode, "succeeded" in said.stderr) == (1, True)


def test_resume_draws_here_and_now(cli, waiting):
    output_of(cli("jobs", "pause", waiting.id))
    (done,) = document(cli("jobs", "resume", waiting.id, "--json"))
    assert (done["status"], done["counts"]["succeeded"]) == ("succeeded", 4)


def test_a_scheduler_that_is_not_there(cli, waiting, monkeypatch):
    from threedkit.jobs import reaching

    monkeypatch.setattr(reaching, "_CONNECT_SECONDS", 1)
    said = cli("jobs", "resume", waiting.id, "--scheduler", "tcp://127.0.0.1:9")
    assert said.returncode == 1
    assert said.stderr.startswith("threedkit: error: scheduler tcp://127.0.0.1:9 cannot be reached")
    assert len(said.stderr.splitlines()) == 1


def test_help_has_examples(cli):
    for command in ("list", "show", "logs", "cancel", "pause", "resume", "retry", "skip", "watch", "runner"):
        assert "Example" in output_of(cli("jobs", command, "--help"))
