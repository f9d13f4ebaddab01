"""Lists of records: every filter against brute force in Python, pages under inserts; the same on both databases."""

from __future__ import annotations

import itertools
import math

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from threedkit.errors import FieldError
from threedkit.store import Bounds, Database, Model, Store
from threedkit.store.tables import METADATA

SETTINGS = settings(max_examples=40, deadline=None)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def depot(request, tmp_path_factory):
    """One store for all examples of this file, emptied by each."""
    folder = tmp_path_factory.mktemp("lists")
    url = f"sqlite:///{folder}/farm.db" if request.param == "sqlite" else request.getfixturevalue("postgres").url()
    with Database.open(url) as database:
        if database.is_sqlite:  # nothing here must outlive a power cut
            sa.event.listen(database.engine, "connect", lambda made, _: made.execute("PRAGMA synchronous=OFF"))
            database.engine.dispose()
        yield Store(database=database, blobs=folder / "blobs")


def empty(depot):
    def work(connection):
        for table in reversed(METADATA.sorted_tables):
            connection.execute(sa.delete(table))

    depot.database.write(work)


def create(depot, **values):
    return depot.assets.create(None, **{"name": "x", "asset_type": "other", **values})


def everything(depot, **asked):
    """All pages."""
    found, cursor = [], None
    while True:
        page = depot.assets.list(**asked, cursor=cursor)
        found += page.items
        cursor = page.cursor
        if cursor is None:
            return found


# Boxes

grid = st.sampled_from([-2.0, -1.0, -0.1, 0.0, 0.1, 1 / 3, 1.0, 1.0000001, 1.00000001, 16777217.0, -1e-40, 1e30, -1e30])
anywhere = st.floats(-1e30, 1e30, allow_nan=False)
number = st.one_of(grid, grid, st.integers(-3, 3).map(float), anywhere)
edge = st.one_of(number, number, st.sampled_from([-math.inf, math.inf]))


def box_of(numbers):
    corners = st.lists(numbers, min_size=6, max_size=6)
    return corners.map(lambda v: Bounds(tuple(map(min, v[:3], v[3:])), tuple(map(max, v[:3], v[3:]))))


def stands(model, relation, box):
    """The definition: closed boxes."""
    pairs = [(a, b, c, d) for a, b, c, d in zip(model.lower, model.upper, box.lower, box.upper, strict=True)]
    if relation == "intersects":
        return all(a <= d and b >= c for a, b, c, d in pairs)
    if relation == "within":
        return all(a >= c and b <= d for a, b, c, d in pairs)
    return all(a <= c and b >= d for a, b, c, d in pairs)


@SETTINGS
@given(models=st.lists(st.none() | box_of(number), max_size=8), asked=box_of(edge), copy=st.integers(0, 20))
def test_boxes_are_found_as_by_brute_force(depot, models, asked, copy):
    empty(depot)
    if copy < len(models) and models[copy] is not None:
        asked = models[copy]  # edges that are exactly equal
    made = [create(depot, name=str(place), model=Model(bounds=box)) for place, box in enumerate(models)]
    assert [asset.model.bounds for asset in made] == models
    for relation in ("intersects", "within", "contains"):
        wanted = [str(n) for n, box in enumerate(models) if box is not None and stands(box, relation, asked)]
        found = everything(depot, box=asked, relation=relation, order="oldest", limit=3)
        assert [asset.name for asset in found] == wanted


def test_the_index_follows_changes(depot):
    empty(depot)
    asset = create(depot, model=Model(bounds=Bounds((0, 0, 0), (1, 1, 1))))
    near, far = ((0, 0, 0), (1, 1, 1)), ((5, 5, 5), (6, 6, 6))
    assert [len(depot.assets.list(box=box).items) for box in (near, far)] == [1, 0]
    depot.assets.update(asset.asset_id, model=Model(bounds=Bounds((5, 5, 5), (6, 6, 6))))
    assert [len(depot.assets.list(box=box).items) for box in (near, far)] == [0, 1]
    depot.assets.update(asset.asset_id, model=Model())
    assert [len(depot.assets.list(box=box).items) for box in (near, far)] == [0, 0]
    depot.assets.update(asset.asset_id, model=Model(bounds=Bounds((0, 0, 0), (1e31, 1, 1))))  # farther than any use
    assert depot.assets.get(asset.asset_id).model.bounds is None
    depot.assets.delete(asset.asset_id)
    left = "SELECT count(*) FROM model_boxes" if depot.database.is_sqlite else "SELECT count(*) FROM models"
    assert depot.database.read(lambda connection: connection.scalar(sa.text(left))) == 0


@pytest.mark.parametrize(
    "box", [((0, 0, 0),), ((0, 0), (1, 1)), ((2, 0, 0), (1, 1, 1)), (("a", 0, 0), (1, 1, 1)), 3, ((math.nan,) * 3,) * 2]
)
def test_what_is_no_box(depot, box):
    with pytest.raises(FieldError, match="a box must be its smallest and its largest"):
        depot.assets.list(box=box)
    with pytest.raises(FieldError, match="not by 'near'"):
        depot.assets.list(box=((0, 0, 0), (1, 1, 1)), relation="near")


# Tags, metadata, names

word = st.sampled_from(["fox", "Fox", "red fox", "ä", "Ä", "%", "_", "a'b", "]", "x.y", "0"])
leaf = st.one_of(
    st.none(),
    st.booleans(),
    st.sampled_from([0, 1, -1, 2**53, 2**53 + 1, 2**63 - 1, 0.0, 1.0, 1.5, 1e300, 0.1]),
    word,
    st.sampled_from(["", "1", "true", "null", '"', "\\"]),
)
key = st.sampled_from(["a", "b", "ä", "0", "a b", "$", "[0]"])
value = st.one_of(leaf, st.lists(leaf, max_size=2), st.dictionaries(key, leaf, max_size=2))
metadata = st.dictionaries(key, value, max_size=3)


def same(left, right):
    """JSON's equality: numbers by value, and true is no number."""
    if isinstance(left, bool) or isinstance(right, bool) or left is None or right is None:
        return left is right
    return isinstance(left, str) == isinstance(right, str) and left == right


def at(document, path):
    for one in path.split("."):
        if not isinstance(document, dict) or one not in document:
            return False, None
        document = document[one]
    return not isinstance(document, dict | list), document


@SETTINGS
@given(
    documents=st.lists(metadata, min_size=1, max_size=6),
    path=st.one_of(key, st.tuples(key, key).map(".".join)),
    wanted=leaf,
    pick=st.integers(0, 5),
)
def test_metadata_is_found_as_by_brute_force(depot, documents, path, wanted, pick):
    empty(depot)
    there, found = at(documents[pick % len(documents)], path)
    wanted = found if there else wanted
    for place, document in enumerate(documents):
        asset = create(depot, name=str(place), metadata=document)
        assert asset.metadata == document
    expected = [
        str(n) for n, document in enumerate(documents) if at(document, path)[0] and same(at(document, path)[1], wanted)
    ]
    assert [asset.name for asset in depot.assets.list(metadata={path: wanted}, order="oldest").items] == expected


@SETTINGS
@given(given_tags=st.lists(st.sets(word, max_size=3), max_size=6), wanted=st.sets(word, max_size=2), letters=word)
def test_tags_and_names_are_found_as_by_brute_force(depot, given_tags, wanted, letters):
    empty(depot)
    names = [" ".join(sorted(tags)) + str(place) for place, tags in enumerate(given_tags)]
    for name, tags in zip(names, given_tags, strict=True):
        create(depot, name=name, tags=tags, groups=tags)
    expected = [name for name, tags in zip(names, given_tags, strict=True) if wanted <= tags]
    assert [asset.name for asset in depot.assets.list(tags=wanted, order="oldest").items] == expected

    def lower(text):
        return "".join(c.lower() if c.isascii() else c for c in text)

    like = [name for name in names if lower(letters) in lower(name)]
    assert [asset.name for asset in depot.assets.list(contains=letters, order="oldest").items] == like
    assert [asset.name for asset in depot.assets.list(order="name").items] == sorted(names)
    of_group = [name for name, tags in zip(names, given_tags, strict=True) if letters in tags]
    assert [asset.name for asset in depot.assets.list(group=letters, order="oldest").items] == of_group
    if names:
        assert [asset.name for asset in depot.assets.list(name=names[0]).items] == [names[0]]


@pytest.mark.parametrize(
    "asked", [{"": 1}, {'a"b': 1}, {"a\\": 1}, {"a..b": 1}, {"a": [1]}, {"a": {"b": 1}}, {"\n": 1}]
)
def test_metadata_that_cannot_be_asked_for(depot, asked):
    with pytest.raises(FieldError, match="metadata"):
        depot.assets.list(metadata=asked)


# Pages


@pytest.mark.parametrize("order", ["newest", "oldest", "name"])
def test_pages_do_not_shift_when_others_write(depot, order):
    empty(depot)
    before = [create(depot, name=f"{n * 7 % 10}").asset_id for n in range(10)]
    seen, cursor, more = [], None, itertools.count()
    while True:
        page = depot.assets.list(limit=3, cursor=cursor, order=order)
        seen += [asset.asset_id for asset in page.items]
        create(depot, name="-" if order == "name" else f"new {next(more)}")  # before all others by name
        gone = depot.assets.list(limit=1, order=order).items[0]
        if gone.asset_id not in before:
            depot.assets.delete(gone.asset_id)
        cursor = page.cursor
        if cursor is None:
            break
    known = [one for one in seen if one in before]
    assert len(known) == len(set(known)) == 10
    assert len(seen) == len(set(seen))


@pytest.mark.parametrize("cursor", ["", "x", "-1", "1; DROP TABLE assets", "9" * 40, "1:\0", "½"])
def test_a_cursor_of_no_page(depot, cursor):
    with pytest.raises(FieldError, match="cursor must come from the page before"):
        depot.assets.list(cursor=cursor, order="name")


@pytest.mark.parametrize("limit", [0, -1, 10_001])
def test_a_limit_that_is_none(depot, limit):
    with pytest.raises(FieldError, match="limit must be from 1 to 10000"):
        depot.assets.list(limit=limit)


def test_an_order_that_is_none(depot):
    with pytest.raises(FieldError, match="order must be one of newest, oldest, name"):
        depot.assets.list(order="random")
