"""Taking evidence in from a page: the checks of the files room, the library's document, and the hint at the same file."""

from __future__ import annotations

import contextlib
from datetime import date

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from iga_portal.files.domain import sha256_of, take_in
from iga_portal.files.models import StoredFile, Upload
from iga_portal.files.partials import told_when_full
from iga_portal.files.uploads import (
    LASTING,
    arrived_hash,
    disk_full,
    lock_upload,
    refuse_upload,
    take_upload,
)
from iga_portal.refusals import Refused
from innovations.domain.documents import add_document
from innovations.models import Document, Innovation
from innovations.queries.opd_documents import same_file
from regions.access import Actor, actor_of

Source = UploadedFile | Upload
"""Where the bytes of a document come from: the form itself, or an upload in pieces that is whole."""


def twin_of(actor: Actor, source: Source | None, *, besides: int = 0) -> Document | None:
    """A document the actor may see that has the same bytes. Files too large to be taken in are not read."""
    limit = max(settings.VIDEO_MAX_BYTES, settings.DOCUMENT_MAX_BYTES)
    if source is None or not source.size or source.size > limit:
        return None
    if isinstance(source, Upload):
        try:
            return same_file(actor, sha256=arrived_hash(source), besides=besides)
        except Refused:  # told when it is taken in
            return None
    return same_file(actor, sha256=sha256_of(source), besides=besides)


def store_upload(actor: Actor, source: Source) -> StoredFile:
    """Take a file in for the actor's region. Raises Refused with the words for the page."""
    try:
        if isinstance(source, Upload):
            return take_upload(lock_upload(source.public_id, person_id=actor.person_id))
        return take_in(source, region_id=actor.region_id, person_id=actor.person_id)
    except OSError as error:
        if told_when_full(error):
            raise disk_full() from error
        raise


def end_refused(source: Source | None, outcome: object) -> None:
    """Let an upload go whose bytes will never be taken in; called after the refusal's savepoint was rolled back."""
    if isinstance(source, Upload) and isinstance(outcome, Refused) and outcome.code in LASTING:
        refuse_upload(source, because=outcome.message)


def add_evidence(
    actor: Actor,
    *,
    opd_id: int,
    upload: Source | None,
    link: str,
    subject: str,
    number: str,
    dated: date | None,
    is_region_wide: bool,
    file: StoredFile | None = None,
) -> Document:
    """A new document from an upload, a link, or a file that is stored already. Raises Refused, ValidationError; nothing stays."""
    stored = file
    try:
        with transaction.atomic():
            if upload is not None:
                stored = store_upload(actor, upload)
            return add_document(
                actor=actor,
                opd_id=opd_id,
                subject=subject,
                number=number,
                dated=dated,
                file=stored,
                link=link,
                is_region_wide=is_region_wide,
            )
    except (Refused, ValidationError):
        forget_bytes(stored if upload is not None else None)
        raise


def forget_bytes(stored: StoredFile | None) -> None:
    """Remove the bytes of a file whose row was rolled back, unless another row shares them."""
    if stored is not None and not StoredFile.objects.filter(key=stored.key).exists():
        with contextlib.suppress(OSError):
            default_storage.delete(stored.key)


def add_attachment(
    request: HttpRequest, upload: UploadedFile, *, innovation: Innovation, label: str
) -> Document | str:
    """The document for an attachment of a proposal: the one already in the library with the same file, else a new one.

    Returns the refusal in words when the file is not accepted.
    """
    actor = actor_of(request)
    twin = twin_of(actor, upload)
    if twin is not None:
        messages.info(
            request,
            _("“%(file)s” sudah ada di pustaka sebagai “%(subject)s”; dokumen itu yang dipakai.")
            % {"file": upload.name, "subject": twin.subject},
        )
        return twin
    try:
        return add_evidence(
            actor,
            opd_id=innovation.opd_id,
            upload=upload,
            link="",
            subject=f"{label}: {innovation.name}"[:300],
            number="",
            dated=None,
            is_region_wide=False,
        )
    except Refused as refusal:
        return refusal.message
    except ValidationError as error:
        return " ".join(error.messages)
