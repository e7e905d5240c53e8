"""Words of the guideline on pages in another language: they stay Indonesian, and the page says so (WCAG 3.1.2).

The instrument is law and is not translated: names of rows and variables, levels, examples, what proves them, affairs of government.
A screen reader that is told the language reads them as Indonesian instead of spelling them out.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.html import conditional_escape, escape, format_html
from django.utils.safestring import SafeString

from iga_portal.web.formats import DASH, is_indonesian

NOTHING: Final = {"", DASH}


def official(text: str | Promise | None) -> str:
    """Official words; marked lang="id" unless the page is Indonesian. Nothing, and the dash for it, stay as they are."""
    words = "" if text is None else str(text)
    if is_indonesian() or words in NOTHING:
        return words
    return format_html('<span lang="id">{}</span>', words)


def told(sentence: str | Promise, values: Mapping[str, Any]) -> SafeString:
    """A sentence with %-places as markup: what is official in `values` stays marked, everything else is escaped."""
    return SafeString(
        escape(sentence)
        % {
            name: value if isinstance(value, int) else conditional_escape(value)
            for name, value in values.items()
        }
    )
