"""The SPD rows of a region in quality control: all twenty, and one at a time with its figures, borders and evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from iga_portal.refusals import Refused
from iga_portal.tenancy.middleware import asks_for_json
from iga_portal.web.frame import Crumb
from iga_portal.web.here import here
from innovations.domain.judged import confirmed_level, region_citations_of, region_row_content
from innovations.domain.verdicts import JudgedMeanwhile, judge_region_row
from innovations.enums import VerdictStage
from innovations.forms.rows import RowFace
from innovations.forms_desk import AssessForm
from innovations.guide import handbook_url
from innovations.models import Answer, Citation, QualitySample, RegionAnswer, Verdict
from innovations.queries.quality import spd_sample_of
from innovations.queries.spd import SpdLine, SpdSheet, measured_of, spd_sheet
from innovations.rules import can_assess
from innovations.views.autosaving import key_of
from innovations.views.desk_common import hundredths, zone_of
from innovations.views.desk_evidence import opened_of, panels_of
from innovations.views.desk_row import CONFLICT, FIELD_OF_CODE, UNPROCESSABLE, page_of
from innovations.views.desk_row_page import SAVED, STAY, Conflict
from innovations.views.opd_common import period_or_404, tried
from innovations.views.region_spd_parts import season_of, worked_out
from regions.access import actor_of
from regions.models import RegionPeriod
from regions.queries.instruments import instrument_of
from regions.queries.periods import region_period as region_period_of
from scoring.core.canonical import fingerprint


@dataclass(frozen=True, slots=True)
class Found:
    """The region's rows as an evaluator reads them. A region that has not sent shows nothing."""

    region_period: RegionPeriod
    sheet: SpdSheet
    sample: QualitySample | None
    verdicts: dict[str, Verdict]


def _find(request: HttpRequest, region_id: int) -> Found:
    """404 for a region that lies not with Kemendagri; one's own sample is still found after a recall, to be told why."""
    period = region_period_of(region_id, period=period_or_404(request))
    period.period = request.period  # type: ignore[attr-defined]  # left there by `period_or_404`
    sample = spd_sample_of(period)
    mine = sample is not None and sample.evaluator_id == actor_of(request).person_id
    if period.sent_at is None and not (mine and request.method == "POST"):
        raise Http404("nothing was sent")
    standing = Verdict.objects.filter(
        region_answer__region_period=period, stage=VerdictStage.QUALITY_CONTROL, stands=True
    ).select_related("region_answer", "reviewer")
    return Found(
        period,
        spd_sheet(period, instrument=instrument_of(period.period)),
        sample,
        {entry.region_answer.row: entry for entry in standing if entry.region_answer is not None},
    )


@require_safe
def sheet(request: HttpRequest, region_id: int, **kwargs: object) -> HttpResponse:
    found = _find(request, region_id)
    actor, now = actor_of(request), timezone.now()
    ruling = can_assess(actor, found.sample, now=now)
    left = [line for line in _answered(found) if line.row.code not in found.verdicts]
    return render(
        request,
        "innovations/quality/spd.html",
        {
            "lines": [(line, found.verdicts.get(line.row.code)) for line in found.sheet.lines],
            "sample": found.sample,
            "left": left,
            "first_open": left[0].row.code if left else None,
            "judged": len(_answered(found)) - len(left),
            "rows_words": _("dari %(count)d") % {"count": len(_answered(found))},
            "judging": bool(ruling),
            "may_end": bool(can_assess(actor, found.sample, now=now, also_closed=True)),
            "refusal": "" if ruling else ruling.reason,
            "confirmed": found.sheet.confirmed,
            "final": hundredths(found.sheet.final_hundredths),
            "zone": zone_of(request),
            "crumbs": _crumbs(request, _("Baris SPD")),
        },
    )


def _answered(found: Found) -> list[SpdLine]:
    """Rows that the region answered: of the others there is nothing to look at."""
    return [line for line in found.sheet.lines if line.level is not None]


def _crumbs(request: HttpRequest, *steps: str | tuple[str, str]) -> list[Crumb]:
    first = Crumb(_("Sampel daerah ini"), here(request, "quality"))
    return [first, *(Crumb(step) if isinstance(step, str) else Crumb(*step) for step in steps)]


@require_http_methods(["GET", "HEAD", "POST"])
def row(request: HttpRequest, region_id: int, row: str, **kwargs: object) -> HttpResponse:
    found = _find(request, region_id)
    line = next((entry for entry in found.sheet.lines if entry.row.code == row), None)
    if line is None or line.answer is None or line.answer.level is None:
        raise Http404("no such row")
    if request.method == "POST":
        return _judge(request, found, line, line.answer)
    return _show(request, found, line, line.answer)


def _form(line: SpdLine, answer: RegionAnswer, data: Any = None, **more: Any) -> AssessForm:
    # The form of a row asks an answer for its claim alone.
    claim = Answer(claimed_level=answer.level)
    words = _("tingkat terkonfirmasi") if answer.confirmed_by_id else _("tanpa konfirmasi")
    return AssessForm(
        data,
        face=RowFace(line.row, ""),
        answer=claim,
        standing=confirmed_level(answer),
        desk_words=words,
        **more,
    )


def _judge(request: HttpRequest, found: Found, line: SpdLine, answer: RegionAnswer) -> HttpResponse:
    form = _form(line, answer, request.POST)
    conflict, status = Conflict(), UNPROCESSABLE
    if form.is_valid():
        wanted = form.cleaned_data
        outcome = tried(
            lambda: judge_region_row(
                answer.pk,
                evaluator=actor_of(request),
                level=wanted["level"],
                seen_hash=wanted["seen"],
                reason=form.full_reason(),
                opd_note=wanted["opd_note"],
                desk_note=wanted["desk_note"],
                page=page_of(request.POST),
            )
        )
        if not isinstance(outcome, Refused | ValidationError):
            return _saved(request, found, line)
        if isinstance(outcome, ValidationError):
            form.add_error(None, outcome)
        else:
            form.add_error(FIELD_OF_CODE.get(outcome.code), outcome.message)
            status = UNPROCESSABLE if outcome.code in FIELD_OF_CODE else CONFLICT
            conflict = Conflict(judged=isinstance(outcome, JudgedMeanwhile))
    return _show(request, found, line, answer, form=form, conflict=conflict, status=status)


def _saved(request: HttpRequest, found: Found, line: SpdLine) -> HttpResponse:
    """On to the next row without a verdict; as an address for the script that saves without leaving the page."""
    code = line.row.code
    told = "?" + urlencode({SAVED: code})
    codes = [entry.row.code for entry in _answered(found)]
    at = codes.index(code)
    following = next(
        (other for other in (*codes[at + 1 :], *codes[:at]) if other not in found.verdicts), None
    )
    if request.POST.get("lalu") == STAY:
        url = here(request, "quality_spd_row", row=code) + told
    elif following is None:
        messages.success(request, _("Semua baris sudah diputuskan."))
        url = here(request, "quality_spd")
    else:
        url = here(request, "quality_spd_row", row=following) + told
    if asks_for_json(request):
        return JsonResponse({"status": "saved", "url": url}, headers={"Cache-Control": "no-store"})
    return redirect(url)


def _show(
    request: HttpRequest,
    found: Found,
    line: SpdLine,
    answer: RegionAnswer,
    *,
    form: AssessForm | None = None,
    conflict: Conflict | None = None,
    status: int = 200,
) -> HttpResponse:
    ruling = can_assess(actor_of(request), found.sample, now=timezone.now())
    citations = region_citations_of(answer)
    content = region_row_content(answer, citations)
    seen = fingerprint(content)
    history = list(Verdict.objects.filter(region_answer=answer).select_related("reviewer"))
    standing = next((verdict for verdict in history if verdict.stands), None)
    conflict = conflict or Conflict()
    if form is not None:
        if form.data.get("seen") != seen:
            status = CONFLICT
            conflict = Conflict(changed=[_("Isi atau bukti baris ini berubah.")], judged=conflict.judged)
        form.carry_on(content=content, seen=seen)
    elif ruling:
        form = _form(line, answer, initial=AssessForm.initial_of(standing, content=content, seen=seen))
    panels = panels_of(
        request, [Citation(pk=entry.pk, document=entry.document, pages=entry.pages) for entry in citations]
    )
    rows: Sequence[SpdLine] = _answered(found)
    codes = [entry.row.code for entry in rows]
    at = codes.index(line.row.code)
    return render(
        request,
        "innovations/quality/spd_row.html",
        {
            "line": line,
            "row": line.row,
            "face": RowFace(line.row, ""),
            "answer": answer,
            "evidence": line.row.evidence,
            "worked_out": worked_out(line),
            "season": season_of(line.row),
            "measured": measured_of(line.row, answer),
            "panels": panels,
            "opened": opened_of(request, panels),
            "claimed": answer.level or 0,
            "standing_level": confirmed_level(answer),
            "standing": standing,
            "fallen": [verdict for verdict in history if not verdict.stands],
            "history": {"standing": standing},
            "form": form,
            "conflict": conflict,
            "can_save": bool(ruling),
            "refusal": "" if ruling else ruling.reason,
            "sample": found.sample,
            "is_quality": True,
            "saw": standing.pk if standing else 0,
            "guide_url": handbook_url(line.row.code),
            "draft_key": key_of(request, f"spd-{found.region_period.pk}", line.row.code),
            "strip": [(entry.row.code, entry.row.code not in found.verdicts) for entry in rows],
            "open_count": sum(entry.row.code not in found.verdicts for entry in rows),
            "previous": codes[at - 1] if at else None,
            "next": codes[at + 1] if at + 1 < len(codes) else None,
            "saved": request.GET[SAVED] if request.GET.get(SAVED) in codes else "",
            "tab": "",
            "zone": zone_of(request),
            "home_url": reverse("penilai:quality_spd", args=[found.region_period.region_id]),
            "crumbs": _crumbs(
                request,
                (_("Baris SPD"), here(request, "quality_spd")),
                _("Baris %(row)s") % {"row": line.row.code},
            ),
        },
        status=status,
    )
