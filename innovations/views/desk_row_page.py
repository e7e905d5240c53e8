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
from innovations.domain.judged import as_sent, citations_in, judged_content, sent_rows
from innovations.domain.leases import BEAT_SECONDS, desk_is_open, held_words, lease_on
from innovations.domain.verdicts import DESK, QUALITY, Bench
from innovations.enums import State
from innovations.forms.rows import RowFace, face_of, measured_words, placement_of
from innovations.forms_desk import AssessForm, JudgeForm
from innovations.guide import handbook_url
from innovations.models import Answer, Citation, Innovation, Lease, QualitySample, ReturnReason, Verdict
from innovations.queries.appointments import appointments_of
from innovations.queries.canned_reasons import reasons_for
from innovations.queries.desk import RowHistory, row_history
from innovations.queries.judged_elsewhere import Elsewhere, judged_elsewhere
from innovations.queries.quality import sample_of
from innovations.queries.questions import open_question, questions_on
from innovations.queries.row_changes import RowChanges, row_changes
from innovations.rules import can_assess, can_take_step
from innovations.views.autosaving import key_of
from innovations.views.desk_common import zone_of
from innovations.views.desk_evidence import opened_of, panels_of, pictures_ahead
from innovations.views.desk_innovation import crumbs, phase_words
from innovations.views.word_diff import Difference, word_difference
from innovations.workflow import BY_ACTION, Action
from regions.access import actor_of
from regions.enums import Role
from regions.queries.instruments import instrument_of
from scoring.core.canonical import fingerprint

SAVED = "tersimpan"
"""In the address after saving: the row that was saved, for one quiet word beside the strip."""
TAB, FOLLOWS, SAW, FORCE, TAKE_OVER, STAY = "tab", "ikut", "putusan", "paksa", "ambil_alih", "tetap"
"""Names in the form and the address: this tab's token, the token it follows, the verdict shown, and what a button asks for."""


@dataclass(frozen=True, slots=True)
class RowPage:
    """A row with its innovation (OPD and period at hand) and all twenty answers by row.

    At the desk the row as it is, in quality control (`bench`) as it was sent: `content` is what is judged, `citations` what to
    open for it, `ahead` the evidence of the row that comes next.
    """

    innovation: Innovation
    answers: Mapping[int, Answer]
    answer: Answer
    face: RowFace
    content: Mapping[str, Any]
    citations: Sequence[Citation]
    ahead: Sequence[Citation]
    bench: Bench = DESK
    sample: QualitySample | None = None

    @property
    def seen(self) -> str:
        return fingerprint(self.content)

    @property
    def is_quality(self) -> bool:
        return self.bench is QUALITY

    def is_open(self, entry: Answer) -> bool:
        return getattr(entry, self.bench.field) is None

    @property
    def next_open(self) -> int | None:
        return following(self.answers, self.answer.row, field=self.bench.field)


def following(answers: Mapping[int, Answer], row: int, *, field: str) -> int | None:
    """The next row without a verdict: from `row` on, then from the top; that row not among them."""
    rows = [
        number for number, entry in sorted(answers.items()) if getattr(entry, field) is None and number != row
    ]
    return next((number for number in rows if number > row), rows[0] if rows else None)


def row_page_of(found: Innovation, answers: Mapping[int, Answer], row: int, *, bench: Bench) -> RowPage:
    """A row as the person judges it. At the desk one query, in quality control three."""
    answer = answers[row]
    after = following(answers, row, field=bench.field)
    sample = None
    if bench is QUALITY:
        rows = sent_rows(found.pk, [answers[number] for number in (row, after) if number])
        citations, ahead = citations_in(rows[row], rows.get(after or 0, {}))
        content, sample = rows[row], sample_of(found)
        answer = as_sent(answer, content)
    else:
        both = Citation.objects.filter(
            answer_id__in=[answers[number].pk for number in (row, after) if number]
        ).select_related("document__file")
        citations = [citation for citation in both if citation.answer_id == answer.pk]
        ahead = [citation for citation in both if citation.answer_id != answer.pk]
        content = judged_content(answer, citations)
    face = face_of(instrument_of(found.region_period.period).row(str(row)), answer=answer, innovation=found)
    return RowPage(found, answers, answer, face, content, citations, ahead, bench, sample)


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


def may_judge(request: HttpRequest, page: RowPage) -> Ruling:
    """May the person judge now; a refusal without words is for those who only read here."""
    found = page.innovation
    if page.is_quality:
        return can_assess(actor_of(request), page.sample, now=timezone.now())
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
    ruling = may_judge(request, page)
    lease = lease_on(found) if ruling else None
    follows = uuid_of(request.GET.get(TAB, "") if request.method == "GET" else request.POST.get(TAB, ""))
    ruling, elsewhere_tab = _held(request, lease, ruling=ruling, follows=follows)
    history = row_history(answer, stage=page.bench.stage)
    if ruling and form is None:
        form = form_of(
            page, initial=JudgeForm.initial_of(history.standing, content=page.content, seen=page.seen)
        )
        form.offer(offered(page))
    panels = panels_of(request, page.citations)
    others: Sequence[Elsewhere] = ()
    more = False
    if not page.is_quality:
        others, more = judged_elsewhere(answer, page.citations, period_id=found.region_period_id)
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
        "above": [] if page.is_quality else [level for level in face.levels if level.level > claimed],
        "claimed": claimed,
        "claim_points": face.points(claimed),
        "maximum": face.points(3),
        "measured": _measured(face, answer),
        "panels": panels,
        "opened": opened_of(request, panels),
        "ahead": pictures_ahead(request, page.ahead) if ruling else [],
        "history": history,
        "before": _before(history, page.content, page.citations, bench=page.bench),
        "is_quality": page.is_quality,
        "standing_level": standing_level(page),
        "sample": page.sample,
        "appointments": appointments_of(found) if page.is_quality else [],
        "final": None if page.is_quality else history.other,
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
        "phase_words": "" if page.is_quality else phase_words(found),
        "conflict": conflict,
        "guide_url": handbook_url(answer.row),
        "tab": token,
        "follows": str(follows) if follows else "",
        "elsewhere_tab": elsewhere_tab,
        "held_words": held_words(lease, own=True, zone=zone_of(request)) if lease and elsewhere_tab else "",
        "saw": history.standing.pk if history.standing else 0,
        "beat_seconds": BEAT_SECONDS,
        "draft_key": key_of(request, found.public_id, answer.row),
        "strip": [(number, page.is_open(page.answers[number])) for number in numbers],
        "previous": numbers[place - 1] if place else None,
        "next": numbers[place + 1] if place + 1 < len(numbers) else None,
        "saved": request.GET[SAVED] if request.GET.get(SAVED) in {str(number) for number in numbers} else "",
        "open_count": sum(page.is_open(entry) for entry in page.answers.values()),
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


def standing_level(page: RowPage) -> int:
    """What the row counts without this stage: at the desk the claim, in quality control the desk's level."""
    found = page.content.get("verified") if page.is_quality else page.answer.claimed_level
    return found or 0


def form_of(page: RowPage, data: Any = None, *, initial: Mapping[str, Any] | None = None) -> JudgeForm:
    """The form of a verdict as the person's stage has it."""
    if page.is_quality:
        return AssessForm(
            data,
            face=page.face,
            answer=page.answer,
            initial=initial,
            standing=standing_level(page),
            desk_words=_("keputusan desk"),
        )
    return JudgeForm(data, face=page.face, answer=page.answer, initial=initial)


def offered(page: RowPage) -> list[str]:
    """Ready reasons: the desk keeps its own; quality control writes each."""
    return [] if page.is_quality else list(reasons_for(page.innovation.region_id, row=page.answer.row))


def _before(
    history: RowHistory, content: Mapping[str, Any], citations: Sequence[Citation], *, bench: Bench
) -> Before:
    """The verdict that this one replaces, unless one stands that judged what is here now."""
    previous = history.fallen[0] if history.fallen and history.standing is None else None
    changes = row_changes(previous.judged, content, citations=citations) if previous else None
    return Before(
        verdict=previous,
        changes=changes,
        note=word_difference(*changes.note) if changes and changes.note else None,
        # What the desk once sent back is settled for an evaluator: it stands with the older story.
        asked=history.returns[0] if history.returns and bench is DESK else None,
        others=RowHistory(
            None,
            [verdict for verdict in history.fallen if verdict is not previous],
            history.returns[1:] if bench is DESK else history.returns,
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
