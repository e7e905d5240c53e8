"""What a signer is to the rest of the portal: who signs, until when, and one thing that it does."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


class SignerFault(Exception):
    """Nothing can be signed. `code` is stable, `message` is for the person who has to mend it, in the active language.

    Codes: missing, passphrase, format, no_key, key, expired, early, usage, failed.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


@dataclass(frozen=True, slots=True)
class Identity:
    """Whose signature it is. `name` is what people read, `subject` the whole of the certificate's subject (RFC 4514).

    `fingerprint` is the SHA-256 of the certificate (DER) in hexadecimal; `is_test` says that a demonstration made it.
    """

    name: str
    subject: str
    issuer: str
    fingerprint: str
    valid_from: datetime
    valid_to: datetime
    is_test: bool


@dataclass(frozen=True, slots=True)
class Signed:
    """A signed document, and the moment that its signature states (to the second)."""

    content: bytes
    at: datetime


class Signer(Protocol):
    """Signs documents in one name."""

    @property
    def identity(self) -> Identity: ...

    def sign(self, content: bytes) -> Signed:
        """The document with a signature that covers all of it. Raises SignerFault (`failed`) for one that cannot be signed."""
        ...
