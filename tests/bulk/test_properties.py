"""Whatever stands in a cell or in a file: read to the same value again, or refused in words, and never anything else."""

from __future__ import annotations

import io
import random
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from iga_portal.refusals import Refused
from innovations import reference
from innovations.bulk import exports, marks, sheets
from innovations.bulk.cells import MOST_LETTERS, TOO_LONG, Cell, Kind, plain_float, writable
from innovations.bulk.columns import as_text
from innovations.bulk.reading import cell_of, read
from innovations.bulk.report import SHOWN, excerpts
from innovations.bulk.resources import ASTA_CITA, PROGRAMMES, URUSAN, claim_columns, proposal_columns
from innovations.bulk.widgets import (
    MONTHS,
    ChoiceWidget,
    DateWidget,
    LevelWidget,
    MeasuredWidget,
    PointWidget,
    SeveralWidget,
    TextWidget,
)
from innovations.bulk.workbook import Styles, _styled
from innovations.domain.seen import LENGTH
from innovations.domain.texts import clean_text
from tests.bulk.support import workbook_of
from tests.cast import Cast

ANYTHING = st.one_of(
    st.text(max_size=60),
    st.integers(min_value=-(10**15), max_value=10**15),
    st.floats(allow_nan=False, allow_infinity=False, width=32),
    st.booleans(),
    st.dates(),
    st.datetimes(),
)
KINDS = {
    str: Kind.TEXT, bool: Kind.BOOLEAN, int: Kind.NUMBER, float: Kind.NUMBER, date: Kind.DATE, datetime: Kind.DATE,
}  # fmt: skip


def text_cell(text: object) -> Cell:
    return Cell(Kind.TEXT, text)


@given(st.text(max_size=400))
def test_text_written_into_a_cell_reads_back_as_it_is_stored(text: str) -> None:
    try:
        stored = clean_text(text)
    except Refused:
        return
    widget = TextWidget()
    shown = widget.render(stored)
    cell = text_cell(shown)
    if cell.is_blank:
        assert not stored
    elif shown != TOO_LONG:
        # What a cell cannot carry apart (`_x000D_` is how it writes a line end) shows as the same again.
        assert as_text(widget.render(widget.clean(cell))) == as_text(shown)


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=200))
def test_text_that_begins_like_a_formula_stays_text_in_the_file(text: str) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("a")
    wanted = "=" + text.strip()
    sheet.append([_styled(sheet, wanted, Styles(sheet).of("open", quoted=True))])
    out = io.BytesIO()
    book.save(out)
    read_back = load_workbook(io.BytesIO(out.getvalue()))["a"]["A1"]
    assert read_back.data_type == "s"
    assert cell_of(read_back).kind is Kind.TEXT


@given(ANYTHING, st.sampled_from([*proposal_columns(), *claim_columns()]))
def test_any_value_in_any_column_is_taken_or_refused_in_words(value: object, column: object) -> None:
    cell = Cell(KINDS[type(value)], value)
    context = {"documents": {12: "SK"}, "bases": (), "measure": None}
    try:
        column.widget.clean(cell, **context)  # type: ignore[attr-defined]
    except ValueError as refused:
        assert str(refused)


@given(st.dates(min_value=date(1990, 1, 1), max_value=date(2100, 12, 31)))
def test_date_reads_the_same_however_it_is_written(day: date) -> None:
    widget = DateWidget()
    month = next(name for name, number in MONTHS.items() if number == day.month)
    written = [
        Cell(Kind.DATE, day), Cell(Kind.DATE, datetime(day.year, day.month, day.day, 13, 5)), text_cell(day.isoformat()),
        text_cell(f"{day.day}/{day.month}/{day.year}"), text_cell(f"{day:%d-%m-%Y}"),
        text_cell(f"{day.day} {month.capitalize()} {day.year}"),
    ]  # fmt: skip
    assert {widget.clean(cell) for cell in written} == {day}


@pytest.mark.parametrize(
    "text", ["31/02/2024", "2024", "6/5/24", "05.2024", "0/1/2024", "6 Mai 2024", "45413"]
)
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="bukan tanggal"):
        DateWidget().clean(text_cell(text))


@pytest.mark.parametrize("day", [date(1900, 1, 1), date(2999, 1, 1)])
def test_date_out_of_reason_is_refused(day: date) -> None:
    with pytest.raises(ValueError, match="kewajaran"):
        DateWidget().clean(Cell(Kind.DATE, day))


@given(
    st.decimals(min_value="-11.5", max_value="6.5", places=5),
    st.decimals(min_value="94.5", max_value="141.5", places=5),
)
def test_point_reads_back(latitude: Decimal, longitude: Decimal) -> None:
    widget = PointWidget()
    assert widget.clean(text_cell(widget.render((latitude, longitude)))) == (latitude, longitude)


@pytest.mark.parametrize("choices", [URUSAN, PROGRAMMES, ASTA_CITA])
def test_every_choice_is_found_by_what_is_shown_by_code_and_by_name(choices: tuple[object, ...]) -> None:
    widget = ChoiceWidget(choices)  # type: ignore[arg-type]
    for entry in choices:
        for text in (entry.shown, str(entry.code), entry.name, f"  {entry.name.upper()} "):  # type: ignore[attr-defined]
            assert widget.clean(text_cell(text)) == entry.code  # type: ignore[attr-defined]


@given(st.lists(st.sampled_from([entry.code for entry in URUSAN]), unique=True, max_size=6))
def test_several_choices_read_back_in_their_order(codes: list[str]) -> None:
    widget = SeveralWidget(URUSAN)
    names = reference.urusan_names()
    for text in (
        widget.render(codes),
        ", ".join(codes),
        ";".join(names[code] for code in codes),
        "\n".join(codes),
    ):
        if text:
            assert widget.clean(text_cell(text)) == codes


@given(st.floats(min_value=-1e9, max_value=1e9), st.floats(min_value=-1e9, max_value=1e9))
def test_binary_fractions_show_as_they_were_typed(one: float, other: float) -> None:
    assert "e" not in plain_float(float(f"{one:.3f}"))
    assert plain_float(0.1 + 0.2) == "0.3"
    assert Decimal(plain_float(other)) == Decimal(format(other, ".12g"))


@pytest.mark.parametrize(("text", "level"), [("3", 3), (" tingkat 2", 2), ("0", 0)])
def test_level_is_read(text: str, level: int) -> None:
    assert LevelWidget().clean(text_cell(text)) == level


@pytest.mark.parametrize("text", ["4", "-1", "2,5", "tiga", "1.0.0"])
def test_level_outside_0_to_3_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="bukan tingkat"):
        LevelWidget().clean(text_cell(text))


def test_measured_where_nothing_is_measured_is_refused() -> None:
    with pytest.raises(ValueError, match="tidak meminta angka"):
        MeasuredWidget().clean(text_cell("12"), measure=None)


@given(st.text(max_size=2_000), st.text(max_size=2_000))
def test_excerpts_are_short_and_differ_where_the_texts_do(before: str, after: str) -> None:
    left, right = excerpts(before, after)
    assert max(len(left), len(right)) <= SHOWN + 2
    if before != after:
        assert left != right


@given(st.text(max_size=70))
def test_mark_that_was_damaged_is_no_mark(text: str) -> None:
    found = marks.claim_seen_in(text)
    assert found is None or len(text.strip()) == LENGTH * len(marks.CLAIM_PARTS)


@given(
    st.one_of(
        st.none(),
        st.text(max_size=80),
        st.integers(),
        st.dates(),
        st.decimals(allow_nan=False, allow_infinity=False, places=2),
    )
)
def test_no_csv_cell_is_taken_for_a_formula(value: object) -> None:
    text = exports.harmless(value)
    begins = text.lstrip(" \u00a0\ufeff")[:1]
    is_number = exports._NUMBER.fullmatch(text) is not None
    assert is_number or not begins or begins not in "=+-@\t\r\n"


@given(st.integers(min_value=MOST_LETTERS - 2, max_value=MOST_LETTERS + 2))
def test_text_that_no_cell_can_hold_is_replaced_by_a_word_that_changes_nothing(length: int) -> None:
    text = "a" * length
    assert writable(text) == (text if length <= MOST_LETTERS else TOO_LONG)


@given(
    st.sampled_from(
        ["Nama inovasi", "NAMA  INOVASI *", "1. Nama inovasi *", " 1.nama inovasi", "12a. Nama inovasi"]
    )
)
def test_heading_is_recognised_without_number_star_and_case(text: str) -> None:
    assert sheets.heading_key(text) == "nama inovasi"


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(min_value=0, max_value=10**9))
def test_file_with_changed_bytes_is_read_or_refused(cast: Cast, seed: int) -> None:
    """A byte anywhere, also inside what is compressed: a clear refusal or a reading, no other error."""
    content = bytearray(_good(cast))
    chance = random.Random(seed)
    for _change in range(chance.choice((1, 1, 2, 8))):
        content[chance.randrange(len(content))] = chance.randrange(256)
    try:
        read(io.BytesIO(bytes(content)), size=len(content))
    except Refused as refused:
        assert refused.message


_KEPT: dict[str, bytes] = {}


def _good(cast: Cast) -> bytes:
    if "good" not in _KEPT:
        _KEPT["good"] = workbook_of(cast, filled=False, places=1)
    return _KEPT["good"]
