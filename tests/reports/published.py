"""Publications for tests: by the real `publish`, from facts documents that the core scores. No shortcut past the hashes.

    publication = publish_example(cast.period, {KOTIM: example_facts(KOTIM, level=3), BENGKULU: None})

`None` is a region that sent nothing. Each innovation of the facts is published with a name, an OPD and words of its own.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from innovations import reference
from regions.models import Period, Person, Region
from regions.queries.instruments import instrument_of
from reports.domain.publishing import publish
from reports.domain.publishing_content import AwardLine, Draft, Heading, give_places
from reports.models import Publication, PublishedInnovation, PublishedRegion
from scoring.core.score import Result, score
from tests.cast import NOON


def example_facts(
    region_id: int,
    *,
    innovations: int = 12,
    level: int = 2,
    year: int = 2026,
    spd: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """The facts document of a region: every SID row at `level`, urusan in turn (five yandas from five innovations on)."""
    yandas = [entry.name for entry in reference.urusan() if entry.is_yandas]
    return {
        "instrument": year,
        "region": {"code": Region.objects.get(pk=region_id).code},
        "basis": "final",
        "spd": dict(spd or {"8": 3}),
        "innovations": [
            {
                "id": str(uuid.uuid5(uuid.NAMESPACE_OID, f"{year}/{region_id}/{place}")),
                "stage": "penerapan",
                "urusan": yandas[place % len(yandas)],
                "implemented": "2024-05-06",
                "developed": None,
                "levels": {str(row): level for row in range(16, 36)} if level else {},
            }
            for place in range(innovations)
        ],
    }


def publish_example(
    period: Period,
    facts: Mapping[int, Mapping[str, Any] | None],
    *,
    awards: Iterable[AwardLine] = (),
    supersedes: int | None = None,
    reason: str = "",
    title: str = "",
    now: datetime = NOON,
) -> Publication:
    """Publish regions by id; `supersedes` is the number of the publication that this one corrects, and then has a `reason`."""
    draft = example_draft(period, facts, awards=awards, supersedes=supersedes, reason=reason, title=title)
    prepared, published = (
        Person.objects.get_or_create(email=f"{name}@kemendagri.contoh.go.id", defaults={"name": name})[0].pk
        for name in ("penyiap", "penerbit")
    )
    return publish(draft, period=period, prepared_by_id=prepared, published_by_id=published, now=now)


def example_draft(
    period: Period,
    facts: Mapping[int, Mapping[str, Any] | None],
    *,
    awards: Iterable[AwardLine] = (),
    supersedes: int | None = None,
    reason: str = "",
    title: str = "",
) -> Draft:
    instrument = instrument_of(period)
    regions = Region.objects.select_related("parent").in_bulk(facts)
    rows, innovations = [], {}
    for region_id, document in facts.items():
        region = regions[region_id]
        result = score(document, instrument) if document is not None else None
        rows.append(_region(region, document, result))
        if document is not None and result is not None:
            innovations[region.code] = _innovations(region, document, result)
    give_places(rows)
    heading = Heading(
        year=period.year,
        title=title or f"Innovative Government Award {period.year}",
        instrument=instrument.fingerprint,
        is_demo=period.is_demo,
        supersedes=supersedes,
        reason=reason,
    )
    return Draft(heading, rows, innovations, list(awards))


def _region(region: Region, facts: Mapping[str, Any] | None, result: Result | None) -> PublishedRegion:
    row = PublishedRegion(
        region=region,
        code=region.code,
        name=region.name,
        kind=region.kind,
        province=region.parent.name if region.parent else "",
        regional=region.iga_regional,
        is_assessed=result is not None,
    )
    if result is None:
        return row
    numbers = result.numbers
    for name in (
        "spd", "maturity_mean", "maturity_sum", "count_score", "sid", "total", "innovations_counted", "divisor", "yandas",
        "index", "predicate",
    ):  # fmt: skip
        setattr(row, name, getattr(numbers, name))
    row.facts, row.facts_hash = dict(facts or {}), result.facts_hash
    return row


def _innovations(region: Region, facts: Mapping[str, Any], result: Result) -> list[PublishedInnovation]:
    maturities = {entry.id: entry.maturity for entry in result.innovations}
    return [
        PublishedInnovation(
            public_id=entry["id"],
            name=f"Layanan {entry['urusan']} {place} {region.short_name}",
            opd=f"Dinas {entry['urusan']}",
            urusan=entry["urusan"],
            form="pelayanan_publik" if place % 2 else "tata_kelola",
            kind="digital" if place % 3 else "nondigital",
            aim="Mempercepat pelayanan kepada warga.",
            result="Waktu tunggu turun dari tiga hari menjadi satu jam.",
            levels=entry["levels"],
            maturity=maturities.get(entry["id"]),
        )
        for place, entry in enumerate(facts["innovations"], start=1)
    ]
