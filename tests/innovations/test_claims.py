"""Writing the rows of a sheet at once leaves what writing them one by one leaves."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from iga_portal.refusals import Refused
from iga_portal.tenancy.scope import scope
from innovations.domain.answers import Claim, set_answer
from innovations.domain.claims import set_answers
from innovations.domain.transitions import take_step
from innovations.models import Answer, Innovation, Verdict
from innovations.workflow import Action
from regions.models import RegionPeriod
from tests.cast import KOTIM, Cast, judge_all, make_complete, make_draft, submit

CLAIMS = {
    16: Claim(level=3, note="  Perda\r\n3/2024 "),
    17: Claim(level=2, measured=Decimal("12")),
    20: Claim(level=None),
    33: Claim(level=1, basis="a", measured=Decimal("150")),
    35: Claim(level=2),
}


def returned(cast: Cast, name: str) -> Innovation:
    """Back from the desk with every row judged and the rows of CLAIMS open."""
    sari, budi = cast.actor("sari"), cast.actor("budi")
    made = submit(make_complete(sari, opd=cast.health, period=cast.period, name=name), sari)
    judge_all(made, budi)
    made.refresh_from_db()
    take_step(
        made.pk, action=Action.RETURN, actor=budi, seen_version=made.version, row_reasons=dict.fromkeys(CLAIMS, "Periksa.")
    )  # fmt: skip
    return made


def left(innovation: Innovation) -> dict[str, Any]:
    rows = Answer.objects.filter(innovation=innovation).order_by("row")
    fallen = Verdict.objects.filter(answer__innovation=innovation).order_by("answer__row")
    return {
        "rows": list(
            rows.values_list(
                "row", "claimed_level", "basis", "measured", "note", "verified_level", "is_unlocked"
            )
        ),
        "verdicts": list(fallen.values_list("answer__row", "level", "stands", "fell_because")),
    }


def test_at_once_is_the_same_as_one_by_one(cast: Cast) -> None:
    sari = cast.actor("sari")
    with scope({KOTIM}):
        one_by_one, at_once = returned(cast, "Satu per satu"), returned(cast, "Sekaligus")
        for row, claim in CLAIMS.items():
            set_answer(
                one_by_one.pk, row=row, actor=sari, level=claim.level, basis=claim.basis, measured=claim.measured, note=claim.note
            )  # fmt: skip
        before = RegionPeriod.objects.get(region_id=KOTIM, period=cast.period).content_version
        # Row 35 says level 2 already.
        assert set_answers(at_once.pk, actor=sari, claims=CLAIMS) == 4
        assert left(at_once) == left(one_by_one)
        assert RegionPeriod.objects.get(region_id=KOTIM, period=cast.period).content_version == before + 1
        at_once.refresh_from_db()
        events = Answer.pgh_event_model.objects.filter(innovation_id=at_once.pk, claimed_level=3, row=16)  # type: ignore[attr-defined]
        assert events.exists()
        version = at_once.version
        assert set_answers(at_once.pk, actor=sari, claims=CLAIMS) == 0
        at_once.refresh_from_db()
        assert at_once.version == version


@pytest.mark.parametrize(
    ("claims", "code"),
    [
        ({16: Claim(level=2), 17: Claim(level=4)}, "level"),
        ({16: Claim(level=2), 20: Claim(level=2, basis="a")}, "basis"),
        ({16: Claim(level=2), 33: Claim(level=2)}, "basis"),
        ({16: Claim(level=2), 20: Claim(level=1, note="a\x00b")}, "note"),
        ({16: Claim(level=2), 36: Claim(level=1)}, "row"),
    ],
)
def test_one_row_refused_writes_none(cast: Cast, claims: dict[int, Claim], code: str) -> None:
    sari = cast.actor("sari")
    with scope({KOTIM}):
        draft = make_draft(sari, opd=cast.health, period=cast.period)
        with pytest.raises(Refused) as refused:
            set_answers(draft.pk, actor=sari, claims=claims)
        assert refused.value.code == code
        assert set(Answer.objects.filter(innovation=draft).values_list("claimed_level", flat=True)) == {None}


def test_rows_that_the_desk_did_not_name_and_others_innovations_are_refused(cast: Cast) -> None:
    with scope({KOTIM}):
        made = returned(cast, "Kembali")
        with pytest.raises(Refused) as refused:
            set_answers(made.pk, actor=cast.actor("sari"), claims={16: Claim(level=1), 18: Claim(level=1)})
        assert refused.value.code == "locked_part"
        with pytest.raises(Refused) as refused:
            set_answers(made.pk, actor=cast.actor("dewi"), claims={16: Claim(level=1)})
        assert refused.value.code == "not_yours"
        assert Answer.objects.get(innovation=made, row=16).claimed_level == 2
