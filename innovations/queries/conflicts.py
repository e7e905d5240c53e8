"""What ties a person of the desk to an innovation, so that somebody else has to judge it.

Three ties rule out: a role in the OPD now or within 24 months (`regions.queries.accounts.opds_touching`), having coached the
innovation, having entered it. "Entered" is who made it and whoever took a step of the OPD with it (submitted, mended and
submitted again, withdrew). Who merely wrote in a field is not asked for by its own: only operators of the OPD, its parent or its
unit can write, and a season is shorter than the 24 months for which that role rules out.

One thing admits in spite of a tie: an appointment by the regional admin, with a reason, of one person to one innovation.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Q, Value
from django.utils import timezone
from django.utils.translation import gettext as _

from iga_portal.refusals import ALLOWED, Ruling, refuse
from innovations.enums import AssignmentOrigin
from innovations.models import Assignment, Coaching, Innovation, Transition
from regions.enums import OPD_ROLES, Role
from regions.models import Membership, Opd
from regions.queries.accounts import conflict_since

STEPS_OF_THE_OPD = Role.OPERATOR


@dataclass(frozen=True, slots=True)
class Ties:
    """What rules a person out, and to what they were appointed all the same. OPD and innovations by id."""

    opds: frozenset[int] = frozenset()
    entered: frozenset[int] = frozenset()
    coached: frozenset[int] = frozenset()
    appointed: frozenset[int] = frozenset()

    def conflict(self, innovation: Innovation) -> str:
        """The code of the tie that rules out, "" for none. An appointment is not looked at here."""
        if innovation.opd_id in self.opds:
            return "own_opd"
        if innovation.pk in self.entered:
            return "own_innovation"
        if innovation.pk in self.coached:
            return "coached"
        return ""

    def admits(self, innovation: Innovation) -> bool:
        return innovation.pk in self.appointed or not self.conflict(innovation)


def ties_of(person_id: int, *, region_id: int, innovations: Collection[Innovation]) -> Ties:
    return ties_among([person_id], region_id=region_id, innovations=innovations)[person_id]


def ties_among(
    person_ids: Collection[int], *, region_id: int, innovations: Collection[Innovation]
) -> dict[int, Ties]:
    """The ties of several people to several innovations of a region: three queries, however many of either."""
    opds = _opds_by_person(person_ids, region_id=region_id)
    tied = _tied(person_ids, ids=[innovation.pk for innovation in innovations])
    for innovation in innovations:
        if innovation.created_by_id is not None:
            tied["entered", innovation.created_by_id].add(innovation.pk)
    return {
        person_id: Ties(
            opds=frozenset(opds[person_id]),
            entered=frozenset(tied["entered", person_id]),
            coached=frozenset(tied["coached", person_id]),
            appointed=frozenset(tied["appointed", person_id]),
        )
        for person_id in person_ids
    }


def _tied(person_ids: Collection[int], *, ids: Collection[int]) -> dict[tuple[str, int], set[int]]:
    """Innovations by (tie, person): entered by a step of the OPD, coached, appointed. One query: each row of the desk asks it."""
    steps = Transition.objects.filter(
        innovation_id__in=ids, actor_id__in=person_ids, role=STEPS_OF_THE_OPD
    ).order_by()
    coaching = Coaching.objects.filter(innovation_id__in=ids, person_id__in=person_ids).order_by()
    appointments = Assignment.objects.filter(
        innovation_id__in=ids,
        reviewer_id__in=person_ids,
        is_current=True,
        origin=AssignmentOrigin.APPOINTED,
    ).order_by()
    rows = steps.values_list(Value("entered"), "actor_id", "innovation_id").union(
        coaching.values_list(Value("coached"), "person_id", "innovation_id"),
        appointments.values_list(Value("appointed"), "reviewer_id", "innovation_id"),
    )
    found: dict[tuple[str, int], set[int]] = defaultdict(set)
    for tie, person_id, innovation_id in rows:
        found[tie, person_id].add(innovation_id)
    return found


def _gathered(pairs: Iterable[tuple[int, int]]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for key, value in pairs:
        found[key].add(value)
    return found


def _held(person_ids: Collection[int], *, region_id: int) -> dict[int, set[int]]:
    today = timezone.localdate()
    held = Membership.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gte=conflict_since(today)),
        person_id__in=person_ids,
        region_id=region_id,
        role__in=OPD_ROLES,
        valid_from__lte=today,
    )
    return _gathered(
        (person_id, opd_id or 0) for person_id, opd_id in held.values_list("person_id", "opd_id")
    )


def _opds_by_person(person_ids: Collection[int], *, region_id: int) -> dict[int, set[int]]:
    """As `opds_touching`, for several people at once: an OPD's role acts for its units, a unit is a part of its OPD."""
    found = _held(person_ids, region_id=region_id)
    if not found:
        return {person_id: set() for person_id in person_ids}
    own = {opd_id for opds in found.values() for opd_id in opds}
    related = list(Opd.objects.filter(Q(pk__in=own) | Q(parent_id__in=own)).values_list("pk", "parent_id"))
    return {person_id: touched_by(opds, related) for person_id, opds in found.items()} | {
        person_id: set() for person_id in person_ids if person_id not in found
    }


def touched_by(own: Collection[int], related: Iterable[tuple[int, int | None]]) -> set[int]:
    """The OPD of some roles, their parents and their units, from (OPD, parent) pairs; a sister unit is none of them."""
    touched = set(own)
    for opd_id, parent_id in related:
        if opd_id in own and parent_id:
            touched.add(parent_id)
        if parent_id in own:
            touched.add(opd_id)
    return touched


def opds_held(person_id: int, *, region_id: int) -> set[int]:
    """The OPD in which a person holds or held a role within 24 months. One query."""
    return _held([person_id], region_id=region_id).get(person_id, set())


def ruling_for(ties: Ties, innovation: Innovation, *, name: str = "") -> Ruling:
    """May this person judge the innovation as far as ties go? Without a `name` the reason speaks to the person."""
    if ties.admits(innovation):
        return ALLOWED
    code = ties.conflict(innovation)
    return refuse(code, reason_of(code, name=name))


def reason_of(code: str, *, name: str = "") -> str:
    if name:
        return {
            "own_innovation": _("%(name)s ikut mengisi atau mengajukan inovasi ini."),
            "own_opd": _("%(name)s memegang peran di OPD ini dalam 24 bulan terakhir."),
            "coached": _("%(name)s mendampingi OPD menyusun inovasi ini."),
        }[code] % {"name": name}
    return {
        "own_innovation": _("Anda yang membuat isian inovasi ini; penelaah lain yang memeriksanya."),
        "own_opd": _(
            "Anda memegang peran di OPD ini dalam 24 bulan terakhir; penelaah lain yang memeriksa inovasinya."
        ),
        "coached": _("Anda mendampingi penyusunan inovasi ini; penelaah lain yang memeriksanya."),
    }[code]
