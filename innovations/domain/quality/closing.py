"""Closing quality control: of a region, and of the nation. What was sent is assessed then, whether it was a sample or not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from iga_portal.notices.domain import tell
from iga_portal.notices.words import plural
from iga_portal.refusals import Refused, TransitionRefused
from innovations.domain.quality.falls import RECALLED
from innovations.domain.texts import LONGEST_NOTE, clean_text
from innovations.domain.transitions import assess_sent
from innovations.enums import Decision, State, VerdictStage
from innovations.models import Innovation, QualitySample, Verdict
from innovations.queries.quality import regions_open, samples_awaited
from regions.access import Actor
from regions.domain.versions import raise_content_version
from regions.enums import Phase, Role
from regions.models import Period, RegionPeriod
from regions.queries.deadlines import still_taken
from regions.queries.people import NAMESPACES, holders_by_region, members_of_opd


@dataclass(frozen=True, slots=True)
class Closing:
    """`regions` that this press closed, the innovations assessed by it, and the samples it closed with a reason."""

    regions: int
    innovations: int
    left_open: int


def close_region(region_period_id: int, *, actor: Actor, reason: str = "") -> Closing:
    """Close quality control of one region: every sent innovation becomes assessed, `assessed_at` is set, the region is told.

    Rows that nobody read keep the verified level. Refused while samples are open, unless a reason is given: they are closed
    with it; those of innovations that were given back are closed without. Nothing can be sent afterwards, so it is refused while
    the region may still send. A second press changes nothing. Raises Refused (role, open_samples), TransitionRefused (not_sent, too_early).
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
    now = timezone.now()
    if still_taken(region_period, now):
        raise TransitionRefused(
            "too_early",
            _("%(region)s masih dapat mengirim. Tutup setelah itu.") % {"region": region_period.region.name},
        )
    open_ones = QualitySample.objects.locked().filter(
        region_period_id=region_period_id, closed_at__isnull=True
    )
    ids = set(open_ones.values_list("pk", flat=True))
    samples = set(samples_awaited(region_period.period).filter(pk__in=ids).values_list("pk", flat=True))
    if samples and not reason:
        raise Refused("open_samples", _open_words(region_period.region.name, len(samples)))
    for which, note in ((samples, reason), (ids - samples, RECALLED)):
        QualitySample.objects.filter(pk__in=which).update(
            closed_at=now, closed_by_id=actor.person_id, note=note
        )
    count = assess_sent(region_period_id, actor=actor, reason=reason)
    row.assessed_at = now
    row.save(update_fields=["assessed_at"])
    _tell(region_period)
    raise_content_version(row.pk, region_id=row.region_id, period_id=row.period_id)
    return Closing(1, count, len(samples))


def regions_to_close(period: Period, *, actor: Actor, reason: str = "") -> tuple[Sequence[RegionPeriod], int]:
    """The regions that have sent and can be closed now, and how many may still send and are closed later.

    Raises as `close_region` does for any of them, in a scope that holds all regions.
    """
    _refuse_role(actor)
    _refuse_early(period)
    found = list(regions_open(period).select_related("period").order_by("region_id"))
    now = timezone.now()
    waiting = [row for row in found if not still_taken(row, now)]
    if not clean_text(reason, longest=LONGEST_NOTE):
        open_samples = samples_awaited(period).filter(region_period__in=waiting).count()
        if open_samples:
            raise Refused("open_samples", _open_words(_("seluruh daerah"), open_samples))
    return waiting, len(found) - len(waiting)


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
    """Admins and heads of the region once, each in their own place, and each OPD one of whose rows was changed."""
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
    holders = holders_by_region((Role.REGIONAL_ADMIN, Role.REGION_HEAD), region_ids=[region_id])
    places = {
        person_id: reverse(f"{NAMESPACES[role]}:quality", args=[region_id])
        for person_id, role in holders.get(region_id, {}).items()
    }
    tell(
        region_id=region_id,
        person_ids=places,
        kind="quality_closed",
        message=gettext_noop("Quality control Kemendagri selesai: %(rows)s"),
        values={"rows": rows},
        path=places,
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
