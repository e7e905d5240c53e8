"""Pages of a document as people cite them: "1, 4-6". Pure; read where a citation is shown or typed."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from iga_portal.web.formats import number

SPAN = re.compile(r"(?i)(\d{1,5})(?:\s*(?:[-–—]|s\.?d\.?|sampai|to)\s*(\d{1,5}))?")
WORDS = re.compile(r"(?i)\b(?:halaman|hlm|hal|pages?|p)\b\.?")
AND = re.compile(r"(?i)\s+(?:dan|and)\s+|[;&]")


def spans_of(pages: str) -> list[tuple[int, int]] | None:
    """The spans of pages, both ends counted; None for what is no list of pages. "" has none."""
    text = AND.sub(",", WORDS.sub("", pages)).strip(" ,.")
    if not text:
        return []
    found = []
    for part in text.split(","):
        match = SPAN.fullmatch(part.strip())
        if match is None:
            return None
        first = int(match[1])
        found.append((first, int(match[2]) if match[2] else first))
    return found


def doubt_about(pages: str, *, page_count: int | None) -> str:
    """What is doubtful about cited pages, in words for the person who cites them; "" when nothing is.

    `page_count` None: not counted (yet), so only the writing is looked at. A doubt never keeps anybody from citing: the
    numbers printed on a document need not be those of its file.
    """
    spans = spans_of(pages)
    if spans is None:
        return _("Tulis halaman sebagai angka, misalnya 1, 4–6.")
    if any(first > last or first == 0 for first, last in spans):
        return _("Rentang halaman terbalik atau memuat halaman 0. Tulis misalnya 4–6.")
    last_page = max((last for _first, last in spans), default=0)
    if page_count is not None and last_page > page_count:
        return ngettext(
            "Berkas ini hanya %(count)s halaman; halaman %(page)s tidak ada. Hitung dari halaman pertama berkas.",
            "Berkas ini hanya %(count)s halaman; halaman %(page)s tidak ada. Hitung dari halaman pertama berkas.",
            page_count,
        ) % {"count": number(page_count), "page": number(last_page)}
    return ""
