"""A quota holds for what comes in parts from its beginning on."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest

from threedkit.errors import QuotaError
from threedkit.store import Access, Store
from threedkit.store.quotas import Quota, QuotaStore, Usage

MIB = 1 << 20


@pytest.fixture
def depot(database, tmp_path):
    return Store(database=database, blobs=tmp_path / "blobs").as_(Access("ann"))


def begin(depot, quotas, size):
    try:
        return depot.uploads.new(size, before=quotas.holds("ann", Usage(bytes=size, assets=1)))
    except QuotaError:
        return None


def test_uploads_that_are_begun_at_once_cannot_pass_it_together(depot, database):
    quotas = QuotaStore(database, Quota(bytes=20 * MIB))
    with ThreadPoolExecutor(6) as pool:
        begun = [one for one in pool.map(lambda _: begin(depot, quotas, 9 * MIB), range(6)) if one is not None]
    assert (len(begun), quotas.usage("ann")) == (2, Usage(bytes=18 * MIB, assets=2))
    with pytest.raises(QuotaError, match="this would make"):
        quotas.check("ann", Usage(bytes=9 * MIB))
    assert quotas.usage("bob") == Usage()
    depot.uploads.abort(begun[0].upload_id)
    assert begin(depot, quotas, 9 * MIB) is not None


def test_an_upload_counts_once_when_it_is_an_asset(depot, database):
    quotas = QuotaStore(database, Quota(bytes=3, assets=1))
    upload = begin(depot, quotas, 3)
    with depot.uploads.write_part(upload.upload_id, 1) as writer:
        writer.write(b"abc")
        writer.finish()

    def also(connection, _):
        depot.uploads.forget(connection, upload.upload_id)
        quotas.holds("ann")(connection)

    depot.assets.create(depot.uploads.complete(upload.upload_id), name="x", asset_type="other", also=also)
    assert quotas.usage("ann") == Usage(bytes=3, assets=1)


def test_one_whose_time_is_over_counts_no_more(depot, database):
    quotas = QuotaStore(database, Quota(assets=1))
    depot.uploads.new(3, life=dt.timedelta(0))
    assert begin(depot, quotas, 3) is not None
