"""Notices in a real browser: reading, choosing by keyboard without JavaScript, what did not arrive, and the mail itself on a phone."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail as outbox
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from iga_portal.notices.models import Mail, Notice, NoticeChoice
from iga_portal.notices.tasks import deliver
from iga_portal.tenancy.scope import scope
from tests.cast import KOTIM, Cast
from tests.innovations.opd_support import address
from tests.notices.support import told

pytestmark = pytest.mark.browser

PageFor = Callable[..., Page]
Check = Callable[[Page], None]


def a_week_of(cast: Cast) -> None:
    place = f"/d/{KOTIM}/opd/{cast.health.pk}/"
    for number, kind in enumerate(("verify", "deadline", "return", "return")):
        told(cast.sari, kind=kind, path=place)
        told(cast.hendra, kind=kind, path=f"/d/{KOTIM}/daerah/", message="%(name)s", values={"name": "Kabar"})
        with scope({KOTIM}):
            Notice.objects.filter(person=cast.sari, kind=kind).update(
                created_at=timezone.now() - timedelta(days=3 - number),
                read_at=None if number else timezone.now(),
            )


def no_sideways(page: Page) -> None:
    page.wait_for_load_state()  # a page without its stylesheet yet is as wide as its table
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_notices_are_read_filtered_and_chosen_by_keyboard_without_javascript(
    page_for: PageFor, live_cast: Cast, axe: Check
) -> None:
    a_week_of(live_cast)
    page = page_for(live_cast.sari)
    page.goto(address("notices", live_cast.health))
    expect(page.get_by_role("heading", level=2)).to_have_count(3)
    axe(page)
    page.get_by_label("Keadaan").select_option("baru")  # the script sends the form
    expect(page).to_have_url(re.compile("keadaan=baru"))
    expect(page.get_by_text("Baru:")).to_have_count(3)

    plain = page_for(live_cast.sari, width=390, javascript=False)
    plain.goto(address("notices", live_cast.health))
    no_sideways(plain)
    plain.get_by_role("link", name="Atur pemberitahuan").focus()
    plain.keyboard.press("Enter")
    group = plain.get_by_role("group", name="Batas waktu 14, 7, dan 3 hari lagi")
    group.get_by_label("Segera").focus()
    plain.keyboard.press("ArrowDown")
    plain.keyboard.press("ArrowDown")
    expect(group.get_by_label("Tidak lewat e-mail")).to_be_checked()
    expect(
        plain.get_by_role("group", name="Menunggu tindakan Anda").get_by_label("Tidak lewat e-mail")
    ).to_have_count(0)
    no_sideways(plain)
    plain.keyboard.press("Enter")
    expect(plain.get_by_text("Pilihan pemberitahuan disimpan.")).to_be_visible()
    with scope({KOTIM}):
        choice = NoticeChoice.objects.get()
        assert (choice.person_id, choice.group, choice.by_mail) == (live_cast.sari.pk, "deadline", "never")
    page.goto(address("notice_choices", live_cast.health))
    axe(page)


def test_admin_finds_who_waits_and_sends_again(page_for: PageFor, live_cast: Cast, axe: Check) -> None:
    a_week_of(live_cast)
    with scope({KOTIM}):
        owed = list(Mail.objects.filter(person=live_cast.sari, kind="return"))
        Mail.objects.filter(pk=owed[0].pk).update(
            state="failed", note="550 5.1.1 https://contoh.go.id/" + "bantuan" * 20
        )
        Mail.objects.filter(pk=owed[1].pk).update(state="uncertain", note="SMTPServerDisconnected")
    page = page_for(live_cast.hendra, width=390)
    page.goto(reverse("daerah:notices", args=[KOTIM]))
    no_sideways(page)
    axe(page)
    page.get_by_role("link", name="Lihat siapa yang belum menerimanya").click()
    no_sideways(page)
    axe(page)
    expect(page.get_by_text("SMTPServerDisconnected")).to_have_count(0)
    page.get_by_role("button", name="Kirim lagi").first.click()
    expect(page.get_by_text("E-mail dikirim lagi.")).to_be_visible()
    expect(page.get_by_role("button", name="Kirim lagi")).to_have_count(1)


def test_mail_is_readable_on_a_phone(page_for: PageFor, live_cast: Cast, axe: Check) -> None:
    told(
        live_cast.sari,
        path=f"/d/{KOTIM}/opd/{live_cast.health.pk}/",
        message="%(name)s",
        values={"name": "Antrean Daring " + "tanpaspasi" * 12, "opd": "Dinas Kesehatan"},
    )
    deliver(region_id=KOTIM)
    [letter] = outbox.outbox
    html = str(letter.alternatives[0][0])  # type: ignore[attr-defined]
    page = page_for(None, width=320)
    page.set_content(html)
    no_sideways(page)
    assert page.get_by_role("link", name="Buka di portal").bounding_box()["height"] >= 44  # type: ignore[index]
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        axe(page)
