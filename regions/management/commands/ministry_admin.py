"""`ministry_admin`: appoint, end and list the admins of Kemendagri, who appoint everybody else."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from iga_portal.refusals import Refused
from regions.domain.ministry import appoint_ministry_admin, end_ministry_admin, ministry_admins


class Command(BaseCommand):
    help = (
        "Appoint, end and list the admins of Kemendagri. They in turn invite regional admins and evaluators."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True, parser_class=type(parser))
        appoint = actions.add_parser("appoint", help="give the role, with a new account where there is none")
        appoint.add_argument("email")
        appoint.add_argument("name", help="of a new account")
        appoint.add_argument(
            "--address",
            default=_address(),
            help="of the portal, for the link (default: %(default)s, from ALLOWED_HOSTS)",
        )
        end = actions.add_parser("end", help="end the role at this moment")
        end.add_argument("email")
        actions.add_parser("list", help="who holds the role today")

    def handle(self, *args: Any, **options: Any) -> None:
        given = Namespace(**options)
        if given.action == "list":
            for person in ministry_admins():
                self.stdout.write(f"{person.email}  {person.name}")
        elif given.action == "end":
            if not end_ministry_admin(email=given.email):
                raise CommandError(f"{given.email} is no admin of Kemendagri")
            self.stdout.write(f"{given.email} is no admin of Kemendagri any more")
        else:
            self._appoint(given)

    def _appoint(self, given: Namespace) -> None:
        try:
            appointed = appoint_ministry_admin(
                email=given.email, name=given.name, link_of=lambda path: given.address.rstrip("/") + path
            )
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        except Refused as refusal:
            raise CommandError(refusal.message) from refusal
        email = appointed.person.email
        self.stdout.write(
            f"{email} {'is now' if appointed.changed else 'was already'} an admin of Kemendagri"
        )
        if appointed.link:
            days = settings.PASSWORD_RESET_TIMEOUT // 86_400
            self.stdout.write(
                f"Give this link to that person and nobody else; it sets the first password, once, within {days} days:"
            )
            self.stdout.write(appointed.link)


def _address() -> str:
    host = next((host.lstrip("*.") for host in settings.ALLOWED_HOSTS if host.strip("*.")), "localhost")
    return f"{'https' if settings.HTTPS else 'http'}://{host}"
