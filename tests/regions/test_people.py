"""Invitations and memberships: who may give what, one use, and nothing told about accounts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.exceptions import ValidationError

from iga_portal.notices.models import Mail, Notice
from iga_portal.refusals import Refused
from iga_portal.tenancy.scope import scope
from regions.access import grant_for
from regions.domain import invitations
from regions.domain.accepting import accept_invitation, accept_with_new_account
from regions.domain.invitations import (
    InvitationState,
    invite,
    resend_invitation,
    revoke_invitation,
    state_of,
)
from regions.domain.people import end_membership, set_membership_span
from regions.enums import Role
from regions.models import Invitation, Membership, Person
from regions.queries.accounts import opds_touching
from tests.cast import BENGKULU, JAYAPURA, KOTIM, NOON, Cast

GOOD = "kalimantan tengah 62"


def link_of(secret: str) -> str:
    return f"https://portal.contoh/undangan/{secret}/"


def secret_in(link: str) -> str:
    return link.rstrip("/").rpartition("/")[2]


@pytest.fixture(autouse=True)
def _in_kotim(cast: Cast) -> Iterator[None]:
    with scope({KOTIM}):
        yield


def ask(cast: Cast, who: str = "hendra", **more: Any) -> invitations.Invited:
    wanted = {
        "email": "Ani@Contoh.go.id",
        "name": "Ani",
        "role": Role.OPERATOR,
        "region_id": KOTIM,
        "opd_id": cast.health.pk,
    }
    wanted |= more
    return invite(actor=cast.actor(who), link_of=link_of, **wanted)


def test_invited_newcomer_makes_an_account_and_acts(cast: Cast) -> None:
    invited = ask(cast, valid_until=date(2026, 12, 31))
    assert invited.mailed
    assert mail.outbox[0].to == ["ani@contoh.go.id"]
    assert invited.link in mail.outbox[0].body
    assert "Dinas Kesehatan" in mail.outbox[0].body
    assert "\n" not in mail.outbox[0].subject
    secret = secret_in(invited.link)
    assert secret not in str(Invitation.objects.values().get())

    person, acceptance = accept_with_new_account(secret, name="Ani Rahma", password=GOOD)

    assert acceptance.changed
    assert (person.email, person.name) == ("ani@contoh.go.id", "Ani Rahma")
    membership = Membership.objects.get(person=person)
    assert (membership.role, membership.region_id, membership.opd_id) == (
        "operator", KOTIM, cast.health.pk,
    )  # fmt: skip
    assert (membership.valid_from, membership.valid_until) == (date(2026, 7, 7), date(2026, 12, 31))
    assert EmailAddress.objects.get(user=person).verified
    assert grant_for(person, {"acting": "opd", "region_id": KOTIM, "opd_id": cast.health.pk}) is not None
    assert [(row.person_id, row.kind) for row in Notice.objects.order_by("pk")] == [
        (person.pk, "role_given"), (cast.hendra.pk, "invitation_accepted"),
    ]  # fmt: skip


def test_existing_account_accepts_once(cast: Cast) -> None:
    secret = secret_in(ask(cast, email="dewi@contoh.go.id").link)
    assert accept_invitation(secret, person_id=cast.dewi.pk).changed
    assert not accept_invitation(secret, person_id=cast.dewi.pk).changed
    assert Membership.objects.filter(person=cast.dewi).count() == 2
    assert Notice.objects.count() == 2  # to Dewi and to who invited her


def test_link_works_only_for_the_address_it_was_sent_to(cast: Cast) -> None:
    secret = secret_in(ask(cast, email="nobody@contoh.go.id").link)
    with pytest.raises(Refused) as caught:
        accept_invitation(secret, person_id=cast.dewi.pk)
    assert caught.value.code == "other_person"
    assert accept_invitation(secret, person_id=cast.nobody.pk).changed
    with pytest.raises(Refused) as caught:
        accept_invitation(secret, person_id=cast.dewi.pk)
    assert caught.value.code == "accepted"


def test_account_that_exists_is_not_made_again(cast: Cast) -> None:
    secret = secret_in(ask(cast, email="nobody@contoh.go.id").link)
    before = cast.nobody.password
    with pytest.raises(Refused) as caught:
        accept_with_new_account(secret, name="Penyusup", password=GOOD)
    assert caught.value.code == "exists"
    cast.nobody.refresh_from_db()
    assert (cast.nobody.password, cast.nobody.name) == (before, "Nobody")


@pytest.mark.parametrize("password", ["pendek", "1234567890", "ani@contoh.go.id", "password1234"])
def test_weak_password_leaves_nothing(cast: Cast, password: str) -> None:
    secret = secret_in(ask(cast).link)
    people_before = Person.objects.count()
    if password == "password1234":
        password = "passwordpassword"[:8] + "12"  # in the list of common passwords
    with pytest.raises(ValidationError) as caught:
        accept_with_new_account(secret, name="Ani", password=password)
    assert list(caught.value.message_dict) == ["password"]
    assert Person.objects.count() == people_before
    assert state_of(Invitation.objects.get()) is InvitationState.OPEN


def test_link_runs_out_after_14_days(cast: Cast) -> None:
    secret = secret_in(ask(cast).link)
    with time_machine.travel(NOON + timedelta(days=14, minutes=1)):
        assert state_of(Invitation.objects.get()) is InvitationState.EXPIRED
        with pytest.raises(Refused) as caught:
            accept_with_new_account(secret, name="Ani", password=GOOD)
        assert caught.value.code == "expired"
    with time_machine.travel(NOON + timedelta(days=13, hours=23)):
        assert accept_with_new_account(secret, name="Ani", password=GOOD)[1].changed


def test_revoked_link_is_refused_and_a_second_press_changes_nothing(cast: Cast) -> None:
    invited = ask(cast)
    assert revoke_invitation(invited.invitation.pk, actor=cast.actor("hendra"))
    assert not revoke_invitation(invited.invitation.pk, actor=cast.actor("hendra"))
    with pytest.raises(Refused) as caught:
        accept_with_new_account(secret_in(invited.link), name="Ani", password=GOOD)
    assert caught.value.code == "revoked"


def test_sending_again_revokes_the_old_link(cast: Cast) -> None:
    first = ask(cast)
    second = resend_invitation(first.invitation.pk, actor=cast.actor("hendra"), link_of=link_of)
    assert second.link != first.link
    assert len(mail.outbox) == 2
    with pytest.raises(Refused) as caught:
        accept_with_new_account(secret_in(first.link), name="Ani", password=GOOD)
    assert caught.value.code == "revoked"
    assert accept_with_new_account(secret_in(second.link), name="Ani", password=GOOD)[1].changed
    with pytest.raises(Refused) as caught:
        resend_invitation(second.invitation.pk, actor=cast.actor("hendra"), link_of=link_of)
    assert caught.value.code == "closed"


def test_same_invitation_is_not_sent_twice_but_again_on_request_and_not_too_often(cast: Cast) -> None:
    invited = ask(cast)
    with pytest.raises(Refused) as caught:
        ask(cast)
    assert caught.value.code == "pending"
    for _again in range(invitations.SENDINGS_PER_ADDRESS - 1):
        invited = resend_invitation(invited.invitation.pk, actor=cast.actor("hendra"), link_of=link_of)
    with pytest.raises(Refused) as caught:
        resend_invitation(invited.invitation.pk, actor=cast.actor("hendra"), link_of=link_of)
    assert caught.value.code == "often"
    assert len(mail.outbox) == invitations.SENDINGS_PER_ADDRESS
    with time_machine.travel(NOON + timedelta(hours=1, minutes=1)):
        resend_invitation(invited.invitation.pk, actor=cast.actor("hendra"), link_of=link_of)


def test_answer_is_the_same_whether_or_not_the_address_has_an_account(cast: Cast) -> None:
    known = ask(cast, email="wati@contoh.go.id")  # acts in Kota Bengkulu
    unknown = ask(cast, email="siapa@contoh.go.id")
    assert (known.mailed, unknown.mailed) == (True, True)
    bodies = [
        letter.body.replace(link, "").replace("Wati", "Ani") for letter, link in
        zip(mail.outbox, [known.link, unknown.link], strict=True)
    ]  # fmt: skip
    assert bodies[0] == bodies[1]


def test_dead_mail_server_loses_nothing(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object, **kwargs: object) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)
    invited = ask(cast)
    assert not invited.mailed
    assert accept_with_new_account(secret_in(invited.link), name="Ani", password=GOOD)[1].changed


@pytest.mark.parametrize(
    ("who", "role", "region_id", "code"),
    [
        ("hendra", Role.REGIONAL_ADMIN, KOTIM, "role"),
        ("hendra", Role.MINISTRY_ADMIN, KOTIM, "role"),
        ("hendra", Role.EVALUATOR, KOTIM, "role"),
        ("hendra", Role.REVIEWER, BENGKULU, "not_yours"),
        ("budi", Role.REVIEWER, KOTIM, "role"),
        ("rina", Role.REVIEWER, KOTIM, "role"),
        ("rina", Role.MINISTRY_ADMIN, KOTIM, "role"),
    ],
)
def test_nobody_gives_a_role_that_is_not_theirs_to_give(
    cast: Cast, who: str, role: Role, region_id: int, code: str
) -> None:
    with pytest.raises(Refused) as caught:
        ask(cast, who, role=role, region_id=region_id, opd_id=None)
    assert caught.value.code == code
    assert mail.outbox == []


def test_ministry_invites_a_regional_admin_anywhere(cast: Cast) -> None:
    invited = ask(cast, "rina", role=Role.REGIONAL_ADMIN, region_id=BENGKULU, opd_id=None)
    person, _acceptance = accept_with_new_account(secret_in(invited.link), name="Ani", password=GOOD)
    assert grant_for(person, {"acting": "daerah", "region_id": BENGKULU}) is not None
    assert grant_for(person, {"acting": "daerah", "region_id": KOTIM}) is None


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"email": "bukan alamat"}, "email"),
        ({"name": "  "}, "name"),
        ({"opd_id": None}, "opd"),
        ({"role": Role.REVIEWER}, "opd"),
        ({"opd_id": "bengkulu"}, "opd"),
        ({"valid_until": date(2026, 7, 6)}, "valid_until"),
    ],
)
def test_parts_that_do_not_fit_are_named(cast: Cast, more: dict[str, Any], field: str) -> None:
    if more.get("opd_id") == "bengkulu":
        more = {"opd_id": cast.bengkulu_opd.pk}
    with pytest.raises(ValidationError) as caught:
        ask(cast, **more)
    assert list(caught.value.message_dict) == [field]


def test_role_already_held_is_said(cast: Cast) -> None:
    with pytest.raises(Refused) as caught:
        ask(cast, email="sari@contoh.go.id")
    assert caught.value.code == "held"


def test_who_held_a_role_in_a_region_does_not_evaluate_it_for_24_months(cast: Cast) -> None:
    Membership.objects.filter(person=cast.dewi).update(valid_until=date(2026, 1, 31))
    wanted = {"role": Role.EVALUATOR, "region_id": KOTIM, "opd_id": None, "email": "dewi@contoh.go.id"}
    with pytest.raises(Refused) as caught:
        ask(cast, "rina", **wanted)
    assert caught.value.code == "conflict"
    with time_machine.travel(NOON.replace(year=2028, month=1, day=31)), pytest.raises(Refused):
        ask(cast, "rina", **wanted)
    with time_machine.travel(NOON.replace(year=2028, month=2, day=1)):
        secret = secret_in(ask(cast, "rina", **wanted).link)
        assert accept_invitation(secret, person_id=cast.dewi.pk).changed


def test_evaluator_takes_no_role_in_the_region_evaluated(cast: Cast) -> None:
    secret = secret_in(ask(cast, email="arif@contoh.go.id").link)
    with pytest.raises(Refused) as caught:
        accept_invitation(secret, person_id=cast.arif.pk)
    assert caught.value.code == "conflict"


def test_ending_a_role_holds_at_once(cast: Cast) -> None:
    membership = Membership.objects.get(person=cast.budi)
    address = {"acting": "desk", "region_id": KOTIM}
    assert grant_for(cast.budi, address) is not None
    end_membership(membership.pk, actor=cast.actor("hendra"))
    assert grant_for(cast.budi, address) is None
    with pytest.raises(Refused) as caught:
        set_membership_span(membership.pk, actor=cast.actor("hendra"), last_day=date(2026, 8, 1))
    assert caught.value.code == "ended"


def test_role_that_began_today_ends_at_once_and_is_remembered(cast: Cast) -> None:
    """An operator for an hour held a role in that OPD: they do not judge it for 24 months either."""
    hendra = cast.actor("hendra")
    for _time in range(2):  # given again on the same day, and ended again
        secret = secret_in(ask(cast, email="nobody@contoh.go.id").link)
        accept_invitation(secret, person_id=cast.nobody.pk)
        place = {"acting": "opd", "region_id": KOTIM, "opd_id": cast.health.pk}
        assert grant_for(cast.nobody, place) is not None
        end_membership(Membership.objects.get(person=cast.nobody, valid_until=None).pk, actor=hendra)
        assert grant_for(cast.nobody, place) is None
        assert opds_touching(cast.nobody.pk, region_id=KOTIM) == {cast.health.pk, cast.clinic.pk}


def test_role_that_has_not_begun_is_taken_away(cast: Cast) -> None:
    later = Membership.objects.create(
        person=cast.nobody, role=Role.REVIEWER, region_id=KOTIM, valid_from=date(2026, 8, 1)
    )
    end_membership(later.pk, actor=cast.actor("hendra"))
    assert not Membership.objects.filter(person=cast.nobody).exists()


def said_to(person: Person) -> list[tuple[str, str]]:
    return [(row.kind, row.words) for row in Notice.objects.filter(person=person).order_by("pk")]


def test_person_and_fellow_admins_hear_of_every_change_of_a_role(cast: Cast) -> None:
    hendra, key = cast.actor("hendra"), Membership.objects.get(person=cast.budi).pk
    for _time in range(2):  # the same press again tells nobody twice
        set_membership_span(key, actor=hendra, last_day=date(2026, 8, 31))
    for _time in range(2):
        end_membership(key, actor=hendra)
    where = "Kabupaten Kotawaringin Timur"
    assert said_to(cast.budi) == [
        ("role_changed", f"Peran Anda sebagai Penelaah desk di {where} berlaku 1 Januari 2025 sampai dengan 31 Agustus 2026."),
        ("role_ended", f"Peran Anda sebagai Penelaah desk di {where} sudah berakhir."),
    ]  # fmt: skip
    assert said_to(cast.indah) == [
        ("people_changed", "Hendra mengubah masa peran Budi sebagai Penelaah desk: 1 Januari 2025 sampai dengan 31 Agustus 2026."),
        ("people_changed", "Hendra mengakhiri peran Budi sebagai Penelaah desk."),
    ]  # fmt: skip
    assert said_to(cast.hendra) == []


def test_whoever_takes_up_a_role_finds_it_told_and_mailed(cast: Cast) -> None:
    secret = secret_in(ask(cast, email="nobody@contoh.go.id", valid_until=date(2026, 12, 31)).link)
    for _time in range(2):
        accept_invitation(secret, person_id=cast.nobody.pk)
    assert said_to(cast.nobody) == [
        ("role_given", "Anda kini Operator OPD di Dinas Kesehatan, sampai dengan 31 Desember 2026.")
    ]
    assert Mail.objects.filter(person=cast.nobody, kind="role_given").count() == 1


def test_ministry_that_ends_an_admin_tells_those_who_stay(cast: Cast) -> None:
    with scope({0, KOTIM}):
        end_membership(Membership.objects.get(person=cast.indah).pk, actor=cast.actor("rina"))
        assert [kind for kind, _words in said_to(cast.indah)] == ["role_ended"]
        assert [kind for kind, _words in said_to(cast.hendra)] == ["people_changed"]


def test_end_is_set_and_taken_away(cast: Cast) -> None:
    membership = Membership.objects.get(person=cast.budi)
    hendra = cast.actor("hendra")
    assert set_membership_span(membership.pk, actor=hendra, last_day=date(2026, 7, 7)).valid_until == date(
        2026, 7, 7
    )
    assert grant_for(cast.budi, {"acting": "desk", "region_id": KOTIM}) is not None
    with pytest.raises(Refused) as caught:
        set_membership_span(membership.pk, actor=hendra, last_day=date(2026, 7, 6))
    assert caught.value.code == "past"
    assert set_membership_span(membership.pk, actor=hendra, last_day=None).valid_until is None


@pytest.mark.parametrize(("who", "whose"), [("hendra", "indah"), ("hendra", "wati"), ("hendra", "arif"), ("yosef", "budi"), ("rina", "budi")])  # fmt: skip
def test_nobody_ends_a_role_that_is_not_theirs_to_give(cast: Cast, who: str, whose: str) -> None:
    membership = Membership.objects.get(person=getattr(cast, whose))
    with pytest.raises(Refused):
        end_membership(membership.pk, actor=cast.actor(who))
    membership.refresh_from_db()
    assert membership.valid_until is None


def test_role_accepted_just_after_midnight_in_the_east_holds_at_once(cast: Cast) -> None:
    secret = secret_in(
        ask(cast, "rina", role=Role.REGIONAL_ADMIN, region_id=JAYAPURA, opd_id=None,
            email="nobody@contoh.go.id").link
    )  # fmt: skip
    # 22.30 WIB on the 7th is 00.30 WIT on the 8th.
    with time_machine.travel(NOON.replace(hour=22, minute=30)):
        accept_invitation(secret, person_id=cast.nobody.pk)
        assert Membership.objects.get(person=cast.nobody).valid_from == date(2026, 7, 7)
        assert grant_for(cast.nobody, {"acting": "daerah", "region_id": JAYAPURA}) is not None
