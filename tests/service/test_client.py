"""The client: what it imports, and what it does when the service is away for a moment."""

from __future__ import annotations

import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

import threedkit as tk
from threedkit.errors import ServiceError
from threedkit.service.client.uploading import Upload
from threedkit.service.receiving.form import FormReader


def test_it_imports_no_web_framework():
    program = (
        "import sys, threedkit as tk; tk.connect('http://127.0.0.1:1', 'x');"
        "sys.exit(bool({'fastapi', 'starlette', 'uvicorn'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


class Answers(BaseHTTPRequestHandler):
    """Gives the answers of its server, one after the other; remembers what was asked."""

    def answer(self):
        length = int(self.headers.get("Content-Length", 0))
        self.server.asked.append(
            (self.command, self.path, self.headers.get("Idempotency-Key"), self.rfile.read(length))
        )
        status, body = self.server.answers.pop(0)
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST = do_DELETE = answer  # noqa: N815 - as http.server names them

    def log_message(self, *_):
        pass


@pytest.fixture
def away():
    """A server whose answers a test chooses."""
    server = HTTPServer(("127.0.0.1", 0), Answers)
    server.asked, server.answers = [], []
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    with tk.connect(f"http://127.0.0.1:{server.server_port}", "x") as client:
        yield server, client
    server.shutdown()
    server.server_close()


MATERIAL = b'{"material_id": "m", "name": "gold"}'


def test_what_is_sent_again_has_the_same_key(away):
    server, client = away
    server.answers = [(503, b""), (502, b"<html>"), (201, MATERIAL)]
    assert client.materials.create({}, name="gold").material_id == "m"
    assert len(server.asked) == 3
    assert len(set(server.asked)) == 1
    assert server.asked[0]


def test_an_answer_that_is_no_problem_document(away):
    server, client = away
    server.answers = [(418, b"<html>I am a teapot")]
    with pytest.raises(ServiceError) as caught:
        client.materials.get("m")
    assert caught.value.status == 418


def test_an_answer_of_another_form(away):
    server, client = away
    server.answers = [(200, b'{"material_id": 7}')]
    with pytest.raises(ServiceError, match="cannot read"):
        client.materials.list()


def test_a_form_is_what_the_service_reads(tmp_path):
    path = tmp_path / "x.stl"
    path.write_bytes(b"solid " + bytes(3 << 20))
    upload = Upload(path, 'odd "na/me.stl', {"tags": '["a"]'})
    body = b"".join(upload.content())
    assert len(body) == int(upload.headers["Content-Length"])
    form = FormReader(type("Request", (), {"headers": {"content-type": upload.headers["Content-Type"]}})())
    assert b"".join(form.take(body)) == path.read_bytes()
    assert form.fields == {"tags": '["a"]'}
    assert form.finish().name.endswith("me.stl")
