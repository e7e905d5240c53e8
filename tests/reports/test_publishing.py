"""Publishing into the snapshot tables: what is written, who may never change it, and the chain of hashes over it."""

from __future__ import annotations

import io
import os
import re
from decimal import Decimal
from typing import Any

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from iga_portal.refusals import Refused
from regions.queries.instruments import instrument_of
from reports.domain.publishing_content import AwardLine, chain_hash
from reports.domain.publishing_verify import verify_chain
from reports.models import Publication, PublishedAward, PublishedInnovation, PublishedRegion
from scoring.core.score import score
from tests.cast import BENGKULU, JAYAPURA, KOTIM, Cast
from tests.conftest import with_database
from tests.reports.published import example_facts, publish_example

TABLES = (Publication, PublishedRegion, PublishedInnovation, PublishedAward)
WINNER = AwardLine(
    category="very_innovative",
    category_name="Daerah Sangat Inovatif",
    code="62.02",
    place=1,
    sentence="Indeks 58,96.",
)


def test_publication_holds_regions_innovations_awards_and_says_the_same_when_read_back(cast: Cast) -> None:
    publication = publish_example(
        cast.period,
        {KOTIM: example_facts(KOTIM, level=3), BENGKULU: example_facts(BENGKULU, level=1), JAYAPURA: None},
        awards=[WINNER],
    )

    assert (publication.number, publication.revision, publication.previous_hash) == (1, 1, "")
    kotim = PublishedRegion.objects.get(publication=publication, code="62.02")
    worked_out = score(kotim.facts, instrument_of(cast.period))
    assert (kotim.index, kotim.predicate, kotim.facts_hash) == (
        worked_out.index, worked_out.predicate, worked_out.facts_hash,
    )  # fmt: skip
    places = PublishedRegion.objects.values_list("code", "is_assessed", "place", "place_of", "place_nation")
    assert list(places.order_by("code")) == [
        ("17.71", True, 1, 1, 2),  # the only assessed kota
        ("62.02", True, 1, 1, 1),
        ("91.71", False, None, None, None),
    ]
    assert PublishedInnovation.objects.filter(published_region=kotim).count() == 12
    # 20 rows at level 3 are the printed maximum of a maturity.
    assert set(
        PublishedInnovation.objects.filter(published_region=kotim).values_list("maturity", flat=True)
    ) == {Decimal("111.00")}
    assert publication.summary["assessed"] == 2
    assert publication.summary["innovations"] == 24
    assert PublishedAward.objects.get().published_region == kotim
    assert list(verify_chain()) == []


def test_equals_share_their_place_and_the_next_one_is_left_out(cast: Cast) -> None:
    publish_example(
        cast.period,
        {
            1101: example_facts(1101, level=2),
            KOTIM: example_facts(KOTIM, level=2),
            1102: example_facts(1102, level=1),
        },
    )
    places = PublishedRegion.objects.order_by("code").values_list("code", "place", "place_of")
    assert list(places) == [("11.01", 1, 3), ("11.02", 3, 3), ("62.02", 1, 3)]


def test_correction_supersedes_what_stands_and_both_stay_readable(cast: Cast) -> None:
    first = publish_example(cast.period, {KOTIM: example_facts(KOTIM, level=2)})
    second = publish_example(
        cast.period,
        {KOTIM: example_facts(KOTIM, level=1)},
        supersedes=first.number,
        reason="Nilai baris 16 salah baca.",
    )

    assert (second.number, second.revision, second.previous_hash) == (2, 2, first.chain_hash)
    assert first.superseded_by == second
    assert PublishedRegion.objects.filter(code="62.02").count() == 2
    assert second.chain_hash == chain_hash(content=second.content_hash, previous=first.chain_hash)
    assert list(verify_chain()) == []


@pytest.mark.parametrize(
    ("supersedes", "code"), [(None, "published"), (1, "superseded"), (7, "superseded")], ids=str
)
def test_publication_out_of_turn_is_refused_and_nothing_is_written(
    cast: Cast, supersedes: int | None, code: str
) -> None:
    publish_example(cast.period, {KOTIM: example_facts(KOTIM)})
    publish_example(cast.period, {KOTIM: example_facts(KOTIM, level=1)}, supersedes=1, reason="Koreksi.")
    before = [model.objects.count() for model in TABLES]

    with pytest.raises(Refused) as refusal:
        publish_example(cast.period, {KOTIM: example_facts(KOTIM)}, supersedes=supersedes, reason="Lagi.")

    assert refusal.value.code == code
    assert [model.objects.count() for model in TABLES] == before


@pytest.mark.parametrize("model", TABLES, ids=lambda model: model.__name__)
def test_application_may_add_and_read_what_is_published_and_nothing_else(db: None, model: Any) -> None:
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT string_agg(privilege_type, ' ' ORDER BY privilege_type) FROM information_schema.role_table_grants"
            " WHERE table_name = %s AND grantee = 'iga_app'",
            [table],
        )
        assert cursor.fetchone() == ("INSERT SELECT",)
        for statement in (f"UPDATE {table} SET id = id", f"DELETE FROM {table}", f"TRUNCATE {table} CASCADE"):
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                cursor.execute(statement)


@pytest.fixture
def published_for_good(live_db: str, frozen_noon: None) -> psycopg.Connection:
    """Two publications that are committed, and the owner's connection to their database."""
    from tests.cast import make_cast

    cast = make_cast()
    publish_example(cast.period, {KOTIM: example_facts(KOTIM)}, awards=[WINNER])
    publish_example(cast.period, {KOTIM: example_facts(KOTIM, level=1)}, supersedes=1, reason="Koreksi.")
    return psycopg.connect(with_database(os.environ["DATABASE_OWNER_URL"], live_db), autocommit=True)


def test_owner_too_changes_nothing_and_what_is_changed_past_the_triggers_is_found(
    published_for_good: psycopg.Connection,
) -> None:
    with published_for_good as owner:
        for model in TABLES:
            table = model._meta.db_table
            for statement in (f"UPDATE {table} SET id = id", f"DELETE FROM {table}"):
                with pytest.raises(psycopg.errors.RaiseException, match="Cannot update or delete rows"):
                    owner.execute(statement)  # type: ignore[arg-type]
        out = io.StringIO()
        call_command("verify_publications", stdout=out)
        assert re.search(r'"publications": 2, "chain_hash": "[0-9a-f]{64}"', out.getvalue())

        # Whoever owns the tables can switch the triggers off. The chain tells.
        owner.execute("ALTER TABLE reports_publishedinnovation DISABLE TRIGGER USER")
        owner.execute(
            "UPDATE reports_publishedinnovation SET name = 'Diubah' WHERE id = (SELECT min(id) FROM reports_publishedinnovation)"
        )
        errors = io.StringIO()
        with pytest.raises(CommandError, match="1 fault"):
            call_command("verify_publications", stdout=out, stderr=errors)
        assert errors.getvalue() == "publication 1: content is not that of the content hash\n"


SECOND = "WHERE publication_id = (SELECT id FROM reports_publication WHERE number >= 2)"
CHANGES = [
    # change, its undoing, what is found
    (f"UPDATE reports_publishedregion SET place = 2 {SECOND}", f"UPDATE reports_publishedregion SET place = 1 {SECOND}", "content is not"),
    (
        f"UPDATE reports_publishedregion SET facts = facts || '{{\"spd\": {{}}}}' {SECOND}",
        f"UPDATE reports_publishedregion SET facts = facts || '{{\"spd\": {{\"8\": 3}}}}' {SECOND}",
        "the facts are not",
    ),
    ("UPDATE reports_publishedaward SET sentence = 'Lain.'", f"UPDATE reports_publishedaward SET sentence = '{WINNER.sentence}'", "content is not"),
    (
        "UPDATE reports_publication SET summary = summary || '{\"assessed\": 9}'",
        "UPDATE reports_publication SET summary = summary || '{\"assessed\": 1}'",
        "the figures of the nation",
    ),
    ("UPDATE reports_publication SET number = 3 WHERE number = 2", "UPDATE reports_publication SET number = 2 WHERE number = 3", "in between is missing"),
    (
        "UPDATE reports_publication SET previous_hash = '' WHERE number = 2",
        "UPDATE reports_publication SET previous_hash = (SELECT chain_hash FROM reports_publication WHERE number = 1) WHERE number = 2",
        "does not carry the chain hash",
    ),
    ("UPDATE reports_publication SET reason = 'Lain.' WHERE number = 2", "UPDATE reports_publication SET reason = 'Koreksi.' WHERE number = 2", "content is not"),
    (
        "UPDATE reports_publication SET title = 'Lain.' WHERE number = 1",
        "UPDATE reports_publication SET title = 'Innovative Government Award 2026' WHERE number = 1",
        "content is not",
    ),
]  # fmt: skip


def test_every_kind_of_change_is_found(published_for_good: psycopg.Connection) -> None:
    with published_for_good as owner:
        for model in TABLES:
            owner.execute(f"ALTER TABLE {model._meta.db_table} DISABLE TRIGGER USER")  # type: ignore[arg-type]
        for change, undo, found in CHANGES:
            assert list(verify_chain()) == []
            owner.execute(change)  # type: ignore[arg-type]
            assert any(found in fault.found for fault in verify_chain()), change
            owner.execute(undo)  # type: ignore[arg-type]
    assert list(verify_chain()) == []
