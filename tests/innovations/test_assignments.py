"""Sharing out the desk's work: by hand, by rule, evenly, taken, appointed; and whom a conflict of interest rules out."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from iga_portal.notices.models import Notice
from iga_portal.refusals import Refused
from iga_portal.tenancy.scope import scope
from innovations.domain.assignments import apply_rules, appoint, assign, release, share_out, take
from innovations.domain.sharing import add_absence, add_rule, mark_coached, unmark_coached
from innovations.domain.transitions import take_step
from innovations.domain.verdicts import judge_row
from innovations.enums import AssignmentOrigin
from innovations.models import Answer, Assignment, AssignmentRule, Coaching, Innovation, Verdict
from innovations.queries.appointments import appointments
from innovations.queries.balance import Plan, plan_of, to_place
from innovations.queries.conflicts import ties_among, ties_of
from innovations.queries.forecast import forecast_of
from innovations.queries.queue import open_work, waiting_at
from innovations.queries.reviewers import Reviewer, reviewers_of
from innovations.rules import can_review
from innovations.workflow import Action
from regions.models import Membership, Person, RegionPeriod
from tests.cast import DAY, KOTIM, NOON, Cast, make_complete, region_period, submit
from tests.innovations.assign_support import away, make_reviewer, tie
from tests.innovations.desk_support import admin, desk, seen, signed_in
from tests.innovations.queue_support import fill_queue
from tests.innovations.test_queue import desk_of


def readers() -> dict[int, str]:
    """Reader by innovation."""
    return {
        entry.innovation_id: entry.reviewer.name
        for entry in Assignment.objects.filter(is_current=True).select_related("reviewer")
    }


def one(cast: Cast, **proposal: object) -> Innovation:
    sari = cast.actor("sari")
    return submit(make_complete(sari, opd=cast.health, period=cast.period, **proposal), sari)  # type: ignore[arg-type]


# By hand ----------------------------------------------------------------------------------------------------------------


def test_admin_gives_several_and_what_a_role_forbids_is_left_with_its_reason(cast: Cast) -> None:
    hendra = cast.actor("hendra")
    with scope({KOTIM}):
        first, second = fill_queue(cast, 2)
        [third] = fill_queue(cast, 1, opd=cast.education)
        tie(cast.budi, cast.education)
        shared = assign([first, second, third], admin=hendra, reviewer_id=cast.budi.pk, now=NOON)
        assert [innovation.pk for innovation in shared.done] == [first, second]
        [(left, reason)] = shared.refused
        assert (left.pk, reason) == (third, "Budi memegang peran di OPD ini dalam 24 bulan terakhir.")
        assert readers() == {first: "Budi", second: "Budi"}
        assert [notice.text for notice in Notice.objects.filter(person=cast.budi, kind="assigned")] == [
            "2 inovasi dibagikan kepada Anda untuk diperiksa."
        ]
        # Once more: nothing changes, nobody is told.
        again = assign([first, second], admin=hendra, reviewer_id=cast.budi.pk, now=NOON)
        assert (again.done, again.refused) == ([], [])
        assert Notice.objects.filter(kind="assigned").count() == 1


def test_assignment_moves_with_its_history_and_the_one_who_loses_it_is_told(cast: Cast) -> None:
    hendra = cast.actor("hendra")
    rival = make_reviewer("Rival")
    with scope({KOTIM}):
        [number] = fill_queue(cast, 1)
        assign([number], admin=hendra, reviewer_id=cast.budi.pk, now=NOON)
        assign([number], admin=hendra, reviewer_id=rival.pk, now=NOON)
        assert readers() == {number: "Rival"}
        history = Assignment.objects.order_by("pk").values_list("reviewer__name", "is_current", "origin")
        assert list(history) == [("Budi", False, "hand"), ("Rival", True, "hand")]
        assert Notice.objects.get(person=cast.budi, kind="unassigned").text == (
            "1 inovasi tidak lagi dibagikan kepada Anda."
        )
        assert release([number], actor=hendra, now=NOON).done[0].pk == number
        assert readers() == {}


@pytest.mark.parametrize("who", ["budi", "sari", "rina"])
def test_only_the_regional_admin_shares_out(cast: Cast, who: str) -> None:
    with scope({KOTIM}):
        [number] = fill_queue(cast, 1)
        actor = cast.actor(who)
        with pytest.raises(Refused):
            assign([number], admin=actor, reviewer_id=cast.budi.pk, now=NOON)
        with pytest.raises(Refused):
            add_rule(admin=actor, reviewer_id=cast.budi.pk, opd_id=cast.health.pk, urusan="", now=NOON)
        with pytest.raises(Refused):
            add_absence(admin=actor, person_id=cast.budi.pk, first_day=DAY, last_day=DAY, note="", now=NOON)
        assert readers() == {}


def test_absent_reviewer_and_somebody_who_reviews_elsewhere_get_nothing(cast: Cast) -> None:
    hendra = cast.actor("hendra")
    with scope({KOTIM}):
        [number] = fill_queue(cast, 1)
        away(cast.budi, last=DAY + timedelta(days=2))
        with pytest.raises(Refused) as caught:
            assign([number], admin=hendra, reviewer_id=cast.budi.pk, now=NOON)
        assert caught.value.message.startswith("Budi berhalangan sampai 9 Juli 2026.")
        for stranger in (cast.wati, cast.hendra):
            with pytest.raises(Refused) as caught:
                assign([number], admin=hendra, reviewer_id=stranger.pk, now=NOON)
            assert caught.value.code == "reviewer"
        later = NOON + timedelta(days=3)
        with time_machine.travel(later):
            assert assign([number], admin=hendra, reviewer_id=cast.budi.pk, now=later).done


def test_reviewer_takes_what_is_free_and_gives_back_their_own_only(cast: Cast) -> None:
    hendra, budi = cast.actor("hendra"), cast.actor("budi")
    rival, gone = make_reviewer("Rival"), make_reviewer("Pergi")
    with scope({KOTIM}):
        free, held, left = fill_queue(cast, 3)
        assign([held], admin=hendra, reviewer_id=rival.pk, now=NOON)
        assign([left], admin=hendra, reviewer_id=gone.pk, now=NOON)
        Membership.objects.filter(person=gone).update(valid_until=DAY - timedelta(days=1))
        shared = take([free, held, left], reviewer=budi, now=NOON)
        assert [innovation.pk for innovation in shared.done] == [free, left]
        assert [reason for _innovation, reason in shared.refused] == [
            "Sudah dibaca Rival; minta admin daerah memindahkannya bila perlu."
        ]
        assert release([free, held], actor=budi, now=NOON).done[0].pk == free
        assert readers() == {held: "Rival", left: "Budi"}
        away(rival)
        assert take([held], reviewer=budi, now=NOON).done  # who is away keeps nobody waiting


# By rule -----------------------------------------------------------------------------------------------------------------


def test_submission_goes_to_whom_the_strongest_rule_names_and_only_that_reviewer_is_told(cast: Cast) -> None:
    hendra = cast.actor("hendra")
    of_opd, of_urusan = make_reviewer("Opd"), make_reviewer("Urusan")
    with scope({KOTIM}):
        add_rule(admin=hendra, reviewer_id=of_urusan.pk, opd_id=None, urusan="A02", now=NOON)
        add_rule(admin=hendra, reviewer_id=of_opd.pk, opd_id=cast.health.pk, urusan="", now=NOON)
        first = one(cast, name="Satu")
        assert readers() == {first.pk: "Opd"}
        assert set(Notice.objects.filter(kind="submit").values_list("person__name", flat=True)) == {"Opd"}
        away(of_opd)
        second = one(cast, name="Dua")  # who is away is passed over
        tie(of_urusan, cast.health)
        third = one(cast, name="Tiga")  # and so is who holds a role there
        assert readers() == {first.pk: "Opd", second.pk: "Urusan"}
        assert third.pk not in readers()
        with pytest.raises(Refused) as caught:
            add_rule(admin=hendra, reviewer_id=cast.budi.pk, opd_id=cast.health.pk, urusan="", now=NOON)
        assert caught.value.code == "twice"
        assert AssignmentRule.objects.count() == 2


def test_unit_follows_the_rule_of_its_opd_and_rules_are_applied_on_demand(cast: Cast) -> None:
    hendra = cast.actor("hendra")
    with scope({KOTIM}):
        [in_unit] = fill_queue(cast, 1, opd=cast.clinic)
        [elsewhere] = fill_queue(cast, 1, opd=cast.education)
        add_rule(admin=hendra, reviewer_id=cast.budi.pk, opd_id=cast.health.pk, urusan="", now=NOON)
        apply_rules([in_unit, elsewhere], admin=hendra, now=NOON)
        assert readers() == {in_unit: "Budi"}
        assert Assignment.objects.get().origin == AssignmentOrigin.RULE


def test_who_read_it_reads_it_again_after_its_return(cast: Cast) -> None:
    hendra, budi, sari = cast.actor("hendra"), cast.actor("budi"), cast.actor("sari")
    rival = make_reviewer("Rival")
    with scope({KOTIM}):
        innovation = one(cast)
        assign([innovation.pk], admin=hendra, reviewer_id=cast.budi.pk, now=NOON)
        add_rule(admin=hendra, reviewer_id=rival.pk, opd_id=cast.health.pk, urusan="", now=NOON)
        returned = take_step(
            innovation.pk, action=Action.RETURN, actor=budi, seen_version=innovation.version, row_reasons={16: "SK."}
        ).innovation  # fmt: skip
        take_step(returned.pk, action=Action.RESUBMIT, actor=sari, seen_version=returned.version)
        assert readers() == {innovation.pk: "Budi"}


# Evenly -------------------------------------------------------------------------------------------------------------------


def planned(cast: Cast, *, with_absent: bool = False) -> Plan:
    place, day = desk_of(cast), NOON.date()
    waiting, everybody = waiting_at(place), reviewers_of(region_period(cast).region, since=day)
    items = to_place(waiting, reviewers=everybody, today=day, with_absent=with_absent)
    innovations = {entry.pk: entry for entry in Innovation.objects.filter(pk__in=[item.pk for item in items])}
    ties = ties_among(
        [entry.person_id for entry in everybody], region_id=KOTIM, innovations=list(innovations.values())
    )
    return plan_of(
        items, waiting=waiting, work=open_work(place), reviewers=everybody, ties=ties, innovations=innovations, today=day
    )  # fmt: skip


def loads(plan: Plan) -> dict[str, tuple[int, int, int]]:
    return {
        share.reviewer.name: (share.items_before, len(share.items), share.rows_after) for share in plan.shares
    }


def test_even_distribution_fills_up_the_lightest_and_respects_conflicts(cast: Cast) -> None:
    hendra = cast.actor("hendra")
    citra = make_reviewer("Citra")
    with scope({KOTIM}):
        held = fill_queue(cast, 2)
        assign(held, admin=hendra, reviewer_id=cast.budi.pk, now=NOON)
        loose = fill_queue(cast, 4)
        [tied] = fill_queue(cast, 1, opd=cast.education)
        tie(citra, cast.education)
        # One of the four has five rows left, and is placed last. Before: Budi 40 rows, Citra none.
        Answer.objects.filter(innovation_id=loose[0], row__lt=31).update(verified_level=2)
        plan = planned(cast)
        # The 20s in the order of their promises: tied (20 days ago, not for Citra) -> Budi 60; loose 1 -> Citra 20;
        # loose 2 -> Citra 40; loose 3 -> Citra 60. The 5: both hold 60 rows and as many points, Budi comes first by name.
        assert loads(plan) == {"Budi": (2, 2, 65), "Citra": (0, 3, 60)}
        assert plan.pairs == planned(cast).pairs
        assert plan.fingerprint == planned(cast).fingerprint
        share_out(plan.pairs, admin=hendra, now=NOON)
        assert readers() == {
            held[0]: "Budi", held[1]: "Budi", tied: "Budi", loose[0]: "Budi",
            loose[1]: "Citra", loose[2]: "Citra", loose[3]: "Citra",
        }  # fmt: skip
        assert planned(cast).pairs == []


def test_what_waits_with_an_absent_reviewer_is_shown_and_moved(cast: Cast) -> None:
    hendra = cast.actor("hendra")
    make_reviewer("Citra")
    with scope({KOTIM}):
        [number] = fill_queue(cast, 1)
        assign([number], admin=hendra, reviewer_id=cast.budi.pk, now=NOON)
        away(cast.budi, first=DAY - timedelta(days=1), last=date(2026, 7, 20))
    client = signed_in(cast.hendra)
    page = client.get(admin("assignments")).text
    assert "1 inovasi menunggu pada Budi yang sedang berhalangan." in page
    assert "berhalangan sampai <time" in page
    with scope({KOTIM}):
        assert planned(cast).pairs == []
    page = client.get(admin("balance"), {"ikut": "berhalangan"}).text
    with scope({KOTIM}):
        mark = planned(cast, with_absent=True).fingerprint
    assert mark in page
    client.post(admin("balance"), {"rencana": mark, "ikut": "berhalangan"})
    with scope({KOTIM}):
        assert readers() == {number: "Citra"}


def test_plan_that_is_no_longer_true_is_shown_anew_and_not_done(cast: Cast) -> None:
    make_reviewer("Citra")
    with scope({KOTIM}):
        fill_queue(cast, 2)
        mark = planned(cast).fingerprint
        fill_queue(cast, 1)
    client = signed_in(cast.hendra)
    page = client.post(admin("balance"), {"rencana": mark}).text
    assert "Antrean berubah sejak rencana ini dibuat" in page
    with scope({KOTIM}):
        assert readers() == {}


# Conflicts -----------------------------------------------------------------------------------------------------------------


def test_who_coached_neither_gets_it_nor_judges_it_and_their_verdicts_fall(cast: Cast) -> None:
    hendra, budi = cast.actor("hendra"), cast.actor("budi")
    with scope({KOTIM}):
        innovation = one(cast)
        assign([innovation.pk], admin=hendra, reviewer_id=cast.budi.pk, now=NOON)
        answer = Answer.objects.get(innovation=innovation, row=16)
        mark = seen(innovation, 16)
        judge_row(answer.pk, reviewer=budi, level=2, seen_hash=mark)
        assert mark_coached(innovation.pk, actor=budi, person_id=cast.budi.pk, note="Klinik", now=NOON) == 1
        assert readers() == {}
        answer.refresh_from_db()
        assert answer.verified_level is None
        assert Verdict.objects.get().fell_because == "diputuskan oleh pendamping inovasi ini"
        assert can_review(budi, innovation).code == "coached"
        with pytest.raises(Refused) as caught:
            judge_row(answer.pk, reviewer=budi, level=2, seen_hash=mark)
        assert caught.value.code == "coached"
        shared = assign([innovation.pk], admin=hendra, reviewer_id=cast.budi.pk, now=NOON)
        assert [reason for _left, reason in shared.refused] == ["Budi mendampingi OPD menyusun inovasi ini."]
        mark_coached(innovation.pk, actor=budi, person_id=cast.budi.pk, note="", now=NOON)
        assert Coaching.objects.count() == 1
        unmark_coached(innovation.pk, actor=budi, person_id=cast.budi.pk)
        assert can_review(budi, innovation)


def test_verdicts_of_whoever_helped_to_mend_it_fall_while_it_is_back_at_the_opd(cast: Cast) -> None:
    """Returned with a reason, then mended together with the reviewer: none of their verdicts is left when it comes back."""
    budi = cast.actor("budi")
    with scope({KOTIM}):
        innovation = one(cast)
        for row in (16, 17):
            answer = Answer.objects.get(innovation=innovation, row=row)
            judge_row(answer.pk, reviewer=budi, level=2, seen_hash=seen(innovation, row))
        innovation.refresh_from_db()
        take_step(
            innovation.pk,
            action=Action.RETURN,
            actor=budi,
            seen_version=innovation.version,
            row_reasons={18: "Kurang."},
        )
        assert mark_coached(innovation.pk, actor=budi, person_id=cast.budi.pk, note="Klinik", now=NOON) == 2
        assert not Verdict.objects.filter(stands=True).exists()


def test_whoever_lost_the_role_a_moment_ago_takes_nothing(cast: Cast) -> None:
    with scope({KOTIM}):
        innovation, budi = one(cast), cast.actor("budi")
        Membership.objects.filter(person=cast.budi).update(valid_until=date(2026, 7, 1))
        with pytest.raises(Refused, match="sudah berakhir"):
            take([innovation.pk], reviewer=budi, now=NOON)
        assert readers() == {}


def test_reviewer_speaks_for_themselves_and_does_not_undo_what_the_admin_noted(cast: Cast) -> None:
    hendra, budi = cast.actor("hendra"), cast.actor("budi")
    rival = make_reviewer("Rival")
    with scope({KOTIM}):
        innovation = one(cast)
        with pytest.raises(Refused):
            mark_coached(innovation.pk, actor=budi, person_id=rival.pk, note="", now=NOON)
        with pytest.raises(Refused):
            mark_coached(innovation.pk, actor=hendra, person_id=cast.sari.pk, note="", now=NOON)
        mark_coached(innovation.pk, actor=hendra, person_id=cast.budi.pk, note="", now=NOON)
        with pytest.raises(Refused) as caught:
            unmark_coached(innovation.pk, actor=budi, person_id=cast.budi.pk)
        assert caught.value.code == "noted"
        assert unmark_coached(innovation.pk, actor=hendra, person_id=cast.budi.pk)


def test_who_submitted_it_for_the_opd_does_not_judge_it_although_the_role_is_forgotten(cast: Cast) -> None:
    budi = cast.actor("budi")
    with scope({KOTIM}):
        innovation = one(cast)
        assert can_review(budi, innovation)
        innovation.transitions.filter(action="submit").update(actor=cast.budi)
        assert can_review(budi, innovation).code == "own_innovation"
        ties = ties_of(cast.budi.pk, region_id=KOTIM, innovations=[innovation])
        assert ties.entered == {innovation.pk}


def test_appointment_admits_exactly_that_person_to_that_innovation(cast: Cast) -> None:
    hendra, budi = cast.actor("hendra"), cast.actor("budi")
    rival = make_reviewer("Rival")
    with scope({KOTIM}):
        innovation, other = one(cast, name="Satu"), one(cast, name="Dua")
        tie(cast.budi, cast.health)

        def named(person: Person, reason: str = "Seluruh desk dari Bappeda.") -> Assignment:
            return appoint(innovation.pk, admin=hendra, reviewer_id=person.pk, reason=reason, now=NOON)

        with pytest.raises(Refused) as caught:
            named(cast.budi)  # Rival is free
        assert caught.value.code == "somebody_free"
        assert "Rival dapat memeriksa" in caught.value.message
        tie(rival, cast.clinic)
        assert planned(cast).unplaced
        with pytest.raises(Refused) as caught:
            named(cast.budi, reason="  ")
        assert caught.value.code == "reason"
        with pytest.raises(Refused):
            named(cast.wati)
        with pytest.raises(Refused):
            appoint(innovation.pk, admin=budi, reviewer_id=cast.budi.pk, reason="Saya sendiri.", now=NOON)
        assert not Assignment.objects.exists()
        named(cast.budi)
        rivals = ties_of(rival.pk, region_id=KOTIM, innovations=[innovation])
        assert can_review(budi, innovation)
        assert can_review(budi, other).code == "own_opd"
        assert not rivals.admits(innovation)
        answer = Answer.objects.get(innovation=innovation, row=16)
        judge_row(answer.pk, reviewer=budi, level=2, seen_hash=seen(innovation, 16))
        assert [(entry.reviewer, entry.reason) for entry in appointments(region_period(cast))] == [
            (cast.budi, "Seluruh desk dari Bappeda.")
        ]
        release([innovation.pk], actor=hendra, now=NOON)
        assert can_review(budi, innovation).code == "own_opd"
        assert appointments(region_period(cast)).count() == 1  # it stays to be read


def test_who_is_free_but_away_holds_no_appointment_up_and_is_kept_with_it(
    cast: Cast, frozen_noon: None
) -> None:
    hendra, ani = cast.actor("hendra"), make_reviewer("Ani")
    with scope({KOTIM}):
        innovation = one(cast)
        tie(cast.budi, cast.health)
        away(ani, last=DAY + timedelta(days=2))
    client = signed_in(cast.hendra)
    form = client.get(admin("appoint", innovation.public_id)).text
    assert "berhalangan pada 7 Juli 2026: Ani (sampai 9 Juli 2026)." in form
    assert f'name="kepada" value="{ani.pk}"' not in form

    def named(person: Person) -> Assignment:
        return appoint(
            innovation.pk, admin=hendra, reviewer_id=person.pk, reason="Tenggat lusa.", now=timezone.now()
        )

    with scope({KOTIM}):
        with pytest.raises(Refused) as caught:
            named(ani)
        assert caught.value.code == "away"
        assert named(cast.budi).reason == (
            "Tenggat lusa. (Bebas dari benturan, tetapi berhalangan pada 7 Juli 2026: Ani (sampai 9 Juli 2026).)"
        )
        release([innovation.pk], actor=hendra, now=timezone.now())
        away(cast.budi)
        with pytest.raises(Refused) as caught:
            named(cast.budi)  # nobody is there at all
        assert caught.value.code == "away"
    assert "Semua penelaah berhalangan hari ini" in client.get(admin("appoint", innovation.public_id)).text
    with time_machine.travel(NOON + timedelta(days=3)), scope({KOTIM}):
        with pytest.raises(Refused) as caught:
            named(cast.budi)  # Ani is back
        assert caught.value.code == "somebody_free"


def test_appointment_is_read_in_the_timeline_and_by_quality_control_and_not_by_the_opd(
    cast: Cast, frozen_noon: None
) -> None:
    reason = "Seluruh desk pernah bertugas di dinas ini."
    with scope({KOTIM}):
        innovation = one(cast)
        tie(cast.budi, cast.health)
    client = signed_in(cast.hendra)
    form = client.get(admin("appoint", innovation.public_id)).text
    assert "Budi memegang peran di OPD ini dalam 24 bulan terakhir." in form
    refused = client.post(admin("appoint", innovation.public_id), {"kepada": cast.budi.pk, "alasan": " "})
    assert (refused.status_code, "Tuliskan alasan penunjukan." in refused.text) == (422, True)
    assert (
        client.post(
            admin("appoint", innovation.public_id), {"kepada": cast.budi.pk, "alasan": reason}
        ).status_code
        == 302
    )
    for page in (
        signed_in(cast.budi).get(desk("innovation", innovation.public_id)),
        client.get(admin("appointed")),
    ):
        assert reason in page.text
    timeline = client.get(admin("innovation", innovation.public_id)).text.partition('id="riwayat"')[2]
    assert reason in timeline
    with scope({KOTIM}):
        Innovation.objects.filter(pk=innovation.pk).update(state="sent")

    def trace(person: Person, place: str, *more: int) -> str:
        basis = "mandiri" if place == "opd" else "final"
        address = reverse(f"{place}:index_innovation", args=[KOTIM, *more, *(
            [innovation.public_id, basis] if place == "opd" else [basis, innovation.public_id]
        )])  # fmt: skip
        return signed_in(person).get(address).text

    assert reason in trace(cast.arif, "penilai")
    own = trace(cast.sari, "opd", cast.health.pk)
    assert innovation.name in own
    assert reason not in own


# The forecast ---------------------------------------------------------------------------------------------------------------


def test_forecast_counts_working_days_and_absences_exactly(cast: Cast) -> None:
    """Today is Tuesday, 7 July. Seven days back: 30 June to 6 July, five working days (Tue-Fri, Mon)."""
    citra = make_reviewer("Citra")
    with scope({KOTIM}):
        away(cast.budi, first=date(2026, 7, 1), last=date(2026, 7, 2))  # two working days of the five
        away(cast.budi, first=date(2026, 7, 13), last=date(2026, 7, 13))
        RegionPeriod.objects.filter(pk=region_period(cast).pk).update(desk_until=NOON + timedelta(days=7))
        place = desk_of(cast)
        everybody = reviewers_of(place.region_period.region, since=date(2026, 6, 22))
    decided = [(cast.budi.pk, date(2026, 7, 3))] * 4 + [(citra.pk, date(2026, 7, 6))] * 2
    decided += (
        [(citra.pk, date(2026, 6, 25))] * 5 + [(citra.pk, DAY)] * 9 + [(cast.sari.pk, date(2026, 7, 3))]
    )

    def outlook(span: int, waiting: int) -> object:
        return forecast_of(
            place, span=span, reviewers=everybody, decisions=decided, held={cast.budi.pk: 9}, waiting=waiting
        )

    week = outlook(7, 20)
    # Left: Wed 8 - Tue 14 July, five working days; Budi is away on one. Budi 4/3 a day x 4 = 5 1/3; Citra 2/5 x 5 = 2.
    assert [(pace.reviewer.name, pace.decided, pace.days, pace.days_left, pace.reach) for pace in week.paces] == [
        ("Budi", 4, 3, 4, 5), ("Citra", 2, 5, 5, 2),
    ]  # fmt: skip
    assert (week.reach, week.unread) == (7, 13)
    assert [pace.room for pace in week.paces] == [-4, 2]
    # The mean pace is (4/3 + 2/5) / 2 = 13/15 a day, 4 1/3 in five days: three more reviewers.
    assert week.missing_reviewers == 3
    # Fourteen days back: 23 June to 6 July, ten working days. Citra 7/10 x 5 = 3 1/2; Budi 4/8 x 4 = 2: together 5 1/2.
    fortnight = outlook(14, 5)
    assert (fortnight.decided, fortnight.reach, fortnight.unread, fortnight.missing_reviewers) == (
        11,
        5,
        0,
        0,
    )
    nobody = forecast_of(place, span=7, reviewers=[Reviewer(1, "X")], decisions=[], held={}, waiting=3)
    assert (nobody.unread, nobody.missing_reviewers) == (3, 0)


def test_pages_say_what_will_not_be_read_and_what_to_do(cast: Cast, frozen_noon: None) -> None:
    budi = cast.actor("budi")
    with scope({KOTIM}):
        RegionPeriod.objects.filter(pk=region_period(cast).pk).update(desk_until=NOON + timedelta(days=3))
        returned = one(cast)
        with time_machine.travel(NOON - timedelta(days=1)):
            take_step(
                returned.pk, action=Action.RETURN, actor=budi, seen_version=returned.version, row_reasons={16: "SK."}
            )  # fmt: skip
        fill_queue(cast, 4)
    # One in five working days, three days left: none is read for certain.
    sentence = "Dengan laju 7 hari terakhir, 4 dari 4 inovasi yang menunggu tidak akan terbaca sampai"
    page = signed_in(cast.hendra).get(admin("assignments")).text
    assert sentence in page
    assert "4 inovasi belum dibagikan kepada siapa pun." in page
    assert "dibutuhkan 7 penelaah lagi" in page  # 4 / (1/5 x 3 days) = 6 2/3
    assert sentence in signed_in(cast.budi).get(desk("forecast")).text
    part = signed_in(cast.budi).get(desk("forecast"), headers={"HX-Request": "true"}).text
    assert sentence in part
    assert "<html" not in part


def test_pages_of_rules_and_absences_write_and_refuse(cast: Cast, frozen_noon: None) -> None:
    client = signed_in(cast.hendra)
    client.post(admin("rules"), {"opd": cast.health.pk, "urusan": "", "reviewer": cast.budi.pk})
    both = client.post(admin("rules"), {"opd": cast.health.pk, "urusan": "A02", "reviewer": cast.budi.pk})
    assert (both.status_code, "Pilih salah satu" in both.text) == (422, True)
    assert client.post(admin("rules"), {"opd": "1e9", "reviewer": cast.sari.pk}).status_code == 422
    dates = {"person": cast.budi.pk, "first_day": "2026-07-10", "last_day": "2026-07-09"}
    assert client.post(admin("absences"), dates).status_code == 422
    assert client.post(admin("absences"), {**dates, "last_day": "2026-07-12"}).status_code == 302
    with scope({KOTIM}):
        rule = AssignmentRule.objects.get()
        [number] = fill_queue(cast, 1)
    assert "10 Juli 2026" in client.get(admin("absences")).text
    client.post(admin("rules_apply"))
    with scope({KOTIM}):
        assert readers() == {number: "Budi"}
    client.post(admin("rule_delete", rule.pk))
    with scope({KOTIM}):
        assert not AssignmentRule.objects.exists()


def test_admin_assigns_from_the_list_and_bad_input_changes_nothing(cast: Cast) -> None:
    with scope({KOTIM}):
        [number] = fill_queue(cast, 1)
        public_id = Innovation.objects.get(pk=number).public_id
    client = signed_in(cast.hendra)
    for bad in ("", "abc", "²", "9" * 30, str(cast.sari.pk)):
        assert (
            client.post(admin("assignments"), {"kepada": bad, "inovasi": [str(public_id), "x"]}).status_code
            == 302
        )
    with scope({KOTIM}):
        assert readers() == {}
    answer = client.post(
        admin("assignments"),
        {"kepada": cast.budi.pk, "inovasi": str(public_id), "saringan": "cari=ino", "halaman": "2"},
    )
    assert answer["Location"] == admin("assignments") + "?cari=ino&halaman=2"
    with scope({KOTIM}):
        assert readers() == {number: "Budi"}
    signed_in(cast.budi).post(desk("take"), {"inovasi": str(public_id), "langkah": "lepas"})
    with scope({KOTIM}):
        assert readers() == {}
