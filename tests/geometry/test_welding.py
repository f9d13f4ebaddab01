"""Which vertices are one, against the plain way of asking."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

import threedkit.geometry.welding as room
from threedkit.errors import FieldError
from threedkit.geometry.indexing import compact, narrow, separate
from threedkit.geometry.welding import equal_rows, near_rows

dtypes = st.sampled_from(["uint8", "uint16", "float32", "float64", "int8"])


@st.composite
def tables(draw):
    """Arrays of few values, so that rows meet."""
    rows = draw(st.integers(0, 60))
    return [
        draw(arrays.arrays(draw(dtypes), (rows, draw(st.integers(1, 5))), elements=st.sampled_from([0, 1, 2])))
        for _ in range(draw(st.integers(1, 4)))
    ]


def plainly(columns):
    """The first of equal rows by their bytes."""
    rows = [b"|".join(column[i].tobytes() for column in columns) for i in range(len(columns[0]))]
    return [rows.index(row) for row in rows]


@given(tables())
def test_the_first_row_of_the_same_bits(columns):
    assert equal_rows(columns).tolist() == plainly(columns)


@given(tables())
@settings(max_examples=40)
def test_rows_that_only_share_a_hash_are_told_apart(columns):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(room, "_hash", lambda parts: np.zeros(len(parts[0]), np.uint64))
        assert equal_rows(columns).tolist() == plainly(columns)


def test_bits_count_not_values():
    assert equal_rows([np.float32([[0.0], [-0.0], [0.0]])]).tolist() == [0, 1, 0]
    assert equal_rows([np.float32([np.nan, np.nan])]).tolist() == [0, 0]


def test_strided_and_read_only_arrays():
    wide = np.zeros((4, 7), np.float32)
    wide[2:, 3] = 1
    wide.flags.writeable = False
    assert equal_rows([wide[:, 2:5]]).tolist() == [0, 0, 2, 2]


points = st.integers(1, 40).flatmap(lambda n: arrays.arrays(np.float32, (n, 3), elements=st.floats(-1, 1, width=16)))


@given(points, st.floats(1e-3, 3), st.integers(1, 3))
@settings(deadline=None)
def test_near_points_merge_and_none_moves_too_far(positions, tolerance, kinds):
    kind = np.arange(len(positions)) % kinds
    stands = near_rows(positions, kind, tolerance)
    assert (stands[stands] == stands).all()
    assert (kind[stands] == kind).all()
    gaps = np.linalg.norm(positions.astype(float)[:, None] - positions.astype(float), axis=-1)
    assert gaps[np.arange(len(stands)), stands].max() <= tolerance * (1 + 1e-9)
    stay = np.unique(stands)
    close = (gaps[np.ix_(stay, stay)] < tolerance * (1 - 1e-9)) & (kind[stay][:, None] == kind[stay])
    assert close.sum() == len(stay)  # each only with itself


def test_a_long_chain_is_not_one_point():
    chain = np.zeros((1000, 3), np.float32)
    chain[:, 0] = np.arange(1000) * 0.9
    assert 300 < len(np.unique(near_rows(chain, np.zeros(1000, int), 1.0))) <= 500


def test_a_tolerance_that_cannot_end_is_refused(monkeypatch):
    monkeypatch.setattr(room, "_MOST_PAIRS", 1000)
    with pytest.raises(FieldError, match=r"a tolerance of 9 m brings \d+ pairs of points together: take a smaller one"):
        near_rows(np.random.default_rng(0).random((100, 3), np.float32), np.zeros(100, int), 9.0)


@given(st.lists(st.integers(0, 30), max_size=40))
def test_compact_keeps_what_is_named(names):
    indices = np.array(names, int)
    rows, place = compact(indices, 31)
    assert rows.tolist() == sorted(set(names))
    assert rows[place].tolist() == names


def test_narrow_leaves_the_restart_value_free():
    assert narrow(np.array([65535]), 65536).dtype == np.uint32
    assert narrow(np.array([65534]), 65535).dtype == np.uint16


@given(st.sampled_from(["TRIANGLE_STRIP", "TRIANGLE_FAN", "TRIANGLES"]), st.integers(0, 12))
def test_separate_is_what_a_primitive_draws(mode, count):
    from threedkit.scene import Primitive

    indices = np.random.default_rng(count).integers(0, 9, count, dtype=np.uint32)
    drawn = Primitive(np.zeros((9, 3)), indices=indices, mode=mode).triangles
    ours = separate(mode, indices)[: len(drawn) * 3].reshape(-1, 3)
    turns = [[np.roll(triangle, k).tolist() for k in range(3)] for triangle in drawn]
    assert all(triangle.tolist() in turn for triangle, turn in zip(ours, turns, strict=True))


def test_separate_lines():
    assert separate("LINE_STRIP", np.array([4, 5, 6])).tolist() == [4, 5, 5, 6]
    assert separate("LINE_LOOP", np.array([4])).tolist() == []
    assert separate("LINES", np.array([4, 5])).tolist() == [4, 5]
