"""Numbers, dates and times as the reader writes them: 51,82 and 7 Juli 2025 in Indonesian, 51.82 in English.

Numbers pass through Decimal only. A float is refused: an index that was ever a float may print a digit that
the computation never produced.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, tzinfo
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

DASH = "–"
NO_BREAK = "\u00a0"
LAST_SECOND = timedelta(seconds=1)
"""Ends are stored as the moment after them and told by their last minute."""

# Region.time_zone holds the three labels by which Indonesians name their zones; the IANA names come from settings.
ZONES = {
    "WIB": ZoneInfo("Asia/Jakarta"),
    "WITA": ZoneInfo("Asia/Makassar"),
    "WIT": ZoneInfo("Asia/Jayapura"),
}
_LABEL_BY_OFFSET_HOURS = {7: "WIB", 8: "WITA", 9: "WIT"}


def is_indonesian() -> bool:
    """Say whether the active language writes numbers with a decimal comma; Indonesian is the default."""
    return (get_language() or "id").startswith("id")


def to_decimal(value: Decimal | int | str) -> Decimal:
    """Take a number exactly as it is. Raises TypeError for a float or bool, ValueError for text that is no number."""
    if isinstance(value, bool | float):
        raise TypeError(f"{type(value).__name__} is not an exact number")
    try:
        number = Decimal(value)
    except InvalidOperation as error:
        raise ValueError(f"{value!r} is not a number") from error
    if not number.is_finite():
        raise ValueError(f"{value!r} is not a number")
    return number


def number(value: Decimal | int | str | None, *, places: int | None = None) -> str:
    """Write a number with the separators of the active language, rounded half-up when `places` is given.

    None and the empty string (nothing there yet) give a dash. Without `places` the digits stay as they came.
    """
    if value is None or value == "":
        return DASH
    exact = to_decimal(value)
    if places is not None:
        exact = exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    text = f"{exact:,f}"
    # A value that rounds to nothing keeps no sign: "-0,00" would ask a question that has no answer.
    if not exact:
        text = text.lstrip("-")
    text = text.replace("-", "−")
    if is_indonesian():
        text = text.translate(str.maketrans(",.", ".,"))
    return text


def signed(value: Decimal | int | str | None, *, places: int | None = None) -> str:
    """Write a difference: +3,15, −0,40, 0,00."""
    text = number(value, places=places)
    if value is None or value == "" or to_decimal(value) <= 0 or not text.strip("0.,"):
        return text
    return f"+{text}"


def plural_of(written: str) -> int:
    """The number by which a noun after a written number is chosen: 1 for exactly "1", else 2.

    English counts by what is read: "1 point", but "0 points", "1.00 points", "1.5 points" and "+0.25 points".
    """
    return 1 if written.strip().lstrip("+−-") == "1" else 2


def percent(value: Decimal | int | str | None, *, places: int = 1) -> str:
    """Write a value that is already in percent: 31,9 % in Indonesian (with a no-break space), 31.9% in English."""
    text = number(value, places=places)
    if text == DASH:
        return text
    return f"{text}{NO_BREAK}%" if is_indonesian() else f"{text}%"


def share(part: Decimal | int | str, whole: Decimal | int | str, *, places: int = 1) -> str:
    """Write `part` as percent of `whole`; of nothing there is no share, so a whole of 0 gives a dash."""
    total = to_decimal(whole)
    return percent(to_decimal(part) * 100 / total, places=places) if total else DASH


def file_size(octets: int) -> str:
    """Write a size in bytes as people read it: 840 B, 12 kB, 1,4 MB (decimal units, as upload limits are stated)."""
    if octets < 1000:
        return f"{octets}{NO_BREAK}B"
    if octets < 1_000_000:
        return f"{number(Decimal(octets) / 1000, places=0)}{NO_BREAK}kB"
    return f"{number(Decimal(octets) / 1_000_000, places=1)}{NO_BREAK}MB"


def zone_of(name: str | tzinfo | None) -> tzinfo:
    """Find the zone for WIB, WITA, WIT or an IANA name; nothing means the zone that is active for this request."""
    if not name:
        return timezone.get_current_timezone()
    if isinstance(name, tzinfo):
        return name
    return ZONES.get(name) or ZoneInfo(name)


def zone_label(moment: datetime) -> str:
    """Name the zone of an aware moment: WIB, WITA, WIT, or UTC+n outside of Indonesia."""
    offset = moment.utcoffset()
    if offset is None:
        raise ValueError("a naive time has no zone")
    hours = Decimal(int(offset.total_seconds())) / 3600
    if hours == hours.to_integral_value() and int(hours) in _LABEL_BY_OFFSET_HOURS:
        return _LABEL_BY_OFFSET_HOURS[int(hours)]
    return "UTC" if not hours else f"UTC{signed(hours.normalize())}"


def day(value: date | datetime | None, *, zone: str | tzinfo | None = None) -> str:
    """Write a date as "7 Juli 2025"; an aware datetime is first brought into `zone`."""
    if not value:
        return DASH
    if isinstance(value, datetime) and timezone.is_aware(value):
        value = value.astimezone(zone_of(zone))
    return format_date(value, "j F Y")


def clock(value: datetime | None, *, zone: str | tzinfo | None = None) -> str:
    """Write a time of day with its zone: "10.42 WITA" in Indonesian, "10:42 WITA" in English."""
    if not value:
        return DASH
    local = value.astimezone(zone_of(zone))
    return f"{local:%H.%M} {zone_label(local)}" if is_indonesian() else f"{local:%H:%M} {zone_label(local)}"


def moment(value: datetime | None, *, zone: str | tzinfo | None = None) -> str:
    """Write day and time with zone: "31 Agustus 2026 23.59 WIB"."""
    if not value:
        return DASH
    return f"{day(value, zone=zone)} {clock(value, zone=zone)}"


def end_moment(value: datetime | None, *, zone: str | tzinfo | None = None) -> str:
    """Write an end as people are told it, by its last minute: midnight is "6 Maret 2027 23.59 WIB" of the day before."""
    return moment(value - LAST_SECOND if value else None, zone=zone)


def exact_moment(value: datetime | None, *, zone: str | tzinfo | None = None) -> str:
    """Write day and time to the second with zone, as a receipt states it: "7 Juli 2026 10.42.07 WITA"."""
    if not value:
        return DASH
    local = value.astimezone(zone_of(zone))
    time = f"{local:%H.%M.%S}" if is_indonesian() else f"{local:%H:%M:%S}"
    return f"{day(value, zone=zone)} {time} {zone_label(local)}"


def days_left(deadline: datetime, *, now: datetime, zone: str | tzinfo | None = None) -> str:
    """Say how long is left, by calendar days where the reader lives: "12 hari lagi", "besok", "hari ini"."""
    if now >= deadline:
        return _("sudah ditutup")
    place = zone_of(zone)
    days = (deadline.astimezone(place).date() - now.astimezone(place).date()).days
    if days == 0:
        return _("hari ini")
    if days == 1:
        return _("besok")
    return ngettext("%(days)d hari lagi", "%(days)d hari lagi", days) % {"days": days}


def deadline_sentence(deadline: datetime, *, now: datetime, zone: str | tzinfo | None = None) -> str:
    """Write the sentence of the deadline bar, in the reader's own zone."""
    when = moment(deadline, zone=zone)
    if now >= deadline:
        return _("Pengisian sudah ditutup %(when)s") % {"when": when}
    return _("Pengisian ditutup %(when)s, %(left)s") % {
        "when": when,
        "left": days_left(deadline, now=now, zone=zone),
    }


def machine_time(value: date | datetime) -> str:
    """Write the value for the `datetime` attribute of <time>."""
    if isinstance(value, datetime) and timezone.is_aware(value):
        return value.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    return value.isoformat()
