"""The components of the portal as template tags, known to every template; numbers and dates are in `written`, charts in `drawn`.

What each one takes and how it looks stands in docs/components.md; the page at /gaya/ shows them all.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BaseForm
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import slugify
from django.utils.translation import gettext as _
from lucide.templatetags.lucide import lucide

from iga_portal.web import formats, parts
from iga_portal.web.errors import summary_of
from iga_portal.web.frame import Crumb
from iga_portal.web.public import public_url
from iga_portal.web.tables import PAGE_PARAMETER, SORT_PARAMETER
from iga_portal.web.templatetags.written import jam, waktu
from iga_portal.web.vocabulary import PREDICATE_STEPS, state_look

register = template.Library()


# Small things ----------------------------------------------------------------------------------------------------


@register.simple_tag
def icon(name: str, *, size: int = 18, label: str = "", css: str = "") -> SafeString:
    """Lucide icon. Without `label` it is decoration and hidden from screen readers."""
    return _icon(str(name), size, str(label), str(css))


@lru_cache(maxsize=512)
def _icon(name: str, size: int, label: str, css: str) -> SafeString:
    # A list of fifty rows draws the same few icons again and again.
    spoken = {"role": "img", "aria_label": label} if label else {"aria_hidden": "true"}
    return SafeString(
        lucide(name, size=size, **{"class": f"icon {css}".strip(), "focusable": "false", **spoken})
    )


@register.simple_tag
def predicate_tag(name: str) -> SafeString:
    """Predicate as a ladder of three steps (3, 2, 1 or none filled) and its word."""
    return _predicate(str(name))


@lru_cache(maxsize=64)
def _predicate(name: str) -> SafeString:
    slug = slugify(name)
    filled = PREDICATE_STEPS.get(slug, 0)
    steps = [{"x": 6 * n, "y": 8 - 4 * n, "height": 4 + 4 * n, "on": n < filled} for n in range(3)]
    return _part("predicate_tag", name=name, slug=slug, steps=steps)


@register.inclusion_tag("components/state_tag.html")
def state_tag(state: str, label: str = "") -> dict[str, Any]:
    """State of an innovation or job: icon, tone and word. `label` replaces the standard word."""
    look = state_look(state)
    return {"state": state, "label": label or look.label, "tone": look.tone, "icon_name": look.icon}


@register.simple_tag
def level_dots(level: int | None, label: str = "") -> SafeString:
    """Level 0..3 of a row as three dots with its words; None reads "belum dinilai"."""
    told = _("belum dinilai") if level is None else _("tingkat %(level)d dari 3") % {"level": level}
    return _dots(level or 0, told, str(label))


@lru_cache(maxsize=256)
def _dots(level: int, told: str, label: str) -> SafeString:
    return _part("level_dots", dots=[n < level for n in range(3)], told=told, label=label)


@register.simple_tag
def saved_mark(moment: datetime | None, zone: str | None = None) -> SafeString:
    """Say when the content was stored last: "Tersimpan 10.42 WITA"; with the day when it was not today."""
    if not moment:
        return format_html('<p class="saved saved--not" role="status">{}</p>', _("Belum tersimpan"))
    place = formats.zone_of(zone)
    today = datetime.now(place).date() == moment.astimezone(place).date()
    when = jam(moment, zone) if today else waktu(moment, zone)
    return format_html(
        '<p class="saved" role="status">{} {} {}</p>', icon("check", size=16), _("Tersimpan"), when
    )


# Frame -----------------------------------------------------------------------------------------------------------


@register.inclusion_tag("components/breadcrumbs.html")
def breadcrumbs(*steps: Any) -> dict[str, Any]:
    """Breadcrumbs from a list of Crumb, or written out: {% breadcrumbs "Inovasi" url "Baru" %}."""
    if len(steps) == 1 and not isinstance(steps[0], str):
        return {"crumbs": list(steps[0] or ())}
    pairs = [steps[n : n + 2] for n in range(0, len(steps), 2)]
    return {
        "crumbs": [
            Crumb(str(pair[0]), str(pair[1]) if len(pair) == 2 and pair[1] else None) for pair in pairs
        ]
    }


@register.simple_block_tag
def page_head(
    content: str, title: str, *, lead: str = "", eyebrow: str = "", eyebrow_lang: str = ""
) -> SafeString:
    """Head of a page: eyebrow, title, lead; the block holds actions and tags. An official name as eyebrow tells its language."""
    return _part(
        "page_head", title=title, lead=lead, eyebrow=eyebrow, eyebrow_lang=eyebrow_lang, content=content
    )


@register.simple_block_tag
def panel(content: str, title: str = "", *, id: str = "", lead: str = "", tone: str = "") -> SafeString:
    """A separate thing on a page, with its own heading."""
    return _part("panel", title=title, id=id, lead=lead, tone=tone, content=content)


@register.simple_block_tag
def callout(content: str, title: str = "", *, tone: str = "info") -> SafeString:
    """A remark that must not be missed. Tones: info, good, warn, bad."""
    icons = {"info": "info", "good": "circle-check", "warn": "triangle-alert", "bad": "circle-alert"}
    return _part("callout", title=title, tone=tone, icon_name=icons.get(tone, "info"), content=content)


@register.simple_block_tag
def empty_state(content: str, title: str, *, icon_name: str = "inbox") -> SafeString:
    """What stands where there is nothing yet; the block says why and what to do next."""
    return _part("empty_state", title=title, icon_name=icon_name, content=content)


@register.simple_block_tag
def live_region(content: str, url: str, *, every: int = 2, active: bool = True) -> SafeString:
    """A part that asks `url` for itself again every `every` seconds while `active`; the answer replaces it."""
    return _part("live_region", url=url, every=every, active=active, content=content)


def _part(component: str, /, **context: Any) -> SafeString:
    return render_to_string(f"components/{component}.html", context)


# Numbers and lists -----------------------------------------------------------------------------------------------


@register.inclusion_tag("components/stat.html")
def stat(
    value: Any, label: str, *, of: str = "", note: str = "", href: str = "", tone: str = "", delta: str = "",
) -> dict[str, Any]:  # fmt: skip
    """A number as the hero. `value` is text already written by a filter, or an int or Decimal."""
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        value = formats.number(value)
    return {
        "value": value, "label": label, "of": of, "note": note, "href": href, "tone": tone, "delta": delta,
    }  # fmt: skip


@register.inclusion_tag("components/completeness.html")
def completeness(items: Sequence[parts.CheckItem], title: str = "") -> dict[str, Any]:
    """What is there and what is missing, missing first told in the summary line."""
    items = list(items)
    done = sum(item.done for item in items)
    required = sum(1 for item in items if item.required and not item.done)
    return {"items": items, "title": title, "done": done, "total": len(items), "required_missing": required}


@register.inclusion_tag("components/evidence_slot.html")
def evidence_slot(slot: parts.EvidenceSlot) -> dict[str, Any]:
    """What a row asks for and which documents answer it."""
    return {"slot": slot}


@register.inclusion_tag("components/document_card.html")
def document_card(document: parts.DocumentCard) -> dict[str, Any]:
    """One document with its number, date and file."""
    return {"document": document}


@register.simple_tag
def public_link(name: str, **kwargs: Any) -> str:
    """Address of a public page in the language of this one: {% public_link 'face_region' code=row.code %}."""
    return public_url(name, **kwargs)


@register.inclusion_tag("components/action.html")
def action(item: parts.Action) -> dict[str, Any]:
    """A link, or a one-button form when the action changes something."""
    return {"action": item}


@register.inclusion_tag("components/timeline.html")
def timeline(events: Iterable[parts.Event], zone: str | None = None) -> dict[str, Any]:
    """The story of a thing, in the order given."""
    return {"events": list(events), "zone": zone}


@register.inclusion_tag("components/job_progress.html")
def job_progress(job: parts.Progress) -> dict[str, Any]:
    """Progress of a job; asks again by itself while it moves."""
    share = formats.share(job.done, job.total) if job.total else ""
    return {"job": job, "share": share}


@register.inclusion_tag("components/yandas_lights.html")
def yandas_lights(lights: Sequence[parts.Light], needed: int | None = None) -> dict[str, Any]:
    """The six yandas, lit or not, and whether enough are lit for the count score."""
    lit = sum(light.lit for light in lights)
    enough = needed is not None and lit >= needed
    return {"lights": list(lights), "lit": lit, "needed": needed, "enough": enough}


# Tables ----------------------------------------------------------------------------------------------------------


@register.inclusion_tag("components/sort_header.html", takes_context=True)
def sort_header(context: Context, key: str, label: str, *, css: str = "", first: str = "") -> dict[str, Any]:
    """Header cell that sorts by `key`, keeps the rest of the address and goes back to page one.

    `first="-"` makes the first click sort downwards, as one wants with scores.
    """
    query = context["request"].GET.copy()
    current = query.get(SORT_PARAMETER, context.get("default_sort", ""))
    if current.removeprefix("-") != key:
        target, order = first + key, ""
    elif current.startswith("-"):
        target, order = key, "descending"
    else:
        target, order = f"-{key}", "ascending"
    query.pop(PAGE_PARAMETER, None)
    query[SORT_PARAMETER] = target
    marks = {"ascending": "arrow-up", "descending": "arrow-down", "": "chevrons-up-down"}
    return {"label": label, "css": css, "order": order, "url": f"?{query.urlencode()}", "mark": marks[order]}


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context: Context, page: Page[Any]) -> dict[str, Any]:
    """Page links that keep the address; nothing at all when there is one page only."""

    def url(number: int) -> str:
        query = context["request"].GET.copy()
        query[PAGE_PARAMETER] = str(number)
        return f"?{query.urlencode()}"

    steps = [
        {"number": n, "url": url(n) if isinstance(n, int) else "", "current": n == page.number}
        for n in page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    ]
    return {
        "page": page,
        "steps": steps,
        "previous": url(page.previous_page_number()) if page.has_previous() else "",
        "next": url(page.next_page_number()) if page.has_next() else "",
    }


# Forms -----------------------------------------------------------------------------------------------------------


@register.inclusion_tag("components/error_summary.html")
def error_summary(*forms: BaseForm) -> dict[str, Any]:
    """Everything that keeps the form from being accepted, each line a link to its field. Nothing without errors."""
    return {"lines": [line for form in forms for line in summary_of(form)]}


@register.simple_tag
def relabel(form: BaseForm, **labels: str) -> str:
    """Give fields of somebody else's form our words, before the form and its error summary are shown."""
    for name, label in labels.items():
        if name in form.fields:
            form[name].label = label
    return ""
