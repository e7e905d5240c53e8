from __future__ import annotations

import io
import os
import signal
import sys
import threading
import time
from pathlib import Path

import psutil
import pytest

from iga_portal.local import supervisor as supervising
from iga_portal.local.console import Console
from iga_portal.local.paths import DataDir
from iga_portal.local.runstate import MARK, RunState
from iga_portal.local.session import Session
from iga_portal.local.supervisor import Program, Signals, Supervisor, rotate

pytestmark = pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")

# Writes its name and the signal to a common file when it is told to end.
POLITE = """
import signal, sys, time
def leave(number, frame):
    with open(sys.argv[1], "a") as order:
        order.write(sys.argv[2] + "\\n")
    sys.exit(0)
signal.signal(signal.SIGTERM, leave)
print("up", flush=True)
time.sleep(60)
"""
STUBBORN = "import signal, time; signal.signal(15, signal.SIG_IGN); print('up', flush=True); time.sleep(60)"


@pytest.fixture
def data(tmp_path: Path) -> DataDir:
    folder = DataDir(tmp_path / "data")
    folder.create()
    return folder


@pytest.fixture
def supervisor(data: DataDir):
    console = Console(io.StringIO())
    made = Supervisor(data, Session(data, console=console), RunState.begin("up"), Signals(), console)
    yield made
    made.signals.asked += 2
    made.stop()


def program(data: DataDir, name: str, code: str, *arguments: str, patience: float = 10.0) -> Program:
    environment = {**os.environ, MARK: str(data.root)}
    return Program(name, [sys.executable, "-c", code, *arguments], environment, ((signal.SIGTERM, patience),))


def wait_for(condition, *, seconds: float = 300.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "took too long"
        time.sleep(0.02)


def says_up(data: DataDir, *names: str) -> bool:
    return all("up" in (data.logs / f"{name}.log").read_text() for name in names)


def test_the_worker_ends_after_the_web_server_and_beat(data, supervisor) -> None:
    order = str(data.root / "order")
    supervisor.start([program(data, name, POLITE, order, name) for name in ("web", "worker", "beat")])
    wait_for(lambda: says_up(data, "web", "worker", "beat"))

    supervisor.stop()

    names = Path(order).read_text().split()
    assert sorted(names[:2]) == ["beat", "web"]
    assert names[2:] == ["worker"]
    assert RunState.read(data) is None


def test_what_does_not_end_in_its_time_is_ended(data, supervisor) -> None:
    supervisor.start([program(data, "worker", STUBBORN, patience=0.3)])
    wait_for(lambda: says_up(data, "worker"))
    process = psutil.Process(RunState.read(data).children[0].pid)

    supervisor.stop()

    assert not process.is_running()


def test_a_second_request_ends_the_waiting(data, supervisor) -> None:
    supervisor.start([program(data, "worker", STUBBORN, patience=600.0)])
    wait_for(lambda: says_up(data, "worker"))
    supervisor.signals.interrupts = False
    supervisor.signals.asked = 1
    began = time.monotonic()
    threading.Timer(0.3, lambda: setattr(supervisor.signals, "asked", 2)).start()

    supervisor.stop()

    assert 0.2 < time.monotonic() - began < 300


def test_a_program_that_ended_is_started_again_and_recorded(data, supervisor) -> None:
    supervisor.start([program(data, "web", POLITE, str(data.root / "order"), "web")])
    wait_for(lambda: says_up(data, "web"))
    first = RunState.read(data).children[0].pid
    os.kill(first, signal.SIGKILL)
    wait_for(lambda: not supervisor.running("web"))

    supervisor.look()

    second = RunState.read(data).children[0].pid
    assert second != first
    assert supervisor.running("web")
    assert "web ended (SIGKILL), starting it again in 0 s" in supervisor.console.stream.getvalue()


def test_a_program_that_keeps_failing_is_started_later_and_later(data, supervisor, monkeypatch) -> None:
    monkeypatch.setattr(supervising, "BACK_OFF", (0.0, 0.2, 600.0))
    supervisor.start([program(data, "beat", "raise SystemExit(3)")])

    def looked() -> str:
        supervisor.look()
        return supervisor.console.stream.getvalue()

    wait_for(lambda: looked().count("beat ended (exit code 3)") == 3)
    for _ in range(5):
        looked()

    lines = [line.split("starting it again ")[1] for line in looked().splitlines()]
    assert [line.split(";")[0] for line in lines] == ["in 0 s", "in 0 s", "in 600 s"]


def test_the_first_signal_interrupts_a_start_and_the_second_does_not() -> None:
    signals = Signals()

    with pytest.raises(supervising.Ending):
        signals._receive(signal.SIGTERM, None)
    signals._receive(signal.SIGTERM, None)

    assert signals.asked == 2


def test_a_log_past_its_size_moves_aside_while_its_writer_goes_on(tmp_path) -> None:
    log = tmp_path / "web.log"
    with log.open("ab", buffering=0) as writer:
        for text in (b"one\n", b"two\n", b"three\n"):
            writer.write(text)
            assert rotate(log, limit=3, generations=2)
        writer.write(b"4\n")

    assert log.read_bytes() == b"4\n"
    assert (tmp_path / "web.log.1").read_bytes() == b"three\n"
    assert (tmp_path / "web.log.2").read_bytes() == b"two\n"
    assert not (tmp_path / "web.log.3").exists()
    assert not rotate(log, limit=3)
