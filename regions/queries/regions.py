"""Reads of regions; not under row-level security."""

from __future__ import annotations

from django.db.models import QuerySet

from iga_portal.tenancy.scope import NATION
from regions.models import Region


def participants() -> QuerySet[Region]:
    """The 546 regions that take part: all but the six administrative ones of Jakarta (and "Pusat")."""
    return Region.objects.filter(participates=True).exclude(pk=NATION)
