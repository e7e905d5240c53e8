"""Forms of the regional admin: an SPD row, its evidence, the integrity form."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from iga_portal.files.domain import megabytes
from iga_portal.web.formats import is_indonesian, number
from iga_portal.web.forms import LevelChoice, LevelField
from innovations.forms.documents import EvidenceForm, EvidenceSourceForm, described
from innovations.models import Document
from regions.forms import day_field
from scoring.core.model import MeasureInput, Row

MOST_DIGITS, MOST_PLACES = 18, 9
"""What the core takes: digits before the point, and after it."""

FIGURES = {"t2": "previous", "t1": "latest"}
"""Input of a measured row -> the field of the answer that keeps it."""

SHARES = frozenset({"drop_points", "rise_points", "latest"})
"""Measures whose figures are percentages or an index up to 100: a larger one was typed with the wrong separator."""


class FigureField(forms.CharField):
    """A figure as offices write it: "1.234.567,89", "8,17", "8.17" (in English "1,234,567.89").

    In Indonesian a single point before exactly three digits groups thousands; the page says back how a figure was read.
    Cleans to Decimal or None.
    """

    def __init__(self, *, highest: int | None = None, **kwargs: Any) -> None:
        self.highest = highest
        attrs = {"inputmode": "decimal", "autocomplete": "off"}
        super().__init__(max_length=40, required=False, widget=forms.TextInput(attrs=attrs), **kwargs)

    def clean(self, value: Any) -> Any:
        text = re.sub(r"[\s\u00a0]", "", super().clean(value)).replace("−", "-").removesuffix("%")
        text = re.sub(r"^Rp\.?", "", text, flags=re.IGNORECASE)
        if not text:
            return None
        figure = read_figure(text)
        if figure is None:
            raise ValidationError(_("Tulis angka saja, misalnya 1.234.567,89."))
        _sign, digits, exponent = figure.as_tuple()
        places = max(0, -int(exponent))
        if len(digits) - places > MOST_DIGITS or places > MOST_PLACES:
            raise ValidationError(_("Angka ini terlalu panjang: paling banyak 18 digit dan 9 angka desimal."))
        if figure < 0:
            raise ValidationError(_("Angka tidak boleh negatif."))
        if self.highest is not None and figure > self.highest:
            raise ValidationError(
                _("Terbaca %(figure)s, padahal paling tinggi %(highest)d. Pakai koma untuk desimal.")
                % {"figure": number(figure), "highest": self.highest}
            )
        return figure

    def prepare_value(self, value: Any) -> Any:
        return number(plain(value)) if isinstance(value, Decimal) else value


def plain(value: Decimal) -> Decimal:
    """Without the zeros that the database keeps after the last digit."""
    return value.normalize() if value != value.to_integral_value() else value.quantize(Decimal(1))


def read_figure(text: str) -> Decimal | None:
    """The number behind a typed text, None when it is none."""
    grouping, decimal = (".", ",") if is_indonesian() else (",", ".")
    whole, sign, rest = text.partition(decimal)
    if grouping in whole:
        head, *groups = whole.split(grouping)
        if all(re.fullmatch(r"[0-9]{3}", group) for group in groups) and re.fullmatch(r"-?[0-9]{1,3}", head):
            whole = "".join([head, *groups])
        elif not sign and len(groups) == 1:
            # "8.17": a single separator that cannot group thousands is the decimal one of the other language.
            whole, rest = head, groups[0]
        else:
            return None
    if not re.fullmatch(r"-?[0-9]+", whole) or not re.fullmatch(r"[0-9]*", rest):
        return None
    try:
        return Decimal(f"{whole}.{rest or 0}") if rest else Decimal(whole)
    except InvalidOperation:
        return None


class SpdForm(forms.Form):
    """One SPD row: the figures of a measured row give the level; any other row is a level.

    A measured row takes a level where its figures cannot give one (growth against zero, say).
    """

    version = forms.IntegerField(widget=forms.HiddenInput)
    note = forms.CharField(
        label=gettext_lazy("Keterangan"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Misalnya sumber angka atau tempat dalam dokumen. Dibaca evaluator."),
    )

    def __init__(self, *args: Any, row: Row, years: Mapping[str, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.row = row
        measure = row.measure
        if measure is not None:
            for entry in measure.inputs:
                self.fields[FIGURES[entry.key]] = FigureField(
                    label=figure_label(entry, years),
                    highest=100 if measure.kind in SHARES else None,
                )
        self.fields["level"] = LevelField(
            label=_("Tingkat"),
            levels=[
                LevelChoice(level=level.level, words=level.text, points=row.weight * level.level)
                for level in row.levels
            ],
            zero_words=_("Belum ada"),
            required=False,
        )
        self.order_fields(["previous", "latest", "level", "note"])

    @property
    def figure_names(self) -> list[str]:
        return [name for name in ("previous", "latest") if name in self.fields]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        figures = [cleaned.get(name) for name in self.figure_names]
        if any(figure is not None for figure in figures):
            for name in self.figure_names:
                if cleaned.get(name) is None and name not in self.errors:
                    self.add_error(name, _("Isi kedua angka, atau kosongkan keduanya dan pilih tingkatnya."))
        return cleaned


def figure_label(entry: MeasureInput, years: Mapping[str, int]) -> str:
    return f"{entry.label}, {years[entry.year]} ({entry.year})" if entry.year in years else entry.label


class RegionEvidenceForm(EvidenceForm):
    """A new document of the region, cited at once. What is the region's own is for the whole region."""

    is_region_wide = None  # type: ignore[assignment]


class CiteForm(forms.Form):
    """A document that the region already has."""

    document = forms.TypedChoiceField(label=gettext_lazy("Dokumen daerah"), coerce=int)
    pages = forms.CharField(label=gettext_lazy("Halaman yang dimaksud"), max_length=60, required=False)

    def __init__(self, *args: Any, documents: list[Document], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["document"].choices = [  # type: ignore[attr-defined]
            ("", _("Pilih dokumen")),
            *((document.pk, described(document)) for document in documents),
        ]


class IntegrityFormForm(EvidenceSourceForm):
    """The signed scan of the integrity form: a file that comes with the form or came before it in pieces, never a link."""

    link = None  # type: ignore[assignment]
    file = forms.FileField(
        label=gettext_lazy("Pindaian form integritas"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
    )
    signed_by = forms.CharField(
        label=gettext_lazy("Ditandatangani oleh"),
        max_length=160,
        help_text=gettext_lazy("Nama kepala perangkat daerah yang membidangi inovasi daerah."),
    )
    signed_on = day_field(label=gettext_lazy("Tanggal tanda tangan"))
    field_order = ("file", "signed_by", "signed_on", "upload")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = _("PDF, JPG, atau PNG, paling besar %(limit)s MB.") % {
            "limit": megabytes(settings.DOCUMENT_MAX_BYTES)
        }

    def clean(self) -> dict[str, Any]:
        cleaned = forms.Form.clean(self) or self.cleaned_data
        named = cleaned.get("upload")
        if not cleaned.get("file") and named:
            cleaned["file"] = self.arrived
        if not cleaned.get("file") and "file" not in self.errors:
            lost = _("Unggahan itu sudah tidak ada. Pilih berkasnya sekali lagi.")
            self.add_error("file", lost if named else _("Pilih berkas pindaiannya."))
        return cleaned


class IntegrityCheckForm(forms.Form):
    """The second person's word on the scan."""

    decision = forms.ChoiceField(
        label=gettext_lazy("Hasil pemeriksaan"),
        choices=[
            ("ya", gettext_lazy("Benar: semua yang disebut di atas terlihat pada pindaian")),
            ("tidak", gettext_lazy("Belum benar: perlu form yang baru")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Pilih hasil pemeriksaannya.")},
    )
    finding = forms.CharField(
        label=gettext_lazy("Yang perlu diperbaiki"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Wajib bila belum benar. Dibaca oleh yang mengunggah."),
    )
