"""The page of one row and its form sent whole, as it works without scripts."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.test import Client

from iga_portal.tenancy.scope import scope
from innovations.domain.answers import cite_document, seen_of, set_answer
from innovations.domain.documents import replace_document
from innovations.forms.rows import RowFace
from innovations.models import Answer, Innovation
from innovations.queries.opd_rows import claim_history
from regions.access import Actor
from regions.enums import Role
from regions.queries.instruments import instrument_of
from tests.cast import BENGKULU, KOTIM, NOON, Cast, make_complete, make_document, make_draft
from tests.innovations.opd_support import counted, head_address, signed_in, upload_of
from tests.innovations.rows_support import (
    answer_of,
    autosave,
    claim,
    colleague,
    hashes,
    judged_and_returned,
    row_url,
)


@pytest.fixture
def draft(cast: Cast) -> Innovation:
    with scope({KOTIM}):
        return make_draft(cast.actor("sari"), opd=cast.health, period=cast.period)


@pytest.fixture
def sari(cast: Cast) -> Client:
    return signed_in(cast.sari)


def page_of(client: Client, cast: Cast, innovation: Innovation, row: int) -> str:
    return client.get(row_url(cast, innovation, row)).content.decode()


def seen_on(page: str) -> dict[str, str]:
    """The hidden hashes of a page, as a browser would send them back."""
    return dict(
        re.findall(
            r'<input type="hidden" name="(terlihat-(?:basis|measured|level|note))" value="([^"]*)"', page
        )
    )


def part(page: str, place: str) -> str:
    """The page from an element's id on, as far as the next closing of its kind."""
    found = re.search(rf'<(\w+)[^>]* id="{place}".*?</\1>', page, re.DOTALL)
    assert found is not None
    return found.group()


# What the page says ------------------------------------------------------------------------------------------------


def test_page_tells_points_what_is_missing_and_what_the_next_level_asks(
    cast: Cast, draft: Innovation, sari: Client
) -> None:
    with scope({KOTIM}):
        set_answer(draft.pk, row=16, actor=cast.actor("sari"), level=1)
    page = page_of(sari, cast, draft, 16)
    assert '<strong class="num">3</strong> dari 9 poin' in part(page, "poin-baris")
    assert '<strong class="num">3</strong> dari 111 poin' in page
    missing = part(page, "kurang-baris")
    assert '<a href="#bukti">Tambahkan bukti untuk tingkat yang diklaim.</a>' in missing
    above = part(page, "tingkat-berikut")
    assert "Untuk naik ke tingkat 2" in above
    assert "+3 poin kematangan" in above
    assert "Peraturan Kepala Daerah" in above
    assert "Dibuktikan dengan halaman depan Perda atau Perkada" in above
    assert "<strong>Baris wajib.</strong>" in page
    assert "<strong>Baris wajib.</strong>" not in page_of(sari, cast, draft, 18)


def test_guide_has_its_place_beside_the_row_and_an_anchor_without_scripts(
    cast: Cast, draft: Innovation, sari: Client
) -> None:
    page = page_of(sari, cast, draft, 16)
    aside = re.search(r'<aside class="sheet-guide".*?</aside>', page, re.DOTALL)
    assert aside is not None
    assert "Panduan baris 16" in aside.group()
    assert 'href="/panduan/sid-16/"' in aside.group()
    assert 'data-guide="/panduan/sisipan/16/?bahasa=id&amp;dasar="' in aside.group()
    with scope({KOTIM}):
        set_answer(draft.pk, row=33, actor=cast.actor("sari"), level=None, basis="f")
    assert "/panduan/sisipan/33/?bahasa=id&amp;dasar=f" in page_of(sari, cast, draft, 33)


def test_guide_is_one_answer_for_everybody_that_browsers_may_keep(cast: Cast) -> None:
    answer = Client().get("/panduan/sisipan/33/?bahasa=id&dasar=f")
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "public, max-age=3600"
    assert "Set-Cookie" not in answer
    text = answer.content.decode()
    assert text.count('class="guide-proofs"') == 1
    assert "Panduan baris ini" in text
    every = Client().get("/panduan/sisipan/33/?bahasa=id").content.decode()
    assert every.count('class="guide-proofs"') == 6
    assert "Jumlah penerima manfaat (orang)" in every
    # The language is the address's, whatever the browser prefers.
    english = (
        Client().get("/panduan/sisipan/16/?bahasa=en", headers={"Accept-Language": "id"}).content.decode()
    )
    assert english != Client().get("/panduan/sisipan/16/?bahasa=id").content.decode()


@pytest.mark.parametrize("row", ["15x", "99", "sid-16"])
def test_guide_to_a_row_that_is_none_is_not_found(cast: Cast, row: str) -> None:
    assert Client().get(f"/panduan/sisipan/{row}/").status_code == 404


def test_level_0_on_a_mandatory_row_is_named(cast: Cast, draft: Innovation, sari: Client) -> None:
    with scope({KOTIM}):
        set_answer(draft.pk, row=16, actor=cast.actor("sari"), level=0)
    assert "Pilih tingkat; baris ini wajib." in part(page_of(sari, cast, draft, 16), "kurang-baris")


def test_row_33_offers_its_six_bases_and_row_30_follows_the_kind(
    cast: Cast, draft: Innovation, sari: Client
) -> None:
    page = page_of(sari, cast, draft, 33)
    assert len(re.findall(r'type="radio" name="basis"', page)) == 6
    assert 'name="level"' not in page
    assert "Pilih dulu satuan ukurnya." in page
    with scope({KOTIM}):
        Innovation.objects.filter(pk=draft.pk).update(kind="nondigital")
    page = page_of(sari, cast, draft, 30)
    assert "Layanan inovasi berjalan secara tersendiri (independen)" in page
    assert "Contoh: Peningkatan layanan melalui kegiatan jemput bola" in page


def test_page_shows_the_desks_level_on_its_card_and_beside_the_claim(cast: Cast, sari: Client) -> None:
    returned = judged_and_returned(cast, rows={16: "Lampirkan halaman nama inovasi."})
    page = page_of(sari, cast, returned, 16)
    assert "Lampirkan halaman nama inovasi." in page
    assert "Desk daerah: diturunkan" in page
    assert "Hanya surat tugas." in page
    cards = re.findall(r'<label class="level.*?</label>', page, re.DOTALL)
    assert ["Keputusan desk" in card for card in cards] == [False, True, False, False]
    assert [" checked" in card for card in cards] == [False, False, True, False]
    locked = page_of(sari, cast, returned, 18)
    assert "Desk tidak meminta perbaikan pada baris ini" in locked
    assert "data-autosave" not in locked


@pytest.mark.parametrize(
    ("row", "basis", "begins"),
    [
        ("16", "", "Dibuktikan dengan halaman depan"),
        ("22", "", "Untuk Tahun dokumen/berkas saat ini"),
        ("30", "digital", "a. Sub indikator digital: dibuktikan dengan screenshot"),
        ("33", "a", "Dibuktikan dengan daftar penerima manfaat"),
        ("33", "", ""),
        ("35", "", "Mengunggah video penerapan inovasi"),
    ],
)
def test_proof_is_the_official_sentence_that_names_it(cast: Cast, row: str, basis: str, begins: str) -> None:
    proof = RowFace(instrument_of(cast.period).row(row), basis).proof
    assert proof.startswith(begins)
    assert bool(proof) is bool(begins)
    if row == "35":
        # With the list that the sentence opens.
        assert "5. Dampak inovasi." in proof


# Sent whole --------------------------------------------------------------------------------------------------------


def send(client: Client, cast: Cast, innovation: Innovation, row: int, **data: Any) -> Any:
    return client.post(row_url(cast, innovation, row), {"aksi": "simpan", "note": "", **data})


def test_form_writes_only_what_was_changed_on_it(cast: Cast, draft: Innovation, sari: Client) -> None:
    shown = seen_on(page_of(sari, cast, draft, 16))
    putri = Actor(colleague(cast).pk, Role.OPERATOR, KOTIM, frozenset({cast.health.pk}))
    with scope({KOTIM}):
        set_answer(draft.pk, row=16, actor=putri, level=None, note="Dari Putri")
    assert send(sari, cast, draft, 16, level=2, **shown).status_code == 302
    assert claim(draft, 16) == (2, "", None, "Dari Putri")


def test_both_levels_are_shown_and_the_person_chooses(cast: Cast, draft: Innovation, sari: Client) -> None:
    shown = seen_on(page_of(sari, cast, draft, 16))
    putri = Actor(colleague(cast).pk, Role.OPERATOR, KOTIM, frozenset({cast.health.pk}))
    with scope({KOTIM}, actor_id=putri.person_id, role="operator"):
        set_answer(draft.pk, row=16, actor=putri, level=3)
    page = send(sari, cast, draft, 16, level=1, note="Catatan Sari", **shown).content.decode()
    assert claim(draft, 16) == (3, "", None, "")
    assert "Putri menyimpan isian lain" in page
    assert "Catatan Sari</textarea>" in page
    assert 'name="konflik" value="level"' in page
    asked = seen_on(page)
    # Nothing chosen: asked again, nothing written.
    again = send(sari, cast, draft, 16, level=1, note="Catatan Sari", konflik="level", **asked)
    assert again.status_code == 200
    assert claim(draft, 16) == (3, "", None, "")
    # "Tersimpan": the other's level stays, the rest of the form is saved.
    kept = send(
        sari, cast, draft, 16, level=1, note="Catatan Sari", konflik="level", pilih_level="tersimpan", **asked
    )
    assert kept.status_code == 302
    assert claim(draft, 16) == (3, "", None, "Catatan Sari")


def test_own_level_chosen_after_seeing_both_is_written(cast: Cast, draft: Innovation, sari: Client) -> None:
    shown = seen_on(page_of(sari, cast, draft, 16))
    with scope({KOTIM}):
        set_answer(draft.pk, row=16, actor=cast.actor("sari"), level=3, note="Dari tab lain")
    data = {"level": 1, "note": "Dari tab ini"}
    page = send(sari, cast, draft, 16, **data, **shown).content.decode()
    # The words in which the two notes differ are marked.
    assert "Dari tab <del>lain</del>" in page
    assert "Dari tab <ins>ini</ins>" in page
    chosen = {"konflik": ["level", "note"], "pilih_level": "saya", "pilih_note": "saya"}
    assert send(sari, cast, draft, 16, **data, **chosen, **seen_on(page)).status_code == 302
    assert claim(draft, 16) == (1, "", None, "Dari tab ini")


def test_decision_on_something_that_moved_on_is_asked_again(
    cast: Cast, draft: Innovation, sari: Client
) -> None:
    shown = seen_on(page_of(sari, cast, draft, 16))
    with scope({KOTIM}):
        set_answer(draft.pk, row=16, actor=cast.actor("sari"), level=3)
    page = send(sari, cast, draft, 16, level=1, **shown).content.decode()
    with scope({KOTIM}):
        set_answer(draft.pk, row=16, actor=cast.actor("sari"), level=2)
    data = {"level": 1, "konflik": "level", "pilih_level": "saya"}
    assert send(sari, cast, draft, 16, **data, **seen_on(page)).status_code == 200
    assert claim(draft, 16)[0] == 2


def test_form_without_hashes_writes_into_emptiness_only(cast: Cast, draft: Innovation, sari: Client) -> None:
    assert send(sari, cast, draft, 16, level=1).status_code == 302
    assert claim(draft, 16)[0] == 1
    assert send(sari, cast, draft, 16, level=2).status_code == 200
    assert claim(draft, 16)[0] == 1


def test_basis_by_its_button_shows_its_levels(cast: Cast, draft: Innovation, sari: Client) -> None:
    page = page_of(sari, cast, draft, 33)
    assert re.search(r"<noscript>.*Tampilkan tingkat satuan ini", page, re.DOTALL)
    answer = send(sari, cast, draft, 33, basis="b", **seen_on(page))
    assert answer.status_code == 302
    assert "Cakupan unit penerima manfaat 5,00% s.d 20,00%" in page_of(sari, cast, draft, 33)


@pytest.mark.parametrize(
    "data",
    [
        {"level": "4"},
        {"level": "-1"},
        {"level": "٣"},
        {"level": "3", "note": "x\x00y"},
        {"level": "3", "note": "x" * 2001},
        {"level": "3", "note": "balik \u202egnarab"},
    ],
)
def test_hostile_form_changes_nothing(
    cast: Cast, draft: Innovation, sari: Client, data: dict[str, str]
) -> None:
    answer = send(sari, cast, draft, 16, **{**data, **hashes(draft, 16)})
    assert answer.status_code == 200
    assert "ringkasan-galat" in answer.content.decode()
    assert claim(draft, 16) == (None, "", None, "")


def test_form_of_10_megabytes_is_refused(cast: Cast, draft: Innovation, sari: Client) -> None:
    answer = send(sari, cast, draft, 16, level=3, **{**hashes(draft, 16), "note": "a" * 10_000_000})
    assert 400 <= answer.status_code < 500
    assert claim(draft, 16) == (None, "", None, "")


def test_citation_of_another_innovation_is_not_dropped_here(
    cast: Cast, draft: Innovation, sari: Client
) -> None:
    with scope({KOTIM}):
        actor = cast.actor("sari")
        other = make_draft(actor, opd=cast.health, period=cast.period, name="Yang lain")
        document = make_document(actor, opd=cast.health)
        citation = cite_document(other.pk, row=16, actor=actor, document_id=document.pk)
    send(sari, cast, draft, 16, **{**hashes(draft, 16), "aksi": "", "lepas": citation.pk})
    with scope({KOTIM}):
        assert Answer.objects.get(innovation=other, row=16).citations.count() == 1


def test_forged_basis_in_the_form_changes_nothing(cast: Cast, draft: Innovation, sari: Client) -> None:
    for basis in ("z", "digital", "a; drop"):
        assert send(sari, cast, draft, 33, basis=basis, **hashes(draft, 33)).status_code == 200
    # A basis on a row that has none is not looked at.
    send(sari, cast, draft, 16, basis="a", level=1, **hashes(draft, 16))
    assert claim(draft, 33) == (None, "", None, "")
    assert claim(draft, 16) == (1, "", None, "")


def test_documents_of_others_cannot_be_cited(cast: Cast, draft: Innovation, sari: Client) -> None:
    with scope({BENGKULU}):
        watis = make_document(cast.actor("wati"), opd=cast.bengkulu_opd, subject="Rahasia Bengkulu")
    with scope({KOTIM}):
        dewis = make_document(cast.actor("dewi"), opd=cast.education, subject="Rahasia Dewi")
    for foreign in (watis, dewis):
        for data in (
            {"aksi": "kutip-kembar", "kembar": foreign.pk},
            {"aksi": "simpan-kembar", "kembar": foreign.pk, "bukti-subject": "x"},
        ):
            answer = send(sari, cast, draft, 16, **{**hashes(draft, 16), **data})
            assert answer.status_code == 404
            assert "Rahasia" not in answer.content.decode()
        answer = sari.post(row_url(cast, draft, 16, "row_library"), {"dokumen": foreign.pk})
        assert answer.status_code == 404
    with scope({KOTIM}):
        assert not Answer.objects.get(innovation=draft, row=16).citations.exists()


def test_file_chosen_beside_a_conflict_is_not_lost(cast: Cast, draft: Innovation, sari: Client) -> None:
    shown = seen_on(page_of(sari, cast, draft, 16))
    with scope({KOTIM}):
        set_answer(draft.pk, row=16, actor=cast.actor("sari"), level=3)
    data = {"level": 1, "bukti-file": upload_of("sk"), "bukti-subject": "SK"}
    page = send(sari, cast, draft, 16, **{**shown, **data}).content.decode()
    assert "“SK” dikutip untuk baris 16." in page
    assert 'name="konflik" value="level"' in page
    assert claim(draft, 16)[0] == 3


# History -----------------------------------------------------------------------------------------------------------


def test_history_tells_who_claimed_what_by_sittings(cast: Cast, draft: Innovation, sari: Client) -> None:
    putri = colleague(cast)

    def write(person_id: int, at: int, **values: Any) -> None:
        """`at` in minutes after noon."""
        with (
            time_machine.travel(NOON + timedelta(minutes=at)),
            scope({KOTIM}, actor_id=person_id, role="operator"),
        ):
            actor = Actor(person_id, Role.OPERATOR, KOTIM, frozenset({cast.health.pk}))
            set_answer(draft.pk, row=17, actor=actor, **values)

    write(cast.sari.pk, 0, level=1)
    write(cast.sari.pk, 5, level=2)
    write(cast.sari.pk, 10, level=2, note="Dua belas orang")
    write(putri.pk, 12, level=3, measured=Decimal(40), note="Dua belas orang")
    write(cast.sari.pk, 200, level=None)
    # A sitting that ends where it began is no change.
    write(putri.pk, 400, level=2)
    write(putri.pk, 401, level=None)
    with scope({KOTIM}):
        steps = claim_history(answer_of(draft, 17))
    assert [(step.by, step.before.level, step.after.level) for step in steps] == [
        ("Sari", 3, None),
        ("Putri", 2, 3),
        ("Sari", None, 2),
    ]
    page = page_of(sari, cast, draft, 17)
    assert "Riwayat klaim: 3 perubahan" in page
    assert "tingkat 2 → 40 orang · tingkat 3" in page
    assert "Catatan: Dua belas orang" in page
    assert "(dikosongkan)" in page


def test_history_passes_over_verdicts_and_locks(cast: Cast) -> None:
    returned = judged_and_returned(cast, rows={16: "x"})
    with scope({KOTIM}):
        steps = claim_history(answer_of(returned, 16))
    assert [(step.before.level, step.after.level) for step in steps] == [(None, 2)]


# Reads -------------------------------------------------------------------------------------------------------------


def test_row_page_asks_little(cast: Cast, sari: Client) -> None:
    returned = judged_and_returned(cast, rows={16: "x"})
    page_of(sari, cast, returned, 16)
    with counted() as count:
        page_of(sari, cast, returned, 16)
    assert count.value <= 14


def test_head_sees_no_form(cast: Cast, draft: Innovation) -> None:
    url = head_address("row", cast.health, public_id=draft.public_id, row=33)
    page = signed_in(cast.joko).get(url).content.decode()
    assert "data-autosave" not in page
    assert 'type="radio"' not in page


def test_hashes_share_what_belongs_together(cast: Cast, draft: Innovation) -> None:
    answer = answer_of(draft, 33)
    before = seen_of(answer, kind="")
    assert before["level"] == before["basis"] == before["measured"]
    answer.note = "x"
    assert seen_of(answer, kind="") == {**before, "note": seen_of(answer, kind="")["note"]}
    answer.basis = "a"
    assert seen_of(answer, kind="")["level"] != before["level"]
    # The kind gives row 30 its words, and no other row.
    assert seen_of(Answer(row=30), kind="digital") != seen_of(Answer(row=30), kind="nondigital")
    assert seen_of(Answer(row=16), kind="digital") == seen_of(Answer(row=16), kind="nondigital")


def test_whoever_mends_goes_on_to_the_next_row_that_was_named(cast: Cast, sari: Client) -> None:
    innovation = judged_and_returned(cast, rows={20: "Foto tidak ada.", 30: "Alamat tidak terbaca."})
    page = sari.get(row_url(cast, innovation, 20)).text
    assert "Simpan dan ke baris 30" in page
    assert row_url(cast, innovation, 21) not in page.split('id="panduan"')[0]
    # A row that is only read keeps its own neighbours.
    assert row_url(cast, innovation, 22) in sari.get(row_url(cast, innovation, 21)).text


def test_row_that_the_desk_named_says_what_was_asked_and_not_that_it_is_complete(
    cast: Cast, sari: Client
) -> None:
    returned = judged_and_returned(cast, rows={16: "Lampirkan halaman <nama> inovasi."})
    missing = part(page_of(sari, cast, returned, 16), "kurang-baris")
    assert "Baris ini lengkap" not in missing
    assert (
        '<a href="#diminta-judul"><strong>Diminta desk:</strong> Lampirkan halaman &lt;nama&gt; inovasi.</a>'
        in missing
    )
    # Typing redraws that part of the page: it says the same.
    answer = autosave(sari, cast, returned, 16, "note", "Halaman 3.").json()
    assert answer["status"] == "saved"
    assert "Lampirkan halaman &lt;nama&gt; inovasi." in answer["parts"]["#kurang-baris"]
    assert "Baris ini lengkap" not in answer["parts"]["#kurang-baris"]


def test_row_of_a_draft_is_complete_with_level_and_evidence(cast: Cast, sari: Client) -> None:
    with scope({KOTIM}):
        whole = make_complete(cast.actor("sari"), opd=cast.health, period=cast.period)
    missing = part(page_of(sari, cast, whole, 16), "kurang-baris")
    assert "Baris ini lengkap: tingkat dan buktinya ada." in missing
    assert "Diminta desk" not in missing


def pick_parts(page: str) -> tuple[list[str], list[str], bool]:
    """Documents of the library that are shown at once, those that are folded, and whether the fold stands open."""
    found = re.search(r'<details class="fold pick-rest"( open)?>(.*?)</details>', page, re.DOTALL)
    rest = found[2] if found else ""
    picks = r'name="dokumen" value="(\d+)"'
    shown = re.findall(picks, page.replace(rest, "") if rest else page)
    return shown, re.findall(picks, rest), bool(found and found[1])


@pytest.mark.parametrize(("number", "shown", "folded"), [(5, 5, 0), (6, 5, 1), (12, 5, 7)])
def test_library_of_a_row_shows_the_newest_five_and_folds_the_rest(
    cast: Cast, sari: Client, draft: Innovation, number: int, shown: int, folded: int
) -> None:
    with scope({KOTIM}):
        documents = [
            make_document(cast.actor("sari"), opd=cast.health, subject=f"SK {n}") for n in range(number)
        ]
    page = sari.get(row_url(cast, draft, 16, "row_library")).content.decode()
    first, rest, is_open = pick_parts(page)
    newest_first = [str(document.pk) for document in reversed(documents)]
    assert (first + rest, len(first), len(rest), is_open) == (newest_first, shown, folded, False)
    assert (f"{folded} dokumen lain" in page) is bool(folded)


def test_fold_of_the_library_opens_where_something_in_it_was_ticked(
    cast: Cast, sari: Client, draft: Innovation
) -> None:
    with scope({KOTIM}):
        documents = [make_document(cast.actor("sari"), opd=cast.health, subject=f"SK {n}") for n in range(25)]
        replace_document(documents[24].pk, actor=cast.actor("sari"), link="https://contoh.go.id/sk")
    url = row_url(cast, draft, 16, "row_library")
    older = documents[10].pk
    # An old version is refused, and nothing is cited: what was ticked with it stays ticked, and in sight.
    refused = sari.post(url, {"dokumen": [documents[24].pk, older]}).content.decode()
    first, rest, is_open = pick_parts(refused)
    assert str(older) in rest
    assert f'value="{older}" id="dokumen-{older}" checked' in refused
    assert (len(first), is_open) == (5, True)
    # Whoever turned the page wants to see it.
    assert pick_parts(sari.get(f"{url}?halaman=2").content.decode())[1:] == ([], False)
    with scope({KOTIM}):
        for n in range(6):
            make_document(cast.actor("sari"), opd=cast.health, subject=f"DPA {n}")
    assert pick_parts(sari.get(f"{url}?halaman=2").content.decode())[2] is True
    cited = sari.post(url, {"dokumen": older}, follow=True)
    assert "1 dokumen dikutip." in cited.content.decode()
