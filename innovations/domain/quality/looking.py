"""The evaluator's end of a sample: done with it, or on with it again."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from iga_portal.refusals import Refused, TransitionRefused
from innovations.domain.texts import LONGEST_NOTE, clean_text
from innovations.models import Lease, QualitySample
from innovations.queries.quality import progress_of
from innovations.rules import can_assess
from regions.access import Actor


def close_sample(
    sample_id: int, *, evaluator: Actor, note: str = "", rest_stands: bool = False
) -> QualitySample:
    """The evaluator is done with a sample: every row decided, or (`rest_stands`) what is left keeps the level it has.

    A second press changes nothing. Raises Refused (role, not_yours, open_rows), TransitionRefused.
    """
    sample = _own_sample(sample_id, evaluator=evaluator)
    if sample.closed_at is not None:
        return sample
    progress = progress_of([sample]).get(sample.pk)
    if not rest_stands and (progress is None or not progress.is_whole):
        raise Refused(
            "open_rows",
            _(
                "Masih ada baris yang belum diputuskan. Putuskan, atau nyatakan bahwa sisanya tetap seperti adanya."
            ),
        )
    sample.note = clean_text(note, longest=LONGEST_NOTE)
    sample.closed_at, sample.closed_by_id = timezone.now(), evaluator.person_id
    sample.save(update_fields=["note", "closed_at", "closed_by"])
    if sample.innovation_id:
        Lease.objects.filter(innovation_id=sample.innovation_id).delete()
    return sample


def reopen_sample(sample_id: int, *, evaluator: Actor) -> QualitySample:
    """Go on with a sample that one had closed, while quality control of the region goes on."""
    sample = _own_sample(sample_id, evaluator=evaluator)
    if sample.closed_at is not None:
        sample.closed_at, sample.closed_by = None, None
        sample.save(update_fields=["closed_at", "closed_by"])
    return sample


def _own_sample(sample_id: int, *, evaluator: Actor) -> QualitySample:
    sample = (
        QualitySample.objects.locked()
        .select_related("region_period__period", "evaluator", "innovation")
        .get(pk=sample_id)
    )
    ruling = can_assess(evaluator, sample, now=timezone.now(), also_closed=True)
    if not ruling:
        raise TransitionRefused(ruling.code, ruling.reason)
    return sample
