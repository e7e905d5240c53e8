"""Bringing a folder's database and static files to what the code wants, and skipping that when nothing changed."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import psutil

from .console import Console, Stop
from .environment import LOCKS
from .folder import DEMONSTRATION
from .paths import REPOSITORY, DataDir, write_private
from .processes import end, tied_to_parent
from .runstate import LEFTOVER_SIGNALS
from .servers import tail
from .session import ROOM_PACKAGES, Session, django_environment

STATIC_FOLDERS = tuple(f"{room}/static" for room in ROOM_PACKAGES)
STEP_LABELS = {
    "django": "Django",
    "tables": "tables",
    "reference": "regions, instrument, period",
    "reference-official": "regions, instrument, period",
    "demonstration": "demonstration data (first start only)",
    "static": "static files",
    "accounts": "demonstration accounts",
    "signer": "test certificate for signing documents",
    "heartbeat": "first message to the worker",
}


def prepare(data: DataDir, session: Session, *, kind: str, console: Console) -> dict[str, Any] | None:
    """Bring tables, reference data and static files to what the code wants; the demonstration once.

    Everything is skipped when neither code nor database changed since the last complete run. Returns the answer of
    `demo_accounts --json` for a demonstration, remembered between starts. Raises Stop with the end of the log.
    """
    note = _read_note(data)
    database = session.external.database_name()
    code, static = _fingerprint(ROOM_PACKAGES), _fingerprint(["static", *STATIC_FOLDERS])
    first = note.get("database") != database or not note.get("complete")
    if (
        first
        and database
        and kind == DEMONSTRATION
        and not note.get("begun")
        and session.external.holds_tables()
    ):
        raise Stop(
            f"The database {database} already holds a portal, and demonstration data would be mixed into it. "
            "Start with --no-demo, or give an empty database for a demonstration."
        )
    steps = []
    if first or note.get("code") != code:
        steps += ["tables", "reference" if kind == DEMONSTRATION else "reference-official"]
    if first and kind == DEMONSTRATION:
        steps += ["demonstration", "signer"]
    if first or note.get("static") != static or not (data.root / "static" / "staticfiles.json").exists():
        steps.append("static")
    if not steps:
        return note.get("accounts")
    if kind == DEMONSTRATION:
        steps.append("accounts")
    # First in the queue, before what loading the demonstration asks of the worker.
    steps.insert(0, "heartbeat")
    # "begun" makes a half-finished first start on an external database repeatable.
    _write_note(data, {"begun": True, "database": database})
    environment = django_environment(data, session.addresses(), kind=kind, owner=True)
    results = run_steps(steps, environment=environment, log=data.logs / "prepare.log", console=console)
    accounts = results.get("accounts")
    _write_note(
        data,
        {"complete": True, "database": database, "code": code, "static": static, "accounts": accounts},
    )
    return accounts


def run_steps(
    steps: list[str], *, environment: Mapping[str, str], log: Path, console: Console
) -> dict[str, Any]:
    """Run `prepare` in a process of its own and show its steps. Raises Stop with the end of its log."""
    with log.open("ab") as output:
        child = subprocess.Popen(
            [sys.executable, "-m", "iga_portal.local.prepare", *steps],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=output,
            env=dict(environment),
            cwd=REPOSITORY,
            # Ctrl-C goes to the supervisor alone, which ends this child in its own time.
            process_group=0,
            # Two migrations at once, of a killed start and of the next, would meet in the same tables.
            preexec_fn=tied_to_parent(signal.SIGTERM),
            text=True,
        )
    try:
        return _follow(child, log=log, console=console)
    except BaseException:
        if child.poll() is None:
            end(psutil.Process(child.pid), signals=LEFTOVER_SIGNALS, poll=child.poll)
        raise


def _follow(child: subprocess.Popen[str], *, log: Path, console: Console) -> dict[str, Any]:
    assert child.stdout is not None
    results: dict[str, Any] = {}
    current = "django"
    with child.stdout, ExitStack() as shown:
        for line in child.stdout:
            message = json.loads(line)
            results.update(message.get("result", {}))
            if "step" in message:
                shown.close()
            if message.get("step"):
                current = message["step"]
                shown.enter_context(console.step(STEP_LABELS[current]))
        if child.wait() != 0:
            raise Stop(
                f"The step '{STEP_LABELS[current]}' failed. The end of {log}:\n\n{tail(log, lines=25)}"
            )
    return results


def finished(data: DataDir) -> bool:
    """Whether the first start of this folder ran to its end."""
    return bool(_read_note(data).get("complete"))


def forget(data: DataDir) -> None:
    """Make the next start check everything again, after somebody changed the tables by hand."""
    note = _read_note(data)
    note.pop("code", None)
    _write_note(data, note)


def _note_file(data: DataDir) -> Path:
    return data.stamps / "prepared.json"


def _read_note(data: DataDir) -> dict[str, Any]:
    try:
        note = json.loads(_note_file(data).read_text())
    except (OSError, ValueError):
        return {}
    return note if isinstance(note, dict) else {}


def _write_note(data: DataDir, note: dict[str, Any]) -> None:
    write_private(_note_file(data), json.dumps(note, indent=1) + "\n")


def _fingerprint(folders: Iterable[str]) -> str:
    """A digest of names, sizes and times of the files below these folders: some 1,000 files in a few milliseconds."""
    digest = hashlib.sha256(LOCKS["local"].read_bytes())
    for folder in folders:
        for place, names, files in os.walk(REPOSITORY / folder):
            names[:] = sorted(name for name in names if name != "__pycache__")
            for name in sorted(files):
                status = (Path(place) / name).stat()
                digest.update(f"{place}/{name} {status.st_size} {status.st_mtime_ns}\n".encode())
    return digest.hexdigest()
