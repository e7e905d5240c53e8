"""Links of documents: asked for when they come, looked at again in time, gently, and told what was found."""

from __future__ import annotations

import socket
import uuid
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from django.utils.translation import override

from iga_portal.files import link_findings as said
from iga_portal.files.link_guard import Guard
from iga_portal.tenancy.scope import scope
from innovations.domain import links
from innovations.domain.documents import add_document, replace_document
from innovations.domain.links import check_document_link, links_due
from innovations.models import Document, LinkState
from tests.cast import KOTIM, Cast
from tests.files.link_server import Site, answer, running_site


@pytest.fixture
def site() -> Iterator[Site]:
    with running_site() as made:
        yield made


@pytest.fixture(autouse=True)
def _line_is_this_test_s_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """All test processes share one cache."""
    monkeypatch.setattr(links, "LINE_SEEN", f"test:{uuid.uuid4()}")


def linked(cast: Cast, link: str) -> Document:
    with scope({KOTIM}):
        return add_document(actor=cast.actor("sari"), opd_id=cast.health.pk, subject="Video", link=link)


def again(document: Document) -> Document:
    with scope({KOTIM}):
        return Document.objects.get(pk=document.pk)


def host() -> str:
    """A name of this test's own: how often a site is asked is counted over all processes."""
    return f"{uuid.uuid4().hex}.contoh.go.id"


def test_what_was_found_stands_beside_the_link(cast: Cast, site: Site) -> None:
    site.pages["/ada"] = answer(200)
    alive, gone = linked(cast, site.url("/ada", host())), linked(cast, site.url("/tidak", host()))
    inside = linked(cast, "http://10.0.0.1/rahasia")
    for document in (alive, gone, inside):
        assert (document.link_state, document.link_checked_at) == (LinkState.UNCHECKED, None)
        check_document_link(KOTIM, document_id=document.pk, guard=site.guard)
    assert (again(alive).link_state, again(alive).link_note) == ("alive", "")
    assert (again(gone).link_state, again(gone).link_note) == ("broken", said.MISSING.note)
    assert (again(inside).link_state, again(inside).link_note) == ("refused", said.INSIDE.note)
    assert all(again(document).link_checked_at is not None for document in (alive, gone, inside))


def test_every_sentence_fits_and_every_state_is_one_of_the_table() -> None:
    findings = [value for value in vars(said).values() if isinstance(value, said.LinkFinding)]
    assert len(findings) == 15
    assert all(len(finding.note) <= 200 for finding in findings)
    assert {state.value for state in said.LinkState} == set(LinkState.values)
    with override("id"):
        assert all(finding.note or finding is said.ALIVE for finding in findings)


def test_worker_is_asked_for_a_new_link_and_for_a_new_version(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any, settings: Any
) -> None:
    asked: list[tuple[str, int]] = []
    monkeypatch.setattr(
        "iga_portal.tenancy.tasks.send",
        lambda name, countdown=None, **kwargs: asked.append((name, kwargs["document_id"])),
    )
    with django_capture_on_commit_callbacks(execute=True):
        first = linked(cast, "https://situs.contoh.go.id/1")
    with django_capture_on_commit_callbacks(execute=True), scope({KOTIM}):
        second = replace_document(first.pk, actor=cast.actor("sari"), link="https://situs.contoh.go.id/2")
    assert asked == [(links.CHECK_TASK, first.pk), (links.CHECK_TASK, second.pk)]
    settings.LINK_CHECKS = False
    with django_capture_on_commit_callbacks(execute=True):
        linked(cast, "https://situs.contoh.go.id/3")
    assert len(asked) == 2


def test_silence_counts_only_while_others_answer(cast: Cast, site: Site) -> None:
    def down(name: str, port: int) -> Sequence[str]:
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")

    document = linked(cast, f"http://{host()}/")
    assert check_document_link(KOTIM, document_id=document.pk, guard=Guard(resolve=down)) == "unchecked"
    assert (again(document).link_state, again(document).link_note) == ("unchecked", "")
    assert again(document).link_checked_at is not None  # tried again in half an hour, not at once
    # Another site answers, so the line is well; now the silence is this site's.
    other = linked(cast, site.url("/", host()))
    check_document_link(KOTIM, document_id=other.pk, guard=site.guard)
    with scope({KOTIM}):
        Document.objects.filter(pk=document.pk).update(link_checked_at=timezone.now() - timedelta(hours=1))
    assert check_document_link(KOTIM, document_id=document.pk, guard=Guard(resolve=down)) == "broken"
    assert again(document).link_note == said.SILENT.note


def test_link_looked_at_a_moment_ago_is_left_alone(cast: Cast, site: Site) -> None:
    document = linked(cast, site.url("/", host()))
    assert check_document_link(KOTIM, document_id=document.pk, guard=site.guard) == "broken"
    assert check_document_link(KOTIM, document_id=document.pk, guard=site.guard) == "fresh"
    assert len(site.asked) == 1


def test_site_is_not_asked_too_often(cast: Cast, site: Site, settings: Any) -> None:
    settings.LINK_CHECKS_PER_MINUTE = 3
    name = host()
    documents = [linked(cast, site.url(f"/{number}", name)) for number in range(5)]
    found = [check_document_link(KOTIM, document_id=entry.pk, guard=site.guard) for entry in documents]
    assert found == ["broken", "broken", "broken", "later", "later"]
    assert len(site.asked) == 3
    assert again(documents[4]).link_state == LinkState.UNCHECKED


def test_link_that_was_changed_meanwhile_keeps_no_finding_of_the_old_one(
    cast: Cast, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = linked(cast, site.url("/lama", host()))
    look = links.check_link

    def changed(url: str, *, guard: Guard) -> said.LinkFinding:
        with scope({KOTIM}):
            Document.objects.filter(pk=document.pk).update(link="https://baru.contoh.go.id/")
        return look(url, guard=guard)

    monkeypatch.setattr(links, "check_link", changed)
    check_document_link(KOTIM, document_id=document.pk, guard=site.guard)
    assert (again(document).link_state, again(document).link_checked_at) == (LinkState.UNCHECKED, None)


def test_document_without_a_link_or_replaced_is_not_looked_at(cast: Cast, site: Site, settings: Any) -> None:
    document = linked(cast, site.url("/", host()))
    with scope({KOTIM}):
        Document.objects.filter(pk=document.pk).update(is_current=False)
    assert check_document_link(KOTIM, document_id=document.pk, guard=site.guard) == "none"
    assert check_document_link(KOTIM, document_id=999_999, guard=site.guard) == "none"
    settings.LINK_CHECKS = False
    with scope({KOTIM}):
        Document.objects.filter(pk=document.pk).update(is_current=True)
    assert check_document_link(KOTIM, document_id=document.pk, guard=site.guard) == "none"
    assert site.asked == []


def test_sweep_finds_what_is_due_and_spares_one_site(cast: Cast, settings: Any) -> None:
    now = timezone.now()

    def row(state: LinkState, checked: timedelta | None, *, created: timedelta = timedelta(hours=1)) -> int:
        document = linked(cast, f"https://{host()}/")
        with scope({KOTIM}):
            Document.objects.filter(pk=document.pk).update(
                link_state=state,
                link_checked_at=None if checked is None else now - checked,
                created_at=now - created,
            )
        return document.pk

    hour, day = timedelta(hours=1), timedelta(days=1)
    due = {
        row(LinkState.UNCHECKED, None),
        row(LinkState.UNCHECKED, hour),
        row(LinkState.BROKEN, day + hour),
        row(LinkState.ALIVE, 7 * day + hour),
        row(LinkState.CLOSED, 7 * day + hour),
        row(LinkState.REFUSED, 7 * day + hour),
    }
    row(LinkState.UNCHECKED, None, created=timedelta(seconds=10))  # its message is still on the way
    row(LinkState.UNCHECKED, timedelta(minutes=5))
    row(LinkState.BROKEN, 23 * hour)
    row(LinkState.ALIVE, 6 * day)
    with scope({KOTIM}):
        assert {document for _region, document in links_due(now)} == due
        Document.objects.update(is_current=False)
    settings.LINK_CHECKS_PER_MINUTE = 4
    name = host()
    many = [linked(cast, f"https://{name}/{number}") for number in range(10)]
    with scope({KOTIM}):
        Document.objects.filter(pk__in=[entry.pk for entry in many]).update(created_at=now - hour)
        assert links_due(now) == [(KOTIM, entry.pk) for entry in many[:4]]
