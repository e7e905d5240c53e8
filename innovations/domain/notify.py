"""Notices about an innovation, written in the transaction of what happened."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_noop

from iga_portal.notices.domain import tell
from iga_portal.notices.words import phrase, plural
from innovations.enums import State
from innovations.models import Assignment, Innovation, ReturnReason, Transition
from innovations.workflow import Action, Step
from regions.access import Actor
from regions.enums import Role
from regions.queries.people import members_of_opd, members_with_role

TO_DESK = frozenset({Action.SUBMIT, Action.RESUBMIT, Action.REOPEN_ROWS, Action.WITHDRAW})
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


def notify_about(
    innovation: Innovation, step: Step, *, actor: Actor | None, source: State, transition: Transition
) -> None:
    """One notice for each person whom the step concerns, the one who took it excepted.

    Called last, when the reasons of a return are written. The desk never knew of a draft, so it is not told of its withdrawal;
    of what somebody reads already, only that reviewer is told. Whoever is told as desk and as OPD is told as OPD: there is
    more for them to do.
    """
    acted = {actor.person_id} if actor is not None else set()
    told: set[int] = set(acted)
    if step.action in TO_OPD:
        paths = {
            person_id: reverse("opd:innovation", args=[innovation.region_id, opd_id, innovation.public_id])
            for person_id, opd_id in members_of_opd(innovation.region_id, opd_id=innovation.opd_id)
            if person_id not in told
        }
        told |= set(paths)
        _tell(innovation, step, paths=paths, words=step.words_opd, more=_more_for_opd(step, transition))
    if step.action in TO_DESK and not (step.action is Action.WITHDRAW and source is State.DRAFT):
        path = reverse("desk:innovation", args=[innovation.region_id, innovation.public_id])
        paths = {person_id: path for person_id in _readers(innovation) if person_id not in told}
        more = _more_for_desk(innovation, step, transition) if paths else None
        _tell(innovation, step, paths=paths, words=step.words_desk, more=more)


def _readers(innovation: Innovation) -> list[int]:
    """The reviewer who reads this innovation, while they are one; else every reviewer of the region."""
    reviewers = members_with_role(innovation.region_id, role=Role.REVIEWER)
    assigned = Assignment.objects.filter(innovation=innovation, is_current=True, reviewer_id__in=reviewers)
    return list(assigned.values_list("reviewer_id", flat=True)) or reviewers


def _more_for_desk(innovation: Innovation, step: Step, transition: Transition) -> dict[str, Any] | None:
    if step.action is Action.WITHDRAW:
        return phrase(gettext_noop("Alasan: %(reason)s"), reason=transition.reason)
    if step.action is not Action.RESUBMIT:
        return None
    latest = Transition.objects.filter(innovation=innovation, action="return").order_by("-at", "-id")
    replies = ReturnReason.objects.filter(transition_id__in=latest.values("id")[:1]).exclude(reply="").count()
    if not replies:
        return None
    return plural("OPD membalas %(count)s alasan.", "OPD membalas %(count)s alasan.", replies)


def _more_for_opd(step: Step, transition: Transition) -> dict[str, Any] | None:
    if step.action is Action.RETURN:
        rows = list(transition.reasons.order_by("row").values_list("row", flat=True))
        parts = [phrase(gettext_noop("profil"))] if None in rows else []
        named = [str(row) for row in rows if row is not None]
        if named:
            parts.append(phrase(gettext_noop("baris %(rows)s"), rows=named))
        return phrase(gettext_noop("Yang diminta: %(parts)s."), parts=parts)
    if step.action in {Action.DECLINE, Action.REOPEN, Action.RECALL}:
        return phrase(gettext_noop("Alasan: %(reason)s"), reason=transition.reason)
    return None


def _tell(
    innovation: Innovation,
    step: Step,
    *,
    paths: dict[int, str],
    words: str | Promise,
    more: dict[str, Any] | None,
) -> None:
    if not paths:
        return
    values: dict[str, Any] = {"name": innovation.name, "words": words, "opd": innovation.opd.name}
    message = gettext_noop("%(name)s: %(words)s")
    if more is not None:
        message = gettext_noop("%(name)s: %(words)s %(more)s")
        values["more"] = more
    tell(
        region_id=innovation.region_id,
        person_ids=paths,
        kind=step.action,
        message=message,
        values=values,
        path=paths,
    )
