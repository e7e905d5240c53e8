"""The steps of one innovation that desk and regional admin take: verify, return, decline, reopen."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from iga_portal.refusals import Refused, StaleVersion
from iga_portal.web.here import here
from innovations.domain.transitions import take_step
from innovations.enums import State
from innovations.forms_desk import ReasonForm, ReturnForm
from innovations.models import Answer, Innovation
from innovations.queries.desk import latest_fallen, standing_verdicts
from innovations.rules import can_take_step
from innovations.views.desk_common import find_innovation
from innovations.views.desk_innovation import crumbs
from innovations.views.opd_common import tell_refusal, tried
from innovations.workflow import Action, Step, actions_for
from regions.access import actor_of
from regions.queries.instruments import instrument_of

CONFLICT, UNPROCESSABLE = 409, 422

DONE_WORDS: dict[Action, str | Promise] = {
    Action.VERIFY: gettext_lazy("“%(name)s” terverifikasi. Admin daerah dapat mengirimnya ke Kemendagri."),
    Action.RETURN: gettext_lazy("“%(name)s” dikembalikan ke OPD dengan alasannya."),
    Action.DECLINE: gettext_lazy("“%(name)s” tidak dilanjutkan; OPD membaca alasannya."),
    Action.REOPEN: gettext_lazy("“%(name)s” dibuka kembali sebagai draf OPD."),
}


def step(request: HttpRequest, public_id: UUID, action: str, **kwargs: object) -> HttpResponse:
    """One step of the table, as the table gives it to the actor's role; anything else is no page."""
    found = find_innovation(request, public_id)
    known = {entry.action.value: entry for entry in _steps_of_role(request)}
    if action not in known:
        raise Http404("no such step here")
    wanted = known[action]
    if wanted.action is Action.RETURN:
        return _return(request, found, wanted)
    if wanted.needs_reason:
        return _with_reason(request, found, wanted)
    if request.method != "POST":
        # Somebody who had to sign in between comes back by a GET: to the innovation, where the button is.
        return redirect(here(request, "innovation", public_id=public_id))
    version = request.POST.get("version", "")
    refusal = _refusal(request, found, wanted, seen_version=int(version[:18]) if version.isdecimal() else 0)
    if refusal is not None:
        tell_refusal(request, refusal)
        return redirect(here(request, "innovation", public_id=public_id))
    return _done(request, found, wanted)


def _refusal(
    request: HttpRequest, found: Innovation, wanted: Step, *, seen_version: int, **why: Any
) -> Refused | ValidationError | None:
    """Take the step; what refuses it, or None when it is taken. `why` is the reason, or the reasons per part."""
    outcome = tried(
        lambda: take_step(
            found.pk, action=wanted.action, actor=actor_of(request), seen_version=seen_version, **why
        )
    )
    return outcome if isinstance(outcome, Refused | ValidationError) else None


def _steps_of_role(request: HttpRequest) -> list[Step]:
    role = actor_of(request).role
    return [
        entry for state in State for entry in actions_for(role, state=state) if entry.action in DONE_WORDS
    ]


def _done(request: HttpRequest, found: Innovation, taken: Step) -> HttpResponse:
    messages.success(request, str(DONE_WORDS[taken.action]) % {"name": found.name})
    if taken.action is Action.REOPEN:
        return redirect(here(request, "declined"))
    return redirect(here(request, "home"))


def _refused_beforehand(request: HttpRequest, found: Innovation, wanted: Step) -> HttpResponse | None:
    """Nobody fills in a form that cannot be taken: back to the innovation, with the reason."""
    ruling = can_take_step(actor_of(request), found, wanted)
    if ruling and found.state in wanted.sources:
        return None
    messages.error(
        request,
        ruling.reason
        or _("Langkah “%(step)s” tidak tersedia: status inovasi sekarang “%(state)s”.")
        % {"step": wanted.label, "state": found.get_state_display()},
    )
    return redirect(here(request, "innovation", public_id=found.public_id))


def _with_reason(request: HttpRequest, found: Innovation, wanted: Step) -> HttpResponse:
    if request.method != "POST" and (refused := _refused_beforehand(request, found, wanted)):
        return refused
    form = ReasonForm(request.POST or None, initial={"version": found.version}, label_suffix="")
    status = 200
    if request.method == "POST":
        status = UNPROCESSABLE
        if form.is_valid():
            entered = form.cleaned_data
            refusal = _refusal(
                request, found, wanted, seen_version=entered["version"], reason=entered["reason"]
            )
            if refusal is None:
                return _done(request, found, wanted)
            status = CONFLICT
            form = _retold(form, refusal)
    consequences = {
        Action.DECLINE: [
            _("Inovasi ini tidak lagi dihitung dalam indeks mana pun."),
            _("OPD membaca alasan Anda. Hanya admin daerah yang dapat membukanya kembali."),
            _("Bila isiannya masih dapat diperbaiki, kembalikan saja untuk perbaikan."),
        ],
        Action.REOPEN: [_("Inovasi ini menjadi draf lagi; OPD melengkapi dan mengajukannya kembali.")],
    }[wanted.action]
    return render(
        request,
        "components/confirm_page.html",
        {
            "title": f"{wanted.label}: {found.name}",
            "lead": str(found.opd),
            "consequences": consequences,
            "form": form,
            "confirm_label": wanted.label,
            "cancel_url": here(request, "innovation", public_id=found.public_id),
            "danger": wanted.action is Action.DECLINE,
            "crumbs": crumbs(
                request,
                (found.name, here(request, "innovation", public_id=found.public_id)),
                str(wanted.label),
            ),
        },
        status=status,
    )


def _retold(form: Any, refusal: Refused | ValidationError) -> Any:
    """The same entries over the version that stands, so that pressing again acts on what the page now says."""
    message = refusal.message if isinstance(refusal, Refused) else " ".join(refusal.messages)
    form.add_error(None, message)
    if isinstance(refusal, StaleVersion):
        form.data = form.data.copy()
        form.data["version"] = str(refusal.current)
    return form


def _return(request: HttpRequest, found: Innovation, wanted: Step) -> HttpResponse:
    if request.method != "POST" and (refused := _refused_beforehand(request, found, wanted)):
        return refused
    rows = list(Answer.objects.filter(innovation=found).order_by("row").values_list("row", flat=True))
    verdicts = standing_verdicts(found)
    form = ReturnForm(
        request.POST or None,
        instrument=instrument_of(found.region_period.period),
        rows=rows,
        verdicts=verdicts,
        version=found.version,
        label_suffix="",
    )
    status, changed = 200, False
    if request.method == "POST":
        status = UNPROCESSABLE
        if form.is_valid():
            seen = form.cleaned_data["version"]
            refusal = _refusal(request, found, wanted, seen_version=seen, row_reasons=form.reasons())
            if refusal is None:
                return _done(request, found, wanted)
            status = CONFLICT
            if isinstance(refusal, StaleVersion):
                found.refresh_from_db()
                changed = True
            form = _retold(form, refusal)
    lines = form.lines()
    return render(
        request,
        "innovations/desk/return.html",
        {
            "innovation": found,
            "form": form,
            "likely": [line for line in lines if _stands_open(line)],
            "others": [line for line in lines if not _stands_open(line)],
            "changed": changed,
            "fallen": sorted(set(latest_fallen(found)) - set(verdicts)) if changed else [],
            "step": wanted,
            "crumbs": crumbs(
                request,
                (found.name, here(request, "innovation", public_id=found.public_id)),
                str(wanted.label),
            ),
        },
        status=status,
    )


def _stands_open(line: dict[str, Any]) -> bool:
    """Parts shown at once: those the desk lowered, those that are ticked or typed in, and the proposal."""
    verdict = line["verdict"]
    return bool(
        line["part"] is None
        or (verdict is not None and verdict.decision != "accept")
        or line["tick"].value()
        or line["reason"].value()
    )
