"""Forms of people and agencies. They read and check what was typed; rules and writing are in `regions.domain`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from iga_portal.refusals import Refused
from iga_portal.tenancy.scope import NATION
from regions.enums import OPD_ROLES, Role
from regions.models import Opd, Region

DAY_INPUT = {"type": "date"}
EARLIEST_DAY, LATEST_DAY = date(1900, 1, 1), date(2199, 12, 31)
"""Beyond these nobody meant what stands there, and a day more or another zone would leave the calendar."""
DEGREES_INPUT = {"inputmode": "decimal"}


def show_refusal(form: forms.Form, error: Refused | ValidationError) -> None:
    """Put why something was not done where it belongs: at its field, or at the top of the form."""
    if isinstance(error, Refused):
        form.add_error(None, error.message)
        return
    if not hasattr(error, "error_dict"):
        form.add_error(None, error.messages)
        return
    for field, messages in error.message_dict.items():
        form.add_error(field if field in form.fields else None, messages)


def day_field(**more: Any) -> forms.DateField:
    """A date by the browser's own picker; the value travels as 2026-07-07 in every language."""
    widget = forms.DateInput(attrs=DAY_INPUT, format="%Y-%m-%d")
    wrong = forms.DateField.default_error_messages["invalid"]
    return forms.DateField(
        widget=widget,
        input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y"],
        validators=[MinValueValidator(EARLIEST_DAY, wrong), MaxValueValidator(LATEST_DAY, wrong)],
        **more,
    )


class OpdForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Nama OPD"), max_length=160, help_text=gettext_lazy("Nama resmi, tanpa singkatan.")
    )
    short_name = forms.CharField(label=gettext_lazy("Singkatan"), max_length=60, required=False)
    parent = forms.TypedChoiceField(
        label=gettext_lazy("Unit dari"),
        coerce=int,
        empty_value=None,
        required=False,
        help_text=gettext_lazy("Untuk UPTD, sekolah, atau puskesmas: pilih OPD induknya."),
    )
    latitude = forms.DecimalField(
        label=gettext_lazy("Lintang kantor"),
        required=False,
        max_digits=8,
        decimal_places=5,
        min_value=-12,
        max_value=7,
        help_text=gettext_lazy(
            "Derajat desimal, misalnya -2,53000. Dipakai sebagai usulan titik inovasi digital."
        ),
        localize=True,
        widget=forms.TextInput(attrs=DEGREES_INPUT),
    )
    longitude = forms.DecimalField(
        label=gettext_lazy("Bujur kantor"),
        required=False,
        max_digits=8,
        decimal_places=5,
        min_value=94,
        max_value=142,
        localize=True,
        widget=forms.TextInput(attrs=DEGREES_INPUT),
        help_text=gettext_lazy("Misalnya 112,95000."),
    )
    is_desk = forms.BooleanField(
        label=gettext_lazy("OPD ini menjalankan desk (Bappeda, Bapperida, BRIDA)"), required=False
    )

    def __init__(self, *args: Any, parents: Sequence[Opd], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].choices = [  # type: ignore[attr-defined]
            ("", _("Bukan unit; OPD sendiri")),
            *((opd.pk, opd.name) for opd in parents),
        ]


class InvitationForm(forms.Form):
    """What every invitation asks. Roles are those that the actor may choose from."""

    name = forms.CharField(label=gettext_lazy("Nama"), max_length=120)
    email = forms.EmailField(
        label=gettext_lazy("Alamat e-mail"),
        max_length=254,
        help_text=gettext_lazy("Alamat pribadi di kantor, bukan alamat bersama: satu orang, satu akun."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    role = forms.ChoiceField(label=gettext_lazy("Peran"))
    valid_until = day_field(
        label=gettext_lazy("Berlaku sampai"),
        required=False,
        help_text=gettext_lazy("Hari terakhir, termasuk hari itu. Kosongkan bila tanpa batas."),
    )

    def __init__(self, *args: Any, roles: Iterable[Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [(role.value, role.label) for role in roles]  # type: ignore[attr-defined]


class InviteForm(InvitationForm):
    """An invitation within one region. Agencies are those that the actor may choose from."""

    opd = forms.TypedChoiceField(
        label=gettext_lazy("OPD"),
        coerce=int,
        empty_value=None,
        required=False,
        help_text=gettext_lazy("Hanya untuk operator dan kepala OPD."),
    )
    field_order = ("name", "email", "role", "opd", "valid_until")

    def __init__(self, *args: Any, opds: Sequence[Opd], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["opd"].choices = opd_choices(opds, empty=_("Pilih OPD"))  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("role") and cleaned["role"] not in OPD_ROLES:
            # The browser may send the agency that stood there before the role was changed.
            cleaned["opd"] = None
        return cleaned


class MinistryInviteForm(InvitationForm):
    """An invitation to any participating region, and of an evaluator to the pool of the ministry."""

    region = forms.TypedChoiceField(
        label=gettext_lazy("Daerah"),
        coerce=int,
        help_text=gettext_lazy(
            "Evaluator cukup diundang ke kelompok evaluator; daerah dibuka baginya saat sampel dibagikan."
        ),
    )
    field_order = ("name", "email", "role", "region", "valid_until")

    def __init__(self, *args: Any, regions: Sequence[Region], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        pool = (NATION, _("Kemendagri: kelompok evaluator"))
        self.fields["region"].choices = [pool, *region_choices(regions)]  # type: ignore[attr-defined]


class SpanForm(forms.Form):
    """How long a membership holds."""

    END_NOW, END_ON, NO_END = "sekarang", "tanggal", "tanpa"

    end = forms.ChoiceField(
        label=gettext_lazy("Masa berlaku"),
        choices=[
            (NO_END, gettext_lazy("Tanpa batas")),
            (END_ON, gettext_lazy("Sampai tanggal")),
            (END_NOW, gettext_lazy("Akhiri sekarang juga")),
        ],
        widget=forms.RadioSelect,
    )
    last_day = day_field(
        label=gettext_lazy("Hari terakhir"),
        required=False,
        help_text=gettext_lazy(
            "Diisi bila Anda memilih “Sampai tanggal”; peran masih berlaku pada hari itu."
        ),
    )

    def __init__(self, *args: Any, may_move_start: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if may_move_start:
            self.fields["first_day"] = day_field(
                label=_("Hari mulai"), help_text=_("Dapat diubah sampai hari itu tiba.")
            )
            self.order_fields(["first_day", "end", "last_day"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if (
            cleaned.get("end") == self.END_ON
            and not cleaned.get("last_day")
            and "last_day" not in self.errors
        ):
            self.add_error("last_day", _("Isi hari terakhir peran ini."))
        return cleaned


class AccountForm(forms.Form):
    """The account of somebody who was invited and has none yet."""

    name = forms.CharField(
        label=gettext_lazy("Nama lengkap"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        help_text=gettext_lazy("Tercantum pada keputusan dan linimasa yang Anda buat."),
    )
    password = forms.CharField(
        label=gettext_lazy("Kata sandi"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=gettext_lazy(
            "Sedikitnya 10 karakter; bukan hanya angka, bukan kata sandi umum, tidak mirip nama atau e-mail Anda."
        ),
    )
    repeated = forms.CharField(
        label=gettext_lazy("Kata sandi, sekali lagi"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("password") and cleaned.get("repeated") and cleaned["password"] != cleaned["repeated"]:
            self.add_error("repeated", _("Kedua kata sandi tidak sama. Ketik ulang."))
        return cleaned


def opd_choices(opds: Sequence[Opd], *, empty: str) -> list[tuple[Any, str]]:
    """Agencies by name, each with its units below it."""
    units: dict[int, list[Opd]] = {}
    for opd in opds:
        if opd.parent_id:
            units.setdefault(opd.parent_id, []).append(opd)
    listed: list[tuple[Any, str]] = [("", empty)]
    shown: set[int] = set()
    for opd in opds:
        if opd.parent_id is None:
            listed.append((opd.pk, opd.name))
            shown.add(opd.pk)
            for unit in units.get(opd.pk, []):
                listed.append((unit.pk, f"— {unit.name}"))
                shown.add(unit.pk)
    # A unit whose agency is closed still stands by itself.
    listed += [(opd.pk, opd.name) for opd in opds if opd.pk not in shown]
    return listed


def region_choices(regions: Sequence[Region]) -> list[Any]:
    """Regions grouped by province, in the order of their codes; found by typing the first letters."""
    provinces = {region.pk: region for region in regions if region.parent_id is None}
    groups: dict[int, list[tuple[int, str]]] = {
        key: [(key, region.name)] for key, region in provinces.items()
    }
    for region in regions:
        if region.parent_id is not None:
            groups.setdefault(region.parent_id, []).append((region.pk, region.name))
    named = [
        (provinces[key].short_name if key in provinces else str(key), entries)
        for key, entries in groups.items()
    ]
    return [("", _("Pilih daerah")), *named]
