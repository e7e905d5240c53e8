"""The list of an OPD's innovations, a new one, and the overview of one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from iga_portal.notices.domain import mark_path_read
from iga_portal.web.formats import days_left, moment
from iga_portal.web.here import here
from iga_portal.web.official import told
from iga_portal.web.parts import Event
from iga_portal.web.tables import page_of, sorting
from iga_portal.web.vocabulary import state_look
from innovations.domain.innovations import create_innovation, innovations_named_alike
from innovations.domain.locking import counts_somewhere
from innovations.domain.transitions import SUBMISSIONS
from innovations.enums import State
from innovations.forms.owners import OwnerForm
from innovations.models import Innovation, Transition
from innovations.queries.changes import Changes
from innovations.queries.confirmations import standing_confirmation, standing_for
from innovations.queries.mending import common_causes
from innovations.queries.opd import (
    SORTS,
    list_entries,
    listed_innovations,
    open_reasons,
    sheet_of,
    timeline_of,
    window_of,
)
from innovations.queries.receipts import receipts_of
from innovations.views.opd_common import (
    HEAD_NEXT_WORDS,
    NEXT_WORDS,
    base_context,
    crumbs,
    deadline_of,
    deadline_of_innovation,
    find_innovation,
    grant_of,
    innovation_crumbs,
    input_is_open,
    owners_of,
    period_or_404,
    submitting_is_open,
    tried,
)
from innovations.views.opd_copy import lineage_card
from innovations.views.opd_parts import Checklist, change_lines, checklist, maturity_of
from innovations.views.opd_reasons import ReasonLine, reason_lines
from innovations.workflow import Action, Guard, Step, actions_for
from regions.access import actor_of
from regions.enums import Phase, Role

SHOWN_RECEIPTS = 4


@require_safe
def innovations(request: HttpRequest, **place: int) -> HttpResponse:
    """The list. State, search, order and page stand in the address."""
    actor, period = actor_of(request), period_or_404(request)
    state = request.GET.get("status", "")
    search = request.GET.get("cari", "").strip()[:100]
    order = sorting(request, allowed=SORTS, default="nama")
    found = listed_innovations(
        actor,
        period=period,
        state=state if state in State.values else "",
        search=search,
        order_by=order.order_by,
    )
    page = page_of(request, found)
    entries = list_entries(page.object_list)
    returned = sum(entry.innovation.state == State.RETURNED for entry in entries)
    return render(
        request,
        "innovations/opd/innovations.html",
        {
            "page": page,
            "entries": entries,
            "confirmation": standing_confirmation(
                _confirming(request), region_period_id=entries[0].innovation.region_period_id
            )
            if entries
            else None,
            "may_share_causes": returned > 1,
            "states": [(value, state_look(value).label) for value in State.values],
            "state": state,
            "search": search,
            "is_filtered": bool(state or search),
            "default_sort": "nama",
            "zone": grant_of(request).region.time_zone,
            "opd": grant_of(request).opd,
            "is_open": input_is_open(request, period),
            "has_units": len(actor.opd_ids) > 1,
            "crumbs": crumbs(request, _("Inovasi")),
        },
    )


def _confirming(request: HttpRequest) -> set[int]:
    """The OPD whose heads confirm what this page lists: the OPD itself, and for a unit its parent."""
    opd = grant_of(request).opd
    return {opd_id for opd_id in (opd.pk, opd.parent_id) if opd_id} if opd is not None else set()


class NewInnovationForm(OwnerForm):
    name = forms.CharField(
        label=gettext_lazy("Nama inovasi"),
        max_length=200,
        help_text=gettext_lazy("Dapat diubah selama masih draf. Pakai nama yang tertulis di SK penetapan."),
        widget=forms.TextInput(attrs={"autofocus": True}),
    )
    opd = forms.TypedChoiceField(
        label=gettext_lazy("Milik"),
        coerce=int,
        help_text=gettext_lazy("Perangkat daerah atau unit yang menjalankan inovasi ini."),
    )
    field_order = ("name", "opd")


@require_http_methods(["GET", "HEAD", "POST"])
def innovation_new(request: HttpRequest, **place: int) -> HttpResponse:
    """Name an innovation; its overview then shows what is to be filled."""
    actor, period = actor_of(request), period_or_404(request)
    form = NewInnovationForm(request.POST or None, owners=owners_of(request))
    if request.method == "POST" and form.is_valid():
        made = tried(
            lambda: create_innovation(
                actor=actor,
                opd_id=form.owner_id,
                name=form.cleaned_data["name"],
                period=period,
                now=timezone.now(),
            )
        )
        if isinstance(made, Innovation):
            messages.success(request, _("Draf “%(name)s” dibuat.") % {"name": made.name})
            if innovations_named_alike(made.region_period, name=made.name, besides=made.pk):
                messages.warning(
                    request,
                    _(
                        "Daerah ini sudah mempunyai inovasi lain dengan nama yang sama. Periksa agar tidak tercatat dua kali."
                    ),
                )
            return redirect(here(request, "innovation", public_id=made.public_id))
        form.add_error(None, str(made))
    return render(
        request,
        "innovations/opd/new.html",
        {
            "form": form,
            "is_open": input_is_open(request, period),
            "period": period,
            "closes": deadline_of(request, period).national_until,
            "zone": grant_of(request).region.time_zone,
            "crumbs": crumbs(request, (_("Inovasi"), here(request, "innovations")), _("Inovasi baru")),
        },
    )


STILL_FILLED = frozenset({State.DRAFT, State.RETURNED, State.WITHDRAWN})
"""States in which somebody still looks for what is missing; later there is nothing left to fill."""


@dataclass(frozen=True)
class Offer:
    """A step that the workflow offers the operator beside the plain next one; `hindrance` says why it cannot be taken yet."""

    step: Step
    hindrance: str = ""


def offers_for(innovation: Innovation) -> list[Offer]:
    """What the table offers an operator besides submitting, with the guards looked at beforehand; the domain checks them again."""
    is_open = innovation.region_period.phase_at(timezone.now()) is Phase.INPUT
    return [
        Offer(
            step,
            _("Penjaringan sedang tidak dibuka.") if Guard.INPUT_OPEN in step.guards and not is_open else "",
        )
        for step in actions_for(Role.OPERATOR, state=State(innovation.state))
        if step.action not in SUBMISSIONS
    ]


@dataclass(frozen=True)
class NextStep:
    """The one thing to do now, in a sentence and a button; without `url` there is nothing to do but wait."""

    words: str
    label: str = ""
    url: str = ""
    icon: str = "arrow-right"


def next_step(
    request: HttpRequest, found: Innovation, checks: Checklist | None, lines: Sequence[ReasonLine]
) -> NextStep:
    """What the operator does next: fill the first gap, mend the first untouched part, or look everything over and submit."""
    waiting = NextStep(str(NEXT_WORDS[found.state]))
    if (
        checks is None
        or found.state == State.WITHDRAWN
        or found.region_period.phase_at(timezone.now()) is not Phase.INPUT
    ):
        return waiting
    if not submitting_is_open(request, found):
        words = _(
            "Daerah menutup pengajuan %(when)s. Isian tetap tersimpan sebagai draf; mintalah perpanjangan kepada admin daerah."
        )
        until = deadline_of_innovation(request, found).until
        return NextStep(words % {"when": moment(until, zone=grant_of(request).region.time_zone)})
    submit_url = here(request, "submit", public_id=found.public_id)
    untouched = [line for line in lines if line.touched is False]
    if untouched:
        words = ngettext(
            "Desk meminta perbaikan pada %(all)d bagian; %(left)d belum disentuh. Bagian lain tetap terkunci.",
            "Desk meminta perbaikan pada %(all)d bagian; %(left)d belum disentuh. Bagian lain tetap terkunci.",
            len(lines),
        ) % {"all": len(lines), "left": len(untouched)}
        label = _("Perbaiki: %(part)s") % {"part": untouched[0].title}
        return NextStep(words, label, untouched[0].url)
    if checks.first is not None:
        words = ngettext(
            "Masih %(count)d hal wajib sebelum inovasi ini dapat diajukan.",
            "Masih %(count)d hal wajib sebelum inovasi ini dapat diajukan.",
            checks.missing,
        ) % {"count": checks.missing}
        label = told(_("Lanjutkan mengisi: %(part)s"), {"part": checks.first.title})
        return NextStep(words, label, checks.first.url)
    if lines:
        words = _("Semua bagian yang diminta sudah diperbaiki. Periksa sekali lagi, lalu ajukan kembali.")
        return NextStep(words, _("Periksa dan ajukan kembali"), submit_url, "send")
    words = _("Semua yang wajib sudah lengkap. Periksa sekali lagi, lalu ajukan ke desk.")
    return NextStep(words, _("Periksa dan ajukan"), submit_url, "send")


@require_safe
def innovation(request: HttpRequest, public_id: UUID, **place: int) -> HttpResponse:
    """The overview: state, what is next, what is missing, what happened."""
    found = find_innovation(request, public_id)
    mark_path_read(grant_of(request).person.pk, path=request.path)
    return render(request, "innovations/opd/innovation.html", overview_context(request, found))


def overview_context(
    request: HttpRequest, found: Innovation, *, changes: Changes | None = None
) -> dict[str, Any]:
    actor = actor_of(request)
    sheet = sheet_of(found)
    is_operator = actor.role is Role.OPERATOR
    is_filled = found.state in STILL_FILLED
    reasons = open_reasons([found.pk]).get(found.pk, []) if found.state == State.RETURNED else []
    lines = reason_lines(request, sheet, reasons, back="ringkasan")
    checks = checklist(request, sheet) if is_filled else None
    deadline = deadline_of_innovation(request, found)
    until = deadline.national_until if found.state == State.RETURNED else deadline.until
    return base_context(request, found, tab="ringkasan") | {
        "sheet": sheet,
        "next": next_step(request, found, checks, lines)
        if is_operator
        else NextStep(str(HEAD_NEXT_WORDS.get(found.state, NEXT_WORDS[found.state]))),
        "offers": offers_for(found) if is_operator else [],
        "checks": checks,
        "precheck_url": here(request, "submit", public_id=found.public_id)
        if is_operator and found.state in {State.DRAFT, State.RETURNED}
        else "",
        "deadline": until if is_filled and submitting_is_open(request, found) else None,
        "days_left": days_left(until, now=timezone.now(), zone=grant_of(request).region.time_zone),
        "reasons": lines,
        "has_common_causes": is_operator and len(lines) > 1 and bool(common_causes(actor)),
        "receipts": list(receipts_of(actor, innovation=found)[:SHOWN_RECEIPTS]),
        "confirmation": standing_for(found),
        "lineage": lineage_card(request, found),
        "window": window_of(found, sheet.instrument.eligibility),
        "rules": sheet.instrument.eligibility,
        "claimed": sheet.maturity("claimed_level"),
        "verified": sheet.maturity("verified_level") if sheet.is_judged else None,
        "maturity_of": maturity_of(sheet),
        # What enters no basis has no place in the index to be traced.
        "trace_url": here(request, "index_innovation", public_id=found.public_id, basis="mandiri")
        if counts_somewhere(found.state)
        else "",
        "events": [event_of(entry) for entry in timeline_of(found)],
        "changes": change_lines(changes, now=found) if changes else None,
        "crumbs": innovation_crumbs(request, found),
    }


EVENT_TITLES = {
    "create": gettext_lazy("Dibuat"),
    Action.SUBMIT: gettext_lazy("Diajukan ke desk"),
    Action.RESUBMIT: gettext_lazy("Diajukan kembali"),
    Action.RETURN: gettext_lazy("Dikembalikan untuk perbaikan"),
    Action.VERIFY: gettext_lazy("Terverifikasi"),
    Action.DECLINE: gettext_lazy("Tidak dilanjutkan"),
    Action.REOPEN: gettext_lazy("Dibuka kembali sebagai draf"),
    Action.WITHDRAW: gettext_lazy("Ditarik"),
    Action.TAKE_UP: gettext_lazy("Dilanjutkan lagi sebagai draf"),
    Action.REOPEN_ROWS: gettext_lazy("Sebagian baris dibuka lagi di desk"),
    Action.SEND: gettext_lazy("Dikirim ke Kemendagri"),
    Action.RECALL: gettext_lazy("Dikembalikan oleh Kemendagri"),
    Action.ASSESS: gettext_lazy("Quality control selesai"),
}
EVENT_TONES = {
    Action.RETURN: "warn",
    Action.DECLINE: "bad",
    Action.REOPEN_ROWS: "warn",
    Action.VERIFY: "good",
    Action.SEND: "good",
    Action.ASSESS: "good",
}


def event_of(entry: Transition) -> Event:
    role = str(Role(entry.role).label) if entry.role in Role.values else ""
    actor = f"{entry.actor}, {role}" if entry.actor else _("oleh sistem")
    return Event(
        at=entry.at,
        title=str(EVENT_TITLES.get(entry.action, entry.action)),
        actor=actor,
        text=entry.reason,
        tone=EVENT_TONES.get(entry.action, ""),  # type: ignore[call-overload]
    )
