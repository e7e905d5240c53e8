from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from iga_portal.tenancy.audit import audited
from iga_portal.tenancy.fields import TenantForeignKey
from iga_portal.tenancy.models import TenantModel


class LinkState(models.TextChoices):
    UNCHECKED = "unchecked", _("belum diperiksa")
    ALIVE = "alive", _("dapat dibuka")
    BROKEN = "broken", _("tidak dapat dibuka")
    CLOSED = "closed", _("meminta masuk atau izin")
    REFUSED = "refused", _("alamat tidak diterima")


@audited(exclude=["link_state", "link_note", "link_checked_at"])
class Document(TenantModel):
    """A piece of evidence (data dukung): a file or a link, with number, date and subject.

    It belongs to its OPD (none: the region's own, for the SPD rows) and is seen there, at the desk and above; a document
    for the whole region is a marked choice. Replacing one makes a new row that names the old one in `replaces`; the old one
    stays for what was judged and sent with it.
    """

    opd = TenantForeignKey(
        "regions.Opd", on_delete=models.PROTECT, null=True, blank=True, related_name="documents"
    )
    is_region_wide = models.BooleanField("untuk seluruh daerah", default=False)
    number = models.CharField("nomor surat", max_length=120, blank=True)
    dated = models.DateField("tanggal surat", null=True, blank=True)
    subject = models.CharField("tentang", max_length=300)
    file = TenantForeignKey(
        "files.StoredFile", on_delete=models.PROTECT, null=True, blank=True, related_name="documents"
    )
    link = models.URLField("tautan", max_length=500, blank=True)
    link_state = models.CharField(max_length=10, choices=LinkState, default=LinkState.UNCHECKED)
    link_note = models.CharField(max_length=200, blank=True)
    link_checked_at = models.DateTimeField(null=True, blank=True)
    replaces = TenantForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )
    is_current = models.BooleanField(default=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta(TenantModel.Meta):
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(file__isnull=False) & Q(link="")) | (Q(file__isnull=True) & ~Q(link="")),
                name="innovations_document_file_or_link",
                violation_error_message=_("Isi salah satu: berkas atau tautan."),
            ),
            models.UniqueConstraint(fields=["replaces"], name="innovations_document_replaced_once"),
        ]
        indexes = [
            models.Index(fields=["region", "opd"], name="innovations_documents_of_opd"),
            # What the sweep of links asks for every minute.
            models.Index(
                fields=["link_checked_at"],
                condition=Q(is_current=True) & ~Q(link=""),
                name="innovations_links_due",
            ),
        ]

    def __str__(self) -> str:
        return self.subject
