"""Earlier versions of a long text: looked at beside what stands now, and brought back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from iga_portal.refusals import Refused
from iga_portal.web.here import here
from innovations.domain.innovations import change_proposal
from innovations.domain.seen import PREFIX, field_hash
from innovations.forms.steps import step_of
from innovations.models import Innovation
from innovations.queries.history import Version, version_text, versions_of
from innovations.views.opd_common import (
    base_context,
    find_innovation,
    innovation_crumbs,
    tell_refusal,
    tried,
    why_locked,
)
from innovations.views.opd_parts import label_of, step_url
from innovations.views.word_diff import word_difference
from regions.access import actor_of
from regions.enums import Role

PER_PAGE = 20
SLUGS = {
    "rancang-bangun": "design",
    "tujuan": "aim",
    "manfaat": "benefit",
    "hasil": "result",
    "pengembangan": "development_note",
}
"""The word in the address -> the field."""
SLUG_OF = {name: slug for slug, name in SLUGS.items()}


def history_url(request: HttpRequest, innovation: Innovation, name: str) -> str:
    """Where the earlier versions of a text are; "" for whoever has no such page."""
    if actor_of(request).role is not Role.OPERATOR:
        return ""
    return here(request, "proposal_history", public_id=innovation.public_id, text=SLUG_OF[name])


@require_http_methods(["GET", "HEAD", "POST"])
def proposal_history(request: HttpRequest, public_id: UUID, text: str, **place: int) -> HttpResponse:
    """The versions of one text, newest first; one of them side by side with what stands now; POST brings it back."""
    name = SLUGS.get(text)
    if name is None:
        raise Http404("no such text")
    found = find_innovation(request, public_id)
    if request.method == "POST":
        return _bring_back(request, found, name)
    wanted = request.GET.get("halaman", "1")
    page = max(1, int(wanted)) if wanted.isdecimal() and len(wanted) < 6 else 1
    versions, total = versions_of(found, name, first=(page - 1) * PER_PAGE, most=PER_PAGE)
    if not versions and page > 1:
        raise Http404("no such page")
    chosen = _chosen(versions, request.GET.get("versi", ""))
    step = step_of(name)
    own = step_url(request, step, public_id=found.public_id)
    return render(
        request,
        "innovations/opd/history.html",
        base_context(request, found, tab="profil")
        | {
            "label": label_of(name),
            "versions": versions,
            "page": Paginator(range(total), PER_PAGE).get_page(page),
            "chosen": chosen,
            "difference": word_difference(chosen.text, getattr(found, name)) if chosen else None,
            "seen": field_hash(getattr(found, name)),
            "seen_name": PREFIX + name,
            "locked": why_locked(actor_of(request), found),
            "back_url": own,
            "crumbs": innovation_crumbs(
                request,
                found,
                (_("Profil"), here(request, "proposal", public_id=found.public_id)),
                (str(step.title), own),
                _("Riwayat %(text)s") % {"text": label_of(name).lower()},
            ),
        },
    )


def _chosen(versions: list[Version], wanted: str) -> Version | None:
    """The version asked for, else the newest of the earlier ones."""
    asked = [entry for entry in versions if str(entry.number) == wanted and not entry.is_now]
    earlier = [entry for entry in versions if not entry.is_now]
    return next(iter(asked or earlier), None)


def _bring_back(request: HttpRequest, found: Innovation, name: str) -> HttpResponse:
    """A normal change with the text of the version: nothing is taken out of the history, and nobody is overwritten unseen."""
    number = request.POST.get("versi", "")
    earlier = (
        version_text(found, name, number=int(number)) if number.isdecimal() and len(number) < 19 else None
    )
    if earlier is None:
        raise Http404("no such version of this text")
    outcome: Any = tried(
        lambda: change_proposal(
            found.pk,
            actor=actor_of(request),
            changes={name: earlier},
            seen={name: request.POST.get(PREFIX + name, "")},
        )
    )
    if isinstance(outcome, Refused | ValidationError):
        tell_refusal(request, outcome)
        return redirect(history_url(request, found, name))
    if outcome.conflicts:
        messages.warning(
            request,
            _(
                "Teks ini berubah lagi sejak halaman dibuka, jadi belum diganti. Bandingkan dengan yang sekarang, lalu pilih lagi."
            ),
        )
        return redirect(history_url(request, found, name) + f"?versi={number}")
    messages.success(request, _("Versi lama %(text)s dipakai lagi.") % {"text": label_of(name).lower()})
    return redirect(step_url(request, step_of(name), public_id=found.public_id))
