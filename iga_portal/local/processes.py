"""Starting, recognising and ending processes without ever touching a stranger's."""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import psutil

PR_SET_PDEATHSIG = 1
LISTENING_PORTS = range(20_000, 32_000)

# The kernel counts a process's start from boot and the boot time may move with the clock; two seconds cover that,
# and a pid is not handed out again within two seconds on any system this runs on.
START_TOLERANCE = 2.0


@dataclass(frozen=True)
class Identity:
    """A process beyond its pid: pids are reused, pid and start time together are not."""

    pid: int
    started: float

    @classmethod
    def of(cls, pid: int) -> Identity:
        """Raises psutil.NoSuchProcess when there is none."""
        return cls(pid=pid, started=psutil.Process(pid).create_time())

    def process(self) -> psutil.Process | None:
        """The living process, or None when it is gone, a zombie, or its pid now belongs to another."""
        try:
            process = psutil.Process(self.pid)
            if abs(process.create_time() - self.started) > START_TOLERANCE:
                return None
            return None if process.status() == psutil.STATUS_ZOMBIE else process
        except psutil.NoSuchProcess:
            return None


@dataclass(frozen=True)
class Account:
    """The operating system account a child runs under instead of root."""

    name: str
    uid: int
    gid: int


def spawn(
    command: Sequence[str | Path],
    *,
    log: Path,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    account: Account | None = None,
    death_signal: signal.Signals = signal.SIGTERM,
) -> subprocess.Popen[bytes]:
    """Start a long-lived child in a process group of its own, its output appended to `log`.

    A group of its own keeps the terminal's Ctrl-C away from it, so that the supervisor alone decides the order of
    the end. On Linux the kernel sends `death_signal` when the starting process dies, however it dies.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    with _open_log(log) as output:
        return subprocess.Popen(
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=dict(env) if env is not None else None,
            cwd=cwd,
            process_group=0,
            user=account.uid if account else None,
            group=account.gid if account else None,
            extra_groups=[] if account else None,
            # Safe: the processes that spawn have a single thread.
            preexec_fn=tied_to_parent(death_signal),
        )


def _open_log(path: Path) -> IO[bytes]:
    # Append mode is what makes rotation by copy-and-truncate safe: each write goes to the current end.
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    return os.fdopen(handle, "ab", buffering=0)


def tied_to_parent(death_signal: signal.Signals) -> Callable[[], None] | None:
    """A preexec_fn that makes the child end with its parent; None where the kernel has no such thing."""
    if not sys.platform.startswith("linux"):
        return None
    parent = os.getpid()
    prctl = ctypes.CDLL(None, use_errno=True).prctl

    def tie() -> None:
        prctl(PR_SET_PDEATHSIG, int(death_signal), 0, 0, 0)
        # The parent may have died between fork and prctl, and then the signal never comes.
        if os.getppid() != parent:
            os._exit(1)

    return tie


def end(
    process: psutil.Process,
    *,
    signals: Sequence[tuple[signal.Signals, float]],
    poll: Callable[[], object] | None = None,
) -> bool:
    """Send each signal in turn, waiting the given seconds after it, until the process is gone.

    `poll` is called while waiting, to reap a child. Returns whether the process ended.
    """
    for number, seconds in signals:
        try:
            process.send_signal(number)
        except psutil.NoSuchProcess:
            return True
        if wait_gone(process, seconds=seconds, poll=poll):
            return True
    return False


def wait_gone(process: psutil.Process, *, seconds: float, poll: Callable[[], object] | None = None) -> bool:
    deadline = time.monotonic() + seconds
    while True:
        if poll is not None:
            poll()
        if not process.is_running() or _is_zombie(process):
            return True
        if time.monotonic() >= deadline:
            return False
        time.sleep(0.02)


def _is_zombie(process: psutil.Process) -> bool:
    try:
        return bool(process.status() == psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return True


def group_members(group: int) -> list[psutil.Process]:
    """Living members of a process group."""
    members = []
    for process in psutil.process_iter():
        try:
            if os.getpgid(process.pid) == group and process.status() != psutil.STATUS_ZOMBIE:
                members.append(process)
        except (ProcessLookupError, PermissionError, psutil.NoSuchProcess):
            continue
    return members


def free_port() -> int:
    """A TCP port that is free on the loopback address right now.

    Below those that the system gives to outgoing connections, one of which may have it before the server that it is for.
    """
    for port in [*random.sample(LISTENING_PORTS, 20), 0]:
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return int(probe.getsockname()[1])
    raise OSError(errno.EADDRINUSE, os.strerror(errno.EADDRINUSE))
