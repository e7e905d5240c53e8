"""The calendar file, read by a strict reader of RFC 5545 of the tests' own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from iga_portal.tenancy.scope import scope
from regions.domain.calendar import Entry, calendar_file, escaped
from regions.domain.local_dates import extend_opd, set_local_dates, whole_minute
from tests.cast import JAYAPURA, KOTIM, NOON, Cast, region_period

MADE = datetime(2026, 7, 7, 5, 0, tzinfo=UTC)
LINE = re.compile(r"([A-Z-]+)((?:;[A-Z-]+=[^;:]+)*):(.*)", re.DOTALL)
MOMENT = re.compile(r"\d{8}T\d{6}Z")
ONCE = {"UID", "DTSTAMP", "DTSTART", "DURATION", "SUMMARY"}


def read_calendar(content: bytes) -> list[dict[str, list[str]]]:
    """The events of a file; anything that RFC 5545 does not allow raises."""
    assert content.endswith(b"\r\n")
    raw = content.removesuffix(b"\r\n").split(b"\r\n")
    assert not any(b"\r" in line or b"\n" in line for line in raw)
    assert all(len(line) <= 75 for line in raw)
    lines: list[bytes] = []
    for piece in raw:
        piece.decode()  # no letter is cut in two
        if piece.startswith(b" "):
            lines[-1] += piece[1:]
        else:
            lines.append(piece)
    open_parts: list[str] = []
    events: list[dict[str, list[str]]] = []
    alarms: list[dict[str, str]] = []
    for line in lines:
        matched = LINE.fullmatch(line.decode())
        assert matched, line
        name, _parameters, value = matched.groups()
        if name == "BEGIN":
            open_parts.append(value)
            if value == "VEVENT":
                events.append({})
            elif value == "VALARM":
                alarms.append({})
        elif name == "END":
            assert open_parts.pop() == value
            if value == "VALARM":
                assert set(alarms[-1]) == {"ACTION", "DESCRIPTION", "TRIGGER"}
                events[-1].setdefault("VALARM", []).append(alarms[-1]["TRIGGER"])
            elif value == "VEVENT":
                assert set(events[-1]) >= ONCE
                assert all(len(events[-1][key]) == 1 for key in ONCE)
                assert MOMENT.fullmatch(events[-1]["DTSTART"][0])
                assert MOMENT.fullmatch(events[-1]["DTSTAMP"][0])
        elif open_parts[-1] == "VALARM":
            alarms[-1][name] = value
        elif open_parts[-1] == "VEVENT":
            events[-1].setdefault(name, []).append(value)
    assert not open_parts
    assert lines[0] == b"BEGIN:VCALENDAR"
    assert lines[1] == b"VERSION:2.0"
    return events


def plain(value: str) -> str:
    return re.sub(r"\\([\\;,n])", lambda found: "\n" if found[1] == "n" else found[1], value)


def entry(title: str = "Penjaringan ditutup", text: str = "") -> Entry:
    return Entry(key="x", title=title, text=text, until=datetime(2026, 8, 31, 16, 59, 59, tzinfo=UTC))


def test_event_is_the_minute_in_utc_with_its_alarms() -> None:
    [event] = read_calendar(calendar_file([entry()], name="IGA", place="iga-2026-6202", made_at=MADE))
    assert event["UID"] == ["iga-2026-6202-x@portal-iga"]
    assert event["DTSTART"] == ["20260831T165900Z"]
    assert event["DURATION"] == ["PT1M"]
    assert event["DTSTAMP"] == ["20260707T050000Z"]
    assert event["VALARM"] == ["-P14D", "-P7D", "-P3D", "-P1D"]


def test_text_of_others_cannot_write_lines_of_its_own() -> None:
    hostile = "a\r\nEND:VEVENT\nATTACH:file:///etc/passwd\rX;Y,Z\\n\x00\x1b"
    [event] = read_calendar(calendar_file([entry(hostile, hostile)], name=hostile, place="p", made_at=MADE))
    assert "ATTACH" not in event
    assert plain(event["SUMMARY"][0]) == "a\nEND:VEVENT\nATTACH:file:///etc/passwd\nX;Y,Z\\n"


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), max_size=200))
def test_any_title_comes_back_whole(title: str) -> None:
    [event] = read_calendar(calendar_file([entry(title)], name=title, place="p", made_at=MADE))
    assert plain(event["SUMMARY"][0]) == title
    assert escaped(title).count("\n") == 0


def test_naive_moment_is_refused() -> None:
    with pytest.raises(ValueError, match="naive"):
        calendar_file([], name="x", place="p", made_at=MADE) and calendar_file(
            [Entry(key="x", title="x", text="", until=datetime(2026, 1, 1))],
            name="x",
            place="p",
            made_at=MADE,
        )


# The file of a place ------------------------------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


def events_of(cast: Cast, who: str, place: str, *args: int) -> dict[str, str]:
    client = Client()
    client.force_login(getattr(cast, who))
    answer = client.get(reverse(f"{place}:calendar", args=args))
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert "attachment" in answer.headers["Content-Disposition"]
    return {
        event["UID"][0].split("-")[-2].split("@")[0]: event["DTSTART"][0]
        for event in read_calendar(answer.content)
    }


def test_each_role_takes_its_own_deadlines_along(cast: Cast) -> None:
    wib, wit = ZoneInfo("Asia/Jakarta"), ZoneInfo("Asia/Jayapura")
    national = {"penjaringan": "20260821T045900Z", "pengukuran": "20260920T045900Z", "qc": "20261020T045900Z"}
    with scope({KOTIM, JAYAPURA}):
        for who, region_id, zone in (("hendra", KOTIM, wib), ("yosef", JAYAPURA, wit)):
            set_local_dates(
                actor=cast.actor(who),
                region_period_id=region_period(cast, region_id).pk,
                submit_until=whole_minute(date(2026, 7, 20), time(23, 59), zone=zone),
                desk_until=whole_minute(date(2026, 8, 1), time(16, 0), zone=zone),
                desk_days=7,
            )
        extend_opd(
            actor=cast.actor("hendra"),
            region_period_id=region_period(cast).pk,
            opd_id=cast.health.pk,
            until=whole_minute(date(2026, 7, 25), time(23, 59), zone=wib),
            reason="Banjir",
        )
    assert events_of(cast, "sari", "opd", KOTIM, cast.health.pk) == national | {
        "pengajuan": "20260725T165900Z"
    }
    assert events_of(cast, "dewi", "opd", KOTIM, cast.education.pk) == national | {
        "pengajuan": "20260720T165900Z"
    }
    region = national | {"pengajuan": "20260720T165900Z", "desk": "20260801T090000Z"}
    assert events_of(cast, "budi", "desk", KOTIM) == region
    assert events_of(cast, "tiur", "kepala_daerah", KOTIM) == region
    # The same words in WIT are two hours earlier.
    assert events_of(cast, "yosef", "daerah", JAYAPURA) == national | {
        "pengajuan": "20260720T145900Z",
        "desk": "20260801T070000Z",
    }


def test_uid_stays_when_the_date_moves(cast: Cast) -> None:
    seen = []
    for days in (0, 3):
        with scope({KOTIM}):
            set_local_dates(
                actor=cast.actor("hendra"),
                region_period_id=region_period(cast).pk,
                submit_until=NOON.replace(second=59) + timedelta(days=10 + days),
                desk_until=None,
                desk_days=7,
            )
        client = Client()
        client.force_login(cast.budi)
        content = client.get(reverse("desk:calendar", args=[KOTIM])).content
        seen.append({event["UID"][0]: event["DTSTART"][0] for event in read_calendar(content)})
    assert set(seen[0]) == set(seen[1])
    assert {uid for uid in seen[0] if seen[0][uid] != seen[1][uid]} == {
        f"iga-2026-{KOTIM}-desk-pengajuan@portal-iga"
    }
