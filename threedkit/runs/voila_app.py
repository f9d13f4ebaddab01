"""The process that serves a dashboard: Voila, set up for one notebook.

Run by :func:`threedkit.runs.dashboard` as ``python -m threedkit.runs.voila_app``; takes its settings as JSON on stdin,
so that a token shows in no list of processes, and prints ``{"url": ...}`` on stdout when it listens.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import sys
from typing import Any
from urllib.parse import quote, urlsplit

import tornado.httpserver
import tornado.ioloop
import tornado.netutil
import tornado.web
from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager
from jupyter_server.utils import url_path_join
from voila.app import Voila
from voila.shutdown_kernel_handler import VoilaShutdownKernelHandler

from threedkit.runs.kernels import kernel_spec_manager_class
from threedkit.runs.output import output_folder

__all__ = ["Dashboard", "main"]

_CULL_IDLE = 120  # seconds without a visitor after which a page's kernel ends, if the page could not say goodbye
_CULL_INTERVAL = 30
_PING = 30_000  # ms between signs of life on a page's web socket
_PARENT_INTERVAL = 2_000  # ms between looks whether the process that started us is still there
_LAB_ONLY = ["@jupyterhub/jupyter-server-proxy", "threedkit"]
"""Extensions of JupyterLab's that a dashboard page has no use for: they ask for parts that only JupyterLab has."""
_POOL = 2  # kernels that have run the notebook before a visitor comes


class _Goodbye(VoilaShutdownKernelHandler):  # type: ignore[misc]  # Voila has no types
    """Ends a page's kernel when the page is left.

    The browser's beacon cannot carry the XSRF cookie, so Voila answers 403 and the kernel stays. Here its Origin
    header, which a page cannot forge, proves instead that it comes from our own page.
    """

    def check_xsrf_cookie(self) -> None:
        origin = urlsplit(self.request.headers.get("Origin", ""))
        if origin.netloc != self.request.host:
            super().check_xsrf_cookie()


class _Kernels(AsyncMappingKernelManager):
    """Kernels whose processes write what drivers print to a log, not to the terminal."""

    async def start_kernel(self, **kwargs: Any) -> Any:
        with (output_folder() / "kernels.log").open("ab") as log:
            return await super().start_kernel(**{**kwargs, "stdout": log, "stderr": log})


class Dashboard(Voila):  # type: ignore[misc]  # Voila has no types
    """Voila on one socket, gone when its parent is gone."""

    port: int

    def init_handlers(self) -> list[Any]:
        """Put our own way to say goodbye before Voila's."""
        ours = (url_path_join(self.server_url, r"/voila/api/shutdown/(.*)"), _Goodbye)
        return [ours, *super().init_handlers()]

    def listen(self) -> None:
        """Listen on the one port asked for (0: any free one), tell the parent, and serve until stopped."""
        try:
            sockets = tornado.netutil.bind_sockets(self.port, self.ip)
        except OSError as error:
            _tell(error=f"cannot listen on {self.ip} port {self.port}: {error.strerror}")
            self.stop()
            return
        self.port = sockets[0].getsockname()[1]
        server = tornado.httpserver.HTTPServer(self.app)
        server.add_sockets(sockets)
        host = f"[{self.ip}]" if ":" in self.ip else self.ip
        query = f"?token={quote(self.token)}" if self.token else ""
        _tell(url=f"http://{host}:{self.port}{self.base_url}{query}")
        self.ioloop = tornado.ioloop.IOLoop.current()
        parent = os.getppid()
        watch = tornado.ioloop.PeriodicCallback(lambda: self._leave_with(parent), _PARENT_INTERVAL)
        watch.start()
        try:
            self.ioloop.start()
        except KeyboardInterrupt:
            self.log.debug("stopped by Ctrl+C")
        finally:
            watch.stop()
            server.stop()
            self.stop()

    def stop(self) -> None:
        """End the kernels; one that is just starting ends by itself when it finds its parent gone."""
        with contextlib.suppress(tornado.web.HTTPError):
            super().stop()

    def _leave_with(self, parent: int) -> None:
        if os.getppid() != parent:
            self.ioloop.stop()


def _tell(**message: str) -> None:
    print(json.dumps(message), flush=True)  # noqa: T201 - the parent reads it


def main() -> None:
    """Serve the notebook that the settings on stdin name."""
    settings = json.loads(sys.stdin.readline())
    app = Dashboard.instance(ip=settings["host"], port=settings["port"], token=settings["token"] or "")
    app.open_browser = False
    app.log_level = logging.ERROR
    # Page addresses of other machines are refused unless a token guards the page: a foreign site that makes its name
    # point to this machine (DNS rebinding) gets nothing.
    app.tornado_settings = {
        "allow_remote_access": bool(settings["token"]),
        "ws_ping_interval": _PING,
        "ws_ping_timeout": _PING,
    }
    app.config.VoilaConfiguration.update(
        template="threedkit",
        allow_template_override="NO",
        extension_denylist=_LAB_ONLY,
        preheat_kernel=True,
        default_pool_size=_POOL,
        multi_kernel_manager_class=_Kernels,
        kernel_spec_manager_class=kernel_spec_manager_class(),
        show_tracebacks=False,
    )
    app.config.MappingKernelManager.update(cull_idle_timeout=_CULL_IDLE, cull_interval=_CULL_INTERVAL)
    app.initialize([settings["notebook"]])
    app.start()


if __name__ == "__main__":
    main()
