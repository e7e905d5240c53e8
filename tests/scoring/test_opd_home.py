"""The operator's home: the duty, the next steps with their worth, and what others did since the last visit."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.test import Client

from iga_portal.tenancy.scope import scope
from innovations.domain.transitions import take_step
from innovations.enums import State
from innovations.models import Visit
from innovations.workflow import Action
from regions.enums import Basis
from scoring.core.compact import build_tables
from scoring.core.exact import as_decimal, half_up
from scoring.core.formula import totals_of
from scoring.instruments import load_instrument
from scoring.reading import read_region
from scoring.recompute import score_basis
from tests.cast import KOTIM, NOON, Cast, make_complete, make_draft, region_period, submit
from tests.innovations.opd_support import address, signed_in
from tests.scoring.support import counted_queries, standing

pytestmark = pytest.mark.django_db
TABLES = build_tables(load_instrument(2026))


@pytest.fixture
def home(cast: Cast) -> str:
    return address("home", cast.health)


def page(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def index_now(cast: Cast) -> Decimal:
    with scope({KOTIM}):
        facts = read_region(KOTIM, region_period_id=region_period(cast).pk)
    sums = score_basis(facts, basis=Basis.CLAIMED, tables=TABLES).sums
    return as_decimal(half_up(totals_of(sums, TABLES.instrument).index, places=3), places=3)


def test_the_duty_is_open_until_one_innovation_is_submitted(cast: Cast, home: str) -> None:
    client, sari = signed_in(cast.sari), cast.actor("sari")
    assert "Belum ada satu pun" in page(client, home)
    with scope({KOTIM}, actor_id=cast.sari.pk):
        draft = make_complete(sari, opd=cast.health, period=cast.period)
    text = page(client, home)
    assert "belum diajukan" in text
    assert "1 draf menunggu dilengkapi" in text
    with scope({KOTIM}, actor_id=cast.sari.pk):
        submit(draft, sari)
    assert "Terpenuhi." in page(client, home)


def test_submitting_brings_what_the_page_said(cast: Cast, home: str) -> None:
    client, sari = signed_in(cast.sari), cast.actor("sari")
    with scope({KOTIM}, actor_id=cast.sari.pk):
        draft = make_complete(sari, opd=cast.health, period=cast.period, level=2)
    text = page(client, home)
    assert "Ajukan: semua yang wajib sudah lengkap" in text
    told = Decimal(re.findall(r"\+(\d+,\d{3})", text)[0].replace(",", "."))
    before = index_now(cast)
    with scope({KOTIM}, actor_id=cast.sari.pk):
        submit(draft, sari)
    assert index_now(cast) - before == told


def test_steps_lead_to_their_place_and_say_points_and_work(cast: Cast, home: str) -> None:
    sari = cast.actor("sari")
    with scope({KOTIM}, actor_id=cast.sari.pk):
        draft = make_complete(sari, opd=cast.health, period=cast.period, level=2)
    text = page(signed_in(cast.sari), home)
    part = text[text.index('id="langkah"') : text.index('id="status"')]
    assert part.count('class="steps-what"') == 5
    assert address("innovation", cast.health, public_id=draft.public_id) in part
    assert re.search(rf"{address('rows', cast.health, public_id=draft.public_id)}\d\d/", part)
    assert "naik ke tingkat 3" in part
    assert "taksiran portal" in part
    assert re.search(r"effort--[123]", part)


def test_a_draft_from_before_the_window_is_told_to_date_its_development(cast: Cast, home: str) -> None:
    sari = cast.actor("sari")
    with scope({KOTIM}, actor_id=cast.sari.pk):
        make_complete(
            sari,
            opd=cast.health,
            period=cast.period,
            trial_date=date(2022, 1, 1),
            implemented_on=date(2023, 3, 1),
        )
    assert "Isi tanggal pengembangan terbaru" in page(signed_in(cast.sari), home)


def test_first_visit_tells_no_changes_later_ones_those_of_others(cast: Cast, home: str) -> None:
    client, sari, budi = signed_in(cast.sari), cast.actor("sari"), cast.actor("budi")
    with scope({KOTIM}, actor_id=cast.sari.pk):
        draft = submit(make_complete(sari, opd=cast.health, period=cast.period, name="Antar Obat"), sari)
    assert 'id="sejak"' not in page(client, home)
    with time_machine.travel(NOON + timedelta(hours=2), tick=False), scope({KOTIM}, actor_id=cast.budi.pk):
        take_step(
            draft.pk,
            action=Action.RETURN,
            actor=budi,
            seen_version=draft.version,
            row_reasons={16: "SK belum ditandatangani."},
        )
    with time_machine.travel(NOON + timedelta(hours=3), tick=False):
        client.force_login(cast.sari)
        text = page(client, home)
        part = text[text.index('id="sejak"') :]
        assert "Antar Obat" in part
        assert "Diajukan → Perbaikan" in part
        # The same visit goes on: reloading does not make the news old.
        assert "Diajukan → Perbaikan" in page(client, home)
    with time_machine.travel(NOON + timedelta(hours=4), tick=False):
        client.force_login(cast.sari)
        assert "Tidak ada perubahan oleh orang lain" in page(client, home)


def test_one_bookmark_a_person_and_opd(cast: Cast, home: str) -> None:
    client = signed_in(cast.sari)
    for _ in range(3):
        page(client, home)
    with scope({KOTIM}):
        assert Visit.objects.filter(person=cast.sari, opd=cast.health).count() == 1


def test_steps_end_with_the_time_for_input(cast: Cast, home: str) -> None:
    with scope({KOTIM}, actor_id=cast.sari.pk):
        make_draft(cast.actor("sari"), opd=cast.health, period=cast.period)
    with time_machine.travel(NOON + timedelta(days=50), tick=False):
        client = signed_in(cast.sari)
        text = page(client, home)
    assert 'id="langkah"' not in text
    assert "tidak dibuka" in text


def test_queries_do_not_grow_with_the_innovations(cast: Cast, home: str) -> None:
    client = signed_in(cast.sari)

    def count() -> int:
        with counted_queries() as found:
            page(client, home)
        return len(found)

    with scope({KOTIM}, actor_id=cast.sari.pk):
        for number in range(3):
            standing(cast, name=f"Draf {number}", state=State.DRAFT)
    count()
    few = count()
    with scope({KOTIM}, actor_id=cast.sari.pk):
        for number in range(30):
            standing(cast, name=f"Lagi {number}", state=State.DRAFT)
    assert count() == few
    assert few == 13


def test_queries_do_not_hang_on_when_the_page_was_last_seen(cast: Cast, home: str) -> None:
    """The bookmark is written at every look: a slow machine and a quick one count the same."""
    with time_machine.travel(NOON, tick=False) as clock:
        client = signed_in(cast.sari)
        page(client, home)
        counts = []
        for seconds in (0, 1, 59, 61, 300):
            clock.shift(timedelta(seconds=seconds))
            with counted_queries() as found:
                page(client, home)
            counts.append(len(found))
    assert len(set(counts)) == 1, counts
