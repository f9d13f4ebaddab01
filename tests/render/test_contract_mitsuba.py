"""The engine contract, passed by the path tracer: with the variant that this machine gets, and with the scalar one."""

from __future__ import annotations

import os
from unittest import mock

import pytest

from threedkit.render.engines.mitsuba import MitsubaEngine
from threedkit.render.engines.mitsuba.variants import VARIABLE
from threedkit.testing import EngineContract

pytestmark = pytest.mark.engine


class TestMitsubaContract(EngineContract):
    engine_name = "mitsuba"
    renders = 400  # a picture takes 12 ms and more, whatever its size


class TestScalarMitsubaContract(EngineContract):
    engine_name = "mitsuba"
    renders, loads = 100, 10

    @classmethod
    def make_engine(cls):
        with mock.patch.dict(os.environ, {VARIABLE: "scalar"}):
            engine = MitsubaEngine()
        assert engine.variant == "scalar_rgb"
        return engine
