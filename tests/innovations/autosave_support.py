"""Autosaves as the page's script sends them, and a count of what travels on the wire to the database."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.db import connection
from django.test import Client

from innovations.models import Innovation
from regions.models import Opd
from tests.innovations.opd_support import address, shown

JSON = "application/json"
FORM = "application/x-www-form-urlencoded"


def autosave_url(opd: Opd, innovation: Innovation, step: str) -> str:
    return address("proposal_autosave", opd, public_id=innovation.public_id, step=step)


def page_url(opd: Opd, innovation: Innovation, step: str) -> str:
    return address("proposal_step", opd, public_id=innovation.public_id, step=step)


def send(client: Client, url: str, field: str, value: Any, *, seen: str, **more: Any) -> Any:
    """One field, as static/js/autosave.js sends it."""
    data = {
        "field": field,
        f"terlihat-{field}": seen,
        **({field: value} if value is not None else {}),
        **more,
    }
    return client.post(url, urlencode(data, doseq=True), content_type=FORM, headers={"accept": JSON})


def seen_on_page(client: Client, url: str) -> dict[str, str]:
    """Field -> hash, as the page shows it now."""
    return {name.removeprefix("terlihat-"): value for name, value in shown(client, url).items()}


@dataclass
class Wire:
    """Statements sent to the database, in order; a prepared one counts when it runs."""

    statements: list[str] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.statements)

    def __str__(self) -> str:
        return "\n".join(f"{number}. {text[:150]}" for number, text in enumerate(self.statements, 1))


@contextmanager
def on_the_wire() -> Iterator[Wire]:
    """Everything that libpq sends over Django's connection: also BEGIN, COMMIT, savepoints, settings and the check of its health.

    The connection is treated as at the start of a request in life: it is older, and its health is asked before it is used.
    """
    connection.ensure_connection()
    connection.health_check_done = False
    wire = Wire()
    with tempfile.TemporaryFile() as log:
        connection.connection.pgconn.trace(log.fileno())
        try:
            yield wire
        finally:
            connection.connection.pgconn.untrace()
            log.seek(0)
            wire.statements += _sent(log.read().decode("utf-8", "replace"))


SENT = re.compile(r"^(?:\d{4}-[^\t]*\t)?F\t\d+\t(Query|Parse|Execute)\t(.*)$", re.MULTILINE)


def _sent(trace: str) -> list[str]:
    found, parsed = [], ""
    for kind, rest in SENT.findall(trace):
        if kind == "Query":
            found.append(rest.strip(' "'))
        elif kind == "Parse":
            parsed = rest
        else:
            found.append(parsed.strip(' "'))
    return found
