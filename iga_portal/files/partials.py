"""Partial files: the bytes of an upload that have arrived so far, on the portal's own disk.

They lie in a folder of the private store, one file for each upload, named by its public id. The row in the database says how
many bytes count (`Upload.offset`): they are written and fsynced before the row says so. What lies beyond the offset was
written by a process that died in between, and is cut off.
"""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import shutil
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import default_storage

FOLDER = "unggahan"
"""No region's code, and so never the folder of stored files."""
NO_SPACE = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
"""What the system says when a disk, a quota or a process's limit is full."""
HANDED_OVER = ".serah"


class NoSpace(OSError):
    """The disk takes no more; what had arrived before is untouched."""


class Shorter(Exception):
    """Fewer bytes lie on the disk than the row counts: `length` of them."""

    def __init__(self, length: int) -> None:
        super().__init__(f"only {length} bytes are there")
        self.length = length


def folder() -> Path:
    """Where partial files lie; made when it is missing, closed to others."""
    try:
        path = Path(default_storage.path(FOLDER))
    except NotImplementedError:  # a store that is no disk; partial files need one
        path = Path(settings.PRIVATE_ROOT) / FOLDER
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path


def path_of(public_id: uuid.UUID) -> Path:
    return folder() / str(public_id)


def length_of(public_id: uuid.UUID) -> int:
    """Bytes on the disk; 0 when there is no file (yet, or any more)."""
    try:
        return path_of(public_id).stat().st_size
    except FileNotFoundError:
        return 0


def free_bytes() -> int:
    return shutil.disk_usage(folder()).free


def write(public_id: uuid.UUID, piece: bytes, *, offset: int) -> None:
    """Put `piece` after the first `offset` bytes, and on the disk for good.

    Raises Shorter when fewer than `offset` bytes are there, NoSpace when the disk is full: then only what was there remains.
    """
    path = path_of(public_id)
    with _full_disk_told(), _opened(path) as handle:
        length = os.fstat(handle).st_size
        if length < offset:
            raise Shorter(length)
        if length > offset:
            os.ftruncate(handle, offset)
        try:
            _write_all(handle, piece, offset=offset)
            os.fsync(handle)
        except OSError:
            os.ftruncate(handle, offset)
            raise
        if not offset:
            _fsync_folder(path.parent)


def cut(public_id: uuid.UUID, *, offset: int) -> None:
    """Take off what lies beyond `offset`. Nothing happens without a file."""
    with contextlib.suppress(FileNotFoundError):
        if length_of(public_id) > offset:
            os.truncate(path_of(public_id), offset)


def remove(public_id: uuid.UUID) -> None:
    path_of(public_id).unlink(missing_ok=True)


def old_files(*, older_than: float) -> Iterator[tuple[Path, uuid.UUID | None]]:
    """Files that nobody wrote to for `older_than` seconds, with the upload they are named after (None: no upload's name)."""
    limit = time.time() - older_than
    for entry in sorted(folder().iterdir()):
        with contextlib.suppress(FileNotFoundError):
            if entry.is_file() and entry.stat().st_mtime < limit:
                yield entry, _id_of(entry.name)


class ArrivedFile(File):
    """The whole file of an upload that has arrived, as an uploaded file.

    The store takes it over by its path, without a second copy: what it gets is a hard link of its own, so that the bytes are
    still here when the transaction fails. Files that the store has already cost exactly as much, so that the time it
    takes tells nobody whether another OPD has the same one.
    """

    def __init__(self, public_id: uuid.UUID, *, name: str, size: int) -> None:
        self.public_id = public_id
        super().__init__(path_of(public_id).open("rb"), name=name)
        self.size = size

    def temporary_file_path(self) -> str:
        source = path_of(self.public_id)
        link = source.with_name(f"{source.name}-{secrets.token_hex(4)}{HANDED_OVER}")
        try:
            os.link(source, link)
        except OSError:  # a file system without hard links
            shutil.copyfile(source, link)
        return str(link)


def _id_of(name: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(name)
    except ValueError:
        return None


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[int]:
    # Never through a link, should one ever lie there.
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    try:
        yield handle
    finally:
        os.close(handle)


@contextlib.contextmanager
def _full_disk_told() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in NO_SPACE:
            raise NoSpace(error.errno, str(error)) from error
        raise


def told_when_full(error: OSError) -> bool:
    """Whether an error of the system means that there is no room left."""
    return error.errno in NO_SPACE


def _write_all(handle: int, piece: bytes, *, offset: int) -> None:
    view = memoryview(piece)
    while view:
        written = os.pwrite(handle, view, offset)
        view, offset = view[written:], offset + written


def _fsync_folder(path: Path) -> None:
    """The name of a new file must survive a power cut too."""
    handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
