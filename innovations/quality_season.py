"""When evaluators decide."""

from __future__ import annotations

from datetime import datetime

from regions.enums import Phase
from regions.models import Period

READING = frozenset({Phase.MEASUREMENT, Phase.QUALITY_CONTROL})
"""Phases in which evaluators decide: measuring with validation and quality control runs from the end of the input on."""


def quality_is_open(period: Period, *, now: datetime) -> bool:
    """Whether evaluators may decide: from the end of the input until quality control ends."""
    return period.phase_at(now) in READING
