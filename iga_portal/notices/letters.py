"""What stands in a mail: one notice, or the digest of a day, in the language of the person and as plain text and HTML.

No tracking, no pictures, nothing loaded from anywhere. The link leads through the notice, so that opening it marks it read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from iga_portal.notices.kinds import kind_of
from iga_portal.notices.models import Mail, MailState, Notice
from iga_portal.notices.readers import Place, Reader, reader_of
from iga_portal.notices.words import one_line, words_of
from iga_portal.web import formats

DIGEST = "digest"
LONGEST_SUBJECT = 150
MOST_ITEMS = 60
"""Notices that a digest spells out; the rest is a number and a link."""


class Unneeded(Exception):
    """Nobody needs this mail any more; `str()` says why, for the log of mails."""


@dataclass(frozen=True, slots=True)
class Item:
    words: str
    link: str
    when: str
    opd: str


def letter_for(mail: Mail) -> EmailMultiAlternatives:
    """The message of an owed mail, to the address of this moment. Inside the scope of its region. Raises Unneeded."""
    notices = _notices_of(mail)
    reader = reader_of(mail.person_id, region_id=mail.region_id, paths=[notice.path for notice in notices])
    if reader is None:
        raise Unneeded("account closed")
    group = kind.group if (kind := kind_of(mail.kind)) else None
    if not (group and group.reaches_leavers):
        notices = [notice for notice in notices if notice.path in reader.places]
    if not notices:
        raise Unneeded("role ended")
    with translation.override(reader.language):
        return _written(mail, reader, notices)


def digest_day(mail: Mail) -> date:
    return date.fromisoformat(mail.once.partition(":")[2])


def _notices_of(mail: Mail) -> list[Notice]:
    """The notice of the mail, or those that its digest gathered and that are still unread. Raises Unneeded."""
    if mail.kind != DIGEST:
        if mail.notice is None:
            raise Unneeded("no notice")
        return [mail.notice]
    gathered = Mail.objects.filter(
        region_id=mail.region_id,
        person_id=mail.person_id,
        state=MailState.GATHERED,
        note=str(mail.public_id),
    )
    unread = Notice.objects.filter(pk__in=gathered.values("notice_id"), read_at__isnull=True)
    notices = list(unread.order_by("pk"))
    if not notices:
        raise Unneeded("all read")
    return notices


def _written(mail: Mail, reader: Reader, notices: Sequence[Notice]) -> EmailMultiAlternatives:
    place = next((reader.places[notice.path] for notice in notices if notice.path in reader.places), None)
    if mail.kind == DIGEST:
        title = _("Ringkasan %(day)s") % {"day": formats.day(digest_day(mail))}
        template, opd = "email/digest", ""
    else:
        title, opd = _title(mail), str(notices[0].values.get("opd", ""))
        template = "email/notice"
    items = [_item(notice, reader) for notice in notices]
    ordered = sorted(items, key=lambda item: item.opd.casefold())
    kind = kind_of(mail.kind)
    words = {
        "title": title,
        "reader": reader,
        "items": items,
        "opd": opd,
        "groups": [
            (name, list(group)) for name, group in groupby(ordered[:MOST_ITEMS], key=lambda item: item.opd)
        ],
        "count": len(items),
        "more": max(0, len(items) - MOST_ITEMS),
        "link": items[0].link,
        "all_link": _address(place, "notices"),
        "choices_link": _address(place, "notice_choices"),
        "mandatory": kind is not None and kind.group.mandatory,
        "group_title": str(kind.group.title) if kind else "",
        "language": reader.language,
        "demo": settings.DEMO,
    }
    return _message(
        mail, reader, subject=subject_of(title, opd, reader.region), words=words, template=template
    )


def subject_of(title: str, opd: str, region: str) -> str:
    """What people typed stands in it, and a header ends with its line. Our own signs are ASCII: such a line goes out as it is."""
    told = f"{title}: {', '.join(part for part in (opd, region) if part)}"
    mark = "[Portal IGA, CONTOH]" if settings.DEMO else "[Portal IGA]"
    return one_line(f"{mark} {told}")[:LONGEST_SUBJECT]


def _message(
    mail: Mail, reader: Reader, *, subject: str, words: dict[str, Any], template: str
) -> EmailMultiAlternatives:
    host = urlsplit(settings.PORTAL_ADDRESS).hostname or "localhost"
    message = EmailMultiAlternatives(
        subject,
        render_to_string(f"{template}.txt", words),
        to=[reader.email],
        headers={
            # The same at every try: a server that has seen it may drop a second one.
            "Message-ID": f"<{mail.public_id}@{host}>",
            "List-Id": f"Portal IGA <pemberitahuan-{mail.region_id}.{host}>",
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
            "Content-Language": reader.language,
        },
    )
    message.attach_alternative(render_to_string(f"{template}.html", words), "text/html")
    return message


def _title(mail: Mail) -> str:
    kind = kind_of(mail.kind)
    return str(kind.title) if kind else _("Pemberitahuan")


def _item(notice: Notice, reader: Reader) -> Item:
    place = reader.places.get(notice.path)
    return Item(
        words=words_of(notice),
        link=_address(place, "notice", notice_id=notice.pk),
        when=formats.moment(notice.created_at, zone=reader.zone),
        opd=str(notice.values.get("opd", "")),
    )


def _address(place: Place | None, name: str, **more: Any) -> str:
    """The whole address in the reader's place; without one, the front door."""
    return settings.PORTAL_ADDRESS + (place.url(name, **more) if place else reverse("home"))
