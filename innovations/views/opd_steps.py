"""The steps that an operator takes with an innovation: looked at before submitting, submitted once, withdrawn, taken up again."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from iga_portal.refusals import Refused, StaleVersion
from iga_portal.web.here import here
from innovations.domain.receipts import latest_submission
from innovations.domain.transitions import SUBMISSIONS, Outcome, take_step
from innovations.enums import State
from innovations.forms.documents import WithdrawForm
from innovations.models import Innovation
from innovations.queries.changes import Changes, changes_since
from innovations.queries.confirmations import standing_for
from innovations.queries.mending import common_causes
from innovations.queries.opd import Window, open_reasons, sheet_of, window_of
from innovations.queries.precheck import advice_about, extent_of
from innovations.views.opd_common import (
    base_context,
    deadline_of_innovation,
    find_innovation,
    innovation_crumbs,
    submitting_is_open,
    tell_refusal,
    tried,
)
from innovations.views.opd_innovations import overview_context
from innovations.views.opd_parts import change_lines, checklist, maturity_of
from innovations.views.opd_reasons import reason_lines
from innovations.workflow import BY_ACTION, Action, Step, step_for
from regions.access import actor_of
from regions.enums import Role

CONFLICT = 409
SUBMIT_FROM = {State.DRAFT: Action.SUBMIT, State.RETURNED: Action.RESUBMIT}


@require_http_methods(["GET", "HEAD", "POST"])
def submit(request: HttpRequest, public_id: UUID, **place: int) -> HttpResponse:
    """What is required and what is only advised, what will be handed in, and one button."""
    found = find_innovation(request, public_id)
    if request.method == "POST":
        word = request.POST.get("langkah", "")
        action = Action(word) if word in SUBMISSIONS else Action.SUBMIT
        return _take(request, found, BY_ACTION[action], version=request.POST.get("version", ""))
    if State(found.state) not in SUBMIT_FROM:
        return _nothing_to_submit(request, found)
    return render(request, "innovations/opd/submit.html", precheck_context(request, found))


def _nothing_to_submit(request: HttpRequest, found: Innovation) -> HttpResponse:
    """Somebody comes back to the page after it was submitted: to the receipt, as long as it stands for what is there now."""
    receipt = latest_submission(found) if found.state == State.SUBMITTED else None
    messages.info(
        request,
        _("Inovasi ini berstatus “%(state)s”; tidak ada yang perlu diajukan sekarang.")
        % {"state": found.get_state_display()},
    )
    if receipt is not None:
        return redirect(here(request, "receipt", code=receipt.code))
    return redirect(here(request, "innovation", public_id=found.public_id))


def precheck_context(
    request: HttpRequest, found: Innovation, *, changes: Changes | None = None
) -> dict[str, Any]:
    sheet = sheet_of(found)
    step = BY_ACTION[SUBMIT_FROM[State(found.state)]]
    reasons = open_reasons([found.pk]).get(found.pk, []) if found.state == State.RETURNED else []
    lines = reason_lines(request, sheet, reasons, back="ajukan")
    period = found.region_period.period
    deadline = deadline_of_innovation(request, found)
    checks = checklist(request, sheet, advice=advice_about(sheet))
    window = window_of(found, sheet.instrument.eligibility)
    return base_context(request, found, tab="ringkasan") | {
        "step": step,
        "checks": checks,
        "is_complete": not checks.missing,
        "is_open": submitting_is_open(request, found),
        "is_late": deadline.input_is_open(timezone.now()) and not submitting_is_open(request, found),
        "until": deadline.national_until if found.state == State.RETURNED else deadline.until,
        "national_until": deadline.national_until,
        "period": period,
        "reasons": lines,
        "untouched": sum(line.touched is False for line in lines),
        "unanswered": sum(line.touched is False and not line.reason.reply for line in lines),
        "has_common_causes": len(lines) > 1 and bool(common_causes(actor_of(request))),
        "extent": extent_of(sheet),
        "maturity_of": maturity_of(sheet),
        "window_state": window,
        "is_archive": window in {Window.OUTSIDE, Window.NOT_APPLIED},
        "confirmation": standing_for(found),
        "changes": change_lines(changes, now=found) if changes else None,
        "crumbs": innovation_crumbs(request, found, _("Periksa dan ajukan")),
    }


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
            form=form,
        )
    if request.method != "POST" and step_for(step.action, state=State(found.state)) is None:
        messages.info(request, _("Inovasi ini sekarang tidak dapat ditarik."))
        return redirect(here(request, "innovation", public_id=public_id))
    return _withdraw_page(request, found, form)


def _withdraw_page(
    request: HttpRequest, found: Innovation, form: WithdrawForm, *, status: int = 200
) -> HttpResponse:
    return render(
        request,
        "components/confirm_page.html",
        {
            "title": _("Tarik inovasi"),
            "lead": found.name,
            "consequences": _consequences_of_withdrawing(request, found),
            "form": form,
            "confirm_label": _("Tarik inovasi ini"),
            "cancel_url": here(request, "innovation", public_id=found.public_id),
            "danger": True,
            "crumbs": innovation_crumbs(request, found, _("Tarik")),
        },
        status=status,
    )


def _consequences_of_withdrawing(request: HttpRequest, found: Innovation) -> list[str]:
    sentences = [_("Inovasi ini tidak diperiksa, tidak dikirim, dan tidak dihitung dalam indeks daerah.")]
    if found.state in {State.SUBMITTED, State.RETURNED, State.VERIFIED}:
        sentences.append(
            _(
                "Bila dilanjutkan lagi kelak, inovasi ini mulai dari draf dan harus diajukan lagi. Keputusan desk atas baris "
                "yang tidak diubah tetap berlaku."
            )
        )
        sentences.append(_("Desk diberi tahu dan membaca alasannya."))
    sentences.append(
        _("Isian dan dokumen tetap tersimpan; Anda dapat melanjutkannya lagi selama penjaringan dibuka.")
    )
    deadline = deadline_of_innovation(request, found)
    if deadline.is_local and deadline.is_past(timezone.now()):
        sentences.append(
            _(
                "Batas pengajuan OPD sudah lewat: sekali ditarik, mengajukannya lagi memerlukan perpanjangan dari admin daerah."
            )
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
    request: HttpRequest,
    found: Innovation,
    step: Step,
    *,
    version: str,
    reason: str = "",
    form: WithdrawForm | None = None,
) -> HttpResponse:
    """Ask the domain for the step. A submission leads to its receipt, the first time and every time it is repeated."""
    seen = int(version) if version.isdecimal() and len(version) < 10 else 0
    outcome = tried(
        lambda: take_step(
            found.pk, action=step.action, actor=actor_of(request), seen_version=seen, reason=reason
        )
    )
    if isinstance(outcome, Outcome):
        if outcome.changed:
            messages.success(request, _done_words(outcome.innovation, step))
        elif outcome.receipt is not None:
            messages.info(
                request, _("Sudah diajukan; tidak ada yang diajukan dua kali. Ini tanda terimanya.")
            )
        else:
            messages.info(request, _("Langkah ini sudah Anda lakukan; tidak ada yang diubah lagi."))
        if outcome.receipt is not None:
            return redirect(here(request, "receipt", code=outcome.receipt.code))
    elif isinstance(outcome, StaleVersion):
        # Shown at once and not after a redirect: the page says what changed since the version that was seen.
        messages.error(request, outcome.message)
        return _stale(request, found.public_id, step, seen=seen)
    elif isinstance(outcome, Refused):
        if form is not None and outcome.code in {"reason", "long", "control", "direction"}:
            form.add_error("reason", outcome.message)
            return _withdraw_page(request, found, form, status=422)
        tell_refusal(request, outcome)
        if step.action in SUBMISSIONS and outcome.code in {"incomplete", "closed"}:
            return redirect(here(request, "submit", public_id=found.public_id))
    return redirect(here(request, "innovation", public_id=found.public_id))


def _stale(request: HttpRequest, public_id: UUID, step: Step, *, seen: int) -> HttpResponse:
    now = find_innovation(request, public_id)
    changes = changes_since(now, version=seen)
    if step.action in SUBMISSIONS and State(now.state) in SUBMIT_FROM:
        context = precheck_context(request, now, changes=changes)
        return render(request, "innovations/opd/submit.html", context, status=CONFLICT)
    context = overview_context(request, now, changes=changes)
    return render(request, "innovations/opd/innovation.html", context, status=CONFLICT)


def _done_words(innovation: Innovation, step: Step) -> str:
    words = {
        Action.SUBMIT: _("“%(name)s” diajukan. Desk daerah akan memeriksanya; Anda diberi tahu hasilnya."),
        Action.RESUBMIT: _("“%(name)s” diajukan kembali. Desk memeriksa bagian yang diperbaiki."),
        Action.WITHDRAW: _("“%(name)s” ditarik dan tidak dihitung lagi."),
        Action.TAKE_UP: _("“%(name)s” dilanjutkan lagi sebagai draf."),
    }
    return words[step.action] % {"name": innovation.name}
