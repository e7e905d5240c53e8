"""The region's ready reasons: begun once, kept by the desk and the regional admin, each with its guide."""

from __future__ import annotations

import re

import pytest

from iga_portal.refusals import Refused
from iga_portal.tenancy.scope import scope
from innovations.domain.canned_reasons import (
    LONGEST,
    MOST_EACH,
    add_reason,
    begin_reasons,
    change_reason,
    move_reason,
    retire_reason,
    starter_set,
)
from innovations.domain.canned_starter import BY_ROW, GENERAL
from innovations.models import CannedReason
from innovations.queries.canned_reasons import reasons_for
from tests.cast import BENGKULU, KOTIM, Cast
from tests.innovations.desk_support import admin, desk, many_submitted, signed_in


def test_starter_set_has_words_for_every_row_that_a_column_holds() -> None:
    assert sorted(BY_ROW) == list(range(16, 36))
    assert all(len(texts) >= 2 for texts in BY_ROW.values())
    texts = [(reason.row, reason.text) for reason in starter_set(KOTIM)]
    assert len(set(texts)) == len(texts)
    assert max(len(text) for _row, text in texts) <= LONGEST


def test_reading_offers_the_starter_set_and_stores_nothing(cast: Cast) -> None:
    with scope({KOTIM}):
        assert reasons_for(KOTIM, row=35) == [*BY_ROW[35], *GENERAL]
        assert not CannedReason.objects.exists()


def test_list_is_begun_once_and_belongs_to_its_region(cast: Cast) -> None:
    budi = cast.actor("budi")
    with scope({KOTIM}):
        assert begin_reasons(KOTIM)
        assert not begin_reasons(KOTIM)
        for reason in CannedReason.objects.all():
            retire_reason(reason.pk, actor=budi)
        assert not begin_reasons(KOTIM)  # a region that wants none of them is not given them again
        assert reasons_for(KOTIM, row=16) == []
        add_reason(actor=budi, row=16, text="  Lampiran\ntidak terbaca. ")
        assert reasons_for(KOTIM, row=16) == ["Lampiran tidak terbaca."]
    with scope({BENGKULU}):
        assert reasons_for(BENGKULU, row=16) == [*BY_ROW[16], *GENERAL]


def test_order_words_and_retiring(cast: Cast) -> None:
    hendra = cast.actor("hendra")
    with scope({KOTIM}):
        begin_reasons(KOTIM)
        first, second, third = CannedReason.objects.filter(row=16)
        move_reason(third.pk, actor=hendra, up=True)
        move_reason(first.pk, actor=hendra, up=True)  # at the top already
        change_reason(second.pk, actor=hendra, text="Lampiran SK tidak ada.")
        retire_reason(first.pk, actor=hendra)
        assert reasons_for(KOTIM, row=16)[:2] == [third.text, "Lampiran SK tidak ada."]
        retire_reason(first.pk, actor=hendra, retired=False)
        assert reasons_for(KOTIM, row=16)[:3] == [third.text, "Lampiran SK tidak ada.", first.text]
        retire_reason(third.pk, actor=hendra)
        assert add_reason(actor=hendra, row=16, text=third.text).pk == third.pk  # back, at the end
        assert reasons_for(KOTIM, row=16)[2] == third.text


@pytest.mark.parametrize(
    ("row", "text", "code"),
    [
        (16, " ", "text"),
        (16, "x" * (LONGEST + 1), "text"),
        (16, "Tanda\u202e terbalik", "text"),
        (16, BY_ROW[16][0], "same"),
        (36, "Baris lain.", "row"),
        (15, "Baris lain.", "row"),
    ],
)
def test_reason_that_cannot_be_kept_is_refused(cast: Cast, row: int, text: str, code: str) -> None:
    with scope({KOTIM}):
        begin_reasons(KOTIM)
        before = CannedReason.objects.count()
        with pytest.raises(Refused) as refused:
            add_reason(actor=cast.actor("budi"), row=row, text=text)
        assert (refused.value.code, CannedReason.objects.count()) == (code, before)


def test_list_does_not_grow_without_end(cast: Cast) -> None:
    budi = cast.actor("budi")
    with scope({KOTIM}):
        begin_reasons(KOTIM)
        for number in range(MOST_EACH - len(BY_ROW[16])):
            add_reason(actor=budi, row=16, text=f"Alasan {number}.")
        with pytest.raises(Refused) as refused:
            add_reason(actor=budi, row=16, text="Satu lagi.")
        assert refused.value.code == "many"


@pytest.mark.parametrize("name", ["sari", "joko", "tiur", "rina", "arif"])
def test_nobody_else_keeps_the_reasons(cast: Cast, name: str) -> None:
    with scope({KOTIM}):
        with pytest.raises(Refused):
            add_reason(actor=cast.actor(name), row=16, text="Saya.")
        assert not CannedReason.objects.exists()


def test_page_adds_changes_orders_and_leads_to_the_guide(cast: Cast) -> None:
    budi, hendra = signed_in(cast.budi), signed_in(cast.hendra)
    page = budi.get(desk("reasons")).text
    assert 'href="/panduan/sid-16/"' in page
    assert BY_ROW[35][0] in page
    added = budi.post(
        desk("reasons"), {"aksi": "tambah", "baris": "16", "teks": "Lampiran <b>tidak</b> ada."}
    )
    assert added["Location"] == desk("reasons") + "#baris-16"
    refused = budi.post(
        desk("reasons"), {"aksi": "tambah", "baris": "16", "teks": "Lampiran <b>tidak</b> ada."}
    )
    assert refused.status_code == 422
    assert "Alasan ini sudah ada." in refused.text
    with scope({KOTIM}):
        own = CannedReason.objects.get(text="Lampiran <b>tidak</b> ada.")
        [innovation] = many_submitted(cast, 1)
    hendra.post(admin("reasons"), {"aksi": "naik", "baris": "16", "alasan": str(own.pk)})
    hendra.post(
        admin("reasons"), {"aksi": "ubah", "baris": "16", "alasan": str(own.pk), "teks": "Lampiran & SK."}
    )
    row = budi.get(desk("row", innovation.public_id, 16)).text
    offered = re.findall(r'name="ready" value="([^"]*)"', row)
    assert offered[2] == "Lampiran &amp; SK."
    for nonsense in (
        {},
        {"aksi": "x"},
        {"aksi": "ubah", "alasan": "999999", "teks": "x"},
        {"aksi": "naik", "alasan": "9" * 40},
    ):
        assert budi.post(desk("reasons"), nonsense).status_code == 422, nonsense


def test_reasons_are_marked_as_indonesian_on_an_english_page(cast: Cast) -> None:
    with scope({KOTIM}):
        [innovation] = many_submitted(cast, 1)
    budi = signed_in(cast.budi)
    marked = f'<span lang="id">{BY_ROW[16][0]}</span>'
    for page in (desk("reasons"), desk("row", innovation.public_id, 16)):
        assert marked in budi.get(page, headers={"accept-language": "en"}).text
        assert marked not in budi.get(page, headers={"accept-language": "id"}).text


def test_first_press_on_an_untouched_list_begins_it(cast: Cast) -> None:
    budi = signed_in(cast.budi)
    budi.post(desk("reasons"), {"aksi": "henti", "baris": "16", "alasan": "", "kata": BY_ROW[16][1]})
    with scope({KOTIM}):
        assert reasons_for(KOTIM, row=16) == [BY_ROW[16][0], BY_ROW[16][2], *GENERAL]
