"""The documents of a publication: made by real workers, signed, stored; and made again when nothing, or ten regions, changed.

A publication with regions of the size of an average one is published for it, in the folder of the benchmarks. `BENCH_REGIONS` names
fewer regions than all; what all would take is then worked out from the documents a minute, and said to be so.
"""

from __future__ import annotations

import os
import random
import time
import uuid
from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.utils import timezone

from iga_portal.bench.worker import celery_worker
from iga_portal.tenancy.scope import NATION, scope
from iga_portal.tenancy.tasks import region_ids
from regions.access import Actor
from regions.enums import Role
from regions.models import Period, Person, Region
from regions.queries.instruments import instrument_of
from regions.queries.periods import current_period
from regions.queries.regions import participants
from reports.domain.batches import KINDS, at_once, order_batch
from reports.domain.publishing import publish
from reports.domain.publishing_content import AwardLine, Draft, Heading, give_places
from reports.models import (
    BatchSlice,
    BatchState,
    DocumentBatch,
    IssuedDocument,
    Publication,
    PublishedInnovation,
    PublishedRegion,
)
from scoring.core.model import Instrument
from scoring.core.score import Result, score

INNOVATIONS = 69
"""Of an average region in 2025."""
REPORTS, CERTIFICATES = 531, 700
"""What a year brings."""
CHANGED = 10
SITE = "http://localhost/"
LONGEST = 3600.0
WORDS = [
    "Layanan",
    "Antar",
    "Obat",
    "Pasien",
    "Kronis",
    "Desa",
    "Terpencil",
    "Daring",
    "Terpadu",
    "Sehat",
    "Cepat",
    "Pintar",
    "Warga",
]


def run() -> Iterator[dict[str, Any]]:
    """Yield a line for the first run, for one without any change, and for one after ten regions changed."""
    period = current_period()
    assert period is not None
    amount = int(os.environ.get("BENCH_REGIONS", "0")) or REPORTS
    made = _publish(period, amount=amount, seed={})
    with celery_worker(processes=at_once()):
        yield from _measured("first", made, amount=amount)
        yield from _measured("nothing_changed", made, amount=amount)
        changed = dict.fromkeys(range(CHANGED), 1)
        yield from _measured(
            "ten_regions_changed", _publish(period, amount=amount, seed=changed), amount=amount
        )


def _measured(case: str, publication: Publication, *, amount: int) -> Iterator[dict[str, Any]]:
    people = Person.objects.filter(pk=publication.prepared_by_id).values_list("pk", flat=True)
    started = time.perf_counter()
    with scope(region_ids(), role="bench"):
        batch = order_batch(
            publication,
            kinds=KINDS,
            region_ids=None,
            regions="",
            actor=Actor(people[0], Role.MINISTRY_ADMIN, NATION),
            site=SITE,
            now=timezone.now(),
        )
    _wait(batch, until=started + LONGEST)
    seconds = time.perf_counter() - started
    with scope({NATION}, role="bench"):
        slices = list(BatchSlice.objects.filter(batch=batch))
    counts = Counter[str]()
    spent = Counter[str]()
    for entry in slices:
        counts.update(made=entry.made, unchanged=entry.unchanged, failed=entry.failed)
        spent.update({work: amount for work, amount in entry.spent.items() if work != "memory_mb"})
    documents = counts["made"] + counts["unchanged"]
    line: dict[str, Any] = {
        "bench": "documents",
        "case": case,
        "workers": at_once(),
        "regions": amount,
        **counts,
        "seconds": round(seconds, 1),
        "documents_a_minute": round(documents / seconds * 60),
        "worker_seconds": {work: round(amount / 1000, 1) for work, amount in sorted(spent.items())},
        "worker_memory_mb": max((entry.spent.get("memory_mb", 0) for entry in slices), default=0),
    }
    if case == "first" and counts["made"]:
        line |= _projection(publication, seconds=seconds, made=counts["made"])
    yield line


def _projection(publication: Publication, *, seconds: float, made: int) -> dict[str, Any]:
    """What 531 reports and 700 certificates would take at this pace of reports and certificates together."""
    with scope(region_ids(), role="bench"):
        rows = IssuedDocument.objects.filter(publication=publication)
        reports = rows.filter(kind="report").count()
        size = sum(rows.filter(file__isnull=False).values_list("file__size", flat=True))
    if reports == REPORTS:
        return {"reports": reports, "certificates": made - reports, "megabytes": round(size / 1e6, 1)}
    return {
        "reports": reports,
        "certificates": made - reports,
        "megabytes": round(size / 1e6, 1),
        "worked_out_minutes_of_a_year": round(seconds * (REPORTS + CERTIFICATES) / made / 60, 1),
    }


def _wait(batch: DocumentBatch, *, until: float) -> None:
    while time.perf_counter() < until:
        with scope({NATION}, role="bench"):
            state, note = DocumentBatch.objects.values_list("state", "note").get(pk=batch.pk)
        if state == BatchState.DONE:
            return
        if state == BatchState.PAUSED:
            raise RuntimeError(f"the batch was paused: {note}")
        time.sleep(0.1)
    raise RuntimeError("the batch did not end")


def _publish(period: Period, *, amount: int, seed: dict[int, int]) -> Publication:
    """Publish `amount` regions of the size of an average one; those in `seed` with other levels than the others' first ones."""
    rules = instrument_of(period)
    regions = list(participants().select_related("parent").order_by("code")[:amount])
    rows: list[PublishedRegion] = []
    innovations: dict[str, list[PublishedInnovation]] = {}
    for place, region in enumerate(regions):
        dice = random.Random(f"{region.code}/{seed.get(place, 0)}")
        row, listed = _region(region, rules, dice)
        rows.append(row)
        innovations[region.code] = listed
    give_places(rows)
    standing = Publication.objects.filter(period=period, superseded_by__isnull=True).first()
    heading = Heading(
        year=period.year, title="Pengukuran", instrument=rules.fingerprint, is_demo=True,
        supersedes=standing.number if standing else None, reason="Pengukuran" if standing else "",
    )  # fmt: skip
    people = [
        Person.objects.get_or_create(email=f"{name}@contoh.go.id", defaults={"name": name})[0].pk
        for name in ("penyiap-ukur", "penerbit-ukur")
    ]
    return publish(
        Draft(
            heading,
            rows,
            innovations,
            _awards(regions, amount=round(amount * CERTIFICATES / REPORTS) - amount),
        ),
        period=period,
        prepared_by_id=people[0],
        published_by_id=people[1],
        now=timezone.now(),
    )


def _awards(regions: list[Region], *, amount: int) -> list[AwardLine]:
    return [
        AwardLine(
            f"ukur_{place}", f"Daerah Terinovatif Kelompok {place}", region.code, 1, "Indeks tertinggi."
        )
        for place, region in enumerate(regions[:amount], start=1)
    ]


def _region(
    region: Region, rules: Instrument, dice: random.Random
) -> tuple[PublishedRegion, list[PublishedInnovation]]:
    yandas = list(rules.yandas)
    facts: dict[str, Any] = {
        "instrument": rules.year,
        "region": {"code": region.code},
        "basis": "final",
        "spd": {"8": 3},
        "innovations": [
            {
                "id": str(uuid.uuid5(uuid.NAMESPACE_OID, f"{region.code}/{place}")),
                "stage": "penerapan",
                "urusan": yandas[place % len(yandas)],
                "implemented": rules.eligibility.window_from.isoformat(),
                "developed": None,
                "levels": {row.code: dice.randint(1, 3) for row in rules.sid_rows},
            }
            for place in range(INNOVATIONS)
        ],
    }
    result = score(facts, rules)
    return _row(region, facts, result), [
        PublishedInnovation(
            public_id=entry["id"], name=" ".join(dice.sample(WORDS, 5)), opd=f"Dinas {dice.choice(WORDS)}",
            urusan=entry["urusan"], form="pelayanan_publik", kind="digital", aim="", result="", levels=entry["levels"],
            maturity=scored.maturity,
        )
        for entry, scored in zip(
            facts["innovations"], sorted(result.innovations, key=lambda one: _place(facts, one.id)), strict=True
        )
    ]  # fmt: skip


def _place(facts: dict[str, Any], identity: str) -> int:
    return next(place for place, entry in enumerate(facts["innovations"]) if entry["id"] == identity)


def _row(region: Region, facts: dict[str, Any], result: Result) -> PublishedRegion:
    numbers = result.numbers
    return PublishedRegion(
        region=region, code=region.code, name=region.name, kind=region.kind, is_assessed=True,
        province=region.parent.name if region.parent else "", regional=region.iga_regional, spd=numbers.spd,
        maturity_mean=numbers.maturity_mean, maturity_sum=numbers.maturity_sum, count_score=numbers.count_score,
        sid=numbers.sid, total=numbers.total, innovations_counted=numbers.innovations_counted, divisor=numbers.divisor,
        yandas=numbers.yandas, index=numbers.index, predicate=numbers.predicate, facts=facts,
        facts_hash=result.facts_hash,
    )  # fmt: skip
