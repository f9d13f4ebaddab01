from __future__ import annotations

import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

import threedkit as tk
from threedkit import io
from threedkit.errors import ParameterError
from threedkit.ops._grid import shares, units
from threedkit.scene import Instances
from threedkit.scene.formats import to_float
from threedkit.scene.materials.volume import Volume


def points_of(scene, time=None):
    """World positions of every primitive, of every instance, in the order in which they are drawn."""
    pose = scene.pose(time)
    return [
        pose.positions(node, primitive, number)
        for node in scene.mesh_nodes
        for primitive in node.mesh.primitives
        for number in range(len(pose.instances(node)))
    ]


def step_of(scene, bits=14):
    return 2 * np.diff(scene.bounds(), axis=0).max() / 2 ** (bits - 1)


def stays(scene, time=None, bits=14, **options):
    before, step = points_of(scene, time), step_of(scene, bits)
    assert tk.ops.quantize(scene, positions=bits, **options) is scene
    for old, new in zip(before, points_of(scene, time), strict=True):
        np.testing.assert_allclose(new, old, atol=step)
    again = io.load(scene.to_glb())
    assert again.to_glb() == scene.to_glb()
    assert b"KHR_mesh_quantization" in again.to_glb()
    formats = [[part.formats for mesh in one.meshes for part in mesh.primitives] for one in (again, scene)]
    assert formats[0] == formats[1]
    return scene


@pytest.mark.parametrize("volume", ["mesh", "scene"])
def test_nothing_moves(full, volume):
    stays(full, volume=volume)
    primitive = full.meshes["ball"].primitives[0]
    assert primitive.formats == dict.fromkeys(("POSITION", "NORMAL", "TANGENT"), ("int16", True))
    assert primitive.texcoords[0].dtype == np.uint16
    assert primitive.indices.dtype == np.uint16


@pytest.mark.parametrize("time", [0.0, 0.4, 1.0])
def test_nothing_moves_while_it_is_animated(make_full, time):
    stays(make_full(), time)


def test_real_models(models):
    for path in models:
        scene = tk.load(path)
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", "quantize: .* is left as it is", UserWarning)
            stays(scene, 0.3 if scene.animations else None)
        report = io.validate(scene.to_glb())
        before = {problem.code for problem in io.validate(path).problems}
        assert {p.code for p in report.problems if p.severity == "error"} <= before, path


def test_eight_bits_are_stored_in_eight(full):
    stays(full, bits=8, normals=8)
    formats = full.meshes["ball"].primitives[0].formats
    assert formats == dict.fromkeys(("POSITION", "NORMAL", "TANGENT"), ("int8", True))


def test_a_file_gets_smaller():
    scene = tk.Scene()
    scene.add(tk.sphere(segments=64, rings=64))
    before = len(scene.to_glb())
    assert len(tk.ops.quantize(scene).to_glb()) < 0.7 * before


def test_a_node_that_holds_more_hands_its_mesh_down():
    scene = tk.Scene()
    lamp = scene.add(tk.Node(mesh=tk.Mesh(tk.box()), light=tk.PointLight(), position=(3, 0, 0), name="lamp"))
    lamp.add(tk.Node(name="under"))
    tk.ops.quantize(scene)
    assert (lamp.mesh, lamp.position, lamp.scale) == (None, (3, 0, 0), (1, 1, 1))
    assert [child.name for child in lamp.children] == ["lamp", "under"]
    np.testing.assert_allclose(scene.bounds(), [[2.5, -0.5, -0.5], [3.5, 0.5, 0.5]])


def test_weights_follow_the_mesh_to_its_new_node(full):
    full.animations[0].channels += (
        tk.Channel(node=full.nodes["morphed"], path="translation", times=[0, 1], values=np.zeros((2, 3))),
    )
    before = points_of(full, 0.5)
    tk.ops.quantize(full)
    assert full.nodes["morphed"].mesh is None
    for old, new in zip(before, points_of(full, 0.5), strict=True):
        np.testing.assert_allclose(new, old, atol=step_of(full))


def test_instances_make_up_for_the_grid():
    rng = np.random.default_rng(1)
    scene = tk.Scene()
    turns = rng.normal(size=(5, 4)).astype(np.float32)
    turns /= np.linalg.norm(turns, axis=1, keepdims=True)
    many = Instances(translation=rng.normal(size=(5, 3)) * 4, rotation=turns, scale=rng.uniform(0.5, 2, (5, 3)))
    scene.add(tk.Node(mesh=tk.Mesh(tk.sphere(radius=3)), position=(1, 2, 3), scale=(2, 2, 2), instances=many))
    scene.add(tk.Node(mesh=tk.Mesh(tk.box(size=5)), instances=Instances(translation=[(0, 1, 0), (9, 0, 0)])))
    stays(scene)


def test_a_skin_that_two_meshes_share(full):
    skin, tube = full.skins["skin"], full.meshes["tube"].primitives[0]
    joints, weights = tube.joints, tube.weights
    other = tk.box(size=3)
    other.joints = np.zeros((other.vertex_count, 4), np.uint8)
    other.weights = np.tile(np.float32([1, 0, 0, 0]), (other.vertex_count, 1))
    full.add(tk.Mesh(other), skin=skin, name="other")
    assert joints[0].dtype == np.uint8
    assert weights[0].dtype == np.float32
    stays(full, 0.5)
    assert full.nodes["other"].skin is not full.nodes["tube"].skin


def test_glass_keeps_its_thickness():
    glass = tk.Material(transmission=1.0, volume=Volume(thickness=0.5))
    scene = tk.Scene()
    node = scene.add(tk.Mesh(tk.sphere(radius=4), glass))
    plain = scene.add(tk.Mesh(tk.sphere(radius=1), glass))
    tk.ops.quantize(scene)
    for one in (node, plain):
        thickness = one.mesh.primitives[0].material.volume.thickness * one.scale[0]
        assert thickness == pytest.approx(0.5)
    assert glass.volume.thickness == 0.5
    copies = [one.mesh.primitives[0].material for one in (node, plain)]
    assert len({id(material.transmission) for material in (glass, *copies) if material is not glass}) == 2


def test_arrays_that_are_shared_stay_shared():
    ball = tk.sphere()
    other = tk.Primitive(ball.positions, **{name: getattr(ball, name) for name in ("normals", "texcoords", "indices")})
    scene = tk.Scene()
    scene.add(tk.Mesh((ball, other)))
    tk.ops.quantize(scene)
    assert ball.positions is other.positions
    assert ball.normals is other.normals
    assert ball.texcoords[0] is other.texcoords[0]


def test_what_is_out_of_range_is_left_with_a_warning():
    scene = tk.Scene()
    plane = tk.plane()
    plane.texcoords = plane.texcoords[0] * 3
    scene.add(plane)
    with pytest.warns(UserWarning, match="TEXCOORD_0 reaches from 0 to 3, not from 0 to 1"):
        tk.ops.quantize(scene)
    assert plane.texcoords[0].dtype == np.float32


def test_dequantize_gives_the_same_numbers(full):
    tk.ops.quantize(full, custom=10)
    before = points_of(full)
    assert tk.ops.dequantize(full) is full
    for old, new in zip(before, points_of(full), strict=True):
        assert np.array_equal(old, new)
    assert b"KHR_mesh_quantization" not in full.to_glb()
    for mesh in full.meshes:
        for primitive in mesh.primitives:
            kinds = {name: array.dtype.kind for name, array in primitive.attributes()}
            assert {kind for name, kind in kinds.items() if not name.startswith("JOINTS")} == {"f"}


def test_twice_is_once(full):
    first = tk.ops.quantize(full).to_glb()
    assert tk.ops.quantize(full).to_glb() == first


@pytest.mark.parametrize("bits", [7, 17, -1, 9.5])
def test_bits_out_of_range(bits):
    with pytest.raises(ParameterError, match=r"quantize: .*from 8 to 16"):
        tk.ops.quantize(tk.Scene(), positions=bits)


@given(hnp.arrays("float64", 8, elements=st.floats(-1, 1)), st.integers(8, 16))
def test_units_are_near(array, bits):
    """Source of the rule: glTF-Transform; half a step, and the ends are exact."""
    for signed in (True, False):
        chosen = array if signed else np.abs(array)
        whole = units(chosen, bits, signed=signed)
        back = whole / np.iinfo(whole.dtype).max
        assert np.abs(back - chosen).max() <= 0.51 / (2 ** (bits - signed) - 1) + 2.0**-15
        assert len(np.unique(np.abs(units(np.linspace(0, 1, 1 << 17), bits, signed=signed)))) == 2 ** (bits - signed)
    assert to_float(units(np.array([1.0, -1.0]), bits, signed=True), normalized=True).tolist() == [1, -1]


@given(hnp.arrays("float64", (4, 8), elements=st.floats(0, 1)), st.sampled_from([8, 16]))
def test_shares_have_the_whole_sum(array, bits):
    whole = shares(array, bits)
    most = 2**bits - 1
    assert set(whole.sum(axis=1, dtype=np.int64).tolist()) <= {0, most}
    total = array.sum(axis=1, keepdims=True)
    filled = total[:, 0] > 0
    exact = array[filled] / total[filled]
    assert (np.abs(whole[filled] / most - exact) <= 1 / most + 1e-9).all()
