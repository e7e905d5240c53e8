"""What the forms of an OPD understand, without a database."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from innovations.domain.completeness import REQUIRED_FIELDS
from innovations.domain.items import PROPOSAL_FIELDS
from innovations.forms.fields import CoordinatesField, PlainDecimalField, plain_number
from innovations.forms.rows import RowFace, RowForm, measured_words
from innovations.forms.steps import STEPS, step_of
from innovations.models import Answer
from scoring.core.model import Instrument
from scoring.instruments import load_instrument


@pytest.fixture(scope="module")
def rules() -> Instrument:
    return load_instrument(2026)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("1.250", "1250"), ("1.250,5", "1250.5"), ("1,250.5", "1250.5"), ("1250,5", "1250.5"), ("1250.5", "1250.5"),
        ("12,5", "12.5"), ("12.50", "12.50"), (" 1 250 ", "1250"), ("1.234.567", "1234567"), ("0,001", "0001"),
        ("-3,5", "-3.5"), ("7", "7"), ("1234.567", "1234.567"),
    ],
)  # fmt: skip
def test_numbers_are_read_as_they_are_written_here(typed: str, number: str) -> None:
    assert plain_number(typed) == number


def test_whole_numbers_are_asked_for_where_halves_make_no_sense() -> None:
    people = PlainDecimalField(decimal_places=0, min_value=0)
    assert people.clean("1.250") == Decimal(1250)
    for typed in ("12,5", "-1", "dua"):
        with pytest.raises(ValidationError):
            people.clean(typed)


@pytest.mark.parametrize(
    "typed",
    ["-2.53127, 112.95013", "-2,53127, 112,95013", "-2.53127 112.95013", "−2.531271 ; 112.950129", "-2.53127,112.95013"],
)  # fmt: skip
def test_point_is_read_as_a_map_copies_it(typed: str) -> None:
    assert CoordinatesField().clean(typed) == (Decimal("-2.53127"), Decimal("112.95013"))


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("112.95013, -2.53127", "di luar Indonesia"),
        ("51.5, 0.1", "di luar Indonesia"),
        ("-2.53127", "dua angka"),
        ("depan kantor", "dua angka"),
    ],
)
def test_point_that_cannot_be_here_is_refused_with_the_cure(typed: str, told: str) -> None:
    with pytest.raises(ValidationError, match=told):
        CoordinatesField().clean(typed)


def test_every_field_of_the_proposal_stands_in_exactly_one_step() -> None:
    held = [field for step in STEPS for field in step.fields]
    assert sorted(held) == sorted(PROPOSAL_FIELDS)
    assert {step_of(field).slug for field in REQUIRED_FIELDS} == {
        "identitas",
        "asal",
        "klasifikasi",
        "waktu",
        "rancang",
        "uraian",
    }


# Rows --------------------------------------------------------------------------------------------------------------


def bound(rules: Instrument, row: int, answer: Answer, **data: str) -> RowForm:
    form = RowForm(data, face=RowFace(rules.row(str(row)), answer.basis), answer=answer)
    form.is_valid()
    return form


def test_measured_value_gives_the_level_and_says_why(rules: Instrument) -> None:
    form = bound(rules, 17, Answer(row=17), measured="25", note="")
    assert (form.outcome["level"], form.outcome["measured"]) == (2, Decimal(25))
    assert form.told == "25 orang memberi tingkat 2: “11-30 SDM”."


def test_new_value_moves_a_level_that_was_left_as_it_stood(rules: Instrument) -> None:
    stored = Answer(row=17, claimed_level=2, measured=Decimal(25))
    form = bound(rules, 17, stored, measured="31", level="2", note="")
    assert form.outcome["level"] == 3


def test_other_level_than_the_value_gives_needs_a_reason(rules: Instrument) -> None:
    stored = Answer(row=17, claimed_level=2, measured=Decimal(25))
    refused = bound(rules, 17, stored, measured="25", level="1", note="  ")
    assert list(refused.errors) == ["note"]
    assert "pilih tingkat 2" in str(refused.errors["note"])
    accepted = bound(rules, 17, stored, measured="25", level="1", note="Lima belas orang tanpa SK.")
    assert accepted.outcome["level"] == 1


def test_value_below_every_range_is_level_0_and_is_told_so(rules: Instrument) -> None:
    form = bound(rules, 22, Answer(row=22), measured="2", note="")
    assert form.outcome["level"] == 0
    assert form.told == "2 aktor belum mencapai tingkat 1."


@pytest.mark.parametrize(
    ("value", "level", "is_decided"),
    [("50", 1, False), ("50.5", 2, True), ("51", 2, False), ("91", 3, False)],
)
def test_value_between_two_printed_ranges_tells_that_it_was_decided(
    rules: Instrument, value: str, level: int, is_decided: bool
) -> None:
    words = measured_words(RowFace(rules.row("29"), ""), Decimal(value))
    assert f"memberi tingkat {level}" in words
    assert ("tidak tepat di satu rentang" in words) is is_decided


def test_new_basis_starts_afresh_because_the_cards_belonged_to_the_old_one(rules: Instrument) -> None:
    stored = Answer(row=33, basis="a", claimed_level=3, measured=Decimal(600))
    form = bound(rules, 33, stored, basis="c", level="3", measured="600", note="tetap")
    assert form.outcome == {"level": None, "basis": "c", "measured": None, "note": "tetap"}
    assert form.basis_moves


def test_row_33_shows_no_level_before_its_basis_is_chosen(rules: Instrument) -> None:
    assert list(RowForm(face=RowFace(rules.row("33"), ""), answer=Answer(row=33)).fields) == ["basis", "note"]
    shown = RowForm(face=RowFace(rules.row("33"), "d"), answer=Answer(row=33, basis="d")).fields
    assert list(shown) == ["basis", "measured", "level", "note"]


def test_cards_carry_the_official_words_and_points(rules: Instrument) -> None:
    form = RowForm(face=RowFace(rules.row("16"), ""), answer=Answer(row=16))
    cards = form.fields["level"].widget.cards  # type: ignore[attr-defined]
    assert [(card.level, card.words, card.points) for card in cards.values()] == [
        (0, "Belum ada", 0),
        (
            1,
            "SK Kepala Daerah atau Keputusan yang ditandatangani oleh Kepala Perangkat Daerah atas nama Kepala Daerah",
            3,
        ),
        (2, "Peraturan Kepala Daerah", 6),
        (3, "Peraturan Daerah", 9),
    ]
