"""SPD rows: figures give the level, a second person confirms, what was sent is locked; and the integrity form."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from iga_portal.tenancy.scope import scope
from innovations.domain.spd import cite_for_region, confirm_region_answer, set_region_answer
from innovations.forms_region import FigureField, read_figure
from innovations.models import Document, IntegrityForm, RegionAnswer, RegionCitation
from regions.models import RegionPeriod
from tests.cast import KOTIM, Cast, make_document, pdf_bytes, region_period
from tests.innovations.desk_support import admin, signed_in

EVERYBODY_ELSE = ("sari", "dewi", "joko", "budi", "tiur", "wati", "yosef", "arif", "rina", "nobody")


@pytest.fixture
def hendra(cast: Cast) -> Client:
    return signed_in(cast.hendra)


@pytest.fixture
def indah(cast: Cast) -> Client:
    return signed_in(cast.indah)


def answer_of(row: str) -> RegionAnswer:
    with scope({KOTIM}):
        return RegionAnswer.objects.get(row=row)


def entered(cast: Cast, row: str = "1", **more: Any) -> RegionAnswer:
    with scope({KOTIM}):
        return set_region_answer(
            region_period(cast), row=row, actor=cast.actor("hendra"), seen_version=1, **(more or {"level": 3})
        )


@pytest.mark.parametrize("who", ["hendra", "indah", *EVERYBODY_ELSE])
def test_pages_are_the_regional_admins_alone(cast: Cast, who: str) -> None:
    client = signed_in(getattr(cast, who))
    pages = [admin("spd"), admin("spd_row", "1"), admin("spd_row", "5a"), admin("integrity")]
    expected = 200 if who in {"hendra", "indah"} else 404
    assert {page: client.get(page).status_code for page in pages} == dict.fromkeys(pages, expected)
    posts = [admin("spd_confirm", "1"), admin("spd_uncite", "1")]
    expected = 302 if who in {"hendra", "indah"} else 404
    assert {page: client.post(page).status_code for page in posts} == dict.fromkeys(posts, expected)


def test_rows_that_are_none_are_no_pages(hendra: Client) -> None:
    for row in ("16", "5", "5c", "x"):
        assert hendra.get(admin("spd_row", row)).status_code == 404


def test_level_of_a_plain_row(hendra: Client) -> None:
    response = hendra.post(
        admin("spd_row", "1"), {"version": "1", "level": "2", "note": "RPJMD hlm. 40"}, follow=True
    )
    assert "Baris 1 disimpan: tingkat 2, 2,00 poin." in response.text
    answer = answer_of("1")
    assert (answer.level, answer.note, answer.confirmed_by_id) == (2, "RPJMD hlm. 40", None)
    listed = hendra.get(admin("spd")).text
    assert "Menunggu konfirmasi" in listed
    # Entered, and nothing confirmed yet.
    assert re.findall(r'<span class="num">([\d,]+)</span>', listed)[:2] == ["2,00", "0,00"]


def test_figures_give_the_level_and_the_page_works_it_out(hendra: Client) -> None:
    # (1.190 - 1.100) / 1.100 x 100 = 8,1818 -> 8,18 %, from 8,17 on level 3; weight 1.
    response = hendra.post(
        admin("spd_row", "3"),
        {"version": "1", "previous": "1.100", "latest": "1.190", "level": "1"},
        follow=True,
    )
    assert "Baris 3 disimpan: 8,18 % memberi tingkat 3, 3,00 poin." in response.text
    assert "(1.190 − 1.100) ÷ 1.100 × 100 = <strong>8,18 %</strong>" in response.text
    answer = answer_of("3")
    assert (answer.level, answer.previous, answer.latest) == (3, Decimal(1100), Decimal(1190))


def test_value_on_a_border_says_what_was_decided(hendra: Client) -> None:
    # 5,36 - 5,00 = 0,36: printed on level 2 and on level 3; level 3 counts (weight 0,75).
    response = hendra.post(
        admin("spd_row", "5a"), {"version": "1", "previous": "5,36", "latest": "5,00"}, follow=True
    )
    assert "0,36 poin persen memberi tingkat 3, 2,25 poin" in response.text
    assert "Pedoman mencetak nilai ini pada tingkat 2 dan 3." in response.text
    assert "0,36 tercetak pada parameter 2 dan parameter 3; berlaku parameter 3." in response.text
    assert "di batas rentang" in hendra.get(admin("spd")).text


def test_same_figure_is_offered_where_it_is_asked_again(hendra: Client) -> None:
    hendra.post(admin("spd_row", "5a"), {"version": "1", "previous": "5,36", "latest": "5,1"})
    page = hendra.get(admin("spd_row", "5b")).text
    assert re.search(r'name="latest" value="5,1"', page)
    assert "memakai angka yang sama" in page
    assert 'name="previous"' not in page  # 5b asks for one year only


@pytest.mark.parametrize(
    ("figures", "words"),
    [
        ({"previous": "0", "latest": "10"}, "angka T-2 tidak boleh nol"),
        ({"previous": "10", "latest": ""}, "Isi kedua angka"),
        ({"previous": "banyak", "latest": "10"}, "Tulis angka saja"),
        ({"previous": "-5", "latest": "10"}, "tidak boleh negatif"),
        ({"previous": "1" * 19, "latest": "10"}, "terlalu panjang"),
    ],
)
def test_figures_that_cannot_be_taken_are_explained_and_kept(
    hendra: Client, figures: dict[str, str], words: str
) -> None:
    response = hendra.post(admin("spd_row", "3"), {"version": "1", **figures})
    assert response.status_code == 422
    assert words in response.text
    assert f'name="latest" value="{figures["latest"]}"' in response.text or figures["latest"] == ""
    with scope({KOTIM}):
        assert not RegionAnswer.objects.exists()


def test_percentage_read_as_thousands_is_caught(hendra: Client) -> None:
    response = hendra.post(admin("spd_row", "5b"), {"version": "1", "latest": "5.123"})
    assert response.status_code == 422
    assert "Terbaca 5.123, padahal paling tinggi 100" in response.text


def test_level_stands_in_where_figures_cannot_be_worked_out(hendra: Client) -> None:
    hendra.post(admin("spd_row", "6"), {"version": "1", "previous": "", "latest": "", "level": "1"})
    answer = answer_of("6")
    assert (answer.level, answer.previous, answer.latest) == (1, None, None)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("1.234.567,89", "1234567.89"),
        ("1234567,89", "1234567.89"),
        ("1.234", "1234"),
        ("8.17", "8.17"),
        ("8,17", "8.17"),
        ("0,5", "0.5"),
        ("-2,5", "-2.5"),
        ("12.34.567", None),
        ("1.2345", "1.2345"),
        ("1,2,3", None),
        ("1.234,5.6", None),
        ("", None),
        (",5", None),
        ("1e5", None),
        ("１２", None),
    ],
)
def test_reading_figures(typed: str, read: str | None) -> None:
    with translation.override("id"):
        assert read_figure(typed) == (Decimal(read) if read else None)


def test_reading_figures_in_english_and_with_decoration() -> None:
    with translation.override("en"):
        assert read_figure("1,234,567.89") == Decimal("1234567.89")
        assert read_figure("1.234") == Decimal("1.234")
    with translation.override("id"):
        assert FigureField().clean(" Rp 1.234.567,00 ") == Decimal("1234567.00")
        assert FigureField().clean("8,17 %") == Decimal("8.17")
        assert FigureField().clean("  ") is None


def test_second_person_confirms_and_the_first_is_told_why_not(
    cast: Cast, hendra: Client, indah: Client
) -> None:
    answer = entered(cast)
    confirm = admin("spd_confirm", "1")
    page = hendra.get(admin("spd_row", "1")).text
    assert "Anda yang mengisi baris ini; admin daerah lain mengonfirmasinya." in page
    assert f'action="{confirm}"' not in page
    response = hendra.post(confirm, {"version": answer.version}, follow=True)
    assert "Baris dikonfirmasi oleh orang lain, bukan oleh yang mengisinya." in response.text
    assert answer_of("1").confirmed_by_id is None
    # The same row, by the other admin.
    assert "Menunggu konfirmasi Anda" in indah.get(admin("spd")).text
    assert f'action="{confirm}"' in indah.get(admin("spd_row", "1")).text
    response = indah.post(confirm, {"version": answer.version}, follow=True)
    assert "Baris 1 dikonfirmasi." in response.text
    assert answer_of("1").confirmed_by_id == cast.indah.pk
    assert "Terkonfirmasi" in indah.get(admin("spd")).text


def test_confirming_leads_on_to_the_next_row_that_waits(cast: Cast, indah: Client) -> None:
    first, second = entered(cast, "1"), entered(cast, "12", level=2)
    response = indah.post(admin("spd_confirm", "1"), {"version": first.version})
    assert response["Location"] == admin("spd_row", "12")
    response = indah.post(admin("spd_confirm", "12"), {"version": second.version})
    assert response["Location"] == admin("spd")


def test_lone_admin_is_told_how_to_get_a_second_one(cast: Cast, hendra: Client) -> None:
    from regions.models import Membership

    entered(cast)
    Membership.objects.filter(person=cast.indah).update(valid_until=date(2026, 7, 6))
    assert "Mintalah Kemendagri mengundang admin kedua" in hendra.get(admin("spd_row", "1")).text


def test_confirming_what_changed_meanwhile_is_refused(cast: Cast, indah: Client) -> None:
    answer = entered(cast)
    with scope({KOTIM}):
        set_region_answer(
            region_period(cast), row="1", actor=cast.actor("hendra"), seen_version=answer.version, level=1
        )
    response = indah.post(admin("spd_confirm", "1"), {"version": answer.version}, follow=True)
    assert "telah diubah orang lain" in response.text
    assert answer_of("1").confirmed_by_id is None


def test_saving_over_another_persons_change_keeps_what_was_typed(cast: Cast, hendra: Client) -> None:
    entered(cast)
    response = hendra.post(admin("spd_row", "1"), {"version": "1", "level": "1", "note": "Catatan saya"})
    assert response.status_code == 409
    assert "telah diubah orang lain" in response.text
    assert ">Catatan saya</textarea>" in response.text.replace(">\n", ">")
    [version] = re.findall(r'name="version" value="(\d+)"', response.text)[:1]
    assert (
        hendra.post(
            admin("spd_row", "1"), {"version": version, "level": "1", "note": "Catatan saya"}
        ).status_code
        == 302
    )
    assert answer_of("1").level == 1


def test_any_change_takes_the_confirmation_back(cast: Cast, hendra: Client) -> None:
    answer = entered(cast)
    with scope({KOTIM}):
        confirm_region_answer(answer.pk, actor=cast.actor("indah"), seen_version=answer.version)
    page = hendra.get(admin("spd_row", "1")).text
    assert "Mengubah isian menggugurkan konfirmasi." in page
    hendra.post(admin("spd_row", "1"), {"version": answer_of("1").version, "level": "2"})
    assert answer_of("1").confirmed_by_id is None


# Evidence ---------------------------------------------------------------------------------------------------------


def upload(name: str = "rpjmd.pdf", content: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content or pdf_bytes(name), content_type="application/pdf")


def test_evidence_may_come_before_the_level(hendra: Client) -> None:
    response = hendra.post(
        admin("spd_evidence", "1"),
        {"cara": "unggah", "bukti-file": upload(), "bukti-subject": "RPJMD 2025–2029", "bukti-pages": "40"},
        follow=True,
    )
    assert "Bukti dikutip pada baris 1." in response.text
    assert "RPJMD 2025–2029" in response.text
    with scope({KOTIM}):
        document = Document.objects.get()
        assert (document.opd_id, document.is_region_wide) == (None, True)
        assert RegionCitation.objects.get().pages == "40"
    assert answer_of("1").level is None


def test_upload_that_is_no_document_is_refused_beside_the_file(hendra: Client) -> None:
    response = hendra.post(
        admin("spd_evidence", "1"),
        {"cara": "unggah", "bukti-file": upload("x.pdf", b"MZ" + b"\0" * 200), "bukti-subject": "Bukan"},
    )
    assert response.status_code == 422
    assert "Jenis berkas" in response.text
    assert 'value="Bukan"' in response.text
    with scope({KOTIM}):
        assert not Document.objects.exists()
        assert not RegionAnswer.objects.exists()


def test_document_of_the_region_is_cited_for_another_row_and_let_go(cast: Cast, hendra: Client) -> None:
    with scope({KOTIM}):
        document = make_document(cast.actor("hendra"), opd=None, subject="APBD 2025")
        foreign = make_document(cast.actor("sari"), opd=cast.health, subject="Milik OPD")
    page = hendra.get(admin("spd_row", "2a")).text
    assert "APBD 2025" in page
    assert "Milik OPD" not in page
    response = hendra.post(admin("spd_evidence", "2a"), {"cara": "kutip", "kutip-document": foreign.pk})
    assert response.status_code == 422
    hendra.post(
        admin("spd_evidence", "2a"), {"cara": "kutip", "kutip-document": document.pk, "kutip-pages": "3"}
    )
    with scope({KOTIM}):
        citation = RegionCitation.objects.get()
    response = hendra.post(admin("spd_uncite", "2a"), {"kutipan": citation.pk}, follow=True)
    assert "Bukti dilepas" in response.text
    with scope({KOTIM}):
        assert not RegionCitation.objects.exists()
    for again in (citation.pk, "x", ""):
        assert hendra.post(admin("spd_uncite", "2a"), {"kutipan": again}).status_code == 302


# Sent ------------------------------------------------------------------------------------------------------------


def test_everything_is_locked_once_sent(cast: Cast, hendra: Client, indah: Client) -> None:
    answer = entered(cast)
    with scope({KOTIM}):
        document = make_document(cast.actor("hendra"), opd=None)
        citation = cite_for_region(answer.pk, actor=cast.actor("hendra"), document_id=document.pk)
        answer.refresh_from_db()
        RegionPeriod.objects.filter(region_id=KOTIM).update(sent_at="2026-07-07T05:00:00Z")
    page = hendra.get(admin("spd_row", "1")).text
    assert "Terkunci sejak pengiriman" in page
    assert page.count("<form") == hendra.get(admin("spd")).text.count("<form")  # only the frame's own
    for response in (
        hendra.post(admin("spd_row", "1"), {"version": answer.version, "level": "1"}),
        indah.post(admin("spd_confirm", "1"), {"version": answer.version}, follow=True),
        hendra.post(admin("spd_uncite", "1"), {"kutipan": citation.pk}, follow=True),
        hendra.post(
            admin("spd_evidence", "1"), {"cara": "unggah", "bukti-file": upload(), "bukti-subject": "Y"}
        ),
        hendra.post(admin("integrity"), {"file": upload(), "signed_by": "A", "signed_on": "2026-07-01"}),
    ):
        assert "Portofolio" in response.text
    assert (answer_of("1").level, answer_of("1").confirmed_by_id) == (3, None)
    with scope({KOTIM}):
        assert (RegionCitation.objects.count(), Document.objects.count()) == (1, 1)
        assert not IntegrityForm.objects.exists()


# Integrity form ---------------------------------------------------------------------------------------------------


def test_integrity_form_is_kept_with_who_signed_and_the_latest_counts(hendra: Client) -> None:
    for name in ("Drs. Ahmad", "Dra. Siti"):
        response = hendra.post(
            admin("integrity"),
            {"file": upload(f"{name}.pdf"), "signed_by": name, "signed_on": "2026-07-01"},
            follow=True,
        )
        assert "Form integritas disimpan." in response.text
    page = hendra.get(admin("integrity")).text
    assert page.index("Dra. Siti") < page.index("Sebelumnya") < page.index("Drs. Ahmad")
    assert "Dra. Siti" in hendra.get(admin("spd")).text


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"signed_on": "2026-07-08"}, "tidak boleh di masa depan"),
        ({"signed_by": " "}, "Ditandatangani oleh"),
        ({"file": None}, "Pilih berkas pindaiannya."),
        ({"file": "video"}, "Jenis berkas"),
    ],
)
def test_integrity_form_that_cannot_be_taken_is_explained(
    hendra: Client, more: dict[str, Any], words: str
) -> None:
    mp4 = b"\0\0\0\x20ftypisom\0\0\2\0isomiso2avc1mp41" + b"\0" * 200
    files = {"video": upload("v.mp4", mp4), None: None}
    sent: dict[str, Any] = {"file": upload(), "signed_by": "Drs. Ahmad", "signed_on": "2026-07-01", **more}
    sent["file"] = files.get(more["file"]) if "file" in more else sent["file"]
    response = hendra.post(
        admin("integrity"), {key: value for key, value in sent.items() if value is not None}
    )
    assert response.status_code == 422
    assert words in response.text
    with scope({KOTIM}):
        assert not IntegrityForm.objects.exists()
        assert not Document.objects.exists()


def test_list_asks_the_same_for_one_row_as_for_twenty(cast: Cast, hendra: Client) -> None:
    entered(cast, "1")
    hendra.get(admin("spd"))
    with CaptureQueriesContext(connection) as one:
        hendra.get(admin("spd"))
    for row in ("2a", "2b", "8", "9", "12", "13a", "13b", "14", "15"):
        entered(cast, row)
    with CaptureQueriesContext(connection) as many:
        hendra.get(admin("spd"))
    assert len(many) == len(one)
