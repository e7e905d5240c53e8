"""The head of an OPD reads what changed and confirms the list: exactly what was seen, once, and shown to others."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction
from django.test import Client

from iga_portal.notices.models import Notice
from iga_portal.refusals import Refused, StaleVersion
from iga_portal.tenancy.scope import scope
from innovations.domain.answers import set_answer
from innovations.domain.confirmations import Confirmed, confirm_list, list_mark
from innovations.domain.innovations import change_proposal
from innovations.domain.transitions import take_step
from innovations.models import Innovation, OpdConfirmation
from innovations.queries.confirmations import (
    Kind,
    changes_on_page,
    moved_of,
    read_list,
    standing_confirmation,
    standing_for,
)
from innovations.queries.opd import sheets_of
from innovations.workflow import Action
from tests.cast import KOTIM, NOON, Cast, make_complete, make_draft, region_period, submit
from tests.innovations.opd_support import address, counted, head_address, signed_in

LATER = NOON + timedelta(hours=1)


def mark(cast: Cast) -> str:
    rows = Innovation.objects.filter(opd_id__in=cast.actor("joko").opd_ids)
    return list_mark(list(rows.values_list("public_id", "version")))


def confirm(
    cast: Cast, *, who: str = "joko", seen: str | None = None, opd_id: int | None = None
) -> Confirmed:
    return confirm_list(
        actor=cast.actor(who),
        opd_id=cast.health.pk if opd_id is None else opd_id,
        region_period=region_period(cast),
        seen=mark(cast) if seen is None else seen,
        now=NOON,
    )


@pytest.fixture
def listed(cast: Cast) -> Innovation:
    """A complete draft of the agency and an empty one of its unit."""
    sari = cast.actor("sari")
    with scope({KOTIM}):
        make_draft(sari, opd=cast.clinic, period=cast.period, name="Posyandu Digital")
        return make_complete(sari, opd=cast.health, period=cast.period)


# The act ----------------------------------------------------------------------------------------------------------


def test_confirmation_keeps_what_stood_on_the_list(cast: Cast, listed: Innovation) -> None:
    with scope({KOTIM}):
        found = confirm(cast)
        assert found.changed
        content = {entry["name"]: entry for entry in found.confirmation.content}
        assert set(content) == {"Antrean Daring", "Posyandu Digital"}
        entry = content["Antrean Daring"]
        # 20 rows at level 2, whose weights sum to 37: 74 points.
        assert (entry["state"], entry["claimed"], entry["version"]) == ("draft", 7400, listed.version)
        assert {"design", "aim", "16", "35"} <= set(entry["parts"])
        assert content["Posyandu Digital"]["parts"]["16"].startswith("-:")
        assert (found.confirmation.confirmed_by, found.confirmation.confirmed_at) == (cast.joko, NOON)


def test_second_press_records_nothing_and_a_changed_list_is_recorded_anew(
    cast: Cast, listed: Innovation
) -> None:
    with scope({KOTIM}):
        first = confirm(cast)
        again = confirm(cast)
        assert (again.changed, again.confirmation) == (False, first.confirmation)
        set_answer(listed.pk, row=20, actor=cast.actor("sari"), level=1)
        with counted() as count:
            third = confirm(cast)
        assert third.changed and OpdConfirmation.objects.count() == 2
        assert third.confirmation.content_hash != first.confirmation.content_hash
        assert count.value < 20
        before = {entry["name"]: entry for entry in first.confirmation.content}
        after = {entry["name"]: entry for entry in third.confirmation.content}
        assert after["Posyandu Digital"] == before["Posyandu Digital"]


def test_list_that_changed_in_between_is_not_confirmed(cast: Cast, listed: Innovation) -> None:
    with scope({KOTIM}):
        seen = mark(cast)
        change_proposal(listed.pk, actor=cast.actor("sari"), seen=None, changes={"aim": "Lain sama sekali."})
        with pytest.raises(StaleVersion):
            confirm(cast, seen=seen)
        make_draft(cast.actor("sari"), opd=cast.health, period=cast.period, name="Baru")
        with pytest.raises(StaleVersion):
            confirm(cast, seen="")
        assert not OpdConfirmation.objects.exists()


@pytest.mark.parametrize("who", ["sari", "dewi", "budi", "hendra", "tiur", "wati", "rina", "arif"])
def test_nobody_but_the_head_confirms(cast: Cast, listed: Innovation, who: str) -> None:
    with scope({KOTIM}):
        with pytest.raises(Refused) as refused:
            confirm(cast, who=who)
        assert refused.value.code == "role"
        assert not OpdConfirmation.objects.exists()


def test_head_does_not_confirm_another_opd(cast: Cast, listed: Innovation) -> None:
    with scope({KOTIM}):
        make_draft(cast.actor("dewi"), opd=cast.education, period=cast.period, name="Punya Disdik")
        with pytest.raises(Refused) as refused:
            confirm(cast, opd_id=cast.education.pk)
        assert refused.value.code == "role"
    answer = signed_in(cast.joko).post(head_address("confirm", cast.education), {"terlihat": "x"})
    assert answer.status_code == 404


def test_empty_list_is_not_confirmed(cast: Cast) -> None:
    with scope({KOTIM}), pytest.raises(Refused) as refused:
        confirm(cast)
    assert refused.value.code == "empty"


def test_operators_are_told_and_the_head_is_not(cast: Cast, listed: Innovation) -> None:
    with scope({KOTIM}):
        confirm(cast)
        assert list(Notice.objects.values_list("person__name", "kind")) == [("Sari", "list_confirmed")]
        assert "2 inovasi" in Notice.objects.get().text


def test_database_refuses_to_change_a_confirmation(cast: Cast, listed: Innovation) -> None:
    with scope({KOTIM}):
        confirm(cast)
        for statement in (
            "UPDATE innovations_opdconfirmation SET content = '[]'",
            "DELETE FROM innovations_opdconfirmation",
        ):
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)
        assert len(OpdConfirmation.objects.get().content) == 2


# What changed -----------------------------------------------------------------------------------------------------


def changes(cast: Cast) -> dict[str, Any]:
    joko, period = cast.actor("joko"), region_period(cast)
    read = read_list(joko.opd_ids, opd_id=cast.health.pk, region_period=period)
    shown = list(Innovation.objects.filter(opd_id__in=joko.opd_ids).select_related("region_period__period"))
    sheets = sheets_of(moved_of(shown, read=read))
    found = changes_on_page(shown, read=read, sheets=sheets, region_period=period)
    return {innovation.name: found[innovation.pk] for innovation in shown}


def test_changes_are_told_by_field_row_level_and_state(cast: Cast, listed: Innovation) -> None:
    sari = cast.actor("sari")
    with scope({KOTIM}):
        confirm(cast)
        change_proposal(
            listed.pk,
            actor=sari,
            seen=None,
            changes={"name": "Antrean Daring Plus", "aim": "Lain sama sekali."},
        )
        set_answer(listed.pk, row=20, actor=sari, level=1)
        set_answer(listed.pk, row=21, actor=sari, level=2, note="Lihat halaman 3.")
        submit(listed, sari)
        make_draft(sari, opd=cast.health, period=cast.period, name="Baru")
        found = changes(cast)
        since = found["Antrean Daring Plus"]
        assert (since.kind, since.state_before, since.renamed_from) == (
            Kind.CHANGED,
            "draft",
            "Antrean Daring",
        )
        assert set(since.fields) == {"name", "aim"}
        assert [(move.row, move.before, move.after) for move in since.rows] == [(20, 2, 1), (21, 2, 2)]
        assert found["Baru"].kind is Kind.NEW
        assert found["Posyandu Digital"].kind is Kind.SAME


def test_step_alone_is_a_change_of_state_and_withdrawing_has_its_own_word(
    cast: Cast, listed: Innovation
) -> None:
    sari = cast.actor("sari")
    with scope({KOTIM}):
        confirm(cast)
        submit(listed, sari)
        assert changes(cast)["Antrean Daring"].kind is Kind.MOVED
        confirm(cast)
        listed.refresh_from_db()
        take_step(listed.pk, action=Action.WITHDRAW, actor=sari, seen_version=listed.version, reason="Ganda.")
        since = changes(cast)["Antrean Daring"]
        assert (since.kind, since.state_before) == (Kind.WITHDRAWN, "submitted")


def test_change_taken_back_says_nothing_of_fields(cast: Cast, listed: Innovation) -> None:
    sari = cast.actor("sari")
    with scope({KOTIM}):
        confirm(cast)
        set_answer(listed.pk, row=20, actor=sari, level=1)
        set_answer(listed.pk, row=20, actor=sari, level=2)
        since = changes(cast)["Antrean Daring"]
        assert (since.kind, since.fields, since.rows) == (Kind.SAME, [], [])


# The pages --------------------------------------------------------------------------------------------------------


def page_of(client: Client, cast: Cast, query: str = "") -> str:
    return client.get(head_address("home", cast.health) + query).content.decode()


def press(client: Client, cast: Cast, page: str) -> Any:
    data = dict(re.findall(r'<input type="hidden" name="(terlihat|dibuka)" value="([^"]*)"', page))
    return client.post(head_address("confirm", cast.health), data)


def test_head_reads_and_confirms_in_one_act(cast: Cast, listed: Innovation) -> None:
    joko = signed_in(cast.joko)
    page = page_of(joko, cast)
    assert "Saya telah membaca dan menyetujui daftar ini" in page
    assert "tidak disyaratkan pedoman" in page
    assert press(joko, cast, page)["Location"] == head_address("home", cast.health)
    after = page_of(joko, cast)
    assert "tercatat telah Anda baca dan setujui" in after
    assert "tidak ada yang berubah sesudahnya" in after
    assert "Saya telah membaca dan menyetujui daftar ini" not in after
    with time_machine.travel(LATER, tick=True), scope({KOTIM}):
        change_proposal(listed.pk, actor=cast.actor("sari"), seen=None, changes={"aim": "Lain sama sekali."})
        set_answer(listed.pk, row=20, actor=cast.actor("sari"), level=1)
    page = page_of(joko, cast)
    assert "1 berubah" in page
    line = page.split('class="since"', 1)[1].split("</div>", 1)[0]
    assert "Diubah" in line and "Profil: Tujuan" in line and "Baris 20 (tingkat 2 menjadi 1)" in line
    only = page_of(joko, cast, "?lihat=berubah")
    assert "Antrean Daring" in only and "Posyandu Digital" not in only.split("<tbody>", 1)[1]


def test_stale_page_names_what_moved_and_confirms_nothing(cast: Cast, listed: Innovation) -> None:
    joko = signed_in(cast.joko)
    page = page_of(joko, cast)
    with time_machine.travel(LATER, tick=True), scope({KOTIM}):
        set_answer(listed.pk, row=20, actor=cast.actor("sari"), level=1)
    answer = press(joko, cast, page)
    shown = answer.content.decode()
    assert answer.status_code == 409
    assert "Berubah sejak halaman dibuka" in shown
    assert "<li>Antrean Daring</li>" in shown and "<li>Posyandu Digital</li>" not in shown
    with scope({KOTIM}):
        assert not OpdConfirmation.objects.exists()
    press(joko, cast, shown)
    with scope({KOTIM}):
        assert OpdConfirmation.objects.count() == 1


@pytest.mark.parametrize(
    "data", [{}, {"terlihat": "x" * 5000, "dibuka": "kemarin"}, {"dibuka": "2026-13-45T99"}]
)
def test_nonsense_confirms_nothing(cast: Cast, listed: Innovation, data: dict[str, str]) -> None:
    answer = signed_in(cast.joko).post(head_address("confirm", cast.health), data)
    assert answer.status_code == 409
    with scope({KOTIM}):
        assert not OpdConfirmation.objects.exists()


def test_operator_desk_and_admin_read_when_it_was_confirmed_and_what_changed_since(
    cast: Cast, listed: Innovation
) -> None:
    with scope({KOTIM}):
        submit(listed, cast.actor("sari"))
    overviews = {
        "sari": address("innovation", cast.health, public_id=listed.public_id),
        "budi": f"/d/{KOTIM}/desk/inovasi/{listed.public_id}/",
        "hendra": f"/d/{KOTIM}/daerah/inovasi/{listed.public_id}/",
    }
    list_url = address("innovations", cast.health)

    def shown(who: str, url: str) -> str:
        page = signed_in(getattr(cast, who)).get(url).content.decode()
        return re.sub(
            r"\s+", " ", re.sub(r"<[^>]+>", "", page.split('class="confirmed', 1)[1].split("</p>", 1)[0])
        )

    for who, url in overviews.items():
        assert "Belum dikonfirmasi kepala OPD" in shown(who, url), who
    with scope({KOTIM}), time_machine.travel(LATER, tick=False):
        confirm_list(
            actor=cast.actor("joko"), opd_id=cast.health.pk, region_period=region_period(cast), seen=mark(cast),
            now=LATER,
        )  # fmt: skip
    for who, url in {**overviews, "sari": list_url}.items():
        words = shown(who, url)
        assert "Dikonfirmasi kepala OPD 7 Juli 2026 13.00 WIB (Joko)" in words, who
        assert "berubah" not in words
    with time_machine.travel(LATER + timedelta(hours=1), tick=True), scope({KOTIM}):
        make_draft(cast.actor("sari"), opd=cast.clinic, period=cast.period, name="Sesudahnya", now=LATER)
        assert "1 berubah sesudahnya" in shown("sari", list_url)
        assert "berubah" not in shown("budi", overviews["budi"])
        innovation = Innovation.objects.get(pk=listed.pk)
        take_step(
            innovation.pk, action=Action.RETURN, actor=cast.actor("budi"), seen_version=innovation.version,
            row_reasons={16: "SK tidak terbaca."},
        )  # fmt: skip
        assert "berubah sesudahnya" in shown("budi", overviews["budi"])
        assert "2 berubah sesudahnya" in shown("sari", list_url)


def test_confirmation_of_the_parent_covers_its_unit(cast: Cast, listed: Innovation) -> None:
    with scope({KOTIM}):
        confirm(cast)
        unit = Innovation.objects.select_related("opd").get(name="Posyandu Digital")
        standing = standing_for(unit)
        assert standing is not None and standing.by == "Joko"
        assert standing_confirmation({cast.education.pk}, region_period_id=unit.region_period_id) is None


def test_head_s_home_asks_the_same_of_10_and_of_60_however_much_changed(cast: Cast) -> None:
    sari = cast.actor("sari")
    joko, url = signed_in(cast.joko), head_address("home", cast.health)
    counts = []
    with scope({KOTIM}):
        made = [
            make_complete(sari, opd=cast.health, period=cast.period, name=f"Inovasi {number:02d}")
            for number in range(10)
        ]
    for more in (0, 50):
        with scope({KOTIM}):
            for number in range(more):
                make_draft(sari, opd=cast.health, period=cast.period, name=f"Tambahan {number:02d}")
            confirm(cast)
            for innovation in made:
                set_answer(innovation.pk, row=20, actor=sari, level=1 if more else 3)
        joko.get(url)
        with counted() as count:
            joko.get(url)
        counts.append(count.value)
    assert counts[0] == counts[1] <= 12
