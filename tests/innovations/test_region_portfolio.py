"""The portfolio: what a choice comes to, sending it once, the receipt; and what the desk declined."""

from __future__ import annotations

import re
import threading
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection, connections, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from iga_portal.tenancy.scope import scope
from innovations.domain.spd import add_integrity_form, confirm_region_answer, set_region_answer
from innovations.domain.transitions import take_step
from innovations.enums import State
from innovations.models import Answer, Innovation, Sending, SendingItem, Transition
from innovations.queries.region import portfolio_of, spd_sheet
from innovations.workflow import Action
from regions.queries.instruments import instrument_of
from scoring.models import Result
from scoring.recompute import recompute_region
from tests.cast import KOTIM, Cast, make_cast, make_complete, make_document, region_period, submit, verify
from tests.innovations.desk_support import admin, many_submitted, signed_in

EVERYBODY_ELSE = ("sari", "dewi", "joko", "budi", "tiur", "wati", "yosef", "arif", "rina", "nobody")
YANDAS = ("A01", "A02", "A03", "A04", "A05", "A06")


@pytest.fixture
def hendra(cast: Cast) -> Client:
    return signed_in(cast.hendra)


def sign(cast: Cast) -> None:
    """The integrity form is there."""
    hendra = cast.actor("hendra")
    document = make_document(hendra, opd=None, subject="Form integritas")
    add_integrity_form(
        region_period(cast),
        actor=hendra,
        document_id=document.pk,
        signed_by="Drs. Ahmad",
        signed_on=date(2026, 7, 1),
    )


def verified(cast: Cast, count: int, *, level: int = 2) -> list[Innovation]:
    """Verified innovations, one yandas after the other, every row at one level. Needs a scope."""
    made = many_submitted(cast, count, state="verified")
    Answer.objects.filter(innovation__in=made).update(verified_level=level)
    for number, entry in enumerate(made):
        Innovation.objects.filter(pk=entry.pk).update(urusan=YANDAS[number % 6])
    return list(Innovation.objects.filter(pk__in=[entry.pk for entry in made]).order_by("pk"))


def chosen(page: str) -> list[str]:
    return re.findall(r'type="checkbox" name="pilih" value="(\d+)"[^>]*checked', page)


def figures(page: str) -> list[str]:
    """The stats on top: index, n, divisor, mean, count score."""
    return re.findall(r'<span class="num">([\d.,]+)</span>', page)


def worths(page: str) -> list[str]:
    return re.findall(r'<span class="(?:worth--down)?">([+−\d,]+)</span>', page)


@pytest.mark.parametrize("who", ["hendra", *EVERYBODY_ELSE])
def test_pages_are_the_regional_admins_alone(cast: Cast, who: str) -> None:
    with scope({KOTIM}):
        [entry] = verified(cast, 1)
        [other] = many_submitted(cast, 1, state="declined")
        Sending.objects.create(
            region_id=KOTIM, region_period=region_period(cast), number=1, sent_by=cast.hendra,
            sent_at="2026-07-07T05:00:00Z", receipt="0" * 64,
        )  # fmt: skip
    client = signed_in(getattr(cast, who))
    pages = [
        admin("portfolio"),
        admin("send") + f"?pilih={entry.pk}",
        admin("receipt", 1),
        admin("declined"),
        admin("innovation", entry.public_id),
        admin("row", entry.public_id, 16),
        admin("step", other.public_id, "reopen"),
    ]
    expected = 200 if who == "hendra" else 404
    assert {page: client.get(page).status_code for page in pages} == dict.fromkeys(pages, expected)


def test_numbers_of_a_choice(cast: Cast, hendra: Client) -> None:
    with scope({KOTIM}):
        entries = verified(cast, 6)
        Innovation.objects.filter(pk=entries[5].pk).update(
            implemented_on=date(2021, 1, 1), trial_date=date(2021, 1, 1)
        )
        answer = set_region_answer(
            region_period(cast), row="1", actor=cast.actor("hendra"), seen_version=1, level=3
        )
        confirm_region_answer(answer.pk, actor=cast.actor("indah"), seen_version=answer.version)
        set_region_answer(region_period(cast), row="12", actor=cast.actor("hendra"), seen_version=1, level=3)
    page = hendra.get(admin("portfolio")).text
    # The sixth lies before the window: not chosen, worth nothing. Five count, in five yandas:
    # SPD 1 x 3 = 3 (row 12 is not confirmed); 5 x 74 / 12 = 30,8333; 5 x 0,38 = 1,90; (3 + 30,8333 + 1,9) / 250 = 14,29 %.
    assert chosen(page) == [str(entry.pk) for entry in entries[:5]]
    assert figures(page)[:5] == ["14,29", "5", "12", "30,83", "1,90"]
    # Without one of them: (3 + 4 x 74 / 12 + 0) / 250 = 11,0667, because four yandas open no count score: 3,2267 less.
    assert worths(page) == ["+3,23"] * 5
    assert "arsip: di luar jendela waktu 2024–2025" in page


def test_choice_is_counted_anew_and_stands_in_the_address(cast: Cast, hendra: Client) -> None:
    with scope({KOTIM}):
        entries = verified(cast, 6)
    page = hendra.get(
        admin("portfolio"), {"hitung": "1", "pilih": [entries[0].pk, entries[1].pk, 999999, "x"]}
    ).text
    assert chosen(page) == [str(entries[0].pk), str(entries[1].pk)]
    # 2 x 74 / 12 / 250 = 4,9333 %
    assert figures(page)[:5] == ["4,93", "2", "12", "12,33", "0,00"]
    # 74 / 12 / 250 = 2,4667 % each, chosen or not: no yandas gate opens either way.
    assert worths(page) == ["+2,47"] * 6
    assert "Baru 2; skor jumlah inovasi tetap 0 sampai 5." in page
    assert chosen(hendra.get(admin("portfolio"), {"hitung": "1"}).text) == []


def test_weak_innovation_lowers_the_index_of_a_large_portfolio(cast: Cast, hendra: Client) -> None:
    with scope({KOTIM}):
        verified(cast, 19, level=3)
        [weak] = many_submitted(cast, 1, state="verified")
        Answer.objects.filter(innovation=weak).update(verified_level=0)
        instrument = instrument_of(cast.period)
        sheet = spd_sheet(region_period(cast), instrument=instrument)
        portfolio = portfolio_of(region_period(cast), instrument=instrument, sheet=sheet)
        everything = {entry.innovation.pk for entry in portfolio.open}
        [candidate] = [entry for entry in portfolio.open if entry.innovation.pk == weak.pk]
        # 19 x 111 / 20 = 105,45 against 111: 5,55 less; the count score gains 0,38; -5,17 / 250 = -2,068 %.
        assert portfolio.worth(candidate, everything) == Decimal("-2.068")
        assert portfolio.worth(candidate, everything - {weak.pk}) == Decimal("-2.068")
    assert "−2,07" in worths(hendra.get(admin("portfolio")).text)


def test_forecast_is_the_final_index_that_is_computed_after_sending(cast: Cast, hendra: Client) -> None:
    sari, budi = cast.actor("sari"), cast.actor("budi")
    with scope({KOTIM}):
        innovation = verify(
            submit(make_complete(sari, opd=cast.health, period=cast.period, level=3), sari), budi, level=2
        )
        sign(cast)
    forecast = figures(hendra.get(admin("portfolio")).text)[0]
    hendra.post(admin("send"), {"pilih": [f"{innovation.pk}:{innovation.version}"]})
    recompute_region(KOTIM, period_id=cast.period.pk)
    with scope({KOTIM}):
        index = Result.objects.get(basis="final", is_current=True).index
    # 74 / 12 / 250 = 2,4667 %
    assert (forecast, index) == ("2,47", Decimal("2.47"))


def test_check_list_says_what_is_missing(cast: Cast, hendra: Client) -> None:
    with scope({KOTIM}):
        verified(cast, 1)
        set_region_answer(region_period(cast), row="1", actor=cast.actor("hendra"), seen_version=1, level=3)
    page = hendra.get(admin("portfolio")).text
    assert "Belum: 3, 4, 5a, 5b, 6, 7, 8, 9, 10a, 10b, 11a, 11b." in page
    assert "Belum: 1. Tanpa konfirmasi barisnya bernilai 0" in page
    assert page.count("Belum, wajib:") == 2  # integrity form, mandatory rows
    with scope({KOTIM}):
        sign(cast)
    assert hendra.get(admin("portfolio")).text.count("Belum, wajib:") == 1


def test_page_asks_the_same_for_one_as_for_thirty(cast: Cast, hendra: Client) -> None:
    with scope({KOTIM}):
        verified(cast, 1)
    hendra.get(admin("portfolio"))
    with CaptureQueriesContext(connection) as one:
        hendra.get(admin("portfolio"))
    with scope({KOTIM}):
        verified(cast, 29)
    with CaptureQueriesContext(connection) as thirty:
        hendra.get(admin("portfolio"))
    assert len(thirty) == len(one)
    reads = [query["sql"] for query in one.captured_queries if query["sql"].startswith("SELECT")]
    assert len([sql for sql in reads if "set_config" not in sql]) <= 12, reads


# Sending ----------------------------------------------------------------------------------------------------------


def keys(page: str) -> list[str]:
    return re.findall(r'<input type="hidden" name="pilih" value="([\d:]+)"', page)


def test_sending_asks_once_more_then_gives_a_receipt(cast: Cast, hendra: Client) -> None:
    with scope({KOTIM}):
        entries = verified(cast, 3)
        sign(cast)
    page = hendra.get(admin("send"), {"pilih": [entries[0].pk, entries[2].pk]}).text
    assert keys(page) == [f"{entries[0].pk}:1", f"{entries[2].pk}:1"]
    assert "2 inovasi terkirim ke Kemendagri dan terkunci." in page
    assert "Baris SPD dan form integritas ikut terkunci" in page
    response = hendra.post(admin("send"), {"pilih": keys(page)})
    assert response["Location"] == admin("receipt", 1)
    receipt = hendra.get(response["Location"]).text
    with scope({KOTIM}):
        sending = Sending.objects.get()
        assert list(SendingItem.objects.values_list("innovation_id", flat=True)) == [
            entries[0].pk,
            entries[2].pk,
        ]
        states = list(Innovation.objects.order_by("pk").values_list("state", flat=True))
    assert states == ["sent", "verified", "sent"]
    assert sending.receipt in receipt
    assert "7 Juli 2026 12.00 WIB" in receipt
    assert "Hendra" in receipt
    # What is left may follow; SPD rows were locked by the first sending.
    page = hendra.get(admin("send"), {"pilih": [entries[1].pk]}).text
    assert "ikut terkunci" not in page
    assert "Baris SPD" not in hendra.get(admin("portfolio")).text.split("Sebelum mengirim")[1]
    hendra.post(admin("send"), {"pilih": keys(page)})
    assert hendra.get(admin("receipt", 2)).status_code == 200
    assert hendra.get(admin("receipt", 3)).status_code == 404


def test_second_press_sends_nothing_twice(cast: Cast, hendra: Client) -> None:
    with scope({KOTIM}):
        [entry] = verified(cast, 1)
        sign(cast)
    sent = {"pilih": [f"{entry.pk}:{entry.version}"]}
    first, second = hendra.post(admin("send"), sent), hendra.post(admin("send"), sent, follow=True)
    assert first["Location"] == second.redirect_chain[-1][0] == admin("receipt", 1)
    assert "tidak ada yang dikirim dua kali" in second.text
    with scope({KOTIM}):
        assert (Sending.objects.count(), Transition.objects.filter(action="send").count()) == (1, 1)


def test_two_presses_at_the_same_moment_send_once(live_db: str, frozen_noon: None) -> None:
    with transaction.atomic():
        cast = make_cast()
    with scope({KOTIM}):
        entries = verified(cast, 4)
        sign(cast)
    clients = [signed_in(cast.hendra), signed_in(cast.hendra)]
    sent = {"pilih": [f"{entry.pk}:{entry.version}" for entry in entries]}
    gate = threading.Barrier(2)
    answers: list[tuple[int, str]] = []

    def press(client: Client) -> None:
        try:
            gate.wait()
            response = client.post(admin("send"), sent)
            answers.append((response.status_code, response["Location"]))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=press, args=[client]) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert answers == [(302, admin("receipt", 1))] * 2
    with scope({KOTIM}):
        assert Sending.objects.count() == 1
        assert SendingItem.objects.count() == 4
        assert Transition.objects.filter(action="send").count() == 4
        assert set(Innovation.objects.values_list("state", flat=True)) == {State.SENT}


@pytest.mark.parametrize("missing", ["form", "verified", "version", "closed", "foreign"])
def test_refused_sending_sends_nothing_and_says_why(cast: Cast, hendra: Client, missing: str) -> None:
    words = {
        "form": "Unggah form integritas bermeterai lebih dahulu.",
        "verified": "tidak (lagi) terverifikasi",
        "version": "berubah sejak halaman dibuka",
        "closed": "Penjaringan sedang tidak dibuka",
        "foreign": "tidak dikenal di daerah ini",
    }[missing]
    with scope({KOTIM}):
        entries = verified(cast, 2)
        if missing != "form":
            sign(cast)
    sent = [f"{entry.pk}:{entry.version}" for entry in entries]
    if missing == "verified":
        with scope({KOTIM}):
            Innovation.objects.filter(pk=entries[1].pk).update(state="submitted")
    elif missing == "version":
        sent[1] = f"{entries[1].pk}:{entries[1].version + 1}"
    elif missing == "closed":
        type(cast.period).objects.filter(pk=cast.period.pk).update(input_closes="2026-07-01T00:00:00Z")
    elif missing == "foreign":
        sent.append("999999:1")
    response = hendra.post(admin("send"), {"pilih": sent})
    assert response.status_code == 409
    assert words in response.text
    with scope({KOTIM}):
        assert not Sending.objects.exists()
        assert not Innovation.objects.filter(state="sent").exists()
    # The page that explains offers only what is still open, in the version that stands.
    offered = [entries[0]] if missing == "verified" else entries
    assert keys(response.text) == [f"{entry.pk}:{entry.version}" for entry in offered]


@pytest.mark.parametrize("query", [{}, {"pilih": ["x", "-1", "9" * 30, "5:5:5"]}])
def test_sending_nothing_leads_back(hendra: Client, query: dict[str, list[str]]) -> None:
    response = hendra.get(admin("send"), query, follow=True)
    assert "Pilih sedikitnya satu inovasi terverifikasi" in response.text
    assert hendra.post(admin("send"), query).status_code == 409


# Declined ---------------------------------------------------------------------------------------------------------


def test_declined_innovation_is_reopened_with_a_reason(cast: Cast, hendra: Client) -> None:
    sari = cast.actor("sari")
    with scope({KOTIM}):
        innovation = submit(make_complete(sari, opd=cast.health, period=cast.period), sari)
        take_step(
            innovation.pk, action=Action.DECLINE, actor=cast.actor("budi"), seen_version=innovation.version,
            reason="Kegiatan rutin.",
        )  # fmt: skip
        innovation.refresh_from_db()
    listed = hendra.get(admin("declined")).text
    assert "Kegiatan rutin." in listed
    url = admin("step", innovation.public_id, "reopen")
    assert url in listed
    assert hendra.post(url, {"version": innovation.version, "reason": ""}).status_code == 422
    response = hendra.post(url, {"version": innovation.version, "reason": "Ada unsur baru."}, follow=True)
    assert "dibuka kembali sebagai draf OPD" in response.text
    with scope({KOTIM}):
        innovation.refresh_from_db()
        assert innovation.state == State.DRAFT
    # The desk's steps are not the admin's.
    for action in ("verify", "return", "decline"):
        assert hendra.post(admin("step", innovation.public_id, action)).status_code == 404


def test_admin_reads_what_the_desk_decided_and_judges_nothing(cast: Cast, hendra: Client) -> None:
    sari, budi = cast.actor("sari"), cast.actor("budi")
    with scope({KOTIM}):
        innovation = verify(
            submit(make_complete(sari, opd=cast.health, period=cast.period), sari), budi, level=1
        )
    page = hendra.get(admin("row", innovation.public_id, 16)).text
    assert "Diturunkan ke tingkat 1" in page
    assert "Bukti kurang." in page
    assert 'name="level"' not in page
    response = hendra.post(admin("row", innovation.public_id, 16), {"level": "2", "seen": "0" * 64})
    assert response.status_code == 409
    with scope({KOTIM}):
        assert Answer.objects.get(innovation=innovation, row=16).verified_level == 1
