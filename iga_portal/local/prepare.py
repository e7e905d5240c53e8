"""What Django does before the portal opens: tables, reference data, demonstration data, static files.

One process for all of it, because loading Django costs more than most of its steps. The supervisor reads one JSON
object per line from standard output; what the commands themselves print goes to the log behind standard error.
"""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Callable
from typing import Any


def main(steps: list[str]) -> int:
    """Run the named steps in order. Returns 1 after the first that fails, its traceback in the log."""
    report = os.fdopen(os.dup(1), "w", buffering=1)
    # Anything a command prints belongs into the log, not between the reports.
    os.dup2(2, 1)

    def tell(**message: Any) -> None:
        report.write(json.dumps(message) + "\n")

    tell(step="django")
    import django

    django.setup()
    for name in steps:
        tell(step=name)
        print(f"== {name}", flush=True)
        result = STEPS[name]()
        if result is not None:
            tell(result=result)
    tell(step=None)
    return 0


def _call(name: str, *arguments: str) -> None:
    from django.core.management import call_command

    call_command(name, *arguments)


def _accounts() -> dict[str, Any]:
    from django.core.management import call_command

    answer = io.StringIO()
    call_command("demo_accounts", "--json", stdout=answer)
    return {"accounts": json.loads(answer.getvalue())}


def _first_heartbeat() -> None:
    """Leave a heartbeat in the queue: the worker's first act shows that it lives, ten seconds before beat asks."""
    from iga_portal.celery import app

    app.send_task("iga_portal.heartbeat")


STEPS: dict[str, Callable[[], dict[str, Any] | None]] = {
    "tables": lambda: _call("migrate", "--no-input", "-v", "1"),
    "reference": lambda: _call("load_reference"),
    "reference-official": lambda: _call("load_reference", "--no-demo"),
    "demonstration": lambda: _call("load_demo", "--last-year"),
    "static": lambda: _call("collectstatic", "--no-input", "--clear", "-v", "0"),
    "accounts": _accounts,
    "signer": lambda: _call("check_signer"),
    "heartbeat": _first_heartbeat,
}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
