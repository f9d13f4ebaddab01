"""How fast the store answers: lists of 100,000 assets by bounding box, on SQLite and on PostgreSQL with PostGIS.

Run: ``python tests/benchmarks/store.py [--assets 100000] [--json]``. Each figure is the median of several rounds, in
milliseconds: on the clock, and of processors (this process and the server's), which a busy machine does not stretch
as much. ``nothing`` is a transaction that asks nothing: what any answer costs. A page has 50 assets. The target of
issue 7 is 50 ms.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import sys
import tempfile
import time
from pathlib import Path

import sqlalchemy as sa

from threedkit.store import Access, Database, Store
from threedkit.store.ids import new_id
from threedkit.store.repositories.base import utc_now
from threedkit.store.tables import COUNTS, assets, models

ROUNDS = 30
SIDE = 1000.0  # metres: boxes of 1 to 10 m lie in a cube of this side


def fill(database: Database, count: int) -> None:
    """Boxes of random places and sizes, five owners, ten tags."""
    chance = random.Random(7)
    now = utc_now()
    batch = 5000
    for start in range(0, count, batch):
        rows, boxes = [], []
        for number in range(start + 1, min(start + batch, count) + 1):
            rows.append(
                {
                    "number": number,
                    "asset_id": new_id(),
                    "name": f"asset {number:06d}",
                    "tags": [f"tag {number % 10}"],
                    "metadata": {"author": f"author {number % 1000}", "scan": {"metres": number % 7}},
                    "owner": f"user {number % 5}",
                    "groups": ["film"] if number % 50 == 0 else [],
                    "version": 1,
                    "updated": now,
                    "asset_type": "model",
                    "file_format": "glb",
                    "size": number,
                    "upload_timestamp": now,
                    "state": "ready",
                }
            )
            low = [chance.uniform(-SIDE / 2, SIDE / 2) for _ in range(3)]
            side = chance.uniform(1, 10)
            edges = dict(zip(("min_x", "min_y", "min_z"), low, strict=True))
            edges |= {f"max_{axis}": value + side for axis, value in zip("xyz", low, strict=True)}
            boxes.append({"number": number, **dict.fromkeys(COUNTS, 1), **edges})

        def work(connection, rows=rows, boxes=boxes):
            connection.execute(sa.insert(assets), rows)
            connection.execute(sa.insert(models), boxes)

        database.write(work)
    if database.is_sqlite:
        database.write(lambda connection: connection.exec_driver_sql("ANALYZE"))
    else:
        with database.engine.connect() as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT").exec_driver_sql("VACUUM ANALYZE")


def cube(middle: tuple[float, float, float], side: float) -> tuple[tuple[float, ...], tuple[float, ...]]:
    return tuple(v - side / 2 for v in middle), tuple(v + side / 2 for v in middle)


def questions(store: Store) -> dict:
    """What is asked, each time a little differently."""
    chance = random.Random(3)
    ann = store.as_(Access("user 3", frozenset({"film"})))
    stranger = store.as_(Access("nobody"))

    def place():
        return tuple(chance.uniform(-SIDE / 3, SIDE / 3) for _ in range(3))

    return {
        "nothing": lambda: store.database.read(
            lambda connection: connection.execute(sa.text("SELECT 1 WHERE 1=0")).all()
        ),
        "box of 20 m (about 1 hit)": lambda: store.assets.list(box=cube(place(), 20)),
        "box of 100 m (100 hits)": lambda: store.assets.list(box=cube(place(), 100)),
        "box of 100 m, within": lambda: store.assets.list(box=cube(place(), 100), relation="within"),
        "box of 1 m, contains": lambda: store.assets.list(box=cube(place(), 1), relation="contains"),
        "box of 250 m (1,600 hits)": lambda: store.assets.list(box=cube(place(), 250)),
        "box of 500 m (12,500 hits)": lambda: store.assets.list(box=cube(place(), 500)),
        "box of everything (100,000 hits)": lambda: store.assets.list(box=cube((0, 0, 0), 3 * SIDE)),
        "box of everything, deep page": lambda: store.assets.list(box=cube((0, 0, 0), 3 * SIDE), cursor="5000"),
        "box of nothing": lambda: store.assets.list(box=cube((9 * SIDE, 0, 0), 10)),
        "box of 250 m, as one of five": lambda: ann.assets.list(box=cube(place(), 250)),
        "box of 500 m, for a stranger": lambda: stranger.assets.list(box=cube(place(), 500)),
        "box of 250 m and a tag": lambda: store.assets.list(box=cube(place(), 250), tags=["tag 3"]),
        "first page": store.assets.list,
        "metadata (100 hits)": lambda: store.assets.list(metadata={"author": f"author {chance.randrange(1000)}"}),
        "tag (10,000 hits)": lambda: store.assets.list(tags=["tag 3"]),
        "letters in the name": lambda: store.assets.list(contains=f"{chance.randrange(100000):06d}"),
        "by name": lambda: store.assets.list(order="name"),
    }


def backend(database: Database) -> Path | None:
    """Where Linux tells how long the server's process for our connection has run; the pool gives the last one used."""
    if database.is_sqlite:
        return None
    number = database.read(lambda connection: connection.scalar(sa.text("SELECT pg_backend_pid()")))
    return Path(f"/proc/{number}/schedstat")


def used(server: Path | None) -> float:
    """Seconds of processors."""
    there = 0.0 if server is None else int(server.read_text("ascii").split()[0]) / 1e9
    return time.process_time() + there


def measure(store: Store) -> dict[str, tuple[float, float, int]]:
    """Median time on the clock, median time of processors, in milliseconds; and how many came."""
    asked = questions(store)
    clock: dict[str, list[float]] = {name: [] for name in asked}
    work: dict[str, list[float]] = {name: [] for name in asked}
    sizes = dict.fromkeys(asked, 0)
    server = backend(store.database)
    for _ in range(ROUNDS):
        for name, ask in asked.items():  # interleaved: a busy machine slows all alike
            start, before = time.perf_counter(), used(server)
            answer = ask()
            work[name].append(1000 * (used(server) - before))
            clock[name].append(1000 * (time.perf_counter() - start))
            sizes[name] = len(getattr(answer, "items", answer))
    return {name: (statistics.median(clock[name]), statistics.median(work[name]), sizes[name]) for name in asked}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--assets", type=int, default=100_000)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    sys.path.insert(0, str(Path(__file__).parents[1]))
    import servers

    postgres = servers.Postgres()
    results = {}
    try:
        with tempfile.TemporaryDirectory() as folder:
            for kind, url in (("sqlite", f"sqlite:///{folder}/farm.db"), ("postgresql", postgres.url())):
                with Database.open(url) as database:
                    start = time.perf_counter()
                    fill(database, options.assets)
                    print(f"{kind}: filled in {time.perf_counter() - start:.1f} s", file=sys.stderr)
                    results[kind] = measure(Store(database=database, blobs=folder))
    finally:
        postgres.close()
    if options.json:
        print(json.dumps(results, indent=2))
        return
    print(f"{'ms, clock / processors':40}{'SQLite':>18}{'PostgreSQL':>18}{'page':>8}")
    for name, (clock, work, size) in results["sqlite"].items():
        other = results["postgresql"][name]
        print(f"{name:40}{clock:>9.1f} /{work:>7.1f}{other[0]:>9.1f} /{other[1]:>7.1f}{size:>8}")


if __name__ == "__main__":
    main()
