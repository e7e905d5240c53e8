"""The fast way of reading a nation gives what the slow, plain way gives."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from iga_portal.tenancy.scope import scope
from innovations.domain.spd import inputs_of
from innovations.enums import CLAIMED_STATES
from innovations.models import Answer, Innovation, RegionAnswer
from regions.enums import Basis
from regions.models import Region, RegionPeriod
from regions.queries.instruments import instrument_of
from scoring.core.measures import measure_row
from scoring.core.score import score
from scoring.documents import facts_document
from scoring.instruments import load_instrument
from scoring.reading import InnovationRow, RegionFacts, SpdRow, read_region, read_regions, spd_level
from scoring.recompute import score_basis, tables_of
from tests.cast import (
    BENGKULU,
    JAYAPURA,
    KOTIM,
    Cast,
    judge_all,
    make_complete,
    make_draft,
    region_period,
    submit,
    verify,
)

INSTRUMENT = load_instrument(2026)
MEASURED_ROWS = [row for row in INSTRUMENT.spd_rows if row.measure]
FIGURES = st.decimals(min_value=Decimal(-(10**17)), max_value=Decimal(10**17), places=9) | st.decimals(
    min_value=-200, max_value=200, places=2
)


@given(st.sampled_from(MEASURED_ROWS), FIGURES, FIGURES)
def test_level_of_figures_equals_the_core(row, previous: Decimal, latest: Decimal) -> None:  # type: ignore[no-untyped-def]
    assume(previous != 0)
    inputs = inputs_of(row, previous=previous, latest=latest)
    assert inputs is not None
    answer = SpdRow(row.code, None, previous, latest, True, None)
    found = spd_level(answer, basis=Basis.CLAIMED, instrument=INSTRUMENT)
    assert found == measure_row(row.measure, inputs, path=row.code).level


@pytest.mark.parametrize("row", MEASURED_ROWS, ids=lambda row: row.code)
def test_level_on_and_beside_every_bound_equals_the_core(row) -> None:  # type: ignore[no-untyped-def]
    step = Decimal("0.005")
    for band in row.measure.bands:
        if band.comparator == "otherwise":
            continue
        bound = Decimal(band.bound_hundredths) / 100
        for value in (bound - 2 * step, bound - step, bound, bound + step, bound + 2 * step):
            previous, latest = figures(row.measure.kind, value)
            inputs = inputs_of(row, previous=previous, latest=latest)
            answer = SpdRow(row.code, None, previous, latest, True, None)
            found = spd_level(answer, basis=Basis.CLAIMED, instrument=INSTRUMENT)
            assert found == measure_row(row.measure, inputs, path=row.code).level


def figures(kind: str, value: Decimal) -> tuple[Decimal | None, Decimal]:
    """Figures whose measured value is `value` before it is rounded."""
    if kind == "latest":
        return None, value
    if kind == "growth_percent":
        return Decimal(1000), 1000 + value * 10
    return (Decimal(500), 500 - value) if kind == "drop_points" else (Decimal(500), 500 + value)


def test_figures_with_one_missing_leave_the_level_that_was_given() -> None:
    growth, latest_only = INSTRUMENT.row("3"), INSTRUMENT.row("5b")
    assert growth.measure is not None
    assert latest_only.measure is not None
    for answer, level in (
        (SpdRow("3", 2, None, Decimal(5), True, None), 2),
        (SpdRow("3", 2, Decimal(5), None, True, None), 2),
        (SpdRow("3", None, None, None, True, None), 0),
        # 4.10 lies between 2.36 and 5.92: level 2, whatever was given.
        (SpdRow("5b", 1, None, Decimal("4.10"), True, None), 2),
    ):
        assert spd_level(answer, basis=Basis.CLAIMED, instrument=INSTRUMENT) == level


def test_spd_row_counts_by_basis() -> None:
    waiting = SpdRow("8", 3, None, None, False, None)
    corrected = SpdRow("8", 3, None, None, False, 1)
    levels = [
        [spd_level(answer, basis=basis, instrument=INSTRUMENT) for basis in Basis]
        for answer in (waiting, corrected)
    ]
    assert levels == [[3, 0, 0], [3, 0, 1]]


def plain_facts(region_id: int, region_period_id: int) -> RegionFacts:
    """The same by the ORM, row by row."""
    innovations = []
    for innovation in Innovation.objects.filter(
        region_id=region_id, region_period_id=region_period_id, state__in=CLAIMED_STATES
    ).order_by("pk"):
        packed = [0, 0, 0]
        for answer in Answer.objects.filter(innovation=innovation):
            place = 2 * (answer.row - 16)
            final = answer.verified_level if answer.final_level is None else answer.final_level
            for basis, level in enumerate((answer.claimed_level, answer.verified_level, final)):
                packed[basis] += (level or 0) * 2**place
        innovations.append(
            InnovationRow(
                str(innovation.public_id),
                innovation.state,
                innovation.stage,
                innovation.urusan,
                innovation.implemented_on,
                innovation.developed_on,
                *packed,
            )
        )
    spd = [
        SpdRow(
            answer.row,
            answer.level,
            answer.previous,
            answer.latest,
            answer.confirmed_at is not None,
            answer.final_level,
        )
        for answer in RegionAnswer.objects.filter(
            region_id=region_id, region_period_id=region_period_id
        ).order_by("row")
    ]
    return RegionFacts(region_id, tuple(innovations), tuple(spd))


@pytest.fixture
def three_regions(cast: Cast) -> list[tuple[int, int]]:
    """Kotawaringin Timur with innovations at every stage, Bengkulu with one, Jayapura with SPD rows only."""
    sari, budi, wati = cast.actor("sari"), cast.actor("budi"), cast.actor("wati")
    with scope({KOTIM}):
        make_draft(sari, opd=cast.health, period=cast.period, name="Draf")
        submitted = submit(
            make_complete(sari, opd=cast.health, period=cast.period, name="Satu", level=3), sari
        )
        Answer.objects.filter(innovation=submitted, row__in=(18, 19)).update(claimed_level=None)
        judge_all(submitted, budi, level=1)
        verified = make_complete(sari, opd=cast.health, period=cast.period, name="Dua", level=2)
        verify(submit(verified, sari), budi, level=1)
        # The evaluator's level stands above the desk's, also where it is 0.
        Answer.objects.filter(innovation=verified, row=16).update(final_level=3)
        Answer.objects.filter(innovation=verified, row=17).update(final_level=0)
        Innovation.objects.filter(pk=verified.pk).update(state="assessed")
    with scope({BENGKULU}):
        submit(
            make_complete(
                wati, opd=cast.bengkulu_opd, period=cast.period, name="Tiga", level=1, stage="uji_coba"
            ),
            wati,
        )
    found = []
    with scope({KOTIM, BENGKULU, JAYAPURA}):
        for region_id in (JAYAPURA, KOTIM, BENGKULU):
            row = region_period(cast, region_id)
            found.append((region_id, row.pk))
            for code, level in (("1", 3), ("10a", 2), ("2a", None)):
                RegionAnswer.objects.create(region_id=region_id, region_period=row, row=code, level=level)
    return found


def test_reading_many_regions_equals_reading_one_and_the_plain_way(
    three_regions: list[tuple[int, int]],
) -> None:
    with scope({KOTIM, BENGKULU, JAYAPURA}):
        many = list(read_regions(three_regions))
        one = [read_region(region, region_period_id=row) for region, row in sorted(three_regions)]
        plain = [plain_facts(region, row) for region, row in sorted(three_regions)]
    assert [facts.region_id for facts in many] == [BENGKULU, KOTIM, JAYAPURA]
    assert many == one == plain
    assert [len(facts.innovations) for facts in many] == [1, 2, 0]


def test_packed_scores_equal_the_core_on_the_facts_document(
    cast: Cast, three_regions: list[tuple[int, int]]
) -> None:
    instrument = instrument_of(cast.period)
    tables = tables_of(instrument)
    with scope({KOTIM, BENGKULU, JAYAPURA}):
        for facts in read_regions(three_regions):
            for basis in Basis:
                document = facts_document(
                    facts, region=Region.objects.get(pk=facts.region_id), basis=basis, tables=tables
                )
                fast = score_basis(facts, basis=basis, tables=tables)
                assert fast.numbers == score(document, instrument).numbers


def test_reading_stays_inside_the_scope(three_regions: list[tuple[int, int]]) -> None:
    with scope({KOTIM}):
        assert RegionPeriod.objects.count() == 1
        found = list(read_regions(three_regions))
    assert [(facts.region_id, len(facts.innovations), len(facts.spd)) for facts in found] == [
        (BENGKULU, 0, 0), (KOTIM, 2, 3), (JAYAPURA, 0, 0),
    ]  # fmt: skip


def test_two_statements_however_many_regions(
    three_regions: list[tuple[int, int]], django_assert_num_queries
) -> None:  # type: ignore[no-untyped-def]
    with scope({KOTIM, BENGKULU, JAYAPURA}):
        for some in (three_regions[:1], three_regions):
            with django_assert_num_queries(2):
                assert len(list(read_regions(some))) == len(some)
