"""The cockpit against a region drawn at random: every figure worked out a second time from the stored rows, every lever really pulled.

The second working-out knows the guideline's formula and nothing of `scoring.core`; pulling a lever writes what it says into the
rows, has the worker compute anew, and reads the index. Each is taken back afterwards.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from django.db import transaction
from django.http import QueryDict
from django.utils import timezone

from iga_portal.tenancy.scope import scope
from innovations.enums import State
from innovations.models import Answer, Innovation, RegionAnswer
from regions.domain.versions import raise_content_version
from regions.enums import Basis
from regions.queries.instruments import instrument_of
from scoring.board import Board, judged_pairs, lost_by_group, row_standings
from scoring.levers import Lever, levers_of
from scoring.models import Result
from scoring.queries.cockpit import agencies_of, boards_of, filter_of, lines_of
from tests.cast import KOTIM, PROPOSAL, Cast, region_period
from tests.scoring.support import compute

CLAIMED = {"submitted", "returned", "verified", "sent", "assessed"}
VERIFIED = {"verified", "sent", "assessed"}
FINAL = {"sent", "assessed"}
WINDOW = (date(2024, 1, 1), date(2025, 12, 31))


def draw(cast: Cast, rng: random.Random, *, count: int) -> None:
    """Innovations of three agencies in every state, inside and outside of the window, with any levels; and the region's rows."""
    period = region_period(cast)
    urusan = [entry.code for entry in instrument_of(cast.period).urusan]
    states = rng.choices([*State.values], k=count)
    made = []
    for number, state in enumerate(states):
        began = date(rng.choice([2022, 2024, 2024, 2025, 2025]), rng.randint(1, 12), rng.randint(1, 28))
        grown = date(2025, 12, 30) if began.year < 2024 and rng.random() < 0.5 else None
        fields = {**PROPOSAL, "urusan": rng.choice(urusan[:14]), "trial_date": None, "implemented_on": began}
        stage = rng.choice(["penerapan"] * 6 + ["uji_coba"])
        made.append(
            Innovation(
                region_id=KOTIM, region_period=period, opd=rng.choice([cast.health, cast.clinic, cast.education]),
                name=f"Inovasi {number:02d}", state=state, **{**fields, "developed_on": grown, "stage": stage},
            )
        )  # fmt: skip
    Innovation.objects.bulk_create(made)
    answers = []
    for entry in made:
        for row in range(16, 36):
            claimed = rng.choice([None, 0, 1, 2, 3, 3])
            judged = entry.state in VERIFIED and rng.random() < 0.95
            decided = rng.randint(0, claimed or 0) if judged else None
            final = rng.randint(0, 3) if entry.state == "assessed" and rng.random() < 0.3 else None
            answers.append(
                Answer(
                    region_id=KOTIM, innovation=entry, row=row, claimed_level=claimed, verified_level=decided, final_level=final
                )
            )  # fmt: skip
    Answer.objects.bulk_create(answers)
    RegionAnswer.objects.bulk_create(
        RegionAnswer(
            region_id=KOTIM, region_period=period, row=row.code, level=rng.randint(0, 3), entered_by=cast.hendra,
            entered_at=timezone.now(), **({"confirmed_by": cast.indah, "confirmed_at": timezone.now()} if rng.random() < 0.6 else {}),
        )
        for row in instrument_of(cast.period).spd_rows
        if rng.random() < 0.8
    )  # fmt: skip
    again(cast)


def again(cast: Cast) -> None:
    row = region_period(cast)
    raise_content_version(row.pk, region_id=KOTIM, period_id=cast.period.pk)
    compute(cast)


# The guideline's formula, once more --------------------------------------------------------------------------------


def level_of(answer: Answer, basis: Basis) -> int:
    if basis is Basis.CLAIMED:
        return answer.claimed_level or 0
    if basis is Basis.FINAL and answer.final_level is not None:
        return answer.final_level
    return answer.verified_level or 0


def counted(basis: Basis) -> list[Innovation]:
    states = {Basis.CLAIMED: CLAIMED, Basis.VERIFIED: VERIFIED, Basis.FINAL: FINAL}[basis]
    return [
        entry
        for entry in Innovation.objects.filter(state__in=states, stage="penerapan")
        if any(day and WINDOW[0] <= day <= WINDOW[1] for day in (entry.implemented_on, entry.developed_on))
    ]


def worked_out(cast: Cast, basis: Basis) -> dict[str, Any]:
    """SPD, mean maturity, count, index (exact), and what the table of rows counts, from the stored rows alone."""
    instrument = instrument_of(cast.period)
    weights = {
        row.code: Fraction(row.weight_hundredths, 100) for row in (*instrument.spd_rows, *instrument.sid_rows)
    }
    spd = sum(
        (
            weights[entry.row] * (entry.level or 0)
            for entry in RegionAnswer.objects.all()
            if basis is Basis.CLAIMED or entry.confirmed_by_id
        ),
        start=Fraction(0),
    )
    innovations = counted(basis)
    levels: dict[str, Counter[int]] = {row.code: Counter() for row in instrument.sid_rows}
    maturity = Fraction(0)
    for answer in Answer.objects.filter(innovation__in=innovations):
        level = level_of(answer, basis)
        levels[str(answer.row)][level] += 1
        maturity += weights[str(answer.row)] * level
    yandas = {entry.code for entry in instrument.urusan if entry.is_yandas}
    n = len(innovations)
    covered = len({entry.urusan for entry in innovations} & yandas)
    count = min(n, 200) * Fraction(38, 100) if covered >= 5 else Fraction(0)
    mean = maturity / max(12, n)
    return {"n": n, "levels": levels, "index": (spd + mean + count) / 250 * 100, "parts": (spd, mean, count)}


def printed(value: Fraction) -> Decimal:
    return (Decimal(value.numerator) / Decimal(value.denominator)).quantize(Decimal("0.01"), ROUND_HALF_UP)


def index_of(basis: Basis) -> Decimal:
    return Result.objects.get(basis=basis, is_current=True).index


# Pulling ----------------------------------------------------------------------------------------------------------------


@contextmanager
def taken_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def pull(cast: Cast, lever: Lever, basis: Basis) -> int:
    """Write into the rows what a lever says; how many innovations or rows of the region that touched."""
    here = {entry.pk for entry in counted(basis)}
    if lever.kind == "row":
        assert lever.row is not None
        field = {
            Basis.CLAIMED: "claimed_level",
            Basis.VERIFIED: "verified_level",
            Basis.FINAL: "final_level",
        }[basis]
        rows = Answer.objects.filter(innovation__in=here, row=int(lever.row.code))
        bare = [answer.pk for answer in rows if level_of(answer, basis) == 0]
        return Answer.objects.filter(pk__in=bare).update(**{field: 3})
    if lever.kind == "spd":
        assert lever.row is not None
        values = {"level": 3, "confirmed_by": cast.indah, "confirmed_at": timezone.now()}
        RegionAnswer.objects.update_or_create(
            region_id=KOTIM, region_period=region_period(cast), row=lever.row.code, defaults=values
        )
        return 1
    if lever.kind == "confirm":
        rest = RegionAnswer.objects.filter(confirmed_by__isnull=True, level__gt=0)
        return rest.update(confirmed_by=cast.indah, confirmed_at=timezone.now())
    before = {"verify": Basis.CLAIMED, "send": Basis.VERIFIED}[lever.kind]
    joining = [entry.pk for entry in counted(before) if entry.pk not in here]
    for answer in Answer.objects.filter(innovation__in=joining):
        level = level_of(answer, before)
        Answer.objects.filter(pk=answer.pk).update(verified_level=level)
    return Innovation.objects.filter(pk__in=joining).update(
        state="verified" if lever.kind == "verify" else "sent"
    )


def listed(cast: Cast, boards: dict[Basis, Board], query: str, basis: Basis) -> int:
    """How many innovations the list behind a figure holds."""
    wanted, _known = filter_of(
        QueryDict(query),
        basis=basis,
        board=boards[basis],
        agencies=set(agencies_of(region_period(cast)).values()),
    )
    return len(lines_of(region_period(cast), boards, wanted))


def test_every_figure_and_every_lever_stands_up_to_being_worked_out_again(cast: Cast) -> None:
    with scope({KOTIM}):
        draw(cast, random.Random(1), count=60)
        boards = boards_of(region_period(cast))
        pulled: Counter[str] = Counter()
        for basis in Basis:
            board, found = boards[basis], worked_out(cast, basis)
            assert board.sums.counted == found["n"] > 3
            assert index_of(basis) == printed(found["index"])
            assert tuple(part.points for part in board.parts) == found["parts"]
            assert sum(part.printed for part in board.parts) == index_of(basis)
            for standing in row_standings(board):
                levels = found["levels"][standing.row.code]
                assert list(standing.levels) == [levels[level] for level in range(4)]
                assert standing.missing == listed(cast, boards, f"baris={standing.row.code}&tingkat=0", basis)
            for lever in levers_of(boards, basis=basis):
                if lever.kind == "gate":
                    continue  # innovations that do not exist; tests/scoring/test_board.py adds them
                if lever.kind == "row" and int(lever.row.code if lever.row else 0) % 3:
                    continue  # each pull is a computation of the region; a third of the rows shows it
                with taken_back():
                    touched = pull(cast, lever, basis)
                    again(cast)
                    gained = index_of(basis) - printed(found["index"])
                    assert (lever.kind, lever.row, gained, touched) == (
                        lever.kind, lever.row, lever.gain, lever.number
                    )  # fmt: skip
                pulled[lever.kind] += 1
        assert pulled["row"] > 15 and {"spd", "confirm", "verify", "send"} <= pulled.keys()
        _difference_adds_up(cast, boards)


def _difference_adds_up(cast: Cast, boards: dict[Basis, Board]) -> None:
    claimed, verified = boards[Basis.CLAIMED], boards[Basis.VERIFIED]
    names = agencies_of(region_period(cast))
    by_opd = lost_by_group(claimed, verified, group_of=names)
    assert sum(lost.judged for lost in by_opd.values()) == len(judged_pairs(claimed, verified))
    for (opd_id, _name), lost in by_opd.items():
        assert lost.lowered == listed(cast, boards, f"selisih=turun&opd={opd_id}", Basis.VERIFIED)
    waiting = len(counted(Basis.CLAIMED)) - len(counted(Basis.VERIFIED))
    assert waiting == listed(cast, boards, "keadaan=menunggu", Basis.CLAIMED)
