"""Every error is a problem document: ours, the framework's, and those of the rooms below."""

from __future__ import annotations

import http.client
import json

import pytest
from starlette.exceptions import HTTPException

from threedkit import errors
from threedkit.service.problems import MEDIA_TYPE, TYPES, ProblemError, problem_of


def subclasses(kind):
    return {kind}.union(*(subclasses(one) for one in kind.__subclasses__()))


def made(kind):
    if kind is errors.AssetError:
        return kind("fox.glb", [errors.Problem("error", "ACCESSOR_TOO_LONG", "/accessors/0", "too long")])
    if kind is errors.VersionConflictError:
        return kind("scene fox has version 4, not 3", 4)
    if kind is errors.InUseError:
        return kind("asset fox is in use", ["scene den"])
    return kind("what happened in /var/lib/secret")


OURS = sorted(
    (kind for kind in subclasses(errors.ThreedkitError) if kind.__module__ == "threedkit.errors"),
    key=lambda k: k.__name__,
)


@pytest.mark.parametrize("kind", OURS, ids=lambda kind: kind.__name__)
def test_every_error_of_the_rooms_below_is_a_problem(kind):
    status, document, _ = problem_of(made(kind))
    assert 400 <= status < 600
    assert document["type"].startswith(TYPES)
    assert {"title", "status", "detail"} <= set(document)
    assert document["status"] == status
    assert status < 500 or "secret" not in document["detail"] or kind is errors.MissingPackageError


def test_an_unknown_error_tells_nothing():
    status, document, _ = problem_of(RuntimeError("password=1234"))
    assert (status, "1234" in json.dumps(document)) == (500, False)


def test_facts_of_an_error_are_members():
    assert problem_of(made(errors.InUseError))[1]["users"] == ["scene den"]
    assert problem_of(made(errors.VersionConflictError))[2] == {"ETag": '"4"'}
    assert problem_of(made(errors.AssetError))[1]["errors"][0]["pointer"] == "/accessors/0"


def test_headers_of_an_http_exception_are_kept():
    status, document, headers = problem_of(HTTPException(401, "send a token", {"WWW-Authenticate": "Bearer"}))
    assert (status, headers["WWW-Authenticate"], document["detail"]) == (401, "Bearer", "send a token")


def test_members_of_our_own():
    assert problem_of(ProblemError(413, "too-large", "it is", limit=3))[1]["limit"] == 3


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/v1/nothing", 404, "not-found"),
        ("DELETE", "/v1/healthz", 405, "method-not-allowed"),
        ("GET", "/v1/assets?limit=0", 422, "invalid-request"),
        ("GET", "/v1/assets?limit=x&cursor=" + "c" * 3000, 422, "invalid-request"),
        ("GET", "/v1/assets?cursor=bm90aGluZw", 400, "bad-cursor"),
    ],
)
def test_the_frameworks_errors_are_problems(app, method, path, status, code):
    answer = app.http.request(method, path)
    assert (answer.status_code, answer.headers["content-type"]) == (status, MEDIA_TYPE)
    assert answer.json()["type"] == TYPES + code


def test_405_names_the_methods(app):
    assert app.http.post("/v1/healthz").headers["allow"] == "GET"
    assert app.http.put("/v1/scenes").headers["allow"] == "GET, POST"
    assert app.http.patch("/v1/assets/upload").status_code in {405, 415}


def test_all_that_is_wrong_is_told(app):
    found = app.http.get("/v1/assets?limit=x&order=sideways").json()["errors"]
    assert {one["pointer"] for one in found} == {"limit", "order"}


@pytest.mark.parametrize("path", ["/v1/scenes", "/v1/assets/uploads"])
def test_a_body_that_is_too_long_is_refused_whatever_its_length_says(serving, path):
    with serving(json_bytes=2000) as app:
        long = {"name": "x" * 3000}
        assert app.http.post(path, json=long).json()["type"] == TYPES + "too-large"
        pieces = (b"x" * 500 for _ in range(10))
        answer = app.http.post(path, content=pieces, headers={"Content-Type": "application/json"})
        assert answer.status_code == 413
        assert app.http.get("/v1/healthz").status_code == 200


@pytest.mark.parametrize("body", [b"{", b"\xff\xfe", b'{"name": NaN}', b'{"metadata": {"a": ' + b"[" * 9000, b""])
def test_what_is_no_json_is_400(app, body):
    answer = app.http.post("/v1/scenes", content=body, headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.json()["type"]) == (400, TYPES + "malformed-json")


def test_a_request_that_is_no_http_does_no_harm(app):
    connection = http.client.HTTPConnection("127.0.0.1", int(app.url.rpartition(":")[2]), timeout=60)
    connection.putrequest("GET", "/v1/healthz", skip_host=True)
    connection.putheader("Host", "a\tb")
    connection.endheaders()
    assert connection.getresponse().status < 500
    connection.close()
