"""The ministry's instruments: load a file, read it beside the year before, approve what somebody else loaded."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from iga_portal.refusals import Refused
from iga_portal.web.frame import Crumb
from iga_portal.web.here import here
from iga_portal.web.tables import page_of
from regions.access import actor_of
from regions.domain.instruments import (
    LARGEST_FILE,
    AlreadyLoaded,
    approve_instrument,
    discard_instrument,
    load_instrument_file,
    standing_of,
    why_not_approve,
    why_not_discard,
)
from regions.instrument_words import told
from regions.models import Instrument
from regions.queries.instrument_compare import compare, points
from regions.queries.period_effects import ZONE
from regions.queries.periods import every_period
from regions.views.period_common import UNPROCESSABLE, tried
from scoring.core.errors import InstrumentError
from scoring.core.instrument import parse_instrument
from scoring.core.model import Instrument as Rules


class LoadForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Berkas instrumen"),
        widget=forms.ClearableFileInput(attrs={"accept": ".json,application/json"}),
        help_text=gettext_lazy("Berkas JSON dalam bentuk yang dipakai portal, satu berkas untuk satu tahun."),
        error_messages={"required": gettext_lazy("Pilih berkasnya.")},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def instruments(request: HttpRequest) -> HttpResponse:
    """Every instrument with its standing; a file is loaded here."""
    form = LoadForm(request.POST or None, request.FILES or None, label_suffix="")
    fault: tuple[str, str] | None = None
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        content = file.read(LARGEST_FILE + 1)
        try:
            made = tried(lambda: load_instrument_file(content, actor=actor_of(request)))
        except InstrumentError as error:
            fault = told(error)
            path, words = fault
            form.add_error("file", f"{path}: {words}" if path else words)
        else:
            if isinstance(made, Instrument):
                messages.success(
                    request, _("Instrumen dimuat dan diperiksa. Orang lain membacanya, lalu menyetujui.")
                )
                return redirect(here(request, "instrument", instrument_id=made.pk))
            if isinstance(made, AlreadyLoaded):
                messages.info(request, made.message)
                return redirect(here(request, "instrument", instrument_id=made.instrument.pk))
            form.add_error("file", made.message if isinstance(made, Refused) else made.messages)
    rows = Instrument.objects.defer("document").select_related("loaded_by", "approved_by")
    used = {row.instrument_id: row for row in every_period()}
    page = page_of(request, rows.order_by("-year", "-pk"))
    return render(
        request,
        "regions/instruments/instruments.html",
        {
            "form": form,
            "page": page,
            "lines": [(row, used.get(row.pk)) for row in page.object_list],
            "zone": ZONE,
        },
        status=UNPROCESSABLE if form.errors else 200,
    )  # fmt: skip


def _found(instrument_id: int) -> Instrument:
    found = Instrument.objects.select_related("loaded_by", "approved_by").filter(pk=instrument_id).first()
    if found is None:
        raise Http404("no such instrument")
    return found


def _compared_with(request: HttpRequest, found: Instrument) -> Instrument | None:
    """The instrument named in the address, else the one that holds for the year before."""
    wanted = request.GET.get("dengan", "")
    if wanted.isdecimal() and len(wanted) < 10:
        return Instrument.objects.exclude(pk=found.pk).filter(pk=int(wanted)).first()
    return standing_of(found.year - 1)


@require_safe
def instrument(request: HttpRequest, instrument_id: int) -> HttpResponse:
    """One instrument as the core read it, and what it does otherwise than the year before."""
    found = _found(instrument_id)
    rules = parse_instrument(found.document)
    other = _compared_with(request, found)
    actor = actor_of(request)
    others = Instrument.objects.defer("document").exclude(pk=found.pk).order_by("-year", "-pk")[:50]
    return render(
        request,
        "regions/instruments/instrument.html",
        {
            "found": found,
            "rules": rules,
            "sums": _sums(rules),
            "other": other,
            "others": list(others),
            "comparison": compare(parse_instrument(other.document), rules) if other else None,
            "periods": list(every_period().filter(instrument=found)),
            "why_not_approve": why_not_approve(found, actor=actor),
            "may_discard": not why_not_discard(found),
            "zone": ZONE,
            "crumbs": [Crumb(_("Instrumen"), here(request, "instruments")), Crumb(str(found))],
        },
    )


def _sums(rules: Rules) -> list[tuple[str, str, str]]:
    """What was added up when it was read: part, how, and the printed maximum that it gives."""
    parameters = rules.formula.parameters
    return [
        (_("Aspek SPD"), _("%(n)d baris, bobot dikali 3") % {"n": len(rules.spd_rows)}, points(rules.maxima.spd_hundredths)),
        (_("Aspek SID"), _("%(n)d baris, bobot dikali 3") % {"n": len(rules.sid_rows)}, points(rules.maxima.maturity_hundredths)),
        (_("Jumlah inovasi"), f"{points(parameters.count_weight_hundredths)} × {parameters.count_cap}", points(rules.maxima.count_hundredths)),
        (_("Semua"), "", points(rules.maxima.total_hundredths)),
    ]  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def instrument_approve(request: HttpRequest, instrument_id: int) -> HttpResponse:
    """Approving is a page of its own: the instrument is frozen with it."""
    found = _found(instrument_id)
    if request.method == "POST":
        outcome = tried(
            lambda: approve_instrument(
                found.pk, actor=actor_of(request), fingerprint=request.POST.get("fingerprint", "")
            )
        )
        return _answered(request, outcome, told=_("Instrumen disetujui dan dibekukan."), found=found)
    if refusal := why_not_approve(found, actor=actor_of(request)):
        messages.info(request, refusal)
        return redirect(here(request, "instrument", instrument_id=found.pk))
    form = _Fingerprint(initial={"fingerprint": found.fingerprint})
    return _confirm(
        request,
        found,
        title=_("Setujui instrumen %(year)d") % {"year": found.year},
        consequences=[
            _("Isinya dibekukan: tidak ada yang dapat mengubahnya lagi, juga tidak Kemendagri."),
            _("Periode %(year)d dapat dibuka dengannya.") % {"year": found.year},
            _("Nama Anda tersimpan sebagai yang menyetujui."),
        ],
        label=_("Setujui dan bekukan"),
        form=form,
    )


class _Fingerprint(forms.Form):
    fingerprint = forms.CharField(widget=forms.HiddenInput)


@require_http_methods(["GET", "HEAD", "POST"])
def instrument_discard(request: HttpRequest, instrument_id: int) -> HttpResponse:
    found = _found(instrument_id)
    if request.method == "POST":
        outcome = tried(lambda: discard_instrument(found.pk, actor=actor_of(request)))
        return _answered(request, outcome, told=_("Instrumen dibuang."), found=None)
    if refusal := why_not_discard(found):
        messages.info(request, refusal)
        return redirect(here(request, "instrument", instrument_id=found.pk))
    return _confirm(
        request,
        found,
        title=_("Buang instrumen %(year)d") % {"year": found.year},
        consequences=[_("Berkas yang dimuat hilang dari portal; berkas itu dapat dimuat lagi.")],
        label=_("Buang"),
        form=None,
        danger=True,
    )


def _answered(request: HttpRequest, outcome: Any, *, told: str, found: Instrument | None) -> HttpResponse:
    if isinstance(outcome, Refused | ValidationError):
        messages.error(
            request, outcome.message if isinstance(outcome, Refused) else " ".join(outcome.messages)
        )
    else:
        messages.success(request, told)
    if found is None:
        return redirect(here(request, "instruments"))
    return redirect(here(request, "instrument", instrument_id=found.pk))


def _confirm(
    request: HttpRequest,
    found: Instrument,
    *,
    title: str,
    consequences: list[str],
    label: str,
    form: forms.Form | None,
    danger: bool = False,
) -> HttpResponse:
    back = here(request, "instrument", instrument_id=found.pk)
    return render(
        request,
        "components/confirm_page.html",
        {
            "title": title,
            "lead": _("Sidik SHA-256: %(hash)s") % {"hash": found.fingerprint},
            "consequences": consequences,
            "form": form,
            "confirm_label": label,
            "cancel_url": back,
            "danger": danger,
            "crumbs": [Crumb(_("Instrumen"), here(request, "instruments")), Crumb(str(found), back), Crumb(title)],
        },
    )  # fmt: skip
