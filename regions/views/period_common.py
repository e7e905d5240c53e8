"""What the pages of periods and instruments share."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from iga_portal.refusals import Refused
from iga_portal.web.frame import Crumb
from iga_portal.web.here import here
from regions.models import Period
from regions.queries.periods import every_period

T = TypeVar("T")
UNPROCESSABLE = 422


def tried(act: Callable[[], T]) -> T | Refused | ValidationError:
    """Call the domain in a savepoint: what was refused leaves nothing behind."""
    try:
        with transaction.atomic():
            return act()
    except (Refused, ValidationError) as refusal:
        return refusal


def period_of(request: HttpRequest, year: int) -> Period:
    """The period of the address; the current one is left on the request, so that the frame need not ask again. Raises Http404."""
    found = every_period().filter(year=year).first()
    if found is None:
        raise Http404("no period of that year")
    if found.is_current:
        request.period = found  # type: ignore[attr-defined]
    return found


def period_crumbs(request: HttpRequest, *rest: Crumb) -> list[Crumb]:
    return [Crumb(_("Periode"), here(request, "periods")), *rest]


def below(request: HttpRequest, period: Period, title: str) -> list[Crumb]:
    return period_crumbs(request, Crumb(period.name, here(request, "period", year=period.year)), Crumb(title))
