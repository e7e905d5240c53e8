"""`verify_publications`: compute the hashes of everything that was published again, from the tables."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from reports.domain.publishing_verify import verify_chain
from reports.models import Publication


class Command(BaseCommand):
    help = (
        "Compute the hash chain of all publications again; ends with an error when one of them does not hold."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        faults = list(verify_chain())
        for fault in faults:
            self.stderr.write(f"publication {fault.number}: {fault.found}")
        if faults:
            raise CommandError(f"{len(faults)} fault(s) in the chain of publications")
        last = Publication.objects.order_by("-number").first()
        line = {
            "publications": last.number if last else 0,
            "chain_hash": last.chain_hash if last else "",
        }
        self.stdout.write(json.dumps(line))
