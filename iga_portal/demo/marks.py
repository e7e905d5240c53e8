"""Whether this installation may hold invented data: a demonstration, marked as one in three places."""

from __future__ import annotations

from django.conf import settings
from django.core.management.base import CommandError

from regions.models import Period

DEMONSTRATION = "demonstration"


def refuse_unless_demonstration() -> None:
    """Raise CommandError unless the settings say demonstration."""
    if not settings.DEMO:
        raise CommandError("Demonstration data belongs into a demonstration only (PORTAL_DEMO is not set).")


def refuse_unless_marked(period: Period | None) -> Period:
    """Raise CommandError unless settings, data folder and database all say demonstration; returns the current period.

    A setting is easily carried to the wrong machine; the folder's `kind` was written at its first start, and the period's
    mark stands in the database itself.
    """
    refuse_unless_demonstration()
    kind = settings.DATA_DIR / "kind"
    if not kind.is_file() or kind.read_text().strip() != DEMONSTRATION:
        raise CommandError(f"The data folder {settings.DATA_DIR} is not marked as a demonstration.")
    if period is None:
        raise CommandError("There is no current period yet: run load_reference first.")
    if not period.is_demo:
        raise CommandError(f"{period} in this database has official dates: it is no demonstration.")
    return period
