"""A field that saves itself: what is stored, what is told, and what becomes of it when somebody else was there."""

from __future__ import annotations

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from django.test import Client

from iga_portal.tenancy.scope import scope
from innovations.domain.design import split_design
from innovations.domain.innovations import change_proposal
from innovations.domain.seen import NOTHING, field_hash
from innovations.domain.transitions import take_step
from innovations.models import Innovation
from innovations.views.autosaving import told_of
from innovations.workflow import Action
from regions.access import Actor
from regions.enums import Role
from regions.models import Membership, Person
from tests.cast import KOTIM, NOON, Cast, make_complete, make_document, make_draft, submit
from tests.innovations.autosave_support import FORM, JSON, autosave_url, page_url, seen_on_page, send
from tests.innovations.opd_support import address, signed_in


@pytest.fixture
def draft(cast: Cast) -> Innovation:
    with scope({KOTIM}):
        return make_draft(cast.actor("sari"), opd=cast.health, period=cast.period)


@pytest.fixture
def sari(cast: Cast) -> Client:
    return signed_in(cast.sari)


@pytest.fixture
def putri(cast: Cast) -> Person:
    person = Person.objects.create(email="putri@contoh.go.id", name="Putri")
    Membership.objects.create(
        person=person, role=Role.OPERATOR, region_id=KOTIM, opd=cast.health, valid_from=date(2025, 1, 1)
    )
    return person


def now(innovation: Innovation) -> Innovation:
    with scope({KOTIM}):
        return Innovation.objects.get(pk=innovation.pk)


def write(innovation: Innovation, person: Person, **changes: Any) -> None:
    with scope({KOTIM}, actor_id=person.pk, role="operator"):
        actor = Actor(person.pk, Role.OPERATOR, KOTIM, frozenset({innovation.opd_id}))
        change_proposal(innovation.pk, actor=actor, seen=None, changes=changes)


def save(
    cast: Cast, client: Client, draft: Innovation, step: str, field: str, value: Any, **more: Any
) -> Any:
    """From a page that is opened now."""
    seen = seen_on_page(client, page_url(cast.health, draft, step))[field]
    return send(client, autosave_url(cast.health, draft, step), field, value, seen=seen, **more)


# Saved -------------------------------------------------------------------------------------------------------------


def test_saved_field_is_told_with_the_time_of_the_region(cast: Cast, draft: Innovation, sari: Client) -> None:
    answer = save(cast, sari, draft, "uraian", "aim", "Obat tiba pada hari yang sama.")
    told = answer.json()
    assert answer.status_code == 200
    assert (told["status"], told["field"], told["version"]) == ("saved", "aim", 2)
    assert told["told"] == "Tersimpan 12.00 WIB"
    assert told["seen"] == {"aim": field_hash("Obat tiba pada hari yang sama.")}
    assert "3 dari 22 butir terisi" not in told["parts"]["#kemajuan"]
    assert "2 dari 22 butir terisi" in told["parts"]["#kemajuan"]
    assert answer["Cache-Control"] == "no-store"
    saved = now(draft)
    assert (saved.aim, saved.version, saved.autosaves) == ("Obat tiba pada hari yang sama.", 2, 1)


@pytest.mark.parametrize(
    ("zone", "told"), [("WIB", "12.00 WIB"), ("WITA", "13.00 WITA"), ("WIT", "14.00 WIT")]
)
def test_time_is_told_where_the_region_is(zone: str, told: str) -> None:
    request: Any = SimpleNamespace(grant=SimpleNamespace(region=SimpleNamespace(time_zone=zone)))
    with time_machine.travel(NOON, tick=False):
        assert told_of(request, NOON) == f"Tersimpan {told}"
        assert told_of(request, NOON - timedelta(days=1)) == f"Tersimpan 6 Juli 2026 {told}"
        assert told_of(request, None) == ""


def test_same_value_again_writes_nothing_and_is_told_saved(
    cast: Cast, draft: Innovation, sari: Client
) -> None:
    url = autosave_url(cast.health, draft, "uraian")
    first = send(sari, url, "aim", "Satu", seen=NOTHING)
    again = send(sari, url, "aim", "Satu", seen=NOTHING, ulang="1", version="1")
    assert (first.status_code, again.status_code, again.json()["status"]) == (200, 200, "saved")
    assert (now(draft).version, now(draft).autosaves) == (2, 1)


def test_text_is_saved_as_it_is_mended_and_the_page_is_told(
    cast: Cast, draft: Innovation, sari: Client
) -> None:
    told = save(cast, sari, draft, "uraian", "aim", "dari\u00ad Word\x0bbaris dua \r\n").json()
    assert now(draft).aim == "dari Word\nbaris dua"
    assert told["shown"] == {"aim": ["dari Word\nbaris dua"]}
    assert save(cast, sari, draft, "uraian", "result", "rapi").json()["shown"] == {}


def test_each_part_of_the_design_is_a_field_of_its_own(
    cast: Cast, draft: Innovation, sari: Client, putri: Person
) -> None:
    url = autosave_url(cast.health, draft, "rancang")
    assert send(sari, url, "design_hukum", "Perda 3/2024", seen=NOTHING).status_code == 200
    write(draft, putri, design_isu="Isu dari Putri")
    assert send(sari, url, "design_lain", "Terima kasih", seen=NOTHING).status_code == 200
    parts = split_design(now(draft).design)
    assert (parts["hukum"], parts["isu"], parts["lain"]) == ("Perda 3/2024", "Isu dari Putri", "Terima kasih")


def test_text_without_headings_stays_whole_until_its_part_is_written(
    cast: Cast, draft: Innovation, sari: Client, putri: Person
) -> None:
    write(draft, putri, design="Cerita lama\ntanpa judul")
    page = sari.get(page_url(cast.health, draft, "rancang")).content.decode()
    assert "Cerita lama\ntanpa judul</textarea>" in page
    save(cast, sari, draft, "rancang", "design_metode", "Dulu begini, kini begitu.")
    parts = split_design(now(draft).design)
    assert (parts["metode"], parts["lain"]) == ("Dulu begini, kini begitu.", "Cerita lama\ntanpa judul")


def test_boxes_are_saved_as_a_list_and_as_none(cast: Cast, draft: Innovation, sari: Client) -> None:
    save(cast, sari, draft, "klasifikasi", "urusan_overlapping", ["A06", "B01"])
    assert now(draft).urusan_overlapping == ["A06", "B01"]
    save(cast, sari, draft, "klasifikasi", "urusan_overlapping", None)
    assert now(draft).urusan_overlapping == []


def test_document_is_chosen_and_a_strangers_is_unknown(cast: Cast, draft: Innovation, sari: Client) -> None:
    with scope({KOTIM}):
        ours = make_document(cast.actor("sari"), opd=cast.health, subject="DPA")
        theirs = make_document(cast.actor("dewi"), opd=cast.education)
    assert save(cast, sari, draft, "lampiran", "budget_document", ours.pk).status_code == 200
    refused = save(cast, sari, draft, "lampiran", "budget_document", theirs.pk)
    assert (refused.status_code, refused.json()["errors"]) == (
        422,
        ["Dokumen ini tidak ada dalam pustaka Anda. Pilih yang lain."],
    )
    assert now(draft).budget_document_id == ours.pk


# What hangs together -----------------------------------------------------------------------------------------------


def test_dates_out_of_order_are_told_at_the_date_that_was_typed(
    cast: Cast, draft: Innovation, sari: Client
) -> None:
    save(cast, sari, draft, "waktu", "trial_date", "2024-03-01")
    refused = save(cast, sari, draft, "waktu", "implemented_on", "2024-02-01")
    assert (refused.status_code, refused.json()) == (
        422,
        {
            "status": "invalid",
            "field": "implemented_on",
            "errors": ["Penerapan awal tidak dapat sebelum uji coba (1 Maret 2024). Periksa kedua tanggal."],
            "parts": {},
        },
    )
    assert now(draft).implemented_on is None


def test_window_is_told_with_the_answer(cast: Cast, draft: Innovation, sari: Client) -> None:
    early = save(cast, sari, draft, "waktu", "implemented_on", "2023-05-01").json()
    assert (
        "Diterapkan 2023: isi tanggal pengembangan terbaru agar dapat dinilai." in early["parts"]["#jendela"]
    )
    late = save(cast, sari, draft, "waktu", "developed_on", "2025-02-01").json()
    assert "Di dalam jendela" in late["parts"]["#jendela"]
    assert now(draft).developed_on == date(2025, 2, 1)


def test_stage_that_is_not_assessed_is_told_at_once(cast: Cast, draft: Innovation, sari: Client) -> None:
    told = save(cast, sari, draft, "identitas", "stage", "uji_coba").json()
    assert "Hanya tahap Penerapan yang dinilai" in told["parts"]["#arti-tahapan"]
    told = save(cast, sari, draft, "identitas", "stage", "penerapan").json()
    assert "Hanya tahap" not in told["parts"]["#arti-tahapan"]


def test_programmes_go_with_their_cluster(cast: Cast, draft: Innovation, sari: Client) -> None:
    save(cast, sari, draft, "klasifikasi", "pkpn_cluster", "D")
    save(cast, sari, draft, "klasifikasi", "pkpn_main", "D03")
    save(cast, sari, draft, "klasifikasi", "pkpn_overlapping", ["A01"])
    told = save(cast, sari, draft, "klasifikasi", "pkpn_cluster", "I").json()
    assert told["shown"] == {"pkpn_main": [""], "pkpn_overlapping": []}
    assert told["seen"] == {
        "pkpn_cluster": field_hash("I"),
        "pkpn_main": NOTHING,
        "pkpn_overlapping": NOTHING,
    }
    assert told["notes"] == ["NON PKPN: program PKPN dikosongkan."]
    refused = save(cast, sari, draft, "klasifikasi", "pkpn_main", "A01")
    assert refused.json()["errors"] == ["NON PKPN: kosongkan program utama dan program beririsan."]


def test_advice_comes_with_the_answer_and_blocks_nothing(cast: Cast, draft: Innovation, sari: Client) -> None:
    with scope({KOTIM}):
        make_draft(cast.actor("dewi"), opd=cast.education, period=cast.period, name="Perahu Baca")
        complete = make_complete(cast.actor("sari"), opd=cast.health, period=cast.period, name="Lengkap")
    named = save(cast, sari, draft, "identitas", "name", " perahu  baca ").json()
    assert "nama yang sama" in named["notes"][0]
    assert (now(draft).name, named["shown"]) == ("perahu baca", {"name": ["perahu baca"]})
    kind = save(cast, sari, complete, "identitas", "kind", "nondigital").json()
    assert kind["notes"] == [
        "Baris 30 kini dinilai dengan kriteria inovasi nondigital. Periksa lagi tingkat yang diklaim di baris itu."
    ]


# Refused -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("step", "field", "value", "told"),
    [
        ("identitas", "name", "  ", "Tuliskan nama inovasi."),
        ("identitas", "stage", "selesai", "Pilih salah satu dari daftar."),
        ("asal", "coordinates", "112.95, -2.53", "di luar Indonesia"),
        ("klasifikasi", "urusan", "Z99", "Pilih salah satu dari daftar."),
        ("klasifikasi", "asta_cita", "9", "Pilih salah satu dari daftar."),
        ("klasifikasi", "pkpn_main", "Z01", "Pilih salah satu dari daftar."),
        ("waktu", "trial_date", "31-31-2024", "tanggal"),
        ("uraian", "aim", "a" * 20_001, "20.001 karakter; paling banyak 20.000"),
        ("uraian", "aim", "nol\x00", "U+0000"),
        ("uraian", "aim", "balik\u202e", "pembalik arah"),
        ("identitas", "name", "n" * 201, "201 karakter; paling banyak 200"),
        ("rancang", "design_isu", "\u202e", "pembalik arah"),
    ],
)
def test_bad_value_changes_nothing_and_is_told(
    cast: Cast, draft: Innovation, sari: Client, step: str, field: str, value: str, told: str
) -> None:
    answer = save(cast, sari, draft, step, field, value)
    assert (answer.status_code, answer.json()["status"]) == (422, "invalid")
    assert told in " ".join(answer.json()["errors"])
    assert (now(draft).version, now(draft).name) == (1, "Antrean Daring")


def test_all_parts_together_have_a_limit(cast: Cast, draft: Innovation, sari: Client) -> None:
    assert save(cast, sari, draft, "rancang", "design_isu", "a" * 19_000).status_code == 200
    refused = save(cast, sari, draft, "rancang", "design_hukum", "b" * 1_000)
    assert "paling banyak 20.000" in refused.json()["errors"][0]
    assert split_design(now(draft).design)["hukum"] == ""


@pytest.mark.parametrize("accept", [JSON, "text/html"])
def test_ten_megabytes_are_refused_with_words_and_nothing_changes(
    cast: Cast, draft: Innovation, sari: Client, accept: str
) -> None:
    url = (
        autosave_url(cast.health, draft, "uraian")
        if accept == JSON
        else page_url(cast.health, draft, "uraian")
    )
    body = b"field=aim&aim=" + b"a" * 10 * 1024 * 1024
    answer = sari.post(url, body, content_type=FORM, headers={"accept": accept})
    assert answer.status_code == 413
    words = answer.json()["errors"][0] if accept == JSON else answer.content.decode()
    assert "melebihi 2,1\u00a0MB teks sekali simpan" in words
    assert "Traceback" not in words
    assert now(draft).version == 1


def test_thousands_of_fields_are_refused_with_words(cast: Cast, draft: Innovation, sari: Client) -> None:
    body = "&".join(f"f{number}=1" for number in range(1500))
    answer = sari.post(
        autosave_url(cast.health, draft, "uraian"), body, content_type=FORM, headers={"accept": JSON}
    )
    assert (answer.status_code, answer.json()["status"]) == (413, "invalid")


@pytest.mark.parametrize("field", ["aim", "state", "version", "latitude", "opd", "", "design"])
def test_what_the_step_does_not_ask_is_not_found(
    cast: Cast, draft: Innovation, sari: Client, field: str
) -> None:
    url = autosave_url(cast.health, draft, "identitas")
    assert send(sari, url, field, "x", seen=NOTHING).status_code == 404
    assert (
        send(sari, autosave_url(cast.health, draft, "lampiran"), field, "x", seen=NOTHING).status_code == 404
    )
    assert now(draft).version == 1


def test_only_a_press_saves(cast: Cast, draft: Innovation, sari: Client) -> None:
    assert sari.get(autosave_url(cast.health, draft, "uraian")).status_code == 405


# Somebody else -----------------------------------------------------------------------------------------------------


def test_second_writer_is_shown_both_texts_and_nothing_is_written(
    cast: Cast, draft: Innovation, sari: Client, putri: Person
) -> None:
    seen = seen_on_page(sari, page_url(cast.health, draft, "uraian"))["aim"]
    write(draft, putri, aim="Tujuan dari Putri")
    answer = send(sari, autosave_url(cast.health, draft, "uraian"), "aim", "Tujuan dari Sari", seen=seen)
    told = answer.json()
    assert answer.status_code == 409
    assert (told["status"], told["stored"], told["by"], told["at"]) == (
        "conflict",
        "Tujuan dari Putri",
        "Putri",
        "12.00 WIB",
    )
    assert told["stored_raw"] == {"aim": ["Tujuan dari Putri"]}
    assert told["seen"] == field_hash("Tujuan dari Putri")
    assert "Tujuan dari <del>Putri</del>" in told["html"]
    assert "Tujuan dari <ins>Sari</ins>" in told["html"]
    assert now(draft).aim == "Tujuan dari Putri"
    # Chosen: the own text, sent again with what was seen now.
    mine = send(
        sari, autosave_url(cast.health, draft, "uraian"), "aim", "Tujuan dari Sari", seen=told["seen"]
    )
    assert mine.status_code == 200
    assert now(draft).aim == "Tujuan dari Sari"


def test_hostile_text_of_a_colleague_is_text(
    cast: Cast, draft: Innovation, sari: Client, putri: Person
) -> None:
    write(draft, putri, aim="<script>alert(1)</script>")
    html = send(
        sari, autosave_url(cast.health, draft, "uraian"), "aim", "<img onerror=x>", seen=NOTHING
    ).json()["html"]
    assert "<script" not in html
    assert "<img" not in html
    assert "&lt;script&gt;" in html


def test_text_that_arrived_and_was_written_over_knowingly_does_not_come_back(
    cast: Cast, draft: Innovation, sari: Client, putri: Person
) -> None:
    url = autosave_url(cast.health, draft, "uraian")
    # The answer to this one was lost; the page keeps the text and sends it again much later.
    assert send(sari, url, "aim", "Dari Sari", seen=NOTHING, version="1").status_code == 200
    write(draft, putri, aim="Dari Putri, sesudah membaca Sari")
    again = send(sari, url, "aim", "Dari Sari", seen=NOTHING, version="1", ulang="1")
    assert (again.status_code, again.json()["status"]) == (200, "saved")
    assert again.json()["shown"] == {"aim": ["Dari Putri, sesudah membaca Sari"]}
    assert now(draft).aim == "Dari Putri, sesudah membaca Sari"


def test_second_attempt_of_a_text_that_never_arrived_is_a_conflict(
    cast: Cast, draft: Innovation, sari: Client, putri: Person
) -> None:
    write(draft, putri, aim="Dari Putri")
    url = autosave_url(cast.health, draft, "uraian")
    assert send(sari, url, "aim", "Dari Sari", seen=NOTHING, version="1", ulang="1").status_code == 409
    # Somebody else's equal text does not count as one's own.
    write(draft, putri, aim="Dari Sari")
    write(draft, putri, aim="Dari Putri lagi")
    assert send(sari, url, "aim", "Dari Sari", seen=NOTHING, version="1", ulang="1").status_code == 409


def test_locked_meanwhile_is_told_as_such(cast: Cast, sari: Client) -> None:
    with scope({KOTIM}):
        complete = make_complete(cast.actor("sari"), opd=cast.health, period=cast.period)
    seen = seen_on_page(sari, page_url(cast.health, complete, "uraian"))["aim"]
    with scope({KOTIM}):
        submit(complete, cast.actor("sari"))
    answer = send(sari, autosave_url(cast.health, complete, "uraian"), "aim", "Terlambat", seen=seen)
    assert (answer.status_code, answer.json()["status"]) == (423, "locked")
    assert "terkunci" in answer.json()["message"]
    assert now(complete).aim == "Mempercepat layanan."


def test_returned_for_a_row_the_proposal_stays_locked(cast: Cast, sari: Client) -> None:
    with scope({KOTIM}):
        innovation = submit(
            make_complete(cast.actor("sari"), opd=cast.health, period=cast.period), cast.actor("sari")
        )
        take_step(
            innovation.pk,
            action=Action.RETURN,
            actor=cast.actor("budi"),
            seen_version=innovation.version,
            row_reasons={16: "Kurang."},
        )
    answer = send(
        sari,
        autosave_url(cast.health, innovation, "uraian"),
        "aim",
        "x",
        seen=field_hash("Mempercepat layanan."),
    )
    assert (answer.status_code, answer.json()["message"]) == (
        423,
        "Profil tidak diminta diperbaiki; hanya baris yang disebut desk yang terbuka.",
    )


# Who ---------------------------------------------------------------------------------------------------------------


def test_session_over_is_told_with_the_way_in(cast: Cast, draft: Innovation) -> None:
    answer = send(Client(), autosave_url(cast.health, draft, "uraian"), "aim", "x", seen=NOTHING)
    assert (answer.status_code, answer.json()["status"], answer.json()["url"]) == (
        401,
        "signin",
        "/akun/login/",
    )
    # A page is led to signing in as ever.
    assert Client().get(page_url(cast.health, draft, "uraian")).status_code == 302


def test_text_of_another_person_of_the_browser_is_never_saved_as_ones_own(
    cast: Cast, draft: Innovation, putri: Person
) -> None:
    key = f"{cast.sari.pk}:{KOTIM}:{draft.public_id}:uraian"
    url = autosave_url(cast.health, draft, "uraian")
    answer = send(signed_in(putri), url, "aim", "Teks Sari", seen=NOTHING, kunci=key)
    assert (answer.status_code, answer.json()["url"]) == (401, "/akun/logout/")
    assert now(draft).aim == ""
    assert send(signed_in(cast.sari), url, "aim", "Teks Sari", seen=NOTHING, kunci=key).status_code == 200


@pytest.mark.parametrize("person", ["dewi", "joko", "budi", "hendra", "wati", "nobody"])
def test_nobody_else_finds_the_address(cast: Cast, draft: Innovation, person: str) -> None:
    client = signed_in(getattr(cast, person))
    assert (
        send(client, autosave_url(cast.health, draft, "uraian"), "aim", "x", seen=NOTHING).status_code == 404
    )
    assert now(draft).aim == ""


def test_innovation_of_another_opd_is_unknown_in_ones_own_place(cast: Cast, sari: Client) -> None:
    with scope({KOTIM}):
        foreign = make_draft(cast.actor("dewi"), opd=cast.education, period=cast.period)
    url = address("proposal_autosave", cast.health, public_id=foreign.public_id, step="uraian")
    assert send(sari, url, "aim", "x", seen=NOTHING).status_code == 404
    assert now(foreign).aim == ""


def test_unit_is_saved_by_the_operator_above_it(cast: Cast, sari: Client) -> None:
    with scope({KOTIM}):
        unit = make_draft(cast.actor("sari"), opd=cast.clinic, period=cast.period)
    assert save(cast, sari, unit, "uraian", "aim", "Untuk puskesmas").status_code == 200
    assert now(unit).aim == "Untuk puskesmas"


def test_forged_request_is_refused(cast: Cast, draft: Innovation) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.sari)
    answer = send(client, autosave_url(cast.health, draft, "uraian"), "aim", "x", seen=NOTHING)
    assert answer.status_code == 403
    assert now(draft).aim == ""
