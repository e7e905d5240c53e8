"""What the tests of notices share: one telling, what was told, and what is owed."""

from __future__ import annotations

from typing import Any

from iga_portal.notices.domain import tell
from iga_portal.notices.models import ByMail, Mail, Notice, NoticeChoice
from iga_portal.notices.words import plural
from iga_portal.tenancy.scope import scope
from regions.models import Person
from tests.cast import KOTIM


def told(*people: Person, region_id: int = KOTIM, kind: str = "return", **more: Any) -> int:
    """Tell people of a returned innovation, as a room would."""
    given: dict[str, Any] = {
        "message": "%(name)s: %(more)s",
        "values": {
            "name": "Antrean Daring",
            "more": plural("OPD membalas %(count)s alasan.", "OPD membalas %(count)s alasan.", 2),
            "opd": "Dinas Kesehatan",
        },
        "path": f"/d/{region_id}/desk/",
    }
    with scope({region_id}):
        return tell(
            region_id=region_id, person_ids=[person.pk for person in people], kind=kind, **(given | more)
        )


def notices(region_id: int = KOTIM) -> list[Notice]:
    with scope({region_id}):
        return list(Notice.objects.order_by("pk"))


def mails(region_id: int = KOTIM) -> list[Mail]:
    with scope({region_id}):
        return list(Mail.objects.order_by("pk"))


def choose(person: Person, group: str, by_mail: ByMail, *, region_id: int = KOTIM) -> None:
    with scope({region_id}):
        NoticeChoice.objects.update_or_create(
            region_id=region_id, person=person, group=group, defaults={"by_mail": by_mail}
        )
