from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from iga_portal.tenancy.audit import audited
from iga_portal.tenancy.fields import TenantForeignKey
from iga_portal.tenancy.models import TenantModel

from .answers import level_in_range


@audited()
class RegionAnswer(TenantModel):
    """One SPD row of one region: a level, or for a measured row the figures that give it.

    `previous` is T-2, `latest` T-1; in rupiah, percent or points as the instrument says. Entered by one person and confirmed
    by another; any change takes the confirmation back. `final_level` is the evaluator's, None without one.
    """

    region_period = TenantForeignKey("regions.RegionPeriod", on_delete=models.PROTECT, related_name="answers")
    row = models.CharField(max_length=3)
    level = models.PositiveSmallIntegerField(null=True, blank=True)
    previous = models.DecimalField(max_digits=27, decimal_places=9, null=True, blank=True)
    latest = models.DecimalField(max_digits=27, decimal_places=9, null=True, blank=True)
    note = models.TextField(blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    entered_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True)
    final_level = models.PositiveSmallIntegerField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta(TenantModel.Meta):
        ordering = ["region_period_id", "row"]
        constraints = [
            models.UniqueConstraint(fields=["region_period", "row"], name="innovations_one_spd_answer_a_row"),
            models.CheckConstraint(
                condition=level_in_range("level") & level_in_range("final_level"),
                name="innovations_spd_levels",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=models.F("entered_by")),
                name="innovations_spd_confirmed_by_another",
                violation_error_message=_("Baris dikonfirmasi oleh orang lain, bukan oleh yang mengisinya."),
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True, confirmed_at__isnull=True)
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
                name="innovations_spd_confirmation_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.region_id}/{self.row}"


@audited()
class RegionCitation(TenantModel):
    """A document cited for an SPD row."""

    answer = TenantForeignKey("innovations.RegionAnswer", on_delete=models.CASCADE, related_name="citations")
    document = TenantForeignKey(
        "innovations.Document", on_delete=models.PROTECT, related_name="region_citations"
    )
    pages = models.CharField("halaman", max_length=60, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta(TenantModel.Meta):
        ordering = ["answer_id", "id"]
        constraints = [
            models.UniqueConstraint(fields=["answer", "document"], name="innovations_spd_cited_once")
        ]

    def __str__(self) -> str:
        return f"{self.answer_id} · {self.document_id}"


@audited()
class IntegrityForm(TenantModel):
    """The signed integrity form (form integritas, materai Rp10.000) of the region; the latest row counts."""

    region_period = TenantForeignKey(
        "regions.RegionPeriod", on_delete=models.PROTECT, related_name="integrity_forms"
    )
    document = TenantForeignKey("innovations.Document", on_delete=models.PROTECT, related_name="+")
    signed_by = models.CharField("ditandatangani oleh", max_length=160)
    signed_on = models.DateField("tanggal tanda tangan")
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    uploaded_at = models.DateTimeField(auto_now_add=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    checked_at = models.DateTimeField(null=True)
    is_accepted = models.BooleanField(null=True)
    """What the second person found: None before anybody looked."""
    finding = models.TextField("temuan", blank=True)

    class Meta(TenantModel.Meta):
        ordering = ["-uploaded_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(checked_by__isnull=True, checked_at__isnull=True, is_accepted__isnull=True)
                | Q(checked_by__isnull=False, checked_at__isnull=False, is_accepted__isnull=False),
                name="innovations_integrity_check_whole",
            ),
            models.CheckConstraint(
                condition=Q(checked_by__isnull=True) | ~Q(checked_by=models.F("uploaded_by")),
                name="innovations_integrity_checked_by_another",
                violation_error_message=_("Form diperiksa oleh orang lain, bukan oleh pengunggahnya."),
            ),
            models.CheckConstraint(
                condition=~Q(is_accepted=False) | ~Q(finding=""),
                name="innovations_integrity_refused_with_finding",
                violation_error_message=_("Tuliskan apa yang perlu diperbaiki."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.region_id} · {self.signed_on}"
