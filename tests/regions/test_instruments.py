"""The rules of a period, parsed once a process and never another database's."""

from __future__ import annotations

from typing import Any

from regions.models import Instrument, Period
from regions.queries.instruments import instrument_of
from tests.cast import make_cast
from tests.conftest import own_database


def test_rules_with_the_same_number_in_another_database_are_its_own(
    django_db_setup: None, django_db_blocker: Any
) -> None:
    titles = {}
    for purpose in ("rules_one", "rules_two"):
        with own_database(django_db_blocker, purpose):
            document = {**make_cast().period.instrument.document, "title": purpose}
            stored = Instrument.objects.create(
                pk=999, year=2026, status="official", document=document, fingerprint=purpose
            )
            rules = instrument_of(Period(instrument=stored))
            assert instrument_of(Period(instrument=stored)) is rules
            titles[purpose] = rules.title
    assert titles == {"rules_one": "rules_one", "rules_two": "rules_two"}
