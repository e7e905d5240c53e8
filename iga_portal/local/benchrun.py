"""`./portal bench`: the benchmarks, in a folder and database of their own."""

from __future__ import annotations

import signal
import subprocess
import sys
from dataclasses import replace

from . import folder, preparation
from .arguments import Arguments
from .console import Console
from .paths import REPOSITORY, DataDir
from .runstate import RunState, end_leftovers
from .session import Session, django_environment
from .supervisor import Ending, Signals


def bench(arguments: Arguments, *, console: Console) -> int:
    """Run `iga_portal.bench` with prepared servers; JSON lines on standard output, all talk on standard error."""
    data = DataDir(arguments.folder())
    folder.open_folder(data)
    lock = folder.lock_folder(data, command="bench")
    signals = Signals()
    signals.install()
    session = Session(data, console=console)
    try:
        kind = folder.settle_kind(data, demo=True)
        end_leftovers(data)
        state = RunState.begin("bench")
        state.write(data)
        session.start()
        replace(state, phase="servers", environment=session.addresses()).write(data)
        preparation.prepare(data, session, kind=kind, console=console)
        return _run(data, session, arguments, kind=kind)
    except Ending:
        return 130
    finally:
        signals.interrupts = False
        session.stop()
        data.state.unlink(missing_ok=True)
        lock.release()


def _run(data: DataDir, session: Session, arguments: Arguments, *, kind: str) -> int:
    environment = django_environment(data, session.addresses(), kind=kind)
    # The benchmarks load a nation as the owner and measure as the application; both addresses are theirs to use.
    environment["DATABASE_OWNER_URL"] = session.addresses()["DATABASE_OWNER_URL"]
    child = subprocess.Popen(
        [sys.executable, "-m", "iga_portal.bench", *arguments.rest], env=environment, cwd=REPOSITORY
    )
    try:
        code = child.wait()
    except Ending:
        child.send_signal(signal.SIGTERM)
        child.wait()
        raise
    return code if code >= 0 else 128 - code
