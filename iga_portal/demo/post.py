"""No mail tells of a past that was made up."""

from __future__ import annotations

from django.db.models import Exists, OuterRef

from iga_portal.notices.models import Mail, MailState, Notice

NOTE = "demonstration"


def forget_mails() -> int:
    """Settle every notice of the regions in scope as one that no mail carries, at once or by digest; how many notices.

    In the transaction that told them, so that no worker is quicker. What comes later goes out.
    """
    Mail.objects.filter(state=MailState.QUEUED).update(state=MailState.DROPPED, note=NOTE)
    silent = Notice.objects.filter(~Exists(Mail.objects.filter(notice_id=OuterRef("pk"))))
    made = Mail.objects.bulk_create(
        Mail(
            region_id=notice.region_id,
            person_id=notice.person_id,
            notice=notice,
            kind=notice.kind,
            once=f"notice:{notice.pk}",
            due_at=notice.created_at,
            state=MailState.DROPPED,
            note=NOTE,
        )
        for notice in silent
    )
    return len(made)
