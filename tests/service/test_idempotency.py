"""A request that is sent again is known again, in whatever order its members come."""

from __future__ import annotations

import pytest

from threedkit.service.idempotency import Once
from threedkit.service.ingest import AssetFields
from threedkit.service.problems import ProblemError
from threedkit.store import Database
from threedkit.store.idempotency import RequestKeys


@pytest.fixture
def keys(tmp_path):
    with Database.open(f"sqlite:///{tmp_path}/records.db") as database:
        yield RequestKeys(database)


def run(keys, metadata):
    fields = AssetFields(name="ball", metadata=metadata)

    def make(note):
        keys._database.write(lambda connection: note(connection, "made"))
        return "made"

    return Once(keys, "ann", "k", "assets.upload", ["0" * 64, "ball.glb", fields]).run(make, lambda found: found, str)


def test_the_order_of_members_makes_no_other_request(keys):
    """A protobuf Struct comes out in another order in every process."""
    assert run(keys, {"by": "ann", "at": {"x": 1, "y": 2}}).headers == {}
    again = run(keys, {"at": {"y": 2, "x": 1}, "by": "ann"})
    assert (again.record, again.headers) == ("made", {"Idempotent-Replayed": "true"})
    with pytest.raises(ProblemError, match="was sent with another request before"):
        run(keys, {"by": "ann", "at": {"x": 2, "y": 1}})
