"""Makes the file that the studio is kept in as browsers get it: `python tests/jupyter/packing/studio_file.py`."""

from __future__ import annotations

from threedkit.jupyter.packing.environment import STUDIO, studio_file

if __name__ == "__main__":
    STUDIO.write_bytes(studio_file())
