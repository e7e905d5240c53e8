"""`python -m iga_portal.bench [NAME ...]`: run benchmarks and print their lines."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from typing import Any

# Name -> module and function. In the order in which they run: what needs no nation first.
BENCHES = {
    "core": ("iga_portal.bench.core", "run"),
    "certificate": ("iga_portal.bench.printing", "run_certificate"),
    "report": ("iga_portal.bench.printing", "run_report"),
    "upload": ("iga_portal.bench.upload", "run"),
    "cockpit": ("iga_portal.bench.cockpit", "run"),
    "bulk": ("iga_portal.bench.bulk", "run"),
    "public": ("iga_portal.bench.public", "run"),
    "documents": ("iga_portal.bench.documents", "run"),
    "nation": ("iga_portal.bench.nation", "run"),
    "region": ("iga_portal.bench.region", "run"),
    "burst": ("iga_portal.bench.burst", "run"),
    "pages": ("iga_portal.bench.pages", "run"),
    "autosave": ("iga_portal.bench.autosave", "run"),
    "publish": ("iga_portal.bench.publish", "run"),
}
NEED_NATION = frozenset({"nation", "region", "burst", "pages", "autosave", "publish"})
PREFIX = "iga-bench:"


def main(names: Sequence[str]) -> int:
    """Run the named benchmarks, all without a name; 2 when a name is unknown."""
    unknown = [name for name in names if name not in BENCHES]
    if unknown:
        print(f"no benchmark {', '.join(unknown)}; there are: {', '.join(BENCHES)}", file=sys.stderr)
        return 2
    # Messages of these measurements are read by the workers of these measurements only.
    os.environ["BROKER_PREFIX"] = PREFIX
    # Thousands of sends and requests would fill the terminal.
    os.environ.setdefault("LOG_LEVEL", "ERROR")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "iga_portal.settings")
    import django

    django.setup()
    from iga_portal.bench.machine import describe

    for name in names or BENCHES:
        for line in lines_of(name):
            print(json.dumps({"name": name, **line, "machine": describe()}, ensure_ascii=False), flush=True)
    return 0


def lines_of(name: str) -> Iterator[dict[str, Any]]:
    if name in NEED_NATION:
        from iga_portal.bench.ground import ensure_nation

        yield from ensure_nation()
    module, function = BENCHES[name]
    run: Callable[[], Iterator[dict[str, Any]]] = getattr(import_module(module), function)
    yield from run()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
