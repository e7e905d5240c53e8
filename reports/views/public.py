"""The public check of a paper: whoever holds it sees whether it is ours, and what it says. No list, no search."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from reports.queries.documents import document_of_code


@require_GET
@never_cache
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """What stands behind the code on a paper; 404 with what to do when nothing does."""
    checked = document_of_code(code)
    status = 200 if checked is not None else 404
    return render(request, "reports/verify.html", {"checked": checked, "code": code[:60]}, status=status)
