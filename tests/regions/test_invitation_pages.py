"""The link of an invitation, as the invited person meets it."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from iga_portal.tenancy.scope import scope
from regions.domain.invitations import Invited, invite, resend_invitation, revoke_invitation
from regions.enums import Role
from regions.models import Invitation, Membership, Person
from tests.cast import KOTIM, NOON, PASSWORD, Cast

GOOD = "kalimantan tengah 62"


def link_of(secret: str) -> str:
    return reverse("invitation", args=[secret])


@pytest.fixture
def invited(cast: Cast) -> Invited:
    with scope({KOTIM}):
        return invite(
            actor=cast.actor("hendra"), email="ani@contoh.go.id", name="Ani", role=Role.OPERATOR,
            region_id=KOTIM, opd_id=cast.health.pk, link_of=link_of,
        )  # fmt: skip


def invite_existing(cast: Cast, email: str) -> Invited:
    with scope({KOTIM}):
        return invite(
            actor=cast.actor("hendra"), email=email, name="Orang", role=Role.REVIEWER, region_id=KOTIM,
            link_of=link_of,
        )  # fmt: skip


def test_newcomer_sees_who_invites_to_what_and_is_signed_in_afterwards(cast: Cast, invited: Invited) -> None:
    client = Client()
    page = client.get(invited.link)
    for words in (
        "Hendra mengundang Anda",
        "Operator OPD",
        "Dinas Kesehatan",
        "Kabupaten Kotawaringin Timur",
    ):
        assert words in page.text
    assert "no-store" in page["Cache-Control"]
    response = client.post(
        invited.link, {"name": "Ani Rahma", "password": GOOD, "repeated": GOOD}, follow=True
    )
    assert response.redirect_chain[-1][0] == reverse("opd:home", args=[KOTIM, cast.health.pk])
    assert response.status_code == 200
    assert "Ani Rahma" in response.text
    assert client.get(invited.link).status_code == 410
    assert "sudah Anda terima" in client.get(invited.link).text
    # The account is one like any other: out, and in again by its password.
    client.logout()
    login = {"login": "ani@contoh.go.id", "password": GOOD}
    assert client.post(reverse("account_login"), login).status_code == 302


@pytest.mark.parametrize(
    ("entries", "words"),
    [
        ({"name": "Ani", "password": GOOD, "repeated": GOOD + "x"}, "Kedua kata sandi tidak sama"),
        ({"name": "Ani", "password": "q7!x", "repeated": "q7!x"}, "10 "),
        ({"name": "", "password": GOOD, "repeated": GOOD}, "Nama lengkap"),
    ],
)
def test_newcomers_mistakes_are_told_and_nothing_is_made(
    cast: Cast, invited: Invited, entries: dict[str, str], words: str
) -> None:
    response = Client().post(invited.link, entries)
    assert response.status_code == 200  # an error status would write the secret into the log
    assert words in response.text
    assert entries["password"] not in response.text
    assert not Person.objects.filter(email="ani@contoh.go.id").exists()


def test_existing_account_signs_in_first_and_then_accepts(cast: Cast) -> None:
    link = invite_existing(cast, "nobody@contoh.go.id").link
    client = Client()
    page = client.get(link)
    assert 'name="password"' not in page.text
    assert f"/akun/login/?next={link.replace('/', '%2F')}" in page.text
    # Posting the newcomer's form makes no second account and opens nothing.
    client.post(link, {"name": "Penyusup", "password": GOOD, "repeated": GOOD})
    assert Person.objects.get(email="nobody@contoh.go.id").name == "Nobody"
    response = client.post(
        f"{reverse('account_login')}?next={link}", {"login": "nobody@contoh.go.id", "password": PASSWORD}
    )
    assert response["Location"] == link
    assert "Terima undangan" in client.get(link).text
    assert not Membership.objects.filter(person=cast.nobody).exists()  # looking accepts nothing
    response = client.post(link, follow=True)
    assert response.redirect_chain[-1][0] == reverse("desk:home", args=[KOTIM])
    assert Membership.objects.filter(person=cast.nobody).count() == 1
    client.post(link)
    assert Membership.objects.filter(person=cast.nobody).count() == 1


def test_other_account_is_told_and_takes_nothing(cast: Cast, invited: Invited) -> None:
    client = Client()
    client.force_login(cast.dewi)
    for response in (client.get(invited.link), client.post(invited.link)):
        assert response.status_code == 200
        assert "Keluar dulu" in response.text
    assert Membership.objects.filter(person=cast.dewi).count() == 1


def test_evaluator_is_told_why_not(cast: Cast) -> None:
    link = invite_existing(cast, "arif@contoh.go.id").link
    client = Client()
    client.force_login(cast.arif)
    response = client.post(link)
    assert response.status_code == 200
    assert "Selama menjadi evaluator daerah ini" in response.text
    assert Invitation.objects.get().accepted_at is None


def test_expired_revoked_replaced_used_and_unknown_links_say_so(cast: Cast, invited: Invited) -> None:
    client = Client()
    with time_machine.travel(NOON + timedelta(days=15)):
        page = client.get(invited.link)
        assert page.status_code == 410
        assert "lewat masa berlakunya" in page.text
        assert "Hendra" in page.text  # whom to ask
    with scope({KOTIM}):
        newer = resend_invitation(invited.invitation.pk, actor=cast.actor("hendra"), link_of=link_of)
    page = client.get(invited.link)
    assert page.status_code == 410
    assert "lebih baru" in page.text
    with scope({KOTIM}):
        revoke_invitation(newer.invitation.pk, actor=cast.actor("hendra"))
    assert client.get(newer.link).status_code == 410
    page = client.get(link_of("bukan-rahasia"))
    assert page.status_code == 404
    assert "tidak dikenal" in page.text


def test_used_link_tells_a_stranger_nothing_of_the_account(cast: Cast, invited: Invited) -> None:
    client = Client()
    client.post(invited.link, {"name": "Ani Rahma", "password": GOOD, "repeated": GOOD})
    page = Client().get(invited.link)
    assert page.status_code == 410
    assert "sudah dipakai" in page.text
    assert "Ani Rahma" not in page.text
