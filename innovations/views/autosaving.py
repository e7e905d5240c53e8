"""The answers of pages that save by themselves, as static/js/autosave.js reads them. Shared by the proposal and the rows.

Every answer is small JSON with the words already in it; what changes elsewhere on the page comes along as `parts`, rendered by the
very templates of the page.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from iga_portal.tenancy.middleware import signed_out_answer
from iga_portal.web.formats import clock, zone_of
from iga_portal.web.formats import moment as formats_moment
from innovations.views.opd_common import grant_of


@dataclass(frozen=True)
class Autosave:
    """Where a page saves by itself, the key under which what waits is kept in the browser, and what is said at first."""

    url: str
    key: str
    told: str


def autosave_of(request: HttpRequest, url: str, *place: Any, saved_at: datetime | None) -> Autosave:
    """For a form with `data-autosave`; `place` tells its fields from those of any other form of the region."""
    return Autosave(url, key_of(request, *place), told_of(request, saved_at))


def told_of(request: HttpRequest, moment: datetime | None) -> str:
    """ "Tersimpan 10.42 WITA", with the day when it was not today; "" before the first time."""
    if moment is None:
        return ""
    zone = zone_of(grant_of(request).region.time_zone)
    today = timezone.now().astimezone(zone).date() == moment.astimezone(zone).date()
    words = clock(moment, zone=zone) if today else formats_moment(moment, zone=zone)
    return _("Tersimpan %(time)s") % {"time": words}


def key_of(request: HttpRequest, *place: Any) -> str:
    """Person, region and place; the person comes first."""
    grant = grant_of(request)
    return ":".join(str(part) for part in (grant.person.pk, grant.region.pk, *place))


def refuse_other_person(request: HttpRequest) -> JsonResponse | None:
    """A page that was made for somebody else who has signed out since on the same browser: their text is not saved as ours."""
    key = request.POST.get("kunci", "")
    if not key or key.split(":", 1)[0] == str(request.user.pk):
        return None
    return signed_out_answer(
        _("Peramban ini sekarang dipakai orang lain. Keluar dulu, lalu masuk lagi sebagai diri Anda."),
        url=reverse("account_logout"),
    )


def saved(
    request: HttpRequest,
    *,
    field: str,
    seen: Mapping[str, str],
    version: int,
    parts: Mapping[str, str] | None = None,
    notes: Sequence[str] = (),
    shown: Mapping[str, Sequence[str]] | None = None,
) -> JsonResponse:
    """Stored. `seen` are the hashes of everything that was written, `shown` values that the server keeps otherwise than typed."""
    return _answer(
        200,
        "saved",
        field=field,
        seen=seen,
        version=version,
        told=told_of(request, timezone.now()),
        parts=parts or {},
        notes=list(notes),
        shown=shown or {},
    )


def invalid(field: str, errors: Sequence[str], *, parts: Mapping[str, str] | None = None) -> JsonResponse:
    """Not stored: the text stays on the page with what to do about it."""
    return _answer(422, "invalid", field=field, errors=[str(error) for error in errors], parts=parts or {})


def conflict(
    field: str, *, stored: str, raw: Mapping[str, Sequence[str]], seen: str, by: str, at: str, html: str
) -> JsonResponse:
    """Somebody else wrote in between: nothing is stored, the person chooses."""
    return _answer(
        409, "conflict", field=field, stored=stored, stored_raw=raw, seen=seen, by=by, at=at, html=html
    )


def locked(message: str) -> JsonResponse:
    """The innovation was locked meanwhile: the text stays on the page and can be copied."""
    return _answer(423, "locked", message=message)


def _answer(status: int, word: str, **content: Any) -> JsonResponse:
    answer = JsonResponse({"status": word, **content}, status=status)
    answer["Cache-Control"] = "no-store"
    return answer
