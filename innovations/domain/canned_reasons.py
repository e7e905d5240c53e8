"""The region's own reasons: offered at the desk, kept by its reviewers and regional admins."""

from __future__ import annotations

from typing import Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from iga_portal.refusals import Refused
from innovations.domain.canned_starter import BY_ROW, GENERAL
from innovations.domain.texts import clean_line
from innovations.models import CannedReason
from innovations.rules import can_keep_reasons
from regions.access import Actor
from regions.models import Region

LONGEST: Final = 500
MOST_EACH: Final = 20
"""Reasons in use for one row: a list that is longer is not read."""
ROWS: Final = range(16, 36)


def starter_set(region_id: int) -> list[CannedReason]:
    """The reasons that a region begins with, in order and not yet stored."""
    lists: list[tuple[int | None, tuple[str, ...]]] = [(None, tuple(GENERAL))]
    lists += [(row, tuple(texts)) for row, texts in sorted(BY_ROW.items())]
    return [
        CannedReason(region_id=region_id, row=row, text=text, position=place)
        for row, texts in lists
        for place, text in enumerate(texts)
    ]


def begin_reasons(region_id: int) -> bool:
    """Store the starter set, once per region; False when the region has reasons already, retired ones among them."""
    # The region's row, so that two people who begin at once do not begin twice.
    Region.objects.select_for_update(no_key=True).get(pk=region_id)
    if CannedReason.objects.filter(region_id=region_id).exists():
        return False
    CannedReason.objects.bulk_create(starter_set(region_id))
    return True


def add_reason(*, actor: Actor, row: int | None, text: str) -> CannedReason:
    """A new reason at the end of its row's list; `row` None is for every row. A retired one with these words comes back.

    Raises Refused: role, "row", "text", "same", "many".
    """
    _permit(actor)
    begin_reasons(actor.region_id)
    if row is not None and row not in ROWS:
        raise Refused("row", _("Baris %(row)s tidak ada.") % {"row": row})
    text = _text(text)
    own = list(CannedReason.objects.locked().filter(row=row))
    same = next((entry for entry in own if entry.text == text), None)
    if same is not None and same.is_active:
        raise Refused("same", _("Alasan ini sudah ada."))
    if sum(entry.is_active for entry in own) >= MOST_EACH:
        raise Refused(
            "many", _("Sudah ada %(n)d alasan; hentikan satu yang jarang dipakai.") % {"n": MOST_EACH}
        )
    last = 1 + max((entry.position for entry in own), default=-1)
    if same is not None:
        same.is_active, same.position = True, last
        same.save(update_fields=["is_active", "position"])
        return same
    return CannedReason.objects.create(
        region_id=actor.region_id, row=row, text=text, position=last, created_by_id=actor.person_id
    )


def change_reason(reason_id: int, *, actor: Actor, text: str) -> CannedReason:
    """Other words for a reason. Verdicts keep the words that they were given with. Raises Refused: role, "gone", "text", "same"."""
    reason = _locked(reason_id, actor)
    text = _text(text)
    if text != reason.text:
        reason.text = text
        try:
            with transaction.atomic():
                reason.save(update_fields=["text"])
        except IntegrityError as error:
            raise Refused("same", _("Alasan ini sudah ada.")) from error
    return reason


def move_reason(reason_id: int, *, actor: Actor, up: bool) -> None:
    """One place up or down among those in use of its row; at the end of the list nothing moves."""
    reason = _locked(reason_id, actor)
    own = list(
        CannedReason.objects.locked().filter(row=reason.row, is_active=True).order_by("position", "pk")
    )
    place = next((at for at, entry in enumerate(own) if entry.pk == reason.pk), None)
    if place is None:
        return
    other = place - 1 if up else place + 1
    if 0 <= other < len(own):
        own[place], own[other] = own[other], own[place]
        for position, entry in enumerate(own):
            entry.position = position
        CannedReason.objects.bulk_update(own, ["position"])


def retire_reason(reason_id: int, *, actor: Actor, retired: bool = True) -> None:
    """Offer a reason no longer, or (`retired` False) again, at the end of its list. A second press changes nothing."""
    reason = _locked(reason_id, actor)
    if reason.is_active is not retired:
        return
    if not retired:
        active = CannedReason.objects.filter(row=reason.row, is_active=True)
        if active.count() >= MOST_EACH:
            raise Refused(
                "many", _("Sudah ada %(n)d alasan; hentikan satu yang jarang dipakai.") % {"n": MOST_EACH}
            )
        reason.position = 1 + max(active.values_list("position", flat=True), default=-1)
    reason.is_active = not retired
    reason.save(update_fields=["is_active", "position"])


def _permit(actor: Actor) -> None:
    ruling = can_keep_reasons(actor)
    if not ruling:
        raise Refused(ruling.code, ruling.reason)


def _locked(reason_id: int, actor: Actor) -> CannedReason:
    _permit(actor)
    reason = CannedReason.objects.locked().filter(pk=reason_id).first()
    if reason is None:
        raise Refused("gone", _("Alasan ini tidak ada (lagi). Muat ulang halaman."))
    return reason


def _text(text: str) -> str:
    try:
        line = clean_line(text, longest=LONGEST)
    except Refused as refusal:
        raise Refused("text", refusal.message) from refusal
    if not line:
        raise Refused("text", _("Tuliskan alasannya."))
    return line
