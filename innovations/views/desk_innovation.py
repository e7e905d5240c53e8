"""One innovation as desk and regional admin see it: the rows with claim and verdict, the proposal, the story."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from iga_portal.refusals import ALLOWED, Refused, Ruling
from iga_portal.web.frame import Crumb
from iga_portal.web.here import here
from innovations import reference
from innovations.domain.leases import held_words, lease_on
from innovations.domain.verdicts import Page, judge_row
from innovations.enums import State
from innovations.models import Answer, Innovation, Transition, Verdict
from innovations.queries.confirmations import standing_for
from innovations.queries.desk import desk_notes, latest_fallen, seen_of, standing_verdicts
from innovations.queries.opd import Sheet, sheet_of, window_of
from innovations.queries.questions import asked_rows
from innovations.rules import can_take_step
from innovations.views.desk_common import (
    events_of,
    find_innovation,
    proposal_lines,
    window_words,
    zone_of,
)
from innovations.views.opd_common import tried
from innovations.views.reading import in_order, reading_of
from innovations.workflow import Action, Step, actions_for
from regions.access import Actor, actor_of
from regions.enums import Phase, Role


@dataclass(frozen=True, slots=True)
class RowLine:
    """One of the 20 rows in the overview."""

    answer: Answer
    title: str
    mandatory: bool
    documents: int
    verdict: Verdict | None
    fallen: Verdict | None
    """A verdict that fell and was not given anew."""
    asked: bool | None
    """None without an open question, else whether the OPD has answered it."""


@dataclass(frozen=True, slots=True)
class StepButton:
    """A step of the workflow table that the actor may ask for now; `blocked` says what is still missing for it."""

    step: Step
    url: str
    blocked: str


def innovation(request: HttpRequest, public_id: UUID, **kwargs: object) -> HttpResponse:
    found = find_innovation(request, public_id)
    actor = actor_of(request)
    sheet = sheet_of(found)
    verdicts, fallen = standing_verdicts(found), latest_fallen(found)
    asked = asked_rows([found.pk]).get(found.pk, {})
    lines = [
        _row_line(answer, sheet=sheet, verdicts=verdicts, fallen=fallen, asked=asked)
        for answer in sheet.answers
    ]
    open_rows = [line.answer.row for line in lines if line.verdict is None]
    at_desk = found.state == State.SUBMITTED and actor.role is Role.REVIEWER
    ruling = _ruling(actor, found)
    transitions = Transition.objects.filter(innovation=found).select_related("actor")
    reading = reading_of(request, found)
    return render(
        request,
        "innovations/desk/innovation.html",
        {
            "innovation": found,
            "lines": lines,
            "open_rows": open_rows,
            "first_open": open_rows[0] if open_rows else None,
            "empty_rows": _empty_rows(sheet, open_rows) if at_desk and ruling else [],
            "judging": at_desk and bool(ruling),
            "refusal": "" if ruling else ruling.reason,
            "held": _held_by_other(request, found) if at_desk else "",
            "phase_words": phase_words(found),
            "buttons": _buttons(request, found, open_rows=open_rows) if ruling else [],
            "claimed": sheet.maturity("claimed_level"),
            "verified": sheet.maturity("verified_level"),
            "judged": len(lines) - len(open_rows),
            "maximum": sum(
                (row.weight * 3 for row in sheet.instrument.sid_rows), start=sheet.maturity("row") * 0
            ),
            "confirmation": standing_for(found),
            "window": window_words(window_of(found, sheet.instrument.eligibility)),
            "advice": sheet.gaps,
            "proposal": proposal_lines(request, found),
            "urusan": reference.urusan_names().get(found.urusan, ""),
            "notes": desk_notes(found),
            "events": in_order(events_of(list(transitions.prefetch_related("reasons"))), reading.events),
            "reading": reading,
            "zone": zone_of(request),
            "crumbs": crumbs(request, found.name),
        },
    )


def crumbs(request: HttpRequest, *steps: str | tuple[str, str]) -> list[Crumb]:
    """From the list that an innovation hangs under in this place: the desk's queue, the admin's portfolio."""
    role = actor_of(request).role
    if role is Role.EVALUATOR:
        first = Crumb(_("Sampel daerah ini"), here(request, "quality"))
    elif role is Role.REVIEWER:
        first = Crumb(_("Antrean"), here(request, "home"))
    else:
        first = Crumb(_("Portofolio"), here(request, "portfolio"))
    return [first, *(Crumb(step) if isinstance(step, str) else Crumb(*step) for step in steps)]


def _ruling(actor: Actor, found: Innovation) -> Ruling:
    """Whether the actor may take the steps that the table gives to their role here; conflicts of interest included."""
    steps = actions_for(actor.role, state=State(found.state))
    return can_take_step(actor, found, steps[0]) if steps else ALLOWED


def _held_by_other(request: HttpRequest, found: Innovation) -> str:
    """Who reads this innovation now, when it is somebody else."""
    lease = lease_on(found)
    if lease is None or lease.holder_id == actor_of(request).person_id:
        return ""
    return held_words(lease, own=False, zone=zone_of(request))


def phase_words(found: Innovation) -> str:
    """What the end of input changed for the desk, "" before it."""
    if found.region_period.phase_at(timezone.now()) is not Phase.MEASUREMENT:
        return ""
    return _(
        "Penjaringan sudah ditutup. Keputusan masih dapat disimpan dan membentuk indeks terverifikasi, tetapi inovasi ini tidak dapat lagi dikembalikan ke OPD atau dikirim."
    )


def _row_line(
    answer: Answer,
    *,
    sheet: Sheet,
    verdicts: dict[int, Verdict],
    fallen: dict[int, Verdict],
    asked: dict[int, bool],
) -> RowLine:
    row = sheet.instrument.row(str(answer.row))
    verdict = verdicts.get(answer.row)
    return RowLine(
        answer=answer,
        title=row.title,
        mandatory=row.mandatory,
        documents=len(sheet.evidence_of(answer)),
        verdict=verdict,
        fallen=None if verdict else fallen.get(answer.row),
        asked=asked.get(answer.row),
    )


def _buttons(request: HttpRequest, found: Innovation, *, open_rows: list[int]) -> list[StepButton]:
    buttons = []
    for step in actions_for(actor_of(request).role, state=State(found.state)):
        if step.action is Action.SEND:
            continue  # sent together with others, from the portfolio
        blocked = ""
        if step.action is Action.VERIFY and open_rows:
            blocked = ngettext(
                "Verifikasi terbuka setelah %(count)d baris lagi diputuskan.",
                "Verifikasi terbuka setelah %(count)d baris lagi diputuskan.",
                len(open_rows),
            ) % {"count": len(open_rows)}
        url = here(request, "step", public_id=found.public_id, action=step.action)
        buttons.append(StepButton(step, url, blocked))
    return buttons


def _empty_rows(sheet: Sheet, open_rows: list[int]) -> list[tuple[int, str]]:
    """Open rows that the OPD left unanswered and without evidence, with the hash of what is seen of them."""
    return [
        (answer.row, seen_of(answer, list(sheet.evidence_of(answer)))[1])
        for answer in sheet.answers
        if answer.row in open_rows and not answer.claimed_level and not sheet.evidence_of(answer)
    ]


UNJUDGED = Page(saw=0)
"""The overview offers only rows without a verdict; one that somebody judged meanwhile is left as it is."""


@require_POST
def accept_empty(request: HttpRequest, public_id: UUID, **kwargs: object) -> HttpResponse:
    """Record 0 on the rows that the OPD left unanswered: nothing to look at, so not one page each.

    Each row carries the hash of what the overview showed; a row that was answered meanwhile is left open.
    """
    found = find_innovation(request, public_id)
    rows = {answer.row: answer for answer in Answer.objects.filter(innovation=found)}
    done, refused = 0, None
    for entry in request.POST.getlist("kosong")[: len(rows)]:
        number, _sign, seen = entry.partition(":")
        answer = rows.get(int(number)) if number.isdecimal() else None
        if answer is None or answer.claimed_level:
            continue
        outcome = tried(
            partial(judge_row, answer.pk, reviewer=actor_of(request), level=0, seen_hash=seen, page=UNJUDGED)
        )
        if isinstance(outcome, Refused):
            refused = outcome
        else:
            done += 1
    if refused is not None:
        messages.error(request, refused.message)
    elif done:
        messages.success(
            request,
            ngettext("%(count)d baris kosong diputuskan 0.", "%(count)d baris kosong diputuskan 0.", done)
            % {"count": done},
        )
    return redirect(here(request, "innovation", public_id=public_id))
