"""Tokens of integrations for the ministry's page."""

from __future__ import annotations

from datetime import datetime

from django.db.models import BooleanField, Case, QuerySet, Value, When

from reports.domain.tokens import in_force
from reports.models import ApiToken


def tokens(*, now: datetime) -> QuerySet[ApiToken]:
    """All tokens, those in force first, each with `is_in_force`."""
    standing = Case(When(in_force(now), then=Value(True)), default=Value(False), output_field=BooleanField())
    return (
        ApiToken.objects.annotate(is_in_force=standing)
        .select_related("region", "created_by", "revoked_by")
        .order_by("-is_in_force", "-created_at", "-pk")
    )
