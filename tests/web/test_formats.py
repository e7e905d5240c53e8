from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from iga_portal.web import formats

# 31 August 2026 23.59 in Jakarta is 16.59 UTC.
DEADLINE = datetime(2026, 8, 31, 16, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "places", "indonesian", "english"),
    [
        (Decimal("51.82"), 2, "51,82", "51.82"),
        (36742, None, "36.742", "36,742"),
        ("734840.5", 2, "734.840,50", "734,840.50"),
        (Decimal("0.005"), 2, "0,01", "0.01"),  # half-up, as the index is rounded
        (Decimal("65.005"), 2, "65,01", "65.01"),
        (Decimal("-3.15"), 2, "−3,15", "−3.15"),
        (Decimal("-0.001"), 2, "0,00", "0.00"),
        (Decimal("1E+3"), None, "1.000", "1,000"),
        (None, 2, "–", "–"),
        ("", None, "–", "–"),
    ],
)
def test_number_follows_the_language(value, places, indonesian, english):
    assert formats.number(value, places=places) == indonesian
    with translation.override("en"):
        assert formats.number(value, places=places) == english


@pytest.mark.parametrize("value", [51.82, True])
def test_number_refuses_what_is_not_exact(value):
    with pytest.raises(TypeError):
        formats.number(value)


@pytest.mark.parametrize("value", ["banyak", "NaN", "Infinity"])
def test_number_refuses_text_that_is_no_number(value):
    with pytest.raises(ValueError, match="not a number"):
        formats.number(value)


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=2))
def test_number_loses_no_digit(value):
    with translation.override("id"):
        text = formats.number(value, places=2)
    assert Decimal(text.replace(".", "").replace(",", ".").replace("−", "-")) == value


@pytest.mark.parametrize(
    ("value", "text"),
    [("3.15", "+3,15"), ("-0.4", "−0,40"), ("0", "0,00"), ("0.001", "0,00"), (None, "–")],
)
def test_signed_shows_a_sign_only_where_there_is_a_difference(value, text):
    assert formats.signed(value, places=2) == text


def test_percent_and_share():
    assert formats.percent("31.9") == "31,9\u00a0%"
    # 15 of 47 OPD: 31.914...
    assert formats.share(15, 47) == "31,9\u00a0%"
    assert formats.share(3, 0) == "–"
    with translation.override("en"):
        assert formats.share(15, 47) == "31.9%"


@pytest.mark.parametrize(
    ("octets", "text"),
    [(0, "0\u00a0B"), (999, "999\u00a0B"), (12_400, "12\u00a0kB"), (1_400_000, "1,4\u00a0MB")],
)
def test_file_size(octets, text):
    assert formats.file_size(octets) == text


def test_dates_and_times_stand_in_the_readers_zone():
    assert formats.day(date(2025, 7, 7)) == "7 Juli 2025"
    assert formats.moment(DEADLINE, zone="WIB") == "31 Agustus 2026 23.59 WIB"
    # The same moment is already the next day further east.
    assert formats.moment(DEADLINE, zone="WITA") == "1 September 2026 00.59 WITA"
    assert formats.moment(DEADLINE, zone="WIT") == "1 September 2026 01.59 WIT"
    assert formats.day(DEADLINE, zone="WIT") == "1 September 2026"
    with translation.override("en"):
        assert formats.moment(DEADLINE, zone="WIB") == "31 August 2026 23:59 WIB"


def test_iana_names_carry_the_indonesian_label():
    assert formats.clock(DEADLINE, zone="Asia/Makassar") == "00.59 WITA"
    assert formats.clock(DEADLINE, zone="UTC") == "16.59 UTC"


def test_receipts_state_the_second():
    moment = DEADLINE.replace(second=7)
    assert formats.exact_moment(moment, zone="WITA") == "1 September 2026 00.59.07 WITA"
    with translation.override("en"):
        assert formats.exact_moment(moment, zone="WIT") == "1 September 2026 01:59:07 WIT"
    assert formats.exact_moment(None) == "–"


def test_nothing_gives_a_dash():
    assert [formats.day(None), formats.clock(None), formats.moment(None)] == ["–", "–", "–"]


@pytest.mark.parametrize(
    ("before", "text"),
    [
        (timedelta(days=12), "12 hari lagi"),
        (timedelta(days=1), "besok"),
        (timedelta(hours=10), "hari ini"),
        (timedelta(0), "sudah ditutup"),
    ],
)
def test_days_left_counts_calendar_days(before, text):
    assert formats.days_left(DEADLINE, now=DEADLINE - before, zone="WIB") == text


def test_days_left_follows_the_readers_calendar():
    # 23.00 in Jakarta the evening before: tomorrow there. In Jayapura it is 01.00, and the deadline is at 01.59 on
    # the day after: tomorrow as well. At 09.00 UTC on the day it is today in Jakarta, but tomorrow in Jayapura.
    now = datetime(2026, 8, 31, 9, 0, tzinfo=UTC)
    assert formats.days_left(DEADLINE, now=now, zone="WIB") == "hari ini"
    assert formats.days_left(DEADLINE, now=now, zone="WIT") == "besok"


def test_deadline_sentence():
    before = formats.deadline_sentence(DEADLINE, now=DEADLINE - timedelta(days=12), zone="WIB")
    after = formats.deadline_sentence(DEADLINE, now=DEADLINE + timedelta(days=1), zone="WIB")
    assert before == "Pengisian ditutup 31 Agustus 2026 23.59 WIB, 12 hari lagi"
    assert after == "Pengisian sudah ditutup 31 Agustus 2026 23.59 WIB"
