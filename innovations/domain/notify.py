"""Notices about an innovation, written in the transaction of what happened."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
from regions.queries.people import members_of_opd, members_with_role, standing

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


def notify_about_all(innovations: Sequence[Innovation], step: Step, *, actor: Actor, reason: str) -> None:
    """A step of a whole portfolio, told to each OPD once: of one innovation by its name, of several by their number.

    `innovations` have their OPD at hand. One query for the people, and what telling takes for each OPD.
    """
    by_opd: dict[int, list[Innovation]] = {}
    for innovation in innovations:
        by_opd.setdefault(innovation.opd_id, []).append(innovation)
    people: dict[int, list[int]] = {}
    region_id = innovations[0].region_id
    operators = standing(region_id).filter(role=Role.OPERATOR).exclude(person_id=actor.person_id)
    for person_id, opd_id in operators.order_by("pk").values_list("person_id", "opd_id"):
        people.setdefault(opd_id or 0, []).append(person_id)
    more = phrase(gettext_noop("Alasan: %(reason)s"), reason=reason) if step.needs_reason else None
    for opd_id, group in by_opd.items():
        opd = group[0].opd
        # A unit's own people are led to their own place.
        places = {
            person_id: place
            for place in (opd.parent_id, opd_id)
            if place
            for person_id in people.get(place, ())
        }
        if len(group) == 1:
            paths = {
                person_id: reverse("opd:innovation", args=[region_id, place, group[0].public_id])
                for person_id, place in places.items()
            }
            _tell(group[0], step, paths=paths, words=step.words_opd, more=more)
        elif places:
            _tell_many(group, step, places=places, more=more)


MANY = {
    Action.SEND: gettext_noop("%(opd)s: daerah mengirim %(many)s ke Kemendagri."),
    Action.RECALL: gettext_noop("%(opd)s: Kemendagri mengembalikan %(many)s ke daerah. %(more)s"),
}


def _tell_many(
    group: Sequence[Innovation], step: Step, *, places: Mapping[int, int], more: dict[str, Any] | None
) -> None:
    region_id = group[0].region_id
    values: dict[str, Any] = {
        "opd": group[0].opd.name,
        "many": plural("%(count)s inovasi", "%(count)s inovasi", len(group)),
    }
    tell(
        region_id=region_id,
        person_ids=places,
        kind=step.action,
        message=MANY[step.action],
        values=values if more is None else {**values, "more": more},
        path={person_id: reverse("opd:home", args=[region_id, place]) for person_id, place in places.items()},
    )


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
