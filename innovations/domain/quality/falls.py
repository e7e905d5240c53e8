"""What becomes of quality control when Kemendagri gives something back: its judgements fall, its sample stays and is open again.

What is sent anew may rest on other evidence. The fallen judgements stay as history, beside the row, with what changed since.
"""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_noop

from innovations.enums import VerdictStage
from innovations.models import Answer, Lease, QualitySample, RegionAnswer, Verdict
from regions.models import RegionPeriod

RECALLED = gettext_noop("dikembalikan ke daerah")


def fall_quality(innovation_ids: Collection[int]) -> None:
    """Innovations go back to their region: nobody reads them any longer. The recall has locked them and raised the content version."""
    ids = list(innovation_ids)
    _fall(Q(answer__innovation_id__in=ids))
    Answer.objects.filter(innovation_id__in=ids, final_level__isnull=False).update(final_level=None)
    Lease.objects.filter(innovation_id__in=ids).delete()
    _open_again(Q(innovation_id__in=ids))


def fall_quality_of_spd(region_period: RegionPeriod) -> None:
    """The SPD rows of a region open again. The recall has raised the content version."""
    _fall(Q(region_answer__region_period=region_period))
    RegionAnswer.objects.filter(region_period=region_period, final_level__isnull=False).update(
        final_level=None
    )
    _open_again(Q(region_period=region_period, innovation__isnull=True))


def _fall(which: Q) -> None:
    Verdict.objects.filter(which, stage=VerdictStage.QUALITY_CONTROL, stands=True).update(
        stands=False, fell_at=timezone.now(), fell_because=RECALLED
    )


def _open_again(which: Q) -> None:
    QualitySample.objects.filter(which, closed_at__isnull=False).update(closed_at=None, closed_by=None)
