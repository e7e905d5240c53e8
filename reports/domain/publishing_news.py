"""Telling the regions that a result is out: their admins and heads, each in their own place. Safe to repeat."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy, gettext_noop

from iga_portal.notices.domain import tell
from iga_portal.tenancy.scope import NATION, scope
from regions.enums import RegionKind, Role
from regions.queries.people import NAMESPACES, holders_by_region, members_with_role
from reports.models import PreparedPublication, Publication, PublishedRegion

PREPARED, PUBLISHED, CORRECTED = "publication_prepared", "published", "publication_corrected"
READERS = (Role.REGIONAL_ADMIN, Role.REGION_HEAD)

_PLACED = {
    PUBLISHED: gettext_noop(
        "Indeks Inovasi Daerah %(year)s terbit. Predikat daerah Anda: %(predicate)s; peringkat %(place)s dari %(of)s (%(kind)s)."
    ),
    CORRECTED: gettext_noop(
        "Koreksi Indeks Inovasi Daerah %(year)s terbit. Predikat daerah Anda: %(predicate)s; peringkat %(place)s dari %(of)s (%(kind)s)."
    ),
}
_UNPLACED = {
    PUBLISHED: gettext_noop(
        "Indeks Inovasi Daerah %(year)s terbit. Daerah Anda tidak berperingkat karena tidak mengirim inovasi."
    ),
    CORRECTED: gettext_noop(
        "Koreksi Indeks Inovasi Daerah %(year)s terbit. Daerah Anda tidak berperingkat karena tidak mengirim inovasi."
    ),
}


def tell_prepared(prepared: PreparedPublication) -> int:
    """Tell the ministry's other admins that something waits to be looked at; inside the ministry's scope. Says nothing of it."""
    people = set(members_with_role(NATION, role=Role.MINISTRY_ADMIN)) - {prepared.prepared_by_id}
    return tell(
        region_id=NATION,
        person_ids=sorted(people),
        kind=PREPARED,
        message=gettext_noop("Publikasi %(year)s sudah disiapkan dan menunggu diperiksa oleh orang kedua."),
        values={"year": str(prepared.period.year)},
        path=reverse("pusat:publication_prepared", kwargs={"prepared_id": prepared.pk}),
        once=f"prepared/{prepared.pk}",
    )


def tell_published(publication: Publication) -> int:
    """Tell every region's admins and heads; how many people were told. A scope and a transaction for each region."""
    kind = CORRECTED if publication.supersedes_id else PUBLISHED
    rows = list(publication.regions.defer("facts").order_by("code"))
    holders = holders_by_region(READERS, region_ids=[row.region_id for row in rows])
    told = 0
    for row in rows:
        people = holders.get(row.region_id)
        if not people:
            continue
        with scope({row.region_id}, role="publication"):
            told += tell(
                region_id=row.region_id,
                person_ids=sorted(people),
                kind=kind,
                message=(_PLACED if row.place else _UNPLACED)[kind],
                values=_values(publication, row),
                path={person: _home(row.region_id, role) for person, role in people.items()},
                once=f"publication/{publication.number}",
            )
    return told


def _values(publication: Publication, row: PublishedRegion) -> dict[str, Any]:
    values: dict[str, Any] = {"year": str(publication.period.year)}
    if row.place:
        values |= {
            "predicate": row.predicate,
            "place": row.place,
            "of": row.place_of,
            "kind": _KINDS[RegionKind(row.kind)],
        }
    return values


_KINDS = {
    RegionKind.PROVINSI: gettext_lazy("provinsi"),
    RegionKind.KABUPATEN: gettext_lazy("kabupaten"),
    RegionKind.KOTA: gettext_lazy("kota"),
}


def _home(region_id: int, role: Role) -> str:
    return reverse(f"{NAMESPACES[role]}:home", kwargs={"region_id": region_id})
