"""The form of one indicator row: basis, measured value, level, note."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import takewhile
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from iga_portal.refusals import Refused
from iga_portal.web.formats import number
from iga_portal.web.forms import LevelChoice, LevelField
from iga_portal.web.official import official, told
from innovations.domain.answers import (
    BASIS_ROW,
    FIELDS,
    Claim,
    claim_of,
    clean_note,
    refuse_unexplained,
    seen_of,
)
from innovations.domain.innovations import KIND_ROW
from innovations.domain.measuring import placement_of
from innovations.domain.seen import PREFIX
from innovations.domain.texts import LONGEST_NOTE
from innovations.forms.fields import PlainDecimalField
from innovations.models import Answer, Innovation
from scoring.core.model import TOP_LEVEL, EvidenceRule, Level, Measure, Row


@dataclass(frozen=True, slots=True)
class NextStep:
    """What lies one level above a claim: its official words, what proves it, and the points it adds."""

    level: int
    words: str
    example: str
    points: Decimal
    proof: str


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

    @property
    def rule(self) -> EvidenceRule:
        """What proves the row: that of its basis, once one is chosen."""
        return self.row.evidence_of(self.basis) if self.is_open else self.row.evidence

    def words(self, level: int) -> str:
        """The official words of a level 1 to 3; those of 0 are ours."""
        return next((entry.text for entry in self.levels if entry.level == level), _("Belum ada"))

    def points(self, level: int | None) -> Decimal:
        return plain(self.row.weight * (level or 0))

    def next_step(self, level: int | None) -> NextStep | None:
        """The level above `level` (None counts 0); None at the top, and while the levels have no words yet."""
        following = (level or 0) + 1
        found = next((entry for entry in self.levels if entry.level == following), None)
        if found is None or following > TOP_LEVEL:
            return None
        return NextStep(following, found.text, found.example, self.points(1), self.proof)

    @property
    def proof(self) -> str:
        """The official sentence that names the evidence, with the list that it opens; "" before a basis is chosen."""
        if not self.is_open:
            return ""
        definition = self.row.basis(self.basis).definition if self.row.bases else ""
        texts = [text for text in (definition, *self.rule.guidance) if text]
        if not texts:
            return ""
        place = next(
            (place for place, text in enumerate(texts) if NAMES_EVIDENCE.search(text)), len(texts) - 1
        )
        items = takewhile(LIST_ITEM.match, texts[place + 1 :]) if texts[place].endswith(":") else ()
        return " ".join([texts[place], *items])


NAMES_EVIDENCE = re.compile(
    r"[Dd]ibuktikan|^(?:Mengunggah|Dokumen|Laporan|Hasil|Perbandingan|Untuk Tahun dokumen)\b"
)
"""How the guideline begins what it wants to see. A year that writes otherwise gets its last sentence."""
LIST_ITEM = re.compile(r"\d+\. ")


def plain(points: Decimal) -> Decimal:
    """Whole points without a decimal part: the weights of 2026 are whole, and "6,00 poin" would look like more than it is."""
    whole = points.to_integral_value()
    return whole if whole == points else points


def face_of(row: Row, *, answer: Answer, innovation: Innovation) -> RowFace:
    basis = innovation.kind if int(row.code) == KIND_ROW else answer.basis
    return RowFace(row, basis)


def measured_words(face: RowFace, value: Decimal) -> SafeString:
    """Why a measured value gives its level, as markup; a value between two printed ranges says what was decided."""
    measure = face.measure
    assert measure is not None
    placement = placement_of(measure, value)
    values = {
        "value": number(value, places=measure.decimals),
        "unit": official(measure.unit),
        "level": placement.level,
        "words": official(face.words(placement.level)),
    }
    if placement.level == 0:
        return told(_("%(value)s %(unit)s belum mencapai tingkat 1."), values)
    sentences: list[str] = [told(_("%(value)s %(unit)s memberi tingkat %(level)d: “%(words)s”."), values)]
    if placement.in_gap or placement.on_border:
        sentences.append(_("Nilai ini tidak tepat di satu rentang tercetak; portal memakai rentang itu."))
        if measure.decision is not None:
            sentences.append(decided(measure))
    return format_html_join(" ", "{}", ((sentence,) for sentence in sentences))


def decided(measure: Measure) -> str:
    """Why the portal reads the printed ranges as it does, in the language of the page."""
    assert measure.decision is not None
    is_indonesian = (get_language() or "id").startswith("id")
    return measure.decision.reason if is_indonesian else measure.decision.reason_en


# Fields ------------------------------------------------------------------------------------------------------------


class MeasuredField(PlainDecimalField):
    """A number in the unit of a row, as people type it: "45", "45 hari", "1 250", "1.250", "12,5 %".

    Digits of other scripts, exponents and underscores, which the computer would take, are refused: nobody means them.
    """

    TYPED = re.compile(
        r"\s*([-−+]?\d[\d.,]*(?:[ \u00a0\u202f]\d{3})*(?:,\d+)?)\s*(.*?)\s*", re.ASCII | re.DOTALL
    )

    def __init__(self, *, measure: Measure, **kwargs: Any) -> None:
        self.measure = measure
        super().__init__(decimal_places=measure.decimals, min_value=0, **kwargs)

    def to_python(self, value: Any) -> Any:
        if not isinstance(value, str) or not value.strip():
            return super().to_python(value)
        typed = self.TYPED.fullmatch(value[:60])
        if typed is None or not self._is_unit(typed[2]):
            raise ValidationError(
                _("Tulis angkanya saja, dalam %(unit)s, misalnya %(example)s.")
                % {"unit": self.measure.unit, "example": "12,5" if self.measure.decimals else "12"},
                code="invalid",
            )
        text = typed[1].replace("−", "-").removeprefix("+")
        if self._is_percent and text.count(".") + text.count(",") == 1:
            # "12.125 %" is twelve and a bit: a single separator groups thousands only where people count.
            text = text.replace(",", ".") + ("0" if len(text.rpartition(".")[2]) == 3 else "")
        return super().to_python(text)

    @property
    def _is_percent(self) -> bool:
        return self.measure.unit.startswith("%")

    def _is_unit(self, words: str) -> bool:
        known = {word.strip(".,").casefold() for word in self.measure.unit.split()}
        if self._is_percent:
            known |= {"persen", "percent"}
        return all(word.strip(".,").casefold() in known for word in words.split())


class NoteField(forms.CharField):
    """A note to the desk; cleans as it is stored."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        try:
            return clean_note(super().to_python(value) or "")
        except Refused as refusal:
            raise ValidationError(refusal.message, code="long") from refusal


# The form ----------------------------------------------------------------------------------------------------------


class RowForm(forms.Form):
    """What the OPD claims on a row. `outcome` after validation is what `set_answer` takes.

    A measured value gives the level by itself; whoever chooses another says why in the note. A new basis starts afresh,
    because the levels on the page belonged to the old one. `verified` is the level that the desk gave, for its mark.
    """

    note = NoteField(
        label=gettext_lazy("Catatan"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": LONGEST_NOTE}),
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
                choices=[(entry.code, official(entry.name)) for entry in face.row.bases],
                widget=forms.RadioSelect,
                help_text=_("Pilih satu yang paling dapat Anda buktikan; tingkatnya mengikuti."),
            )
        measure = face.measure
        if measure is not None:
            self.fields["measured"] = MeasuredField(
                label=official(measure.inputs[0].label),
                measure=measure,
                required=False,
                help_text=told(
                    _("Dalam %(unit)s. Isi angkanya dan tingkatnya terpilih sendiri."),
                    {"unit": official(measure.unit)},
                ),
            )
        if face.is_open:
            self.fields["level"] = self._level_field()
        self.order_fields(self.field_order)
        self.outcome: dict[str, Any] = {}
        self.told = ""

    def _level_field(self) -> LevelField:
        face, verified = self.face, self.answer.verified_level
        mark = _("Keputusan desk")
        return LevelField(
            label=_("Tingkat yang diklaim"),
            levels=[
                LevelChoice(
                    level=level.level,
                    words=level.text,
                    points=face.points(level.level),
                    example=level.example,
                    mark=mark if verified == level.level else "",
                )
                for level in face.levels
            ],
            zero_words=_("Belum ada"),
            zero_mark=mark if verified == 0 else "",
            required=False,
        )

    @property
    def basis_moves(self) -> bool:
        return "basis" in self.fields and self.cleaned_data.get("basis", "") != self.answer.basis

    @property
    def differs(self) -> bool:
        """Does the outcome say anything else than what is stored?"""
        return Claim(**self.outcome) != claim_of(self.answer)

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
        if is_new and untouched:
            # Untouched cards still show the level of before: the number that was typed decides.
            chosen = found
        if chosen == found:
            self.told = measured_words(self.face, measured) if is_new else ""
            return found
        try:
            refuse_unexplained(
                self.face.row,
                Claim(chosen, basis=self.face.basis, measured=measured, note=note),
                field="level",
            )
        except Refused as refusal:
            self.add_error("note", format_html("{} {}", measured_words(self.face, measured), refusal.message))
        return chosen


def seen_inputs(answer: Answer, *, kind: str) -> dict[str, str]:
    """Names and values of the hidden inputs that say what a page shows of a row."""
    return {PREFIX + field: value for field, value in seen_of(answer, kind=kind).items()}


def seen_from(data: Mapping[str, Any]) -> dict[str, str]:
    """The hashes that a form carries back; nothing for a field whose hash is missing."""
    return {field: data[PREFIX + field] for field in FIELDS if PREFIX + field in data}
