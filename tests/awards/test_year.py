"""Draft rankings, nominees, panel and awards over the database, through domain, pages and export; and that nobody else reads them."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal as D
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from iga_portal.refusals import Refused, StaleVersion
from iga_portal.tenancy.scope import NATION, scope
from innovations.enums import Decision, VerdictStage
from innovations.models import Answer, RegionAnswer, Sending, SendingItem, Verdict
from regions.access import grant_for
from regions.enums import Role
from regions.lists.kinds import Asked, list_kind
from regions.models import Membership, Period, Person, Region
from reports.awards import Part
from reports.awards.drafts import Change
from reports.domain.drafts import make_draft
from reports.domain.nominees import nominate, propose_nominees, recommend, withdraw_nominee
from reports.domain.panel import appoint_member, end_member, give_score, read_score
from reports.domain.plan import (
    confirm_border,
    open_plan,
    proposed_border,
    reopen_border,
    set_border,
    set_categories,
    set_criteria,
    set_weights,
)
from reports.models import AwardPlan, Nominee, PanelMember, PanelScore, RankingDraft
from reports.queries.drafts import causes_between, difference, rows_of
from reports.queries.standings import decision_of, last_indices, regions_with_index, standings
from tests.awards.support import BATAM, KAPUAS, PALANGKA, SAMPIT, SERUYAN, final, ministry, sent
from tests.cast import BENGKULU, KOTIM, NOON, Cast
from tests.scoring.support import counted_queries, signed_in

CRITERIA = ("kebaruan", "kemanfaatan", "replikasi", "kewenangan", "penyampaian")


@pytest.fixture
def ranked_cast(cast: Cast) -> Cast:
    """Four regions with a final index: 62.02 and 62.07 equal on top, 62.03 behind, Kota Batam in Regional I."""
    with ministry():
        for region_id, index in ((SAMPIT, "68.33"), (SERUYAN, "68.33"), (KAPUAS, "60.00"), (BATAM, "71.00")):
            final(cast.period, region_id, index)
    return cast


def rina(cast: Cast) -> Any:
    return cast.actor("rina")


def with_panel(cast: Cast) -> PanelMember:
    """60/25/15, the preset criteria, Rina on the panel."""
    plan = open_plan(cast.period, actor=rina(cast))
    set_weights(
        cast.period, actor=rina(cast), seen=plan.version, index=D(60), presentation=D(25), field=D(15)
    )
    return appoint_member(cast.period, actor=rina(cast), person_id=cast.rina.pk)


def give(
    member: PanelMember, region_id: int, text: str, criterion: str, part: Part = Part.PRESENTATION
) -> Any:
    nominee = Nominee.objects.get(candidate_id=region_id)
    return give_score(
        member_id=member.pk,
        nominee_id=nominee.pk,
        person_id=member.person_id,
        part=part,
        criterion=criterion,
        text=text,
    )


def refused(act: Any) -> str:
    with pytest.raises(Refused) as found, transaction.atomic():
        act()
    return found.value.code


# Drafts ------------------------------------------------------------------------------------------------------------


def test_draft_keeps_places_and_is_made_once(ranked_cast: Cast) -> None:
    cast = ranked_cast
    with ministry():
        draft, is_new = make_draft(cast.period, actor=rina(cast), now=NOON, note="  Pertama ")
        assert (is_new, draft.number, draft.note, draft.region_id) == (True, 1, "Pertama", NATION)
        rows = rows_of(draft)
        assert {key: (row.place, row.tied) for key, row in rows.items()} == {
            SAMPIT: (1, 1), SERUYAN: (1, 1), KAPUAS: (3, 0), BATAM: (1, 0),
        }  # fmt: skip
        again, is_new = make_draft(cast.period, actor=rina(cast), now=NOON)
        assert (again.pk, is_new) == (draft.pk, False)
        # Computed again to the same numbers: nothing has changed.
        final(cast.period, KAPUAS, "60.00")
        assert make_draft(cast.period, actor=rina(cast), now=NOON)[1] is False
        assert RankingDraft.objects.count() == 1


def test_first_draft_shows_the_regions_it_holds(cast: Cast) -> None:
    # Only a kota has a final index yet: a list of kabupaten would say that there is none.
    with ministry():
        final(cast.period, BENGKULU, "56.35")
    client = signed_in(cast.rina)
    client.post("/pusat/draf-peringkat/")
    page = client.get("/pusat/draf-peringkat/1/").content.decode()
    assert "Kota Bengkulu" in page and '<option value="kota" selected>' in page
    assert "Kota Bengkulu" not in client.get("/pusat/draf-peringkat/1/?jenis=kabupaten").content.decode()


@pytest.mark.parametrize("name", ["hendra", "arif", "sari"])
def test_draft_is_the_ministrys_to_make(ranked_cast: Cast, name: str) -> None:
    with ministry():
        actor = ranked_cast.actor(name)
        assert refused(lambda: make_draft(ranked_cast.period, actor=actor, now=NOON)) == "role"
        assert refused(lambda: open_plan(ranked_cast.period, actor=actor)) == "role"


def test_draft_without_any_final_index_is_refused(cast: Cast) -> None:
    with ministry():
        assert refused(lambda: make_draft(cast.period, actor=rina(cast), now=NOON)) == "empty"


def test_difference_is_explained_by_part_and_by_what_happened_between(ranked_cast: Cast) -> None:
    cast = ranked_cast
    later = NOON + timedelta(hours=3)
    with ministry():
        before, _new = make_draft(cast.period, actor=rina(cast), now=NOON)
        # Between the drafts: an SPD row of Sampit corrected from 3 to 1, and a second sending of Seruyan.
        innovation = sent(cast.period, SAMPIT, "A02", at=NOON)
        answer = Answer.objects.create(
            region_id=SAMPIT, innovation=innovation, row=17, claimed_level=3, verified_level=3
        )
        row = RegionAnswer.objects.create(
            region_id=SAMPIT, region_period=innovation.region_period, row="8", level=3, entered_by=cast.hendra, entered_at=NOON,
        )  # fmt: skip
        for judged, level in (({"answer": answer}, 2), ({"region_answer": row}, 1)):
            verdict = Verdict.objects.create(
                region_id=SAMPIT, stage=VerdictStage.QUALITY_CONTROL, decision=Decision.LOWER, level=level,
                reason="Tanggal tidak cocok.", reviewer=cast.arif, judged={}, judged_hash="0" * 64, **judged,
            )  # fmt: skip
            Verdict.objects.filter(pk=verdict.pk).update(created_at=NOON + timedelta(hours=1))
        other = sent(cast.period, SERUYAN, "A01", at=NOON)
        sending = Sending.objects.create(
            region_id=SERUYAN, region_period=other.region_period, number=2, sent_by=cast.hendra,
            sent_at=NOON + timedelta(hours=2), receipt="0" * 64,
        )  # fmt: skip
        SendingItem.objects.create(
            region_id=SERUYAN, sending=sending, innovation=other, innovation_version=1, content={}, content_hash="0" * 64,
        )  # fmt: skip
        # SPD 40.00 -> 37.50 is -1.00 point of the index.
        final(cast.period, SAMPIT, "67.33", spd="37.50")
        after, _new = make_draft(cast.period, actor=rina(cast), now=later)
        found = {entry.region: entry for entry in difference(before, after, period=cast.period)}
        assert {key: entry.change for key, entry in found.items()} == {
            SAMPIT: Change.MOVED, SERUYAN: Change.PUSHED, KAPUAS: Change.SAME, BATAM: Change.SAME,
        }  # fmt: skip
        assert found[SAMPIT].shares["spd"] == D("-1.0000")
        assert (found[SAMPIT].places_gained, found[SAMPIT].rounding) == (-1, D("0.0000"))
        causes = causes_between(
            [SAMPIT, SERUYAN, KAPUAS], period=cast.period, after=before.made_at, until=after.made_at
        )
    corrections = [
        (entry.row, entry.before, entry.level, bool(entry.innovation)) for entry in causes[SAMPIT].corrections
    ]
    assert corrections == [("17", 3, 2, True), ("8", 3, 1, False)]
    assert [(number, size) for number, size, _at in causes[SERUYAN].sendings] == [(2, 1)]
    assert not causes[KAPUAS]

    page = signed_in(cast.rina).get(f"/pusat/draf-peringkat/{after.number}/selisih/")
    text = " ".join(page.content.decode().split())
    assert "SPD 40,00 → 37,50" in text and "Koreksi baris SPD 8" in text and "Pengiriman 2: 1 inovasi" in text
    assert "Kabupaten Kapuas" not in text  # nothing changed there


def test_draft_is_exported_with_the_one_before(ranked_cast: Cast) -> None:
    cast = ranked_cast
    with ministry():
        make_draft(cast.period, actor=rina(cast), now=NOON)
        final(cast.period, KAPUAS, "69.00")
        make_draft(cast.period, actor=rina(cast), now=NOON + timedelta(hours=1))
    client = signed_in(cast.rina)
    answer = client.post(reverse("pusat:list_order", args=["draf-peringkat"]), {"saringan": "draf=2"})
    assert answer.status_code == 302
    kind = list_kind("draf-peringkat")
    assert kind is not None
    from django.http import QueryDict

    with ministry():
        asked = Asked(rina(cast), Region.objects.get(pk=NATION), cast.period, QueryDict("draf=2"), NOON)
        rows = list(kind.rows(asked))
    assert [(row[0], row[4], row[6], row[12], row[13]) for row in rows] == [
        ("62.03", 1, D("69.00"), 3, D("60.00")),
        ("62.02", 2, D("68.33"), 1, D("68.33")),
        ("62.07", 2, D("68.33"), 1, D("68.33")),
        ("21.71", 1, D("71.00"), 1, D("71.00")),
    ]


# The plan ----------------------------------------------------------------------------------------------------------


def test_weights_and_criteria_must_add_up_and_nothing_is_half_done(cast: Cast) -> None:
    with ministry():
        plan = open_plan(cast.period, actor=rina(cast))
        assert [row["weight"] for row in plan.criteria["presentation"]] == ["30", "25", "20", "15", "10"]

        def weights(index: str, presentation: str, field: str) -> Any:
            return lambda: set_weights(
                cast.period,
                actor=rina(cast),
                seen=1,
                index=D(index),
                presentation=D(presentation),
                field=D(field),
            )

        assert refused(weights("60", "25", "14.99")) == "sum"
        assert refused(weights("110", "-5", "-5")) == "range"
        assert refused(weights("33.333", "33.333", "33.334")) == "range"
        with pytest.raises(IntegrityError), transaction.atomic():
            AwardPlan.objects.filter(pk=plan.pk).update(index_weight=D(50))

        def criteria(*rows: tuple[str, str, str]) -> Any:
            return lambda: set_criteria(
                cast.period,
                actor=rina(cast),
                seen=1,
                part=Part.FIELD,
                criteria=[(c, n, D(w)) for c, n, w in rows],
            )

        assert refused(criteria(("", "A", "60"), ("", "B", "39"))) == "sum"
        assert refused(criteria(("", "A", "60"), ("", "a", "40"))) == "twice"
        assert refused(criteria(("", "", "100"))) == "name"
        assert refused(criteria()) == "many"
        plan.refresh_from_db()
        assert plan.version == 1
        criteria(("", "Bukti lapangan", "70"), ("", "Wawancara", "30"))()
        with pytest.raises(StaleVersion):
            criteria(("", "A", "100"))()
        plan.refresh_from_db()
        assert plan.criteria["field"] == [
            {"code": "bukti-lapangan", "name": "Bukti lapangan", "weight": "70"},
            {"code": "wawancara", "name": "Wawancara", "weight": "30"},
        ]


def test_scored_criterion_cannot_be_left_out(ranked_cast: Cast) -> None:
    cast = ranked_cast
    with ministry():
        member = with_panel(cast)
        nominate(
            cast.period,
            actor=rina(cast),
            region_id=KAPUAS,
            categories={"kabupaten-iii"},
            reason="Sidang.",
            now=NOON,
        )
        give(member, KAPUAS, "80", "kesesuaian", Part.FIELD)
        seen = AwardPlan.objects.get().version
        other = lambda: set_criteria(  # noqa: E731
            cast.period, actor=rina(cast), seen=seen, part=Part.FIELD, criteria=[("", "Lain", D(100))]
        )
        assert refused(other) == "scored"


def test_border_cluster_waits_for_the_confirmed_list(ranked_cast: Cast) -> None:
    cast = ranked_cast
    with ministry():
        assert len(proposed_border()) == 13

        def why() -> str | None:
            found = {entry.category: entry.code for entry in decision_of(cast.period).not_awarded}
            return found.get("perbatasan")

        assert why() == "border_empty"
        set_border(cast.period, actor=rina(cast), seen=1, region_ids={BATAM})
        assert why() == "border_open"
        assert refused(lambda: set_border(cast.period, actor=rina(cast), seen=2, region_ids={62})) == "region"
        confirm_border(cast.period, actor=rina(cast), seen=2, now=NOON)
        assert why() is None
        won = [entry.region for entry in decision_of(cast.period).awards if entry.category == "perbatasan"]
        assert won == [BATAM]
        changed = lambda: set_border(cast.period, actor=rina(cast), seen=3, region_ids={SAMPIT})  # noqa: E731
        assert refused(changed) == "confirmed"
        with pytest.raises(StaleVersion), transaction.atomic():
            confirm_border(cast.period, actor=rina(cast), seen=2, now=NOON)
        reopen_border(cast.period, actor=rina(cast), seen=3)
        assert why() == "border_open"


def test_closed_period_changes_nothing_any_more(ranked_cast: Cast) -> None:
    cast = ranked_cast
    with ministry():
        member = with_panel(cast)
        nominate(
            cast.period,
            actor=rina(cast),
            region_id=KAPUAS,
            categories={"kabupaten-iii"},
            reason="Sidang.",
            now=NOON,
        )
        Period.objects.filter(pk=cast.period.pk).update(closed_at=NOON)
        cast.period.refresh_from_db()
        assert refused(lambda: give(member, KAPUAS, "80", "kebaruan")) == "closed"
        assert refused(lambda: propose_nominees(cast.period, actor=rina(cast), now=NOON)) == "closed"
        settings = lambda: set_categories(cast.period, actor=rina(cast), seen=2, settings={})  # noqa: E731
        assert refused(settings) == "closed"


# Nominees ----------------------------------------------------------------------------------------------------------


def test_nominees_are_proposed_from_the_draft_with_all_equals(ranked_cast: Cast) -> None:
    cast = ranked_cast
    with ministry():
        assert refused(lambda: propose_nominees(cast.period, actor=rina(cast), now=NOON)) == "no_draft"
        make_draft(cast.period, actor=rina(cast), now=NOON)
        open_plan(cast.period, actor=rina(cast))
        set_categories(cast.period, actor=rina(cast), seen=1, settings={"kabupaten-iii": {"nominees": 1}})
        assert propose_nominees(cast.period, actor=rina(cast), now=NOON).new == 3
        found = {entry.candidate_id: entry.categories for entry in Nominee.objects.all()}
        assert found == {SAMPIT: ["kabupaten-iii"], SERUYAN: ["kabupaten-iii"], BATAM: ["kota-i"]}
        withdraw_nominee(
            cast.period, actor=rina(cast), region_id=SERUYAN, reason="Mengundurkan diri.", now=NOON
        )
        again = propose_nominees(cast.period, actor=rina(cast), now=NOON)
        assert (again.new, again.widened, again.withdrawn) == (0, 0, 1)
        assert Nominee.objects.get(candidate_id=SERUYAN).withdrawn_at == NOON


def test_nominee_by_hand_needs_a_reason_and_a_category_of_its_own(ranked_cast: Cast) -> None:
    cast = ranked_cast
    with ministry():

        def add(region_id: int, *categories: str, reason: str = "Rekomendasi sidang.") -> Any:
            return lambda: nominate(
                cast.period,
                actor=rina(cast),
                region_id=region_id,
                categories=set(categories),
                reason=reason,
                now=NOON,
            )

        assert refused(add(KAPUAS, "kabupaten-iii", reason="  ")) == "reason"
        assert refused(add(KAPUAS, "kota-iii")) == "category"
        assert refused(add(KAPUAS)) == "category"
        assert refused(add(3101, "kabupaten-ii")) == "region"  # an administrative regency takes no part
        add(KAPUAS, "kabupaten-iii")()
        blank = lambda: recommend(  # noqa: E731
            cast.period, actor=rina(cast), region_id=KAPUAS, is_recommended=True, reason=""
        )
        assert refused(blank) == "reason"
        recommend(cast.period, actor=rina(cast), region_id=KAPUAS, is_recommended=True, reason="Naik tajam.")
        assert [entry.reason for entry in decision_of(cast.period).recommended] == ["Naik tajam."]
        unknown = lambda: withdraw_nominee(  # noqa: E731
            cast.period, actor=rina(cast), region_id=SAMPIT, reason="x", now=NOON
        )
        assert refused(unknown) == "nominee"


# The panel ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["100.01", "-1", "1e1", "80,123", "delapan", "9" * 9, "NaN", "٨٠"])
def test_score_out_of_range_is_refused_and_nothing_written(ranked_cast: Cast, text: str) -> None:
    cast = ranked_cast
    with ministry():
        member = with_panel(cast)
        nominate(
            cast.period,
            actor=rina(cast),
            region_id=KAPUAS,
            categories={"kabupaten-iii"},
            reason="Sidang.",
            now=NOON,
        )
        assert refused(lambda: give(member, KAPUAS, text, "kebaruan")) == "range"
        assert not PanelScore.objects.exists()


@pytest.mark.parametrize(
    ("text", "score"),
    [("7,5", "7.5"), ("7.5", "7.5"), (" 100 ", "100"), ("0", "0"), ("99,99", "99.99"), ("", None)],
)
def test_score_is_read_with_a_comma_or_a_point(text: str, score: str | None) -> None:
    assert read_score(text) == (D(score) if score else None)


def test_panel_decides_and_says_what_is_missing(ranked_cast: Cast) -> None:
    cast = ranked_cast
    with ministry():
        member = with_panel(cast)
        for region_id in (KAPUAS, SAMPIT):
            nominate(
                cast.period,
                actor=rina(cast),
                region_id=region_id,
                categories={"kabupaten-iii"},
                reason="Sidang.",
                now=NOON,
            )
            for criterion in CRITERIA:
                give(member, region_id, "100" if region_id == KAPUAS else "50,5", criterion)
        give(member, KAPUAS, "100", "kesesuaian", Part.FIELD)
        decision = decision_of(cast.period)
        refusal = next(entry for entry in decision.not_awarded if entry.category == "kabupaten-iii")
        assert (refusal.code, "Kotawaringin Timur" in refusal.reason) == ("incomplete", True)
        assert give(member, SAMPIT, "0", "kesesuaian", Part.FIELD).changed
        assert not give(member, SAMPIT, "0,00", "kesesuaian", Part.FIELD).changed
        # Kapuas: 0.6*60 + 25 + 15 = 76. Sampit: 0.6*68.33 + 0.25*50.5 + 0 = 40.998 + 12.625 = 53.623.
        decision = decision_of(cast.period)
        scores = {key: entry.score for key, entry in decision.assessments.items()}
        assert scores == {KAPUAS: D("76.0000"), SAMPIT: D("53.6230")}
        won = [entry.region for entry in decision.awards if entry.category == "kabupaten-iii"]
        assert won == [KAPUAS]
        # Who leaves the panel takes the scores out of the mean; nobody is left, and the page says so.
        end_member(cast.period, actor=rina(cast), member_id=member.pk, now=NOON)
        found = {entry.category: entry.code for entry in decision_of(cast.period).not_awarded}
        assert found["kabupaten-iii"] == "no_panel"
        assert PanelScore.objects.count() == 12


def test_member_with_a_role_in_the_region_within_24_months_does_not_score_it(ranked_cast: Cast) -> None:
    cast = ranked_cast
    with ministry():
        member = with_panel(cast)
        for region_id in (KAPUAS, SAMPIT):
            nominate(
                cast.period,
                actor=rina(cast),
                region_id=region_id,
                categories={"kabupaten-iii"},
                reason="Sidang.",
                now=NOON,
            )
        tie = Membership.objects.create(
            person=cast.rina, role=Role.REVIEWER, region_id=KAPUAS, valid_from=date(2020, 1, 1), valid_until=date(2024, 7, 7),
        )  # fmt: skip
        assert refused(lambda: give(member, KAPUAS, "80", "kebaruan")) == "conflict"
        assert give(member, SAMPIT, "80", "kebaruan").changed
        Membership.objects.filter(pk=tie.pk).update(
            valid_until=date(2024, 7, 6)
        )  # one day more than 24 months ago
        assert give(member, KAPUAS, "80", "kebaruan").changed


def test_score_of_a_stranger_or_for_a_stranger_is_refused(ranked_cast: Cast) -> None:
    cast = ranked_cast
    with ministry():
        member = with_panel(cast)
        nominee = nominate(
            cast.period,
            actor=rina(cast),
            region_id=KAPUAS,
            categories={"kabupaten-iii"},
            reason="Sidang.",
            now=NOON,
        )

        def attempt(**changes: Any) -> str:
            call: dict[str, Any] = {
                "member_id": member.pk, "nominee_id": nominee.pk, "person_id": cast.rina.pk, "part": Part.PRESENTATION,
                "criterion": "kebaruan", "text": "80",
            } | changes  # fmt: skip
            return refused(lambda: give_score(**call))

        assert attempt(person_id=cast.arif.pk) == "member"
        assert attempt(nominee_id=nominee.pk + 999) == "nominee"
        assert attempt(criterion="kesesuaian") == "criterion"
        assert (
            refused(lambda: appoint_member(cast.period, actor=rina(cast), person_id=cast.hendra.pk))
            == "person"
        )
        withdraw_nominee(cast.period, actor=rina(cast), region_id=KAPUAS, reason="Batal.", now=NOON)
        assert attempt() == "withdrawn"


# What the awards are decided from ----------------------------------------------------------------------------------


def test_standings_read_urusan_arrivals_and_last_year(ranked_cast: Cast) -> None:
    cast = ranked_cast
    with ministry():
        for number in range(1, 6):
            sent(cast.period, SAMPIT, f"A0{number}", at=NOON + timedelta(hours=number))
        sent(cast.period, SAMPIT, "A01", at=NOON, stage="uji_coba")  # never counts
        sent(
            cast.period, SAMPIT, "A06", at=NOON, implemented_on=date(2019, 1, 1), trial_date=date(2018, 1, 1)
        )
        sent(cast.period, SAMPIT, "D01", at=NOON)  # a support function is no konkuren
        found = {entry.id: entry for entry in standings(cast.period, regions=regions_with_index(cast.period))}
        own = found[SAMPIT]
        assert sorted(entry.urusan for entry in own.arrivals) == ["A01", "A02", "A03", "A04", "A05"]
        assert own.konkuren == {"A01", "A02", "A03", "A04", "A05"}
        assert len(found) == 546
        decision = decision_of(cast.period)
        award = next(entry for entry in decision.awards if entry.category == "terawal-yandas")
        assert award.numbers["at"] == "2026-07-07T10:00:00+00:00"  # noon WIB plus five hours
        spread = next(entry for entry in decision.awards if entry.category == "sebaran-konkuren")
        assert (spread.region, spread.numbers["urusan"]) == (SAMPIT, "5")
        # Printed sources name some indices of 2025 only: the largest rise says so and is not awarded.
        assert not last_indices(2025).is_complete
        codes = {entry.category: entry.code for entry in decision.not_awarded}
        assert codes["kenaikan-tertinggi"] in {"gaps", "no_last"}


# Pages -------------------------------------------------------------------------------------------------------------

PAGES = (
    "draf-peringkat/", "draf-peringkat/1/", "draf-peringkat/2/selisih/", "penghargaan/", "penghargaan/nilai-akhir/",
    "penghargaan/pengaturan/", "penghargaan/pengaturan/kriteria/presentasi/", "penghargaan/pengaturan/kategori/",
    "penghargaan/perbatasan/", "penghargaan/nomine/", "penghargaan/nomine/tambah/?cari=kapuas",
    f"penghargaan/nomine/{KAPUAS}/", "penghargaan/tim-penilai/",
)  # fmt: skip


def test_ministry_goes_the_whole_way_by_its_pages(ranked_cast: Cast) -> None:
    cast = ranked_cast
    client = signed_in(cast.rina)
    assert client.get("/pusat/penghargaan/pengaturan/").status_code == 200
    with ministry():
        assert not AwardPlan.objects.exists()  # looking writes nothing
    weights = {"version": "1", "index": "60", "presentation": "25", "field": "15,5"}
    answer = client.post("/pusat/penghargaan/pengaturan/", weights)
    assert answer.status_code == 422 and "sekarang 100,5" in answer.content.decode()
    assert client.post("/pusat/penghargaan/pengaturan/", weights | {"field": "15"}).status_code == 302
    assert client.post("/pusat/penghargaan/pengaturan/", weights | {"field": "15"}).status_code == 409
    client.post("/pusat/draf-peringkat/", {"catatan": "Sidang"})
    with ministry():
        final(cast.period, KAPUAS, "62.00")
    client.post("/pusat/draf-peringkat/")
    client.post("/pusat/penghargaan/nomine/")
    client.post("/pusat/penghargaan/tim-penilai/", {"orang": cast.rina.pk})
    scores = {f"presentation-{code}": "90" for code in CRITERIA} | {"field-kesesuaian": "101"}
    address = f"/penilai/panel/nomine/{KAPUAS}/"
    answer = client.post(address, scores)
    assert answer.status_code == 422 and "dari 0 sampai 100" in answer.content.decode()
    with ministry():
        assert PanelScore.objects.count() == 5  # what was right is kept, the rest stays on the page
    answer = client.post(address, scores | {"field-kesesuaian": "85,25", "lanjut": "1"})
    assert answer.status_code == 302 and answer["Location"] != address
    saving = {"field": "field-kesesuaian", "kunci": f"{cast.rina.pk}:0"}
    answer = client.post(f"{address}simpan/", saving | {"field-kesesuaian": "185"})
    assert answer.status_code == 422
    answer = client.post(
        f"{address}simpan/", saving | {"field-kesesuaian": "85,25", "catatan-field-kesesuaian": "Rapi."}
    )
    assert (answer.status_code, answer.json()["status"]) == (200, "saved")
    assert client.post(f"{address}simpan/", {"field": "lain", "lain": "1"}).status_code == 422
    with ministry():
        assert PanelScore.objects.get(criterion="kesesuaian").note == "Rapi."
    for page in PAGES:
        assert client.get(f"/pusat/{page}").status_code == 200, page
    # 0.6 x 62.00 + 0.25 x 90 + 0.15 x 85.25 = 37.2 + 22.5 + 12.7875 = 72.4875
    text = client.get("/pusat/penghargaan/nilai-akhir/").content.decode()
    assert "72,4875" in text
    text = client.get(f"/pusat/penghargaan/nomine/{KAPUAS}/").content.decode()
    assert "Presentasi · Kebaruan (30 %): Rina 90; rata-rata 90" in text
    # A category's numbers are taken whole or not at all.
    answer = client.post(
        "/pusat/penghargaan/pengaturan/kategori/", {"version": "2", "pemenang-provinsi-i": "0"}
    )
    assert answer.status_code == 422


def test_border_list_is_compiled_and_confirmed_by_page(ranked_cast: Cast) -> None:
    client = signed_in(ranked_cast.rina)
    address = "/pusat/penghargaan/perbatasan/"
    assert "Tambahkan 13 daerah ini" in client.get(address).content.decode()
    client.post(address, {"version": "1", "langkah": "usulan"})
    client.post(address, {"version": "2", "langkah": "tetapkan"})
    assert "Daftar ditetapkan" in client.get(address).content.decode()
    client.post(address, {"version": "3", "langkah": "simpan", "daerah": [str(SAMPIT)]})
    with ministry():
        assert len(AwardPlan.objects.get().border_regions) == 13


def test_pages_ask_the_database_the_same_whatever_the_number_of_regions(ranked_cast: Cast) -> None:
    cast = ranked_cast
    with ministry():
        with_panel(cast)
        make_draft(cast.period, actor=rina(cast), now=NOON)
        propose_nominees(cast.period, actor=rina(cast), now=NOON)
    client = signed_in(cast.rina)
    pages = [
        "/pusat/draf-peringkat/", "/pusat/draf-peringkat/1/", "/pusat/draf-peringkat/2/selisih/", "/pusat/penghargaan/nomine/",
        "/pusat/penghargaan/nilai-akhir/", "/pusat/penghargaan/", "/penilai/panel/", "/pusat/penghargaan/perbatasan/",
        "/pusat/penghargaan/tim-penilai/", "/pusat/penghargaan/pengaturan/", f"/pusat/penghargaan/nomine/{KAPUAS}/",
    ]  # fmt: skip

    def counts() -> dict[str, int]:
        found = {}
        for page in pages:
            client.get(page)
            with counted_queries() as queries:
                assert client.get(page).status_code == 200, page
            found[page] = len(queries)
        return found

    with ministry():
        final(cast.period, KAPUAS, "61.00")
        make_draft(cast.period, actor=rina(cast), now=NOON + timedelta(hours=1))
    few = counts()
    with ministry():
        ids = list(
            Region.objects.filter(kind="kabupaten", iga_regional="I").values_list("pk", flat=True)[:40]
        )
        for place, region_id in enumerate(ids):
            final(cast.period, region_id, f"5{place % 10}.10")
        RankingDraft.objects.filter(number=2).delete()
        make_draft(cast.period, actor=rina(cast), now=NOON + timedelta(hours=2))
        propose_nominees(cast.period, actor=rina(cast), now=NOON)
    assert counts() == few
    assert max(few.values()) <= 12, few


# Nobody else -------------------------------------------------------------------------------------------------------


def test_nobody_but_the_ministry_and_the_panel_reads_any_of_it(ranked_cast: Cast) -> None:
    cast = ranked_cast
    with ministry():
        member = with_panel(cast)
        make_draft(cast.period, actor=rina(cast), now=NOON, note="RAHASIA-DRAF")
        final(cast.period, KAPUAS, "61.00")
        make_draft(cast.period, actor=rina(cast), now=NOON + timedelta(hours=1))
        propose_nominees(cast.period, actor=rina(cast), now=NOON)
        recommend(
            cast.period, actor=rina(cast), region_id=SAMPIT, is_recommended=True, reason="RAHASIA-USULAN"
        )
        give(member, SAMPIT, "97,13", "kebaruan")
    readers = ("sari", "dewi", "joko", "budi", "hendra", "tiur", "wati", "yosef", "arif", "nobody")
    clients: list[Client] = [signed_in(getattr(cast, name)) for name in readers]
    for page in [
        *(f"/pusat/{page}" for page in PAGES),
        "/penilai/panel/",
        f"/penilai/panel/nomine/{SAMPIT}/",
    ]:
        for client in clients:
            assert client.get(page).status_code == 404, page
            assert client.post(page).status_code == 404, page
        assert Client().get(page).status_code == 302
    order = reverse("pusat:list_order", args=["draf-peringkat"])
    assert [client.post(order).status_code for client in clients] == [404] * len(clients)
    # Not by another place's list address either.
    for place in ("desk", "daerah"):
        address = reverse(f"{place}:list_order", args=[SAMPIT, "draf-peringkat"])
        assert {client.post(address).status_code for client in clients} == {404}
    # And no scope of a region, nor of all regions together, holds a row of it: the database itself refuses.
    with scope({SAMPIT, SERUYAN, KAPUAS, BATAM, PALANGKA, BENGKULU}):
        for model in (RankingDraft, AwardPlan, Nominee, PanelMember, PanelScore):
            assert not model.objects.exists(), model
    # Somebody of the ministry who does not sit on the panel finds nothing there.
    other = Person.objects.create_user("lain@contoh.go.id", "x", name="Lain")
    Membership.objects.create(
        person=other, role=Role.MINISTRY_ADMIN, region_id=NATION, valid_from=date(2025, 1, 1)
    )
    assert signed_in(other).get("/penilai/panel/").status_code == 404
    with ministry():
        end_member(cast.period, actor=rina(cast), member_id=member.pk, now=NOON)
    assert signed_in(cast.rina).get(f"/penilai/panel/nomine/{SAMPIT}/").status_code == 404


def test_evaluator_on_the_panel_has_its_rows_there_and_the_own_regions_elsewhere(ranked_cast: Cast) -> None:
    """The panel and the evaluator's own page are both addresses without a region; neither opens what the other does."""
    cast = ranked_cast
    Membership.objects.create(
        person=cast.arif, role=Role.EVALUATOR, region_id=NATION, valid_from=date(2025, 1, 1)
    )
    with ministry():
        with_panel(cast)
        appoint_member(cast.period, actor=rina(cast), person_id=cast.arif.pk)
        make_draft(cast.period, actor=rina(cast), now=NOON)
        propose_nominees(cast.period, actor=rina(cast), now=NOON)
    for acting, regions in (("panel", {NATION}), ("penilai", {KOTIM})):
        grant = grant_for(cast.arif, {"acting": acting})
        assert grant is not None and grant.regions == regions
    client = signed_in(cast.arif)
    assert "Kapuas" in client.get("/penilai/panel/").text
    own = client.get("/penilai/")
    assert own.status_code == 200 and "Kapuas" not in own.text
    # Whoever has left the pool keeps the region, and nothing of the panel.
    Membership.objects.filter(person=cast.arif, region_id=NATION).delete()
    assert signed_in(cast.arif).get("/penilai/panel/").status_code == 404
    assert signed_in(cast.arif).get("/penilai/").status_code == 200
