"""From a Scene to glTF: canonical (the same scene gives the same bytes) and with the order of every list kept."""

from __future__ import annotations

from threedkit.io.gltf.write.document import Written, write_document

__all__ = ["Written", "write_document"]
