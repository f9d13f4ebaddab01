"""The contract that every render engine passes, as a pytest class to derive from."""

from __future__ import annotations

from threedkit.testing._alpha import AlphaContract
from threedkit.testing._camera import CameraContract
from threedkit.testing._data import DataContract
from threedkit.testing._detail import DetailContract
from threedkit.testing._endurance import EnduranceContract
from threedkit.testing._film import FilmContract
from threedkit.testing._flat import FlatContract
from threedkit.testing._life import LifeContract
from threedkit.testing._light import LightContract
from threedkit.testing._motion import MotionContract
from threedkit.testing._slices import SlicesContract
from threedkit.testing._surface import SurfaceContract

__all__ = ["EngineContract"]


class EngineContract(
    CameraContract,
    LightContract,
    AlphaContract,
    MotionContract,
    FilmContract,
    SlicesContract,
    DataContract,
    SurfaceContract,
    FlatContract,
    DetailContract,
    LifeContract,
    EnduranceContract,
):
    """All that `threedkit.render.Engine` promises, tested.

    Derive a class whose name begins with ``Test``, and name the engine or override `make_engine`. An engine makes at
    least one of the data images (depth, normal, position, object_id); those that `Capabilities.outputs` does not list
    are not asked for.

    Example:
        >>> class TestMyEngine(EngineContract):
        ...     engine_name = "mine"
    """
