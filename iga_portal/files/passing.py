"""Files that somebody drops to have them compared: hashed as they pass, and kept nowhere."""

from __future__ import annotations

import contextlib
import hashlib
from typing import IO

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest

FORM_AROUND = 64 * 1024
"""Bytes of a form around the file in it, generously."""


class Passing(FileUploadHandler):
    """Hashes what passes, writes it into `into` where there is one, and stops past `most` bytes."""

    def __init__(self, request: HttpRequest, *, most: int, into: IO[bytes] | None = None) -> None:
        super().__init__(request)
        self.digest = hashlib.sha256()
        self.seen = 0
        self.is_too_large = False
        self.most = most
        self.into = into

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.seen += len(raw_data)
        if self.seen > self.most:
            self.is_too_large = True
            raise StopUpload(connection_reset=False)
        self.digest.update(raw_data)
        if self.into is not None:
            self.into.write(raw_data)

    def file_complete(self, file_size: int) -> UploadedFile | None:
        # Nothing is handed on: what passed is all that the views want.
        return None


def pass_files(request: HttpRequest, *, most: int, into: IO[bytes] | None = None) -> Passing:
    """Read the files of a request through a handler; what announces itself as too large is not read at all."""
    passing = Passing(request, most=most, into=into)
    announced = request.META.get("CONTENT_LENGTH") or "0"
    if announced.isdecimal() and int(announced) > most + FORM_AROUND:
        passing.is_too_large = True
        return passing
    try:
        request.upload_handlers = [passing]
    except AttributeError:
        # Of somebody who is signed in, forms are read before anything asks the database (files.bodies).
        with contextlib.suppress(StopUpload):
            for name in request.FILES:
                for upload in request.FILES.getlist(name):
                    for piece in upload.chunks():
                        passing.receive_data_chunk(piece, passing.seen)
        return passing
    len(request.FILES)  # reads the body
    return passing
