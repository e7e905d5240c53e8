"""The deadlines as a calendar file (RFC 5545). Pure: entries in, text out; the clock comes from the caller."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

PRODUCT: Final = "-//Portal IGA//Jadwal//ID"
ALARM_DAYS: Final = (14, 7, 3, 1)
"""Days before a deadline at which the calendar reminds: the same as the portal's own notices."""
LONGEST_LINE: Final = 75
"""Octets of a content line without its line end (RFC 5545, 3.1)."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One deadline. `key` names it within its place for ever, so that a calendar replaces it when its moment moves.

    `until` is the last second, aware; the entry is the whole minute that ends with it.
    """

    key: str
    title: str
    text: str
    until: datetime
    url: str = ""


def calendar_file(entries: Sequence[Entry], *, name: str, place: str, made_at: datetime) -> bytes:
    """The file: UTF-8, CRLF, lines folded at 75 octets, times in UTC. `place` makes the keys unique in the world.

    Raises ValueError for a naive moment.
    """
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{PRODUCT}",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escaped(name)}",
    ]
    for entry in entries:
        lines += _event(entry, place=place, made_at=made_at)
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in folded(line)).encode()


def _event(entry: Entry, *, place: str, made_at: datetime) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{place}-{entry.key}@portal-iga"
    yield f"DTSTAMP:{_utc(made_at)}"
    yield f"DTSTART:{_utc(entry.until.replace(second=0, microsecond=0))}"
    yield "DURATION:PT1M"
    yield f"SUMMARY:{escaped(entry.title)}"
    if entry.text:
        yield f"DESCRIPTION:{escaped(entry.text)}"
    if entry.url:
        yield f"URL:{_one_line(entry.url)}"
    yield "TRANSP:TRANSPARENT"
    for days in ALARM_DAYS:
        yield from (
            "BEGIN:VALARM",
            "ACTION:DISPLAY",
            f"DESCRIPTION:{escaped(entry.title)}",
            f"TRIGGER:-P{days}D",
            "END:VALARM",
        )
    yield "END:VEVENT"


def escaped(text: str) -> str:
    """A TEXT value (RFC 5545, 3.3.11): no control character can begin a line or a property of its own."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = "".join(letter for letter in text if letter == "\n" or (ord(letter) >= 32 and ord(letter) != 127))
    for plain, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        text = text.replace(plain, written)
    return text


def _one_line(text: str) -> str:
    return "".join(text.split())


def folded(line: str) -> Iterable[str]:
    """A content line in pieces of at most 75 octets; every piece but the first begins with a space, no letter is cut."""
    pieces, piece, size = [], "", 0
    for letter in line:
        octets = len(letter.encode())
        if size + octets > LONGEST_LINE:
            pieces.append(piece)
            piece, size = " ", 1
        piece += letter
        size += octets
    return [*pieces, piece]


def _utc(moment: datetime) -> str:
    if moment.tzinfo is None:
        raise ValueError("a naive moment has no place in a calendar")
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"
