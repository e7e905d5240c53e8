"""`check_signer`: whether documents can be signed now, and in whose name. Makes the test certificate of a demonstration."""

from __future__ import annotations

import io
import json
from typing import Any

import pikepdf
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation

from reports.signing import SignerFault, the_signer

A4 = (595, 842)


class Command(BaseCommand):
    help = "Open the certificate that documents are signed with, and sign an empty page with it. Shows no secret."

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override("id"):
            try:
                signer = the_signer()
                if signer is not None:
                    signer.sign(_empty_page())
            except SignerFault as fault:
                raise CommandError(f"{fault.code}: {fault.message}") from fault
        if signer is None:
            self.stdout.write(json.dumps({"signer": None, "note": "SIGNER_FILE is empty: nothing is signed"}))
            return
        identity = signer.identity
        left = identity.valid_to - timezone.now()
        self.stdout.write(
            json.dumps(
                {
                    "signer": identity.name,
                    "subject": identity.subject,
                    "issuer": identity.issuer,
                    "fingerprint": identity.fingerprint,
                    "valid_from": identity.valid_from.isoformat(),
                    "valid_to": identity.valid_to.isoformat(),
                    "days_left": left.days,
                    "test": identity.is_test,
                },
                ensure_ascii=False,
            )
        )


def _empty_page() -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=A4)
        pdf.save(out)
    return out.getvalue()
