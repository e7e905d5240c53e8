"""Questions of the desk, as the OPD reads and answers them. Nothing else of the innovation opens for it."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from iga_portal.refusals import Refused, StaleVersion
from iga_portal.web.here import here
from innovations.domain.questions import reply_to_question
from innovations.domain.seen import field_hash
from innovations.models import Answer, RowQuestion
from innovations.queries.questions import questions_on, waiting_for_opd
from innovations.rules import can_answer_question
from innovations.views.opd_common import crumbs, grant_of, period_or_404, tried
from regions.access import actor_of

CONFLICT, UNPROCESSABLE = 409, 422


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """A question as the OPD sees it: `seen` is the hash of the answer that the page shows, `typed` what was not stored."""

    question: RowQuestion
    seen: str
    can_reply: bool
    typed: str = ""
    problem: str = ""
    back: str = ""


def question_lines(request: HttpRequest, answer: Answer) -> list[QuestionLine]:
    """What the desk asked on a row: the open question, and those that were answered; closed unanswered ones are nobody's work."""
    actor = actor_of(request)
    return [
        QuestionLine(
            question,
            field_hash(question.reply),
            can_reply=question.closed_at is None and bool(can_answer_question(actor, answer.innovation)),
            back="baris",
        )
        for question in questions_on(answer)
        if question.closed_at is None or question.replied_at is not None
    ]


@require_safe
def questions(request: HttpRequest, **place: int) -> HttpResponse:
    return _show(request)


@require_POST
def reply(request: HttpRequest, question_id: int, **place: int) -> HttpResponse:
    """Store an answer; leads back to the row or the list that it was written on."""
    text = request.POST.get("jawaban", "")
    outcome = tried(
        lambda: reply_to_question(
            question_id, actor=actor_of(request), text=text, seen=request.POST.get("terlihat", "")
        )
    )
    if isinstance(outcome, Refused | ValidationError):
        words = outcome.message if isinstance(outcome, Refused) else " ".join(outcome.messages)
        status = CONFLICT if isinstance(outcome, StaleVersion) else UNPROCESSABLE
        return _show(request, refused=question_id, typed=text, problem=words, status=status)
    messages.success(request, _("Jawaban tersimpan; penelaah sudah diberi tahu."))
    answer = outcome.answer
    if request.POST.get("kembali") == "baris":
        return redirect(
            here(request, "row", public_id=answer.innovation.public_id, row=answer.row) + "#pertanyaan"
        )
    return redirect(here(request, "questions"))


def _show(
    request: HttpRequest, *, refused: int = 0, typed: str = "", problem: str = "", status: int = 200
) -> HttpResponse:
    period_or_404(request)
    actor = actor_of(request)
    waiting = list(waiting_for_opd(actor))
    if refused and refused not in {question.pk for question in waiting}:
        # Answered or closed meanwhile: what was typed is shown beside it all the same.
        waiting += RowQuestion.objects.filter(
            pk=refused, answer__innovation__opd_id__in=actor.opd_ids
        ).select_related("answer__innovation__opd", "asked_by", "replied_by")
    lines = [
        QuestionLine(
            question,
            field_hash(question.reply),
            can_reply=question.closed_at is None
            and bool(can_answer_question(actor, question.answer.innovation)),
            typed=typed if question.pk == refused else "",
            problem=problem if question.pk == refused else "",
        )
        for question in waiting
    ]
    if problem and not any(line.problem for line in lines):
        messages.error(request, problem)
    return render(
        request,
        "innovations/opd/questions.html",
        {
            "lines": lines,
            "zone": grant_of(request).region.time_zone,
            "crumbs": crumbs(request, _("Pertanyaan desk")),
        },
        status=status,
    )
