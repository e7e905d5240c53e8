"""The test certificate of a demonstration: made once, in the data folder, never part of the code."""

from __future__ import annotations

import secrets
import shutil
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from cryptography.x509.oid import NameOID

NAME = "CONTOH Penanda Tangan Uji"
ORGANIZATION = "Portal IGA, peragaan"
LASTS = timedelta(days=3 * 365)
FILE, PASSPHRASE = "penanda-tangan.p12", "frasa-sandi"


def test_certificate(folder: Path) -> tuple[Path, Path]:
    """The PKCS#12 file and the file of its passphrase below `folder`, made when they are not there yet.

    Both appear together, by one rename: of two processes that make them at once, the later one takes what the first made.
    """
    place = folder / "penanda-tangan-contoh"
    if not (place / FILE).exists():
        _make(place)
    return place / FILE, place / PASSPHRASE


def _make(place: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    passphrase = secrets.token_urlsafe(32)
    made = Path(tempfile.mkdtemp(dir=place.parent, prefix=".penanda-tangan-"))  # 0700
    try:
        for name, content in (
            (FILE, make_pkcs12(passphrase.encode(), name=NAME, now=datetime.now(UTC))),
            (PASSPHRASE, passphrase.encode()),
        ):
            file = made / name
            file.touch(mode=0o600)
            file.write_bytes(content)
        made.rename(place)
    except OSError:
        if not (place / FILE).exists():
            raise
    finally:
        shutil.rmtree(made, ignore_errors=True)


def make_pkcs12(passphrase: bytes, *, name: str, now: datetime, lasts: timedelta = LASTS) -> bytes:
    """A key of 2048 bits with a certificate that it signed itself, for signing documents and nothing else."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "ID"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, ORGANIZATION),
            x509.NameAttribute(NameOID.COMMON_NAME, name),
        ]
    )
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(minutes=5))
        .not_valid_after(now + lasts)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(), critical=True)
        .sign(key, hashes.SHA256())
    )
    return pkcs12.serialize_key_and_certificates(
        name.encode(), key, certificate, None, BestAvailableEncryption(passphrase)
    )


def _usage() -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
