"""The rows of a ranking.

Not a loop in a template: five hundred and more rows of twenty tags each took five times as long as all the rest of the page.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from django import template
from django.template.defaultfilters import slugify
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from iga_portal.web.formats import number
from iga_portal.web.official import official
from reports.queries.face import Line

register = template.Library()

ROW = (
    '<tr><td class="num">{}</td><th scope="row"><a href="{}{}/{}">{}</a></th>{}'
    '<td class="num"><strong>{}</strong></td><td>{}</td></tr>\n'
)


@register.simple_tag
def ranking_rows(
    lines: Sequence[Line], *, base: str, tail: str, kind: str = "", short: bool = False
) -> SafeString:
    """Table rows of `lines`, each linked to `base` + code + "/" + `tail`.

    The place within the kind is shown where all kinds stand together (`kind` is ""); `short` leaves out what a wide page has.
    """
    same, nothing = (
        _("peringkat yang sama"),
        format_html('<span class="muted">{}</span>', _("tidak mengirim")),
    )
    tie = format_html('<span class="rank-tie" title="{}">=</span><span class="vh"> {}</span>', same, same)

    @cache
    def predicate(words: str) -> SafeString:
        return format_html(
            '<span class="rank-predicate rank-predicate--{}">{}</span>', slugify(words), official(words)
        )

    def wide(line: Line) -> SafeString:
        place = f"{number(line.place)} / {number(line.place_of)}" if line.place else "–"
        within = "" if kind else format_html('<td class="num rank-wide">{}</td>', place)
        return format_html(
            '{}<td class="rank-wide">{}</td><td class="num rank-wide">{}</td>',
            within, line.province or "–", number(line.innovations_counted),
        )  # fmt: skip

    return format_html_join(
        "",
        ROW,
        (
            (
                format_html("{}{}", number(line.shown), tie if line.tied else "") if line.shown else "–",
                base, line.code, tail, line.name,
                mark_safe("") if short else wide(line),
                number(line.index, places=2),
                predicate(line.predicate) if line.is_assessed else nothing,
            )
            for line in lines
        ),
    )  # fmt: skip
