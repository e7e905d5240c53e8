"""`load_demo`: the six regions of the demonstration, with people, innovations, documents, verdicts. Safe to repeat."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from iga_portal.demo.children import PROCESSES
from iga_portal.demo.last_year import load_last_year
from iga_portal.demo.loading import load
from iga_portal.demo.marks import refuse_unless_demonstration
from iga_portal.demo.published import publish_last_year
from regions.queries.periods import current_period


class Command(BaseCommand):
    help = "Load the demonstration's six regions. Safe to repeat: a region that is there is left alone."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--processes", type=int, default=PROCESSES)
        parser.add_argument(
            "--last-year",
            action="store_true",
            help="also a closed period of last year with a few innovations to carry on, and its published ranking",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        refuse_unless_demonstration()
        period = current_period()
        if period is None:
            raise CommandError("There is no current period yet: run load_reference first.")
        if not period.is_demo:
            raise CommandError(f"{period} has official dates: demonstration data would pass for real there.")
        load(period, say=self.stdout.write, processes=options["processes"])
        if options["last_year"]:
            load_last_year(period, say=self.stdout.write)
            publish_last_year(period, say=self.stdout.write)
