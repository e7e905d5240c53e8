"""Opening the deployer's PKCS#12 file, and saying clearly what is wrong with it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from asn1crypto import pkcs12 as der
from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, pkcs12
from cryptography.x509.oid import NameOID
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from iga_portal.web.formats import day
from reports.signing import demo
from reports.signing.model import Identity, Signer, SignerFault

LEAST_BITS, LEAST_CURVE = 2048, 256


@dataclass(frozen=True, slots=True)
class Place:
    """Where the file and its passphrase lie; `is_test` for those that a demonstration makes."""

    file: Path
    passphrase: Path | None
    is_test: bool = False


def place_of_signer() -> Place | None:
    """Where the settings say the key is; None where documents are issued without a signature."""
    if settings.SIGNER_FILE:
        passphrase = settings.SIGNER_PASSPHRASE_FILE
        return Place(Path(settings.SIGNER_FILE), Path(passphrase) if passphrase else None)
    if settings.DEMO:
        file, words = demo.test_certificate(Path(settings.DATA_DIR) / "secrets")
        return Place(file, words, is_test=True)
    return None


def the_signer(*, now: datetime | None = None) -> Signer | None:
    """Whoever signs for this installation, ready to sign now; None where none is configured. Raises SignerFault."""
    place = place_of_signer()
    if place is None:
        return None
    signer = _signer_at(place, _stamp(place.file), _stamp(place.passphrase) if place.passphrase else 0)
    _refuse_out_of_time(signer.identity, now or timezone.now())
    return signer


def _stamp(path: Path) -> int:
    """When a file last changed: a new one is read without a restart. Raises SignerFault for one that cannot be read."""
    try:
        return path.stat().st_mtime_ns
    except OSError as error:
        raise _unreadable(path) from error


@lru_cache(maxsize=4)
def _signer_at(place: Place, _file_changed: int, _passphrase_changed: int) -> Signer:
    # The key stays in this process's memory as long as it lives; the passphrase is let go here.
    from reports.signing.pades import PadesSigner

    content, passphrase = _read(place.file), _passphrase(place)
    certificate = _opened(content, passphrase)
    return PadesSigner(_identity(certificate, is_test=place.is_test), content, passphrase)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise _unreadable(path) from error


def _passphrase(place: Place) -> bytes | None:
    return _read(place.passphrase).rstrip(b"\r\n") if place.passphrase else None


def _opened(content: bytes, passphrase: bytes | None) -> x509.Certificate:
    """The certificate of the file, once its key has been found fit. Raises SignerFault."""
    try:
        der.Pfx.load(content, strict=True)["auth_safe"].native  # noqa: B018 - reads it
    except (ValueError, TypeError, KeyError) as error:
        raise SignerFault("format", _("Berkas sertifikat penanda tangan bukan PKCS#12 yang utuh.")) from error
    try:
        key, certificate, _others = pkcs12.load_key_and_certificates(content, passphrase)
    except ValueError as error:
        # `from None`: what the library says of the attempt is nobody's business.
        del error
        raise SignerFault(
            "passphrase",
            _("Frasa sandi sertifikat penanda tangan tidak cocok. Perbaiki SIGNER_PASSPHRASE_FILE."),
        ) from None
    except UnsupportedAlgorithm:
        raise _unfit_key() from None
    if key is None or certificate is None or key.public_key() != certificate.public_key():
        raise SignerFault(
            "no_key", _("Berkas sertifikat penanda tangan tidak memuat kunci beserta sertifikatnya.")
        )
    is_strong = (isinstance(key, rsa.RSAPrivateKey) and key.key_size >= LEAST_BITS) or (
        isinstance(key, ec.EllipticCurvePrivateKey) and key.key_size >= LEAST_CURVE
    )
    if not is_strong:
        raise _unfit_key()
    if not _may_sign(certificate):
        raise SignerFault(
            "usage", _("Sertifikat penanda tangan ini bukan untuk menandatangani dokumen (key usage).")
        )
    return certificate


def _unfit_key() -> SignerFault:
    return SignerFault(
        "key",
        _("Kunci penanda tangan harus RSA paling sedikit 2.048 bit, atau ECDSA paling sedikit 256 bit."),
    )


def _may_sign(certificate: x509.Certificate) -> bool:
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return True  # no restriction
    except (ValueError, x509.DuplicateExtension):
        return False  # nobody can tell what it is for
    return usage.digital_signature or usage.content_commitment


def _identity(certificate: x509.Certificate, *, is_test: bool) -> Identity:
    names = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    subject = certificate.subject.rfc4514_string()
    return Identity(
        name=str(names[0].value) if names else subject,
        subject=subject,
        issuer=certificate.issuer.rfc4514_string(),
        fingerprint=hashlib.sha256(certificate.public_bytes(Encoding.DER)).hexdigest(),
        valid_from=certificate.not_valid_before_utc,
        valid_to=certificate.not_valid_after_utc,
        is_test=is_test,
    )


def _refuse_out_of_time(identity: Identity, now: datetime) -> None:
    now = now.astimezone(UTC)
    if now > identity.valid_to:
        raise SignerFault(
            "expired",
            _("Sertifikat %(name)s berakhir %(day)s. Pasang sertifikat yang baru.")
            % {"name": identity.name, "day": day(timezone.localtime(identity.valid_to))},
        )
    if now < identity.valid_from:
        raise SignerFault(
            "early",
            _("Sertifikat %(name)s baru berlaku %(day)s.")
            % {"name": identity.name, "day": day(timezone.localtime(identity.valid_from))},
        )


def _unreadable(path: Path) -> SignerFault:
    return SignerFault(
        "missing",
        _("Berkas “%(file)s” untuk penanda tangan tidak ada atau tidak dapat dibaca oleh portal.")
        % {"file": path.name},
    )
