"""Bodies as they come: forms in any pieces, names that lead elsewhere, types that lie."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.requests import Request

from threedkit.service.problems import ProblemError
from threedkit.service.receiving import FormReader
from threedkit.service.receiving.form import check_type, clean_name

GLB = b"glTF\x02\0\0\0" + bytes(600)


def form(*parts, boundary="b0undary", end="--"):
    out = b""
    for headers, data in parts:
        out += f"--{boundary}\r\n".encode() + "".join(f"{h}\r\n" for h in headers).encode() + b"\r\n" + data + b"\r\n"
    return out + f"--{boundary}{end}\r\n".encode()


def file_part(data, name="fox.glb", kind="application/octet-stream"):
    return (f'Content-Disposition: form-data; name="file"; filename="{name}"', f"Content-Type: {kind}"), data


def field(name, value):
    return (f'Content-Disposition: form-data; name="{name}"',), value


def reader(content_type="multipart/form-data; boundary=b0undary"):
    return FormReader(Request({"type": "http", "headers": [(b"content-type", content_type.encode())]}))


def read(body, pieces=()):
    form_, out, start = reader(), b"", 0
    for end in [*sorted(pieces), len(body)]:
        out += b"".join(form_.take(body[start:end]))
        start = max(start, end)
    return form_, out


@given(st.binary(max_size=3000), st.lists(st.integers(0, 4000), max_size=12))
def test_a_form_is_the_same_in_any_pieces(data, cuts):
    body = form(field("name", "Füchse".encode()), file_part(b"glTF" + data), field("tags", b"a,b"))
    found, out = read(body, [min(cut, len(body)) for cut in cuts])
    assert (found.finish().name, out) == ("fox.glb", b"glTF" + data)
    assert found.fields == {"name": "Füchse", "tags": "a,b"}


@given(st.integers(1, 700))
def test_a_form_that_is_cut_short_is_refused(left):
    body = form(file_part(GLB))
    found, _ = read(body[: min(left, len(body) - 5)])
    with pytest.raises(ProblemError) as caught:
        found.finish()
    assert caught.value.status == 400


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (form(file_part(GLB), file_part(GLB)), 422),
        (form(field("name", b"x")), 422),
        (form(file_part(b"")), 422),
        (form(field("name", b"a"), field("name", b"b")), 422),
        (form(field("name", b"a" * 100_000)), 422),
        (form(*(field(f"f{i}", b"") for i in range(40))), 422),
        (b"no form at all, no form at all, no form at all", 400),
        (form((("X: " + "y" * 50_000,), b"")), 400),
    ],
)
def test_odd_forms_are_refused(body, status):
    with pytest.raises(ProblemError) as caught:
        read(body)[0].finish()
    assert caught.value.status == status


@pytest.mark.parametrize(
    "content_type",
    [
        "application/json",
        "multipart/form-data",
        "multipart/form-data; boundary=" + "b" * 80,
        "multipart/mixed; boundary=b",
    ],
)
def test_what_is_no_form_is_415(content_type):
    with pytest.raises(ProblemError) as caught:
        reader(content_type)
    assert caught.value.status == 415


@pytest.mark.parametrize(
    ("name", "said", "head"),
    [
        ("fox.glb", "application/octet-stream", b"MZ\x90\0" + bytes(20)),
        ("fox.glb", "image/png", GLB),
        ("fox.png", "model/gltf-binary", b"\x89PNG\r\n\x1a\n" + bytes(20)),
        ("fox.png", "application/octet-stream", GLB),
        ("fox.obj", "application/octet-stream", GLB),
        ("fox.exe", "application/octet-stream", b"MZ"),
        ("fox", "application/octet-stream", b"hello"),
        ("fox.gltf", "text/html", b"{}"),
        ("fox.gltf", "", b"<html>"),
        ("page.html", "text/html", b"<html>"),
    ],
)
def test_lying_types_are_refused(name, said, head):
    with pytest.raises(ProblemError) as caught:
        check_type(name, said, head)
    assert (caught.value.status, caught.value.code) == (415, "unsupported-type")


@pytest.mark.parametrize(
    ("name", "said", "head", "found"),
    [
        ("fox.GLB", "", GLB, "glb"),
        ("noname", "", GLB, "glb"),
        ("a.jpeg", "image/jpeg", b"\xff\xd8\xff\xe0", "jpg"),
        ("a.obj", "text/plain", b"v 0 0 0", "obj"),
        ("a.gltf", "application/json", b" {", "gltf"),
        ("a.3mf", "application/zip", b"PK\x03\x04", "3mf"),
        ("a.stl", "application/sla", bytes(84), "stl"),
    ],
)
def test_honest_types_pass(name, said, head, found):
    assert check_type(name, said, head).name == found


@given(st.text(max_size=600))
def test_a_cleaned_name_leads_nowhere(name):
    found = clean_name(name)
    assert len(found) <= 200
    assert found.isprintable()
    assert not set(found) & set("/\\\r\n\0")
    assert found not in {".", ".."}
    assert clean_name(found) == found
