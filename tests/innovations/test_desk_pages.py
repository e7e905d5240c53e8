"""The desk's pages: who sees them, judging row by row, and the steps, each refusal explained."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from iga_portal.tenancy.scope import scope
from innovations.domain.answers import set_answer
from innovations.domain.documents import replace_document
from innovations.domain.transitions import take_step
from innovations.enums import State
from innovations.models import Answer, Citation, Document, Innovation, ReturnReason, Transition, Verdict
from innovations.workflow import Action
from regions.enums import Role
from regions.models import Membership
from tests.cast import KOTIM, Cast, judge_all, make_complete, make_document, submit
from tests.innovations.desk_support import desk, many_submitted, seen, signed_in
from tests.innovations.opd_support import counted as statements


@pytest.fixture
def submitted(cast: Cast) -> Innovation:
    sari = cast.actor("sari")
    with scope({KOTIM}):
        return submit(make_complete(sari, opd=cast.health, period=cast.period, level=2), sari)


@pytest.fixture
def budi(cast: Cast) -> Client:
    return signed_in(cast.budi)


def shown_form(page: str) -> dict[str, str]:
    """The hidden fields of the judging form, as a browser would send them back."""
    import html

    found = re.findall(r'<input type="hidden" name="(seen|shown|tab|ikut|putusan)" value="([^"]*)"', page)
    return {name: html.unescape(value) for name, value in found}


READY = ["Isi bukti tidak mendukung tingkat yang diklaim.", "Video masih privat."]
"""Ready reasons by their words: one that the row offers, one that it does not (any more)."""

# Who sees what ----------------------------------------------------------------------------------------------------

EVERYBODY_ELSE = ("sari", "dewi", "joko", "hendra", "tiur", "wati", "yosef", "arif", "rina", "nobody")


@pytest.mark.parametrize("who", ["budi", *EVERYBODY_ELSE])
def test_pages_are_the_reviewers_and_unknown_to_others(cast: Cast, who: str) -> None:
    with scope({KOTIM}):
        [innovation] = many_submitted(cast, 1)
    client = signed_in(getattr(cast, who))
    pages = [
        desk("home"),
        desk("innovation", innovation.public_id),
        desk("row", innovation.public_id, 16),
        desk("step", innovation.public_id, "return"),
        desk("step", innovation.public_id, "decline"),
    ]
    expected = 200 if who == "budi" else 404
    assert {page: client.get(page).status_code for page in pages} == dict.fromkeys(pages, expected)
    posts = [desk("accept_empty", innovation.public_id), desk("step", innovation.public_id, "verify")]
    expected = 302 if who == "budi" else 404
    assert {page: client.post(page).status_code for page in posts} == dict.fromkeys(posts, expected)


def test_stranger_is_asked_to_sign_in(cast: Cast) -> None:
    response = Client().get(desk("home"))
    assert (response.status_code, response["Location"].split("?")[0]) == (302, "/akun/login/")


def test_steps_of_other_roles_and_rows_that_do_not_exist_are_no_pages(
    budi: Client, submitted: Innovation
) -> None:
    for action in ("submit", "withdraw", "reopen", "send", "recall", "reopen_rows", "lain"):
        assert budi.post(desk("step", submitted.public_id, action)).status_code == 404, action
    response = budi.get(desk("step", submitted.public_id, "verify"))
    assert response["Location"] == desk("innovation", submitted.public_id)
    assert budi.get(desk("row", submitted.public_id, 15)).status_code == 404
    assert budi.get(desk("row", submitted.public_id, 36)).status_code == 404


# One row ----------------------------------------------------------------------------------------------------------


def test_row_shows_claim_evidence_and_official_words(cast: Cast, budi: Client, submitted: Innovation) -> None:
    page = budi.get(desk("row", submitted.public_id, 16)).text
    with scope({KOTIM}):
        [citation] = Citation.objects.filter(answer__innovation=submitted, answer__row=16)
    assert f'src="/d/6202/desk/berkas/{citation.document_id}/#page=1"' in page
    assert "Peraturan Kepala Daerah" in page  # the official words of level 2
    levels = re.findall(r'<input type="radio" name="level" value="(\d)"', page)
    assert levels == ["0", "1", "2"]  # never above the claim
    assert "6,00 dari 9,00 poin" in page  # weight 3, level 2 of 3


def test_saving_leads_to_the_next_open_row_and_wraps(cast: Cast, budi: Client, submitted: Innovation) -> None:
    with scope({KOTIM}):
        hashes = {row: seen(submitted, row) for row in range(16, 36)}
    for row, following in ((16, 17), (35, 17), (17, 18)):
        response = budi.post(desk("row", submitted.public_id, row), {"level": "2", "seen": hashes[row]})
        assert response["Location"].startswith(
            desk("row", submitted.public_id, following) + f"?tersimpan={row}&tab="
        )
    with scope({KOTIM}):
        assert list(Verdict.objects.values_list("answer__row", "level", "decision").order_by("answer__row")) == [
            (16, 2, "accept"), (17, 2, "accept"), (35, 2, "accept"),
        ]  # fmt: skip
    response = budi.post(
        desk("row", submitted.public_id, 18), {"level": "2", "seen": hashes[18], "lalu": "tetap"}
    )
    assert response["Location"].startswith(desk("row", submitted.public_id, 18) + "?tersimpan=18&tab=")
    with scope({KOTIM}):
        judge_all(submitted, cast.actor("budi"))
    same_tab = response["Location"].partition("&")[2]
    fields = shown_form(budi.get(desk("row", submitted.public_id, 20) + f"?{same_tab}").text)
    response = budi.post(desk("row", submitted.public_id, 20), {**fields, "level": "2"}, follow=True)
    assert "Semua baris sudah diputuskan." in response.text


def test_lowering_needs_a_reason_and_keeps_the_choice(budi: Client, submitted: Innovation) -> None:
    with scope({KOTIM}):
        hash_16 = seen(submitted, 16)
    response = budi.post(
        desk("row", submitted.public_id, 16), {"level": "1", "seen": hash_16, "desk_note": "Cek."}
    )
    assert response.status_code == 422
    assert "Tuliskan alasan bila tingkat diturunkan atau ditolak." in response.text
    assert re.search(r'name="level" value="1"[^>]*checked', response.text)
    assert ">\nCek.</textarea>" in response.text or ">Cek.</textarea>" in response.text
    with scope({KOTIM}):
        assert not Verdict.objects.exists()
    budi.post(
        desk("row", submitted.public_id, 16),
        {"level": "1", "seen": hash_16, "ready": READY, "reason": "Lihat halaman 2."},
    )
    with scope({KOTIM}):
        verdict = Verdict.objects.get()
    assert (verdict.decision, verdict.level) == ("lower", 1)
    assert verdict.reason == f"{READY[0]} {READY[1]} Lihat halaman 2."


def test_rejecting_is_level_0_with_a_reason(budi: Client, submitted: Innovation) -> None:
    with scope({KOTIM}):
        hash_16 = seen(submitted, 16)
    budi.post(desk("row", submitted.public_id, 16), {"level": "0", "seen": hash_16, "ready": READY[1]})
    with scope({KOTIM}):
        verdict = Verdict.objects.get()
        assert (verdict.decision, verdict.level) == ("reject", 0)
        assert Answer.objects.get(innovation=submitted, row=16).verified_level == 0


@pytest.mark.parametrize("level", ["3", "", "x"])
def test_level_that_is_not_offered_is_refused(budi: Client, submitted: Innovation, level: str) -> None:
    with scope({KOTIM}):
        hash_16 = seen(submitted, 16)
    response = budi.post(
        desk("row", submitted.public_id, 16), {"level": level, "seen": hash_16, "reason": "Kuat."}
    )
    assert response.status_code == 422
    assert ">Kuat.</textarea>" in response.text.replace(">\n", ">")
    with scope({KOTIM}):
        assert not Verdict.objects.exists()


def test_row_that_changed_meanwhile_says_what_and_keeps_what_was_typed(
    cast: Cast, budi: Client, submitted: Innovation
) -> None:
    page = budi.get(desk("row", submitted.public_id, 16)).text
    fields = shown_form(page)
    assert json.loads(fields["shown"])["claimed"] == 2
    with scope({KOTIM}):
        old = Document.objects.get()
        other = make_document(cast.actor("sari"), opd=cast.health, subject="Pindaian")
        replace_document(old.pk, actor=cast.actor("sari"), file=other.file)
    sent = {**fields, "level": "1", "reason": "SK tidak memuat nama."}

    response = budi.post(desk("row", submitted.public_id, 16), sent)

    assert response.status_code == 409
    assert "diganti dengan versi baru" in response.text
    assert "Keputusan belum disimpan" in response.text
    assert ">SK tidak memuat nama.</textarea>" in response.text.replace(">\n", ">")
    assert re.search(r'name="level" value="1"[^>]*checked', response.text)
    with scope({KOTIM}):
        assert not Verdict.objects.exists()
    # Pressing again judges what the new page shows.
    again = {**sent, **shown_form(response.text)}
    assert again["seen"] != fields["seen"]
    assert budi.post(desk("row", submitted.public_id, 16), again).status_code == 302
    with scope({KOTIM}):
        assert Verdict.objects.get().judged_hash == again["seen"]


@pytest.mark.parametrize("shown", ["", "kacau", "[1]", '{"evidence": [{"document": "x"}], "claimed": []}'])
def test_nonsense_in_what_was_shown_breaks_nothing(budi: Client, submitted: Innovation, shown: str) -> None:
    response = budi.post(
        desk("row", submitted.public_id, 16), {"level": "2", "seen": "0" * 64, "shown": shown}
    )
    assert response.status_code == 409
    with scope({KOTIM}):
        assert not Verdict.objects.exists()


def test_fallen_verdict_and_its_reason_stay_readable(cast: Cast, budi: Client, submitted: Innovation) -> None:
    with scope({KOTIM}):
        hash_16 = seen(submitted, 16)
        budi.post(
            desk("row", submitted.public_id, 16),
            {"level": "1", "seen": hash_16, "reason": "Nama tidak ada.", "desk_note": "Tanya bagian hukum."},
        )
        submitted.refresh_from_db()
        take_step(
            submitted.pk, action=Action.RETURN, actor=cast.actor("budi"), seen_version=submitted.version,
            row_reasons={16: "Lengkapi lampiran SK."},
        )  # fmt: skip
        set_answer(submitted.pk, row=16, actor=cast.actor("sari"), level=1)
    page = budi.get(desk("row", submitted.public_id, 16)).text
    for words in ("Nama tidak ada.", "Tanya bagian hukum.", "isian berubah", "Lengkapi lampiran SK."):
        assert words in page
    assert '<form method="post" class="form push" id="putusan"' not in page  # it is with the OPD now
    assert "tidak sedang di desk" in page


def test_verdict_on_an_innovation_that_left_the_desk_is_refused(
    cast: Cast, budi: Client, submitted: Innovation
) -> None:
    fields = shown_form(budi.get(desk("row", submitted.public_id, 16)).text)
    with scope({KOTIM}):
        take_step(
            submitted.pk, action=Action.WITHDRAW, actor=cast.actor("sari"), seen_version=submitted.version,
            reason="Salah isi.",
        )  # fmt: skip
    response = budi.post(desk("row", submitted.public_id, 16), {**fields, "level": "2"})
    assert response.status_code == 409
    assert "tidak sedang di desk" in response.text
    with scope({KOTIM}):
        assert not Verdict.objects.exists()


def test_reviewer_of_the_own_opd_reads_and_does_not_judge(
    cast: Cast, budi: Client, submitted: Innovation
) -> None:
    fields = shown_form(budi.get(desk("row", submitted.public_id, 16)).text)
    Membership.objects.create(
        person=cast.budi, role=Role.OPD_HEAD, region_id=KOTIM, opd=cast.health, valid_from="2025-01-01"
    )
    page = budi.get(desk("row", submitted.public_id, 16)).text
    assert "Anda memegang peran di OPD ini" in page
    assert 'name="level"' not in page
    overview = budi.get(desk("innovation", submitted.public_id)).text
    assert "Anda memegang peran di OPD ini" in overview
    assert "langkah/return" not in overview
    response = budi.post(desk("row", submitted.public_id, 16), {**fields, "level": "2"})
    assert response.status_code == 409
    with scope({KOTIM}):
        assert not Verdict.objects.exists()


def test_rows_left_empty_are_settled_in_one_press(cast: Cast, budi: Client, submitted: Innovation) -> None:
    with scope({KOTIM}):
        Citation.objects.filter(answer__row__in=[20, 21, 22]).delete()
        Answer.objects.filter(row__in=[20, 21, 22]).update(claimed_level=None)
    page = budi.get(desk("innovation", submitted.public_id)).text
    sent = re.findall(r'name="kosong" value="([^"]+)"', page)
    assert [entry.split(":")[0] for entry in sent] == ["20", "21", "22"]
    with scope({KOTIM}):
        Answer.objects.filter(row=22).update(claimed_level=1)  # answered meanwhile
        filled = f"16:{seen(submitted, 16)}"
    budi.post(desk("accept_empty", submitted.public_id), {"kosong": [*sent, filled, "99:x", "nonsens"]})
    with scope({KOTIM}):
        judged = Verdict.objects.values_list("answer__row", "level", "decision").order_by("answer__row")
        assert list(judged) == [(20, 0, "accept"), (21, 0, "accept")]


# Steps ------------------------------------------------------------------------------------------------------------


def test_verifying_opens_when_every_row_is_decided(cast: Cast, budi: Client, submitted: Innovation) -> None:
    overview = desk("innovation", submitted.public_id)
    assert "Verifikasi terbuka setelah 20 baris lagi diputuskan." in budi.get(overview).text
    verify = desk("step", submitted.public_id, "verify")
    response = budi.post(verify, {"version": submitted.version}, follow=True)
    assert "baris 16, 17, 18" in response.text
    with scope({KOTIM}):
        judge_all(submitted, cast.actor("budi"))
    assert f'action="{verify}"' in budi.get(overview).text
    response = budi.post(verify, {"version": submitted.version - 1}, follow=True)
    assert "berubah sejak halaman dibuka" in response.text
    response = budi.post(verify, {"version": submitted.version}, follow=True)
    assert "terverifikasi." in response.text
    with scope({KOTIM}):
        submitted.refresh_from_db()
        assert submitted.state == State.VERIFIED
    again = budi.post(verify, {"version": submitted.version}, follow=True)
    assert again.status_code == 200
    with scope({KOTIM}):
        assert Transition.objects.filter(action="verify").count() == 1


def test_returning_offers_what_was_lowered_and_opens_only_what_is_named(
    cast: Cast, budi: Client, submitted: Innovation
) -> None:
    with scope({KOTIM}):
        hash_16, hash_17 = seen(submitted, 16), seen(submitted, 17)
    budi.post(desk("row", submitted.public_id, 16), {"level": "0", "seen": hash_16, "reason": "SK salah."})
    budi.post(
        desk("row", submitted.public_id, 17), {"level": "1", "seen": hash_17, "reason": "Kurang orang."}
    )
    url = desk("step", submitted.public_id, "return")
    page = budi.get(url).text
    assert re.findall(r'name="(pilih_\w+)"[^>]*checked', page) == ["pilih_16", "pilih_17"]
    sent: dict[str, Any] = {
        "version": submitted.version,
        "pilih_16": "on",
        "alasan_16": "SK salah.",
        "alasan_17": "Kurang orang.",  # prefilled, its tick taken away
        "alasan_20": "Sebutkan jumlah bimtek.",  # typed without a tick
        "pilih_profil": "on",
        "alasan_profil": "",
    }
    response = budi.post(url, sent)
    assert response.status_code == 422
    assert "Tuliskan apa yang perlu diperbaiki." in response.text
    assert ">Sebutkan jumlah bimtek.</textarea>" in response.text.replace(">\n", ">")
    response = budi.post(url, {**sent, "alasan_profil": "Rancang bangun terlalu umum."})
    assert response.status_code == 302
    with scope({KOTIM}):
        submitted.refresh_from_db()
        assert submitted.state == State.RETURNED
        assert {reason.row: reason.reason for reason in ReturnReason.objects.all()} == {
            None: "Rancang bangun terlalu umum.",
            16: "SK salah.",
            20: "Sebutkan jumlah bimtek.",
        }
        assert set(Answer.objects.filter(is_unlocked=True).values_list("row", flat=True)) == {16, 20}


def test_returning_nothing_is_refused(budi: Client, submitted: Innovation) -> None:
    response = budi.post(desk("step", submitted.public_id, "return"), {"version": submitted.version})
    assert response.status_code == 409
    assert "Sebutkan sedikitnya satu bagian" in response.text


def test_return_over_a_changed_innovation_tells_what_changed_and_can_be_pressed_again(
    cast: Cast, budi: Client, submitted: Innovation
) -> None:
    with scope({KOTIM}):
        hash_16 = seen(submitted, 16)
    budi.post(desk("row", submitted.public_id, 16), {"level": "0", "seen": hash_16, "reason": "SK salah."})
    with scope({KOTIM}):
        old = Document.objects.get()
        other = make_document(cast.actor("sari"), opd=cast.health, subject="Pindaian")
        replace_document(old.pk, actor=cast.actor("sari"), file=other.file)
    sent = {"version": submitted.version, "pilih_16": "on", "alasan_16": "SK salah."}
    url = desk("step", submitted.public_id, "return")
    response = budi.post(url, sent)
    assert response.status_code == 409
    assert "Keputusan gugur pada baris: 16." in response.text
    assert ">SK salah.</textarea>" in response.text.replace(">\n", ">")
    [version] = re.findall(r'name="version" value="(\d+)"', response.text)
    assert budi.post(url, {**sent, "version": version}).status_code == 302


def test_declining_needs_a_reason_and_leaves_every_basis(
    cast: Cast, budi: Client, submitted: Innovation
) -> None:
    url = desk("step", submitted.public_id, "decline")
    response = budi.post(url, {"version": submitted.version, "reason": " "})
    assert response.status_code == 422
    assert "Tuliskan alasannya." in response.text
    budi.post(url, {"version": submitted.version, "reason": "Bukan inovasi."})
    with scope({KOTIM}):
        submitted.refresh_from_db()
        assert submitted.state == State.DECLINED
        assert Transition.objects.get(action="decline").reason == "Bukan inovasi."
    # A form that cannot be taken any more is not shown; the reason is.
    response = budi.get(desk("step", submitted.public_id, "return"), follow=True)
    assert "tidak tersedia" in response.text


def test_desk_note_is_not_for_the_opd(cast: Cast, budi: Client, submitted: Innovation) -> None:
    with scope({KOTIM}):
        hash_16 = seen(submitted, 16)
    budi.post(
        desk("row", submitted.public_id, 16),
        {"level": "2", "seen": hash_16, "desk_note": "RAHASIA DESK"},
    )
    assert "RAHASIA DESK" in budi.get(desk("row", submitted.public_id, 16)).text
    assert "RAHASIA DESK" in budi.get(desk("innovation", submitted.public_id)).text
    sari = signed_in(cast.sari)
    base = f"/d/{KOTIM}/opd/{cast.health.pk}/inovasi/{submitted.public_id}/"
    for page in (base, f"{base}baris/", f"{base}baris/16/"):
        response = sari.get(page)
        assert response.status_code == 200, page
        assert "RAHASIA DESK" not in response.text


def test_pages_of_one_innovation_ask_no_more_for_more_evidence(
    cast: Cast, budi: Client, submitted: Innovation
) -> None:
    pages = [desk("innovation", submitted.public_id), desk("row", submitted.public_id, 16)]
    counted: dict[str, list[int]] = {page: [] for page in pages}
    for _round in range(2):
        for page in pages:
            budi.get(page)
            with CaptureQueriesContext(connection) as captured:
                budi.get(page)
            counted[page].append(len(captured))
        with scope({KOTIM}):
            for number in range(5):
                document = make_document(cast.actor("sari"), opd=cast.health, subject=f"Bukti {number}")
                for answer in Answer.objects.filter(row__in=[16, 17]):
                    Citation.objects.create(region_id=KOTIM, answer=answer, document=document)
    assert all(before == after for before, after in counted.values()), counted
    with statements() as asked:
        budi.get(pages[1])
    # Session, role and the frame included: the page that a reviewer opens twenty times an innovation.
    assert asked.value <= 14
