"""The public check of a receipt: whoever holds one sees whether it is ours and whether what is stored is still the same.

Nothing else is ever shown, and nothing is kept of what somebody drops here. Unknown and malformed codes answer alike.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from iga_portal.files.passing import Passing, pass_files
from iga_portal.web.limits import within_limit
from innovations.domain.receipts import known_code
from innovations.queries.receipts import Checked, receipt_of_code

ASKED, WINDOW = 60, 60
"""Times an address may ask within so many seconds: an office behind one address, not a machine that guesses."""
TOO_MANY = 429


@require_safe
@never_cache
def receipt_check(request: HttpRequest) -> HttpResponse:
    """Where a code is typed. A code in the address leads to its own page."""
    typed = request.GET.get("kode", "").strip()
    if not typed:
        return render(request, "innovations/public/receipt_check.html", {"typed": ""})
    parts = known_code(typed)
    # A code that cannot be one goes the same way as one that is none.
    return redirect(reverse("verify_receipt", args=[parts[1] if parts else typed[:60].replace("/", "-")]))


# The body is hashed as it arrives, before anything is asked of the database, and changes nothing: there is no form to forge.
@csrf_exempt
@transaction.non_atomic_requests
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def verify_receipt(request: HttpRequest, code: str) -> HttpResponse:
    """What stands behind a code; 404 with what to do when nothing does. POST compares a file with it."""
    if not within_limit(request, action="receipt", amount=ASKED, seconds=WINDOW):
        response = render(
            request, "innovations/public/receipt_check.html", {"typed": code[:60], "too_many": True}
        )
        response.status_code = TOO_MANY
        response["Retry-After"] = str(WINDOW)
        return response
    handler = (
        pass_files(request, most=max(settings.VIDEO_MAX_BYTES, settings.DOCUMENT_MAX_BYTES))
        if request.method == "POST"
        else None
    )
    with transaction.atomic():
        checked = receipt_of_code(code)
    if checked is None:
        return render(
            request, "innovations/public/receipt.html", {"checked": None, "code": code[:60]}, status=404
        )
    return render(request, "innovations/public/receipt.html", _context(checked, handler))


def _context(checked: Checked, handler: Passing | None) -> dict[str, Any]:
    context: dict[str, Any] = {"checked": checked, "compared": ""}
    if handler is None:
        return context
    if handler.is_too_large:
        context["compared"] = "large"
    elif not handler.seen:
        context["compared"] = "none"
    else:
        context["file_hash"] = handler.digest.hexdigest()
        context["compared"] = "same" if context["file_hash"] == checked.sha256 else "other"
    return context
