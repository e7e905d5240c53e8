"""`manage ministry_admin`: the first person of a new portal, and those who come and go after."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO
from urllib.parse import urlsplit

import pytest
import time_machine
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django.fixtures import Settings as SettingsWrapper

from iga_portal.tenancy.scope import NATION
from regions.domain.ministry import ministry_admins
from regions.enums import Role
from regions.models import Membership, Person
from tests.cast import NOON, PASSWORD, Cast

NEW = "kalimantan tengah 62"


def run(*arguments: str) -> list[str]:
    out = StringIO()
    call_command("ministry_admin", *arguments, stdout=out)
    return out.getvalue().splitlines()


def appoint(email: str = "Dian@Kemendagri.go.id", name: str = "Dian  Ayu") -> list[str]:
    return run("appoint", email, name, "--address", "https://iga.contoh.go.id/")


def follow(client: Client, link: str) -> str:
    """Opens a link as its holder; returns the address of the form behind it, or "" when the link is refused."""
    answer = client.get(urlsplit(link).path)
    return answer.headers.get("Location", "") if answer.status_code == 302 else ""


def test_a_new_person_gets_role_account_and_a_link_that_sets_the_password_once(
    cast: Cast, client: Client, settings: SettingsWrapper
) -> None:
    settings.SECURE_SSL_REDIRECT = False
    said = appoint()
    link = said[-1]
    person = Person.objects.get(email="dian@kemendagri.go.id")
    assert said[0] == "dian@kemendagri.go.id is now an admin of Kemendagri"
    assert link.startswith("https://iga.contoh.go.id/akun/password/reset/key/")
    assert (person.name, person.has_usable_password()) == ("Dian Ayu", False)
    held = Membership.objects.get(person=person)
    assert (held.role, held.region_id, held.valid_from, held.valid_until) == (
        Role.MINISTRY_ADMIN,
        NATION,
        NOON.date(),
        None,
    )

    form = follow(client, link)
    assert client.post(form, {"password1": NEW, "password2": NEW}).status_code == 302
    person.refresh_from_db()
    assert person.check_password(NEW)
    assert follow(Client(), link) == ""


def test_link_ends_after_the_time_that_is_said(cast: Cast, client: Client, settings: SettingsWrapper) -> None:
    settings.SECURE_SSL_REDIRECT = False
    said = appoint()
    assert "within 3 days" in said[1]
    with time_machine.travel(NOON + timedelta(days=3, hours=1)):
        assert follow(client, said[-1]) == ""


def test_asked_again_only_the_link_is_new_and_none_comes_once_a_password_is_set(cast: Cast) -> None:
    appoint()
    again = appoint(name="")
    assert again[0] == "dian@kemendagri.go.id was already an admin of Kemendagri"
    assert len(again) == 3
    person = Person.objects.get(email="dian@kemendagri.go.id")
    person.set_password(NEW)
    person.save()
    assert len(appoint()) == 1
    assert Membership.objects.filter(person=person).count() == 1


def test_an_account_that_exists_keeps_name_and_password(cast: Cast) -> None:
    assert run("appoint", cast.nobody.email, "Orang Lain") == [
        f"{cast.nobody.email} is now an admin of Kemendagri"
    ]
    person = Person.objects.get(pk=cast.nobody.pk)
    assert (person.name, person.check_password(PASSWORD)) == (cast.nobody.name, True)


def test_role_ends_at_once_and_may_begin_again_the_same_day(cast: Cast) -> None:
    """Rina has held the role since before today, Dian since this minute."""
    appoint()
    for email in ("dian@kemendagri.go.id", cast.rina.email):
        run("end", email.upper())
    assert ministry_admins() == []
    assert Membership.objects.get(person=cast.rina).valid_until == NOON.date() - timedelta(days=1)
    appoint()
    appoint(cast.rina.email)
    assert run("list") == [
        "dian@kemendagri.go.id  Dian Ayu",
        f"{cast.rina.email}  {cast.rina.name}",
    ]


def test_role_of_somebody_else_is_not_ended(cast: Cast) -> None:
    with pytest.raises(CommandError, match="no admin of Kemendagri"):
        run("end", cast.hendra.email)
    assert Membership.objects.filter(person=cast.hendra, valid_until=None).exists()


@pytest.mark.parametrize(("email", "name"), [("tanpa-tanda", "Dian"), ("dian@kemendagri.go.id", "  ")])
def test_bad_address_or_missing_name_makes_nothing(cast: Cast, email: str, name: str) -> None:
    before = Person.objects.count()
    with pytest.raises(CommandError):
        appoint(email, name)
    assert Person.objects.count() == before


def test_inactive_account_is_refused(cast: Cast) -> None:
    Person.objects.filter(pk=cast.nobody.pk).update(is_active=False)
    with pytest.raises(CommandError):
        appoint(cast.nobody.email)
    assert not Membership.objects.filter(person=cast.nobody).exists()


def test_address_of_the_link_comes_from_the_allowed_hosts(cast: Cast) -> None:
    link = run("appoint", "dian@kemendagri.go.id", "Dian")[-1]
    scheme, host = ("https" if settings.HTTPS else "http"), settings.ALLOWED_HOSTS[0]
    assert link.startswith(f"{scheme}://{host}/akun/")
