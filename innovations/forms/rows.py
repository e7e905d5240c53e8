"""The form of one indicator row: basis, measured value, level, note."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from iga_portal.web.formats import number
from iga_portal.web.forms import LevelChoice, LevelField
from innovations.domain.answers import BASIS_ROW
from innovations.domain.innovations import KIND_ROW
from innovations.forms.fields import PlainDecimalField
from innovations.models import Answer, Innovation
from scoring.core.measures import Placement, place
from scoring.core.model import Level, Measure, Row


@dataclass(frozen=True, slots=True)
class RowFace:
    """A row as this innovation sees it: the basis chosen on row 33, the variant of row 30 that the kind chooses."""

    row: Row
    basis: str

    @property
    def is_open(self) -> bool:
        """False while the basis or the kind that gives the levels their words is not chosen."""
        return not self.row.bases or bool(self.basis)

    @property
    def levels(self) -> tuple[Level, ...]:
        return self.row.levels_of(self.basis) if self.is_open else ()

    @property
    def measure(self) -> Measure | None:
        return self.row.measure_of(self.basis) if self.is_open else None

    def words(self, level: int) -> str:
        """The official words of a level 1 to 3; those of 0 are ours."""
        return next((entry.text for entry in self.levels if entry.level == level), _("Belum ada"))

    def points(self, level: int | None) -> Decimal:
        return plain(self.row.weight * (level or 0))


def plain(points: Decimal) -> Decimal:
    """Whole points without a decimal part: the weights of 2026 are whole, and "6,00 poin" would look like more than it is."""
    whole = points.to_integral_value()
    return whole if whole == points else points


def face_of(row: Row, *, answer: Answer, innovation: Innovation) -> RowFace:
    basis = innovation.kind if int(row.code) == KIND_ROW else answer.basis
    return RowFace(row, basis)


def placement_of(measure: Measure, value: Decimal) -> Placement:
    return place(measure, int((value * 100).to_integral_value()))


def measured_words(face: RowFace, value: Decimal) -> str:
    """Why a measured value gives its level, as one sentence; a value between two printed ranges says what was decided."""
    measure = face.measure
    assert measure is not None
    placement = placement_of(measure, value)
    told = {
        "value": number(value, places=measure.decimals),
        "unit": measure.unit,
        "level": placement.level,
        "words": face.words(placement.level),
    }
    if placement.level == 0:
        text = _("%(value)s %(unit)s belum mencapai tingkat 1.") % told
    else:
        text = _("%(value)s %(unit)s memberi tingkat %(level)d: “%(words)s”.") % told
    if placement.level and (placement.in_gap or placement.on_border):
        text += " " + _("Nilai ini tidak tepat di satu rentang tercetak; portal memakai rentang itu.")
    return text


class RowForm(forms.Form):
    """What the OPD claims on a row. `outcome` after validation is what `set_answer` takes.

    A measured value gives the level by itself; whoever chooses another says why in the note. A new basis starts afresh,
    because the levels on the page belonged to the old one.
    """

    note = forms.CharField(
        label=gettext_lazy("Catatan"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Boleh kosong. Terbaca oleh desk saat memeriksa baris ini."),
    )
    field_order = ("basis", "measured", "level", "note")

    def __init__(self, *args: Any, face: RowFace, answer: Answer, **kwargs: Any) -> None:
        self.face, self.answer = face, answer
        kwargs.setdefault(
            "initial",
            {
                "basis": answer.basis,
                "measured": answer.measured,
                "level": answer.claimed_level,
                "note": answer.note,
            },
        )
        super().__init__(*args, **kwargs)
        if int(face.row.code) == BASIS_ROW:
            self.fields["basis"] = forms.ChoiceField(
                label=_("Satuan ukur manfaat"),
                choices=[(entry.code, entry.name) for entry in face.row.bases],
                widget=forms.RadioSelect,
                help_text=_("Pilih satu yang paling dapat Anda buktikan, lalu simpan: tingkatnya mengikuti."),
            )
        measure = face.measure
        if measure is not None:
            self.fields["measured"] = PlainDecimalField(
                label=measure.inputs[0].label,
                decimal_places=measure.decimals,
                min_value=0,
                required=False,
                help_text=_("Dalam %(unit)s. Isi angkanya, simpan, dan tingkatnya terpilih sendiri.")
                % {"unit": measure.unit},
            )
        if face.is_open:
            self.fields["level"] = LevelField(
                label=_("Tingkat yang diklaim"),
                levels=[
                    LevelChoice(
                        level=level.level,
                        words=level.text,
                        points=face.points(level.level),
                        note=self._card_note(level),
                    )
                    for level in face.levels
                ],
                zero_words=_("Belum ada"),
                required=False,
            )
        self.order_fields(self.field_order)
        self.outcome: dict[str, Any] = {}
        self.told = ""

    def _card_note(self, level: Level) -> str:
        measure, value = self.face.measure, self.answer.measured
        if measure is not None and value is not None and placement_of(measure, value).level == level.level:
            return _("sesuai %(value)s %(unit)s") % {
                "value": number(value, places=measure.decimals),
                "unit": measure.unit,
            }
        return ""

    @property
    def basis_moves(self) -> bool:
        return "basis" in self.fields and self.cleaned_data.get("basis", "") != self.answer.basis

    @property
    def differs(self) -> bool:
        """Does the outcome say anything else than what is stored?"""
        stored = {
            "level": self.answer.claimed_level,
            "basis": self.answer.basis,
            "measured": self.answer.measured,
            "note": self.answer.note,
        }
        return self.outcome != stored

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.errors:
            return cleaned
        level, measured, note = cleaned.get("level"), cleaned.get("measured"), cleaned["note"]
        if self.basis_moves:
            level = measured = None
        elif measured is not None:
            level = self._level_by_measure(measured, chosen=level, note=note)
        self.outcome = {
            "level": level,
            "basis": cleaned.get("basis", ""),
            "measured": measured,
            "note": note,
        }
        return cleaned

    def _level_by_measure(self, measured: Decimal, *, chosen: int | None, note: str) -> int | None:
        measure = self.face.measure
        assert measure is not None
        found = placement_of(measure, measured).level
        is_new = measured != self.answer.measured
        untouched = chosen is None or chosen == self.answer.claimed_level
        if chosen == found or (is_new and untouched):
            # Untouched cards still show the level of before: the number that was typed decides.
            self.told = measured_words(self.face, measured) if is_new else ""
            return found
        if not note.strip():
            self.add_error(
                "note",
                _(
                    "%(why)s Anda memilih tingkat %(chosen)s: tuliskan alasannya di sini, atau pilih tingkat %(found)d."
                )
                % {
                    "why": measured_words(self.face, measured),
                    "chosen": "–" if chosen is None else chosen,
                    "found": found,
                },
            )
        return chosen
