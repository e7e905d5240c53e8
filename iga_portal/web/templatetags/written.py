"""Numbers, dates and words as they are written on a page: filters, known to every template."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from iga_portal.web import formats
from iga_portal.web.official import official

register = template.Library()


@register.filter
def angka(value: Decimal | int | str | None, places: int | None = None) -> str:
    """Number in the form of the language: {{ 51.82|angka:2 }} gives 51,82. Floats are refused."""
    return formats.number(value, places=places)


@register.filter
def bertanda(value: Decimal | int | str | None, places: int | None = None) -> str:
    """Difference with its sign: +3,15."""
    return formats.signed(value, places=places)


@register.filter
def jamak(written: str) -> int:
    """For `{% blocktranslate count n=points|jamak with points=points|angka %}`: 1 after exactly "1", else 2.

    It takes the written number, as `with` names it: Django works out `with` before `count`.
    """
    return formats.plural_of(str(written))


@register.filter
def resmi(text: str | None) -> str:
    """Words of the guideline, marked lang="id" on a page in another language: {{ row.title|resmi }}."""
    return official(text)


@register.filter
def persen(value: Decimal | int | str | None, places: int = 1) -> str:
    """Value that is in percent already: 31,9 %."""
    return formats.percent(value, places=places)


@register.filter
def persen_dari(part: Decimal | int | str, whole: Decimal | int | str) -> str:
    """Part of a whole in percent: {{ 15|persen_dari:47 }} gives 31,9 %."""
    return formats.share(part, whole)


@register.filter
def ukuran(octets: int) -> str:
    """File size: 1,4 MB."""
    return formats.file_size(octets)


@register.filter
def tanggal(value: date | datetime | None, zone: str | None = None) -> SafeString | str:
    """Date as <time>: 7 Juli 2025. An aware datetime is brought into `zone` (WIB, WITA, WIT) first."""
    return _time(value, formats.day(value, zone=zone))


@register.filter
def waktu(value: datetime | None, zone: str | None = None) -> SafeString | str:
    """Day and time with its zone as <time>: 31 Agustus 2026 23.59 WIB."""
    return _time(value, formats.moment(value, zone=zone))


@register.filter
def waktu_akhir(value: datetime | None, zone: str | None = None) -> SafeString | str:
    """An end by its last minute as <time>: 6 Maret 2027 23.59 WIB where it is stored as the midnight after."""
    return _time(value, formats.end_moment(value, zone=zone))


@register.filter
def jam(value: datetime | None, zone: str | None = None) -> SafeString | str:
    """Time of day with its zone as <time>: 10.42 WITA."""
    return _time(value, formats.clock(value, zone=zone))


@register.filter
def waktu_detik(value: datetime | None, zone: str | None = None) -> SafeString | str:
    """Day and time to the second with its zone as <time>, for receipts: 7 Juli 2026 10.42.07 WITA."""
    return _time(value, formats.exact_moment(value, zone=zone))


@register.filter
def waktu_teks(value: datetime | None, zone: str | None = None) -> str:
    """Day and time with its zone as plain text, for e-mails."""
    return formats.moment(value, zone=zone)


def _time(value: date | datetime | None, text: str) -> SafeString | str:
    if not value:
        return text
    return format_html('<time datetime="{}">{}</time>', formats.machine_time(value), text)


@register.filter
def ambil(mapping: Mapping[Any, Any], key: Any) -> Any:
    """Look up a key that is a variable: {{ marks|ambil:row.code }}; None when it is not there."""
    return mapping.get(key)
