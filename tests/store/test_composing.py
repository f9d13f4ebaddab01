"""Stored scenes are put together of their parts, and drawn as their graphs say."""

from __future__ import annotations

import io
import threading

import numpy as np
import pytest
from PIL import Image

import threedkit as tk
from threedkit.errors import AssetError, FieldError, ParameterError, RecordNotFoundError

GREEN = {"name": "green", "pbrMetallicRoughness": {"baseColorFactor": [0, 1, 0, 1], "metallicFactor": 0}}


def at(x, y, z, scale=1.0):
    return [scale, 0, 0, 0, 0, scale, 0, 0, 0, 0, scale, 0, x, y, z, 1]


def png(color):
    data = io.BytesIO()
    Image.new("RGB", (4, 4), color).save(data, "PNG")
    return data.getvalue()


@pytest.fixture
def url(tmp_path):
    """What is composed does not depend on the database."""
    return f"sqlite:///{tmp_path}/farm.db"


def composed(depot, **graph):
    return depot.compose(depot.scenes.create(name="zoo", graph=graph).scene_id)


def test_assets_stand_where_their_matrices_say(depot, ball):
    asset = depot.put(ball).asset_id
    sheared = [1, 0, 0, 0, 0.5, 1, 0, 0, 0, 0, 1, 0, 0, 0, 9, 1]
    scene = composed(
        depot,
        assets=[
            {"asset_id": asset, "matrix": at(-4, 0, 0, 2), "name": "left"},
            {"asset_id": asset, "matrix": at(4, 0, 0)},
            {"asset_id": asset, "matrix": sheared, "visible": False},
        ],
    )
    assert scene.name == "zoo"
    assert [root.name for root in scene.roots] == ["left", "ball", "ball"]
    assert np.allclose(scene.bounds(), [[-6, -2, -2], [5, 2, 2]])  # what is hidden does not count
    assert np.allclose(scene.roots[2].local_matrix.T.ravel(), sheared)
    assert scene.roots[2].visible is False
    assert len(scene.meshes) == 1  # one mesh, placed three times
    assert scene.animations.names == ("hop", "ball: hop", "ball: hop 2")
    again = tk.load(scene.to_glb())
    assert again.to_glb() == scene.to_glb()
    moved = [root.world_from_node[:3, 3] for root in again.roots]
    assert np.allclose(moved, [[-4, 0, 0], [4, 0, 0], [0, 0, 9]])


def test_each_placement_moves_alone(depot, ball):
    asset = depot.put(ball).asset_id
    scene = composed(depot, assets=[{"asset_id": asset}, {"asset_id": asset, "matrix": at(4, 0, 0)}])
    pose = scene.pose(1.0, animation="ball: hop")
    nodes = [node for node in scene.nodes if node.name == "ball" and node.mesh is not None]
    assert [pose.world_from_node(node)[1, 3] for node in nodes] == [0.0, 1.0]


def test_materials_lights_and_variants_are_overridden(depot, ball):
    asset = depot.put(ball).asset_id
    texture = depot.put(png((200, 30, 30)), name="red").asset_id
    green = depot.materials.create(GREEN).material_id
    red = depot.materials.create({"pbrMetallicRoughness": {"baseColorTexture": {"asset_id": texture}}}, name="red")
    scene = composed(
        depot,
        assets=[
            {"asset_id": asset},
            {"asset_id": asset, "materials": {"paint": green}, "lights": {"lamp": 0}},
            {"asset_id": asset, "materials": {"*": red.material_id, "#0": green}},
            {"asset_id": asset, "materials": {"*": red.material_id}},
        ],
    )
    materials = [node.mesh.primitives[0].material for node in scene.nodes if node.mesh is not None]
    assert [material.name for material in materials] == ["paint", "green", "green", "red"]
    assert materials[1] is materials[2]
    assert materials[3].base_color_texture.texture.source.pixels[0, 0, :3].tolist() == [200, 30, 30]
    assert [node.light.intensity for node in scene.nodes if node.light is not None] == [4.0, 0.0, 4.0, 4.0]
    primitive = tk.Primitive(positions=np.eye(3, dtype=np.float32), material=tk.Material(name="day"))
    primitive.variants = tk.VariantMaterial(material=tk.Material(name="night"), variants=tk.Variant(name="dark"))
    shoe = tk.Scene()
    shoe.add(primitive)
    dressed = composed(depot, assets=[{"asset_id": depot.put(shoe, name="shoe").asset_id, "variant": "dark"}])
    assert dressed.meshes[0].primitives[0].material.name == "night"


def test_lights_cameras_and_environments(depot):
    # Radiance RGBE: two rows of four pixels of 2.0
    sky = depot.put(
        b"#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n\n-Y 2 +X 4\n" + bytes([128, 128, 128, 130] * 8), name="s.hdr"
    )
    scene = composed(
        depot,
        lights=[{"type": "spot", "name": "s", "intensity": 7, "outer_cone_angle": 0.3, "matrix": at(0, 2, 0)}],
        cameras=[{"yfov": 0.5, "name": "c"}, {"type": "orthographic", "xmag": 2, "ymag": 3, "zfar": 9}],
        environment={"asset_id": sky.asset_id, "intensity": 0.5, "rotation": 1.0, "background": "environment"},
    )
    assert (scene.lights[0].intensity, scene.lights[0].outer_cone_angle) == (7.0, 0.3)
    assert (scene.cameras[0].yfov, scene.cameras[1].xmag) == (0.5, 2.0)
    assert scene.nodes["s"].position == (0.0, 2.0, 0.0)
    environment = tk.load(scene.to_glb()).environment
    assert environment.radiance.shape == (2, 4, 3)
    assert np.allclose(environment.radiance, 2.0)
    assert (environment.intensity, environment.rotation, environment.background) == (0.5, 1.0, "environment")
    assert composed(depot, environment=None).environment is None
    plain = tk.Scene()
    plain.add(tk.Mesh(tk.box()))
    box = depot.put(plain, name="box").asset_id
    with pytest.raises(AssetError, match="it is no environment but a model"):
        composed(depot, environment={"asset_id": box})


def test_animations_of_their_own_and_of_other_assets(depot, ball):
    asset = depot.put(ball).asset_id
    up = {"node": "ball", "path": "translation", "times": [0, 2], "values": [[0, 0, 0], [0, 5, 0]]}
    own = depot.animations.create({"channels": [up]}, name="rise").animation_id
    taken = depot.animations.create({"asset_id": asset, "clip": "hop"}, name="hop").animation_id
    scene = composed(
        depot,
        assets=[{"asset_id": asset, "name": "first"}, {"asset_id": asset, "name": "second"}],
        animations=[
            {"animation_id": own, "placement": 1},
            {"animation_id": taken, "placement": 0, "name": "taken"},
            {"animation_id": own, "name": "hop"},
        ],
    )
    assert scene.animations.names == ("hop", "second: hop", "rise", "taken", f"{own}: hop")
    first, second = (node for node in scene.nodes if node.mesh is not None)
    assert scene.pose(2.0, animation="rise").world_from_node(second)[1, 3] == 5.0
    assert scene.pose(2.0, animation="rise").world_from_node(first)[1, 3] == 0.0
    assert scene.pose(1.0, animation="taken").world_from_node(first)[1, 3] == 1.0
    assert tk.load(scene.to_glb()).animations.names == scene.animations.names


@pytest.mark.parametrize(
    ("placement", "error", "match"),
    [
        ({"materials": {"nope": "green"}}, FieldError, "asset ball has no material 'nope'; it has 'paint'"),
        ({"materials": {"#7": "green"}}, FieldError, "asset ball has no material '#7'"),
        ({"lights": {"nope": 1}}, FieldError, "asset ball has no light 'nope'; it has 'lamp'"),
        ({"variant": "x"}, ParameterError, "there is no variant 'x'"),
    ],
)
def test_what_an_asset_does_not_have(depot, ball, placement, error, match):
    green = depot.materials.create(GREEN).material_id
    if "materials" in placement:
        placement = {"materials": dict.fromkeys(placement["materials"], green)}
    with pytest.raises(error, match=match):
        composed(depot, assets=[{"asset_id": depot.put(ball).asset_id, **placement}])


def test_an_animation_without_its_node_or_clip(depot, ball):
    asset = depot.put(ball).asset_id
    channel = {"node": "arm", "path": "translation", "times": [0], "values": [[0, 0, 0]]}
    for definition, match in (
        ({"channels": [channel]}, "moves a node 'arm' that is not there; there are 'ball'"),
        ({"asset_id": asset, "clip": "swim"}, "asset ball has no animation 'swim'; it has 'hop'"),
        ({"asset_id": asset, "clip": 3}, "has no animation 3"),
    ):
        animation = depot.animations.create(definition, name="a").animation_id
        with pytest.raises(FieldError, match=match):
            composed(depot, assets=[{"asset_id": asset}], animations=[{"animation_id": animation}])


# The composed scene is kept


def test_a_composed_scene_is_kept_until_a_part_changes(depot, ball):
    asset = depot.put(ball)
    texture = depot.put(png((9, 9, 9)), name="t")
    paint = depot.materials.create({"emissiveTexture": {"asset_id": texture.asset_id}, "emissiveFactor": [1, 1, 1]})
    placed = {"asset_id": asset.asset_id, "materials": {"*": paint.material_id}}
    scene = depot.scenes.create(name="zoo", graph={"assets": [placed]})

    def kept():
        return depot.scenes.get(scene.scene_id).glb

    record, first = depot.composed(scene.scene_id)
    assert record.glb == first == kept()
    assert depot.blobs.get(first) == depot.compose(scene.scene_id).to_glb()
    assert depot.composed(scene.scene_id)[1] == first
    depot.scenes.update(scene.scene_id, tags=["x"])
    assert kept() == first  # the graph is the same
    depot.materials.update(paint.material_id, name="other name")
    assert kept() == first
    depot.materials.update(paint.material_id, definition=GREEN)
    assert kept() == ""
    second = depot.composed(scene.scene_id)[1]
    assert second != first
    depot.materials.update(paint.material_id, definition={"emissiveTexture": {"asset_id": texture.asset_id}})
    third = depot.composed(scene.scene_id)[1]
    depot.assets.update(texture.asset_id, stored=depot.put_blob(png((1, 2, 3))))  # through the material
    assert kept() == ""
    assert depot.composed(scene.scene_id)[1] != third
    depot.scenes.update(scene.scene_id, graph={})
    assert kept() == ""
    assert depot.composed(scene.scene_id, 1)[0].version == 1


def test_a_part_that_changes_while_a_scene_is_composed_is_not_missed(depot, ball):
    asset = depot.put(ball).asset_id
    paint = depot.materials.create(GREEN).material_id
    scene = depot.scenes.create(graph={"assets": [{"asset_id": asset, "materials": {"*": paint}}]})
    before = depot.scenes.fingerprint(scene.scene_id, 1)
    glb = depot.put_blob(depot.compose(scene.scene_id).to_glb()).name
    depot.materials.update(paint, definition={})
    assert depot.scenes.set_glb(scene.scene_id, 1, glb, before) is False
    assert depot.scenes.get(scene.scene_id).glb == ""


def test_a_member_of_the_group_sees_what_a_scene_is_made_of(as_somebody, ball):
    ann, bob = as_somebody("ann"), as_somebody("bob", "film")
    asset = ann.put(ball).asset_id
    scene = ann.scenes.create(graph={"assets": [{"asset_id": asset}]}, groups=["film"])
    assert len(bob.compose(scene.scene_id).meshes) == 1
    with pytest.raises(RecordNotFoundError):
        bob.load(asset)
    with pytest.raises(RecordNotFoundError):
        as_somebody("cid").compose(scene.scene_id)


def test_many_compose_one_scene_at_once(depot, ball):
    scene = depot.scenes.create(graph={"assets": [{"asset_id": depot.put(ball).asset_id}]})
    names = []
    threads = [threading.Thread(target=lambda: names.append(depot.composed(scene.scene_id)[1])) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(names) == 4
    assert len(set(names)) == 1


# By name, wherever a file may be


def test_assets_and_scenes_are_loaded_by_name(monkeypatch, tmp_path, ball):
    monkeypatch.setenv("THREEDKIT_HOME", str(tmp_path))
    monkeypatch.delenv("THREEDKIT_DATABASE", raising=False)
    with tk.Store() as store:
        asset = store.put(ball)
        scene = store.scenes.create(graph={"assets": [{"asset_id": asset.asset_id}]})
        picture = store.put(png((1, 1, 1)), name="p.png")
    assert tk.load("asset:ball").content_hash == ball.content_hash
    assert tk.load(f"asset:{asset.asset_id}").content_hash == ball.content_hash
    assert tk.validate("asset:ball").ok
    assert len(tk.load(f"scene:{scene.scene_id}@1").meshes) == 1
    for wrong, match in (
        ("asset:nope", "there is no asset 'nope'"),
        ("asset:p.png", "it is no model but a texture"),
        (f"scene:{scene.scene_id}@x", "a version is a number"),
        (f"scene:{picture.asset_id}", "there is no scene"),
    ):
        with pytest.raises(tk.ThreedkitError, match=match):
            tk.load(wrong)
