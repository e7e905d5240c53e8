"""A question of the desk on one row, and the OPD's answer: nothing is unlocked, only the row's clock stands still."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from iga_portal.notices.domain import tell
from iga_portal.refusals import Refused, StaleVersion
from innovations.domain.leases import hold, refuse_judging
from innovations.domain.locking import lock_innovation
from innovations.domain.seen import Fate, fate_of
from innovations.domain.texts import LONGEST_NOTE, clean_text
from innovations.domain.verdicts import NO_PAGE, Page
from innovations.models import Answer, Innovation, RowQuestion
from innovations.rules import NOT_YOURS, can_answer_question
from regions.access import Actor
from regions.queries.people import members_of_opd


def ask_question(answer_id: int, *, reviewer: Actor, text: str, page: Page = NO_PAGE) -> RowQuestion:
    """Ask the OPD about one row; its operators are told. One question stands at a time: a further one closes that answered before.

    Raises as judging does (role, state, lease), and Refused: "text", "asked" while the last one waits for its answer. The same
    question again is answered with the one that stands.
    """
    answer = Answer.objects.get(pk=answer_id)
    innovation = lock_innovation(answer.innovation_id)
    refuse_judging(reviewer, innovation)
    hold(innovation, reviewer=reviewer, tab=page.tab, follows=page.follows, force=page.force)
    text = _text(text, empty=_("Tuliskan pertanyaannya."))
    now = timezone.now()
    standing = RowQuestion.objects.locked().filter(answer=answer, closed_at__isnull=True).first()
    if standing is not None and standing.text == text:
        return standing
    if standing is not None and standing.replied_at is None:
        raise Refused(
            "asked",
            _("Pertanyaan sebelumnya pada baris ini belum dijawab. Tarik dulu bila ingin menggantinya."),
        )
    if standing is not None:
        standing.closed_at = now
        standing.save(update_fields=["closed_at"])
    question = RowQuestion.objects.create(
        region_id=answer.region_id, answer=answer, text=text, asked_by_id=reviewer.person_id, asked_at=now
    )
    _tell_opd(innovation, row=answer.row, text=text)
    return question


def take_back_question(question_id: int, *, reviewer: Actor) -> None:
    """Ask no longer: the row's clock runs on. A question that is closed already stays so."""
    question = RowQuestion.objects.select_related("answer").filter(pk=question_id).first()
    if question is None:
        raise Refused("gone", _("Pertanyaan ini tidak ada (lagi). Muat ulang halaman."))
    refuse_judging(reviewer, lock_innovation(question.answer.innovation_id))
    RowQuestion.objects.filter(pk=question_id, closed_at__isnull=True).update(closed_at=timezone.now())


def reply_to_question(question_id: int, *, actor: Actor, text: str, seen: str) -> RowQuestion:
    """The OPD answers, or mends its answer until the desk has decided; whoever asked is told of the first one.

    `seen` is the hash of the answer that the page showed (`innovations.domain.seen`). Raises Refused ("unknown" for a question
    that is not the actor's to know of, "closed", "text", or that of the rule) and StaleVersion when a colleague answered since.
    """
    known = RowQuestion.objects.filter(pk=question_id, answer__innovation__opd_id__in=actor.opd_ids)
    question = known.select_related("answer").first()
    if question is None:
        raise Refused("unknown", _("Pertanyaan ini tidak ada (lagi). Muat ulang halaman."))
    innovation = lock_innovation(question.answer.innovation_id)
    ruling = can_answer_question(actor, innovation)
    if not ruling:
        raise Refused("unknown" if ruling.code == NOT_YOURS else ruling.code, ruling.reason)
    question = RowQuestion.objects.locked().select_related("answer").get(pk=question_id)
    if question.closed_at is not None:
        raise Refused("closed", _("Desk sudah menutup pertanyaan ini; jawaban tidak disimpan."))
    text = _text(text, empty=_("Tuliskan jawabannya."))
    fate = fate_of(text, stored=question.reply, seen=seen)
    if fate is Fate.CONFLICT:
        raise StaleVersion(
            _(
                "Rekan Anda sudah menjawab sejak halaman dibuka. Yang Anda tulis belum disimpan; bandingkan dulu."
            ),
            current=innovation.version,
        )
    if fate is not Fate.WRITE:
        return question
    first = question.replied_at is None
    question.reply, question.replied_at, question.replied_by_id = text, timezone.now(), actor.person_id
    question.save(update_fields=["reply", "replied_at", "replied_by"])
    if first:
        _tell_asker(innovation, question)
    return question


def _text(text: str, *, empty: str) -> str:
    try:
        text = clean_text(text, longest=LONGEST_NOTE)
    except Refused as refusal:
        raise Refused("text", refusal.message) from refusal
    if not text:
        raise Refused("text", empty)
    return text


def _tell_opd(innovation: Innovation, *, row: int, text: str) -> None:
    paths = {
        person_id: reverse("opd:row", args=[innovation.region_id, opd_id, innovation.public_id, row])
        for person_id, opd_id in members_of_opd(innovation.region_id, opd_id=innovation.opd_id)
    }
    tell(
        region_id=innovation.region_id,
        person_ids=paths,
        kind="question",
        message=gettext_noop("%(name)s, baris %(row)s: desk bertanya “%(text)s”"),
        values={"name": innovation.name, "row": str(row), "text": text},
        path=paths,
    )


def _tell_asker(innovation: Innovation, question: RowQuestion) -> None:
    row = question.answer.row
    tell(
        region_id=innovation.region_id,
        person_ids=[question.asked_by_id],
        kind="question_replied",
        message=gettext_noop("%(name)s, baris %(row)s: OPD menjawab “%(text)s”"),
        values={"name": innovation.name, "row": str(row), "text": question.reply},
        path=reverse("desk:row", args=[innovation.region_id, innovation.public_id, row]),
    )
