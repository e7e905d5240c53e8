"""What the sharing of work rests on: rules, absences, and who coached what."""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from iga_portal.refusals import Refused
from innovations import reference
from innovations.domain.locking import lock_innovation
from innovations.domain.texts import clean_text
from innovations.domain.verdicts import fall_verdict
from innovations.enums import State, VerdictStage
from innovations.models import Absence, Answer, Assignment, AssignmentRule, Coaching, Verdict
from innovations.queries.reviewers import reviewers_of
from innovations.rules import can_manage_region
from regions.access import Actor
from regions.enums import Role
from regions.models import Opd, Region

LONGEST_ABSENCE = 200
"""Days; a longer one is the end of a role."""


def add_rule(
    *, admin: Actor, reviewer_id: int, opd_id: int | None, urusan: str, now: datetime
) -> AssignmentRule:
    """Innovations of an OPD, or of an urusan, go to a reviewer. Raises Refused with nothing written."""
    _refuse_manager(admin)
    _refuse_stranger(admin, reviewer_id, now=now)
    if bool(opd_id) == bool(urusan):
        raise Refused("rule", _("Pilih salah satu: OPD atau urusan."))
    if opd_id is not None and not Opd.objects.filter(pk=opd_id).exists():
        raise Refused("opd", _("OPD ini tidak ada di daerah Anda."))
    if urusan and urusan not in reference.urusan_codes():
        raise Refused("urusan", _("Urusan ini tidak ada dalam daftar."))
    same = Q(opd_id=opd_id) if opd_id is not None else Q(urusan=urusan)
    if AssignmentRule.objects.filter(same).exists():
        raise Refused("twice", _("Aturan untuk OPD atau urusan ini sudah ada; hapus dulu yang lama."))
    try:
        with transaction.atomic():
            return AssignmentRule.objects.create(
                region_id=admin.region_id,
                opd_id=opd_id,
                urusan=urusan,
                reviewer_id=reviewer_id,
                created_by_id=admin.person_id,
            )
    except IntegrityError as twice:
        raise Refused(
            "twice", _("Aturan untuk OPD atau urusan ini sudah ada; hapus dulu yang lama.")
        ) from twice


def remove_rule(rule_id: int, *, admin: Actor) -> bool:
    """False when there was none (any more). What was shared out by it stays."""
    _refuse_manager(admin)
    return bool(AssignmentRule.objects.filter(pk=rule_id).delete()[0])


def add_absence(
    *, admin: Actor, person_id: int, first_day: date, last_day: date, note: str, now: datetime
) -> Absence:
    """Days on which a reviewer reads nothing, both included. What they hold is not moved by this; the page offers it."""
    _refuse_manager(admin)
    _refuse_stranger(admin, person_id, now=now)
    if last_day < first_day:
        raise Refused("order", _("Hari terakhir tidak boleh sebelum hari pertama."))
    if (last_day - first_day).days > LONGEST_ABSENCE:
        raise Refused("long", _("Masa berhalangan terlalu panjang; akhiri saja perannya di “OPD dan orang”."))
    return Absence.objects.create(
        region_id=admin.region_id,
        person_id=person_id,
        first_day=first_day,
        last_day=last_day,
        note=clean_text(note, longest=200),
        created_by_id=admin.person_id,
    )


def remove_absence(absence_id: int, *, admin: Actor) -> bool:
    _refuse_manager(admin)
    return bool(Absence.objects.filter(pk=absence_id).delete()[0])


def mark_coached(innovation_id: int, *, actor: Actor, person_id: int, note: str, now: datetime) -> int:
    """Record that somebody of the desk helped the OPD with this innovation; returns how many verdicts of theirs fell.

    A reviewer says it of themselves, the regional admin of any reviewer. In order: locks the innovation; ends the person's
    assignment; their standing verdicts fall, so that somebody else decides these rows: while it lies at the desk, and while it is
    back at its OPD, which is when coaching happens. What was verified before stays so. A second time changes nothing.
    """
    if actor.role is Role.REGIONAL_ADMIN:
        _refuse_stranger(actor, person_id, now=now)
    elif actor.role is not Role.REVIEWER or person_id != actor.person_id:
        raise Refused("role", _("Penelaah mencatat pendampingannya sendiri; admin daerah untuk siapa pun."))
    innovation = lock_innovation(innovation_id)
    if innovation.state in {State.SENT, State.ASSESSED}:
        raise Refused("sent", _("Inovasi ini sudah terkirim; pendampingan tidak dicatat lagi."))
    Coaching.objects.get_or_create(
        innovation=innovation,
        person_id=person_id,
        defaults={
            "region_id": innovation.region_id,
            "note": clean_text(note, longest=200),
            "noted_by_id": actor.person_id,
        },
    )
    Assignment.objects.filter(innovation=innovation, reviewer_id=person_id, is_current=True).exclude(
        origin="appointed"
    ).update(is_current=False, ended_at=now)
    if innovation.state == State.VERIFIED:
        return 0
    judged = Verdict.objects.filter(
        answer__innovation=innovation, stage=VerdictStage.DESK, stands=True, reviewer_id=person_id
    ).values("answer_id")
    answers = list(Answer.objects.filter(pk__in=judged))
    return sum(
        fall_verdict(answer, because=gettext_noop("diputuskan oleh pendamping inovasi ini"))
        for answer in answers
    )


def unmark_coached(innovation_id: int, *, actor: Actor, person_id: int) -> bool:
    """Take a record of coaching back: the regional admin any, a reviewer their own that they noted themselves."""
    rows = Coaching.objects.filter(innovation_id=innovation_id, person_id=person_id)
    if actor.role is not Role.REGIONAL_ADMIN:
        if actor.role is not Role.REVIEWER or person_id != actor.person_id:
            raise Refused("role", _("Hanya admin daerah yang menghapus catatan pendampingan orang lain."))
        if rows.exclude(noted_by_id=actor.person_id).exists():
            raise Refused("noted", _("Dicatat oleh admin daerah; hanya admin daerah yang menghapusnya."))
    return bool(rows.delete()[0])


def _refuse_manager(admin: Actor) -> None:
    ruling = can_manage_region(admin, admin.region_id)
    if not ruling:
        raise Refused(ruling.code, ruling.reason)


def _refuse_stranger(admin: Actor, person_id: int, *, now: datetime) -> None:
    region = Region.objects.get(pk=admin.region_id)
    today = now.astimezone(region.zone).date()
    if person_id not in {entry.person_id for entry in reviewers_of(region, since=today)}:
        raise Refused("reviewer", _("Orang ini bukan penelaah desk daerah ini."))
