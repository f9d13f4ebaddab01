"""Garbage goes; what a record names, or is just about to name, never does; what is missing or damaged is told."""

from __future__ import annotations

import datetime as dt
import os
import random
import threading
import time

import pytest
import sqlalchemy as sa
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, rule, run_state_machine_as_test

from threedkit.errors import AccessDeniedError, BlobNotFoundError, FieldError
from threedkit.store import Access, Database, JobStore, Model, NewJob, NewLayer, Store
from threedkit.store.blobs import digest
from threedkit.store.keeping import hold
from threedkit.store.keeping.collecting import references
from threedkit.store.tables import blobs as blobs_table

NOW = dt.timedelta(0)


def names(depot):
    return sorted(entry.name for entry in depot.blobs.list())


def registered(depot):
    return sorted(depot.database.read(lambda connection: list(connection.scalars(sa.select(blobs_table.c.name)))))


def create(depot, stored, **values):
    return depot.assets.create(stored, name="x", asset_type="other", **values)


def told(errors, act, *values):
    """What went wrong in a thread."""
    try:
        act(*values)
    except Exception as error:  # noqa: BLE001 - shown by the test
        errors.append(error)


def test_what_no_record_names_goes(depot):
    kept = create(depot, depot.put_blob(b"kept"))
    depot.put_blob(b"garbage")
    gone = create(depot, depot.put_blob(b"gone"))
    depot.assets.delete(gone.asset_id)
    assert depot.collect() == type(depot.collect())()  # touched within the grace
    assert depot.collect(NOW, dry=True).blobs == 2
    assert len(names(depot)) == 3
    done = depot.collect(NOW)
    assert (done.blobs, done.bytes, done.orphans) == (2, 11, 0)
    assert names(depot) == registered(depot) == [kept.storage_path]
    assert depot.collect(NOW).blobs == 0
    assert depot.read(kept.asset_id) == b"kept"


def test_every_reference_counts(depot, ball):
    """Each column that names blobs, those of tables yet to come included, is one that the collector asks."""
    assert {f"{column.table.name}.{column.name}" for column in references()} >= {
        "assets.storage_path",
        "models.glb",
        "derivatives.blob",
        "scene_versions.glb",
    }
    asset = depot.put(ball)
    model = depot.put_blob(b"another glb")
    other = depot.assets.create(None, name="m", asset_type="model", model=Model(glb=model.name))
    depot.derivatives.finish(asset.asset_id, "thumbnail", depot.put_blob(b"png"))
    scene = depot.scenes.create(graph={"assets": [{"asset_id": asset.asset_id}]})
    depot.composed(scene.scene_id)
    before = names(depot)
    assert len(before) == 4
    JobStore(depot.database).submit(
        NewJob(
            id="j",
            key="0" * 64,
            layers=(NewLayer("frames", ((0, 1),)),),
            scene=depot.put_blob(b"scene of a job").name,
            spec=depot.put_blob(b"spec of a job").name,
        )
    )
    assert depot.collect(NOW).blobs == 0
    JobStore(depot.database).delete("j")
    assert depot.collect(NOW).blobs == 2
    depot.scenes.delete(scene.scene_id)
    depot.assets.delete(other.asset_id)
    depot.assets.delete(asset.asset_id)
    depot.collect(NOW)
    assert names(depot) == registered(depot) == []


def test_objects_that_nobody_registered_go_when_they_are_old(depot):
    upload = depot.uploads.new(3)
    with depot.uploads.write_part(upload.upload_id, 1) as writer:
        writer.write(b"abc")
        writer.finish()
    stray = depot.blobs.put(b"stray")
    for name in ("streams/stray", f"uploads/{upload.upload_id}", "frames/frame_0000.png", "0" * 63):
        depot.blobs.write(name, b"x")
    part = depot.blobs.root / ".stream.0123.part"
    part.write_bytes(b"left by a writer that was killed")
    assert depot.collect().orphans == 0
    old = time.time() - 90_000
    for path in depot.blobs.root.rglob("*"):
        os.utime(path, (old, old))
    done = depot.collect()
    assert (done.orphans, done.leftovers) == (2, 1)
    assert stray not in depot.blobs
    assert not part.exists()
    assert depot.uploads.parts(upload.upload_id)  # it is under way
    assert "frames/frame_0000.png" in names(depot)  # not ours
    late = depot.uploads.get(upload.upload_id)
    depot.database.write(lambda c: c.execute(sa.text("UPDATE uploads SET expires = created")))
    assert depot.collect().uploads == 1
    assert late.upload_id not in " ".join(name for name in names(depot) if name.startswith("parts"))


def test_only_administrators_collect_and_check(depot):
    ann = depot.as_(Access("ann"))
    for act in (ann.collect, ann.check):
        with pytest.raises(AccessDeniedError, match="only an administrator"):
            act()
    with pytest.raises(FieldError, match="grace"):
        depot.collect(dt.timedelta(-1))


# At the same moment


def test_a_record_in_flight_keeps_its_blob(depot):
    """The transaction that writes it has begun, and is not committed, when the collector comes by."""
    stored = depot.put_blob(b"in flight")
    inside, go = threading.Event(), threading.Event()

    def wait(*_):
        inside.set()
        assert go.wait(30)

    made, done = [], []
    writer = threading.Thread(target=lambda: made.append(create(depot, stored, also=wait)))
    writer.start()
    assert inside.wait(30)
    collector = threading.Thread(target=lambda: done.append(depot.collect(NOW)))
    collector.start()
    time.sleep(0.2)
    go.set()
    writer.join()
    collector.join()
    assert done[0].blobs == 0
    assert depot.read(made[0].asset_id) == b"in flight"


def test_a_record_that_comes_too_late_is_told(depot):
    stored = depot.put_blob(b"too late")
    depot.collect(NOW)
    with pytest.raises(BlobNotFoundError, match="was collected; store it once more"):
        create(depot, stored)
    with pytest.raises(BlobNotFoundError):
        depot.database.write(lambda connection: hold(connection, [stored.name]))
    assert create(depot, depot.put_blob(b"too late")).size == 8


def test_many_write_and_delete_while_collectors_run(depot):
    """The same few contents over and over, with no grace at all: nothing that is named is ever lost."""
    end = time.monotonic() + 3.0
    contents = [f"content {n}".encode() for n in range(4)]
    kept, errors = [], []

    def work(seed):
        chance = random.Random(seed)
        mine = []
        while time.monotonic() < end:
            try:
                if mine and chance.random() < 0.4:
                    depot.assets.delete(mine.pop())
                else:
                    mine.append(create(depot, depot.put_blob(chance.choice(contents))).asset_id)
            except BlobNotFoundError:
                continue
        kept.extend(mine)

    def sweep(_):
        while time.monotonic() < end:
            depot.collect(NOW)

    threads = [threading.Thread(target=told, args=(errors, work, seed)) for seed in range(3)]
    threads += [threading.Thread(target=told, args=(errors, sweep, seed)) for seed in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert {digest(depot.read(one)) for one in kept} <= {digest(content) for content in contents}
    assert depot.check(deep=True).ok
    depot.collect(NOW)
    assert names(depot) == registered(depot) == sorted({depot.assets.get(one).storage_path for one in kept})


class Keeping(RuleBasedStateMachine):
    """Whatever order things happen in: what a record names is there, and after a collection nothing else is."""

    stored = Bundle("stored")
    assets = Bundle("assets")

    def __init__(self, depot):
        super().__init__()
        self.depot = depot
        self.model: dict[str, bytes] = {}
        self.contents: dict[str, bytes] = {}
        for asset in depot.assets.list(limit=1000).items:
            depot.assets.delete(asset.asset_id)
        depot.collect(NOW)

    @rule(target=stored, content=st.sampled_from([b"a", b"b", b"c"]))
    def put(self, content):
        done = self.depot.put_blob(content)
        self.contents[done.name] = content
        return done

    @rule(target=stored, content=st.sampled_from([b"a", b"stream"]))
    def stream(self, content):
        with self.depot.writer() as writer:
            writer.write(content)
            done = writer.finish()
        self.contents[done.name] = content
        return done

    @rule(target=assets, one=stored)
    def create(self, one):
        try:
            asset = create(self.depot, one)
        except BlobNotFoundError:
            return None
        self.model[asset.asset_id] = self.contents[one.name]
        return asset.asset_id

    @rule(asset=assets, one=stored)
    def replace(self, asset, one):
        if asset not in self.model:
            return
        try:
            self.depot.assets.update(asset, stored=one)
        except BlobNotFoundError:
            return
        self.model[asset] = self.contents[one.name]

    @rule(asset=assets, one=stored)
    def derive(self, asset, one):
        if asset in self.model:
            try:
                self.depot.derivatives.finish(asset, "thumbnail", one)
            except BlobNotFoundError:
                return

    @rule(asset=consumes(assets))
    def delete(self, asset):
        if self.model.pop(asset, None) is not None:
            self.depot.assets.delete(asset)

    @rule()
    def collect(self):
        self.depot.collect(NOW)
        wanted = {digest(content) for content in self.model.values()}
        for asset in self.model:
            wanted |= {one.blob for one in self.depot.derivatives.list(asset) if one.blob}
        assert set(names(self.depot)) == set(registered(self.depot)) == wanted

    @rule()
    def lose_the_row_but_not_the_object(self):
        """As when the collector is killed in between: the object is an orphan."""
        self.depot.blobs.put(b"orphan")
        done = self.depot.collect(NOW)
        assert done.orphans == 1

    @invariant()
    def everything_named_is_there(self):
        for asset, content in self.model.items():
            assert self.depot.read(asset) == content


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_whatever_the_order(kind, request, tmp_path):
    url = f"sqlite:///{tmp_path}/farm.db" if kind == "sqlite" else request.getfixturevalue("postgres").url()
    with Database.open(url) as database:
        if database.is_sqlite:  # nothing here must outlive a power cut
            sa.event.listen(database.engine, "connect", lambda made, _: made.execute("PRAGMA synchronous=OFF"))
            database.engine.dispose()
        depot = Store(database=database, blobs=tmp_path / "blobs")
        run_state_machine_as_test(
            lambda: Keeping(depot), settings=settings(max_examples=12, stateful_step_count=12, deadline=None)
        )


# Whether all is well


def test_what_is_missing_short_or_damaged_is_told(depot, ball):
    asset = depot.put(ball)
    missing, short, damaged = (create(depot, depot.put_blob(word)) for word in (b"missing", b"short", b"damaged"))
    depot.put_blob(b"unused")
    depot.blobs.put(b"stranger")
    found = depot.check(deep=True)
    assert (found.ok, found.blobs, found.unused, found.strangers) == (True, 5, 1, 1)
    depot.blobs.delete(missing.storage_path)
    depot.blobs.write(short.storage_path, b"shor")
    depot.blobs.write(damaged.storage_path, b"dAmaged")
    assert sorted(fault.kind for fault in depot.check().faults) == ["missing", "short"]
    found = depot.check(deep=True)
    assert not found.ok
    assert {(fault.kind, fault.used_by) for fault in found.faults} == {
        ("missing", (f"assets {missing.asset_id}",)),
        ("short", (f"assets {short.asset_id}",)),
        ("damaged", (f"assets {damaged.asset_id}",)),
    }
    for word in (b"missing", b"short"):  # bringing the file again mends it
        depot.put_blob(word)
    assert [fault.kind for fault in depot.check(deep=True).faults] == ["damaged"]
    assert depot.read(asset.asset_id) == ball.to_glb()


def test_a_bucket_is_collected_too(s3, monkeypatch, tmp_path):
    for name, value in s3.environment().items():
        monkeypatch.setenv(name, value)
    with Store(f"sqlite:///{tmp_path}/farm.db", blobs=s3.url()) as depot:
        kept = create(depot, depot.put_blob(b"kept"))
        depot.put_blob(b"garbage")
        with depot.writer() as writer:
            writer.write(bytes(9 << 20))
            stream = create(depot, writer.finish())
        depot.blobs.put(b"stray")
        depot.blobs.begin_upload("uploads/left")
        assert depot.collect(NOW).blobs == 1
        time.sleep(1.1)  # the server's clock counts seconds
        depot.collect(NOW)
        assert depot.blobs.sweep(time.time() + 60) == 1  # an upload that nobody goes on with
        assert names(depot) == sorted([kept.storage_path, stream.storage_path])
        assert stream.storage_path.startswith("streams/")
        with depot.writer() as writer:  # the same bytes once more: they are kept once
            writer.write(bytes(9 << 20))
            assert writer.finish().name == stream.storage_path
        assert names(depot) == sorted([kept.storage_path, stream.storage_path])
        assert depot.check(deep=True).ok
