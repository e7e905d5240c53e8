"""The real web server on a test's own database, and a bare HTTP client that can be as slow as a bad line."""

from __future__ import annotations

import base64
import hashlib
import http.client
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.urls import reverse

from iga_portal.local.processes import free_port
from regions.models import Opd, Person
from tests.conftest import ROOT, with_database
from tests.files.upload_support import PIECE, coded

THREADS = 4
TOKEN = "a" * 32


@contextmanager
def granian(database: str, folder: Path, *, log: Path, **more: str) -> Iterator[int]:
    """One process with four threads, as `./portal up` starts it; yields the port."""
    port = free_port()
    environment = {
        **os.environ,
        "DATABASE_URL": with_database(os.environ["DATABASE_URL"], database),
        "PRIVATE_ROOT": str(folder),
        "CONN_MAX_AGE": "60",
        **more,
    }
    program = Path(sys.executable).with_name("granian")
    with log.open("wb") as output:
        child = subprocess.Popen(
            [program, "--interface", "wsgi", "--no-ws", "--host", "127.0.0.1", "--port", str(port), "--workers", "1",
             "--blocking-threads", str(THREADS), "iga_portal.wsgi:application"],
            cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=output, stderr=output,
        )  # fmt: skip
        try:
            _wait(child, port, log)
            yield port
        finally:
            child.terminate()
            with suppress(subprocess.TimeoutExpired):
                child.wait(60)
            if child.poll() is None:
                child.kill()
                child.wait()


def _wait(child: subprocess.Popen[bytes], port: int, log: Path) -> None:
    deadline = time.monotonic() + 300
    while time.monotonic() < deadline:
        assert child.poll() is None, log.read_text()
        with suppress(OSError), closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as to:
            to.request("GET", "/healthz", headers={"Host": "localhost"})
            if to.getresponse().status == 200:
                return
        time.sleep(0.1)
    raise AssertionError(log.read_text())


def session_of(person: Person) -> str:
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.save()
    return str(session.session_key)


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Any
    body: bytes

    @property
    def words(self) -> dict[str, str]:
        found: dict[str, str] = json.loads(self.body)
        return found


@dataclass
class Line:
    """One person's browser, in the place of an OPD."""

    port: int
    session: str
    opd: Opd

    @property
    def uploads(self) -> str:
        return reverse("opd:uploads", kwargs={"region_id": self.opd.region_id, "opd_id": self.opd.pk})

    @property
    def home(self) -> str:
        return reverse("opd:home", kwargs={"region_id": self.opd.region_id, "opd_id": self.opd.pk})

    def headers(self, **more: str) -> dict[str, str]:
        cookie = f"{settings.SESSION_COOKIE_NAME}={self.session}; {settings.CSRF_COOKIE_NAME}={TOKEN}"
        return {"Host": "localhost", "Cookie": cookie, "X-CSRFToken": TOKEN, "Tus-Resumable": "1.0.0", **more}

    def send(self, method: str, path: str, body: bytes = b"", **headers: str) -> Answer:
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=300)) as to:
            to.request(method, path, body=body, headers=self.headers(**headers))
            answer = to.getresponse()
            return Answer(answer.status, answer.headers, answer.read())

    def create(self, size: int, *, name: str = "video.mp4") -> Answer:
        return self.send(
            "POST", self.uploads, **{"Upload-Length": str(size), "Upload-Metadata": f"filename {coded(name)}"}
        )

    def opened(self, size: int, *, name: str = "video.mp4") -> str:
        answer = self.create(size, name=name)
        assert answer.status == 201, answer.body
        return str(answer.headers["Location"]).split("localhost", 1)[1]

    def piece_headers(self, piece: bytes, *, offset: int) -> dict[str, str]:
        digest = base64.b64encode(hashlib.sha256(piece).digest()).decode()
        return {"Content-Type": PIECE, "Upload-Offset": str(offset), "Upload-Checksum": f"sha256 {digest}"}

    def patch(self, path: str, piece: bytes, *, offset: int) -> Answer:
        return self.send("PATCH", path, piece, **self.piece_headers(piece, offset=offset))

    def start_piece(
        self, path: str, piece: bytes, *, offset: int, length: int | None = None
    ) -> socket.socket:
        """Send the head of a request and none of its body yet: the line is the caller's to fill or to cut."""
        headers = self.headers(
            **self.piece_headers(piece, offset=offset), **{"Content-Length": str(length or len(piece))}
        )
        head = f"PATCH {path} HTTP/1.1\r\n" + "".join(f"{key}: {value}\r\n" for key, value in headers.items())
        line = socket.create_connection(("127.0.0.1", self.port), timeout=300)
        line.sendall(head.encode() + b"\r\n")
        return line


def status_of(line: socket.socket) -> int:
    """The status of the answer that comes over a bare line."""
    answer = http.client.HTTPResponse(line)
    try:
        answer.begin()
        answer.read()
        return answer.status
    finally:
        answer.close()


def connections_to(database: str) -> int:
    """How many connections the database has now, that of the asker left out."""
    url = os.environ["DATABASE_OWNER_URL"]
    with psycopg.connect(url, autocommit=True) as asker:
        found = asker.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = %s", [database]
        ).fetchone()
    assert found is not None
    return int(found[0])
