"""The mails that did not arrive for certain: seen by the admins of the region, sent again by an explicit act only."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from iga_portal.notices.domain import DELIVER_TASK
from iga_portal.notices.models import Mail, MailState
from iga_portal.refusals import Refused
from iga_portal.tenancy.tasks import nudge

IN_TROUBLE = (MailState.FAILED, MailState.UNCERTAIN)


def mails_in_trouble(region_id: int) -> QuerySet[Mail]:
    """Failed and uncertain ones of a region, newest first."""
    found = Mail.objects.filter(region_id=region_id, state__in=IN_TROUBLE)
    return found.select_related("person", "notice").order_by("-created_at", "-pk")


def waiting_for_the_server(region_id: int) -> int:
    """How many wait because the server was away or said "not now", or because nobody has come to them for minutes."""
    left = Q(due_at__lt=timezone.now() - timedelta(minutes=5)) | ~Q(note="")
    return Mail.objects.filter(left, region_id=region_id, state=MailState.QUEUED).count()


def send_again(public_id: UUID, *, region_id: int) -> bool:
    """Owe a failed or uncertain mail anew, under the same Message-ID; False when a press before this one did.

    Raises Refused for one that arrived or that nobody needs, Mail.DoesNotExist for one of another region.
    """
    mail = Mail.objects.locked().get(public_id=public_id, region_id=region_id)
    if mail.state in {MailState.QUEUED, MailState.CLAIMED, MailState.HANDING}:
        return False
    if mail.state not in IN_TROUBLE:
        raise Refused(
            "state", _("E-mail ini sudah terkirim atau tidak diperlukan lagi. Tidak ada yang dikirim.")
        )
    mail.state, mail.due_at, mail.tries, mail.note = MailState.QUEUED, timezone.now(), 0, ""
    mail.save(update_fields=["state", "due_at", "tries", "note"])
    nudge(DELIVER_TASK, region_id=region_id)
    return True
