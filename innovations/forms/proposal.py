"""The proposal (profil inovasi) in five steps of free order. Everything but the name may stay empty in a draft.

A form field stands for one field of the proposal, except the coordinates, which stand for two.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from innovations import reference
from innovations.domain.completeness import REQUIRED_FIELDS
from innovations.enums import Classification, Form, Initiator, Kind, Stage
from innovations.forms.fields import CoordinatesField
from innovations.models import Innovation

CHOOSE = ("", gettext_lazy("Pilih …"))
COORDINATES = "coordinates"
MODEL_FIELDS: Mapping[str, tuple[str, ...]] = {COORDINATES: ("latitude", "longitude")}
"""Model fields of form fields that do not carry the same name."""


def model_fields(name: str) -> tuple[str, ...]:
    return MODEL_FIELDS.get(name, (name,))


def form_field(model_field: str) -> str:
    """The form field that a gap or a change of the model points to."""
    return COORDINATES if model_field in MODEL_FIELDS[COORDINATES] else model_field


class StepForm(forms.Form):
    """One step. `changes()` gives what `change_proposal` takes, all fields of the step included."""

    def __init__(self, *args: Any, innovation: Innovation, **kwargs: Any) -> None:
        self.innovation = innovation
        kwargs.setdefault("initial", self.initial_of(innovation))
        super().__init__(*args, **kwargs)

    def mark_required(self) -> None:
        """Show "wajib" where the guideline has its star. Only for showing, after validation: a draft may leave them empty."""
        for name, field in self.fields.items():
            field.required |= model_fields(name)[0] in REQUIRED_FIELDS or name == "pkpn_main"

    @classmethod
    def initial_of(cls, innovation: Innovation) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for name in cls.base_fields:
            values = [getattr(innovation, field) for field in model_fields(name)]
            found[name] = tuple(values) if len(values) > 1 else values[0]
        return found

    def changes(self) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for name in self.fields:
            fields = model_fields(name)
            value = self.cleaned_data[name]
            if len(fields) == 1:
                found[fields[0]] = value
            else:
                found |= dict(zip(fields, value or (None,) * len(fields), strict=True))
        return found

    def take_errors(self, error: ValidationError) -> None:
        """Put the domain's messages beside the fields they are about."""
        if not hasattr(error, "error_dict"):
            self.add_error(None, error)
            return
        for field, messages in error.message_dict.items():
            name = form_field(field)
            self.add_error(name if name in self.fields else None, messages)


class NumberChoiceField(forms.TypedChoiceField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(coerce=int, empty_value=None, **kwargs)


class IdentityForm(StepForm):
    name = forms.CharField(
        label=gettext_lazy("Nama inovasi"),
        max_length=200,
        help_text=gettext_lazy(
            "Nama khas yang mudah diingat dan berbeda dari nama tugas rutin. Sama dengan nama di SK penetapan."
        ),
    )
    stage = forms.ChoiceField(
        label=gettext_lazy("Tahapan"),
        choices=Stage.choices,
        required=False,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("Hanya tahap Penerapan yang dinilai; dua tahap lain boleh didata."),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Jenis"),
        choices=Kind.choices,
        required=False,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("Menentukan pilihan di baris 30 (layanan terintegrasi)."),
    )
    form = forms.ChoiceField(
        label=gettext_lazy("Bentuk"), choices=Form.choices, required=False, widget=forms.RadioSelect
    )
    initiator = forms.ChoiceField(
        label=gettext_lazy("Inisiator"), choices=[CHOOSE, *Initiator.choices], required=False
    )
    initiator_name = forms.CharField(
        label=gettext_lazy("Nama inisiator"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Orang, kelompok, atau lembaga yang memulai."),
    )
    coordinates = CoordinatesField(
        label=gettext_lazy("Titik koordinat"),
        required=False,
        help_text=gettext_lazy(
            "Lintang, bujur; salin dari aplikasi peta, misalnya -2.53127, 112.95013. "
            "Inovasi digital: lokasi kantor pengelolanya."
        ),
    )

    def clean_name(self) -> str:
        name = " ".join(str(self.cleaned_data["name"]).split())
        if not name:
            raise ValidationError(_("Tuliskan nama inovasi."))
        return name


def grouped_urusan() -> list[tuple[str, list[tuple[str, str]]]]:
    groups: dict[str, list[tuple[str, str]]] = {}
    for entry in reference.urusan():
        group = str(URUSAN_GROUPS.get(entry.group, entry.group))
        groups.setdefault(group, []).append((entry.code, entry.name))
    return list(groups.items())


URUSAN_GROUPS = {
    "wajib_pelayanan_dasar": gettext_lazy("Wajib, pelayanan dasar"),
    "wajib_non_pelayanan_dasar": gettext_lazy("Wajib, bukan pelayanan dasar"),
    "pilihan": gettext_lazy("Pilihan"),
    "fungsi_penunjang": gettext_lazy("Fungsi penunjang"),
}


def grouped_programmes() -> list[tuple[str, list[tuple[str, str]]]]:
    return [
        (cluster.name, [(programme.code, programme.name) for programme in cluster.programmes])
        for cluster in reference.pkpn()
        if cluster.programmes
    ]


class GroupedChecks(forms.CheckboxSelectMultiple):
    """Check boxes under group headings, folded away: most innovations need few of many."""

    template_name = "innovations/opd/_grouped_checks.html"
    # Each box keeps a label of its own; the field itself is a group and has none to point at.
    use_fieldset = True

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["chosen"] = [
            str(label)
            for _group, options in self.choices
            for code, label in options
            if str(code) in {str(entry) for entry in value or ()}
        ]
        return context


class ClassificationForm(StepForm):
    classification = forms.ChoiceField(
        label=gettext_lazy("Klasifikasi"),
        choices=Classification.choices,
        required=False,
        widget=forms.RadioSelect,
    )
    urusan = forms.ChoiceField(
        label=gettext_lazy("Urusan utama"),
        required=False,
        help_text=gettext_lazy(
            "Satu urusan. Sebaran enam urusan pelayanan dasar ikut menentukan indeks daerah."
        ),
    )
    urusan_overlapping = forms.MultipleChoiceField(
        label=gettext_lazy("Urusan beririsan"), required=False, widget=GroupedChecks
    )
    asta_cita = NumberChoiceField(
        label=gettext_lazy("Asta Cita"), required=False, help_text=gettext_lazy("Satu yang paling sesuai.")
    )
    pkpn_cluster = forms.ChoiceField(
        label=gettext_lazy("Klaster Program Kerja Prioritas Nasional (PKPN)"),
        required=False,
        help_text=gettext_lazy("Bila tidak mendukung PKPN mana pun, pilih NON PKPN."),
    )
    pkpn_main = forms.ChoiceField(label=gettext_lazy("Program PKPN utama"), required=False)
    pkpn_overlapping = forms.MultipleChoiceField(
        label=gettext_lazy("Program PKPN beririsan"), required=False, widget=GroupedChecks
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: dict[str, Any] = {
            "urusan": [CHOOSE, *grouped_urusan()],
            "urusan_overlapping": grouped_urusan(),
            "asta_cita": [CHOOSE, *((number, f"{number}. {text}") for number, text in reference.asta_cita())],
            "pkpn_cluster": [CHOOSE, *((cluster.code, cluster.name) for cluster in reference.pkpn())],
            "pkpn_overlapping": grouped_programmes(),
        }
        for name, found in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = found
        self._offer_programmes()

    @property
    def cluster(self) -> str:
        """The cluster as it will be saved: what was posted, else what is stored."""
        value = self.data.get(self.add_prefix("pkpn_cluster")) if self.is_bound else None
        return self.innovation.pkpn_cluster if value is None else value

    @property
    def cluster_moves(self) -> bool:
        """A cluster was chosen whose programmes this page did not offer yet."""
        return self.is_bound and self.cluster != self.innovation.pkpn_cluster

    def _offer_programmes(self) -> None:
        programmes = next(
            (entry.programmes for entry in reference.pkpn() if entry.code == self.cluster), None
        )
        field = self.fields["pkpn_main"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [CHOOSE, *((entry.code, entry.name) for entry in programmes or ())]
        if programmes:
            field.help_text = _("Satu program dari klaster yang dipilih.")
        elif self.cluster:
            field.help_text = _("NON PKPN: tidak ada program yang dipilih.")
        else:
            field.help_text = _("Pilih klaster dulu dan simpan; program klaster itu lalu muncul di sini.")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.cluster == reference.NON_PKPN:
            # Whoever chooses NON PKPN means that; programmes left over from before go with it.
            cleaned["pkpn_main"], cleaned["pkpn_overlapping"] = "", []
            self.errors.pop("pkpn_main", None)
        elif self.cluster_moves and "pkpn_main" in self.errors:
            # The programme belongs to the cluster chosen before.
            del self.errors["pkpn_main"]
            cleaned["pkpn_main"] = ""
        return cleaned


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class DatesForm(StepForm):
    trial_date = forms.DateField(
        label=gettext_lazy("Tanggal uji coba"),
        required=False,
        widget=DateInput,
        help_text=gettext_lazy("Hari pertama inovasi diujicobakan."),
    )
    implemented_on = forms.DateField(
        label=gettext_lazy("Tanggal penerapan awal"),
        required=False,
        widget=DateInput,
        help_text=gettext_lazy("Hari pertama inovasi dipakai sesungguhnya."),
    )
    developed_on = forms.DateField(
        label=gettext_lazy("Tanggal pengembangan terbaru"),
        required=False,
        widget=DateInput,
        help_text=gettext_lazy(
            "Pembaruan terakhir. Wajib bila penerapan awal sebelum jendela waktu; bila belum pernah, kosongkan."
        ),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        trial, implemented, developed = (
            cleaned.get(name) for name in ("trial_date", "implemented_on", "developed_on")
        )
        if trial and implemented and trial > implemented:
            self.add_error(
                "trial_date", _("Uji coba tidak dapat sesudah penerapan awal. Periksa kedua tanggal.")
            )
        if implemented and developed and implemented > developed:
            self.add_error(
                "developed_on", _("Pengembangan tidak dapat sebelum penerapan awal. Periksa kedua tanggal.")
            )
        return cleaned


class TextField(forms.CharField):
    def __init__(self, *, rows: int, **kwargs: Any) -> None:
        super().__init__(required=False, widget=forms.Textarea(attrs={"rows": rows}), **kwargs)


class TextsForm(StepForm):
    design = TextField(
        label=gettext_lazy("Rancang bangun"),
        rows=18,
        help_text=gettext_lazy(
            "Ceritakan berurutan: dasar hukum; masalah di tingkat luas dan di tempat Anda; isu strategis; cara kerja sebelum "
            "dan sesudah inovasi; keunggulan dan kebaruan; tahapan, penggunaan, dan spesifikasinya."
        ),
    )
    aim = TextField(
        label=gettext_lazy("Tujuan"), rows=5, help_text=gettext_lazy("Apa yang hendak dicapai, untuk siapa.")
    )
    benefit = TextField(
        label=gettext_lazy("Manfaat"),
        rows=5,
        help_text=gettext_lazy("Yang berubah bagi penerima (outcome), dengan angka sebelum dan sesudah."),
    )
    result = TextField(
        label=gettext_lazy("Hasil"),
        rows=5,
        help_text=gettext_lazy("Yang dihasilkan inovasi (output), dengan angka."),
    )
