"""What a program is told when something cannot be answered: RFC 9457 problem documents, in two languages at once.

One list. The answers, the page on the interface and the tests are made from it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from reports.opendata.columns import Words

MEDIA_TYPE: Final = "application/problem+json"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of problem: its stable code, the HTTP status, what it is and what to do next."""

    code: str
    status: int
    title: Words
    detail: Words


NOT_FOUND: Final = Kind(
    "not-found",
    404,
    Words("Tidak ada", "Not found"),
    Words(
        "Tidak ada yang terbit di alamat ini. Periksa nomor publikasi dan kodenya; daftarnya ada di /api/v1/publications.",
        "Nothing is published at this address. Check the number of the publication and the code; /api/v1/publications lists them.",
    ),
)
INVALID: Final = Kind(
    "invalid",
    422,
    Words("Permintaan tidak dapat dibaca", "The request cannot be read"),
    Words(
        "Satu atau beberapa isian alamat tidak sesuai; rinciannya di errors.",
        "One or more parameters do not fit; errors names them.",
    ),
)
BAD_REQUEST: Final = Kind(
    "bad-request",
    400,
    Words("Permintaan tidak dapat dibaca", "The request cannot be read"),
    Words(
        "Alamat ini memuat tanda yang tidak dapat dibaca. Periksa penulisannya.",
        "This address holds characters that cannot be read. Check how it is written.",
    ),
)
METHOD: Final = Kind(
    "read-only",
    405,
    Words("Hanya untuk dibaca", "Read only"),
    Words(
        "Antarmuka ini hanya menerima GET dan HEAD; tidak ada yang dapat diubah melaluinya.",
        "This interface takes GET and HEAD only; nothing can be changed through it.",
    ),
)
TOO_MANY: Final = Kind(
    "too-many-requests",
    429,
    Words("Terlalu sering", "Too many requests"),
    Words(
        "Batas permintaan tercapai. Tunggu sebanyak detik di Retry-After, lalu lanjutkan; unduh berkas utuh bila perlu semuanya.",
        "The limit is reached. Wait for the seconds in Retry-After and go on; take the whole file if you need all of it.",
    ),
)
TOKEN_IN_ADDRESS: Final = Kind(
    "token-in-address",
    400,
    Words("Token tidak boleh ada di alamat", "No token in an address"),
    Words(
        "Alamat tersimpan di riwayat dan catatan. Kirim token hanya di header Authorization: Bearer, dan minta Kemendagri mencabut "
        "token yang sudah tertulis di alamat ini.",
        "Addresses are kept in histories and logs. Send a token in the header Authorization: Bearer only, and have the ministry "
        "revoke the one that was written into this address.",
    ),
)
TOKEN_UNKNOWN: Final = Kind(
    "token-unknown",
    401,
    Words("Token tidak dikenal", "Unknown token"),
    Words(
        "Kirim header Authorization: Bearer dengan token lengkap seperti yang ditampilkan saat dibuat.",
        "Send the header Authorization: Bearer with the whole token as it was shown when it was made.",
    ),
)
TOKEN_EXPIRED: Final = Kind(
    "token-expired",
    401,
    Words("Token lewat masa berlaku", "The token has expired"),
    Words("Minta token baru kepada Kemendagri.", "Ask the ministry for a new token."),
)
TOKEN_REVOKED: Final = Kind(
    "token-revoked",
    401,
    Words("Token sudah dicabut", "The token was revoked"),
    Words("Minta token baru kepada Kemendagri.", "Ask the ministry for a new token."),
)
TOKEN_NEEDED: Final = Kind(
    "token-needed",
    401,
    Words("Perlu token", "A token is needed"),
    Words(
        "Hasil daerah yang belum terbit hanya dibaca dengan token daerah itu di header Authorization: Bearer.",
        "A region's results before publication are read with that region's token only, in the header Authorization: Bearer.",
    ),
)
SCOPE: Final = Kind(
    "scope-missing",
    403,
    Words("Token ini tidak mencakupnya", "This token does not cover it"),
    Words(
        "Lingkup token ini lain. Pakai token dengan lingkup yang disebut di needed, atau baca data yang terbit tanpa token.",
        "The scopes of this token are others. Use one with the scope named in needed, or read published data without a token.",
    ),
)
OTHER_REGION: Final = Kind(
    "other-region",
    403,
    Words("Token ini milik daerah lain", "This token is another region's"),
    Words(
        "Sebuah token hanya membuka hasil daerahnya sendiri; daerahnya disebut di /api/v1/token.",
        "A token opens the results of its own region only; /api/v1/token names it.",
    ),
)
FAILED: Final = Kind(
    "failed",
    500,
    Words("Terjadi kesalahan di portal", "Something went wrong in the portal"),
    Words("Coba lagi sebentar lagi. Tidak ada yang berubah.", "Try again in a while. Nothing was changed."),
)
UNAVAILABLE: Final = Kind(
    "unavailable",
    503,
    Words("Portal sedang tidak dapat menjawab", "The portal cannot answer now"),
    Words("Coba lagi dalam satu menit.", "Try again in a minute."),
)

KINDS: Final = (
    NOT_FOUND, INVALID, BAD_REQUEST, METHOD, TOO_MANY, TOKEN_IN_ADDRESS, TOKEN_UNKNOWN, TOKEN_EXPIRED, TOKEN_REVOKED, TOKEN_NEEDED,
    SCOPE, OTHER_REGION, FAILED, UNAVAILABLE,
)  # fmt: skip
OF_STATUS: Final = {
    400: BAD_REQUEST,
    401: TOKEN_NEEDED,
    404: NOT_FOUND,
    405: METHOD,
    422: INVALID,
    500: FAILED,
    503: UNAVAILABLE,
}


class Problem(Exception):
    """Raised inside the interface: the answer is this problem."""

    def __init__(self, kind: Kind, **more: Any) -> None:
        super().__init__(kind.code)
        self.kind = kind
        self.more = more


def problem_document(kind: Kind, **more: Any) -> dict[str, Any]:
    return {
        "type": f"{settings.PORTAL_ADDRESS}/data-terbuka/api/#{kind.code}",
        "code": kind.code,
        "status": kind.status,
        "title": kind.title.id,
        "title_en": kind.title.en,
        "detail": kind.detail.id,
        "detail_en": kind.detail.en,
        **more,
    }


def problem_response(kind: Kind, *, headers: Mapping[str, str] | None = None, **more: Any) -> HttpResponse:
    """The problem as an answer. Nobody keeps it, and it repeats nothing that was sent."""
    response = HttpResponse(
        json.dumps(problem_document(kind, **more), ensure_ascii=False).encode(),
        status=kind.status,
        content_type=MEDIA_TYPE,
        headers={"Cache-Control": "no-store", **(headers or {})},
    )
    if kind.status == 401:
        response.headers["WWW-Authenticate"] = 'Bearer realm="Portal IGA"'
    return response


def wants_a_page(request: HttpRequest) -> bool:
    """A person's browser came to a file's address: it is answered with a page, as everywhere."""
    return request.path_info.startswith("/data/") and "text/html" in request.headers.get("Accept", "")
