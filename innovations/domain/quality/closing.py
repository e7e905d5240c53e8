"""Closing quality control: of a region, and of the nation. What was sent is assessed then, whether it was a sample or not."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from iga_portal.notices.domain import tell
from iga_portal.notices.words import plural
from iga_portal.refusals import Refused, TransitionRefused
from innovations.domain.texts import LONGEST_NOTE, clean_text
from innovations.domain.transitions import assess_sent
from innovations.enums import Decision, State, VerdictStage
from innovations.models import Innovation, QualitySample, Verdict
from innovations.queries.quality import regions_sent
from regions.access import Actor
from regions.domain.versions import raise_content_version
from regions.enums import Phase, Role
from regions.models import Period, RegionPeriod
from regions.queries.people import members_of_opd, members_with_role


@dataclass(frozen=True, slots=True)
class Closing:
    """`regions` that this press closed, the innovations assessed by it, and the samples it closed with a reason."""

    regions: int
    innovations: int
    left_open: int


def close_region(region_period_id: int, *, actor: Actor, reason: str = "") -> Closing:
    """Close quality control of one region: every sent innovation becomes assessed, `assessed_at` is set, the region is told.

    Rows that nobody read keep the verified level. Refused while samples are open, unless a reason is given: they are closed
    with it. A second press changes nothing. Raises Refused (role, open_samples), TransitionRefused (not_sent, too_early).
    """
    _refuse_role(actor)
    reason = clean_text(reason, longest=LONGEST_NOTE)
    region_period = RegionPeriod.objects.select_related("period", "region").get(pk=region_period_id)
    _refuse_early(region_period.period)
    # Innovations before the row of the region, as every step does that raises its version.
    list(
        Innovation.objects.locked()
        .filter(region_period_id=region_period_id, state=State.SENT)
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    row = RegionPeriod.objects.locked().get(pk=region_period_id)
    if row.assessed_at is not None:
        return Closing(0, 0, 0)
    if row.sent_at is None:
        raise TransitionRefused(
            "not_sent",
            _("%(region)s belum mengirim, jadi tidak ada yang ditutup.")
            % {"region": region_period.region.name},
        )
    samples = list(
        QualitySample.objects.locked().filter(region_period_id=region_period_id, closed_at__isnull=True)
    )
    if samples and not reason:
        raise Refused("open_samples", _open_words(region_period.region.name, len(samples)))
    now = timezone.now()
    if samples:
        QualitySample.objects.filter(pk__in=[sample.pk for sample in samples]).update(
            closed_at=now, closed_by_id=actor.person_id, note=reason
        )
    count = assess_sent(region_period_id, actor=actor, reason=reason)
    row.assessed_at = now
    row.save(update_fields=["assessed_at"])
    _tell(region_period)
    raise_content_version(row.pk, region_id=row.region_id, period_id=row.period_id)
    return Closing(1, count, len(samples))


def close_nation(period: Period, *, actor: Actor, reason: str = "") -> Closing:
    """Close every region that has sent and is not closed, all or none. Raises as `close_region` does."""
    _refuse_role(actor)
    _refuse_early(period)
    waiting = regions_sent(period).filter(assessed_at__isnull=True).order_by("region_id")
    if not clean_text(reason, longest=LONGEST_NOTE):
        open_samples = QualitySample.objects.filter(
            region_period__period=period, closed_at__isnull=True, region_period__in=waiting
        ).count()
        if open_samples:
            raise Refused("open_samples", _open_words(_("seluruh daerah"), open_samples))
    done = [close_region(row.pk, actor=actor, reason=reason) for row in waiting]
    return Closing(
        sum(entry.regions for entry in done),
        sum(entry.innovations for entry in done),
        sum(entry.left_open for entry in done),
    )


def _open_words(where: str, count: int) -> str:
    return ngettext(
        "Belum ditutup: %(count)d sampel %(where)s belum selesai. Tunggu evaluatornya, atau tuliskan alasan untuk menutupnya sekarang.",
        "Belum ditutup: %(count)d sampel %(where)s belum selesai. Tunggu evaluatornya, atau tuliskan alasan untuk menutupnya sekarang.",
        count,
    ) % {"count": count, "where": where}


def _refuse_role(actor: Actor) -> None:
    if not actor.is_ministry:
        raise Refused("role", _("Quality control ditutup oleh Kemendagri."))


def _refuse_early(period: Period) -> None:
    if period.phase_at(timezone.now()) in {Phase.REFINEMENT, Phase.INPUT}:
        raise TransitionRefused(
            "too_early", _("Penjaringan belum ditutup; daerah masih dapat mengirim. Tutup setelah itu.")
        )


def _tell(region_period: RegionPeriod) -> None:
    """The admins once, and each OPD one of whose rows was changed."""
    region_id = region_period.region_id
    changed = (
        Verdict.objects.filter(stage=VerdictStage.QUALITY_CONTROL, stands=True)
        .exclude(decision=Decision.ACCEPT)
        .order_by()
    )
    by_opd: dict[int, int] = {}
    for opd_id in changed.filter(answer__innovation__region_period=region_period).values_list(
        "answer__innovation__opd_id", flat=True
    ):
        by_opd[opd_id] = by_opd.get(opd_id, 0) + 1
    total = sum(by_opd.values()) + changed.filter(region_answer__region_period=region_period).count()
    rows = plural("%(count)s baris diubah.", "%(count)s baris diubah.", total)
    tell(
        region_id=region_id,
        person_ids=members_with_role(region_id, role=Role.REGIONAL_ADMIN),
        kind="quality_closed",
        message=gettext_noop("Quality control Kemendagri selesai: %(rows)s"),
        values={"rows": rows},
        path=reverse("daerah:quality", args=[region_id]),
    )
    for opd_id, count in sorted(by_opd.items()):
        paths = {
            person_id: reverse("opd:quality", args=[region_id, own_id])
            for person_id, own_id in members_of_opd(region_id, opd_id=opd_id)
        }
        if paths:
            tell(
                region_id=region_id,
                person_ids=paths,
                kind="quality_closed",
                message=gettext_noop("Quality control Kemendagri selesai: %(rows)s"),
                values={"rows": plural("%(count)s baris diubah.", "%(count)s baris diubah.", count)},
                path=paths,
            )
