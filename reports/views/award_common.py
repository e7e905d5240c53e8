"""What the pages of draft rankings and awards share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TypeVar

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from iga_portal.refusals import Refused
from iga_portal.web.here import here
from regions.enums import IgaRegional, RegionKind

T = TypeVar("T")

ZONE = "WIB"
"""The ministry's pages tell national moments."""
KINDS = (RegionKind.PROVINSI, RegionKind.KABUPATEN, RegionKind.KOTA)
CONFLICT, UNPROCESSABLE = 409, 422

TABS = (
    ("awards", gettext_lazy("Penerima")),
    ("award_results", gettext_lazy("Nilai akhir")),
    ("nominees", gettext_lazy("Nomine")),
    ("panel_members", gettext_lazy("Tim Penilai")),
    ("award_plan", gettext_lazy("Pengaturan")),
    ("award_border", gettext_lazy("Perbatasan")),
)


@dataclass(frozen=True, slots=True)
class Tab:
    label: str
    url: str
    current: bool


def tabs(request: HttpRequest, *, current: str) -> list[Tab]:
    return [Tab(str(label), here(request, name), name == current) for name, label in TABS]


def tried(act: Callable[[], T]) -> T | Refused:
    """Call the domain in a savepoint: what was refused leaves nothing behind, and comes back as a value."""
    try:
        with transaction.atomic():
            return act()
    except Refused as refusal:
        return refusal
    except ValidationError as error:
        return Refused("invalid", " ".join(error.messages))


def told(request: HttpRequest, outcome: object, *, done: str) -> bool:
    """Say how it went; True when it was done."""
    if isinstance(outcome, Refused):
        messages.error(request, outcome.message)
        return False
    messages.success(request, done)
    return True


def status_of(refusal: Refused) -> int:
    """409 where somebody was quicker, else 422: what was typed cannot be taken."""
    return CONFLICT if refusal.code in {"stale", "closed", "confirmed"} else UNPROCESSABLE


def typed_number(text: str) -> Decimal:
    """A number as people type it, with a comma or a point. Raises Refused for anything else."""
    typed = text.strip().replace(",", ".")
    wrong = Refused(
        "number", _("“%(text)s” bukan angka. Tuliskan misalnya 30 atau 12,5.") % {"text": text[:20]}
    )
    if not typed or len(typed) > 8 or not set(typed) <= set("0123456789."):
        raise wrong
    try:
        return Decimal(typed)
    except InvalidOperation:
        raise wrong from None


def seen_version(request: HttpRequest) -> int:
    """The version that the page showed; 0, which no row has, where the form was tampered with."""
    value = request.POST.get("version", "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else 0


def search_of(request: HttpRequest) -> str:
    return " ".join(request.GET.get("cari", "").split())[:80]


def chosen_of(request: HttpRequest, name: str, allowed: list[str]) -> str:
    value = request.GET.get(name, "")
    return value if value in allowed else ""


def kind_choices() -> list[tuple[str, str]]:
    return [(str(kind), str(kind.label)) for kind in KINDS]


def regional_choices() -> list[tuple[str, str]]:
    return [(str(value), str(label)) for value, label in IgaRegional.choices]
