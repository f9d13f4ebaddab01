"""While the shutter is open: where the camera is, and at which moments a picture is drawn."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from threedkit.errors import FieldError
from threedkit.render import CameraView, Shot
from threedkit.render.shutter import between, instants
from threedkit.transforms import matrices

ONE = CameraView.from_matrix(matrices.look_at((1, 2, 3), (0, 0, 0)), yfov=0.7)
OTHER = CameraView.from_matrix(
    matrices.look_at((3, 0, 1), (0, 1, 0)), yfov=0.5, aperture=0.2, focus_distance=2.0, zfar=9.0
)


@given(part=st.floats(0, 1))
def test_views_between_two_are_rigid_and_begin_and_end_there(part):
    view = between(ONE, OTHER, part)
    turn = view.matrix[:3, :3]
    np.testing.assert_allclose(turn @ turn.T, np.eye(3), atol=1e-9)
    np.testing.assert_allclose(view.position, ONE.position + part * (OTHER.position - ONE.position), atol=1e-12)
    assert view.yfov == pytest.approx(0.7 - 0.2 * part)
    np.testing.assert_allclose(between(ONE, OTHER, 1.0).matrix, OTHER.matrix, atol=1e-9)
    assert between(ONE, OTHER, 0.0) is ONE


def test_a_lens_that_comes_up_on_the_way_keeps_its_focus():
    assert between(ONE, OTHER, 0.5).focus_distance == 2.0
    assert between(OTHER, ONE, 0.5).aperture == pytest.approx(0.1)


@given(count=st.integers(1, 40), samples=st.integers(1, 100), seed=st.integers(0, 2**40))
def test_instants_fall_one_in_each_part_of_the_time(count, samples, seed):
    shot = Shot(camera=ONE, camera_shut=OTHER, time=2.0, shutter=0.5, samples=samples, seed=seed)
    found = list(instants(shot, min(count, samples)))
    parts = (np.array([one.time for one in found]) - 2.0) / 0.5 * len(found)
    assert (np.floor(parts + 1e-9) == np.arange(len(found))).all()
    assert sum(one.samples for one in found) == samples
    assert all(one.shutter == 0 and one.camera_shut is None for one in found)
    assert found == list(instants(shot, min(count, samples)))


def test_in_the_rest_pose_only_the_camera_moves():
    shots = list(instants(Shot(camera=ONE, camera_shut=OTHER, time=None, shutter=1.0), 4))
    assert {one.time for one in shots} == {None}
    assert len({one.camera.world_from_camera for one in shots}) == 4


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"aperture": -0.1, "focus_distance": 1.0}, "aperture"),
        ({"aperture": 0.1}, "focus_distance must be given"),
        ({"aperture": 0.1, "focus_distance": 0.0}, "focus_distance"),
        ({"aperture": float("nan")}, "aperture"),
        ({"aperture": 0.1, "focus_distance": 1.0, "kind": "orthographic", "zfar": 9.0}, "no lens"),
    ],
)
def test_lenses_that_cannot_be_are_refused(changes, word):
    with pytest.raises(FieldError, match=word):
        CameraView.from_matrix(np.eye(4), **changes)
