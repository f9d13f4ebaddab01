"""Notebook templates of `threedkit.runs` as jobs of the service."""
