"""Four eyes in a real browser: one prepares, another looks and publishes, a correction supersedes; by keyboard where it counts."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from iga_portal.jobs.models import Job
from iga_portal.tenancy.scope import NATION, scope
from regions.models import Period
from reports.models import Publication
from tests.cast import NOON, Cast
from tests.reports.preparing import make_ready, second_admin
from tests.reports.support import work

pytestmark = pytest.mark.browser


def run_waiting_job() -> None:
    """What a worker does with the order that was just given."""
    with scope({NATION}):
        job = Job.objects.filter(state="queued").latest("pk")
    assert work(job).state == "done"


def test_two_people_publish_and_the_region_reads_its_place(
    page_for: Callable[..., Page], live_cast: Cast, live_site: str, axe: Callable[[Any], None]
) -> None:
    make_ready(live_cast)
    Period.objects.filter(pk=live_cast.period.pk).update(
        input_opens=NOON - timedelta(days=90),
        input_closes=NOON - timedelta(days=60),
        measurement_ends=NOON - timedelta(days=30),
        quality_control_ends=NOON - timedelta(days=1),
    )
    ratna = second_admin()
    rina = page_for(live_cast.rina)
    rina.goto("/pusat/publikasi/")
    axe(rina)
    rina.get_by_role("link", name="Siapkan publikasi").click()
    axe(rina)
    rina.get_by_role("button", name="Siapkan sekarang").click()
    expect(rina.get_by_role("heading", name="Menyiapkan publikasi")).to_be_visible()
    run_waiting_job()

    other = page_for(ratna, width=390)
    other.goto("/pusat/publikasi/")
    axe(other)
    other.get_by_role("link", name="Periksa isinya").click()
    expect(other.get_by_role("heading", name="Isi yang disiapkan")).to_be_visible()
    axe(other)
    # Pressed without having looked: each point that is missing is a link to where it is mended.
    other.get_by_role("button", name="Terbitkan sekarang").click()
    expect(other.get_by_role("alert")).to_contain_text("Centang setelah memeriksanya.")
    axe(other)
    for box in other.get_by_role("checkbox").all():
        box.focus()
        other.keyboard.press("Space")
    shown = other.locator("dd code.hash strong").inner_text()
    other.get_by_label(re.compile("Delapan tanda pertama")).fill(shown)
    other.keyboard.press("Enter")
    expect(other.get_by_role("heading", name="Menerbitkan publikasi")).to_be_visible()
    assert not Publication.objects.exists()
    run_waiting_job()
    assert Publication.objects.get().published_by == ratna

    rina.goto("/pusat/publikasi/1/")
    axe(rina)
    expect(rina.get_by_text("Ratna")).to_be_visible()
    head = page_for(live_cast.tiur, width=390)
    head.goto("/d/6202/kepala-daerah/")
    expect(head.get_by_role("heading", name="Hasil yang terbit")).to_be_visible()
    axe(head)
