"""The service asked what its own document allows, and what it does not: a few examples here, hundreds by fuzz.py."""

from __future__ import annotations

from fuzz import fuzz


def test_every_operation_keeps_its_word(serving):
    with serving() as app:
        done = fuzz(
            app.url, app.token, 2, "examples,fuzzing,stateful", "--generation-deterministic", "--max-time", "15"
        )
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
