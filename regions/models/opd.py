from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from iga_portal.tenancy.audit import audited
from iga_portal.tenancy.fields import TenantForeignKey
from iga_portal.tenancy.models import TenantModel


@audited()
class Opd(TenantModel):
    """An agency of the region (perangkat daerah). A UPTD (a school, a puskesmas) has a parent; one level, no deeper."""

    name = models.CharField("nama", max_length=160)
    short_name = models.CharField("singkatan", max_length=60, blank=True)
    parent = TenantForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="units")
    latitude = models.DecimalField(max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField(max_digits=8, decimal_places=5, null=True, blank=True)
    is_desk = models.BooleanField(default=False)
    """The agency that runs the desk (Bappeda, Bapperida, BRIDA)."""
    is_active = models.BooleanField(default=True)

    class Meta(TenantModel.Meta):
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["region", "name"],
                name="regions_opd_name_once",
                violation_error_message=_("OPD dengan nama ini sudah ada di daerah ini."),
            )
        ]

    def __str__(self) -> str:
        return self.name
