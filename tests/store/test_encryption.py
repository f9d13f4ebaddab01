"""Encrypted blobs: what was changed, cut, swapped or sealed with another key is never given out."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from threedkit.errors import StoreError
from threedkit.store import EncryptedBlobs, FolderBlobs, Store
from threedkit.store.blobs import new_key, read_key

KEY = bytes(range(32))
CHUNK, TAG, HEADER = 1 << 20, 16, 48


@pytest.fixture(scope="module")
def inner(tmp_path_factory):
    return FolderBlobs(tmp_path_factory.mktemp("sealed"))


@pytest.fixture(scope="module")
def blobs(inner):
    return EncryptedBlobs(inner, KEY)


def data_of(size):
    return hashlib.shake_128(str(size).encode()).digest(size)


def test_the_format_is_the_documented_one(blobs, inner):
    """Opened here with nothing but the description in the module's docstring."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    plain = data_of(2 * CHUNK + 5)
    blobs.write("a/b", plain)
    sealed = inner.read("a/b")
    header = sealed[:HEADER]
    assert header[:8] == b"TKBLOB1\0"
    assert header[8:16] == hashlib.sha256(b"threedkit blob key id" + KEY).digest()[:8]
    key = HKDF(algorithm=SHA256(), length=32, salt=header[16:], info=b"threedkit blob a/b").derive(KEY)
    pieces = []
    for number in range(3):
        start = HEADER + number * (CHUNK + TAG)
        nonce = bytes(3) + number.to_bytes(8, "big") + bytes([number == 2])
        pieces.append(AESGCM(key).decrypt(nonce, sealed[start : start + CHUNK + TAG], header))
    assert b"".join(pieces) == plain
    assert len(sealed) == HEADER + len(plain) + 3 * TAG


@pytest.mark.parametrize("size", [0, 1, 1000, CHUNK, CHUNK + 1, 3 * CHUNK])
def test_nothing_of_the_plain_bytes_is_seen(blobs, inner, size):
    plain = b"A" * size
    first, second = blobs.put(plain), "again"
    blobs.write(second, plain)
    assert b"AAAAAAAA" not in inner.read(first)
    assert inner.read(first)[HEADER:] != inner.read(second)[HEADER:]  # not even that two are alike


@settings(max_examples=60, deadline=None)
@given(size=st.sampled_from([0, 5, CHUNK, CHUNK + 5, 2 * CHUNK + 5]), place=st.floats(0, 1), bit=st.integers(0, 7))
def test_a_changed_bit_is_found(blobs, inner, size, place, bit):
    name = blobs.put(data_of(size))
    good = inner.read(name)
    bad = bytearray(good)
    where = min(int(place * len(good)), len(good) - 1)
    bad[where] ^= 1 << bit
    inner.write(name, bytes(bad))
    with pytest.raises(StoreError, match=r"damaged|not encrypted|another key"):
        blobs.read(name)
    chunk = (where - HEADER) // (CHUNK + TAG)
    if size:
        touched = max(min(max(chunk, 0) * CHUNK, size - 1), 0)
        with pytest.raises(StoreError, match=r"damaged|not encrypted|another key"):
            blobs.read_range(name, touched, touched + 1)
    inner.write(name, good)
    assert blobs.get(name) == data_of(size)


def test_what_was_cut_added_swapped_or_moved_is_found(blobs, inner):
    plain = data_of(3 * CHUNK)
    name, other = blobs.put(plain), blobs.put(data_of(3 * CHUNK + 1))
    sealed = inner.read(name)
    one = CHUNK + TAG
    chunks = [sealed[HEADER + n * one : HEADER + (n + 1) * one] for n in range(3)]
    head = sealed[:HEADER]
    wrong = {
        "the last chunk is gone": head + chunks[0] + chunks[1],
        "all chunks are gone": head,
        "some bytes are gone": sealed[:-1],
        "two chunks are swapped": head + chunks[1] + chunks[0] + chunks[2],
        "a chunk comes twice": head + chunks[0] + chunks[0] + chunks[2],
        "a chunk is added": sealed + chunks[2],
        "bytes are added": sealed + b"x",
        "another object": inner.read(other),
        "no header": b"",
        "a plain file": plain,
    }
    for what, content in wrong.items():
        inner.write(name, content)
        with pytest.raises(StoreError, match=r"damaged|not encrypted") as caught:
            blobs.read(name)
        assert "\n" not in str(caught.value), what
        with pytest.raises(StoreError):
            list(blobs.stream(name))
        if "gone" in what or "added" in what:  # no end is taken for the end
            with pytest.raises(StoreError):
                list(blobs.stream(name, 2 * CHUNK))
    inner.write(name, sealed)
    assert blobs.get(name) == plain


def test_a_range_reads_only_its_chunks(blobs, inner, monkeypatch):
    name = blobs.put(data_of(3 * CHUNK))
    sealed = bytearray(inner.read(name))
    sealed[HEADER + 5] ^= 1  # the first chunk
    inner.write(name, bytes(sealed))
    read = []
    plain_read = inner.read_range
    monkeypatch.setattr(inner, "read_range", lambda *a: read.append(a[2] - a[1]) or plain_read(*a))
    assert blobs.read_range(name, CHUNK + 3, CHUNK + 9) == data_of(3 * CHUNK)[CHUNK + 3 : CHUNK + 9]
    assert sum(read) == HEADER + CHUNK + TAG
    with pytest.raises(StoreError, match="at chunk 0"):
        blobs.read_range(name, 0, 1)
    inner.delete(name)


def test_another_key_is_told_apart_from_damage(blobs, inner):
    name = blobs.put(b"secret")
    with pytest.raises(StoreError, match="another key; set THREEDKIT_BLOB_KEY to that one"):
        EncryptedBlobs(inner, bytes(32)).get(name)


@pytest.mark.parametrize("text", ["", "short", "A" * 43, "ä" * 44, "A" * 88])
def test_what_is_no_key_is_refused_and_not_shown(text):
    with pytest.raises(StoreError, match="32 random bytes in base64") as caught:
        read_key(text)
    assert not text or text not in str(caught.value)
    assert len(read_key(new_key())) == 32


def test_no_way_leads_past_the_key(blobs):
    name = blobs.put(b"secret")
    assert blobs.sign(name) is None
    assert blobs.sign_part("uploads/x", "0" * 32, 1) is None
    assert blobs.local_path(name) is None


def test_a_store_with_a_key(tmp_path, monkeypatch, ball):
    monkeypatch.setenv("THREEDKIT_BLOB_KEY", new_key())
    url, place = f"sqlite:///{tmp_path}/farm.db", tmp_path / "blobs"
    with Store(url, blobs=place) as store:
        asset = store.put(ball)
        with store.writer() as writer:
            for _ in range(3):
                writer.write(bytes(900_000))
            zeros = store.assets.create(writer.finish(), name="zeros", asset_type="other")
        assert store.load(asset.asset_id).content_hash == ball.content_hash
        assert store.read(zeros.asset_id) == bytes(2_700_000)
        assert store.check(deep=True).ok
        for entry in FolderBlobs(place).list():
            assert FolderBlobs(place).read(entry.name)[:7] == b"TKBLOB1"
        scene = store.scenes.create(graph={"assets": [{"asset_id": asset.asset_id}]})
        assert store.blobs.get(store.composed(scene.scene_id)[1])[:4] == b"glTF"
    monkeypatch.delenv("THREEDKIT_BLOB_KEY")
    with Store(url, blobs=place) as store, pytest.raises(StoreError):
        store.load(asset.asset_id)
