"""The cockpit's pages in regions of 10, 200 and 2,000 innovations, with their 20 rows, evidence and a season of results.

Real rows, written once and taken back at the end; work of the server only, against an empty view behind the same doors.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import clear_url_caches, reverse, set_urlconf
from django.utils import timezone

from iga_portal.bench.ground import milliseconds, percentile
from iga_portal.tenancy.scope import scope
from innovations.domain.innovations import SID_ROWS
from innovations.enums import State
from innovations.models import Answer, Citation, Document, Innovation, RegionAnswer
from regions.enums import Role
from regions.models import Membership, Opd, Period, Person, RegionPeriod
from regions.queries.periods import current_period
from regions.queries.regions import participants
from scoring.models import Result
from scoring.recompute import recompute_region

URLS = "iga_portal.bench.urls"
SIZES = (10, 200, 2_000)
SEASON_DAYS, RESULTS_A_DAY = 90, 20
ROUNDS = 15
GOAL_MS, GOAL_SIZE = 100, 200
"""Work of the server for the cockpit of a region of so many innovations."""
URUSAN = ("A01", "A02", "A03", "A04", "A05", "B01", "B02", "B03")
STATES = (State.SUBMITTED, State.VERIFIED, State.VERIFIED, State.SENT)
PAGES = {
    "front": "daerah:home",
    "rows": "daerah:cockpit_rows",
    "difference": "daerah:cockpit_difference",
    "list": "daerah:cockpit_list",
    "head": "kepala_daerah:home",
}


class _TakenBack(Exception):
    """Ends the transaction in which the rows were written."""


def run(*, sizes: tuple[int, ...] = SIZES, rounds: int = ROUNDS) -> Iterator[dict[str, Any]]:
    """Yield a line per page and size: milliseconds, queries, bytes, ratio to the empty view of the same run."""
    before = settings.ROOT_URLCONF
    _use_urls(URLS)
    try:
        for size in sizes:
            lines: list[dict[str, Any]] = []
            try:
                with transaction.atomic():
                    lines = list(_measure(size, rounds))
                    raise _TakenBack
            except _TakenBack:
                yield from lines
    finally:
        _use_urls(before)


def _use_urls(name: str) -> None:
    settings.ROOT_URLCONF = name
    clear_url_caches()
    set_urlconf(None)


def _measure(size: int, rounds: int) -> Iterator[dict[str, Any]]:
    period = current_period()
    assert period is not None
    region_id = participants().filter(kind="kabupaten").order_by("-pk")[0].pk
    person = _person(region_id)
    _write(region_id, period=period, size=size)
    client = Client(SERVER_NAME="localhost")
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
    paths = {"empty": reverse("bench_empty", args=[region_id], urlconf=URLS)} | {
        case: reverse(name, args=[region_id], urlconf=URLS) for case, name in PAGES.items()
    }
    queries, sizes = {}, {}
    for case, path in paths.items():
        client.get(path)
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(path)
        if answer.status_code != 200:
            raise RuntimeError(f"{path} answered {answer.status_code}")
        queries[case], sizes[case] = len(captured), len(answer.content)
    times: dict[str, list[float]] = {case: [] for case in paths}
    worked: dict[str, list[float]] = {case: [] for case in paths}
    for _round in range(rounds):
        for case, path in paths.items():
            started, began = time.perf_counter(), time.process_time()
            client.get(path)
            times[case].append(time.perf_counter() - started)
            worked[case].append(time.process_time() - began)
    empty = percentile(times["empty"], 0.5)
    for case in PAGES:
        taken = milliseconds(times[case])
        yield {
            "bench": "cockpit",
            "case": case,
            "innovations": size,
            "results": SEASON_DAYS * RESULTS_A_DAY * 3,
            "queries": queries[case],
            "bytes": sizes[case],
            **taken,
            # Of this process alone, without the database: the same on a busy machine and on an idle one.
            "cpu_p50_ms": round(percentile(worked[case], 0.5) * 1000, 2),
            "times_empty": round(percentile(times[case], 0.5) / empty, 1),
            **({"within_goal": taken["p50_ms"] <= GOAL_MS} if size == GOAL_SIZE else {}),
        }


def _person(region_id: int) -> Person:
    person, _made = Person.objects.get_or_create(
        email="pengukur@contoh.go.id", defaults={"name": "Pengukur", "password": make_password(None)}
    )
    for role in (Role.REGIONAL_ADMIN, Role.REGION_HEAD):
        Membership.objects.get_or_create(
            person=person, role=role, region_id=region_id, opd=None, defaults={"valid_from": date(2020, 1, 1)}
        )
    return person


def _write(region_id: int, *, period: Period, size: int) -> None:
    """A region of so many innovations in 40 agencies: claims of every level, verdicts below some of them, some rows bare."""
    with scope({region_id}, role="bench"):
        row = RegionPeriod.objects.get(region_id=region_id, period=period)
        RegionPeriod.objects.filter(pk=row.pk).update(target_index=65, target_rank=10, content_version=1)
        opds = Opd.objects.bulk_create(
            Opd(region_id=region_id, name=f"Dinas Ukur {place:02d}") for place in range(40)
        )
        document = Document.objects.create(
            region_id=region_id, opd=opds[0], subject="SK", link="https://contoh.go.id/sk"
        )
        innovations = Innovation.objects.bulk_create(
            Innovation(
                region_id=region_id,
                region_period=row,
                opd=opds[place % len(opds)],
                name=f"Inovasi yang diukur {place:04d}",
                stage="penerapan",
                urusan=URUSAN[place % len(URUSAN)],
                implemented_on=date(2024, 5, 6) + timedelta(days=place % 500),
                state=STATES[place % len(STATES)],
            )
            for place in range(size)
        )
        answers = Answer.objects.bulk_create(
            (
                _answer(innovation, place=place, row=number)
                for place, innovation in enumerate(innovations)
                for number in SID_ROWS
            ),
            batch_size=5_000,
        )
        Citation.objects.bulk_create(
            (
                Citation(region_id=region_id, answer=answer, document=document)
                for place, answer in enumerate(answers)
                if place % 13
            ),
            batch_size=5_000,
        )
        RegionAnswer.objects.bulk_create(
            RegionAnswer(region_id=region_id, region_period=row, row=code, level=2)
            for code in ("1", "8", "12")
        )
    recompute_region(region_id, period_id=period.pk)
    with scope({region_id}, role="bench"):
        _season(row)


def _answer(innovation: Innovation, *, place: int, row: int) -> Answer:
    claimed = (3, 2, 3, 1, 2, 3, 0)[(place * 5 + row * 3) % 7]
    judged = innovation.state != State.SUBMITTED
    lowered = max(0, claimed - ((place * 13 + row * 7) % 11 == 0))
    return Answer(
        region_id=innovation.region_id,
        innovation=innovation,
        row=row,
        claimed_level=claimed,
        verified_level=lowered if judged else None,
    )


def _season(row: RegionPeriod) -> None:
    """Results of a whole season below the current ones, as a region leaves them that is worked on every day."""
    kept = list(Result.objects.filter(region_period=row, is_current=True))
    versions = SEASON_DAYS * RESULTS_A_DAY
    Result.objects.filter(region_period=row).update(content_version=versions + 1)
    RegionPeriod.objects.filter(pk=row.pk).update(
        content_version=versions + 1, scored_version=versions + 1, nudged_at=None
    )
    now = timezone.now()
    older = []
    for version in range(1, versions + 1):
        for result in kept:
            values = {
                field.attname: getattr(result, field.attname)
                for field in Result._meta.concrete_fields
                if field.attname != "id"
            }
            older.append(
                Result(**{**values, "content_version": version, "is_current": False, "maturities": {}})
            )
    written = Result.objects.bulk_create(older, batch_size=2_000)
    for day in range(SEASON_DAYS):
        ids = [result.pk for result in written if (result.content_version - 1) // RESULTS_A_DAY == day]
        Result.objects.filter(pk__in=ids).update(computed_at=now - timedelta(days=SEASON_DAYS - day))
