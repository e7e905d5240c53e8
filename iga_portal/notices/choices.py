"""How a person wants to hear, by group and region, and in which language the portal writes to them. Inside a scope."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib.auth import get_user_model
from django.utils.translation import gettext as _

from iga_portal.notices.kinds import Group, group_of, groups
from iga_portal.notices.models import ByMail, NoticeChoice
from iga_portal.refusals import Refused


def offered(place: str) -> list[Group]:
    """The groups that are told of in a place ("opd", "desk", ...), in the order of the page."""
    return [group for group in groups() if place in group.places]


def ways_of(person_id: int, *, region_id: int) -> dict[str, ByMail]:
    """The way that holds for each group, by its code."""
    chosen = dict(
        NoticeChoice.objects.filter(region_id=region_id, person_id=person_id).values_list("group", "by_mail")
    )
    return {group.code: group.way(chosen.get(group.code)) for group in groups()}


def choose_ways(person_id: int, *, region_id: int, ways: Mapping[str, str]) -> int:
    """Keep what the person chose; how many groups changed. Raises Refused, with nothing written, for a way that is not offered.

    What equals the group's own way is kept too: a choice stands even when the house's own way changes later.
    """
    for code, way in ways.items():
        group = group_of(code)
        if group is None:
            raise Refused(
                "group", _("Jenis pemberitahuan ini tidak ada. Muat ulang halaman, lalu pilih lagi.")
            )
        if way not in group.ways:
            raise Refused(
                "mandatory" if group.mandatory else "way",
                _(
                    "“%(group)s” tidak dapat dimatikan atau dikirim dengan cara itu; pilih salah satu yang tersedia."
                )
                % {"group": group.title},
            )
    before = ways_of(person_id, region_id=region_id)
    changed = {code: way for code, way in ways.items() if before[code] != way}
    NoticeChoice.objects.bulk_create(
        [
            NoticeChoice(region_id=region_id, person_id=person_id, group=code, by_mail=way)
            for code, way in changed.items()
        ],
        update_conflicts=True,
        unique_fields=["region", "person", "group"],
        update_fields=["by_mail"],
    )
    return len(changed)


def choose_language(person_id: int, *, language: str) -> bool:
    """The language of mails; whether it changed. Raises Refused for one that the portal does not write in."""
    people = get_user_model().objects.filter(pk=person_id)
    field = get_user_model()._meta.get_field("language")
    if language not in dict(field.choices or ()):
        raise Refused("language", _("Pilih salah satu bahasa yang tersedia."))
    return bool(people.exclude(language=language).update(language=language))
