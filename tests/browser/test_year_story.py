"""A whole year of the ministry in a real browser: rules, period, portfolio, quality control, awards, publication, correction."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.utils import timezone
from playwright.sync_api import Page, expect

from iga_portal.jobs.models import Job
from iga_portal.tenancy.scope import NATION, scope
from iga_portal.tenancy.tasks import region_ids
from iga_portal.web.formats import number
from innovations.domain.sending import send_portfolio
from innovations.models import Innovation
from regions.models import Period, RegionPeriod
from reports.models import DocumentBatch, IssuedDocument, Publication, PublishedRegion
from scoring.recompute import recompute_region
from tests.cast import KOTIM, Cast, make_complete, make_sendable, submit, verify
from tests.regions.test_instrument_pages import next_year
from tests.reports.batching import published_documents, work_all
from tests.reports.preparing import second_admin
from tests.reports.support import work
from tests.reports.test_verification import content_of

pytestmark = pytest.mark.browser

PageFor = Callable[..., Page]
Check = Callable[[Page], None]


@contextmanager
def on(moment: datetime) -> Iterator[None]:
    with time_machine.travel(moment, tick=True):
        yield


def work_through(period: Period) -> None:
    """What the workers do: every index that lags, and every order that waits."""
    recompute_region(KOTIM, period_id=period.pk)
    while True:
        with scope(region_ids()):
            job = Job.objects.filter(state="queued").order_by("pk").first()
        if job is None:
            return
        done = work(job)
        assert done.state == "done", done.message


def opened_by_two(rina: Page, ratna: Page, cast: Cast) -> Period:
    """Rules are loaded by one and approved by another; then the new period is made from the last one, and opened."""
    rina.goto("/pusat/instrumen/")
    rules = json.dumps(next_year(cast)).encode()
    rina.locator("input[type=file]").set_input_files(
        {"name": "2027.json", "mimeType": "application/json", "buffer": rules}
    )
    rina.get_by_role("button", name="Periksa dan muat").click()
    expect(rina.get_by_role("heading", name="Diperiksa")).to_be_visible()
    ratna.goto(rina.url)
    ratna.get_by_role("link", name="Setujui").click()
    ratna.get_by_role("button", name="Setujui").click()
    expect(ratna.get_by_text("isinya beku")).to_be_visible()
    rina.goto("/pusat/periode/")
    rina.get_by_role("link", name="Siapkan periode baru").click()
    rina.get_by_label("Instrumen").select_option(re.findall(r"/instrumen/(\d+)/", ratna.url)[0])
    rina.locator("form.form button[type=submit]").click()
    expect(rina).to_have_url(re.compile(r"/pusat/periode/2027/$"))
    rina.goto("/pusat/periode/2027/buka/")
    rina.get_by_role("button", name="Buka periode ini").click()
    expect(rina.get_by_text("adalah periode berjalan")).to_be_visible()
    return Period.objects.get(year=2027, is_current=True)


def sent_by_the_region(cast: Cast, period: Period) -> Innovation:
    """An innovation on its way from the agency to the ministry. Its pages are walked in stories of their own."""
    year = replace(cast, period=period)
    with scope({KOTIM}):
        sari = cast.actor("sari")
        made = make_complete(
            sari, opd=cast.health, period=period, name="Antrean Tanpa Antre", now=timezone.now()
        )
        made = submit(made, sari)
        made = verify(made, cast.actor("budi"))
        make_sendable(year)
        send_portfolio(
            RegionPeriod.objects.get(region_id=KOTIM, period=period).pk,
            actor=cast.actor("hendra"),
            chosen={made.pk: made.version},
        )
    work_through(period)
    return made


def assessed(rina: Page, arif: Page, innovation: Innovation, period: Period) -> None:
    """Samples are drawn and shared out; the evaluator puts a row right; quality control is closed."""
    rina.goto("/pusat/mutu/")
    rina.get_by_role("link", name="Tarik sampel").click()
    rina.get_by_role("button", name="Lihat dulu hasilnya").click()
    rina.get_by_role("button", name="Tarik sampel ini").click()
    rina.get_by_role("button", name="Bagikan merata kepada evaluator").click()
    expect(rina.get_by_text("dibagikan kepada 1 evaluator.")).to_be_visible()
    arif.goto(f"/d/{KOTIM}/penilai/inovasi/{innovation.public_id}/baris/16/")
    expect(arif.get_by_role("heading", name="Keputusan desk daerah")).to_be_visible()
    arif.keyboard.press("3")
    arif.keyboard.press("r")
    arif.get_by_label("Alasan", exact=True).fill("Perda dikutip lengkap.")
    arif.keyboard.press("Escape")
    arif.keyboard.press("s")
    expect(arif.get_by_role("heading", level=1)).to_contain_text("17 ")
    rina.goto("/pusat/mutu/")
    rina.get_by_role("link", name="Tutup seluruh daerah").click()
    rina.get_by_label("Alasan").fill("Waktu habis.")
    rina.get_by_role("button", name=re.compile("Tutup")).click()
    expect(rina.get_by_role("heading", name="Menutup quality control seluruh daerah")).to_be_visible()
    work_through(period)
    expect(rina.get_by_text("1 inovasi dinilai")).to_be_visible()
    work_through(period)  # closing raised the region's content, and the index follows it


def published_by_two(rina: Page, ratna: Page, period: Period, *, reason: str = "") -> Publication:
    rina.goto("/pusat/publikasi/")
    rina.get_by_role("link", name=re.compile("Siapkan")).first.click()
    if reason:
        rina.locator("[name=reason]").fill(reason)
    rina.get_by_role("button", name=re.compile("Siapkan (sekarang|koreksi ini)")).click()
    expect(rina.get_by_role("heading", name="Menyiapkan publikasi")).to_be_visible()
    work_through(period)
    ratna.goto("/pusat/publikasi/")
    ratna.get_by_role("link", name="Periksa isinya").click()
    for box in ratna.get_by_role("checkbox").all():
        box.check()
    shown = ratna.locator("dd code.hash strong").inner_text()
    ratna.get_by_label(re.compile("Delapan tanda pertama")).fill(shown)
    ratna.keyboard.press("Enter")
    expect(ratna.get_by_role("heading", name="Menerbitkan publikasi")).to_be_visible()
    work_through(period)
    return Publication.objects.latest("number")


def in_a_worker(batch: DocumentBatch) -> None:
    """In a thread of its own: signing begins an event loop, and the browser's runs in this one."""

    def made() -> None:
        try:
            work_all(batch)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as workers:
        workers.submit(made).result()


def document_made(rina: Page, publication: Publication, *, category: str) -> IssuedDocument:
    """All documents of the publication are ordered and made; the award of a category."""
    rina.goto("/pusat/dokumen/")
    rina.get_by_role("button", name="Buat dokumen").click()
    expect(
        rina.get_by_role("heading", name="Sedang dibuat").or_(rina.get_by_text("Dipesan")).first
    ).to_be_visible()
    with scope({NATION}):
        batch = DocumentBatch.objects.filter(publication=publication).latest("pk")
    in_a_worker(batch)
    made = published_documents(publication=publication, category=category)[0]
    assert made.file is not None, made.fault
    return made


def check(visitor: Page, typed: str) -> None:
    visitor.goto("/periksa/")
    visitor.get_by_label(re.compile("Nomor")).fill(typed)
    visitor.keyboard.press("Enter")


@pytest.mark.slow
def test_a_year_from_its_rules_to_a_certificate_that_anybody_can_check(
    page_for: PageFor, live_cast: Cast, live_site: str, axe: Check
) -> None:
    cast, ratna_person = live_cast, second_admin()
    with on(cast.period.quality_control_ends + timedelta(days=30)):
        rina, ratna = page_for(cast.rina), page_for(ratna_person)
        period = opened_by_two(rina, ratna, cast)
    with on(period.input_closes - timedelta(days=5)):
        innovation = sent_by_the_region(cast, period)
    with on(period.input_closes + timedelta(days=3)):
        rina, arif = page_for(cast.rina), page_for(cast.arif)
        assessed(rina, arif, innovation, period)
    with on((period.publishes_at or period.quality_control_ends) + timedelta(days=3)):
        rina, ratna, visitor = page_for(cast.rina), page_for(ratna_person), page_for(None)
        visitor.goto("/peringkat/")
        expect(visitor.get_by_text("Kotawaringin Timur")).to_have_count(0)
        rina.goto("/pusat/penghargaan/pengaturan/")
        rina.get_by_role("button", name="Simpan bobot").click()
        rina.goto("/pusat/penghargaan/perbatasan/")
        rina.get_by_role("button", name=re.compile(r"Tambahkan \d+ daerah ini")).click()
        rina.get_by_role("button", name=re.compile(r"Tetapkan \d+ daerah ini")).click()
        expect(rina.get_by_role("button", name="Buka penetapan")).to_be_visible()
        rina.goto("/pusat/draf-peringkat/")
        rina.get_by_role("button", name="Simpan draf sekarang").click()
        expect(rina.get_by_role("link", name="Kabupaten Kotawaringin Timur")).to_be_visible()
        publication = published_by_two(rina, ratna, period)
        row = PublishedRegion.objects.get(publication=publication, region_id=KOTIM)
        visitor.goto("/daerah/62.02/")
        expect(visitor.get_by_text(number(row.index)).first).to_be_visible()
        axe(visitor)

        award = document_made(rina, publication, category="kabupaten-iii")
        check(visitor, award.number)
        expect(visitor.get_by_text("masih berlaku")).to_be_visible()
        expect(visitor.get_by_text("Kabupaten Kotawaringin Timur").first).to_be_visible()
        axe(visitor)
        visitor.goto("/periksa/")
        visitor.get_by_label("Berkas PDF").set_input_files(
            {"name": "piagam.pdf", "mimeType": "application/pdf", "buffer": content_of(award)}
        )
        visitor.get_by_role("button", name="Periksa berkas").click()
        expect(visitor.get_by_text("Berkas ini asli dan masih berlaku")).to_be_visible()

        # Later it turns out that one award was not to be given: what stands is superseded, both can be read.
        rina.goto("/pusat/penghargaan/pengaturan/kategori/")
        rina.locator('[name="berikan-kabupaten-iii"]').uncheck()
        rina.get_by_role("button", name="Simpan kategori").click()
        correction = published_by_two(rina, ratna, period, reason="Kategori itu tidak ditetapkan.")
        assert (correction.number, correction.supersedes) == (2, publication)
        rina.goto("/pusat/dokumen/")
        rina.get_by_role("button", name="Buat dokumen").click()
        with scope({NATION}):
            batch = DocumentBatch.objects.get(publication=correction)
        in_a_worker(batch)
        check(visitor, award.number)
        expect(visitor.get_by_text("Dokumen ini sudah digantikan")).to_be_visible()
        axe(visitor)
        visitor.goto("/publikasi/1/")
        expect(visitor.get_by_role("link", name="Ke publikasi 2 yang menggantikannya")).to_be_visible()
        axe(visitor)
        visitor.goto("/publikasi/2/")
        expect(visitor.get_by_text("Alasan koreksi: Kategori itu tidak ditetapkan.").first).to_be_visible()
        axe(visitor)
