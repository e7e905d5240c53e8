"""What the tests of the indicator sheet share: an innovation to work on, and its requests as the page's script sends them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.test import Client

from iga_portal.tenancy.scope import scope
from innovations.domain.answers import seen_of
from innovations.domain.transitions import take_step
from innovations.models import Answer, Innovation
from innovations.workflow import Action
from regions.enums import Role
from regions.models import Membership, Person
from tests.cast import DAY, KOTIM, Cast, judge_all, make_complete, submit
from tests.innovations.opd_support import address

FORM = "application/x-www-form-urlencoded"


def answer_of(innovation: Innovation, row: int) -> Answer:
    with scope({KOTIM}):
        return Answer.objects.get(innovation=innovation, row=row)


def claim(innovation: Innovation, row: int) -> tuple[int | None, str, Any, str]:
    answer = answer_of(innovation, row)
    return answer.claimed_level, answer.basis, answer.measured, answer.note


def fresh(innovation: Innovation) -> Innovation:
    with scope({KOTIM}):
        return Innovation.objects.get(pk=innovation.pk)


def hashes(innovation: Innovation, row: int) -> dict[str, str]:
    """The hidden inputs of the row's form as they stand now."""
    found = seen_of(answer_of(innovation, row), kind=fresh(innovation).kind)
    return {f"terlihat-{field}": value for field, value in found.items()}


def row_url(cast: Cast, innovation: Innovation, row: int, page: str = "row") -> str:
    return address(page, cast.health, public_id=innovation.public_id, row=row)


def autosave(
    client: Client,
    cast: Cast,
    innovation: Innovation,
    row: int,
    field: str,
    value: Any,
    *,
    seen: str | None = None,
    **data: Any,
) -> Any:
    """Send one field as static/js/autosave.js does. `seen` is the hash that the page shows; what stands now, unless given."""
    if seen is None:
        seen = hashes(innovation, row)[f"terlihat-{field}"]
    body = {"field": field, f"terlihat-{field}": seen, **({} if value is None else {field: value}), **data}
    url = row_url(cast, innovation, row, "row_autosave")
    return client.post(url, urlencode(body), content_type=FORM, headers={"Accept": "application/json"})


def colleague(cast: Cast, name: str = "Putri") -> Person:
    """A second operator of Sari's agency."""
    person = Person.objects.create(email=f"{name.lower()}@contoh.go.id", name=name)
    Membership.objects.create(
        person=person, role=Role.OPERATOR, region_id=KOTIM, opd=cast.health, valid_from=DAY.replace(year=2025)
    )
    return person


def judged_and_returned(cast: Cast, *, rows: Mapping[int | None, str], level: int = 1) -> Innovation:
    """Submitted at level 2, judged at `level`, and sent back for `rows`."""
    with scope({KOTIM}):
        innovation = submit(
            make_complete(cast.actor("sari"), opd=cast.health, period=cast.period), cast.actor("sari")
        )
        judge_all(innovation, cast.actor("budi"), level=level, reason="Hanya surat tugas.")
        innovation.refresh_from_db()
        take_step(
            innovation.pk,
            action=Action.RETURN,
            actor=cast.actor("budi"),
            seen_version=innovation.version,
            row_reasons=rows,
        )
        innovation.refresh_from_db()
        return innovation
