"""The panel (Tim Penilai): who belongs to it, and what its members give. Rows of the nation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from iga_portal.notices.domain import tell
from iga_portal.refusals import ALLOWED, Refused, Ruling, refuse
from iga_portal.tenancy.scope import NATION
from innovations.domain.texts import LONGEST_NOTE, clean_text
from regions.access import PANEL_ROLES, Actor
from regions.models import Period, Person
from regions.queries.people import standing
from reports.awards.model import HUNDRED, Part
from reports.domain.plan import open_plan, permit
from reports.models import AwardPlan, Nominee, PanelMember, PanelScore
from reports.queries.standings import plan_for, tied_to


def may_sit(person_id: int) -> bool:
    """Whether somebody may be named to a panel: an evaluator of the ministry's pool, or an admin of the ministry."""
    return standing(NATION).filter(person_id=person_id, role__in=PANEL_ROLES).exists()


def appoint_member(period: Period, *, actor: Actor, person_id: int) -> PanelMember:
    """Name a person to the panel of a period, or take back one who had left. Tells the person.

    Raises Refused for somebody who is neither evaluator nor admin at the ministry.
    """
    plan = open_plan(period, actor=actor)
    person = Person.objects.filter(pk=person_id, is_active=True).first()
    if person is None or not may_sit(person_id):
        raise Refused("person", _("Tim Penilai dipilih dari evaluator dan admin Kemendagri."))
    member, created = PanelMember.objects.get_or_create(region_id=NATION, plan=plan, person=person)
    if not created and member.ended_at is None:
        return member
    if not created:
        member.ended_at = None
        member.save()
    tell(
        region_id=NATION,
        person_ids=[person_id],
        kind="panel_member",
        message=gettext_noop("Anda ditunjuk menjadi anggota Tim Penilai %(period)s."),
        values={"period": period.name},
        path=reverse("panel:home"),
    )
    return member


def end_member(period: Period, *, actor: Actor, member_id: int, now: datetime) -> PanelMember:
    """A member leaves the panel: what they gave is kept and counts no more, so that every mean is over the same people."""
    permit(actor, period)
    member = PanelMember.objects.locked().filter(plan__period=period, pk=member_id).first()
    if member is None:
        raise Refused("member", _("Orang ini bukan anggota Tim Penilai periode ini."))
    if member.ended_at is None:
        member.ended_at = now
        member.save()
    return member


def can_score(member: PanelMember, nominee: Nominee) -> Ruling:
    """May this member score this nominee: in the panel, the nominee standing, no tie to the region within 24 months."""
    if member.ended_at is not None:
        return refuse("ended", _("Anda tidak lagi menjadi anggota Tim Penilai ini."))
    if nominee.withdrawn_at is not None:
        return refuse("withdrawn", _("Nomine ini sudah ditarik; penilaiannya tidak diteruskan."))
    if (member.person_id, nominee.candidate_id) in tied_to([member.person_id], [nominee.candidate_id]):
        return refuse(
            "conflict",
            _("Anda memegang peran di daerah ini dalam 24 bulan terakhir; anggota lain yang menilainya."),
        )
    return ALLOWED


@dataclass(frozen=True, slots=True)
class Written:
    """One score after the attempt: what stands now (None: none) and whether it changed."""

    score: Decimal | None
    changed: bool


def read_score(text: str) -> Decimal | None:
    """A typed score: "" is none, a comma or a point parts the decimals. Raises Refused outside of 0 to 100 or past two decimals."""
    typed = text.strip().replace(",", ".")
    if not typed:
        return None
    wrong = Refused("range", _("Tuliskan nilai dari 0 sampai 100, dengan paling banyak dua desimal."))
    if len(typed) > 8 or not set(typed) <= set("0123456789."):
        raise wrong
    try:
        value = Decimal(typed)
    except InvalidOperation:
        raise wrong from None
    if not 0 <= value <= HUNDRED or value != round(value, 2):
        raise wrong
    return value


def give_score(
    *, member_id: int, nominee_id: int, person_id: int, part: Part, criterion: str, text: str, note: str = ""
) -> Written:
    """Write, change or take back ("") one score of one member on one criterion; the same score again changes nothing.

    The member is the person who asks. Raises Refused: member, nominee, closed, what `can_score` refuses, criterion, range.
    """
    member = (
        PanelMember.objects.locked()
        .select_related("plan__period")
        .filter(pk=member_id, person_id=person_id)
        .first()
    )
    if member is None:
        raise Refused("member", _("Anda bukan anggota Tim Penilai ini."))
    period = member.plan.period
    if period.closed_at is not None:
        raise Refused("closed", _("Periode ini sudah ditutup; penilaiannya tidak berubah lagi."))
    nominee = Nominee.objects.filter(pk=nominee_id, plan=member.plan).first()
    if nominee is None:
        raise Refused("nominee", _("Daerah ini bukan nomine."))
    ruling = can_score(member, nominee)
    if not ruling:
        raise Refused(ruling.code, ruling.reason)
    if criterion not in asked_codes(period, member.plan, part):
        raise Refused("criterion", _("Kriteria ini tidak dinilai pada periode ini. Muat ulang halaman."))
    return _write(
        nominee,
        member,
        part=part,
        criterion=criterion,
        score=read_score(text),
        note=clean_text(note, longest=LONGEST_NOTE),
    )


def asked_codes(period: Period, plan: AwardPlan, part: Part) -> set[str]:
    """The criteria that the panel scores on a part; none where the part has no weight."""
    settings = plan_for(period, plan)
    return (
        {entry.code for entry in settings.criteria.get(part, ())} if part in settings.weights.parts else set()
    )


def _write(
    nominee: Nominee, member: PanelMember, *, part: Part, criterion: str, score: Decimal | None, note: str
) -> Written:
    own = PanelScore.objects.filter(nominee=nominee, member=member, part=part, criterion=criterion)
    before = own.first()
    if score is None:
        if before is not None:
            before.delete()
        return Written(None, before is not None)
    if before is None:
        PanelScore.objects.create(
            region_id=NATION, nominee=nominee, member=member, part=part, criterion=criterion, score=score,
            note=note, scored_at=timezone.now(),
        )  # fmt: skip
        return Written(score, True)
    if before.score == score and before.note == note:
        return Written(score, False)
    before.score, before.note, before.scored_at = score, note, timezone.now()
    before.save()
    return Written(score, True)


def people_who_may_sit() -> list[Person]:
    """Evaluators of the pool and admins of the ministry, by name."""
    ids = set(standing(NATION).filter(role__in=PANEL_ROLES).values_list("person_id", flat=True))
    return list(Person.objects.filter(pk__in=ids, is_active=True).order_by("name", "email"))
