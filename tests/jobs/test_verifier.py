"""Finished frames are read again before a job is called finished."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from threedkit.errors import OutputError
from threedkit.jobs.reconcile import Verifier

AWAY = OutputError("s3://bucket/fox: cannot be reached")


def look(finished):
    folder = SimpleNamespace(finished=finished)
    told = []
    Verifier(SimpleNamespace(job="fox", folder=folder, spec=None), [3, 4, 5], told.append).run()
    return told


def test_damaged_frames_are_told():
    assert look(lambda _, index: None if index == 4 else "receipt") == [[4], None]
    assert look(lambda *_: "receipt") == [None]


def test_a_folder_out_of_reach_is_told_and_not_taken_for_sound():
    def finished(_, index):
        if index == 4:
            raise AWAY
        return "receipt"

    assert look(finished) == [AWAY, None]


def test_other_errors_are_not_hidden():
    with pytest.raises(ZeroDivisionError):
        look(lambda *_: 1 / 0)
