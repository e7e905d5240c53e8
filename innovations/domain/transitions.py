"""The only code that writes the state of an innovation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from iga_portal.refusals import Refused, StaleVersion, TransitionRefused
from innovations.domain.assignments import assign_by_rule
from innovations.domain.guards import check_guards
from innovations.domain.leases import hold, leave_desk
from innovations.domain.locking import counts_somewhere, lock_innovation, touch_scores
from innovations.domain.notify import notify_about, notify_about_all
from innovations.domain.receipts import issue_submission_receipt, submission_of
from innovations.domain.texts import LONGEST_NOTE, clean_text
from innovations.enums import State
from innovations.models import Answer, Innovation, Lease, Receipt, ReturnReason, Transition
from innovations.rules import can_take_step
from innovations.workflow import BY_ACTION, Action, Step
from regions.access import Actor
from regions.enums import Role

PROPOSAL: None = None
"""Key of a return reason that concerns the proposal itself and not a row."""


SUBMISSIONS: Final = frozenset({Action.SUBMIT, Action.RESUBMIT})


@dataclass(frozen=True, slots=True)
class Outcome:
    """`changed` is False when the step had already been taken: a second click, a second tab, an answer that was lost.

    `receipt` is that of a submission, the same one for every repetition.
    """

    innovation: Innovation
    changed: bool
    receipt: Receipt | None = None


def take_step(
    innovation_id: int,
    *,
    action: Action,
    actor: Actor | None,
    seen_version: int,
    reason: str = "",
    row_reasons: Mapping[int | None, str] | None = None,
) -> Outcome:
    """Take one step of the workflow table.

    In order: locks the innovation; refuses what role, state, the version the person saw, or a guard forbid; writes the state;
    records the transition (with the reasons per row of a return, whose rows it unlocks); writes the receipt of a submission;
    notifies; raises the region's content version. All in the running transaction. Raises Refused, TransitionRefused or
    StaleVersion with nothing written. A step that this person has just taken is found and answered with `changed=False`, and
    so is a submission that anybody of the OPD made from the same version, however long ago.
    """
    innovation = lock_innovation(innovation_id)
    step = BY_ACTION[action]
    ruling = can_take_step(actor, innovation, step)
    if not ruling:
        raise Refused(ruling.code, ruling.reason)
    if step.action in SUBMISSIONS and (earlier := _submitted_already(innovation, seen_version=seen_version)):
        return earlier
    if _is_taken(innovation, step, actor=actor, seen_version=seen_version):
        return Outcome(innovation, changed=False)
    reason = clean_text(reason, longest=LONGEST_NOTE)
    if step.needs_reason and not reason:
        raise Refused("reason", _("Tuliskan alasannya."))
    reasons = {
        row: kept
        for row, text in (row_reasons or {}).items()
        if (kept := clean_text(text, longest=LONGEST_NOTE))
    }
    now = timezone.now()
    check_guards(innovation, step, reasons=reasons, now=now)
    if step.role is Role.REVIEWER and actor is not None:
        # Nobody settles an innovation under the hands of a colleague who reads it.
        hold(innovation, reviewer=actor, tab=None)
    receipt = _write(innovation, step, actor=actor, reason=reason, reasons=reasons, now=now)
    return Outcome(innovation, changed=True, receipt=receipt)


FOR_ALL: Final = frozenset({Action.SEND, Action.RECALL})
"""Steps of a whole portfolio. They touch neither receipts nor leases nor the desk."""


def take_step_for_all(
    innovations: Sequence[Innovation],
    *,
    action: Action,
    actor: Actor,
    seen: Mapping[int, int],
    reason: str = "",
) -> list[Innovation]:
    """As `take_step`, of innovations of one region and period that the caller has locked: all or none; those that it changed.

    `innovations` have region_period, period and OPD at hand; `seen` is the version that the person saw, by id. The number of
    statements depends on the number of OPD that are told, not on that of innovations.
    """
    step = BY_ACTION[action]
    if step.action not in FOR_ALL:
        raise ValueError(f"{action} is taken for one innovation at a time")
    for innovation in innovations:
        ruling = can_take_step(actor, innovation, step)
        if not ruling:
            raise Refused(ruling.code, ruling.reason)
    moving = [
        entry for entry in innovations if not _is_taken(entry, step, actor=actor, seen_version=seen[entry.pk])
    ]
    if not moving:
        return []
    reason = clean_text(reason, longest=LONGEST_NOTE)
    if step.needs_reason and not reason:
        raise Refused("reason", _("Tuliskan alasannya."))
    now = timezone.now()
    check_guards(
        moving[0], step, reasons={}, now=now
    )  # those of these steps ask of the period and the region alone
    _write_all(moving, step, actor=actor, reason=reason, now=now)
    return moving


def _write_all(
    innovations: Sequence[Innovation], step: Step, *, actor: Actor, reason: str, now: datetime
) -> None:
    keys = [innovation.pk for innovation in innovations]
    sources = [State(innovation.state) for innovation in innovations]
    stamps = _stamps(step, now)
    Innovation.objects.filter(pk__in=keys).update(
        state=step.target, version=F("version") + 1, changed_at=now, **stamps
    )
    for innovation in innovations:
        innovation.state, innovation.changed_at = step.target, now
        innovation.version += 1
        for field, value in stamps.items():
            setattr(innovation, field, value)
    Transition.objects.bulk_create(
        Transition(
            region_id=innovation.region_id,
            innovation=innovation,
            action=step.action,
            from_state=source,
            to_state=step.target,
            actor_id=actor.person_id,
            role=actor.role,
            reason=reason,
        )
        for innovation, source in zip(innovations, sources, strict=True)
    )
    Answer.objects.filter(innovation__in=keys, is_unlocked=True).update(is_unlocked=False)
    notify_about_all(innovations, step, actor=actor, reason=reason)
    touch_scores(innovations[0])


def reopen_rows(innovation: Innovation, *, because: str) -> None:
    """A judged part of a verified innovation changed: back to the desk, only rows without a standing verdict open.

    `innovation` is locked by the caller; other states are left alone.
    """
    if innovation.state == State.VERIFIED:
        _write(
            innovation,
            BY_ACTION[Action.REOPEN_ROWS],
            actor=None,
            reason=because,
            reasons={},
            now=timezone.now(),
        )


def assess_sent(region_period_id: int, *, actor: Actor, reason: str = "") -> int:
    """The step "assess" for every innovation of a region that lies with Kemendagri, sampled or not; how many took it.

    As `take_step`, in a handful of statements for a whole portfolio: state, version, history and leases. The caller has locked
    the region's row last, tells the region once, and raises the content version.
    """
    step = BY_ACTION[Action.ASSESS]
    innovations = list(
        Innovation.objects.locked()
        .filter(region_period_id=region_period_id, state__in=step.sources)
        .only("pk", "region_id", "state", "version", "changed_at")
        .order_by("pk")
    )
    for innovation in innovations[:1]:
        ruling = can_take_step(actor, innovation, step)
        if not ruling:
            raise Refused(ruling.code, ruling.reason)
    ids = [innovation.pk for innovation in innovations]
    Innovation.objects.filter(pk__in=ids).update(
        state=step.target, version=F("version") + 1, changed_at=timezone.now()
    )
    Transition.objects.bulk_create(
        [
            Transition(
                region_id=innovation.region_id,
                innovation=innovation,
                action=step.action,
                from_state=State.SENT,
                to_state=step.target,
                actor_id=actor.person_id,
                role=actor.role,
                reason=reason,
            )
            for innovation in innovations
        ],
        batch_size=1000,
    )
    Lease.objects.filter(innovation_id__in=ids).delete()
    return len(ids)


def _submitted_already(innovation: Innovation, *, seen_version: int) -> Outcome | None:
    """The submission that a press repeats, or that a colleague was quicker with; None when there is something to do.

    A press names the version that the person saw. A submission from that version is the same press, whatever became of the
    innovation since; and what lies at the desk because somebody of the OPD submitted it need not be submitted again.
    """
    receipt = submission_of(innovation, seen_version=seen_version)
    if receipt is None and innovation.state == State.SUBMITTED:
        latest = Transition.objects.filter(innovation=innovation).order_by("-at", "-id").first()
        if latest is None or latest.action not in SUBMISSIONS:
            return None
        receipt = Receipt.objects.filter(transition=latest).first()
        return Outcome(innovation, changed=False, receipt=receipt)
    return Outcome(innovation, changed=False, receipt=receipt) if receipt else None


def _is_taken(innovation: Innovation, step: Step, *, actor: Actor | None, seen_version: int) -> bool:
    """True for a step that this person has just taken. Raises TransitionRefused, StaleVersion where it cannot be taken."""
    if innovation.state not in step.sources:
        if _taken_already(innovation, step, actor):
            return True
        raise TransitionRefused(
            "state",
            _(
                "Langkah “%(step)s” tidak dapat dilakukan: status inovasi sekarang “%(state)s”. Tidak ada yang diubah."
            )
            % {"step": step.label, "state": innovation.get_state_display()},
        )
    if actor is not None and innovation.version != seen_version:
        raise StaleVersion(
            _("Inovasi ini berubah sejak halaman dibuka. Periksa perubahannya, lalu ulangi."),
            current=innovation.version,
        )
    return False


def _taken_already(innovation: Innovation, step: Step, actor: Actor | None) -> bool:
    latest = Transition.objects.filter(innovation=innovation).order_by("-at", "-id").first()
    return (
        latest is not None
        and innovation.state == step.target
        and latest.action == step.action
        and latest.actor_id == (actor.person_id if actor else None)
    )


def _write(
    innovation: Innovation,
    step: Step,
    *,
    actor: Actor | None,
    reason: str,
    reasons: Mapping[int | None, str],
    now: datetime,
) -> Receipt | None:
    source, seen_version = State(innovation.state), innovation.version
    innovation.state = step.target
    innovation.version += 1
    stamps = _stamps(step, now)
    for field, value in stamps.items():
        setattr(innovation, field, value)
    innovation.save(update_fields=["state", "version", "changed_at", *stamps])
    transition = Transition.objects.create(
        region_id=innovation.region_id,
        innovation=innovation,
        action=step.action,
        from_state=source,
        to_state=step.target,
        actor_id=actor.person_id if actor else None,
        role=actor.role if actor else "system",
        reason=reason,
    )
    _set_locks(innovation, step, transition=transition, reasons=reasons)
    if source is State.SUBMITTED:
        leave_desk(innovation)
    receipt = None
    if step.action in SUBMISSIONS and actor is not None:
        receipt = issue_submission_receipt(
            innovation=innovation, transition=transition, actor=actor, seen_version=seen_version
        )
    if step.action in SUBMISSIONS:
        assign_by_rule(innovation, now=now)  # before anybody is told: then only the reader is
    notify_about(innovation, step, actor=actor, source=source, transition=transition)
    if counts_somewhere(source) or counts_somewhere(step.target):
        touch_scores(innovation)
    return receipt


def _stamps(step: Step, now: datetime) -> dict[str, datetime | None]:
    match step.action:
        case Action.SUBMIT | Action.RESUBMIT:
            return {"submitted_at": now}
        case Action.VERIFY:
            return {"verified_at": now}
        case Action.REOPEN_ROWS:
            return {"verified_at": None}
        case Action.SEND:
            return {"sent_at": now}
        case Action.RECALL:
            return {"sent_at": None}
        case _:
            return {}


def _set_locks(
    innovation: Innovation, step: Step, *, transition: Transition, reasons: Mapping[int | None, str]
) -> None:
    if step.action is Action.RETURN:
        known = set(Answer.objects.filter(innovation=innovation).values_list("row", flat=True))
        unknown = [row for row in reasons if row is not PROPOSAL and row not in known]
        if unknown:
            raise Refused("row", _("Baris %(row)s tidak ada.") % {"row": unknown[0]})
        ReturnReason.objects.bulk_create(
            ReturnReason(region_id=innovation.region_id, transition=transition, row=row, reason=text)
            for row, text in sorted(reasons.items(), key=lambda entry: (entry[0] is not None, entry[0] or 0))
        )
        Answer.objects.filter(
            innovation=innovation, row__in=[row for row in reasons if row is not PROPOSAL]
        ).update(is_unlocked=True)
    elif step.action is not Action.REOPEN_ROWS:
        Answer.objects.filter(innovation=innovation, is_unlocked=True).update(is_unlocked=False)
