"""Logs, request ids and traces: what a request leaves behind, and what it must not."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import io
import json
import logging
import os
import re
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from threedkit.service.operations import bound, carried, continued, finished_span, logging_to, span
from threedkit.service.operations.redaction import HIDDEN, Redactor

KEY = "tk_0123456789abcdef_" + "s" * 43
TOKEN = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhZGEifQ.c2lnbmF0dXJl"


@pytest.fixture(scope="module")
def app(serving):
    with serving() as found:
        yield found


@contextlib.contextmanager
def captured(**options):
    """The log lines that are written meanwhile, as JSON documents."""
    stream, lines = io.StringIO(), []
    with logging_to(stream, level="debug", **options):
        yield lines
    lines += [json.loads(line) for line in stream.getvalue().splitlines()]


def requests_in(lines):
    return [line for line in lines if line["event"] == "request"]


# Request ids


def test_every_answer_names_its_request(app):
    for path in ("/v1/me", "/v1/healthz", "/v1/scenes/7", "/nothing", "/metrics"):
        answer = app.http.get(path)
        assert re.fullmatch(r"[0-9a-f]{16}", answer.headers["x-request-id"])
        if answer.status_code >= 400:
            assert answer.json()["request_id"] == answer.headers["x-request-id"]
    given = app.http.get("/v1/me", headers={"X-Request-Id": "gateway-17.a_b"})
    assert given.headers["x-request-id"] == "gateway-17.a_b"


@pytest.mark.parametrize("value", ["", "a" * 65, "a b", 'a"b', "ä", "a\tb", "../../x", "a;b=c", "${jndi:x}"])
def test_an_id_that_is_none_is_replaced(app, value):
    answer = app.http.get("/v1/me", headers={"X-Request-Id": value.encode()})
    assert re.fullmatch(r"[0-9a-f]{16}", answer.headers["x-request-id"])


# Logs


def test_a_request_is_one_line(app):
    with captured() as lines:
        app.http.get("/v1/scenes/7?token=secret-in-the-query", headers={"X-Request-Id": "r1"})
    (line,) = [line for line in requests_in(lines) if line.get("request_id") == "r1"]
    assert (line["method"], line["route"], line["path"]) == ("GET", "/v1/scenes/{scene_id}", "/v1/scenes/7")
    assert (line["status"], line["proof"], line["level"]) == (404, "token", "info")
    assert line["user"]
    assert line["seconds"] >= 0
    assert dt.datetime.fromisoformat(line["time"]).tzinfo is not None
    assert "secret-in-the-query" not in json.dumps(lines)


def test_no_line_is_forged(app):
    """Whatever stands in a path or a header, a line stays a line."""
    evil = '/v1/scenes/%0a{"event":"request","user":"admin"}%0d%1b[31m'
    with captured() as lines:
        app.http.get(evil)
        app.http.get("/v1/me", headers={"User-Agent": 'x"} {"event": "y'})
    assert {line["event"] for line in requests_in(lines)} == {"request"}
    assert "\n" in next(line["path"] for line in requests_in(lines) if line["path"].startswith("/v1/scenes"))
    assert not any(line.get("user") == "admin" for line in lines)


def test_ids_do_not_run_into_each_other(app):
    def ask(number):
        name = f"id-{number}"
        return app.http.get("/v1/me" if number % 2 else "/nothing", headers={"X-Request-Id": name}).headers[
            "x-request-id"
        ]

    with captured() as lines, ThreadPoolExecutor(8) as pool:
        names = list(pool.map(ask, range(40)))
    assert names == [f"id-{number}" for number in range(40)]
    told = {line["request_id"]: line["path"] for line in requests_in(lines) if line["request_id"].startswith("id-")}
    assert told == {f"id-{n}": "/v1/me" if n % 2 else "/nothing" for n in range(40)}


def test_bound_ids_and_extras():
    logger = logging.getLogger("threedkit.somewhere")
    with captured() as lines:
        with bound(job_id="j1", message_id="m1"):
            logger.info("drawn %d", 3, extra={"frames": 3})
            threading.Thread(target=lambda: logger.info("elsewhere")).start()
        logger.warning("afterwards")
        try:
            _ = {}["x"]
        except KeyError:
            logger.exception("went wrong with Bearer abcdefghij")
    drawn, after, wrong = (next(one for one in lines if one["event"].startswith(w)) for w in ("drawn", "after", "went"))
    assert (drawn["event"], drawn["job_id"], drawn["message_id"], drawn["frames"]) == ("drawn 3", "j1", "m1", 3)
    assert "job_id" not in after
    assert "KeyError: 'x'" in wrong["exception"]
    assert wrong["event"] == f"went wrong with Bearer {HIDDEN}"


def test_logging_is_as_before_afterwards():
    root = logging.getLogger()
    before = (root.handlers[:], root.level, logging.getLogger("httpx").level)
    with captured(form="json"):
        pass
    assert (root.handlers[:], root.level, logging.getLogger("httpx").level) == before
    stream = io.StringIO()
    with logging_to(stream, form="text"):
        logging.getLogger("x").info("for people", extra={"key_id": 1})
    assert "for people" in stream.getvalue()


@pytest.mark.parametrize(
    ("text", "left"),
    [
        (f"key {KEY}.", f"key tk_0123456789abcdef_{HIDDEN}."),
        (f"got {TOKEN} from", f"got {HIDDEN} from"),
        (f"Authorization: Bearer {'x' * 20}", f"Authorization: Bearer {HIDDEN}"),
        ("postgresql://me:hunter2@db/farm", f"postgresql://me:{HIDDEN}@db/farm"),
        ("amqp://:hunter2@mq", f"amqp://:{HIDDEN}@mq"),
        ("/get?X-Amz-Signature=abc&X-Amz-Date=1", f"/get?X-Amz-Signature={HIDDEN}&X-Amz-Date=1"),
        ("/lab?token=abc", f"/lab?token={HIDDEN}"),
        ("-----BEGIN EC PRIVATE KEY-----\nMHcC\n-----END EC PRIVATE KEY-----", HIDDEN),
        ("nothing to hide: tokens, keys, Basic needs", "nothing to hide: tokens, keys, Basic needs"),
    ],
)
def test_credentials_are_hidden(text, left):
    assert Redactor().text(text) == left


def test_fields_of_such_names_are_hidden():
    event = {
        "authorization": "x",
        "Set-Cookie": "y",
        "nested": {"api_key": "z", "list": [{"password": "p", "fine": 1}]},
        "data": b"\x00\x01",
        "user": "ada",
        "deep": {"a": {"b": {"c": {"d": {"e": {"token": "t"}}}}}},
    }
    cleaned = Redactor()(None, "", event)
    text = json.dumps(cleaned)
    assert not {"x", "y", "z", "p", "t"} & set(re.findall(r'"(\w)"', text)) - {"a", "b", "c", "d", "e"}
    assert (cleaned["user"], cleaned["data"], cleaned["nested"]["list"][0]["fine"]) == ("ada", "2 bytes", 1)


@given(st.text(), st.text(), st.text(alphabet="abcdefghijklmnop0123456789_-", min_size=20, max_size=60))
def test_a_secret_is_hidden_wherever_it_stands(before, after, secret):
    text = Redactor([secret]).text(before + secret + after)
    assert secret not in text or secret in (before + after)


def test_the_process_token_is_hidden_in_a_real_service(servers, tmp_path):
    """``threedkit serve`` writes JSON lines to standard error, and its token to none of them."""
    token, port = "a-very-secret-token-0123456789", servers.free_port()
    environment = {
        **os.environ,
        "THREEDKIT_TOKEN": token,
        "THREEDKIT_HOME": str(tmp_path),
        "THREEDKIT_WORK": "false",
    }
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "threedkit.cli", "serve", "--port", str(port)],
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=log,
        )
    try:
        servers.wait_for(lambda: servers.listens(port), "the service", process)
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60) as http:
            assert http.get("/v1/me", headers={"Authorization": f"Bearer {token}"}).status_code == 200
            http.get(f"/v1/scenes/{token}")
            http.get(f"/v1/scenes?token={token}")
    finally:
        process.terminate()
        process.wait(30)
    text = (tmp_path / "log").read_text("utf-8")
    assert token not in text
    lines = [json.loads(line) for line in text.splitlines()]
    assert [line["status"] for line in requests_in(lines)] == [200, 401, 401]


# Traces


def _finished(spans, name):
    """The one span of a name; a request's ends when its answer has gone out, which its client may see first."""
    deadline = time.monotonic() + 30
    while not (found := [one for one in spans.get_finished_spans() if one.name == name]):
        assert time.monotonic() < deadline
        time.sleep(0.02)
    (made,) = found
    return made


def test_a_request_continues_its_callers_trace(app, spans):
    spans.clear()
    parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
    app.http.get("/v1/scenes/7", headers={"traceparent": parent})
    made = _finished(spans, "GET /v1/scenes/{scene_id}")
    assert f"{made.context.trace_id:032x}" == "0af7651916cd43dd8448eb211c80319c"
    assert f"{made.parent.span_id:016x}" == "b7ad6b7169203331"
    assert made.attributes["http.response.status_code"] == 404
    assert made.attributes["http.route"] == "/v1/scenes/{scene_id}"


@pytest.mark.parametrize("header", ["", "x", "00-0-0-0", "00-" + "0" * 32 + "-" + "0" * 16 + "-01", "ff-" + "a" * 500])
def test_a_malformed_trace_is_a_new_one(app, spans, header):
    spans.clear()
    assert app.http.get("/v1/me", headers={"traceparent": header}).status_code == 200
    made = _finished(spans, "GET /v1/me")
    assert made.parent is None


def test_a_trace_goes_along_in_a_message(spans):
    spans.clear()
    with span("POST /v1/renderjobs"):
        headers = carried()
    assert list(headers) == ["traceparent"]
    with span("render process", context=continued(headers), messaging_message_id="m1"):
        inner = carried()
    begun = dt.datetime(2026, 11, 23, tzinfo=dt.UTC)
    job = finished_span("render job", begun, begun + dt.timedelta(seconds=3), continued(inner), threedkit_job="fox")
    finished_span("frame", begun, begun - dt.timedelta(seconds=1), job, threedkit_frame=0, error="RenderError")
    request, message, whole, frame = spans.get_finished_spans()
    assert len({one.context.trace_id for one in (request, message, whole, frame)}) == 1
    assert [one.parent and one.parent.span_id for one in (request, message, whole, frame)] == [
        None,
        request.context.span_id,
        message.context.span_id,
        whole.context.span_id,
    ]
    assert whole.end_time - whole.start_time == 3_000_000_000
    assert frame.end_time >= frame.start_time
    assert frame.status.description == "RenderError"
    assert frame.attributes["threedkit.frame"] == 0


def test_an_error_is_noted_by_its_kind_only(spans):
    spans.clear()
    with pytest.raises(ValueError, match="hunter2"), span("work"):
        raise ValueError("password hunter2")
    (made,) = spans.get_finished_spans()
    assert made.status.description == "ValueError"
    assert "hunter2" not in made.to_json()


def test_traces_are_sent_by_otlp_where_the_variables_say(servers, tmp_path):
    """A real process, a real exporter, and a receiver that counts."""
    received = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            received.append((self.path, self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    program = (
        "from threedkit.service.operations import span\n"
        "from threedkit.service.operations.tracing import tracing_to_otlp\n"
        "with tracing_to_otlp('threedkit-test'), span('draw', threedkit_job='fox'): pass\n"
    )
    environment = {**os.environ, "OTEL_EXPORTER_OTLP_ENDPOINT": f"http://127.0.0.1:{server.server_port}"}
    try:
        subprocess.run([sys.executable, "-c", program], env=environment, check=True, timeout=60)
        quiet = {**environment, "OTEL_TRACES_EXPORTER": "none"}
        subprocess.run([sys.executable, "-c", program], env=quiet, check=True, timeout=60)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
    ((path, body),) = received
    assert path == "/v1/traces"
    assert b"threedkit-test" in body
    assert b"draw" in body
    assert b"fox" in body


def test_streams_pass_as_they_come():
    """The middleware holds nothing back: each part of an answer goes out before the next one is made."""
    from threedkit.service.operations.middleware import Observed

    order = []

    async def inner(_scope, receive, send):
        await receive()
        await send({"type": "http.response.start", "status": 200, "headers": []})
        for number in range(3):
            order.append(f"made {number}")
            await send({"type": "http.response.body", "body": b"x" * 10, "more_body": number < 2})

    async def send(message):
        if message["type"] == "http.response.body":
            order.append("sent")

    async def receive():
        return {"type": "http.request", "body": b"", "more_body": False}

    scope = {"type": "http", "method": "GET", "path": "/v1/x", "headers": []}
    asyncio.run(Observed(inner)(scope, receive, send))
    assert order == ["made 0", "sent", "made 1", "sent", "made 2", "sent"]
