"""The trace pages: how an index, and each innovation's maturity, comes about, step by step and down to the evidence."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from iga_portal.web.formats import day, file_size, number
from iga_portal.web.frame import Crumb
from iga_portal.web.parts import DocumentCard
from innovations.enums import Stage, State
from innovations.models import Innovation
from innovations.queries.appointments import appointments_of
from innovations.rules import can_read_innovation
from regions.enums import OPD_ROLES, Basis
from scoring.core.exact import HUNDREDTH_PLACES, as_decimal
from scoring.core.model import Decision
from scoring.models import Result
from scoring.queries.evidence import Case, Cases, Cited, cases_of_innovation, cases_of_spd
from scoring.queries.innovations import innovations_of, reason_words, state_words
from scoring.queries.results import current_results, stands, traced
from scoring.traces import InnovationTrace, SidLine, SpdLine, Trace, digits_of
from scoring.views.place import Place, find_place
from scoring.words import BASIS_WORDS, basis_of

NO_CASE = Case()


@dataclass(frozen=True, slots=True)
class BasisLink:
    """One choice of the basis switch."""

    label: str
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class SpdShown:
    """An SPD row with what stands beside its points."""

    line: SpdLine
    case: Case
    documents: Sequence[DocumentCard]
    hidden: int


@dataclass(frozen=True, slots=True)
class SidShown:
    """A row of an innovation with what stands beside its points."""

    line: SidLine
    case: Case
    documents: Sequence[DocumentCard]
    hidden: int


@dataclass(frozen=True, slots=True)
class InnovationShown:
    """A line of the list of innovations on the trace of a basis."""

    entry: InnovationTrace
    name: str
    opd: str
    url: str
    reason: str = ""


@require_GET
def basis(request: HttpRequest, basis: str, **where: int) -> HttpResponse:
    """The index of one basis, worked out with the region's own numbers."""
    chosen = basis_of(basis)
    place = find_place(request, where)
    context: dict[str, Any] = {
        "place": place,
        "zone": place.region.time_zone,
        "basis": chosen,
        "basis_label": chosen.label,
        "switch": _switch(place, chosen, "index_trace"),
        "crumbs": place.crumbs(Crumb(_("Perhitungan"))),
        "found": None,
    }
    found = traced(place.region_period, basis=chosen)
    if found is None:
        return render(request, "scoring/trace.html", context)
    results = current_results(place.region_period)
    cases = cases_of_spd(place.region_period, actor=place.actor)
    return render(
        request,
        "scoring/trace.html",
        {
            **context,
            "found": found,
            "trace": found.trace,
            "result": results[chosen],
            "stands": stands(results[chosen]),
            "computing": not place.region_period.is_scored,
            "numbers": found.trace.result.numbers,
            "formula": place.instrument.formula.parameters,
            "limits": _limits(place),
            "exact": _exact(found.trace),
            "spd": _spd(place, found.trace, cases),
            "band": _band(found.trace),
            "decisions": _decisions(found.trace),
            "facts_url": place.basis_url("index_facts", chosen) if place.may_have_facts(chosen) else "",
            "facts_name": facts_name(place, chosen),
            **_listed(place, chosen, found.trace, results),
        },
    )


@require_GET
def facts(request: HttpRequest, basis: str, **where: int) -> HttpResponse:
    """The facts behind a basis, as the scoring core takes them."""
    chosen = basis_of(basis)
    place = find_place(request, where)
    if not place.may_have_facts(chosen):
        raise Http404("these facts hold what the region has not sent")
    found = traced(place.region_period, basis=chosen)
    if found is None:
        raise Http404("nothing was computed yet")
    content = json.dumps(found.facts.facts, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    response = HttpResponse(content.encode(), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="{facts_name(place, chosen)}"'
    return response


@require_GET
def innovation(request: HttpRequest, basis: str, public_id: UUID, **where: int) -> HttpResponse:
    """The maturity of one innovation on one basis: its 20 rows, the evidence, who judged and why."""
    chosen = basis_of(basis)
    place = find_place(request, where)
    found = _readable(place, public_id)
    basis_trace = traced(place.region_period, basis=chosen)
    entry = basis_trace.trace.innovation(str(public_id)) if basis_trace else None
    cases = cases_of_innovation(found, actor=place.actor)
    return render(
        request,
        "scoring/innovation.html",
        {
            "place": place,
            "zone": place.region.time_zone,
            "innovation": found,
            "basis": chosen,
            "basis_label": chosen.label,
            "switch": _switch(place, chosen, "index_innovation", public_id=public_id),
            "crumbs": place.innovation_crumbs(chosen, found),
            "innovation_url": place.innovation_url(found),
            "found": basis_trace,
            "entry": entry,
            "absent": state_words(State(found.state), basis=chosen) if entry is None else "",
            "reasons": _reason_text(place, entry),
            "maximum": as_decimal(place.instrument.maxima.maturity_hundredths, places=HUNDREDTH_PLACES),
            "rows": _sid(place, entry, cases) if entry else [],
            "computing": not place.region_period.is_scored,
            # Past a conflict of interest: read by quality control and by whoever answers for the desk, not by the OPD.
            "appointments": [] if place.actor.role in OPD_ROLES else appointments_of(found),
        },
    )


def _readable(place: Place, public_id: UUID) -> Innovation:
    found = (
        Innovation.objects.select_related("opd")
        .filter(region_period=place.region_period, public_id=public_id)
        .first()
    )
    if found is None or not can_read_innovation(place.actor, found):
        raise Http404("no such innovation here")
    return found


def facts_name(place: Place, basis: Basis) -> str:
    """Name of the downloaded document: fakta-62.02-2026-terverifikasi.json."""
    return f"fakta-{place.region.code}-{place.instrument.year}-{BASIS_WORDS[basis]}.json"


def _switch(place: Place, chosen: Basis, name: str, **kwargs: Any) -> list[BasisLink]:
    return [
        BasisLink(str(entry.label), place.basis_url(name, entry, **kwargs), current=entry is chosen)
        for entry in Basis
    ]


def _limits(place: Place) -> dict[str, Decimal]:
    maxima = place.instrument.maxima
    return {
        "spd": as_decimal(maxima.spd_hundredths, places=HUNDREDTH_PLACES),
        "maturity": as_decimal(maxima.maturity_hundredths, places=HUNDREDTH_PLACES),
        "count": as_decimal(maxima.count_hundredths, places=HUNDREDTH_PLACES),
        "total": as_decimal(maxima.total_hundredths, places=HUNDREDTH_PLACES),
        "weight": as_decimal(
            place.instrument.formula.parameters.count_weight_hundredths, places=HUNDREDTH_PLACES
        ),
    }


def _exact(trace: Trace) -> str:
    """The unrounded index as far as it is shown: digits, and a sign when more follow."""
    value, goes_on = digits_of(trace.result.totals.index)
    return number(value) + ("…" if goes_on else "")


def _band(trace: Trace) -> str:
    """The printed range of the predicate: "40,01 - 65,00"."""
    index_hundredths = int(trace.result.index * 100)
    return trace.instrument.predicate_of(index_hundredths).printed


def _spd(place: Place, trace: Trace, cases: Cases) -> list[SpdShown]:
    shown = []
    for line in trace.spd:
        case = cases.by_row.get(line.row.code, NO_CASE)
        cards = [_card(place, cited) for cited in case.cited if cited.document is not None]
        shown.append(SpdShown(line, case, cards, hidden=len(case.cited) - len(cards)))
    return shown


def _sid(place: Place, entry: InnovationTrace, cases: Cases) -> list[SidShown]:
    shown = []
    for line in entry.lines:
        case = cases.by_row.get(line.row.code, NO_CASE)
        cards = [_card(place, cited) for cited in case.cited if cited.document is not None]
        shown.append(SidShown(line, case, cards, hidden=len(case.cited) - len(cards)))
    return shown


def _card(place: Place, cited: Cited) -> DocumentCard:
    document = cited.document
    assert document is not None
    file = document.file
    return DocumentCard(
        title=document.subject,
        url=place.document_url(document),
        number=document.number,
        dated=day(document.dated) if document.dated else "",
        kind=_("tautan") if file is None else file.media_type.rpartition("/")[2].upper(),
        size=file_size(file.size) if file else "",
        pages=cited.pages,
        external=bool(document.link),
        warning="" if document.is_current else _("Dokumen ini sudah diganti dengan versi yang lebih baru."),
    )


def _decisions(trace: Trace) -> list[tuple[str, str]]:
    """(title, words) of the portal's own decisions behind these numbers."""
    titles = {
        "rounding": _("Pembulatan"),
        "borders": _("Nilai di tepi rentang"),
        "window": _("Jendela waktu"),
    }
    return [
        (titles.get(key) or _("Baris %(row)s") % {"row": key}, _words(decision))
        for key, decision in trace.decisions
    ]


def _words(decision: Decision) -> str:
    return decision.reason if (get_language() or "id").startswith("id") else decision.reason_en


def _listed(place: Place, basis: Basis, trace: Trace, results: dict[Basis, Result]) -> dict[str, Any]:
    """The innovations of the facts that may be named, and the sum of those that may not."""
    innovations = innovations_of(
        place.region_period, actor=place.actor, basis=basis, results=results, trace=trace
    )
    named = {str(line.public_id): line for line in innovations.lines}
    counted: list[InnovationShown] = []
    excluded: list[InnovationShown] = []
    for entry in trace.innovations:
        line = named.get(entry.id)
        if line is None:
            continue
        shown = InnovationShown(
            entry,
            line.name,
            line.opd,
            place.basis_url("index_innovation", basis, public_id=entry.id),
            reason=line.reason,
        )
        (counted if entry.counts else excluded).append(shown)
    counted.sort(key=lambda shown: (-shown.entry.maturity, shown.name))
    return {"innovations": innovations, "counted": counted, "excluded": excluded}


def _reason_text(place: Place, entry: InnovationTrace | None) -> str:
    if entry is None:
        return ""
    return "; ".join(
        reason_words(reason, stage=Stage(entry.stage), instrument=place.instrument)
        for reason in entry.reasons
    )
