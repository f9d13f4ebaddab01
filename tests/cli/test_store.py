"""``threedkit store ...``: assets kept, found, written out, checked, and what is left over collected."""

from __future__ import annotations

import json
import stat

import pytest

import threedkit as tk


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("THREEDKIT_HOME", str(tmp_path / "home"))
    for name in ("THREEDKIT_DATABASE", "THREEDKIT_BLOBS", "THREEDKIT_BLOB_KEY"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path / "home"


@pytest.fixture
def model(tmp_path):
    scene = tk.Scene()
    scene.add(tk.Mesh(tk.box(), tk.Material(name="paint")))
    return scene.save(tmp_path / "box.glb")


def said(result, code=0):
    assert result.returncode == code, result.stderr
    return result.stdout


def document(result, code=0):
    return json.loads(said(result, code))


def test_a_file_is_kept_found_and_written_out(cli, home, model, tmp_path):
    put = document(
        cli("store", "put", model, "--tag", "b", "--tag", "a", "--meta", "legs=4", "--meta", "by=ann", "--json")
    )
    asset = put[0]
    assert (asset["name"], asset["tags"], asset["metadata"]) == ("box.glb", ["a", "b"], {"legs": 4, "by": "ann"})
    assert asset["model"]["triangles"] == 12
    inside = ("--box=-1,-1,-1,1,1,1", "--relation", "within")
    found = document(cli("store", "list", "--tag", "a", "--meta", "legs=4", "--type", "model", *inside, "--json"))
    assert [one["asset_id"] for one in found["items"]] == [asset["asset_id"]]
    assert found["cursor"] is None
    assert document(cli("store", "list", "--tag", "nope", "--json"))["items"] == []
    assert "box.glb" in said(cli("store", "list"))
    assert document(cli("store", "get", "box.glb", "--json")) == asset
    assert asset["sha256"] in said(cli("store", "get", asset["asset_id"]))
    said(cli("store", "get", "box.glb", "-o", tmp_path / "out.glb"))
    assert (tmp_path / "out.glb").read_bytes() == model.read_bytes()
    assert "12" in said(cli("info", "asset:box.glb"))
    assert (home / "threedkit.db").is_file()
    assert (home / "blobs" / asset["storage_path"]).is_file()


def test_pages(cli, home, model):
    for name in ("one", "two", "three"):
        said(cli("store", "put", model, "--name", f"{name}.glb"))
    first = document(cli("store", "list", "--limit", "2", "--json"))
    assert [one["name"] for one in first["items"]] == ["three.glb", "two.glb"]
    assert f"--cursor {first['cursor']}" in said(cli("store", "list", "--limit", "2"))
    rest = document(cli("store", "list", "--cursor", first["cursor"], "--json"))
    assert [one["name"] for one in rest["items"]] == ["one.glb"]


def test_checked_and_collected(cli, home, model):
    asset = document(cli("store", "put", model, "--json"))[0]
    assert document(cli("store", "check", "--deep", "--json"))["ok"] is True
    with tk.Store() as store:
        store.put_blob(b"garbage")
    assert document(cli("store", "gc", "--json"))["blobs"] == 0  # younger than a day
    assert document(cli("store", "gc", "--grace", "0", "--dry-run", "--json"))["blobs"] == 1
    assert document(cli("store", "gc", "--grace", "0", "--json"))["bytes"] == 7
    assert "blobs" in said(cli("store", "gc"))
    blob = home / "blobs" / asset["storage_path"]
    blob.chmod(stat.S_IRUSR | stat.S_IWUSR)
    blob.write_bytes(blob.read_bytes()[:-1])
    assert said(cli("store", "check"), 1).splitlines()[-1].startswith("short")
    found = document(cli("store", "check", "--json"), 1)
    assert found["faults"][0]["used_by"]
    blob.unlink()
    assert document(cli("store", "check", "--json"), 1)["faults"][0]["kind"] == "missing"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("get", "nope"), "there is no asset 'nope'"),
        (("put", "none.glb"), "there is no such file"),
        (("put", "a.glb", "b.glb", "--name", "x"), "--name is for one file, not for 2"),
        (("list", "--box", "1,2,3"), "--box must be six numbers"),
        (("list", "--box=1,1,1,0,0,0"), "a box must be its smallest and its largest"),
        (("list", "--meta", "legs"), "--meta must be KEY=VALUE"),
        (("list", "--cursor", "x"), "cursor must come from the page before"),
        (("gc", "--grace", "-1"), "greater than or equal to 0"),
    ],
)
def test_what_cannot_be_done_is_one_line(cli, home, arguments, message):
    result = cli("store", *arguments)
    assert result.returncode == 2
    assert message in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1


def test_a_folder_is_no_file_to_write(cli, home, model, tmp_path):
    said(cli("store", "put", model))
    assert "is a folder; name a file in it" in cli("store", "get", "box.glb", "-o", tmp_path).stderr
