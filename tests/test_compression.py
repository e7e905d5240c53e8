"""Pages travel compressed to whoever takes it; files keep their bytes."""

from __future__ import annotations

import gzip

import pytest
from django.test import Client

from iga_portal.tenancy.scope import scope
from tests.cast import KOTIM, Cast, make_document
from tests.innovations.opd_support import address, signed_in

pytestmark = pytest.mark.django_db
GZIP = {"Accept-Encoding": "gzip, deflate, br"}


def test_a_page_travels_compressed(cast: Cast) -> None:
    client, url = signed_in(cast.sari), address("home", cast.health)
    plain = client.get(url)
    packed = client.get(url, headers=GZIP)
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Dinas Kesehatan" in gzip.decompress(packed.content).decode()
    assert len(packed.content) < len(plain.content) / 2


def test_the_same_page_never_has_the_same_length_twice_in_a_row_of_ten(cast: Cast) -> None:
    client = Client()
    lengths = {len(client.get("/akun/login/", headers=GZIP).content) for _ in range(10)}
    assert len(lengths) > 1


def test_a_file_and_a_range_of_it_keep_their_bytes(cast: Cast) -> None:
    with scope({KOTIM}, actor_id=cast.sari.pk):
        document = make_document(cast.actor("sari"), opd=cast.health)
    client, url = signed_in(cast.sari), address("file", cast.health, document_id=document.pk)
    whole = client.get(url, headers=GZIP)
    content = b"".join(whole.streaming_content)
    assert "Content-Encoding" not in whole.headers
    assert content.startswith(b"%PDF-")
    part = client.get(url, headers={**GZIP, "Range": "bytes=0-4"})
    assert (part.status_code, part.content) == (206, content[:5])
    assert "Content-Encoding" not in part.headers
