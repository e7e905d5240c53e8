"""A question on one row: who asks, who answers, what stays locked, and when the row's clock stands still."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from iga_portal.notices.models import Notice
from iga_portal.refusals import Refused, StaleVersion
from iga_portal.tenancy.scope import scope
from innovations.domain.answers import set_answer
from innovations.domain.questions import ask_question, reply_to_question, take_back_question
from innovations.domain.seen import field_hash
from innovations.domain.transitions import take_step
from innovations.domain.verdicts import judge_row
from innovations.models import Answer, Innovation, RowQuestion
from innovations.queries.questions import stood_still, waiting_for_opd
from innovations.workflow import Action
from tests.cast import KOTIM, NOON, Cast, make_complete, submit
from tests.innovations.desk_support import desk, seen, signed_in

NOTHING = field_hash("")


@pytest.fixture
def innovation(cast: Cast) -> Innovation:
    sari = cast.actor("sari")
    with scope({KOTIM}):
        return submit(make_complete(sari, opd=cast.health, period=cast.period), sari)


def answer_of(innovation: Innovation, row: int = 17) -> Answer:
    return Answer.objects.get(innovation=innovation, row=row)


def test_question_and_answer_tell_both_sides_and_unlock_nothing(cast: Cast, innovation: Innovation) -> None:
    budi, sari = cast.actor("budi"), cast.actor("sari")
    with scope({KOTIM}):
        Notice.objects.all().delete()
        asked = ask_question(answer_of(innovation).pk, reviewer=budi, text=" Siapa lima orang itu? ")
        assert ask_question(answer_of(innovation).pk, reviewer=budi, text="Siapa lima orang itu?") == asked
        with pytest.raises(Refused) as refused:
            ask_question(answer_of(innovation).pk, reviewer=budi, text="Lainnya?")
        assert refused.value.code == "asked"
        with pytest.raises(Refused, match="terkunci"):
            set_answer(innovation.pk, row=17, actor=sari, level=1)
        assert [question.pk for question in waiting_for_opd(sari)] == [asked.pk]
        answered = reply_to_question(asked.pk, actor=sari, text="Lihat lampiran 2.", seen=NOTHING)
        assert not waiting_for_opd(sari).exists()
        with pytest.raises(StaleVersion):
            reply_to_question(asked.pk, actor=sari, text="Lain lagi.", seen=NOTHING)
        reply_to_question(asked.pk, actor=sari, text="Lihat lampiran 3.", seen=field_hash(answered.reply))
        assert list(Notice.objects.order_by("pk").values_list("kind", "person_id", "path")) == [
            ("question", cast.sari.pk, f"/d/{KOTIM}/opd/{cast.health.pk}/inovasi/{innovation.public_id}/baris/17/"),
            ("question_replied", cast.budi.pk, desk("row", innovation.public_id, 17)),
        ]  # fmt: skip
        answer = answer_of(innovation)
        judge_row(answer.pk, reviewer=budi, level=2, seen_hash=seen(innovation, 17))
        asked.refresh_from_db()
        assert (asked.reply, asked.closed_at is None) == ("Lihat lampiran 3.", False)
        with pytest.raises(Refused, match="sudah menutup"):
            reply_to_question(asked.pk, actor=sari, text="Masih ada.", seen=field_hash(asked.reply))


@pytest.mark.parametrize("name", ["dewi", "joko", "wati", "budi", "hendra"])
def test_only_the_operator_of_the_opd_answers(cast: Cast, innovation: Innovation, name: str) -> None:
    with scope({KOTIM}):
        asked = ask_question(answer_of(innovation).pk, reviewer=cast.actor("budi"), text="Siapa?")
        with pytest.raises(Refused):
            reply_to_question(asked.pk, actor=cast.actor(name), text="Saya.", seen=NOTHING)
        asked.refresh_from_db()
        assert asked.replied_at is None


@pytest.mark.parametrize("name", ["sari", "hendra", "wati", "rina"])
def test_only_a_reviewer_asks(cast: Cast, innovation: Innovation, name: str) -> None:
    with scope({KOTIM}):
        with pytest.raises(Refused):
            ask_question(answer_of(innovation).pk, reviewer=cast.actor(name), text="Siapa?")
        assert not RowQuestion.objects.exists()


def test_what_leaves_the_desk_is_asked_no_longer(cast: Cast, innovation: Innovation) -> None:
    sari, budi = cast.actor("sari"), cast.actor("budi")
    with scope({KOTIM}):
        asked = ask_question(answer_of(innovation).pk, reviewer=budi, text="Siapa?")
        take_step(
            innovation.pk,
            action=Action.WITHDRAW,
            actor=sari,
            seen_version=innovation.version,
            reason="Ganda.",
        )
        asked.refresh_from_db()
        assert asked.closed_at is not None
        with pytest.raises(Refused, match="tidak lagi di desk"):
            reply_to_question(asked.pk, actor=sari, text="Kami.", seen=NOTHING)


def test_clock_of_the_row_stands_still_from_question_to_answer(cast: Cast, innovation: Innovation) -> None:
    """Asked at 2 h, answered at 5 h: 3 h. Asked again at 6 h, taken back at 8 h: 2 h. Asked at 9 h, open at 10 h: 1 h."""
    budi, sari = cast.actor("budi"), cast.actor("sari")

    def at(hours: int) -> time_machine.travel:
        return time_machine.travel(NOON + timedelta(hours=hours), tick=False)

    with scope({KOTIM}):
        pk = answer_of(innovation).pk
        with at(2):
            first = ask_question(pk, reviewer=budi, text="Satu?")
        with at(5):
            reply_to_question(first.pk, actor=sari, text="Ya.", seen=NOTHING)
        with at(6):
            second = ask_question(pk, reviewer=budi, text="Dua?")
        with at(8):
            take_back_question(second.pk, reviewer=budi)
        with at(9):
            ask_question(pk, reviewer=budi, text="Tiga?")
        asked = RowQuestion.objects.all()
        assert stood_still(asked, since=NOON, now=NOON + timedelta(hours=10)) == timedelta(hours=6)
        assert stood_still(
            asked, since=NOON + timedelta(hours=7), now=NOON + timedelta(hours=9)
        ) == timedelta(hours=1)


def test_pages_ask_and_answer(cast: Cast, innovation: Innovation) -> None:
    budi, sari = signed_in(cast.budi), signed_in(cast.sari)
    budi.post(desk("ask", innovation.public_id, 17), {"tanya": "Siapa <lima> orang itu?"})
    assert "Siapa &lt;lima&gt; orang itu?" in budi.get(desk("row", innovation.public_id, 17)).text
    assert "Menunggu jawaban OPD" in budi.get(desk("innovation", innovation.public_id)).text
    base = f"/d/{KOTIM}/opd/{cast.health.pk}/"
    row = f"{base}inovasi/{innovation.public_id}/baris/17/"
    with scope({KOTIM}):
        asked = RowQuestion.objects.get()
    for address in (base, f"{base}pertanyaan/", row):
        assert "Siapa &lt;lima&gt; orang itu?" in sari.get(address).text, address
    head = signed_in(cast.joko).get(
        f"/d/{KOTIM}/kepala-opd/{cast.health.pk}/inovasi/{innovation.public_id}/baris/17/"
    )
    assert "Siapa &lt;lima&gt;" in head.text
    assert 'name="jawaban"' not in head.text
    refused = sari.post(f"{base}pertanyaan/{asked.pk}/", {"jawaban": "Nama\x07 mereka", "terlihat": NOTHING})
    assert refused.status_code == 422
    other = signed_in(cast.dewi).post(
        f"/d/{KOTIM}/opd/{cast.education.pk}/pertanyaan/{asked.pk}/", {"jawaban": "Kami", "terlihat": NOTHING}
    )
    assert other.status_code == 422
    assert "lima" not in other.text
    answered = sari.post(
        f"{base}pertanyaan/{asked.pk}/", {"jawaban": "Lampiran 2.", "terlihat": NOTHING, "kembali": "baris"}
    )
    assert answered["Location"] == f"{row}#pertanyaan"
    assert "Lampiran 2." in budi.get(desk("row", innovation.public_id, 17)).text
    assert "OPD sudah menjawab" in budi.get(desk("innovation", innovation.public_id)).text
