"""The hash of what a page showed: the same for the same content, and what is decided by it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from innovations.domain.seen import LENGTH, NOTHING, Fate, fate_of, field_hash


class Row:
    pk = 41


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Dua\r\nbaris ", "Dua\nbaris"),
        (Decimal("-2.53000"), Decimal("-2.53")),
        (Decimal("100"), 100),
        (["B01", "A02"], ["A02", "B01"]),
        ((Decimal("-2.50"), Decimal("112.9")), (Decimal("-2.5"), Decimal("112.90"))),
        (Row(), 41),
        (None, ""),
        (None, []),
        (None, (None, None)),
        (Decimal("-0.00"), 0),
    ],
)
def test_the_same_content_has_the_same_hash(one: Any, other: Any) -> None:
    assert field_hash(one) == field_hash(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Dua baris", "Dua\nbaris"),
        ("satu", "Satu"),
        (Decimal("100"), Decimal("10")),
        (["A02"], ["A02", "B01"]),
        ((Decimal("1"), Decimal("2")), (Decimal("2"), Decimal("1"))),
        (date(2024, 1, 2), date(2024, 2, 1)),
        (None, 0),
        (False, None),
        (["A,B"], ["A", "B"]),
    ],
)
def test_other_content_has_another_hash(one: Any, other: Any) -> None:
    assert field_hash(one) != field_hash(other)


@given(st.text(st.characters(exclude_categories=()), max_size=50))
def test_any_text_has_a_short_hash(text: str) -> None:
    assert len(field_hash(text)) == LENGTH
    assert (field_hash(text) == NOTHING) == (not text.strip())


def test_what_no_field_holds_is_refused() -> None:
    with pytest.raises(TypeError, match="float"):
        field_hash(0.5)


def test_a_value_is_written_only_over_what_was_seen() -> None:
    shown = field_hash("lama")
    assert fate_of("baru", stored="lama", seen=shown) is Fate.WRITE
    assert fate_of("baru", stored="lain", seen=shown) is Fate.CONFLICT
    assert fate_of("baru", stored="", seen=shown) is Fate.CONFLICT
    assert fate_of("lain", stored="lain", seen=shown) is Fate.SAME
    assert fate_of("lama", stored="lain", seen=shown) is Fate.UNTOUCHED


@pytest.mark.parametrize("seen", [None, ""])
def test_without_a_hash_only_an_empty_field_is_written(seen: str | None) -> None:
    assert fate_of("baru", stored="", seen=seen) is Fate.WRITE
    assert fate_of("baru", stored="lama", seen=seen) is Fate.CONFLICT
    assert fate_of("", stored="lama", seen=seen) is Fate.UNTOUCHED
