"""What the desk's page of one row shows: evidence, rubric, what was decided before and elsewhere, and the form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from iga_portal.refusals import Ruling, refuse
from iga_portal.web.here import here
from innovations.domain.leases import BEAT_SECONDS, desk_is_open, held_words, lease_on
from innovations.enums import State
from innovations.forms.rows import RowFace, measured_words, placement_of
from innovations.forms_desk import JudgeForm
from innovations.guide import handbook_url
from innovations.models import Answer, Citation, Innovation, Lease, ReturnReason, Verdict
from innovations.queries.canned_reasons import reasons_for
from innovations.queries.desk import RowHistory, row_history, seen_of
from innovations.queries.judged_elsewhere import judged_elsewhere
from innovations.queries.questions import open_question, questions_on
from innovations.queries.row_changes import RowChanges, row_changes
from innovations.rules import can_take_step
from innovations.views.autosaving import key_of
from innovations.views.desk_common import zone_of
from innovations.views.desk_evidence import opened_of, panels_of, pictures_ahead
from innovations.views.desk_innovation import crumbs, phase_words
from innovations.views.word_diff import Difference, word_difference
from innovations.workflow import BY_ACTION, Action
from regions.access import actor_of
from regions.enums import Role

SAVED = "tersimpan"
"""In the address after saving: the row that was saved, for one quiet word beside the strip."""
TAB, FOLLOWS, SAW, FORCE, TAKE_OVER, STAY = "tab", "ikut", "putusan", "paksa", "ambil_alih", "tetap"
"""Names in the form and the address: this tab's token, the token it follows, the verdict shown, and what a button asks for."""


@dataclass(frozen=True, slots=True)
class RowPage:
    """A row with its innovation (OPD and period at hand) and all twenty answers by row."""

    innovation: Innovation
    answers: Mapping[int, Answer]
    answer: Answer
    face: RowFace

    @property
    def next_open(self) -> int | None:
        """The next row without a verdict: from here on, then from the top; this one not among them."""
        rows = [
            number
            for number, entry in sorted(self.answers.items())
            if entry.verified_level is None and number != self.answer.row
        ]
        return next((number for number in rows if number > self.answer.row), rows[0] if rows else None)


@dataclass(frozen=True, slots=True)
class Conflict:
    """Why a verdict was not stored, as far as the page has more to say than the refusal."""

    changed: Sequence[str] = ()
    judged: bool = False
    held_by_you: bool = False


@dataclass(frozen=True, slots=True)
class Before:
    """The verdict before this one, what changed since, and the return that lies between."""

    verdict: Verdict | None
    changes: RowChanges | None
    note: Difference | None
    asked: ReturnReason | None
    others: RowHistory = field(default_factory=lambda: RowHistory(None, (), ()))


def uuid_of(text: str) -> UUID | None:
    try:
        return UUID(text) if len(text) <= 36 else None
    except ValueError:
        return None


ONLY_READS = "reads"


def may_judge(request: HttpRequest, found: Innovation) -> Ruling:
    """May the person judge now; a refusal without words is for those who only read here."""
    if actor_of(request).role is not Role.REVIEWER:
        return refuse(ONLY_READS, "")  # the regional admin reads what the desk decided
    ruling = can_take_step(actor_of(request), found, BY_ACTION[Action.VERIFY])
    if ruling and found.state != State.SUBMITTED:
        return refuse(
            "not_at_desk",
            _("Inovasi ini tidak sedang di desk (status: %(state)s); keputusan hanya dapat dibaca.")
            % {"state": found.get_state_display()},
        )
    if ruling and not desk_is_open(found, now=timezone.now()):
        return refuse("closed", _("Masa pengukuran sudah berakhir; keputusan desk hanya dapat dibaca."))
    return ruling


def context_of(
    request: HttpRequest, page: RowPage, *, form: JudgeForm | None, conflict: Conflict
) -> dict[str, Any]:
    """Everything that the template shows. `form` is one that was refused."""
    found, answer, face = page.innovation, page.answer, page.face
    ruling = may_judge(request, found)
    lease = lease_on(found) if ruling else None
    follows = uuid_of(request.GET.get(TAB, "") if request.method == "GET" else request.POST.get(TAB, ""))
    ruling, elsewhere_tab = _held(request, lease, ruling=ruling, follows=follows)
    citations, ahead = _citations(page)
    history = row_history(answer)
    content, seen = seen_of(answer, citations)
    if ruling and form is None:
        form = JudgeForm(
            initial=JudgeForm.initial_of(history.standing, content=content, seen=seen),
            face=face,
            answer=answer,
            offered=reasons_for(found.region_id, row=answer.row),
        )
    panels = panels_of(request, citations)
    others, more = judged_elsewhere(answer, citations, period_id=found.region_period_id)
    # Only a row that is still open offers to take one over by a key: what is decided is not overwritten in passing.
    taken = next((entry for entry in others if entry.can_be_taken), None) if not history.standing else None
    questions = questions_on(answer)
    numbers = sorted(page.answers)
    place = numbers.index(answer.row)
    claimed = answer.claimed_level or 0
    token = str(uuid4())
    return {
        "innovation": found,
        "answer": answer,
        "face": face,
        "row": face.row,
        "variant": face.row.basis(face.basis) if face.row.bases and face.is_open else None,
        "evidence": face.rule,
        "above": [level for level in face.levels if level.level > claimed],
        "claimed": claimed,
        "claim_points": face.points(claimed),
        "maximum": face.points(3),
        "measured": _measured(face, answer),
        "panels": panels,
        "opened": opened_of(request, panels),
        "ahead": pictures_ahead(request, ahead) if ruling else [],
        "history": history,
        "before": _before(history, content, citations),
        "elsewhere": others,
        "more_elsewhere": more,
        "first_taken": taken if ruling else None,
        "others_elsewhere": [entry for entry in others if entry is not taken or not ruling],
        "question": open_question(questions),
        "past_questions": [entry for entry in questions if entry.closed_at is not None],
        # What a reviewer typed is shown again whatever was refused; who only reads here has typed nothing in this page.
        "form": form
        if ruling or (form is not None and form.is_bound and ruling.code != ONLY_READS)
        else None,
        "can_save": bool(ruling) or conflict.held_by_you or elsewhere_tab,
        "refusal": "" if ruling else ruling.reason,
        "refused_because": ruling.code,
        "phase_words": phase_words(found),
        "conflict": conflict,
        "guide_url": handbook_url(answer.row),
        "tab": token,
        "follows": str(follows) if follows else "",
        "elsewhere_tab": elsewhere_tab,
        "held_words": held_words(lease, own=True, zone=zone_of(request)) if lease and elsewhere_tab else "",
        "saw": history.standing.pk if history.standing else 0,
        "beat_seconds": BEAT_SECONDS,
        "draft_key": key_of(request, found.public_id, answer.row),
        "strip": [page.answers[number] for number in numbers],
        "previous": numbers[place - 1] if place else None,
        "next": numbers[place + 1] if place + 1 < len(numbers) else None,
        "saved": request.GET[SAVED] if request.GET.get(SAVED) in {str(number) for number in numbers} else "",
        "open_count": sum(1 for entry in page.answers.values() if entry.verified_level is None),
        "is_reviewer": actor_of(request).role is Role.REVIEWER,
        "zone": zone_of(request),
        "crumbs": crumbs(
            request,
            (found.name, here(request, "innovation", public_id=found.public_id)),
            _("Baris %(row)d") % {"row": answer.row},
        ),
    }


def _held(
    request: HttpRequest, lease: Lease | None, *, ruling: Ruling, follows: UUID | None
) -> tuple[Ruling, bool]:
    """The ruling as the lease leaves it, and whether another tab of the same person seems to hold the innovation.

    Only the tab itself knows the token that it follows, so that its script takes the second back where it can.
    """
    if lease is None:
        return ruling, False
    if lease.holder_id != actor_of(request).person_id:
        return refuse("held", held_words(lease, own=False, zone=zone_of(request))), False
    return ruling, lease.tab != follows


def _citations(page: RowPage) -> tuple[list[Citation], list[Citation]]:
    """The row's citations and those of the row that comes next, in one query."""
    following = page.answers[page.next_open].pk if page.next_open else 0
    found = Citation.objects.filter(answer_id__in=[page.answer.pk, following]).select_related(
        "document__file"
    )
    both = list(found)
    return (
        [citation for citation in both if citation.answer_id == page.answer.pk],
        [citation for citation in both if citation.answer_id == following],
    )


def _before(history: RowHistory, content: Mapping[str, Any], citations: Sequence[Citation]) -> Before:
    """The verdict that this one replaces, unless one stands that judged what is here now."""
    fallen = [verdict for verdict in history.fallen if verdict.stage == "desk"]
    previous = fallen[0] if fallen and history.standing is None else None
    changes = row_changes(previous.judged, content, citations=citations) if previous else None
    return Before(
        verdict=previous,
        changes=changes,
        note=word_difference(*changes.note) if changes and changes.note else None,
        asked=history.returns[0] if history.returns else None,
        others=RowHistory(
            None,
            [verdict for verdict in history.fallen if verdict is not previous],
            history.returns[1:],
        ),
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
