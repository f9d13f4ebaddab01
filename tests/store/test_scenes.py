"""Scenes with their versions, materials, animations and render jobs; what keeps what from being deleted."""

from __future__ import annotations

import threading

import pytest
import sqlalchemy as sa

from threedkit.errors import (
    AccessDeniedError,
    FieldError,
    InUseError,
    RecordNotFoundError,
    VersionConflictError,
)
from threedkit.store import EnvironmentSpec, LightSpec, Placement, SceneGraph
from threedkit.store.ids import new_id
from threedkit.store.tables import uses

MOVED = (1.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 5.0, 0.0, 0.0, 1.0)
PAINT = {"pbrMetallicRoughness": {"roughnessFactor": 0.2}}


def other(depot, name="x"):
    return depot.assets.create(None, name=name, asset_type="other").asset_id


def holding(*ids):
    return {"assets": [{"asset_id": one} for one in ids]}


def test_a_scene_comes_back_as_it_was(depot):
    asset = other(depot)
    graph = SceneGraph(
        assets=(Placement(asset_id=asset, matrix=MOVED, name="there"),),
        lights=(LightSpec(type="spot", intensity=3.0, outer_cone_angle=0.5),),
        environment=EnvironmentSpec(intensity=0.5),
    )
    scene = depot.scenes.create(name="zoo", graph=graph, tags=["a"], metadata={"b": 1})
    assert depot.scenes.get(scene.scene_id) == scene
    assert (scene.graph, scene.version, scene.tags, scene.metadata, scene.glb) == (graph, 1, ("a",), {"b": 1}, "")
    plain = {"assets": [{"asset_id": asset, "matrix": list(MOVED), "name": "there"}]}
    assert depot.scenes.create(graph=plain).graph.assets == graph.assets
    assert [one.name for one in depot.scenes.list(asset_id=asset, order="oldest").items] == ["zoo", ""]


@pytest.mark.parametrize(
    ("graph", "match"),
    [
        ({"assets": [{}]}, r"missing required field `asset_id` - at `\$.assets\[0\]`"),
        ({"assets": [{"asset_id": 3}]}, r"assets\[0\].asset_id"),
        ({"assets": [{"asset_id": "x", "matrix": [1, 0]}]}, r"of length 16, got 2 - at `\$.assets\[0\].matrix`"),
        ({"assets": [{"asset_id": "x", "matrix": [0] * 16}]}, r"affine matrix .* - at `\$.assets\[0\].matrix`"),
        ({"assets": [{"asset_id": "x", "colour": 1}]}, "unknown field `colour`"),
        ({"assets": [{"asset_id": "x", "lights": {"lamp": -1}}]}, "intensities must be 0 or more"),
        ({"lights": [{"type": "laser"}]}, r"lights\[0\].type"),
        ({"lights": [{"type": "point", "intensity": -1}]}, r"intensity must be .* - at `\$.lights\[0\]`"),
        ({"cameras": [{"yfov": 9}]}, r"yfov must be .* - at `\$.cameras\[0\]`"),
        ({"animations": [{"animation_id": "x", "placement": 0}]}, r"animations\[0\].placement"),
        ({"environment": {"background": "sky"}}, "environment.background"),
        ({"nodes": []}, "unknown field `nodes`"),
        ([], "Expected `object`"),
        ("x", "Expected `object`"),
    ],
)
def test_a_graph_that_is_none_is_named_by_its_place(depot, graph, match):
    with pytest.raises(FieldError, match=match) as caught:
        depot.scenes.create(graph=graph)
    assert "\n" not in str(caught.value)


def test_a_scene_refers_to_what_is_there(depot, as_somebody):
    ann, bob = as_somebody("ann"), as_somebody("bob")
    hers = ann.assets.create(None, name="hers", asset_type="other").asset_id
    paint = ann.materials.create(PAINT).material_id
    for graph in (
        holding(new_id()),
        holding("no id at all"),
        {"environment": {"asset_id": new_id()}},
        {"animations": [{"animation_id": new_id()}]},
        holding(hers),
        {"assets": [{"asset_id": hers, "materials": {"*": paint}}]},
    ):
        with pytest.raises(RecordNotFoundError):
            bob.scenes.create(graph=graph)
    assert depot.scenes.list().items == ()
    ann.scenes.create(graph={"assets": [{"asset_id": hers, "materials": {"*": paint}}]})


def test_whoever_may_change_a_scene_may_leave_in_it_what_they_cannot_see(as_somebody):
    ann, bob = as_somebody("ann"), as_somebody("bob", "film")
    hers = ann.assets.create(None, name="hers", asset_type="other").asset_id
    scene = ann.scenes.create(name="a", graph=holding(hers), groups=["film"])
    assert bob.scenes.update(scene.scene_id, name="b").graph == scene.graph
    moved = {"assets": [{"asset_id": hers, "matrix": MOVED}]}
    assert bob.scenes.update(scene.scene_id, graph=moved).author == "bob"
    bob.scenes.update(scene.scene_id, graph={})
    with pytest.raises(RecordNotFoundError):  # now it would be new
        bob.scenes.update(scene.scene_id, graph=moved)
    with pytest.raises(AccessDeniedError):
        bob.scenes.delete(scene.scene_id)


# Versions


def test_each_change_is_a_version(depot):
    first, second = other(depot), other(depot)
    scene = depot.scenes.create(name="a", graph=holding(first))
    changed = depot.scenes.update(scene.scene_id, version=1, graph=holding(second), name="b")
    assert (changed.version, changed.name) == (2, "b")
    with pytest.raises(VersionConflictError) as caught:
        depot.scenes.update(scene.scene_id, version=1, graph=holding(first))
    assert caught.value.version == 2
    assert depot.scenes.get(scene.scene_id, 1).graph == scene.graph
    assert [one.version for one in depot.scenes.versions(scene.scene_id)] == [2, 1]
    assert [one.version for one in depot.scenes.versions(scene.scene_id, before=2)] == [1]
    with pytest.raises(RecordNotFoundError, match="has no version 7; its newest is 2"):
        depot.scenes.get(scene.scene_id, 7)
    with pytest.raises(InUseError, match="used by scene b"):  # the old version can still be loaded
        depot.assets.delete(first)
    assert depot.scenes.prune(scene.scene_id) == 1
    depot.assets.delete(first)
    with pytest.raises(InUseError):
        depot.assets.delete(second)


def test_of_those_who_write_over_one_version_one_succeeds(depot):
    scene = depot.scenes.create(name="a")
    won, lost = [], []

    def change(number):
        try:
            won.append(depot.scenes.update(scene.scene_id, version=1, name=str(number)).name)
        except VersionConflictError:
            lost.append(number)

    threads = [threading.Thread(target=change, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(won) == 1
    assert len(lost) == 5
    assert depot.scenes.get(scene.scene_id).name == won[0]


def test_a_scene_and_the_deletion_of_what_it_uses_race(depot):
    """Whoever comes first wins; no scene ever refers to what is gone."""
    for _ in range(6):
        asset = other(depot)
        outcome = {}
        gate = threading.Barrier(2)

        def write(asset=asset, outcome=outcome, gate=gate):
            gate.wait(30)
            try:
                outcome["scene"] = depot.scenes.create(graph=holding(asset)).scene_id
            except RecordNotFoundError:
                outcome["scene"] = None

        def delete(asset=asset, outcome=outcome, gate=gate):
            gate.wait(30)
            try:
                depot.assets.delete(asset)
                outcome["deleted"] = True
            except InUseError:
                outcome["deleted"] = False

        threads = [threading.Thread(target=write), threading.Thread(target=delete)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert (outcome["scene"] is None) is outcome["deleted"]


# Materials and animations


@pytest.mark.parametrize(
    ("definition", "match"),
    [
        ({"pbrMetallicRoughness": {"roughnessFactor": 7}}, "at most 1, not 7 - at `/pbrMetallicRoughness"),
        ({"alphaMode": 3}, "alphaMode"),
        ({"normalTexture": {"index": 0}}, "named by 'asset_id'"),
        ({"normalTexture": {"asset_id": 3}}, "'asset_id' must be the id of an asset"),
        ({"extensions": {"KHR_materials_ior": {"ior": -3}}}, "ior"),
        ([], "must be a JSON object"),
    ],
)
def test_what_is_no_material(depot, definition, match):
    with pytest.raises(FieldError, match=match) as caught:
        depot.materials.create(definition)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("definition", "match"),
    [
        ({}, "channels"),
        ({"asset_id": 1}, "asset_id"),
        ({"channels": [{"node": "a", "path": "colour", "times": [0], "values": [[1]]}]}, "path"),
        ({"channels": [{"node": "a", "path": "scale", "times": [1, 0], "values": [[1, 1, 1]] * 2}]}, "ascend"),
        ({"channels": [{"node": "a", "path": "scale", "times": [0], "values": [[1, 1]]}]}, "3 numbers"),
        ({"channels": [{"node": "a", "path": "scale", "times": [0, 1], "values": [[1, 1, 1]]}]}, "each of 2 times"),
        ({"channels": [{"node": "a", "path": "weights", "times": [0], "values": [[]]}]}, "some numbers"),
    ],
)
def test_what_is_no_animation(depot, definition, match):
    with pytest.raises(FieldError, match=match):
        depot.animations.create(definition)


def test_materials_and_animations_are_shared_by_scenes(depot):
    texture, model = other(depot, "t"), other(depot, "m")
    paint = depot.materials.create({"normalTexture": {"asset_id": texture}}, name="paint")
    walk = depot.animations.create({"asset_id": model, "clip": "Walk"}, name="walk")
    graph = {
        "assets": [{"asset_id": model, "materials": {"*": paint.material_id}}],
        "animations": [{"animation_id": walk.animation_id}],
    }
    scene = depot.scenes.create(name="zoo", graph=graph)
    for act, by in (
        (lambda: depot.assets.delete(texture), "material paint"),
        (lambda: depot.assets.delete(model), "scene zoo .*, animation walk"),
        (lambda: depot.materials.delete(paint.material_id), "scene zoo"),
        (lambda: depot.animations.delete(walk.animation_id), "scene zoo"),
    ):
        with pytest.raises(InUseError, match=f"it is used by {by}"):
            act()
    assert depot.materials.update(paint.material_id, version=1, definition=PAINT).version == 2
    depot.assets.delete(texture)
    depot.scenes.delete(scene.scene_id)
    depot.materials.delete(paint.material_id)
    depot.animations.delete(walk.animation_id)
    depot.assets.delete(model)
    assert depot.database.read(lambda c: c.scalar(sa.select(sa.func.count()).select_from(uses))) == 0


# Render jobs


def test_a_render_job_keeps_its_scene(depot, as_somebody):
    ann = as_somebody("ann")
    scene = ann.scenes.create(name="zoo")
    ann.scenes.update(scene.scene_id, name="zoo 2")
    job = ann.renderjobs.create(scene.scene_id, scene_version=1, frames={"turntable": 12}, resolution=(640, 480))
    newest = ann.renderjobs.create(scene.scene_id, frames=6)
    assert (job.scene_version, newest.scene_version, job.status, job.owner) == (1, 2, "queued", "ann")
    assert (newest.frames, ann.renderjobs.get(newest.job_id).frames) == (6, 6)  # JSON that is a number
    assert ann.renderjobs.get(job.job_id) == job
    with pytest.raises(InUseError, match="used by renderjob"):
        ann.scenes.delete(scene.scene_id)
    assert ann.scenes.prune(scene.scene_id) == 0  # the job needs version 1
    running = depot.renderjobs.update(job.job_id, status="running")
    assert running.started_at
    assert depot.renderjobs.update(job.job_id, status="running").started_at == running.started_at
    done = depot.renderjobs.update(job.job_id, status="succeeded", output_path="/out", result={"frames": 12})
    assert done.completed_at
    assert (done.output_path, done.result) == ("/out", {"frames": 12})
    assert depot.renderjobs.update(job.job_id, status="queued").completed_at == ""
    depot.renderjobs.update(job.job_id, status="cancelled")
    assert [one.job_id for one in ann.renderjobs.list(status=["cancelled", "failed"]).items] == [job.job_id]
    assert len(ann.renderjobs.list(scene_id=scene.scene_id).items) == 2
    assert ann.scenes.prune(scene.scene_id) == 1
    depot.renderjobs.update(newest.job_id, status="failed", message="no light")
    ann.scenes.delete(scene.scene_id)
    assert ann.renderjobs.get(job.job_id).scene_id == scene.scene_id  # it outlives its scene
    assert as_somebody("bob").renderjobs.list().items == ()


def test_a_render_job_that_is_none(depot, as_somebody):
    scene = as_somebody("ann").scenes.create().scene_id
    jobs = depot.renderjobs
    for act, kind, match in (
        (lambda: jobs.create(scene, resolution=(0, 1)), FieldError, "resolution"),
        (lambda: jobs.create(scene, resolution=(70_000, 1)), FieldError, "resolution"),
        (lambda: jobs.create(scene, scene_version=3), RecordNotFoundError, "has no version 3"),
        (lambda: jobs.create(new_id()), RecordNotFoundError, "there is no scene"),
        (lambda: as_somebody("bob").renderjobs.create(scene), RecordNotFoundError, "there is no scene"),
        (lambda: jobs.update(jobs.create(scene).job_id, status="gone"), FieldError, "status of a render job"),
    ):
        with pytest.raises(kind, match=match):
            act()
