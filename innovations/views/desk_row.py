"""One row at the desk: the evidence left, the rubric right, the verdict, and on to the next open row."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from iga_portal.refusals import Refused
from iga_portal.tenancy.middleware import asks_for_json
from iga_portal.web.here import here
from innovations.domain.verdicts import QUALITY, JudgedMeanwhile, Page, bench_of, judge_row
from innovations.enums import State
from innovations.forms_desk import JudgeForm
from innovations.models import Answer, Innovation, Verdict
from innovations.queries.desk import differences
from innovations.views.desk_common import find_innovation
from innovations.views.desk_row_page import (
    FOLLOWS,
    FORCE,
    SAVED,
    SAW,
    STAY,
    TAB,
    TAKE_OVER,
    Conflict,
    RowPage,
    context_of,
    form_of,
    offered,
    row_page_of,
    uuid_of,
)
from innovations.views.opd_common import tried
from regions.access import actor_of

FIELD_OF_CODE = {
    "reason": "reason",
    "opd_note": "opd_note",
    "desk_note": "desk_note",
    "level": "level",
    "above_claim": "level",
}
CONFLICT, UNPROCESSABLE = 409, 422


def row(request: HttpRequest, public_id: UUID, row: int, **kwargs: object) -> HttpResponse:
    page = row_page(request, public_id, row)
    if request.method == "POST":
        return _judge(request, page)
    return _show(request, page)


def row_page(request: HttpRequest, public_id: UUID, row: int) -> RowPage:
    """Find a row of an innovation of this region, or 404."""
    found = find_innovation(request, public_id, also_recalled=True)
    answers = {answer.row: answer for answer in Answer.objects.filter(innovation=found)}
    if row not in answers:
        raise Http404("no such row")
    return row_page_of(found, answers, row, bench=bench_of(actor_of(request).role))


def page_of(data: QueryDict) -> Page:
    """The tab that a form came from. A form without a token is a tab of its own."""
    saw = data.get(SAW, "")
    return Page(
        tab=uuid_of(data.get(TAB, "")) or UUID(int=0),
        follows=uuid_of(data.get(FOLLOWS, "")),
        force=FORCE in data,
        saw=int(saw[:18]) if saw.isdecimal() else 0,
    )


def _judge(request: HttpRequest, page: RowPage) -> HttpResponse:
    data, source = (request.POST, None) if page.is_quality else _taking_over(request.POST, page.answer)
    form = form_of(page, data)
    conflict = Conflict()
    status = UNPROCESSABLE
    if form.is_valid():
        wanted = form.cleaned_data
        outcome = tried(
            lambda: judge_row(
                page.answer.pk,
                reviewer=actor_of(request),
                level=wanted["level"],
                seen_hash=wanted["seen"],
                reason=form.full_reason(),
                opd_note=wanted["opd_note"],
                desk_note=wanted["desk_note"],
                taken_over=source,
                page=page_of(data),
            )
        )
        if not isinstance(outcome, Refused | ValidationError):
            return _saved(request, page, tab=str(page_of(data).tab))
        status = _refused(form, outcome)
        conflict = Conflict(
            judged=isinstance(outcome, JudgedMeanwhile),
            held_by_you=isinstance(outcome, Refused) and outcome.code == "held_by_you",
        )
    # A form that does not fit may rest on a row that has changed: the level chosen then is no longer offered.
    page = row_page(request, page.innovation.public_id, page.answer.row)
    if form.data.get("seen") != page.seen:
        status = CONFLICT
        conflict = Conflict(
            changed=differences(form.content_seen(), page.content) or [_("Isi baris ini berubah.")],
            held_by_you=conflict.held_by_you,
        )
    form.carry_on(content=page.content, seen=page.seen)
    form.offer(offered(page))
    return _show(request, page, form=form, conflict=conflict, status=status)


def _taking_over(posted: QueryDict, answer: Answer) -> tuple[QueryDict, int | None]:
    """What was sent, with the level and reason of the verdict that the person takes over; and its id.

    What was typed stays: a reason of one's own is added to that of the verdict.
    """
    wanted = posted.get(TAKE_OVER, "")
    if not wanted.isdecimal():
        return posted, None
    source = Verdict.objects.filter(pk=int(wanted[:18]), stands=True, answer__row=answer.row).first()
    if source is None:
        return posted, int(wanted[:18])  # the domain says why not
    data = posted.copy()
    typed = posted.get("reason", "").strip()
    data["level"] = str(source.level)
    data["reason"] = " ".join(dict.fromkeys(filter(None, [source.reason, typed])))
    data.setlist("ready", [])
    return data, source.pk


def _refused(form: JudgeForm, outcome: Refused | ValidationError) -> int:
    """Tell a refusal at its field, or over the form; the status of the answer."""
    if isinstance(outcome, ValidationError):
        form.add_error(None, outcome)
        return UNPROCESSABLE
    form.add_error(FIELD_OF_CODE.get(outcome.code), outcome.message)
    return UNPROCESSABLE if outcome.code in FIELD_OF_CODE else CONFLICT


def _saved(request: HttpRequest, page: RowPage, *, tab: str) -> HttpResponse:
    """On to where saving leads: as a redirect, or as its address for the script that saves without leaving the page."""
    url, is_done = _after(request, page, tab=tab)
    if is_done:
        messages.success(request, _("Semua baris sudah diputuskan."))
    if asks_for_json(request):
        return JsonResponse({"status": "saved", "url": url}, headers={"Cache-Control": "no-store"})
    return redirect(url)


def _after(request: HttpRequest, page: RowPage, *, tab: str) -> tuple[str, bool]:
    """Where saving leads: the next open row (from here on, then from the top), or the overview. The tab takes its token along."""
    found, judged = page.innovation, page.answer.row
    told = "?" + urlencode({SAVED: str(judged), TAB: tab})
    if request.POST.get("lalu") == STAY:
        return here(request, "row", public_id=found.public_id, row=judged) + told, False
    following = page.next_open
    if following is None:
        return here(request, "innovation", public_id=found.public_id), True
    return here(request, "row", public_id=found.public_id, row=following) + told, False


def _show(
    request: HttpRequest,
    page: RowPage,
    *,
    form: JudgeForm | None = None,
    conflict: Conflict | None = None,
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = context_of(request, page, form=form, conflict=conflict or Conflict())
    return render(request, "innovations/desk/row.html", context, status=status)


def resume(request: HttpRequest, public_id: UUID, **kwargs: object) -> HttpResponse:
    """Go on where the work stopped: the first row without a verdict, or the overview when there is none or it is not at the desk."""
    found: Innovation = find_innovation(request, public_id)
    bench = bench_of(actor_of(request).role)
    first = (
        Answer.objects.filter(innovation=found, **{f"{bench.field}__isnull": True})
        .order_by("row")
        .values_list("row", flat=True)
        .first()
    )
    if first is None or found.state != (State.SENT if bench is QUALITY else State.SUBMITTED):
        return redirect(here(request, "innovation", public_id=public_id))
    return redirect(here(request, "row", public_id=public_id, row=first))
