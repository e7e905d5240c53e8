"""What an autosave costs: at most ten statements on the wire, savepoints and settings among them, in every state and for every field."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from iga_portal.tenancy.scope import scope
from innovations.domain.transitions import take_step
from innovations.models import Answer, Innovation
from innovations.workflow import Action
from tests.cast import (
    KOTIM,
    Cast,
    judge_all,
    make_complete,
    make_document,
    make_draft,
    submit,
)
from tests.innovations.autosave_support import autosave_url, on_the_wire, page_url, seen_on_page, send
from tests.innovations.opd_support import signed_in

MOST = 10

FIELDS = [
    ("identitas", "name", "Perahu Baca"),
    ("identitas", "stage", "penerapan"),
    ("identitas", "kind", "nondigital"),
    ("asal", "initiator", "asn"),
    ("asal", "coordinates", "-2,53127, 112,95013"),
    ("klasifikasi", "urusan", "A01"),
    ("klasifikasi", "urusan_overlapping", ["A03", "A06"]),
    ("klasifikasi", "pkpn_cluster", "A"),
    ("waktu", "implemented_on", "2024-08-17"),
    ("rancang", "design_isu", "Isu strategis daerah"),
    ("uraian", "aim", "Tujuan yang ditulis ulang"),
    ("lampiran", "budget_document", ""),
]


@pytest.fixture
def live(committed_cast: Cast) -> Cast:
    return committed_cast


def returned(cast: Cast) -> Innovation:
    """Sent back with the proposal named, every row judged: what an autosave can touch most of."""
    with scope({KOTIM}):
        innovation = submit(
            make_complete(
                cast.actor("sari"), opd=cast.health, period=cast.period, stage="uji_coba", urusan="A02"
            ),
            cast.actor("sari"),
        )
        judge_all(innovation, cast.actor("budi"))
        innovation.refresh_from_db()
        return take_step(
            innovation.pk,
            action=Action.RETURN,
            actor=cast.actor("budi"),
            seen_version=innovation.version,
            row_reasons={None: "Perjelas."},
        ).innovation


def cost(
    client: Client, cast: Cast, innovation: Innovation, step: str, name: str, value: Any
) -> tuple[Any, Any]:
    seen = seen_on_page(client, page_url(cast.health, innovation, step))
    with on_the_wire() as wire:
        answer = send(client, autosave_url(cast.health, innovation, step), name, value, seen=seen[name])
    return answer, wire


@pytest.mark.parametrize("state", ["draft", "returned"])
def test_every_field_is_saved_within_ten_statements(live: Cast, state: str) -> None:
    client = signed_in(live.sari)
    if state == "draft":
        with scope({KOTIM}):
            innovation = make_draft(live.actor("sari"), opd=live.health, period=live.period)
    else:
        innovation = returned(live)
    with scope({KOTIM}):
        document = make_document(live.actor("sari"), opd=live.health, subject="DPA")
    costs = {}
    for step, name, value in FIELDS:
        answer, wire = cost(
            client, live, innovation, step, name, document.pk if name == "budget_document" else value
        )
        assert (answer.status_code, answer.json()["status"]) == (200, "saved"), answer.content
        assert len(wire) <= MOST, f"{name}\n{wire}"
        costs[name] = len(wire)
    with scope({KOTIM}):
        saved = Innovation.objects.get(pk=innovation.pk)
        assert saved.autosaves == len(FIELDS)
        assert (saved.name, saved.latitude, saved.budget_document_id) == (
            "Perahu Baca",
            Decimal("-2.53127"),
            document.pk,
        )
        if state == "returned":
            # The dearest of all: the verdict on row 30 fell with the kind.
            assert Answer.objects.get(innovation=saved, row=30).verified_level is None
    # Health of the connection, session, person, BEGIN, settings, lock, UPDATE, COMMIT: a text costs no more than this.
    assert costs["aim"] == 8


def test_the_wire_is_really_read(live: Cast) -> None:
    with on_the_wire() as wire, scope({KOTIM}), connection.cursor() as cursor:
        cursor.execute("SELECT %s::int", [7])
    assert [text.split()[0].strip('"') for text in wire.statements] == [
        "SELECT",
        "BEGIN",
        "SELECT",
        "SELECT",
        "COMMIT",
    ]
    assert "7" in wire.statements[3]


def test_operator_of_the_parent_saves_for_a_unit_within_ten(live: Cast) -> None:
    client = signed_in(live.sari)
    with scope({KOTIM}):
        innovation = make_draft(live.actor("sari"), opd=live.clinic, period=live.period)
    answer, wire = cost(client, live, innovation, "identitas", "kind", "digital")
    assert answer.status_code == 200
    assert len(wire) <= MOST, str(wire)
