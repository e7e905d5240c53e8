"""The scope as a context: nesting, leaving, failing, and what the database is told."""

from __future__ import annotations

import pytest
from django.db import connection, transaction

from iga_portal.tenancy.scope import ScopeRequired, current_scope, require_scope, scope
from regions.models import Opd
from tests.cast import BENGKULU, KOTIM, Cast


def setting(name: str = "iga.regions") -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(current_setting(%s, true), '')", [name])
        return str(cursor.fetchone()[0])


def test_scope_tells_the_database_regions_actor_and_request(db: None) -> None:
    with scope({KOTIM, 62}, actor_id=7, role="desk", request_id="r1"):
        assert setting() == "62,6202"
        assert setting("iga.actor") == "7"
        assert setting("iga.request") == "r1"
    assert setting() == ""


def test_inner_scope_replaces_and_leaving_restores_the_outer_one(db: None) -> None:
    with scope({KOTIM}, actor_id=1):
        with scope({BENGKULU}, actor_id=2):
            assert (setting(), setting("iga.actor")) == (str(BENGKULU), "2")
        assert (setting(), setting("iga.actor")) == (str(KOTIM), "1")
    assert current_scope() is None


def test_failing_inner_scope_restores_the_outer_one(db: None) -> None:
    with scope({KOTIM}):
        with pytest.raises(ZeroDivisionError), scope({BENGKULU}):
            raise ZeroDivisionError
        assert setting() == str(KOTIM)
        assert require_scope().regions == {KOTIM}


def test_database_error_inside_scope_leaves_a_usable_connection(db: None) -> None:
    with pytest.raises(Exception, match="no_such_table"), scope({KOTIM}), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM no_such_table")
    assert current_scope() is None
    with scope({BENGKULU}):
        assert Opd.objects.count() == 0


def test_scope_is_gone_for_the_next_transaction_of_the_connection(live_db: str) -> None:
    with scope({KOTIM}):
        assert setting() == str(KOTIM)
    with transaction.atomic():
        # After the first SET LOCAL of a session the setting is '' and not NULL: nullif in the policy makes it nothing.
        assert setting() == ""
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM regions_regionperiod")
            assert cursor.fetchone() == (0,)


def test_writes_of_a_failing_scope_are_undone(cast: Cast) -> None:
    with pytest.raises(ZeroDivisionError), scope({KOTIM}):
        Opd.objects.create(region_id=KOTIM, name="Dinas yang batal")
        raise ZeroDivisionError
    with scope({KOTIM}):
        assert not Opd.objects.filter(name="Dinas yang batal").exists()


def test_empty_scope_sees_nothing(cast: Cast) -> None:
    with scope(set()):
        assert Opd.objects.count() == 0


def test_requiring_a_scope_names_the_cure() -> None:
    with pytest.raises(ScopeRequired, match="Open one"):
        require_scope()


def test_filter_is_one_array_parameter_however_many_regions(cast: Cast, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    with scope(range(9999)), django_assert_num_queries(1) as captured:
        assert Opd.objects.count() == 6
    assert captured.captured_queries[0]["sql"].count("ANY(") == 1
