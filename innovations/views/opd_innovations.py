"""The list of an OPD's innovations, a new one, the overview of one, and the steps of its way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from iga_portal.notices.domain import mark_path_read
from iga_portal.refusals import Refused, StaleVersion
from iga_portal.web.here import here
from iga_portal.web.parts import Event
from iga_portal.web.tables import page_of, sorting
from iga_portal.web.vocabulary import state_look
from innovations.domain.innovations import create_innovation, innovations_named_alike
from innovations.domain.locking import counts_somewhere
from innovations.domain.transitions import Outcome, take_step
from innovations.enums import State
from innovations.forms.documents import WithdrawForm
from innovations.models import Innovation, Transition
from innovations.queries.changes import Changes, changes_since
from innovations.queries.opd import (
    SORTS,
    Sheet,
    list_entries,
    listed_innovations,
    open_reasons,
    sheet_of,
    timeline_of,
    window_of,
)
from innovations.views.opd_common import (
    NEXT_WORDS,
    base_context,
    crumbs,
    find_innovation,
    grant_of,
    innovation_crumbs,
    input_is_open,
    owners_of,
    period_or_404,
    tell_refusal,
    tried,
    why_locked,
)
from innovations.views.opd_parts import change_lines, checklist, maturity_of
from innovations.workflow import BY_ACTION, Action, Guard, Step, actions_for, step_for
from regions.access import actor_of
from regions.enums import Role


@require_safe
def innovations(request: HttpRequest, **place: int) -> HttpResponse:
    """The list. State, search, order and page stand in the address."""
    actor, period = actor_of(request), period_or_404()
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
    is_operator = actor.role is Role.OPERATOR
    return render(
        request,
        "innovations/opd/innovations.html",
        {
            "page": page,
            "entries": list_entries(page.object_list),
            "states": [(value, state_look(value).label) for value in State.values],
            "state": state,
            "search": search,
            "is_filtered": bool(state or search),
            "default_sort": "nama",
            "zone": grant_of(request).region.time_zone,
            "opd": grant_of(request).opd,
            "is_operator": is_operator,
            "is_open": input_is_open(period),
            "has_units": len(actor.opd_ids) > 1,
            "crumbs": crumbs(request, _("Inovasi")) if is_operator else [],
        },
    )


class NewInnovationForm(forms.Form):
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

    def __init__(self, *args: Any, owners: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owners = owners
        if len(owners) == 1:
            del self.fields["opd"]
        else:
            field = self.fields["opd"]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [(owner.pk, owner.name) for owner in owners]

    @property
    def owner_id(self) -> int:
        return int(self.cleaned_data["opd"]) if "opd" in self.fields else self.owners[0].pk


@require_http_methods(["GET", "HEAD", "POST"])
def innovation_new(request: HttpRequest, **place: int) -> HttpResponse:
    """Name an innovation; its overview then shows what is to be filled."""
    actor, period = actor_of(request), period_or_404()
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
            "is_open": input_is_open(period),
            "period": period,
            "zone": grant_of(request).region.time_zone,
            "crumbs": crumbs(request, (_("Inovasi"), here(request, "innovations")), _("Inovasi baru")),
        },
    )


STILL_FILLED = frozenset({State.DRAFT, State.RETURNED, State.WITHDRAWN})
"""States in which somebody still looks for what is missing; later there is nothing left to fill."""


@dataclass(frozen=True)
class Offer:
    """A step that the workflow offers the operator now; `hindrance` says why it cannot be taken yet."""

    step: Step
    hindrance: str = ""


def offers_for(innovation: Innovation, sheet: Sheet) -> list[Offer]:
    """What the table offers an operator, with the guards looked at beforehand; the domain checks them again."""
    is_open = input_is_open(innovation.region_period.period)
    offers = []
    for step in actions_for(Role.OPERATOR, state=State(innovation.state)):
        hindrance = ""
        if Guard.INPUT_OPEN in step.guards and not is_open:
            hindrance = _("Penjaringan sedang tidak dibuka.")
        elif Guard.COMPLETE in step.guards and sheet.required:
            hindrance = _("Dapat diajukan setelah %(count)d hal wajib di bawah ini lengkap.") % {
                "count": len(sheet.required)
            }
        offers.append(Offer(step, hindrance))
    return offers


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
    reasons = open_reasons([found.pk]).get(found.pk, []) if found.state == State.RETURNED else []
    return base_context(request, found, tab="ringkasan") | {
        "sheet": sheet,
        "next_words": NEXT_WORDS[found.state],
        "offers": offers_for(found, sheet) if is_operator else [],
        "checks": checklist(request, sheet) if found.state in STILL_FILLED else None,
        "can_edit": not why_locked(actor, found) if is_operator else False,
        "reasons": reasons,
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


@require_POST
def innovation_step(request: HttpRequest, public_id: UUID, action: str, **place: int) -> HttpResponse:
    """Take a step that needs no reason; one that does is sent to its own page."""
    found, step = _step_of(request, public_id, action)
    if step.needs_reason:
        return redirect(here(request, "innovation_withdraw", public_id=public_id))
    return _take(request, found, step, version=request.POST.get("version", ""))


@require_http_methods(["GET", "HEAD", "POST"])
def innovation_withdraw(request: HttpRequest, public_id: UUID, **place: int) -> HttpResponse:
    """Withdrawing is a page of its own, because it takes the innovation out of the count."""
    found, step = _step_of(request, public_id, Action.WITHDRAW)
    form = WithdrawForm(request.POST or None, initial={"version": found.version})
    if request.method == "POST" and form.is_valid():
        return _take(
            request,
            found,
            step,
            version=str(form.cleaned_data["version"]),
            reason=form.cleaned_data["reason"],
        )
    if request.method != "POST" and step_for(step.action, state=State(found.state)) is None:
        messages.info(request, _("Inovasi ini sekarang tidak dapat ditarik."))
        return redirect(here(request, "innovation", public_id=public_id))
    return render(
        request,
        "components/confirm_page.html",
        {
            "title": _("Tarik inovasi"),
            "lead": found.name,
            "consequences": _consequences_of_withdrawing(found),
            "form": form,
            "confirm_label": _("Tarik inovasi ini"),
            "cancel_url": here(request, "innovation", public_id=public_id),
            "danger": True,
            "crumbs": innovation_crumbs(request, found, _("Tarik")),
        },
    )


def _consequences_of_withdrawing(found: Innovation) -> list[str]:
    sentences = [_("Inovasi ini tidak diperiksa, tidak dikirim, dan tidak dihitung dalam indeks daerah.")]
    if found.state == State.VERIFIED:
        sentences.append(_("Bila dilanjutkan lagi kelak, inovasi ini mulai dari draf dan diperiksa ulang."))
    sentences.append(
        _("Isian dan dokumen tetap tersimpan; Anda dapat melanjutkannya lagi selama penjaringan dibuka.")
    )
    return sentences


def _step_of(request: HttpRequest, public_id: UUID, action: str) -> tuple[Innovation, Step]:
    found = find_innovation(request, public_id)
    try:
        step = BY_ACTION[Action(action)]
    except ValueError as error:
        raise Http404("no such step") from error
    if step.role is not Role.OPERATOR:
        raise Http404("not an operator's step")
    return found, step


def _take(
    request: HttpRequest, found: Innovation, step: Step, *, version: str, reason: str = ""
) -> HttpResponse:
    seen = int(version) if version.isdecimal() and len(version) < 10 else 0
    outcome = tried(
        lambda: take_step(
            found.pk, action=step.action, actor=actor_of(request), seen_version=seen, reason=reason
        )
    )
    if isinstance(outcome, Outcome):
        if outcome.changed:
            messages.success(request, _done_words(request, outcome.innovation, step))
        else:
            messages.info(request, _("Langkah ini sudah Anda lakukan; tidak ada yang diubah lagi."))
    elif isinstance(outcome, StaleVersion):
        # Shown at once and not after a redirect: the page says what changed since the version that was seen.
        messages.error(request, outcome.message)
        now = find_innovation(request, found.public_id)
        changes = changes_since(now, version=seen)
        return render(
            request, "innovations/opd/innovation.html", overview_context(request, now, changes=changes)
        )
    elif isinstance(outcome, Refused):
        tell_refusal(request, outcome)
    return redirect(here(request, "innovation", public_id=found.public_id))


def _done_words(request: HttpRequest, innovation: Innovation, step: Step) -> str:
    words = {
        Action.SUBMIT: _("“%(name)s” diajukan. Desk daerah akan memeriksanya; Anda diberi tahu hasilnya."),
        Action.RESUBMIT: _("“%(name)s” diajukan kembali. Desk memeriksa bagian yang diperbaiki."),
        Action.WITHDRAW: _("“%(name)s” ditarik dan tidak dihitung lagi."),
        Action.TAKE_UP: _("“%(name)s” dilanjutkan lagi sebagai draf."),
    }
    return words[step.action] % {"name": innovation.name}
