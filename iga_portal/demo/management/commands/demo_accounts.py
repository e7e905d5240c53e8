"""`demo_accounts`: who can sign in to the demonstration, with the one password of them all."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from iga_portal.demo.marks import refuse_unless_demonstration
from iga_portal.demo.people import ACCOUNTS, PASSWORD, Account
from iga_portal.demo.scenes import SCENES
from iga_portal.tenancy.scope import NATION
from regions.models import Person, Region


class Command(BaseCommand):
    help = "List the accounts of the demonstration that exist in this database."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--json", action="store_true", help="a JSON list of name, role, place, email, password"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        refuse_unless_demonstration()
        rows = rows_of_accounts()
        if options["json"]:
            self.stdout.write(json.dumps(rows, ensure_ascii=False))
            return
        for row in rows:
            self.stdout.write("  ".join(row.values()))


def rows_of_accounts() -> list[dict[str, str]]:
    """One row for each person; roles at several places are joined."""
    there = set(
        Person.objects.filter(email__in=[account.email for account in ACCOUNTS]).values_list(
            "email", flat=True
        )
    )
    regions = dict(Region.objects.values_list("pk", "name"))
    rows: dict[str, dict[str, str]] = {}
    for account in ACCOUNTS:
        if account.email not in there:
            continue
        place = _place(account, regions)
        if account.email in rows:
            rows[account.email]["place"] += f"; {place}"
            continue
        rows[account.email] = {
            "name": account.first_name,
            "role": str(account.role.label),
            "place": place,
            "email": account.email,
            "password": PASSWORD,
        }
    return list(rows.values())


def _place(account: Account, regions: dict[int, str]) -> str:
    if account.region_id == NATION:
        return regions[NATION]
    names = {
        agency.short_name: agency.name
        for scene in SCENES
        for agency in scene.agencies
        if scene.region_id == account.region_id and agency.short_name
    }
    # A unit has no short name: its key is its name.
    return ", ".join(filter(None, [names.get(account.agency, account.agency), regions[account.region_id]]))
