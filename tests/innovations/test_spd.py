"""SPD rows: figures give the level, a second person confirms, any change takes the confirmation back."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from iga_portal.refusals import Refused, StaleVersion
from iga_portal.tenancy.scope import scope
from innovations.domain.spd import cite_for_region, confirm_region_answer, set_region_answer
from innovations.models import RegionAnswer
from scoring.models import Result
from scoring.recompute import recompute_region
from tests.cast import KOTIM, Cast, make_document, region_period


@pytest.mark.parametrize(
    ("row", "previous", "latest", "level"),
    [
        # row 3, growth: (43268 - 40000) / 40000 = 8.17 % -> 3; 43267: 8.1675 -> rounds to 8.17 -> 3; 43265: 8.1625 -> 8.16 -> 2
        ("3", "40000", "43268", 3),
        ("3", "40000", "43267", 3),
        ("3", "40000", "43265", 2),
        # 40000 -> 19868: -50.33 % -> 2 (border); 19867: -50.3325 -> -50.33 -> 2; 19864: -50.34 -> 1
        ("3", "40000", "19868", 2),
        ("3", "40000", "19864", 1),
        # row 5b, latest: 2.35 stands in parameters 2 and 3 and takes the higher
        ("5b", None, "2.35", 3),
        ("5b", None, "2.36", 2),
        ("5b", None, "5.93", 1),
        # row 10a, drop: 8.00 - 7.92 = 0.08 -> 2
        ("10a", "8.00", "7.92", 2),
    ],
)
def test_figures_give_the_level(cast: Cast, row: str, previous: str | None, latest: str, level: int) -> None:
    with scope({KOTIM}):
        answer = set_region_answer(
            region_period(cast),
            row=row,
            actor=cast.actor("hendra"),
            seen_version=1,
            previous=Decimal(previous) if previous else None,
            latest=Decimal(latest),
        )
        assert answer.level == level


def test_growth_from_zero_is_refused_in_plain_words(cast: Cast) -> None:
    with scope({KOTIM}), pytest.raises(Refused, match="tidak boleh nol"):
        set_region_answer(
            region_period(cast),
            row="3",
            actor=cast.actor("hendra"),
            seen_version=1,
            previous=Decimal(0),
            latest=Decimal(5),
        )


@pytest.mark.parametrize(
    ("row", "given", "code"),
    [
        ("8", {"previous": Decimal(1)}, "figures"),
        ("8", {"level": 4}, "level"),
        ("99", {"level": 1}, "row"),
        ("16", {"level": 1}, "row"),
    ],
)
def test_answer_that_the_instrument_does_not_know_is_refused(
    cast: Cast, row: str, given: dict[str, object], code: str
) -> None:
    with scope({KOTIM}):
        with pytest.raises(Refused) as refused:
            set_region_answer(
                region_period(cast), row=row, actor=cast.actor("hendra"), seen_version=1, **given
            )  # type: ignore[arg-type]
        assert refused.value.code == code
        assert not RegionAnswer.objects.exists()


def test_second_person_confirms_and_only_then_the_row_is_verified(cast: Cast) -> None:
    hendra, indah = cast.actor("hendra"), cast.actor("indah")

    def indices() -> dict[str, Decimal]:
        recompute_region(KOTIM, period_id=cast.period.pk)
        with scope({KOTIM}):
            return dict(Result.objects.filter(is_current=True).values_list("basis", "spd"))

    with scope({KOTIM}):
        answer = set_region_answer(region_period(cast), row="8", actor=hendra, seen_version=1, level=3)
    # row 8 weighs 1.5: 1.5 x 3 = 4.50
    assert indices() == {"claimed": Decimal("4.50"), "verified": Decimal(0), "final": Decimal(0)}
    with scope({KOTIM}):
        with pytest.raises(Refused, match="orang lain"):
            confirm_region_answer(answer.pk, actor=hendra, seen_version=answer.version)
        confirmed = confirm_region_answer(answer.pk, actor=indah, seen_version=answer.version)
        again = confirm_region_answer(answer.pk, actor=indah, seen_version=answer.version)
        assert again.version == confirmed.version
    assert set(indices().values()) == {Decimal("4.50")}
    with scope({KOTIM}):
        changed = set_region_answer(
            region_period(cast), row="8", actor=hendra, seen_version=confirmed.version, level=2
        )
        assert changed.confirmed_by is None
    assert indices()["verified"] == Decimal(0)


@pytest.mark.parametrize("pages", ["3\x00", "3\x1b[2J", "3\u202e4"])
def test_pages_with_hidden_characters_are_refused(cast: Cast, pages: str) -> None:
    hendra = cast.actor("hendra")
    with scope({KOTIM}):
        answer = set_region_answer(region_period(cast), row="8", actor=hendra, seen_version=1, level=3)
        document = make_document(hendra, opd=None)
        with pytest.raises(Refused):
            cite_for_region(answer.pk, actor=hendra, document_id=document.pk, pages=pages)


def test_evidence_cited_later_takes_the_confirmation_back(cast: Cast) -> None:
    hendra, indah = cast.actor("hendra"), cast.actor("indah")
    with scope({KOTIM}):
        answer = set_region_answer(region_period(cast), row="8", actor=hendra, seen_version=1, level=3)
        confirm_region_answer(answer.pk, actor=indah, seen_version=answer.version)
        document = make_document(hendra, opd=None, subject="LHP BPK 2025")
        cite_for_region(answer.pk, actor=hendra, document_id=document.pk, pages="12")
        answer.refresh_from_db()
        assert answer.confirmed_at is None


def test_second_writer_sees_that_somebody_wrote_first(cast: Cast) -> None:
    hendra, indah = cast.actor("hendra"), cast.actor("indah")
    with scope({KOTIM}):
        set_region_answer(region_period(cast), row="8", actor=hendra, seen_version=1, level=3)
        with pytest.raises(StaleVersion):
            set_region_answer(region_period(cast), row="8", actor=indah, seen_version=1, level=2)


@pytest.mark.parametrize("name", ["sari", "joko", "budi", "tiur", "wati", "yosef", "arif", "rina"])
def test_only_a_regional_admin_of_the_region_enters_rows(cast: Cast, name: str) -> None:
    with scope({KOTIM}), pytest.raises(Refused):
        set_region_answer(region_period(cast), row="8", actor=cast.actor(name), seen_version=1, level=3)


def test_database_itself_refuses_confirmation_by_the_same_person(cast: Cast) -> None:
    with scope({KOTIM}):
        answer = set_region_answer(
            region_period(cast), row="8", actor=cast.actor("hendra"), seen_version=1, level=3
        )
        with pytest.raises(IntegrityError), transaction.atomic():
            RegionAnswer.objects.filter(pk=answer.pk).update(
                confirmed_by=cast.hendra, confirmed_at=answer.entered_at
            )
