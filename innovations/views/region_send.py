"""The look before the sending, the decision itself, made once, and its receipt."""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from iga_portal.refusals import Refused
from iga_portal.web.frame import Crumb
from iga_portal.web.here import here
from iga_portal.web.qr import qr_svg
from innovations.domain.presend import presend
from innovations.domain.presend_parts import Finding
from innovations.domain.sending import send_portfolio
from innovations.queries.portfolio import Portfolio
from innovations.queries.receipts import receipt_of_sending
from innovations.queries.sendings import sending_of
from innovations.views.desk_common import grant_of, zone_of
from innovations.views.opd_common import period_or_404, tried
from innovations.views.opd_receipts import json_attachment
from innovations.views.region_portfolio import CONFLICT, columns_of, found_portfolio, line_of
from regions.access import actor_of
from regions.models import RegionPeriod
from regions.queries.periods import region_period as region_period_of

KEY = re.compile(r"([0-9]{1,18}):([0-9]{1,9})")
MOST_CHOSEN = 2_000
"""Entries of a form that are read; no region comes near it."""


def chosen_of(values: Sequence[str]) -> dict[int, int]:
    """id -> version from "12:7". Nonsense is passed over."""
    matches = (KEY.fullmatch(value) for value in values[:MOST_CHOSEN])
    return {int(match[1]): int(match[2]) for match in matches if match}


@require_http_methods(["GET", "HEAD", "POST"])
def send(request: HttpRequest, region_id: int, **kwargs: object) -> HttpResponse:
    """The list of what to look at (GET), and the sending (POST): once, however often it is pressed."""
    if request.method == "POST":
        versions = chosen_of(request.POST.getlist("pilih"))
        period = region_period_of(region_id, period=period_or_404())
        outcome = tried(lambda: send_portfolio(period.pk, actor=actor_of(request), chosen=versions))
        if not isinstance(outcome, Refused | ValidationError):
            if outcome.changed:
                messages.success(request, _("Portofolio terkirim. Ini tanda terimanya."))
            else:
                messages.info(request, _("Pilihan ini sudah terkirim; tidak ada yang dikirim dua kali."))
            return redirect(here(request, "receipt", number=outcome.sending.number))
        refusal = outcome.message if isinstance(outcome, Refused) else " ".join(outcome.messages)
        # What was refused may have changed meanwhile: the page shows the region's choice as it is now.
        return _page(request, region_id, refusal=refusal, status=CONFLICT)
    return _page(request, region_id)


def _page(request: HttpRequest, region_id: int, *, refusal: str = "", status: int = 200) -> HttpResponse:
    period, found = found_portfolio(region_id)
    if not found.chosen and not refusal:
        messages.error(
            request, _("Belum ada inovasi yang diputuskan dikirim. Putuskan dulu sedikitnya satu.")
        )
        return redirect(here(request, "portfolio"))
    choice = found.choice(found.chosen)
    lines = [line_of(entry, choice) for entry in found.open if entry.chosen]
    findings = presend(period, chosen=[line.entry.innovation for line in lines], now=timezone.now())
    return render(
        request,
        "innovations/region/send.html",
        {
            "lines": lines,
            "columns": columns_of(found, chosen=found.chosen),
            "blocking": _told(request, [entry for entry in findings if entry.required and not entry.done]),
            "advised": _told(request, [entry for entry in findings if not entry.required and not entry.done]),
            "passed": [entry for entry in findings if entry.done],
            "undecided": len(found.undecided),
            "consequences": _consequences(period, found),
            "refusal": refusal,
            "region": grant_of(request).region,
            "crumbs": [Crumb(_("Portofolio"), here(request, "portfolio")), Crumb(_("Periksa dan kirim"))],
        },
        status=status,
    )


def _told(request: HttpRequest, findings: Sequence[Finding]) -> list[tuple[Finding, list[tuple[str, str]]]]:
    """Findings with the addresses where they are cured."""
    return [
        (entry, [(cure.label, here(request, cure.page, **cure.arguments)) for cure in entry.cures])
        for entry in findings
    ]


def _consequences(period: RegionPeriod, found: Portfolio) -> list[str]:
    told = [
        ngettext(
            "%(count)d inovasi terkirim ke Kemendagri dan terkunci.",
            "%(count)d inovasi terkirim ke Kemendagri dan terkunci.",
            len(found.chosen),
        )
        % {"count": len(found.chosen)},
        _("Hanya Kemendagri yang dapat membuka kembali yang sudah terkirim."),
    ]
    if period.sent_at is None:
        told.insert(1, _("Baris SPD dan form integritas ikut terkunci sejak pengiriman pertama ini."))
        told.append(_("Inovasi lain masih dapat dikirim menyusul selama penjaringan dibuka."))
    return told


@require_safe
def receipt(request: HttpRequest, region_id: int, number: int, **kwargs: object) -> HttpResponse:
    period = region_period_of(region_id, period=period_or_404())
    sending = sending_of(period, number=number)
    if sending is None:
        raise Http404("no such sending")
    proof = receipt_of_sending(sending)
    address = request.build_absolute_uri(reverse("verify_receipt", args=[proof.code])) if proof else ""
    return render(
        request,
        "innovations/region/receipt.html",
        {
            "sending": sending,
            "items": list(sending.items.all()),
            "proof": proof,
            "address": address,
            "qr": qr_svg(address, label=_("Kode QR menuju halaman pemeriksaan tanda terima ini"))
            if proof
            else "",
            "region": grant_of(request).region,
            "period": period.period,
            "zone": zone_of(request),
            "crumbs": [
                Crumb(_("Portofolio"), here(request, "portfolio")),
                Crumb(_("Pengiriman %(number)d") % {"number": sending.number}),
            ],
        },
    )


@require_safe
def receipt_content(request: HttpRequest, region_id: int, number: int, **kwargs: object) -> HttpResponse:
    """Number and hashes of a sending, in exactly the bytes whose SHA-256 its receipt states."""
    period = region_period_of(region_id, period=period_or_404())
    sending = sending_of(period, number=number)
    proof = receipt_of_sending(sending) if sending is not None else None
    if proof is None:
        raise Http404("no such sending, or one without a receipt")
    return json_attachment(proof.content, name=f"{proof.code}.json")
