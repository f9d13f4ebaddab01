"""``threedkit keys`` and ``threedkit quotas``."""

from __future__ import annotations

import json

import pytest

from threedkit.store import Database
from threedkit.store.keys import KeyStore


@pytest.fixture
def records(tmp_path):
    return f"sqlite:///{tmp_path}/farm.db"


def test_a_key_is_made_listed_and_revoked(cli, records):
    words = ["--scope", "read", "--scope", "assets:write", "--days", "90", "--name", "laptop", "--group", "film"]
    made = cli("keys", "create", "ada", *words, "--database", records)
    assert made.returncode == 0, made.stderr
    secret = made.stdout.strip()
    with Database.open(records) as database:
        key = KeyStore(database).find(secret)
    assert (key.subject, key.groups, key.name, key.admin) == ("ada", ("film",), "laptop", False)
    assert set(key.scopes) == {"assets:read", "assets:write", "jobs:read", "runs:read", "scenes:read"}
    listed = cli("keys", "list", "--user", "ada", "--database", records).stdout
    assert key.id in listed
    assert secret not in listed
    (told,) = json.loads(cli("keys", "list", "--json", "--database", records).stdout)
    assert told["id"] == key.id
    assert "digest" not in told
    assert "revoked" in cli("keys", "revoke", key.id, "--database", records).stdout
    with Database.open(records) as database:
        assert KeyStore(database).find(secret).revoked is not None


def test_a_key_in_json_is_told_once(cli, records):
    told = json.loads(cli("keys", "create", "ci", "--scope", "all", "--admin", "--json", "--database", records).stdout)
    assert told["key"].startswith(f"tk_{told['id']}_")
    assert told["admin"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("keys", "create", "ada", "--scope", "everything"), "there are read, write, all"),
        (("keys", "create", "a" * 201, "--scope", "read"), "200"),
        (("keys", "create", "ada"), "--scope"),
        (("keys", "revoke", "nothing"), "threedkit keys list"),
        (("quotas", "set", "ada", "--bytes", "many"), "10GB"),
        (("quotas", "set", "ada", "--bytes", "-5"), "quota"),
        (("quotas", "set", "ada", "--jobs", "-1"), "jobs"),
    ],
    ids=str,
)
def test_mistakes_are_one_line(cli, records, words, said):
    result = cli(*words, "--database", records)
    assert result.returncode == 2
    assert said in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1


def test_quotas(cli, records):
    assert (
        "bytes 10,000,000,000, jobs 3"
        in cli("quotas", "set", "ada", "--bytes", "10GB", "--jobs", "3", "--database", records).stdout
    )
    told = json.loads(cli("quotas", "list", "--json", "--database", records).stdout)
    assert told == {"ada": {"bytes": 10_000_000_000, "assets": None, "jobs": 3}}
    cli("quotas", "set", "ada", "--database", records)
    assert json.loads(cli("quotas", "list", "--json", "--database", records).stdout) == {}


def test_signing_keys_rotate(cli, tmp_path, monkeypatch):
    monkeypatch.setenv("THREEDKIT_AUTH_SIGNING_KEYS", str(tmp_path / "keys.json"))
    first, second = (json.loads(cli("keys", "rotate", "--json").stdout)["kid"] for _ in range(2))
    kept = [key["kid"] for key in json.loads((tmp_path / "keys.json").read_text())["keys"]]
    assert kept[-2:] == [first, second]
    assert (tmp_path / "keys.json").stat().st_mode & 0o777 == 0o600
