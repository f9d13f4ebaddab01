"""Assets: written, found, changed under a version, shared with groups, deleted; the same on both databases."""

from __future__ import annotations

import threading
import uuid

import msgspec
import pytest

from threedkit.errors import (
    AccessDeniedError,
    AssetError,
    BlobNotFoundError,
    FieldError,
    InUseError,
    RecordNotFoundError,
    StoreError,
    VersionConflictError,
)
from threedkit.store import Bounds, Stored
from threedkit.store.ids import new_id


def make(depot, name="a.txt", data=b"some bytes", **values):
    return depot.assets.create(depot.put_blob(data), name=name, asset_type=values.pop("asset_type", "other"), **values)


def test_a_model_comes_back_as_it_was(depot, ball):
    asset = depot.put(ball, tags=["round", "round"], metadata={"author": "ann"}, groups=["film"])
    assert depot.assets.get(asset.asset_id) == asset
    assert depot.assets.get(asset.asset_id.upper()) == asset
    assert (asset.name, asset.asset_type, asset.file_format, asset.state) == ("ball", "model", "glb", "ready")
    assert (asset.tags, asset.groups, asset.metadata, asset.version) == (("round",), ("film",), {"author": "ann"}, 1)
    assert uuid.UUID(asset.asset_id).version == 7
    assert asset.storage_path == asset.sha256 == ball.content_hash == asset.model.glb
    assert (asset.model.meshes, asset.model.lights, asset.model.animations) == (1, 1, 1)
    assert asset.model.bounds == Bounds((-1.0, -1.0, -1.0), (1.0, 1.0, 1.0))
    assert depot.load(asset.asset_id).to_glb() == ball.to_glb()
    assert depot.read(asset.asset_id) == ball.to_glb()
    assert b"".join(depot.stream(asset.asset_id, 4, 8)) == ball.to_glb()[4:8]


def test_files_and_bytes_are_put(depot, ball, tmp_path, suzanne):
    path = ball.save(tmp_path / "ball.gltf")
    asset = depot.put(path)
    assert (asset.name, asset.file_format) == ("ball.gltf", "glb")  # what lay beside it is inside
    assert depot.load("ball.gltf").content_hash == ball.content_hash
    whole = depot.put(suzanne, name="suzanne")
    assert depot.read(whole.asset_id) == suzanne.read_bytes()
    assert whole.model.triangles > 900
    mesh = depot.put(ball.save(tmp_path / "ball.stl").read_bytes(), name="ball.stl")
    assert (mesh.file_format, mesh.asset_type, mesh.model.meshes) == ("stl", "model", 1)
    assert depot.load(mesh.asset_id).bounds()[1].round(3).tolist() == [1.0, 1.0, 1.0]
    picture = depot.put(b"\x89PNG\r\n\x1a\n" + bytes(40))
    assert (picture.asset_type, picture.media_type, picture.model) == ("texture", "image/png", None)
    with pytest.raises(AssetError, match="it is no model but a texture"):
        depot.load(picture.asset_id)
    with pytest.raises(AssetError):
        depot.put(b"glTF" + bytes(100), name="broken.glb")
    with pytest.raises(AssetError, match="is not kept"):
        depot.put(b"#!/bin/sh", name="run.sh")


def test_an_asset_is_found_by_the_beginning_of_its_id_or_its_name(depot):
    first, second = make(depot, "one"), make(depot, "two")
    twin = make(depot, "two")
    assert depot.assets.find(first.asset_id[:34]).name == "one" or first.asset_id[:34] == second.asset_id[:34]
    assert depot.assets.find("one") == first
    assert depot.assets.find(twin.asset_id) == twin
    with pytest.raises(RecordNotFoundError, match="several assets fit 'two'"):
        depot.assets.find("two")
    with pytest.raises(RecordNotFoundError, match="there is no asset 'three'"):
        depot.assets.find("three")


@pytest.mark.parametrize("wrong", ["", "x", "0" * 36, "../../etc/passwd", "' OR 1=1 --", "a\0b", "ä" * 40, "1" * 5000])
def test_an_id_that_is_none_is_not_found(depot, wrong):
    make(depot)
    for act in (depot.assets.get, depot.assets.delete, depot.assets.users, depot.derivatives.list):
        with pytest.raises(RecordNotFoundError) as caught:
            act(wrong)
        assert "\n" not in str(caught.value)
        assert len(str(caught.value)) < 200


def test_an_id_makes_writing_repeatable(depot):
    identity = new_id()
    first = make(depot, "once", asset_id=identity)
    assert make(depot, "twice", asset_id=identity) == first
    assert len(depot.assets.list().items) == 1


# Versions


def test_a_change_counts_the_version_up(depot):
    asset = make(depot, metadata={"a": 1})
    changed = depot.assets.update(asset.asset_id, version=1, name="b", tags=["x"], state="failed", message="why")
    assert (changed.version, changed.name, changed.tags, changed.message) == (2, "b", ("x",), "why")
    assert changed.metadata == {"a": 1}
    with pytest.raises(VersionConflictError, match="has version 2, not 1") as caught:
        depot.assets.update(asset.asset_id, version=1, name="c")
    assert caught.value.version == 2
    with pytest.raises(VersionConflictError):
        depot.assets.delete(asset.asset_id, version=1)
    assert depot.assets.update(asset.asset_id, name="c").version == 3
    depot.assets.delete(asset.asset_id, version=3)
    with pytest.raises(RecordNotFoundError):
        depot.assets.get(asset.asset_id)


def test_of_those_who_write_over_one_version_one_succeeds(depot):
    asset = make(depot)
    results = []

    def change(number):
        try:
            results.append(depot.assets.update(asset.asset_id, version=1, name=str(number)).name)
        except VersionConflictError:
            results.append(None)

    threads = [threading.Thread(target=change, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    winners = [name for name in results if name is not None]
    assert len(results) == 6
    assert winners == [depot.assets.get(asset.asset_id).name]


# Who may


def test_a_stranger_sees_nothing(depot, as_somebody):
    ann, bob, cid = as_somebody("ann"), as_somebody("bob"), as_somebody("cid", "film")
    asset = make(ann)
    assert asset.owner == "ann"
    for act in (
        bob.assets.get,
        bob.assets.delete,
        bob.assets.users,
        bob.derivatives.list,
        bob.read,
        bob.load,
        lambda one: bob.assets.update(one, name="mine"),
        lambda one: bob.assets.update(one, groups=["film"]),
        lambda one: bob.derivatives.begin(one, "report"),
        lambda one: bob.derivatives.plan(one, ["report"]),
    ):
        with pytest.raises(RecordNotFoundError, match="there is no asset"):
            act(asset.asset_id)
    assert bob.assets.list().items == ()
    assert bob.assets.list(owner="ann").items == ()
    assert cid.assets.list(group="film").items == ()
    assert depot.assets.get(asset.asset_id) == asset


def test_a_group_sees_and_changes_but_only_the_owner_deletes_and_shares(depot, as_somebody):
    ann, bob = as_somebody("ann"), as_somebody("bob", "film", "x' OR '1'='1")
    asset = make(ann, groups=["film"])
    assert bob.assets.list().items == (asset,)
    assert bob.assets.update(asset.asset_id, name="new").name == "new"
    for act in (
        lambda: bob.assets.delete(asset.asset_id),
        lambda: bob.assets.update(asset.asset_id, groups=[]),
        lambda: bob.assets.update(asset.asset_id, owner="bob"),
    ):
        with pytest.raises(AccessDeniedError, match="ann's: only they may"):
            act()
    ann.assets.update(asset.asset_id, groups=[])
    assert bob.assets.list().items == ()
    assert make(bob, owner="ann").owner == "bob"  # nobody makes things in another's name
    assert make(depot, owner="ann").owner == "ann"


def test_nobody_owns_what_belongs_to_nobody(depot, as_somebody):
    asset = make(depot)
    assert asset.owner == ""
    with pytest.raises(RecordNotFoundError):
        as_somebody("").assets.get(asset.asset_id)
    assert as_somebody("").assets.list().items == ()


# In one transaction with others


def test_what_is_done_also_is_done_in_the_same_transaction(depot):
    def fail(*_):
        raise StoreError("not today")

    with pytest.raises(StoreError, match="not today"):
        make(depot, also=fail)
    with pytest.raises(StoreError, match="not today"):
        make(depot, before=fail)
    assert depot.assets.list().items == ()
    seen = []
    asset = make(depot, also=lambda connection, record: seen.append(record))
    assert seen == [asset]
    with pytest.raises(StoreError, match="not today"):
        depot.assets.update(asset.asset_id, name="b", also=fail)
    with pytest.raises(StoreError, match="not today"):
        depot.assets.delete(asset.asset_id, also=fail)
    assert depot.assets.get(asset.asset_id) == asset


# What is written


@pytest.mark.parametrize(
    ("values", "match"),
    [
        ({"name": "x" * 301}, "name must be a line"),
        ({"name": "a\nb"}, "name must be a line"),
        ({"name": "nul\0"}, "name must be a line"),
        ({"name": "\ud800"}, "name must be a line"),
        ({"tags": "fox"}, "tags must be a list of words"),
        ({"tags": [""]}, "tags must be"),
        ({"tags": [str(n) for n in range(101)]}, "100 words at most"),
        ({"metadata": {"x": float("nan")}}, "finite"),
        ({"metadata": {"x": 2**63}}, "64 bits"),
        ({"metadata": {"x": 10**5000}}, "64 bits"),
        ({"metadata": {"x": "nul\0"}}, "NUL"),
        ({"metadata": {"nul\0": 1}}, "NUL"),
        ({"metadata": {"x": "\ud800"}}, "JSON|half surrogates"),
        ({"metadata": {"x": object()}}, "JSON"),
        ({"metadata": {"x": "y" * (9 << 20)}}, "8 MiB of JSON at most"),
        ({"asset_type": "film"}, "asset_type must be one of"),
        ({"state": "gone"}, "state of an asset must be one of"),
        ({"file_format": "x" * 17}, "file_format"),
    ],
)
def test_what_cannot_be_kept_alike_is_refused(depot, values, match):
    with pytest.raises(FieldError, match=match) as caught:
        make(depot, **values)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 300
    assert depot.assets.list().items == ()


def test_metadata_that_is_too_deep_is_refused(depot):
    deep = {"x": 1}
    for _ in range(2000):
        deep = {"x": deep}
    with pytest.raises(FieldError):
        make(depot, metadata=deep)


def test_bytes_must_have_been_registered(depot):
    with pytest.raises(BlobNotFoundError, match="not registered"):
        depot.assets.create(Stored("0" * 64, "0" * 64, 3), name="x", asset_type="other")
    later = depot.assets.create(None, name="x", asset_type="other", state="uploading")
    with pytest.raises(StoreError, match="are not there yet: it is uploading"):
        depot.read(later.asset_id)
    stored = depot.put_blob(b"now")
    assert depot.assets.update(later.asset_id, stored=stored, state="ready").size == 3
    assert depot.read(later.asset_id) == b"now"


def test_damaged_bytes_are_found(depot):
    asset = make(depot)
    depot.blobs.write(asset.storage_path, b"other byte")
    with pytest.raises(StoreError, match="are damaged; bring the file again"):
        depot.read(asset.asset_id)


# Use


def test_what_is_used_cannot_be_deleted(depot, as_somebody, ball):
    asset = depot.put(ball, groups=["film"])
    scene = depot.scenes.create(name="zoo", graph={"assets": [{"asset_id": asset.asset_id}]})
    with pytest.raises(InUseError, match=r"asset ball \(.*\) cannot be deleted: it is used by scene zoo \(") as caught:
        depot.assets.delete(asset.asset_id)
    assert caught.value.users == (f"scene zoo ({scene.scene_id})",)
    assert [use.kind for use in depot.assets.users(asset.asset_id)] == ["scene"]
    stranger = as_somebody("bob", "film").assets.users(asset.asset_id)
    assert [(use.kind, use.id, use.name) for use in stranger] == [("scene", "", "")]  # that, not whose
    depot.scenes.delete(scene.scene_id)
    depot.assets.delete(asset.asset_id)


def test_an_error_comes_through_a_process(depot):
    import pickle

    for error in (VersionConflictError("x", 3), InUseError("y", ["z"])):
        again = pickle.loads(pickle.dumps(error))
        assert (str(again), vars(again)) == (str(error), vars(error))


# Derivatives


def test_derivatives_have_their_states(depot):
    asset = make(depot)
    depot.derivatives.plan(asset.asset_id, ["report", "thumbnail", ("lod", "1")])
    assert [(one.kind, one.name, one.state) for one in depot.derivatives.list(asset.asset_id)] == [
        ("lod", "1", "queued"),
        ("report", "", "queued"),
        ("thumbnail", "", "queued"),
    ]
    assert depot.derivatives.begin(asset.asset_id, "report").attempts == 1
    again = depot.derivatives.fail(asset.asset_id, "report", "line\nbreak", final=False)
    assert (again.state, again.error) == ("queued", "line break")
    assert depot.derivatives.begin(asset.asset_id, "report").attempts == 2
    done = depot.derivatives.finish(asset.asset_id, "report", depot.put_blob(b"{}"), data={"ok": True})
    assert (done.state, done.size, done.data, done.error) == ("succeeded", 2, {"ok": True}, "")
    assert depot.blobs.get(done.blob) == b"{}"
    assert depot.derivatives.skip(asset.asset_id, "thumbnail", "no picture").state == "skipped"
    assert depot.derivatives.begin(asset.asset_id, "compressed").attempts == 1  # not planned
    depot.derivatives.plan(asset.asset_id, ["report"])
    assert depot.derivatives.get(asset.asset_id, "report").attempts == 0
    with pytest.raises(RecordNotFoundError, match="has no metadata"):
        depot.derivatives.get(asset.asset_id, "metadata")
    with pytest.raises(FieldError, match="a derivative must be one of"):
        depot.derivatives.begin(asset.asset_id, "hologram")
    depot.assets.delete(asset.asset_id)
    with pytest.raises(RecordNotFoundError):
        depot.derivatives.list(asset.asset_id)


def test_records_are_plain_json(depot, ball):
    asset = depot.put(ball)
    assert msgspec.json.decode(msgspec.json.encode(asset), type=type(asset)) == asset
