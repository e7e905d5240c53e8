"""The instrument of a period as the core's frozen object, parsed once a process."""

from __future__ import annotations

from functools import lru_cache

from django.db import connection

from regions.models import Instrument as StoredInstrument
from regions.models import Period
from scoring.core.instrument import parse_instrument
from scoring.core.model import Instrument


def instrument_of(period: Period) -> Instrument:
    """The frozen rules of a period. One small query; the document itself is read and parsed once a process."""
    return _parsed(connection.settings_dict["NAME"], period.instrument_id)


@lru_cache(maxsize=8)
def _parsed(database: str, instrument_id: int) -> Instrument:
    # An instrument that a period uses is frozen by the database, so that within one its id stands for its content.
    return parse_instrument(StoredInstrument.objects.get(pk=instrument_id).document)
