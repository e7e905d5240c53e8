"""Notices in the place where somebody acts: read by opening, and only by whom they were written for."""

from __future__ import annotations

import pytest
from django.test import Client

from iga_portal.notices.models import Notice
from iga_portal.tenancy.scope import scope
from innovations.models import Innovation
from tests.cast import KOTIM, Cast, make_complete, submit, verify
from tests.innovations.opd_support import address, counted, signed_in


@pytest.fixture
def told(cast: Cast) -> Innovation:
    """Verified by the desk, of which Sari was told; Budi was told that it came in."""
    with scope({KOTIM}):
        return verify(
            submit(
                make_complete(cast.actor("sari"), opd=cast.health, period=cast.period), cast.actor("sari")
            ),
            cast.actor("budi"),
        )


def unread(person_id: int) -> int:
    with scope({KOTIM}):
        return Notice.objects.filter(person_id=person_id, read_at__isnull=True).count()


def only_notice(person_id: int) -> Notice:
    with scope({KOTIM}):
        return Notice.objects.get(person_id=person_id)


def test_list_shows_the_own_notices_and_reading_the_list_marks_none(cast: Cast, told: Innovation) -> None:
    page = signed_in(cast.sari).get(address("notices", cast.health)).content.decode()
    assert "Antrean Daring: Desk telah memeriksa semua baris" in page
    assert "Diajukan oleh OPD." not in page
    assert unread(cast.sari.pk) == 1


def test_opening_a_notice_marks_it_and_leads_to_its_page(cast: Cast, told: Innovation) -> None:
    notice = only_notice(cast.sari.pk)
    url = address("notice", cast.health, notice_id=notice.pk)
    client = signed_in(cast.sari)
    assert client.get(url)["Location"] == address("innovation", cast.health, public_id=told.public_id)
    first = only_notice(cast.sari.pk).read_at
    assert first is not None
    client.get(url)
    assert only_notice(cast.sari.pk).read_at == first


def test_opening_the_page_itself_marks_what_told_of_it(cast: Cast, told: Innovation) -> None:
    signed_in(cast.sari).get(address("innovation", cast.health, public_id=told.public_id))
    assert (unread(cast.sari.pk), unread(cast.budi.pk)) == (0, 1)


def test_notice_of_somebody_else_is_not_found(cast: Cast, told: Innovation) -> None:
    foreign = only_notice(cast.budi.pk)
    assert signed_in(cast.sari).get(address("notice", cast.health, notice_id=foreign.pk)).status_code == 404
    assert unread(cast.budi.pk) == 1


def test_all_are_marked_at_once_by_a_press_and_only_the_own(cast: Cast, told: Innovation) -> None:
    client: Client = signed_in(cast.sari)
    url = address("notices_read", cast.health)
    assert client.get(url).status_code == 405
    client.post(url)
    assert (unread(cast.sari.pk), unread(cast.budi.pk)) == (0, 1)


@pytest.mark.parametrize("path", ["https://example.org/", "//example.org/", "/\\example.org", ""])
def test_notice_never_leads_away_from_the_portal(cast: Cast, told: Innovation, path: str) -> None:
    with scope({KOTIM}):
        Notice.objects.filter(person=cast.sari).update(path=path)
    answer = signed_in(cast.sari).get(address("notice", cast.health, notice_id=only_notice(cast.sari.pk).pk))
    assert answer["Location"] == address("notices", cast.health)


def test_empty_list_says_what_will_come(cast: Cast) -> None:
    page = signed_in(cast.dewi).get(address("notices", cast.education)).content.decode()
    assert "Belum ada pemberitahuan" in page


def test_list_asks_the_same_of_1_and_of_30(cast: Cast, told: Innovation) -> None:
    client, url = signed_in(cast.sari), address("notices", cast.health)
    counts = []
    for number in (0, 29):
        with scope({KOTIM}):
            Notice.objects.bulk_create(
                Notice(region_id=KOTIM, person=cast.sari, kind="x", text=f"Kabar {count}", path="/x/")
                for count in range(number)
            )
        client.get(url)
        with counted() as count:
            client.get(url)
        counts.append(count.value)
    assert counts[0] == counts[1] <= 12
