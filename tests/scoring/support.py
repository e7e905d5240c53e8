"""States of a region that many scoring tests start from, and the counting of queries."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from innovations.domain.innovations import SID_ROWS
from innovations.domain.sending import send_portfolio
from innovations.domain.spd import confirm_region_answer, set_region_answer
from innovations.enums import VERIFIED_STATES, Decision, State, VerdictStage
from innovations.models import Answer, Citation, Innovation, RegionAnswer, Verdict
from regions.domain.versions import raise_content_version
from regions.models import Person, RegionPeriod
from scoring.models import Result
from scoring.recompute import recompute_region
from tests.cast import (
    KOTIM,
    PROPOSAL,
    Cast,
    make_complete,
    make_document,
    make_sendable,
    region_period,
    submit,
    verify,
)

BOOKKEEPING = ("SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK TO SAVEPOINT", "SELECT set_config")
"""Statements of transactions and scopes, which a page has whatever it shows."""


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


@contextmanager
def counted_queries() -> Iterator[list[str]]:
    """The statements that read or write rows, in order."""
    found: list[str] = []
    with CaptureQueriesContext(connection) as context:
        yield found
    found += [entry["sql"] for entry in context.captured_queries if not entry["sql"].startswith(BOOKKEEPING)]


def submitted(cast: Cast, *, name: str = "Antrean Daring", level: int = 2, **proposal: object) -> Innovation:
    sari = cast.actor("sari")
    return submit(
        make_complete(sari, opd=cast.health, period=cast.period, name=name, level=level, **proposal), sari
    )


def verified(
    cast: Cast, *, name: str, level: int = 2, desk_level: int | None = None, **proposal: object
) -> Innovation:
    return verify(submitted(cast, name=name, level=level, **proposal), cast.actor("budi"), level=desk_level)


def standing(
    cast: Cast,
    *,
    name: str = "Antrean Daring",
    state: State = State.SUBMITTED,
    level: int = 2,
    desk_level: int | None = None,
    **proposal: object,
) -> Innovation:
    """An innovation of Sari's agency written down as it stands in a state, rows, evidence and verdicts included.

    Not by the steps of the workflow, which cost a second each: for tests that look at pages and not at the way there.
    """
    fields: dict[str, object] = {**PROPOSAL, **proposal}
    innovation = Innovation.objects.create(
        region_id=KOTIM, region_period=region_period(cast), opd=cast.health, name=name, state=state, **fields
    )
    judged = state in VERIFIED_STATES
    decided = min(level, level if desk_level is None else desk_level)
    Answer.objects.bulk_create(
        Answer(
            region_id=KOTIM,
            innovation=innovation,
            row=row,
            claimed_level=level,
            verified_level=decided if judged else None,
        )
        for row in SID_ROWS
    )
    answers = list(Answer.objects.filter(innovation=innovation))
    document = make_document(cast.actor("sari"), opd=cast.health, subject=f"SK {name}")
    Citation.objects.bulk_create(
        Citation(region_id=KOTIM, answer=answer, document=document, pages="1") for answer in answers
    )
    if judged:
        Verdict.objects.bulk_create(
            Verdict(
                region_id=KOTIM,
                answer=answer,
                stage=VerdictStage.DESK,
                decision=Decision.ACCEPT if decided == level else Decision.LOWER,
                level=decided,
                reason="" if decided == level else "Bukti kurang.",
                reviewer=cast.budi,
                judged={},
                judged_hash="0" * 64,
            )
            for answer in answers
        )
    if state != State.DRAFT:
        row = region_period(cast)
        raise_content_version(row.pk, region_id=KOTIM, period_id=cast.period.pk)
    return innovation


def send(cast: Cast, *innovations: Innovation) -> RegionPeriod:
    """Send verified innovations, with everything that this needs."""
    hendra = cast.actor("hendra")
    row = region_period(cast)
    make_sendable(cast)
    chosen = dict(
        Innovation.objects.filter(pk__in=[innovation.pk for innovation in innovations]).values_list(
            "pk", "version"
        )
    )
    send_portfolio(row.pk, actor=hendra, chosen=chosen)
    row.refresh_from_db()
    return row


def spd_row(
    cast: Cast, row: str, *, confirmed: bool, level: int | None = None, **figures: Decimal
) -> RegionAnswer:
    answer = set_region_answer(
        region_period(cast), row=row, actor=cast.actor("hendra"), seen_version=1, level=level, **figures
    )
    if confirmed:
        answer = confirm_region_answer(answer.pk, actor=cast.actor("indah"), seen_version=answer.version)
    return answer


def compute(cast: Cast, region_id: int = KOTIM) -> None:
    recompute_region(region_id, period_id=cast.period.pk)


def current(basis: str) -> Result:
    return Result.objects.get(basis=basis, is_current=True)


def ids(*innovations: Innovation) -> set[str]:
    return {str(innovation.public_id) for innovation in innovations}


__all__ = [
    "State", "compute", "counted_queries", "current", "ids", "send", "signed_in", "spd_row", "standing", "submitted", "verified",
]  # fmt: skip
