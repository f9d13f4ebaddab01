"""The engines that come with threedkit; each is imported only when it is asked for (see `threedkit.render.registry`)."""

from __future__ import annotations

__all__: list[str] = []
