"""Notices about an innovation, written in the transaction of what happened."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from iga_portal.notices.models import Notice
from innovations.models import Innovation
from innovations.workflow import Action, Step
from regions.access import Actor
from regions.enums import Role
from regions.queries.people import members_of_opd, members_with_role

TO_DESK = frozenset({Action.SUBMIT, Action.RESUBMIT, Action.REOPEN_ROWS})
TO_OPD = frozenset(
    {
        Action.RETURN,
        Action.VERIFY,
        Action.DECLINE,
        Action.REOPEN,
        Action.REOPEN_ROWS,
        Action.SEND,
        Action.RECALL,
    }
)


def notify_about(innovation: Innovation, step: Step, *, actor: Actor | None) -> None:
    """One notice for each person whom the step concerns, the one who took it excepted."""
    notices: dict[int, Notice] = {}
    if step.action in TO_DESK:
        path = reverse("desk:innovation", args=[innovation.region_id, innovation.public_id])
        for person_id in members_with_role(innovation.region_id, role=Role.REVIEWER):
            notices[person_id] = _notice(
                innovation, step, person_id=person_id, path=path, words=str(step.words_desk)
            )
    if step.action in TO_OPD:
        for person_id, opd_id in members_of_opd(innovation.region_id, opd_id=innovation.opd_id):
            path = reverse("opd:innovation", args=[innovation.region_id, opd_id, innovation.public_id])
            notices[person_id] = _notice(
                innovation, step, person_id=person_id, path=path, words=str(step.words_opd)
            )
    if actor is not None:
        notices.pop(actor.person_id, None)
    Notice.objects.bulk_create(notices.values())


def _notice(innovation: Innovation, step: Step, *, person_id: int, path: str, words: str) -> Notice:
    text = _("%(name)s: %(words)s") % {"name": innovation.name, "words": words}
    return Notice(
        region_id=innovation.region_id, person_id=person_id, kind=step.action, text=text[:300], path=path
    )
