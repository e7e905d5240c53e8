"""The public check of a document: by its code or number, or by a copy of its file. No list, no search.

What somebody drops here is hashed and, where the hash is nobody's, looked at for signatures in a process apart. It is kept nowhere.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from typing import IO, Any

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from iga_portal.files.apart.client import LookFailed, look
from iga_portal.files.passing import Passing, pass_files
from iga_portal.web.limits import within_limit
from reports.queries.verification import (
    CheckedDocument,
    document_of_code,
    document_of_file,
    our_fingerprints,
    tidy_code,
)

ASKED, WINDOW = 60, 60
"""Times an address may ask within so many seconds: an office behind one address, not a machine that guesses."""
FILES = 12
"""Files an address may drop in that time: each may take a process some seconds."""
TOO_MANY = 429
LOOK_SECONDS = 10
MOST_MESSAGES = 20


@dataclass(frozen=True, slots=True)
class Dropped:
    """What came of a dropped file.

    `result`: same, appended (ours, and something was added after signing), changed (ours, and what was signed was changed),
    unknown (signed by us, but no file of ours), other (signed by somebody else), unsigned, none, large, damaged, encrypted, busy.
    """

    result: str
    sha256: str = ""
    checked: CheckedDocument | None = None


# The body is read before anything is asked of the database, and changes nothing: there is no form to forge.
@csrf_exempt
@transaction.non_atomic_requests
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def check(request: HttpRequest) -> HttpResponse:
    """Where a number is typed or a file is dropped. A number in the address leads to its own page."""
    if request.method == "POST":
        return _drop(request)
    typed = request.GET.get("nomor", "").strip()
    if not typed:
        return render(request, "reports/check.html", {"typed": ""})
    return redirect(reverse("verify_document", args=[tidy_code(typed[:300]).replace("/", "-") or "-"]))


@require_safe
@never_cache
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """What stands behind a code or a number; 404 with what to do when nothing does."""
    if not within_limit(request, action="document", amount=ASKED, seconds=WINDOW):
        return _too_many(request, typed=code[:60])
    checked = document_of_code(tidy_code(code[:300]))
    status = 200 if checked is not None else 404
    return render(request, "reports/verify.html", {"checked": checked, "code": code[:60]}, status=status)


def _drop(request: HttpRequest) -> HttpResponse:
    if not within_limit(request, action="document_file", amount=FILES, seconds=WINDOW):
        return _too_many(request, typed="")
    with tempfile.TemporaryFile() as file:
        dropped = _judged(pass_files(request, most=settings.DOCUMENT_MAX_BYTES, into=file), file)
    if dropped.result == "same":
        return render(request, "reports/verify.html", {"checked": dropped.checked, "dropped": dropped})
    return render(request, "reports/check.html", {"typed": "", "dropped": dropped})


def _judged(passed: Passing, file: IO[bytes]) -> Dropped:
    if passed.is_too_large:
        return Dropped("large")
    if not passed.seen:
        return Dropped("none")
    sha256 = passed.digest.hexdigest()
    with transaction.atomic():
        known = document_of_file([sha256])
    if known is not None:
        return Dropped("same", sha256, known)
    try:
        found = _signatures(file)
    except LookFailed as fault:
        return Dropped("busy" if fault.reason in {"busy", "start"} else "damaged", sha256)
    refused = next((str(entry["refused"]) for entry in found if "refused" in entry), "")
    if refused:
        return Dropped(refused if refused == "encrypted" else "damaged", sha256)
    return _by_signature(found, sha256)


def _signatures(file: IO[bytes]) -> list[dict[str, Any]]:
    file.flush()
    found: list[dict[str, Any]] = []
    with look(file, work="signatures", seconds=LOOK_SECONDS) as messages:
        for header, _payload in messages:
            found.append(header)
            if len(found) > MOST_MESSAGES:
                raise LookFailed("error", "too many messages")
    return found


def _by_signature(found: list[dict[str, Any]], sha256: str) -> Dropped:
    """What a child that read a hostile file said is doubted: it decides between refusals, never that a file is ours."""
    if not found:
        return Dropped("unsigned", sha256)
    prints = {str(entry.get("fingerprint", "")) for entry in found}
    with transaction.atomic():
        ours = our_fingerprints(prints)
        signed = [entry for entry in found if entry.get("fingerprint") in ours]
        before = document_of_file([str(entry.get("signed", "")) for entry in signed if entry.get("intact")])
    if not signed:
        return Dropped("other", sha256)
    if before is not None:
        return Dropped("appended", sha256, before)
    return Dropped("unknown" if all(entry.get("intact") for entry in signed) else "changed", sha256)


def _too_many(request: HttpRequest, *, typed: str) -> HttpResponse:
    response = render(request, "reports/check.html", {"typed": typed, "too_many": True}, status=TOO_MANY)
    response["Retry-After"] = str(WINDOW)
    return response
