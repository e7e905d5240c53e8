"""Sentences that are kept as message and values, and read in the language of whoever reads them.

A message is an Indonesian msgid with `%(name)s` parts, written literally where it is told so that the catalogue finds it
(`gettext_noop`). A value is plain text or a whole number, or one of the small dictionaries that the functions here make:
a phrase, a plural, a day, a moment. They are stored as JSON.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Protocol

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext

from iga_portal.web import formats

LONGEST = 300
"""Characters of a notice on a page, in a mail and in `Notice.text`; what is longer is read on the page that it leads to."""
DEEPEST = 12
ELLIPSIS = "…"


class Told(Protocol):
    """What of a notice its words are made of."""

    text: str
    message: str
    values: Any


def msgid_of(words: str | Promise) -> str:
    """The Indonesian msgid of a phrase, also of one marked for translation where it was defined (`gettext_lazy`)."""
    with translation.override(None):
        return str(words)


def phrase(message: str | Promise, **values: Any) -> dict[str, Any]:
    """A part of a sentence that is translated for itself."""
    return {"message": msgid_of(message), "values": kept_values(values)}


def plural(one: str, many: str, count: int, **values: Any) -> dict[str, Any]:
    """A part whose form follows a number, which it may name as `%(count)s`. Both forms are written literally: they are msgids."""
    return {"plural": [one, many, count], "values": kept_values(values)}


def on_day(day: date) -> dict[str, Any]:
    return {"day": day.isoformat()}


def at_moment(moment: datetime, *, zone: str) -> dict[str, Any]:
    """An aware moment as the region's clock shows it; `zone` is WIB, WITA or WIT."""
    return {"moment": moment.isoformat(), "zone": zone}


def kept_values(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values as they are stored. Raises TypeError for what would not come back from JSON as it went in."""
    return {str(name): _kept(value, depth=0) for name, value in values.items()}


def _kept(value: Any, *, depth: int) -> Any:
    if depth > DEEPEST:
        raise TypeError("a value of a notice is nested too deeply")
    if isinstance(value, Promise):
        return phrase(value)
    if isinstance(value, str):
        return shortened(one_line(value))
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, Mapping):
        return {str(key): _kept(part, depth=depth + 1) for key, part in value.items()}
    if isinstance(value, Sequence):
        return [_kept(part, depth=depth + 1) for part in value]
    raise TypeError(f"{type(value).__name__} cannot stand in a notice: {value!r}")


def sentence(message: str, values: Mapping[str, Any]) -> str:
    """The sentence in the active language. Raises KeyError, TypeError or ValueError where message and values do not fit."""
    return shortened(_filled(gettext(message), values))


def words_of(notice: Told) -> str:
    """What a notice says, in the active language; one from before messages were kept says its `text`."""
    if not notice.message:
        return notice.text
    try:
        return sentence(notice.message, notice.values)
    except (KeyError, TypeError, ValueError):
        # A sentence that a later version words with other parts: what was told stands.
        return notice.text


def in_indonesian(message: str, values: Mapping[str, Any]) -> str:
    with translation.override(settings.LANGUAGE_CODE):
        return sentence(message, values)


def one_line(text: str) -> str:
    """What people typed, as a notice or a header can carry it: one line without control characters."""
    return "".join(letter for letter in " ".join(text.split()) if letter.isprintable())


def shortened(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + ELLIPSIS


def _filled(text: str, values: Mapping[str, Any]) -> str:
    return text % {name: _spoken(value) for name, value in values.items()}


def _spoken(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, int):
        return formats.number(value)
    if isinstance(value, list):
        return ", ".join(_spoken(part) for part in value)
    if "plural" in value:
        one, many, count = value["plural"]
        return _filled(ngettext(one, many, count), {"count": count, **value.get("values", {})})
    if "day" in value:
        return formats.day(date.fromisoformat(value["day"]))
    if "moment" in value:
        return formats.moment(datetime.fromisoformat(value["moment"]), zone=value["zone"])
    return _filled(gettext(value["message"]), value.get("values", {}))
