"""One field of a row saved by itself: what is written, what follows from it, what is refused."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from iga_portal.tenancy.scope import scope
from innovations.domain.answers import set_answer
from innovations.domain.texts import LONGEST_NOTE
from innovations.models import Answer, Innovation, Verdict
from regions.access import Actor
from regions.enums import Role
from regions.models import RegionPeriod
from tests.cast import BENGKULU, KOTIM, Cast, make_draft
from tests.innovations.opd_support import address, signed_in
from tests.innovations.rows_support import (
    answer_of,
    autosave,
    claim,
    colleague,
    fresh,
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


def other(cast: Cast) -> Actor:
    """Putri, who writes beside Sari."""
    return Actor(colleague(cast).pk, Role.OPERATOR, KOTIM, frozenset({cast.health.pk}))


# Saved -------------------------------------------------------------------------------------------------------------


def test_level_is_saved_and_maturity_points_and_next_level_follow(
    cast: Cast, draft: Innovation, sari: Client
) -> None:
    answer = autosave(sari, cast, draft, 16, "level", "2")
    told = answer.json()
    assert (answer.status_code, told["status"], told["field"]) == (200, "saved", "level")
    assert told["told"] == "Tersimpan 12.00 WIB"
    assert claim(draft, 16) == (2, "", None, "")
    # Row 16 weighs 3: 2 x 3 of 111.
    assert '<strong class="num">6</strong> dari 111 poin' in told["parts"]["#kematangan"]
    assert '<strong class="num">6</strong> dari 9 poin' in told["parts"]["#poin-baris"]
    assert "Untuk naik ke tingkat 3" in told["parts"]["#tingkat-berikut"]
    assert "Peraturan Daerah" in told["parts"]["#tingkat-berikut"]
    assert "+3 poin kematangan" in told["parts"]["#tingkat-berikut"]
    assert "Tambahkan bukti untuk tingkat yang diklaim." in told["parts"]["#kurang-baris"]


def test_each_autosave_counts_and_raises_the_version_once(
    cast: Cast, draft: Innovation, sari: Client
) -> None:
    before = fresh(draft)
    told = autosave(sari, cast, draft, 16, "level", "2").json()
    now = fresh(draft)
    assert (now.autosaves, now.version) == (before.autosaves + 1, before.version + 1)
    assert told["version"] == now.version
    # The same value again: nothing is written.
    assert autosave(sari, cast, draft, 16, "level", "2").json()["status"] == "saved"
    assert (fresh(draft).autosaves, fresh(draft).version) == (now.autosaves, now.version)


def test_hashes_of_the_answer_are_those_of_what_stands(cast: Cast, draft: Innovation, sari: Client) -> None:
    told = autosave(sari, cast, draft, 17, "measured", "45").json()
    stands = hashes(draft, 17)
    assert told["seen"] == {field: stands[f"terlihat-{field}"] for field in ("basis", "measured", "level")}
    note = autosave(sari, cast, draft, 17, "note", "Satu tim.").json()
    assert note["seen"] == {"note": hashes(draft, 17)["terlihat-note"]}


def test_number_picks_the_level_and_says_why(cast: Cast, draft: Innovation, sari: Client) -> None:
    told = autosave(sari, cast, draft, 17, "measured", "45 orang").json()
    assert claim(draft, 17) == (3, "", Decimal(45), "")
    assert told["shown"]["level"] == ["3"]
    assert told["shown"]["measured"] == ["45"]
    assert "45 orang memberi tingkat 3: “Lebih dari 30”." in told["parts"]["#alasan-angka"]
    assert "Ini tingkat tertinggi" in told["parts"]["#tingkat-berikut"]


def test_number_between_two_printed_ranges_tells_what_was_decided(
    cast: Cast, draft: Innovation, sari: Client
) -> None:
    told = autosave(sari, cast, draft, 29, "measured", "50,5").json()
    assert claim(draft, 29)[0] == 2
    why = told["parts"]["#alasan-angka"]
    assert "50,50 % memberi tingkat 2" in why
    assert "Nilai ini tidak tepat di satu rentang tercetak" in why
    assert "mendapat parameter tertinggi yang batasnya terpenuhi" in why


def test_number_taken_back_leaves_the_level(cast: Cast, draft: Innovation, sari: Client) -> None:
    autosave(sari, cast, draft, 17, "measured", "45")
    told = autosave(sari, cast, draft, 17, "measured", "").json()
    assert claim(draft, 17) == (3, "", None, "")
    assert "memberi" not in told["parts"]["#alasan-angka"]


@pytest.mark.parametrize(
    ("typed", "stored"),
    [("1.250", 1250), ("1 250", 1250), ("1250 orang", 1250), (" 7 ", 7), ("1,250", 1250), ("+12", 12)],
)
def test_numbers_are_taken_as_people_type_them(
    cast: Cast, draft: Innovation, sari: Client, typed: str, stored: int
) -> None:
    assert autosave(sari, cast, draft, 17, "measured", typed).status_code == 200
    assert claim(draft, 17)[2] == stored


@pytest.mark.parametrize(
    ("typed", "stored"), [("95%", "95"), ("95,5 %", "95.5"), ("95.25 persen", "95.25"), ("0,5", "0.5")]
)
def test_percentages_are_taken_as_people_type_them(
    cast: Cast, draft: Innovation, sari: Client, typed: str, stored: str
) -> None:
    assert autosave(sari, cast, draft, 29, "measured", typed).status_code == 200
    assert claim(draft, 29)[2] == Decimal(stored)


@pytest.mark.parametrize(
    "typed", ["٤٥", "1e3", "NaN", "Infinity", "1_000", "12 13", "empat", "45 hari", "-4", "1,5"]
)
def test_what_is_no_number_of_the_row_is_refused_with_what_to_do(
    cast: Cast, draft: Innovation, sari: Client, typed: str
) -> None:
    answer = autosave(sari, cast, draft, 17, "measured", typed)
    assert (answer.status_code, answer.json()["status"]) == (422, "invalid")
    assert answer.json()["errors"][0]
    assert claim(draft, 17) == (None, "", None, "")


def test_percent_with_three_digits_is_asked_again_instead_of_taken_for_thousands(
    cast: Cast, draft: Innovation, sari: Client
) -> None:
    assert autosave(sari, cast, draft, 29, "measured", "12.125 %").status_code == 422
    assert claim(draft, 29)[2] is None


def test_another_level_than_the_number_gives_needs_a_note_first(
    cast: Cast, draft: Innovation, sari: Client
) -> None:
    autosave(sari, cast, draft, 17, "measured", "45")
    refused = autosave(sari, cast, draft, 17, "level", "1")
    assert refused.status_code == 422
    assert "tuliskan alasannya di Catatan, atau pilih tingkat 3" in refused.json()["errors"][0]
    assert claim(draft, 17)[0] == 3
    autosave(sari, cast, draft, 17, "note", "Yang ber-SK hanya delapan.")
    told = autosave(sari, cast, draft, 17, "level", "1")
    assert told.status_code == 200
    assert "Yang diklaim tingkat 1; alasannya di Catatan." in told.json()["parts"]["#alasan-angka"]
    # And then the reason may not go.
    emptied = autosave(sari, cast, draft, 17, "note", " ")
    assert emptied.status_code == 422
    assert claim(draft, 17) == (1, "", Decimal(45), "Yang ber-SK hanya delapan.")


def test_basis_brings_its_own_cards_and_starts_the_claim_afresh(
    cast: Cast, draft: Innovation, sari: Client
) -> None:
    told = autosave(sari, cast, draft, 33, "basis", "a").json()
    cards = told["parts"]["#isian-tingkat"]
    assert "Cakupan penerima manfaat 1-200 orang" in cards
    assert 'name="dasar" value="a"' in cards
    autosave(sari, cast, draft, 33, "measured", "1.250", dasar="a")
    assert claim(draft, 33) == (3, "a", Decimal(1250), "")
    told = autosave(sari, cast, draft, 33, "basis", "c").json()
    assert claim(draft, 33) == (None, "c", None, "")
    assert "Efisiensi belanja sebesar 0,01%- 10,00%" in told["parts"]["#isian-tingkat"]


def test_note_is_kept_clean_and_shown_as_stored(cast: Cast, draft: Innovation, sari: Client) -> None:
    told = autosave(sari, cast, draft, 16, "note", "  Perbup\r\n12\u00ad/2025 ").json()
    assert claim(draft, 16)[3] == "Perbup\n12/2025"
    assert told["shown"] == {"note": ["Perbup\n12/2025"]}


# Two people --------------------------------------------------------------------------------------------------------


def test_note_of_a_colleague_stands_in_nobodys_way(cast: Cast, draft: Innovation, sari: Client) -> None:
    shown = hashes(draft, 16)
    with scope({KOTIM}):
        set_answer(draft.pk, row=16, actor=other(cast), level=None, note="Dari Putri")
    answer = autosave(sari, cast, draft, 16, "level", "2", seen=shown["terlihat-level"])
    assert answer.status_code == 200
    assert claim(draft, 16) == (2, "", None, "Dari Putri")
    # Her note was never shown here, so its hash is not passed on as if it were.
    assert "note" not in answer.json()["seen"]


def test_level_of_a_colleague_is_not_overwritten(cast: Cast, draft: Innovation, sari: Client) -> None:
    shown = hashes(draft, 16)["terlihat-level"]
    putri = other(cast)
    with scope({KOTIM}, actor_id=putri.person_id, role="operator"):
        set_answer(draft.pk, row=16, actor=putri, level=3)
    answer = autosave(sari, cast, draft, 16, "level", "1", seen=shown)
    told = answer.json()
    assert (answer.status_code, told["status"], told["by"]) == (409, "conflict", "Putri")
    assert claim(draft, 16)[0] == 3
    assert told["stored_raw"] == {"level": ["3"]}
    assert 'name="pilih_level" value="saya"' in told["html"]
    assert "Putri menyimpan isian lain" in told["html"]
    # Having seen it, the person may decide for their own.
    assert autosave(sari, cast, draft, 16, "level", "1", seen=told["seen"]).status_code == 200
    assert claim(draft, 16)[0] == 1


def test_number_of_a_colleague_is_a_conflict_with_my_level(
    cast: Cast, draft: Innovation, sari: Client
) -> None:
    shown = hashes(draft, 17)["terlihat-level"]
    with scope({KOTIM}):
        set_answer(draft.pk, row=17, actor=other(cast), level=3, measured=Decimal(45))
    answer = autosave(sari, cast, draft, 17, "level", "2", seen=shown)
    assert answer.status_code == 409
    assert "45 orang" in answer.json()["html"]
    assert claim(draft, 17) == (3, "", Decimal(45), "")


def test_same_level_by_both_is_no_conflict(cast: Cast, draft: Innovation, sari: Client) -> None:
    shown = hashes(draft, 16)["terlihat-level"]
    with scope({KOTIM}):
        set_answer(draft.pk, row=16, actor=other(cast), level=3)
    assert autosave(sari, cast, draft, 16, "level", "3", seen=shown).status_code == 200


def test_level_under_another_basis_takes_its_basis_along_once_chosen(
    cast: Cast, draft: Innovation, sari: Client
) -> None:
    with scope({KOTIM}):
        set_answer(draft.pk, row=33, actor=cast.actor("sari"), level=None, basis="a")
    shown = hashes(draft, 33)["terlihat-level"]
    with scope({KOTIM}):
        set_answer(draft.pk, row=33, actor=other(cast), level=2, basis="f")
    answer = autosave(sari, cast, draft, 33, "level", "3", seen=shown, dasar="a")
    assert answer.status_code == 409
    assert "Tren kinerja positif" in answer.json()["html"]
    again = autosave(sari, cast, draft, 33, "level", "3", seen=answer.json()["seen"], dasar="a")
    assert again.status_code == 200
    assert claim(draft, 33) == (3, "a", None, "")


def test_write_in_between_is_noticed_and_decided_anew(
    cast: Cast, draft: Innovation, sari: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The sheet is read without a lock; a colleague who writes right after that is not overwritten."""
    from innovations.views import opd_row_autosave

    shown = hashes(draft, 16)["terlihat-level"]
    putri, read, times = other(cast), opd_row_autosave.sheet_at_once, []

    def read_then_wait(public_id: Any) -> Any:
        sheet = read(public_id)
        times.append(1)
        if len(times) == 1:
            set_answer(draft.pk, row=16, actor=putri, level=3)
        return sheet

    monkeypatch.setattr(opd_row_autosave, "sheet_at_once", read_then_wait)
    assert autosave(sari, cast, draft, 16, "level", "1", seen=shown).status_code == 409
    assert len(times) == 2
    assert claim(draft, 16)[0] == 3


# Returned ----------------------------------------------------------------------------------------------------------


def test_change_of_a_judged_row_lets_its_verdict_fall_and_the_scores_follow(cast: Cast, sari: Client) -> None:
    returned = judged_and_returned(cast, rows={16: "Lampirkan halaman nama inovasi."})
    with scope({KOTIM}):
        before = RegionPeriod.objects.get(pk=returned.region_period_id).content_version
    told = autosave(sari, cast, returned, 16, "level", "3").json()
    answer = answer_of(returned, 16)
    assert (answer.claimed_level, answer.verified_level) == (3, None)
    with scope({KOTIM}):
        verdict = Verdict.objects.get(answer=answer)
        assert (verdict.stands, verdict.fell_because) == (False, "isian berubah")
        assert verdict.fell_at is not None
        assert RegionPeriod.objects.get(pk=returned.region_period_id).content_version == before + 1
    # 37 points stood; the 3 of row 16 fell with its verdict.
    assert "Diakui desk: 34 poin" in told["parts"]["#kematangan"]


def test_locked_row_of_a_returned_innovation_is_refused(cast: Cast, sari: Client) -> None:
    returned = judged_and_returned(cast, rows={16: "Lampirkan halaman nama inovasi."})
    before = fresh(returned)
    answer = autosave(sari, cast, returned, 18, "level", "3")
    assert (answer.status_code, answer.json()["status"]) == (423, "locked")
    assert "tetap terkunci" in answer.json()["message"]
    assert claim(returned, 18)[0] == 2
    assert answer_of(returned, 18).verified_level == 1
    assert (fresh(returned).version, fresh(returned).autosaves) == (before.version, before.autosaves)


def test_submitted_innovation_is_locked(cast: Cast, sari: Client) -> None:
    returned = judged_and_returned(cast, rows={16: "x"})
    with scope({KOTIM}):
        Innovation.objects.filter(pk=returned.pk).update(state="submitted")
    answer = autosave(sari, cast, returned, 16, "level", "3")
    assert answer.status_code == 423
    assert claim(returned, 16)[0] == 2


# Hostile -----------------------------------------------------------------------------------------------------------


def untouched(draft: Innovation) -> None:
    with scope({KOTIM}):
        assert (
            not Answer.objects.filter(innovation=draft)
            .exclude(claimed_level=None, basis="", measured=None, note="")
            .exists()
        )
    assert (fresh(draft).version, fresh(draft).autosaves) == (draft.version, 0)


@pytest.mark.parametrize("level", ["4", "-1", "٣", "２", "3.0", "2 ", "true", "0x1"])
def test_level_that_is_none_is_refused(cast: Cast, draft: Innovation, sari: Client, level: str) -> None:
    assert autosave(sari, cast, draft, 16, "level", level).status_code == 422
    untouched(draft)


@pytest.mark.parametrize(
    ("row", "field", "value", "status"),
    [
        (16, "basis", "a", 404),  # row 16 has no basis
        (33, "basis", "z", 422),
        (33, "basis", "digital", 422),  # a basis of row 30
        (30, "basis", "digital", 404),
        (33, "level", "2", 404),  # no basis chosen, none shown
        (16, "measured", "5", 404),
        (16, "verified_level", "3", 404),
        (16, "claimed_level", "3", 404),
        (16, "is_unlocked", "1", 404),
        (16, "", "3", 404),
        (15, "level", "3", 404),
        (36, "level", "3", 404),
    ],
)
def test_forged_fields_and_rows_change_nothing(
    cast: Cast, draft: Innovation, sari: Client, row: int, field: str, value: str, status: int
) -> None:
    url = row_url(cast, draft, row, "row_autosave")
    body = {"field": field, field or "x": value, f"terlihat-{field}": ""}
    assert sari.post(url, body, headers={"Accept": "application/json"}).status_code == status
    untouched(draft)


@pytest.mark.parametrize("basis", ["", "z", "c' OR 1=1"])
def test_forged_basis_beside_a_level_changes_nothing(
    cast: Cast, draft: Innovation, sari: Client, basis: str
) -> None:
    assert autosave(sari, cast, draft, 33, "level", "3", dasar=basis).status_code == 404
    untouched(draft)


def test_note_of_10_megabytes_is_refused(cast: Cast, draft: Innovation, sari: Client) -> None:
    answer = autosave(sari, cast, draft, 16, "note", "a" * 10_000_000)
    assert 400 <= answer.status_code < 500
    untouched(draft)


@pytest.mark.parametrize(
    "note",
    ["x" * (LONGEST_NOTE + 1), "nol\x00", "bel\x07", "balik \u202egnarab"],
    ids=["long", "nul", "bell", "rtl"],
)
def test_note_that_deceives_or_is_too_long_is_refused(
    cast: Cast, draft: Innovation, sari: Client, note: str
) -> None:
    answer = autosave(sari, cast, draft, 16, "note", note)
    assert (answer.status_code, answer.json()["status"]) == (422, "invalid")
    untouched(draft)


def test_innovation_of_another_opd_or_region_does_not_exist_here(cast: Cast, sari: Client) -> None:
    with scope({KOTIM}):
        dewis = make_draft(cast.actor("dewi"), opd=cast.education, period=cast.period, name="Rahasia Dewi")
    with scope({BENGKULU}):
        watis = make_draft(cast.actor("wati"), opd=cast.bengkulu_opd, period=cast.period, name="Rahasia Wati")
    for foreign, region in ((dewis, KOTIM), (watis, BENGKULU)):
        url = row_url(cast, foreign, 16, "row_autosave")
        body = {"field": "level", "level": "3", "terlihat-level": ""}
        answer = sari.post(url, body, headers={"Accept": "application/json"})
        assert answer.status_code == 404
        assert "Rahasia" not in answer.content.decode()
        with scope({region}):
            assert Answer.objects.get(innovation=foreign, row=16).claimed_level is None


def test_unit_of_the_opd_is_written_for_like_the_opd_itself(cast: Cast, sari: Client) -> None:
    with scope({KOTIM}):
        draft = make_draft(cast.actor("sari"), opd=cast.clinic, period=cast.period)
    assert autosave(sari, cast, draft, 16, "level", "3").status_code == 200
    assert claim(draft, 16)[0] == 3


def test_page_of_somebody_else_is_not_saved_as_ours(cast: Cast, draft: Innovation, sari: Client) -> None:
    answer = autosave(sari, cast, draft, 16, "level", "3", kunci=f"{cast.dewi.pk}:{KOTIM}:x")
    assert answer.status_code == 401
    untouched(draft)


def test_head_and_others_have_no_such_address(cast: Cast, draft: Innovation) -> None:
    url = address("row_autosave", cast.health, public_id=draft.public_id, row=16)
    for person in (cast.joko, cast.dewi, cast.budi, cast.hendra, cast.wati, cast.nobody):
        body = {"field": "level", "level": "3", "terlihat-level": ""}
        assert signed_in(person).post(url, body).status_code == 404
    untouched(draft)


def test_only_posts_are_taken(cast: Cast, draft: Innovation, sari: Client) -> None:
    assert sari.get(row_url(cast, draft, 16, "row_autosave")).status_code == 405
