from __future__ import annotations

from datetime import datetime, timedelta

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from iga_portal.tenancy.audit import audited
from iga_portal.tenancy.fields import TenantForeignKey
from iga_portal.tenancy.models import TenantModel
from regions.enums import PeriodAct, Phase


class Instrument(models.Model):
    """The rules of a year as data, loaded by one person and approved by another.

    Frozen with the approval, and once a period uses it: the database refuses any change of its content. The instruments that
    come with the portal have nobody in `loaded_by`.
    """

    year = models.PositiveSmallIntegerField()
    status = models.CharField(
        max_length=12, choices=[("official", _("resmi")), ("prognosis", _("prognosis"))]
    )
    document = models.JSONField()
    fingerprint = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    loaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    approved_at = models.DateTimeField(null=True)
    frozen_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=models.F("loaded_by")),
                name="regions_instrument_approved_by_another",
                violation_error_message=_("Instrumen disetujui oleh orang lain, bukan oleh yang memuatnya."),
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True, approved_at__isnull=True)
                | Q(approved_by__isnull=False, approved_at__isnull=False, frozen_at__isnull=False),
                name="regions_instrument_approval_whole",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="frozen_instrument",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__frozen_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"IGA {self.year} · {self.fingerprint[:8]}"


class Period(models.Model):
    """One yearly cycle. Its moments are absolute; pages show them in the person's own zone.

    `is_demo` marks a schedule that hangs on the first start of a demonstration ("jadwal peragaan").
    """

    year = models.PositiveSmallIntegerField(unique=True)
    name = models.CharField(max_length=80)
    instrument = models.ForeignKey(Instrument, on_delete=models.PROTECT, related_name="periods")
    input_opens = models.DateTimeField()
    input_closes = models.DateTimeField()
    measurement_ends = models.DateTimeField()
    quality_control_ends = models.DateTimeField()
    publishes_at = models.DateTimeField(null=True, blank=True)
    """The announced moment of publication: nothing is published before it. None: not announced."""
    grace_minutes = models.PositiveSmallIntegerField(default=0)
    """How long after the end of the input a step that was begun in time is still taken. Told to nobody."""
    closed_at = models.DateTimeField(null=True)
    """When the ministry closed the period after its publication; None while it goes on."""
    is_demo = models.BooleanField(default=False)
    is_current = models.BooleanField(default=False)
    shows_running_place = models.BooleanField(default=False)

    class Meta:
        ordering = ["-year"]
        constraints = [
            models.UniqueConstraint(
                fields=["is_current"], condition=Q(is_current=True), name="regions_one_current_period"
            ),
            models.CheckConstraint(
                condition=Q(input_opens__lt=models.F("input_closes"))
                & Q(input_closes__lte=models.F("measurement_ends"))
                & Q(measurement_ends__lte=models.F("quality_control_ends")),
                name="regions_period_in_order",
                violation_error_message=_(
                    "Tanggal harus berurutan: penjaringan, pengukuran, quality control."
                ),
            ),
            models.CheckConstraint(
                condition=Q(publishes_at__isnull=True)
                | Q(publishes_at__gte=models.F("quality_control_ends")),
                name="regions_publication_after_quality_control",
                violation_error_message=_("Pengumuman tidak boleh sebelum quality control selesai."),
            ),
            models.CheckConstraint(
                condition=Q(grace_minutes__lte=180),
                name="regions_grace_at_most_3_hours",
                violation_error_message=_("Kelonggaran paling lama 180 menit."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def input_until(self) -> datetime:
        """The last second of input: what people are told, because "00.00" of the day after is read as a day more."""
        return self.input_closes - timedelta(seconds=1)

    def phase_at(self, moment: datetime) -> Phase:
        """The national phase at an aware moment; a phase ends with the moment named, exclusively.

        Publication lasts until the ministry closes the period. A region may have more time: `RegionPeriod.phase_at`.
        """
        if self.closed_at is not None and moment >= self.closed_at:
            return Phase.CLOSED
        if moment < self.input_opens:
            return Phase.REFINEMENT
        if moment < self.input_closes:
            return Phase.INPUT
        if moment < self.measurement_ends:
            return Phase.MEASUREMENT
        if moment < self.quality_control_ends:
            return Phase.QUALITY_CONTROL
        return Phase.PUBLICATION


@audited(exclude=["content_version", "scored_version", "nudged_at", "running_place"])
class RegionPeriod(TenantModel):
    """One region in one period: the row whose `content_version` every change that can move a score raises.

    A worker brings `scored_version` up to it. `nudged_at` is set while a worker has been asked and has not begun, so that a
    burst of changes asks once.
    """

    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="+")
    content_version = models.PositiveBigIntegerField(default=0)
    scored_version = models.PositiveBigIntegerField(default=0)
    nudged_at = models.DateTimeField(null=True)
    submit_until = models.DateTimeField(null=True, blank=True)
    """The region's own day by which an OPD hands in to the desk, inside the national input; None: the national one."""
    desk_until = models.DateTimeField(null=True, blank=True)
    """By when the desk has read everything; None: the end of the national input."""
    desk_days = models.PositiveSmallIntegerField(default=7)
    """The desk's promise to an OPD: days from submission to the first reading."""
    target_rank = models.PositiveSmallIntegerField(null=True, blank=True)
    """The place that the region aims at, among the regions of its kind."""
    target_index = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    running_place = models.PositiveIntegerField(null=True)
    sent_at = models.DateTimeField(null=True)
    assessed_at = models.DateTimeField(null=True)
    """When the quality control of the region was closed."""
    more_until = models.DateTimeField(null=True, blank=True)
    """The last second of the region's latest extension (`RegionExtension`), kept at hand because every page and guard asks."""

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["region", "period"], name="regions_one_row_a_period"),
            models.CheckConstraint(
                condition=Q(submit_until__isnull=True)
                | Q(desk_until__isnull=True)
                | Q(submit_until__lte=models.F("desk_until")),
                name="regions_local_dates_in_order",
                violation_error_message=_("Batas pengajuan OPD tidak boleh sesudah batas pemeriksaan desk."),
            ),
            models.CheckConstraint(
                condition=Q(desk_days__range=(1, 60)), name="regions_desk_promises_1_to_60_days"
            ),
            models.CheckConstraint(
                condition=Q(target_rank__isnull=True) | Q(target_rank__gte=1),
                name="regions_target_rank_from_1",
            ),
            models.CheckConstraint(
                condition=Q(scored_version__lte=models.F("content_version")), name="regions_scored_not_ahead"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.region_id} · {self.period_id}"

    @property
    def is_scored(self) -> bool:
        return self.scored_version == self.content_version

    @property
    def input_until(self) -> datetime:
        """The last second of the region's input: the national one, or later where it was given more time.

        `period` is at hand, here and below. An extension that a moved national end has overtaken takes nothing away; one that
        reaches past a moved end of quality control ends with that.
        """
        national = self.period.input_until
        if self.more_until is None:
            return national
        return max(national, min(self.more_until, self.period.quality_control_ends - timedelta(seconds=1)))

    @property
    def input_closes(self) -> datetime:
        """The first moment at which the region's input is over."""
        return self.input_until + timedelta(seconds=1)

    def phase_at(self, moment: datetime) -> Phase:
        """The phase that holds for this region: with more time its input goes on while others are measured."""
        national = self.period.phase_at(moment)
        is_running = national in {Phase.MEASUREMENT, Phase.QUALITY_CONTROL}
        return Phase.INPUT if is_running and moment < self.input_closes else national


@audited()
class OpdExtension(TenantModel):
    """More time for one OPD to hand in to the desk, with its reason; never beyond the national input. The latest row counts."""

    region_period = TenantForeignKey(RegionPeriod, on_delete=models.PROTECT, related_name="extensions")
    opd = TenantForeignKey("regions.Opd", on_delete=models.CASCADE, related_name="extensions")
    until = models.DateTimeField("sampai")
    reason = models.TextField("alasan")
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    granted_at = models.DateTimeField(auto_now_add=True)

    class Meta(TenantModel.Meta):
        ordering = ["-granted_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="regions_extension_reason",
                violation_error_message=_("Tuliskan alasan perpanjangan."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.opd_id} · {self.until}"


@audited()
class RegionExtension(TenantModel):
    """More time for one region to send, beyond the national input, with its reason. The latest row counts."""

    region_period = TenantForeignKey(RegionPeriod, on_delete=models.PROTECT, related_name="more_time")
    until = models.DateTimeField("sampai")
    """The last second."""
    reason = models.TextField("alasan")
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    granted_at = models.DateTimeField(auto_now_add=True)

    class Meta(TenantModel.Meta):
        ordering = ["-granted_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="regions_region_extension_reason",
                violation_error_message=_("Tuliskan alasan perpanjangan."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.region_id} · {self.until}"


@audited()
class PeriodChange(TenantModel):
    """One change of a period: who, what stood before and after, and why. Rows of region 0, which only the ministry reads.

    `Period` is no tenant model, because everybody reads it; its history is the ministry's own (the grace is told to nobody).
    `before` and `after` hold the fields that changed, moments as ISO texts in UTC.
    """

    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="+")
    act = models.CharField(max_length=12, choices=PeriodAct)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    reason = models.TextField("alasan", blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta(TenantModel.Meta):
        ordering = ["-made_at", "-id"]

    def __str__(self) -> str:
        return f"{self.period_id} · {self.act}"
