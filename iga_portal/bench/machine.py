"""What a measurement was taken on: without it a number says little."""

from __future__ import annotations

import os
import platform
from functools import cache
from typing import Any


def describe() -> dict[str, Any]:
    """The machine, and how busy it is right now (the load average of the last minute, others' work included)."""
    return {**_fixed(), "load": round(os.getloadavg()[0], 2)}


@cache
def _fixed() -> dict[str, Any]:
    return {
        "processors": os.cpu_count(),
        "memory_mb": _memory_mb(),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
    }


def _memory_mb() -> int:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20
