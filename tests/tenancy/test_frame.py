"""What the frame of every tenant page costs, and that a failing view leaves nothing behind without a savepoint of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver

from iga_portal.tenancy.middleware import ACTING, within_scope
from iga_portal.tenancy.scope import scope
from regions.access import Actor, OpdIds
from regions.enums import Role
from regions.models import Membership, Opd
from tests.cast import KOTIM, Cast
from tests.innovations.opd_support import address, signed_in


@pytest.fixture
def view_of_documents(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Any], None]]:
    """Puts another view in the place of one address, wrapped as all of them are."""

    def find(patterns: Any) -> Any:
        for entry in patterns:
            if hasattr(entry, "url_patterns"):
                found = find(entry.url_patterns)
                if found is not None:
                    return found
            elif entry.name == "innovations":
                return entry
        return None

    places = [
        entry for entry in get_resolver().url_patterns if ACTING in getattr(entry, "default_kwargs", {})
    ]
    entry = find(places)

    def put(view: Any) -> None:
        monkeypatch.setattr(entry, "callback", view)
        within_scope(get_resolver().url_patterns)

    yield put


def wrote(cast: Cast) -> bool:
    with scope({KOTIM}):
        return Opd.objects.filter(name="Ditulis").exists()


@pytest.mark.parametrize("error", [Http404, PermissionDenied, IntegrityError, RuntimeError])
def test_work_of_a_failing_view_is_rolled_back(
    cast: Cast, view_of_documents: Callable[[Any], None], error: type[Exception]
) -> None:
    def failing(request: HttpRequest, **place: Any) -> HttpResponse:
        Opd.objects.create(region_id=KOTIM, name="Ditulis")
        raise error

    view_of_documents(failing)
    client = signed_in(cast.sari)
    client.raise_request_exception = False
    answer = client.get(address("innovations", cast.health))
    assert answer.status_code == {Http404: 404, PermissionDenied: 403}.get(error, 500)
    assert not wrote(cast)


def test_work_of_a_view_that_breaks_the_transaction_is_rolled_back(
    cast: Cast, view_of_documents: Callable[[Any], None]
) -> None:
    def failing(request: HttpRequest, **place: Any) -> HttpResponse:
        Opd.objects.create(region_id=KOTIM, name="Ditulis")
        Opd.objects.create(region_id=KOTIM, name="Ditulis")  # one name, twice: the database refuses
        return HttpResponse("never")

    view_of_documents(failing)
    client = signed_in(cast.sari)
    client.raise_request_exception = False
    assert client.get(address("innovations", cast.health)).status_code == 500
    assert not wrote(cast)


def test_work_of_a_view_that_answers_is_kept(cast: Cast, view_of_documents: Callable[[Any], None]) -> None:
    def working(request: HttpRequest, **place: Any) -> HttpResponse:
        Opd.objects.create(region_id=KOTIM, name="Ditulis")
        return HttpResponse("done", status=409)

    view_of_documents(working)
    assert signed_in(cast.sari).get(address("innovations", cast.health)).status_code == 409
    assert wrote(cast)


def test_frame_asks_three_things_of_the_database(
    cast: Cast, view_of_documents: Callable[[Any], None]
) -> None:
    def empty(request: HttpRequest, **place: Any) -> HttpResponse:
        return HttpResponse("nothing")

    view_of_documents(empty)
    client = signed_in(cast.sari)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address("innovations", cast.health)).status_code == 200
    asked = [query["sql"] for query in captured.captured_queries]
    # Session; person with their memberships here; the scope's settings (once more going out of it: a test's transaction goes on).
    assert [sql.split('"')[1] for sql in asked if sql.startswith('SELECT "')] == [
        "django_session",
        "regions_membership",
    ]
    assert sum(sql.startswith("SELECT set_config") for sql in asked) == 2
    # The scope's own, which is a savepoint inside a test only; none of ATOMIC_REQUESTS.
    assert sum(sql.startswith("SAVEPOINT") for sql in asked) == 1


def test_person_without_a_membership_here_is_still_the_person(cast: Cast) -> None:
    assert signed_in(cast.dewi).get(address("innovations", cast.health)).status_code == 404
    assert signed_in(cast.nobody).get(address("innovations", cast.health)).status_code == 404
    assert Client().get(address("innovations", cast.health)).status_code == 302


def test_person_who_was_closed_or_lost_the_membership_is_out_at_once(cast: Cast) -> None:
    client = signed_in(cast.sari)
    assert client.get(address("innovations", cast.health)).status_code == 200
    Membership.objects.filter(person=cast.sari).update(valid_until="2026-01-01")
    assert client.get(address("innovations", cast.health)).status_code == 404
    cast.sari.is_active = False
    cast.sari.save()
    assert client.get(address("innovations", cast.health)).status_code == 302


def test_changed_password_ends_the_session_here_too(cast: Cast) -> None:
    client = signed_in(cast.sari)
    cast.sari.set_password("rahasia-yang-lain")
    cast.sari.save()
    assert client.get(address("innovations", cast.health)).status_code == 302


def test_units_are_read_only_when_somebody_asks_for_more_than_the_opd() -> None:
    asked = []

    def read() -> list[int]:
        asked.append(1)
        return [4, 7, 9]

    ids = OpdIds(4, read)
    actor = Actor(1, Role.OPERATOR, KOTIM, ids)
    assert 4 in actor.opd_ids
    assert asked == []
    assert 7 in ids
    assert 5 not in ids
    assert (sorted(ids), len(ids), ids == frozenset({4, 7, 9}), ids | {1}) == (
        [4, 7, 9],
        3,
        True,
        {1, 4, 7, 9},
    )
    assert asked == [1]
    assert hash(actor) == hash(Actor(1, Role.OPERATOR, KOTIM, frozenset({4, 7, 9})))
