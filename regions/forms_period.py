"""Forms of the ministry's periods. Moments are typed in WIB, to the minute; the minute of an end still counts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy

from regions.domain.periods import LONGEST_GRACE, LONGEST_REASON, Dates, dates_of
from regions.domain.region_extensions import LAST_SECOND
from regions.forms import day_field
from regions.forms_schedule import MomentForm, time_field
from regions.models import Instrument, Period, Region

WIB = ZoneInfo("Asia/Jakarta")
ENDS = ("input_closes", "measurement_ends", "quality_control_ends")
EXACT = ("input_opens", "publishes_at")
"""Moments that begin something: the minute typed is the moment."""
FIELDS = {name: f"{name}_day" for name in (*ENDS, *EXACT)}
"""Where a refusal of the domain is shown."""


def _reason(**more: Any) -> forms.CharField:
    return forms.CharField(
        label=gettext_lazy("Alasan"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        **more,
    )


class DatesForm(MomentForm):
    """The course of a period. `dates` gives what was typed; ends are typed as their last minute."""

    input_opens_day = day_field(label=gettext_lazy("Penjaringan dibuka"))
    input_opens_time = time_field(label=gettext_lazy("Pukul (dibuka, WIB)"))
    input_closes_day = day_field(label=gettext_lazy("Penjaringan sampai"))
    input_closes_time = time_field(
        label=gettext_lazy("Pukul (penjaringan, WIB)"),
        help_text=gettext_lazy("Menit itu masih termasuk: 23.59 berarti sampai tengah malam."),
    )
    measurement_ends_day = day_field(label=gettext_lazy("Pengukuran sampai"))
    measurement_ends_time = time_field(label=gettext_lazy("Pukul (pengukuran, WIB)"))
    quality_control_ends_day = day_field(label=gettext_lazy("Quality control sampai"))
    quality_control_ends_time = time_field(label=gettext_lazy("Pukul (quality control, WIB)"))
    publishes_at_day = day_field(
        label=gettext_lazy("Hasil diumumkan"),
        required=False,
        help_text=gettext_lazy("Kosongkan bila belum ditetapkan. Sebelum saat ini tidak ada yang terbit."),
    )
    publishes_at_time = time_field(label=gettext_lazy("Pukul (pengumuman, WIB)"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in EXACT:
            self.fields[f"{name}_time"].initial = time(0, 0)

    @property
    def dates(self) -> Dates:
        found: dict[str, Any] = {}
        for name in ENDS:
            until = self.moment(name, zone=WIB)
            found[name] = until + LAST_SECOND if until else None
        for name in EXACT:
            day = self.cleaned_data[f"{name}_day"]
            at = self.cleaned_data[f"{name}_time"] or time(0, 0)
            found[name] = (
                datetime.combine(day, at.replace(second=0, microsecond=0), tzinfo=WIB) if day else None
            )
        return Dates(**found)


class ChangeDatesForm(DatesForm):
    reason = _reason(
        required=False,
        help_text=gettext_lazy("Wajib bila periode sedang berjalan; dibaca admin setiap daerah."),
    )
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)


class NewPeriodForm(DatesForm):
    year = forms.IntegerField(label=gettext_lazy("Tahun"), min_value=2000, max_value=2999)
    name = forms.CharField(label=gettext_lazy("Nama"), max_length=80)
    instrument = forms.TypedChoiceField(
        label=gettext_lazy("Instrumen"),
        coerce=int,
        help_text=gettext_lazy(
            "Hanya instrumen tahun itu. Untuk membuka periode, instrumennya harus sudah disetujui."
        ),
    )
    field_order = ("year", "name", "instrument")

    def __init__(self, *args: Any, instruments: Iterable[Instrument], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["instrument"].choices = instrument_choices(instruments)  # type: ignore[attr-defined]


class SwitchesForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Nama"), max_length=80)
    instrument = forms.TypedChoiceField(label=gettext_lazy("Instrumen"), coerce=int)
    grace_minutes = forms.IntegerField(
        label=gettext_lazy("Kelonggaran (menit)"),
        min_value=0,
        max_value=LONGEST_GRACE,
        help_text=gettext_lazy(
            "Sesudah penjaringan berakhir, pengajuan dan pengiriman yang sudah dimulai masih diterima selama ini. Tidak diberitahukan kepada siapa pun dan tidak tampak di halaman mana pun."
        ),
    )
    shows_running_place = forms.BooleanField(
        label=gettext_lazy("Daerah melihat peringkat sementaranya sendiri"), required=False
    )
    reason = _reason(required=False)
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, instruments: Iterable[Instrument], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["instrument"].choices = instrument_choices(instruments)  # type: ignore[attr-defined]


class CloseForm(forms.Form):
    reason = _reason(required=False, help_text=gettext_lazy("Tersimpan dalam riwayat periode."))


class RegionExtensionForm(MomentForm):
    region = forms.TypedChoiceField(label=gettext_lazy("Daerah"), coerce=int)
    until_day = day_field(label=gettext_lazy("Diperpanjang sampai tanggal"))
    until_time = time_field(label=gettext_lazy("Pukul (WIB)"))
    reason = _reason(
        help_text=gettext_lazy("Dibaca admin, penelaah, dan operator daerah itu."),
        error_messages={"required": gettext_lazy("Tuliskan alasan perpanjangan.")},
    )

    def __init__(self, *args: Any, regions: Sequence[Region], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", gettext_lazy("Pilih daerah")), *((str(row.pk), row.name) for row in regions)]
        self.fields["region"].choices = choices  # type: ignore[attr-defined]


def instrument_choices(instruments: Iterable[Instrument]) -> list[tuple[str, Any]]:
    return [
        ("", gettext_lazy("Pilih instrumen")),
        *(
            (str(row.pk), f"IGA {row.year} · {row.get_status_display()} · {row.fingerprint[:8]}")
            for row in instruments
        ),
    ]


def initial_dates(period: Period, *, years_on: int = 0) -> dict[str, Any]:
    """The moments of a period as they are typed; `years_on` moves them by whole years, for the period after it."""
    initial: dict[str, Any] = {}
    for name, value in ((name, getattr(dates_of(period), name)) for name in FIELDS):
        if value is None:
            continue
        shown = (value - LAST_SECOND if name in ENDS else value).astimezone(WIB)
        day = shown.date()
        if years_on:
            # 29 February has no counterpart in most years; the day before it is as near.
            day = day.replace(year=day.year + years_on, day=min(day.day, 28) if day.month == 2 else day.day)
        initial |= {f"{name}_day": day, f"{name}_time": shown.time().replace(second=0, microsecond=0)}
    return initial
