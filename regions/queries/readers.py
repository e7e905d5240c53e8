"""Who reads a notice: the account, the language, and whether its page is still open to them (`iga_portal.notices.readers`)."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import Resolver404, resolve

from iga_portal.notices.readers import Place, Reader
from iga_portal.tenancy.middleware import ACTING
from iga_portal.web.here import CARRIED
from regions.access import grant_for
from regions.models import Person, Region


def reader_of(person_id: int, *, region_id: int, paths: Sequence[str]) -> Reader | None:
    """The reader and, by path, the place in which they hold the role today; None for an account that is closed.

    Two statements, and one for each place that the paths lead to.
    """
    person = Person.objects.filter(pk=person_id, is_active=True).first()
    if person is None:
        return None
    region = Region.objects.get(pk=region_id)
    found: dict[tuple[object, ...], Place | None] = {}
    places: dict[str, Place] = {}
    for path in paths:
        try:
            match = resolve(path.partition("?")[0])
        except Resolver404:
            continue
        carried = {key: match.kwargs[key] for key in CARRIED if key in match.kwargs}
        acting = match.kwargs.get(ACTING)
        key = (acting, *sorted(carried.items()))
        if key not in found:
            granted = acting is not None and grant_for(person, {ACTING: acting, **carried}) is not None
            found[key] = Place(match.namespace, carried) if granted else None
        place = found[key]
        if place is not None:
            places[path] = place
    return Reader(
        email=person.email,
        name=str(person),
        language=person.language,
        region=region.name,
        zone=region.time_zone,
        places=places,
    )
