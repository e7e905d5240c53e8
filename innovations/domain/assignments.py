"""Who reads what at the desk: shared out by hand, by rule, evenly, taken, appointed; and taken back.

An innovation has one current assignment, which survives a return to the OPD: who read it reads it again. Every function locks
the innovations first. Several at once are done one by one: what a conflict of interest or an absence forbids is left as it was
and comes back with its reason.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from iga_portal.notices.domain import tell
from iga_portal.notices.words import plural
from iga_portal.refusals import Refused
from iga_portal.web.formats import day
from innovations.domain.texts import LONGEST_NOTE, clean_text
from innovations.enums import AssignmentOrigin, State
from innovations.models import Assignment, AssignmentRule, Innovation
from innovations.queries.conflicts import Ties, ruling_for, ties_among
from innovations.queries.reviewers import Reviewer, reviewers_of
from innovations.rules import can_manage_region
from regions.access import Actor
from regions.enums import Role
from regions.models import Region

ASSIGNABLE: Final = frozenset({State.SUBMITTED, State.RETURNED})
MOST_AT_ONCE: Final = 500


@dataclass(slots=True)
class Shared:
    """What came of sharing out: innovations that got a reader, and those that did not, with the reason."""

    done: list[Innovation] = field(default_factory=list)
    refused: list[tuple[Innovation, str]] = field(default_factory=list)


def assign(ids: Collection[int], *, admin: Actor, reviewer_id: int, now: datetime) -> Shared:
    """Give innovations to a reviewer by hand. Raises Refused for a person who does not review here or is away."""
    _refuse_manager(admin)
    region = Region.objects.get(pk=admin.region_id)
    today = now.astimezone(region.zone).date()
    reviewer = _present(reviewers_of(region, since=today), reviewer_id, today=today)
    return _give(
        _locked(ids), reviewer, origin=AssignmentOrigin.HAND, by=admin.person_id, region_id=region.pk, now=now
    )


def take(ids: Collection[int], *, reviewer: Actor, now: datetime) -> Shared:
    """A reviewer takes innovations that nobody reads, or whose reader is away or no longer reviews here."""
    if reviewer.role is not Role.REVIEWER:
        raise Refused("role", _("Hanya penelaah desk yang mengambil inovasi untuk diperiksa."))
    region = Region.objects.get(pk=reviewer.region_id)
    today = now.astimezone(region.zone).date()
    present = {entry.person_id: entry for entry in reviewers_of(region, since=today)}
    me = present.get(reviewer.person_id)
    if me is None:  # the role ended since the request began
        raise Refused("role", _("Peran Anda sebagai penelaah di daerah ini sudah berakhir."))
    shared, free = Shared(), []
    for innovation, current in _with_current(_locked(ids)):
        reader = present.get(current.reviewer_id) if current is not None else None
        if reader is not None and reader is not me and reader.away_on(today) is None:
            reason = _("Sudah dibaca %(name)s; minta admin daerah memindahkannya bila perlu.")
            shared.refused.append((innovation, reason % {"name": reader.name}))
        else:
            free.append(innovation)
    taken = _give(
        free, me, origin=AssignmentOrigin.TAKEN, by=me.person_id, region_id=region.pk, now=now, speaks_to=True
    )
    return Shared(taken.done, [*shared.refused, *taken.refused])


def release(ids: Collection[int], *, actor: Actor, now: datetime) -> Shared:
    """End assignments: the regional admin any, a reviewer their own."""
    is_admin = bool(can_manage_region(actor, actor.region_id))
    if not is_admin and actor.role is not Role.REVIEWER:
        raise Refused("role", _("Hanya admin daerah dan penelaah yang melepas pembagian."))
    shared, lost = Shared(), []
    for innovation, current in _with_current(_locked(ids)):
        if current is None:
            continue
        if not is_admin and current.reviewer_id != actor.person_id:
            shared.refused.append(
                (innovation, _("Dibaca penelaah lain; hanya admin daerah yang melepasnya."))
            )
            continue
        _end([current], now=now)
        lost.append((current.reviewer_id, innovation))
        shared.done.append(innovation)
    _tell_lost(lost, region_id=actor.region_id, by=actor.person_id)
    return shared


def appoint(innovation_id: int, *, admin: Actor, reviewer_id: int, reason: str, now: datetime) -> Assignment:
    """Name a reviewer in spite of a conflict of interest, because nobody who is there is free of one.

    Only while that is so: Refused names who is free. Who is free but away today holds nobody up; their name and the end of their
    absence are kept behind the reason. The reason is kept with the assignment, shown on the innovation's page and in its timeline,
    and read by quality control.
    """
    _refuse_manager(admin)
    region = Region.objects.get(pk=admin.region_id)
    reason = clean_text(reason, longest=LONGEST_NOTE)
    if not reason:
        raise Refused("reason", _("Tuliskan alasan penunjukan."))
    found = _locked([innovation_id])
    if not found:
        raise Refused("gone", _("Inovasi ini tidak sedang di desk; tidak ada yang ditunjuk."))
    innovation = found[0]
    today = now.astimezone(region.zone).date()
    everybody = reviewers_of(region, since=today)
    ties = ties_among([entry.person_id for entry in everybody], region_id=region.pk, innovations=[innovation])
    free = [entry for entry in everybody if not ties[entry.person_id].conflict(innovation)]
    present = [entry.name for entry in free if entry.away_on(today) is None]
    if present:
        raise Refused(
            "somebody_free",
            _("Penunjukan hanya bila tidak ada penelaah yang bebas. %(names)s dapat memeriksa inovasi ini.")
            % {"names": ", ".join(present)},
        )
    _present(everybody, reviewer_id, today=today)
    if free:
        reason = f"{reason} ({away_words(free, today=today)})"
    [(_same, current)] = _with_current([innovation])
    if current is not None:
        _end([current], now=now)
    made = Assignment.objects.create(
        region_id=region.pk,
        innovation=innovation,
        reviewer_id=reviewer_id,
        origin=AssignmentOrigin.APPOINTED,
        reason=reason,
        assigned_by_id=admin.person_id,
    )
    tell(
        region_id=region.pk,
        person_ids=[reviewer_id],
        kind="appointed",
        message=gettext_noop("Anda ditunjuk memeriksa %(name)s: %(reason)s"),
        values={"name": innovation.name, "opd": innovation.opd.name, "reason": reason},
        path=reverse("desk:innovation", args=[region.pk, innovation.public_id]),
    )
    return made


# Rules -------------------------------------------------------------------------------------------------------------


def assign_by_rule(innovation: Innovation, *, now: datetime) -> Assignment | None:
    """What has just been submitted goes to whom a rule names, unless somebody present reads it already.

    The OPD's own rule is asked first, then that of its parent, then that of the urusan; a rule whose reviewer is away, no longer
    reviews here or has a conflict of interest passes to the next. The innovation is locked by the caller.
    """
    if not AssignmentRule.objects.exists():
        return None
    region = Region.objects.get(pk=innovation.region_id)
    shared = _by_rules([innovation], region=region, by=None, now=now, quietly=True)
    return (
        Assignment.objects.get(innovation=innovation, is_current=True)
        if shared.done == [innovation]
        else None
    )


def apply_rules(ids: Collection[int], *, admin: Actor, now: datetime) -> Shared:
    """The rules on demand, for innovations that nobody present reads. What no rule places is left without a word."""
    _refuse_manager(admin)
    region = Region.objects.get(pk=admin.region_id)
    return _by_rules(_locked(ids), region=region, by=admin.person_id, now=now)


def _by_rules(
    innovations: Sequence[Innovation], *, region: Region, by: int | None, now: datetime, quietly: bool = False
) -> Shared:
    today = now.astimezone(region.zone).date()
    present = {entry.person_id: entry for entry in reviewers_of(region, since=today)}
    rules = list(AssignmentRule.objects.all())
    by_opd = {rule.opd_id: rule for rule in rules if rule.opd_id is not None}
    by_urusan = {rule.urusan: rule for rule in rules if rule.urusan}
    ties = ties_among(list(present), region_id=region.pk, innovations=innovations)
    wanted: dict[int, list[Innovation]] = {}
    for innovation, current in _with_current(innovations):
        reader = present.get(current.reviewer_id) if current is not None else None
        if reader is not None and reader.away_on(today) is None:
            continue
        if current is not None and current.origin == AssignmentOrigin.APPOINTED:
            continue  # an appointment is undone by hand only
        asked = (
            by_opd.get(innovation.opd_id),
            by_opd.get(innovation.opd.parent_id or 0),
            by_urusan.get(innovation.urusan),
        )
        for rule in asked:
            named = present.get(rule.reviewer_id) if rule is not None else None
            if (
                named is not None
                and named.away_on(today) is None
                and not ties[named.person_id].conflict(innovation)
            ):
                wanted.setdefault(named.person_id, []).append(innovation)
                break
    shared = Shared()
    for person_id, given in wanted.items():
        part = _give(
            given, present[person_id], origin=AssignmentOrigin.RULE, by=by, region_id=region.pk, now=now,
            ties=ties[person_id], quietly=quietly,
        )  # fmt: skip
        shared.done += part.done
        shared.refused += part.refused
    return shared


def share_out(pairs: Sequence[tuple[int, int]], *, admin: Actor, now: datetime) -> Shared:
    """Carry out an even distribution: (innovation id, reviewer id), as `innovations.queries.balance` planned it."""
    _refuse_manager(admin)
    region = Region.objects.get(pk=admin.region_id)
    today = now.astimezone(region.zone).date()
    everybody = reviewers_of(region, since=today)
    innovations = {innovation.pk: innovation for innovation in _locked([pk for pk, _reviewer in pairs])}
    shared = Shared()
    for person_id in dict.fromkeys(reviewer_id for _pk, reviewer_id in pairs):
        reviewer = _present(everybody, person_id, today=today)
        given = [innovations[pk] for pk, chosen in pairs if chosen == person_id and pk in innovations]
        part = _give(
            given, reviewer, origin=AssignmentOrigin.BALANCE, by=admin.person_id, region_id=region.pk, now=now
        )
        shared.done += part.done
        shared.refused += part.refused
    return shared


# Parts -------------------------------------------------------------------------------------------------------------


def _refuse_manager(admin: Actor) -> None:
    ruling = can_manage_region(admin, admin.region_id)
    if not ruling:
        raise Refused(ruling.code, ruling.reason)


def _present(everybody: Sequence[Reviewer], reviewer_id: int, *, today: date) -> Reviewer:
    reviewer = next((entry for entry in everybody if entry.person_id == reviewer_id), None)
    if reviewer is None:
        raise Refused("reviewer", _("Orang ini bukan penelaah desk daerah ini. Pilih penelaah lain."))
    absence = reviewer.away_on(today)
    if absence is not None:
        raise Refused(
            "away",
            _("%(name)s berhalangan sampai %(day)s. Pilih penelaah lain, atau ubah masa berhalangannya.")
            % {"name": reviewer.name, "day": day(absence.last_day)},
        )
    return reviewer


def away_words(people: Sequence[Reviewer], *, today: date) -> str:
    """Who of the free ones is away today, each with the last day of it; for the record and for the page that appoints."""
    names = [
        _("%(name)s (sampai %(day)s)") % {"name": entry.name, "day": day(absence.last_day)}
        for entry in people
        if (absence := entry.away_on(today)) is not None
    ]
    return _("Bebas dari benturan, tetapi berhalangan pada %(today)s: %(names)s.") % {
        "today": day(today),
        "names": ", ".join(names),
    }


def _locked(ids: Collection[int]) -> list[Innovation]:
    """The innovations among `ids` that are at the desk or back at their OPD, locked in one order."""
    if len(ids) > MOST_AT_ONCE:
        raise Refused("many", _("Paling banyak %(count)d inovasi sekaligus.") % {"count": MOST_AT_ONCE})
    return list(
        Innovation.objects.locked()
        .select_related("opd")
        .defer("design", "aim", "benefit", "result", "development_note")
        .filter(pk__in=ids, state__in=ASSIGNABLE)
        .order_by("pk")
    )


def _with_current(innovations: Sequence[Innovation]) -> list[tuple[Innovation, Assignment | None]]:
    found = Assignment.objects.filter(innovation__in=[entry.pk for entry in innovations], is_current=True)
    current = {assignment.innovation_id: assignment for assignment in found}
    return [(innovation, current.get(innovation.pk)) for innovation in innovations]


def _give(
    innovations: Sequence[Innovation],
    reviewer: Reviewer,
    *,
    origin: AssignmentOrigin,
    by: int | None,
    region_id: int,
    now: datetime,
    ties: Ties | None = None,
    speaks_to: bool = False,
    quietly: bool = False,
) -> Shared:
    """Make `reviewer` the reader of each; those already theirs stay as they are. The new reader and the old ones are told."""
    if ties is None:
        ties = ties_among([reviewer.person_id], region_id=region_id, innovations=innovations)[
            reviewer.person_id
        ]
    shared, ended, made, lost = Shared(), [], [], []
    for innovation, current in _with_current(innovations):
        ruling = ruling_for(ties, innovation, name="" if speaks_to else reviewer.name)
        if not ruling:
            shared.refused.append((innovation, ruling.reason))
            continue
        if current is not None and current.reviewer_id == reviewer.person_id:
            continue
        if current is not None:
            ended.append(current)
            lost.append((current.reviewer_id, innovation))
        made.append(
            Assignment(
                region_id=region_id,
                innovation=innovation,
                reviewer_id=reviewer.person_id,
                origin=origin,
                assigned_by_id=by,
            )
        )
        shared.done.append(innovation)
    _end(ended, now=now)
    Assignment.objects.bulk_create(made)
    if not quietly and reviewer.person_id != by:
        _tell_given(shared.done, reviewer_id=reviewer.person_id, region_id=region_id)
    _tell_lost(lost, region_id=region_id, by=by)
    return shared


def _end(assignments: Sequence[Assignment], *, now: datetime) -> None:
    if assignments:
        Assignment.objects.filter(pk__in=[entry.pk for entry in assignments]).update(
            is_current=False, ended_at=now
        )


def _tell_given(given: Sequence[Innovation], *, reviewer_id: int, region_id: int) -> None:
    if not given:
        return
    queue = f"{reverse('desk:home', args=[region_id])}?penelaah=saya"
    if len(given) == 1:
        [one] = given
        tell(
            region_id=region_id, person_ids=[reviewer_id], kind="assigned",
            message=gettext_noop("%(name)s dibagikan kepada Anda untuk diperiksa."),
            values={"name": one.name, "opd": one.opd.name},
            path=reverse("desk:innovation", args=[region_id, one.public_id]),
        )  # fmt: skip
        return
    tell(
        region_id=region_id, person_ids=[reviewer_id], kind="assigned",
        message=gettext_noop("%(many)s dibagikan kepada Anda untuk diperiksa."),
        values={"many": plural("%(count)s inovasi", "%(count)s inovasi", len(given))},
        path=queue,
    )  # fmt: skip


def _tell_lost(lost: Sequence[tuple[int, Innovation]], *, region_id: int, by: int | None) -> None:
    by_person: dict[int, int] = {}
    for person_id, _innovation in lost:
        if person_id != by:
            by_person[person_id] = by_person.get(person_id, 0) + 1
    for person_id, count in by_person.items():
        tell(
            region_id=region_id, person_ids=[person_id], kind="unassigned",
            message=gettext_noop("%(many)s tidak lagi dibagikan kepada Anda."),
            values={"many": plural("%(count)s inovasi", "%(count)s inovasi", count)},
            path=reverse("desk:home", args=[region_id]),
        )  # fmt: skip
