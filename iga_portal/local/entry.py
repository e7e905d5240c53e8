"""The door of `./portal`: first on any Python 3.11 with nothing installed, then again inside the environment.

This file is run by its path. The project's package imports Celery, which is not there yet on the first pass and only
slows the supervisor down on the second; an empty package of the same name stands in for it.
"""

from __future__ import annotations

import os
import sys
import types
from pathlib import Path

HERE = Path(__file__).resolve().parent


def _stand_in() -> None:
    package = types.ModuleType("iga_portal")
    package.__path__ = [str(HERE.parent)]
    sys.modules["iga_portal"] = package
    # Run by path, Python puts this folder first; its modules must not be found under bare names.
    sys.path[:] = [entry for entry in sys.path if Path(entry or ".").resolve() != HERE]


if __name__ == "__main__":
    if not os.environ.get("PYTHONUTF8"):
        for stream in (sys.stdout, sys.stderr):
            stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    _stand_in()
    from iga_portal.local.commands import main

    sys.exit(main(sys.argv[1:]))
