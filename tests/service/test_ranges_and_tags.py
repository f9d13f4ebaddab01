"""Ranges against slices of bytes, ETags, cursors."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from threedkit.service.byte_ranges import disposition, span_wanted
from threedkit.service.etags import etag_of, is_unchanged, version_wanted
from threedkit.service.paging import decode_cursor, encode_cursor
from threedkit.service.problems import ProblemError

DATA = bytes(range(100))


@given(st.one_of(st.none(), st.integers(0, 150)), st.one_of(st.none(), st.integers(0, 150)))
def test_a_range_is_what_the_rfc_says(first, last):
    header = f"bytes={'' if first is None else first}-{'' if last is None else last}"
    if first is None:
        expected = None if last is None else DATA[max(0, 100 - last) :] if last else b""
    elif last is not None and last < first:
        expected = None
    else:
        expected = DATA[first : None if last is None else last + 1]
    if expected == b"":
        with pytest.raises(ProblemError) as caught:
            span_wanted(header, 100)
        assert caught.value.headers == {"Content-Range": "bytes */100"}
    else:
        span = span_wanted(header, 100)
        assert (DATA[span.start : span.end] if span else None) == expected


@given(st.text(max_size=60))
def test_any_other_text_is_no_range(text):
    try:
        span = span_wanted(text, 10)
    except ProblemError:
        return
    assert span is None or 0 <= span.start < span.end <= 10


@given(st.text(max_size=60))
def test_a_disposition_is_one_header_of_ascii(name):
    found = disposition(name.encode("utf-8", "replace").decode())
    assert found.isascii()
    assert found.isprintable()


def test_conditions():
    with pytest.raises(ProblemError) as caught:
        version_wanted('W/"3"', 3)
    assert (caught.value.status, caught.value.headers["ETag"]) == (412, '"3"')
    assert is_unchanged('"1", W/"2"', etag_of(2))
    assert not is_unchanged('"22"', etag_of(2))


@given(st.text(min_size=1).filter(lambda text: text.isprintable()), st.text(), st.text())
def test_a_cursor_belongs_to_its_list(after, one, other):
    cursor = encode_cursor(after, one)
    assert decode_cursor(cursor, one) == after
    if one != other:
        with pytest.raises(ProblemError):
            decode_cursor(cursor, other)


@given(st.text(max_size=50))
def test_other_cursors_are_400(cursor):
    with pytest.raises(ProblemError) as caught:
        decode_cursor(cursor)
    assert caught.value.status == 400
