"""Who holds an innovation open at the desk: one tab of one reviewer at a time, and only while that tab gives a sign of life.

A tab names itself by a token of its own. A page made anew has a new token and names the one it follows, so that walking from row
to row keeps the innovation, while a copy of a tab does not share it: whoever follows first has it. Whoever writes the lease has
locked the innovation, the sign of life excepted, which is one conditional statement.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from iga_portal.refusals import Refused, TransitionRefused
from iga_portal.web.formats import clock
from innovations.domain.locking import lock_innovation
from innovations.enums import State
from innovations.models import Absence, Innovation, Lease, QualitySample, RowQuestion
from innovations.queries.quality import sample_of
from innovations.rules import can_assess, can_take_step
from innovations.workflow import BY_ACTION, Action
from regions.access import Actor
from regions.enums import AFTER_MEASUREMENT, Role
from regions.queries.people import members_with_role

LIFE: Final = timedelta(minutes=3)
"""How long a lease lives without a sign of life: a short break in the line costs nobody the innovation."""
BEAT_SECONDS: Final = 30
"""How often an open page gives its sign of life."""


class Held(Refused):
    """Another tab holds the innovation open. `own`: one of the same person, who may go on in this one."""

    def __init__(self, lease: Lease, *, reviewer: Actor, zone: str) -> None:
        self.lease = lease
        self.own = lease.holder_id == reviewer.person_id
        super().__init__("held_by_you" if self.own else "held", held_words(lease, own=self.own, zone=zone))


def held_words(lease: Lease, *, own: bool, zone: str) -> str:
    """Who holds it and what to do next. `lease.holder` is at hand."""
    at = {"who": str(lease.holder), "time": clock(lease.taken_at, zone=zone)}
    if own:
        return (
            _(
                "Anda membuka inovasi ini di tab lain sejak %(time)s. Lanjutkan di sini bila tab itu tidak dipakai lagi."
            )
            % at
        )
    return (
        _(
            "%(who)s sedang memeriksa inovasi ini sejak %(time)s. Anda dapat membaca; keputusan disimpan satu orang saja."
        )
        % at
    )


def refuse_judging(reviewer: Actor, innovation: Innovation) -> None:
    """Raise Refused or TransitionRefused when this person may not judge now: the desk's reviewer, or the evaluator after it."""
    if reviewer.role is Role.EVALUATOR:
        refuse_assessing(reviewer, sample_of(innovation))
    else:
        _refuse_at_desk(reviewer, innovation)


def refuse_assessing(evaluator: Actor, sample: QualitySample | None) -> None:
    """Raise TransitionRefused when an evaluator may not decide on a sample now (`innovations.rules.can_assess`)."""
    ruling = can_assess(evaluator, sample, now=timezone.now())
    if not ruling:
        raise TransitionRefused(
            ruling.code, _("%(why)s Keputusan ini tidak disimpan.") % {"why": ruling.reason}
        )


def _refuse_at_desk(reviewer: Actor, innovation: Innovation) -> None:
    """Raise Refused when role, ties or the end of measuring forbid judging, TransitionRefused when it is not at the desk.

    The desk reads on after input has closed: what it finds is the verified index, and the ground of next year's coaching.
    With quality control the assessment is the ministry's, and verdicts of the desk stay as they are.
    """
    ruling = can_take_step(reviewer, innovation, BY_ACTION[Action.VERIFY])
    if not ruling:
        raise Refused(ruling.code, ruling.reason)
    if innovation.state != State.SUBMITTED:
        raise TransitionRefused(
            "not_at_desk",
            _("Inovasi ini tidak sedang di desk (status: %(state)s). Keputusan tidak disimpan.")
            % {"state": innovation.get_state_display()},
        )
    if not desk_is_open(innovation, now=timezone.now()):
        raise TransitionRefused(
            "closed",
            _(
                "Masa pengukuran sudah berakhir; keputusan desk tidak dapat diubah lagi. Keputusan ini tidak disimpan."
            ),
        )


def desk_is_open(innovation: Innovation, *, now: datetime) -> bool:
    """Whether the desk may still judge: until quality control begins. `region_period.period` is at hand."""
    return innovation.region_period.phase_at(now) not in AFTER_MEASUREMENT


# Taking and keeping ------------------------------------------------------------------------------------------------


def take_lease(
    innovation_id: int, *, reviewer: Actor, tab: UUID, follows: UUID | None = None, force: bool = False
) -> Lease:
    """Hold an innovation open for one tab. `follows` is the token of the page that this tab showed before.

    Raises as `refuse_judging` does, and Held while another tab gives signs of life; `force` takes it from one of the same
    person, never from somebody else.
    """
    innovation = lock_innovation(innovation_id)
    refuse_judging(reviewer, innovation)
    lease = hold(innovation, reviewer=reviewer, tab=tab, follows=follows, force=force)
    assert lease is not None
    return lease


def hold(
    innovation: Innovation,
    *,
    reviewer: Actor,
    tab: UUID | None,
    follows: UUID | None = None,
    force: bool = False,
) -> Lease | None:
    """As `take_lease`, for a caller who has locked the innovation and asked the rule.

    Without a tab (an act from outside the row's page) nothing is taken; it is refused only while somebody else holds it.
    """
    now = timezone.now()
    lease = Lease.objects.select_related("holder").filter(innovation=innovation).first()
    own = lease is not None and lease.holder_id == reviewer.person_id
    if tab is None:
        if lease is not None and not own and _is_held(lease, now=now):
            raise Held(lease, reviewer=reviewer, zone=str(lease.region.time_zone))
        return lease
    until = now + LIFE
    if lease is None:
        return Lease.objects.create(
            region_id=innovation.region_id,
            innovation=innovation,
            holder_id=reviewer.person_id,
            tab=tab,
            taken_at=now,
            beat_at=now,
            expires_at=until,
        )
    continues = own and (lease.tab == tab or (follows is not None and lease.tab == follows))
    if not continues and not (own and force) and _is_held(lease, now=now):
        raise Held(lease, reviewer=reviewer, zone=str(lease.region.time_zone))
    if not continues:
        lease.taken_at = now
    lease.holder_id = reviewer.person_id
    lease.tab, lease.beat_at, lease.expires_at = tab, now, until
    lease.save(update_fields=["holder", "tab", "taken_at", "beat_at", "expires_at"])
    return lease


def beat(innovation_id: int, *, reviewer: Actor, tab: UUID) -> bool:
    """A sign of life: the lease lives on. False when the innovation is no longer this tab's. One statement, no lock.

    A lease that ran out while the machine slept lives again, unless somebody else has taken it meanwhile: then its tab is
    another one.
    """
    now = timezone.now()
    kept = Lease.objects.filter(innovation_id=innovation_id, holder_id=reviewer.person_id, tab=tab)
    return bool(kept.update(beat_at=now, expires_at=now + LIFE))


def leave(innovation_id: int, *, reviewer: Actor, tab: UUID) -> bool:
    """The tab goes away: its lease ends. Another tab's stays. False when there was nothing to end."""
    ended, _each = Lease.objects.filter(
        innovation_id=innovation_id, holder_id=reviewer.person_id, tab=tab
    ).delete()
    return bool(ended)


def leave_desk(innovation: Innovation) -> None:
    """The innovation leaves the desk: nobody holds it, and what was asked on its rows is asked no longer. It is locked."""
    Lease.objects.filter(innovation=innovation).delete()
    RowQuestion.objects.filter(answer__innovation=innovation, closed_at__isnull=True).update(
        closed_at=timezone.now()
    )


# Reading -----------------------------------------------------------------------------------------------------------


def lease_on(innovation: Innovation) -> Lease | None:
    """The lease that holds now, with its holder; None when there is none or it ran out. One query."""
    lease = Lease.objects.select_related("holder").filter(innovation=innovation).first()
    return lease if lease is not None and lease.expires_at > timezone.now() else None


def _is_held(lease: Lease, *, now: datetime) -> bool:
    """Whether a lease still keeps others out: signs of life, by somebody who is still a reviewer or evaluator here and not away today."""
    if lease.expires_at <= now:
        return False
    if lease.holder_id not in members_with_role(
        lease.region_id, role=Role.REVIEWER
    ) and lease.holder_id not in members_with_role(lease.region_id, role=Role.EVALUATOR):
        return False
    today = now.astimezone(lease.region.zone).date()
    return not Absence.objects.filter(
        person_id=lease.holder_id, first_day__lte=today, last_day__gte=today
    ).exists()
