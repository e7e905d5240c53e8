"""A reviewer's names for choices of filters in the queue."""

from __future__ import annotations

from typing import Final
from urllib.parse import parse_qsl, urlencode

from django.utils.translation import gettext as _

from iga_portal.refusals import Refused
from innovations.domain.texts import clean_text
from innovations.models import SavedView
from regions.access import Actor

KEPT: Final = ("cari", "opd", "urusan", "penelaah", "keadaan", "urut")
"""What of a queue's address a view keeps; the page that one was on is not part of it."""
MOST_VIEWS: Final = 30


def query_of(address: str) -> str:
    """The part of a query string that makes a view, in a fixed order."""
    given = dict(parse_qsl(address[:2000]))
    return urlencode([(key, given[key]) for key in KEPT if given.get(key)])


def save_view(*, actor: Actor, name: str, address: str) -> SavedView:
    """Keep the filters of an address under a name; a name that is taken is given the new filters. Raises Refused."""
    name, query = clean_text(name, longest=60), query_of(address)
    if not name:
        raise Refused("name", _("Tuliskan nama tampilan."))
    if not query:
        raise Refused("empty", _("Belum ada saringan untuk disimpan. Pilih saringan dulu."))
    if len(query) > 500:
        raise Refused("long", _("Saringan terlalu panjang untuk disimpan."))
    own = SavedView.objects.filter(person_id=actor.person_id)
    if not own.filter(name=name).exists() and own.count() >= MOST_VIEWS:
        raise Refused(
            "many", _("Paling banyak %(count)d tampilan; hapus yang tidak dipakai.") % {"count": MOST_VIEWS}
        )
    view, _new = SavedView.objects.update_or_create(
        region_id=actor.region_id, person_id=actor.person_id, name=name, defaults={"query": query}
    )
    return view


def rename_view(view_id: int, *, actor: Actor, name: str) -> SavedView:
    view = _own(view_id, actor)
    name = clean_text(name, longest=60)
    if not name:
        raise Refused("name", _("Tuliskan nama tampilan."))
    if SavedView.objects.filter(person_id=actor.person_id, name=name).exclude(pk=view.pk).exists():
        raise Refused("twice", _("Tampilan dengan nama ini sudah ada."))
    view.name = name
    view.save(update_fields=["name"])
    return view


def delete_view(view_id: int, *, actor: Actor) -> None:
    _own(view_id, actor).delete()


def set_default_view(view_id: int | None, *, actor: Actor) -> None:
    """Open the queue with this view from now on; None: with everything that waits."""
    view = _own(view_id, actor) if view_id is not None else None
    SavedView.objects.filter(person_id=actor.person_id, is_default=True).update(is_default=False)
    if view is not None:
        SavedView.objects.filter(pk=view.pk).update(is_default=True)


def _own(view_id: int, actor: Actor) -> SavedView:
    view = SavedView.objects.locked().filter(pk=view_id, person_id=actor.person_id).first()
    if view is None:
        raise Refused("gone", _("Tampilan ini tidak ada lagi."))
    return view
