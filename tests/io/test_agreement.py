"""Our verdict on files is that of Khronos' validator: on documents changed at random, seeded.

THREEDKIT_FUZZ_DOCUMENTS makes it longer, THREEDKIT_FUZZ_SEED begins elsewhere; a difference is printed with its seed.
"""

from __future__ import annotations

import copy
import json
import os
import random
import struct
from collections import Counter

import pytest

import threedkit as tk

DOCUMENTS = int(os.environ.get("THREEDKIT_FUZZ_DOCUMENTS", "1000"))
_LARGEST = 60_000  # bytes
FIRST = int(os.environ.get("THREEDKIT_FUZZ_SEED", "0"))

VALUES = (
    None, True, False, -1, 0, 1, 2, 3, 4, 5, 8, 255, 2**31, 2**53, 0.5, -0.5, 1.5, 1e30, "", "a", "SCALAR", "VEC3",
    "MAT4", "LINEAR", "STEP", "CUBICSPLINE", "MASK", "perspective", "rotation", "weights", 5120, 5121, 5123, 5125,
    5126, 9728, 33071, 34962, 34963, [], {}, [0], [0, 0, 0], [0, 0, 0, 1], {"index": 0}, {"extras": 1},
)  # fmt: skip
NAMES = (
    "POSITION", "NORMAL", "TANGENT", "TEXCOORD_0", "TEXCOORD_1", "TEXCOORD_5", "COLOR_0", "JOINTS_0", "WEIGHTS_0",
    "WEIGHTS_1", "_CUSTOM", "custom", "name", "extras", "extensions", "matrix", "translation", "skin", "weights",
    "normalized", "byteStride", "target", "min", "max", "indices", "bufferView", "uri", "mimeType", "zfar", "skeleton",
)  # fmt: skip


def places(value, where=()):
    """Every path into a JSON value."""
    yield where
    for key, item in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from places(item, (*where, key))


def at(value, where):
    for step in where:
        value = value[step]
    return value


def change_json(document: dict, rng: random.Random) -> None:
    """One change of the JSON: something removed, doubled, renamed, exchanged or set to a value of another kind."""
    found = [where for where in places(document) if where]
    *path, key = rng.choice(found)
    holder, action = at(document, path), rng.random()
    if action < 0.15:
        del holder[key]
    elif action < 0.45 and isinstance(holder[key], (int, float)) and not isinstance(holder[key], bool):
        holder[key] = rng.choice([holder[key] + 1, holder[key] - 1, -holder[key], holder[key] * 2, holder[key] + 0.25])
    elif action < 0.65:
        holder[key] = copy.deepcopy(rng.choice(VALUES))
    elif action < 0.75 and isinstance(holder, list):
        holder.insert(rng.randint(0, len(holder)), copy.deepcopy(holder[key]))
    elif action < 0.85 and isinstance(holder, dict):
        holder[rng.choice(NAMES)] = holder.pop(key) if rng.random() < 0.5 else copy.deepcopy(holder[key])
    elif action < 0.9 and isinstance(holder, dict):
        holder[rng.choice(NAMES)] = copy.deepcopy(rng.choice(VALUES))
    else:
        holder[key] = copy.deepcopy(at(document, rng.choice(found)))


def change_bytes(binary: bytes, rng: random.Random) -> bytes:
    """One to three numbers of the data changed: a float, an index, NaN ..."""
    data = bytearray(binary)
    for _ in range(rng.randint(1, 3)):
        if len(data) >= 4:
            place = rng.randrange(len(data) // 4) * 4
            values = (struct.pack("<f", rng.choice([0.0, 1.0, -1.0, 2.0, float("nan"), float("inf"), 1e-3])),
                      bytes([rng.randrange(256) for _ in range(4)]), b"\xff\xff\xff\xff")  # fmt: skip
            data[place : place + 4] = rng.choice(values)
    return bytes(data)


def change_file(data: bytes, rng: random.Random) -> bytes:
    """A change of the container: a byte of its headers, a cut, something added."""
    action = rng.random()
    if action < 0.4:
        place = rng.randrange(min(len(data), 28))
        return data[:place] + bytes([rng.randrange(256)]) + data[place + 1 :]
    if action < 0.7:
        return data[: rng.randrange(len(data))]
    return data + bytes(rng.randrange(1, 12))


def changed(document: dict, binary: bytes, make_glb, rng: random.Random) -> bytes:
    document, kind = copy.deepcopy(document), rng.random()
    if kind < 0.75:
        for _ in range(rng.choice([1, 1, 1, 2, 3])):
            change_json(document, rng)
    elif kind < 0.95:
        binary = change_bytes(binary, rng)
    data = make_glb(document, binary)
    return change_file(data, rng) if kind >= 0.95 else data


def explained(ours: set[str], theirs: set[str]) -> bool:
    """An extension is required that threedkit does not know: to the validator that is no fault of the file."""
    return not theirs and ours == {"UNSUPPORTED_EXTENSION"}


def parts_of(data: bytes) -> tuple[dict, bytes]:
    (length,) = struct.unpack_from("<I", data, 12)
    document = json.loads(data[20 : 20 + length])
    rest = data[20 + length :]
    return document, rest[8:]


def sees_all(oracle, data: bytes) -> bool:
    """Whether a file is valid and the validator looks at all of it: not at extensions that it does not know well."""
    report, codes = oracle.problems(data), {"UNSUPPORTED_EXTENSION", "INCOMPLETE_EXTENSION_SUPPORT"}
    unseen = [text for _, code, _, text in report if code in codes and "VENDOR_" not in text]
    return not unseen and not any(severity == "error" for severity, *_ in report)


@pytest.fixture(scope="module")
def bases(make_glb, real_models, everything, oracle) -> dict[str, tuple[dict, bytes]]:
    """Documents to begin with: what we write, and small real ones, all of them valid."""
    files = {name: scene.to_glb() for name, scene in everything.items()}
    files |= {path.name: path.read_bytes() for path in real_models if path.suffix == ".glb"}
    return {
        name: parts_of(data) for name, data in sorted(files.items()) if len(data) < _LARGEST and sees_all(oracle, data)
    }


def examined(data: bytes, seed: int) -> set[str]:
    """Codes of our errors."""
    try:
        return {problem.code for problem in tk.validate(data).problems if problem.severity == "error"}
    except Exception:
        print("seed", seed)
        raise


def asked(oracle, data: bytes) -> set[str] | None:
    """Codes of the validator's errors; None where it breaks down or does not end."""
    try:
        found = {code for _, code, _, _ in oracle.problems(data, least="error")}
    except TimeoutError:
        return None
    return None if "CRASHED" in found else found


def test_verdicts_on_changed_documents(make_glb, small, bases, oracle):
    names = sorted(bases)
    bases["by hand"] = small
    oracle.timeout = 10.0
    counts, codes, different = Counter(), Counter(), []
    for seed in range(FIRST, FIRST + DOCUMENTS):
        rng = random.Random(seed)
        name = "by hand" if seed % 4 == 0 else names[seed % len(names)]
        data = changed(*bases[name], make_glb, rng)
        ours = examined(data, seed)
        theirs = asked(oracle, data)
        if theirs is None:
            counts["no answer"] += 1
            continue
        counts["documents"] += 1
        counts["invalid"] += bool(theirs)
        counts["same codes"] += ours == theirs
        if bool(ours) != bool(theirs):
            counts["explained"] += explained(ours, theirs)
            if not explained(ours, theirs):
                different.append((seed, name, sorted(ours), sorted(theirs)))
                codes.update(ours | theirs)
    same = counts["documents"] - counts["explained"] - len(different)
    print(
        f"\n{counts['documents']} changed documents, made of {len(names) + 1}, seeds from {FIRST}; "
        f"{counts['invalid']} invalid to the validator; verdicts: {same} the same, {counts['explained']} other for a "
        f"known reason, {len(different)} other; {counts['same codes']} with the same error codes; "
        f"{counts['no answer']} on which the validator itself breaks down or does not end are left out"
    )
    assert not different, (codes.most_common(8), different[:8])
    assert counts["documents"] > 0.9 * DOCUMENTS
