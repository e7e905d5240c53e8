"""Forms of the region's dates. A moment is a day and a minute, typed in the region's own zone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from iga_portal.refusals import Refused
from regions.domain.local_dates import whole_minute
from regions.forms import day_field, opd_choices
from regions.models import Opd

END_OF_DAY = time(23, 59)


def time_field(**more: Any) -> forms.TimeField:
    """A minute of the day as it is written in Indonesia: 23.59. Typed, because a browser's picker may count to twelve."""
    return forms.TimeField(
        widget=forms.TimeInput(attrs={"autocomplete": "off", "size": 6}, format="%H.%M"),
        input_formats=["%H.%M", "%H:%M", "%H:%M:%S"],
        required=False,
        initial=END_OF_DAY,
        error_messages={"invalid": gettext_lazy("Tuliskan jam dan menit, misalnya 23.59.")},
        **more,
    )


class MomentForm(forms.Form):
    """A form with moments: `<name>_day` and `<name>_time`."""

    def moment(self, name: str, *, zone: ZoneInfo) -> datetime | None:
        """The last second of the minute typed; None where no day stands. Without a time the whole day counts."""
        day = self.cleaned_data.get(f"{name}_day")
        at = self.cleaned_data.get(f"{name}_time") or END_OF_DAY
        return whole_minute(day, at, zone=zone) if day else None


class LocalDatesForm(MomentForm):
    submit_day = day_field(
        label=gettext_lazy("OPD mengajukan ke desk paling lambat"),
        required=False,
        help_text=gettext_lazy("Kosongkan bila OPD boleh mengajukan sampai batas nasional."),
    )
    submit_time = time_field(
        label=gettext_lazy("Pukul (pengajuan)"),
        help_text=gettext_lazy("Menit itu masih termasuk: 23.59 berarti sampai tengah malam."),
    )
    desk_day = day_field(
        label=gettext_lazy("Desk selesai memeriksa"),
        required=False,
        help_text=gettext_lazy("Dipakai untuk memperkirakan apakah antrean terbaca tepat waktu."),
    )
    desk_time = time_field(label=gettext_lazy("Pukul (desk)"))
    desk_days = forms.IntegerField(
        label=gettext_lazy("Janji desk: dibaca dalam (hari)"),
        min_value=1,
        max_value=60,
        help_text=gettext_lazy("Lama dari pengajuan sampai desk membacanya, 1 sampai 60 hari."),
    )


class ExtensionForm(MomentForm):
    opd = forms.TypedChoiceField(
        label=gettext_lazy("OPD"),
        coerce=int,
        help_text=gettext_lazy("Berlaku juga untuk unit di bawahnya."),
    )
    until_day = day_field(label=gettext_lazy("Diperpanjang sampai tanggal"))
    until_time = time_field(label=gettext_lazy("Pukul"))
    reason = forms.CharField(
        label=gettext_lazy("Alasan"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Tersimpan bersama nama Anda dan dapat dibaca admin daerah lain."),
    )

    def __init__(self, *args: Any, opds: Sequence[Opd], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["opd"].choices = opd_choices(opds, empty=_("Pilih OPD"))  # type: ignore[attr-defined]


def show_refusal_at(form: forms.Form, error: Refused | ValidationError, *, fields: Mapping[str, str]) -> None:
    """Put why something was not done at the field where it was typed, or at the top of the form."""
    if isinstance(error, Refused):
        form.add_error(None, error.message)
        return
    for field, messages in error.message_dict.items():
        shown = fields.get(field, field)
        form.add_error(shown if shown in form.fields else None, messages)
