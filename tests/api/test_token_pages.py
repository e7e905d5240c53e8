"""The ministry's pages of tokens: made once, shown once, listed by their first letters, revoked."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from iga_portal.refusals import Refused
from reports.domain.tokens import PATTERN, make_token, revoke_token
from reports.models import ApiToken
from reports.scopes import Scope
from tests.cast import KOTIM, Cast

pytestmark = pytest.mark.django_db
NEW = {"name": "SIPD Kotim", "scopes": ["own-results"], "region": str(KOTIM), "last_day": "2026-12-31"}


@pytest.fixture(autouse=True)
def _nothing_counted() -> None:
    cache.clear()


@pytest.fixture
def rina(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.rina)
    return client


def test_token_is_made_shown_once_and_works_until_it_is_revoked(cast: Cast, rina: Client) -> None:
    made = rina.post("/pusat/token/baru/", NEW)
    assert made.status_code == 200 and "no-store" in made["Cache-Control"]
    found = PATTERN.search(made.content.decode())
    assert found is not None
    secret = found[0]
    row = ApiToken.objects.get()
    assert (row.name, row.scopes, row.region_id, row.created_by) == (
        "SIPD Kotim",
        ["own-results"],
        KOTIM,
        cast.rina,
    )
    # Good through its last day, in WIB.
    assert row.expires_at == datetime.fromisoformat("2027-01-01T00:00:00+07:00")
    assert "31 Desember 2026 23.59 WIB" in made.content.decode()
    bearer = {"Authorization": f"Bearer {secret}"}
    assert Client().get("/api/v1/token", headers=bearer).json()["region"] == "62.02"
    # No other page shows it; the list knows it by its first letters.
    listed = rina.get("/pusat/token/").content.decode()
    assert secret not in listed and f"{secret[:12]}…" in listed and "belum pernah" not in listed
    # The press loaded again makes no second one.
    again = rina.post("/pusat/token/baru/", NEW)
    assert again.status_code == 422 and "masih berlaku" in again.content.decode()
    assert ApiToken.objects.count() == 1
    asked = rina.get(f"/pusat/token/{row.pk}/cabut/").content.decode()
    assert "tidak dapat dibatalkan" in asked
    assert Client().get("/api/v1/token", headers=bearer).status_code == 200
    for told in ("dicabut. Permintaan berikutnya ditolak.", "sudah dicabut."):
        ended = rina.post(f"/pusat/token/{row.pk}/cabut/", follow=True)
        assert told in ended.content.decode()
    assert Client().get("/api/v1/token", headers=bearer).json()["code"] == "token-revoked"
    # Its name is free again.
    assert rina.post("/pusat/token/baru/", NEW).status_code == 200


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": ""}, "Tuliskan sistem yang memakainya."),
        ({"scopes": []}, "Pilih sedikitnya satu lingkup."),
        ({"scopes": ["semuanya"]}, "Pilih lagi dari daftar"),
        ({"region": ""}, "Pilih daerahnya"),
        ({"region": "0"}, "Pilihan ini tidak ada lagi"),
        ({"scopes": ["publications"]}, "kosongkan daerahnya"),
        ({"last_day": "2026-07-06"}, "Masa berlaku harus di depan"),
        ({"last_day": "2028-07-08"}, "paling lama dua tahun"),
        ({"last_day": "kapan saja"}, "tanggal"),
        ({"last_day": "9999-12-31"}, "tanggal"),
        ({"name": "SIPD \u202egnay lain"}, "pembalik arah"),
        ({"name": "SIPD \x07"}, "karakter kendali"),
    ],
)
def test_what_cannot_be_made_is_told_at_its_field_and_nothing_is_made(
    rina: Client, changes: dict[str, Any], words: str
) -> None:
    answer = rina.post("/pusat/token/baru/", {**NEW, **changes})
    assert answer.status_code == 422 and ApiToken.objects.count() == 0
    summary = re.search(r'class="error-summary.*?</div>', answer.content.decode(), re.S)
    assert summary is not None and words in summary[0]


@pytest.mark.parametrize("name", ["sari", "hendra", "tiur", "arif"])
def test_nobody_but_the_ministry_makes_or_ends_one(cast: Cast, name: str) -> None:
    actor = cast.actor(name)
    kept = make_token(
        actor=cast.actor("rina"), name="A", scopes=[Scope.PUBLICATIONS], region_id=None,
        expires_at=timezone.now() + timedelta(days=1),
    ).token  # fmt: skip
    with pytest.raises(Refused, match="admin Kemendagri"):
        make_token(
            actor=actor, name="B", scopes=[Scope.PUBLICATIONS], region_id=None, expires_at=kept.expires_at
        )
    with pytest.raises(Refused, match="admin Kemendagri"):
        revoke_token(kept.pk, actor=actor)
    assert list(ApiToken.objects.values_list("name", "revoked_at")) == [("A", None)]


def test_list_asks_the_same_with_one_and_with_a_thousand(cast: Cast, rina: Client) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert rina.get("/pusat/token/").status_code == 200
        return len(captured)

    def add(first: int, last: int) -> None:
        ApiToken.objects.bulk_create(
            ApiToken(
                name=f"T{number}", prefix="iga_x", token_hash=f"{number:064x}", scopes=["publications"],
                region_id=KOTIM if number % 2 else None, created_by=cast.rina,
                expires_at=timezone.now() + timedelta(days=1 + number),
            )
            for number in range(first, last)
        )  # fmt: skip

    add(0, 1)
    few = asked()
    add(1, 1000)
    assert asked() == few <= 12
