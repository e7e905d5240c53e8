"""Who signed this PDF, and is what was signed still there? By pyHanko, in a child (`server`).

Whose certificate is to be believed is for the asker to say: it gets fingerprints. Nothing is fetched.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any, BinaryIO

from iga_portal.files.apart.wire import Header

MOST_SIGNATURES = 8
LONGEST_NAME = 120


def inspect(file: BinaryIO) -> Iterator[tuple[Header, bytes]]:
    """A message for each signature, in the order in which they were given; none for an unsigned document.

    `{"fingerprint", "name", "intact", "whole", "signed", "at"}`: SHA-256 of the certificate and its common name; whether the signature
    fits the bytes that it covers; whether these are the whole file; the SHA-256 of the file as it was when it was signed; when that
    was, by its own account. Or one message `{"refused": "damaged" | "encrypted"}`.
    """
    # Loaded by the child that needs it: most children look at uploads, and this is half a second.
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.pdf_utils.reader import PdfFileReader

    content = file.read()
    try:
        reader = PdfFileReader(file, strict=False)
        if reader.encrypted:
            yield {"refused": "encrypted"}, b""
            return
        found = [_told(entry, content) for entry in reader.embedded_regular_signatures[:MOST_SIGNATURES]]
    except MemoryError:
        raise
    except (PdfError, ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError, OSError):
        yield {"refused": "damaged"}, b""
        return
    for one in found:
        yield one, b""


def _told(entry: Any, content: bytes) -> Header:
    from pyhanko.sign.general import SigningError
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko.sign.validation.errors import SignatureValidationError
    from pyhanko_certvalidator import ValidationContext

    certificate = entry.signer_cert
    names = certificate.subject.native
    start, length, second, rest = (int(number) for number in entry.byte_range)
    end = second + rest
    try:
        status = validate_pdf_signature(
            entry, ValidationContext(trust_roots=[certificate], allow_fetching=False), skip_diff=True
        )
        intact = bool(status.intact and status.valid)
    except (SignatureValidationError, SigningError):
        intact = False
    return {
        "fingerprint": hashlib.sha256(certificate.dump()).hexdigest(),
        "name": str(names.get("common_name", ""))[:LONGEST_NAME],
        "intact": intact and start == 0 and length > 0,
        "whole": end == len(content),
        "signed": hashlib.sha256(content[:end]).hexdigest(),
        "at": entry.self_reported_timestamp.isoformat() if entry.self_reported_timestamp else "",
    }
