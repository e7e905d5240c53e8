"""Forms of the cockpit."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from innovations.forms_region import FigureField
from regions.domain.targets import Target

HIGHEST_INDEX = 100
CENT = Decimal("0.01")


class TargetForm(forms.Form):
    """Index and place that the region aims at. The hidden fields tell which target the page showed."""

    index = FigureField(
        highest=HIGHEST_INDEX,
        label=gettext_lazy("Indeks sasaran"),
        help_text=gettext_lazy("Misalnya 65,01, batas predikat Sangat Inovatif. Kosongkan bila tidak ada."),
    )
    rank = forms.IntegerField(
        required=False,
        min_value=1,
        label=gettext_lazy("Peringkat sasaran"),
        help_text=gettext_lazy("Di antara daerah sejenis, misalnya 10. Kosongkan bila tidak ada."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    seen_index = forms.CharField(required=False, max_length=10, widget=forms.HiddenInput)
    seen_rank = forms.CharField(required=False, max_length=10, widget=forms.HiddenInput)

    def clean_index(self) -> Decimal | None:
        index: Decimal | None = self.cleaned_data["index"]
        if index is None:
            return None
        if index != index.quantize(CENT):
            raise ValidationError(_("Indeks sasaran paling banyak dua angka desimal."))
        return index.quantize(CENT)

    @property
    def wanted(self) -> Target:
        return Target(self.cleaned_data["index"], self.cleaned_data["rank"])

    @property
    def seen(self) -> Target:
        """What the page showed; a value that the browser made up matches nothing that is stored."""
        return Target(_decimal(self.cleaned_data["seen_index"]), _whole(self.cleaned_data["seen_rank"]))


def shown_in(target: Target) -> dict[str, Any]:
    """A target as the form's hidden fields."""
    return {
        "seen_index": "" if target.index is None else str(target.index),
        "seen_rank": "" if target.rank is None else str(target.rank),
    }


def _decimal(text: str) -> Decimal | None:
    try:
        return Decimal(text) if text else None
    except InvalidOperation:
        return Decimal(-1)


def _whole(text: str) -> int | None:
    if not text:
        return None
    return int(text) if text.isascii() and text.isdigit() else -1
