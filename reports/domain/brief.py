"""The one page for the head of region: what it says, read in one moment, and how it is ordered.

Unlike a report it carries no number and is not issued: it is a look at the numbers of the moment, for people of the region.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Final

from django.conf import settings
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from iga_portal.jobs.domain import request_job
from iga_portal.jobs.models import Job
from iga_portal.refusals import Refused
from iga_portal.web.formats import number
from regions.access import Actor
from regions.enums import Basis
from regions.models import RegionPeriod
from regions.queries.instruments import instrument_of
from regions.queries.regions import participants
from reports.domain.snapshots import award_name, no_result_words, region_identity
from reports.printing import snapshot as printed
from reports.printing.assemble import bands, instrument_identity
from reports.printing.brief_snapshot import (
    BriefDistance,
    BriefLever,
    BriefMoment,
    BriefSnapshot,
    BriefStep,
    BriefWaiting,
    BriefYandas,
)
from reports.rules import can_order_brief
from scoring.board import Board, one_more, way_down
from scoring.cockpit_words import assumption, lever_words, step_words, waiting_lines
from scoring.core.exact import HUNDREDTH_PLACES, as_decimal
from scoring.core.explain import Change, distance_to
from scoring.levers import levers_of, strongest
from scoring.models import Result
from scoring.queries.cockpit import boards_of
from scoring.queries.past import index_for_rank, place_of
from scoring.queries.results import course, current_results, leading_basis, stands

BRIEF: Final = "cockpit.brief"
LEVERS: Final = 5


def order_brief(region_period: RegionPeriod, *, actor: Actor) -> Job:
    """Ask for the page. Pressed twice, it is one job. Raises Refused with the reason."""
    ruling = can_order_brief(actor, region_period.region_id)
    if not ruling:
        raise Refused(ruling.code, ruling.reason)
    if not current_results(region_period):
        raise Refused("no_result", no_result_words(Basis.CLAIMED))
    job, _new = request_job(
        region_id=region_period.region_id,
        kind=BRIEF,
        arguments={
            "period": region_period.period_id,
            "version": region_period.content_version,
            "role": actor.role.value,
            "language": get_language() or "id",
        },
        once=f"{BRIEF}/{region_period.pk}",
        person_id=actor.person_id,
    )
    return job


def printed_brief(snapshot: BriefSnapshot) -> bytes:
    """The PDF, a pure function of the snapshot. Raises FontMissing, PrintError."""
    # The printer (WeasyPrint, Pango) is loaded by the process that prints, when it first does.
    from reports.printing.render import render_brief

    return render_brief(snapshot)


def brief_snapshot(region_period: RegionPeriod, *, now: datetime) -> BriefSnapshot:
    """Everything the page says, in Indonesian whatever language is active. Runs in the region's scope, the row locked.

    Raises Refused while the numbers lag or where there are none.
    """
    if not region_period.is_scored:
        raise Refused("computing", _("Indeks daerah ini sedang dihitung. Pesan lagi beberapa saat kemudian."))
    results = current_results(region_period)
    if not results:
        raise Refused("no_result", no_result_words(Basis.CLAIMED))
    with translation.override("id"):
        return _snapshot(region_period, results=results, boards=boards_of(region_period), now=now)


def _snapshot(
    region_period: RegionPeriod, *, results: dict[Basis, Result], boards: dict[Basis, Board], now: datetime
) -> BriefSnapshot:
    region, instrument = region_period.region, instrument_of(region_period.period)
    basis = leading_basis(results)
    result, board = results[basis], boards[basis]
    more = one_more(board)
    return BriefSnapshot(
        region=region_identity(region),
        period=award_name(region_period.period.year),
        instrument=instrument_identity(instrument),
        stood_at=now.astimezone(region.zone).replace(microsecond=0),
        zone=region.time_zone,
        basis=printed.Basis(basis.value),
        **{entry.value: _index(results.get(entry)) for entry in Basis},
        bands=bands(instrument),
        parts=_parts(result, board),
        target=region_period.target_index,
        distances=_distances(region_period, results, boards),
        standing=tuple(_standing(region_period, result.index)),
        levers=tuple(_levers(boards, basis)),
        assumption=assumption(),
        steps=tuple(_steps(boards)),
        yandas=tuple(BriefYandas(name=name, count=count) for name, count in board.yandas_counts.items()),
        one_more=(
            _one_more(f"kematangan {number(more.full, places=2)}", more.at_full),
            _one_more(f"kematangan {number(more.mean, places=2)} (rata-rata)", more.at_mean),
            _one_more("kematangan 0", more.at_zero),
        ),
        break_even=more.break_even,
        waiting=tuple(
            BriefWaiting(who=line.who, what=line.what, number=line.number)
            for line in waiting_lines(region_period, boards)
        ),
        course=tuple(_course(region_period)),
        facts_hash=result.facts_hash,
        demo=settings.DEMO,
    )


def _index(result: Result | None) -> printed.BasisIndex | None:
    if result is None or not stands(result):
        return None
    return printed.BasisIndex(
        index=result.index, predicate=result.predicate, counted=result.innovations_counted
    )


def _parts(result: Result, board: Board) -> printed.ScoreParts:
    maxima, formula = board.instrument.maxima, board.instrument.formula.parameters

    def points(hundredths: int) -> Decimal:
        return as_decimal(hundredths, places=HUNDREDTH_PLACES)

    return printed.ScoreParts(
        spd=result.spd,
        spd_max=points(maxima.spd_hundredths),
        maturity_sum=result.maturity_sum,
        maturity_mean=result.maturity_mean,
        maturity_max=points(maxima.maturity_hundredths),
        count_score=result.count_score,
        count_max=points(maxima.count_hundredths),
        sid=result.sid,
        total=result.total,
        total_max=points(maxima.total_hundredths),
        counted=result.innovations_counted,
        divisor=result.divisor,
        divisor_minimum=formula.divisor_minimum,
        count_weight=points(formula.count_weight_hundredths),
        count_cap=formula.count_cap,
        yandas_lit=result.yandas,
        yandas_minimum=formula.yandas_minimum,
    )


def _distances(
    region_period: RegionPeriod, results: Mapping[Basis, Result], boards: Mapping[Basis, Board]
) -> tuple[BriefDistance, ...]:
    """The predicates above the lowest one, and the target, in the order of the scale."""
    instrument = boards[Basis.CLAIMED].instrument
    lowest = sorted(entry.low_hundredths for entry in instrument.predicates)[1]
    values = [
        (entry.low_hundredths, entry.name) for entry in instrument.predicates if entry.low_hundredths > lowest
    ]
    if region_period.target_index is not None:
        values.append((int(region_period.target_index * 100), _("Sasaran daerah")))

    def missing(basis: Basis, hundredths: int) -> Decimal | None:
        if not stands(results.get(basis)):
            return None
        found = distance_to(boards[basis].sums, instrument, index_hundredths=hundredths)
        return found.index_missing if found else Decimal("0.00")

    return tuple(
        BriefDistance(
            label=label,
            start=as_decimal(hundredths, places=HUNDREDTH_PLACES),
            **{basis.value: missing(basis, hundredths) for basis in Basis},
        )
        for hundredths, label in sorted(values)
    )


def _standing(region_period: RegionPeriod, index: Decimal) -> list[str]:
    """Sentences on the region's own place, as far as sources and the period allow them."""
    region, period = region_period.region, region_period.period
    kind = str(region.get_kind_display()).lower()
    size = participants().filter(kind=region.kind).count()
    said = []
    if period.shows_running_place and region_period.running_place:
        said.append(
            f"Peringkat berjalan: {number(region_period.running_place)} di antara {number(size)} {kind} peserta."
        )
    if region_period.target_rank:
        text = (
            f"Peringkat sasaran: {number(region_period.target_rank)} di antara {number(size)} {kind} peserta."
        )
        needed = index_for_rank(region_period.target_rank, kind=region.kind, before=period.year)
        if needed:
            text += (
                f" Pada {needed.year}, indeks {number(needed.index, places=2)} berada di peringkat "
                f"{number(needed.rank)}; parameter tiap tahun berbeda."
            )
        said.append(text)
    past = place_of(index, kind=region.kind, year=period.year - 1)
    if past:
        better = "" if past.exact else " atau lebih baik"
        said.append(f"Dengan nilai ini: peringkat {number(past.rank)} {past.scope}{better} pada {past.year}.")
    return said


def _levers(boards: Mapping[Basis, Board], basis: Basis) -> list[BriefLever]:
    found = []
    for lever in strongest(levers_of(boards, basis=basis), limit=LEVERS):
        words = lever_words(lever)
        found.append(
            BriefLever(title=words.title, text=words.text, gain=lever.gain, after=lever.change.after.index)
        )
    return found


def _one_more(text: str, change: Change) -> BriefLever:
    return BriefLever(title="", text=text, gain=change.printed_gain, after=change.after.index)


def _steps(boards: Mapping[Basis, Board]) -> list[BriefStep]:
    found = []
    for step in way_down(boards[Basis.CLAIMED], boards[Basis.VERIFIED]):
        label, text = step_words(step)
        found.append(
            BriefStep(
                label=label, text=text, difference=step.change.printed_gain, after=step.change.after.index
            )
        )
    return found


def _course(region_period: RegionPeriod) -> Sequence[BriefMoment]:
    zone = region_period.region.zone
    return [
        BriefMoment(
            label=f"{moment.at.astimezone(zone):%-d/%-m}"
            if moment.by_day
            else f"{moment.at.astimezone(zone):%H.%M}",
            **{basis.value: moment.indices.get(basis) for basis in Basis},
        )
        for moment in course(region_period)
    ]
