"""What the embedded servers have in common."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
from pathlib import Path

import psutil

from .processes import end

# Seconds. A first start on a slow disk writes some 40 MB; recovery after a crash replays at most max_wal_size.
START_TIMEOUT = 120.0


class ServerProblem(Exception):
    """A server could not be prepared or started; the message carries the end of its log."""


def tail(path: Path, *, lines: int = 15) -> str:
    """The last lines of a log, for an error message."""
    try:
        return "\n".join(path.read_text(errors="replace").splitlines()[-lines:])
    except OSError:
        return "(no log)"


def stop_child(child: subprocess.Popen[bytes], signals: tuple[tuple[signal.Signals, float], ...]) -> None:
    if child.poll() is not None:
        return
    with contextlib.suppress(psutil.NoSuchProcess):
        end(psutil.Process(child.pid), signals=signals, poll=child.poll)
    child.wait()


def processes_with(argument: str, *, name: str) -> list[psutil.Process]:
    """Main processes whose program is `name` and whose arguments hold `argument` exactly."""
    found = []
    for process in psutil.process_iter(["cmdline"]):
        line = process.info["cmdline"] or []
        if line and Path(line[0]).name == name and argument in line[1:]:
            found.append(process)
    return found


def plain_environment() -> dict[str, str]:
    """A plain environment: no PG* or locale variable of the caller may change how a server behaves."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR") if name in os.environ}
    return {**kept, "LC_ALL": "C", "TZ": "UTC"}
