"""Public pages: the ranking of all regions kept and made anew, beside an empty view behind the same doors.

In this process the work of the server alone (kept, not kept, 304), and over the web server that `./portal up` starts.
"""

from __future__ import annotations

import http.client
import random
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.test.utils import override_settings
from django.utils import timezone

from iga_portal.bench.pages import URLS, _granian, _use_urls
from iga_portal.web.public import SHELF
from regions.models import Person, Region
from regions.queries.instruments import instrument_of
from regions.queries.periods import current_period
from regions.queries.regions import participants
from reports.domain.publishing import publish
from reports.domain.publishing_content import Draft, Heading, give_places
from reports.models import Publication, PublishedRegion
from scoring.core.model import Instrument
from scoring.core.score import score

SECONDS = 3.0
CLIENTS = 8
EMPTY, RANKING, GZIP = "/kosong/", "/peringkat/", {"Accept-Encoding": "gzip"}


def run(*, seconds: float = SECONDS, with_server: bool = True) -> Iterator[dict[str, Any]]:
    """Yield a line per page and way: requests a second, milliseconds, ratio to the empty view."""
    ensure_publication()
    before = settings.ROOT_URLCONF
    _use_urls(URLS)
    try:
        yield from _in_process(seconds)
        if with_server:
            yield from _over_server(seconds)
    finally:
        _use_urls(before)


def ensure_publication() -> None:
    """A publication of every participating region with the numbers of invented facts, unless there is one."""
    if Publication.objects.exists():
        return
    period = current_period()
    assert period is not None
    rules = instrument_of(period)
    dice = random.Random(2026)
    rows = [_row(region, rules, dice) for region in participants().select_related("parent")]
    give_places(rows)
    people = [
        Person.objects.get_or_create(email=f"{name}@contoh.go.id", defaults={"name": name})[0].pk
        for name in ("penyiap-ukur", "penerbit-ukur")
    ]
    heading = Heading(year=period.year, title="Pengukuran", instrument=rules.fingerprint, is_demo=True)
    publish(
        Draft(heading, rows, {}),
        period=period,
        prepared_by_id=people[0],
        published_by_id=people[1],
        now=timezone.now(),
    )


def _row(region: Region, rules: Instrument, dice: random.Random) -> PublishedRegion:
    yandas = list(rules.yandas)
    facts = {
        "instrument": rules.year,
        "region": {"code": region.code},
        "basis": "final",
        "spd": {"8": 3},
        "innovations": [
            {
                "id": f"{region.code}/{place}",
                "stage": "penerapan",
                "urusan": yandas[place % len(yandas)],
                "implemented": rules.eligibility.window_from.isoformat(),
                "developed": None,
                "levels": {row.code: dice.randint(0, 3) for row in rules.sid_rows},
            }
            for place in range(dice.randint(4, 20))
        ],
    }
    result = score(facts, rules)
    numbers = result.numbers
    return PublishedRegion(
        region=region, code=region.code, name=region.name, kind=region.kind, is_assessed=True,
        province=region.parent.name if region.parent else "", regional=region.iga_regional, spd=numbers.spd,
        maturity_mean=numbers.maturity_mean, maturity_sum=numbers.maturity_sum, count_score=numbers.count_score,
        sid=numbers.sid, total=numbers.total, innovations_counted=numbers.innovations_counted, divisor=numbers.divisor,
        yandas=numbers.yandas, index=numbers.index, predicate=numbers.predicate, facts=facts,
        facts_hash=result.facts_hash,
    )  # fmt: skip


def _in_process(seconds: float) -> Iterator[dict[str, Any]]:
    client = Client(SERVER_NAME="localhost")
    tag = client.get(RANKING, headers=GZIP)["ETag"]

    def fresh() -> Any:
        with override_settings(PUBLIC_CACHE_SECONDS=0):
            return client.get(RANKING, headers=GZIP)

    cases: dict[str, Callable[[], Any]] = {
        "empty": lambda: client.get(EMPTY, headers=GZIP),
        "kept": lambda: client.get(RANKING, headers=GZIP),
        "not_modified": lambda: client.get(RANKING, headers={**GZIP, "If-None-Match": tag}),
        "made_anew": fresh,
    }
    empty = 0.0
    for case, ask in cases.items():
        ask()
        answer = ask()
        done, began, worked = 0, time.perf_counter(), time.process_time()
        while (spent := time.perf_counter() - began) < seconds:
            ask()
            done += 1
        empty = empty or spent / done
        yield {
            "bench": "public",
            "case": case,
            "way": "in_process",
            "status": answer.status_code,
            "bytes": len(answer.content),
            "requests_a_second": round(done / spent, 1),
            "milliseconds": round(spent / done * 1000, 3),
            "processor_milliseconds": round((time.process_time() - worked) / done * 1000, 3),
            "times_empty": round(spent / done / empty, 2),
        }


def _over_server(seconds: float) -> Iterator[dict[str, Any]]:
    cache.clear()
    SHELF.clear_near()
    with _granian() as port:
        rates = {case: _rate(port, path, seconds) for case, path in (("empty", EMPTY), ("kept", RANKING))}
    for case, (requests, failed) in rates.items():
        yield {
            "bench": "public",
            "case": case,
            "way": "granian",
            "clients": CLIENTS,
            "requests_a_second": round(requests, 1),
            "failed": failed,
            "times_empty": round(rates["empty"][0] / requests, 2) if requests else None,
        }


def _rate(port: int, path: str, seconds: float) -> tuple[float, int]:
    """Requests a second of some clients that ask without pause; they share the machine with the server."""
    counts, failed = [0] * CLIENTS, [0] * CLIENTS
    headers = {"Host": "localhost", **GZIP}
    ready = threading.Barrier(CLIENTS)

    def ask(number: int) -> None:
        to = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        for _warming in range(4):
            to.request("GET", path, headers=headers)
            to.getresponse().read()
        ready.wait()
        began = time.perf_counter()
        while time.perf_counter() - began < seconds:
            to.request("GET", path, headers=headers)
            answer = to.getresponse()
            answer.read()
            if answer.status == 200:
                counts[number] += 1
            else:
                failed[number] += 1
        to.close()

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / seconds, sum(failed)
