"""The letter of an invitation."""

from __future__ import annotations

import logging
from smtplib import SMTPException

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
    message = EmailMessage(subject, body, to=[invitation.email], connection=get_connection(timeout=SECONDS))
    try:
        return message.send() == 1
    except (OSError, SMTPException):
        logger.exception("invitation %s was not mailed", invitation.pk)
        return False
