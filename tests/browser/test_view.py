"""What stays in view: nothing that the keyboard reaches hides below a bar, and the page of use is named without doubt."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from iga_portal.tenancy.scope import scope
from innovations.domain.answers import cite_document
from tests.cast import KOTIM, Cast, make_document, make_draft

pytestmark = pytest.mark.browser

COVERED = """() => {
  const at = document.activeElement, bar = document.querySelector(".desk-bar");
  if (!at || at === document.body || !bar || bar.contains(at)) return "";
  const box = at.getBoundingClientRect(), edge = bar.getBoundingClientRect();
  const below = bar.compareDocumentPosition(at) & Node.DOCUMENT_POSITION_FOLLOWING;
  const beside = box.left >= edge.right;
  return !below && !beside && box.bottom > edge.top + 1 && box.height < 300 ? at.outerHTML.slice(0, 120) : "";
}"""


@pytest.mark.parametrize(("width", "height"), [(1280, 900), (390, 844)])
def test_bar_of_a_row_covers_nothing_that_the_keyboard_reaches(
    page_for: Callable[..., Page], live_cast: Cast, width: int, height: int
) -> None:
    sari = live_cast.actor("sari")
    with scope({KOTIM}):
        draft = make_draft(sari, opd=live_cast.health, period=live_cast.period)
        document = make_document(sari, opd=live_cast.health, subject="SK tim")
        cite_document(draft.pk, row=17, actor=sari, document_id=document.pk)
    page = page_for(live_cast.sari, width=width, height=height)
    page.goto(f"/d/{KOTIM}/opd/{live_cast.health.pk}/inovasi/{draft.public_id}/baris/17/")
    reached, covered = set(), []
    for _press in range(60):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.name || document.activeElement.tagName"))
        if told := page.evaluate(COVERED):
            covered.append(told)
    assert {"measured", "level", "note", "lepas"} <= reached
    assert covered == []


def test_page_of_use_has_no_finding(
    page_for: Callable[..., Page], live_cast: Cast, at_both_widths: Callable[[Page], None]
) -> None:
    page = page_for(live_cast.hendra)
    page.goto(f"/d/{KOTIM}/daerah/pemakaian/")
    at_both_widths(page)
