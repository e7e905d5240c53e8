"""A visitor finds the way in on every public page; whoever is in does not need it."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from tests.cast import Cast

LINK = re.compile(r'<a class="[^"]*top-sign-in[^"]*" href="([^"]+)">(?:<svg.*?</svg>)?([^<]+)</a>', re.DOTALL)


def links(client: Client, url: str) -> list[tuple[str, str]]:
    response = client.get(url)
    assert response.status_code == 200
    return LINK.findall(response.content.decode().split("</header>", 1)[0])


@pytest.mark.parametrize(
    "url",
    ["/", "/panduan/", "/panduan/indeks/", "/panduan/istilah/", "/tanda-terima/", "/akun/password/reset/"],
)
def test_visitor_is_offered_to_sign_in(cast: Cast, url: str) -> None:
    assert links(Client(), url) == [("/akun/login/", "Masuk")]
    english = "/en/" if url == "/" else url
    assert links(Client(headers={"accept-language": "en"}), english) == [("/akun/login/", "Sign in")]


def test_page_that_is_the_way_in_does_not_point_to_itself(cast: Cast) -> None:
    assert links(Client(), "/akun/login/") == []


def test_who_is_signed_in_is_not_offered_it_again(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.sari)
    assert links(client, "/panduan/") == []
    assert "Sari" in client.get("/panduan/").content.decode()
