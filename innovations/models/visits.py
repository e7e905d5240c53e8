from __future__ import annotations

from django.conf import settings
from django.db import models

from iga_portal.tenancy.audit import audited
from iga_portal.tenancy.fields import TenantForeignKey
from iga_portal.tenancy.models import TenantModel


@audited(exclude=["at", "before"])
class Visit(TenantModel):
    """When a person last looked at an OPD's home, and the time before that: "what changed since your last visit".

    A bookmark, overwritten at every visit: its moments are not kept in the history.
    """

    opd = TenantForeignKey("regions.Opd", on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    before = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["opd", "person"], name="innovations_one_visit_a_person")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} · {self.opd_id}"
