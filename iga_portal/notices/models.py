"""Notices: what the portal has to tell a person, written in the transaction of what happened."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from iga_portal.tenancy.audit import audited
from iga_portal.tenancy.models import TenantModel


@audited()
class Notice(TenantModel):
    """One line for one person. `path` is the page that it is about; `kind` is the code of what happened."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40)
    text = models.CharField(max_length=300)
    path = models.CharField(max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        indexes = [models.Index(fields=["region", "person", "-created_at"], name="notices_of_person")]

    def __str__(self) -> str:
        return self.text
