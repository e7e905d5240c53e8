"""A question of the desk on one row: asking, and taking back."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from iga_portal.refusals import Refused
from iga_portal.web.here import here
from innovations.domain.questions import ask_question, take_back_question
from innovations.queries.questions import open_question, questions_on
from innovations.views.desk_row import page_of, row_page
from innovations.views.desk_row_page import TAB
from innovations.views.opd_common import tell_refusal, tried
from regions.access import actor_of

KEPT = "tanya"
"""In the address after a refusal: what was typed, so that it stands in its field again."""


@require_POST
def ask(request: HttpRequest, public_id: UUID, row: int, **kwargs: object) -> HttpResponse:
    """Ask (`tanya`), or take the open question back (`tarik`). Leads back to the row, which shows it."""
    page = row_page(request, public_id, row)
    reviewer, now = actor_of(request), page_of(request.POST)
    back = here(request, "row", public_id=public_id, row=row)
    kept: dict[str, str] = {TAB: str(now.tab)}
    if "tarik" in request.POST:
        question = open_question(questions_on(page.answer))
        if question is not None:
            pk = question.pk
            outcome = tried(lambda: take_back_question(pk, reviewer=reviewer))
            if isinstance(outcome, Refused | ValidationError):
                tell_refusal(request, outcome)
            else:
                messages.success(request, _("Pertanyaan ditarik; jam baris ini berjalan lagi."))
        return redirect(f"{back}?{urlencode(kept)}#pertanyaan")
    text = request.POST.get("tanya", "")
    asked = tried(lambda: ask_question(page.answer.pk, reviewer=reviewer, text=text, page=now))
    if isinstance(asked, Refused | ValidationError):
        tell_refusal(request, asked)
        kept[KEPT] = text[:1000]
    else:
        messages.success(request, _("Pertanyaan dikirim ke OPD; jam baris ini berhenti sampai dijawab."))
    return redirect(f"{back}?{urlencode(kept)}#pertanyaan")
