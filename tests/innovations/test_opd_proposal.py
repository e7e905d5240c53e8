"""Filling the proposal step by step: what is kept, what is told, and what happens when two people write at once."""

from __future__ import annotations

import gzip
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from iga_portal.tenancy.scope import scope
from innovations.domain.completeness import proposal_gaps
from innovations.domain.design import split_design
from innovations.domain.innovations import change_proposal
from innovations.domain.seen import field_hash
from innovations.domain.transitions import take_step
from innovations.forms.steps import STEPS
from innovations.models import Document, Innovation
from innovations.workflow import Action
from regions.enums import Role
from regions.models import Membership, Opd, Person
from regions.queries.instruments import instrument_of
from tests.cast import KOTIM, PROPOSAL, Cast, make_complete, make_document, make_draft, submit
from tests.innovations.opd_support import SEEN, address, counted, shelved, shown, signed_in, upload_of

IDENTITY = {
    "name": "Antrean Daring",
    "stage": "penerapan",
    "kind": "digital",
    "form": "pelayanan_publik",
    "classification": "desa",
}
ORIGIN = {"initiator": "opd", "initiator_name": "Dinas Kesehatan", "coordinates": "-2.53, 112.95"}
TEXTS = {"aim": "Tujuan", "benefit": "Manfaat", "result": "Hasil"}


@pytest.fixture
def draft(cast: Cast) -> Innovation:
    with scope({KOTIM}):
        return make_draft(cast.actor("sari"), opd=cast.health, period=cast.period)


@pytest.fixture
def sari(cast: Cast) -> Client:
    return signed_in(cast.sari)


@pytest.fixture
def putri(cast: Cast) -> Person:
    """A second operator of Sari's OPD: the one who writes in between."""
    person = Person.objects.create(email="putri@contoh.go.id", name="Putri")
    Membership.objects.create(
        person=person, role=Role.OPERATOR, region_id=KOTIM, opd=cast.health, valid_from=date(2025, 1, 1)
    )
    return person


def step(cast: Cast, innovation: Innovation, slug: str) -> str:
    return address("proposal_step", cast.health, public_id=innovation.public_id, step=slug)


def post(client: Client, url: str, *, seen: dict[str, str] | None = None, **data: Any) -> Any:
    """Send a step as its page would: `seen` are the hidden inputs of an earlier showing, else it is opened now."""
    return client.post(url, {**(shown(client, url) if seen is None else seen), "aksi": "tetap", **data})


def now(innovation: Innovation) -> Innovation:
    with scope({KOTIM}):
        return Innovation.objects.get(pk=innovation.pk)


def write(innovation: Innovation, person: Person, **changes: Any) -> None:
    """Somebody else saves, through the domain, signed in as themselves."""
    from regions.access import Actor

    with scope({KOTIM}, actor_id=person.pk, role="operator"):
        current = Innovation.objects.get(pk=innovation.pk)
        actor = Actor(person.pk, Role.OPERATOR, KOTIM, frozenset({current.opd_id}))
        change_proposal(current.pk, actor=actor, seen=None, changes=changes)


# Saving ------------------------------------------------------------------------------------------------------------


def test_every_step_saves_and_leads_on(cast: Cast, draft: Innovation, sari: Client) -> None:
    answers = {
        "identitas": IDENTITY,
        "asal": ORIGIN,
        "klasifikasi": {
            "urusan": "A02",
            "urusan_overlapping": ["A01", "B01"],
            "asta_cita": "4",
            "pkpn_cluster": "I",
        },
        "waktu": {"trial_date": "2024-01-10", "implemented_on": "2024-05-06", "developed_on": ""},
        "rancang": {"design_hukum": "Perda", "design_lain": "Rancang"},
        "uraian": TEXTS,
        "lampiran": {},
    }
    steps = list(answers)
    for slug, data in answers.items():
        answer = post(sari, step(cast, draft, slug), **{**data, "aksi": "lanjut"})
        after = steps[steps.index(slug) + 1 :]
        overview = address("innovation", cast.health, public_id=draft.public_id)
        assert answer["Location"] == (step(cast, draft, after[0]) if after else overview)
    saved = now(draft)
    assert (saved.stage, saved.latitude, saved.longitude) == (
        "penerapan",
        Decimal("-2.53"),
        Decimal("112.95"),
    )
    assert (saved.urusan_overlapping, saved.asta_cita, saved.pkpn_cluster) == (["A01", "B01"], 4, "I")
    assert (saved.implemented_on, saved.developed_on, saved.aim) == (date(2024, 5, 6), None, "Tujuan")
    assert saved.design == "a. Dasar Hukum Inovasi\nPerda\n\ng. Uraian Lain\nRancang"
    assert saved.version == 7  # one writing a step; the attachments wrote nothing


def test_half_filled_step_is_kept_as_a_draft(cast: Cast, draft: Innovation, sari: Client) -> None:
    data = {"name": "Antrean Daring", "kind": "nondigital"}
    assert post(sari, step(cast, draft, "identitas"), **data).status_code == 302
    assert (now(draft).kind, now(draft).stage, now(draft).latitude) == ("nondigital", "", None)


def test_wrong_entries_are_told_by_field_and_the_others_are_saved(
    cast: Cast, draft: Innovation, sari: Client
) -> None:
    data = {**ORIGIN, "coordinates": "112.95, -2.53", "initiator_name": "Bidan  desa"}
    page = post(sari, step(cast, draft, "asal"), **data).content.decode()
    assert 'href="#id_coordinates"' in page
    assert 'value="112.95, -2.53"' in page
    assert "Isian lain di langkah ini sudah tersimpan." in page
    assert 'value="Bidan desa"' in page  # as it is stored
    saved = now(draft)
    assert (saved.initiator, saved.initiator_name, saved.latitude) == ("opd", "Bidan desa", None)


def test_a_name_is_never_emptied(cast: Cast, draft: Innovation, sari: Client) -> None:
    page = post(sari, step(cast, draft, "identitas"), **{**IDENTITY, "name": " "}).content.decode()
    assert 'href="#id_name"' in page
    assert (now(draft).name, now(draft).stage) == ("Antrean Daring", "penerapan")


def test_dates_out_of_order_are_refused_beside_the_field(cast: Cast, draft: Innovation, sari: Client) -> None:
    data = {"trial_date": "2024-06-01", "implemented_on": "2024-05-01", "developed_on": "2024-04-01"}
    page = post(sari, step(cast, draft, "waktu"), **data).content.decode()
    assert "Uji coba tidak dapat sesudah penerapan awal (1 Mei 2024)" in page
    assert "Pengembangan tidak dapat sebelum penerapan awal (1 Mei 2024)" in page
    # The date that both others contradict is right by itself.
    saved = now(draft)
    assert (saved.trial_date, saved.implemented_on, saved.developed_on) == (None, date(2024, 5, 1), None)


@pytest.mark.parametrize(
    ("implemented", "developed", "told"),
    [
        ("2023-05-01", "", "Diterapkan 2023: isi tanggal pengembangan terbaru agar dapat dinilai."),
        ("2026-02-01", "", "Di luar jendela waktu 2024–2025"),
        ("2023-05-01", "2025-02-01", "dapat dinilai."),
    ],
)
def test_saved_dates_tell_what_they_mean(
    cast: Cast, draft: Innovation, sari: Client, implemented: str, developed: str, told: str
) -> None:
    url = step(cast, draft, "waktu")
    data = {"trial_date": "2023-01-01", "implemented_on": implemented, "developed_on": developed}
    answer = sari.post(url, {**shown(sari, url), "aksi": "tetap", **data}, follow=True)
    assert told in answer.content.decode()


def test_cluster_is_saved_first_and_then_offers_its_programmes(
    cast: Cast, draft: Innovation, sari: Client
) -> None:
    url = step(cast, draft, "klasifikasi")
    page = sari.get(url).content.decode()
    assert "Pilih klaster dulu" in page
    answer = post(sari, url, pkpn_cluster="D", aksi="lanjut")
    assert answer["Location"] == f"{url}#id_pkpn_main"
    assert '<option value="D03">' in sari.get(url).content.decode()
    post(sari, url, pkpn_cluster="D", pkpn_main="D03")
    assert now(draft).pkpn_main == "D03"
    # Another cluster, with the programme of the old one still chosen on the page: it goes, the cluster stays.
    answer = sari.post(url, {**shown(sari, url), "pkpn_cluster": "A", "pkpn_main": "D03"}, follow=True)
    assert (now(draft).pkpn_cluster, now(draft).pkpn_main) == ("A", "")
    assert "Program PKPN utama dikosongkan karena klasternya berubah." in answer.content.decode()


def test_non_pkpn_clears_the_programmes(cast: Cast, draft: Innovation, sari: Client) -> None:
    url = step(cast, draft, "klasifikasi")
    post(sari, url, pkpn_cluster="D", pkpn_main="D03", pkpn_overlapping=["A01"])
    assert now(draft).pkpn_overlapping == ["A01"]
    post(sari, url, pkpn_cluster="I", pkpn_main="D03", pkpn_overlapping=["A01"])
    assert (now(draft).pkpn_cluster, now(draft).pkpn_main, now(draft).pkpn_overlapping) == ("I", "", [])


def test_programme_of_another_cluster_is_refused(cast: Cast, draft: Innovation, sari: Client) -> None:
    page = post(sari, step(cast, draft, "klasifikasi"), pkpn_cluster="D", pkpn_main="A01").content.decode()
    assert 'href="#id_pkpn_main"' in page
    # The cluster is right by itself.
    assert (now(draft).pkpn_cluster, now(draft).pkpn_main) == ("D", "")


def test_main_urusan_is_not_also_overlapping(cast: Cast, draft: Innovation, sari: Client) -> None:
    url = step(cast, draft, "klasifikasi")
    page = post(sari, url, urusan="A02", urusan_overlapping=["A02"]).content.decode()
    assert "Urusan utama tidak dipilih lagi sebagai urusan beririsan." in page
    assert (now(draft).urusan, now(draft).urusan_overlapping) == ("A02", [])


def test_overlapping_urusan_that_becomes_the_main_one_is_let_go(
    cast: Cast, draft: Innovation, sari: Client
) -> None:
    url = step(cast, draft, "klasifikasi")
    post(sari, url, urusan="A01", urusan_overlapping=["A02", "A06"])
    data = {**shown(sari, url), "urusan": "A02", "urusan_overlapping": ["A02", "A06"]}
    page = sari.post(url, data, follow=True).content.decode()
    assert (now(draft).urusan, now(draft).urusan_overlapping) == ("A02", ["A06"])
    assert "“Kesehatan” kini urusan utama dan dilepas dari urusan beririsan." in page


def test_word_count_is_the_server_s_and_counts_all_parts(cast: Cast, draft: Innovation, sari: Client) -> None:
    url = step(cast, draft, "rancang")
    post(sari, url, design_hukum="kata - " * 200, design_lain="kata\n" * 99)
    # A dash between two words is no word, nor is a heading.
    assert (
        '<span class="num" data-words>299</span> kata dari sedikitnya 300' in sari.get(url).content.decode()
    )


def test_kind_that_decides_row_30_is_told_when_that_row_has_a_claim(cast: Cast, sari: Client) -> None:
    with scope({KOTIM}):
        complete = make_complete(cast.actor("sari"), opd=cast.health, period=cast.period)
    url = step(cast, complete, "identitas")
    data = {**shown(sari, url), **IDENTITY, "kind": "nondigital"}
    page = sari.post(url, data, follow=True).content.decode()
    assert "Baris 30 kini dinilai dengan kriteria inovasi nondigital." in page


def test_name_of_another_innovation_is_advice_and_no_block(
    cast: Cast, draft: Innovation, sari: Client
) -> None:
    with scope({KOTIM}):
        make_draft(cast.actor("dewi"), opd=cast.education, period=cast.period, name="Perahu Baca")
    url = step(cast, draft, "identitas")
    page = sari.post(url, {**shown(sari, url), "name": "perahu baca"}, follow=True).content.decode()
    assert "Daerah ini sudah mempunyai inovasi lain dengan nama yang sama." in page
    assert now(draft).name == "perahu baca"


# Point -------------------------------------------------------------------------------------------------------------


def test_point_of_the_office_is_taken_without_a_script(cast: Cast, draft: Innovation, sari: Client) -> None:
    url = step(cast, draft, "asal")
    assert "Admin daerah (Bappeda) dapat mengisinya di daftar OPD" in sari.get(url).content.decode()
    with scope({KOTIM}):
        Opd.objects.filter(pk=cast.health.pk).update(
            latitude=Decimal("-2.53127"), longitude=Decimal("112.95")
        )
    answer = post(sari, url, initiator="asn", aksi="titik-kantor")
    assert answer["Location"] == f"{url}#id_coordinates"
    saved = now(draft)
    assert (saved.latitude, saved.longitude, saved.initiator) == (
        Decimal("-2.53127"),
        Decimal("112.95"),
        "asn",
    )


# Copies ------------------------------------------------------------------------------------------------------------


def test_a_copy_is_asked_what_was_developed(cast: Cast, draft: Innovation, sari: Client) -> None:
    url = step(cast, draft, "waktu")
    assert "development_note" not in sari.get(url).content.decode()
    with scope({KOTIM}):
        before = make_draft(cast.actor("sari"), opd=cast.health, period=cast.period, name="Tahun lalu")
        Innovation.objects.filter(pk=draft.pk).update(copied_from=before)
        missing = {gap.field for gap in proposal_gaps(now(draft), instrument=instrument_of(cast.period))}
        assert "development_note" in missing
    assert "Penjelasan pengembangan" in sari.get(url).content.decode()
    post(sari, url, development_note="Kini memakai perahu listrik.")
    with scope({KOTIM}):
        saved = now(draft)
        assert saved.development_note == "Kini memakai perahu listrik."
        missing = {gap.field for gap in proposal_gaps(saved, instrument=instrument_of(cast.period))}
        assert "development_note" not in missing


# Attachments -------------------------------------------------------------------------------------------------------


def test_attachment_is_chosen_or_uploaded(cast: Cast, draft: Innovation, sari: Client) -> None:
    with scope({KOTIM}):
        chosen = make_document(cast.actor("sari"), opd=cast.health, subject="DPA 2025")
    post(
        sari,
        step(cast, draft, "lampiran"),
        budget_document=chosen.pk,
        award_document_file=upload_of("piagam"),
    )
    with scope({KOTIM}):
        saved = Innovation.objects.select_related("award_document").get(pk=draft.pk)
        assert saved.budget_document_id == chosen.pk
        assert saved.award_document is not None
        assert (saved.award_document.subject, saved.award_document.opd_id) == (
            "Penghargaan: Antrean Daring",
            cast.health.pk,
        )


def test_attachment_already_in_the_library_is_not_stored_twice(
    cast: Cast, draft: Innovation, sari: Client
) -> None:
    with scope({KOTIM}):
        there = shelved(cast.actor("sari"), opd=cast.health, subject="piagam")
    post(sari, step(cast, draft, "lampiran"), award_document_file=upload_of("piagam"))
    with scope({KOTIM}):
        assert Innovation.objects.get(pk=draft.pk).award_document_id == there.pk
        assert Document.objects.count() == 1


def test_refused_attachment_is_told_at_its_field_and_the_others_are_kept(
    cast: Cast, draft: Innovation, sari: Client
) -> None:
    bad = upload_of("x")
    bad.file.seek(0)
    bad.file.write(b"MZ not a document")
    bad.file.seek(0)
    page = post(
        sari,
        step(cast, draft, "lampiran"),
        budget_document_file=upload_of("dpa"),
        ip_document_file=bad,
    ).content.decode()
    assert 'href="#id_ip_document_file"' in page
    with scope({KOTIM}):
        assert [document.subject for document in Document.objects.all()] == ["Anggaran: Antrean Daring"]
        kept = Document.objects.get()
    assert f'<option value="{kept.pk}" selected>' in page


def test_foreign_document_cannot_be_attached(cast: Cast, draft: Innovation, sari: Client) -> None:
    with scope({KOTIM}):
        foreign = make_document(cast.actor("dewi"), opd=cast.education)
    page = post(sari, step(cast, draft, "lampiran"), budget_document=foreign.pk).content.decode()
    assert 'href="#id_budget_document"' in page
    assert now(draft).budget_document_id is None


# Locked ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("reasons", "is_open"), [({16: "Kurang."}, False), ({None: "Perjelas."}, True)])
def test_returned_proposal_is_open_only_when_the_desk_named_it(
    cast: Cast, sari: Client, reasons: dict[int | None, str], is_open: bool
) -> None:
    with scope({KOTIM}):
        innovation = submit(
            make_complete(cast.actor("sari"), opd=cast.health, period=cast.period), cast.actor("sari")
        )
        take_step(
            innovation.pk,
            action=Action.RETURN,
            actor=cast.actor("budi"),
            seen_version=innovation.version,
            row_reasons=reasons,
        )
    url = step(cast, innovation, "uraian")
    assert sari.get(url).status_code == (200 if is_open else 302)
    seen = {f"terlihat-{name}": field_hash(PROPOSAL[name]) for name in TEXTS}
    post(sari, url, seen=seen, **TEXTS)
    assert (now(innovation).aim == "Tujuan") is is_open
    read = sari.get(address("proposal", cast.health, public_id=innovation.public_id)).content.decode()
    assert ("Desk tidak meminta perbaikan pada profil" in read) is not is_open


# Two at once -------------------------------------------------------------------------------------------------------


def test_what_somebody_else_wrote_elsewhere_does_not_stop_me(
    cast: Cast, draft: Innovation, sari: Client, putri: Person
) -> None:
    url = step(cast, draft, "uraian")
    seen = shown(sari, url)
    write(draft, putri, stage="uji_coba", kind="nondigital")
    assert post(sari, url, seen=seen, **TEXTS).status_code == 302
    saved = now(draft)
    assert (saved.aim, saved.stage, saved.kind) == ("Tujuan", "uji_coba", "nondigital")


def test_field_left_as_shown_keeps_what_somebody_else_wrote_there(
    cast: Cast, draft: Innovation, sari: Client, putri: Person
) -> None:
    url = step(cast, draft, "uraian")
    seen = shown(sari, url)
    write(draft, putri, aim="Tujuan dari Putri")
    answer = sari.post(url, {**seen, "benefit": "Manfaat", "aim": "", "result": ""}, follow=True)
    saved = now(draft)
    assert (saved.benefit, saved.aim) == ("Manfaat", "Tujuan dari Putri")
    assert "Putri juga mengubah inovasi ini" in answer.content.decode()


def test_same_words_from_both_are_no_conflict(
    cast: Cast, draft: Innovation, sari: Client, putri: Person
) -> None:
    url = step(cast, draft, "uraian")
    seen = shown(sari, url)
    write(draft, putri, aim="Tujuan")
    assert post(sari, url, seen=seen, **TEXTS).status_code == 302


def test_field_both_wrote_is_shown_side_by_side_and_the_others_are_saved(
    cast: Cast, draft: Innovation, sari: Client, putri: Person
) -> None:
    url = step(cast, draft, "uraian")
    seen = shown(sari, url)
    write(draft, putri, aim="Tujuan dari Putri")
    page = post(sari, url, seen=seen, **{**TEXTS, "aim": "Tujuan dari Sari"}).content.decode()
    assert "Isian ini diubah juga oleh orang lain" in page
    assert "Putri menyimpan isian lain (12.00 WIB) sementara Anda mengetik." in page
    assert '<span class="versus-text">Tujuan dari <del>Putri</del></span>' in page
    assert '<span class="versus-text">Tujuan dari <ins>Sari</ins></span>' in page
    assert "Tujuan dari Sari</textarea>" in page
    assert (now(draft).aim, now(draft).benefit) == ("Tujuan dari Putri", "Manfaat")


@pytest.mark.parametrize(
    ("decision", "aim"), [("saya", "Tujuan dari Sari"), ("tersimpan", "Tujuan dari Putri")]
)
def test_conflict_is_decided_field_by_field(
    cast: Cast, draft: Innovation, sari: Client, putri: Person, decision: str, aim: str
) -> None:
    url = step(cast, draft, "uraian")
    seen = shown(sari, url)
    write(draft, putri, aim="Tujuan dari Putri")
    typed = {**TEXTS, "aim": "Tujuan dari Sari"}
    page = post(sari, url, seen=seen, **typed).content.decode()
    again = {**dict(SEEN.findall(page)), "konflik": "aim"}
    undecided = post(sari, url, seen=again, **typed)
    assert undecided.status_code == 200
    assert now(draft).aim == "Tujuan dari Putri"
    decided = post(sari, url, seen=again, pilih_aim=decision, **typed)
    assert decided.status_code == 302
    assert now(draft).aim == aim


def test_conflict_that_moved_again_is_shown_again(
    cast: Cast, draft: Innovation, sari: Client, putri: Person
) -> None:
    url = step(cast, draft, "uraian")
    write(draft, putri, aim="Satu")
    seen = {**shown(sari, url), "konflik": "aim", "pilih_aim": "saya"}
    write(draft, putri, aim="Dua")
    page = post(sari, url, seen=seen, **{**TEXTS, "aim": "Tiga"}).content.decode()
    assert '<span class="versus-text"><del>Dua</del></span>' in page
    assert now(draft).aim == "Dua"


def test_hash_nobody_ever_saw_overwrites_nothing(
    cast: Cast, draft: Innovation, sari: Client, putri: Person
) -> None:
    write(draft, putri, aim="Ada")
    seen = {f"terlihat-{name}": "0" * 16 for name in TEXTS}
    page = post(sari, step(cast, draft, "uraian"), seen=seen, **TEXTS).content.decode()
    assert "Isian ini diubah juga oleh orang lain" in page
    assert now(draft).aim == "Ada"


def test_two_write_two_parts_of_the_design_and_nobody_is_asked(
    cast: Cast, draft: Innovation, sari: Client, putri: Person
) -> None:
    url = step(cast, draft, "rancang")
    seen = shown(sari, url)
    write(draft, putri, design_isu="Isu dari Putri")
    assert post(sari, url, seen=seen, design_hukum="Hukum dari Sari").status_code == 302
    parts = split_design(now(draft).design)
    assert (parts["hukum"], parts["isu"]) == ("Hukum dari Sari", "Isu dari Putri")


def test_writer_of_the_very_part_in_conflict_is_named(
    cast: Cast, draft: Innovation, sari: Client, putri: Person
) -> None:
    url = step(cast, draft, "rancang")
    seen = shown(sari, url)
    write(draft, putri, design_isu="Isu dari Putri")
    write(draft, cast.sari, design_hukum="Hukum dari Sari")
    page = post(sari, url, seen=seen, design_isu="Isu dari Sari").content.decode()
    assert "Putri menyimpan isian lain" in page
    assert "Isu dari <ins>Sari</ins>" in page


def test_chosen_document_in_conflict_is_named_by_its_subject(
    cast: Cast, draft: Innovation, sari: Client, putri: Person
) -> None:
    with scope({KOTIM}):
        actor = cast.actor("sari")
        ours, theirs = (make_document(actor, opd=cast.health, subject=name) for name in ("DPA A", "DPA B"))
    url = step(cast, draft, "lampiran")
    seen = shown(sari, url)
    write(draft, putri, budget_document=theirs)
    page = post(sari, url, seen=seen, budget_document=ours.pk).content.decode()
    assert "DPA <del>B</del>" in page
    assert "DPA <ins>A</ins>" in page
    assert now(draft).budget_document_id == theirs.pk


# Read --------------------------------------------------------------------------------------------------------------


def test_proposal_is_read_in_words_and_not_in_codes(cast: Cast, draft: Innovation, sari: Client) -> None:
    with scope({KOTIM}):
        changes = {
            **PROPOSAL,
            "latitude": Decimal("-2.53"),
            "longitude": Decimal("112.95"),
            "pkpn_overlapping": ["A01"],
        }
        change_proposal(draft.pk, actor=cast.actor("sari"), seen=None, changes=changes)
    page = sari.get(address("proposal", cast.health, public_id=draft.public_id)).content.decode()
    for words in ("Kesehatan", "6 Mei 2024", "-2.53000, 112.95000", "Pelayanan Publik", "300 kata"):
        assert words in page
    assert "D03" not in page
    assert "A02" not in page


# Hostile and heavy -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "told"),
    [("nol\x00", "U+0000"), ("balik \u202eteks", "pembalik arah"), ("a" * 20_001, "paling banyak 20.000")],
)
def test_hostile_text_is_refused_at_its_field_and_the_others_are_saved(
    cast: Cast, draft: Innovation, sari: Client, typed: str, told: str
) -> None:
    page = post(sari, step(cast, draft, "uraian"), **{**TEXTS, "aim": typed}).content.decode()
    assert 'href="#id_aim"' in page
    assert told in page
    assert (now(draft).aim, now(draft).benefit) == ("", "Manfaat")


@pytest.mark.parametrize("name", ["balik \u202eteks", "nol\x00", "n" * 201, " \t "])
def test_hostile_name_makes_no_innovation(cast: Cast, sari: Client, name: str) -> None:
    page = sari.post(address("innovation_new", cast.health), {"name": name, "opd": cast.health.pk})
    assert page.status_code == 200
    assert "error-summary" in page.content.decode()
    with scope({KOTIM}):
        assert not Innovation.objects.exists()


def test_steps_are_light_and_ask_little(cast: Cast, sari: Client) -> None:
    with scope({KOTIM}):
        complete = make_complete(cast.actor("sari"), opd=cast.health, period=cast.period)
    for entry in STEPS:
        sari.get(step(cast, complete, entry.slug))
        with counted() as count:
            page = sari.get(step(cast, complete, entry.slug))
        assert count.value <= 10, entry.slug
        assert len(gzip.compress(page.content)) < 16_000, entry.slug
