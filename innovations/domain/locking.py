"""Finding an innovation inside the scope, locked, and telling the scoring room that its facts moved."""

from __future__ import annotations

from innovations.enums import CLAIMED_STATES, State
from innovations.models import Innovation
from regions.domain.versions import raise_content_version


def lock_innovation(innovation_id: int) -> Innovation:
    """The innovation, locked until the transaction ends. Raises Innovation.DoesNotExist outside the scope."""
    return Innovation.objects.locked().select_related("region_period__period").get(pk=innovation_id)


def counts_somewhere(state: str) -> bool:
    """True when an innovation in this state enters at least one of the three bases."""
    return State(state) in CLAIMED_STATES


def touch_scores(innovation: Innovation) -> None:
    """Raise the content version of the innovation's region; the last write of a transaction."""
    raise_content_version(
        innovation.region_period_id,
        region_id=innovation.region_id,
        period_id=innovation.region_period.period_id,
    )
