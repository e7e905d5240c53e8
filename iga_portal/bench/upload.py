"""Uploads in pieces: statements a piece, milliseconds a piece, and megabytes a second over the web server.

A piece carries 1 MB, is hashed on both sides and fsynced; before it is read, the thread's connection is closed, so every piece
opens one again. Nothing is left behind but the rows of cancelled uploads.
"""

from __future__ import annotations

import base64
import hashlib
import http.client
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from iga_portal.bench.ground import percentile
from iga_portal.bench.pages import CLIENTS, _granian
from iga_portal.files.bodies import PIECE, TUS_VERSION
from iga_portal.files.uploads import PIECE_MAX_BYTES
from iga_portal.tenancy.scope import scope
from regions.enums import Role
from regions.models import Membership, Opd, Person

REGION = 6202
PIECES = 40
TOKEN = "a" * 32
HEAD = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom"
FRAMING = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")

Send = Callable[[str, str, bytes, dict[str, str]], tuple[int, str]]
"""Method, path, body and headers -> status and the Location of what was made."""


def run(*, pieces: int = PIECES, with_server: bool = True) -> Iterator[dict[str, Any]]:
    """Yield a line for one piece in this process, and one each for one person and for some at once over the web server."""
    person, opd = _operator()
    uploads = reverse("opd:uploads", kwargs={"region_id": opd.region_id, "opd_id": opd.pk})
    client = Client(SERVER_NAME="localhost")
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
    yield _statements(_sender(client), uploads, pieces=pieces)
    if not with_server:
        return
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    with _granian() as port:
        for people in (1, CLIENTS):
            yield _over_server(port, session, uploads, pieces=pieces, people=people)


def _operator() -> tuple[Person, Opd]:
    """An operator and their OPD; neither a nation nor a demonstration is needed for this."""
    with scope({REGION}, role="bench"):
        opd, _made = Opd.objects.get_or_create(region_id=REGION, name="OPD pengukur")
    person, _made = Person.objects.get_or_create(
        email="pengukur@contoh.go.id", defaults={"name": "Pengukur", "password": make_password(None)}
    )
    Membership.objects.get_or_create(
        person=person,
        role=Role.OPERATOR,
        region_id=REGION,
        opd=opd,
        defaults={"valid_from": date(2020, 1, 1)},
    )
    return person, opd


def _sender(client: Client) -> Send:
    def send(method: str, path: str, body: bytes, headers: dict[str, str]) -> tuple[int, str]:
        kind = headers.get("Content-Type", "")
        others = {name: value for name, value in headers.items() if name != "Content-Type"}
        answer = client.generic(method, path, body, content_type=kind, headers=others)
        return answer.status_code, answer.headers.get("Location", "")

    return send


def _statements(send: Send, uploads: str, *, pieces: int) -> dict[str, Any]:
    content = _content(pieces)
    with CaptureQueriesContext(connection) as captured:
        path = _announce(send, uploads, len(content))
    opening = len(captured)
    times, counts = [], []
    for offset in range(0, len(content), PIECE_MAX_BYTES):
        began = time.perf_counter()
        with CaptureQueriesContext(connection) as captured:
            _piece(send, path, content[offset : offset + PIECE_MAX_BYTES], offset=offset)
        times.append((time.perf_counter() - began) * 1000)
        counts.append(sum(not query["sql"].startswith(FRAMING) for query in captured.captured_queries))
    send("DELETE", path, b"", {"Tus-Resumable": TUS_VERSION})
    return {
        "bench": "upload",
        "case": "piece",
        "way": "in_process",
        "pieces": len(times),
        "statements_to_open": opening,
        "statements_a_piece": max(counts),
        "p50_ms": round(percentile(times, 0.5), 2),
        "p95_ms": round(percentile(times, 0.95), 2),
    }


def _over_server(port: int, session: str, uploads: str, *, pieces: int, people: int) -> dict[str, Any]:
    content = _content(pieces)
    cookie = f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={TOKEN}"
    times: list[float] = []

    def one(_person: int) -> None:
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

        def send(method: str, path: str, body: bytes, headers: dict[str, str]) -> tuple[int, str]:
            sent = {"Host": "localhost", "Cookie": cookie, "X-CSRFToken": TOKEN, **headers}
            line.request(method, path, body, sent)
            answer = line.getresponse()
            answer.read()
            return answer.status, answer.headers.get("Location", "")

        path = _announce(send, uploads, len(content))
        for offset in range(0, len(content), PIECE_MAX_BYTES):
            began = time.perf_counter()
            _piece(send, path, content[offset : offset + PIECE_MAX_BYTES], offset=offset)
            times.append((time.perf_counter() - began) * 1000)
        send("DELETE", path, b"", {"Tus-Resumable": TUS_VERSION})
        line.close()

    with ThreadPoolExecutor(people) as pool:
        began = time.perf_counter()
        list(pool.map(one, range(people)))
        seconds = time.perf_counter() - began
    return {
        "bench": "upload",
        "case": "file",
        "way": "granian",
        "clients": people,
        "megabytes": round(people * len(content) / 1_000_000, 1),
        "megabytes_a_second": round(people * len(content) / 1_000_000 / seconds, 1),
        "p50_ms": round(percentile(times, 0.5), 2),
        "p95_ms": round(percentile(times, 0.95), 2),
    }


def _content(pieces: int) -> bytes:
    size = pieces * PIECE_MAX_BYTES
    return HEAD + hashlib.shake_128(b"upload").digest(size - len(HEAD))


def _announce(send: Send, uploads: str, size: int) -> str:
    name = base64.b64encode(b"film.mp4").decode()
    headers = {
        "Tus-Resumable": TUS_VERSION,
        "Upload-Length": str(size),
        "Upload-Metadata": f"filename {name}",
    }
    status, location = send("POST", uploads, b"", headers)
    if status != 201:
        raise RuntimeError(f"announcing an upload was answered {status}")
    return urlsplit(location).path


def _piece(send: Send, path: str, piece: bytes, *, offset: int) -> None:
    digest = base64.b64encode(hashlib.sha256(piece).digest()).decode()
    headers = {
        "Tus-Resumable": TUS_VERSION,
        "Content-Type": PIECE,
        "Upload-Offset": str(offset),
        "Upload-Checksum": f"sha256 {digest}",
    }
    status, _location = send("PATCH", path, piece, headers)
    if status != 204:
        raise RuntimeError(f"a piece was answered {status}")
