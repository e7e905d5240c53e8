"""`./portal up`: the whole portal, from an empty folder to an address, until somebody ends it."""

from __future__ import annotations

import http.client
import json
import os
import signal
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from . import folder, preparation
from .arguments import Arguments
from .console import Console, Stop
from .environment import PYTHON, VENV
from .external import External
from .paths import DataDir
from .runstate import RunState, end_leftovers
from .servers import tail
from .session import Session, django_environment
from .supervisor import Ending, Program, Signals, Supervisor

WEB_PROCESSES = 2
WEB_THREADS = 4
READY_TIMEOUT = 120.0
# A worker may be in the middle of a document; what it does not finish in time is delivered again.
WORKER_STOP = ((signal.SIGTERM, 20.0), (signal.SIGQUIT, 5.0))
QUICK_STOP = ((signal.SIGTERM, 10.0),)


def up(arguments: Arguments, *, began: float, console: Console) -> int:
    """Run the portal until SIGINT, SIGTERM or SIGHUP; returns 0 after an orderly end. Raises Stop.

    `began` is when the command was typed, in seconds since 1970.
    """
    # Whatever any child writes into the data folder is nobody else's to read.
    os.umask(0o077)
    data = DataDir(arguments.folder())
    external = External.from_environment()
    folder.open_folder(data)
    lock = folder.lock_folder(data, command="up", port=arguments.port)
    signals = Signals()
    signals.install()
    session = Session(data, console=console, external=external)
    supervisor: Supervisor | None = None
    try:
        kind = folder.settle_kind(data, demo=arguments.demo)
        state = RunState.begin("up", port=arguments.port)
        left = end_leftovers(data)
        if left:
            console.say(f"  ended what a crashed start left behind: {', '.join(left)}")
        state.write(data)
        session.start()
        state = replace(state, phase="servers", environment=session.addresses())
        state.write(data)
        supervisor = Supervisor(data, session, state, signals, console)
        accounts = preparation.prepare(data, session, kind=kind, console=console)
        supervisor.start(programs(data, session, kind=kind, port=arguments.port, workers=arguments.workers))
        _wait_ready(supervisor, port=arguments.port, console=console)
        signals.interrupts = False
        supervisor.state = replace(supervisor.state, phase="ready")
        supervisor.state.write(data)
        _announce(
            accounts,
            kind=kind,
            port=arguments.port,
            data=data,
            seconds=time.time() - began,
            console=console,
        )
        supervisor.run()
    except Ending:
        pass
    finally:
        signals.interrupts = False
        if supervisor is not None:
            with console.step("stopping"):
                supervisor.stop()
        session.stop()
        data.state.unlink(missing_ok=True)
        lock.release()
    return 0


def programs(
    data: DataDir, session: Session, *, kind: str, port: int, workers: int | None
) -> Sequence[Program]:
    """Web server, worker and beat of a folder."""
    environment = django_environment(data, session.addresses(), kind=kind, port=port)
    concurrency = workers or max(2, min(4, os.cpu_count() or 2))
    celery: list[str | Path] = [PYTHON, "-m", "celery", "-A", "iga_portal"]
    return (
        Program(
            "web",
            [VENV / "bin" / "granian", "--interface", "wsgi", "--no-ws", "--host", "127.0.0.1", "--port", str(port),
             "--workers", str(WEB_PROCESSES), "--blocking-threads", str(WEB_THREADS), "--respawn-failed-workers",
             "--workers-kill-timeout", "8", "iga_portal.wsgi:application"],
            environment,
            QUICK_STOP,
        ),
        Program(
            "worker",
            [*celery, "worker", "--concurrency", str(concurrency), "--loglevel", "INFO", "--hostname", "portal@%h",
             "--without-gossip", "--without-mingle"],
            environment,
            WORKER_STOP,
        ),
        Program(
            "beat",
            [*celery, "beat", "--loglevel", "WARNING", "--pidfile", "", "--schedule", data.root / "beat-schedule"],
            environment,
            QUICK_STOP,
        ),
    )  # fmt: skip


def _wait_ready(supervisor: Supervisor, *, port: int, console: Console) -> None:
    """Wait until /readyz says yes. Raises Stop when the web server does not come up; says what else is missing."""
    started = time.time()
    deadline = time.monotonic() + READY_TIMEOUT
    answer: dict[str, Any] = {}
    with console.step("web server, worker, beat") as step:
        while time.monotonic() < deadline:
            if not supervisor.running("web"):
                log = supervisor.data.logs / "web.log"
                raise Stop(f"The web server ended while starting. The end of {log}:\n\n{tail(log, lines=25)}")
            answer = ready_answer(port)
            if _is_ready(answer, since=started):
                return
            # Each answer looks at every migration; asking more often would slow down what is waited for.
            time.sleep(0.3)
        step.note = f"not everything is ready: {_unready(answer)}"


def ready_answer(port: int) -> dict[str, Any]:
    """What /readyz says, {} when nothing answers there."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/readyz", headers={"Host": f"localhost:{port}"})
        found = json.loads(connection.getresponse().read())
    except (OSError, ValueError, http.client.HTTPException):
        return {}
    finally:
        connection.close()
    return found if isinstance(found, dict) else {}


def _is_ready(answer: dict[str, Any], *, since: float) -> bool:
    if not answer.get("ok"):
        return False
    # The heartbeat of the last run may still lie in the broker; only one of this run counts.
    age = answer.get("parts", {}).get("worker", {}).get("seconds_since_heartbeat")
    return age is None or age <= time.time() - since


def _unready(answer: dict[str, Any]) -> str:
    parts = answer.get("parts", {})
    waiting = [
        f"{name} ({part.get('error', 'not yet')})" for name, part in parts.items() if not part.get("ok")
    ]
    return ", ".join(waiting) or "no answer from /readyz"


def _announce(
    accounts: Any, *, kind: str, port: int, data: DataDir, seconds: float, console: Console
) -> None:
    console.say()
    console.say(f"Ready in {seconds:.1f} s:  http://localhost:{port}")
    if accounts:
        console.say()
        for line in accounts_table(accounts):
            console.say(line)
    console.say()
    console.say(
        f"{'Demonstration' if kind == folder.DEMONSTRATION else 'Official dates'}; data and logs in {data.root}"
    )
    console.say("Ctrl-C ends the portal.")


def accounts_table(accounts: Any) -> list[str]:
    """The accounts as lines of a table, one column per key of the first; a password common to all stands below it."""
    rows = accounts if isinstance(accounts, list) else accounts.get("accounts", [])
    if not rows:
        return []
    passwords = {str(row.get("password", "")) for row in rows}
    common = passwords.pop() if len(passwords) == 1 else ""
    columns = [column for column in rows[0] if not (common and column == "password")]
    cells = [[str(row.get(column, "")) for column in columns] for row in rows]
    widths = [max(len(line[index]) for line in [columns, *cells]) for index in range(len(columns))]
    lines = [columns, ["-" * width for width in widths], *cells]
    table = [
        "  ".join(f"{text:<{width}}" for text, width in zip(line, widths, strict=True)) for line in lines
    ]
    if common:
        table += ["", f"The password of all: {common}"]
    return [f"  {line}".rstrip() for line in table]
