"""`./portal manage`: a Django command with the servers of its folder."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import replace

from . import folder, preparation
from .arguments import Arguments
from .console import FOLDER_BUSY, Console, Stop
from .external import External
from .locks import Busy, FileLock
from .paths import DataDir
from .runstate import RunState, end_leftovers
from .session import Session, django_environment

# Only these may pass row-level security or change tables; everything else runs as the plain application role.
OWNER_COMMANDS = frozenset({"migrate", "seed_nation", "load_reference", "load_demo"})
# Their work is not what the next start believes it to be.
TABLE_COMMANDS = frozenset({"migrate", "load_reference"})
SERVERS_WAIT = 120.0


def manage(arguments: Arguments, *, console: Console) -> int:
    """Run the command; returns its exit code, or does not return at all when the servers were running already."""
    data = DataDir(arguments.folder())
    words = list(arguments.rest) or ["help"]
    external = External.from_environment()
    if external.database and external.redis:
        folder.open_folder(data)
        external.check()
        return _run(data, words, external.environment(), kind=folder.settle_kind(data, demo=arguments.demo))
    folder.open_folder(data)
    lock, state = _lock_or_running(data)
    if lock is None:
        assert state is not None
        _replace_by(data, words, {**state.environment, **external.environment()}, port=state.port)
    try:
        return _with_own_servers(arguments, data, words, external=external, console=console)
    finally:
        assert lock is not None
        lock.release()


def _lock_or_running(data: DataDir) -> tuple[FileLock | None, RunState | None]:
    """The folder's lock when nobody runs servers there, else the state of whoever does. Waits while they start."""
    deadline = time.monotonic() + SERVERS_WAIT
    told = False
    while True:
        try:
            return FileLock(data.lock).acquire(note={"command": "manage"}), None
        except Busy as busy:
            state = RunState.read(data)
            # The servers of another `manage` end with it, so that one is waited for.
            if state is not None and state.alive() and state.command == "up" and state.phase != "starting":
                return None, state
            if time.monotonic() > deadline:
                raise Stop(
                    f"{data.root} is in use by ./portal {busy.holder.get('command', '?')} "
                    f"(process {busy.holder.get('pid', '?')}), which did not finish in {SERVERS_WAIT:.0f} s.",
                    code=FOLDER_BUSY,
                ) from None
            if not told:
                print(
                    f"waiting for process {busy.holder.get('pid', '?')}, which uses {data.root}",
                    file=sys.stderr,
                )
                told = True
            time.sleep(0.2)


def _with_own_servers(
    arguments: Arguments, data: DataDir, words: Sequence[str], *, external: External, console: Console
) -> int:
    signal.signal(signal.SIGTERM, _leave)
    signal.signal(signal.SIGHUP, _leave)
    kind = folder.settle_kind(data, demo=arguments.demo)
    end_leftovers(data)
    state = RunState.begin("manage")
    state.write(data)
    session = Session(data, console=Console(sys.stderr, quiet=True), external=external)
    try:
        session.start()
        replace(state, phase="servers", environment=session.addresses()).write(data)
        if not preparation.finished(data) and words[0] not in {
            *OWNER_COMMANDS,
            "help",
            "check",
            "makemigrations",
        }:
            console.say(f"note: the first start of {data.root} is not finished; ./portal up does that")
        return _run(data, words, session.addresses(), kind=kind)
    finally:
        session.stop()
        data.state.unlink(missing_ok=True)


def _leave(number: int, _frame: object) -> None:
    raise SystemExit(128 + number)


def _command(words: Sequence[str]) -> list[str]:
    return [sys.executable, "-m", "django", *words]


def _environment(
    data: DataDir, words: Sequence[str], addresses: dict[str, str], *, kind: str, port: int | None
) -> dict[str, str]:
    owner = words[0] in OWNER_COMMANDS
    return django_environment(data, addresses, kind=kind, port=port or 8000, owner=owner)


def _replace_by(data: DataDir, words: Sequence[str], addresses: dict[str, str], *, port: int | None) -> None:
    """Become the Django command: terminal, signals and exit code are its own."""
    if words[0] in TABLE_COMMANDS:
        preparation.forget(data)
    kind = folder.settle_kind(data, demo=None)
    environment = _environment(data, words, addresses, kind=kind, port=port)
    os.execve(sys.executable, _command(words), environment)  # noqa: S606 - this process becomes that one


def _run(data: DataDir, words: Sequence[str], addresses: dict[str, str], *, kind: str) -> int:
    """Run the command in this terminal's foreground; Ctrl-C is for it, everything else is passed on to it."""
    if words[0] in TABLE_COMMANDS:
        preparation.forget(data)
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    child = subprocess.Popen(
        _command(words),
        env=_environment(data, words, addresses, kind=kind, port=None),
        # An ignored signal stays ignored across exec, so the child gets it back.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    try:
        code = child.wait()
    except SystemExit:
        child.terminate()
        try:
            child.wait(10)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
        raise
    finally:
        signal.signal(signal.SIGINT, before)
    return code if code >= 0 else 128 - code
