"""No mail tells of a past that was made up."""

from __future__ import annotations

from iga_portal.notices.models import Mail, MailState


def forget_mails() -> int:
    """Take back what the regions in scope owe, in the transaction that owed it; how many. What comes later goes out."""
    owed = Mail.objects.filter(state=MailState.QUEUED)
    return owed.update(state=MailState.DROPPED, note="demonstration")
