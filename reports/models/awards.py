"""The way from the final index to the awards: draft rankings, nominees, what the panel gave. All of it the ministry's alone.

Rows of the nation (region 0): no scope of a region reads them, whatever page or job asks.
"""

from __future__ import annotations

from decimal import Decimal

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from iga_portal.tenancy.audit import audited
from iga_portal.tenancy.fields import TenantForeignKey
from iga_portal.tenancy.models import TenantModel

HUNDRED = Decimal(100)


class ScoredPart(models.TextChoices):
    """What the panel scores beside the index (guideline, chapter XI.E)."""

    PRESENTATION = "presentation", _("Presentasi kepala daerah")
    FIELD = "field", _("Validasi lapangan")


@audited(exclude=["rows"])
class RankingDraft(TenantModel):
    """The ranking of the final basis at one moment, kept so that the next one can be explained against it.

    `rows`: by region id as text: index, predicate, place among its kind, the parts of the index, content version (all numbers as
    text, as the core prints them). `rows_hash` is its fingerprint.
    """

    period = models.ForeignKey("regions.Period", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    rows = models.JSONField()
    rows_hash = models.CharField(max_length=64)
    note = models.CharField("catatan", max_length=300, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["region", "period", "number"], name="reports_ranking_draft_number"
            )
        ]

    def __str__(self) -> str:
        return f"{self.period_id} · {self.number}"


@audited()
class AwardPlan(TenantModel):
    """How a period awards: settings, not code. One row a period.

    `categories`: by code (`reports.awards`), what differs from the guideline's own list: winners, nominees, whether it is
    awarded. `criteria`: by part, a list of {code, name, weight}; the weights of a part add up to 100. The three weights of the
    final score (index, presentation, field validation) in percent add up to 100. `border_regions` are the ids of the border
    cluster; it can be awarded only once the list is confirmed.
    """

    period = models.ForeignKey("regions.Period", on_delete=models.PROTECT, related_name="+")
    categories = models.JSONField(default=dict)
    criteria = models.JSONField(default=dict)
    index_weight = models.DecimalField(max_digits=5, decimal_places=2, default=HUNDRED)
    presentation_weight = models.DecimalField(max_digits=5, decimal_places=2, default=Decimal(0))
    field_weight = models.DecimalField(max_digits=5, decimal_places=2, default=Decimal(0))
    border_regions = models.JSONField(default=list)
    border_confirmed_at = models.DateTimeField(null=True)
    border_confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["region", "period"], name="reports_one_award_plan"),
            models.CheckConstraint(
                condition=Q(index_weight__gte=0, presentation_weight__gte=0, field_weight__gte=0)
                & Q(index_weight=HUNDRED - F("presentation_weight") - F("field_weight")),
                name="reports_award_weights_sum",
                violation_error_message=_(
                    "Bobot indeks, presentasi, dan validasi lapangan harus berjumlah 100."
                ),
            ),
            models.CheckConstraint(
                condition=Q(border_confirmed_at__isnull=True, border_confirmed_by__isnull=True)
                | Q(border_confirmed_at__isnull=False, border_confirmed_by__isnull=False),
                name="reports_border_confirmation_whole",
            ),
        ]

    def __str__(self) -> str:
        return str(self.period_id)


@audited()
class PanelMember(TenantModel):
    """Who scores the nominees of a period (Tim Penilai)."""

    plan = TenantForeignKey(AwardPlan, on_delete=models.PROTECT, related_name="panel")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    appointed_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "person"], name="reports_panel_member_once"),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} · {self.person_id}"


@audited()
class Nominee(TenantModel):
    """A region that presents: for which categories, and whether it is recommended for the fiscal incentive.

    `candidate` is the region nominated; the row itself is the nation's, so that the region cannot read it. `reason` is that of the
    last act by hand: nominated beside the proposal, withdrawn, taken up again; "" for one that the draft ranking proposed.
    """

    plan = TenantForeignKey(AwardPlan, on_delete=models.PROTECT, related_name="nominees")
    candidate = models.ForeignKey("regions.Region", on_delete=models.PROTECT, related_name="+")
    categories = models.JSONField(default=list)
    nominated_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    nominated_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    reason = models.TextField("alasan", blank=True)
    is_recommended = models.BooleanField("diusulkan untuk insentif fiskal", default=False)
    recommendation = models.TextField("alasan usulan", blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta(TenantModel.Meta):
        ordering = ["plan_id", "candidate_id"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "candidate"], name="reports_nominee_once"),
            models.CheckConstraint(
                condition=Q(is_recommended=False) | ~Q(recommendation=""),
                name="reports_recommendation_reason",
                violation_error_message=_("Tuliskan alasan usulan insentif fiskal."),
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | ~Q(reason=""),
                name="reports_withdrawal_reason",
                violation_error_message=_("Tuliskan alasan penarikan nomine."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} · {self.candidate_id}"


@audited()
class PanelScore(TenantModel):
    """What one member of the panel gave one nominee on one criterion, 0 to 100."""

    nominee = TenantForeignKey(Nominee, on_delete=models.PROTECT, related_name="scores")
    member = TenantForeignKey(PanelMember, on_delete=models.PROTECT, related_name="scores")
    part = models.CharField(max_length=12, choices=ScoredPart)
    criterion = models.CharField(max_length=40)
    score = models.DecimalField(
        "nilai",
        max_digits=5,
        decimal_places=2,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )
    note = models.TextField("catatan", blank=True)
    scored_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        ordering = ["nominee_id", "part", "criterion", "member_id"]
        constraints = [
            models.UniqueConstraint(
                fields=["nominee", "member", "part", "criterion"], name="reports_one_panel_score"
            ),
            models.CheckConstraint(
                condition=Q(score__range=(0, 100)),
                name="reports_panel_score_0_to_100",
                violation_error_message=_("Nilai panel harus antara 0 dan 100."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.nominee_id} · {self.criterion} · {self.score}"
