"""Parts of a scene as pythreejs objects, one subject a file."""

__all__: list[str] = []
