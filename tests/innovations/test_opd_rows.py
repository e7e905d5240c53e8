"""One indicator row as the operator meets it: claim and evidence in one form, of which nothing gets lost."""

from __future__ import annotations

import io
from decimal import Decimal
from typing import Any

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from iga_portal.files.models import StoredFile
from iga_portal.tenancy.scope import scope
from innovations.domain.answers import cite_document, seen_of
from innovations.domain.innovations import change_proposal
from innovations.domain.transitions import take_step
from innovations.models import Answer, Citation, Document, Innovation
from innovations.workflow import Action
from tests.cast import KOTIM, Cast, judge_all, make_complete, make_document, make_draft, submit
from tests.innovations.opd_support import address, counted, head_address, shelved, signed_in, upload_of


@pytest.fixture
def draft(cast: Cast) -> Innovation:
    with scope({KOTIM}):
        return make_draft(cast.actor("sari"), opd=cast.health, period=cast.period)


@pytest.fixture
def sari(cast: Cast) -> Client:
    return signed_in(cast.sari)


def url_of(cast: Cast, innovation: Innovation, row: int, page: str = "row") -> str:
    return address(page, cast.health, public_id=innovation.public_id, row=row)


def answer_of(innovation: Innovation, row: int) -> Answer:
    with scope({KOTIM}):
        return Answer.objects.get(innovation=innovation, row=row)


def cited(innovation: Innovation, row: int) -> list[tuple[str, str]]:
    with scope({KOTIM}):
        found = Citation.objects.filter(answer__innovation=innovation, answer__row=row)
        return [(entry.document.subject, entry.pages) for entry in found.select_related("document")]


def hashes(innovation: Innovation, row: int) -> dict[str, str]:
    """The hidden inputs of the row's form as they stand now."""
    with scope({KOTIM}):
        kind = Innovation.objects.get(pk=innovation.pk).kind
    return {
        f"terlihat-{field}": value for field, value in seen_of(answer_of(innovation, row), kind=kind).items()
    }


def post(client: Client, cast: Cast, innovation: Innovation, row: int, **data: Any) -> Any:
    """Send the row's form as the page shows it, with `data` typed into it."""
    answer = answer_of(innovation, row)
    shown: dict[str, Any] = {**hashes(innovation, row), "note": answer.note, "aksi": "simpan"}
    if answer.claimed_level is not None:
        shown["level"] = answer.claimed_level
    if answer.basis:
        shown["basis"] = answer.basis
    if answer.measured is not None:
        shown["measured"] = str(answer.measured)
    return client.post(url_of(cast, innovation, row), {**shown, **data})


# Claim -------------------------------------------------------------------------------------------------------------


def test_level_and_note_are_saved(cast: Cast, draft: Innovation, sari: Client) -> None:
    answer = post(sari, cast, draft, 16, level=2, note="Perkada 12/2024")
    assert answer["Location"] == url_of(cast, draft, 16)
    saved = answer_of(draft, 16)
    assert (saved.claimed_level, saved.note) == (2, "Perkada 12/2024")


def test_save_and_next_goes_on_by_number_and_ends_at_the_list(
    cast: Cast, draft: Innovation, sari: Client
) -> None:
    assert post(sari, cast, draft, 16, level=1, aksi="lanjut")["Location"] == url_of(cast, draft, 17)
    last = post(sari, cast, draft, 35, level=1, aksi="lanjut")["Location"]
    assert last == address("rows", cast.health, public_id=draft.public_id)


def test_row_that_does_not_exist_is_not_found(cast: Cast, draft: Innovation, sari: Client) -> None:
    for row in (1, 15, 36, 10**12):
        assert sari.get(url_of(cast, draft, row)).status_code == 404


def test_number_typed_gives_the_level_and_is_explained(cast: Cast, draft: Innovation, sari: Client) -> None:
    url = url_of(cast, draft, 17)
    data = {**hashes(draft, 17), "measured": "1.250", "note": "", "aksi": "simpan"}
    page = sari.post(url, data, follow=True).content.decode()
    assert "1.250 orang memberi tingkat 3: “Lebih dari 30”." in page
    saved = answer_of(draft, 17)
    assert (saved.claimed_level, saved.measured) == (3, Decimal(1250))


def test_row_33_asks_for_its_basis_first(cast: Cast, draft: Innovation, sari: Client) -> None:
    assert 'name="level"' not in sari.get(url_of(cast, draft, 33)).content.decode()
    answer = post(sari, cast, draft, 33, basis="a", aksi="lanjut")
    # Going on would leave the level behind: the page stays.
    assert answer["Location"] == url_of(cast, draft, 33)
    page = sari.get(url_of(cast, draft, 33)).content.decode()
    assert "Cakupan penerima manfaat 1-200 orang" in page
    post(sari, cast, draft, 33, measured="501")
    assert (answer_of(draft, 33).basis, answer_of(draft, 33).claimed_level) == ("a", 3)


def test_row_30_follows_the_kind(cast: Cast, draft: Innovation, sari: Client) -> None:
    url = url_of(cast, draft, 30)
    assert "Pilih dulu jenis inovasi" in sari.get(url).content.decode()
    for kind, words in (
        ("digital", "website/sosial media"),
        ("nondigital", "secara tersendiri (independen)"),
    ):
        with scope({KOTIM}):
            change_proposal(draft.pk, actor=cast.actor("sari"), seen=None, changes={"kind": kind})
        page = sari.get(url).content.decode()
        assert words in page
        assert "Pilih dulu jenis inovasi" not in page


# Evidence ----------------------------------------------------------------------------------------------------------


def test_upload_is_stored_cited_and_keeps_the_level_chosen_on_the_way(
    cast: Cast, draft: Innovation, sari: Client
) -> None:
    answer = post(
        sari,
        cast,
        draft,
        16,
        level=2,
        **{
            "aksi": "unggah",
            "bukti-file": upload_of("perkada"),
            "bukti-subject": "Perkada Inovasi",
            "bukti-number": "12/2024",
            "bukti-dated": "2024-02-01",
            "bukti-pages": "1, 4–6",
        },
    )
    assert answer["Location"] == url_of(cast, draft, 16) + "#bukti"
    assert cited(draft, 16) == [("Perkada Inovasi", "1, 4–6")]
    assert answer_of(draft, 16).claimed_level == 2
    with scope({KOTIM}):
        document = Document.objects.select_related("file").get()
        assert (document.opd_id, document.number, document.is_region_wide) == (
            cast.health.pk,
            "12/2024",
            False,
        )


def test_whichever_button_is_pressed_a_chosen_file_is_taken(
    cast: Cast, draft: Innovation, sari: Client
) -> None:
    post(sari, cast, draft, 16, **{"aksi": "lanjut", "bukti-file": upload_of("a"), "bukti-subject": "A"})
    assert cited(draft, 16) == [("A", "")]


def test_link_is_evidence_too_and_gets_its_scheme(cast: Cast, draft: Innovation, sari: Client) -> None:
    post(sari, cast, draft, 35, **{"aksi": "unggah", "bukti-link": "youtu.be/abc", "bukti-subject": "Video"})
    with scope({KOTIM}):
        assert Document.objects.get().link == "https://youtu.be/abc"


def test_format_the_guideline_does_not_print_is_cited_with_a_warning(
    cast: Cast, draft: Innovation, sari: Client
) -> None:
    data = {"aksi": "unggah", "bukti-link": "https://example.id/sk", "bukti-subject": "SK"}
    page = sari.post(url_of(cast, draft, 16), data, follow=True).content.decode()
    assert "Pedoman menyebut format pdf" in page
    assert cited(draft, 16) == [("SK", "")]


def encrypted_pdf() -> bytes:
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(200, 200))
    out = io.BytesIO()
    pdf.save(out, encryption=pikepdf.Encryption(owner="a", user="b"))
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"MZ\x90\x00 program", "Jenis berkas “bukti.pdf” tidak diterima"),
        (b"", "kosong"),
        (b"%PDF-1.7 terpotong", "rusak atau terpotong"),
        (encrypted_pdf(), "terkunci kata sandi"),
    ],
)
def test_refused_file_is_told_and_everything_typed_stays(
    cast: Cast, draft: Innovation, sari: Client, content: bytes, told: str
) -> None:
    data = {
        "aksi": "unggah",
        "bukti-file": SimpleUploadedFile("bukti.pdf", content, content_type="application/pdf"),
        "bukti-subject": "SK Bupati",
        "bukti-number": "188/2025",
        "bukti-pages": "3",
    }
    page = post(sari, cast, draft, 16, level=2, note="catatan", **data).content.decode()
    assert told in page
    assert 'href="#id_bukti-file"' in page
    for typed in ('value="SK Bupati"', 'value="188/2025"', 'value="3"'):
        assert typed in page
    # The claim that was sent along is saved all the same.
    assert (answer_of(draft, 16).claimed_level, answer_of(draft, 16).note) == (2, "catatan")
    with scope({KOTIM}):
        assert (Document.objects.count(), StoredFile.objects.count()) == (0, 0)


def test_file_over_the_limit_is_refused(cast: Cast, draft: Innovation, sari: Client, settings: Any) -> None:
    settings.DOCUMENT_MAX_BYTES = 300
    data = {"aksi": "unggah", "bukti-file": upload_of("besar"), "bukti-subject": "Besar"}
    page = post(sari, cast, draft, 16, **data).content.decode()
    assert "melebihi batas" in page
    with scope({KOTIM}):
        assert not Document.objects.exists()


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ({}, "Unggah berkas atau isi tautan, salah satu."),
        ({"bukti-subject": "Hanya judul"}, "Unggah berkas atau isi tautan, salah satu."),
        ({"bukti-link": "bukan tautan", "bukti-subject": "x"}, "URL"),
    ],
)
def test_upload_without_a_source_is_asked_for_one(
    cast: Cast, draft: Innovation, sari: Client, data: dict[str, str], told: str
) -> None:
    page = post(sari, cast, draft, 16, **{"aksi": "unggah", **data}).content.decode()
    assert told in page
    assert cited(draft, 16) == []


def test_file_beside_a_wrong_date_must_be_chosen_again_and_the_page_says_so(
    cast: Cast, draft: Innovation, sari: Client
) -> None:
    data = {"bukti-file": upload_of("sk"), "bukti-subject": "SK", "bukti-dated": "31/31/2025"}
    page = post(sari, cast, draft, 16, aksi="unggah", **data).content.decode()
    assert "Pilih “sk.pdf” sekali lagi" in page


def test_both_file_and_link_are_one_too_many(cast: Cast, draft: Innovation, sari: Client) -> None:
    data = {"bukti-file": upload_of("sk"), "bukti-link": "https://example.id/", "bukti-subject": "SK"}
    assert "salah satu" in post(sari, cast, draft, 16, aksi="unggah", **data).content.decode()
    assert cited(draft, 16) == []


# The same file -----------------------------------------------------------------------------------------------------


def test_same_file_is_offered_for_citing_instead(cast: Cast, draft: Innovation, sari: Client) -> None:
    with scope({KOTIM}):
        there = shelved(cast.actor("sari"), opd=cast.health, subject="SK lama")
    data = {
        "bukti-file": upload_of("SK lama", name="salinan.pdf"),
        "bukti-subject": "SK baru",
        "bukti-pages": "2",
    }
    page = post(sari, cast, draft, 16, aksi="unggah", level=1, **data).content.decode()
    assert "Berkas yang sama sudah ada di pustaka" in page
    assert f'name="kembar" value="{there.pk}"' in page
    assert cited(draft, 16) == []
    post(sari, cast, draft, 16, aksi="kutip-kembar", kembar=there.pk, **{"bukti-pages": "2"})
    assert cited(draft, 16) == [("SK lama", "2")]


def test_same_file_may_be_kept_as_a_document_of_its_own_without_choosing_it_again(
    cast: Cast, draft: Innovation, sari: Client
) -> None:
    with scope({KOTIM}):
        there = shelved(cast.actor("sari"), opd=cast.health, subject="SK lama")
    data = {"aksi": "simpan-kembar", "kembar": there.pk, "bukti-subject": "SK baru", "bukti-number": "9"}
    post(sari, cast, draft, 16, **data)
    assert cited(draft, 16) == [("SK baru", "")]
    with scope({KOTIM}):
        new = Document.objects.get(subject="SK baru")
        assert (new.file_id, new.number) == (there.file_id, "9")


def test_same_file_of_another_opd_is_not_told_of(cast: Cast, draft: Innovation, sari: Client) -> None:
    with scope({KOTIM}):
        shelved(cast.actor("dewi"), opd=cast.education, subject="SK lama")
    data = {"bukti-file": upload_of("SK lama"), "bukti-subject": "SK baru"}
    assert post(sari, cast, draft, 16, aksi="unggah", **data).status_code == 302
    assert cited(draft, 16) == [("SK baru", "")]
    with scope({KOTIM}):
        # The bytes are shared, and nobody is told.
        assert len(set(StoredFile.objects.values_list("key", flat=True))) == 1


def test_same_file_already_cited_here_is_said(cast: Cast, draft: Innovation, sari: Client) -> None:
    with scope({KOTIM}):
        there = shelved(cast.actor("sari"), opd=cast.health, subject="SK lama")
        cite_document(draft.pk, row=16, actor=cast.actor("sari"), document_id=there.pk)
    data = {"bukti-file": upload_of("SK lama"), "bukti-subject": "SK baru"}
    page = post(sari, cast, draft, 16, aksi="unggah", **data).content.decode()
    assert "sudah dikutip di baris ini" in page


# Citing and dropping -----------------------------------------------------------------------------------------------


def test_library_cites_several_at_once_with_their_pages(cast: Cast, draft: Innovation, sari: Client) -> None:
    with scope({KOTIM}):
        first, second, third = (
            make_document(cast.actor("sari"), opd=cast.health, subject=text) for text in ("A", "B", "C")
        )
        region = make_document(cast.actor("hendra"), opd=None, subject="SK Bupati", region_wide=True)
        make_document(cast.actor("dewi"), opd=cast.education, subject="Milik orang")
    url = url_of(cast, draft, 16, "row_library")
    page = sari.get(url).content.decode()
    assert "SK Bupati" in page
    assert "Milik orang" not in page
    data = {"dokumen": [first.pk, region.pk], f"hlm-{first.pk}": "7", f"hlm-{third.pk}": "tidak dicentang"}
    assert sari.post(url, data)["Location"] == url_of(cast, draft, 16) + "#bukti"
    assert sorted(cited(draft, 16)) == [("A", "7"), ("SK Bupati", "")]
    again = sari.get(url).content.decode()
    assert f'value="{first.pk}"' not in again
    assert f'value="{second.pk}"' in again


def test_library_without_a_tick_asks_for_one_and_keeps_the_pages(
    cast: Cast, draft: Innovation, sari: Client
) -> None:
    with scope({KOTIM}):
        document = make_document(cast.actor("sari"), opd=cast.health)
    page = sari.post(url_of(cast, draft, 16, "row_library"), {f"hlm-{document.pk}": "12"}).content.decode()
    assert "Centang sedikitnya satu dokumen." in page
    assert 'value="12"' in page


def test_replaced_document_cannot_be_cited(cast: Cast, draft: Innovation, sari: Client) -> None:
    with scope({KOTIM}):
        old = make_document(cast.actor("sari"), opd=cast.health, subject="Lama")
        Document.objects.filter(pk=old.pk).update(is_current=False)
    page = sari.post(url_of(cast, draft, 16, "row_library"), {"dokumen": old.pk}).content.decode()
    assert "sudah diganti" in page
    assert cited(draft, 16) == []


def test_citation_is_dropped_and_the_document_stays(cast: Cast, draft: Innovation, sari: Client) -> None:
    with scope({KOTIM}):
        document = make_document(cast.actor("sari"), opd=cast.health)
        citation = cite_document(draft.pk, row=16, actor=cast.actor("sari"), document_id=document.pk)
    for _press in range(2):
        answer = post(sari, cast, draft, 16, aksi="", lepas=citation.pk, level=1)
        assert answer["Location"] == url_of(cast, draft, 16) + "#bukti"
    assert cited(draft, 16) == []
    assert answer_of(draft, 16).claimed_level == 1
    with scope({KOTIM}):
        assert Document.objects.filter(pk=document.pk).exists()


def test_citation_of_another_row_is_not_dropped_here(cast: Cast, draft: Innovation, sari: Client) -> None:
    with scope({KOTIM}):
        document = make_document(cast.actor("sari"), opd=cast.health)
        citation = cite_document(draft.pk, row=17, actor=cast.actor("sari"), document_id=document.pk)
    post(sari, cast, draft, 16, aksi="", lepas=citation.pk)
    assert len(cited(draft, 17)) == 1


# Locked, judged ----------------------------------------------------------------------------------------------------


@pytest.fixture
def returned(cast: Cast) -> Innovation:
    """Judged at level 1 and returned for row 16."""
    with scope({KOTIM}):
        innovation = submit(
            make_complete(cast.actor("sari"), opd=cast.health, period=cast.period), cast.actor("sari")
        )
        judge_all(innovation, cast.actor("budi"), level=1, reason="Hanya surat tugas.")
        innovation.refresh_from_db()
        take_step(
            innovation.pk,
            action=Action.RETURN,
            actor=cast.actor("budi"),
            seen_version=innovation.version,
            row_reasons={16: "Lampirkan halaman nama inovasi."},
        )
        innovation.refresh_from_db()
        return innovation


def test_returned_row_tells_why_and_is_open_and_the_others_are_locked(
    cast: Cast, returned: Innovation, sari: Client
) -> None:
    named = sari.get(url_of(cast, returned, 16)).content.decode()
    assert "Lampirkan halaman nama inovasi." in named
    assert 'name="level"' in named
    other = sari.get(url_of(cast, returned, 18)).content.decode()
    assert "Desk tidak meminta perbaikan pada baris ini" in other
    assert 'name="level"' not in other
    assert "Hanya surat tugas." in other
    assert "Keputusan desk" in other


def test_locked_row_takes_nothing_and_says_why(cast: Cast, returned: Innovation, sari: Client) -> None:
    data = {"level": 3, "note": "", "aksi": "unggah", "bukti-file": upload_of("z")}
    page = sari.post(url_of(cast, returned, 18), data, follow=True).content.decode()
    assert "tetap terkunci" in page
    assert answer_of(returned, 18).claimed_level == 2
    assert len(cited(returned, 18)) == 1
    library = sari.get(url_of(cast, returned, 18, "row_library"))
    assert library["Location"] == url_of(cast, returned, 18)


def test_mended_row_shows_that_the_old_verdict_fell(cast: Cast, returned: Innovation, sari: Client) -> None:
    post(sari, cast, returned, 16, level=3, note="Halaman 4 dilampirkan.")
    page = sari.get(url_of(cast, returned, 16)).content.decode()
    assert "1 keputusan yang sudah gugur" in page
    assert "gugur karena isian berubah." in page
    assert answer_of(returned, 16).verified_level is None


def test_rows_show_claim_verdict_evidence_and_what_is_asked(
    cast: Cast, returned: Innovation, sari: Client
) -> None:
    page = sari.get(address("rows", cast.health, public_id=returned.public_id)).content.decode()
    # 37 x 2 claimed, 37 x 1 judged.
    assert '<strong class="num">74</strong> dari 111 poin' in page
    assert "Diakui desk: 37 poin" in page
    assert page.count("Diminta diperbaiki") == 1
    assert page.count("Terkunci") == 19
    assert page.count("1 dokumen") == 20


def test_head_reads_the_row_with_its_evidence(cast: Cast, returned: Innovation) -> None:
    url = head_address("row", cast.health, public_id=returned.public_id, row=16)
    page = signed_in(cast.joko).get(url).content.decode()
    assert "SK Antrean Daring" in page
    assert f"/kepala-opd/{cast.health.pk}/berkas/" in page


def test_row_asks_the_same_with_1_and_with_10_documents(cast: Cast, draft: Innovation, sari: Client) -> None:
    counts = []
    for number in (1, 9):
        with scope({KOTIM}):
            for count in range(number):
                document = make_document(cast.actor("sari"), opd=cast.health, subject=f"{number}-{count}")
                cite_document(draft.pk, row=16, actor=cast.actor("sari"), document_id=document.pk)
        sari.get(url_of(cast, draft, 16))
        with counted() as count_:
            sari.get(url_of(cast, draft, 16))
        counts.append(count_.value)
    assert counts[0] == counts[1] <= 13
