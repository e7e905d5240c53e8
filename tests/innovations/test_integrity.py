"""The integrity form: looked at by the portal, then by a second person; only an accepted one goes with a sending."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client

from iga_portal.refusals import Refused, StaleVersion
from iga_portal.tenancy.scope import scope
from innovations.domain.integrity import add_integrity_form, check_integrity_form, why_form_blocks
from innovations.models import Document, IntegrityForm
from tests.cast import DAY, KOTIM, Cast, make_document, region_period
from tests.innovations.desk_support import admin, signed_in


def uploaded(cast: Cast, *, by: str = "hendra") -> IntegrityForm:
    """A form that waits for the second person. Needs a scope."""
    actor = cast.actor(by)
    document = make_document(actor, opd=None, subject="Form integritas")
    return add_integrity_form(
        region_period(cast), actor=actor, document_id=document.pk, signed_by="Drs. Ahmad", signed_on=DAY
    )


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"signed_on": DAY + timedelta(days=1)}, "masa depan"),
        ({"signed_on": date(2025, 12, 31)}, "tidak boleh sebelum 1 Januari 2026"),
        ({"signed_by": " A. "}, "nama penanda tangan"),
        ({"document": "agency"}, "milik daerah"),
        ({"document": "film"}, "tidak berisi halaman"),
        ({"document": "refused"}, "ditolak pemindaian"),
    ],
)
def test_what_a_program_can_see_is_looked_at_first(cast: Cast, more: dict[str, object], words: str) -> None:
    hendra = cast.actor("hendra")
    with scope({KOTIM}):
        opd = cast.health if more.get("document") == "agency" else None
        document = make_document(hendra if opd is None else cast.actor("sari"), opd=opd)
        stored = document.file
        assert stored is not None
        if more.get("document") == "film":
            type(stored).objects.filter(pk=stored.pk).update(page_count=None)
        if more.get("document") == "refused":
            type(stored).objects.filter(pk=stored.pk).update(state="refused")
        given = {"signed_by": "Drs. Ahmad", "signed_on": DAY, **more}
        given.pop("document", None)
        with pytest.raises(Refused, match=words):
            add_integrity_form(region_period(cast), actor=hendra, document_id=document.pk, **given)  # type: ignore[arg-type]
        assert not IntegrityForm.objects.exists()


def test_second_person_accepts_or_says_what_is_wrong(cast: Cast) -> None:
    hendra, indah = cast.actor("hendra"), cast.actor("indah")
    with scope({KOTIM}):
        form = uploaded(cast)
        assert why_form_blocks(form)[0] == "integrity_unchecked"
        with pytest.raises(Refused, match="oleh orang lain"):
            check_integrity_form(form.pk, actor=hendra, is_accepted=True)
        with pytest.raises(Refused, match="perlu diperbaiki"):
            check_integrity_form(form.pk, actor=indah, is_accepted=False, finding=" ")
        for name in ("sari", "budi", "tiur", "yosef"):
            with pytest.raises(Refused):
                check_integrity_form(form.pk, actor=cast.actor(name), is_accepted=True)
        found = check_integrity_form(form.pk, actor=indah, is_accepted=False, finding="Meterai belum ada.")
        assert why_form_blocks(found) == (
            "integrity_refused",
            "Form integritas belum benar: Meterai belum ada. Unggah form yang sudah diperbaiki.",
        )
        # The same word again changes nothing; another one is told of the first.
        check_integrity_form(form.pk, actor=indah, is_accepted=False, finding="Lain.")
        with pytest.raises(StaleVersion, match="sudah diperiksa Indah"):
            check_integrity_form(form.pk, actor=indah, is_accepted=True)
        # A new form begins anew, whoever accepted the old one; the old one stays.
        again = uploaded(cast, by="indah")
        with pytest.raises(Refused, match="sudah diganti"):
            check_integrity_form(form.pk, actor=indah, is_accepted=True)
        assert why_form_blocks(check_integrity_form(again.pk, actor=hendra, is_accepted=True)) == ("", "")
        assert IntegrityForm.objects.count() == 2
        uploaded(cast)
        latest = IntegrityForm.objects.first()
        assert latest is not None
        assert latest.is_accepted is None


def test_page_shows_the_scan_and_asks_the_second_person_only(cast: Cast) -> None:
    hendra, indah = signed_in(cast.hendra), signed_in(cast.indah)
    with scope({KOTIM}):
        form = uploaded(cast)
    check = admin("integrity_check", form.pk)
    mine, theirs = hendra.get(admin("integrity")).text, indah.get(admin("integrity")).text
    assert check not in mine
    assert "Anda yang mengunggah form ini; admin daerah lain memeriksanya." in mine
    assert check in theirs
    assert "belum diperiksa orang kedua" in mine
    response = indah.post(check, {"periksa-decision": "tidak", "periksa-finding": ""})
    assert response.status_code == 422
    assert "Tuliskan apa yang perlu diperbaiki." in response.text
    assert indah.post(check, {}).status_code == 422
    assert (
        indah.post(check, {"periksa-decision": "ya"}, follow=True).text.count("Form integritas diterima.")
        == 1
    )
    # Another tab that still shows the question: told, nothing changed.
    late = indah.post(check, {"periksa-decision": "tidak", "periksa-finding": "x"})
    assert late.status_code == 409
    assert "sudah diperiksa Indah" in late.text
    with scope({KOTIM}):
        form.refresh_from_db()
    assert form.is_accepted is True
    assert "Diperiksa Indah" in hendra.get(admin("integrity")).text


def test_forms_of_nobody_here_are_not_found(cast: Cast) -> None:
    client: Client = signed_in(cast.indah)
    assert client.post(admin("integrity_check", 999_999), {"periksa-decision": "ya"}).status_code == 404
    with scope({KOTIM}):
        form = uploaded(cast)
        assert Document.objects.exists()
    assert signed_in(cast.yosef).post(admin("integrity_check", form.pk), {}).status_code == 404
