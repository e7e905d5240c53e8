"""A nation whose quality control is over, and a second admin of the ministry: what preparing and publishing start from."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db.models import Model

from iga_portal.tenancy.scope import NATION, scope
from innovations.enums import State
from innovations.models import Innovation
from regions.access import Actor
from regions.enums import Role
from regions.models import Membership, Person, Region, RegionPeriod
from reports.domain.publishing_checks import TICKS
from reports.domain.publishing_prepared import prepare_publication, publish_prepared
from reports.models import PreparedPublication, Publication, RankingDraft
from scoring.models import Result
from tests.cast import KOTIM, NOON, Cast, password_hash
from tests.reports.support import everywhere
from tests.scoring.support import compute, spd_row, standing

LATER = NOON + timedelta(days=106)
"""A day after the quality control of the cast's period ends."""
ALL_TICKS = frozenset(TICKS)


def make_ready(cast: Cast) -> dict[str, Innovation]:
    """Kotawaringin Timur with an assessed innovation and one that it kept, computed and closed; the other regions sent nothing."""
    with scope({KOTIM}):
        found = {
            "assessed": standing(
                cast, name="Antrean Tanpa Antre", state=State.ASSESSED, level=3, desk_level=2
            ),
            "kept": standing(cast, name="Belum Dikirim", level=1, urusan="A01"),
        }
        spd_row(cast, "1", confirmed=True, level=3)
    compute(cast)
    with scope({KOTIM}):
        RegionPeriod.objects.filter(region_id=KOTIM, period=cast.period).update(assessed_at=LATER)
    add_draft(cast)
    return found


def add_draft(cast: Cast) -> None:
    """A draft ranking of the numbers of this moment."""
    with everywhere():
        results = Result.objects.filter(basis="final", is_current=True).exclude(maturities={})
        rows = {str(row.region_id): {"index": str(row.index)} for row in results}
        RankingDraft.objects.create(
            region_id=NATION, period=cast.period, number=RankingDraft.objects.count() + 1, rows=rows, rows_hash="0" * 64,
            made_by=cast.rina, made_at=LATER,
        )  # fmt: skip


def second_admin(name: str = "ratna") -> Person:
    person = Person(email=f"{name}@contoh.go.id", name=name.capitalize(), password=password_hash())
    person.save()
    Membership.objects.create(
        person=person, role=Role.MINISTRY_ADMIN, region=Region(pk=NATION), valid_from=date(2025, 1, 1)
    )
    return person


def ministry(person: Person) -> Actor:
    return Actor(person.pk, Role.MINISTRY_ADMIN, NATION)


def prepare(cast: Cast, *, reason: str = "", now: datetime = LATER) -> PreparedPublication:
    with everywhere():
        return prepare_publication(cast.period, actor=ministry(cast.rina), reason=reason, now=now)


def publish_now(
    prepared: PreparedPublication,
    *,
    by: Person,
    now: datetime = LATER,
    seen: str = "",
    ticked: frozenset[str] = ALL_TICKS,
) -> Publication:
    with everywhere():
        return publish_prepared(
            prepared.pk, actor=ministry(by), seen_hash=seen or prepared.content_hash, ticked=ticked, now=now
        )


def again(row: Model) -> None:
    with everywhere():
        row.refresh_from_db()
