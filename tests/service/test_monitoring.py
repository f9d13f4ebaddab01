"""Alerts by promtool, dashboards on a real Prometheus that scrapes a real service."""

from __future__ import annotations

import contextlib
import importlib.util
import json
import re
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import pytest
import yaml

from threedkit.service.operations import metrics

FOLDER = Path(__file__).resolve().parents[2] / "dask_cluster" / "monitoring"


def load_dashboards():
    spec = importlib.util.spec_from_file_location("threedkit_dashboards", FOLDER / "dashboards.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


DASHBOARDS = load_dashboards().DASHBOARDS
QUERIES = [
    pytest.param(query, id=f"{uid}: {panel.title}: {number}")
    for uid, (_, panels) in DASHBOARDS.items()
    for panel in panels
    for number, query in enumerate(panel.queries.values())
]
ALERTS = yaml.safe_load((FOLDER / "alerts.yml").read_text("utf-8"))["groups"][0]["rules"]


def promtool(*words):
    done = subprocess.run(["promtool", *words], cwd=FOLDER, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_rules_are_right():
    promtool("check", "rules", "alerts.yml")
    promtool("check", "config", "--syntax-only", "prometheus.yml")


def test_alerts_fire_where_they_should():
    promtool("test", "rules", "alerts_test.yml")


def test_every_alert_is_tested_and_says_what_to_do():
    tests = (FOLDER / "alerts_test.yml").read_text("utf-8")
    for rule in ALERTS:
        assert f"alertname: {rule['alert']}" in tests, rule["alert"]
        assert set(rule["annotations"]) == {"summary", "action"}
        assert rule["labels"]["severity"] in {"page", "ticket"}


@pytest.fixture(scope="module")
def app(serving):
    """A service that has been used: requests that went well, that were refused, a message, a job, a step."""
    with serving() as found:
        for path in ("/v1/me", "/v1/assets", "/v1/scenes/7", "/nothing"):
            for _ in range(3):
                found.http.get(path)
        found.http.get("/v1/me", headers={"Authorization": "Bearer wrong"})
        found.http.post("/v1/assets/upload", files={"file": ("s.stl", b"solid s\nendsolid s\n")})
        yield found


@pytest.fixture(scope="module")
def prometheus(servers, app):
    """Prometheus with our rules, that has seen the service do something between two looks."""
    folder = Path(tempfile.mkdtemp(prefix="threedkit-prometheus-"))
    shutil.copy(FOLDER / "alerts.yml", folder)
    config = yaml.safe_load((FOLDER / "prometheus.yml").read_text("utf-8"))
    (job,) = config["scrape_configs"]
    job |= {
        "scheme": "http",
        "scrape_interval": "1s",
        "static_configs": [{"targets": [app.url.removeprefix("http://")]}],
    }
    del job["tls_config"]
    job["authorization"] = {"credentials": app.token}
    with contextlib.closing(servers.Prometheus(yaml.safe_dump(config), folder)) as server:
        servers.wait_for(lambda: server.query('up{job="threedkit"} == 1'), "the first scrape")
        _use(app)
        enough = 'count_over_time(up{job="threedkit"}[1m]) >= 4'
        servers.wait_for(lambda: _use(app) or server.query(enough), "four scrapes")
        yield server
    shutil.rmtree(folder)


def _use(app):
    for path in ("/v1/me", "/v1/assets", "/v1/scenes/7"):
        app.http.get(path)
    app.http.get("/v1/me", headers={"Authorization": "Bearer wrong"})
    with metrics.handling("render"), metrics.pipeline_step("report"):
        metrics.job_ended("succeeded", 3.0, 0.5, 24)
        metrics.job_ended("failed", 3.0, None, 0)
    with contextlib.suppress(ZeroDivisionError), metrics.pipeline_step("thumbnail"):
        _ = 1 / 0
    time.sleep(0.3)


EMPTY_IN_A_QUIET_SERVICE = (
    "threedkit_render_jobs)",
    "threedkit_queue_oldest_seconds",
    "threedkit_derivatives",
    "threedkit_assets)",
)


@pytest.mark.parametrize("query", QUERIES)
def test_every_query_of_a_dashboard_finds_something(prometheus, query):
    found = prometheus.query(query.replace("$__rate_interval", "30s"))
    if not any(name in query for name in EMPTY_IN_A_QUIET_SERVICE):
        assert found, query
    assert all(sample["value"][1] != "NaN" for sample in found) or "quantile" in query


def test_records_are_counted(prometheus, app, servers):
    """Assets, and what is to be made of them, come from the database."""
    servers.wait_for(lambda: prometheus.query("threedkit_assets == 1"), "the asset in the metrics")
    assert prometheus.query('sum(threedkit_derivatives{state="queued"}) > 0')
    assert prometheus.query('threedkit_queue_messages{topic="asset", state="waiting"} == 1')
    assert prometheus.query("threedkit_queue_oldest_seconds > 0")
    assert float(prometheus.query("threedkit_asset_bytes")[0]["value"][1]) == 19


def routes_told(app):
    text = app.http.get("/metrics").text
    return set(re.findall(r'threedkit_http_requests_total\{method="(\w+)",route="([^"]*)"', text))


def test_routes_are_few_whatever_the_paths(prometheus, app):
    before = routes_told(app)  # of this process: other tests may have asked for many
    for number in range(30):
        app.http.get(f"/v1/scenes/{number}")
        app.http.get(f"/wp-login-{number}.php")
        app.http.request(f"ODD{number}", "/v1/scenes")
    routes = routes_told(app)
    assert ("GET", "/v1/scenes/{scene_id}") in routes
    assert ("GET", "unknown") in routes
    assert len(routes - before) < 10
    assert {method for method, _ in routes} <= {"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "OTHER"}


def test_the_rules_are_loaded_and_calm(prometheus):
    rules = [rule for group in prometheus.rules() for rule in group["rules"]]
    assert {rule["name"] for rule in rules} == {rule["alert"] for rule in ALERTS}
    assert all(rule.get("lastError", "") == "" for rule in rules)
    for rule in ALERTS:
        prometheus.query(rule["expr"])


def test_metrics_are_named_as_prometheus_has_it(prometheus):
    promtool_reads = subprocess.run(
        ["promtool", "check", "metrics"],
        input=_own_metrics(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert promtool_reads.returncode == 0, promtool_reads.stdout + promtool_reads.stderr


def _own_metrics():
    from prometheus_client import generate_latest

    lines = generate_latest(metrics.REGISTRY).decode().splitlines(keepends=True)
    return "".join(line for line in lines if "threedkit_" in line)


def test_dashboards_are_grafanas_json(tmp_path):
    subprocess.run(["python3", str(FOLDER / "dashboards.py"), str(tmp_path)], check=True)
    for uid in DASHBOARDS:
        made = json.loads((tmp_path / f"{uid}.json").read_text("utf-8"))
        assert made["uid"] == uid
        cells = set()
        for panel in made["panels"]:
            place = panel["gridPos"]
            columns, rows = range(place["x"], place["x"] + place["w"]), range(place["y"], place["y"] + place["h"])
            taken = {(x, y) for x in columns for y in rows}
            assert place["x"] + place["w"] <= 24
            assert not taken & cells, panel["title"]
            cells |= taken
            assert len({target["refId"] for target in panel["targets"]}) == len(panel["targets"])
        assert len({panel["id"] for panel in made["panels"]}) == len(made["panels"])
