"""Making what a desk works on, quickly."""

from __future__ import annotations

from typing import Any

from django.test import Client
from django.urls import reverse

from innovations.domain.verdicts import citations_of, judged_content
from innovations.models import Answer, Innovation, Transition
from regions.models import Opd, Person
from scoring.core.canonical import fingerprint
from tests.cast import KOTIM, PROPOSAL, Cast, region_period


def signed_in(person: Person) -> Client:
    client = Client(raise_request_exception=True)
    client.force_login(person)
    return client


def desk(name: str, *args: Any) -> str:
    return reverse(f"desk:{name}", args=[KOTIM, *args])


def admin(name: str, *args: Any) -> str:
    return reverse(f"daerah:{name}", args=[KOTIM, *args])


def many_submitted(
    cast: Cast, count: int, *, opd: Opd | None = None, state: str = "submitted"
) -> list[Innovation]:
    """Innovations with their 20 rows, written past the workflow: a list has to be long, not lawful. Needs a scope."""
    period = region_period(cast)
    proposal = {key: value for key, value in PROPOSAL.items() if key not in {"latitude", "longitude"}}
    made = Innovation.objects.bulk_create(
        Innovation(
            region_id=KOTIM,
            opd=opd or cast.health,
            region_period=period,
            name=f"Inovasi {number:03d}",
            state=state,
            created_by=cast.sari,
            **proposal,
        )
        for number in range(count)
    )
    Answer.objects.bulk_create(
        Answer(region_id=KOTIM, innovation=entry, row=row, claimed_level=2, basis="a" if row == 33 else "")
        for entry in made
        for row in range(16, 36)
    )
    Transition.objects.bulk_create(
        Transition(
            region_id=KOTIM,
            innovation=entry,
            action="submit",
            from_state="draft",
            to_state=state,
            actor=cast.sari,
            role="operator",
        )
        for entry in made
    )
    return made


def seen(innovation: Innovation, row: int) -> str:
    answer = Answer.objects.get(innovation=innovation, row=row)
    return fingerprint(judged_content(answer, citations_of(answer)))
