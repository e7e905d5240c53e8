"""Handing over: what goes to the successor, what must not, and when the leaver's access ends."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from iga_portal.notices.domain import tell
from iga_portal.notices.models import Mail, Notice
from iga_portal.refusals import Refused
from iga_portal.tenancy.scope import scope
from innovations.domain.handover import hand_over, innovations_kept_back, kept_back, successors_of
from innovations.enums import AssignmentOrigin
from innovations.models import Assignment, AssignmentRule, Innovation, Lease
from regions.domain.people import deactivate_person, set_membership_span
from regions.enums import Role
from regions.models import HandOver, Membership, Opd, Person, Region
from tests.cast import BENGKULU, JAYAPURA, KOTIM, NOON, Cast, make_complete, submit

TODAY = date(2026, 7, 7)


@pytest.fixture(autouse=True)
def _in_kotim(cast: Cast) -> Iterator[None]:
    with time_machine.travel(NOON, tick=False), scope({KOTIM, JAYAPURA}):
        yield


def person_with(name: str, role: Role, *, opd: Opd | None = None, region_id: int = KOTIM) -> Person:
    person = Person.objects.create(email=f"{name}@contoh.go.id", name=name.capitalize())
    Membership.objects.create(
        person=person, role=role, region=Region(pk=region_id), opd=opd, valid_from=date(2026, 1, 1)
    )
    return person


def give(
    cast: Cast, leaver: Person, successor: Person, *, last_day: date = TODAY, who: str = "hendra"
) -> HandOver:
    membership = Membership.objects.get(person=leaver, region_id__in=[KOTIM, JAYAPURA])
    record, _new = hand_over(
        membership.pk, actor=cast.actor(who), successor_id=successor.pk, last_day=last_day
    )
    return record


def client_of(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def submitted(cast: Cast, who: str, opd: Opd, name: str) -> Innovation:
    actor = cast.actor(who)
    return submit(make_complete(actor, opd=opd, period=cast.period, name=name), actor)


def assign(innovation: Innovation, reviewer: Person) -> Assignment:
    return Assignment.objects.create(
        region_id=KOTIM, innovation=innovation, reviewer=reviewer, origin=AssignmentOrigin.HAND
    )


def test_queue_goes_over_but_for_what_the_successor_may_not_judge(cast: Cast) -> None:
    """Dewi becomes a reviewer: she holds a role in the education agency, so that its innovation stays behind."""
    one = submitted(cast, "sari", cast.health, "Antrean")
    other = submitted(cast, "dewi", cast.education, "Rapor")
    Innovation.objects.filter(pk=other.pk).update(created_by=None)
    for innovation in (one, other):
        assign(innovation, cast.budi)
    rule = AssignmentRule.objects.create(region_id=KOTIM, urusan="A02", reviewer=cast.budi)
    Lease.objects.create(
        region_id=KOTIM, innovation=one, holder=cast.budi, taken_at=NOON, beat_at=NOON,
        expires_at=NOON + timedelta(minutes=2),
    )  # fmt: skip
    record = give(cast, cast.budi, cast.dewi)
    now = Assignment.objects.filter(is_current=True)
    assert [(row.innovation, row.reviewer, row.origin, row.assigned_by) for row in now] == [
        (one, cast.dewi, AssignmentOrigin.HANDED, cast.hendra)
    ]
    before = Assignment.objects.filter(is_current=False)
    assert [(row.reviewer, row.ended_at) for row in before] == [(cast.budi, NOON)] * 2
    assert [(entry.innovation_id, entry.code) for entry in kept_back(record)] == [(other.pk, "own_opd")]
    assert [row.name for row, _why in innovations_kept_back(record)] == ["Rapor"]
    rule.refresh_from_db()
    assert rule.reviewer == cast.dewi
    assert not Lease.objects.exists()
    assert (record.moved["queue"], record.moved["rules"]) == (1, 1)
    assert Membership.objects.get(person=cast.dewi, role=Role.REVIEWER).valid_from == TODAY
    page = client_of(cast.hendra).get(reverse("daerah:handed_over", args=[KOTIM, record.pk])).text
    assert "Rapor" in page
    assert "memegang peran di OPD itu" in page


def test_unread_notices_of_the_place_go_over_with_their_mails(cast: Cast) -> None:
    home = reverse("opd:home", args=[KOTIM, cast.health.pk])
    elsewhere = reverse("opd:home", args=[KOTIM, cast.clinic.pk])
    values = {"leaver": "x", "role": "y"}
    message = "Pekerjaan %(leaver)s sebagai %(role)s diserahkan kepada Anda."
    for path, once in ((home, ""), (home, "sapuan"), (elsewhere, ""), (home, "dibaca")):
        tell(
            region_id=KOTIM, person_ids=[cast.sari.pk], kind="handed_over", message=message, values=values, path=path,
            once=once,
        )  # fmt: skip
    Notice.objects.filter(once="dibaca").update(read_at=NOON)
    ani = person_with("ani", Role.OPERATOR, opd=cast.clinic)
    tell(
        region_id=KOTIM, person_ids=[ani.pk], kind="handed_over", message=message, values=values, path=home, once="sapuan",
    )  # fmt: skip
    record = give(cast, cast.sari, ani)
    # Of three unread at home she knew one (the sweep's) already; the read one and the other place's stay.
    assert record.moved["notices"] == 1
    told = (
        Notice.objects.filter(kind="handed_over").order_by("pk").values_list("person__name", "path", "once")
    )
    assert list(told) == [
        ("Ani", home, ""),
        ("Sari", home, "sapuan"),
        ("Sari", elsewhere, ""),
        ("Sari", home, "dibaca"),
        ("Ani", home, "sapuan"),
        ("Ani", home, ""),  # the news of the hand-over itself
    ]
    for mail in Mail.objects.filter(kind="handed_over").select_related("notice"):
        assert mail.notice is not None
        assert mail.person_id == mail.notice.person_id


def test_drafts_stay_the_opds_and_the_successor_opens_them(cast: Cast) -> None:
    draft = make_complete(cast.actor("sari"), opd=cast.health, period=cast.period)
    ani = person_with("ani", Role.OPERATOR, opd=cast.education)
    page = reverse("opd:innovation", args=[KOTIM, cast.health.pk, draft.public_id])
    assert client_of(ani).get(page).status_code == 404
    record = give(cast, cast.sari, ani)
    assert record.moved["drafts"] == 1
    assert client_of(ani).get(page).status_code == 200
    draft.refresh_from_db()
    assert draft.created_by == cast.sari


def test_leaver_is_out_at_once_with_the_session_they_have(cast: Cast) -> None:
    ani = person_with("ani", Role.REVIEWER)
    leaver, home = client_of(cast.budi), reverse("desk:home", args=[KOTIM])
    assert leaver.get(home).status_code == 200
    give(cast, cast.budi, ani)
    assert leaver.get(home).status_code == 404
    assert client_of(ani).get(home).status_code == 200


def test_last_day_ends_with_the_day_of_the_region(cast: Cast) -> None:
    """In WIT 7 July ends at 22.00 WIB: the leaver's last day is the region's own."""
    wit = ZoneInfo("Asia/Jayapura")
    leaver = person_with("petrus", Role.REVIEWER, region_id=JAYAPURA)
    successor = person_with("maria", Role.REVIEWER, region_id=JAYAPURA)
    home = reverse("desk:home", args=[JAYAPURA])
    give(cast, leaver, successor, last_day=date(2026, 7, 9), who="yosef")
    for moment, status in (
        (datetime(2026, 7, 9, 23, 59, 59, tzinfo=wit), 200),
        (datetime(2026, 7, 10, 0, 0, tzinfo=wit), 404),
    ):
        with time_machine.travel(moment, tick=False):
            assert client_of(leaver).get(home).status_code == status
            assert client_of(successor).get(home).status_code == 200


def test_second_press_changes_nothing(cast: Cast) -> None:
    ani = person_with("ani", Role.REVIEWER)
    membership = Membership.objects.get(person=cast.budi)
    asked = {"actor": cast.actor("hendra"), "successor_id": ani.pk, "last_day": date(2026, 7, 31)}
    first, is_new = hand_over(membership.pk, **asked)  # type: ignore[arg-type]
    again, is_again = hand_over(membership.pk, **asked)  # type: ignore[arg-type]
    assert (first.pk, is_new, is_again) == (again.pk, True, False)
    assert Notice.objects.filter(kind="handed_over").count() == 1


def test_role_given_back_and_handed_over_again_ends_again(cast: Cast) -> None:
    """Handed over by mistake, back, and once more on the same day: the third press is no repetition of the first."""
    ani = person_with("ani", Role.REVIEWER)
    give(cast, cast.budi, ani)
    back = Membership.objects.get(person=ani)
    Membership.objects.create(person=cast.budi, role=Role.REVIEWER, region=Region(pk=KOTIM), valid_from=TODAY)
    innovation = submitted(cast, "sari", cast.health, "Antrean")
    assign(innovation, cast.budi)
    again = Membership.objects.get(person=cast.budi, valid_until=None)
    assert back.valid_until is None
    for is_new in (True, False):
        record, changed = hand_over(again.pk, actor=cast.actor("hendra"), successor_id=ani.pk, last_day=TODAY)
        assert (changed, record.moved["queue"]) == (is_new, 1)
    assert client_of(cast.budi).get(reverse("desk:home", args=[KOTIM])).status_code == 404
    assert Assignment.objects.get(is_current=True).reviewer == ani
    assert [row.words for row in Notice.objects.filter(person=cast.indah, kind="people_changed")] == [
        "Hendra menyerahkan pekerjaan Budi sebagai Penelaah desk kepada Ani."
    ] * 2


@pytest.mark.parametrize(
    ("last_day", "successor"),
    [(date(2026, 7, 6), "ani"), (TODAY, "budi"), (TODAY, "wati"), (TODAY, "nobody")],
)
def test_past_day_and_strangers_are_refused_and_nothing_moves(
    cast: Cast, last_day: date, successor: str
) -> None:
    ani = person_with("ani", Role.REVIEWER)
    chosen = ani if successor == "ani" else getattr(cast, successor)
    assign(submitted(cast, "sari", cast.health, "Antrean"), cast.budi)
    with pytest.raises(ValidationError):
        give(cast, cast.budi, chosen, last_day=last_day)
    assert not HandOver.objects.exists()
    assert Assignment.objects.get().reviewer == cast.budi
    assert Membership.objects.get(person=cast.budi).valid_until is None


@pytest.mark.parametrize("role", [Role.REGION_HEAD, Role.EVALUATOR])
@pytest.mark.parametrize("also_reviewer", [False, True])
def test_head_of_region_and_evaluator_are_no_successors(cast: Cast, role: Role, also_reviewer: bool) -> None:
    """Not offered, and refused with the reason when asked for by hand; another role beside it changes nothing."""
    barred = person_with("tamu", role)
    if also_reviewer:
        Membership.objects.create(
            person=barred, role=Role.REVIEWER, region=Region(pk=KOTIM), valid_from=date(2026, 1, 1)
        )
    ani = person_with("ani", Role.REVIEWER)
    membership = Membership.objects.get(person=cast.budi)
    offered = successors_of(membership)
    assert ani in offered
    assert barred not in offered
    assign(submitted(cast, "sari", cast.health, "Antrean"), cast.budi)
    with pytest.raises(Refused) as refused:
        give(cast, cast.budi, barred)
    assert refused.value.code == "never_successor"
    assert f"Tamu bertugas sebagai {role.label} dan tidak dapat menjadi penerus." in refused.value.message
    page = reverse("daerah:hand_over", args=[KOTIM, membership.pk])
    answer = client_of(cast.hendra).post(page, {"successor": barred.pk, "last_day": "2026-07-07"})
    assert answer.status_code == 422
    assert not HandOver.objects.exists()
    assert Assignment.objects.get().reviewer == cast.budi


@pytest.mark.parametrize("who", ["sari", "budi", "tiur", "yosef", "rina"])
def test_only_the_regions_admin_hands_over(cast: Cast, who: str) -> None:
    ani = person_with("ani", Role.REVIEWER)
    with pytest.raises(Refused):
        give(cast, cast.budi, ani, who=who)
    assert not HandOver.objects.exists()


def test_admins_of_the_region_are_not_handed_over_by_their_colleague(cast: Cast) -> None:
    with pytest.raises(Refused):
        give(cast, cast.indah, cast.budi)
    client = client_of(cast.hendra)
    for person in (cast.indah, cast.wati):
        membership = Membership.objects.get(person=person)
        for page in ("hand_over", "person_close", "membership"):
            assert client.get(reverse(f"daerah:{page}", args=[KOTIM, membership.pk])).status_code == 404


def test_page_hands_over(cast: Cast) -> None:
    ani = person_with("ani", Role.REVIEWER)
    assign(submitted(cast, "sari", cast.health, "Antrean"), cast.budi)
    membership = Membership.objects.get(person=cast.budi)
    client = client_of(cast.hendra)
    page = reverse("daerah:hand_over", args=[KOTIM, membership.pk])
    assert "1 inovasi" in client.get(page).text
    assert client.post(page, {"successor": cast.wati.pk, "last_day": "2026-07-07"}).status_code == 422
    assert client.post(page, {"successor": ani.pk, "last_day": "2026-07-06"}).status_code == 422
    answer = client.post(page, {"successor": ani.pk, "last_day": "2026-07-07"})
    assert (answer.status_code, HandOver.objects.count()) == (302, 1)
    assert "Antrean berpindah" in client.get(answer["Location"]).text


# Closing an account, and spans --------------------------------------------------------------------------------------


def test_closing_ends_every_session_of_the_person(cast: Cast) -> None:
    browser, phone = client_of(cast.sari), client_of(cast.sari)
    roles = reverse("roles")
    assert {client.get(roles).status_code for client in (browser, phone)} == {200}
    admin = client_of(cast.hendra)
    page = reverse("daerah:person_close", args=[KOTIM, Membership.objects.get(person=cast.sari).pk])
    assert "Operator OPD" in admin.get(page).text
    assert admin.post(page).status_code == 302
    for client in (browser, phone):
        assert client.get(roles).status_code == 302
        assert "/akun/login/" in client.get(reverse("opd:home", args=[KOTIM, cast.health.pk]))["Location"]
    cast.sari.refresh_from_db()
    assert not cast.sari.is_active
    # Asked again, nothing more happens; a new invitation opens the account.
    assert not Membership.objects.filter(person=cast.sari, valid_until=None).exists()
    from regions.domain.invitations import invite

    invite(
        actor=cast.actor("hendra"), email=cast.sari.email, name="Sari", role=Role.OPERATOR, region_id=KOTIM,
        opd_id=cast.health.pk, link_of=str,
    )  # fmt: skip
    cast.sari.refresh_from_db()
    assert cast.sari.is_active


def test_roles_elsewhere_keep_the_account_open(cast: Cast) -> None:
    Membership.objects.create(
        person=cast.sari, role=Role.REVIEWER, region=Region(pk=BENGKULU), valid_from=date(2026, 1, 1)
    )
    membership = Membership.objects.get(person=cast.sari, region_id=KOTIM)
    client = client_of(cast.sari)
    closed = deactivate_person(membership.pk, actor=cast.actor("hendra"))
    assert (closed.ended, closed.is_account_closed) == (1, False)
    assert client.get(reverse("opd:home", args=[KOTIM, cast.health.pk])).status_code == 404
    assert client.get(reverse("desk:home", args=[BENGKULU])).status_code == 200


def test_span_moves_only_before_it_begins(cast: Cast) -> None:
    hendra = cast.actor("hendra")
    membership = Membership.objects.get(person=cast.budi)
    with pytest.raises(Refused) as refused:
        set_membership_span(membership.pk, actor=hendra, last_day=None, first_day=date(2026, 8, 1))
    assert refused.value.code == "begun"
    Membership.objects.filter(pk=membership.pk).update(valid_from=date(2026, 8, 1))
    client, desk = client_of(cast.budi), reverse("desk:home", args=[KOTIM])
    assert client.get(desk).status_code == 404
    for first, last, code in (
        (date(2026, 7, 6), None, "past"),
        (date(2026, 9, 1), date(2026, 8, 31), "before_start"),
    ):
        with pytest.raises(Refused) as refused:
            set_membership_span(membership.pk, actor=hendra, last_day=last, first_day=first)
        assert refused.value.code == code
    page = reverse("daerah:membership", args=[KOTIM, membership.pk])
    typed = {"first_day": "2026-07-07", "end": "tanggal", "last_day": "2026-07-07"}
    assert client_of(cast.hendra).post(page, typed).status_code == 302
    assert client.get(desk).status_code == 200  # begins and ends today


def test_list_finds_who_has_no_second_factor(cast: Cast) -> None:
    from allauth.mfa.models import Authenticator

    Authenticator.objects.create(user=cast.budi, type=Authenticator.Type.TOTP, data={})
    Authenticator.objects.create(user=cast.sari, type=Authenticator.Type.RECOVERY_CODES, data={})
    client, page = client_of(cast.hendra), reverse("daerah:people", args=[KOTIM])
    has, lacks = (client.get(f"{page}?faktor={word}").text for word in ("terpasang", "belum"))
    for email, has_one in (("budi@", True), ("sari@", False), ("dewi@", False)):
        assert (email in has, email in lacks) == (has_one, not has_one)
