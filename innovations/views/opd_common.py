"""What the views of an OPD's place share: finding an innovation, permitting, and words for states and refusals."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from iga_portal.refusals import Refused
from iga_portal.web.formats import day, file_size
from iga_portal.web.frame import Crumb
from iga_portal.web.here import here
from iga_portal.web.parts import Action, DocumentCard
from innovations.domain.innovations import proposal_is_unlocked
from innovations.enums import State
from innovations.models import Answer, Document, Innovation
from innovations.queries.opd import own_innovation
from innovations.rules import can_edit_innovation
from innovations.views.evidence_words import can_be_opened, trouble_with
from regions.access import Actor, Grant, actor_of
from regions.enums import Role
from regions.frame import deadline_at
from regions.models import Opd, Period, RegionPeriod
from regions.queries.deadlines import Deadline
from regions.queries.periods import current_period

T = TypeVar("T")

NEXT_WORDS: dict[str, str | Promise] = {
    State.DRAFT: gettext_lazy(
        "Lengkapi hal yang wajib, lalu ajukan. Draf tidak diperiksa desk dan tidak dihitung dalam indeks."
    ),
    State.SUBMITTED: gettext_lazy(
        "Desk daerah sedang memeriksa bukti setiap baris. Anda diberi tahu begitu ada keputusan; isian terkunci sementara itu."
    ),
    State.RETURNED: gettext_lazy(
        "Desk meminta perbaikan pada bagian di bawah ini. Perbaiki, lalu ajukan kembali; bagian lain tetap terkunci."
    ),
    State.VERIFIED: gettext_lazy(
        "Semua baris sudah diputuskan desk. Berikutnya admin daerah mengirimnya ke Kemendagri."
    ),
    State.DECLINED: gettext_lazy(
        "Desk memutuskan inovasi ini tidak dilanjutkan. Admin daerah dapat membukanya kembali."
    ),
    State.WITHDRAWN: gettext_lazy(
        "Inovasi ini ditarik dan tidak dihitung. Selama penjaringan dibuka, Anda dapat melanjutkannya lagi sebagai draf."
    ),
    State.SENT: gettext_lazy(
        "Inovasi ini sudah dikirim ke Kemendagri dan terkunci. Berikutnya: quality control."
    ),
    State.ASSESSED: gettext_lazy("Quality control selesai. Hasilnya ada di baris-baris di bawah."),
}
"""What happens next, in the words of the OPD."""

HEAD_NEXT_WORDS: dict[str, str | Promise] = {
    State.DRAFT: gettext_lazy("Operator OPD Anda masih mengisi draf ini; belum dihitung dalam indeks."),
    State.RETURNED: gettext_lazy(
        "Desk meminta perbaikan pada bagian di bawah ini. Operator OPD Anda memperbaiki dan mengajukannya kembali."
    ),
    State.WITHDRAWN: gettext_lazy("Inovasi ini ditarik dan tidak dihitung."),
}
"""The same for the head of the OPD, who reads, where the operator's words ask for something."""

KINDS = {
    "application/pdf": "PDF",
    "image/jpeg": "JPG",
    "image/png": "PNG",
    "video/mp4": "MP4",
}


def grant_of(request: HttpRequest) -> Grant:
    grant: Grant = request.grant  # type: ignore[attr-defined]
    return grant


def period_or_404(request: HttpRequest | None = None) -> Period:
    """The current period; left on the request, so that the frame of the page need not ask again."""
    period = current_period()
    if period is None:
        raise Http404("no current period")
    if request is not None:
        request.period = period  # type: ignore[attr-defined]
    return period


def input_is_open(request: HttpRequest, period: Period, *, region_period: RegionPeriod | None = None) -> bool:
    """Whether the input of the region acted for is open."""
    return deadline_of(request, period, region_period=region_period).input_is_open(timezone.now())


def deadline_of(
    request: HttpRequest, period: Period, *, region_period: RegionPeriod | None = None
) -> Deadline:
    """By when the OPD acted for submits: the region's own date or its extension, else the national end."""
    return deadline_at(request, period, grant_of(request), region_period=region_period)


def deadline_of_innovation(request: HttpRequest, found: Innovation) -> Deadline:
    """The same for the period of an innovation, whose row of the region is at hand."""
    return deadline_of(request, found.region_period.period, region_period=found.region_period)


def submitting_is_open(request: HttpRequest, found: Innovation) -> bool:
    """Whether this innovation may be handed in now: a first time until the OPD's own end, mended until the national one."""
    deadline, now = deadline_of_innovation(request, found), timezone.now()
    if not deadline.input_is_open(now):
        return False
    return found.state == State.RETURNED or not deadline.is_past(now)


def find_innovation(request: HttpRequest, public_id: UUID) -> Innovation:
    """The innovation of an address, or 404: none, or not of this OPD."""
    innovation = own_innovation(actor_of(request), public_id=public_id)
    if innovation is None:
        raise Http404("no such innovation here")
    if innovation.region_period.period.is_current:
        request.period = innovation.region_period.period  # type: ignore[attr-defined]
    return innovation


def why_locked(actor: Actor, innovation: Innovation, *, answer: Answer | None = None) -> str:
    """Why a row (or, without one, the proposal) cannot be changed by the actor now; "" when it can."""
    if actor.role is Role.OPD_HEAD:
        return _("Anda membaca sebagai kepala OPD; yang mengisi adalah operator OPD.")
    ruling = can_edit_innovation(actor, innovation)
    if not ruling:
        return ruling.reason
    if innovation.state != State.RETURNED:
        return ""
    if answer is not None and not answer.is_unlocked:
        return _("Desk tidak meminta perbaikan pada baris ini, jadi baris ini tetap terkunci.")
    if answer is None and not proposal_is_unlocked(innovation):
        return _("Desk tidak meminta perbaikan pada profil, jadi profil tetap terkunci.")
    return ""


def tried(act: Callable[[], T]) -> T | Refused | ValidationError:
    """Call the domain in a savepoint: what was refused leaves nothing behind, and comes back as a value."""
    try:
        with transaction.atomic():
            return act()
    except (Refused, ValidationError) as refusal:
        return refusal


def tell_refusal(request: HttpRequest, refusal: Refused | ValidationError) -> None:
    words = [refusal.message] if isinstance(refusal, Refused) else refusal.messages
    for text in words:
        messages.error(request, text)


def owners_of(request: HttpRequest) -> list[Opd]:
    """The OPD first, then its units by name: who an innovation or a document may belong to."""
    own = grant_of(request).opd_id
    found = Opd.objects.filter(pk__in=actor_of(request).opd_ids, is_active=True)
    return sorted(found, key=lambda opd: (opd.pk != own, opd.name))


def crumbs(request: HttpRequest, *steps: tuple[str, str] | str) -> list[Crumb]:
    """Breadcrumbs from home; the last step is the page itself."""
    trail = [Crumb(_("Beranda"), here(request, "home"))]
    return trail + [Crumb(step) if isinstance(step, str) else Crumb(*step) for step in steps]


def innovation_crumbs(
    request: HttpRequest, innovation: Innovation, *steps: tuple[str, str] | str
) -> list[Crumb]:
    """Beranda / Inovasi / <name> / ...; the head's home is the list itself."""
    way: list[tuple[str, str] | str] = []
    if actor_of(request).role is Role.OPERATOR:
        way.append((_("Inovasi"), here(request, "innovations")))
    if steps:
        way.append((innovation.name, here(request, "innovation", public_id=innovation.public_id)))
    else:
        way.append(innovation.name)
    return crumbs(request, *way, *steps)


def card_of(
    request: HttpRequest,
    document: Document,
    *,
    pages: str = "",
    note: str = "",
    warning: str = "",
    actions: Sequence[Action] = (),
) -> DocumentCard:
    """A document as a card; its title opens the file, or the link in another window. What stands in the way of that is told."""
    stored = document.file
    opens = can_be_opened(request, document)
    return DocumentCard(
        title=document.subject,
        url=document.link or (here(request, "file", document_id=document.pk) if opens else ""),
        number=document.number,
        dated=day(document.dated) if document.dated else "",
        kind=KINDS.get(stored.media_type, "") if stored else _("tautan"),
        size=file_size(stored.size) if stored else "",
        pages=pages,
        shared=document.is_region_wide,
        external=not stored,
        note=note,
        warning=" ".join(filter(None, [warning, trouble_with(request, document)])),
        actions=actions,
    )


def base_context(request: HttpRequest, innovation: Innovation, *, tab: str) -> dict[str, Any]:
    """What every page of one innovation shows around its own part."""
    return {
        "innovation": innovation,
        "tab": tab,
        "zone": grant_of(request).region.time_zone,
        "is_operator": actor_of(request).role is Role.OPERATOR,
    }
