"""The public face in a real browser: read by a visitor, wide and narrow, in two languages, by key and on paper."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from reports.domain.publishing_content import AwardLine
from reports.models import PublishedInnovation
from tests.cast import BENGKULU, JAYAPURA, KOTIM, Cast
from tests.reports.published import example_facts, publish_example

pytestmark = pytest.mark.browser


def fits(page: Page) -> None:
    """Nothing is wider than the screen."""
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), page.url


@pytest.mark.slow
def test_visitor_reads_every_page(
    page_for: Callable[..., Page], live_cast: Cast, at_both_widths: Callable[[Page], None]
) -> None:
    page = page_for(None)
    page.goto("/")
    at_both_widths(page)
    first = publish_example(
        live_cast.period,
        {
            KOTIM: example_facts(KOTIM, level=3),
            JAYAPURA: example_facts(JAYAPURA, level=3),
            BENGKULU: example_facts(BENGKULU, level=1, innovations=3),
            62: example_facts(62, level=2),
            3578: None,
        },
        awards=[
            AwardLine(
                "terinovatif", "Kabupaten Terinovatif", "62.02", 1, "Indeks tertinggi.", "Highest index."
            )
        ],
    )
    row = PublishedInnovation.objects.filter(published_region__code="62.02").first()
    assert row is not None
    paths = [
        "/", "/peringkat/", "/peringkat/?cari=tidak+ada", "/peta/", "/peta/?jenis=provinsi", "/peta/?regional=III",
        "/daerah/62.02/", "/daerah/35.78/", "/galeri/", "/galeri/?cari=melayani", f"/galeri/{row.public_id}/",
        "/partisipasi/", "/cara-hitung/", "/publikasi/", f"/publikasi/{first.number}/",
        "/data-terbuka/", "/data-terbuka/kamus/", "/data-terbuka/api/",
    ]  # fmt: skip
    for path in [*paths, "/en/", "/en/daerah/62.02/", "/en/cara-hitung/"]:
        page.goto(path)
        expect(page.get_by_role("heading", level=1)).to_have_count(1)
        assert page.locator("script").count() == 0
        at_both_widths(page)


def test_visitor_goes_from_the_map_to_a_region_and_its_numbers_by_key(
    page_for: Callable[..., Page], live_cast: Cast
) -> None:
    publish_example(live_cast.period, {KOTIM: example_facts(KOTIM, level=3), 62: example_facts(62)})
    page = page_for(None, javascript=False)
    page.goto("/peta/?regional=III")
    # One key passes the map by.
    page.locator(".map-skip").focus()
    page.keyboard.press("Enter")
    assert page.url.endswith("#tabel")
    tile = page.get_by_role("link", name="Kabupaten Kotawaringin Timur: ")
    tile.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Kabupaten Kotawaringin Timur")
    page.get_by_role("link", name="Hitung langkah demi langkah").click()
    expect(page.get_by_text("sama dengan indeks yang diterbitkan")).to_be_visible()
    page.get_by_role("link", name="EN", exact=True).click()
    assert "/en/cara-hitung/?daerah=62.02" in page.url
    page.emulate_media(media="print")
    expect(page.get_by_role("navigation")).to_have_count(0)
