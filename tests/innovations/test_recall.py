"""Giving back what was sent: Kemendagri alone, with a reason; the region is told; receipts stay."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from iga_portal.notices.models import Notice
from iga_portal.refusals import Refused
from iga_portal.tenancy.scope import scope
from innovations.domain.recalling import recall_portfolio
from innovations.domain.sending import send_portfolio
from innovations.domain.spd import set_region_answer
from innovations.enums import State
from innovations.models import Answer, Innovation, Sending
from tests.cast import BENGKULU, KOTIM, Cast, make_sendable, region_period
from tests.innovations.desk_support import many_submitted, signed_in

LIST = reverse("pusat:sendings")
PAGE = reverse("pusat:recall", args=[KOTIM])


def sent(cast: Cast, number: int = 2) -> list[Innovation]:
    """Innovations of one sending. Needs a scope."""
    made = many_submitted(cast, number, state="verified")
    Answer.objects.filter(innovation__in=made).update(verified_level=2)
    make_sendable(cast)
    send_portfolio(
        region_period(cast).pk, actor=cast.actor("hendra"), chosen={entry.pk: entry.version for entry in made}
    )
    return list(Innovation.objects.filter(pk__in=[entry.pk for entry in made]).order_by("pk"))


def keys(page: str) -> list[str]:
    return re.findall(r'name="pilih" value="([\d:]+)"', page)


def test_one_goes_back_and_the_rest_stays_locked(cast: Cast) -> None:
    with scope({KOTIM}):
        one, two = sent(cast)
        Notice.objects.all().delete()
    rina = signed_in(cast.rina)
    assert "Kotawaringin Timur" in rina.get(LIST).text
    page = rina.get(PAGE).text
    assert keys(page) == [f"{one.pk}:2", f"{two.pk}:2"]
    response = rina.post(PAGE, {"pilih": [f"{one.pk}:2"], "reason": ""})
    assert response.status_code == 422
    assert re.search(rf'value="{one.pk}:2"[^>]*checked', response.text)
    response = rina.post(PAGE, {"pilih": [f"{one.pk}:2"], "reason": "Permintaan daerah."}, follow=True)
    assert "1 inovasi dikembalikan ke daerah." in response.text
    with scope({KOTIM}):
        assert list(Innovation.objects.order_by("pk").values_list("state", flat=True)) == ["verified", "sent"]
        assert region_period(cast).sent_at is not None
        assert Sending.objects.count() == 1
        told = set(
            Notice.objects.filter(text__contains="Permintaan daerah.").values_list("person__name", flat=True)
        )
        assert {"Hendra", "Indah", "Sari"} <= told
        with pytest.raises(Refused, match="terkunci"):
            set_region_answer(
                region_period(cast), row="12", actor=cast.actor("hendra"), seen_version=1, level=1
            )
    # The same press again, from a page that was opened before.
    again = rina.post(PAGE, {"pilih": [f"{one.pk}:2"], "reason": "Permintaan daerah."}, follow=True)
    assert "tidak ada yang diubah dua kali" in again.text


def test_when_nothing_is_left_the_region_may_mend_and_send_again(cast: Cast) -> None:
    with scope({KOTIM}):
        made = sent(cast)
        chosen = {entry.pk: entry.version for entry in made}
        outcome = recall_portfolio(
            region_period(cast).pk, actor=cast.actor("rina"), chosen=chosen, reason="Salah tahun."
        )
        assert (outcome.changed, outcome.reopened) == (2, True)
        assert region_period(cast).sent_at is None
        set_region_answer(region_period(cast), row="12", actor=cast.actor("hendra"), seen_version=1, level=1)
        now = {entry.pk: entry.version for entry in Innovation.objects.all()}
        second = send_portfolio(region_period(cast).pk, actor=cast.actor("hendra"), chosen=now)
        assert (second.changed, second.sending.number) == (True, 2)
        assert set(Innovation.objects.values_list("state", flat=True)) == {State.SENT}


@pytest.mark.parametrize("fault", ["role", "stale", "assessed", "foreign", "empty"])
def test_refused_recall_changes_nothing(cast: Cast, fault: str) -> None:
    with scope({KOTIM, BENGKULU}):
        one, two = sent(cast)
        chosen = {one.pk: one.version, two.pk: two.version}
        if fault == "stale":
            chosen[two.pk] += 1
        elif fault == "assessed":
            Innovation.objects.filter(pk=two.pk).update(state="assessed")
        elif fault == "foreign":
            chosen[999_999] = 1
        elif fault == "empty":
            chosen = {}
        actor = cast.actor("hendra" if fault == "role" else "rina")
        with pytest.raises(Refused):
            # As a request does it: what was refused is rolled back as a whole.
            from django.db import transaction

            with transaction.atomic():
                recall_portfolio(region_period(cast).pk, actor=actor, chosen=chosen, reason="Ya.")
        assert Innovation.objects.get(pk=one.pk).state == State.SENT
        assert region_period(cast).sent_at is not None


def test_pages_are_the_ministrys_alone_and_flat(cast: Cast) -> None:
    with scope({KOTIM}):
        sent(cast, 2)
    for name in ("hendra", "budi", "sari", "tiur", "arif", "nobody"):
        client = signed_in(getattr(cast, name))
        assert (client.get(LIST).status_code, client.get(PAGE).status_code) == (404, 404)
    rina = signed_in(cast.rina)
    assert rina.get(reverse("pusat:recall", args=[999_999])).status_code == 404
    assert "Tidak ada yang dapat dikembalikan" in rina.get(reverse("pusat:recall", args=[BENGKULU])).text
    assert "Belum ada" not in rina.get(LIST, {"cari": "kotawaringin"}).text
    with CaptureQueriesContext(connection) as few:
        rina.get(PAGE)
    with scope({KOTIM}):
        many_submitted(cast, 60, state="sent")
    with CaptureQueriesContext(connection) as many:
        rina.get(PAGE)
    assert len(few) == len(many)
    reads = [query["sql"] for query in many.captured_queries if query["sql"].startswith("SELECT")]
    assert len([sql for sql in reads if "set_config" not in sql]) <= 12
