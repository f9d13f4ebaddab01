"""Where files are looked for, and how they are written."""

from __future__ import annotations

import base64
import http.server
import json
import os
import threading

import numpy as np
import pytest

import threedkit as tk
from threedkit import io
from threedkit.io import network
from threedkit.io.gltf import uris


def gltf_with(uri: str, size: int = 36) -> bytes:
    return json.dumps(
        {
            "asset": {"version": "2.0"},
            "buffers": [{"byteLength": size, "uri": uri}],
            "bufferViews": [{"buffer": 0, "byteLength": size}],
            "accessors": [
                {"bufferView": 0, "componentType": 5126, "count": 3, "type": "VEC3", "min": [0, 0, 0], "max": [1, 1, 0]}
            ],
            "meshes": [{"primitives": [{"attributes": {"POSITION": 0}}]}],
            "nodes": [{"mesh": 0}],
            "scenes": [{"nodes": [0]}],
        }
    ).encode()


POINTS = np.float32([[0, 0, 0], [1, 0, 0], [0, 1, 0]])


@pytest.mark.parametrize("name", ["a.bin", "mit leer.bin", "größe.bin", "日本/点.bin", "a+b&c=d.bin", "50%.bin"])
def test_external_buffers(tmp_path, name):
    target = tmp_path / name
    target.parent.mkdir(exist_ok=True)
    target.write_bytes(POINTS.tobytes())
    for uri in {uris.from_path(name), name}:
        (tmp_path / "x.gltf").write_bytes(gltf_with(uri))
        assert io.load(tmp_path / "x.gltf").meshes[0].primitives[0].positions.tolist() == POINTS.tolist()


@pytest.mark.parametrize(
    "form",
    [
        "data:application/octet-stream;base64,{}",
        "data:application/OCTET-STREAM;a=b;base64,{}",
        "DATA:application/gltf-buffer;base64,{}",
    ],
)
def test_data_uris(form):
    data = gltf_with(form.format(base64.b64encode(POINTS.tobytes()).decode()))
    assert io.load(data).meshes[0].primitives[0].positions.tolist() == POINTS.tolist()


@pytest.mark.parametrize(
    "uri",
    [
        "../secret.bin", "%2e%2e/secret.bin", "a/../../secret.bin", "/etc/passwd", "%2Fetc/passwd",
        "file:///etc/passwd", "http://localhost/a.bin", "//host/a.bin", "\\\\host\\a.bin", "C:/a.bin", "link.bin",
        "folder", "", "a\u0000.bin", "pipe",
    ],
)  # fmt: skip
def test_uris_that_are_not_followed(tmp_path, uri):
    (tmp_path / "secret.bin").write_bytes(POINTS.tobytes())
    asset = tmp_path / "asset"
    (asset / "folder").mkdir(parents=True)
    (asset / "link.bin").symlink_to(tmp_path / "secret.bin")
    os.mkfifo(asset / "pipe")
    (asset / "x.gltf").write_bytes(gltf_with(uri))
    with pytest.raises(tk.AssetError):
        io.load(asset / "x.gltf")


def test_a_missing_file_a_folder_and_a_pipe(tmp_path):
    os.mkfifo(tmp_path / "pipe.glb")
    for name, words in (("no.glb", "no such file"), (".", "folder"), ("pipe.glb", "not a regular file")):
        with pytest.raises(tk.AssetError, match=words):
            io.load(tmp_path / name)


def test_an_unknown_format(tmp_path):
    (tmp_path / "a.abc").write_bytes(b"hello")
    with pytest.raises(tk.AssetError, match=r"\.glb"):
        io.load(tmp_path / "a.abc")


def test_a_glb_without_its_suffix(tmp_path):
    (tmp_path / "blob").write_bytes(tk.Scene().to_glb())
    assert len(io.load(tmp_path / "blob").nodes) == 0


def textured() -> tk.Scene:
    scene = tk.Scene()
    image = tk.Image.from_array(np.full((2, 2, 3), 200, np.uint8))
    image.uri = "textures/red one.png"
    scene.add(tk.Mesh(tk.box(), tk.Material(base_color_texture=image)), name="box")
    return scene


def test_gltf_with_files_beside_it(tmp_path):
    scene = textured()
    assert io.save(scene, tmp_path / "deep" / "box.gltf") == tmp_path / "deep" / "box.gltf"
    found = sorted(str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file())
    assert found == ["deep/box.bin", "deep/box.gltf", "deep/textures/red one.png"]
    again = io.load(tmp_path / "deep" / "box.gltf")
    assert again.images[0].uri == "textures/red one.png"
    assert again.content_hash == scene.content_hash


@pytest.mark.parametrize("uri", ["../out.png", "/tmp/out.png", "C:\\out.png", "a/../../b.png"])
def test_image_files_stay_beside_the_document(tmp_path, uri):
    scene = textured()
    scene.images[0].uri = uri
    io.save(scene, tmp_path / "a" / "box.gltf")
    assert sorted(path.name for path in (tmp_path / "a").iterdir()) == ["box.bin", "box.gltf", "image0.png"]
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


@pytest.mark.parametrize("suffix", [".glb", ".gltf", ".obj", ".stl", ".ply"])
def test_unwritable_places(tmp_path, suffix):
    (tmp_path / "file").write_text("x")
    with pytest.raises(tk.OutputError, match="cannot be written"):
        textured().save(tmp_path / "file" / f"a{suffix}")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_nothing_half_written(tmp_path):
    (tmp_path / "box.gltf").mkdir()  # the last rename fails
    with pytest.raises(tk.OutputError):
        textured().save(tmp_path / "box.gltf")
    assert not [path for path in tmp_path.rglob("*") if path.suffix == ".part"]


def test_an_unknown_suffix(tmp_path):
    with pytest.raises(tk.OutputError, match=r"\.glb, \.gltf"):
        tk.Scene().save(tmp_path / "a.fbx")


def test_saving_over_the_file_that_was_loaded(tmp_path):
    path = tmp_path / "box.glb"
    textured().save(path)
    scene = io.load(path)
    scene.nodes[0].position = (1, 2, 3)
    scene.save(path)
    assert io.load(path).nodes[0].position == (1, 2, 3)


class Server:
    def __init__(self, answers):
        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                status, headers, body = answers.get(self.path, (404, {}, b""))
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *args):
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


def test_urls_only_when_asked_for(monkeypatch):
    glb = textured().to_glb()
    answers = {
        "/box.glb": (200, {}, glb),
        "/to.glb": (302, {"Location": "/box.glb"}, b""),
        "/file.glb": (302, {"Location": "file:///etc/passwd"}, b""),
        "/round.glb": (302, {"Location": "/round.glb"}, b""),
    }
    monkeypatch.setenv("no_proxy", "*")
    with Server(answers) as server:
        with pytest.raises(tk.AssetError, match="allow_network=True"):
            io.load(f"{server.url}/box.glb")
        assert len(io.load(f"{server.url}/box.glb", allow_network=True).nodes) == 1
        assert len(io.load(f"{server.url}/to.glb", allow_network=True).nodes) == 1
        for name in ("file.glb", "round.glb", "none.glb"):
            with pytest.raises(tk.AssetError):
                io.load(f"{server.url}/{name}", allow_network=True)
        monkeypatch.setattr(network, "MAX_BYTES", 100)
        with pytest.raises(tk.AssetError, match="larger"):
            io.load(f"{server.url}/box.glb", allow_network=True)


def test_only_the_hosts_that_are_allowed(monkeypatch):
    monkeypatch.setenv("no_proxy", "*")
    answers = {"/box.glb": (200, {}, textured().to_glb())}
    with Server(answers) as server:
        port = server.server.server_port
        answers["/away.glb"] = (302, {"Location": f"http://localhost:{port}/box.glb"}, b"")
        for hosts in ("127.0.0.1", ["127.0.0.1"], {f"127.0.0.1:{port}"}):
            assert len(io.load(f"{server.url}/box.glb", allow_network=hosts).nodes) == 1
            assert io.validate(f"{server.url}/box.glb", allow_network=hosts).ok
        for hosts in (["localhost"], [f"127.0.0.1:{port + 1}"], ["127.0.0"]):
            with pytest.raises(tk.AssetError, match=r"'127\.0\.0\.1' is not among"):
                io.load(f"{server.url}/box.glb", allow_network=hosts)
        with pytest.raises(tk.AssetError, match="only used with"):
            io.load(f"{server.url}/box.glb", allow_network=())
        with pytest.raises(tk.AssetError, match="'localhost' is not among"):
            io.load(f"{server.url}/away.glb", allow_network=["127.0.0.1"])
        assert len(io.load(f"{server.url}/away.glb", allow_network=["127.0.0.1", "LOCALHOST"]).nodes) == 1
    for url in ("http://127.0.0.1:x/a.glb", "http://[/a.glb"):
        with pytest.raises(tk.AssetError):
            io.load(url, allow_network=["127.0.0.1"])


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://localhost/a.glb", "data://a", "http://127.0.0.1:1/a.glb"])
def test_other_schemes_and_dead_servers(url, monkeypatch):
    monkeypatch.setenv("no_proxy", "*")
    with pytest.raises(tk.AssetError):
        io.load(url, allow_network=True)
