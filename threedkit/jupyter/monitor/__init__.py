"""The job monitor. Its names are imported from `threedkit.jupyter`."""

__all__: list[str] = []
