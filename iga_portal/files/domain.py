"""Taking files in: what they are by their content, how large, and where their bytes go. Never the browser's word."""

from __future__ import annotations

import hashlib
import logging
import secrets
import unicodedata
from collections.abc import Collection
from typing import IO, Any

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.utils import timezone
from django.utils.translation import gettext as _

from iga_portal.files import mp4
from iga_portal.files.apart.client import LookFailed, look
from iga_portal.files.kinds import EXTENSIONS, JPEG, MP4, PDF, PNG, holds_archive, media_type_of, seems
from iga_portal.files.models import FileState, StoredFile
from iga_portal.files.scanning import scanning_is_on
from iga_portal.files.words import infected, refusal
from iga_portal.refusals import Refused
from iga_portal.tenancy.tasks import nudge

__all__ = [
    "EVIDENCE_TYPES",
    "EXAMINE_TASK",
    "EXTENSIONS",
    "clean_name",
    "media_type_of",
    "megabytes",
    "not_accepted",
    "sha256_of",
    "store_bytes",
    "take_in",
    "too_large",
]

logger = logging.getLogger(__name__)

EVIDENCE_TYPES = frozenset({PDF, JPEG, PNG, MP4})
EXAMINE_TASK = "files.examine"
LOOK_SECONDS = 20
"""So long a file may keep a reader busy while a person waits for the answer."""


def take_in(
    upload: File[bytes] | Any,
    *,
    region_id: int,
    person_id: int | None,
    allowed: Collection[str] = EVIDENCE_TYPES,
) -> StoredFile:
    """Check an uploaded file and store it under a random key; the same bytes in the same region are stored once.

    With scanning on it waits for the scanner, unless the same bytes were found clean before. A worker is asked for the rest
    (scan, pictures of pages) after the commit. Raises Refused (codes: empty, type, size, damaged, encrypted, active, heavy,
    infected, busy) in words that say what to do; OSError from the store. Nothing is stored then.
    """
    name = clean_name(upload.name or "")
    if not upload.size:
        raise Refused("empty", _("Berkas “%(name)s” kosong. Pilih berkas yang berisi.") % {"name": name})
    media_type = media_type_of(upload)
    if media_type not in allowed:
        raise not_accepted(name, seems(upload), allowed=allowed)
    limit = settings.VIDEO_MAX_BYTES if media_type == MP4 else settings.DOCUMENT_MAX_BYTES
    if upload.size > limit:
        raise too_large(name, size=upload.size, limit=limit)
    pages = _inspect(upload, media_type=media_type, name=name)
    digest = sha256_of(upload)
    stored = store(
        upload,
        region_id=region_id,
        person_id=person_id,
        name=name,
        media_type=media_type,
        digest=digest,
        size=upload.size,
        page_count=pages,
        state=FileState.WAITING if scanning_is_on() else FileState.READY,
    )
    if stored.examined_at is None:
        nudge(EXAMINE_TASK, region_id=region_id, file_id=stored.pk)
    return stored


def store_bytes(
    content: bytes, *, region_id: int, person_id: int | None, name: str, media_type: str
) -> StoredFile:
    """Store bytes that the portal itself made (a printed document, an export): nothing to scan, nothing to draw."""
    stored = store(
        ContentFile(content),
        region_id=region_id,
        person_id=person_id,
        name=clean_name(name),
        media_type=media_type,
        digest=hashlib.sha256(content).hexdigest(),
        size=len(content),
    )
    if stored.examined_at is None:
        stored.examined_at = timezone.now()
        stored.save(update_fields=["examined_at"])
    return stored


def store(
    content: Any,
    *,
    region_id: int,
    person_id: int | None,
    name: str,
    media_type: str,
    digest: str,
    size: int,
    page_count: int | None = None,
    state: str = FileState.READY,
) -> StoredFile:
    """Write the bytes, unless the region already has them, and the row that names them.

    A twin (same bytes, same region) lends its findings: clean stays clean, refused is refused again (Refused, infected).
    """
    twin = _twin_of(region_id=region_id, digest=digest, size=size)
    if twin is not None and twin.state == FileState.REFUSED:
        raise infected(name, twin.finding)
    key = twin.key if twin is not None else f"{region_id}/{secrets.token_hex(16)}"
    if twin is None:
        _write(key, content)
    try:
        return StoredFile.objects.create(
            region_id=region_id,
            key=key,
            sha256=digest,
            size=size,
            media_type=media_type,
            name=name,
            created_by_id=person_id,
            state=state if twin is None else twin.state,
            page_count=page_count if twin is None or twin.page_count is None else twin.page_count,
            pictured=twin.pictured if twin is not None else 0,
            examined_at=twin.examined_at if twin is not None else None,
        )
    except Exception:
        if twin is None:
            default_storage.delete(key)
        raise


def _twin_of(*, region_id: int, digest: str, size: int) -> StoredFile | None:
    """A row with the same bytes, one that was refused before any other: what is found in bytes holds for all who bring them."""
    twins = list(
        StoredFile.objects.filter(
            region_id=region_id, sha256=digest, size=size, removed_at__isnull=True
        ).order_by("pk")
    )
    # Among the others the one that is furthest on lends most.
    return min(
        twins, key=lambda twin: (twin.state != FileState.REFUSED, twin.examined_at is None), default=None
    )


def _write(key: str, content: Any) -> None:
    content.seek(0)
    try:
        # A file that has a path of its own is taken over by it, not copied.
        default_storage.save(key, content if isinstance(content, File) else File(content))
    except OSError:
        # A full disk leaves the half that had room.
        default_storage.delete(key)
        raise


def clean_name(name: str) -> str:
    """The last part of a name, without control and direction characters, at most 255 long."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    # Cf: direction marks, joiners, tags; they change what the eye reads. isprintable() is false for most, not for all versions.
    kept = "".join(
        character
        for character in last
        if character.isprintable() and unicodedata.category(character) not in {"Cf", "Cc", "Co", "Cs", "Cn"}
    )
    kept = kept.strip(" .")
    return kept[-255:].strip(" .") or "tanpa-nama"


def megabytes(size: int) -> str:
    """Whole megabytes, rounded up, so that a file just over the limit never reads as within it."""
    return str(-(-size // (1024 * 1024)))


def sha256_of(upload: IO[bytes]) -> str:
    upload.seek(0)
    digest = hashlib.sha256()
    while chunk := upload.read(1024 * 1024):
        digest.update(chunk)
    return digest.hexdigest()


def _inspect(upload: Any, *, media_type: str, name: str) -> int | None:
    """Look into the content; the number of pages (1 for a picture, None for a video). Raises Refused."""
    if holds_archive(upload, size=upload.size):
        raise refusal("archive", name)
    if media_type == MP4:
        try:
            mp4.check(upload, size=upload.size)
        except mp4.Damaged as error:
            raise refusal("damaged", name) from error
        finally:
            upload.seek(0)
        return None
    work = "inspect_pdf" if media_type == PDF else "inspect_image"
    try:
        with look(_bare(upload), work=work, seconds=LOOK_SECONDS) as messages:
            found = [header for header, _payload in messages][-1]
    except LookFailed as failure:
        logger.warning("a file of type %s could not be looked at: %s", media_type, failure)
        if failure.reason in {"busy", "start"}:
            raise refusal("busy", name) from failure
        raise refusal("damaged" if failure.reason == "error" else "heavy", name) from failure
    finally:
        upload.seek(0)
    if "refused" in found:
        raise refusal(str(found["refused"]), name)
    return int(found["pages"])


def _bare(upload: Any) -> IO[bytes]:
    """The file below Django's wrapper: what has a descriptor is looked at in place."""
    bare: IO[bytes] = upload.file if isinstance(upload, File) and upload.file is not None else upload
    return bare


def too_large(name: str, *, size: int, limit: int) -> Refused:
    """The refusal of a size; both in bytes."""
    return Refused(
        "size",
        _("“%(name)s” berukuran %(size)s MB, melebihi batas %(limit)s MB. Kecilkan berkas atau pakai tautan.")
        % {"name": name, "size": megabytes(size), "limit": megabytes(limit)},
    )


def not_accepted(name: str, seeming: str, *, allowed: Collection[str] = EVIDENCE_TYPES) -> Refused:
    """The refusal of a kind of file, with what to do about what it seems to be (`kinds.seems`)."""
    advice = {
        "office": _("Simpan sebagai PDF dari Word, Excel, atau PowerPoint, lalu unggah PDF-nya."),
        "zip": _("Keluarkan isinya, lalu unggah satu per satu."),
        "heic": _("Foto HEIC belum diterima: simpan sebagai JPG (di iPhone: Pengaturan, Kamera, Format, Paling Kompatibel)."),
        "avif": _("Simpan gambar sebagai JPG atau PNG."),
        "picture": _("Simpan gambar sebagai JPG atau PNG."),
        "mov": _("Simpan video sebagai MP4, atau pakai tautan."),
        "pdf": _("PDF ini diawali data lain. Buka, cetak ulang ke PDF, lalu unggah."),
    }.get(seeming, _("Isi berkas yang diperiksa, bukan namanya."))  # fmt: skip
    return Refused(
        "type",
        _("Jenis berkas “%(name)s” tidak diterima. Unggah %(kinds)s. %(advice)s")
        % {
            "name": name,
            "kinds": ", ".join(sorted(EXTENSIONS[kind].upper() for kind in allowed)),
            "advice": advice,
        },
    )
