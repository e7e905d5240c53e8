"""`score_all`: bring every region that lags up to date, and say how the nation stands. Prints JSON."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from iga_portal.demo.children import PROCESSES
from iga_portal.demo.scoring_all import score_lagging
from iga_portal.demo.standing import standing
from regions.queries.periods import current_period


class Command(BaseCommand):
    help = (
        "Score every region whose results lag behind its content, by the path that workers take. Prints JSON."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--processes", type=int, default=PROCESSES)

    def handle(self, *args: Any, **options: Any) -> None:
        period = current_period()
        if period is None:
            raise CommandError("There is no current period yet: run load_reference first.")
        run = score_lagging(period, processes=options["processes"])
        self.stdout.write(
            json.dumps(
                {
                    "command": "score_all",
                    "processes": options["processes"],
                    "regions": run.regions,
                    "computations": run.computations,
                    "seconds": run.seconds,
                    "regions_per_second": run.regions_per_second,
                    "standing": standing(period),
                }
            )
        )
