"""What the views of the desk and of the regional admin share: finding, events in words, documents as shown."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from iga_portal.web.parts import Event
from innovations.domain.items import DOCUMENT_FIELDS, PROPOSAL_FIELDS
from innovations.enums import Stage
from innovations.models import Document, Innovation, ReturnReason, Transition
from innovations.queries.desk import desk_innovation
from innovations.queries.opd import Window
from innovations.views.opd_common import card_of
from innovations.views.opd_parts import OFFICIAL_ITEMS, in_words, label_of
from innovations.workflow import BY_ACTION, Action
from regions.access import Grant, actor_of

LONG_TEXT = 280
"""Characters from which a text of the proposal is folded."""

TONES = {"verify": "good", "return": "warn", "decline": "bad", "reopen_rows": "warn"}


def grant_of(request: HttpRequest) -> Grant:
    grant: Grant = request.grant  # type: ignore[attr-defined]
    return grant


def zone_of(request: HttpRequest) -> str:
    """The region's time zone label; pages show every moment in it."""
    return str(grant_of(request).region.time_zone)


def find_innovation(request: HttpRequest, public_id: UUID, *, also_recalled: bool = False) -> Innovation:
    """The innovation of an address, or 404: none, or not of this region.

    `also_recalled`: an evaluator finds their own sample as it was sent also after it went back to its region, so that what they
    typed is answered with why it is not stored.
    """
    innovation = desk_innovation(actor_of(request), public_id=public_id, also_recalled=also_recalled)
    if innovation is None:
        raise Http404("no such innovation here")
    if innovation.region_period.period.is_current:
        request.period = innovation.region_period.period  # type: ignore[attr-defined]
    return innovation


def events_of(transitions: Sequence[Transition]) -> list[Event]:
    """The timeline in the words of the desk; the reasons per part of a return stand below its line."""
    found = []
    for transition in transitions:
        if transition.action == "create":
            title = _("Draf dibuat")
        else:
            title = str(BY_ACTION[Action(transition.action)].words_desk)
        parts = [_part(reason) for reason in transition.reasons.all()]
        found.append(
            Event(
                at=transition.at,
                title=title,
                actor=str(transition.actor) if transition.actor else _("sistem"),
                text=" · ".join(filter(None, [transition.reason, *parts])),
                tone=TONES.get(transition.action, ""),
            )
        )
    return found


def _part(reason: ReturnReason) -> str:
    """One part of a return in words. The words are looked up outside the f-string: xgettext does not look into one."""
    part = _("Profil") if reason.row is None else _("Baris %(row)d") % {"row": reason.row}
    answered = _("jawaban OPD")
    return f"{part}: {reason.reason}" + (f" ({answered}: {reason.reply})" if reason.reply else "")


def proposal_lines(request: HttpRequest, innovation: Innovation) -> list[dict[str, Any]]:
    """The 22 items as a person reads them; one query for the attached documents."""
    ids = [number for field in DOCUMENT_FIELDS if (number := getattr(innovation, f"{field}_id"))]
    documents = {
        document.pk: document
        for document in (Document.objects.select_related("file").filter(pk__in=ids) if ids else ())
    }
    lines: list[dict[str, Any]] = []
    for name in PROPOSAL_FIELDS:
        if name == "longitude":
            continue  # told with the latitude
        if name in DOCUMENT_FIELDS:
            document = documents.get(getattr(innovation, f"{name}_id") or 0)
            lines.append(
                {
                    "label": label_of(name),
                    "card": card_of(request, document) if document else None,
                    "text": "",
                }
            )
            continue
        value = getattr(innovation, name)
        text = in_words(innovation, name, value, documents=documents)
        if name == "latitude" and value is not None:
            text = f"{value}, {innovation.longitude}"
        lines.append(
            {
                "label": label_of(name),
                "text": text,
                "long": len(text) > LONG_TEXT,
                "empty": value in (None, "", []),
                "is_official": name in OFFICIAL_ITEMS,
            }
        )
    return lines


def window_words(window: Window) -> str:
    """Why an innovation will not count, "" when it will."""
    return {
        Window.INSIDE: "",
        Window.OUTSIDE: _("Di luar jendela waktu: tersimpan sebagai arsip dan tidak dihitung."),
        Window.NEEDS_DEVELOPMENT: _(
            "Diterapkan sebelum jendela waktu dan belum ada tanggal pengembangan: tidak dihitung."
        ),
        Window.NO_DATE: _("Tanpa tanggal penerapan: tidak dihitung."),
        Window.NOT_APPLIED: _("Bukan tahap %(stage)s: didata saja dan tidak dihitung.")
        % {"stage": Stage.PENERAPAN.label},
    }[window]


def hundredths(value: int) -> Decimal:
    return Decimal(value) / 100
