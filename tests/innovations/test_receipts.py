"""Receipts: what they prove, that nobody changes them, who reads them, and what the public is told."""

from __future__ import annotations

import hashlib
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from iga_portal.files.models import StoredFile
from iga_portal.tenancy.scope import scope
from innovations.domain.answers import set_answer
from innovations.domain.documents import replace_document
from innovations.domain.receipts import (
    ALPHABET,
    issue_upload_receipt,
    known_code,
    new_code,
    submission_of,
)
from innovations.domain.transitions import take_step
from innovations.models import Citation, Innovation, Receipt
from innovations.queries.receipts import Now, is_intact, now_of, own_receipt, receipt_of_code
from innovations.workflow import Action
from scoring.core.canonical import canonical_json
from tests.cast import BENGKULU, KOTIM, Cast, make_complete, make_document, submit
from tests.innovations.opd_support import address, counted, head_address, signed_in


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    """Each test begins with nothing counted against its address."""
    cache.clear()


@pytest.fixture
def submitted(cast: Cast) -> Receipt:
    with scope({KOTIM}):
        submit(make_complete(cast.actor("sari"), opd=cast.health, period=cast.period), cast.actor("sari"))
        return Receipt.objects.get(kind="submission")


@pytest.fixture
def uploaded(cast: Cast) -> Receipt:
    """The receipt of "SK lain.pdf"."""
    with scope({KOTIM}):
        document = make_document(cast.actor("sari"), opd=cast.health, subject="SK lain")
        existing = Receipt.objects.filter(document=document).first()
        return existing or issue_upload_receipt(document=document, actor=cast.actor("sari"))


def bytes_of(receipt: Receipt) -> bytes:
    from django.core.files.storage import default_storage

    assert receipt.document is not None and receipt.document.file is not None
    with default_storage.open(receipt.document.file.key) as file:
        return file.read()


def verify_url(code: str) -> str:
    return reverse("verify_receipt", args=[code])


# Codes ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("region_id", [62, 6202, 1771, 9171])
def test_code_names_its_region_and_is_read_back_however_it_is_typed(region_id: int) -> None:
    code = new_code(region_id)
    assert re.fullmatch(rf"{region_id}(-[{ALPHABET}]{{4}}){{4}}", code)
    for typed in (code, code.lower(), code.replace("-", ""), f"  {code.replace('-', ' – ')} "):
        assert known_code(typed) == (region_id, code)


def test_letters_that_look_like_digits_are_forgiven() -> None:
    assert known_code("6202-OOOO-IIII-LLLL-oil0") == (6202, "6202-0000-1111-1111-0110")


@pytest.mark.parametrize(
    "typed",
    ["", "-", "6202", "6202-7K3M-Q9XV-0D2A", "6202-7K3M-Q9XV-0D2A-HWT5-1", "0202-7K3M-Q9XV-0D2A-HWT5",
     "620-7K3M-Q9XV-0D2A-HWT5", "6202-7K3M-Q9XV-0D2A-HWTU", "6202-7K3M-Q9XV-0D2A-HWT'", "x" * 5000,
     "６２０２-7K3M-Q9XV-0D2A-HWT5", "6202\x007K3MQ9XV0D2AHWT5", "0-0000-0000-0000-0000"],
)  # fmt: skip
def test_what_cannot_be_a_code_is_none(typed: str) -> None:
    assert known_code(typed) is None


def test_codes_are_not_guessed_from_one_another() -> None:
    digits = "".join(new_code(6202)[4:].replace("-", "") for _again in range(400))
    # 6,400 draws from 32 letters: 200 each, with a deviation of about 14.
    assert all(120 < digits.count(letter) < 300 for letter in ALPHABET)


# What a receipt proves --------------------------------------------------------------------------------------------


def test_submission_s_receipt_is_written_with_the_step_and_states_what_was_submitted(
    cast: Cast, submitted: Receipt
) -> None:
    with scope({KOTIM}):
        innovation = Innovation.objects.get()
        assert submitted.transition is not None and submitted.content is not None
        assert (submitted.transition.action, submitted.at) == ("submit", submitted.transition.at)
        assert (submitted.name, submitted.opd, submitted.issued_to) == (
            innovation.name,
            cast.health,
            cast.sari,
        )
        content = submitted.content
        assert content["version"] == innovation.version - 1
        assert content["innovation"]["proposal"]["name"] == "Antrean Daring"
        assert content["innovation"]["proposal"]["trial_date"] == "2024-01-10"
        assert [row["row"] for row in content["innovation"]["rows"]] == list(range(16, 36))
        cited = Citation.objects.select_related("document__file").first()
        assert cited is not None and cited.document.file is not None
        assert content["innovation"]["rows"][0]["evidence"][0]["sha256"] == cited.document.file.sha256
        assert content["innovation"]["documents"][0]["number"] == "188/1/2025"
        # What the desk makes of it is no part of what was submitted.
        assert "verified" not in content["innovation"]["rows"][0]


def test_hash_can_be_worked_out_again_from_the_download_alone(cast: Cast, submitted: Receipt) -> None:
    answer = signed_in(cast.sari).get(address("receipt_content", cast.health, code=submitted.code))
    assert answer["Content-Type"] == "application/json"
    assert answer["Content-Disposition"] == f'attachment; filename="{submitted.code}.json"'
    assert hashlib.sha256(answer.content).hexdigest() == submitted.sha256
    assert len(answer.content) == submitted.size
    document = json.loads(answer.content)
    assert document["innovation"]["proposal"]["name"] == "Antrean Daring"
    # The same document in another order of keys and with blanks is the same document.
    shuffled = json.loads(json.dumps(dict(reversed(document.items())), indent=2))
    assert hashlib.sha256(canonical_json(shuffled)).hexdigest() == submitted.sha256


def test_upload_s_receipt_states_the_file(cast: Cast, uploaded: Receipt) -> None:
    with scope({KOTIM}):
        content = bytes_of(uploaded)
        assert uploaded.sha256 == hashlib.sha256(content).hexdigest()
        assert (uploaded.size, uploaded.name, uploaded.content) == (len(content), "SK lain.pdf", None)


def test_link_gets_no_receipt(cast: Cast) -> None:
    with scope({KOTIM}):
        document = make_document(cast.actor("sari"), opd=cast.health)
        linked = replace_document(document.pk, actor=cast.actor("sari"), link="https://contoh.go.id/sk")
        with pytest.raises(ValueError, match="a link has none"):
            issue_upload_receipt(document=linked, actor=cast.actor("sari"))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE innovations_receipt SET sha256 = repeat('0', 64)",
        "UPDATE innovations_receipt SET issued_to_id = issued_to_id",
        "DELETE FROM innovations_receipt",
        "TRUNCATE innovations_receipt CASCADE",
    ],
)
def test_database_refuses_to_change_a_receipt(submitted: Receipt, statement: str) -> None:
    with scope({KOTIM}):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
        again = Receipt.objects.get(pk=submitted.pk)
        assert (again.sha256, is_intact(again)) == (submitted.sha256, True)


# Whether it still stands ------------------------------------------------------------------------------------------


def test_receipt_tells_whether_the_innovation_still_says_the_same(cast: Cast, submitted: Receipt) -> None:
    sari, budi = cast.actor("sari"), cast.actor("budi")
    with scope({KOTIM}):
        assert now_of(submitted) is Now.SAME
        innovation = Innovation.objects.get()
        take_step(
            innovation.pk, action=Action.RETURN, actor=budi, seen_version=innovation.version,
            row_reasons={16: "SK tidak terbaca."},
        )  # fmt: skip
        # Returned, but not a word of it changed.
        assert now_of(Receipt.objects.get(pk=submitted.pk)) is Now.SAME
        set_answer(innovation.pk, row=16, actor=sari, level=1)
        assert now_of(Receipt.objects.get(pk=submitted.pk)) is Now.OTHER
        set_answer(innovation.pk, row=16, actor=sari, level=2)
        assert now_of(Receipt.objects.get(pk=submitted.pk)) is Now.SAME


def test_receipt_of_a_file_tells_of_a_newer_version_and_of_lost_bytes(cast: Cast, uploaded: Receipt) -> None:
    from django.core.files.storage import default_storage

    with scope({KOTIM}):
        assert now_of(uploaded) is Now.SAME
        assert uploaded.document is not None and uploaded.document.file is not None
        replace_document(uploaded.document.pk, actor=cast.actor("sari"), link="https://contoh.go.id/sk")
        assert now_of(Receipt.objects.get(pk=uploaded.pk)) is Now.REPLACED
        StoredFile.objects.filter(pk=uploaded.document.file.pk).update(state="refused")
        assert now_of(Receipt.objects.get(pk=uploaded.pk)) is Now.REFUSED
        StoredFile.objects.filter(pk=uploaded.document.file.pk).update(state="ready")
        path = Path(default_storage.path(uploaded.document.file.key))
        with path.open("r+b") as file:
            file.write(b"x")
        assert now_of(Receipt.objects.get(pk=uploaded.pk)) is Now.MISSING
        default_storage.delete(uploaded.document.file.key)
        assert now_of(Receipt.objects.get(pk=uploaded.pk)) is Now.MISSING


# In the place of the OPD ------------------------------------------------------------------------------------------


def test_page_shows_everything_with_seconds_in_the_zone_of_the_region(cast: Cast, submitted: Receipt) -> None:
    page = signed_in(cast.sari).get(address("receipt", cast.health, code=submitted.code)).content.decode()
    assert re.search(r"7 Juli 2026 12\.0\d\.\d\d WIB", page)
    for words in (submitted.code, submitted.sha256, "Antrean Daring", "Sari, Operator OPD", "Dinas Kesehatan",
                  f"http://testserver{verify_url(submitted.code)}", "20 baris indikator diklaim (20 dengan bukti)",
                  "masih sama dengan yang diterima"):  # fmt: skip
        assert words in page, words
    assert '<div class="qr" role="img"' in page
    assert "style=" not in page


def test_head_reads_the_receipts_too(cast: Cast, submitted: Receipt) -> None:
    client = signed_in(cast.joko)
    assert submitted.code in client.get(head_address("receipts", cast.health)).content.decode()
    page = client.get(head_address("receipt", cast.health, code=submitted.code)).content.decode()
    assert submitted.sha256 in page


def test_list_filters_by_innovation_kind_and_name(cast: Cast, submitted: Receipt, uploaded: Receipt) -> None:
    client, url = signed_in(cast.sari), address("receipts", cast.health)

    def codes(query: str) -> set[str]:
        page = client.get(url + query).content.decode()
        return set(re.findall(r"<code>(6202-[^<]+)</code>", page))

    with scope({KOTIM}):
        innovation = Innovation.objects.get()
        every = set(Receipt.objects.values_list("code", flat=True))
    assert codes("") == every
    assert codes("?jenis=submission") == {submitted.code}
    assert uploaded.code in codes("?jenis=upload") and submitted.code not in codes("?jenis=upload")
    assert codes(f"?inovasi={innovation.public_id}") == {submitted.code}
    assert codes("?cari=lain") == {uploaded.code}
    assert client.get(url + "?inovasi=apa-saja").status_code == 404


def test_list_asks_the_same_of_1_and_of_30(cast: Cast, submitted: Receipt) -> None:
    client, url = signed_in(cast.sari), address("receipts", cast.health)
    client.get(url)
    with counted() as few:
        client.get(url)
    with scope({KOTIM}):
        for number in range(30):
            document = make_document(cast.actor("sari"), opd=cast.health, subject=f"SK {number}")
            if not Receipt.objects.filter(document=document).exists():
                issue_upload_receipt(document=document, actor=cast.actor("sari"))
    with counted() as lots:
        client.get(url)
    assert lots.value == few.value <= 12


def test_receipt_of_another_opd_is_unknown(cast: Cast, submitted: Receipt) -> None:
    dewi = signed_in(cast.dewi)
    for page in ("receipt", "receipt_content"):
        assert dewi.get(address(page, cast.education, code=submitted.code)).status_code == 404
    assert submitted.code not in dewi.get(address("receipts", cast.education)).content.decode()
    with scope({KOTIM}):
        public_id = Innovation.objects.get().public_id
        assert own_receipt(cast.actor("dewi"), code=submitted.code) is None
    assert dewi.get(address("receipts", cast.education) + f"?inovasi={public_id}").status_code == 404


def test_receipt_of_another_region_is_unknown_even_with_its_code(cast: Cast, submitted: Receipt) -> None:
    wati = signed_in(cast.wati)
    assert wati.get(address("receipt", cast.bengkulu_opd, code=submitted.code)).status_code == 404
    with scope({BENGKULU}):
        assert own_receipt(cast.actor("wati"), code=submitted.code) is None
        assert submission_of(Innovation(pk=submitted.innovation_id), seen_version=1) is None


def test_content_of_an_upload_s_receipt_is_no_page(cast: Cast, uploaded: Receipt) -> None:
    assert (
        signed_in(cast.sari).get(address("receipt_content", cast.health, code=uploaded.code)).status_code
        == 404
    )


# In public --------------------------------------------------------------------------------------------------------


def test_public_page_tells_what_the_paper_says_and_nothing_else(cast: Cast, submitted: Receipt) -> None:
    answer = Client().get(verify_url(submitted.code))
    page = answer.content.decode()
    assert answer.status_code == 200
    for words in (
        submitted.code,
        submitted.sha256,
        "Antrean Daring",
        "Pengajuan inovasi",
        "Kotawaringin Timur",
        "WIB",
    ):
        assert words in page, words
    # Who submitted it, for which OPD, and anything that was written are nobody's business here.
    for words in ("Sari", "Dinas Kesehatan", "Mempercepat layanan", "SK Antrean", "188/1/2025", "Diajukan"):
        assert words not in page.split("<main", 1)[1], words


def test_typed_code_leads_to_its_page(submitted: Receipt) -> None:
    url = reverse("receipt_check")
    assert "Kode tanda terima" in Client().get(url).content.decode()
    typed = submitted.code.lower().replace("-", " ")
    assert Client().get(url, {"kode": typed})["Location"] == verify_url(submitted.code)


def test_unknown_forged_and_malformed_codes_answer_alike(cast: Cast, submitted: Receipt) -> None:
    last = submitted.code[-1]
    forged = [
        submitted.code[:-1] + ("0" if last != "0" else "1"),
        submitted.code.replace("6202", "1771", 1),  # another region's scope holds no such row
        submitted.code.replace("6202", "9999", 1),
        submitted.code.replace("6202", "62", 1),
        "apa-saja",
        "%00",
        "6202-%25%25%25%25",
        "' OR 1=1 --",
        "0-0000-0000-0000-0000",
    ]
    seen = set()
    for code in forged:
        answer = Client().get(verify_url(code))
        assert answer.status_code == 404, code
        page = answer.content.decode()
        assert submitted.sha256 not in page and "Antrean Daring" not in page
        seen.add(page.split("<main", 1)[1].replace(escape(answer.context["code"]), "KODE"))
    assert len(seen) == 1
    with_scope = [receipt_of_code(code) for code in forged]
    assert with_scope == [None] * len(forged)


def dropped(client: Client, code: str, content: bytes, name: str = "apa.pdf") -> Any:
    upload = io.BytesIO(content)
    upload.name = name
    return client.post(verify_url(code), {"berkas": upload})


def test_dropped_file_is_compared_and_not_kept(cast: Cast, uploaded: Receipt) -> None:
    from django.core.files.storage import default_storage

    with scope({KOTIM}):
        content = bytes_of(uploaded)
    before = sorted(default_storage.listdir(str(KOTIM))[1])
    same = dropped(Client(), uploaded.code, content)
    assert "Sama: berkas ini adalah yang diterima portal." in same.content.decode()
    other = dropped(Client(), uploaded.code, content + b" ").content.decode()
    assert "Berbeda: berkas ini bukan yang diterima portal." in other.split("data-failed=", 1)[1]
    assert hashlib.sha256(content + b" ").hexdigest() in other
    assert sorted(default_storage.listdir(str(KOTIM))[1]) == before
    assert not same.wsgi_request.FILES


def test_downloaded_content_is_compared_with_a_submission_s_receipt(cast: Cast, submitted: Receipt) -> None:
    answer = signed_in(cast.sari).get(address("receipt_content", cast.health, code=submitted.code))
    assert "adalah yang diterima portal" in shown(dropped(Client(), submitted.code, answer.content))
    tampered = answer.content.replace(b'"claimed":"2"', b'"claimed":"3"', 1)
    assert tampered != answer.content
    assert "bukan yang diterima portal" in shown(dropped(Client(), submitted.code, tampered))


def shown(answer: Any) -> str:
    """What the page says of the comparison; the words for scripts stand in attributes before it."""
    return answer.content.decode().split("data-failed=", 1)[1].split("</form>", 1)[0]


def test_press_without_a_file_and_a_file_too_large_are_told(uploaded: Receipt, settings: Any) -> None:
    assert "Belum ada berkas yang dipilih" in Client().post(verify_url(uploaded.code)).content.decode()
    settings.VIDEO_MAX_BYTES = settings.DOCUMENT_MAX_BYTES = 1000
    # Past the announced length nothing is read at all; below it, reading stops at the limit.
    for size in (2000, 200_000):
        page = dropped(Client(), uploaded.code, b"x" * size).content.decode()
        assert "lebih besar daripada yang dapat diterima portal" in page


def test_reading_is_limited_by_address(submitted: Receipt, within_a_minute: None) -> None:
    client = Client()
    for _again in range(60):
        assert client.get(verify_url("apa-saja")).status_code == 404
    answer = client.get(verify_url(submitted.code))
    assert (answer.status_code, answer["Retry-After"]) == (429, "60")
    assert "Terlalu banyak pemeriksaan" in answer.content.decode()
    assert Client(REMOTE_ADDR="10.1.2.3").get(verify_url(submitted.code)).status_code == 200


def test_page_of_a_receipt_asks_little(cast: Cast, submitted: Receipt) -> None:
    client, url = signed_in(cast.sari), address("receipt", cast.health, code=submitted.code)
    client.get(url)
    with counted() as count:
        client.get(url)
    assert count.value <= 12
