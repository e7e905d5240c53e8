"""Signatures: whose, over what, what they leave alone; and every way in which there is none, told without a secret."""

from __future__ import annotations

import json
import os
import sys
import traceback
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from cryptography.x509.oid import NameOID
from django.core.management import CommandError, call_command
from django.utils import timezone
from django.views.debug import SafeExceptionReporterFilter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from reports.printing.render import render_certificate, render_published_report, render_receipt
from reports.printing.samples import sample_certificate
from reports.printing.samples_published import sample_published_report, sample_receipt
from reports.signing import Signed, Signer, SignerFault, the_signer
from reports.signing.demo import make_pkcs12
from reports.signing.model import Identity
from reports.signing.note import note_page, words_of
from reports.signing.places import CERTIFICATE, PAPER, Spot
from tests.printing.reading import dark_at_the_note, elements, opened, sample_pdf, squeezed, text

PASSPHRASE = "rahasia-yang-tidak-boleh-tampak"
NAME = "Direktur Uji Coba"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A deployer's two files. One key for all tests here: making one takes a moment."""
    folder = tmp_path_factory.mktemp("penanda-tangan")
    (folder / "kunci.p12").write_bytes(make_pkcs12(PASSPHRASE.encode(), name=NAME, now=datetime.now(UTC)))
    (folder / "frasa").write_text(f"{PASSPHRASE}\n")
    return folder


@pytest.fixture
def configured(folder: Path, settings: object) -> Path:
    settings.SIGNER_FILE = str(folder / "kunci.p12")  # type: ignore[attr-defined]
    settings.SIGNER_PASSPHRASE_FILE = str(folder / "frasa")  # type: ignore[attr-defined]
    return folder


def signer() -> Signer:
    found = the_signer()
    assert found is not None
    return found


@pytest.fixture(params=["certificate", "report", "published", "receipt"])
def printed(request: pytest.FixtureRequest) -> bytes:
    return printed_sample(request.param)


@lru_cache
def printed_sample(kind: str) -> bytes:
    if kind == "published":
        return render_published_report(sample_published_report(counted=14, outside=2))
    if kind == "receipt":
        return render_receipt(sample_receipt(counted=2, outside=1))
    return render_certificate(sample_certificate()) if kind == "certificate" else sample_pdf(69, 8)


# What a signature is ----------------------------------------------------------------------------------------------


def test_signature_covers_the_whole_document_and_changes_none_of_it(configured: Path, printed: bytes) -> None:
    before = timezone.now().replace(microsecond=0)
    signed = signer().sign(printed)
    assert isinstance(signed, Signed)
    assert signed.content.startswith(printed)
    assert before <= signed.at <= timezone.now()
    (found,) = PdfFileReader(BytesIO(signed.content)).embedded_signatures
    status = validate_pdf_signature(
        found, ValidationContext(trust_roots=[found.signer_cert], allow_fetching=False)
    )
    assert (status.intact, status.valid, status.coverage.name) == (True, True, "ENTIRE_FILE")
    assert status.signing_cert.sha256.hex() == signer().identity.fingerprint
    assert found.sig_object["/SubFilter"] == "/ETSI.CAdES.detached"
    assert found.self_reported_timestamp in (None, signed.at)
    with opened(signed.content) as pdf:
        assert str(pdf.Root.AcroForm.Fields[0].V.Name) == NAME


def test_one_changed_byte_shows(configured: Path) -> None:
    printed = render_certificate(sample_certificate())
    content = bytearray(signer().sign(printed).content)
    content[len(printed) // 2] ^= 1
    (found,) = PdfFileReader(BytesIO(bytes(content)), strict=False).embedded_signatures
    status = validate_pdf_signature(
        found, ValidationContext(trust_roots=[found.signer_cert], allow_fetching=False)
    )
    assert not status.intact


def test_signed_document_still_is_what_pdf_a_3a_asks_for(configured: Path, printed: bytes) -> None:
    signed = signer().sign(printed)
    with opened(printed) as before, opened(signed.content) as pdf:
        assert pdf.check_pdf_syntax() == []
        # Information dictionary and XMP agree, because neither was touched.
        assert pdf.Root.Metadata.read_bytes() == before.Root.Metadata.read_bytes()
        assert dict(pdf.docinfo) == dict(before.docinfo)
        (field,) = pdf.Root.AcroForm.Fields
        assert "/NeedAppearances" not in pdf.Root.AcroForm
        # Printed, never hidden (ISO 19005-3, 6.3.2); drawn by an appearance of its own (6.3.3).
        assert int(field.F) & 0b100 and not int(field.F) & 0b100011
        look = field.AP.N
        # No digest of its own in the reference when the whole document is certified (6.1.12).
        (reference,) = pdf.Root.Perms.DocMDP.Reference
        assert not {"/DigestMethod", "/DigestValue", "/DigestLocation"} & set(reference.keys())
        fonts = list(_fonts(look))
        assert fonts
        for font in fonts:
            descriptor = font.DescendantFonts[0].FontDescriptor
            assert "/FontFile2" in descriptor or "/FontFile3" in descriptor
            assert "/ToUnicode" in font
        # In the tree of tags, with words, and found from the page (conformance A).
        forms = [element.node for element in elements(pdf) if element.tag == "Form"]
        assert [str(node.Alt) for node in forms] == [str(field.TU)]
        assert NAME in str(field.TU)
        assert forms[0].K.Obj.objgen == field.objgen
        numbers = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
        keys = [int(key) for key in numbers[::2]]
        assert keys == sorted(set(keys))
        assert numbers[keys.index(int(field.StructParent)) * 2 + 1].objgen == forms[0].objgen


def _fonts(form: pikepdf.Object) -> list[pikepdf.Object]:
    resources = form.get("/Resources", {})
    found = list(resources.get("/Font", {}).values())
    for inner in resources.get("/XObject", {}).values():
        found += _fonts(inner)
    return found


def test_note_lies_where_the_page_is_empty(configured: Path, printed: bytes) -> None:
    assert not dark_at_the_note(printed)
    assert dark_at_the_note(signer().sign(printed).content, darker_than=100)


@pytest.mark.parametrize("spot", [CERTIFICATE, PAPER])
@pytest.mark.parametrize("is_test", [True, False])
def test_note_of_a_long_name_is_set_smaller_and_says_all(spot: Spot, is_test: bool) -> None:
    name = "Prof. Dr. H. RADEN MAS SURYOKUSUMO WIJAYANINGRAT, S.H., M.Si. KW"
    assert len(name) == 64  # as many as a common name may have
    now = datetime.now(UTC)
    identity = Identity(name, name, name, "0" * 64, now, now, is_test)
    note = note_page(words_of(identity, day=date(2026, 9, 28)), spot)
    said = squeezed(text(note))
    for part in words_of(identity, day=date(2026, 9, 28)):
        assert squeezed(part) in said
    with opened(note) as pdf:
        assert len(pdf.pages) == 1


# And when there is none -------------------------------------------------------------------------------------------


def fault_of(settings: object, file: Path, passphrase: Path, *, now: datetime | None = None) -> SignerFault:
    settings.SIGNER_FILE = str(file)  # type: ignore[attr-defined]
    settings.SIGNER_PASSPHRASE_FILE = str(passphrase)  # type: ignore[attr-defined]
    with pytest.raises(SignerFault) as fault:
        the_signer(now=now)
    return fault.value


def test_every_fault_has_a_code_and_tells_no_secret(
    folder: Path, tmp_path: Path, settings: object, caplog: pytest.LogCaptureFixture
) -> None:
    key, right = folder / "kunci.p12", folder / "frasa"
    wrong, broken, bare = tmp_path / "salah", tmp_path / "rusak.p12", tmp_path / "tanpa-kunci.p12"
    wrong.write_text("SALAH-SEKALI")
    broken.write_bytes(key.read_bytes()[:-40])
    _key, certificate, _more = pkcs12.load_key_and_certificates(key.read_bytes(), PASSPHRASE.encode())
    bare.write_bytes(
        pkcs12.serialize_key_and_certificates(
            b"x", None, certificate, None, BestAvailableEncryption(PASSPHRASE.encode())
        )
    )
    now = timezone.now()
    faults = {
        "passphrase": fault_of(settings, key, wrong),
        "format": fault_of(settings, broken, right),
        "no_key": fault_of(settings, bare, right),
        "missing": fault_of(settings, tmp_path / "tidak-ada.p12", right),
        "expired": fault_of(settings, key, right, now=now + timedelta(days=4 * 365)),
        "early": fault_of(settings, key, right, now=now - timedelta(days=1)),
    }
    assert {code: fault.code for code, fault in faults.items()} == {code: code for code in faults}
    told = " ".join(f"{fault!r} {fault.message} {fault.__cause__!r}" for fault in faults.values())
    for secret in (PASSPHRASE, "SALAH-SEKALI", str(tmp_path)):
        assert secret not in told + caplog.text


def pkcs12_of(key: Any, *, now: datetime) -> bytes:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, None if isinstance(key, ed25519.Ed25519PrivateKey) else hashes.SHA256())
    )
    return pkcs12.serialize_key_and_certificates(
        b"x", key, certificate, None, BestAvailableEncryption(PASSPHRASE.encode())
    )


def test_keys_that_are_too_weak_or_not_known_are_refused_and_good_ones_sign(
    folder: Path, tmp_path: Path, settings: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = datetime.now(UTC)
    weak = [ec.generate_private_key(ec.SECP224R1()), ed25519.Ed25519PrivateKey.generate()]
    for place, key in enumerate(weak):
        file = tmp_path / f"{place}.p12"
        file.write_bytes(pkcs12_of(key, now=now))
        assert fault_of(settings, file, folder / "frasa").code == "key"
    good = tmp_path / "baik.p12"
    good.write_bytes(pkcs12_of(ec.generate_private_key(ec.SECP256R1()), now=now))
    settings.SIGNER_FILE = str(good)  # type: ignore[attr-defined]
    signed = signer().sign(render_certificate(sample_certificate()))
    (found,) = PdfFileReader(BytesIO(signed.content)).embedded_signatures
    status = validate_pdf_signature(
        found, ValidationContext(trust_roots=[found.signer_cert], allow_fetching=False)
    )
    assert (status.intact, status.valid) == (True, True)

    def unknown(*_arguments: object) -> None:
        raise UnsupportedAlgorithm("Curve 1.3.132.0.31 is not supported")

    monkeypatch.setattr("reports.signing.keys.pkcs12.load_key_and_certificates", unknown)
    strange = tmp_path / "asing.p12"
    strange.write_bytes(good.read_bytes())
    fault = fault_of(settings, strange, folder / "frasa")
    assert fault.code == "key"
    assert "1.3.132" not in f"{fault} {fault.__cause__}"


def test_passphrase_is_in_no_page_log_argument_row_or_frame(
    folder: Path, tmp_path: Path, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    """Not even where an error page would list the settings, the environment and the variables of each call."""
    settings.SIGNER_FILE, settings.SIGNER_PASSPHRASE_FILE = str(folder / "kunci.p12"), str(folder / "frasa")
    caplog.set_level(0)
    ready = signer()
    shown = [repr(ready), repr(ready.identity), repr(vars(ready)), caplog.text]
    try:
        ready.sign(b"%PDF-1.7 not at all")
    except SignerFault as fault:
        trace = fault.__traceback__
        while trace is not None:
            shown.append(repr(trace.tb_frame.f_locals))
            trace = trace.tb_next
        shown.append(str(fault))
    reporter = SafeExceptionReporterFilter()
    shown += [repr(reporter.get_safe_settings()), repr(dict(os.environ)), repr(sys.argv)]
    assert PASSPHRASE not in " ".join(shown)
    (tmp_path / "salah").write_text("SALAH-SEKALI")
    settings.SIGNER_PASSPHRASE_FILE = str(tmp_path / "salah")
    with pytest.raises(SignerFault) as refused:
        the_signer()
    assert "SALAH-SEKALI" not in "".join(traceback.format_exception(refused.value))


def test_without_a_file_nothing_is_signed_but_a_demonstration_makes_its_own_once(
    tmp_path: Path, settings: object
) -> None:
    settings.SIGNER_FILE, settings.DATA_DIR = "", tmp_path  # type: ignore[attr-defined]
    settings.DEMO = False  # type: ignore[attr-defined]
    assert the_signer() is None
    settings.DEMO = True  # type: ignore[attr-defined]
    first = signer().identity
    assert first.is_test
    assert first.name.startswith("CONTOH")
    assert signer().identity == first
    made = sorted((tmp_path / "secrets").rglob("*"))
    assert [path.name for path in made] == ["penanda-tangan-contoh", "frasa-sandi", "penanda-tangan.p12"]
    assert [oct(path.stat().st_mode & 0o777) for path in made] == ["0o700", "0o600", "0o600"]


def test_check_signer_tells_who_signs_or_ends_with_the_reason(
    configured: Path, tmp_path: Path, settings: object
) -> None:
    out = StringIO()
    call_command("check_signer", stdout=out)
    told = json.loads(out.getvalue())
    assert (told["signer"], told["test"]) == (NAME, False)
    assert PASSPHRASE not in out.getvalue()
    (tmp_path / "salah").write_text("salah")
    settings.SIGNER_PASSPHRASE_FILE = str(tmp_path / "salah")  # type: ignore[attr-defined]
    with pytest.raises(CommandError, match="passphrase: Frasa sandi"):
        call_command("check_signer", stdout=out)
