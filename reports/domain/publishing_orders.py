"""Asking a worker to prepare or to publish: what can be refused at once is refused at once, the rest by the job."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from iga_portal.jobs.domain import request_job
from iga_portal.jobs.models import Job
from iga_portal.tenancy.scope import NATION
from regions.access import Actor
from regions.models import Period
from reports.domain.publishing_prepared import refuse_to_prepare, refuse_to_publish
from reports.models import PreparedPublication

PREPARE = "reports.prepare_publication"
PUBLISH = "reports.publish"
STEPS = 2
"""Of a publication: written (with what it ends), told."""


def order_preparation(period: Period, *, actor: Actor, reason: str, now: datetime) -> Job:
    """Have a worker prepare; pressed twice it is one job. Raises Refused as `prepare_publication` does before it reads."""
    refuse_to_prepare(period, actor=actor, reason=reason, now=now)
    job, _new = request_job(
        region_id=NATION,
        kind=PREPARE,
        arguments={"period": period.pk, "reason": reason.strip()},
        once=f"publication/prepare/{period.pk}",
        person_id=actor.person_id,
        total=1,
    )
    return job


def order_publication(
    prepared: PreparedPublication, *, actor: Actor, seen_hash: str, ticked: Collection[str], now: datetime
) -> Job:
    """Have a worker publish in the actor's name. Who presses while another's order is open gets that order to look at.

    Raises Refused as `publish_prepared` does before it reads.
    """
    refuse_to_publish(prepared, actor=actor, seen_hash=seen_hash, ticked=ticked, now=now)
    job, _new = request_job(
        region_id=NATION,
        kind=PUBLISH,
        arguments={"prepared": prepared.pk, "seen": seen_hash, "ticked": sorted(ticked)},
        once=f"publication/publish/{prepared.pk}",
        person_id=actor.person_id,
        total=STEPS,
    )
    return job
