"""Verdicts are pinned to what they judged and fall when it moves."""

from __future__ import annotations

from datetime import date

import pytest

from iga_portal.refusals import Refused, StaleVersion, TransitionRefused
from iga_portal.tenancy.scope import scope
from innovations.domain.answers import cite_document, set_answer
from innovations.domain.documents import change_document, replace_document
from innovations.domain.guards import rows_without_verdict
from innovations.domain.transitions import take_step
from innovations.domain.verdicts import citations_of, judge_row, judged_content
from innovations.enums import State
from innovations.models import Answer, Citation, Document, Innovation, Verdict
from innovations.queries.row_changes import row_changes
from innovations.workflow import Action
from scoring.core.canonical import fingerprint
from tests.cast import KOTIM, Cast, make_complete, make_document, region_period, submit, verify


def at_desk(cast: Cast, *, level: int = 2, name: str = "Antrean Daring") -> Innovation:
    sari = cast.actor("sari")
    return submit(make_complete(sari, opd=cast.health, period=cast.period, level=level, name=name), sari)


def seen(answer: Answer) -> str:
    return fingerprint(judged_content(answer, citations_of(answer)))


def row(innovation: Innovation, number: int) -> Answer:
    return Answer.objects.get(innovation=innovation, row=number)


@pytest.mark.parametrize(
    ("level", "reason", "decision"),
    [(2, "", "accept"), (1, "Hanya surat tugas.", "lower"), (0, "Dokumen tahun 2022.", "reject")],
)
def test_verdict_sets_the_verified_level(cast: Cast, level: int, reason: str, decision: str) -> None:
    with scope({KOTIM}):
        answer = row(at_desk(cast), 16)
        verdict = judge_row(
            answer.pk, reviewer=cast.actor("budi"), level=level, reason=reason, seen_hash=seen(answer)
        )
        answer.refresh_from_db()
        assert (verdict.decision, verdict.level, answer.verified_level) == (decision, level, level)
        assert verdict.judged["claimed"] == 2
        assert len(verdict.judged["evidence"][0]["sha256"]) == 64


@pytest.mark.parametrize(
    ("level", "reason", "code"),
    [(1, "  ", "reason"), (0, "", "reason"), (3, "x", "above_claim"), (4, "x", "level"), (-1, "x", "level")],
)
def test_verdict_without_reason_or_above_the_claim_is_refused(
    cast: Cast, level: int, reason: str, code: str
) -> None:
    with scope({KOTIM}):
        answer = row(at_desk(cast), 16)
        with pytest.raises(Refused) as refused:
            judge_row(
                answer.pk, reviewer=cast.actor("budi"), level=level, reason=reason, seen_hash=seen(answer)
            )
        assert refused.value.code == code
        assert not Verdict.objects.exists()


def test_same_verdict_again_changes_nothing_and_another_one_replaces_it(cast: Cast) -> None:
    budi = cast.actor("budi")
    with scope({KOTIM}):
        answer = row(at_desk(cast), 16)
        first = judge_row(answer.pk, reviewer=budi, level=1, reason="Kurang.", seen_hash=seen(answer))
        again = judge_row(answer.pk, reviewer=budi, level=1, reason="Kurang.", seen_hash=seen(answer))
        assert again.pk == first.pk
        other = judge_row(answer.pk, reviewer=budi, level=2, seen_hash=seen(answer))
        first.refresh_from_db()
        assert (first.stands, other.stands) == (False, True)
        assert Verdict.objects.count() == 2


def test_nobody_judges_what_they_did_not_see(cast: Cast) -> None:
    """A document is replaced between reading and saving."""
    sari = cast.actor("sari")
    with scope({KOTIM}):
        innovation = at_desk(cast)
        answer = row(innovation, 16)
        before = seen(answer)
        replace_document(
            Citation.objects.filter(answer=answer).get().document_id,
            actor=sari,
            link="https://contoh.go.id/baru.pdf",
        )
        with pytest.raises(StaleVersion, match="berubah sejak halaman dibuka"):
            judge_row(answer.pk, reviewer=cast.actor("budi"), level=2, seen_hash=before)
        assert not Verdict.objects.exists()


@pytest.mark.parametrize("name", ["sari", "joko", "hendra", "tiur", "wati", "arif", "rina"])
def test_only_a_reviewer_of_the_region_judges(cast: Cast, name: str) -> None:
    with scope({KOTIM}):
        answer = row(at_desk(cast), 16)
        with pytest.raises(Refused):
            judge_row(answer.pk, reviewer=cast.actor(name), level=2, seen_hash=seen(answer))


def test_row_of_a_withdrawn_innovation_is_not_judged(cast: Cast) -> None:
    sari = cast.actor("sari")
    with scope({KOTIM}):
        innovation = at_desk(cast)
        answer = row(innovation, 16)
        take_step(
            innovation.pk,
            action=Action.WITHDRAW,
            actor=sari,
            seen_version=innovation.version,
            reason="Ganda.",
        )
        with pytest.raises(TransitionRefused, match="tidak sedang di desk"):
            judge_row(answer.pk, reviewer=cast.actor("budi"), level=2, seen_hash=seen(answer))


def test_replaced_document_reopens_only_the_rows_that_rested_on_it(cast: Cast) -> None:
    sari, budi = cast.actor("sari"), cast.actor("budi")
    with scope({KOTIM}):
        innovation = make_complete(sari, opd=cast.health, period=cast.period)
        video = make_document(sari, opd=cast.health, subject="Video")
        Citation.objects.filter(answer__row=35).delete()
        cite_document(innovation.pk, row=35, actor=sari, document_id=video.pk)
        innovation = verify(submit(innovation, sari), budi)
        version = region_period(cast).content_version
        new = replace_document(video.pk, actor=sari, link="https://contoh.go.id/video")
        innovation.refresh_from_db()
        assert innovation.state == State.SUBMITTED
        assert rows_without_verdict(innovation) == [35]
        assert row(innovation, 35).verified_level is None
        assert row(innovation, 34).verified_level == 2
        assert region_period(cast).content_version == version + 1
        fallen = Verdict.objects.get(answer=row(innovation, 35))
        assert (fallen.stands, fallen.fell_because) == (False, "dokumen diganti")
        assert fallen.judged["evidence"][0]["document"] == video.pk  # what was judged stays on record
        assert Citation.objects.get(answer__row=35).document == new


def test_other_date_or_number_of_a_letter_reopens_the_rows_that_rested_on_it_and_nothing_else(
    cast: Cast,
) -> None:
    """The desk judged an SK of January 2025; its OPD writes another date on it after the verification."""
    sari, budi = cast.actor("sari"), cast.actor("budi")
    with scope({KOTIM}):
        innovation = make_complete(sari, opd=cast.health, period=cast.period)
        other = make_complete(sari, opd=cast.health, period=cast.period, name="Lain")
        letter = make_document(sari, opd=cast.health, subject="SK Tim", region_wide=True)
        Citation.objects.filter(answer__row=17, answer__innovation=innovation).delete()
        cite_document(innovation.pk, row=17, actor=sari, document_id=letter.pk)
        innovation = verify(submit(innovation, sari), budi)
        other = verify(submit(other, sari), budi)
        same = {"subject": letter.subject, "number": letter.number, "dated": letter.dated}
        change_document(letter.pk, actor=sari, **same, is_region_wide=False)  # who may see it is not judged
        assert rows_without_verdict(innovation) == []
        before = Verdict.objects.get(answer=row(innovation, 17)).judged
        change_document(letter.pk, actor=sari, **{**same, "dated": date(2025, 12, 30)}, is_region_wide=False)
        for entry in (innovation, other):
            entry.refresh_from_db()
        assert (innovation.state, other.state) == (State.SUBMITTED, State.VERIFIED)
        assert rows_without_verdict(innovation) == [17]
        fallen = Verdict.objects.get(answer=row(innovation, 17))
        assert (fallen.stands, fallen.fell_because) == (False, "keterangan dokumen diubah")
        citations = citations_of(row(innovation, 17))
        [change] = row_changes(
            before, judged_content(row(innovation, 17), citations), citations=citations
        ).documents
        assert (change.kind, change.about) == (
            "about",
            [("Tanggal surat", "2 Januari 2025", "30 Desember 2025")],
        )


def test_date_of_a_letter_changed_between_reading_and_saving_is_not_judged_unseen(cast: Cast) -> None:
    sari, budi = cast.actor("sari"), cast.actor("budi")
    with scope({KOTIM}):
        innovation = submit(make_complete(sari, opd=cast.health, period=cast.period), sari)
        answer = row(innovation, 20)
        shown = seen(answer)
        letter = Citation.objects.get(answer=answer).document
        change_document(
            letter.pk,
            actor=sari,
            subject=letter.subject,
            number="188/2/2025",
            dated=letter.dated,
            is_region_wide=False,
        )
        with pytest.raises(StaleVersion):
            judge_row(answer.pk, reviewer=budi, level=2, seen_hash=shown)
        assert judge_row(answer.pk, reviewer=budi, level=2, seen_hash=seen(answer)).stands


def test_replaced_document_cannot_be_cited_or_replaced_again(cast: Cast) -> None:
    sari = cast.actor("sari")
    with scope({KOTIM}):
        innovation = make_complete(sari, opd=cast.health, period=cast.period)
        old = Document.objects.get()
        replace_document(old.pk, actor=sari, link="https://contoh.go.id/baru")
        with pytest.raises(Refused, match="sudah diganti"):
            cite_document(innovation.pk, row=16, actor=sari, document_id=old.pk)
        with pytest.raises(Refused, match="pernah diganti"):
            replace_document(old.pk, actor=sari, link="https://contoh.go.id/lagi")


def test_changed_claim_on_a_returned_row_drops_its_verdict_only(cast: Cast) -> None:
    sari, budi = cast.actor("sari"), cast.actor("budi")
    with scope({KOTIM}):
        innovation = at_desk(cast)
        for number in (16, 17):
            answer = row(innovation, number)
            judge_row(answer.pk, reviewer=budi, level=2, seen_hash=seen(answer))
        take_step(
            innovation.pk,
            action=Action.RETURN,
            actor=budi,
            seen_version=innovation.version,
            row_reasons={17: "Kurang."},
        )
        set_answer(innovation.pk, row=17, actor=sari, level=1)
        assert row(innovation, 16).verified_level == 2
        assert row(innovation, 17).verified_level is None


def test_document_of_another_agency_is_not_cited_unless_it_is_for_the_whole_region(cast: Cast) -> None:
    sari, dewi = cast.actor("sari"), cast.actor("dewi")
    with scope({KOTIM}):
        innovation = make_complete(sari, opd=cast.health, period=cast.period)
        private = make_document(dewi, opd=cast.education, subject="SK Dinas Pendidikan")
        shared = make_document(dewi, opd=cast.education, subject="RKPD", region_wide=True)
        with pytest.raises(Refused, match="tidak ada dalam pustaka"):
            cite_document(innovation.pk, row=16, actor=sari, document_id=private.pk)
        assert cite_document(innovation.pk, row=16, actor=sari, document_id=shared.pk).pk


def test_document_of_another_region_does_not_exist(cast: Cast) -> None:
    from tests.cast import BENGKULU

    with scope({BENGKULU}):
        foreign = make_document(cast.actor("wati"), opd=cast.bengkulu_opd)
    with scope({KOTIM}):
        innovation = make_complete(cast.actor("sari"), opd=cast.health, period=cast.period)
        with pytest.raises(Document.DoesNotExist):
            cite_document(innovation.pk, row=16, actor=cast.actor("sari"), document_id=foreign.pk)
