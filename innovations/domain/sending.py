"""Sending the portfolio: once, whole, and as it was."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from iga_portal.refusals import Refused, TransitionRefused
from innovations.domain.content import claimed_contents
from innovations.domain.presend import first_block, presend, still_verified
from innovations.domain.receipts import issue_sending_receipt, sent_content_of
from innovations.domain.transitions import take_step_for_all
from innovations.enums import State
from innovations.models import Answer, Innovation, PortfolioChoice, Sending, SendingItem
from innovations.rules import can_manage_region
from innovations.workflow import Action
from regions.access import Actor
from regions.models import RegionPeriod
from scoring.core.canonical import fingerprint as canonical_hash


@dataclass(frozen=True, slots=True)
class SendOutcome:
    """`changed` is False when exactly these innovations were already sent by this person's earlier press."""

    sending: Sending
    changed: bool


def send_portfolio(region_period_id: int, *, actor: Actor, chosen: Mapping[int, int]) -> SendOutcome:
    """Send the chosen verified innovations (id -> version the person saw) to Kemendagri, all or none.

    Locks the innovations and the (region, period) row, so that of two presses the second finds the first. Looks at everything that the page before it
    showed (`innovations.domain.presend`) once more and refuses in the same words what blocks. Writes a numbered sending with each
    innovation's content as it stands, its receipt, takes the workflow's step for each, sets `sent_at` the first time. Later sendings add;
    nothing is taken back except by Kemendagri. Raises Refused or TransitionRefused with nothing sent.
    """
    region_period = RegionPeriod.objects.select_related("period").get(pk=region_period_id)
    ruling = can_manage_region(actor, region_period.region_id)
    if not ruling:
        raise Refused(ruling.code, ruling.reason)
    if not chosen:
        raise Refused("empty", _("Pilih sedikitnya satu inovasi terverifikasi untuk dikirim."))
    # Innovations before the row of the region, as every step does that raises its version: the other way round, a withdrawal at
    # the same moment and this would each wait for the other.
    innovations = list(
        Innovation.objects.locked()
        .select_related("region_period__period", "opd")
        .filter(pk__in=chosen, region_period=region_period)
        .order_by("pk")
    )
    region_period = RegionPeriod.objects.locked().select_related("period").get(pk=region_period_id)
    if len(innovations) != len(chosen):
        raise Refused("unknown", _("Ada pilihan yang tidak dikenal di daerah ini. Muat ulang halaman."))
    repeated = _same_sending(region_period, innovations, actor)
    if repeated is not None:
        return SendOutcome(repeated, changed=False)
    _refuse_unready(region_period, innovations)
    contents = sent_contents(innovations)
    hashes = [canonical_hash(contents[innovation.pk]) for innovation in innovations]
    now = timezone.now()
    number = Sending.objects.filter(region_period=region_period).count() + 1
    sending = Sending.objects.create(
        region_id=region_period.region_id,
        region_period=region_period,
        number=number,
        sent_by_id=actor.person_id,
        sent_at=now,
        receipt=canonical_hash(sent_content_of(number, hashes=hashes)),
    )
    SendingItem.objects.bulk_create(
        SendingItem(
            region_id=region_period.region_id,
            sending=sending,
            innovation=innovation,
            innovation_version=innovation.version,
            content=contents[innovation.pk],
            content_hash=content_hash,
        )
        for innovation, content_hash in zip(innovations, hashes, strict=True)
    )
    issue_sending_receipt(
        sending, hashes=hashes, name=f"{region_period.period.name}, pengiriman {number}", actor=actor
    )
    if region_period.sent_at is None:
        region_period.sent_at = now
        region_period.save(update_fields=["sent_at"])
    take_step_for_all(innovations, action=Action.SEND, actor=actor, seen=chosen)
    return SendOutcome(sending, changed=True)


def _refuse_unready(region_period: RegionPeriod, innovations: list[Innovation]) -> None:
    moved = still_verified(innovations)
    if moved is not None:
        raise TransitionRefused(
            "not_verified",
            _("Tidak ada yang dikirim: “%(name)s” tidak (lagi) terverifikasi. Periksa pilihan Anda.")
            % {"name": moved.name},
        )
    left_out = (
        PortfolioChoice.objects.filter(innovation__in=innovations, is_chosen=False)
        .select_related("innovation", "chosen_by")
        .order_by("innovation_id")
        .first()
    )
    if left_out is not None:
        raise Refused(
            "left_out",
            _("Tidak ada yang dikirim: %(who)s memutuskan “%(name)s” tidak dikirim. Periksa pilihan daerah.")
            % {"who": left_out.chosen_by, "name": left_out.innovation.name},
        )
    block = first_block(presend(region_period, chosen=innovations, now=timezone.now(), is_sending=True))
    if block is not None:
        raise TransitionRefused(block.code, block.words)


def sent_content(innovation: Innovation) -> dict[str, Any]:
    """The innovation as it is sent: proposal, rows with claim, evidence and the desk's level. Strings and whole numbers only."""
    return sent_contents([innovation])[innovation.pk]


def sent_contents(innovations: Collection[Innovation]) -> dict[int, dict[str, Any]]:
    """The same of many, by id. Four queries, however many there are."""
    verified = {
        (innovation_id, row): level
        for innovation_id, row, level in Answer.objects.filter(innovation__in=innovations)
        .order_by()
        .values_list("innovation_id", "row", "verified_level")
    }
    contents = claimed_contents(innovations)
    for key, content in contents.items():
        content["rows"] = [{**row, "verified": verified[key, row["row"]]} for row in content["rows"]]
    return contents


def _same_sending(region_period: RegionPeriod, innovations: list[Innovation], actor: Actor) -> Sending | None:
    """The latest sending, when it is this person's and holds exactly these innovations, all of them sent."""
    latest = (
        Sending.objects.filter(region_period=region_period, sent_by_id=actor.person_id)
        .order_by("-number")
        .first()
    )
    if latest is None or any(innovation.state != State.SENT for innovation in innovations):
        return None
    items = set(SendingItem.objects.filter(sending=latest).values_list("innovation_id", flat=True))
    return latest if items == {innovation.pk for innovation in innovations} else None
