"""`python -m cramp_coach`: the same as the command `cramp-coach`."""

from __future__ import annotations

import sys

from cramp_coach.cli import main

if __name__ == "__main__":
    sys.exit(main())
