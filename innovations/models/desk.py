"""How the desk shares its work: who reads what, who is away, who holds an innovation open, what is asked on a row."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from iga_portal.tenancy.audit import audited
from iga_portal.tenancy.fields import TenantForeignKey
from iga_portal.tenancy.models import TenantModel
from innovations.enums import AssignmentOrigin


@audited()
class Assignment(TenantModel):
    """Which reviewer reads an innovation, and how that came about. One is current; earlier ones stay as history.

    `origin` APPOINTED is the one way past a conflict of interest: the regional admin names somebody although nobody is free of
    one, with a reason that quality control reads.
    """

    innovation = TenantForeignKey(
        "innovations.Innovation", on_delete=models.CASCADE, related_name="assignments"
    )
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    origin = models.CharField(max_length=10, choices=AssignmentOrigin)
    reason = models.TextField("alasan", blank=True)
    assigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    is_current = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["innovation"], condition=Q(is_current=True), name="innovations_one_current_assignment"
            ),
            models.CheckConstraint(
                condition=~Q(origin=AssignmentOrigin.APPOINTED) | ~Q(reason=""),
                name="innovations_appointed_with_reason",
                violation_error_message=_("Tuliskan alasan penunjukan."),
            ),
            models.CheckConstraint(
                condition=Q(is_current=True, ended_at__isnull=True)
                | Q(is_current=False, ended_at__isnull=False),
                name="innovations_assignment_ends_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["region", "reviewer"], condition=Q(is_current=True), name="innovations_assigned_to"
            )
        ]

    def __str__(self) -> str:
        return f"{self.innovation_id} · {self.reviewer_id}"


@audited()
class AssignmentRule(TenantModel):
    """Innovations of an OPD (its units included), or of an urusan, go to a reviewer. The OPD's rule is the stronger one."""

    opd = TenantForeignKey("regions.Opd", on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    urusan = models.CharField(max_length=3, blank=True)
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta(TenantModel.Meta):
        ordering = ["opd_id", "urusan", "id"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(opd__isnull=False) & Q(urusan="")) | (Q(opd__isnull=True) & ~Q(urusan="")),
                name="innovations_rule_opd_or_urusan",
                violation_error_message=_("Pilih salah satu: OPD atau urusan."),
            ),
            models.UniqueConstraint(
                fields=["region", "opd", "urusan"],
                name="innovations_one_rule_each",
                nulls_distinct=False,
                violation_error_message=_("Aturan untuk OPD atau urusan ini sudah ada; ubah yang itu."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.opd_id or self.urusan} → {self.reviewer_id}"


@audited()
class Absence(TenantModel):
    """Days on which a reviewer reads nothing, both included, in the region's own calendar."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    first_day = models.DateField("hari pertama")
    last_day = models.DateField("hari terakhir")
    note = models.CharField("keterangan", max_length=200, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta(TenantModel.Meta):
        ordering = ["first_day", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(first_day__lte=models.F("last_day")),
                name="innovations_absence_in_order",
                violation_error_message=_("Hari terakhir tidak boleh sebelum hari pertama."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} · {self.first_day} - {self.last_day}"


@audited()
class Coaching(TenantModel):
    """Somebody of the desk helped an OPD with this innovation: they do not judge it."""

    innovation = TenantForeignKey(
        "innovations.Innovation", on_delete=models.CASCADE, related_name="coachings"
    )
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    note = models.CharField("keterangan", max_length=200, blank=True)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["innovation", "person"], name="innovations_coached_once")
        ]

    def __str__(self) -> str:
        return f"{self.innovation_id} · {self.person_id}"


@audited(exclude=["beat_at", "expires_at"])
class Lease(TenantModel):
    """An innovation held open by one tab of one reviewer. Without a sign of life it ends at `expires_at`."""

    innovation = TenantForeignKey("innovations.Innovation", on_delete=models.CASCADE, related_name="+")
    holder = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    tab = models.UUIDField(default=uuid.uuid4)
    taken_at = models.DateTimeField()
    beat_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["innovation"], name="innovations_held_by_one"),
        ]

    def __str__(self) -> str:
        return f"{self.innovation_id} · {self.holder_id}"


@audited()
class SavedView(TenantModel):
    """A reviewer's name for a choice of filters in the queue: the query string of its address."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField("nama", max_length=60)
    query = models.CharField(max_length=500)
    is_default = models.BooleanField(default=False)
    """The queue opens with this view when its address names no filters."""
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta(TenantModel.Meta):
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["region", "person"],
                condition=Q(is_default=True),
                name="innovations_one_default_view",
            ),
            models.UniqueConstraint(
                fields=["region", "person", "name"],
                name="innovations_one_view_a_name",
                violation_error_message=_("Tampilan dengan nama ini sudah ada."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


@audited()
class CannedReason(TenantModel):
    """A reason that the desk of a region gives often; `row` None is for every row. Its row leads to the guide."""

    row = models.PositiveSmallIntegerField("baris", null=True, blank=True)
    text = models.CharField("alasan", max_length=500)
    position = models.PositiveSmallIntegerField("urutan", default=0)
    is_active = models.BooleanField("dipakai", default=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta(TenantModel.Meta):
        ordering = ["row", "position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(row__isnull=True) | Q(row__range=(16, 35)), name="innovations_canned_row"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="innovations_canned_text"),
            models.UniqueConstraint(
                fields=["region", "row", "text"],
                name="innovations_canned_once",
                nulls_distinct=False,
                violation_error_message=_("Alasan ini sudah ada."),
            ),
        ]

    def __str__(self) -> str:
        return self.text


@audited()
class RowQuestion(TenantModel):
    """A question of the desk on one row. It unlocks nothing; the row's clock stands still until the OPD has answered."""

    answer = TenantForeignKey("innovations.Answer", on_delete=models.CASCADE, related_name="questions")
    text = models.TextField("pertanyaan")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    reply = models.TextField("jawaban", blank=True)
    replied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    replied_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="innovations_question_asked"),
            models.CheckConstraint(
                condition=Q(replied_at__isnull=True, reply="") | (Q(replied_at__isnull=False) & ~Q(reply="")),
                name="innovations_question_reply_whole",
            ),
            models.UniqueConstraint(
                fields=["answer"],
                condition=Q(closed_at__isnull=True),
                name="innovations_one_open_question_a_row",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]
