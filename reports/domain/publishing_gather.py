"""From the final basis to what would be published: read from the live tables, in the ministry's scope.

Everything is read once and held against itself: what does not fit together has changed between two statements, and is read again
by whoever asks again. What is returned is what is hashed, and what is written.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from iga_portal.refusals import Refused
from innovations import reference
from innovations.enums import FINAL_STATES
from innovations.models import Innovation
from regions.enums import Basis
from regions.models import Period, Region, RegionPeriod
from regions.queries.instruments import instrument_of
from regions.queries.regions import participants
from reports.domain.publishing_awards import decided_awards
from reports.domain.publishing_content import Draft, Heading, give_places
from reports.domain.snapshots import award_name
from reports.models import Publication, PublishedInnovation, PublishedRegion
from scoring.core.canonical import fingerprint
from scoring.core.compact import Tables
from scoring.models import CurrentFacts, Result
from scoring.recompute import tables_of

NUMBERS = (
    "spd", "innovations_counted", "divisor", "maturity_sum", "maturity_mean", "yandas", "count_score", "sid", "total",
    "index", "predicate",
)  # fmt: skip
FACTS_AT_ONCE = 50


class _Line(NamedTuple):
    """The public columns of an innovation, and no others: nobody can publish by accident what was never read."""

    region_id: int
    public_id: UUID
    name: str
    opd: str
    urusan: str
    form: str
    kind: str
    aim: str
    result: str


def gather(period: Period, *, supersedes: Publication | None = None, reason: str = "") -> Draft:
    """What publishing now would publish. Raises Refused while an index is being worked out (`computing`), when one rests on another
    instrument (`instrument`), or when the rows changed while they were read (`moving`).

    A region that takes part and sent nothing is listed without a number. Five statements, however many regions.
    """
    _refuse_while_computing(period)
    instrument = instrument_of(period)
    tables = tables_of(instrument)
    regions = list(participants().select_related("parent").order_by("code"))
    results = {
        row.region_id: row
        for row in Result.objects.filter(region_period__period=period, basis=Basis.FINAL, is_current=True)
        .exclude(maturities={})
        .select_related("region_period")
    }
    _refuse_other_rules(results, fingerprint=instrument.fingerprint)
    facts = _facts(period, results)
    lines = _lines(period)
    rows = [_region(region, results.get(region.pk), facts.get(region.pk)) for region in regions]
    innovations = {
        region.code: _innovations(
            lines.get(region.pk, ()), result=results[region.pk], facts=facts[region.pk], tables=tables
        )
        for region in regions
        if region.pk in results
    }
    give_places(rows)
    heading = Heading(
        year=period.year,
        title=award_name(period.year),
        instrument=instrument.fingerprint,
        is_demo=period.is_demo,
        supersedes=supersedes.number if supersedes else None,
        reason=reason,
    )
    awards = decided_awards(period, rows)
    return Draft(heading, rows, innovations, awards)


def waiting_regions(period: Period) -> int:
    """Participating regions whose index is being worked out."""
    return RegionPeriod.objects.filter(
        period=period, region__participates=True, scored_version__lt=F("content_version")
    ).count()


def _refuse_while_computing(period: Period) -> None:
    waiting = waiting_regions(period)
    if waiting:
        raise Refused(
            "computing",
            ngettext(
                "%(count)d daerah sedang dihitung ulang. Coba lagi beberapa saat kemudian.",
                "%(count)d daerah sedang dihitung ulang. Coba lagi beberapa saat kemudian.",
                waiting,
            )
            % {"count": waiting},
        )


def _refuse_other_rules(results: Mapping[int, Result], *, fingerprint: str) -> None:
    """Every index has to be worked out by the instrument that the period has now."""
    other = [row.region_id for row in results.values() if row.instrument_fingerprint != fingerprint]
    if other:
        raise Refused(
            "instrument",
            ngettext(
                "Indeks %(count)d daerah dihitung dengan instrumen lain. Hubungi pengelola portal untuk menghitung ulang.",
                "Indeks %(count)d daerah dihitung dengan instrumen lain. Hubungi pengelola portal untuk menghitung ulang.",
                len(other),
            )
            % {"count": len(other)},
        )


def _moving(region_id: int) -> Refused:
    name = Region.objects.get(pk=region_id).name
    return Refused(
        "moving",
        _("Isian %(region)s berubah saat dibaca. Coba lagi beberapa saat kemudian.") % {"region": name},
    )


def _facts(period: Period, results: Mapping[int, Result]) -> dict[int, dict[str, Any]]:
    """The facts documents by region, each that of its result."""
    rows = CurrentFacts.objects.filter(region_period__period=period, basis=Basis.FINAL, region_id__in=results)
    found: dict[int, dict[str, Any]] = {}
    for region_id, facts in rows.values_list("region_id", "facts").iterator(chunk_size=FACTS_AT_ONCE):
        if fingerprint(facts) != results[region_id].facts_hash:
            raise _moving(region_id)
        found[region_id] = facts
    for region_id in results.keys() - found.keys():
        raise _moving(region_id)
    return found


def _lines(period: Period) -> dict[int, list[_Line]]:
    """The innovations of the final basis by region, in the order of their public ids."""
    rows = (
        Innovation.objects.filter(region_period__period=period, state__in=FINAL_STATES)
        .order_by("region_id", "public_id")
        .values_list(
            "region_id",
            "public_id",
            "name",
            "opd__name",
            "urusan",
            "form",
            "kind",
            "aim",
            "result",
            named=False,
        )
    )
    found: dict[int, list[_Line]] = {}
    for row in rows.iterator(chunk_size=2_000):
        line = _Line._make(row)
        found.setdefault(line.region_id, []).append(line)
    return found


def _region(region: Region, result: Result | None, facts: dict[str, Any] | None) -> PublishedRegion:
    row = PublishedRegion(
        region=region,
        code=region.code,
        name=region.name,
        kind=region.kind,
        province=region.parent.name if region.parent else "",
        regional=region.iga_regional,
        is_assessed=result is not None,
    )
    if result is not None:
        for name in NUMBERS:
            setattr(row, name, getattr(result, name))
        row.facts, row.facts_hash = facts, result.facts_hash
    return row


def _innovations(
    lines: Sequence[_Line], *, result: Result, facts: Mapping[str, Any], tables: Tables
) -> list[PublishedInnovation]:
    entries = {entry["id"]: entry for entry in facts["innovations"]}
    if entries.keys() != {str(line.public_id) for line in lines}:
        raise _moving(result.region_id)
    names = reference.urusan_names()
    found = []
    counted, points = 0, Decimal(0)
    for line in lines:
        entry = entries[str(line.public_id)]
        maturity = Decimal(result.maturities[entry["id"]]) if _counts(entry, tables) else None
        if maturity is not None:
            counted, points = counted + 1, points + maturity
        found.append(
            PublishedInnovation(
                public_id=line.public_id,
                name=line.name,
                opd=line.opd,
                urusan=names[line.urusan],
                form=line.form,
                kind=line.kind,
                aim=line.aim,
                result=line.result,
                levels=entry["levels"],
                maturity=maturity,
            )
        )
    if (counted, points) != (result.innovations_counted, result.maturity_sum):
        # Stored by one computation from these very facts: this cannot be, and must never be published.
        raise RuntimeError(f"region {result.region_id}: the maturities do not add up to the stored sum")
    return found


def _counts(entry: Mapping[str, Any], tables: Tables) -> bool:
    return tables.counts(
        stage=entry["stage"], implemented=_day(entry["implemented"]), developed=_day(entry["developed"])
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
