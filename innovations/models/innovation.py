from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from iga_portal.tenancy.audit import audited
from iga_portal.tenancy.fields import TenantForeignKey
from iga_portal.tenancy.models import TenantModel
from innovations.enums import CLAIMED_STATES, Classification, Form, Initiator, Kind, Stage, State


@audited(exclude=["autosaves"])
class Innovation(TenantModel):
    """One innovation of one OPD in one period: the 22 items of the proposal, and where it stands.

    A draft may be incomplete in everything but its name; what is missing is asked by `innovations.domain.completeness`.
    `version` counts the writes: a page sends the number it saw, so that a second tab cannot overwrite silently. Only
    `innovations.domain.transitions` writes `state`.
    """

    opd = TenantForeignKey(
        "regions.Opd", on_delete=models.PROTECT, related_name="innovations", verbose_name="OPD"
    )
    region_period = TenantForeignKey(
        "regions.RegionPeriod", on_delete=models.PROTECT, related_name="innovations"
    )
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    # 1 - 9
    name = models.CharField("nama inovasi", max_length=200)
    stage = models.CharField("tahapan", max_length=12, choices=Stage, blank=True)
    initiator = models.CharField("inisiator", max_length=20, choices=Initiator, blank=True)
    initiator_name = models.CharField("nama inisiator", max_length=200, blank=True)
    classification = models.CharField("klasifikasi", max_length=20, choices=Classification, blank=True)
    latitude = models.DecimalField("lintang", max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField("bujur", max_digits=8, decimal_places=5, null=True, blank=True)
    kind = models.CharField("jenis", max_length=12, choices=Kind, blank=True)
    form = models.CharField("bentuk", max_length=20, choices=Form, blank=True)
    asta_cita = models.PositiveSmallIntegerField("Asta Cita", null=True, blank=True)
    # 10 PKPN: codes of innovations/data/pkpn.json
    pkpn_cluster = models.CharField("klaster PKPN", max_length=8, blank=True)
    pkpn_main = models.CharField("program PKPN utama", max_length=8, blank=True)
    pkpn_overlapping = ArrayField(
        models.CharField(max_length=8), default=list, blank=True, verbose_name="PKPN beririsan"
    )
    # 11 urusan: codes of innovations/data/urusan.csv
    urusan = models.CharField("urusan utama", max_length=3, blank=True)
    urusan_overlapping = ArrayField(
        models.CharField(max_length=3), default=list, blank=True, verbose_name="urusan beririsan"
    )
    # 12 - 14
    trial_date = models.DateField("tanggal uji coba", null=True, blank=True)
    implemented_on = models.DateField("tanggal penerapan awal", null=True, blank=True)
    developed_on = models.DateField("tanggal pengembangan terbaru", null=True, blank=True)
    development_note = models.TextField("penjelasan pengembangan", blank=True)
    """What has been developed since the innovation was entered in an earlier year; asked of copies (`copied_from`)."""
    # 15 - 18
    design = models.TextField("rancang bangun", blank=True)
    aim = models.TextField("tujuan", blank=True)
    benefit = models.TextField("manfaat", blank=True)
    result = models.TextField("hasil", blank=True)
    # 19 - 22
    budget_document = TenantForeignKey(
        "innovations.Document", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    profile_document = TenantForeignKey(
        "innovations.Document", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ip_document = TenantForeignKey(
        "innovations.Document", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    award_document = TenantForeignKey(
        "innovations.Document", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    state = models.CharField(max_length=12, choices=State, default=State.DRAFT)
    version = models.PositiveIntegerField(default=1)
    autosaves = models.PositiveIntegerField(default=0)
    """How often a field or a row was saved by itself: a count for improving the portal, never about a person."""
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    submitted_at = models.DateTimeField(null=True)
    verified_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    copied_from = TenantForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta(TenantModel.Meta):
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="innovations_named"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="innovations_known_state"),
            # What counts in an index has what the facts document needs.
            models.CheckConstraint(
                condition=~Q(state__in=CLAIMED_STATES) | (~Q(stage="") & ~Q(urusan="")),
                name="innovations_counted_has_stage_urusan",
                violation_error_message=_("Tahapan dan urusan tidak boleh kosong setelah diajukan."),
            ),
            models.CheckConstraint(
                condition=Q(asta_cita__isnull=True) | Q(asta_cita__range=(1, 8)),
                name="innovations_asta_cita_1_to_8",
            ),
            models.CheckConstraint(
                condition=Q(trial_date__isnull=True)
                | Q(implemented_on__isnull=True)
                | Q(trial_date__lte=models.F("implemented_on")),
                name="innovations_trial_before_implementation",
                violation_error_message=_(
                    "Tanggal uji coba harus sebelum atau sama dengan tanggal penerapan."
                ),
            ),
            models.CheckConstraint(
                condition=Q(implemented_on__isnull=True)
                | Q(developed_on__isnull=True)
                | Q(implemented_on__lte=models.F("developed_on")),
                name="innovations_implementation_before_development",
                violation_error_message=_(
                    "Tanggal pengembangan harus sesudah atau sama dengan tanggal penerapan."
                ),
            ),
        ]
        indexes = [
            models.Index(fields=["region", "region_period", "state"], name="innovations_by_state"),
            models.Index(fields=["region", "opd"], name="innovations_by_opd"),
        ]

    def __str__(self) -> str:
        return self.name
