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
FOLLOW = """async () => {
    const known = globalThis.__threedkit_view;
    const [version] = Object.keys(known);
    const module = await known[version];
    const seen = globalThis.seen = { models: [], layouts: [], elements: [] };
    known[version] = Promise.resolve({ ...module,
        widgetHost(model) {
            model.widget_manager.get_model(model.get('_id')).then(real => {
                seen.models.push(new WeakRef(real));
                seen.layouts.push(new WeakRef(real.get('layout')));
            });
            return module.widgetHost(model);
        },
        mount(element, host) {
            seen.elements.push(new WeakRef(element));
            return module.mount(element, host);
        } });
}"""
"""Remembers what views that come later stand on: ipywidgets' models, and the element of anywidget's view."""

LEFT = """name => [seen[name].length, seen[name].filter(thing => thing.deref()).length]"""
CLASS = "Object.values(globalThis.__threedkit_view)[0].then(module => module.{name}.prototype)"
TIMES = 5


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

    def left(self, name: str) -> int:
        """How many of those that came since `FOLLOW` are still held."""
        self.session.send("HeapProfiler.collectGarbage")
        there, held = self.tab.page.evaluate(LEFT, name)
        assert there == TIMES
        return held

    def comes_to(self, count, wanted: int) -> bool:
        """Whether `count` comes down to that, or one more: now and then one stays, and by whom is not known."""
        for _ in range(50):
            if count() <= wanted + 1:
                return True
            self.tab.page.wait_for_timeout(100)
        raise AssertionError(f"{count()} instead of {wanted}, or one more")


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
    tab.page.evaluate(FOLLOW)
    heap = Heap(tab)
    for _ in range(TIMES):
        run_again(tab, eyes)
    for name in ("Viewport", "Session"):
        assert heap.comes_to(lambda name=name: heap.alive(name), 1)
    for name in ("models", "layouts", "elements"):
        assert heap.comes_to(lambda name=name: heap.left(name), 1)

    # An output that is cleared lets go of what draws; of ipywidgets' parts when the view is closed in the kernel.
    tab.page.evaluate("window.jupyterapp.commands.execute('notebook:clear-cell-output')")
    for name in ("Viewport", "Session"):
        assert heap.comes_to(lambda name=name: heap.alive(name), 0)
    assert tab.until("print(view.channel.clients == {})", lambda text: text == "True")
    assert not tab.execute("view.close()")
    for name in ("models", "layouts", "elements"):
        assert heap.comes_to(lambda name=name: heap.left(name), 0)
    assert not tab.complaints
