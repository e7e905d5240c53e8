"""The steps of an innovation as the operator takes them on the overview."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from iga_portal.tenancy.scope import scope
from innovations.domain.answers import set_answer
from innovations.domain.innovations import change_proposal
from innovations.domain.transitions import take_step
from innovations.models import Innovation, Receipt, Transition
from innovations.workflow import Action
from regions.access import Actor
from regions.enums import Role
from regions.models import Membership, Person
from tests.cast import KOTIM, NOON, Cast, judge_all, make_complete, make_draft, submit, verify
from tests.innovations.opd_support import address, head_address, signed_in


@pytest.fixture
def sari(cast: Cast) -> Client:
    return signed_in(cast.sari)


def overview(cast: Cast, innovation: Innovation) -> str:
    return address("innovation", cast.health, public_id=innovation.public_id)


def press(
    client: Client, cast: Cast, innovation: Innovation, action: str, *, version: int, **more: Any
) -> Any:
    url = address("innovation_step", cast.health, public_id=innovation.public_id, action=action)
    return client.post(url, {"version": version}, **more)


def now(innovation: Innovation) -> Innovation:
    with scope({KOTIM}):
        return Innovation.objects.get(pk=innovation.pk)


@pytest.fixture
def complete(cast: Cast) -> Innovation:
    with scope({KOTIM}):
        return make_complete(cast.actor("sari"), opd=cast.health, period=cast.period)


def test_complete_draft_is_submitted_from_its_overview(
    cast: Cast, complete: Innovation, sari: Client
) -> None:
    precheck = address("submit", cast.health, public_id=complete.public_id)
    assert f'href="{precheck}"' in sari.get(overview(cast, complete)).content.decode()
    page = sari.get(precheck).content.decode()
    assert f'name="version" value="{complete.version}"' in page
    assert "Ajukan ke desk" in page
    answer = sari.post(precheck, {"version": complete.version, "langkah": "submit"}, follow=True)
    after = answer.content.decode()
    assert "diajukan. Desk daerah akan memeriksanya" in after
    assert "Desk daerah sedang memeriksa" in after
    assert now(complete).state == "submitted"
    with scope({KOTIM}):
        receipt = Receipt.objects.get(kind="submission")
    assert answer.redirect_chain == [(address("receipt", cast.health, code=receipt.code), 302)]


def test_second_press_changes_nothing_and_says_so(cast: Cast, complete: Innovation, sari: Client) -> None:
    first = press(sari, cast, complete, "submit", version=complete.version)
    second = press(sari, cast, complete, "submit", version=complete.version, follow=True)
    assert second.redirect_chain == [(first["Location"], 302)]
    assert "tidak ada yang diajukan dua kali" in second.content.decode()
    with scope({KOTIM}):
        assert Transition.objects.filter(innovation=complete, action="submit").count() == 1


def test_incomplete_draft_offers_the_next_gap_instead_of_the_step_and_is_refused(
    cast: Cast, sari: Client
) -> None:
    with scope({KOTIM}):
        draft = make_draft(cast.actor("sari"), opd=cast.health, period=cast.period)
    page = sari.get(overview(cast, draft)).content.decode()
    step = address("proposal_step", cast.health, public_id=draft.public_id, step="asal")
    assert "Lanjutkan mengisi: Identitas" in page
    assert f'href="{step}#id_coordinates"' in page
    assert (
        f'action="{address("innovation_step", cast.health, public_id=draft.public_id, action="submit")}"'
        not in page
    )
    refused = press(sari, cast, draft, "submit", version=1, follow=True).content.decode()
    assert "Belum dapat diajukan: 21 hal wajib belum lengkap." in refused
    assert now(draft).state == "draft"


def test_every_gap_on_the_overview_leads_to_a_page_where_it_is_closed(cast: Cast, sari: Client) -> None:
    with scope({KOTIM}):
        draft = make_draft(cast.actor("sari"), opd=cast.health, period=cast.period)
        changes = {"pkpn_cluster": "D", "design": "pendek", "implemented_on": date(2023, 1, 1)}
        change_proposal(draft.pk, actor=cast.actor("sari"), seen=None, changes=changes)
        set_answer(draft.pk, row=20, actor=cast.actor("sari"), level=2)
    from innovations.queries.opd import own_innovation, sheet_of
    from innovations.views.opd_parts import gap_url

    page = sari.get(overview(cast, draft))
    with scope({KOTIM}):
        found = own_innovation(cast.actor("sari"), public_id=draft.public_id)
        assert found is not None
        gaps = sheet_of(found).required
        urls = [gap_url(page.wsgi_request, gap, public_id=draft.public_id) for gap in gaps]
    assert {gap.code for gap in gaps} == {"missing", "words", "development", "mandatory", "evidence"}
    for url in urls:
        assert f'href="{url}"' in page.content.decode()
        target, _, anchor = url.partition("#")
        shown = sari.get(target).content.decode()
        assert not anchor or f'id="{anchor}"' in shown, url


def test_page_that_is_out_of_date_shows_what_changed_and_takes_no_step(
    cast: Cast, complete: Innovation, sari: Client
) -> None:
    putri = Person.objects.create(email="putri@contoh.go.id", name="Putri")
    Membership.objects.create(
        person=putri, role=Role.OPERATOR, region_id=KOTIM, opd=cast.health, valid_from=date(2025, 1, 1)
    )
    with scope({KOTIM}, actor_id=putri.pk, role="operator"):
        actor = Actor(putri.pk, Role.OPERATOR, KOTIM, frozenset({cast.health.pk}))
        changed = change_proposal(
            complete.pk, actor=actor, seen=None, changes={"kind": "nondigital"}
        ).innovation
        set_answer(complete.pk, row=18, actor=actor, level=1)
    answer = press(sari, cast, complete, "submit", version=complete.version)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Yang berubah sejak halaman Anda dibuka" in page
    assert "Diubah oleh Putri." in page
    kind = page.split('id="perubahan"', 1)[1].split("</table>", 1)[0]
    assert "Digital" in kind
    assert "Nondigital" in kind
    rows = page.split("Baris yang isian atau buktinya berubah", 1)[1].split("</p>", 1)[0]
    assert rows.count("<a ") == 1
    assert ">18</a>" in rows
    assert now(complete).state == "draft"
    # Having seen it, the same button works.
    assert f'name="version" value="{changed.version + 1}"' in page


@pytest.mark.parametrize("version", ["", "abc", "999999999999", "-1"])
def test_nonsense_for_a_version_takes_no_step(
    cast: Cast, complete: Innovation, sari: Client, version: str
) -> None:
    url = address("innovation_step", cast.health, public_id=complete.public_id, action="submit")
    assert sari.post(url, {"version": version}).status_code == 409
    assert now(complete).state == "draft"


def test_input_that_closed_in_between_is_told(cast: Cast, complete: Innovation) -> None:
    with time_machine.travel(NOON + timedelta(days=46), tick=True):
        client = signed_in(cast.sari)
        page = client.get(address("submit", cast.health, public_id=complete.public_id)).content.decode()
        assert "Penjaringan sedang tidak dibuka" in page
        assert '<form method="post" class="submit-bar"' not in page
        refused = press(client, cast, complete, "submit", version=complete.version, follow=True)
        assert "Isian tetap tersimpan sebagai draf" in refused.content.decode()
    assert now(complete).state == "draft"


# Withdraw, take up -------------------------------------------------------------------------------------------------


def test_withdrawing_needs_a_reason_and_can_be_taken_up_again(
    cast: Cast, complete: Innovation, sari: Client
) -> None:
    with scope({KOTIM}):
        innovation = verify(submit(complete, cast.actor("sari")), cast.actor("budi"))
    url = address("innovation_withdraw", cast.health, public_id=innovation.public_id)
    page = sari.get(url).content.decode()
    assert "mulai dari draf dan harus diajukan lagi" in page
    refused = sari.post(url, {"version": innovation.version, "reason": "  "}).content.decode()
    assert 'href="#id_reason"' in refused
    assert now(innovation).state == "verified"
    sari.post(url, {"version": innovation.version, "reason": "Tercatat dua kali."})
    assert now(innovation).state == "withdrawn"
    shown = sari.get(overview(cast, innovation)).content.decode()
    assert "Tercatat dua kali." in shown
    assert "Lanjutkan lagi sebagai draf" in shown
    press(sari, cast, innovation, "take_up", version=now(innovation).version)
    assert now(innovation).state == "draft"


def test_step_that_needs_a_reason_is_sent_to_its_page(cast: Cast, complete: Innovation, sari: Client) -> None:
    answer = press(sari, cast, complete, "withdraw", version=complete.version)
    assert answer["Location"] == address("innovation_withdraw", cast.health, public_id=complete.public_id)
    assert now(complete).state == "draft"


def test_sent_innovation_cannot_be_withdrawn(cast: Cast, complete: Innovation, sari: Client) -> None:
    with scope({KOTIM}):
        verify(submit(complete, cast.actor("sari")), cast.actor("budi"))
        Innovation.objects.filter(pk=complete.pk).update(state="sent")
    url = address("innovation_withdraw", cast.health, public_id=complete.public_id)
    assert sari.get(url)["Location"] == overview(cast, complete)
    page = sari.post(url, {"version": now(complete).version, "reason": "x"}, follow=True).content.decode()
    assert "tidak dapat dilakukan: status inovasi sekarang" in page
    assert now(complete).state == "sent"


@pytest.mark.parametrize("action", ["verify", "return", "send", "assess", "reopen_rows", "apa-saja"])
def test_steps_of_others_are_no_pages_here(
    cast: Cast, complete: Innovation, sari: Client, action: str
) -> None:
    url = address("innovation_step", cast.health, public_id=complete.public_id, action="submit")
    assert press(sari, cast, complete, action.replace("_", "-"), version=1).status_code == 404
    assert sari.post(url.replace("submit", action), {"version": 1}).status_code == 404
    assert sari.get(url).status_code == 405


# Returned ----------------------------------------------------------------------------------------------------------


def test_returned_innovation_tells_every_reason_and_is_submitted_again(
    cast: Cast, complete: Innovation, sari: Client
) -> None:
    with scope({KOTIM}):
        innovation = submit(complete, cast.actor("sari"))
        judge_all(innovation, cast.actor("budi"))
        innovation.refresh_from_db()
        take_step(
            innovation.pk,
            action=Action.RETURN,
            actor=cast.actor("budi"),
            seen_version=innovation.version,
            row_reasons={16: "SK tanpa nama inovasi.", None: "Perjelas manfaat."},
        )
    page = sari.get(overview(cast, innovation)).content.decode()
    for words in ("SK tanpa nama inovasi.", "Perjelas manfaat.", "Dikembalikan oleh Budi", "belum disentuh"):
        assert words in page
    press(sari, cast, innovation, "resubmit", version=now(innovation).version)
    assert now(innovation).state == "submitted"
    assert "SK tanpa nama inovasi." not in sari.get(overview(cast, innovation)).content.decode()


def test_timeline_tells_who_did_what_to_the_head_too(cast: Cast, complete: Innovation) -> None:
    with scope({KOTIM}):
        verify(submit(complete, cast.actor("sari")), cast.actor("budi"))
    page = signed_in(cast.joko).get(head_address("innovation", cast.health, public_id=complete.public_id))
    story = page.content.decode().split('class="timeline"', 1)[1]
    order = [story.index(words) for words in ("Terverifikasi", "Diajukan ke desk", "Dibuat")]
    assert order == sorted(order)
    assert "Budi, Penelaah desk" in story
    assert "Sari, Operator OPD" in story
