"""Quality control: what is drawn, who looks at it, and when it was closed.

The judgements themselves are verdicts of the stage `quality_control`, as the desk's are of the stage `desk`.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from iga_portal.tenancy.audit import audited
from iga_portal.tenancy.fields import TenantForeignKey
from iga_portal.tenancy.models import TenantModel


@audited()
class QualityDraw(TenantModel):
    """One drawing of samples for a period. A row of the nation (region 0): before it is shared out it is the ministry's alone.

    `rules` are the rules it followed with their shares, `seed` what its chance began with, `population_hash` the fingerprint of what there was
    to choose from: with the three anybody can draw the same again. `number` counts from 1 within the period.
    """

    period = models.ForeignKey("regions.Period", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    seed = models.CharField(max_length=64)
    rules = models.JSONField()
    population_hash = models.CharField(max_length=64)
    population = models.PositiveIntegerField()
    drawn = models.PositiveIntegerField()
    drawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    drawn_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["region", "period", "number"], name="innovations_quality_draw_number"
            ),
            models.CheckConstraint(condition=~Q(seed=""), name="innovations_quality_draw_seed"),
        ]

    def __str__(self) -> str:
        return f"{self.period_id} · {self.number}"


@audited()
class QualitySample(TenantModel):
    """One innovation of a region, or its SPD rows (`innovation` None), to be looked at by an evaluator.

    `draw` is the number of the drawing, `rules` the codes of the rules that chose it. The evaluator is free of the region
    (`innovations.domain.quality.sharing`). Closed when the evaluator has decided every row or says that the rest stands.
    """

    region_period = TenantForeignKey("regions.RegionPeriod", on_delete=models.PROTECT, related_name="samples")
    innovation = TenantForeignKey(
        "innovations.Innovation", on_delete=models.PROTECT, null=True, related_name="samples"
    )
    draw = models.PositiveSmallIntegerField()
    rules = models.JSONField(default=list)
    evaluator = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    assigned_at = models.DateTimeField(null=True)
    assigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    note = models.TextField("catatan", blank=True)

    class Meta(TenantModel.Meta):
        ordering = ["region_id", "id"]
        constraints = [
            models.UniqueConstraint(fields=["region_period", "innovation"], name="innovations_sampled_once"),
            models.UniqueConstraint(
                fields=["region_period"],
                condition=Q(innovation__isnull=True),
                name="innovations_spd_sampled_once",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closed_by__isnull=True)
                | Q(closed_at__isnull=False, closed_by__isnull=False),
                name="innovations_sample_closing_whole",
            ),
        ]
        indexes = [
            models.Index(
                fields=["evaluator"], condition=Q(closed_at__isnull=True), name="innovations_open_samples"
            )
        ]

    def __str__(self) -> str:
        return f"{self.region_id} · {self.innovation_id or 'SPD'}"
