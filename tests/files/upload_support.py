"""A tus client for tests, over Django's test client, and files to send with it."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from regions.models import Opd

PIECE = "application/offset+octet-stream"


def mp4_of(size: int, *, seed: int = 1) -> bytes:
    """A file that is an MP4 by its content: `ftyp`, a `moov` with a track of pictures, and `mdat` of noise up to `size`."""
    handler = box(b"hdlr", bytes(8) + b"vide" + bytes(12))
    head = box(b"ftyp", b"mp42" + bytes(4) + b"mp42isom") + box(b"moov", box(b"trak", box(b"mdia", handler)))
    noise = hashlib.shake_128(seed.to_bytes(4, "big")).digest(size - len(head) - 8)
    return head + box(b"mdat", noise)


def box(kind: bytes, content: bytes) -> bytes:
    """A box of ISO/IEC 14496-12."""
    return (len(content) + 8).to_bytes(4, "big") + kind + content


def coded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


class Tus:
    """One person's uploads in the place of an OPD."""

    def __init__(self, client: Client, opd: Opd) -> None:
        self.client, self.opd = client, opd
        self.url = reverse("opd:uploads", kwargs={"region_id": opd.region_id, "opd_id": opd.pk})

    def one(self, public_id: Any) -> str:
        return reverse(
            "opd:upload",
            kwargs={"region_id": self.opd.region_id, "opd_id": self.opd.pk, "public_id": public_id},
        )

    def create(self, size: int, *, name: str = "video.mp4", **said: str) -> HttpResponse:
        pairs = {"filename": name, **said}
        metadata = ",".join(f"{key} {coded(value)}" for key, value in pairs.items())
        return self.send("POST", self.url, **{"Upload-Length": str(size), "Upload-Metadata": metadata})

    def opened(self, size: int, **said: str) -> str:
        """The address of a new upload."""
        answer = self.create(size, **said)
        assert answer.status_code == 201, answer.content
        return answer["Location"].removeprefix("http://testserver")

    def patch(self, url: str, piece: bytes, *, offset: int, **headers: str) -> HttpResponse:
        return self.send("PATCH", url, piece, **{"Upload-Offset": str(offset), **headers})

    def head(self, url: str) -> HttpResponse:
        return self.send("HEAD", url)

    def send(self, method: str, url: str, body: bytes = b"", **headers: str) -> HttpResponse:
        answer: HttpResponse = self.client.generic(
            method,
            url,
            body,
            content_type=PIECE if method == "PATCH" or "X-HTTP-Method-Override" in headers else "text/plain",
            headers={"Tus-Resumable": "1.0.0", **headers},
        )
        return answer

    def whole(self, content: bytes, *, step: int = 1024 * 1024, **said: str) -> str:
        """Send everything; the address of an upload that only waits to be finished."""
        url = self.opened(len(content), **said)
        for offset in range(0, len(content), step):
            answer = self.patch(url, content[offset : offset + step], offset=offset)
            assert answer.status_code == 204, answer.content
        return url
