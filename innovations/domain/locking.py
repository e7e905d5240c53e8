"""Finding a row inside the scope, locked, and refusing to overwrite what the person did not see."""

from __future__ import annotations

from django.utils.translation import gettext as _

from iga_portal.refusals import StaleVersion
from innovations.enums import CLAIMED_STATES, State
from innovations.models import Innovation
from regions.domain.versions import raise_content_version


def lock_innovation(innovation_id: int) -> Innovation:
    """The innovation, locked until the transaction ends. Raises Innovation.DoesNotExist outside the scope."""
    return Innovation.objects.locked().select_related("region_period__period").get(pk=innovation_id)


def refuse_stale(innovation: Innovation, seen_version: int) -> None:
    """Raise StaleVersion when the row has moved on since the page was made."""
    if innovation.version != seen_version:
        raise StaleVersion(
            _(
                "Inovasi ini telah diubah orang lain sejak halaman dibuka. Isian Anda belum disimpan; lihat perubahannya dulu."
            ),
            current=innovation.version,
        )


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
