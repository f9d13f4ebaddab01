"""How fast and how lean the live view is, in a real JupyterLab in headless Chromium (WebGL in software).

    python tests/benchmarks/view.py [--only many large edit fifty again] [--repeat 3]

many   1,000 small meshes, from the cell's start to the first picture: threedkit, beside pythreejs with one Mesh a node;
       as the first view of a page, the viewer's code and shaders included, and as a second one with other meshes.
large  a mesh of 1,000,000 triangles: seconds to the picture, and bytes that the page received for it.
edit   a change of roughness in Python: until pixels change.
fifty  50 views in one notebook: seconds until all have a picture, WebGL contexts that are there and that were lost;
       scrolled past, closed and opened again six times: memory of the kernel and of the page.
again  a view closed and opened again 100 times: memory of the kernel and of the page, and how much each time adds;
       beside it, what JupyterLab's own widgets and a printed line add.

Those who compare take turns in one page each; medians are printed.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib.util
import json
import math
import os
import statistics
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]

OURS = """
import numpy as np, threedkit as tk
def balls(seed, count=1000):
    rng = np.random.default_rng(seed)
    scene = tk.Scene()
    for i in range(count):
        ball = tk.sphere(radius=0.2 + 0.1 * rng.random(), segments=12, rings=8)
        scene.add(tk.Mesh(ball, tk.Material(base_color=tuple(rng.random(3)))), position=tuple(rng.normal(size=3) * 5))
    return scene
scenes = [balls(0), balls(1)]
"""
PYTHREEJS = """
import pythreejs as three
def peer(scene):
    children = []
    for node in scene.mesh_nodes:
        shape = node.mesh.primitives[0]
        arrays = {"position": shape.positions, "normal": shape.normals, "index": shape.indices}
        attributes = {name: three.BufferAttribute(array, normalized=False) for name, array in arrays.items()}
        geometry = three.BufferGeometry(attributes=attributes)
        children.append(three.Mesh(geometry, three.MeshStandardMaterial(color="red"), position=node.position))
    lamp = three.DirectionalLight(position=(0, 0, 1))
    camera = three.PerspectiveCamera(position=(0, 0, 30), aspect=1.6, children=[lamp])
    root = three.Scene(children=[*children, camera, three.AmbientLight()], background="#102030")
    return three.Renderer(scene=root, camera=camera, controls=[three.OrbitControls(camera)], width=480, height=300)
"""
LARGE = """
import numpy as np, threedkit as tk
scene = tk.Scene()
ball = tk.sphere(segments=1000, rings=501)
bumps = 1 + 0.02 * np.sin(40 * ball.positions[:, :1]) * np.sin(40 * ball.positions[:, 1:2])
ball.positions = ball.positions * bumps.astype(np.float32)
scene.add(tk.Mesh(ball, tk.Material(base_color="#ef6631", roughness=0.4, metallic=0)))
print(scene.meshes[0].triangle_count)
"""
SMALL = """
import threedkit as tk, gc, os, ipywidgets, anywidget
class Bare(anywidget.AnyWidget):
    _esm = "export default { render({ el }) { el.innerHTML = '<i class=bare>bare</i>'; } }"
scene = tk.Scene()
scene.environment.background_color = "#102030"
material = tk.Material(base_color="#ef6631", metallic=1.0, roughness=0.2)
scene.add(tk.Mesh(tk.sphere(), material))
def close(widget):
    for part in (widget.layout, getattr(widget, "style", None), widget):
        if part is not None: part.close()
def memory():
    gc.collect()
    pages = int(open("/proc/self/statm").read().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6, len(ipywidgets.widgets.widget._instances)
"""
AGAIN = {  # what is shown, closed and shown again; a selector of what is seen then, and the cell
    "view": ("canvas.tk-canvas", "if 'view' in globals(): view.close()\nview = tk.view(scene, height=200)\nview"),
    "a bare anywidget": ("i.bare", "if 'bare' in globals(): close(bare)\nbare = Bare()\nbare"),
    "an IntSlider": (
        ".noUi-target",
        "if 'slider' in globals(): close(slider)\nslider = ipywidgets.IntSlider()\nslider",
    ),
    "a printed line": ("pre", "print('once more')"),
}

FIFTY = """if 'box' in globals(): close(box)
views = [tk.view(scene, height=60, width=90, controls=False) for _ in range(50)]
box = ipywidgets.HBox(views, layout={'flex_flow': 'row wrap'})
box"""
DRAWN = """[...document.querySelectorAll('canvas.tk-canvas')].filter(
    c => c.getContext('2d').getImageData(c.width >> 1, c.height >> 1, 1, 1).data[3]).length"""
SCROLL = """async () => {
    const place = [...document.querySelectorAll('.jp-WindowedPanel-outer, .jp-Notebook')].find(
        e => e.scrollHeight > e.clientHeight);
    for (let share = 0; place && share <= 2; share += 0.25) {
        place.scrollTop = (share > 1 ? 2 - share : share) * place.scrollHeight;
        await new Promise(resolve => setTimeout(resolve, 100));
    }
}"""

WATCH = """index => new Promise(resolve => {
    // Runs the last cell; when its canvas of this index first showed what it shows in the end.
    const glance = canvas => {
        const copy = document.createElement('canvas');
        copy.width = 32; copy.height = 20;
        const pen = copy.getContext('2d', { willReadFrequently: true });
        pen.drawImage(canvas, 0, 0, 32, 20);
        return pen.getImageData(0, 0, 32, 20).data;
    };
    const colors = pixels => {
        const seen = new Set();
        for (let i = 0; i < pixels.length; i += 4)
            if (pixels[i + 3]) seen.add(pixels[i] << 16 | pixels[i + 1] << 8 | pixels[i + 2]);
        return seen.size;
    };
    const alike = (a, b) => a.reduce((sum, value, i) => sum + Math.abs(value - b[i]), 0) < 2 * a.length;
    const SETTLED = 3000;
    let [first, shown, ended] = [0, null, false];
    const drawers = [
        [WebGLRenderingContext.prototype, 'drawElements'],
        [WebGL2RenderingContext.prototype, 'drawElements'],
        [CanvasRenderingContext2D.prototype, 'drawImage'],
    ];
    const draws = drawers.map(([kind, name]) => kind[name]);
    const over = when => {
        ended = true;
        drawers.forEach(([kind, name], i) => kind[name] = draws[i]);
        resolve(when);
    };
    const look = () => {
        const cell = [...document.querySelectorAll('.jp-Notebook .jp-Cell')].at(-1);
        const canvas = [...cell.querySelectorAll('canvas')].filter(c => c.width > 40)[index];
        const pixels = canvas && glance(canvas);
        if (!pixels || colors(pixels) <= 2 || (shown && alike(shown, pixels))) return;
        [first, shown] = [performance.now(), pixels];
    };
    // A canvas is looked at in the frame in which it is drawn to: one of WebGL keeps its picture no longer, and looking
    // makes the page wait for the GPU.
    let due = false;
    drawers.forEach(([kind, name], i) => kind[name] = function (...given) {
        draws[i].apply(this, given);
        if (due || ended || !this.canvas.isConnected) return;
        due = true;
        queueMicrotask(() => { due = false; look(); });
    });
    const poll = () => {
        if (shown && performance.now() - first > SETTLED) return over(first);
        const { textContent } = [...document.querySelectorAll('.jp-Notebook .jp-Cell')].at(-1);
        if (textContent.includes('Error displaying widget') || performance.now() - start > 120000) return over(-1);
        setTimeout(poll, 500);
    };
    window.jupyterapp.commands.execute('notebook:run-cell');
    const start = performance.now();
    poll();
})"""
RERUN = """async selector => {
    const before = document.querySelector(`.jp-OutputArea ${selector}`);
    await window.jupyterapp.commands.execute('notebook:run-cell');
    const start = performance.now();
    for (;;) {
        const now = document.querySelector(`.jp-OutputArea ${selector}`);
        if (now && now !== before) return true;
        if (performance.now() - start > 60000) return false;
        await new Promise(resolve => setTimeout(resolve, 20));
    }
}"""
EDIT = """async code => {
    // A change of a view that rests: when its pixels are others, and when the picture is a whole one again.
    const kernel = window.jupyterapp.shell.currentWidget.sessionContext.session.kernel;
    const canvas = document.querySelector('canvas.tk-canvas');
    const kind = CanvasRenderingContext2D.prototype;
    const { drawImage } = kind;
    const sum = () => canvas.getContext('2d').getImageData(canvas.width / 2 - 60, canvas.height / 2 - 60, 120, 120)
        .data.reduce((a, b) => a + b, 0);
    const pause = milliseconds => new Promise(done => setTimeout(done, milliseconds));
    do await pause(1000); while (canvas.ariaBusy === 'true');
    const before = sum();
    const start = performance.now();
    const times = [];
    kind.drawImage = function (...given) {  // the stage's picture is copied into the view's canvas
        drawImage.apply(this, given);
        if (this.canvas === canvas && Math.abs(sum() - before) > 1000) times.push(performance.now() - start);
    };
    kernel.requestExecute({ code, store_history: false });
    while ((times.length === 0 || canvas.ariaBusy === 'true') && performance.now() - start < 20000) await pause(20);
    kind.drawImage = drawImage;
    return times.length ? [times[0], times.at(-1)] : [-1, -1];
}"""


def helpers() -> Any:
    """The servers and tabs of the tests."""
    spec = importlib.util.spec_from_file_location("jupyter_tests", ROOT / "tests" / "jupyter" / "conftest.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules["jupyter_tests"] = module
    spec.loader.exec_module(module)
    return module


class Bench:
    """A JupyterLab and a browser."""

    def __init__(self, tests: Any, lab: Any, browser: Any) -> None:
        self.tests, self.lab, self.browser, self.count = tests, lab, browser, 0

    @contextlib.contextmanager
    def notebook(self, *cells: str) -> Any:
        """A notebook whose kernel ends with it; the first cell has run."""
        self.count += 1
        tab = self.tests.open_notebook(self.lab, self.browser, *cells, name=f"bench{self.count}.ipynb")
        tab.page.set_default_timeout(300_000)
        try:
            yield tab
        finally:
            tab.page.evaluate("window.jupyterapp.shell.currentWidget.sessionContext.shutdown()")
            tab.page.context.close()

    def run_cell(self, tab: Any, index: int = 0) -> float:
        """Run the notebook's last cell; seconds until a canvas shows what it then goes on to show, NaN for an error."""
        start = tab.page.evaluate("performance.now()")
        end = tab.page.evaluate(WATCH, index)
        return (end - start) / 1000 if end > 0 else float("nan")


def received(tab: Any) -> list[int]:
    """Counts the bytes that come over the page's websockets: of a notebook that is loaded anew."""
    total = [0]

    def opened(socket: Any) -> None:
        socket.on("framereceived", lambda data: total.__setitem__(0, total[0] + len(data)))

    tab.page.on("websocket", opened)
    return total


def show(tab: Any, code: str) -> None:
    """Put code into the last cell and choose it."""
    script = """code => {
        const notebook = window.jupyterapp.shell.currentWidget.content;
        notebook.activeCellIndex = notebook.widgets.length - 1;
        notebook.activeCell.model.sharedModel.setSource(code);
    }"""
    tab.page.evaluate(script, code)


def many(bench: Bench, repeat: int) -> None:
    """1,000 meshes, ours and pythreejs."""
    times: dict[str, list[tuple[float, float]]] = {"threedkit": [], "pythreejs": []}
    for _ in range(repeat):
        for name, code in (("threedkit", "tk.view(scenes[{}], height=300)"), ("pythreejs", "peer(scenes[{}])")):
            with bench.notebook("pass") as tab:
                tab.execute(OURS + PYTHREEJS, 120)
                show(tab, code.format(0))
                first = bench.run_cell(tab)
                picture(tab, f"many_{name}")
                tab.page.wait_for_timeout(2000)
                tab.page.evaluate("window.jupyterapp.commands.execute('notebook:insert-cell-below')")
                show(tab, code.format(1))
                times[name].append((first, bench.run_cell(tab)))
    for place, what in enumerate(("as the first view of a page", "as the second")):
        ours, theirs = (median([found[place] for found in times[name]]) for name in ("threedkit", "pythreejs"))
        print(
            f"many: 1,000 meshes to the first picture, {what}: threedkit {ours:.2f} s, pythreejs {theirs:.2f} s: "
            f"{theirs / ours:.1f}x"
        )
    print("      (nan: JupyterLab says 'Error displaying widget: model not found', or nothing is seen within 120 s;")
    print("      medians are of the others)")
    told = {name: [[round(t, 2) for t in pair] for pair in found] for name, found in times.items()}
    print(f"      all: {json.dumps(told)}")


def median(seconds: list[float]) -> float:
    """Of those that are numbers; NaN if none is."""
    return statistics.median([one for one in seconds if not math.isnan(one)] or [float("nan")])


def large(bench: Bench, repeat: int) -> None:
    """A million triangles."""
    found = []
    for _ in range(repeat):
        with bench.notebook("pass") as tab:
            count = tab.execute(LARGE, 120).strip()
            total = received(tab)
            tab.page.reload(wait_until="domcontentloaded")
            tab.page.wait_for_function(
                "() => window.jupyterapp?.shell.currentWidget?.sessionContext?.session?.kernel?.status === 'idle'"
            )
            before = total[0]
            show(tab, "view = tk.view(scene)\nview")
            seconds = bench.run_cell(tab)
            tab.page.wait_for_timeout(500)
            found.append((seconds, total[0] - before))
            packed = tab.execute("print(sum(b.size for b in view._mirror.packed.blobs.values()))").strip()
            picture(tab, "large")
    seconds, size = statistics.median(f[0] for f in found), statistics.median(f[1] for f in found)
    print(f"large: {int(count):,} triangles: {seconds:.2f} s to the picture, {size / 1e6:.1f} MB received in all,")
    print(f"       of which the scene {int(packed) / 1e6:.1f} MB and the viewer's code 0.9 MB; all: {found}")


def edit(bench: Bench, repeat: int) -> None:
    """Roughness."""
    with bench.notebook("pass") as tab:
        tab.execute(SMALL)
        show(tab, "view = tk.view(scene)\nview")
        bench.run_cell(tab)
        tab.page.wait_for_timeout(2000)
        found = [
            tab.page.evaluate(EDIT, f"material.roughness = {0.2 + 0.6 * (i % 2)}") for i in range(1, 5 * repeat + 1)
        ]
    seen, whole = [first for first, _ in found], [last for _, last in found]
    print(
        f"edit: roughness seen after {statistics.median(seen):.0f} ms (worst {max(seen):.0f}, {len(seen)} times), "
        f"the whole picture after {statistics.median(whole):.0f}"
    )
    print(f"      all: {[(round(first), round(last)) for first, last in found]}")


def fifty(bench: Bench, repeat: int) -> None:
    """Fifty views, scrolled past, closed and opened again."""
    with bench.notebook("pass") as tab:
        lost: list[str] = []
        tab.page.on("console", lambda m: lost.append(m.text) if "context" in m.text.lower() else None)
        tab.execute(SMALL)
        show(tab, FIFTY)
        page = Memory(tab)
        seconds = bench.run_cell(tab, 49)
        tab.page.wait_for_timeout(1000)
        print(f"fifty: {tab.page.evaluate(DRAWN)} of 50 views show a picture; the last after {seconds:.1f} s")
        picture(tab, "fifty")
        print("       times, kernel MB, widgets, page's heap MB, page's DOM nodes; WebGL contexts")
        for number in range(6):
            tab.page.evaluate(SCROLL)
            print(f"       {number}: {page.read(number)}; {page.alive('WebGL2RenderingContext')}", flush=True)
            tab.execute("for view in views: view.close()")
            assert bench.run_cell(tab, 49) > 0, "a view is not seen"
        print(f"       each time adds: {page.growth(1)}")
    print(f"       contexts lost: {len(lost)}")


def again(bench: Bench, repeat: int) -> None:
    """A hundred times, and what else is run again as often."""
    times = 100
    for name, (selector, code) in AGAIN.items():
        with bench.notebook("pass") as tab:
            tab.execute(SMALL)
            show(tab, code)
            page = Memory(tab)
            print(f"again: {name}: times, kernel MB, widgets, page's heap MB, page's DOM nodes")
            for number in range(times + 1):
                seen = bench.run_cell(tab) > 0 if name == "view" else tab.page.evaluate(RERUN, selector)
                assert seen, f"{name} is not seen"
                if number % 10 == 0:
                    print(f"       {number}: {page.read(number)}", flush=True)
            print(f"       each time adds: {page.growth(times // 5)}", flush=True)


class Memory:
    """What a notebook holds, read again and again."""

    def __init__(self, tab: Any) -> None:
        self.tab = tab
        self.session = tab.page.context.new_cdp_session(tab.page)
        self.session.send("Performance.enable")
        self.rows: list[tuple[int, float, float, float, float]] = []

    def read(self, number: int) -> str:
        """Take a reading: kernel MB, widgets, the page's heap MB and DOM nodes."""
        self.tab.page.wait_for_timeout(300)
        for _ in range(2):
            self.session.send("HeapProfiler.collectGarbage")
        metrics = {m["name"]: m["value"] for m in self.session.send("Performance.getMetrics")["metrics"]}
        kernel, widgets = map(float, self.tab.execute("print(*memory())").split())
        self.rows.append((number, kernel, widgets, metrics["JSHeapUsedSize"] / 1e6, metrics["Nodes"]))
        return "{1:.1f} {2:.0f} {3:.2f} {4:.0f}".format(*self.rows[-1])

    def alive(self, name: str) -> int:
        """How many objects of a class the page holds."""
        kind = self.session.send("Runtime.evaluate", {"expression": f"{name}.prototype"})["result"]["objectId"]
        found = self.session.send("Runtime.queryObjects", {"prototypeObjectId": kind})["objects"]["objectId"]
        count = {"objectId": found, "functionDeclaration": "function () { return this.length; }"}
        number = self.session.send("Runtime.callFunctionOn", count)["result"]["value"]
        self.session.send("Runtime.releaseObject", {"objectId": found})
        return number

    def growth(self, since: int) -> str:
        """Of each column what one time adds: the median slope of all pairs of readings, the first `since` left out."""
        rows = [row for row in self.rows if row[0] >= since]
        pairs = [(a, b) for i, a in enumerate(rows) for b in rows[i + 1 :]]
        kernel, widgets, heap, nodes = (
            statistics.median((b[k] - a[k]) / (b[0] - a[0]) for a, b in pairs) for k in range(1, 5)
        )
        return (
            f"kernel {kernel * 1e3:+.1f} kB, {widgets:+.2f} widgets; page {heap * 1e3:+.1f} kB, {nodes:+.2f} DOM nodes"
        )


def picture(tab: Any, name: str) -> None:
    """A screenshot, where THREEDKIT_PICTURES says."""
    if folder := os.environ.get("THREEDKIT_PICTURES"):
        tab.page.screenshot(path=str(Path(folder) / f"bench_{name}.png"))


def main() -> None:
    """Run."""
    import shutil

    from playwright.sync_api import sync_playwright

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parts = {part.__name__: part for part in (many, large, edit, fifty, again)}
    parser.add_argument("--only", nargs="*", choices=parts, default=list(parts))
    parser.add_argument("--repeat", type=int, default=3)
    arguments = parser.parse_args()
    tests = helpers()
    # As on any machine without a GPU: WebGL by SwiftShader, and the page itself put together without it. With
    # --use-angle=swiftshader Chromium takes it for a GPU, and each frame of JupyterLab's own page costs 150 ms.
    flags = ["--enable-unsafe-swiftshader", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        # Without this the server drops messages of pythreejs, and its widget is never shown.
        channel = "ZMQChannelsWebsocketConnection"
        no_limits = {f"{channel}.iopub_msg_rate_limit": 1e9, f"{channel}.iopub_data_rate_limit": 1e12}
        lab = tests.start_lab(Path(folder), ROOT, no_limits)
        try:
            path = os.environ.get("THREEDKIT_CHROMIUM") or shutil.which("chromium")
            browser = playwright.chromium.launch(executable_path=path, args=flags)
            bench = Bench(tests, lab, browser)
            for name in arguments.only:
                parts[name](bench, arguments.repeat)
            browser.close()
        finally:
            lab.stop()


if __name__ == "__main__":
    main()
