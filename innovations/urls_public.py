"""Addresses that are open to everybody: the check of a receipt."""

from __future__ import annotations

from django.urls import path

from innovations.views import public_receipts

urlpatterns = [
    path("tanda-terima/", public_receipts.receipt_check, name="receipt_check"),
    path("tanda-terima/<str:code>/", public_receipts.verify_receipt, name="verify_receipt"),
]
