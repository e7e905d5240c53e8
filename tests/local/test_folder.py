from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from iga_portal.local import folder
from iga_portal.local.arguments import parse
from iga_portal.local.console import FOLDER_BUSY, FOLDER_UNUSABLE, PORT_TAKEN, Stop
from iga_portal.local.locks import FileLock
from iga_portal.local.paths import DataDir


@pytest.fixture
def data(tmp_path: Path) -> DataDir:
    found = DataDir(tmp_path / "data")
    folder.open_folder(found)
    return found


@pytest.fixture
def listener():
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        yield server.getsockname()[1]


def test_a_taken_port_is_named_with_a_line_that_works(listener) -> None:
    with pytest.raises(Stop) as stop:
        folder.refuse_taken_port(listener)

    assert stop.value.code == PORT_TAKEN
    assert f"Port {listener} is in use" in stop.value.message
    suggested = int(stop.value.message.rsplit("--port ", 1)[1])
    folder.refuse_taken_port(suggested)


def test_a_port_that_somebody_left_is_free(listener) -> None:
    with socket.create_connection(("127.0.0.1", listener)):
        pass
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        free = probe.getsockname()[1]

    folder.refuse_taken_port(free)


def test_a_folder_in_use_is_said_before_the_port_it_uses(data, listener) -> None:
    lock = FileLock(data.lock).acquire(note={"command": "up", "port": listener})
    try:
        with pytest.raises(Stop) as stop:
            folder.refuse_early(parse(["up", "--data-dir", str(data.root), "--port", str(listener)]))
    finally:
        lock.release()

    assert stop.value.code == FOLDER_BUSY
    assert f"process {os.getpid()}, at http://localhost:{listener}" in stop.value.message


def test_a_second_lock_on_the_same_folder_is_refused(data) -> None:
    lock = folder.lock_folder(data, command="up", port=8000)
    with pytest.raises(Stop, match=r"\./portal up runs there") as stop:
        folder.lock_folder(data, command="bench")
    lock.release()

    assert stop.value.code == FOLDER_BUSY
    folder.lock_folder(data, command="bench").release()


def test_a_folder_that_cannot_be_made_is_said_in_a_sentence(tmp_path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(Stop, match="cannot be written") as stop:
        folder.open_folder(DataDir(tmp_path / "file" / "data"))

    assert stop.value.code == FOLDER_UNUSABLE
    assert "--data-dir" in stop.value.message


def test_a_full_disk_is_said_with_what_is_needed(data, monkeypatch) -> None:
    usage = folder.shutil.disk_usage(data.root)
    monkeypatch.setattr(folder.shutil, "disk_usage", lambda _: usage._replace(free=200 * 2**20))

    with pytest.raises(Stop, match="200 MB left and the portal needs 700 MB"):
        folder.open_folder(data)

    # A folder that is filled already needs less.
    folder.settle_kind(data, demo=None)
    folder.open_folder(data)


def test_the_folder_stays_out_of_git(data) -> None:
    assert (data.root / ".gitignore").read_text() == "*\n"


def test_a_first_start_is_a_demonstration_unless_said_otherwise(tmp_path) -> None:
    plain, official = DataDir(tmp_path / "a"), DataDir(tmp_path / "b")
    plain.create()
    official.create()

    assert folder.settle_kind(plain, demo=None) == folder.DEMONSTRATION
    assert folder.settle_kind(official, demo=False) == folder.OFFICIAL


@pytest.mark.parametrize(("first", "second"), [(True, False), (False, True)])
def test_a_folder_keeps_its_kind_and_refuses_the_other(data, first, second) -> None:
    kind = folder.settle_kind(data, demo=first)

    with pytest.raises(Stop, match="cannot become the other kind") as stop:
        folder.settle_kind(data, demo=second)

    assert stop.value.code == FOLDER_UNUSABLE
    assert folder.settle_kind(data, demo=None) == kind
    assert folder.settle_kind(data, demo=first) == kind
