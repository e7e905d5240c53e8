"""One field that saves itself, through every door of the portal: milliseconds of server work and statements, draft and returned."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from iga_portal.bench.ground import Ground, average_region, milliseconds
from iga_portal.tenancy.scope import scope
from innovations.domain.items import value_of
from innovations.domain.seen import PREFIX, field_hash
from innovations.enums import State
from innovations.models import Innovation, ReturnReason, Transition
from regions.enums import Role
from regions.models import Membership, Person
from regions.queries.periods import current_period

ROUNDS = 200
WARMING = 5
WORDS = 1_000
"""Words of the design while it is written on: some three pages."""


@dataclass(frozen=True, slots=True)
class Case:
    """A field of a step, and two values that are written in turns."""

    case: str
    step: str
    item: str
    values: tuple[str, str]


CASES = (
    Case("design", "rancang", "design_metode", ("langkah " * WORDS + "satu", "langkah " * WORDS + "dua")),
    Case("aim", "uraian", "aim", ("Obat tiba pada hari yang sama.", "Obat tiba sehari lebih cepat.")),
    Case("date", "waktu", "implemented_on", ("2024-08-17", "2024-08-18")),
    Case("kind", "identitas", "kind", ("digital", "nondigital")),
)


def run(*, rounds: int = ROUNDS) -> Iterator[dict[str, Any]]:
    """Yield a line per case and state: p50 and p95 of the whole request in this process, statements, bytes of the answer.

    Statements are Django's own count with BEGIN and COMMIT; on the wire comes the check of an idle connection's health.
    """
    period = current_period()
    assert period is not None
    ground = average_region(period)
    client, opd_id = _operator(ground)
    for state in (State.DRAFT, State.RETURNED):
        with scope({ground.region_id}, role="bench"):
            public_id = _prepared(ground, state)
        for case in CASES:
            yield {"bench": "autosave", "case": case.case, "state": str(state), "rounds": rounds} | _measured(
                client, ground, case, path=_path(ground, opd_id, public_id, case), rounds=rounds
            )


def _operator(ground: Ground) -> tuple[Client, int]:
    with scope({ground.region_id}, role="bench"):
        opd = Innovation.objects.select_related("opd").get(pk=ground.innovation_id).opd
    person, _made = Person.objects.get_or_create(
        email="pengetik@contoh.go.id", defaults={"name": "Pengetik", "password": make_password(None)}
    )
    Membership.objects.get_or_create(
        person=person,
        role=Role.OPERATOR,
        region_id=ground.region_id,
        opd=opd,
        defaults={"valid_from": date(2020, 1, 1)},
    )
    client = Client(SERVER_NAME="localhost")
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client, opd.pk


def _prepared(ground: Ground, state: State) -> Any:
    """The open innovation in a state in which its proposal may be written; returned with the proposal among the reasons."""
    found = Innovation.objects.get(pk=ground.innovation_id)
    Innovation.objects.filter(pk=found.pk).update(
        state=state, trial_date=None, developed_on=None, implemented_on=date(2024, 8, 1)
    )
    if state == State.RETURNED:
        step, _made = Transition.objects.filter(action="return").get_or_create(
            region_id=found.region_id, innovation=found, action="return", defaults={"to_state": state}
        )
        ReturnReason.objects.get_or_create(
            region_id=found.region_id, transition=step, row=None, defaults={"reason": "Perjelas."}
        )
    return found.public_id


def _path(ground: Ground, opd_id: int, public_id: Any, case: Case) -> str:
    return reverse(
        "opd:proposal_autosave",
        kwargs={"region_id": ground.region_id, "opd_id": opd_id, "public_id": public_id, "step": case.step},
    )


def _measured(client: Client, ground: Ground, case: Case, *, path: str, rounds: int) -> dict[str, Any]:
    with scope({ground.region_id}, role="bench"):
        seen = field_hash(value_of(Innovation.objects.get(pk=ground.innovation_id), case.item))
    times, size, statements = [], 0, 0
    for number in range(WARMING + rounds):
        data = {"field": case.item, PREFIX + case.item: seen, case.item: case.values[number % 2]}
        started = time.perf_counter()
        answer = client.post(
            path,
            urlencode(data),
            content_type="application/x-www-form-urlencoded",
            headers={"accept": "application/json"},
        )
        times.append(time.perf_counter() - started)
        if answer.status_code != 200:
            raise RuntimeError(f"{case.case}: answered {answer.status_code} {answer.content[:200]!r}")
        seen, size = answer.json()["seen"][case.item], len(answer.content)
    with CaptureQueriesContext(connection) as captured:
        data[PREFIX + case.item], data[case.item] = seen, case.values[(number + 1) % 2]
        client.post(path, urlencode(data), content_type="application/x-www-form-urlencoded")
        statements = len(captured)
    return {**milliseconds(times[WARMING:]), "statements": statements, "bytes": size}
