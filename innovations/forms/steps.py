"""The steps of the proposal in the order offered; any order of filling is allowed."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from innovations.domain.innovations import DOCUMENT_FIELDS
from innovations.forms.documents import AttachmentsForm
from innovations.forms.proposal import (
    ClassificationForm,
    DatesForm,
    IdentityForm,
    StepForm,
    TextsForm,
    model_fields,
)


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
    names = tuple(field for name in form.base_fields for field in model_fields(name))
    # The attachments' fields are made with the form, and none of them is required.
    return ProposalStep(slug, title, lead, form, names or DOCUMENT_FIELDS, is_required=bool(names))


STEPS: tuple[ProposalStep, ...] = (
    _step("identitas", _("Identitas"), _("Nama, tahapan, pemrakarsa, dan tempatnya."), IdentityForm),
    _step(
        "klasifikasi",
        _("Klasifikasi"),
        _("Urusan pemerintahan dan prioritas nasional yang didukung."),
        ClassificationForm,
    ),
    _step("waktu", _("Waktu"), _("Tiga tanggal yang menentukan apakah inovasi dapat dinilai."), DatesForm),
    _step("uraian", _("Uraian"), _("Cerita inovasi: rancang bangun, tujuan, manfaat, hasil."), TextsForm),
    _step("lampiran", _("Lampiran"), _("Empat dokumen yang melengkapi profil, bila ada."), AttachmentsForm),
)
BY_SLUG = {step.slug: step for step in STEPS}


def step_of(model_field: str) -> ProposalStep:
    """The step that holds a field of the proposal. Raises KeyError for a field that none holds."""
    for step in STEPS:
        if model_field in step.fields:
            return step
    raise KeyError(model_field)
