"""`seed_nation`: fill a demonstration with a nation of invented content, to compute and measure with."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from iga_portal.demo.marks import refuse_unless_marked
from iga_portal.demo.nation.load import contents, load_nation
from iga_portal.demo.nation.shape import INNOVATIONS, REGIONS
from iga_portal.demo.scenes import REGION_IDS
from iga_portal.tenancy.scope import scope
from iga_portal.tenancy.tasks import region_ids
from regions.queries.periods import current_period


class Command(BaseCommand):
    help = (
        "Fill a demonstration with a nation: 531 regions, 36,742 innovations, 734,840 answers. Prints JSON."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--regions", type=int, default=REGIONS, help=f"regions in all (default {REGIONS})"
        )
        parser.add_argument(
            "--innovations", type=int, default=INNOVATIONS, help=f"innovations in all (default {INNOVATIONS})"
        )
        parser.add_argument(
            "--again", action="store_true", help="take away what was seeded before, then seed anew"
        )
        parser.add_argument("--score", action="store_true", help="score every region afterwards")

    def handle(self, *args: Any, **options: Any) -> None:
        period = refuse_unless_marked(current_period())
        if settings.DATABASE_ROLE != "owner":
            raise CommandError(
                "seed_nation loads by COPY, which only the owner's role may do (PORTAL_DB_ROLE)."
            )
        started = time.perf_counter()
        try:
            loaded = load_nation(
                period,
                regions=options["regions"],
                innovations=options["innovations"],
                demonstration=REGION_IDS,
                again=options["again"],
            )
        except ValueError as error:
            raise CommandError(f"Not seeded: {error}. --again replaces what was seeded before.") from error
        seconds = round(time.perf_counter() - started, 2)
        with scope(region_ids(), role="seed"):
            held = contents()
        self.stdout.write(
            json.dumps(
                {
                    "command": "seed_nation",
                    "seconds": seconds,
                    "written": loaded.rows,
                    "seconds_of": loaded.seconds,
                    "nation": held,
                }
            )
        )
        if options["score"]:
            self._score()

    def _score(self) -> None:
        """In a process of the plain role: the owner passes row-level security, and workers do not."""
        plain = {name: value for name, value in os.environ.items() if name != "PORTAL_DB_ROLE"}
        done = subprocess.run(
            [sys.executable, "-m", "django", "score_all"],
            env=plain,
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.stdout.write(done.stdout.strip())
