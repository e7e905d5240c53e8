"""The context processor that fills the frame of every page: who is here, acting as what, until when."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Count, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from iga_portal.notices.models import Notice
from iga_portal.tenancy.scope import NATION
from iga_portal.web.formats import days_left, deadline_sentence, moment
from iga_portal.web.frame import Frame, RailItem
from iga_portal.web.here import here
from regions.access import PANEL, Grant
from regions.enums import OPD_ROLES, Phase
from regions.models import Period, RegionPeriod
from regions.queries.deadlines import Deadline, DeadlineKind, deadline_for, deadline_here
from regions.queries.periods import current_period

MAY_BE_OPEN = frozenset({Phase.INPUT, Phase.MEASUREMENT, Phase.QUALITY_CONTROL})
"""National phases in which a region's input may go on: it may have been given more time."""

RAILS: dict[str, list[tuple[Any, str, str]]] = {
    "opd": [
        (gettext_lazy("Beranda"), "house", "home"),
        (gettext_lazy("Inovasi"), "lightbulb", "innovations"),
        (gettext_lazy("Pustaka dokumen"), "folder-open", "documents"),
        (gettext_lazy("Tanda terima"), "receipt-text", "receipts"),
        (gettext_lazy("Quality control"), "clipboard-check", "quality"),
    ],
    "kepala_opd": [
        (gettext_lazy("Inovasi OPD"), "lightbulb", "home"),
        (gettext_lazy("Tanda terima"), "receipt-text", "receipts"),
        (gettext_lazy("Quality control"), "clipboard-check", "quality"),
    ],
    "desk": [
        (gettext_lazy("Antrean"), "inbox", "home"),
        (gettext_lazy("Indeks daerah"), "chart-column", "index"),
    ],
    "daerah": [
        (gettext_lazy("Indeks daerah"), "chart-column", "home"),
        (gettext_lazy("Baris SPD"), "landmark", "spd"),
        (gettext_lazy("Partisipasi"), "list-checks", "participation"),
        (gettext_lazy("Pembagian"), "split", "assignments"),
        (gettext_lazy("Portofolio"), "send", "portfolio"),
        (gettext_lazy("Quality control"), "clipboard-check", "quality"),
        (gettext_lazy("OPD dan orang"), "users", "people"),
        (gettext_lazy("Jadwal"), "calendar-days", "schedule"),
        (gettext_lazy("Dokumen terbit"), "file-badge", "issued"),
        (gettext_lazy("Pemakaian"), "activity", "usage"),
    ],
    "kepala_daerah": [
        (gettext_lazy("Ringkasan"), "gauge", "home"),
        (gettext_lazy("Indeks daerah"), "chart-column", "index"),
        (gettext_lazy("Partisipasi"), "list-checks", "participation"),
        (gettext_lazy("Quality control"), "clipboard-check", "quality"),
        (gettext_lazy("Dokumen terbit"), "file-badge", "issued"),
    ],
    "panel": [(gettext_lazy("Penilaian panel"), "gavel", "home")],
    "penilai": [
        (gettext_lazy("Sampel daerah ini"), "clipboard-check", "quality"),
        (gettext_lazy("Indeks daerah"), "chart-column", "home"),
    ],
    "penilaian": [(gettext_lazy("Sampel saya"), "clipboard-check", "home")],
    "pusat": [
        (gettext_lazy("Peringkat"), "list-ordered", "home"),
        (gettext_lazy("Draf peringkat"), "camera", "drafts"),
        (gettext_lazy("Penghargaan"), "trophy", "awards"),
        (gettext_lazy("Kendali nasional"), "gauge", "control"),
        (gettext_lazy("Pengiriman"), "send", "sendings"),
        (gettext_lazy("Publikasi"), "megaphone", "publications"),
        (gettext_lazy("Dokumen publikasi"), "stamp", "documents"),
        (gettext_lazy("Quality control"), "clipboard-check", "quality"),
        (gettext_lazy("Dokumen terbit"), "file-badge", "issued"),
        (gettext_lazy("Periode"), "calendar-days", "periods"),
        (gettext_lazy("Instrumen"), "scale", "instruments"),
        (gettext_lazy("Akun daerah"), "users", "people"),
        (gettext_lazy("Token integrasi"), "key-round", "tokens"),
    ],
}
"""By namespace: label, icon, page name. The pages live in rooms above; they are resolved as text."""


def frame(request: HttpRequest) -> dict[str, Any]:
    return {"frame": SimpleLazyObject(lambda: build_frame(request)), "demo": settings.DEMO}


def build_frame(request: HttpRequest) -> Frame:
    """At most three queries: the current period, the unread notices inside a scope, and for an OPD its own deadline."""
    grant: Grant | None = getattr(request, "grant", None)
    # A view that has read the current period already leaves it on the request.
    period = getattr(request, "period", None) or current_period()
    person = request.user if getattr(request, "user", None) and request.user.is_authenticated else None
    base: dict[str, Any] = {"demo": settings.DEMO, "person": str(person) if person else None}
    if person:
        base["roles_url"] = reverse("roles")
    more, unread = _here(grant, period)
    if period is not None:
        base |= _deadline(request, period, grant, more=more)
    if grant is not None:
        base |= {
            "region": grant.region.name,
            "role_label": _role_label(grant),
            "rail": _rail(request),
            "notices_count": unread,
            "notices_url": _maybe(request, "notices"),
            "schedule_url": _maybe(request, "schedule"),
        }
    return Frame(**base)


def _here(grant: Grant | None, period: Period | None) -> tuple[datetime | None, int]:
    """Until when the region has more time (None: no more), and the person's unread notices: one query for both."""
    if grant is None:
        return None, 0
    unread = Notice.objects.filter(person_id=grant.person.pk, read_at__isnull=True)
    if period is None or grant.region.pk == NATION:
        return None, unread.count()
    count = unread.order_by().values("person_id").annotate(n=Count("pk")).values("n")
    found = (
        RegionPeriod.objects.filter(region_id=grant.region.pk, period=period)
        .values_list("more_until", Coalesce(Subquery(count), 0))
        .first()
    )
    return found or (None, unread.count())


def _role_label(grant: Grant) -> str:
    if grant.acting == PANEL:
        return _("Tim Penilai")
    label = str(grant.role.label)
    return f"{label} · {grant.opd}" if grant.role in OPD_ROLES else label


def _deadline(
    request: HttpRequest, period: Period, grant: Grant | None, *, more: datetime | None
) -> dict[str, Any]:
    now = timezone.now()
    name = " · ".join([period.name, _("jadwal peragaan")]) if period.is_demo else period.name
    found: dict[str, Any] = {"period": name, "instrument_label": str(period.instrument)}
    if period.phase_at(now) not in MAY_BE_OPEN:
        return found
    zone = grant.region.time_zone if grant else "WIB"
    if grant is None or grant.role not in OPD_ROLES or grant.opd_id is None:
        until = RegionPeriod(period=period, more_until=more).input_until
        is_open = now <= until
        return found | (_told(until, now, deadline_sentence(until, now=now, zone=zone)) if is_open else {})
    deadline = deadline_at(request, period, grant)
    if not deadline.input_is_open(now):
        return found
    return found | _told(deadline.until, now, opd_sentence(deadline, now=now, zone=zone))


def _told(until: datetime, now: datetime, text: str) -> dict[str, Any]:
    return {"deadline": until, "deadline_text": text, "deadline_near": (until - now).days < 7}


def deadline_at(
    request: HttpRequest, period: Period, grant: Grant, *, region_period: RegionPeriod | None = None
) -> Deadline:
    """The OPD's own deadline in a period at this address, asked once a request.

    With the region's row at hand nothing is asked as long as the region has no date of its own.
    """
    kept: dict[int, Deadline] = request.__dict__.setdefault("deadlines", {})
    if period.pk not in kept:
        kept[period.pk] = (
            deadline_here(period, region_id=grant.region.pk, opd_id=grant.opd_id or 0)
            if region_period is None or region_period.submit_until
            else deadline_for(grant.opd_id or 0, region_period)
        )
    return kept[period.pk]


def opd_sentence(deadline: Deadline, *, now: datetime, zone: str) -> str:
    """The sentence of the deadline bar as an OPD reads it."""
    if not deadline.is_local:
        return deadline_sentence(deadline.until, now=now, zone=zone)
    when = moment(deadline.until, zone=zone)
    if deadline.is_past(now):
        words = _(
            "Pengajuan ke desk ditutup %(when)s; perbaikan yang diminta desk diterima sampai %(national)s"
        )
        return words % {"when": when, "national": moment(deadline.national_until, zone=zone)}
    left = days_left(deadline.until, now=now, zone=zone)
    if deadline.kind is DeadlineKind.EXTENSION:
        words = _("Pengajuan ke desk diperpanjang untuk OPD ini sampai %(when)s, %(left)s")
    else:
        words = _("Pengajuan ke desk ditutup %(when)s, %(left)s")
    return words % {"when": when, "left": left}


def _rail(request: HttpRequest) -> tuple[RailItem, ...]:
    match = request.resolver_match
    if match is None:
        return ()
    items = []
    for label, icon, name in RAILS.get(match.namespace, []):
        url = _maybe(request, name)
        if url:
            # A page below another ("inovasi/.../profil/") lights the entry it hangs under.
            below = name != "home" and request.path.startswith(url)
            items.append(RailItem(label=str(label), url=url, icon=icon, current=request.path == url or below))
    # Public, outside of every place: what each indicator asks for is at hand wherever somebody works.
    items.append(RailItem(label=_("Panduan indikator"), url=reverse("handbook"), icon="book-open"))
    return tuple(items)


def _maybe(request: HttpRequest, name: str) -> str:
    try:
        return here(request, name)
    except NoReverseMatch:
        return ""
