from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest

from threedkit.errors import OutputError, ParameterError
from threedkit.runs import dashboard

PAGE = """
import ipywidgets as widgets
slider = widgets.IntSlider(description="size")
told = widgets.Label(value="nothing yet")
slider.observe(lambda change: setattr(told, "value", f"it is {change.new}"), "value")
widgets.VBox([slider, told])
"""


def get(url, **headers):
    request = urllib.request.Request(url, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, answer.geturl()
    except urllib.error.HTTPError as error:
        error.close()
        return error.code, url


def kernels(server):
    import psutil

    return {child.pid for child in psutil.Process(server.process.pid).children()}


def until(condition, seconds=30):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not come"
        time.sleep(0.1)


@pytest.mark.browser
def test_a_page_opens_without_the_internet_reacts_and_takes_its_kernel_with_it(write_notebook, chromium, chromium_args):
    from playwright.sync_api import sync_playwright

    with dashboard(write_notebook(PAGE)) as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=chromium_args)
        page = browser.new_page()
        asked, refused = [], []
        page.on("request", lambda request: asked.append(request.url))
        page.on("response", lambda answer: refused.append(answer.url) if answer.status >= 400 else None)
        page.goto(server.url)
        page.get_by_text("nothing yet").wait_for(timeout=60_000)
        page.locator(".widget-readout").fill("42")
        page.locator(".widget-readout").press("Enter")
        page.get_by_text("it is 42").wait_for(timeout=20_000)
        foreign = [url for url in asked if not url.startswith((server.url, f"ws://{server.url[7:]}", "data:", "blob:"))]
        assert foreign == []
        assert refused == []
        until(lambda: len(kernels(server)) == 3)  # this page's and two that stand ready
        before = kernels(server)
        page.goto("about:blank")
        until(lambda: len(kernels(server) & before) == 2)
        browser.close()
    assert server.process.poll() is not None


def test_only_this_machine_and_only_with_the_token_where_there_is_one(write_notebook):
    path = write_notebook("print('hello')")
    with dashboard(path) as server:
        assert server.url.startswith("http://127.0.0.1:")
        assert get(server.url)[0] == 200
        assert get(server.url, Host="evil.example")[0] == 403, "a name that points here (DNS rebinding) gets nothing"
        port = int(server.url.rsplit(":", 1)[1].strip("/"))
        with pytest.raises(OutputError, match=rf"cannot listen on 127.0.0.1 port {port}"):
            dashboard(path, port=port)
    with dashboard(path, token="se&cret") as guarded:
        assert guarded.url.endswith("?token=se%26cret")
        assert "se&cret" not in " ".join(guarded.process.args)
        assert get(guarded.url) == (200, guarded.url)
        assert "login" in get(guarded.url.partition("?")[0])[1]


@pytest.mark.parametrize("options", [{"host": "0.0.0.0"}, {"host": "example.org"}, {"port": -1}, {"port": 65536}])
def test_an_open_host_needs_a_token_and_a_port_is_a_port(write_notebook, options):
    with pytest.raises(ParameterError):
        dashboard(write_notebook(), **options)


def test_an_unknown_dashboard_lists_those_that_there_are():
    with pytest.raises(ParameterError, match="turntable"):
        dashboard("nowhere")


def test_the_command_serves_until_it_is_stopped(write_notebook, repository):
    line = [sys.executable, "-m", "threedkit.cli", "dashboard", str(write_notebook("print('hello')"))]
    environment = {**os.environ, "PYTHONPATH": str(repository)}
    with subprocess.Popen(line, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        name, _, url = process.stdout.readline().strip().partition(": ")
        assert name == "small"
        assert get(url)[0] == 200
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=30)
        assert process.returncode == 130
        assert "Traceback" not in said
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.1", int(url.rsplit(":", 1)[1].strip("/"))), timeout=5)


def test_the_server_goes_when_its_parent_is_killed(write_notebook, repository):
    import psutil

    code = "import sys, json\nfrom threedkit.runs import dashboard\ns = dashboard(sys.argv[1])\n"
    code += "print(json.dumps(s.process.pid), flush=True)\nsys.stdin.read()\n"
    line = [sys.executable, "-c", code, str(write_notebook("print('hello')"))]
    environment = {**os.environ, "PYTHONPATH": str(repository)}
    with subprocess.Popen(line, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        server = psutil.Process(json.loads(process.stdout.readline()))
        process.kill()
        server.wait(20)
