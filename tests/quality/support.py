"""What quality control works on, made quickly: a region that has sent, evaluators, samples."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import time_machine

from iga_portal.tenancy.scope import NATION, scope
from innovations.domain.judged import sent_row
from innovations.domain.quality.choosing import Settings
from innovations.domain.quality.closing import Closing, close_region, regions_to_close
from innovations.domain.quality.drawing import draw_samples
from innovations.domain.quality.sharing import assign_samples
from innovations.domain.sending import send_portfolio
from innovations.domain.verdicts import NO_PAGE, Page, judge_row
from innovations.models import Answer, Innovation, QualitySample, Verdict
from regions.access import Actor
from regions.enums import Role
from regions.models import Membership, Period, Person, Region
from scoring.core.canonical import fingerprint
from tests.cast import BENGKULU, JAYAPURA, KOTIM, NOON, Cast, make_sendable, region_period
from tests.innovations.desk_support import many_submitted

EVERY = frozenset({NATION, KOTIM, BENGKULU, JAYAPURA})
"""The ministry's scope, as far as the cast goes."""
MEASURING = NOON + timedelta(days=50)
"""Input is closed, quality control goes on."""
AFTER = NOON + timedelta(days=106)


def measuring() -> Any:
    return time_machine.travel(MEASURING, tick=False)


def sent(cast: Cast, number: int = 3) -> list[Innovation]:
    """Innovations of Kotawaringin Timur, sent in one portfolio: claimed 2, the desk says 1 on row 16. Needs a scope."""
    made = many_submitted(cast, number, state="verified")
    Answer.objects.filter(innovation__in=made).update(verified_level=2)
    Answer.objects.filter(innovation__in=made, row=16).update(verified_level=1)
    make_sendable(cast)
    send_portfolio(
        region_period(cast).pk, actor=cast.actor("hendra"), chosen={entry.pk: entry.version for entry in made}
    )
    return list(Innovation.objects.filter(pk__in=[entry.pk for entry in made]).order_by("pk"))


def drawn(cast: Cast, *, share: int = 100) -> list[QualitySample]:
    """Every sent innovation and the SPD rows as samples, given to Arif. Needs the ministry's scope."""
    rina = cast.actor("rina")
    draw_samples(cast.period, actor=rina, settings=Settings(share, 0, 0, 0), seed="benih")
    ids = list(QualitySample.objects.values_list("pk", flat=True))
    assign_samples(cast.period, actor=rina, sample_ids=ids, evaluator_id=cast.arif.pk)
    return list(QualitySample.objects.order_by("pk"))


def close_nation(period: Period, *, actor: Actor, reason: str = "") -> Closing:
    """What the job does, in the running scope."""
    waiting, _still_sending = regions_to_close(period, actor=actor, reason=reason)
    done = [close_region(row.pk, actor=actor, reason=reason) for row in waiting]
    return Closing(
        sum(entry.regions for entry in done),
        sum(entry.innovations for entry in done),
        sum(entry.left_open for entry in done),
    )


def evaluator(name: str, *, pool: bool = True) -> Person:
    person = Person.objects.create(email=f"{name}@contoh.go.id", name=name.capitalize())
    if pool:
        Membership.objects.create(
            person=person, role=Role.EVALUATOR, region=Region(pk=NATION), valid_from=date(2025, 1, 1)
        )
    return person


def assess(
    innovation: Innovation, *, row: int, actor: Actor, level: int, reason: str = "", page: Page = NO_PAGE
) -> Verdict:
    answer = Answer.objects.get(innovation=innovation, row=row)
    return judge_row(
        answer.pk,
        reviewer=actor,
        level=level,
        seen_hash=fingerprint(sent_row(answer)),
        reason=reason,
        page=page,
    )


__all__ = ["scope"]
