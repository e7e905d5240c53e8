"""Pages against an empty view behind the same doors (session, membership, scope, transaction): requests and queries.

Once inside this process, where nothing but the page counts, and once over the web server that `./portal up` starts.
"""

from __future__ import annotations

import http.client
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import connection
from django.db.models import Count
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, clear_url_caches, reverse, set_urlconf

from iga_portal.bench.ground import average_region
from iga_portal.local.processes import free_port
from iga_portal.tenancy.scope import NATION, scope
from innovations.models import Innovation
from regions.enums import Role
from regions.models import Membership, Opd, Person
from regions.queries.periods import current_period

URLS = "iga_portal.bench.urls"
SECONDS = 3.0
"""How long each page is asked for, in turns of a tenth."""
TURN = 0.3
CLIENTS = 4
WARMING = 4


@dataclass(frozen=True, slots=True)
class PageCase:
    case: str
    name: str
    arguments: tuple[int, ...]


def run(*, seconds: float = SECONDS, with_server: bool = True) -> Iterator[dict[str, Any]]:
    """Yield a line per page and way: requests a second, milliseconds, queries, ratio to the empty view."""
    before = settings.ROOT_URLCONF
    _use_urls(URLS)
    try:
        person, cases = _cases()
        client = Client(SERVER_NAME="localhost")
        client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
        paths, lines = _paths(client, cases)
        yield from lines
        yield from _in_process(client, paths, seconds=seconds)
        if with_server:
            yield from _over_server(client, paths, seconds=seconds)
    finally:
        _use_urls(before)


def _use_urls(name: str) -> None:
    settings.ROOT_URLCONF = name
    clear_url_caches()
    set_urlconf(None)


def _cases() -> tuple[Person, list[PageCase]]:
    """A person with every role the pages ask for, and the pages, in the region of average size."""
    period = current_period()
    assert period is not None
    ground = average_region(period)
    region_id = ground.region_id
    with scope({region_id}, role="bench"):
        busiest = (
            Innovation.objects.values("opd_id").annotate(number=Count("pk")).order_by("-number", "opd_id")[0]
        )
        opd = Opd.objects.get(pk=busiest["opd_id"])
    person, _made = Person.objects.get_or_create(
        email="pengukur@contoh.go.id", defaults={"name": "Pengukur", "password": make_password(None)}
    )
    roles = [
        (Role.OPERATOR, region_id, opd),
        (Role.REGIONAL_ADMIN, region_id, None),
        (Role.MINISTRY_ADMIN, NATION, None),
    ]
    for role, at, agency in roles:
        Membership.objects.get_or_create(
            person=person, role=role, region_id=at, opd=agency, defaults={"valid_from": date(2020, 1, 1)}
        )
    return person, [
        PageCase("empty", "bench_empty", (region_id,)),
        PageCase("opd_innovations", "opd:innovations", (region_id, opd.pk)),
        PageCase("region", "daerah:home", (region_id,)),
        PageCase("ranking", "pusat:home", ()),
    ]


def _paths(client: Client, cases: list[PageCase]) -> tuple[dict[str, str], list[dict[str, Any]]]:
    """The pages that answer, and a line for each that does not."""
    paths: dict[str, str] = {}
    missing: list[dict[str, Any]] = []
    for case in cases:
        try:
            path = reverse(case.name, args=case.arguments, urlconf=URLS)
        except NoReverseMatch:
            missing.append({"bench": "pages", "case": case.case, "missing": f"no page named {case.name}"})
            continue
        answer = client.get(path)
        if answer.status_code == 200:
            paths[case.case] = path
        else:
            missing.append({"bench": "pages", "case": case.case, "missing": f"answered {answer.status_code}"})
    return paths, missing


def _in_process(client: Client, paths: dict[str, str], *, seconds: float) -> Iterator[dict[str, Any]]:
    queries = {}
    for case, path in paths.items():
        with CaptureQueriesContext(connection) as captured:
            client.get(path)
        queries[case] = len(captured)
    done = dict.fromkeys(paths, 0)
    spent = dict.fromkeys(paths, 0.0)
    while min(spent.values()) < seconds:
        for case, path in paths.items():
            until = time.perf_counter() + TURN
            while (started := time.perf_counter()) < until:
                client.get(path)
                done[case] += 1
                spent[case] += time.perf_counter() - started
    for case in paths:
        yield {
            "bench": "pages",
            "case": case,
            "way": "in_process",
            "queries": queries[case],
            "bytes": len(client.get(paths[case]).content),
            "requests_a_second": round(done[case] / spent[case], 1),
            "milliseconds": round(spent[case] / done[case] * 1000, 2),
            "times_empty": round((spent[case] / done[case]) / (spent["empty"] / done["empty"]), 2),
        }


def _over_server(client: Client, paths: dict[str, str], *, seconds: float) -> Iterator[dict[str, Any]]:
    cookie = f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
    with _granian() as port:
        rates = {case: _rate(port, path, cookie, seconds=seconds) for case, path in paths.items()}
    for case, (requests, failed) in rates.items():
        yield {
            "bench": "pages",
            "case": case,
            "way": "granian",
            "clients": CLIENTS,
            "requests_a_second": round(requests, 1),
            "failed": failed,
            "times_empty": round(rates["empty"][0] / requests, 2) if requests else None,
        }


@contextmanager
def _granian() -> Iterator[int]:
    """The web server with the measures of `./portal up`: two processes of four threads."""
    port = free_port()
    program = Path(sys.executable).with_name("granian")
    with tempfile.TemporaryFile() as log:
        child = subprocess.Popen(  # noqa: S603 - our own words
            [program, "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), "--workers", "2",
             "--blocking-threads", "4", "iga_portal.bench.wsgi:application"],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )  # fmt: skip
        try:
            _wait_answer(child, port)
            yield port
        finally:
            child.terminate()
            try:
                child.wait(15)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()


def _wait_answer(child: subprocess.Popen[bytes], port: int) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if child.poll() is not None:
            raise RuntimeError(f"the web server ended with {child.returncode} while starting")
        try:
            with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=5)) as to:
                if _get(to, "/healthz", "") == 200:
                    return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("the web server did not answer within 60 s")


def _get(to: http.client.HTTPConnection, path: str, cookie: str) -> int:
    to.request("GET", path, headers={"Host": "localhost", "Cookie": cookie})
    answer = to.getresponse()
    answer.read()
    return answer.status


def _rate(port: int, path: str, cookie: str, *, seconds: float) -> tuple[float, int]:
    """Requests a second of some clients that ask without pause, and how many did not answer 200."""
    counts = [0] * CLIENTS
    failed = [0] * CLIENTS
    ready = threading.Barrier(CLIENTS)
    spent = [0.0] * CLIENTS

    def ask(number: int) -> None:
        # Several connections first: each process of the server compiles a page's templates at its first request.
        for _warming in range(WARMING):
            warm = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
            _get(warm, path, cookie)
            warm.close()
        to = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        _get(to, path, cookie)
        ready.wait()
        began = time.perf_counter()
        while time.perf_counter() - began < seconds:
            if _get(to, path, cookie) == 200:
                counts[number] += 1
            else:
                failed[number] += 1
        spent[number] = time.perf_counter() - began
        to.close()

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(count / length for count, length in zip(counts, spent, strict=True) if length), sum(failed)
