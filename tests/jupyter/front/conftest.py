"""The bundle in a page of its own, without a notebook: a scene goes in packed as the view sends it, pixels come out."""

from __future__ import annotations

import base64
import io
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from PIL import Image

from threedkit.jupyter.packing import pack
from threedkit.render import resolve_camera
from threedkit.transforms import bounds, quaternions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import threedkit as tk

FOLDER = str(Path(__file__).parent)
if FOLDER not in sys.path:
    sys.path.insert(0, FOLDER)  # tools_page.py

ADDRESS = "http://127.0.0.1:9/"
"""Nothing listens there: every request is answered by the test."""

OPEN = """async ([name, data]) => {
    const view = globalThis.view = await import('/view.js');
    const bytes = text => Uint8Array.from(atob(text), c => c.charCodeAt(0));
    const blobs = Object.fromEntries(Object.entries(data.blobs).map(([hash, text]) => [hash, bytes(text)]));
    const host = view.offlineHost({ ...data, blobs });
    const told = [];
    const send = host.send;
    host.send = (message, buffers) => { told.push(message); send(message, buffers); };
    const hear = [];
    const on = host.on;
    host.on = handler => { hear.push(handler); return on(handler); };
    const place = document.createElement('div');
    document.body.append(place);
    const mounted = view.mount(place, host);
    globalThis[name] = { ...mounted, host, told, say: (m, b = []) => hear.forEach(h => h(m, b)) };
}"""

CLEAR = """() => {
    for (const name of Object.keys(globalThis).filter(name => name.startsWith('mounted'))) {
        globalThis[name].dispose();
        delete globalThis[name];
    }
    document.body.replaceChildren();
}"""

UNTIL_TOLD = """([name, type]) => globalThis[name].told.find(m => m.type === type || m.type === 'error')"""

PIXELS = """async ([name, width, height]) => {
    const blob = await globalThis[name].viewport.snapshot(width, height);
    const reader = new FileReader();
    return await new Promise(done => { reader.onload = () => done(reader.result); reader.readAsDataURL(blob); });
}"""


def _message_of(scene: tk.Scene, camera: Any, size: tuple[int, int], **player: Any) -> dict[str, Any]:
    """What a kernel says of a scene: JSON, blobs in base64, traits."""
    packed = pack(scene)
    time = player.get("time", 0.0)
    view = resolve_camera(scene, camera, size, time=time)
    box = scene.bounds(time)
    low, high = ([-0.5] * 3, [0.5] * 3) if bounds.is_empty(box) else box.tolist()
    state = {
        "kind": view.kind, "position": view.position.tolist(),
        "quaternion": quaternions.from_matrix(view.matrix[:3, :3]).tolist(), "target": bounds.center(box).tolist(),
        "yfov": view.yfov, "xmag": view.xmag, "ymag": view.ymag, "znear": view.znear, "zfar": view.zfar,
    }  # fmt: skip
    playing = {"clip": None, "time": 0.0, "playing": False, "speed": 1.0, "loop": True, **player}
    return {
        "scene": {
            "epoch": 1, "gltf": packed.gltf, "environment": packed.environment, "camera": state, "player": playing,
            "bounds": {"min": low, "max": high}, "notes": list(packed.notes),
        },
        "blobs": {name: base64.b64encode(blob.data()).decode() for name, blob in packed.blobs.items()},
        "traits": {"width": size[0], "height": size[1], "exposure": 1.0, "controls": False},
    }  # fmt: skip


@dataclass
class Opened:
    """One mounted view."""

    page: Any
    name: str
    size: tuple[int, int]

    def run(self, code: str, argument: Any = None) -> Any:
        """JavaScript with `m` (the mount), `v` (its viewport) and `a` (the argument)."""
        wrapped = f"async ([name, a]) => {{ const m = globalThis[name], v = m.viewport; {code} }}"
        return self.page.evaluate(wrapped, [self.name, argument])

    def told(self, kind: str, seconds: float = 90) -> dict[str, Any]:
        """The first message of a kind that the view has sent; an error of the view fails the test."""
        handle = self.page.wait_for_function(UNTIL_TOLD, arg=[self.name, kind], timeout=seconds * 1000)
        message = handle.json_value()
        if message["type"] != kind:
            pytest.fail(f"the view says: {message}")
        return message

    def messages(self, kind: str) -> list[dict[str, Any]]:
        return self.run("return m.told.filter(t => t.type === a)", kind)

    def picture(self, size: tuple[int, int] | None = None) -> np.ndarray:
        """(h, w, 3) uint8."""
        uri = self.page.evaluate(PIXELS, [self.name, *(size or self.size)])
        return np.asarray(Image.open(io.BytesIO(base64.b64decode(uri.split(",")[1]))).convert("RGB"))

    def silhouette(self, before: np.ndarray) -> np.ndarray:
        """(h, w) bool: where a picture does not change when its background does."""
        color = (0, 1, 0) if before[0, 0, 1] < 128 else (1, 0, 1)
        self.run("v.model.setEnvironment({ ...v.model.environment, background: 'color', background_color: a });", color)
        change = np.abs(before.astype(int) - self.picture()).max(axis=-1)
        return change < 0.5 * change[0, 0]


@dataclass
class Bench:
    """A page that shows views."""

    page: Any
    complaints: list[str] = field(default_factory=list)
    count: int = 0

    def clear(self) -> None:
        """Close all views and forget them."""
        self.page.evaluate(CLEAR)
        self.count = 0

    def open(
        self,
        scene: tk.Scene,
        size: tuple[int, int] = (320, 240),
        camera: Any = None,
        *,
        shown: bool = True,
        traits: dict[str, Any] | None = None,
        **player: Any,
    ) -> Opened:
        name = f"mounted{self.count}"
        self.count += 1
        message = _message_of(scene, camera, size, **player)
        message["traits"].update(traits or {})
        self.page.evaluate(OPEN, [name, message])
        opened = Opened(self.page, name, size)
        if shown:
            opened.told("shown")
        return opened


@pytest.fixture(scope="session")
def bundle(tmp_path_factory, repository) -> Path:
    """view.js as the sources are now: `.ci/frontend build` into a folder of its own."""
    folder = tmp_path_factory.mktemp("bundle")
    subprocess.run(["bash", repository / ".ci" / "frontend", "install"], check=True, capture_output=True)
    subprocess.run(["bash", repository / ".ci" / "frontend", "build", folder], check=True, capture_output=True)
    return folder


@pytest.fixture(scope="session")
def message_of() -> Callable[..., dict[str, Any]]:
    """What a kernel says of a scene: ``message_of(scene, camera, size, time=...)``."""
    return _message_of


@pytest.fixture(scope="module")
def shop(browser, bundle) -> Iterator[Bench]:
    """A page with the bundle at hand: one for the tests of a file, so that shaders are compiled once."""
    context = browser.new_context(viewport={"width": 1000, "height": 800})
    page = context.new_page()
    page.set_default_timeout(90_000)
    made = Bench(page)
    page.on("console", lambda m: made.complaints.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda error: made.complaints.append(f"{error}\n{error.stack}"))

    def answer(route: Any) -> None:
        if route.request.url.endswith("view.js"):
            route.fulfill(body=(bundle / "view.js").read_text(), content_type="text/javascript")
        else:
            route.fulfill(body="<!doctype html><meta charset=utf-8><body style='margin:0'>", content_type="text/html")

    page.route(ADDRESS + "**", answer)
    page.goto(ADDRESS)
    yield made
    context.close()


@pytest.fixture
def bench(shop) -> Iterator[Bench]:
    """The page with nothing on it; its console must stay silent, and its views are closed after the test."""
    yield shop
    shop.clear()
    complaints, shop.complaints[:] = list(shop.complaints), []
    assert complaints == []
