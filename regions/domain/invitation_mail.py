"""The letter of an invitation."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.template.loader import render_to_string
from django.utils import translation

from iga_portal.web.formats import day, moment
from regions.models import Invitation

logger = logging.getLogger(__name__)

SECONDS = 10
"""Longest wait for the mail server: a person is waiting for the page."""


def send_invitation(invitation: Invitation, *, link: str) -> bool:
    """Send it, in the portal's first language; False when the mail server did not take it.

    The caller's page then offers the link for copying, so nothing is lost.
    """
    return send_invitations([(invitation, link)]) == [True]


def send_invitations(letters: Sequence[tuple[Invitation, str]]) -> list[bool]:
    """Send letters (invitation, link) over one connection; for each whether the mail server took it.

    Once the server fails the rest is not tried: a person is waiting, and each can be sent again.
    """
    taken = [False] * len(letters)
    connection = get_connection(timeout=SECONDS)
    try:
        connection.open()
        for place, (invitation, link) in enumerate(letters):
            taken[place] = _letter(invitation, link=link, connection=connection).send() == 1
    except (OSError, SMTPException):
        first = letters[taken.index(False)][0].pk
        logger.exception("invitation %s and those after it were not mailed", first)
    finally:
        _close(connection)
    return taken


def _close(connection: Any) -> None:
    try:
        connection.close()
    except (OSError, SMTPException):
        logger.warning("the connection to the mail server did not close cleanly", exc_info=True)


def _letter(invitation: Invitation, *, link: str, connection: Any) -> EmailMessage:
    with translation.override(settings.LANGUAGE_CODE):
        words = {
            "invitation": invitation,
            "opd_name": str(invitation.opd) if invitation.opd_id else "",
            "role": invitation.get_role_display(),
            "region": invitation.region.name,
            "link": link,
            "expires": moment(invitation.expires_at, zone=invitation.region.zone),
            "until": day(invitation.valid_until) if invitation.valid_until else "",
        }
        subject = " ".join(render_to_string("email/invitation_subject.txt", words).split())
        body = render_to_string("email/invitation_message.txt", words)
    return EmailMessage(subject, body, to=[invitation.email], connection=connection)
