"""`python -m iga_portal.bench.memory CASE`: do one case of the nation once, and tell how much memory it took."""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path


def main(case: str) -> None:
    import django

    django.setup()
    from iga_portal.bench.nation import Nation
    from iga_portal.tenancy.scope import scope
    from iga_portal.tenancy.tasks import region_ids

    with scope(region_ids(), role="bench"):
        nation = Nation()
        before = _peak_mb()
        regions = len(getattr(nation, case)())
        after = _peak_mb()
    print(
        json.dumps(
            {"results": regions, "peak_mb": after, "before_mb": before, "added_mb": round(after - before, 1)}
        )
    )


def _peak_mb() -> float:
    status = Path("/proc/self/status")
    if status.exists():
        # Linux hands getrusage's ru_maxrss on to a child at exec: it would tell the peak of whoever started us.
        peak = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM:"))
        return round(int(peak.split()[1]) / 1024, 1)
    # Bytes on macOS.
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20, 1)


if __name__ == "__main__":
    main(sys.argv[1])
