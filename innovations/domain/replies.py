"""The OPD's replies to the reasons for which the desk sent an innovation back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from iga_portal.refusals import Refused, StaleVersion
from innovations.domain.locking import lock_innovation
from innovations.domain.seen import Fate, fate_of
from innovations.domain.texts import LONGEST_NOTE, clean_text
from innovations.models import ReturnReason, Transition
from innovations.rules import NOT_YOURS, can_reply
from regions.access import Actor


@dataclass(frozen=True, slots=True)
class Replied:
    """What became of a press: the reasons in the order of their ids, and how many of them were written."""

    reasons: list[ReturnReason]
    written: int


def reply_to_reasons(seen: Mapping[int, str], *, actor: Actor, text: str) -> Replied:
    """Write one reply to one reason, or to several that have the same cure; all of them or none. An empty text takes it back.

    `seen` maps the ids of the reasons to the hash of the reply that the page showed for each (`innovations.domain.seen`).
    Raises Refused ("unknown" for a reason that is not the actor's to know of, "past" for one of an earlier return, "long",
    "control" and "direction" for the text, or that of `can_reply`) and StaleVersion when a colleague wrote another reply since.
    The same reply again changes nothing.
    Earlier replies stay in the audit history.
    """
    text = clean_text(text, longest=LONGEST_NOTE)
    reasons = list(
        ReturnReason.objects.locked()
        .filter(pk__in=seen, transition__innovation__opd_id__in=actor.opd_ids)
        .select_related("transition")
        .order_by("transition__innovation_id", "pk")
    )
    if not seen or len(reasons) != len(seen):
        raise Refused("unknown", _("Alasan ini tidak ada (lagi). Muat ulang halaman."))
    for innovation_id in dict.fromkeys(reason.transition.innovation_id for reason in reasons):
        _refuse_locked(innovation_id, actor, reasons)
    fates = {reason.pk: fate_of(text, stored=reason.reply, seen=seen[reason.pk]) for reason in reasons}
    if Fate.CONFLICT in fates.values():
        raise _stale()
    changed = [reason for reason in reasons if fates[reason.pk] is Fate.WRITE]
    now = timezone.now()
    for reason in changed:
        reason.reply = text
        reason.replied_at = now if text else None
        reason.replied_by_id = actor.person_id if text else None
    ReturnReason.objects.bulk_update(changed, ["reply", "replied_at", "replied_by"])
    return Replied(reasons, written=len(changed))


def _refuse_locked(innovation_id: int, actor: Actor, reasons: list[ReturnReason]) -> None:
    """The innovation stays locked until the transaction ends, so that no reply slips in behind a resubmission."""
    innovation = lock_innovation(innovation_id)
    ruling = can_reply(actor, innovation)
    if not ruling:
        raise Refused("unknown" if ruling.code == NOT_YOURS else ruling.code, ruling.reason)
    latest = (
        Transition.objects.filter(innovation=innovation, action="return")
        .order_by("-at", "-id")
        .values_list("id", flat=True)
        .first()
    )
    own = [reason for reason in reasons if reason.transition.innovation_id == innovation_id]
    if any(reason.transition_id != latest for reason in own):
        raise Refused("past", _("Alasan ini dari pengembalian sebelumnya; balas alasan yang terbaru."))


def _stale() -> StaleVersion:
    """`current` is meaningless here: replies have no version, the page compares by what it showed."""
    return StaleVersion(
        _("Balasan lain tersimpan sejak halaman dibuka. Yang Anda tulis belum disimpan; bandingkan dulu."),
        current=0,
    )
