"""The Draco codec, and the child process in which it decodes."""

from __future__ import annotations

import os
import struct
import subprocess
import sys
import threading
import warnings

import DracoPy
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from threedkit import io
from threedkit.errors import MissingPackageError
from threedkit.io.gltf.codecs import CodecError, draco, draco_process
from threedkit.io.gltf.codecs.draco_header import read_header


def test_headers_say_what_is_decoded(drc):
    for data in drc.streams():
        mesh, header = DracoPy.decode(data), read_header(memoryview(data))
        assert header.faces == len(mesh.faces)
        assert header.points <= len(mesh.points)
        if header.method == "sequential":
            assert header.points == len(mesh.points)


@given(st.binary(max_size=60))
def test_any_header_is_read_or_refused(tail):
    for head in (b"", b"DRACO\x02\x02\x01\x01\x00\x80", b"DRACO\x02\x01\x01\x00\x00\x00"):
        try:
            read_header(memoryview(head + tail))
        except CodecError as error:
            message = str(error)
            assert message


def test_the_child_decodes_as_the_package_does(drc):
    for data in drc.streams():
        mesh = DracoPy.decode(data)
        ids = [attribute["unique_id"] for attribute in mesh.attributes]
        found = drc.apart(data, len(mesh.points), len(mesh.faces), ids)
        assert np.array_equal(found.faces, mesh.faces)
        for attribute in mesh.attributes:
            assert np.array_equal(found.attributes[attribute["unique_id"]], attribute["data"])


@settings(max_examples=30)
@given(st.integers(2, 9), st.integers(6, 16), st.integers(0, 10), st.booleans())
def test_positions_are_off_by_half_a_step_at_most(drc, side, bits, level, keep_order):
    positions, faces = drc.grid(side)
    options = draco.DracoOptions(position_bits=bits, level=level)
    made = draco.encode(faces, {"POSITION": positions}, options, keep_order=keep_order)
    found = made.mesh.attributes[made.ids["POSITION"]]
    step = float((positions.max(axis=0) - positions.min(axis=0)).max()) / (2**bits - 1)
    distance = np.abs(found[:, None] - positions[None]).max(axis=2).min(axis=1)
    assert distance.max() <= step / 2 * 1.001 + 1e-6
    assert draco.encode(faces, {"POSITION": positions}, options, keep_order=keep_order).data == made.data


def test_what_is_not_quantised_is_kept_exactly(drc):
    arrays = drc.attributes()
    made = draco.encode(drc.grid()[1], arrays, draco.DracoOptions(), keep_order=True)
    for name in ("TEXCOORD_1", "COLOR_0", "JOINTS_0", "WEIGHTS_0", "_ID"):
        assert np.array_equal(made.mesh.attributes[made.ids[name]].reshape(arrays[name].shape), arrays[name]), name
    assert np.array_equal(made.mesh.faces, drc.grid()[1])


@pytest.mark.parametrize(("points", "faces", "match"), [(64, 97, "triangles"), (63, 98, "points"), (500, 98, "points")])
def test_counts_are_held_against_the_document(drc, points, faces, match):
    made = draco.encode(drc.grid()[1], {"POSITION": drc.grid()[0]}, draco.DracoOptions())
    with pytest.raises(CodecError, match=match) as caught:
        drc.apart(made.data, points, faces)
    assert caught.value.code == "COMPRESSED_DATA_MISMATCH"


def test_a_bomb_is_refused_by_its_header(drc):
    head = b"DRACO" + bytes([2, 2, 1, 1, 0, 0, 0]) + b"\xff\xff\xff\x0f" + b"\xff\xff\xff\x3f" + bytes(50)
    with pytest.raises(CodecError, match="unfolds to") as caught:
        drc.apart(head, (1 << 25) - 1, None)
    assert caught.value.code == "COMPRESSED_DATA_TOO_LARGE"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"DRACO",
        b"DRAGON" + bytes(60),
        b"DRACO" + bytes([1, 3, 1, 0, 0, 0, 1, 3, 0]),
        b"DRACO" + bytes([2, 2, 0, 0, 0, 0, 1, 3, 0]),
        b"DRACO" + bytes([2, 2, 1, 7, 0, 0, 1, 3, 0]),
        b"DRACO" + bytes([2, 2, 1, 0, 0, 0, 255, 255, 255, 255, 255, 255, 255]),
        b"DRACO" + bytes([2, 2, 1, 0, 0, 0x80, 255, 255, 255, 255, 15, 1]),
    ],
)
def test_what_is_no_mesh_is_refused(drc, data):
    with pytest.raises(CodecError) as caught:
        drc.apart(data, 3, 1)
    assert caught.value.code == "COMPRESSED_DATA_INVALID"


# -- the child process ------------------------------------------------------------------------------------------------


@pytest.fixture
def other_worker(monkeypatch, tmp_path):
    """Put another program in the worker's place."""

    def put(text: str) -> None:
        path = tmp_path / "worker.py"
        path.write_text(text)
        draco_process._drop()
        monkeypatch.setattr(draco_process, "_WORKER", path)

    yield put
    draco_process._drop()


def test_a_crash_of_the_decoder_is_an_error_and_the_next_mesh_is_decoded(drc, other_worker, monkeypatch):
    data = drc.streams()[0]
    other_worker("import os, sys; sys.stdin.buffer.read(8); os.abort()")
    with pytest.raises(CodecError, match="signal 6") as caught:
        drc.apart(data, 25, 32)
    assert caught.value.code == "COMPRESSED_DATA_TOO_LARGE"
    monkeypatch.undo()
    assert len(drc.apart(data, 25, 32).faces) == 32


def test_a_child_that_says_nothing_is_ended(drc, other_worker, monkeypatch):
    other_worker("import time; time.sleep(60)")
    monkeypatch.setattr(draco_process, "_PATIENCE", 0.05)
    with pytest.raises(CodecError, match="takes longer than"):
        drc.apart(drc.streams()[0], 25, 32)


def test_a_child_that_talks_nonsense_is_ended(drc, other_worker):
    other_worker("import sys; sys.stdin.buffer.read(8); sys.stdout.buffer.write(b'\\xff' * 100); sys.stdout.flush()")
    with pytest.raises(CodecError, match="broke down"):
        drc.apart(drc.streams()[0], 25, 32)


def test_a_child_that_cannot_be_started_is_an_error(drc, make_glb, monkeypatch):
    draco_process._drop()
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    assert drc.codes(make_glb(*drc.full_document())) == {"DECODER_UNAVAILABLE"}


def test_a_child_that_has_gone_is_replaced(drc):
    data = drc.streams()[0]
    assert len(drc.apart(data, 25, 32).faces) == 32
    child = draco_process._child
    child.process.kill()
    child.process.wait()
    assert len(drc.apart(data, 25, 32).faces) == 32
    assert draco_process._child is not child


def test_memory_is_bounded(drc, monkeypatch):
    positions, faces = drc.grid(300)
    data = DracoPy.encode(positions, faces)
    monkeypatch.setattr(draco_process, "_MEMORY", 1 << 20)
    monkeypatch.setattr(draco_process, "_MEMORY_MULTIPLE", 0)
    monkeypatch.setattr(draco_process, "_POINT", 0)
    with pytest.raises(CodecError) as caught:
        drc.apart(data, 90_000, len(faces))
    assert caught.value.code == "COMPRESSED_DATA_TOO_LARGE"
    monkeypatch.undo()
    assert len(drc.apart(data, 90_000, len(faces)).faces) == len(faces)


def test_a_document_has_one_clock(drc):
    clock = draco.Clock()
    clock.spend(100)
    with pytest.raises(CodecError, match="too long"):
        drc.apart(drc.streams()[0], 25, 32, clock=clock)


def test_threads_share_the_child(drc):
    data, found = drc.streams()[0], []
    threads = [threading.Thread(target=lambda: found.append(drc.apart(data, 25, 32).faces)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert all(np.array_equal(faces, found[0]) for faces in found)


def test_a_forked_process_has_a_child_of_its_own(drc):
    data = drc.streams()[0]
    drc.apart(data, 25, 32)
    mine = draco_process._child.process.pid
    reading, writing = os.pipe()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # threads of other tests' libraries
        pid = os.fork()
    if pid == 0:
        try:
            count = len(drc.apart(data, 25, 32).faces)
            os.write(writing, struct.pack("<II", count, draco_process._child.process.pid))
            draco_process._drop()
        finally:
            os._exit(0)
    os.waitpid(pid, 0)
    count, its = struct.unpack("<II", os.read(reading, 8))
    os.close(reading)
    os.close(writing)
    assert count == 32
    assert its != mine
    assert len(drc.apart(data, 25, 32).faces) == 32
    assert draco_process._child.process.pid == mine


def test_the_child_ends_with_the_process(drc, tmp_path):
    script = tmp_path / "use.py"
    script.write_text(
        "import sys\nfrom pathlib import Path\nfrom threedkit.io.gltf.codecs import draco, draco_process\n"
        "data = memoryview(Path(sys.argv[1]).read_bytes())\n"
        "draco.decode(data, points=25, faces=32, ids=(), row=12, limit=1 << 28, clock=draco.Clock())\n"
        "print(draco_process._child.process.pid)\n"
    )
    (tmp_path / "a.drc").write_bytes(drc.streams()[0])
    out = subprocess.run(
        [sys.executable, "-W", "error", script, tmp_path / "a.drc"], capture_output=True, text=True, check=True
    )
    assert out.stderr == ""
    with pytest.raises(ProcessLookupError):
        os.kill(int(out.stdout), 0)


def test_without_the_package_the_error_names_it(drc, make_glb, monkeypatch):
    draco_process._drop()
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(MissingPackageError, match="pip install"):
        io.load(make_glb(*drc.full_document()))
