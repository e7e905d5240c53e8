"""The pages of people and agencies: who sees them, what is shown once, and flat queries."""

from __future__ import annotations

import re
from datetime import date

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from iga_portal.tenancy.scope import scope
from regions.domain.invitations import invite
from regions.enums import Role
from regions.models import Invitation, Membership, Opd, Person
from tests.cast import BENGKULU, KOTIM, Cast, password_hash

EVERYBODY_ELSE = ("sari", "dewi", "joko", "budi", "tiur", "wati", "yosef", "arif", "nobody")


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def here(name: str, *args: object) -> str:
    return reverse(f"daerah:{name}", args=[KOTIM, *args])


def pusat(name: str, *args: object) -> str:
    return reverse(f"pusat:{name}", args=list(args))


def pending(
    cast: Cast, *, role: Role = Role.OPERATOR, region_id: int = KOTIM, who: str = "hendra"
) -> Invitation:
    with scope({region_id}):
        return invite(
            actor=cast.actor(who),
            email=f"baru-{role}-{region_id}@contoh.go.id",
            name="Ani",
            role=role,
            region_id=region_id,
            opd_id=cast.health.pk if role is Role.OPERATOR else None,
            link_of=lambda secret: f"https://portal/undangan/{secret}/",
        ).invitation


@pytest.mark.parametrize("who", ["hendra", "rina", *EVERYBODY_ELSE])
def test_regions_people_are_the_admins_alone(cast: Cast, who: str) -> None:
    invitation = pending(cast)
    membership = Membership.objects.get(person=cast.budi)
    client = signed_in(getattr(cast, who))
    pages = [
        here("people"),
        here("invite"),
        here("invited", invitation.pk),
        here("membership", membership.pk),
        here("opds"),
        here("opd_new"),
        here("opd_edit", cast.health.pk),
        here("opd_close", cast.health.pk),
    ]
    expected = 200 if who == "hendra" else 404
    assert {page: client.get(page).status_code for page in pages} == dict.fromkeys(pages, expected)
    posts = [
        here("opd_open", cast.health.pk),
        here("invitation_resend", invitation.pk),
        here("invitation_revoke", invitation.pk),
    ]
    expected = 302 if who == "hendra" else 404
    assert {page: client.post(page).status_code for page in posts} == dict.fromkeys(posts, expected)


@pytest.mark.parametrize("who", ["rina", "hendra", *EVERYBODY_ELSE])
def test_ministrys_people_are_the_ministrys_alone(cast: Cast, who: str) -> None:
    invitation = pending(cast, role=Role.REGIONAL_ADMIN, who="rina")
    membership = Membership.objects.get(person=cast.hendra)
    client = signed_in(getattr(cast, who))
    pages = [
        pusat("people"),
        pusat("people") + "?peran=tanpa",
        pusat("invite"),
        pusat("invited", invitation.pk),
        pusat("membership", membership.pk),
    ]
    expected = 200 if who == "rina" else 404
    assert {page: client.get(page).status_code for page in pages} == dict.fromkeys(pages, expected)


def test_admin_knows_nothing_of_another_regions_people(cast: Cast) -> None:
    client = signed_in(cast.hendra)
    foreign = pending(cast, role=Role.REGIONAL_ADMIN, region_id=BENGKULU, who="rina")
    own_region_not_theirs = pending(cast, role=Role.EVALUATOR, who="rina")
    for page in (
        here("invited", foreign.pk),
        here("invited", own_region_not_theirs.pk),
        here("membership", Membership.objects.get(person=cast.wati).pk),
        here("membership", Membership.objects.get(person=cast.indah).pk),
        here("opd_edit", cast.bengkulu_opd.pk),
        here("opd_close", cast.bengkulu_opd.pk),
    ):
        assert client.get(page).status_code == 404, page
    assert client.post(here("invitation_revoke", foreign.pk)).status_code == 404
    foreign.refresh_from_db()
    assert foreign.revoked_at is None
    page = client.get(here("people")).text
    assert "Wati" not in page
    assert "baru-" not in page  # neither invitation is the admin's to handle


def test_list_names_roles_spans_and_second_factors(cast: Cast) -> None:
    Authenticator.objects.create(user=cast.indah, type=Authenticator.Type.TOTP, data={})
    Authenticator.objects.create(user=cast.budi, type=Authenticator.Type.RECOVERY_CODES, data={})
    page = signed_in(cast.hendra).get(here("people")).text
    rows = {
        re.search(r"<span>(\w+)<", row)[1]: re.sub(r"<[^>]+>", " ", row)  # type: ignore[index]
        for row in re.findall(r"<tr>\s*<th scope=\"row\">.*?</tr>", page, flags=re.S)
    }
    assert sorted(rows) == ["Arif", "Budi", "Dewi", "Hendra", "Indah", "Joko", "Sari", "Tiur"]
    assert "Terpasang" in rows["Indah"]
    assert "Belum, wajib" in rows["Hendra"]
    assert "wajib" not in rows["Budi"]  # recovery codes are none, and a reviewer needs none
    assert "Dinas Kesehatan" in rows["Sari"]
    assert "sejak" in rows["Budi"]
    # Only what the admin gives can be set by the admin.
    assert [name for name in rows if "Atur" in rows[name]] == ["Budi", "Dewi", "Joko", "Sari", "Tiur"]


def test_filters(cast: Cast) -> None:
    client = signed_in(cast.hendra)

    def shown(**query: str) -> list[str]:
        page = client.get(here("people"), query).text
        return sorted(re.findall(r'<th scope="row"><span>(\w+)<', page))

    assert shown(cari="sari@") == ["Sari"]
    assert shown(peran="regional_admin") == ["Hendra", "Indah"]
    assert shown(opd=str(cast.health.pk)) == ["Joko", "Sari"]
    assert shown(keadaan="berakhir") == []
    Membership.objects.filter(person=cast.dewi).update(valid_until=date(2026, 7, 6))
    assert shown(keadaan="berakhir") == ["Dewi"]
    assert "Dewi" not in shown()


def test_lists_ask_the_same_for_few_as_for_many(cast: Cast) -> None:
    client = signed_in(cast.hendra)
    for page in (here("people"), here("opds")):
        client.get(page)
        with CaptureQueriesContext(connection) as few:
            client.get(page)
        with scope({KOTIM}):
            Opd.objects.bulk_create(Opd(region_id=KOTIM, name=f"{page[-4:]} {n}") for n in range(30))
            opds = list(Opd.objects.all())
        people = Person.objects.bulk_create(
            Person(email=f"p{n}-{len(page)}@contoh.go.id", name=f"P{n}", password=password_hash())
            for n in range(30)
        )
        Membership.objects.bulk_create(
            Membership(
                person=person, role=Role.OPERATOR, region_id=KOTIM, opd=opd, valid_from=date(2026, 1, 1)
            )
            for person, opd in zip(people, opds, strict=False)
        )
        with CaptureQueriesContext(connection) as many:
            client.get(page)
        assert len(many) == len(few), page
        reads = [query for query in many.captured_queries if "set_config" not in query["sql"]]
        assert len([query for query in reads if query["sql"].startswith("SELECT")]) <= 12


def test_link_is_shown_once_and_mailed(cast: Cast) -> None:
    client = signed_in(cast.hendra)
    response = client.post(
        here("invite"),
        {"name": "Ani", "email": "ani@contoh.go.id", "role": "operator", "opd": cast.health.pk},
        follow=True,
    )
    [link] = re.findall(r'value="(http://testserver/undangan/[^"]+)"', response.text)
    assert link in mail.outbox[0].body
    assert Client().get(link).status_code == 200
    again = client.get(response.redirect_chain[-1][0]).text
    assert "/undangan/" not in re.sub(r"/orang/undangan/", "", again)
    assert "tidak dapat ditampilkan lagi" in again
    assert len(mail.outbox) == 1


def test_invitation_refused_keeps_what_was_typed(cast: Cast) -> None:
    client = signed_in(cast.hendra)
    response = client.post(
        here("invite"),
        {"name": "Sari", "email": "sari@contoh.go.id", "role": "operator", "opd": cast.health.pk},
    )
    assert response.status_code == 422
    assert "sudah memegang peran tersebut" in response.text
    assert 'value="sari@contoh.go.id"' in response.text
    response = client.post(here("invite"), {"name": "", "email": "x", "role": "regional_admin", "opd": ""})
    assert response.status_code == 422
    assert not Invitation.objects.exists()


def test_role_for_the_region_forgets_the_agency(cast: Cast) -> None:
    signed_in(cast.hendra).post(
        here("invite"),
        {"name": "Ani", "email": "ani@contoh.go.id", "role": "reviewer", "opd": cast.health.pk},
    )
    assert Invitation.objects.get().opd_id is None


def test_resending_and_revoking(cast: Cast) -> None:
    first = pending(cast)
    client = signed_in(cast.hendra)
    response = client.post(here("invitation_resend", first.pk), follow=True)
    assert "Undangan terkirim" in response.text
    newest = Invitation.objects.order_by("-pk")[0]
    response = client.post(here("invitation_revoke", newest.pk), follow=True)
    assert "dicabut" in response.text
    assert "Undangan yang belum diterima" not in response.text
    response = client.post(here("invitation_resend", first.pk), follow=True)
    assert "sudah diterima atau dicabut" in response.text


def test_role_is_ended_from_its_page(cast: Cast) -> None:
    membership = Membership.objects.get(person=cast.dewi)
    client, dewi = signed_in(cast.hendra), signed_in(cast.dewi)
    place = reverse("opd:home", args=[KOTIM, cast.education.pk])
    assert dewi.get(place).status_code == 200
    response = client.post(here("membership", membership.pk), {"end": "tanggal"})
    assert response.status_code == 422
    assert "Isi hari terakhir peran ini." in response.text
    response = client.post(here("membership", membership.pk), {"end": "tanggal", "last_day": "2026-07-06"})
    assert "Hari terakhir tidak boleh di masa lalu" in response.text
    client.post(here("membership", membership.pk), {"end": "tanggal", "last_day": "2026-07-31"})
    membership.refresh_from_db()
    assert membership.valid_until == date(2026, 7, 31)
    response = client.post(here("membership", membership.pk), {"end": "sekarang"}, follow=True)
    assert "Aksesnya berhenti sekarang" in response.text
    assert dewi.get(place).status_code == 404


def test_agency_is_added_mended_closed_and_opened(cast: Cast) -> None:
    client = signed_in(cast.hendra)
    client.post(here("opd_new"), {"name": "Dinas Sosial", "latitude": "-2,53", "longitude": "112,95"})
    with scope({KOTIM}):
        social = Opd.objects.get(name="Dinas Sosial")
    assert (str(social.latitude), str(social.longitude)) == ("-2.53000", "112.95000")
    page = client.get(here("opd_edit", social.pk)).text
    assert 'value="-2,53000"' in page
    response = client.post(here("opd_edit", social.pk), {"name": "dinas kesehatan"})
    assert response.status_code == 422
    assert "sudah ada di daerah ini" in response.text
    client.post(here("opd_edit", social.pk), {"name": "Dinas Sosial dan P3A", "short_name": "Dinsos"})
    response = client.post(here("opd_close", social.pk), follow=True)
    assert "dinonaktifkan" in response.text
    assert "Dinas Sosial dan P3A" not in re.sub(r'<p class="message.*?</p>', "", response.text, flags=re.S)
    assert "Dinas Sosial dan P3A" in client.get(here("opds"), {"keadaan": "nonaktif"}).text
    client.post(here("opd_open", social.pk))
    assert "Dinas Sosial dan P3A" in client.get(here("opds")).text


def test_closing_page_names_who_loses_access(cast: Cast) -> None:
    page = signed_in(cast.hendra).get(here("opd_close", cast.education.pk)).text
    assert "1 orang kehilangan aksesnya sekarang juga: Dewi." in page
    response = signed_in(cast.hendra).post(here("opd_close", cast.health.pk), follow=True)
    assert "Nonaktifkan atau pindahkan dahulu unit-unit" in response.text


def test_ministry_finds_regions_without_admin_and_invites_one(cast: Cast) -> None:
    client = signed_in(cast.rina)
    page = client.get(pusat("people"), {"peran": "tanpa", "cari": "Bengkulu"}).text
    assert "Kota Bengkulu" in page
    page = client.get(pusat("people"), {"peran": "tanpa", "cari": "Kotawaringin Timur"}).text
    assert "Tidak ada daerah tanpa admin dengan nama itu" in page
    response = client.post(
        pusat("invite"),
        {"name": "Ani", "email": "ani@contoh.go.id", "role": "regional_admin", "region": BENGKULU},
        follow=True,
    )
    assert "Undangan terkirim" in response.text
    assert "Kota Bengkulu" in mail.outbox[0].body
    listed = client.get(pusat("people")).text
    assert "Undangan yang belum diterima" in listed
    response = client.post(
        pusat("invite"),
        {"name": "Budi", "email": "budi@contoh.go.id", "role": "evaluator", "region": KOTIM},
    )
    assert response.status_code == 422
    assert "24 bulan" in response.text
