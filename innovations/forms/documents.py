"""Forms of the document library: a new document, its details, a new version, and the attachments of a proposal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from iga_portal.files.domain import megabytes
from iga_portal.files.models import Upload, UploadState
from iga_portal.files.uploads import find_upload
from innovations.domain.items import DOCUMENT_FIELDS
from innovations.forms.owners import OwnerForm
from innovations.forms.proposal import CHOOSE, DateInput, StepForm
from innovations.models import Document

ACCEPT = ".pdf,.jpg,.jpeg,.png,.mp4"


def size_hint() -> str:
    """The limits in the words in which a file over them is refused."""
    return _("PDF, JPG, PNG (paling besar %(document)s MB) atau MP4 (paling besar %(video)s MB).") % {
        "document": megabytes(settings.DOCUMENT_MAX_BYTES),
        "video": megabytes(settings.VIDEO_MAX_BYTES),
    }


class LinkField(forms.CharField):
    """A link as text: the domain says what is wrong with it, and a missing "https://" is added."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"inputmode": "url", "autocomplete": "off", "placeholder": "https://"}
        super().__init__(max_length=500, widget=forms.TextInput(attrs=attrs), **kwargs)

    def clean(self, value: Any) -> Any:
        link = super().clean(value)
        if link and "://" not in link and "." in link.split("/", 1)[0]:
            link = f"https://{link}"
        if link:
            forms.URLField(assume_scheme="https", max_length=500).clean(link)
        return link


class UploadIdInput(forms.HiddenInput):
    """Where the browser's script notes the upload that carries the chosen file (static/js/upload.js)."""

    def __init__(self) -> None:
        super().__init__(attrs={"data-upload-id": ""})


class EvidenceSourceForm(forms.Form):
    """A file or a link, exactly one. A large file is refused before it is read.

    The file comes with the form, or has come before it in pieces: then `file` cleans to the `Upload`, which stays known when
    the form is shown again. `person_id` is whose uploads count; without it there are none.
    """

    file = forms.FileField(
        label=gettext_lazy("Berkas"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPT}),
    )
    link = LinkField(
        label=gettext_lazy("atau tautan"),
        required=False,
        help_text=gettext_lazy(
            "Misalnya YouTube, Google Drive, atau situs. Pastikan siapa pun dapat membukanya."
        ),
    )
    upload = forms.UUIDField(required=False, widget=UploadIdInput)

    def __init__(self, *args: Any, person_id: int | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person_id = person_id
        self.fields["file"].help_text = size_hint()

    @cached_property
    def arrived(self) -> Upload | None:
        """The upload that the form names, if it is the person's own and whole."""
        try:
            public_id = UUID(self.data.get(self.add_prefix("upload")) or "")
        except ValueError:
            return None
        found = find_upload(public_id, person_id=self.person_id) if self.person_id is not None else None
        return found if found is not None and found.state == UploadState.COMPLETE else None

    @property
    def is_filled(self) -> bool:
        """Was a document meant: a file, a link, or at least what it is about?"""
        typed = (self.data.get(self.add_prefix(name)) or "" for name in ("link", "subject"))
        named = self.data.get(self.add_prefix("upload"))
        return bool(self.files.get(self.add_prefix("file")) or named) or any(text.strip() for text in typed)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("file") and cleaned.get("upload"):
            cleaned["file"] = self.arrived
            if self.arrived is None and not cleaned.get("link"):
                self.add_error("file", _("Unggahan itu sudah tidak ada. Pilih berkasnya sekali lagi."))
        if "file" in self.errors or "link" in self.errors:
            return cleaned
        if bool(cleaned.get("file")) == bool(cleaned.get("link")):
            self.add_error("file", _("Unggah berkas atau isi tautan, salah satu."))
        return cleaned

    def explain_lost_file(self) -> None:
        """A browser never sends a chosen file twice by itself: say so where the file was fine and something else was not."""
        upload: UploadedFile | None = self.files.get(self.add_prefix("file"))
        if upload is not None and self.errors and "file" not in self.errors:
            self.add_error("file", _("Pilih “%(name)s” sekali lagi, lalu simpan.") % {"name": upload.name})


class DetailsForm(forms.Form):
    """What stands on the document."""

    subject = forms.CharField(
        label=gettext_lazy("Tentang"),
        max_length=300,
        help_text=gettext_lazy("Judul atau isi ringkas, misalnya “SK Bupati tentang Inovasi Daerah 2025”."),
    )
    number = forms.CharField(label=gettext_lazy("Nomor surat, bila ada"), max_length=120, required=False)
    dated = forms.DateField(label=gettext_lazy("Tanggal surat, bila ada"), required=False, widget=DateInput)
    is_region_wide = forms.BooleanField(
        label=gettext_lazy("Untuk seluruh daerah"),
        required=False,
        help_text=gettext_lazy(
            "Semua OPD daerah ini dapat melihat dan mengutipnya, misalnya SK Bupati atau RKPD."
        ),
    )


class NewDocumentForm(OwnerForm, EvidenceSourceForm, DetailsForm):
    """A new document, of the OPD or of one of its units."""

    field_order = ("file", "link", "subject", "number", "dated", "opd", "is_region_wide")


class EvidenceForm(EvidenceSourceForm, DetailsForm):
    """A new document that is cited at once for a row, with the pages that matter."""

    pages = forms.CharField(
        label=gettext_lazy("Halaman yang dimaksud"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("Misalnya 1, 4–6. Desk langsung melihat halaman itu."),
    )
    field_order = ("file", "link", "subject", "number", "dated", "pages", "is_region_wide")


class AttachmentsForm(StepForm):
    """Items 19 to 22: for each a document of the library, or a new file, which wins."""

    LABELS = {
        "budget_document": gettext_lazy("Anggaran"),
        "profile_document": gettext_lazy("Profil bisnis"),
        "ip_document": gettext_lazy("Sertifikat HAKI"),
        "award_document": gettext_lazy("Penghargaan"),
    }
    HINTS = {
        "budget_document": gettext_lazy("Bila diperlukan: halaman DPA atau RKA yang memuat inovasi."),
        "profile_document": gettext_lazy("Bila ada."),
        "ip_document": gettext_lazy("Bila ada: sertifikat atau surat pencatatan ciptaan, merek, paten."),
        "award_document": gettext_lazy("Bila inovasi ini pernah memenangkan lomba."),
    }

    def __init__(self, *args: Any, documents: Sequence[Document], **kwargs: Any) -> None:
        self.documents = {str(document.pk): document for document in documents}
        super().__init__(*args, **kwargs)
        for name in DOCUMENT_FIELDS:
            offered = dict(self.documents)
            attached: Document | None = getattr(self.innovation, name)
            if attached is not None:
                offered.setdefault(str(attached.pk), attached)
            self.fields[name] = forms.TypedChoiceField(
                label=_("%(item)s: dari pustaka") % {"item": self.LABELS[name]},
                choices=[CHOOSE, *((key, described(document)) for key, document in offered.items())],
                coerce=offered.__getitem__,
                empty_value=None,
                required=False,
                help_text=self.HINTS[name],
            )
            self.fields[upload_name(name)] = forms.FileField(
                label=_("%(item)s: berkas baru") % {"item": self.LABELS[name]},
                required=False,
                widget=forms.ClearableFileInput(attrs={"accept": ACCEPT}),
                help_text=size_hint(),
            )
            self.initial[name] = getattr(self.innovation, f"{name}_id")

    @classmethod
    def initial_of(cls, innovation: Any) -> dict[str, Any]:
        return {}

    def uploads(self) -> dict[str, UploadedFile]:
        return {
            name: upload
            for name in DOCUMENT_FIELDS
            if (upload := self.cleaned_data.get(upload_name(name))) is not None
        }


def upload_name(name: str) -> str:
    return f"{name}_file"


def described(document: Document) -> str:
    return " · ".join(filter(None, [document.subject, document.number]))


class ReplaceForm(EvidenceSourceForm):
    """The new version of a document; number, date and subject are carried over and can be mended afterwards."""


class WithdrawForm(forms.Form):
    """A step that needs a reason, with the version the person saw."""

    reason = forms.CharField(
        label=gettext_lazy("Alasan"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Terbaca oleh OPD dan desk daerah dalam riwayat inovasi."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


def take_document_errors(form: forms.Form, error: ValidationError) -> None:
    """Put the domain's messages about a document beside the fields they are about."""
    for field, messages in error.message_dict.items():
        form.add_error(field if field in form.fields else None, messages)
