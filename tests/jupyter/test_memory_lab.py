"""What a page keeps of views that have been closed: nothing."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.browser

AGAIN = """
import threedkit as tk
if "scene" not in globals():
    scene = tk.Scene()
    scene.environment.background_color = "#102030"
    scene.add(tk.Mesh(tk.sphere(), tk.Material(base_color="#ef6631")))
view = tk.view(scene, height=200)
view
"""
CLASS = "Object.values(globalThis.__threedkit_view)[0].then(module => module.{name}.prototype)"
TIMES = 6


class Heap:
    """Looks into a page's memory."""

    def __init__(self, tab) -> None:
        self.tab = tab
        self.session = tab.page.context.new_cdp_session(tab.page)

    def _ask(self, method: str, **given):
        return self.session.send(method, {"objectGroup": "counted", **given})

    def alive(self, name: str) -> int:
        """How many instances of a class of the bundle nobody has let go of."""
        kind = self._ask("Runtime.evaluate", expression=CLASS.format(name=name), awaitPromise=True)["result"][
            "objectId"
        ]
        found = self._ask("Runtime.queryObjects", prototypeObjectId=kind)["objects"]["objectId"]
        count = "function () { return this.length; }"
        number = self._ask("Runtime.callFunctionOn", objectId=found, functionDeclaration=count)["result"]["value"]
        self.session.send("Runtime.releaseObjectGroup", {"objectGroup": "counted"})
        return number

    def nodes(self) -> int:
        """DOM nodes, those outside of the document included."""
        self.session.send("HeapProfiler.collectGarbage")
        return self.session.send("Memory.getDOMCounters")["nodes"]

    def comes_to(self, count, accept) -> int:
        """What `count` gives as soon as it is accepted: what has been let go of is freed some time later."""
        for _ in range(50):
            if accept(number := count()):
                break
            self.tab.page.wait_for_timeout(100)
        return number


def run_again(tab, eyes) -> None:
    """Run the cell, which closes its view of before, and see another one."""
    before = tab.page.locator("canvas.tk-canvas").element_handle()
    tab.page.evaluate("window.jupyterapp.commands.execute('notebook:run-cell')")
    tab.page.wait_for_function("canvas => !canvas.isConnected", arg=before)
    tab.picture_when(eyes.something)
    before.dispose()


def test_nothing_is_kept_of_closed_views(notebook, eyes):
    tab = notebook(AGAIN, name="memory.ipynb")
    tab.run_all()
    tab.picture_when(eyes.something)
    heap = Heap(tab)
    for _ in range(2):
        run_again(tab, eyes)
    assert heap.comes_to(lambda: heap.alive("Viewport"), lambda n: n == 1) == 1
    before = heap.nodes()
    for _ in range(TIMES):
        run_again(tab, eyes)
    for name in ("Viewport", "Session"):
        assert heap.comes_to(lambda name=name: heap.alive(name), lambda n: n == 1) == 1
    # Of a widget that JupyterLab keeps two stay: its view's element, and the panel's.
    assert heap.comes_to(heap.nodes, lambda n: n < before + TIMES) < before + TIMES

    # An output that is cleared lets go as well, though the view in the kernel lives on.
    tab.page.evaluate("window.jupyterapp.commands.execute('notebook:clear-cell-output')")
    for name in ("Viewport", "Session"):
        assert heap.comes_to(lambda name=name: heap.alive(name), lambda n: n == 0) == 0
    assert tab.until("print(view.channel.clients == {})", lambda text: text == "True")
    assert not tab.complaints
