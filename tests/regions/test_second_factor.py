"""The second factor is required by role, before the place is entered, and of nobody else."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from tests.cast import KOTIM, Cast

PLACES = {
    "hendra": f"/d/{KOTIM}/daerah/",
    "arif": f"/d/{KOTIM}/penilai/",
    "rina": "/pusat/",
    "budi": f"/d/{KOTIM}/desk/",
    "tiur": f"/d/{KOTIM}/kepala-daerah/",
}
REQUIRED = {"hendra", "arif", "rina"}


@pytest.fixture(autouse=True)
def _required(settings: Any) -> None:
    """As everywhere but in a demonstration."""
    settings.SECOND_FACTOR_REQUIRED = True


@pytest.mark.parametrize("name", PLACES)
def test_roles_concerned_are_led_to_set_one_up_and_the_others_go_on(
    cast: Cast, client: Client, name: str
) -> None:
    client.force_login(getattr(cast, name))
    response = client.get(PLACES[name])
    if name in REQUIRED:
        assert (response.status_code, response["Location"]) == (302, reverse("mfa_index"))
    else:
        assert response.status_code == 200


@pytest.mark.parametrize(
    ("kind", "enters"),
    [
        (Authenticator.Type.TOTP, True),
        (Authenticator.Type.WEBAUTHN, True),
        (Authenticator.Type.RECOVERY_CODES, False),
    ],
)
def test_authenticator_or_passkey_opens_the_place_and_recovery_codes_alone_do_not(
    cast: Cast, client: Client, kind: str, enters: bool
) -> None:
    client.force_login(cast.hendra)
    Authenticator.objects.create(user=cast.hendra, type=kind, data={})
    assert client.get(PLACES["hendra"]).status_code == (200 if enters else 302)


def test_press_without_second_factor_does_nothing(cast: Cast, client: Client) -> None:
    client.force_login(cast.hendra)
    response = client.post(f"/d/{KOTIM}/daerah/portofolio/kirim/")
    assert (response.status_code, response["Location"]) == (302, reverse("mfa_index"))


def test_it_cannot_be_switched_off_outside_a_demonstration(monkeypatch: pytest.MonkeyPatch) -> None:
    import os
    import subprocess
    import sys

    told = subprocess.run(
        [sys.executable, "-c", "from django.conf import settings; print(settings.SECOND_FACTOR_REQUIRED)"],
        env={**os.environ, "PORTAL_DEMO": "0", "SECOND_FACTOR_REQUIRED": "0", "DJANGO_SETTINGS_MODULE": "iga_portal.settings"},
        capture_output=True,
        text=True,
        check=True,
    )  # fmt: skip
    assert told.stdout.strip() == "True"
