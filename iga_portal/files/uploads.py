"""Uploads in pieces: opened, moved on piece by piece, taken in once they are whole. See ADR 0009 and the tus protocol 1.0.

The row says how far an upload is and is locked while a piece is written (`iga_portal.files.partials`), so that two tabs or a
repeated message never write over each other. An upload is its creator's alone: for anybody else it does not exist.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial
from pathlib import PurePath

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Count, QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from iga_portal.files import partials
from iga_portal.files.domain import (
    EVIDENCE_TYPES,
    clean_name,
    media_type_of,
    megabytes,
    not_accepted,
    sha256_of,
    take_in,
    too_large,
)
from iga_portal.files.kinds import MP4, seems
from iga_portal.files.models import StoredFile, Upload, UploadState
from iga_portal.refusals import Refused

PIECE_MAX_BYTES = 1024 * 1024
"""What one request may carry: small enough to be read before a transaction opens, and to be lost without grief."""
HEAD_BYTES = 4096
"""So many bytes tell what a file is; with them a wrong one is refused, not after the last of 100 MB."""
SPARE_BYTES = 64 * 1024 * 1024
"""What stays free on the disk when an upload is let in: the log of the database may lie on the same one."""
LIVING = (UploadState.OPEN, UploadState.COMPLETE)
PLACE = "#place"
"""Key of an upload's details that no browser can announce."""
LOCK_CLASS = 0x49474155  # "IGAU": one person's uploads are counted by one transaction at a time


class WrongOffset(Exception):
    """The piece does not begin where the upload stands. `offset` is where it does, in bytes."""

    def __init__(self, offset: int) -> None:
        super().__init__(f"the upload stands at {offset}")
        self.offset = offset


class WrongHash(Refused):
    """The bytes of a piece are not those whose hash came with it; nothing of it was kept."""


def largest_bytes() -> int:
    return int(max(settings.VIDEO_MAX_BYTES, settings.DOCUMENT_MAX_BYTES))


def stale_after() -> timedelta:
    return timedelta(hours=settings.UPLOAD_STALE_HOURS)


def expires_at(upload: Upload) -> datetime:
    return upload.moved_at + stale_after()


# Opening, finding, giving up ---------------------------------------------------------------------------------------


def open_upload(
    *,
    region_id: int,
    person_id: int,
    name: str,
    size: int,
    sha256: str = "",
    place: str = "",
    details: Mapping[str, str] | None = None,
) -> Upload:
    """Announce a file of `size` bytes. Not a byte is sent for one that would be refused for its size in the end.

    `sha256` (hex, "" for none) is what the finished file must have; `place` where it was begun, for a person who acts in
    several. Raises Refused: empty, size, too_many, too_much, full.
    """
    name = clean_name(name)
    if size <= 0:
        raise Refused("empty", _("Berkas “%(name)s” kosong. Pilih berkas yang berisi.") % {"name": name})
    limit = limit_for(name)
    if size > limit:
        raise too_large(name, size=size, limit=limit)
    _refuse_crowd(person_id, size=size)
    if partials.free_bytes() < size + SPARE_BYTES:
        raise disk_full()
    return Upload.objects.create(
        region_id=region_id,
        name=name,
        size=size,
        sha256=sha256,
        details={**(details or {}), PLACE: place},
        created_by_id=person_id,
        moved_at=timezone.now(),
    )


def limit_for(name: str) -> int:
    """Largest size in bytes of a file of this name. A name may lie: the first piece is looked into again."""
    ending = PurePath(name).suffix.lower()
    if ending in {".pdf", ".jpg", ".jpeg", ".png"}:
        return int(settings.DOCUMENT_MAX_BYTES)
    return int(settings.VIDEO_MAX_BYTES) if ending == ".mp4" else largest_bytes()


def open_uploads(*, person_id: int, place: str | None = None) -> QuerySet[Upload]:
    """Uploads of a person that can go on or wait to be finished, the newest first; only those begun in `place`, if given."""
    found = Upload.objects.filter(created_by_id=person_id, state__in=LIVING)
    return found if place is None else found.filter(**{f"details__{PLACE}": place})


def find_upload(public_id: uuid.UUID, *, person_id: int) -> Upload | None:
    """An upload of this person's own, in whatever state; nobody else's exists for them."""
    return Upload.objects.filter(public_id=public_id, created_by_id=person_id).first()


def lock_upload(public_id: uuid.UUID, *, person_id: int) -> Upload:
    """The same, locked until the transaction ends. Raises Upload.DoesNotExist."""
    return Upload.objects.locked().get(public_id=public_id, created_by_id=person_id)


def cancel_upload(upload: Upload) -> None:
    """Give an upload up, or find it over already; its bytes go once that is certain."""
    _end(upload, UploadState.CANCELLED)


def refuse_upload(upload: Upload, *, because: str) -> None:
    """The file will not be taken in, whatever is done: keep the words, let the bytes go."""
    _end(upload, UploadState.REFUSED, because=because)


def _end(upload: Upload, state: UploadState, *, because: str = "") -> None:
    ended = Upload.objects.filter(pk=upload.pk, state__in=LIVING).update(state=state, refusal=because[:300])
    if ended:
        upload.state, upload.refusal = state, because
        transaction.on_commit(partial(partials.remove, upload.public_id))


def _refuse_crowd(person_id: int, *, size: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK_CLASS, person_id % 2**31])
    found = open_uploads(person_id=person_id).aggregate(number=Count("pk"), octets=Sum("size"))
    if found["number"] >= settings.UPLOADS_OPEN_MOST:
        raise Refused(
            "too_many",
            _(
                "Masih ada %(number)d unggahan Anda yang belum selesai. Lanjutkan atau batalkan sebagian dulu, lalu coba lagi."
            )
            % {"number": found["number"]},
        )
    if (found["octets"] or 0) + size > settings.UPLOADS_OPEN_BYTES:
        raise Refused(
            "too_much",
            _(
                "Unggahan Anda yang belum selesai melebihi %(limit)s MB bersama-sama. Selesaikan sebagian dulu, lalu coba lagi."
            )
            % {"limit": megabytes(settings.UPLOADS_OPEN_BYTES)},
        )


# Moving on ---------------------------------------------------------------------------------------------------------


def append_piece(
    public_id: uuid.UUID, *, person_id: int, offset: int, piece: bytes, sha256: bytes | None = None
) -> Upload:
    """Add a piece where the upload stands; whole with the last one.

    When the first bytes show a file that would be refused in the end, for its kind or the size of its kind, the upload is
    over: its state says so and `refusal` why. Raises Upload.DoesNotExist; WrongOffset with the right one; WrongHash when
    `sha256` (the digest of the piece) does not fit; Refused: gone, past_end; partials.NoSpace, with nothing lost.
    """
    if sha256 is not None and hashlib.sha256(piece).digest() != sha256:
        raise WrongHash("hash", _("Potongan berkas rusak di jalan; potongan itu dikirim ulang."))
    upload = lock_upload(public_id, person_id=person_id)
    if upload.state not in LIVING:
        raise gone(upload)
    if offset != upload.offset:
        raise WrongOffset(upload.offset)
    if offset + len(piece) > upload.size:
        raise Refused("past_end", _("Berkas ini lebih panjang daripada yang diumumkan. Unggah dari awal."))
    try:
        partials.write(public_id, piece, offset=offset)
    except partials.Shorter as shorter:
        # The caller commits: what is answered here is where the next piece will begin.
        _move(upload, shorter.length)
        raise WrongOffset(shorter.length) from None
    _move(upload, offset + len(piece))
    refusal = _look_at_head(upload, before=offset)
    if refusal is not None:
        refuse_upload(upload, because=refusal.message)
    return upload


def upload_to_resume(public_id: uuid.UUID, *, person_id: int) -> Upload | None:
    """An upload with the offset from which it can really go on: where the disk holds less than the row counts (a restored
    backup), the row follows the disk."""
    upload = Upload.objects.locked().filter(public_id=public_id, created_by_id=person_id).first()
    if upload is not None and upload.state in LIVING and upload.offset:
        length = partials.length_of(public_id)
        if length < upload.offset:
            _move(upload, length)
    return upload


def _move(upload: Upload, offset: int) -> None:
    upload.offset, upload.moved_at = offset, timezone.now()
    upload.state = UploadState.COMPLETE if offset == upload.size else UploadState.OPEN
    upload.save(update_fields=["offset", "moved_at", "state"])


def _look_at_head(upload: Upload, *, before: int) -> Refused | None:
    enough = min(HEAD_BYTES, upload.size)
    if not before < enough <= upload.offset:
        return None
    with partials.path_of(upload.public_id).open("rb") as file:
        media_type = media_type_of(file)
        if media_type not in EVIDENCE_TYPES:
            return not_accepted(upload.name, seems(file))
    limit = settings.VIDEO_MAX_BYTES if media_type == MP4 else settings.DOCUMENT_MAX_BYTES
    return too_large(upload.name, size=upload.size, limit=limit) if upload.size > limit else None


# Taking in ---------------------------------------------------------------------------------------------------------


def arrived_file(upload: Upload) -> partials.ArrivedFile:
    """The whole file, to be closed by the caller. Raises Refused (unfinished) while bytes are missing."""
    if upload.state != UploadState.COMPLETE:
        raise _unfinished(upload)
    if partials.length_of(upload.public_id) < upload.size:
        raise _unfinished(upload)  # whoever resumes it is told where (`upload_to_resume`)
    partials.cut(upload.public_id, offset=upload.size)
    return partials.ArrivedFile(upload.public_id, name=upload.name, size=upload.size)


def arrived_hash(upload: Upload) -> str:
    """SHA-256 (hex) of the whole file, which must be what was announced. Raises Refused: unfinished, hash."""
    with arrived_file(upload) as file:
        found = sha256_of(file)
    if upload.sha256 and found != upload.sha256:
        raise Refused(
            "hash",
            _("Isi “%(name)s” yang sampai tidak sama dengan berkas Anda. Unggah sekali lagi dari awal.")
            % {"name": upload.name},
        )
    return found


def take_upload(upload: Upload) -> StoredFile:
    """Take the whole file in; `upload` is locked by the caller. A second call gives what the first one made.

    Raises Refused as `files.domain.take_in` does, and: unfinished, hash, gone; partials.NoSpace. Nothing is stored then, and the
    bytes that arrived stay, until `refuse_upload` or the sweep.
    """
    if upload.state == UploadState.TAKEN and upload.file is not None:
        return upload.file
    if upload.state not in LIVING:
        raise gone(upload)
    arrived_hash(upload)
    try:
        with arrived_file(upload) as file:
            stored = take_in(file, region_id=upload.region_id, person_id=upload.created_by_id)
    except OSError as error:
        if partials.told_when_full(error):
            raise partials.NoSpace(error.errno, str(error)) from error
        raise
    upload.state, upload.file = UploadState.TAKEN, stored
    upload.save(update_fields=["state", "file"])
    transaction.on_commit(partial(partials.remove, upload.public_id))
    return stored


LASTING = frozenset({"empty", "type", "size", "damaged", "encrypted", "active", "heavy", "infected", "hash"})
"""Codes of refusals that no second try changes: the bytes themselves are not wanted."""


# Sweeping ----------------------------------------------------------------------------------------------------------


def sweep_uploads(*, now: datetime) -> int:
    """End uploads that have not moved for too long, and remove partial files of uploads that are over or never were.

    Safe to repeat and to run beside uploads that move: a row is ended only if it still has not moved. Returns how many ended.
    """
    limit = now - stale_after()
    ended = 0
    stale = Upload.objects.filter(state__in=LIVING, moved_at__lt=limit)
    for pk, public_id in stale.values_list("pk", "public_id"):
        if stale.filter(pk=pk).update(
            state=UploadState.CANCELLED, refusal=_("Terlalu lama tidak dilanjutkan.")
        ):
            ended += 1
            transaction.on_commit(partial(partials.remove, public_id))
    _remove_orphans()
    return ended


def _remove_orphans() -> None:
    old = list(partials.old_files(older_than=stale_after().total_seconds()))
    named = [public_id for _path, public_id in old if public_id is not None]
    living = set(
        Upload.objects.filter(public_id__in=named, state__in=LIVING).values_list("public_id", flat=True)
    )
    for path, public_id in old:
        if public_id not in living:
            path.unlink(missing_ok=True)


# Words -------------------------------------------------------------------------------------------------------------


def gone(upload: Upload) -> Refused:
    """Why an upload that is over cannot go on."""
    words = upload.refusal or _("Unggahan ini sudah selesai atau dibatalkan.")
    return Refused("gone", _("%(why)s Unggah “%(name)s” dari awal.") % {"why": words, "name": upload.name})


def disk_full() -> Refused:
    return Refused(
        "full",
        _(
            "Penyimpanan portal sedang penuh. Yang sudah sampai tetap aman; coba lanjutkan beberapa saat lagi, atau hubungi admin daerah."
        ),
    )


def _unfinished(upload: Upload) -> Refused:
    return Refused(
        "unfinished", _("“%(name)s” belum sampai seluruhnya. Lanjutkan unggahannya.") % {"name": upload.name}
    )
