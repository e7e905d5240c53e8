"""Samples drawn and shared out, verdicts of quality control, recall and closing, as the domain does them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse

from iga_portal.notices.models import Notice
from iga_portal.refusals import Refused, StaleVersion, TransitionRefused
from iga_portal.tenancy.scope import NATION, scope
from innovations.domain.judged import region_citations_of, region_row_content
from innovations.domain.leases import Held
from innovations.domain.quality.choosing import Settings
from innovations.domain.quality.closing import close_region
from innovations.domain.quality.drawing import draw_samples, plan_draw
from innovations.domain.quality.looking import close_sample, reopen_sample
from innovations.domain.quality.sharing import assign_samples, share_out
from innovations.domain.recalling import recall_portfolio
from innovations.domain.sending import send_portfolio
from innovations.domain.verdicts import JudgedMeanwhile, Page, judge_region_row
from innovations.enums import State
from innovations.models import (
    Answer,
    Citation,
    Innovation,
    QualityDraw,
    QualitySample,
    RegionAnswer,
    Transition,
    Verdict,
)
from innovations.queries.quality import evaluator_pool, open_seats, short_seats
from innovations.queries.quality_outcome import verdicts_told
from regions.enums import Role
from regions.models import Membership, Period, Person, Region
from regions.queries.people import standing
from scoring.core.canonical import fingerprint
from tests.cast import (
    BENGKULU,
    KOTIM,
    NOON,
    Cast,
    make_complete,
    make_document,
    make_sendable,
    region_period,
    submit,
    verify,
)
from tests.innovations.desk_support import signed_in
from tests.quality.support import AFTER, EVERY, assess, close_nation, drawn, evaluator, measuring, sent

EVERYTHING = Settings(100, 0, 0, 0)


@pytest.fixture
def innovations(cast: Cast) -> Iterator[list[Innovation]]:
    """Three innovations sent, the clock past the input, the ministry's scope open."""
    with scope({KOTIM}):
        made = sent(cast)
    with measuring(), scope(EVERY):
        yield made


def test_drawing_makes_a_sample_of_each_choice_and_of_the_spd_and_is_kept(
    cast: Cast, innovations: list[Innovation]
) -> None:
    rina = cast.actor("rina")
    settings = Settings(share=0, claims=1, difference=0, random=0)
    plan = plan_draw(cast.period, actor=rina, settings=settings, seed="benih")
    assert (plan.selection.population, plan.fresh, plan.fresh_regions) == (3, 1, 1)
    assert not QualitySample.objects.exists()
    made = draw_samples(cast.period, actor=rina, settings=settings, seed="benih")
    assert (made.changed, made.drawing.drawn, made.drawing.region_id) == (True, 2, NATION)
    assert made.drawing.rules == {"share": 0, "claims": 1, "difference": 0, "random": 0}
    samples = list(QualitySample.objects.order_by("pk"))
    assert [(entry.innovation_id is None, entry.rules) for entry in samples] == [
        (True, ["spd"]),
        (False, ["claims"]),
    ]
    assert samples[1].innovation_id in plan.selection.chosen
    # The same press again is found; the region's scope holds the samples and not the drawing.
    assert draw_samples(cast.period, actor=rina, settings=settings, seed="benih").changed is False
    with scope({KOTIM}):
        assert (QualitySample.objects.count(), QualityDraw.objects.count()) == (2, 0)


def test_a_later_drawing_adds_and_leaves_what_was_begun(cast: Cast, innovations: list[Innovation]) -> None:
    rina = cast.actor("rina")
    draw_samples(cast.period, actor=rina, settings=Settings(1, 0, 0, 0), seed="satu")
    first = QualitySample.objects.get(innovation__isnull=False)
    assign_samples(cast.period, actor=rina, sample_ids=[first.pk], evaluator_id=cast.arif.pk)
    again = draw_samples(cast.period, actor=rina, settings=EVERYTHING, seed="dua")
    assert (again.drawing.number, again.drawing.drawn) == (2, 2)
    assert QualitySample.objects.filter(innovation__isnull=False).count() == 3
    first.refresh_from_db()
    assert (first.evaluator_id, first.draw) == (cast.arif.pk, 1)
    with pytest.raises(Refused, match="Tidak ada sampel baru"):
        draw_samples(cast.period, actor=rina, settings=EVERYTHING, seed="tiga")
    assert QualityDraw.objects.count() == 2


@pytest.mark.parametrize(
    ("who", "settings", "seed", "code"),
    [
        ("hendra", EVERYTHING, "x", "role"),
        ("arif", EVERYTHING, "x", "role"),
        ("rina", EVERYTHING, "  ", "seed"),
        ("rina", Settings(101, 0, 0, 0), "x", "share"),
        ("rina", Settings(0, 0, -1, 0), "x", "difference"),
    ],
)
def test_drawing_refuses(
    cast: Cast, innovations: list[Innovation], who: str, settings: Settings, seed: str, code: str
) -> None:
    with pytest.raises(Refused) as refusal:
        draw_samples(cast.period, actor=cast.actor(who), settings=settings, seed=seed)
    assert refusal.value.code == code
    assert not QualitySample.objects.exists()


def test_drawing_follows_the_phase_and_the_preview(cast: Cast, innovations: list[Innovation]) -> None:
    rina = cast.actor("rina")
    for moment in (NOON, AFTER):
        with time_machine.travel(moment, tick=False), pytest.raises(TransitionRefused):
            draw_samples(cast.period, actor=rina, settings=EVERYTHING, seed="x")
    with pytest.raises(StaleVersion):
        draw_samples(cast.period, actor=rina, settings=EVERYTHING, seed="x", seen_hash="0" * 64)
    assert not QualitySample.objects.exists()


# Sharing out ---------------------------------------------------------------------------------------------------------


def test_sharing_out_opens_the_region_until_the_end_and_passes_over_ties(
    cast: Cast, innovations: list[Innovation]
) -> None:
    rina = cast.actor("rina")
    Membership.objects.filter(person=cast.arif).delete()
    free, tied = evaluator("bela"), evaluator("citra")
    # Until 23 months ago an operator there: ruled out.
    Membership.objects.create(
        person=tied, role=Role.OPERATOR, region=Region(pk=KOTIM), opd=cast.health,
        valid_from=date(2020, 1, 1), valid_until=date(2024, 9, 30),
    )  # fmt: skip
    draw_samples(cast.period, actor=rina, settings=EVERYTHING, seed="benih")
    Notice.objects.all().delete()
    shared = share_out(cast.period, actor=rina)
    assert (shared.samples, shared.people, shared.left) == (4, 1, ())
    assert set(QualitySample.objects.values_list("evaluator_id", flat=True)) == {free.pk}
    seat = Membership.objects.get(person=free, region_id=KOTIM)
    # quality_control_ends is NOON + 105 days = 20 October, 12.00: the 20th is the last day.
    assert (seat.role, seat.valid_until) == (Role.EVALUATOR, date(2026, 10, 20))
    assert [notice.person_id for notice in Notice.objects.all()] == [free.pk]
    assert share_out(cast.period, actor=rina).samples == 0
    # By hand the same rule.
    ids = list(QualitySample.objects.values_list("pk", flat=True))
    with pytest.raises(Refused) as refusal:
        assign_samples(cast.period, actor=rina, sample_ids=ids, evaluator_id=tied.pk)
    assert refusal.value.code == "conflict"
    # Taken back: the region closes.
    assert assign_samples(cast.period, actor=rina, sample_ids=ids, evaluator_id=None) == 4
    assert not standing(KOTIM).filter(person=free).exists()


def test_nobody_free_leaves_the_region_and_no_evaluator_at_all_is_refused(
    cast: Cast, innovations: list[Innovation]
) -> None:
    rina = cast.actor("rina")
    draw_samples(cast.period, actor=rina, settings=EVERYTHING, seed="benih")
    Membership.objects.filter(person=cast.arif).delete()
    with pytest.raises(Refused) as refusal:
        share_out(cast.period, actor=rina)
    assert refusal.value.code == "nobody"
    elsewhere = evaluator("dodi", pool=False)
    Membership.objects.create(
        person=elsewhere, role=Role.EVALUATOR, region=Region(pk=BENGKULU), valid_from=date(2025, 1, 1)
    )
    assert share_out(cast.period, actor=rina).left == (KOTIM,)
    assert QualitySample.objects.filter(evaluator__isnull=False).count() == 0


def test_end_that_was_moved_lets_evaluators_in_until_the_new_one(
    cast: Cast, innovations: list[Innovation]
) -> None:
    rina, bela = cast.actor("rina"), evaluator("bela")
    draw_samples(cast.period, actor=rina, settings=EVERYTHING, seed="benih")
    ids = list(QualitySample.objects.values_list("pk", flat=True))
    assign_samples(cast.period, actor=rina, sample_ids=ids, evaluator_id=bela.pk)
    Period.objects.filter(pk=cast.period.pk).update(quality_control_ends=AFTER + timedelta(days=10))
    cast.period.refresh_from_db()
    # NOON + 106 + 10 days = 31 October, 12.00.
    assert short_seats(open_seats(cast.period), evaluator_pool(), period=cast.period) == {(bela.pk, KOTIM)}
    shared = share_out(cast.period, actor=rina)
    assert (shared.samples, shared.renewed) == (0, 1)
    assert Membership.objects.get(person=bela, region_id=KOTIM).valid_until == date(2026, 10, 31)
    assert share_out(cast.period, actor=rina).renewed == 0


def test_samples_of_who_can_no_longer_read_are_given_to_somebody_else(
    cast: Cast, innovations: list[Innovation]
) -> None:
    rina, arif, bela, one = cast.actor("rina"), cast.actor("arif"), evaluator("bela"), innovations[0]
    samples = drawn(cast)
    assess(one, row=16, actor=arif, level=0, reason="Bukti lain.")
    overview = "/pusat/mutu/"
    ministry = signed_in(cast.rina)
    assert "tidak dapat lagi membaca" not in ministry.get(overview).text
    # Arif's role ends: nobody would read his samples, and the ministry is told on the page where it shares them out.
    Membership.objects.filter(person=cast.arif, role=Role.EVALUATOR).delete()
    page = ministry.get(overview).text
    assert "Ada sampel yang evaluatornya tidak dapat lagi membaca" in page
    assert f"{len(samples)} sampel dipegang" in page
    assert "tidak dapat masuk sampai akhir" not in page
    shared = share_out(cast.period, actor=rina)
    assert (shared.samples, shared.people, shared.left) == (len(samples), 1, ())
    assert set(QualitySample.objects.values_list("evaluator_id", flat=True)) == {bela.pk}
    assert Verdict.objects.get(stage="qc", stands=True).level == 0  # what was decided holds
    assert share_out(cast.period, actor=rina).samples == 0
    assert "tidak dapat lagi membaca" not in ministry.get(overview).text
    # Bela becomes an operator there: with nobody else free they stay as they are, and the region is named.
    Membership.objects.create(
        person=bela, role=Role.OPERATOR, region_id=KOTIM, opd=cast.health, valid_from=date(2025, 1, 1)
    )
    assert share_out(cast.period, actor=rina).left == (KOTIM,)
    assert "tidak dapat lagi membaca" in ministry.get(overview).text
    citra = evaluator("citra")
    assert share_out(cast.period, actor=rina).samples == len(samples)
    assert set(QualitySample.objects.values_list("evaluator_id", flat=True)) == {citra.pk}
    assert not standing(KOTIM).filter(person=bela, role=Role.EVALUATOR).exists()


# Judging -------------------------------------------------------------------------------------------------------------


def test_correction_becomes_the_final_level_and_raises_the_content_version(
    cast: Cast, innovations: list[Innovation]
) -> None:
    drawn(cast)
    arif, one = cast.actor("arif"), innovations[0]
    before = region_period(cast).content_version
    raised = assess(one, row=16, actor=arif, level=2, reason="Buktinya cukup.")
    assert (raised.decision, raised.stage, raised.judged["verified"]) == ("raise", "qc", 1)
    answer = Answer.objects.get(innovation=one, row=16)
    assert (answer.claimed_level, answer.verified_level, answer.final_level) == (2, 1, 2)
    assert region_period(cast).content_version == before + 1
    assert assess(one, row=17, actor=arif, level=0, reason="Tidak ada bukti.").decision == "reject"
    assert assess(one, row=18, actor=arif, level=2).decision == "accept"
    assert assess(one, row=19, actor=arif, level=3, reason="Lebih dari klaim.").decision == "raise"
    # The same again changes nothing; another one lets the first fall.
    version = region_period(cast).content_version
    assert assess(one, row=16, actor=arif, level=2, reason="Buktinya cukup.") == raised
    assert region_period(cast).content_version == version
    assess(one, row=16, actor=arif, level=1)
    raised.refresh_from_db()
    assert (raised.stands, Answer.objects.get(innovation=one, row=16).final_level) == (False, 1)
    # Rows that nobody read keep the desk's: there is no final level of their own.
    assert Answer.objects.get(innovation=one, row=20).final_level is None
    with pytest.raises(Refused) as refusal:
        assess(one, row=20, actor=arif, level=1)
    assert refusal.value.code == "reason"


def test_what_is_judged_is_what_was_sent(cast: Cast, innovations: list[Innovation]) -> None:
    """Past every lock the row is changed in the table: the evaluator still judges, and keeps, what was sent."""
    drawn(cast)
    Answer.objects.filter(innovation=innovations[0], row=16).update(
        claimed_level=3, note="baru", verified_level=3
    )
    verdict = assess(innovations[0], row=16, actor=cast.actor("arif"), level=1)
    assert (verdict.judged["claimed"], verdict.judged["note"], verdict.judged["verified"]) == (2, "", 1)


def test_evidence_is_shown_in_the_version_that_was_sent(cast: Cast, frozen_noon: None) -> None:
    """Past every lock another document is put in the place of the sent one: the evaluator opens, and judges, the sent one."""
    sari, budi = cast.actor("sari"), cast.actor("budi")
    with scope({KOTIM}):
        one = verify(
            submit(make_complete(sari, opd=cast.health, period=cast.period, name="Antrean"), sari), budi
        )
        make_sendable(cast)
        send_portfolio(region_period(cast).pk, actor=cast.actor("hendra"), chosen={one.pk: one.version})
        sent_document = Citation.objects.get(answer__innovation=one, answer__row=16).document
        later = make_document(sari, opd=cast.health, subject="SK pengganti")
        Citation.objects.filter(answer__innovation=one).update(document=later)
        type(sent_document).objects.filter(pk=sent_document.pk).update(number="999/DIUBAH")
    with measuring(), scope(EVERY):
        drawn(cast)
        verdict = assess(one, row=16, actor=cast.actor("arif"), level=2)
        entry = verdict.judged["evidence"][0]
        assert (entry["document"], entry["about"]["number"]) == (sent_document.pk, "188/1/2025")
    with measuring():
        page = signed_in(cast.arif).get(reverse("penilai:row", args=[KOTIM, one.public_id, 16])).text
    assert "SK Antrean" in page and "SK pengganti" not in page


def test_two_tabs_and_two_people_in_one_sample(cast: Cast, innovations: list[Innovation]) -> None:
    samples = drawn(cast)
    arif, one = cast.actor("arif"), innovations[0]
    mine = Page(tab=uuid4(), saw=0)
    assess(one, row=16, actor=arif, level=1, page=mine)
    with pytest.raises(Held) as held:
        assess(one, row=17, actor=arif, level=2, page=Page(tab=uuid4(), saw=0))
    assert held.value.own
    # The same tab on a page that is older than the verdict.
    with pytest.raises(JudgedMeanwhile):
        assess(one, row=16, actor=arif, level=2, reason="Lain.", page=mine)
    # Somebody else gets the sample: the first is told who has it, and what they decided stays.
    bela = evaluator("bela")
    assign_samples(
        cast.period,
        actor=cast.actor("rina"),
        sample_ids=[entry.pk for entry in samples],
        evaluator_id=bela.pk,
    )
    with pytest.raises(TransitionRefused, match="Bela"):
        assess(one, row=17, actor=arif, level=2, page=mine)
    assert Verdict.objects.get(stage="qc").level == 1


def test_who_may_not_judge(cast: Cast, innovations: list[Innovation]) -> None:
    samples = drawn(cast)
    arif, one = cast.actor("arif"), innovations[0]
    with time_machine.travel(AFTER, tick=False), pytest.raises(TransitionRefused, match="berakhir"):
        assess(one, row=16, actor=arif, level=1)
    for other in ("budi", "hendra", "rina"):
        with pytest.raises(Refused):
            assess(one, row=16, actor=cast.actor(other), level=1)
    QualitySample.objects.filter(pk=samples[1].pk).delete()
    with pytest.raises(TransitionRefused, match="tidak ditarik"):
        assess(Innovation.objects.get(pk=samples[1].innovation_id), row=16, actor=arif, level=1)
    assert not Verdict.objects.filter(stage="qc").exists()


def test_spd_rows_are_measured_against_the_confirmed_level(cast: Cast, innovations: list[Innovation]) -> None:
    drawn(cast)
    arif = cast.actor("arif")
    row = RegionAnswer.objects.get(row="8")
    RegionAnswer.objects.filter(pk=row.pk).update(level=3, confirmed_by=cast.indah, confirmed_at=NOON)
    row.refresh_from_db()
    seen = fingerprint(region_row_content(row, region_citations_of(row)))
    before = region_period(cast).content_version
    verdict = judge_region_row(row.pk, evaluator=arif, level=1, seen_hash=seen, reason="Angka T-1 lain.")
    row.refresh_from_db()
    assert (verdict.decision, row.final_level, region_period(cast).content_version) == (
        "lower",
        1,
        before + 1,
    )
    with pytest.raises(StaleVersion):
        judge_region_row(row.pk, evaluator=arif, level=3, seen_hash="0" * 64)
    with pytest.raises(JudgedMeanwhile):
        judge_region_row(row.pk, evaluator=arif, level=3, seen_hash=seen, page=Page(saw=0))


# Closing a sample, recall, closing a region --------------------------------------------------------------------------


def test_sample_is_closed_when_read_or_when_the_rest_stands(
    cast: Cast, innovations: list[Innovation]
) -> None:
    arif = cast.actor("arif")
    sample = next(entry for entry in drawn(cast) if entry.innovation_id == innovations[0].pk)
    with pytest.raises(Refused) as refusal:
        close_sample(sample.pk, evaluator=arif)
    assert refusal.value.code == "open_rows"
    closed = close_sample(sample.pk, evaluator=arif, rest_stands=True, note="Rapi.")
    assert (closed.closed_by_id, closed.note) == (cast.arif.pk, "Rapi.")
    with pytest.raises(TransitionRefused, match="selesai"):
        assess(innovations[0], row=16, actor=arif, level=1)
    reopen_sample(sample.pk, evaluator=arif)
    for row in range(16, 36):
        assess(innovations[0], row=row, actor=arif, level=1 if row == 16 else 2)
    assert close_sample(sample.pk, evaluator=arif).closed_at is not None


def test_recall_lets_verdicts_fall_and_keeps_the_sample(cast: Cast, innovations: list[Innovation]) -> None:
    arif, one = cast.actor("arif"), innovations[0]
    sample = next(entry for entry in drawn(cast) if entry.innovation_id == one.pk)
    assess(one, row=16, actor=arif, level=0, reason="Bukti lain.")
    close_sample(sample.pk, evaluator=arif, rest_stands=True)
    one.refresh_from_db()
    recall_portfolio(
        region_period(cast).pk, actor=cast.actor("rina"), chosen={one.pk: one.version}, reason="Salah kirim."
    )
    verdict = Verdict.objects.get(stage="qc")
    assert (verdict.stands, verdict.fell_because) == (False, "dikembalikan ke daerah")
    assert Answer.objects.get(innovation=one, row=16).final_level is None
    sample.refresh_from_db()
    assert (sample.closed_at, sample.evaluator_id) == (None, cast.arif.pk)
    with pytest.raises(TransitionRefused, match="mengembalikannya ke daerah"):
        assess(one, row=16, actor=arif, level=0, reason="Bukti lain.")


def test_closing_assesses_everything_sent_and_tells_the_region(
    cast: Cast, innovations: list[Innovation]
) -> None:
    rina, arif = cast.actor("rina"), cast.actor("arif")
    draw_samples(cast.period, actor=rina, settings=Settings(1, 0, 0, 0), seed="benih")
    samples = list(QualitySample.objects.order_by("pk"))
    assign_samples(
        cast.period, actor=rina, sample_ids=[entry.pk for entry in samples], evaluator_id=cast.arif.pk
    )
    read = Innovation.objects.get(pk=samples[1].innovation_id)
    assess(read, row=16, actor=arif, level=0, reason="Bukti lain.")
    assess(read, row=17, actor=arif, level=2)
    period = region_period(cast)
    # Told at once, as the index moves at once.
    assert [verdict.level for verdict in verdicts_told(period)] == [0]
    with pytest.raises(Refused) as refusal:
        close_region(period.pk, actor=rina)
    assert (refusal.value.code, Innovation.objects.filter(state=State.ASSESSED).count()) == (
        "open_samples",
        0,
    )
    with pytest.raises(Refused):
        close_region(period.pk, actor=arif, reason="x")
    Notice.objects.all().delete()
    closing = close_nation(cast.period, actor=rina, reason="Waktu habis.")
    assert (closing.regions, closing.innovations, closing.left_open) == (1, 3, 2)
    period = region_period(cast)
    assert period.assessed_at is not None
    assert set(Innovation.objects.values_list("state", flat=True)) == {State.ASSESSED}
    steps = Transition.objects.filter(action="assess")
    assert set(steps.values_list("from_state", "to_state", "actor_id", "reason")) == {
        ("sent", "assessed", cast.rina.pk, "Waktu habis.")
    }
    assert {entry.note for entry in QualitySample.objects.all()} == {"Waktu habis."}
    # The admins and the head once, Sari of the OPD whose row was changed; only the change is told, not what was accepted.
    told = Notice.objects.order_by("person__name").values_list("person__name", "text", "path")
    assert list(told) == [
        (name, "Quality control Kemendagri selesai: 1 baris diubah.", f"/d/{KOTIM}/{place}/mutu/")
        for name, place in (
            ("Hendra", "daerah"),
            ("Indah", "daerah"),
            ("Sari", f"opd/{cast.health.pk}"),
            ("Tiur", "kepala-daerah"),
        )
    ]
    assert [verdict.answer.row for verdict in verdicts_told(period) if verdict.answer] == [16]
    assert not verdicts_told(period, opds=[cast.education.pk]).exists()
    assert close_nation(cast.period, actor=rina).regions == 0
    with pytest.raises(TransitionRefused, match="ditutup"):
        assess(read, row=16, actor=arif, level=1)


def test_an_evaluator_belongs_to_the_pool_or_to_a_region_and_nobody_else_sits_at_the_ministry(
    cast: Cast,
) -> None:
    from django.db import IntegrityError, transaction

    assert isinstance(evaluator("bela"), Person)
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(
            person=cast.nobody, role=Role.REVIEWER, region=Region(pk=NATION), valid_from=date(2026, 1, 1)
        )
