"""Sendings at the ministry: who has sent, and giving innovations back to a region with a reason."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from iga_portal.refusals import Refused
from iga_portal.web.frame import Crumb
from iga_portal.web.here import here
from iga_portal.web.tables import page_of
from innovations.domain.recalling import Recalled, recall_portfolio
from innovations.domain.texts import LONGEST_NOTE
from innovations.queries.ministry_sendings import held_innovations, sender, senders
from innovations.queries.sendings import sendings_of
from innovations.views.opd_common import period_or_404, tried
from innovations.views.region_send import chosen_of
from regions.access import actor_of
from regions.forms import show_refusal

CONFLICT, UNPROCESSABLE = 409, 422


class RecallForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Alasan"),
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Dibaca admin daerah dan OPD pemilik inovasi."),
        error_messages={"required": gettext_lazy("Tuliskan alasannya.")},
    )


@require_safe
def sendings(request: HttpRequest) -> HttpResponse:
    """Regions that have sent, the latest first."""
    search = " ".join(request.GET.get("cari", "").split())[:80]
    return render(
        request,
        "innovations/ministry/sendings.html",
        {"page": page_of(request, senders(period_or_404(), search=search)), "search": search},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def recall(request: HttpRequest, daerah_id: int) -> HttpResponse:
    """What of one region can go back, and the going back: all that was marked, or nothing."""
    region_period = sender(period_or_404(), region_id=daerah_id)
    if region_period is None:
        raise Http404("no such region in this period")
    form, status = RecallForm(request.POST or None, label_suffix=""), 200
    chosen: dict[int, int] = {}
    if request.method == "POST":
        chosen, status = chosen_of(request.POST.getlist("pilih")), UNPROCESSABLE
        if form.is_valid():
            reason = form.cleaned_data["reason"]
            outcome = tried(
                lambda: recall_portfolio(
                    region_period.pk, actor=actor_of(request), chosen=chosen, reason=reason
                )
            )
            if isinstance(outcome, Recalled):
                _tell(request, outcome)
                return redirect(here(request, "recall", daerah_id=daerah_id))
            show_refusal(form, outcome)
            status = UNPROCESSABLE if _is_input(outcome) else CONFLICT
    return render(
        request,
        "innovations/ministry/recall.html",
        {
            "form": form,
            "region": region_period.region,
            "zone": region_period.region.time_zone,
            "sent_at": region_period.sent_at,
            "lines": [(entry, entry.pk in chosen) for entry in held_innovations(region_period)],
            "sendings": list(sendings_of(region_period)),
            "crumbs": [
                Crumb(_("Pengiriman"), here(request, "sendings")),
                Crumb(region_period.region.name),
            ],
        },
        status=status,
    )


def _is_input(outcome: Refused | ValidationError) -> bool:
    return isinstance(outcome, ValidationError) or outcome.code in {"reason", "empty", "long", "control"}


def _tell(request: HttpRequest, outcome: Recalled) -> None:
    if not outcome.changed:
        messages.info(request, _("Pilihan ini sudah dikembalikan; tidak ada yang diubah dua kali."))
        return
    words = ngettext(
        "%(count)d inovasi dikembalikan ke daerah.",
        "%(count)d inovasi dikembalikan ke daerah.",
        outcome.changed,
    ) % {"count": outcome.changed}
    if outcome.reopened:
        words += " " + _(
            "Tidak ada lagi yang tersisa, jadi baris SPD dan form integritas daerah terbuka kembali."
        )
    messages.success(request, words)
