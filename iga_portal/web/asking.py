"""What every form says when something was left out or is not understood: in the portal's words, said in one place.

Django's own sentences speak of fields and values; these say what to do next. A form with more to say gives its field words of
its own (`error_messages`), which go before these.
"""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

WORDS: Final[dict[type[forms.Field], dict[str, str | Promise]]] = {
    forms.Field: {"required": _("Isi bagian ini.")},
    forms.CharField: {
        "max_length": _(
            "Terlalu panjang: %(show_value)d karakter. Ringkas sampai paling banyak %(limit_value)d."
        )
    },
    forms.IntegerField: {
        "required": _("Isi angkanya."),
        "invalid": _("Tulis angka bulat saja, misalnya 12."),
        "min_value": _("Angkanya paling kecil %(limit_value)s."),
        "max_value": _("Angkanya paling besar %(limit_value)s."),
    },
    forms.DecimalField: {"invalid": _("Tulis angka saja, tanpa satuan.")},
    forms.DateField: {
        "required": _("Isi tanggalnya."),
        "invalid": _("Tulis tanggal yang ada, misalnya 31/12/2026."),
    },
    forms.TimeField: {"required": _("Isi jamnya."), "invalid": _("Tuliskan jam dan menit, misalnya 23.59.")},
    forms.EmailField: {
        "required": _("Isi alamat e-mail."),
        "invalid": _("Tulis alamat e-mail lengkap, misalnya nama@daerah.go.id."),
    },
    forms.FileField: {
        "required": _("Pilih berkasnya."),
        "missing": _("Pilih berkasnya."),
        "empty": _("Berkas ini kosong. Pilih berkas yang berisi."),
    },
    forms.BooleanField: {"required": _("Centang bagian ini lebih dahulu.")},
    forms.ChoiceField: {
        "required": _("Pilih salah satu."),
        "invalid_choice": _("Pilihan ini tidak ada lagi. Pilih salah satu dari daftar."),
    },
    forms.MultipleChoiceField: {
        "required": _("Pilih sedikitnya satu."),
        "invalid_choice": _("Salah satu pilihan tidak ada lagi. Pilih lagi dari daftar."),
    },
}
"""By class of field: a subclass speaks as its nearest ancestor here."""


def speak() -> None:
    """Give the fields of Django's forms and models the portal's words; said once, before any form is read."""
    for field, words in WORDS.items():
        _say(field, words)
    _say(models.Field, {"blank": _("Isi bagian ini."), "null": _("Isi bagian ini.")})


def _say(field: type[Any], words: dict[str, str | Promise]) -> None:
    """A class that has no messages of its own must not write into those of its ancestor."""
    field.default_error_messages = {**vars(field).get("default_error_messages", {}), **words}
