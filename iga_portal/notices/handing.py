"""Handing a mail to the server, knowing at each moment whether it may have left.

SMTP is sure of a mail but for one moment: after the content went out and before the server's answer came. What fails before can
be tried again; what fails there cannot be known. Django's and smtplib's own functions do not tell the two apart.
"""

from __future__ import annotations

import smtplib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.smtp import EmailBackend as SmtpBackend
from django.core.mail.message import sanitize_address


class ServerAway(Exception):
    """No mail server there, or not for us: nothing was tried with any mail."""


class NotTaken(Exception):
    """The server did not take the mail, for certain. `for_good` when asking again would not help."""

    def __init__(self, note: str, *, for_good: bool = False) -> None:
        super().__init__(note)
        self.note = note
        self.for_good = for_good


class NobodyKnows(Exception):
    """The connection broke between the content and the answer."""


class Post:
    """One connection to the mail server, opened when the first mail needs it and used for all that follow."""

    def __init__(self) -> None:
        self._connection: Any = None

    def open(self) -> None:
        """Raises ServerAway."""
        if self._connection is not None:
            return
        connection = get_connection(timeout=settings.EMAIL_TIMEOUT)
        try:
            connection.open()
        except (OSError, smtplib.SMTPException) as error:
            raise ServerAway(_answer(error)) from error
        self._connection = connection

    def close(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            try:
                connection.close()
            except (OSError, smtplib.SMTPException):
                return  # it is gone, which is what was asked for

    def hand_over(self, message: EmailMessage) -> None:
        """Returns once the server has the mail. Raises NotTaken or NobodyKnows; the next mail gets a new connection then."""
        assert self._connection is not None
        try:
            if isinstance(self._connection, SmtpBackend):
                _hand_to_server(self._connection.connection, message)
            else:
                _hand_to_backend(self._connection, message)
        except (NotTaken, NobodyKnows):
            self.close()
            raise


@contextmanager
def post() -> Iterator[Post]:
    opened = Post()
    try:
        yield opened
    finally:
        opened.close()


def _hand_to_server(smtp: Any, message: EmailMessage) -> None:
    try:
        content = message.message().as_bytes(linesep="\r\n")  # type: ignore[call-arg]
        sender = sanitize_address(message.from_email, "utf-8")
        [recipient] = [sanitize_address(address, "utf-8") for address in message.recipients()]
    except (ValueError, UnicodeError) as error:
        raise NotTaken(str(error), for_good=True) from error
    try:
        smtp.ehlo_or_helo_if_needed()
        _accepted(smtp.mail(sender))
        _accepted(smtp.rcpt(recipient))
        _accepted(smtp.docmd("DATA"), wanted={354})
    except (OSError, smtplib.SMTPException) as error:
        raise NotTaken(_answer(error)) from error
    try:
        smtp.send(_dotted(content))
        answer = smtp.getreply()
    except (OSError, smtplib.SMTPException) as error:
        raise NobodyKnows(_answer(error)) from error
    _accepted(answer, wanted={250})


def _hand_to_backend(connection: Any, message: EmailMessage) -> None:
    """Log, folder or memory: writing fails or it does not."""
    try:
        taken = connection.send_messages([message])
    except (OSError, ValueError) as error:
        raise NotTaken(str(error)) from error
    if taken != 1:
        raise NotTaken("the mail backend did not take it")


def _accepted(
    answer: tuple[int, bytes], *, wanted: frozenset[int] | set[int] = frozenset({250, 251})
) -> None:
    code, said = answer
    if code not in wanted:
        raise NotTaken(f"{code} {_plain(said)}", for_good=500 <= code < 600)


def _dotted(content: bytes) -> bytes:
    """RFC 5321, 4.5.2: a line that begins with a dot gets another one, and a dot alone ends the content."""
    if not content.endswith(b"\r\n"):
        content += b"\r\n"
    if content.startswith(b"."):
        content = b"." + content
    return content.replace(b"\r\n.", b"\r\n..") + b".\r\n"


def _answer(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        said = error.smtp_error
        return f"{error.smtp_code} {_plain(said if isinstance(said, bytes) else str(said).encode())}"
    return _plain(f"{type(error).__name__}: {error}".encode())


def _plain(answer: bytes) -> str:
    return " ".join(answer.decode("utf-8", "replace").split())[:200]
