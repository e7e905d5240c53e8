"""A year's documents in a real browser: ordered, followed, one revoked, and checked by number and by a copy of the file."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.db import connections
from playwright.sync_api import Page, expect

from reports.models import DocumentBatch
from tests.cast import BENGKULU, KOTIM, Cast
from tests.reports.batching import published_documents, work_all
from tests.reports.published import example_facts, publish_example
from tests.reports.support import everywhere

pytestmark = pytest.mark.browser


def work_ordered() -> None:
    """What a worker does with the order that was just given."""
    try:
        with everywhere():
            batch = DocumentBatch.objects.get()
        work_all(batch)
    finally:
        connections.close_all()


@pytest.mark.slow
def test_ministry_orders_and_revokes_and_anybody_checks(
    page_for: Callable[..., Page], live_cast: Cast, live_site: str, axe: Callable[[Any], None], tmp_path: Path
) -> None:
    publish_example(
        live_cast.period, {KOTIM: example_facts(KOTIM), BENGKULU: example_facts(BENGKULU, level=1)}
    )
    rina = page_for(live_cast.rina)
    rina.goto("/pusat/dokumen/")
    axe(rina)
    rina.get_by_label("Dokumen", exact=True).select_option(label="Piagam")
    rina.get_by_role("button", name="Buat dokumen").click()
    expect(rina.get_by_role("heading", name="Piagam", exact=True)).to_be_visible()
    expect(rina.get_by_text("0 dari 2")).to_be_visible()
    axe(rina)
    # In a thread of its own, as a worker: this one's event loop belongs to the browser, and signing runs one.
    with ThreadPoolExecutor(1) as worker:
        worker.submit(work_ordered).result()
    # The page finds out by itself.
    expect(rina.get_by_text("2 dokumen dibuat")).to_be_visible()
    expect(rina.get_by_role("button", name="Jeda")).to_have_count(0)
    kept, revoked = published_documents()
    rina.goto("/pusat/dokumen/")
    axe(rina)
    rina.get_by_role("link", name=revoked.number, exact=True).click()
    axe(rina)
    rina.get_by_role("link", name="Cabut dokumen").click()
    axe(rina)
    rina.get_by_label("Alasan").fill("Nama daerah keliru.")
    rina.get_by_role("button", name="Cabut dokumen").click()
    expect(rina.get_by_role("button", name="Terbitkan pengganti")).to_be_visible()
    axe(rina)

    # Somebody with a paper in hand, on a phone, without JavaScript.
    reader = page_for(None, width=390, javascript=False)
    reader.goto("/periksa/")
    reader.get_by_label("Nomor atau kode dokumen").fill(revoked.number)
    reader.get_by_label("Nomor atau kode dokumen").press("Enter")
    expect(reader.get_by_text("Dokumen ini dicabut")).to_be_visible()
    expect(reader.get_by_text("Nama daerah keliru.")).to_be_visible()

    looker = page_for(None)
    looker.goto("/periksa/")
    axe(looker)
    assert kept.file is not None
    copy = tmp_path / "piagam.pdf"
    with default_storage.open(kept.file.key, "rb") as file:
        copy.write_bytes(file.read())
    looker.get_by_label("Berkas PDF").set_input_files(copy)
    looker.get_by_role("button", name="Periksa berkas").click()
    expect(looker.get_by_text("Berkas ini asli dan masih berlaku")).to_be_visible()
    expect(looker.get_by_role("heading", name=kept.number)).to_be_visible()
    axe(looker)
    copy.write_bytes(copy.read_bytes() + b"\n% tambahan\n")
    looker.goto("/periksa/")
    looker.get_by_label("Berkas PDF").set_input_files(copy)
    looker.get_by_role("button", name="Periksa berkas").click()
    expect(looker.get_by_text("ditambahi sesuatu setelah ditandatangani")).to_be_visible()
    axe(looker)
