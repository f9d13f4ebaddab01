"""A real JupyterLab, Voila and headless Chromium on loopback, each started once for the session."""

from __future__ import annotations

import base64
import contextlib
import io
import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
import numpy as np
import pytest
from PIL import Image

TOKEN = "threedkit-tests"
START_SECONDS = 60
DRAW_SECONDS = 90
# What Lab and Voila say on their own, whatever is shown.
HARMLESS = ("favicon.ico", "Could not determine jupyterlab build status", "manifest.webmanifest")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@dataclass
class Server:
    """A web server in a process of its own."""

    process: subprocess.Popen
    url: str
    folder: Path
    log: Path

    def stop(self) -> None:
        self.process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(20)
            return
        self.process.kill()
        self.process.wait()


def start_server(arguments: list[str], port: int, folder: Path, ready: str, repository: Path) -> Server:
    """Run `python -m ...` with Jupyter's own folders inside `folder`, and wait until `ready` answers."""
    homes = {name: str(folder / name.lower()) for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR")}
    python_path = os.pathsep.join(filter(None, [str(repository), os.environ.get("PYTHONPATH")]))
    environment = {**os.environ, **homes, "PYTHONPATH": python_path, "JUPYTER_DATA_DIR": str(folder / "data")}
    log = folder / "server.log"
    with log.open("wb") as sink:
        process = subprocess.Popen(
            [sys.executable, "-m", *arguments], stdout=sink, stderr=sink, cwd=folder, env=environment
        )
    server = Server(process, f"http://127.0.0.1:{port}", folder, log)
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(OSError), urllib.request.urlopen(server.url + ready, timeout=5):
            return server
        time.sleep(0.1)
    server.stop()
    pytest.fail(f"{arguments[0]} did not start:\n{log.read_text()[-4000:]}")


def start_lab(folder: Path, repository: Path, more: dict[str, object] | None = None) -> Server:
    """JupyterLab with an empty folder for notebooks, and more options if wanted."""
    settings = folder / "settings" / "@jupyterlab" / "apputils-extension"
    settings.mkdir(parents=True)
    (settings / "notification.jupyterlab-settings").write_text(
        json.dumps({"checkForUpdates": False, "fetchNews": "false", "doNotDisturbMode": True})
    )
    port = free_port()
    options = {
        "ServerApp.ip": "127.0.0.1",
        "ServerApp.port": port,
        "ServerApp.root_dir": folder,
        "ServerApp.allow_root": True,
        "IdentityProvider.token": TOKEN,
        "LabApp.expose_app_in_browser": True,
        "LabApp.extension_manager": "readonly",
        "LabApp.user_settings_dir": folder / "settings",
        "LabApp.workspaces_dir": folder / "workspaces",
        **(more or {}),
    }
    arguments = ["jupyterlab", "--no-browser", *(f"--{name}={value}" for name, value in options.items())]
    return start_server(arguments, port, folder, f"/api/status?token={TOKEN}", repository)


@pytest.fixture(scope="session")
def lab(tmp_path_factory, repository):
    """JupyterLab, started once."""
    server = start_lab(tmp_path_factory.mktemp("lab"), repository)
    yield server
    server.stop()


@pytest.fixture(scope="module")  # Playwright keeps a loop running in this thread: it ends before other rooms' tests
def browser(chromium, chromium_args):
    """A headless Chromium that draws WebGL in software and reaches nothing but this machine."""
    from playwright.sync_api import sync_playwright

    offline = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
    with sync_playwright() as playwright:
        instance = playwright.chromium.launch(executable_path=chromium, args=[*chromium_args, offline])
        yield instance
        instance.close()


@dataclass
class Tab:
    """A page that remembers what its console complained of."""

    page: object
    complaints: list[str] = field(default_factory=list)

    def listen(self) -> Tab:
        self.page.on(
            "console", lambda message: self._note(message.type, f"{message.text} {message.location.get('url')}")
        )
        self.page.on("pageerror", lambda error: self._note("error", str(error)))
        return self

    def _note(self, kind: str, text: str) -> None:
        if kind == "error" and not any(word in text for word in HARMLESS):
            self.complaints.append(text)

    def picture(self, index: int = 0) -> np.ndarray:
        """(h, w, 4) uint8 of a canvas, as soon as something has been drawn on it; of what stands still, no draft."""
        canvas = self.page.locator("canvas:visible").nth(index)
        canvas.wait_for(timeout=DRAW_SECONDS * 1000)
        canvas.scroll_into_view_if_needed()  # what is not seen is not drawn
        for _ in range(20):
            if canvas.get_attribute("aria-busy") != "true":
                break
            self.page.wait_for_timeout(50)  # what plays goes on being drawn in drafts
        uri = canvas.evaluate("canvas => canvas.toDataURL('image/png')")
        return np.asarray(Image.open(io.BytesIO(base64.b64decode(uri.split(",")[1]))).convert("RGBA"))

    def picture_when(self, accept, seconds: float = DRAW_SECONDS, index: int = 0) -> np.ndarray:
        """The first picture of a canvas that `accept` says yes to."""
        deadline = time.monotonic() + seconds
        while True:
            picture = self.picture(index)
            if accept(picture):
                return picture
            if time.monotonic() > deadline:
                pytest.fail(f"the canvas did not come to show what is expected; console: {self.complaints}")
            self.page.wait_for_timeout(100)

    def settled(self, index: int = 0) -> np.ndarray:
        """The picture of a canvas that changes no more: it is no draft, and the next one is the same."""
        last = [self.picture(index)]
        canvas = self.page.locator("canvas:visible").nth(index)

        def same(new: np.ndarray) -> bool:
            before, last[0] = last[0], new
            self.page.wait_for_timeout(400)
            return canvas.get_attribute("aria-busy") != "true" and bool((before == new).all())

        return self.picture_when(same, index=index)


@dataclass
class LabTab(Tab):
    """A notebook in JupyterLab."""

    def run_all(self) -> None:
        self.page.evaluate("window.jupyterapp.commands.execute('notebook:run-all-cells')")

    def execute(self, code: str, seconds: float = DRAW_SECONDS) -> str:
        """Run code in the notebook's kernel, outside of its cells, and give what it printed."""
        script = """async code => {
            const panel = window.jupyterapp.shell.currentWidget;
            const kernel = panel.sessionContext.session.kernel;
            let text = '';
            const future = kernel.requestExecute({ code, store_history: false });
            future.onIOPub = message => {
                if (message.header.msg_type === 'stream') text += message.content.text;
                if (message.header.msg_type === 'error') text += message.content.traceback.join('\\n');
            };
            await future.done;
            return text;
        }"""
        self.page.set_default_timeout(seconds * 1000)
        return self.page.evaluate(script, code)

    def engine_picture(self, variable: str = "view") -> np.ndarray:
        """What the engine draws of a view's scene from its camera."""
        code = f"import base64; print(base64.b64encode({variable}.snapshot(samples=4)._repr_png_()).decode())"
        return np.asarray(Image.open(io.BytesIO(base64.b64decode(self.execute(code)))).convert("RGBA"))

    def until(self, code: str, accept, seconds: float = DRAW_SECONDS) -> str:
        """What code prints, as soon as `accept` says yes to it."""
        deadline = time.monotonic() + seconds
        while not accept(text := self.execute(code).strip()):
            if time.monotonic() > deadline:
                pytest.fail(f"{code} gives {text}; console: {self.complaints}")
            self.page.wait_for_timeout(100)
        return text


class Eyes:
    """Looking at pictures over the background #102030."""

    background = (16, 32, 48)

    @staticmethod
    def keep(name: str, *pictures: np.ndarray) -> None:
        """Keep pictures, side by side, to be looked at, where THREEDKIT_PICTURES says."""
        if folder := os.environ.get("THREEDKIT_PICTURES"):
            Path(folder).mkdir(parents=True, exist_ok=True)
            Image.fromarray(np.concatenate(pictures, axis=1)).save(Path(folder) / f"{name}.png")

    def silhouette(self, picture: np.ndarray) -> np.ndarray:
        return np.abs(picture[..., :3].astype(int) - self.background).max(axis=-1) > 3

    @staticmethod
    def overlap(a: np.ndarray, b: np.ndarray) -> float:
        return float((a & b).sum() / max((a | b).sum(), 1))

    def alike(self, a: np.ndarray, b: np.ndarray) -> float:
        """Intersection over union of two silhouettes."""
        return self.overlap(self.silhouette(a), self.silhouette(b))

    def something(self, picture: np.ndarray) -> bool:
        """Whether there is a picture, and something in it."""
        seen = self.silhouette(picture)
        return bool(picture[..., 3].min() == 255 and seen.any() and not seen.all())


@pytest.fixture(scope="session")
def eyes() -> Eyes:
    return Eyes()


def open_notebook(lab: Server, browser, *cells: str, name: str = "test.ipynb") -> LabTab:
    """A notebook made of code cells, open in a context of its own, its kernel idle."""
    document = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    document.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(document, lab.folder / name)
    context = browser.new_context(viewport={"width": 1280, "height": 1100})
    tab = LabTab(context.new_page()).listen()
    tab.page.goto(f"{lab.url}/lab/tree/{name}?token={TOKEN}&reset", wait_until="domcontentloaded")
    tab.page.locator(".jp-Notebook").wait_for(timeout=DRAW_SECONDS * 1000)
    tab.page.wait_for_function(
        "() => window.jupyterapp?.shell.currentWidget?.sessionContext?.session?.kernel?.status === 'idle'",
        timeout=DRAW_SECONDS * 1000,
    )
    return tab


@pytest.fixture
def notebook(lab, browser):
    """Open a notebook made of code cells: `tab = notebook("import ...", "scene")`; closed after the test."""
    contexts = []

    def opened(*cells: str, name: str = "test.ipynb") -> LabTab:
        tab = open_notebook(lab, browser, *cells, name=name)
        contexts.append(tab.page.context)
        return tab

    yield opened
    for context in contexts:
        for page in context.pages:
            with contextlib.suppress(Exception):
                page.evaluate("window.jupyterapp?.shell.currentWidget?.sessionContext?.shutdown()")
        context.close()


@pytest.fixture
def open_tab():
    """Open an address in a browser: `tab = open_tab(browser, url)`; closed after the test."""
    contexts = []

    def opened(browser, url: str) -> Tab:
        context = browser.new_context(viewport={"width": 1280, "height": 1100})
        contexts.append(context)
        tab = Tab(context.new_page()).listen()
        tab.page.goto(url, wait_until="domcontentloaded")
        return tab

    yield opened
    for context in contexts:
        context.close()
