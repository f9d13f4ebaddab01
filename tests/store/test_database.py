"""The database is opened, brought up to date and found faulty in clear words, on SQLite and PostgreSQL."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import subprocess
import sys
import threading
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa

from threedkit.errors import MissingPackageError, StoreError
from threedkit.store import Database, JobStore, default_url, home, migrate
from threedkit.store.tables import METADATA


def tables(database):
    """Those that this database shares with the other kind."""
    names = set(database.read(lambda connection: sa.inspect(connection).get_table_names()))
    return names - {"model_boxes", "model_boxes_node", "model_boxes_parent", "model_boxes_rowid", "spatial_ref_sys"}


# Migrations


def test_models_and_migrations_agree(database):
    assert database.read(migrate.differences) == []
    assert tables(database) == {*METADATA.tables, migrate.VERSION_TABLE}


def test_a_difference_would_be_seen(empty_url):
    with Database.open(empty_url) as database:
        database.write(lambda c: c.execute(sa.text("ALTER TABLE jobs ADD COLUMN extra INTEGER")))
        assert [one[0] for one in database.read(migrate.differences)] == ["remove_column"]


def test_down_and_up_again(empty_url):
    with Database.open(empty_url) as database:
        for revision in [*reversed(migrate.REVISIONS[:-1]), "base"]:
            database.write(lambda c, to=revision: migrate.downgrade(c, to))
        assert tables(database) == {migrate.VERSION_TABLE}
        for revision in migrate.REVISIONS:
            database.write(lambda c, to=revision: migrate.upgrade(c, to))
            assert database.read(migrate.state) == revision
        assert database.read(migrate.differences) == []
    with Database.open(empty_url) as again:
        assert again.read(migrate.state) == migrate.HEAD


def test_revisions_follow_each_other():
    from alembic.script import ScriptDirectory

    folder = str(Path(migrate.__file__).parent / "migrations")
    script = ScriptDirectory(folder, version_locations=[folder])
    assert [one.revision for one in script.walk_revisions()] == list(reversed(migrate.REVISIONS))
    assert script.get_heads() == [migrate.HEAD]


def test_a_migration_that_fails_leaves_nothing(empty_url, monkeypatch):
    def break_down(*_, **__):
        raise StoreError("the power went off")

    with monkeypatch.context() as patch:
        patch.setattr("alembic.operations.Operations.create_index", break_down)
        with pytest.raises(StoreError, match="power"):
            Database.open(empty_url)
    with Database.open(empty_url) as database:
        assert database.read(migrate.differences) == []


OPEN = """
import json, sys
from threedkit.store import Database, JobStore
url, number = sys.argv[1:]
print("ready", flush=True)
sys.stdin.readline()
with Database.open(url) as database:
    print(json.dumps(len(JobStore(database).list().jobs)))
"""


def test_several_processes_open_an_empty_database(empty_url, in_processes):
    assert in_processes(OPEN, 3, empty_url) == [[0]] * 3


def test_a_newer_database_is_refused(empty_url):
    with Database.open(empty_url) as database:
        database.write(lambda c: c.execute(sa.text(f"UPDATE {migrate.VERSION_TABLE} SET version_num = '9999'")))
    with pytest.raises(StoreError, match=r"newer threedkit \(revision 9999, this one knows \d+\); run: pip install"):
        Database.open(empty_url)


def test_tables_of_another_program_are_left_alone(empty_url):
    engine = sa.create_engine(empty_url.replace("postgresql:", "postgresql+psycopg:"))
    with engine.begin() as connection:
        connection.execute(sa.text("CREATE TABLE jobs (id INTEGER)"))
        connection.execute(sa.text("CREATE TABLE alembic_version (version_num TEXT)"))
    with pytest.raises(StoreError, match=r"holds tables of another program \(jobs\)"):
        Database.open(empty_url)
    with engine.begin() as connection:
        connection.execute(sa.text("DROP TABLE jobs"))
    engine.dispose()
    with Database.open(empty_url) as database:  # what does not stand in our way stays
        assert "alembic_version" in tables(database)


# Where it is


def test_the_place_is_set_by_variables(monkeypatch, tmp_path):
    monkeypatch.delenv("THREEDKIT_DATABASE", raising=False)
    monkeypatch.setenv("THREEDKIT_HOME", str(tmp_path / "home"))
    assert home() == tmp_path / "home"
    assert default_url() == f"sqlite:///{tmp_path}/home/threedkit.db"
    with Database.open() as database:
        assert database.is_sqlite
    assert (tmp_path / "home" / "threedkit.db").is_file()
    monkeypatch.setenv("THREEDKIT_DATABASE", f"sqlite:///{tmp_path}/other.db")
    with Database.open() as database:
        assert database.url == f"sqlite:///{tmp_path}/other.db"
    monkeypatch.delenv("THREEDKIT_HOME")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    assert home() == tmp_path / "data" / "threedkit"


def test_a_place_with_odd_characters(tmp_path, new_job):
    place = tmp_path / "füchse & 100% #1" / "my farm.db"
    with Database.open(f"sqlite:///{place}") as database:
        JobStore(database).submit(new_job("fox"))
    assert place.is_file()


@pytest.mark.parametrize(
    "url",
    [
        "",
        "farm.db",
        "sqlite://",
        "sqlite:///:memory:",
        "mysql://me:secret-word@host/farm",
        "http://x",
        "postgresql://a:b:c@d:e/f",
    ],
)
def test_what_is_no_url_of_a_database(url):
    with pytest.raises(StoreError, match="it must be sqlite:///path or postgresql://user@host/name") as caught:
        Database.open(url)
    assert "secret-word" not in str(caught.value)
    assert "\n" not in str(caught.value)


# What may be wrong with it


def refused(url, match, **values):
    with pytest.raises(StoreError, match=match) as caught:
        Database.open(url, **values)
    message = str(caught.value)
    assert "\n" not in message
    assert "secret-word" not in message
    return message


def test_a_file_that_is_no_database(tmp_path):
    (tmp_path / "farm.db").write_text("this is a text, and a rather long one at that; " * 40)
    refused(f"sqlite:///{tmp_path}/farm.db", r"farm.db is no SQLite database; choose another place with THREEDKIT_HOME")
    refused(f"sqlite:///{tmp_path}", "cannot be opened")
    refused(f"sqlite:///{tmp_path}/farm.db/below/farm.db", "folder of database .* cannot be made: Not a directory")


def test_a_damaged_file(url, new_job):
    if not url.startswith("sqlite"):
        return  # a server's files are its own business
    with Database.open(url) as database:
        JobStore(database).submit(new_job("fox", 5000))
        database.write(lambda c: c.exec_driver_sql("SELECT 1"))
    path = Path(url.removeprefix("sqlite:///"))
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    data = bytearray(path.read_bytes())
    data[4096 * 3 :] = b"\xff" * (len(data) - 4096 * 3)
    path.write_bytes(data)
    refused(url, "is damaged; restore a back-up, or move the file away")


def test_a_folder_that_is_read_only(url):
    if not url.startswith("sqlite"):
        return  # a server's files are its own business
    folder = Path(url.removeprefix("sqlite:///")).parent
    target = f"sqlite:///{folder}/farm.db"
    program = f"from threedkit.store import Database; Database.open({target!r})"
    folder.chmod(stat.S_IRUSR | stat.S_IXUSR)
    (folder / "farm.db").chmod(stat.S_IRUSR)
    try:
        if os.geteuid() == 0:  # to whom nothing is read-only: ask SQLite itself
            engine = sqlite3.connect(f"file:{folder}/farm.db?mode=ro", uri=True)
            with pytest.raises(sqlite3.OperationalError) as caught:
                engine.execute("CREATE TABLE x (y)")
            engine.close()
            from threedkit.store.connect import parse_url
            from threedkit.store.trouble import diagnose

            assert (
                diagnose(caught.value, parse_url(target)).message == "cannot be written: it or its folder is read-only"
            )
        else:
            done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
            assert "read-only" in done.stderr or "cannot be opened" in done.stderr
    finally:
        folder.chmod(stat.S_IRWXU)


def test_postgresql_that_is_not_there(servers):
    port = servers.free_port()
    message = refused(f"postgresql://me:secret-word@127.0.0.1:{port}/farm", r"cannot be reached \(.*refused")
    assert f"postgresql+psycopg://me:***@127.0.0.1:{port}/farm" in message


def test_postgresql_that_refuses(postgres):
    base = postgres.base
    with psycopg.connect(f"{base}/postgres", autocommit=True) as connection:
        connection.execute("DROP ROLE IF EXISTS guarded")
        connection.execute("CREATE ROLE guarded LOGIN PASSWORD 'right'")
    rules = Path(postgres.data, "pg_hba.conf")
    before = rules.read_text()
    try:
        rules.write_text("host all guarded 127.0.0.1/32 scram-sha-256\n" + before)
        with psycopg.connect(f"{base}/postgres") as connection:
            connection.execute("SELECT pg_reload_conf()")
        place = base.partition("@")[2]
        refused(
            f"postgresql://guarded:secret-word@{place}/postgres", "refuses the password; look at THREEDKIT_DATABASE"
        )
        refused(f"postgresql://guarded@{place}/postgres", "refuses the password")
    finally:
        rules.write_text(before)
        with psycopg.connect(f"{base}/postgres") as connection:
            connection.execute("SELECT pg_reload_conf()")
    refused(f"{base}/nothing", "does not exist on this server")
    refused(f"postgresql://stranger:secret-word@{place}/postgres", "refuses the user|does not exist")


def test_without_sqlalchemy(monkeypatch):
    program = (
        "import sys; sys.modules['sqlalchemy'] = None\n"
        "import threedkit.store as store\n"
        "try:\n    store.JobStore\nexcept Exception as error:\n    print(type(error).__name__, error)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "MissingPackageError sqlalchemy is not installed; run: pip install 'threedkit[store]'\n"
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(MissingPackageError, match="psycopg is not installed"):
        Database.open("postgresql://me@127.0.0.1:1/farm")


def test_importing_the_room_brings_no_database():
    program = "import sys, threedkit.store; print({'sqlalchemy', 'alembic', 'psycopg', 'obstore'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"


# Use


def test_a_write_is_kept_whole_or_not_at_all(database, new_job):
    store = JobStore(database)

    def work(connection):
        connection.execute(sa.text("INSERT INTO jobs (id, status, created) VALUES ('x', 'queued', '')"))
        raise RuntimeError("in the middle")

    with pytest.raises(RuntimeError):
        database.write(work)
    assert store.list().jobs == ()


def test_readers_do_not_wait_for_a_writer(database, new_job):
    """SQLite in WAL mode, as PostgreSQL: who reads sees what was there before."""
    store = JobStore(database)
    store.submit(new_job("fox"))
    inside, go = threading.Event(), threading.Event()

    def work(connection):
        connection.execute(sa.text("UPDATE jobs SET message = 'half-way'"))
        inside.set()
        assert go.wait(30)

    writer = threading.Thread(target=lambda: database.write(work))
    writer.start()
    assert inside.wait(30)
    assert store.get("fox").message == ""
    go.set()
    writer.join()
    assert store.get("fox").message == "half-way"


def test_a_forked_child_has_connections_of_its_own(url, repository, new_job):
    program = f"""
import os
from threedkit.store import Database, JobStore
database = Database.open({url!r})
store = JobStore(database)
store.list()
child = os.fork()
if child == 0:
    store.list()
    os._exit(0 if len(store.list().jobs) == 0 else 1)
assert os.waitpid(child, 0)[1] == 0
print(len(store.list().jobs))
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, cwd=repository)
    assert (done.stdout, done.returncode) == ("0\n", 0), done.stderr


def test_a_copy_of_the_file_is_a_back_up(tmp_path, new_job):
    """By SQLite's own VACUUM INTO, while the database is in use: as docs/store.md says."""
    with Database.open(f"sqlite:///{tmp_path}/farm.db") as database:
        JobStore(database).submit(new_job("fox", 100))
        with sqlite3.connect(tmp_path / "farm.db") as connection:
            connection.execute("VACUUM INTO ?", (str(tmp_path / "copy.db"),))
        connection.close()
    shutil.rmtree(tmp_path / "gone", ignore_errors=True)
    with Database.open(f"sqlite:///{tmp_path}/copy.db") as copy:
        assert JobStore(copy).get("fox").counts.queued == 100


def test_a_file_does_not_grow_with_jobs_that_are_gone(tmp_path, new_job, receipt):
    path = tmp_path / "farm.db"
    sizes = []
    with Database.open(f"sqlite:///{path}") as database:
        store = JobStore(database)
        for number in range(4):
            lease, _, _ = store.submit_leased(new_job(f"job-{number}", 5000), "me")
            lease.finish([receipt(index) for index in range(5000)])
            lease.release()
            with sqlite3.connect(path) as connection:
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.close()
            sizes.append(path.stat().st_size)
            store.delete(f"job-{number}")
        assert sizes[0] < 400 * 5000
        assert max(sizes) < 1.2 * sizes[0]
        assert path.with_name("farm.db-wal").stat().st_size < 32 << 20


def test_postgis_is_asked_for_in_clear_words(postgres):
    """By somebody who may not add it; a superuser's first opening adds it."""
    url = postgres.url()
    name = url.rpartition("/")[2]
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("DROP ROLE IF EXISTS plain")
        connection.execute("CREATE ROLE plain LOGIN")
        connection.execute(f"ALTER DATABASE {name} OWNER TO plain")
        connection.execute("ALTER SCHEMA public OWNER TO plain")
    theirs = url.replace("//tk@", "//plain@")
    refused(theirs, "no PostGIS yet, and only a superuser .*; let one run in it: CREATE EXTENSION postgis")
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE EXTENSION postgis")
    with Database.open(theirs) as database:
        assert database.read(migrate.state) == migrate.HEAD
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("REASSIGN OWNED BY plain TO tk")
        connection.execute("DROP ROLE plain")
