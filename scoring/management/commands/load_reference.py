"""`load_reference`: regions, instruments and the period of 2026; safe to repeat."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction

from regions.domain.reference import load_instrument, load_regions, open_period
from scoring.instruments import load_document

CURRENT_YEAR = 2026
PROGNOSIS_YEARS = (2027,)


class Command(BaseCommand):
    help = "Load regions, instruments and the period of 2026. Safe to repeat; stored dates stay as they are."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--no-demo",
            action="store_true",
            help="official dates instead of a schedule that hangs on the first start",
        )

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        regions = load_regions()
        for year in PROGNOSIS_YEARS:
            load_instrument(load_document(year))
        instrument = load_instrument(load_document(CURRENT_YEAR))
        period = open_period(instrument, demo=settings.DEMO and not options["no_demo"])
        self.stdout.write(f"{regions} regions, instrument {instrument}, period {period}")
