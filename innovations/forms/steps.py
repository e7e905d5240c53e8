"""The steps of the proposal in the order offered; any order of filling is allowed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from innovations.domain.items import DOCUMENT_FIELDS, fields_of
from innovations.forms.documents import AttachmentsForm
from innovations.forms.proposal import (
    ClassificationForm,
    DatesForm,
    DesignForm,
    IdentityForm,
    OriginForm,
    StepForm,
    TextsForm,
)
from innovations.models import Innovation
from innovations.reference import NON_PKPN


@dataclass(frozen=True, slots=True)
class ProposalStep:
    """One step: its word in the address, its name, what it asks, its form and the model fields it holds."""

    slug: str
    title: str | Promise
    lead: str | Promise
    form: type[StepForm]
    fields: tuple[str, ...]
    is_required: bool = True


def _step(slug: str, title: str | Promise, lead: str | Promise, form: type[StepForm]) -> ProposalStep:
    names = tuple(dict.fromkeys(field for name in form.base_fields for field in fields_of(name)))
    # The attachments' fields are made with the form, and none of them is required.
    return ProposalStep(slug, title, lead, form, names or DOCUMENT_FIELDS, is_required=bool(names))


STEPS: tuple[ProposalStep, ...] = (
    _step(
        "identitas", _("Identitas"), _("Nama, tahapan, jenis, bentuk, dan klasifikasi inovasi."), IdentityForm
    ),
    _step(
        "asal", _("Inisiator dan lokasi"), _("Siapa yang memulai, dan di mana inovasi berjalan."), OriginForm
    ),
    _step(
        "klasifikasi",
        _("Urusan dan prioritas"),
        _("Urusan pemerintahan dan prioritas nasional yang didukung."),
        ClassificationForm,
    ),
    _step("waktu", _("Waktu"), _("Tiga tanggal yang menentukan apakah inovasi dapat dinilai."), DatesForm),
    _step(
        "rancang",
        _("Rancang bangun"),
        _(
            "Cerita inovasi dalam enam bagian yang dianjurkan pedoman. Isi yang ada; semua bagian dihitung bersama."
        ),
        DesignForm,
    ),
    _step(
        "uraian",
        _("Tujuan, manfaat, hasil"),
        _("Apa yang dicapai, yang berubah, dan yang dihasilkan."),
        TextsForm,
    ),
    _step("lampiran", _("Lampiran"), _("Empat dokumen yang melengkapi profil, bila ada."), AttachmentsForm),
)
BY_SLUG = {step.slug: step for step in STEPS}


def step_of(model_field: str) -> ProposalStep:
    """The step that holds a field of the proposal. Raises KeyError for a field that none holds."""
    for step in STEPS:
        if model_field in step.fields:
            return step
    raise KeyError(model_field)


NUMBERS: Mapping[str, int] = {
    "name": 1, "stage": 2, "initiator": 3, "initiator_name": 4, "classification": 5, "latitude": 6, "kind": 7, "form": 8,
    "asta_cita": 9, "pkpn_cluster": 10, "urusan": 11, "trial_date": 12, "implemented_on": 13, "developed_on": 14,
    "design": 15, "aim": 16, "benefit": 17, "result": 18, **{name: 19 + place for place, name in enumerate(DOCUMENT_FIELDS)},
}  # fmt: skip
"""The 22 items of the guideline (chapter XII.A) by the field that begins each."""
ITEMS = len(NUMBERS)


def filled_items(innovation: Innovation) -> int:
    """How many of the 22 items have an answer; PKPN is answered with its main programme, or as NON PKPN."""
    filled = sum(
        getattr(innovation, f"{field}_id" if field in DOCUMENT_FIELDS else field) not in (None, "")
        for field in NUMBERS
    )
    halfway = innovation.pkpn_cluster not in {"", NON_PKPN} and not innovation.pkpn_main
    return filled - halfway
