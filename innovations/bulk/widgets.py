"""What the cells of a column hold: from a cell to a value and back. The library's widgets read texts; these read cells.

`clean` gets a cell that is neither blank nor ERASE and gives the value of the field; it raises ValueError with what is wrong and
what to do. `render` gives what the cell shows: text, an int, a Decimal or a date.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from difflib import get_close_matches
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from import_export.widgets import Widget

from iga_portal.refusals import Refused
from innovations.bulk.cells import Cell, Kind, writable
from innovations.domain.texts import LONGEST_NAME, LONGEST_TEXT, clean_line, clean_text
from innovations.forms.fields import CoordinatesField, PlainDecimalField

FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2100, 12, 31)
MONTHS = {
    "januari": 1, "februari": 2, "maret": 3, "april": 4, "mei": 5, "juni": 6, "juli": 7, "agustus": 8,
    "september": 9, "oktober": 10, "november": 11, "desember": 12,
}  # fmt: skip
_NUMBERS = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_WORDS = re.compile(r"(\d{1,2})\s+([A-Za-z]+)\s+(\d{4})")


@dataclass(frozen=True, slots=True)
class Choice:
    """One entry of a list. In a cell it reads "A02 · Kesehatan", or just its name where codes say nothing to people."""

    code: Any
    name: str
    shows_code: bool = True

    @property
    def shown(self) -> str:
        return f"{self.code} · {self.name}" if self.shows_code else self.name


class TextWidget(Widget):
    """A text, brought into the form in which the portal stores texts; with `one_line`, white space becomes one blank."""

    def __init__(self, *, longest: int | None = None, one_line: bool = False) -> None:
        super().__init__()
        self.longest = longest or (LONGEST_NAME if one_line else LONGEST_TEXT)
        self.one_line = one_line

    def clean(self, value: Cell, row: Any = None, **context: Any) -> str:
        try:
            return (clean_line if self.one_line else clean_text)(value.text, longest=self.longest)
        except Refused as refusal:
            raise ValueError(refusal.message) from refusal

    def render(self, value: Any, obj: Any = None, **context: Any) -> str:
        return writable(value or "")


def plain(cell: Cell) -> str:
    """The words of a cell for looking something up. Raises ValueError for hidden characters."""
    text: str = TextWidget(one_line=True).clean(cell)
    return text


LINES = TextWidget()


class ChoiceWidget(Widget):
    """One entry of a list, by what the list shows, by code, or by name; upper and lower case do not count."""

    def __init__(self, choices: Sequence[Choice]) -> None:
        super().__init__()
        self.choices = tuple(choices)
        self.by_code = {entry.code: entry for entry in self.choices}
        self.known = {
            word.casefold(): entry
            for entry in self.choices
            for word in (str(entry.code), entry.name, entry.shown)
        }

    def clean(self, value: Cell, row: Any = None, **context: Any) -> Any:
        text = plain(value)
        found = self.known.get(text.casefold())
        if found is None:
            raise ValueError(
                _("“%(text)s” tidak ada dalam daftar. Pilih dari daftar di sel itu, misalnya “%(example)s”.")
                % {"text": text[:60], "example": self._nearest(text)}
            )
        return found.code

    def _nearest(self, text: str) -> str:
        """The entry that was most likely meant; the first one where nothing is like it."""
        alike = get_close_matches(text.casefold()[:60], self.known, n=1)
        if alike:
            return self.known[alike[0]].shown
        return self.choices[0].shown if self.choices else "–"

    def render(self, value: Any, obj: Any = None, **context: Any) -> str:
        if value in (None, ""):
            return ""
        entry = self.by_code.get(value)
        return entry.shown if entry else str(value)


class SeveralWidget(ChoiceWidget):
    """Several entries of a list in one cell, parted by semicolons or line ends; codes alone also by commas."""

    def clean(self, value: Cell, row: Any = None, **context: Any) -> list[Any]:
        found: list[Any] = []
        for part in re.split(r"[;\n]", LINES.clean(value)):
            for word in self._words(" ".join(part.split())):
                entry = self.known.get(word.casefold())
                if entry is None:
                    raise ValueError(
                        _(
                            "“%(text)s” tidak ada dalam daftar. Tulis kode dari lembar Pilihan, dipisah titik koma, "
                            "misalnya “%(example)s”."
                        )
                        % {
                            "text": word[:60],
                            "example": "; ".join(str(one.code) for one in self.choices[:2]),
                        }
                    )
                if entry.code not in found:
                    found.append(entry.code)
        return found

    def _words(self, part: str) -> list[str]:
        if not part or part.casefold() in self.known:
            return [part] if part else []
        pieces = [piece.strip() for piece in part.split(",") if piece.strip()]
        # A name may hold a comma itself: only where each piece is known were they several.
        return pieces if all(piece.casefold() in self.known for piece in pieces) else [part]

    def render(self, value: Any, obj: Any = None, **context: Any) -> str:
        return "; ".join(super(SeveralWidget, self).render(entry) for entry in value or ())


class DateWidget(Widget):
    """A real date, or one written as people write it: 6/5/2024 (day first), 6 Mei 2024, 2024-05-06."""

    def clean(self, value: Cell, row: Any = None, **context: Any) -> date:
        if value.kind is Kind.DATE:
            found = value.value.date() if isinstance(value.value, datetime) else value.value
        else:
            found = written_date(plain(value))
        if not isinstance(found, date):
            raise ValueError(
                _("“%(text)s” bukan tanggal. Tulis misalnya 06/05/2024 atau 6 Mei 2024.")
                % {"text": value.text[:40]}
            )
        if not FIRST_DAY <= found <= LAST_DAY:
            raise ValueError(
                _("Tahun %(year)d di luar kewajaran. Periksa tanggalnya.") % {"year": found.year}
            )
        return found

    def render(self, value: Any, obj: Any = None, **context: Any) -> date | None:
        found: date | None = value
        return found


def written_date(text: str) -> date | None:
    """The day that people write in a cell: 6/5/2024 or 6-5-2024 (day first), 6 Mei 2024, 2024-05-06. None for anything else."""
    try:
        if match := _ISO.fullmatch(text):
            return date(int(match[1]), int(match[2]), int(match[3]))
        if match := _NUMBERS.fullmatch(text):
            return date(int(match[3]), int(match[2]), int(match[1]))
        if (match := _WORDS.fullmatch(text)) and match[2].lower() in MONTHS:
            return date(int(match[3]), MONTHS[match[2].lower()], int(match[1]))
    except ValueError:
        return None
    return None


class PointWidget(Widget):
    """A point of Indonesia, (latitude, longitude), as the form takes it."""

    def clean(self, value: Cell, row: Any = None, **context: Any) -> tuple[Decimal, Decimal] | None:
        found: tuple[Decimal, Decimal] | None = said_by_form(CoordinatesField(required=False), plain(value))
        return found

    def render(self, value: Any, obj: Any = None, **context: Any) -> str:
        return "" if not value or None in value else f"{value[0]}, {value[1]}"


class DocumentWidget(Widget):
    """A document of the library by its number there: "#12 · SK Bupati". `documents`: id -> what it is about."""

    def clean(
        self, value: Cell, row: Any = None, *, documents: Mapping[int, str] | None = None, **context: Any
    ) -> int:
        text = plain(value)
        match = re.match(r"#?(\d{1,18})(?:\D|$)", text)
        number = int(match[1]) if match else 0
        if number not in (documents or {}):
            raise ValueError(
                _(
                    "“%(text)s” tidak ada dalam pustaka dokumen Anda. Unggah dulu di portal, atau pilih dari daftar di sel itu."
                )
                % {"text": text[:60]}
            )
        return number

    def render(self, value: Any, obj: Any = None, **context: Any) -> str:
        if not value:
            return ""
        documents: Mapping[int, str] = context.get("documents") or {}
        return document_shown(value, documents.get(value, ""))


def document_shown(number: int, subject: str) -> str:
    return writable(f"#{number} · {' '.join(subject.split())}"[:200]) if subject else f"#{number}"


class LevelWidget(Widget):
    """A level from 0 to 3."""

    def clean(self, value: Cell, row: Any = None, **context: Any) -> int:
        text = plain(value).casefold().removeprefix("tingkat").strip()
        if text not in {"0", "1", "2", "3"}:
            raise ValueError(
                _("“%(text)s” bukan tingkat. Pilih 0, 1, 2, atau 3.") % {"text": value.text[:40]}
            )
        return int(text)

    def render(self, value: Any, obj: Any = None, **context: Any) -> int | None:
        level: int | None = value
        return level


class MeasuredWidget(Widget):
    """A measured number. `measure` of the instrument's row says with how many decimals; None: nothing is measured there."""

    def clean(self, value: Cell, row: Any = None, *, measure: Any = None, **context: Any) -> Decimal | None:
        if measure is None:
            raise ValueError(_("Baris ini tidak meminta angka terukur. Kosongkan sel ini."))
        text = plain(value)
        if value.kind is Kind.NUMBER:
            number = Decimal(value.text)
            # 75 % stands as 0.75 in a cell that shows percents.
            text = format(number * 100 if value.is_percent else number, "f")
            text = text.rstrip("0").rstrip(".") if "." in text else text
        elif text.endswith("%"):
            text = text[:-1].rstrip()
        field = PlainDecimalField(decimal_places=measure.decimals, min_value=0, required=False)
        found: Decimal | None = said_by_form(field, text if value.kind is not Kind.NUMBER else Decimal(text))
        return found

    def render(self, value: Any, obj: Any = None, **context: Any) -> Decimal | None:
        if value is None:
            return None
        number: Decimal = value
        return number.quantize(Decimal(1)) if number == number.to_integral_value() else number.normalize()


def said_by_form(field: Any, value: Any) -> Any:
    """Clean by a field of the form, so that sheet and page take and refuse the same."""
    try:
        return field.clean(value)
    except ValidationError as error:
        raise ValueError(" ".join(error.messages)) from error
