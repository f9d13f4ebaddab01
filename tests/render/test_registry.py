"""Engines by name, and what happens when none can run."""

from __future__ import annotations

import importlib.util
import re
import sys
import threading
import warnings

import pytest

from threedkit.errors import EngineUnavailableError, MissingPackageError, RenderError, UnknownEngineError
from threedkit.render import default_engine, engine_names, get_engine, probe_engine, registry, release_engine
from threedkit.render.drivers import probe
from threedkit.render.engine import ThreadOwner
from threedkit.render.engines.filament import FilamentEngine


class Dummy:
    name = "dummy"

    @classmethod
    def probe(cls):
        return None

    def close(self):
        self.closed = True


@pytest.fixture
def fresh():
    """Caches of the registry and the probe, empty before and after."""
    cached = (registry.default_engine, registry.probe_engine, registry.engine_class, probe.probe_driver)
    for function in cached:
        function.cache_clear()
    yield
    for function in cached:
        function.cache_clear()


def test_names_and_unknown_names():
    assert {"filament", "mitsuba"} <= set(engine_names())
    with pytest.raises(UnknownEngineError, match="unknown engine 'povray'; known are filament, mitsuba"):
        get_engine("povray")
    with pytest.raises(UnknownEngineError, match="cannot be imported from no_such:Engine"):
        probe_engine("no_such:Engine")


def test_an_engine_may_be_named_by_its_class():
    path = "threedkit.render.engines.filament:FilamentEngine"
    assert registry.engine_class(path) is FilamentEngine


def test_one_engine_a_thread(fresh, monkeypatch):
    monkeypatch.setattr(registry, "engine_class", lambda name: Dummy)
    mine = get_engine("dummy")
    assert get_engine("dummy") is mine
    others = []
    thread = threading.Thread(target=lambda: others.append(get_engine("dummy")))
    thread.start()
    thread.join()
    assert others[0] is not mine
    release_engine("dummy")
    assert mine.closed
    assert get_engine("dummy") is not mine
    release_engine("dummy")


def test_without_a_driver_the_path_tracer_steps_in_with_one_warning(fresh, monkeypatch):
    monkeypatch.setattr(probe, "_SCRIPT", "/nowhere/egl_check.py")
    with pytest.warns(UserWarning, match=r"'filament' cannot run here .*apt-get install libegl1.*'mitsuba'"):
        assert default_engine() == "mitsuba"
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert default_engine() == "mitsuba"
    with pytest.raises(EngineUnavailableError, match="apt-get install libegl1 libgl1 libegl-mesa0 libgl1-mesa-dri"):
        FilamentEngine()


@pytest.mark.parametrize(
    ("script", "words"),
    [
        ("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", r"crashed \(SIGSEGV\)"),
        ("print('libEGL.so.1 is not installed'); raise SystemExit(1)", "libEGL.so.1 is not installed"),
    ],
)
def test_a_driver_that_fails_harms_only_its_own_process(fresh, monkeypatch, tmp_path, script, words):
    path = tmp_path / "check.py"
    path.write_text(script)
    monkeypatch.setattr(probe, "_SCRIPT", path)
    assert re.search(words + r".*; run: apt-get install", FilamentEngine.probe())


def test_nothing_can_run(fresh, monkeypatch):
    monkeypatch.setattr(registry, "probe_engine", lambda name: f"no {name} today")
    with pytest.raises(EngineUnavailableError, match="filament: no filament today; mitsuba: no mitsuba today"):
        default_engine()


def test_a_missing_package_is_named_with_the_pip_command(fresh, monkeypatch):
    monkeypatch.setitem(sys.modules, "filly", None)
    with pytest.raises((MissingPackageError, ImportError)):
        FilamentEngine()
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    assert FilamentEngine.probe() == "filly is not installed; run: pip install 'threedkit[render]'"


def test_the_owner_guard_names_both_threads():
    owner = ThreadOwner("engine 'x'")
    owner.check()
    caught = []

    def use():
        try:
            owner.check()
        except RenderError as error:
            caught.append(str(error))

    thread = threading.Thread(target=use, name="other")
    thread.start()
    thread.join()
    assert "'MainThread'" in caught[0]
    assert "'other'" in caught[0]
