"""The shape of the house: rooms import downward only, and the top level holds what the design names."""

from __future__ import annotations

import ast
import importlib
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "threedkit"

# From low to high. Rooms on one level do not know each other.
LEVELS: tuple[tuple[str, ...], ...] = (
    ("errors",),
    ("transforms",),
    ("scene",),
    ("geometry",),
    ("io", "ops"),
    ("render",),
    ("store",),
    ("jobs",),
    ("runs",),
    ("jupyter",),
    ("service",),
    ("cli",),
)
LEVEL = {room: level for level, rooms in enumerate(LEVELS) for room in rooms}
# testing/ stands beside the rooms: it may import any of them up to runs/, and only tests import it.
LEVEL["testing"] = LEVEL["jupyter"]

TOP_LEVEL = {
    "CHANGELOG.md",
    "LICENSE",
    "Makefile",
    "README.md",
    "binder",
    "dask_cluster",
    "docs",
    "extensions",
    "notebooks",
    "pyproject.toml",
    "tests",
    "threedkit",
}
GENERATED = {"build", "dask-worker-space", "dist", "node_modules", "output"}  # as in .gitignore
PORT = re.compile(r"threedkit(?:\.\w+)+:[\w.]+")


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {module_name(path): path for path in sorted(PACKAGE.rglob("*.py"))}
ROOM_MODULES = [name for name in MODULES if name != "threedkit"]


def room_of(module: str) -> str:
    return module.split(".")[1]


def absolute(node: ast.ImportFrom, importer: str) -> str:
    """The module that ``from X import y`` names, with leading dots resolved."""
    if not node.level:
        return node.module or ""
    package = importer if MODULES[importer].name == "__init__.py" else importer.rpartition(".")[0]
    base = package.split(".")[: len(package.split(".")) - node.level + 1]
    return ".".join([*base, *([node.module] if node.module else [])])


def imports(tree: ast.AST, importer: str) -> set[str]:
    """Every threedkit module that the tree imports, function-level and type-checking imports included."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = absolute(node, importer)
            for name in (f"{base}.{alias.name}" for alias in node.names):
                found.add(name if name in MODULES or base == "threedkit" else base)
        elif isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) == "import_module":
            found.update(a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str))
    return {name for name in found if name.split(".")[0] == "threedkit"}


def source(module: str) -> ast.Module:
    return ast.parse(MODULES[module].read_text("utf-8"), str(MODULES[module]))


def test_every_module_belongs_to_a_known_room():
    assert {room_of(name) for name in ROOM_MODULES} <= set(LEVEL)


@pytest.mark.parametrize("module", ROOM_MODULES)
def test_imports_run_downward(module):
    room = room_of(module)
    wrong = []
    for target in sorted(imports(source(module), module)):
        if target in {"threedkit", "threedkit.__version__"}:
            if target == "threedkit":
                wrong.append("threedkit (the root: import the room instead)")
            continue
        other = room_of(target)
        if other not in LEVEL:
            wrong.append(f"{target} (the root's lazy name: import the room instead)")
        elif other != room and (LEVEL[other] >= LEVEL[room] or other == "testing"):
            wrong.append(target)
    assert not wrong, f"{module} ({room}/) imports upward or sideways: {', '.join(wrong)}"


def test_the_root_imports_no_leaf():
    """``import threedkit`` stays fast: names of the public face are looked up on first use (PEP 562)."""
    tree = source("threedkit")
    body = [node for node in tree.body if not is_type_checking(node)]
    eager = imports(ast.Module(body=[n for n in body if isinstance(n, ast.Import | ast.ImportFrom)]), "threedkit")
    assert {room_of(name) for name in eager if "." in name} <= {"errors"}


def is_type_checking(node: ast.stmt) -> bool:
    return isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)


def eager_imports(module: str) -> set[str]:
    """The modules whose import runs when this module is imported."""
    found: set[str] = set()
    for node in source(module).body:
        if not is_type_checking(node) and not isinstance(node, ast.FunctionDef | ast.ClassDef):
            found |= imports(node, module) & set(MODULES)
    return found - {module}


def test_no_import_cycles():
    graph = {module: eager_imports(module) for module in ROOM_MODULES}
    done: set[str] = set()

    def visit(module: str, trail: tuple[str, ...]) -> None:
        assert module not in trail, f"import cycle: {' -> '.join([*trail[trail.index(module) :], module])}"
        if module not in done:
            for target in sorted(graph.get(module, ())):
                visit(target, (*trail, module))
            done.add(module)

    for module in graph:
        visit(module, ())


def ports() -> list[tuple[str, str]]:
    """Names of rooms above, given as ``"threedkit.room:name"`` strings and resolved on first use."""
    return [
        (module, node.value)
        for module in MODULES
        for node in ast.walk(source(module))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and PORT.fullmatch(node.value)
    ]


@pytest.mark.parametrize(("module", "port"), ports())
def test_ports_resolve(module, port):
    target, _, name = port.partition(":")
    assert callable(getattr(importlib.import_module(target), name)), f"{module} names {port}"


def test_entry_points_resolve():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    for target in [*project["scripts"].values(), *project["entry-points"]["threedkit.engines"].values()]:
        module, _, name = target.partition(":")
        assert callable(getattr(importlib.import_module(module), name)), target


def test_top_level_is_the_designs():
    entries = {p.name for p in ROOT.iterdir() if not p.name.startswith((".", "requirements"))} - GENERATED
    assert entries <= TOP_LEVEL
