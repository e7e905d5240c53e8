"""What several tests of the OPD's pages need: addresses, uploads, a client that is signed in, and a count of queries."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pikepdf
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from iga_portal.files.domain import take_in
from innovations.domain.documents import add_document
from innovations.models import Document
from regions.access import Actor
from regions.models import Opd, Person

# What opens and closes the scope's transaction; inside a test's own transaction there is more of it than in life.
TRANSACTION_WORDS = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT", "SELECT set_config(")


def pdf_of(text: str) -> bytes:
    """A PDF that opens: the same bytes for the same text at any time, other bytes for another."""
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(200, 200))
    pdf.docinfo["/Title"] = text
    out = io.BytesIO()
    pdf.save(out, deterministic_id=True)
    return out.getvalue()


def upload_of(text: str, *, name: str = "") -> SimpleUploadedFile:
    return SimpleUploadedFile(name or f"{text}.pdf", pdf_of(text), content_type="application/pdf")


def shelved(actor: Actor, *, opd: Opd, subject: str) -> Document:
    """A document of the library whose file is `upload_of(subject)`, byte for byte."""
    stored = take_in(upload_of(subject), region_id=actor.region_id, person_id=actor.person_id)
    return add_document(actor=actor, opd_id=opd.pk, subject=subject, file=stored)


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def address(name: str, opd: Opd, **kwargs: Any) -> str:
    """The address of a page in the operator's place; `head_address` is the head's."""
    return reverse(f"opd:{name}", kwargs={"region_id": opd.region_id, "opd_id": opd.pk, **kwargs})


def head_address(name: str, opd: Opd, **kwargs: Any) -> str:
    return reverse(f"kepala_opd:{name}", kwargs={"region_id": opd.region_id, "opd_id": opd.pk, **kwargs})


SEEN = re.compile(r'<input type="hidden" name="(terlihat-[a-z_0-9]+|version)" value="([^"]*)"')


def shown(client: Client, url: str) -> dict[str, str]:
    """The hidden inputs of a form as a browser would send them back: version and the hash of each field shown."""
    return dict(SEEN.findall(client.get(url).content.decode()))


class Count:
    value = 0


@contextmanager
def counted() -> Iterator[Count]:
    """Counts statements that ask or write something; the words around a transaction are left out."""
    count = Count()
    with CaptureQueriesContext(connection) as captured:
        yield count
    count.value = sum(not query["sql"].startswith(TRANSACTION_WORDS) for query in captured.captured_queries)
