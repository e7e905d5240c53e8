"""One row at the desk: the evidence left, the rubric right, the verdict, and on to the next open row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from iga_portal.refusals import Refused, Ruling, refuse
from iga_portal.web.here import here
from innovations.domain.verdicts import citations_of, judge_row
from innovations.enums import State
from innovations.forms.rows import RowFace, face_of, measured_words, placement_of
from innovations.forms_desk import JudgeForm
from innovations.models import Answer, Innovation
from innovations.queries.desk import differences, row_history, seen_of
from innovations.rules import can_take_step
from innovations.views.desk_common import Shown, find_innovation, shown_of, zone_of
from innovations.views.desk_innovation import crumbs
from innovations.views.opd_common import tried
from innovations.workflow import BY_ACTION, Action
from regions.access import actor_of
from regions.enums import Role
from regions.queries.instruments import instrument_of

FIELD_OF_CODE = {"reason": "reason", "level": "level", "above_claim": "level"}
CONFLICT, UNPROCESSABLE = 409, 422
SAVED = "tersimpan"
"""In the address after saving: the row that was saved, for one quiet word beside the strip."""


def row(request: HttpRequest, public_id: UUID, row: int, **kwargs: object) -> HttpResponse:
    found = find_innovation(request, public_id)
    answers = {answer.row: answer for answer in Answer.objects.filter(innovation=found)}
    if row not in answers:
        raise Http404("no such row")
    answer = answers[row]
    face = face_of(instrument_of(found.region_period.period).row(str(row)), answer=answer, innovation=found)
    ruling = _may_judge(request, found)
    if request.method == "POST":
        return _judge(request, found, answers=answers, answer=answer, face=face)
    return _page(request, found, answers=answers, answer=answer, face=face, ruling=ruling)


def _may_judge(request: HttpRequest, found: Innovation) -> Ruling:
    if actor_of(request).role is not Role.REVIEWER:
        return refuse("reads", "")  # the regional admin reads what the desk decided
    ruling = can_take_step(actor_of(request), found, BY_ACTION[Action.VERIFY])
    if ruling and found.state != State.SUBMITTED:
        return refuse(
            "not_at_desk",
            _("Inovasi ini tidak sedang di desk (status: %(state)s); keputusan hanya dapat dibaca.")
            % {"state": found.get_state_display()},
        )
    return ruling


def _judge(
    request: HttpRequest, found: Innovation, *, answers: dict[int, Answer], answer: Answer, face: RowFace
) -> HttpResponse:
    form = JudgeForm(request.POST, face=face, answer=answer)
    changed: list[str] = []
    status = UNPROCESSABLE
    if form.is_valid():
        wanted = form.cleaned_data
        outcome = tried(
            lambda: judge_row(
                answer.pk,
                reviewer=actor_of(request),
                level=wanted["level"],
                seen_hash=wanted["seen"],
                reason=form.full_reason(),
                desk_note=wanted["desk_note"],
            )
        )
        if not isinstance(outcome, Refused | ValidationError):
            return redirect(_after(request, found, answers=answers, judged=answer.row))
        if isinstance(outcome, ValidationError):
            form.add_error(None, outcome)
        else:
            form.add_error(FIELD_OF_CODE.get(outcome.code), outcome.message)
            if outcome.code not in FIELD_OF_CODE:
                status = CONFLICT
    # A form that does not fit may rest on a row that has changed: the level chosen then is no longer offered.
    content, seen = seen_of(answer, citations_of(answer))
    if form.data.get("seen") != seen:
        status = CONFLICT
        changed = differences(form.content_seen(), content) or [_("Isi baris ini berubah.")]
    form.carry_on(content=content, seen=seen)
    found.refresh_from_db()
    return _page(
        request, found, answers=answers, answer=answer, face=face, ruling=_may_judge(request, found),
        form=form, changed=changed, status=status,
    )  # fmt: skip


def _after(request: HttpRequest, found: Innovation, *, answers: dict[int, Answer], judged: int) -> str:
    """Where saving leads: the next open row (from here on, then from the top), or the overview."""
    told = f"?{SAVED}={judged}"
    if request.POST.get("lalu") == "tetap":
        return here(request, "row", public_id=found.public_id, row=judged) + told
    open_rows = [
        number for number, entry in answers.items() if entry.verified_level is None and number != judged
    ]
    following = next((number for number in open_rows if number > judged), open_rows[0] if open_rows else None)
    if following is None:
        messages.success(request, _("Semua baris sudah diputuskan."))
        return here(request, "innovation", public_id=found.public_id)
    return here(request, "row", public_id=found.public_id, row=following) + told


def _page(
    request: HttpRequest,
    found: Innovation,
    *,
    answers: dict[int, Answer],
    answer: Answer,
    face: RowFace,
    ruling: Ruling,
    form: JudgeForm | None = None,
    changed: Sequence[str] = (),
    status: int = 200,
) -> HttpResponse:
    citations = citations_of(answer)
    history = row_history(answer)
    content, seen = seen_of(answer, citations)
    if form is None:
        initial = JudgeForm.initial_of(history.standing, content=content, seen=seen)
        form = JudgeForm(initial=initial, face=face, answer=answer)
    numbers = sorted(answers)
    place = numbers.index(answer.row)
    documents = [shown_of(request, citation) for citation in citations]
    claimed = answer.claimed_level or 0
    return render(
        request,
        "innovations/desk/row.html",
        {
            "innovation": found,
            "answer": answer,
            "face": face,
            "row": face.row,
            "variant": face.row.basis(face.basis) if face.row.bases and face.is_open else None,
            "evidence": face.row.evidence_of(face.basis) if face.is_open else face.row.evidence,
            "above": [level for level in face.levels if level.level > claimed],
            "claimed": claimed,
            "claim_points": face.points(claimed),
            "maximum": face.points(3),
            "measured": _measured(face, answer),
            "documents": documents,
            "opened": _opened(request, documents),
            "history": history,
            "form": form if ruling else None,
            "refusal": "" if ruling else ruling.reason,
            "changed": changed,
            "strip": [answers[number] for number in numbers],
            "previous": numbers[place - 1] if place else None,
            "next": numbers[place + 1] if place + 1 < len(numbers) else None,
            "saved": request.GET[SAVED]
            if request.GET.get(SAVED) in {str(number) for number in numbers}
            else "",
            "open_count": sum(1 for entry in answers.values() if entry.verified_level is None),
            "zone": zone_of(request),
            "crumbs": crumbs(
                request,
                (found.name, here(request, "innovation", public_id=found.public_id)),
                _("Baris %(row)d") % {"row": answer.row},
            ),
        },
        status=status,
    )


def _measured(face: RowFace, answer: Answer) -> dict[str, Any] | None:
    """The OPD's figure against the printed ranges: what it gives, and whether it stands on a border or in a gap."""
    if face.measure is None or answer.measured is None:
        return None
    placement = placement_of(face.measure, answer.measured)
    return {
        "words": measured_words(face, answer.measured),
        "level": placement.level,
        "differs": placement.level != (answer.claimed_level or 0),
        "border": placement.level > 0 and (placement.on_border or placement.in_gap),
        "decision": face.measure.decision.reason if face.measure.decision else "",
    }


def _opened(request: HttpRequest, documents: Sequence[Shown]) -> Shown | None:
    """The document that the address asks for, else the first one that can be shown here."""
    wanted = request.GET.get("dok", "")
    for entry in documents:
        if str(entry.citation_id) == wanted:
            return entry
    return next((entry for entry in documents if entry.kind != "link"), documents[0] if documents else None)
