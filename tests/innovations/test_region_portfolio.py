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
from innovations.domain.portfolio import Wish, decide
from innovations.domain.spd import confirm_region_answer, set_region_answer
from innovations.domain.transitions import take_step
from innovations.enums import State
from innovations.models import Answer, Innovation, Sending, SendingItem, Transition
from innovations.queries.portfolio import portfolio_of
from innovations.queries.spd import spd_sheet
from innovations.workflow import Action
from regions.queries.instruments import instrument_of
from scoring.models import Result
from scoring.recompute import recompute_region
from tests.cast import KOTIM, Cast, make_cast, make_complete, make_sendable, region_period, submit, verify
from tests.innovations.desk_support import admin, many_submitted, signed_in

EVERYBODY_ELSE = ("sari", "dewi", "joko", "budi", "tiur", "wati", "yosef", "arif", "rina", "nobody")
YANDAS = ("A01", "A02", "A03", "A04", "A05", "A06")


@pytest.fixture
def hendra(cast: Cast) -> Client:
    return signed_in(cast.hendra)


def choose(cast: Cast, *entries: Innovation, chosen: bool = True, by: str = "hendra") -> None:
    """The region decided that these go (or stay). Needs a scope."""
    wishes = {entry.pk: Wish(wanted=chosen, seen=None) for entry in entries}
    assert not decide(region_period(cast).pk, actor=cast.actor(by), wishes=wishes).conflicts


def verified(cast: Cast, count: int, *, level: int = 2) -> list[Innovation]:
    """Verified innovations, one yandas after the other, every row at one level. Needs a scope."""
    made = many_submitted(cast, count, state="verified")
    Answer.objects.filter(innovation__in=made).update(verified_level=level)
    for number, entry in enumerate(made):
        Innovation.objects.filter(pk=entry.pk).update(urusan=YANDAS[number % 6])
    return list(Innovation.objects.filter(pk__in=[entry.pk for entry in made]).order_by("pk"))


def marked(page: str) -> dict[int, str]:
    """What is marked in each row: id -> ya, tidak or belum."""
    found = re.findall(r'name="putusan-(\d+)" value="(\w+)" checked', page)
    return {int(key): word for key, word in found}


def indices(page: str) -> list[str]:
    """The index of each column in the strip of numbers: what was sent, what is stored, what is on the screen."""
    return re.findall(r'numbers-index"><span class="num">([\d,]+)</span>', page)


def parts(page: str) -> list[str]:
    return re.findall(r'numbers-parts">([^<]+)</p>', page)


def worths(page: str) -> list[str]:
    return re.findall(r'<span class="(?:worth--down)?">([+−\d,]+)</span>', page)


@pytest.mark.parametrize("who", ["hendra", *EVERYBODY_ELSE])
def test_pages_are_the_regional_admins_alone(cast: Cast, who: str) -> None:
    with scope({KOTIM}):
        [entry] = verified(cast, 1)
        choose(cast, entry)
        [other] = many_submitted(cast, 1, state="declined")
        Sending.objects.create(
            region_id=KOTIM, region_period=region_period(cast), number=1, sent_by=cast.hendra,
            sent_at="2026-07-07T05:00:00Z", receipt="0" * 64,
        )  # fmt: skip
    client = signed_in(getattr(cast, who))
    pages = [
        admin("portfolio"),
        admin("send"),
        admin("receipt", 1),
        admin("declined"),
        admin("innovation", entry.public_id),
        admin("row", entry.public_id, 16),
        admin("step", other.public_id, "reopen"),
    ]
    expected = 200 if who == "hendra" else 404
    assert {page: client.get(page).status_code for page in pages} == dict.fromkeys(pages, expected)


def test_nothing_is_chosen_by_itself(cast: Cast, hendra: Client) -> None:
    with scope({KOTIM}):
        entries = verified(cast, 3)
    page = hendra.get(admin("portfolio")).text
    assert marked(page) == {entry.pk: "belum" for entry in entries}
    assert indices(page) == ["0,00", "0,00"]
    assert "3 inovasi terverifikasi: 0 dikirim, 0 tidak, 3 belum diputuskan." in page
    assert admin("send") not in page
    assert "Belum ada inovasi yang diputuskan dikirim" in hendra.get(admin("send"), follow=True).text


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
        choose(cast, *entries)
    page = hendra.get(admin("portfolio")).text
    # The sixth lies before the window and is worth nothing. Five count, in five yandas:
    # SPD 1 x 3 = 3 (row 12 is not confirmed); 5 x 74 / 12 = 30,8333; 5 x 0,38 = 1,90; (3 + 30,8333 + 1,9) / 250 = 14,29 %.
    assert indices(page) == ["1,20", "14,29"]
    assert parts(page)[1] == "5 inovasi dihitung, pembagi 12 · kematangan 30,83 · jumlah 1,90 · 5 yandas"
    # Without one of them: (3 + 4 x 74 / 12 + 0) / 250 = 11,0667, because four yandas open no count score: 3,2267 less.
    assert worths(page) == ["+3,23"] * 5
    assert page.count("membuka skor jumlah") == 5
    assert "arsip: di luar jendela waktu 2024–2025" in page


def test_marks_are_counted_before_they_are_stored(cast: Cast, hendra: Client) -> None:
    with scope({KOTIM}):
        entries = verified(cast, 6)
        choose(cast, entries[0])
    sent = {
        f"putusan-{entries[0].pk}": "tidak",
        f"putusan-{entries[1].pk}": "ya",
        f"putusan-{entries[2].pk}": "ya",
    }
    strip = hendra.post(admin("portfolio_preview"), {**sent, "putusan-999999": "ya", "putusan-x": "ya"}).text
    # 74 / 12 / 250 = 2,4667 % stored; 2 x 74 / 12 / 250 = 4,9333 % on the screen.
    assert indices(strip) == ["0,00", "2,47", "4,93"]
    assert marked(hendra.get(admin("portfolio")).text)[entries[0].pk] == "ya"


def test_decisions_are_stored_filtered_and_taken_back(cast: Cast, hendra: Client) -> None:
    with scope({KOTIM}):
        one, two, three = verified(cast, 3)
        Innovation.objects.filter(pk=two.pk).update(name="Kartu Sehat")
    sent = {f"putusan-{one.pk}": "ya", f"putusan-{two.pk}": "tidak", f"putusan-{three.pk}": "belum"}
    response = hendra.post(admin("portfolio") + "?urut=nama", sent, follow=True)
    assert response.redirect_chain[0][0] == admin("portfolio") + "?urut=nama"
    assert "2 putusan disimpan." in response.text
    assert marked(response.text) == {one.pk: "ya", two.pk: "tidak", three.pk: "belum"}
    assert list(marked(hendra.get(admin("portfolio"), {"cari": "kartu"}).text)) == [two.pk]
    assert list(marked(hendra.get(admin("portfolio"), {"putusan": "belum"}).text)) == [three.pk]
    assert list(marked(hendra.get(admin("portfolio"), {"urut": "-nama"}).text)) == [two.pk, three.pk, one.pk]
    taken_back = {f"putusan-{one.pk}": "belum", f"terlihat-{one.pk}": "ya"}
    assert marked(hendra.post(admin("portfolio"), taken_back, follow=True).text)[one.pk] == "belum"


def test_two_admins_deciding_at_once_overwrite_nothing_unseen(cast: Cast, hendra: Client) -> None:
    indah = signed_in(cast.indah)
    with scope({KOTIM}):
        one, two, gone = verified(cast, 3)
    # Both pages were opened before anything was decided.
    indah.post(admin("portfolio"), {f"putusan-{one.pk}": "tidak"})
    with scope({KOTIM}):
        Innovation.objects.filter(pk=gone.pk).update(state="submitted")
    response = hendra.post(
        admin("portfolio"),
        {f"putusan-{one.pk}": "ya", f"putusan-{two.pk}": "ya", f"putusan-{gone.pk}": "ya"},
    )
    assert response.status_code == 409
    assert "1 putusan disimpan." in response.text
    assert re.search(r"Inovasi 000</a>: Anda menandai “Kirim”, Indah memutuskan “Tidak”\.", response.text)
    assert re.search(r"Inovasi 002</a>: tidak lagi terverifikasi", response.text)
    assert marked(response.text) == {one.pk: "tidak", two.pk: "ya"}
    # An old page that shows "belum" for what is decided touches nothing.
    indah.post(admin("portfolio"), {f"putusan-{two.pk}": "belum", f"terlihat-{two.pk}": "belum"})
    # Having seen it, he may change it.
    sent = {f"putusan-{one.pk}": "ya", f"terlihat-{one.pk}": "tidak"}
    assert marked(hendra.post(admin("portfolio"), sent, follow=True).text) == {one.pk: "ya", two.pk: "ya"}


def test_all_that_help_are_chosen_by_an_explicit_press(cast: Cast, hendra: Client) -> None:
    with scope({KOTIM}):
        strong = verified(cast, 14, level=3)
        [left_out] = verified(cast, 1, level=3)
        [weak] = verified(cast, 1, level=0)
        choose(cast, left_out, chosen=False)
    page = hendra.get(admin("portfolio")).text
    # 14 x 111 / 14 = 111; 14 x 0,38 = 5,32; 116,32 / 250 = 46,53 %. A sixteenth with 0 would cost 7,4 - 0,38 points.
    assert "14 yang belum diputuskan; indeks menjadi 46,53" in page
    done = hendra.post(admin("portfolio"), {"aksi": "semua"}, follow=True).text
    assert marked(done) == {**{entry.pk: "ya" for entry in strong}, left_out.pk: "tidak", weak.pk: "belum"}
    assert indices(done)[1] == "46,53"
    assert 'value="semua"' not in done


def test_weak_innovation_lowers_the_index_of_a_large_portfolio(cast: Cast, hendra: Client) -> None:
    with scope({KOTIM}):
        strong = verified(cast, 19, level=3)
        [weak] = many_submitted(cast, 1, state="verified")
        Answer.objects.filter(innovation=weak).update(verified_level=0)
        instrument = instrument_of(cast.period)
        sheet = spd_sheet(region_period(cast), instrument=instrument)
        portfolio = portfolio_of(region_period(cast), instrument=instrument, sheet=sheet)
        everything = {entry.key for entry in portfolio.open}
        [candidate] = [entry for entry in portfolio.open if entry.key == weak.pk]
        # 19 x 111 / 20 = 105,45 against 111: 5,55 less; the count score gains 0,38; -5,17 / 250 = -2,068 %.
        for chosen in (everything, everything - {weak.pk}):
            worth = portfolio.choice(chosen).worth(candidate)
            assert worth is not None
            assert worth.index_points == Decimal("-2.068")
            assert (worth.by_mean * 250, worth.by_count * 250) == (-555, 38)
            # It would help from a maturity m with (2109 + m) / 20 + 0,38 >= 111 on: m = 103,4.
            assert worth.break_even_printed == Decimal("103.40")
        choose(cast, *strong)
    page = hendra.get(admin("portfolio")).text
    assert "−2,07" in worths(page)
    assert "menaikkan sejak kematangan 103,40" in page


def test_forecast_is_the_final_index_that_is_computed_after_sending(cast: Cast, hendra: Client) -> None:
    sari, budi = cast.actor("sari"), cast.actor("budi")
    with scope({KOTIM}):
        innovation = verify(
            submit(make_complete(sari, opd=cast.health, period=cast.period, level=3), sari), budi, level=2
        )
        make_sendable(cast)
        choose(cast, innovation)
    forecast = indices(hendra.get(admin("portfolio")).text)[1]
    hendra.post(admin("send"), {"pilih": [f"{innovation.pk}:{innovation.version}"]})
    recompute_region(KOTIM, period_id=cast.period.pk)
    with scope({KOTIM}):
        index = Result.objects.get(basis="final", is_current=True).index
    # 74 / 12 / 250 = 2,4667 %
    assert (forecast, index) == ("2,47", Decimal("2.47"))


def test_page_asks_the_same_for_ten_as_for_three_hundred(cast: Cast, hendra: Client) -> None:
    with scope({KOTIM}):
        choose(cast, *verified(cast, 10))
    hendra.get(admin("portfolio"))
    with CaptureQueriesContext(connection) as one:
        hendra.get(admin("portfolio"))
    with scope({KOTIM}):
        choose(cast, *verified(cast, 290))
    with CaptureQueriesContext(connection) as many:
        hendra.get(admin("portfolio"))
    assert len(many) == len(one)
    reads = [query["sql"] for query in one.captured_queries if query["sql"].startswith("SELECT")]
    assert len([sql for sql in reads if "set_config" not in sql]) <= 12, reads


# Sending ----------------------------------------------------------------------------------------------------------


def keys(page: str) -> list[str]:
    return re.findall(r'<input type="hidden" name="pilih" value="([\d:]+)"', page)


def test_sending_asks_once_more_then_gives_a_receipt(cast: Cast, hendra: Client) -> None:
    with scope({KOTIM}):
        entries = verified(cast, 3)
        make_sendable(cast)
        choose(cast, entries[0], entries[2])
    page = hendra.get(admin("send")).text
    assert keys(page) == [f"{entries[0].pk}:1", f"{entries[2].pk}:1"]
    assert "2 inovasi terkirim ke Kemendagri dan terkunci." in page
    assert "1 inovasi terverifikasi belum diputuskan dan tidak ikut pengiriman ini." in page
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
    assert re.search(r"7 Juli 2026 12\.00\.\d\d WIB", receipt)
    assert "Hendra" in receipt
    # What is left may follow; SPD rows were locked by the first sending and are not looked at again.
    with scope({KOTIM}):
        choose(cast, entries[1])
    page = hendra.get(admin("send")).text
    assert "ikut terkunci" not in page
    assert "SPD" not in page.split("Sebelum mengirim")[1].split("Yang akan dikirim")[0]
    hendra.post(admin("send"), {"pilih": keys(page)})
    assert hendra.get(admin("receipt", 2)).status_code == 200
    assert hendra.get(admin("receipt", 3)).status_code == 404


def test_second_press_sends_nothing_twice(cast: Cast, hendra: Client) -> None:
    with scope({KOTIM}):
        [entry] = verified(cast, 1)
        make_sendable(cast)
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
        make_sendable(cast)
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
        thread.join(timeout=300)
    assert answers == [(302, admin("receipt", 1))] * 2
    with scope({KOTIM}):
        assert Sending.objects.count() == 1
        assert SendingItem.objects.count() == 4
        assert Transition.objects.filter(action="send").count() == 4
        assert set(Innovation.objects.values_list("state", flat=True)) == {State.SENT}


@pytest.mark.parametrize("missing", ["form", "rows", "verified", "version", "closed", "foreign", "left out"])
def test_refused_sending_sends_nothing_and_says_why(cast: Cast, hendra: Client, missing: str) -> None:
    words = {
        "form": "Unggah form integritas bermeterai lebih dahulu.",
        "rows": "Baris SPD wajib belum dijawab: 1, 3, 4, 5a,",
        "left out": "Indah memutuskan “Inovasi 001” tidak dikirim",
        "verified": "tidak (lagi) terverifikasi",
        "version": "berubah sejak halaman dibuka",
        "closed": "Penjaringan sedang tidak dibuka",
        "foreign": "tidak dikenal di daerah ini",
    }[missing]
    with scope({KOTIM}):
        entries = verified(cast, 2)
        if missing == "left out":
            choose(cast, entries[0])
            choose(cast, entries[1], chosen=False, by="indah")
        else:
            choose(cast, *entries)
        if missing != "form":
            make_sendable(cast, rows=missing != "rows")
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
    offered = [entries[0]] if missing in {"verified", "left out"} else entries
    assert keys(response.text) == [f"{entry.pk}:{entry.version}" for entry in offered]


@pytest.mark.parametrize("query", [{}, {"pilih": ["x", "-1", "9" * 30, "5:5:5"]}])
def test_sending_nothing_is_refused(hendra: Client, query: dict[str, list[str]]) -> None:
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
