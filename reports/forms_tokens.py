"""The form of a token for an integration."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from iga_portal.refusals import Refused
from regions.forms import day_field, region_choices
from regions.models import Region
from reports.scopes import SCOPES

FIELDS = {
    "name": "name",
    "control": "name",
    "direction": "name",
    "long": "name",
    "scopes": "scopes",
    "region": "region",
    "expires": "last_day",
}
"""The field that a refusal of the domain is about, by its code."""


class TokenForm(forms.Form):
    """Who reads by machine, what, of which region, until when."""

    name = forms.CharField(
        label=gettext_lazy("Nama"),
        max_length=120,
        help_text=gettext_lazy(
            "Sistem yang memakainya dan pemiliknya, misalnya “SIPD Kabupaten Kotawaringin Timur”."
        ),
        error_messages={"required": gettext_lazy("Tuliskan sistem yang memakainya.")},
    )
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("Lingkup"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Pilih sedikitnya satu lingkup.")},
    )
    region = forms.TypedChoiceField(
        label=gettext_lazy("Daerah"),
        coerce=int,
        empty_value=None,
        required=False,
        help_text=gettext_lazy("Hanya untuk “Hasil daerah sendiri”: satu token membuka satu daerah."),
    )
    last_day = day_field(
        label=gettext_lazy("Berlaku sampai"),
        help_text=gettext_lazy("Masih berlaku pada hari itu; paling lama dua tahun."),
        error_messages={"required": gettext_lazy("Isi hari terakhirnya.")},
    )

    def __init__(self, *args: Any, regions: Sequence[Region], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = get_language() or "id"
        self.fields["scopes"].choices = [  # type: ignore[attr-defined]
            (scope.value, f"{words.label.in_language(language)}. {words.words.in_language(language)}")
            for scope, words in SCOPES.items()
        ]
        self.fields["region"].choices = [("", _("Tanpa daerah")), *region_choices(regions)[1:]]  # type: ignore[attr-defined]

    def refuse(self, refusal: Refused) -> None:
        """Put a refusal of the domain at the field that it is about."""
        self.add_error(FIELDS.get(refusal.code), refusal.message)
