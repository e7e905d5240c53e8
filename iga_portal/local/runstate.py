"""What a running portal writes down about itself, for other commands and for the start after a crash."""

from __future__ import annotations

import json
import os
import signal
from dataclasses import asdict, dataclass, field, replace

import psutil

from .paths import DataDir, write_private
from .processes import Identity, end, group_members

# Children carry this variable; a process without it is never ended as a leftover.
MARK = "PORTAL_RUN_FOLDER"
LEFTOVER_SIGNALS = ((signal.SIGTERM, 5.0), (signal.SIGKILL, 5.0))


@dataclass(frozen=True)
class Child:
    """One process the portal started; `pid` is also its process group."""

    name: str
    pid: int
    started: float

    @property
    def identity(self) -> Identity:
        return Identity(pid=self.pid, started=self.started)


@dataclass(frozen=True)
class RunState:
    """`phase` is "starting", "servers" (databases answer) or "ready" (pages answer)."""

    command: str
    pid: int
    started: float
    port: int | None = None
    phase: str = "starting"
    environment: dict[str, str] = field(default_factory=dict)
    children: tuple[Child, ...] = ()

    @classmethod
    def begin(cls, command: str, *, port: int | None = None) -> RunState:
        me = Identity.of(os.getpid())
        return cls(command=command, pid=me.pid, started=me.started, port=port)

    def with_child(self, child: Child) -> RunState:
        others = tuple(other for other in self.children if other.name != child.name)
        return replace(self, children=(*others, child))

    def write(self, data: DataDir) -> None:
        write_private(data.state, json.dumps(asdict(self), indent=1) + "\n")

    @classmethod
    def read(cls, data: DataDir) -> RunState | None:
        """The state last written, or None when there is none or it cannot be read."""
        try:
            raw = json.loads(data.state.read_text())
            children = tuple(Child(**child) for child in raw.pop("children"))
            return cls(**raw, children=children)
        except (OSError, ValueError, TypeError, KeyError):
            return None

    def alive(self) -> bool:
        return Identity(pid=self.pid, started=self.started).process() is not None


def end_leftovers(data: DataDir) -> list[str]:
    """End what a portal that was killed left behind in this folder; returns the names of what was ended.

    Call with the folder's lock held: then nobody supervises these processes any more. A process counts only when its
    pid and start time are the recorded ones, or its group is and it carries the folder's mark; PostgreSQL and Valkey look after themselves.
    """
    state = RunState.read(data)
    ended = []
    for child in state.children if state else ():
        leader = child.identity.process()
        left = [leader] if leader else []
        left += [member for member in our_group(child.pid, data) if member.pid != child.pid]
        for process in left:
            end(process, signals=LEFTOVER_SIGNALS)
        if left:
            ended.append(child.name)
    data.state.unlink(missing_ok=True)
    return ended


def our_group(group: int, data: DataDir) -> list[psutil.Process]:
    """Living members of a process group that carry this folder's mark."""
    return [process for process in group_members(group) if _is_ours(process, data)]


def _is_ours(process: psutil.Process, data: DataDir) -> bool:
    try:
        return bool(process.environ().get(MARK) == str(data.root))
    except (psutil.Error, OSError):
        return False
