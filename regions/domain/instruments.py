"""Loading an instrument from a file and approving it: one person loads, another approves, then it is frozen.

The file is in the portal's own shape (`scoring/instruments/<year>.json`) and is read by the core, which refuses what
contradicts itself. Nothing is stored of a file that was refused.
"""

from __future__ import annotations

import json
import logging
import re
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from iga_portal.refusals import Refused
from regions.access import Actor
from regions.models import Instrument, Period
from regions.rules import can_manage_periods
from scoring.core.errors import InstrumentError
from scoring.core.instrument import parse_instrument
from scoring.core.jsontext import read_json
from scoring.core.strict import Node

logger = logging.getLogger(__name__)

LARGEST_FILE = 2_000_000
"""Octets; the official one has some 150,000."""
ROW_CODES = {
    "SPD": (re.compile(r"[1-9][0-9]?[a-z]?"), "an SPD row is numbered like 2 or 2a"),
    "SID": (re.compile(r"1[6-9]|[2-6][0-9]|7[0-8]"), "a SID row is numbered from 16 to 78"),
}
"""How rows are numbered, by aspect: 1, 2a ... for those of a region, 16 on for those of an innovation (a bit each, of 63)."""


class AlreadyLoaded(Refused):
    """The same content was loaded before; `instrument` is it."""

    def __init__(self, instrument: Instrument) -> None:
        super().__init__("twice", _("Isi berkas ini sudah pernah dimuat; tidak ada yang dimuat dua kali."))
        self.instrument = instrument


def load_instrument_file(content: bytes, *, actor: Actor) -> Instrument:
    """Read, check and store an instrument that waits for its approval.

    Keys that `inherit` names and the file does not hold are taken from the instrument of that year. Raises Refused (role, large,
    inherit), AlreadyLoaded, or scoring.core.errors.InstrumentError with the path of what is wrong.
    """
    _permit(actor)
    if len(content) > LARGEST_FILE:
        raise Refused("large", _("Berkas terlalu besar untuk sebuah instrumen (paling besar 2 MB)."))
    document = read_json(content, error=InstrumentError)
    if not isinstance(document, dict):
        raise InstrumentError("", "an instrument is a JSON object")
    document = _resolved(document)
    parsed = parse_instrument(document)
    _refuse_unkept_codes(document)
    if "\\u0000" in json.dumps(document):
        raise InstrumentError("", "holds the character U+0000, which no text has")
    stored, is_new = Instrument.objects.get_or_create(
        fingerprint=parsed.fingerprint,
        defaults={
            "year": parsed.year,
            "status": parsed.status,
            "document": document,
            "loaded_by_id": actor.person_id,
        },
    )
    if not is_new:
        raise AlreadyLoaded(stored)
    return stored


def _refuse_unkept_codes(document: dict[str, Any]) -> None:
    """The core takes any text as the code of a row; the portal keeps answers, verdicts and marks by numbers of this shape."""
    for place, row in enumerate(document["rows"]):
        pattern, told = ROW_CODES[row["aspect"]]
        if pattern.fullmatch(row["code"]) is None:
            raise InstrumentError(f"rows[{place}].code", told)


def _resolved(document: dict[str, Any]) -> dict[str, Any]:
    """The document with what it takes over filled in; one that holds it already is left as it is.

    The same object, not a copy: a key that stands twice is known by its type (`scoring.core.jsontext`).
    """
    if "inherit" not in document:
        return document
    fields = Node(document, error=InstrumentError).members()["inherit"]
    parts = fields.fields(required=("year", "keys", "reason", "reason_en"))
    missing = [key for key in parts["keys"].items(at_least=1) if key.text() not in document]
    if not missing:
        return document
    year = parts["year"].integer(least=2000, most=2999)
    base = standing_of(year)
    if base is None:
        raise Refused(
            "inherit",
            _("Berkas ini mengambil bagian dari instrumen %(year)d, yang belum ada atau belum disetujui di portal.")
            % {"year": year},
        )  # fmt: skip
    resolved = dict(document)
    for key in missing:
        if key.text() not in base.document:
            key.fail("is not in the instrument it is taken from")
        resolved[key.text()] = base.document[key.text()]
    return resolved


def standing_of(year: int) -> Instrument | None:
    """The instrument of a year that holds: of a period, else the one approved last, else the one that came with the portal."""
    of_period = Period.objects.filter(year=year).select_related("instrument").first()
    if of_period is not None:
        return of_period.instrument
    rows = Instrument.objects.filter(year=year)
    approved = rows.filter(approved_at__isnull=False).order_by("-approved_at", "-pk").first()
    return approved or rows.filter(loaded_by__isnull=True).order_by("-pk").first()


def why_not_approve(instrument: Instrument, *, actor: Actor) -> str:
    """Why this person cannot approve it, "" when they can."""
    if instrument.approved_at is not None:
        return _("Instrumen ini sudah disetujui.")
    if instrument.frozen_at is not None:
        return _("Instrumen ini sudah dibekukan oleh periode yang memakainya.")
    if instrument.loaded_by_id == actor.person_id:
        return _("Anda yang memuatnya; persetujuan diberikan oleh orang lain.")
    return ""


def approve_instrument(instrument_id: int, *, actor: Actor, fingerprint: str) -> Instrument:
    """Approve what was read, and freeze it: the database refuses any change from then on.

    `fingerprint` is the one that the page showed. The same person's second press changes nothing. Raises Refused.
    """
    _permit(actor)
    found = Instrument.objects.select_for_update(no_key=True, of=("self",)).get(pk=instrument_id)
    if found.approved_by_id == actor.person_id:
        return found
    if refusal := why_not_approve(found, actor=actor):
        raise Refused("not_approved", refusal)
    if fingerprint != found.fingerprint:
        raise Refused("stale", _("Yang Anda baca bukan instrumen ini. Muat ulang halaman."))
    # Checked once more: what the database holds is what people will be scored by.
    parse_instrument(found.document)
    found.approved_by_id = actor.person_id
    found.approved_at = found.frozen_at = timezone.now()
    found.save(update_fields=["approved_by", "approved_at", "frozen_at"])
    return found


def why_not_discard(instrument: Instrument) -> str:
    """Why it cannot be taken away, "" when it can: only what somebody loaded, nobody approved and no period uses."""
    if instrument.loaded_by_id is None:
        return _("Instrumen ini datang bersama portal.")
    if instrument.frozen_at is not None or Period.objects.filter(instrument=instrument).exists():
        return _("Instrumen ini sudah disetujui atau dipakai.")
    return ""


def discard_instrument(instrument_id: int, *, actor: Actor) -> None:
    """Take a wrongly loaded one away; gone already is well. Raises Refused."""
    _permit(actor)
    found = Instrument.objects.select_for_update(of=("self",)).filter(pk=instrument_id).first()
    if found is None:
        return
    if refusal := why_not_discard(found):
        raise Refused("not_discarded", refusal)
    logger.warning("instrument %s was discarded by person %s", found.fingerprint, actor.person_id)
    found.delete()


def _permit(actor: Actor) -> None:
    ruling = can_manage_periods(actor)
    if not ruling:
        raise Refused(ruling.code, ruling.reason)
