"""`./portal up` as a person types it, on a database that is migrated already, a copy of the test template."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest

from iga_portal.local.locks import holder_of
from iga_portal.local.processes import free_port
from iga_portal.local.runstate import MARK
from tests.conftest import ROOT, copy_of, drop, ensure_template, with_database

pytestmark = pytest.mark.slow

# Seconds, on a machine that is busy with other tests.
PATIENCE = 300


@dataclass
class Portal:
    folder: Path
    port: int
    environment: dict[str, str]
    process: subprocess.Popen[str] | None = None

    def run(self, *words: str, text: str = "") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [ROOT / "portal", *words],
            env=self.environment,
            cwd=self.folder.parent,
            input=text,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )

    def start(self) -> str:
        """Start it and return what it said until it was ready."""
        command = [
            ROOT / "portal",
            "up",
            "--no-demo",
            "--port",
            str(self.port),
            "--data-dir",
            str(self.folder),
        ]
        self.process = subprocess.Popen(
            command,
            env=self.environment,
            cwd=self.folder.parent,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        said = ""
        for line in self.process.stdout:
            said += line
            if "Ctrl-C ends the portal" in line:
                return said
        raise AssertionError(said)

    def state(self) -> dict[str, object]:
        return json.loads((self.folder / "state.json").read_text())

    def processes(self) -> list[psutil.Process]:
        """Every living process that carries this folder's mark or works in it."""
        found = []
        for process in psutil.process_iter():
            try:
                marked = process.environ().get(MARK) == str(self.folder)
                named = str(self.folder) in " ".join(process.cmdline())
                if (marked or named) and process.status() != psutil.STATUS_ZOMBIE:
                    found.append(process)
            except (psutil.Error, OSError):
                continue
        return found

    def answers(self) -> bool:
        try:
            return self.get("/healthz")[0] == 200
        except OSError:
            return False

    def get(self, path: str) -> tuple[int, bytes]:
        with urllib.request.urlopen(f"http://localhost:{self.port}{path}", timeout=PATIENCE) as answer:
            return answer.status, answer.read()


@pytest.fixture
def portal() -> Iterator[Portal]:
    name = f"iga_up_{os.getpid()}"
    copy_of(ensure_template(), name)
    base = Path(tempfile.mkdtemp(prefix="portal-up-"))
    environment = {
        **{
            key: value
            for key, value in os.environ.items()
            if key not in ("REDIS_URL", "PORTAL_DATA_DIR", "COLUMNS")
        },
        "DATABASE_URL": with_database(os.environ["DATABASE_URL"], name),
        "DATABASE_OWNER_URL": with_database(os.environ["DATABASE_OWNER_URL"], name),
    }
    made = Portal(base / "data", free_port(), environment)
    yield made
    if made.process is not None:
        if made.process.poll() is None:
            made.process.terminate()
            made.process.wait(PATIENCE)
        made.process.stdout.close()
    drop(name)
    shutil.rmtree(base)


def test_a_portal_from_its_first_start_to_its_end(portal) -> None:
    """One story, because each start costs seconds; the parts are named below in the order they are told."""
    says_what_it_does_and_answers(portal)
    keeps_the_owners_address_from_web_server_and_worker(portal)
    refuses_a_second_start_on_the_same_folder(portal)
    refuses_a_taken_port_before_anything_is_made(portal)
    lets_manage_work_beside_it(portal)
    starts_a_killed_web_server_again(portal)
    starts_after_a_kill(portal)
    leaves_nothing_behind(portal)


def says_what_it_does_and_answers(portal: Portal) -> None:
    said = portal.start()

    assert f"http://localhost:{portal.port}\n" in said
    expected = ("Valkey", "tables", "static files", "web server, worker, beat")
    assert [label for label in expected if label not in said] == []
    # DATABASE_URL names a server, so none of its own is started.
    assert "PostgreSQL" not in said
    assert portal.get("/healthz")[0] == 200
    status, body = portal.get("/readyz")
    assert status == 200
    assert {name: part["ok"] for name, part in json.loads(body)["parts"].items()} == {
        "database": True,
        "broker": True,
        "worker": True,
        "migrations": True,
    }


def keeps_the_owners_address_from_web_server_and_worker(portal: Portal) -> None:
    children = [
        process for process in portal.processes() if process.environ().get(MARK) == str(portal.folder)
    ]

    assert len(children) >= 4
    assert [process for process in children if "DATABASE_OWNER_URL" in process.environ()] == []


def refuses_a_second_start_on_the_same_folder(portal: Portal) -> None:
    second = portal.run("up", "--data-dir", str(portal.folder), "--port", str(free_port()))

    assert second.returncode == 4
    assert f"process {portal.process.pid}, at http://localhost:{portal.port}" in second.stderr


def refuses_a_taken_port_before_anything_is_made(portal: Portal) -> None:
    elsewhere = portal.folder.parent / "elsewhere"

    second = portal.run("up", "--data-dir", str(elsewhere), "--port", str(portal.port))

    assert second.returncode == 3
    assert f"Port {portal.port} is in use" in second.stderr
    assert not elsewhere.exists()


def lets_manage_work_beside_it(portal: Portal) -> None:
    folder = ("--data-dir", str(portal.folder))
    typed = "select current_user;\n\\echo typed\n"

    asked = portal.run("manage", *folder, "dbshell", "--", "-At", text=typed)
    failed = portal.run("manage", *folder, "shell", "-v0", "-c", "raise SystemExit(7)")

    assert asked.stdout == "iga_app\ntyped\n"
    assert failed.returncode == 7


def starts_a_killed_web_server_again(portal: Portal) -> None:
    def web() -> int:
        return next(child["pid"] for child in portal.state()["children"] if child["name"] == "web")

    before = web()
    os.kill(before, signal.SIGKILL)

    deadline = time.monotonic() + PATIENCE
    while web() == before or not portal.answers():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def starts_after_a_kill(portal: Portal) -> None:
    portal.process.kill()
    portal.process.wait()
    portal.process.stdout.close()

    said = portal.start()

    assert f"http://localhost:{portal.port}" in said
    assert portal.get("/readyz")[0] == 200


def leaves_nothing_behind(portal: Portal) -> None:
    assert len(portal.processes()) >= 6
    portal.process.terminate()

    assert portal.process.wait(PATIENCE) == 0
    assert portal.processes() == []
    assert not (portal.folder / "state.json").exists()
    assert holder_of(portal.folder / "portal.lock") is None
