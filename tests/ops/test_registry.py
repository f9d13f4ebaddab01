"""Operations by name: texts, options typed by signatures, and other packages' own."""

from __future__ import annotations

import importlib.metadata
import subprocess
import sys
import types
from typing import TYPE_CHECKING, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

import threedkit as tk
from threedkit.errors import ParameterError
from threedkit.ops import registry
from threedkit.ops._values import from_text, words

if TYPE_CHECKING:
    from threedkit.scene import Scene


def test_every_operation_has_a_file_a_summary_and_plain_documented_options():
    for name in tk.ops.names():
        found = tk.ops.describe(name)
        assert found.name == name
        assert found.summary.endswith(".")
        for option in found.options:
            assert option.doc, f"{name}: {option.name} is not described in Args"
            assert option.type


def test_the_page_of_operations_lists_them_all(repository):
    page = (repository / "docs" / "ops.md").read_text("utf-8")
    assert {name for name in tk.ops.names() if f"\n| `{name}` |" not in page} == set()


def test_listing_the_operations_imports_no_heavy_package():
    program = (
        "import sys, threedkit as tk\n[tk.ops.describe(name) for name in tk.ops.names()]\n"
        "print(*{name.partition('.')[0] for name in sys.modules})"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    heavy = {
        "PIL",
        "DracoPy",
        "meshoptimizer",
        "scipy",
        "trimesh",
        "moderngl",
        "mikktspace",
        "dask",
        "IPython",
        "numba",
    }
    assert not heavy & set(done.stdout.split())


def test_operations_are_attributes_of_tk_ops():
    assert tk.ops.center is not None
    assert {"center"} <= set(tk.ops.names()) <= set(tk.ops.__all__)


def test_the_root_shows_the_room_on_first_use():
    assert "ops" in dir(tk)
    assert tk.ops is sys.modules["threedkit.ops"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("centre", "did you mean 'center'"),
        ("nothing-like-it", "there are center"),
        ("", "there is no operation"),
        ("center:pivt=below", "did you mean 'pivot'"),
        ("center:=1", "center has no option"),
        ("center:pivot=1,2", "center: pivot must be"),
        ("center:pivot=nan,0,0", "center: pivot must be"),
        ("center:pivot=1e999,0,0", "center: pivot must be"),
        ("center:pivot", "option=value"),
        ("center:", "options follow the colon"),
        ("center:pivot=above,pivot=below", "given twice"),
        ("center:pivot=" + "9" * 5000, "at most 2000 characters"),
        ("center\n:pivot=below\n,x=1", "has no option"),
    ],
)
def test_what_is_wrong_is_one_clear_line(text, words):
    with pytest.raises(ParameterError, match=words) as caught:
        tk.ops.parse(text)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 600


def refusal(text: str) -> str:
    try:
        tk.ops.parse(text)
    except ParameterError as error:
        return str(error)
    return ""


@given(st.text(max_size=80))
def test_any_text_is_an_operation_or_a_parameter_error(text):
    for given_text in (text, f"center:{text}", f"center:pivot={text}"):
        assert "\n" not in refusal(given_text)


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (bool, "yes", True),
        (bool, "FALSE", False),
        (int, "-12", -12),
        (float, "2.5e-3", 0.0025),
        (float, ".5", 0.5),
        (str, "a b", "a b"),
        (Literal["a", "b"], "b", "b"),
        (Literal[256, 512], "512", 512),
        (tuple[float, ...], "(1, 2,3)", (1.0, 2.0, 3.0)),
        (tuple[str, ...], "", ()),
        (tuple[int, int], "1,2", (1, 2)),
        (int | None, "none", None),
        (str | int, "12", 12),
        (Literal["auto"] | float, "1", 1.0),
    ],
)
def test_values_are_typed_by_the_signature(kind, text, value):
    found = from_text("op", "option", kind, text)
    assert found == value
    assert type(found) is type(value)
    assert words(kind)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (bool, "2"),
        (int, "1.5"),
        (int, "9" * 30),
        (float, "inf"),
        (float, "1_0"),
        (Literal["a"], "A "),
        (int | None, ""),
    ],
)
def test_values_of_another_type_are_refused(kind, text):
    if kind == Literal["a"]:
        assert from_text("op", "option", kind, text.lower()) == "a"
        return
    with pytest.raises(ParameterError, match="op: option must be"):
        from_text("op", "option", kind, text)


def test_steps_run_in_order_and_all_are_read_first():
    scene, seen = tk.Scene(), []

    def note(scene):
        seen.append(scene)
        return scene

    assert tk.ops.apply(scene, [note, "center:pivot=below", note]) is scene
    assert seen == [scene, scene]
    with pytest.raises(ParameterError, match="no operation"):
        tk.ops.apply(scene, [note, "nothing"])
    assert len(seen) == 2
    with pytest.raises(ParameterError, match="at most 100 operations"):
        tk.ops.apply(scene, ["center"] * 101)


@pytest.fixture
def plugins(monkeypatch):
    """A package that declares operations."""
    module = types.ModuleType("a_plugin")

    def lift(scene: Scene, *, height: float = 1.0, mode: Literal["up", "down"] = "up") -> Scene:
        """Lift the roots.

        Args:
            scene: changed in place.
            height: metres, to
                be lifted.
            mode: where to.
        """
        for root in scene.roots:
            root.position = (0, height if mode == "up" else -height, 0)
        return scene

    def untyped(scene, *, thing):
        return scene

    def named(scene: Scene, name: str) -> Scene:
        scene.name = name
        return scene

    module.lift, module.untyped, module.named = lift, untyped, named
    monkeypatch.setitem(sys.modules, "a_plugin", module)
    paths = {"lift": "a_plugin:lift", "untyped": "a_plugin:untyped", "gone": "a_plugin:gone", "lost": "no_such_pkg:x"}
    paths["named"] = "a_plugin:named"
    paths["center"] = "a_plugin:lift"
    entries = [importlib.metadata.EntryPoint(name, path, registry.GROUP) for name, path in paths.items()]
    monkeypatch.setattr(importlib.metadata, "entry_points", lambda *, group: entries if group == registry.GROUP else [])
    caches = (registry._paths, registry._function, registry._signature)
    for cache in caches:
        cache.cache_clear()
    yield
    for cache in caches:
        cache.cache_clear()


def test_other_packages_add_operations(plugins):
    assert {"lift", "center"} <= set(tk.ops.names())
    found = tk.ops.describe("lift")
    assert [option.name for option in found.options] == ["height", "mode"]
    assert found.options[0].doc == "metres, to be lifted."
    scene = tk.Scene()
    node = scene.add(tk.Node())
    tk.ops.apply(scene, ["lift:height=3,mode=down"])
    assert node.position == (0, -3, 0)


def test_ours_go_before_those_of_other_packages(plugins):
    assert tk.ops.describe("center").options[0].name == "pivot"


@pytest.mark.parametrize(
    ("name", "words"),
    [("untyped", "options of plain types: thing"), ("gone", "cannot be imported"), ("lost", "cannot be imported")],
)
def test_a_faulty_plugin_is_named(plugins, name, words):
    with pytest.raises(ParameterError, match=f"{name}.*{words}"):
        tk.ops.parse(name)


def test_an_option_without_a_default_must_be_given(plugins):
    assert tk.ops.describe("named").options[0].required
    assert tk.ops.apply(tk.Scene(), ["named:name=night"]).name == "night"
    with pytest.raises(ParameterError, match="named: the option 'name' must be given"):
        tk.ops.parse("named")
