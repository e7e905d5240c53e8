"""Who takes part: the numbers of Kotawaringin Timur and Pekalongan, the course, reminders, and flat pages."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from iga_portal.notices.models import Mail, Notice
from iga_portal.refusals import Refused
from iga_portal.tenancy.scope import scope
from innovations.domain.reminders import Sent, remind_opds
from innovations.enums import State
from innovations.models import Innovation, Reminder, Transition
from innovations.queries.participation import (
    Chosen,
    Progress,
    chosen_lines,
    course_of,
    participation_of,
    read_chosen,
)
from innovations.queries.windows import Cause, cause_of, window_check
from regions.enums import Role
from regions.lists.kinds import Asked, list_kind
from regions.models import Invitation, Membership, Opd, Person, Region, RegionPeriod
from regions.queries.instruments import instrument_of
from tests.cast import BENGKULU, KOTIM, NOON, Cast, region_period
from tests.innovations.opd_support import counted

WIB = ZoneInfo("Asia/Jakarta")
INSIDE, BEFORE, AFTER = date(2025, 3, 1), date(2022, 3, 1), date(2026, 2, 1)


@pytest.fixture(autouse=True)
def _in_kotim(cast: Cast) -> Iterator[None]:
    with time_machine.travel(NOON, tick=False), scope({KOTIM}):
        yield


def entries(opd: Opd, states: str, *, found: RegionPeriod, implemented: date | None = INSIDE) -> None:
    """Innovations of an OPD, a state by letter, as the demonstration writes them: Draft, Submitted, Returned, Verified, …"""
    letters = {state.value[0].upper(): state for state in State if state is not State.SENT}
    letters |= {"X": State.DECLINED, "W": State.WITHDRAWN, "D": State.DRAFT, "K": State.SENT}
    Innovation.objects.bulk_create(
        Innovation(
            region_id=found.region_id, region_period=found, opd=opd, name=f"{opd.name} {number}", state=letters[letter],
            stage="penerapan", urusan="A02", implemented_on=implemented,
        )
        for number, letter in enumerate(states)
    )  # fmt: skip


def fill(cast: Cast, count: int) -> list[Opd]:
    """Further OPD, so that the region has `count` of them (units not counted)."""
    have = Opd.objects.filter(parent=None).count()
    return Opd.objects.bulk_create(
        Opd(region_id=KOTIM, name=f"Kecamatan {number:04d}") for number in range(have, count)
    )


@pytest.fixture
def kotim(cast: Cast) -> RegionPeriod:
    """2024's numbers: 15 of 47 OPD have 28 innovations."""
    found = region_period(cast)
    opds = [cast.health, cast.education, *fill(cast, 47)]
    standing = "VIRD VSM VS V V VX VVS VR VW VS M R D VS D".replace("I", "S").replace("M", "S").split()
    assert (len(standing), sum(map(len, standing))) == (15, 28)
    for opd, states in zip(opds, standing, strict=False):
        entries(opd, states, found=found)
    return found


def test_kotawaringin_timur_15_of_47_with_28_innovations(cast: Cast, kotim: RegionPeriod) -> None:
    found = participation_of(kotim)
    assert (found.begun, found.total, found.counts.total) == (15, 47, 28)
    # Two of the fifteen have drafts only: 13 have handed one in.
    assert found.met == 13
    client = client_of(cast, "hendra")
    text = " ".join(client.get(page("participation")).text.replace("\xa0", " ").split())
    assert '<span class="num">15</span> <span class="stat-of">dari 47 OPD, 31,9 %</span>' in text
    assert '<span class="num">13</span> <span class="stat-of">dari 47 OPD, 27,7 %</span>' in text
    assert "28 inovasi" in text


def test_units_count_with_their_opd_and_stand_below_it(cast: Cast) -> None:
    found = region_period(cast)
    entries(cast.clinic, "S", found=found)
    line = next(line for line in participation_of(found).lines if line.opd == cast.health)
    assert line.progress is Progress.MET
    assert (line.own.counts.total, line.counts.submitted, [unit.opd for unit in line.units]) == (
        0,
        1,
        [cast.clinic],
    )


def test_who_has_not_begun_is_told_apart(cast: Cast) -> None:
    found = region_period(cast)
    entries(cast.education, "D", found=found)
    by_name = {line.opd.name: line for line in participation_of(found).lines}
    assert {name: line.progress for name, line in by_name.items()} == {
        "Bapperida": Progress.NO_ACCOUNT,
        "Dinas Kesehatan": Progress.NOT_BEGUN,
        "Dinas Pendidikan": Progress.BEGUN,
    }
    desk = by_name["Bapperida"].opd
    Invitation.objects.create(
        email="x@contoh.go.id", name="X", role=Role.OPERATOR, region_id=KOTIM, opd=desk, secret_hash="1" * 64,
        invited_by=cast.hendra, expires_at=NOON + timedelta(days=1),
    )  # fmt: skip
    assert next(line for line in participation_of(found).lines if line.opd == desk).is_invited
    # An account whose role ended is no account.
    Membership.objects.filter(person=cast.sari).update(valid_until=date(2026, 7, 6))
    lines = participation_of(found).lines
    assert next(line for line in lines if line.opd == cast.health).progress is Progress.NO_ACCOUNT


def test_filters_and_order_stand_in_the_address(cast: Cast) -> None:
    found = region_period(cast)
    entries(cast.education, "DDS", found=found)
    entries(cast.health, "D", found=found)
    took_part = participation_of(found)

    def names(**query: str) -> list[str]:
        return [line.opd.name for line in chosen_lines(took_part, read_chosen(query))]

    assert names() == ["Bapperida", "Dinas Kesehatan", "Dinas Pendidikan"]
    assert names(urut="-draf") == ["Dinas Pendidikan", "Dinas Kesehatan", "Bapperida"]
    assert names(keadaan="belum") == ["Bapperida", "Dinas Kesehatan"]
    assert names(keadaan="terpenuhi") == ["Dinas Pendidikan"]
    assert names(cari="BAAMANG") == ["Dinas Kesehatan"]  # by its unit
    assert read_chosen({"urut": "'; drop", "keadaan": "x", "cari": " " * 900}) == Chosen()


def test_course_follows_what_was_handed_in_and_taken_back(cast: Cast) -> None:
    """Input opened 7 June 12.00; at the end of 13 and 20 June, 27 June, 4 July, and now."""
    found = region_period(cast)
    entries(cast.health, "S", found=found)
    entries(cast.education, "W", found=found)
    made = datetime(2026, 6, 9, tzinfo=WIB)
    Innovation.objects.update(created_at=made)
    for opd, steps in (
        (cast.health, [("submit", "draft", "submitted", datetime(2026, 6, 22, tzinfo=WIB))]),
        (
            cast.education,
            [
                ("submit", "draft", "submitted", datetime(2026, 6, 14, tzinfo=WIB)),
                ("return", "submitted", "returned", datetime(2026, 6, 15, tzinfo=WIB)),
                ("withdraw", "returned", "withdrawn", datetime(2026, 7, 5, tzinfo=WIB)),
            ],
        ),
    ):
        innovation = Innovation.objects.get(opd=opd)
        for action, source, target, at in steps:
            row = Transition.objects.create(
                region_id=KOTIM, innovation=innovation, action=action, from_state=source, to_state=target
            )
            Transition.objects.filter(pk=row.pk).update(at=at)
    steps = course_of(found, participation_of(found), now=NOON, zone=WIB)
    assert [(step.at.astimezone(WIB).day, step.begun, step.met) for step in steps] == [
        (14, 2, 1),  # midnight: everything up to 13 June, and what came in that very moment
        (21, 2, 1),
        (28, 2, 2),
        (5, 2, 1),
        (7, 2, 1),
    ]
    assert course_of(found, participation_of(found), now=cast.period.input_opens, zone=WIB) == []
    # The page draws it, and tells the share of the three OPD that handed in.
    text = client_of(cast, "hendra").get(page("participation")).text.replace("\xa0", " ")
    cells = [
        re.sub(r"<[^>]+>", " ", line).split() for line in re.findall(r"<tr><th scope=.row.>.*?</tr>", text)
    ]
    assert cells[1:3] == [
        ["21", "Juni", "2026", "2", "1", "33,3", "%"],
        ["28", "Juni", "2026", "2", "2", "66,7", "%"],
    ]


# The window --------------------------------------------------------------------------------------------------------


def test_pekalongan_52_entered_19_meet_the_condition_of_time(cast: Cast) -> None:
    found = region_period(cast)
    entries(cast.health, "S" * 10 + "D" * 9, found=found)
    entries(cast.education, "V" * 25, found=found, implemented=BEFORE)
    entries(cast.clinic, "R" * 8, found=found, implemented=None)
    entries(cast.clinic, "XWW", found=found)  # not among those that came in
    rule = instrument_of(cast.period).eligibility
    check = window_check(found, rule=rule)
    assert (check.entered, check.met) == (52, 19)
    assert {group.cause: len(group.entries) for group in check.groups} == {
        Cause.NEEDS_DEVELOPMENT: 25,
        Cause.NO_DATE: 8,
    }
    for who, place in (("hendra", "daerah"), ("tiur", "kepala_daerah")):
        text = client_of(cast, who).get(reverse(f"{place}:windows", args=[KOTIM])).text
        assert "<strong>52</strong> masuk, <strong>19</strong> memenuhi syarat waktu" in text
        assert "OPD mengisi tanggal penerapan pertama" in text
    only = window_check(found, rule=rule, only_handed_in=True)
    assert (only.entered, only.met) == (43, 10)


@pytest.mark.parametrize(
    ("stage", "implemented", "developed", "cause"),
    [
        ("penerapan", INSIDE, None, Cause.MET),
        ("penerapan", date(2024, 1, 1), None, Cause.MET),
        ("penerapan", date(2025, 12, 31), None, Cause.MET),
        ("penerapan", BEFORE, INSIDE, Cause.MET),
        ("penerapan", BEFORE, None, Cause.NEEDS_DEVELOPMENT),
        ("penerapan", BEFORE, date(2023, 5, 1), Cause.TOO_EARLY),
        ("penerapan", AFTER, None, Cause.TOO_LATE),
        ("penerapan", None, None, Cause.NO_DATE),
        ("", INSIDE, None, Cause.NO_STAGE),
        ("uji_coba", INSIDE, None, Cause.NOT_APPLIED),
        ("inisiatif", None, None, Cause.NOT_APPLIED),
    ],
)
def test_cause_says_what_the_index_says(
    cast: Cast, stage: str, implemented: date | None, developed: date | None, cause: Cause
) -> None:
    rule = instrument_of(cast.period).eligibility
    innovation = Innovation(stage=stage, implemented_on=implemented, developed_on=developed)
    assert cause_of(innovation, rule=rule) is cause
    counts = not rule.reasons(stage=stage, implemented=implemented, developed=developed)
    assert counts == (cause is Cause.MET)


# Reminders ---------------------------------------------------------------------------------------------------------


def remind(
    cast: Cast, *opds: Opd, who: str = "hendra", text: str = "Mohon\najukan.", batch: uuid.UUID
) -> Sent:
    return remind_opds(
        actor=cast.actor(who),
        region_period_id=region_period(cast).pk,
        opd_ids=[opd.pk for opd in opds],
        text=text,
        batch=batch,
    )


def test_one_press_is_one_batch_and_a_second_sends_nothing(cast: Cast) -> None:
    desk = Opd.objects.get(name="Bapperida", region_id=KOTIM)
    batch = uuid.uuid4()
    sent = remind(cast, cast.health, cast.education, desk, batch=batch)
    assert [opd.name for opd in sent.reminded] == ["Dinas Kesehatan", "Dinas Pendidikan"]
    assert ([opd.name for opd in sent.unreached], sent.people) == (["Bapperida"], 3)
    again = remind(cast, cast.health, cast.education, desk, batch=batch)
    assert (again.changed, [opd.name for opd in again.reminded]) == (
        False,
        ["Dinas Kesehatan", "Dinas Pendidikan"],
    )
    rows = Reminder.objects.order_by("opd__name")
    assert [(row.opd, row.people, row.text, row.batch) for row in rows] == [
        (cast.health, 2, "Mohon\najukan.", batch),
        (cast.education, 1, "Mohon\najukan.", batch),
    ]
    told = Notice.objects.filter(kind="reminder").select_related("person")
    assert {notice.person.name for notice in told} == {"Sari", "Joko", "Dewi"}
    assert {notice.text for notice in told} == {"Pengingat dari admin daerah: Mohon ajukan."}
    assert Mail.objects.filter(kind="reminder").count() == 3
    # Each reads it in the place where they act.
    for person, place, opd in (("sari", "opd", cast.health), ("joko", "kepala_opd", cast.health)):
        path = told.get(person=getattr(cast, person)).path
        assert path == reverse(f"{place}:reminder", args=[KOTIM, opd.pk, rows[0].pk])
        assert "Mohon<br>ajukan." in client_of(cast, person).get(path).text
    assert (
        client_of(cast, "dewi")
        .get(reverse("opd:reminder", args=[KOTIM, cast.education.pk, rows[0].pk]))
        .status_code
        == 404
    )


@pytest.mark.parametrize("text", ["", " \n ", "x" * 1001, "\x00", "\u202egnp.exe"])
def test_hostile_text_is_refused_and_nothing_sent(cast: Cast, text: str) -> None:
    with pytest.raises((Refused, ValidationError)):
        remind(cast, cast.health, text=text, batch=uuid.uuid4())
    assert not Reminder.objects.exists()
    assert not Notice.objects.filter(kind="reminder").exists()


@pytest.mark.parametrize("who", ["sari", "budi", "tiur", "yosef", "rina"])
def test_only_the_regions_admin_reminds(cast: Cast, who: str) -> None:
    with pytest.raises(Refused) as refused:
        remind(cast, cast.health, who=who, batch=uuid.uuid4())
    assert refused.value.code == "role"
    assert not Reminder.objects.exists()


def test_opd_of_another_region_spoils_the_whole_press(cast: Cast) -> None:
    with pytest.raises(Refused) as refused:
        remind(cast, cast.health, cast.bengkulu_opd, batch=uuid.uuid4())
    assert refused.value.code == "opd"
    assert not Reminder.objects.exists()


def test_page_names_whom_it_reaches_and_sends_once(cast: Cast) -> None:
    client = client_of(cast, "hendra")
    shown = client.get(page("remind") + "?keadaan=belum")
    assert "Bapperida" in shown.text
    assert "tidak ada yang menerima" in shown.text
    batch = shown.context["form"]["batch"].value()
    typed = {"opd": [cast.health.pk, cast.education.pk], "text": "Mohon ajukan.", "batch": str(batch)}
    assert client.post(page("remind"), typed | {"text": ""}).status_code == 422
    assert client.post(page("remind"), typed | {"batch": "x"}).status_code == 422
    assert client.post(page("remind"), typed).status_code == 302
    answer = client.post(page("remind"), typed, follow=True)
    assert "tidak dikirim dua kali" in answer.text
    assert Reminder.objects.count() == 2
    assert "Sudah diingatkan hari ini" in client.get(page("remind") + f"?opd={cast.health.pk}").text
    assert client.get(page("remind") + "?opd=x&opd=99999999999999").status_code == 302
    assert (
        client_of(cast, "tiur").get(reverse("kepala_daerah:participation", args=[KOTIM])).status_code == 200
    )


def test_message_after_reminding_stays_short(cast: Cast) -> None:
    """Three OPD without anybody are named; thirty are counted, and the list below says which."""
    empty = fill(cast, 33)
    client = client_of(cast, "hendra")

    def told(*opds: Opd) -> str:
        typed = {"opd": [opd.pk for opd in opds], "text": "Mohon ajukan.", "batch": str(uuid.uuid4())}
        return client.post(page("remind"), typed, follow=True).text

    assert "bertugas di: Kecamatan 0003, Kecamatan 0004. Undang" in told(cast.health, *empty[:2])
    many = told(cast.education, *empty)
    assert "30 OPD belum punya orang yang bertugas" in many
    assert "bertugas di:" not in many


# Pages and lists ---------------------------------------------------------------------------------------------------


def client_of(cast: Cast, who: str) -> Client:
    client = Client()
    client.force_login(getattr(cast, who))
    return client


def page(name: str) -> str:
    return reverse(f"daerah:{name}", args=[KOTIM])


def test_page_asks_the_same_of_10_and_of_1000_opd_with_2000_innovations(cast: Cast) -> None:
    found = region_period(cast)
    client = client_of(cast, "hendra")
    opds = fill(cast, 10)
    entries(opds[0], "DSV", found=found)
    client.get(page("participation"))
    with counted() as few:
        assert client.get(page("participation")).status_code == 200
    more = fill(cast, 1000)
    for opd in more:
        entries(opd, "DS", found=found)
    person = Person.objects.create(email="banyak@contoh.go.id", name="Banyak")
    Membership.objects.bulk_create(
        Membership(
            person=person, role=Role.OPERATOR, region=Region(pk=KOTIM), opd=opd, valid_from=date(2026, 1, 1)
        )
        for opd in more[:500]
    )
    with counted() as many:
        text = client.get(page("participation")).text
    assert "1.000 OPD" in text
    assert many.value == few.value
    assert many.value <= 12
    with counted() as windows:
        client.get(page("windows"))
    assert windows.value <= 12


def test_list_says_what_the_page_says(cast: Cast, kotim: RegionPeriod) -> None:
    Opd.objects.filter(pk=cast.clinic.pk).update(name="=HYPERLINK(1)")
    kind = list_kind("partisipasi")
    assert kind is not None
    from django.http import QueryDict

    asked = Asked(
        cast.actor("hendra"), Region.objects.get(pk=KOTIM), cast.period, QueryDict("keadaan=belum"), NOON
    )
    rows = list(kind.rows(asked))
    # 34 of 47 have not handed one in; the units of a listed OPD would follow it.
    assert len(rows) == 34
    assert kind.about is not None
    assert "13 dari 47 OPD" in next(iter(kind.about(asked)))
    everything = Asked(cast.actor("hendra"), asked.region, cast.period, QueryDict(""), NOON)
    assert kind.count is not None
    assert kind.count(everything) == 48
    assert BENGKULU != KOTIM
