"""Four eyes: one person prepares what is to be published, another publishes it after the check list, or it is discarded.

All of it in the ministry's scope. The prepared row belongs to the nation (region 0): no other scope holds it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from iga_portal.refusals import Refused, Ruling
from iga_portal.tenancy.scope import NATION
from iga_portal.web import formats
from regions.access import Actor
from regions.models import Period
from reports.domain.publishing import lock_publishing, publish
from reports.domain.publishing_checks import NEEDED_TO_PREPARE, TICKS, checks_of
from reports.domain.publishing_content import Draft, content_hash
from reports.domain.publishing_differences import differences, in_one_sentence
from reports.domain.publishing_gather import gather
from reports.domain.publishing_verify import content_again
from reports.models import PreparationState, PreparedPublication, Publication
from reports.rules import can_prepare_publication, can_publish


def standing_publication(period: Period) -> Publication | None:
    """The publication of a period that no other supersedes; None before the first."""
    return Publication.objects.filter(period=period).order_by("-revision").first()


def refuse_to_prepare(period: Period, *, actor: Actor, reason: str, now: datetime) -> None:
    """Raise Refused when `prepare_publication` would refuse before it reads the nation."""
    _refuse(can_prepare_publication(actor))
    if PreparedPublication.objects.filter(period=period, state=PreparationState.PREPARED).exists():
        raise _already_prepared()
    _refuse_unmet([check for check in checks_of(period, now=now) if check.code in NEEDED_TO_PREPARE])
    if standing_publication(period) is not None and not reason.strip():
        raise Refused("reason", _("Tuliskan alasan koreksi."))


def prepare_publication(
    period: Period, *, actor: Actor, reason: str = "", now: datetime
) -> PreparedPublication:
    """Work out what publishing now would publish, and keep it for another person to look at and publish.

    Where the period has a publication it is a correction of that one and needs a reason. Raises Refused: no admin of the ministry
    (`role`), a preparation is open (`open`), the check list does not allow it yet (`checks`), no reason (`reason`), nothing
    differs from what stands (`same`), or the numbers move (`computing`, `moving`).
    """
    reason = reason.strip()
    refuse_to_prepare(period, actor=actor, reason=reason, now=now)
    before = standing_publication(period)
    content = gather(period, supersedes=before, reason=reason if before else "").content()
    if before is not None and not differences(content_of_publication(before), content):
        raise Refused(
            "same",
            _("Tidak ada yang berbeda dari publikasi nomor %(number)s; tidak ada yang perlu dikoreksi.")
            % {"number": before.number},
        )
    try:
        with transaction.atomic():
            return PreparedPublication.objects.create(
                region_id=NATION,
                period=period,
                supersedes=before,
                reason=reason if before else "",
                content=content,
                content_hash=content_hash(content),
                prepared_by_id=actor.person_id,
                prepared_at=now,
            )
    except IntegrityError as error:
        raise _already_prepared() from error


def refuse_to_publish(
    prepared: PreparedPublication, *, actor: Actor, seen_hash: str, ticked: Collection[str], now: datetime
) -> None:
    """Raise Refused when `publish_prepared` would refuse before it reads the nation again."""
    _refuse(can_publish(actor, prepared))
    if prepared.state != PreparationState.PREPARED:
        raise _ended(prepared)
    publishes_at = prepared.period.publishes_at
    if publishes_at is not None and now < publishes_at:
        raise Refused(
            "early",
            _("Penerbitan dibuka %(when)s. Sebelum itu tidak ada yang terbit.")
            % {"when": formats.moment(publishes_at, zone="WIB")},
        )
    if seen_hash != prepared.content_hash:
        raise Refused(
            "hash",
            _("Sidik isi yang ditulis bukan sidik isi yang disiapkan. Buka lagi halamannya dan bandingkan."),
        )
    missing = [str(words) for code, words in TICKS.items() if code not in ticked]
    if missing:
        raise Refused(
            "ticks", _("Centang setiap butir setelah memeriksanya: %(what)s") % {"what": " ".join(missing)}
        )


def publish_prepared(
    prepared_id: int, *, actor: Actor, seen_hash: str, ticked: Collection[str], now: datetime
) -> Publication:
    """Publish what was prepared, exactly: everything is read anew, and what differs from the confirmed content is refused.

    Raises Refused and changes nothing: `role`, `preparer`, `ended` (published or discarded meanwhile), `early`, `hash`, `ticks`,
    `checks`, `stale` (with what changed), and what `gather` and `publish` raise. Two who press at once: the second waits, and is
    told that it is published (`ended`).
    """
    with transaction.atomic():
        lock_publishing()
        prepared = PreparedPublication.objects.locked().select_related("period").get(pk=prepared_id)
        refuse_to_publish(prepared, actor=actor, seen_hash=seen_hash, ticked=ticked, now=now)
        draft = _as_prepared(prepared)
        checks = checks_of(prepared.period, now=now, content=prepared.content)
        _refuse_unmet(checks)
        publication = publish(
            draft,
            period=prepared.period,
            prepared_by_id=prepared.prepared_by_id,
            published_by_id=actor.person_id,
            now=now,
        )
        prepared.state = PreparationState.PUBLISHED
        prepared.publication = publication
        prepared.ended_by_id, prepared.ended_at = actor.person_id, now
        prepared.checks = {
            "computed": [{"code": check.code, "title": check.title, "told": check.told} for check in checks],
            "ticked": sorted(TICKS),
        }
        prepared.save(update_fields=["state", "publication", "ended_by", "ended_at", "checks"])
    return publication


def discard_prepared(prepared_id: int, *, actor: Actor, reason: str, now: datetime) -> PreparedPublication:
    """Put an open preparation away, by whoever of the ministry; the reason stays with it. Raises Refused (`role`, `ended`, `reason`)."""
    _refuse(can_prepare_publication(actor))
    reason = " ".join(reason.split())
    if not reason:
        raise Refused("reason", _("Tuliskan alasan pembatalan."))
    with transaction.atomic():
        prepared = PreparedPublication.objects.locked().get(pk=prepared_id)
        if prepared.state != PreparationState.PREPARED:
            raise _ended(prepared)
        prepared.state = PreparationState.DISCARDED
        prepared.ended_by_id, prepared.ended_at = actor.person_id, now
        prepared.checks = {"discarded": reason}
        prepared.save(update_fields=["state", "ended_by", "ended_at", "checks"])
    return prepared


def content_of_publication(publication: Publication) -> Mapping[str, Any]:
    """The content of what was published: as it was prepared, or from the tables where no preparation is kept."""
    prepared = PreparedPublication.objects.filter(publication=publication).first()
    return prepared.content if prepared is not None else content_again(publication)


def _as_prepared(prepared: PreparedPublication) -> Draft:
    draft = gather(prepared.period, supersedes=prepared.supersedes, reason=prepared.reason)
    content = draft.content()
    if content_hash(content) != prepared.content_hash:
        changed = in_one_sentence(differences(prepared.content, content))
        raise Refused(
            "stale",
            _("Isi berubah sejak disiapkan. %(changed)s Batalkan persiapan ini dan siapkan yang baru.")
            % {"changed": changed},
        )
    return draft


def _refuse(ruling: Ruling) -> None:
    if not ruling:
        raise Refused(ruling.code, ruling.reason)


def _refuse_unmet(checks: Collection[Any]) -> None:
    unmet = [f"{check.title}: {check.told}" for check in checks if not check.is_met]
    if unmet:
        raise Refused("checks", _("Belum dapat dilanjutkan. %(what)s") % {"what": " ".join(unmet)})


def _already_prepared() -> Refused:
    return Refused(
        "open",
        _("Sudah ada publikasi yang disiapkan untuk periode ini. Terbitkan atau batalkan lebih dahulu."),
    )


def _ended(prepared: PreparedPublication) -> Refused:
    if prepared.state == PreparationState.PUBLISHED:
        return Refused("ended", _("Publikasi ini sudah terbit."))
    return Refused("ended", _("Persiapan ini sudah dibatalkan."))
