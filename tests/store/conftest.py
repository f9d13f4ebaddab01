"""Databases to test with: SQLite and PostgreSQL, the same tests for both."""

from __future__ import annotations

import pytest


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path):
    """The URL of an empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/farm.db"
    return request.getfixturevalue("postgres").url()


@pytest.fixture
def database(url):
    from threedkit.store import Database

    with Database.open(url) as opened:
        yield opened
