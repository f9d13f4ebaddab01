"""``python -m threedkit.cli``."""

import sys

from threedkit.cli import main

if __name__ == "__main__":
    sys.exit(main())
