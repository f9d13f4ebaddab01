"""The engines that come with threedkit, each imported only when it is asked for (`threedkit.render.registry`)."""

from __future__ import annotations

__all__: list[str] = []
