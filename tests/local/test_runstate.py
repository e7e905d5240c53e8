from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from iga_portal.local.locks import Busy, FileLock, holder_of
from iga_portal.local.paths import DataDir, write_private
from iga_portal.local.processes import Identity, end, group_members, spawn, wait_gone
from iga_portal.local.runstate import MARK, Child, RunState, end_leftovers

# xdist's workers have threads; what is spawned here only calls prctl between fork and exec.
pytestmark = pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")

SLEEPER = [sys.executable, "-c", "import time; time.sleep(60)"]
WITH_CHILD = [
    sys.executable,
    "-c",
    "import subprocess, sys, time; "
    "subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']); time.sleep(60)",
]


@pytest.fixture
def data(tmp_path: Path) -> DataDir:
    folder = DataDir(tmp_path / "data")
    folder.create()
    return folder


def started(data: DataDir, command: list[str], *, mark: str | None = None) -> subprocess.Popen[bytes]:
    environment = {**os.environ, MARK: mark or str(data.root)}
    return spawn(command, log=data.logs / "child.log", env=environment)


def recorded(data: DataDir, child: subprocess.Popen[bytes], *, shift: float = 0.0) -> None:
    identity = Identity.of(child.pid)
    state = RunState.begin("up", port=8000)
    state.with_child(Child(name="worker", pid=identity.pid, started=identity.started + shift)).write(data)


def gone(process: psutil.Process) -> bool:
    """Ended; whether the system's first process has collected it yet does not matter."""
    return wait_gone(process, seconds=0)


def test_a_lock_is_refused_to_a_second_process_and_names_the_first(data) -> None:
    script = (
        "import sys; from pathlib import Path; from iga_portal.local.locks import FileLock; "
        "lock = FileLock(Path(sys.argv[1])).acquire(note={'command': 'up', 'port': 8000}); "
        "print('held', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, str(data.lock)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout.readline() == b"held\n"

        with pytest.raises(Busy) as refusal:
            FileLock(data.lock).acquire()

        assert refusal.value.holder == {"pid": holder.pid, "command": "up", "port": 8000}
        assert holder_of(data.lock) == {"pid": holder.pid, "command": "up", "port": 8000}
        holder.kill()

    # The kernel released it; nobody had to clean up.
    assert holder_of(data.lock) is None
    FileLock(data.lock).acquire(wait=300).release()


def test_the_state_written_is_the_state_read(data) -> None:
    state = RunState.begin("up", port=8000).with_child(Child(name="web", pid=1, started=2.5))
    state = replace(state, phase="servers", environment={"DATABASE_URL": "postgresql://x"})

    state.write(data)

    assert RunState.read(data) == state
    assert data.state.stat().st_mode & 0o777 == 0o600
    assert state.alive()


@pytest.mark.parametrize("text", ["", "{", "[]", '{"command": "up"}', '{"children": [], "unknown": 1}'])
def test_a_state_that_makes_no_sense_is_no_state(data, text) -> None:
    data.state.write_text(text)

    assert RunState.read(data) is None


def test_a_recorded_process_is_ended_with_its_whole_group(data) -> None:
    child = started(data, WITH_CHILD)
    recorded(data, child)
    deadline = time.monotonic() + 300
    while len(group_members(child.pid)) < 2 and time.monotonic() < deadline:
        time.sleep(0.02)
    members = group_members(child.pid)
    assert len(members) == 2

    assert end_leftovers(data) == ["worker"]

    child.wait(300)
    assert all(gone(member) for member in members)
    assert not data.state.exists()


def test_a_group_whose_leader_died_is_recognised_by_its_mark(data) -> None:
    child = started(data, WITH_CHILD)
    recorded(data, child)
    deadline = time.monotonic() + 300
    while len(group_members(child.pid)) < 2 and time.monotonic() < deadline:
        time.sleep(0.02)
    orphan = next(member for member in group_members(child.pid) if member.pid != child.pid)
    child.kill()
    child.wait()

    assert end_leftovers(data) == ["worker"]

    assert gone(orphan)


def test_a_stranger_with_the_recorded_pid_is_left_alone(data) -> None:
    # Same pid, another start time, another folder's mark: the pid was handed out again.
    child = started(data, SLEEPER, mark="/somewhere/else")
    recorded(data, child, shift=-3600)
    try:
        assert end_leftovers(data) == []
        assert child.poll() is None
    finally:
        child.kill()
        child.wait()


def test_an_identity_is_gone_when_its_process_is(data) -> None:
    child = started(data, SLEEPER)
    identity = Identity.of(child.pid)
    assert identity.process() is not None

    child.kill()
    child.wait()

    assert identity.process() is None


def test_ending_goes_on_to_the_next_signal_when_one_is_ignored(data) -> None:
    stubborn = started(
        data,
        [
            sys.executable,
            "-c",
            "import signal, time; signal.signal(15, signal.SIG_IGN); print(1, flush=True); time.sleep(60)",
        ],
    )
    deadline = time.monotonic() + 300
    while not (data.logs / "child.log").read_text() and time.monotonic() < deadline:
        time.sleep(0.02)

    ended = end(
        psutil.Process(stubborn.pid),
        signals=((signal.SIGTERM, 0.3), (signal.SIGKILL, 300.0)),
        poll=stubborn.poll,
    )

    assert ended
    assert stubborn.returncode == -signal.SIGKILL


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the kernel's death signal is Linux's")
def test_a_child_dies_with_a_parent_that_was_killed(data) -> None:
    script = (
        "import sys, time; from pathlib import Path; from iga_portal.local.processes import spawn; "
        "child = spawn([sys.executable, '-c', 'import time; time.sleep(60)'], log=Path(sys.argv[1])); "
        "print(child.pid, flush=True); time.sleep(60)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, str(data.logs / "x.log")], stdout=subprocess.PIPE
    ) as parent:
        grandchild = psutil.Process(int(parent.stdout.readline()))
        parent.kill()

    assert wait_gone(grandchild, seconds=300)


def test_a_private_file_is_replaced_whole_and_readable_by_its_owner_only(data) -> None:
    path = data.root / "note"
    write_private(path, "first")
    write_private(path, "second")

    assert path.read_text() == "second"
    assert path.stat().st_mode & 0o777 == 0o600
    assert [entry.name for entry in data.root.iterdir() if entry.name.startswith(".note")] == []


def test_secrets_are_random_kept_and_private(data, tmp_path) -> None:
    other = DataDir(tmp_path / "other")
    other.create()

    assert data.secret("secret_key") == data.secret("secret_key")
    assert len(data.secret("secret_key")) == 64
    assert data.secret("secret_key") != other.secret("secret_key")
    assert (data.secrets / "secret_key").stat().st_mode & 0o777 == 0o600
