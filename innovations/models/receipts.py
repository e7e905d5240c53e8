from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models

from iga_portal.tenancy.audit import audited
from iga_portal.tenancy.fields import TenantForeignKey
from iga_portal.tenancy.models import TenantModel


class ReceiptKind(models.TextChoices):
    UPLOAD = "upload", "unggahan"
    SUBMISSION = "submission", "pengajuan"
    SENDING = "sending", "pengiriman"


@audited(exclude=["content"])
class Receipt(TenantModel):
    """Proof that the portal received something: a file, an innovation as it was submitted, or a region's sending.

    `code` names the receipt to whoever holds it ("6202-..."): the region's code, a dash, and 80 random bits. `sha256` is that
    of the file's bytes, or of `content`, the canonical JSON of what was submitted or sent. Never changed once written.
    """

    code = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=12, choices=ReceiptKind)
    name = models.CharField(max_length=300)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField(null=True)
    content = models.JSONField(null=True)
    opd = TenantForeignKey("regions.Opd", on_delete=models.PROTECT, null=True, related_name="+")
    document = TenantForeignKey(
        "innovations.Document", on_delete=models.PROTECT, null=True, related_name="receipts"
    )
    innovation = TenantForeignKey(
        "innovations.Innovation", on_delete=models.PROTECT, null=True, related_name="receipts"
    )
    transition = TenantForeignKey(
        "innovations.Transition", on_delete=models.PROTECT, null=True, related_name="+"
    )
    issued_to = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        ordering = ["-at", "-id"]
        triggers = [
            pgtrigger.Protect(name="receipt_is_kept", operation=pgtrigger.Update | pgtrigger.Delete),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(sha256__regex=r"^[0-9a-f]{64}$"), name="innovations_receipt_hash"
            ),
            models.UniqueConstraint(fields=["transition"], name="innovations_one_receipt_a_step"),
        ]

    def __str__(self) -> str:
        return self.code


@audited(exclude=["content"])
class OpdConfirmation(TenantModel):
    """The head of an OPD confirmed the OPD's list in one act: what stood on it then (`content`) and its hash.

    `content` is a list of {public_id, name, state, version, claimed, parts}; `parts` names each field and row by a short hash,
    so that what changed afterwards can be told by name. The latest row of an OPD and period counts; none is ever changed.
    """

    opd = TenantForeignKey("regions.Opd", on_delete=models.PROTECT, related_name="confirmations")
    region_period = TenantForeignKey("regions.RegionPeriod", on_delete=models.PROTECT, related_name="+")
    content = models.JSONField()
    content_hash = models.CharField(max_length=64)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        ordering = ["-confirmed_at", "-id"]
        triggers = [
            pgtrigger.Protect(name="confirmation_is_kept", operation=pgtrigger.Update | pgtrigger.Delete),
        ]
        indexes = [
            models.Index(
                fields=["region", "opd", "region_period", "-confirmed_at"], name="innovations_confirmed"
            )
        ]

    def __str__(self) -> str:
        return f"{self.opd_id} · {self.confirmed_at:%Y-%m-%d}"
