"""Keeping a portal's processes alive, and ending them in order.

The supervisor is the parent of every process of the portal, has a single thread, and looks at its children twice a
second. A child that ends by itself is started again, later and later when it keeps failing.
"""

from __future__ import annotations

import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from .console import Console
from .paths import REPOSITORY, DataDir
from .processes import Identity, spawn
from .runstate import Child, RunState, our_group
from .servers import ServerProblem
from .session import Session

# Seconds.
LOOK = 0.5
BACK_OFF = (0.0, 1.0, 2.0, 5.0, 10.0, 30.0, 60.0)
HEALTHY_AFTER = 60.0
LOG_LOOK = 60.0
SERVER_RETRY = 10.0

LOG_BYTES = 10 * 1024 * 1024
LOG_GENERATIONS = 3


class Ending(BaseException):
    """Somebody asked the portal to end while it was still starting."""


class Signals:
    """SIGINT, SIGTERM and SIGHUP: the first asks for an orderly end, the second for an immediate one."""

    def __init__(self) -> None:
        self.asked = 0
        # While starting, a request interrupts whatever is being waited for.
        self.interrupts = True

    def install(self) -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            # nohup ignores SIGHUP on purpose.
            if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:
                signal.signal(number, self._receive)

    def _receive(self, _number: int, _frame: object) -> None:
        self.asked += 1
        if self.interrupts:
            self.interrupts = False
            raise Ending


@dataclass(frozen=True)
class Program:
    """One kind of child: what to run, and how it is asked to end (signals with the seconds to wait after each)."""

    name: str
    command: Sequence[str | Path]
    environment: Mapping[str, str]
    stop: Sequence[tuple[signal.Signals, float]]


@dataclass
class _Watched:
    program: Program
    child: subprocess.Popen[bytes]
    since: float
    failures: int = 0
    again_at: float | None = None


@dataclass
class Supervisor:
    """Runs programs beside the servers of a session until asked to end."""

    data: DataDir
    session: Session
    state: RunState
    signals: Signals
    console: Console
    _watched: dict[str, _Watched] = field(default_factory=dict)
    _logs_seen: float = 0.0
    _servers_again_at: float = 0.0

    def start(self, programs: Sequence[Program]) -> None:
        for program in programs:
            self._watched[program.name] = _Watched(program, self._spawn(program), time.monotonic())
        self._record()

    def _spawn(self, program: Program) -> subprocess.Popen[bytes]:
        return spawn(
            program.command,
            log=self.data.logs / f"{program.name}.log",
            env=program.environment,
            cwd=REPOSITORY,
        )

    def _record(self) -> None:
        for name, watched in self._watched.items():
            try:
                identity = Identity.of(watched.child.pid)
            except psutil.NoSuchProcess:
                continue
            self.state = self.state.with_child(Child(name=name, pid=identity.pid, started=identity.started))
        self.state.write(self.data)

    def running(self, name: str) -> bool:
        return self._watched[name].child.poll() is None

    def run(self) -> None:
        """Return when asked to end."""
        while not self.signals.asked:
            self.look()
            time.sleep(LOOK)

    def look(self) -> None:
        """Start again what ended by itself; rotate the logs now and then."""
        changed = self._look_at_servers()
        for watched in self._watched.values():
            changed = self._look_at(watched) or changed
        if changed:
            self._record()
        if time.monotonic() - self._logs_seen > LOG_LOOK:
            self._logs_seen = time.monotonic()
            for log in self.data.logs.glob("*.log"):
                rotate(log)

    def _look_at(self, watched: _Watched) -> bool:
        code = watched.child.poll()
        now = time.monotonic()
        if code is None:
            if watched.failures and now - watched.since > HEALTHY_AFTER:
                watched.failures = 0
            return False
        if watched.again_at is None:
            delay = BACK_OFF[min(watched.failures, len(BACK_OFF) - 1)]
            watched.failures += 1
            watched.again_at = now + delay
            log = self.data.logs / f"{watched.program.name}.log"
            self.console.say(
                f"{_clock()}  {watched.program.name} ended ({_reason(code)}), starting it again in {delay:.0f} s; see {log}"
            )
        if now < watched.again_at:
            return False
        # Pool processes of a killed parent would go on working beside the new ones.
        _kill_group(watched.child.pid, self.data)
        watched.child = self._spawn(watched.program)
        watched.since = now
        watched.again_at = None
        return True

    def _look_at_servers(self) -> bool:
        changed = False
        if time.monotonic() < self._servers_again_at:
            return False
        for name, server in (("PostgreSQL", self.session.postgres), ("Valkey", self.session.valkey)):
            if server is None or (server.child is not None and server.child.poll() is None):
                continue
            self.console.say(f"{_clock()}  {name} ended, starting it again; see {server.log}")
            try:
                # On the same port: everybody else has the address in their environment.
                server.start(same_port=True)
            except ServerProblem as problem:
                self.console.say(f"{_clock()}  {problem}")
                self._servers_again_at = time.monotonic() + SERVER_RETRY
            changed = True
        return changed

    def stop(self) -> None:
        """End web, beat and worker, then the servers. A second request while waiting makes it immediate."""
        self.signals.interrupts = False
        asked = self.signals.asked
        for watched in self._watched.values():
            watched.again_at = None
        for together in (("web", "beat"), ("worker",)):
            names = [name for name in together if name in self._watched]
            self._stop_programs(names, hurried=lambda: self.signals.asked > max(asked, 1))
        self.session.stop()
        self.data.state.unlink(missing_ok=True)

    def _stop_programs(self, names: Sequence[str], *, hurried: Callable[[], bool]) -> None:
        waiting = {name: list(self._watched[name].program.stop) for name in names}
        deadlines = dict.fromkeys(names, 0.0)
        while waiting:
            for name in list(waiting):
                child = self._watched[name].child
                if child.poll() is not None:
                    _kill_group(child.pid, self.data)
                    del waiting[name]
                elif hurried():
                    _kill_group(child.pid, self.data)
                elif time.monotonic() >= deadlines[name]:
                    number, seconds = waiting[name].pop(0) if waiting[name] else (signal.SIGKILL, 5.0)
                    child.send_signal(number)
                    deadlines[name] = time.monotonic() + seconds
            time.sleep(0.02)


def _kill_group(group: int, data: DataDir) -> None:
    """End at once what is left of a child's process group."""
    for process in our_group(group, data):
        try:
            process.kill()
        except psutil.NoSuchProcess:
            continue


def _reason(code: int) -> str:
    if code >= 0:
        return f"exit code {code}"
    try:
        return signal.Signals(-code).name
    except ValueError:
        return f"signal {-code}"


def _clock() -> str:
    return time.strftime("%H:%M:%S")


def rotate(log: Path, *, limit: int = LOG_BYTES, generations: int = LOG_GENERATIONS) -> bool:
    """Move a log that grew past `limit` bytes aside; returns whether it did.

    The writer keeps its open file and appends, so the file is copied and emptied, never renamed.
    """
    try:
        if log.stat().st_size <= limit:
            return False
    except FileNotFoundError:
        return False
    for number in range(generations - 1, 0, -1):
        older = log.with_name(f"{log.name}.{number}")
        if older.exists():
            older.replace(log.with_name(f"{log.name}.{number + 1}"))
    shutil.copy2(log, log.with_name(f"{log.name}.1"))
    with log.open("r+b") as stream:
        stream.truncate(0)
    return True
