"""The awards' library: worked examples by hand, and what must hold for any input."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal as D
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.awards import (
    Arrival,
    AwardsInvalid,
    Candidate,
    Category,
    Criterion,
    Decision,
    Given,
    Member,
    Part,
    Plan,
    Rule,
    Standing,
    Weights,
    as_document,
    assess,
    categories_for,
    decide,
    trace_lines,
    with_settings,
)
from reports.awards.categories import read_categories
from reports.awards.drafts import Change, DraftRow, differences
from reports.awards.preset import PRESENTATION_2023

OPENS = datetime(2026, 5, 31, 17, 0, tzinfo=UTC)  # 1 June, 00.00 WIB
AYU, BIMA = Member(1, "Ayu"), Member(2, "Bima")
FIELD = (Criterion("kesesuaian", "Kesesuaian", D(100)),)


def region(number: int, index: str | None, **more: object) -> Standing:
    fields: dict[str, object] = {"kind": "kabupaten", "regional": "III", "predicate": "Inovatif", **more}
    return Standing(
        id=number,
        code=f"{number}",
        name=f"Kabupaten {number}",
        index=None if index is None else D(index),
        **fields,  # type: ignore[arg-type]
    )


def plan(**more: object) -> Plan:
    fields: dict[str, object] = {"categories": categories_for(2026), **more}
    return Plan(year=2026, opens_at=OPENS, **fields)  # type: ignore[arg-type]


def panel_plan(**more: object) -> Plan:
    return plan(
        weights=Weights(D(60), D(25), D(15)),
        criteria={Part.PRESENTATION: PRESENTATION_2023, Part.FIELD: FIELD},
        **more,
    )


def scored(number: int, scores: Iterable[tuple[Member, dict[str, str]]], **more: object) -> Candidate:
    found = tuple(
        Given(member.id, Part.FIELD if code == "kesesuaian" else Part.PRESENTATION, code, D(score))
        for member, own in scores
        for code, score in own.items()
    )
    fields: dict[str, object] = {"categories": frozenset({"kabupaten-iii"}), "members": (AYU, BIMA), **more}
    return Candidate(region=number, given=found, **fields)  # type: ignore[arg-type]


AYU_GAVE = {"kebaruan": "90", "kemanfaatan": "80", "replikasi": "70", "kewenangan": "80", "penyampaian": "90"}
BIMA_GAVE = {
    "kebaruan": "85",
    "kemanfaatan": "85",
    "replikasi": "75",
    "kewenangan": "80",
    "penyampaian": "80",
}


def why(decision: Decision, category: str) -> str:
    return {entry.category: entry.code for entry in decision.not_awarded}[category]


def winners(decision: Decision, category: str) -> list[tuple[int, int]]:
    return [(entry.region, entry.place) for entry in decision.awards if entry.category == category]


# The data file -----------------------------------------------------------------------------------------------------


def test_categories_are_those_of_the_guideline() -> None:
    found = categories_for(2026)
    presented = [entry for entry in found if entry.is_presented]
    assert len(presented) == 18
    by_regional = {
        numeral: sorted("/".join(sorted(entry.kinds)) for entry in presented if entry.regional == numeral)
        for numeral in ("I", "II", "III", "IV", "V", "VI", "")
    }
    three = ["kabupaten", "kota", "provinsi"]
    assert by_regional == {
        **dict.fromkeys(("I", "II", "III", "IV", "V"), three),
        "VI": ["kabupaten/kota", "provinsi"],
        "": ["kabupaten/kota"],
    }
    assert [str(entry.rule) for entry in found[18:]] == ["predicate", "rise", "earliest", "spread"]


def test_library_stands_without_django() -> None:
    code = "import sys, reports.awards, reports.awards.drafts; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize(
    ("settings_", "code"),
    [
        ({"provinsi-vii": {}}, "category"),
        ({"provinsi-i": {"prize": 3}}, "setting"),
        ({"provinsi-i": {"winners": 0}}, "winners"),
        ({"provinsi-i": {"winners": True}}, "winners"),
        ({"provinsi-i": {"winners": None}}, "winners"),
        ({"sangat-inovatif": {"winners": 3}}, "winners"),
        ({"provinsi-i": {"nominees": 0}}, "nominees"),
        ({"provinsi-i": {"is_awarded": 1}}, "setting"),
    ],
)
def test_settings_out_of_range_are_refused(settings_: dict[str, object], code: str) -> None:
    with pytest.raises(AwardsInvalid) as refused:
        with_settings(categories_for(2026), settings_)
    assert refused.value.code == code


@pytest.mark.parametrize(
    "row", [{"code": "a", "rule": "luck"}, {"rule": "best"}, {"code": "a", "rule": "best", "colour": "red"}]
)
def test_broken_data_file_is_refused(row: dict[str, object]) -> None:
    with pytest.raises(AwardsInvalid):
        read_categories([{"name": "A", "name_en": "A", "nominees": 1, **row}])


def test_weights_that_do_not_sum_are_refused() -> None:
    with pytest.raises(AwardsInvalid):
        Weights(D(60), D(25), D("14.99"))
    with pytest.raises(AwardsInvalid):
        plan(
            weights=Weights(D(60), D(25), D(15)),
            criteria={Part.PRESENTATION: PRESENTATION_2023[:4], Part.FIELD: FIELD},
        )
    with pytest.raises(AwardsInvalid):
        Given(1, Part.FIELD, "kesesuaian", D("100.01"))
    with pytest.raises(AwardsInvalid):
        Given(1, Part.FIELD, "kesesuaian", 80.0)  # type: ignore[arg-type]


# The final assessment ----------------------------------------------------------------------------------------------


def test_final_score_by_hand() -> None:
    # Means:  novelty 87.5, benefit 82.5, replication 72.5, authority 80, delivery 85.
    # Presentation = 0.30*87.5 + 0.25*82.5 + 0.20*72.5 + 0.15*80 + 0.10*85
    #              = 26.25 + 20.625 + 14.5 + 12 + 8.5 = 81.875
    # Field = (70 + 75) / 2 = 72.5
    # Final = 0.60*68.33 + 0.25*81.875 + 0.15*72.5 = 40.998 + 20.46875 + 10.875 = 72.34175 -> 72.3418
    candidate = scored(
        6202, [(AYU, AYU_GAVE | {"kesesuaian": "70"}), (BIMA, BIMA_GAVE | {"kesesuaian": "75"})]
    )
    found = assess(candidate, index=D("68.33"), plan=panel_plan())
    assert [part.value for part in found.parts] == [Fraction("81.875"), Fraction("72.5")]
    assert found.score == D("72.3418")
    assert found.is_complete
    lines = trace_lines(found)
    assert len(lines) == 9  # 5 criteria and their sum, 1 criterion and its sum, the final score
    assert lines[0] == "Presentasi · Kebaruan (30 %): Ayu 90, Bima 85; rata-rata 87,5"
    assert lines[-1] == (
        "Nilai akhir = 60 % × indeks 68,33 + 25 % × presentasi 81,875 + 15 % × validasi lapangan 72,5 = 72,3418"
    )
    assert as_document(found)["parts"][0]["value"] == "655/8"


def test_missing_score_is_named_and_never_zero() -> None:
    without = {code: score for code, score in BIMA_GAVE.items() if code != "replikasi"}
    candidate = scored(6202, [(AYU, AYU_GAVE | {"kesesuaian": "70"}), (BIMA, without | {"kesesuaian": "75"})])
    found = assess(candidate, index=D("68.33"), plan=panel_plan())
    # Replication is Ayu's 70 alone, not (70 + 0) / 2: presentation 81.875 - 0.20*2.5 = 81.375.
    assert found.parts[0].value == Fraction("81.375")
    assert [(member.name, criterion.code) for _part, member, criterion in found.missing] == [
        ("Bima", "replikasi")
    ]
    assert not found.is_complete
    lines = trace_lines(found)
    assert lines[2] == "Presentasi · Replikasi (20 %): Ayu 70; rata-rata 70; belum dinilai: Bima"
    assert lines[-1].endswith("(sementara: masih ada nilai yang belum masuk)")
    decision = decide([region(6202, "68.33")], panel_plan(), candidates=[candidate])
    assert why(decision, "kabupaten-iii") == "incomplete"
    assert winners(decision, "kabupaten-iii") == []


def test_criterion_without_any_score_leaves_no_final_score() -> None:
    candidate = scored(6202, [(AYU, AYU_GAVE)])
    found = assess(candidate, index=D("68.33"), plan=panel_plan())
    assert found.score is None
    assert (
        trace_lines(found, english=True)[-1] == "Final score: none yet, because the scoring is not complete"
    )


def test_score_of_somebody_who_is_no_member_is_passed_over() -> None:
    full = [(AYU, AYU_GAVE | {"kesesuaian": "70"}), (BIMA, {"kebaruan": "0", "kesesuaian": "0"})]
    alone = assess(scored(6202, full, members=(AYU,)), index=D("68.33"), plan=panel_plan())
    assert alone.is_complete
    assert alone.parts[1].value == 70


def test_panel_decides_among_the_nominees_alone() -> None:
    full = [(AYU, AYU_GAVE | {"kesesuaian": "70"}), (BIMA, BIMA_GAVE | {"kesesuaian": "75"})]
    regions = [region(6202, "68.33"), region(6203, "70.00"), region(6204, "99.00")]
    low = [(AYU, dict.fromkeys(AYU_GAVE, "50") | {"kesesuaian": "50"})]
    candidates = [
        scored(6202, full),
        scored(6203, low, members=(AYU,)),  # 0.6*70 + 0.4*50 = 62
        scored(6204, [], is_withdrawn=True),
    ]
    decision = decide(regions, panel_plan(), candidates=candidates)
    assert winners(decision, "kabupaten-iii") == [(6202, 1)]
    award = next(entry for entry in decision.awards if entry.category == "kabupaten-iii")
    assert award.sentence == (
        "Kabupaten 6202 mencapai nilai akhir 72,3418 (indeks 68,33 × 60 % + presentasi 81,875 × 25 % + "
        "validasi lapangan 72,5 × 15 %): peringkat 1 dari 2."
    )
    assert award.sentence_en == (
        "Kabupaten 6202 reached a final score of 72.3418 (index 68.33 × 60% + presentation 81.875 × 25% + "
        "field validation 72.5 × 15%): place 1 of 2."
    )
    assert why(decision, "kota-iii") == "nobody"


def test_nominees_need_a_panel_and_a_category_nominees() -> None:
    regions = [region(6202, "68.33"), region(6271, "68.33", kind="kota")]
    decision = decide(regions, panel_plan(), candidates=[scored(6202, [], members=())])
    assert (why(decision, "kabupaten-iii"), why(decision, "kota-iii")) == ("no_panel", "no_nominees")


# Categories --------------------------------------------------------------------------------------------------------


def test_index_alone_decides_where_the_panel_has_no_weight() -> None:
    regions = [
        region(6202, "61.50"),
        region(6203, "70.25"),
        region(6204, "70.25"),
        region(6205, "50.00"),
        region(6206, None),
        region(6271, "90.00", kind="kota"),
        region(7301, "95.00", regional="IV"),
    ]
    two = with_settings(categories_for(2026), {"kabupaten-iii": {"winners": 2}})
    decision = decide(regions, plan(categories=two))
    # Two places; the first is shared, so the second is left out and nobody is cut off by the number of winners.
    assert winners(decision, "kabupaten-iii") == [(6203, 1), (6204, 1)]
    assert [(entry.region.id, entry.place, entry.tied) for entry in decision.contenders["kabupaten-iii"]] == [
        (6203, 1, 1), (6204, 1, 1), (6202, 3, 0), (6205, 4, 0),
    ]  # fmt: skip
    first = next(entry for entry in decision.awards if entry.category == "kabupaten-iii")
    assert first.sentence == (
        "Kabupaten 6203 mencapai indeks 70,25: peringkat 1 dari 4, bersama 1 daerah lain dengan nilai yang sama."
    )
    assert winners(decision, "kota-iii") == [(6271, 1)]
    assert winners(decision, "kabupaten-iv") == [(7301, 1)]
    withdrawn = Candidate(6203, frozenset(), is_withdrawn=True)
    assert winners(decide(regions, plan(), candidates=[withdrawn]), "kabupaten-iii") == [(6204, 1)]


def test_border_cluster_waits_for_its_list() -> None:
    regions = [region(6101, "60.00"), region(6202, "80.00"), region(2171, "70.00", kind="kota", regional="I")]
    border = frozenset({6101, 2171})
    assert why(decide(regions, plan()), "perbatasan") == "border_empty"
    opened = decide(regions, plan(border=border))
    assert why(opened, "perbatasan") == "border_open"
    assert winners(decide(regions, plan(border=border, border_confirmed=True)), "perbatasan") == [(2171, 1)]


def test_every_region_with_the_predicate_wins() -> None:
    regions = [
        region(6202, "65.01", predicate="Sangat Inovatif"),
        region(6203, "65.00"),
        region(62, "80.00", kind="provinsi", predicate="Sangat Inovatif"),
    ]
    decision = decide(regions, plan(predicate_from={"Sangat Inovatif": D("65.01")}))
    assert winners(decision, "sangat-inovatif") == [(62, 1), (6202, 2)]
    sentence = [entry.sentence for entry in decision.awards if entry.category == "sangat-inovatif"][1]
    assert sentence == (
        "Kabupaten 6202 berpredikat Sangat Inovatif dengan indeks 65,01 (predikat ini mulai dari 65,01)."
    )


def test_largest_rise_by_hand_and_with_gaps() -> None:
    regions = [
        region(6202, "64.65", last_index=D("58.09"), last_known=True),  # + 6.56
        region(6203, "90.00", last_index=D("85.00"), last_known=True),  # + 5.00
        region(6204, "30.00", last_index=D("41.00"), last_known=True),  # fell
        region(6205, "30.00", last_known=True),  # took no part last year: nothing to compare
        region(6206, None),
    ]
    decision = decide(regions, plan())
    assert winners(decision, "kenaikan-tertinggi") == [(6202, 1)]
    award = next(entry for entry in decision.awards if entry.category == "kenaikan-tertinggi")
    assert award.sentence == (
        "Kabupaten 6202 menaikkan indeksnya 6,56 poin, dari 58,09 (2025) menjadi 64,65 (2026), di antara 3 daerah "
        "yang kedua indeksnya diketahui: peringkat 1 dari 2."
    )
    assert decision.notes == ()
    unknown = [*regions, region(6207, "50.00")]
    assert why(decide(unknown, plan()), "kenaikan-tertinggi") == "gaps"
    accepted = with_settings(categories_for(2026), {"kenaikan-tertinggi": {"accepts_gaps": True}})
    decision = decide(unknown, plan(categories=accepted))
    assert winners(decision, "kenaikan-tertinggi") == [(6202, 1)]
    assert "1 daerah" in decision.notes[0].text
    assert why(decide([region(6202, "50.00")], plan()), "kenaikan-tertinggi") == "no_last"
    assert why(decide([regions[2]], plan()), "kenaikan-tertinggi") == "no_rise"


def sent(*pairs: tuple[float, str]) -> tuple[Arrival, ...]:
    return tuple(Arrival(OPENS + timedelta(days=days), urusan) for days, urusan in pairs)


def test_earliest_is_decided_by_the_fifth_yandas() -> None:
    regions = [
        # Six innovations by day 3, but only four affairs; the fifth comes on day 9.
        region(
            6202, "50.00", arrivals=sent((3, "A1"), (3, "A1"), (3, "A2"), (3, "A3"), (1, "A4"), (9, "A5"))
        ),
        region(6203, "40.00", arrivals=sent(*((8.5, f"A{n}") for n in range(1, 7)))),
        region(6204, "90.00", arrivals=sent(*((1, f"A{n}") for n in range(1, 5)))),
    ]
    decision = decide(regions, plan())
    assert winners(decision, "terawal-yandas") == [(6203, 1)]
    award = next(entry for entry in decision.awards if entry.category == "terawal-yandas")
    assert award.sentence == (
        "Kabupaten 6203 sudah mengirim 5 inovasi dengan 5 urusan wajib pelayanan dasar yang berbeda pada "
        "9 Juni 2026 12.00.00 WIB, 8 hari 12 jam 0 menit sesudah penjaringan dibuka: peringkat 1 dari 2."
    )
    assert "9 June 2026, 12:00:00 WIB, 8 days 12 hours 0 minutes after" in award.sentence_en


def test_widest_spread_counts_different_urusan() -> None:
    regions = [
        region(6202, "50.00", konkuren=frozenset({"A01", "A02", "B01"})),
        region(6203, "90.00", konkuren=frozenset({"A01", "A02"})),
        region(6204, "20.00", konkuren=frozenset({"C01", "C02", "C03"})),
    ]
    decision = decide(regions, plan())
    assert winners(decision, "sebaran-konkuren") == [(6202, 1), (6204, 1)]
    award = next(entry for entry in decision.awards if entry.category == "sebaran-konkuren")
    assert award.sentence.startswith(
        "Kabupaten 6202 mempunyai inovasi dalam 3 dari 32 urusan pemerintahan konkuren"
    )


def test_recommendation_goes_with_the_award() -> None:
    candidates = [
        Candidate(6202, frozenset(), is_recommended=True, recommendation="Naik dua tahun berturut-turut."),
        Candidate(6203, frozenset(), is_withdrawn=True, is_recommended=True, recommendation="Ditarik."),
    ]
    decision = decide([region(6202, "60.00"), region(6203, "50.00")], plan(), candidates=candidates)
    assert [(entry.region, entry.reason) for entry in decision.recommended] == [
        (6202, "Naik dua tahun berturut-turut.")
    ]
    assert next(entry for entry in decision.awards if entry.region == 6202).is_recommended


def test_without_any_index_every_category_says_why() -> None:
    decision = decide([region(6202, None)], plan())
    assert decision.awards == ()
    assert len(decision.not_awarded) == 22
    assert all(entry.reason and entry.reason_en and "%" not in entry.reason for entry in decision.not_awarded)


def test_switched_off_category_says_so() -> None:
    off = with_settings(categories_for(2026), {"sebaran-konkuren": {"is_awarded": False}})
    assert why(decide([region(6202, "60.00")], plan(categories=off)), "sebaran-konkuren") == "off"


def test_region_or_candidate_twice_is_refused() -> None:
    with pytest.raises(AwardsInvalid):
        decide([region(1101, "1.00"), region(1101, "2.00")], plan())
    for candidates in ([Candidate(1101, frozenset())] * 2, [Candidate(1102, frozenset())]):
        with pytest.raises(AwardsInvalid):
            decide([region(1101, "1.00")], plan(), candidates=candidates)


# What must hold for any input --------------------------------------------------------------------------------------

indices = st.one_of(st.none(), st.integers(0, 1_000).map(lambda value: D(value) / 10))
standings = st.lists(
    st.tuples(
        indices,
        st.sampled_from(["provinsi", "kabupaten", "kota"]),
        st.sampled_from(["I", "VI"]),
        indices,
        st.booleans(),
        st.sets(st.sampled_from(["A01", "A02", "B01"])),
    ),
    max_size=12,
).map(
    lambda rows: [
        Standing(
            id=number, code=f"{number:02d}", name=f"D{number}", kind=kind, regional=regional, index=index,
            predicate="Sangat Inovatif" if index is not None and index > 65 else "Inovatif",
            last_index=last if known else None, last_known=known, konkuren=frozenset(konkuren),
        )
        for number, (index, kind, regional, last, known, konkuren) in enumerate(rows, start=1)
    ]
)  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(standings, st.randoms(use_true_random=False), st.integers(1, 4))
def test_every_category_is_awarded_or_says_why_whatever_the_order(rows, random, places) -> None:
    chosen = {
        entry.code: {"winners": places} for entry in categories_for(2026) if entry.rule is not Rule.PREDICATE
    }
    how = plan(
        categories=with_settings(categories_for(2026), chosen),
        border=frozenset({1, 2, 3}),
        border_confirmed=True,
    )
    decision = decide(rows, how)
    awarded = {entry.category for entry in decision.awards}
    refused = {entry.category for entry in decision.not_awarded}
    assert not awarded & refused
    assert awarded | refused == {entry.code for entry in how.categories}
    shuffled = list(rows)
    random.shuffle(shuffled)
    assert decide(shuffled, how) == decision
    for code, contenders in decision.contenders.items():
        category = next(entry for entry in how.categories if entry.code == code)
        for contender in contenders:
            assert sum(other.place == contender.place for other in contenders) == contender.tied + 1
            assert sum(other.place < contender.place for other in contenders) == contender.place - 1
            won = (contender.region.id, contender.place) in winners(decision, code)
            assert won == (category.winners is None or contender.place <= category.winners)
            assert contender.region.index is not None


scores = st.integers(0, 10_000).map(lambda value: D(value) / 100)


@settings(max_examples=80, deadline=None)
@given(st.lists(st.lists(scores, min_size=6, max_size=6), min_size=1, max_size=5), scores)
def test_final_score_lies_between_its_parts_and_rounds_once(rows, index) -> None:
    members = tuple(Member(number, f"M{number}") for number in range(len(rows)))
    codes = [*AYU_GAVE, "kesesuaian"]
    candidate = scored(
        1,
        [
            (member, {code: str(score) for code, score in zip(codes, own, strict=True)})
            for member, own in zip(members, rows, strict=True)
        ],
        members=members,
    )
    found = assess(candidate, index=index, plan=panel_plan())
    assert found.score is not None and found.is_complete
    means = [sum(Fraction(row[place]) for row in rows) / len(rows) for place in range(6)]
    presentation = (
        sum(Fraction(entry.weight) * mean for entry, mean in zip(PRESENTATION_2023, means, strict=False))
        / 100
    )
    exact = (60 * Fraction(index) + 25 * presentation + 15 * means[5]) / 100
    assert abs(Fraction(found.score) - exact) <= Fraction(1, 20_000)
    ends = [Fraction(index), found.parts[0].value, found.parts[1].value]
    assert min(ends) - Fraction(1, 20_000) <= found.score <= max(ends) + Fraction(1, 20_000)
    assert len(trace_lines(found)) == len(trace_lines(found, english=True)) == 9


# Drafts ------------------------------------------------------------------------------------------------------------


def row(**changes: object) -> DraftRow:
    fields: dict[str, object] = {
        "region": 6202, "kind": "kabupaten", "index": D("58.09"), "predicate": "Inovatif", "place": 40, "tied": 0,
        "spd": D("50.00"), "maturity_mean": D("80.0000"), "count_score": D("15.20"), "counted": 40, "content_version": 7,
    } | changes  # fmt: skip
    return DraftRow(**fields)  # type: ignore[arg-type]


def test_difference_names_the_part_that_moved() -> None:
    # SPD 50.00 -> 47.50: -2.50 x 100 / 250 = -1.00 point. Mean 80.0000 -> 81.2345: +1.2345 x 0.4 = +0.4938.
    # Index 58.08 exact -> 58.08 - 1.00 + 0.4938 = 57.5738 -> 57.57; 58.08 -> 57.57 is -0.51, the parts say -0.5062.
    before = {6202: row(index=D("58.08"))}
    after = {6202: row(index=D("57.57"), spd=D("47.50"), maturity_mean=D("81.2345"), place=44)}
    (found,) = differences(before, after, total=D(250))
    assert found.change is Change.MOVED
    assert found.shares == {"spd": D("-1.0000"), "maturity_mean": D("0.4938"), "count_score": D("0.0000")}
    assert found.rounding == D("-0.0038")
    assert (found.index_change, found.places_gained) == (D("-0.51"), -4)


def test_difference_tells_new_gone_pushed_and_same() -> None:
    before = {1: row(), 2: row(), 3: row(place=5), 4: row()}
    after = {1: row(), 2: row(place=41), 4: row(tied=1), 5: row()}
    found = {entry.region: entry.change for entry in differences(before, after, total=D(250))}
    assert found == {1: Change.SAME, 2: Change.PUSHED, 3: Change.GONE, 4: Change.PUSHED, 5: Change.NEW}


def test_draft_row_survives_its_text() -> None:
    assert DraftRow.from_text("6202", row().as_text()) == row()
    with pytest.raises(AwardsInvalid):
        DraftRow.from_text("6202", row().as_text() | {"index": "tinggi"})


def test_category_for_the_panel_must_have_nominees() -> None:
    with pytest.raises(AwardsInvalid):
        read_categories([{"code": "a", "name": "A", "name_en": "A", "rule": "best", "nominees": 0}])
    assert replace(categories_for(2026)[0]).is_presented
    assert isinstance(categories_for(2040)[0], Category)
