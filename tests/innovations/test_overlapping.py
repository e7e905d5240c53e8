"""Two real connections at once: what one is just writing, the other neither misses nor overwrites."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection

from iga_portal.refusals import Refused
from iga_portal.tenancy.scope import scope
from innovations.domain import confirmations
from innovations.domain.answers import cite_document, set_answer
from innovations.domain.confirmations import confirm_list, list_mark
from innovations.domain.documents import replace_document
from innovations.models import Answer, Citation, Document, Innovation
from tests.cast import KOTIM, NOON, Cast, make_complete, make_document, make_draft, region_period
from tests.innovations.opd_support import address, shelved, signed_in


@pytest.fixture
def world(committed_cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Cast:
    """The cast in a database where transactions really begin and commit."""
    monkeypatch.setitem(connection.settings_dict, "CONN_MAX_AGE", None)
    connection.close()
    return committed_cast


@contextmanager
def beside(act: Callable[[], Any]) -> Iterator[threading.Thread]:
    """Run `act` on a connection of its own while the block goes on; it has ended when the block has."""

    def work() -> None:
        try:
            with scope({KOTIM}):
                act()
        finally:
            connection.close()

    thread = threading.Thread(target=work)
    try:
        yield thread
    finally:
        thread.join(timeout=300)


def test_head_s_confirmation_holds_what_was_read_and_not_what_is_written_meanwhile(
    world: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    with scope({KOTIM}):
        draft = make_complete(world.actor("sari"), opd=world.health, period=world.period)
        seen = list_mark(list(Innovation.objects.values_list("public_id", "version")))
    write = lambda: set_answer(draft.pk, row=16, actor=world.actor("sari"), level=3)  # noqa: E731
    with beside(write) as colleague:
        content = confirmations.list_content

        def slowly(*args: Any, **kwargs: Any) -> Any:
            colleague.start()
            colleague.join(timeout=1.5)
            return content(*args, **kwargs)

        monkeypatch.setattr(confirmations, "list_content", slowly)
        with scope({KOTIM}):
            confirmed = confirm_list(
                actor=world.actor("joko"),
                opd_id=world.health.pk,
                region_period=region_period(world),
                seen=seen,
                now=NOON,
            ).confirmation
    assert confirmed.content[0]["parts"]["16"].startswith("2:")
    with scope({KOTIM}):
        assert Answer.objects.get(innovation=draft, row=16).claimed_level == 3


def test_twin_kept_apart_by_two_messages_at_once_is_one_document(world: Cast) -> None:
    with scope({KOTIM}):
        twin = shelved(world.actor("sari"), opd=world.health, subject="SK")
    client = signed_in(world.sari)
    url, data = (
        address("upload_twin", world.health),
        {"aksi": "simpan", "dokumen": twin.pk, "nama": "SK lain.pdf"},
    )

    def press(_number: int) -> int:
        try:
            other = type(client)()
            other.cookies = client.cookies
            return other.post(url, data).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(press, range(4))) == [200] * 4
    with scope({KOTIM}):
        assert Document.objects.count() == 2


def test_document_that_is_just_being_replaced_is_not_cited_any_more(world: Cast) -> None:
    sari = world.actor("sari")
    with scope({KOTIM}):
        draft = make_draft(sari, opd=world.health, period=world.period)
        old = make_document(sari, opd=world.health)
    refused: list[str] = []

    def cite() -> None:
        with pytest.raises(Refused) as refusal:
            cite_document(draft.pk, row=16, actor=sari, document_id=old.pk)
        refused.append(refusal.value.code)

    with beside(cite) as colleague, scope({KOTIM}):
        replace_document(old.pk, actor=sari, link="https://contoh.go.id/sk")
        colleague.start()
        colleague.join(timeout=1.5)
    assert refused == ["replaced"]
    with scope({KOTIM}):
        assert not Citation.objects.exists()


def test_citing_again_and_replacing_at_once_do_not_wait_for_each_other(world: Cast) -> None:
    sari = world.actor("sari")
    with scope({KOTIM}):
        draft = make_draft(sari, opd=world.health, period=world.period)
        old = make_document(sari, opd=world.health)
        cite_document(draft.pk, row=16, actor=sari, document_id=old.pk)

    def replace() -> None:
        replace_document(old.pk, actor=sari, link="https://contoh.go.id/sk")

    with beside(replace) as colleague, scope({KOTIM}):
        set_answer(draft.pk, row=17, actor=sari, level=1)
        colleague.start()
        colleague.join(timeout=1.5)
        cite_document(draft.pk, row=17, actor=sari, document_id=old.pk)
    with scope({KOTIM}):
        cited = Citation.objects.values_list("answer__row", "document__is_current")
        assert sorted(cited) == [(16, True), (17, True)]
