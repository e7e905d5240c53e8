"""Notices about an innovation, written in the transaction of what happened."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from iga_portal.notices.models import Notice
from innovations.enums import State
from innovations.models import Innovation, ReturnReason, Transition
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
LONGEST_NOTICE = 300


def notify_about(
    innovation: Innovation, step: Step, *, actor: Actor | None, source: State, transition: Transition
) -> None:
    """One notice for each person whom the step concerns, the one who took it excepted.

    Called last, when the reasons of a return are written. The desk never knew of a draft, so it is not told of its withdrawal.
    """
    notices: dict[int, Notice] = {}
    if step.action in TO_DESK and not (step.action is Action.WITHDRAW and source is State.DRAFT):
        words = _with_more(str(step.words_desk), _more_for_desk(innovation, step, transition))
        path = reverse("desk:innovation", args=[innovation.region_id, innovation.public_id])
        for person_id in members_with_role(innovation.region_id, role=Role.REVIEWER):
            notices[person_id] = _notice(innovation, step, person_id=person_id, path=path, words=words)
    if step.action in TO_OPD:
        words = _with_more(str(step.words_opd), _more_for_opd(step, transition))
        for person_id, opd_id in members_of_opd(innovation.region_id, opd_id=innovation.opd_id):
            path = reverse("opd:innovation", args=[innovation.region_id, opd_id, innovation.public_id])
            notices[person_id] = _notice(innovation, step, person_id=person_id, path=path, words=words)
    if actor is not None:
        notices.pop(actor.person_id, None)
    Notice.objects.bulk_create(notices.values())


def _more_for_desk(innovation: Innovation, step: Step, transition: Transition) -> str:
    if step.action is Action.WITHDRAW:
        return _("Alasan: %(reason)s") % {"reason": transition.reason}
    if step.action is not Action.RESUBMIT:
        return ""
    latest = Transition.objects.filter(innovation=innovation, action="return").order_by("-at", "-id")
    replies = ReturnReason.objects.filter(transition_id__in=latest.values("id")[:1]).exclude(reply="").count()
    if not replies:
        return ""
    return ngettext(
        "OPD membalas %(count)d alasan.", "OPD membalas %(count)d alasan.", replies
    ) % {"count": replies}  # fmt: skip


def _more_for_opd(step: Step, transition: Transition) -> str:
    if step.action is Action.RETURN:
        rows = list(transition.reasons.order_by("row").values_list("row", flat=True))
        parts = [_("profil")] if None in rows else []
        named = [str(row) for row in rows if row is not None]
        if named:
            parts.append(_("baris %(rows)s") % {"rows": ", ".join(named)})
        return _("Yang diminta: %(parts)s.") % {"parts": ", ".join(parts)}
    if step.action in {Action.DECLINE, Action.REOPEN, Action.RECALL}:
        return _("Alasan: %(reason)s") % {"reason": transition.reason}
    return ""


def _with_more(words: str, more: str) -> str:
    return f"{words} {more}" if more else words


def _notice(innovation: Innovation, step: Step, *, person_id: int, path: str, words: str) -> Notice:
    text = _("%(name)s: %(words)s") % {"name": innovation.name, "words": words}
    if len(text) > LONGEST_NOTICE:
        text = text[: LONGEST_NOTICE - 1].rstrip() + "…"
    return Notice(region_id=innovation.region_id, person_id=person_id, kind=step.action, text=text, path=path)
