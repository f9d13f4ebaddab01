"""Drawing in a process apart: a crash of the driver, a hang or a cancel ends that process, never the worker."""

from threedkit.jobs.engine_host.drawn import Drawn
from threedkit.jobs.engine_host.host import EngineHost, the_host
from threedkit.jobs.engine_host.settings import HostSettings

__all__ = ["Drawn", "EngineHost", "HostSettings", "the_host"]
