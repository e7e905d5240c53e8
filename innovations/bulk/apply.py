"""Applying a plan: all of it or nothing, through the domain functions of the form, in the caller's transaction."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from iga_portal.refusals import Refused
from innovations.bulk import adapter
from innovations.bulk.plan import Plan, Work
from innovations.domain.locking import counts_somewhere
from regions.access import Actor
from regions.models import Period


def apply_plan(
    plan: Plan,
    *,
    actor: Actor,
    period: Period,
    now: datetime,
    step: Callable[[int], None] = lambda done: None,
) -> None:
    """Write a plan that was made in this transaction, under the lock.

    What is not submitted comes first: writing an innovation that counts raises the region's content version, and that row stays
    locked for everybody until the end. Raises Refused with the name of the innovation; the caller's transaction must then end.
    """
    if plan.report.is_faulty:
        raise ValueError("a plan with faults is not applied")
    works = sorted(plan.works, key=lambda work: not work.is_new and counts_somewhere(work.innovation.state))
    for done, work in enumerate(works, start=1):
        try:
            _write(work, actor=actor, period=period, now=now)
        except Refused as refusal:
            raise Refused(refusal.code, _named(work, refusal.message)) from refusal
        except ValidationError as error:
            raise Refused("invalid", _named(work, " ".join(error.messages))) from error
        step(done)


def _write(work: Work, *, actor: Actor, period: Period, now: datetime) -> None:
    changes = dict(work.changes)
    innovation_id = work.innovation.pk
    if work.is_new:
        created = adapter.create(
            actor=actor, opd_id=work.innovation.opd_id, name=changes.pop("name"), period=period, now=now
        )
        innovation_id = created.pk
    if changes:
        adapter.write_proposal(innovation_id, actor=actor, changes=changes)
    if work.claims:
        adapter.write_claims(innovation_id, actor=actor, claims=work.claims)


def _named(work: Work, text: str) -> str:
    return _("%(name)s: %(text)s") % {"name": work.entry.name, "text": text}
