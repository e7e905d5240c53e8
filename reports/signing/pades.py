"""PAdES (baseline B) by pyHanko: an addition at the end of the document, with every byte before it as it was printed.

What the addition must not break: PDF/A-3a. So the note that is seen brings its own embedded faces, the field stands in the tree of
tags with words of its own, and the metadata stay as they are (information dictionary and XMP have to agree).
"""

from __future__ import annotations

import logging
from datetime import datetime
from io import BytesIO
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import pkcs12 as pyca
from django.utils import timezone
from django.utils.translation import gettext as _
from pyhanko.pdf_utils import content, generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import AxisAlignment, BoxConstraints, InnerScaling, Margins, SimpleBoxLayoutRule
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields, signers
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.stamp import StaticStampStyle

from reports.signing.model import Identity, Signed, SignerFault
from reports.signing.note import note_page, words_of
from reports.signing.places import Spot, spot_for

logger = logging.getLogger(__name__)
FIELD = "TandaTangan"
DIGEST = "sha256"
ROOM = 1024
"""Bytes of a signature beside its certificates: 256 to 512 of them the signature itself."""
REASON = "Dokumen resmi hasil pengukuran Indeks Inovasi Daerah"
PLACE = "Indonesia"


class PadesSigner:
    """One certificate with its key, in the memory of this process."""

    def __init__(self, identity: Identity, pkcs12: bytes, passphrase: bytes | None) -> None:
        self.identity = identity
        self._key = _Key.load_pkcs12_data(pkcs12, other_certs=[], passphrase=passphrase)
        self._key.opened = pyca.load_key_and_certificates(pkcs12, passphrase)[0]
        certificates = [self._key.signing_cert, *self._key.cert_registry]
        # Hexadecimal digits for the certificates and, generously, the signature with its attributes.
        self._reserved = 2 * (sum(len(entry.dump()) for entry in certificates) + ROOM)

    def sign(self, content: bytes) -> Signed:
        """The document with a certifying signature: any later change shows. Raises SignerFault (`failed`)."""
        try:
            return self._sign(content)
        except (SigningError, PdfError, ValueError, KeyError, IndexError) as error:
            logger.warning("a document of %s bytes cannot be signed: %r", len(content), error)
            raise SignerFault(
                "failed",
                _(
                    "Dokumen ini tidak dapat ditandatangani. Ulangi; bila gagal lagi, hubungi pengelola portal."
                ),
            ) from error

    def _sign(self, content: bytes) -> Signed:
        at = timezone.localtime().replace(microsecond=0)
        writer = _Writer(BytesIO(content))
        page = writer.root["/Pages"]["/Kids"][0]
        left, bottom, right, top = (float(side) for side in page["/MediaBox"])
        spot = spot_for(width=right - left, height=top - bottom)
        words = words_of(self.identity, day=at.date())
        fields.append_signature_field(
            writer, SigFieldSpec(FIELD, on_page=0, box=spot.box, readable_field_name=" ".join(words))
        )
        _tag(writer, " ".join(words))
        out = _PdfSigner(
            signers.PdfSignatureMetadata(
                field_name=FIELD,
                md_algorithm=DIGEST,
                subfilter=SigSeedSubFilter.PADES,
                certify=True,
                docmdp_permissions=MDPPerm.NO_CHANGES,
                name=self.identity.name,
                reason=REASON,
                location=PLACE,
            ),
            self._key,
            stamp_style=_style(note_page(words, spot), spot),
            at=at,
        ).sign_pdf(writer, bytes_reserved=self._reserved, output=BytesIO())
        return Signed(bytes(out.getbuffer()), at)


class _Key(signers.SimpleSigner):
    """Signs with a key that was opened once: opening it anew for each signature takes longer than all the rest."""

    opened: Any = None

    @classmethod
    def load_pkcs12_data(cls, *arguments: Any, **options: Any) -> _Key:
        made = signers.SimpleSigner.load_pkcs12_data(*arguments, **options)
        return cls(
            signing_cert=made.signing_cert,
            signing_key=made.signing_key,
            cert_registry=made.cert_registry,
            signature_mechanism=made.signature_mechanism,
        )

    def sign_raw(self, data: bytes, digest_algorithm: str) -> bytes:
        if digest_algorithm != DIGEST:
            raise SigningError(f"{digest_algorithm} instead of {DIGEST}")
        if isinstance(self.opened, rsa.RSAPrivateKey):
            return bytes(self.opened.sign(data, padding.PKCS1v15(), hashes.SHA256()))
        return bytes(self.opened.sign(data, ec.ECDSA(hashes.SHA256())))


class _Writer(IncrementalPdfFileWriter):
    """Leaves the metadata alone: they tell how the document was printed, and signing prints nothing."""

    def _update_meta(self) -> None:
        return


class _PdfSigner(signers.PdfSigner):
    """States the moment that it is told, so that it can be kept beside the file."""

    def __init__(self, *arguments: Any, at: datetime, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._at = at

    def init_signing_session(self, *arguments: Any, **options: Any) -> Any:
        session = super().init_signing_session(*arguments, **options)
        session.system_time = self._at
        return session


class _NotePage(content.PdfContent):
    """The page of the note as an object of the document, with the faces that it brings."""

    def __init__(self, page: bytes, spot: Spot) -> None:
        super().__init__(box=BoxConstraints(width=spot.width, height=spot.height))
        self._page = page

    def render(self) -> bytes:
        drawn = self._ensure_writer.import_page_as_xobject(PdfFileReader(BytesIO(self._page)))
        self.resources.xobject["/Catatan"] = drawn
        return b"/Catatan Do"


def _style(page: bytes, spot: Spot) -> StaticStampStyle:
    return StaticStampStyle(
        border_width=0,
        background=_NotePage(page, spot),
        background_opacity=1.0,
        background_layout=SimpleBoxLayoutRule(
            x_align=AxisAlignment.ALIGN_MIN,
            y_align=AxisAlignment.ALIGN_MIN,
            margins=Margins.uniform(0),
            inner_content_scaling=InnerScaling.NO_SCALING,
        ),
    )


def _tag(writer: IncrementalPdfFileWriter, words: str) -> None:
    """Put the field into the tree of tags, at its end: conformance A wants every mark of a page to have its place there."""
    root: Any = writer.root
    if "/StructTreeRoot" not in root:
        return
    tree = root["/StructTreeRoot"]
    field_ref = root["/AcroForm"]["/Fields"].raw_get(-1)
    widget = field_ref.get_object()
    top_ref = _top_element(tree)
    top = top_ref.get_object()
    parents_ref = tree.raw_get("/ParentTree")
    parents = parents_ref.get_object()
    number = _next_key(parents)
    element = generic.DictionaryObject(
        {
            pdf_name("/Type"): pdf_name("/StructElem"),
            pdf_name("/S"): pdf_name("/Form"),
            pdf_name("/P"): top_ref,
            pdf_name("/Pg"): widget.raw_get("/P"),
            pdf_name("/Alt"): generic.TextStringObject(words),
        }
    )
    element_ref = writer.add_object(element)
    element["/K"] = generic.DictionaryObject(
        {
            pdf_name("/Type"): pdf_name("/OBJR"),
            pdf_name("/Obj"): field_ref,
            pdf_name("/Pg"): widget.raw_get("/P"),
        }
    )
    kids = top["/K"]
    if not isinstance(kids, generic.ArrayObject):
        kids = generic.ArrayObject([top.raw_get("/K")])
        top["/K"] = kids
    kids.append(element_ref)
    parents["/Nums"].append(generic.NumberObject(number))
    parents["/Nums"].append(element_ref)
    widget["/StructParent"] = generic.NumberObject(number)
    if "/ParentTreeNextKey" in tree:
        tree["/ParentTreeNextKey"] = generic.NumberObject(number + 1)
    for changed in (top, parents, tree, kids, parents["/Nums"], widget):
        writer.update_container(changed)


def _top_element(tree: Any) -> Any:
    """The reference of the element that holds the whole document."""
    kids = tree.raw_get("/K")
    if isinstance(kids, generic.IndirectObject) and not isinstance(kids.get_object(), generic.ArrayObject):
        return kids
    return kids.get_object().raw_get(0) if isinstance(kids, generic.IndirectObject) else kids.raw_get(0)


def _next_key(parents: Any) -> int:
    numbers = parents["/Nums"]
    return max((int(numbers[place]) for place in range(0, len(numbers), 2)), default=-1) + 1
