"""Pictures of pages: made in a process apart, kept in the private store beside the file, named after it.

Shared by every row with the same key. Whether somebody may see one is asked where the file itself is asked for.
"""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Iterator
from typing import IO

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from iga_portal.files.apart.client import LookFailed, look
from iga_portal.files.kinds import JPEG, PDF, PNG

logger = logging.getLogger(__name__)

MOST_PICTURES = 40
"""Pages of a document that are drawn; further ones are seen in the document itself."""
DRAW_SECONDS = 90
PICTURE_TYPE = "image/webp"
DRAWN_TYPES = frozenset({PDF, JPEG, PNG})


def picture_name(key: str, page: int, *, small: bool) -> str:
    """Where the picture of a page lies in the private store."""
    return f"{key}.halaman/{page}{'-kecil' if small else ''}.webp"


def make_pictures(key: str, media_type: str) -> int:
    """Draw the pages of a stored file that are not drawn yet; how many there are then, from page 1 on without a gap.

    A run that was ended goes on after the last whole picture. A document whose page cannot be drawn, within memory and time,
    has the pictures before it. Raises OSError from the store; LookFailed (busy, start) when nobody could look.
    """
    done = _whole_pages(key)
    if media_type not in DRAWN_TYPES:
        return 0
    try:
        with default_storage.open(key, "rb") as file:
            for page, small, picture in _drawn(file.file or file, media_type, first=done + 1):
                _keep(picture_name(key, page, small=small), picture)
                if small:
                    done = page
    except LookFailed as failure:
        if failure.reason in {"busy", "start"}:
            raise
        logger.warning("%s: page %d and those after it are not drawn: %s", key, done + 1, failure)
    return done


def _drawn(file: IO[bytes], media_type: str, *, first: int) -> Iterator[tuple[int, bool, bytes]]:
    if first > (MOST_PICTURES if media_type == PDF else 1):
        return
    work = "draw_pdf" if media_type == PDF else "draw_image"
    arguments = {"first": first, "last": MOST_PICTURES} if media_type == PDF else {}
    with look(file, work=work, seconds=DRAW_SECONDS, arguments=arguments) as messages:
        expected = first
        for header, picture in messages:
            if "page" not in header:
                continue
            # In order and nothing but WebP: what read the file is not believed further.
            small = header.get("small") is True
            if header["page"] != expected or not is_whole(picture):
                raise LookFailed("error", "pictures out of order")
            yield expected, small, picture
            expected += small


def is_whole(picture: bytes) -> bool:
    """A WebP that says its own length and has it: a run that was ended leaves a shorter one."""
    return (
        picture[:4] == b"RIFF"
        and picture[8:12] == b"WEBP"
        and int.from_bytes(picture[4:8], "little") + 8 == len(picture)
    )


def _whole_pages(key: str) -> int:
    """How many pages from the first on lie there whole, in both sizes."""
    page = 0
    while page < MOST_PICTURES and all(
        _is_whole_at(picture_name(key, page + 1, small=small)) for small in (False, True)
    ):
        page += 1
    return page


def _is_whole_at(name: str) -> bool:
    if not default_storage.exists(name):
        return False
    with default_storage.open(name, "rb") as file:
        return is_whole(file.read())


def _keep(name: str, picture: bytes) -> None:
    # Saved under exactly this name: a store that finds the name taken chooses another.
    if default_storage.exists(name):
        default_storage.delete(name)
    default_storage.save(name, ContentFile(picture))


def remove_bytes(key: str) -> None:
    """Take a file and its pictures out of the store for good. Safe to repeat."""
    for page in range(1, MOST_PICTURES + 1):
        for small in (False, True):
            name = picture_name(key, page, small=small)
            if default_storage.exists(name):
                default_storage.delete(name)
    with contextlib.suppress(FileNotFoundError):
        default_storage.delete(key)
