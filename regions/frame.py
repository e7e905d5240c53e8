"""The context processor that fills the frame of every page: who is here, acting as what, until when."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from iga_portal.notices.models import Notice
from iga_portal.web.formats import deadline_sentence
from iga_portal.web.frame import Frame, RailItem
from iga_portal.web.here import here
from regions.access import Grant
from regions.enums import OPD_ROLES
from regions.models import Period
from regions.queries.periods import current_period

RAILS: dict[str, list[tuple[Any, str, str]]] = {
    "opd": [
        (gettext_lazy("Beranda"), "house", "home"),
        (gettext_lazy("Inovasi"), "lightbulb", "innovations"),
        (gettext_lazy("Pustaka dokumen"), "folder-open", "documents"),
        (gettext_lazy("Tanda terima"), "receipt-text", "receipts"),
    ],
    "kepala_opd": [
        (gettext_lazy("Inovasi OPD"), "lightbulb", "home"),
        (gettext_lazy("Tanda terima"), "receipt-text", "receipts"),
    ],
    "desk": [
        (gettext_lazy("Antrean"), "inbox", "home"),
        (gettext_lazy("Indeks daerah"), "chart-column", "index"),
    ],
    "daerah": [
        (gettext_lazy("Indeks daerah"), "chart-column", "home"),
        (gettext_lazy("Baris SPD"), "landmark", "spd"),
        (gettext_lazy("Portofolio"), "send", "portfolio"),
        (gettext_lazy("OPD dan orang"), "users", "people"),
        (gettext_lazy("Dokumen terbit"), "file-badge", "issued"),
        (gettext_lazy("Pemakaian"), "activity", "usage"),
    ],
    "kepala_daerah": [
        (gettext_lazy("Indeks daerah"), "chart-column", "home"),
        (gettext_lazy("Dokumen terbit"), "file-badge", "issued"),
    ],
    "penilai": [(gettext_lazy("Indeks daerah"), "chart-column", "home")],
    "pusat": [
        (gettext_lazy("Peringkat"), "list-ordered", "home"),
        (gettext_lazy("Dokumen terbit"), "file-badge", "issued"),
        (gettext_lazy("Akun daerah"), "users", "people"),
    ],
}
"""By namespace: label, icon, page name. The pages live in rooms above; they are resolved as text."""


def frame(request: HttpRequest) -> dict[str, Any]:
    return {"frame": SimpleLazyObject(lambda: build_frame(request)), "demo": settings.DEMO}


def build_frame(request: HttpRequest) -> Frame:
    """At most two queries: the current period, and the unread notices inside a scope."""
    grant: Grant | None = getattr(request, "grant", None)
    # A view that has read the current period already leaves it on the request.
    period = getattr(request, "period", None) or current_period()
    person = request.user if getattr(request, "user", None) and request.user.is_authenticated else None
    base: dict[str, Any] = {"demo": settings.DEMO, "person": str(person) if person else None}
    if person:
        base["roles_url"] = reverse("roles")
    if period is not None:
        base |= _deadline(period, zone_name=grant.region.time_zone if grant else "WIB")
    if grant is not None:
        base |= {
            "region": grant.region.name,
            "role_label": _role_label(grant),
            "rail": _rail(request),
            "notices_count": Notice.objects.filter(person_id=grant.person.pk, read_at__isnull=True).count(),
            "notices_url": _maybe(request, "notices"),
        }
    return Frame(**base)


def _role_label(grant: Grant) -> str:
    label = str(grant.role.label)
    return f"{label} · {grant.opd}" if grant.role in OPD_ROLES else label


def _deadline(period: Period, *, zone_name: str) -> dict[str, Any]:
    now = timezone.now()
    name = " · ".join([period.name, _("jadwal peragaan")]) if period.is_demo else period.name
    found: dict[str, Any] = {"period": name, "instrument_label": str(period.instrument)}
    if period.input_opens <= now < period.input_closes:
        found |= {
            "deadline": period.input_until,
            "deadline_text": deadline_sentence(period.input_until, now=now, zone=zone_name),
            "deadline_near": (period.input_closes - now).days < 7,
        }
    return found


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
