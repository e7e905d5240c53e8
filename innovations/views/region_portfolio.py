"""The portfolio: choosing among the verified, seeing what the choice comes to, sending once, and the receipt."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from iga_portal.refusals import Refused
from iga_portal.web.frame import Crumb
from iga_portal.web.here import here
from iga_portal.web.parts import CheckItem, Light
from innovations.domain.sending import send_portfolio
from innovations.enums import State
from innovations.models import Innovation
from innovations.queries.region import (
    Candidate,
    Portfolio,
    SpdSheet,
    declined,
    portfolio_of,
    reason_words,
    sending_of,
    sendings_of,
    spd_sheet,
    state_counts,
    urusan_name,
    with_integrity_form,
)
from innovations.views.desk_common import grant_of, zone_of
from innovations.views.opd_common import period_or_404, tried
from innovations.workflow import Action, actions_for
from regions.access import actor_of
from regions.enums import Phase, Role
from regions.models import RegionPeriod
from regions.queries.instruments import instrument_of

CONFLICT = 409
MOST_CHOSEN = 2000
"""Entries of a choice that are read from an address or a form; no region comes near it."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One innovation on the page. `worth` in index points, everything else in the choice as it is."""

    entry: Candidate
    chosen: bool
    urusan: str
    why_not: str
    worth: Decimal

    @property
    def key(self) -> str:
        """Id and version, as a form carries them: what is sent is what was seen."""
        return f"{self.entry.innovation.pk}:{self.entry.innovation.version}"


def _period(region_id: int) -> RegionPeriod:
    return with_integrity_form(region_id, period=period_or_404())


def _chosen(values: list[str]) -> dict[int, int]:
    """id -> version from "12:7"; without a version (an address) the version is 0. Nonsense is passed over."""
    found: dict[int, int] = {}
    for value in values[:MOST_CHOSEN]:
        key, _sign, version = value.partition(":")
        if key.isdecimal() and len(key) < 19 and (version or "0").isdecimal() and len(version) < 10:
            found[int(key)] = int(version or 0)
    return found


def portfolio(request: HttpRequest, region_id: int, **kwargs: object) -> HttpResponse:
    period = _period(region_id)
    instrument = instrument_of(period.period)
    sheet = spd_sheet(period, instrument=instrument, with_documents=False)
    found = portfolio_of(period, instrument=instrument, sheet=sheet)
    if "hitung" in request.GET:
        wanted = set(_chosen(request.GET.getlist("pilih")))
        chosen = {entry.innovation.pk for entry in found.open} & wanted
    else:
        # What counts is chosen at first; what would be an archive entry is left to a decision.
        chosen = {entry.innovation.pk for entry in found.open if entry.counts}
    counts = state_counts(period)
    return render(
        request,
        "innovations/region/portfolio.html",
        {
            "choices": [_choice(entry, found, chosen) for entry in found.open],
            "sent": found.sent,
            "numbers": found.numbers(chosen),
            "now": found.numbers(()),
            "chosen_count": len(chosen),
            "parameters": instrument.formula.parameters,
            "lights": _lights(found, chosen),
            "checks": _checks(request, period, sheet=sheet, found=found, chosen=chosen),
            "sendings": list(sendings_of(period)),
            "declined_count": counts.get(State.DECLINED, 0),
            # Still with the desk or the OPD: not sent with this portfolio.
            "waiting_count": counts.get(State.SUBMITTED, 0) + counts.get(State.RETURNED, 0),
            "sends": bool(actions_for(actor_of(request).role, state=State.VERIFIED)),
            "tab": "pilih",
            "zone": zone_of(request),
        },
    )


def _choice(entry: Candidate, found: Portfolio, chosen: set[int]) -> Choice:
    return Choice(
        entry=entry,
        chosen=entry.innovation.pk in chosen,
        urusan=urusan_name(entry.innovation),
        why_not=reason_words(entry.reasons, instrument=found.instrument),
        worth=found.worth(entry, chosen),
    )


def _lights(found: Portfolio, chosen: set[int]) -> list[Light]:
    return [
        Light(name=name, lit=bool(count), count=count) for name, count in found.yandas_counts(chosen).items()
    ]


def _checks(
    request: HttpRequest, period: RegionPeriod, *, sheet: SpdSheet, found: Portfolio, chosen: set[int]
) -> list[CheckItem]:
    """What to look at before sending: what blocks first, then what only costs points."""
    numbers = found.numbers(chosen)
    needed = found.instrument.formula.parameters.yandas_minimum
    input_open = period.period.phase_at(timezone.now()) is Phase.INPUT
    archive = sum(entry.innovation.pk in chosen and not entry.counts for entry in found.open)
    return [
        CheckItem(
            label=_("Penjaringan sedang dibuka"),
            done=input_open,
            note="" if input_open else _("Pengiriman hanya dapat dilakukan selama penjaringan."),
        ),
        CheckItem(
            label=_("Form integritas bermeterai sudah diunggah"),
            done=period.has_form,  # type: ignore[attr-defined]
            url=here(request, "integrity"),
        ),
        # The first sending locked the SPD rows: afterwards there is nothing to look at any more.
        *(_spd_checks(sheet, url=here(request, "spd")) if period.sent_at is None else ()),
        CheckItem(
            label=_("Sedikitnya %(needed)d yandas tercakup") % {"needed": needed},
            done=numbers.yandas >= needed,
            required=False,
            note=""
            if numbers.yandas >= needed
            else _("Baru %(covered)d; skor jumlah inovasi tetap 0 sampai %(needed)d.")
            % {"covered": numbers.yandas, "needed": needed},
        ),
        CheckItem(
            label=_("Semua yang dipilih masuk hitungan"),
            done=not archive,
            required=False,
            note=ngettext(
                "%(count)d inovasi pilihan hanya menjadi arsip.",
                "%(count)d inovasi pilihan hanya menjadi arsip.",
                archive,
            )
            % {"count": archive}
            if archive
            else "",
        ),
    ]


def _spd_checks(sheet: SpdSheet, *, url: str) -> list[CheckItem]:
    missing = ", ".join(line.row.code for line in sheet.missing_mandatory)
    waiting = ", ".join(line.row.code for line in sheet.waiting)
    return [
        CheckItem(
            label=_("Baris SPD wajib sudah terisi"),
            done=not missing,
            url=url,
            note=_(
                "Belum: %(rows)s. Pengiriman tidak terhalang, tetapi baris kosong bernilai 0 dan ikut terkunci."
            )
            % {"rows": missing}
            if missing
            else "",
        ),
        CheckItem(
            label=_("Baris SPD yang terisi sudah dikonfirmasi orang kedua"),
            done=not waiting,
            url=url,
            required=False,
            note=_("Belum: %(rows)s. Tanpa konfirmasi barisnya bernilai 0, dan terkunci begitu terkirim.")
            % {"rows": waiting}
            if waiting
            else "",
        ),
    ]


def send(request: HttpRequest, region_id: int, **kwargs: object) -> HttpResponse:
    """The page before the decision (GET), and the decision (POST): sent once, however often it is pressed."""
    period = _period(region_id)
    sheet = spd_sheet(period, instrument=instrument_of(period.period), with_documents=False)
    if request.method == "POST":
        versions = _chosen(request.POST.getlist("pilih"))
        outcome = tried(lambda: send_portfolio(period.pk, actor=actor_of(request), chosen=versions))
        if not isinstance(outcome, Refused | ValidationError):
            if outcome.changed:
                messages.success(request, _("Portofolio terkirim. Ini tanda terimanya."))
            else:
                messages.info(request, _("Pilihan ini sudah terkirim; tidak ada yang dikirim dua kali."))
            return redirect(here(request, "receipt", number=outcome.sending.number))
        refusal = outcome.message if isinstance(outcome, Refused) else " ".join(outcome.messages)
        # What was refused may have changed meanwhile: the page shows it as it is now, without what is no longer open.
        return _send_page(request, period, sheet, wanted=set(versions), refusal=refusal, status=CONFLICT)
    wanted = set(_chosen(request.GET.getlist("pilih")))
    if not Innovation.objects.filter(region_period=period, state=State.VERIFIED, pk__in=wanted).exists():
        messages.error(request, _("Pilih sedikitnya satu inovasi terverifikasi untuk dikirim."))
        return redirect(here(request, "portfolio") + "?" + urlencode({"hitung": "1"}))
    return _send_page(request, period, sheet, wanted=wanted)


def _send_page(
    request: HttpRequest,
    period: RegionPeriod,
    sheet: SpdSheet,
    *,
    wanted: set[int],
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    found = portfolio_of(period, instrument=instrument_of(period.period), sheet=sheet)
    chosen = wanted & {entry.innovation.pk for entry in found.open}
    choices = [_choice(entry, found, chosen) for entry in found.open if entry.innovation.pk in chosen]
    checks = _checks(request, period, sheet=sheet, found=found, chosen=chosen)
    consequences = [
        ngettext(
            "%(count)d inovasi terkirim ke Kemendagri dan terkunci.",
            "%(count)d inovasi terkirim ke Kemendagri dan terkunci.",
            len(choices),
        )
        % {"count": len(choices)},
        _("Hanya Kemendagri yang dapat membuka kembali yang sudah terkirim."),
    ]
    if period.sent_at is None:
        consequences.insert(1, _("Baris SPD dan form integritas ikut terkunci sejak pengiriman pertama ini."))
        consequences.append(_("Inovasi lain masih dapat dikirim menyusul selama penjaringan dibuka."))
    back = urlencode([("hitung", "1"), *(("pilih", str(key)) for key in sorted(chosen))])
    return render(
        request,
        "innovations/region/send.html",
        {
            "choices": choices,
            "numbers": found.numbers(chosen),
            "consequences": consequences,
            "undone": [item for item in checks if not item.done],
            "refusal": refusal,
            "region": grant_of(request).region,
            "back_url": f"{here(request, 'portfolio')}?{back}",
            "crumbs": [Crumb(_("Portofolio"), here(request, "portfolio")), Crumb(_("Kirim"))],
        },
        status=status,
    )


def receipt(request: HttpRequest, region_id: int, number: int, **kwargs: object) -> HttpResponse:
    period = _period(region_id)
    sending = sending_of(period, number=number)
    if sending is None:
        raise Http404("no such sending")
    return render(
        request,
        "innovations/region/receipt.html",
        {
            "sending": sending,
            "items": list(sending.items.all()),
            "region": grant_of(request).region,
            "period": period.period,
            "zone": zone_of(request),
            "crumbs": [
                Crumb(_("Portofolio"), here(request, "portfolio")),
                Crumb(_("Pengiriman %(number)d") % {"number": sending.number}),
            ],
        },
    )


def declined_list(request: HttpRequest, region_id: int, **kwargs: object) -> HttpResponse:
    """What the desk declined, with its reasons; the admin may open it again."""
    period = _period(region_id)
    rows = list(declined(period))
    reopening: list[Any] = [
        step
        for step in actions_for(Role(actor_of(request).role), state=State.DECLINED)
        if step.action is Action.REOPEN
    ]
    return render(
        request,
        "innovations/region/declined.html",
        {
            "rows": rows,
            "step": reopening[0] if reopening else None,
            "declined_count": len(rows),
            "tab": "tidak-dilanjutkan",
            "zone": zone_of(request),
        },
    )
