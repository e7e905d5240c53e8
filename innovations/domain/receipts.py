"""Receipts: proof that the portal received a file, an innovation as it was submitted, or a region's sending.

A receipt is written in the transaction of what it proves and never changed (the database refuses it). Its code opens nothing:
whoever holds it may ask the public page whether it is ours and whether what is stored is still the same.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from typing import Any, Final

from django.db.models import F
from django.utils import timezone

from innovations.domain.content import claimed_content
from innovations.models import Document, Innovation, Receipt, ReceiptKind, ReturnReason, Sending, Transition
from regions.access import Actor
from scoring.core.canonical import canonical_json
from scoring.core.canonical import fingerprint as canonical_hash

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base32: no I, L, O and U, so that a code survives being read aloud and typed from paper."""

DIGITS: Final = 16  # of 5 bits: 80 random bits
CODE: Final = re.compile(rf"([1-9][0-9]{{1,3}})-?([{ALPHABET}]{{{DIGITS}}})")
FORM: Final = 1
"""Number of the shape of a submission's content; a change of the shape is a new number."""


def new_code(region_id: int) -> str:
    """A code never seen before: "6202-7K3M-Q9XV-0D2A-HWT5"."""
    return _written(region_id, "".join(secrets.choice(ALPHABET) for _digit in range(DIGITS)))


def known_code(typed: str) -> tuple[int, str] | None:
    """The region and the code as stored, from what a person typed or scanned; None when it cannot be a code of ours.

    Small letters, missing or other dashes and blanks are forgiven, and so is O for 0, I or L for 1.
    """
    if len(typed) > 60:
        return None
    text = re.sub(r"[\s\-\u2010-\u2015]+", "", typed).upper().translate(str.maketrans("OIL", "011"))
    # The region's code has two digits for a province and four otherwise; what follows has always the same length.
    parts = CODE.fullmatch(f"{text[:-DIGITS]}-{text[-DIGITS:]}")
    if parts is None or len(parts[1]) == 3:
        return None
    return int(parts[1]), _written(int(parts[1]), parts[2])


def _written(region_id: int, digits: str) -> str:
    return "-".join([str(region_id), *(digits[start : start + 4] for start in range(0, DIGITS, 4))])


def issue_upload_receipt(*, document: Document, actor: Actor) -> Receipt:
    """Write the receipt of an uploaded file, in the transaction that made its document.

    `document` carries a file; a link leaves nothing at the portal that a receipt could prove (ValueError).
    """
    if document.file is None:
        raise ValueError("a receipt is of a file; a link has none")
    return Receipt.objects.create(
        region_id=document.region_id,
        code=new_code(document.region_id),
        kind=ReceiptKind.UPLOAD,
        name=document.file.name[:300],
        sha256=document.file.sha256,
        size=document.file.size,
        opd_id=document.opd_id,
        document=document,
        issued_to_id=actor.person_id,
        at=timezone.now(),
    )


def issue_submission_receipt(
    *, innovation: Innovation, transition: Transition, actor: Actor, seen_version: int
) -> Receipt:
    """Write the receipt of a submission, in the transaction that takes the step.

    `innovation` is locked by the caller; `seen_version` is the version that was submitted. It is kept in the content, so that
    the same press, repeated whenever, is recognised.
    """
    content = submitted_content(innovation, transition=transition, seen_version=seen_version)
    return Receipt.objects.create(
        region_id=innovation.region_id,
        code=new_code(innovation.region_id),
        kind=ReceiptKind.SUBMISSION,
        name=innovation.name,
        sha256=canonical_hash(content),
        size=len(canonical_json(content)),
        content=content,
        opd_id=innovation.opd_id,
        innovation=innovation,
        transition=transition,
        issued_to_id=actor.person_id,
        at=transition.at,
    )


def sent_content_of(number: int, *, hashes: Sequence[str]) -> dict[str, Any]:
    """What a sending's own hash is taken of: its number and the hashes of its innovations, in the order of their ids."""
    return {"number": number, "items": list(hashes)}


def issue_sending_receipt(sending: Sending, *, hashes: Sequence[str], name: str, actor: Actor) -> Receipt:
    """Write the receipt of a sending, in the transaction that sends. Its hash is `sending.receipt`."""
    content = sent_content_of(sending.number, hashes=hashes)
    return Receipt.objects.create(
        region_id=sending.region_id,
        code=new_code(sending.region_id),
        kind=ReceiptKind.SENDING,
        name=name[:300],
        sha256=canonical_hash(content),
        size=len(canonical_json(content)),
        content=content,
        issued_to_id=actor.person_id,
        at=sending.sent_at,
    )


def submitted_content(innovation: Innovation, *, transition: Transition, seen_version: int) -> dict[str, Any]:
    """What a submission hands in: the innovation, and the replies to the reasons of the return that it answers."""
    answered = (
        Transition.objects.filter(innovation=innovation, action="return", at__lte=transition.at)
        .order_by("-at", "-id")
        .values("id")[:1]
        if transition.action == "resubmit"
        else Transition.objects.none().values("id")
    )
    return {
        "form": FORM,
        "action": str(transition.action),
        "year": innovation.region_period.period.year,
        "region": innovation.region_id,
        "version": seen_version,
        "innovation": claimed_content(innovation),
        "replies": [
            {"row": reason.row, "reason": reason.reason, "reply": reason.reply}
            for reason in ReturnReason.objects.filter(transition_id__in=answered).order_by(
                F("row").asc(nulls_first=True)
            )
        ],
    }


def submission_of(innovation: Innovation, *, seen_version: int) -> Receipt | None:
    """The receipt of the submission that was made from this version, if there was one."""
    return Receipt.objects.filter(
        innovation=innovation, kind=ReceiptKind.SUBMISSION, content__version=seen_version
    ).first()


def latest_submission(innovation: Innovation) -> Receipt | None:
    return Receipt.objects.filter(innovation=innovation, kind=ReceiptKind.SUBMISSION).first()
