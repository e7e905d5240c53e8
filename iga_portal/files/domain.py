"""Taking files in: what they are by their content, how large, and where their bytes go. Never the browser's word."""

from __future__ import annotations

import hashlib
import secrets
import warnings
from collections.abc import Collection
from typing import IO, Any

import pikepdf
import puremagic
from django.conf import settings
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _
from PIL import Image

from iga_portal.files.models import StoredFile
from iga_portal.refusals import Refused

EVIDENCE_TYPES = frozenset({"application/pdf", "image/jpeg", "image/png", "video/mp4"})
EXTENSIONS = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png", "video/mp4": "mp4"}
LARGEST_IMAGE_PIXELS = 80_000_000


def take_in(
    upload: File[bytes] | Any,
    *,
    region_id: int,
    person_id: int | None,
    allowed: Collection[str] = EVIDENCE_TYPES,
) -> StoredFile:
    """Check an uploaded file and store it under a random key; the same bytes in the same region are stored once.

    Raises Refused (codes: empty, size, type, damaged, encrypted, active) in words that say what to do. Nothing is stored then.
    """
    name = clean_name(upload.name or "")
    if not upload.size:
        raise Refused("empty", _("Berkas “%(name)s” kosong. Pilih berkas yang berisi.") % {"name": name})
    media_type = media_type_of(upload)
    if media_type not in allowed:
        raise Refused(
            "type",
            _(
                "Jenis berkas “%(name)s” tidak diterima. Unggah %(kinds)s; isi berkas yang diperiksa, bukan namanya."
            )
            % {"name": name, "kinds": ", ".join(sorted(EXTENSIONS[kind].upper() for kind in allowed))},
        )
    limit = settings.VIDEO_MAX_BYTES if media_type == "video/mp4" else settings.DOCUMENT_MAX_BYTES
    if upload.size > limit:
        raise Refused(
            "size",
            _(
                "“%(name)s” berukuran %(size)s MB, melebihi batas %(limit)s MB. Kecilkan berkas atau pakai tautan."
            )
            % {"name": name, "size": megabytes(upload.size), "limit": megabytes(limit)},
        )
    _refuse_bad_content(upload, media_type=media_type, name=name)
    digest = sha256_of(upload)
    return store(
        upload,
        region_id=region_id,
        person_id=person_id,
        name=name,
        media_type=media_type,
        digest=digest,
        size=upload.size,
    )


def store_bytes(
    content: bytes, *, region_id: int, person_id: int | None, name: str, media_type: str
) -> StoredFile:
    """Store bytes that the portal itself made (a printed document, an export)."""
    return store(
        ContentFile(content),
        region_id=region_id,
        person_id=person_id,
        name=clean_name(name),
        media_type=media_type,
        digest=hashlib.sha256(content).hexdigest(),
        size=len(content),
    )


def store(
    content: Any, *, region_id: int, person_id: int | None, name: str, media_type: str, digest: str, size: int
) -> StoredFile:
    """Write the bytes, unless the region already has them, and the row that names them."""
    twin = StoredFile.objects.filter(region_id=region_id, sha256=digest, size=size).first()
    key = twin.key if twin is not None else f"{region_id}/{secrets.token_hex(16)}"
    if twin is None:
        content.seek(0)
        # A file that has a path of its own is taken over by it, not copied.
        default_storage.save(key, content if isinstance(content, File) else File(content))
    try:
        return StoredFile.objects.create(
            region_id=region_id,
            key=key,
            sha256=digest,
            size=size,
            media_type=media_type,
            name=name,
            created_by_id=person_id,
        )
    except Exception:
        if twin is None:
            default_storage.delete(key)
        raise


def clean_name(name: str) -> str:
    """The last part of a name, without control and direction characters, at most 255 long."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(
        character
        for character in last
        if character.isprintable() and character not in "\u202e\u202d\u2066\u2067\u2068"
    )
    return kept.strip()[-255:] or "tanpa-nama"


def megabytes(size: int) -> str:
    """Whole megabytes, rounded up, so that a file just over the limit never reads as within it."""
    return str(-(-size // (1024 * 1024)))


def sha256_of(upload: IO[bytes]) -> str:
    upload.seek(0)
    digest = hashlib.sha256()
    while chunk := upload.read(1024 * 1024):
        digest.update(chunk)
    return digest.hexdigest()


def media_type_of(upload: IO[bytes]) -> str:
    """The type by content, "" when it is none that puremagic knows."""
    upload.seek(0)
    head = upload.read(4096)
    upload.seek(0)
    if head.startswith(b"%PDF-"):
        return "application/pdf"
    if head[4:8] == b"ftyp":
        # The brand tells the container's dialect; evidence videos are plain MP4 whatever their brand says.
        return "video/mp4" if head[8:12] not in {b"heic", b"heix", b"mif1", b"avif", b"qt  "} else ""
    try:
        matches = puremagic.magic_string(head)
    except (puremagic.PureError, ValueError):
        return ""
    found = {match.mime_type for match in matches}
    return next((kind for kind in ("image/jpeg", "image/png") if kind in found), "")


def _refuse_bad_content(upload: Any, *, media_type: str, name: str) -> None:
    upload.seek(0)
    if media_type == "application/pdf":
        _refuse_bad_pdf(upload, name=name)
    elif media_type.startswith("image/"):
        _refuse_bad_image(upload, name=name)
    upload.seek(0)


def _refuse_bad_pdf(upload: Any, *, name: str) -> None:
    try:
        with pikepdf.open(upload) as pdf:
            pages = len(pdf.pages)
            active = _has_active_content(pdf)
    except pikepdf.PasswordError as error:
        raise Refused(
            "encrypted",
            _("“%(name)s” terkunci kata sandi. Simpan ulang tanpa kata sandi, lalu unggah.") % {"name": name},
        ) from error
    except pikepdf.PdfError as error:
        raise _damaged(name) from error
    if pages == 0:
        raise _damaged(name)
    if active:
        raise Refused(
            "active",
            _("“%(name)s” memuat skrip atau berkas tersemat. Cetak ulang ke PDF biasa, lalu unggah.")
            % {"name": name},
        )


def _has_active_content(pdf: pikepdf.Pdf) -> bool:
    """Scripts, launch actions or embedded files anywhere in the catalogue's reach."""
    root = pdf.Root
    names = root.get("/Names", pikepdf.Dictionary())
    if "/JavaScript" in names or "/EmbeddedFiles" in names:
        return True
    action = root.get("/OpenAction")
    if isinstance(action, pikepdf.Dictionary) and action.get("/S") in ("/JavaScript", "/Launch"):
        return True
    return any(
        isinstance(item, pikepdf.Dictionary) and item.get("/S") in ("/JavaScript", "/Launch")
        for item in pdf.objects
    )


def _refuse_bad_image(upload: Any, *, name: str) -> None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(upload) as image:
                if image.width * image.height > LARGEST_IMAGE_PIXELS:
                    raise Refused(
                        "size",
                        _("Gambar “%(name)s” terlalu besar. Perkecil ukurannya, lalu unggah.")
                        % {"name": name},
                    )
                image.load()
    except Refused:
        raise
    except (
        Exception
    ) as error:  # Pillow's decoders raise many kinds; all of them mean that the picture does not open
        raise _damaged(name) from error


def _damaged(name: str) -> Refused:
    return Refused(
        "damaged",
        _("“%(name)s” rusak atau terpotong. Buka dulu di komputer Anda, simpan ulang, lalu unggah.")
        % {"name": name},
    )
