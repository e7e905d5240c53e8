"""The proposal (profil inovasi) in steps of free order. Everything but the name may stay empty in a draft.

A form field stands for one item of the proposal (`innovations.domain.items`): the point for two columns, a part of the design for a
part of one. Beside each stands the hash of what the page showed, so that a post never overwrites what nobody saw.
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
from innovations.domain.design import PART_BY_CODE
from innovations.domain.items import COORDINATES, DESIGN_ITEMS, fields_of, value_of
from innovations.domain.seen import PREFIX, field_hash
from innovations.enums import Classification, Form, Initiator, Kind, Stage
from innovations.forms.fields import CoordinatesField, LineField, LongTextField
from innovations.models import Innovation

CHOOSE = ("", gettext_lazy("Pilih …"))


def form_field(model_field: str) -> str:
    """The form field that a gap or a change of the model points to."""
    if model_field in fields_of(COORDINATES):
        return COORDINATES
    return next(iter(DESIGN_ITEMS)) if model_field == "design" else model_field


class StepForm(forms.Form):
    """One step. `changes()` gives what `change_proposal` takes: the valid items of the step.

    Without an innovation the form only reads one item of a post (`for_item`), and the database is not asked.
    """

    def __init__(self, *args: Any, innovation: Innovation | None, **kwargs: Any) -> None:
        self.innovation = innovation
        if innovation is not None:
            kwargs.setdefault("initial", self.initial_of(innovation))
        super().__init__(*args, **kwargs)

    @classmethod
    def for_item(cls, item: str, data: Any) -> StepForm:
        """A form of one field, to read what a page that saves by itself has sent. Raises KeyError for a field of another step."""
        form = cls(data, innovation=None)
        form.fields = {item: form.fields[item]}
        return form

    def mark_required(self) -> None:
        """Show "wajib" where the guideline has its star. Only for showing, after validation: a draft may leave them empty."""
        for name in self.items:
            if name not in DESIGN_ITEMS:
                self.fields[name].required |= fields_of(name)[0] in REQUIRED_FIELDS or name == "pkpn_main"

    @property
    def items(self) -> tuple[str, ...]:
        """The items that the form asks."""
        return tuple(name for name, field in self.fields.items() if not isinstance(field, forms.FileField))

    @classmethod
    def initial_of(cls, innovation: Innovation) -> dict[str, Any]:
        return {name: value_of(innovation, name) for name in cls.base_fields}

    def changes(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.items if name in self.cleaned_data}

    def seen(self) -> dict[str, str]:
        """The hashes that came along with a post, by item; "" where none did."""
        return {name: str(self.data.get(PREFIX + name) or "") for name in self.items}

    def take_errors(self, error: ValidationError) -> set[str]:
        """Put the domain's messages beside the fields they are about; returns the items concerned that were to be written."""
        if not hasattr(error, "error_dict"):
            self.add_error(None, error)
            return set()
        sent = self.changes()
        concerned: set[str] = set()
        for field, messages in error.message_dict.items():
            names = [name for name in sent if field in fields_of(name)] if field != "__all__" else []
            concerned.update(names)
            self.add_error(names[0] if names else None, messages)
        return concerned


def raw_values(form: StepForm, item: str, value: Any) -> dict[str, list[str]]:
    """A value of an item as the inputs of the page carry it: names of inputs -> their values."""
    field = form.fields[item]
    value = field.prepare_value(getattr(value, "pk", value))
    if value in (None, ""):
        # A list of check boxes has none, a text field an empty one.
        return {item: [] if isinstance(field, forms.MultipleChoiceField) else [""]}
    if isinstance(value, list | tuple):
        return {item: [str(entry) for entry in value]}
    shown = field.widget.format_value(value)
    return {item: [str(entry) for entry in shown] if isinstance(shown, list) else [str(shown)]}


def seen_inputs(
    innovation: Innovation, form: StepForm, *, kept: Mapping[str, str] | None = None
) -> dict[str, str]:
    """Name -> hash for the hidden inputs of a page; `kept` are hashes of an earlier showing that still hold."""
    return {name: (kept or {}).get(name) or field_hash(value_of(innovation, name)) for name in form.items}


class NumberChoiceField(forms.TypedChoiceField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(coerce=int, empty_value=None, **kwargs)


class IdentityForm(StepForm):
    name = LineField(
        label=gettext_lazy("Nama inovasi"),
        error_messages={"required": gettext_lazy("Tuliskan nama inovasi.")},
        help_text=gettext_lazy(
            "Nama khas yang mudah diingat dan berbeda dari nama tugas rutin, paling banyak 200 karakter. Sama dengan nama di SK "
            "penetapan."
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
    classification = forms.ChoiceField(
        label=gettext_lazy("Klasifikasi"),
        choices=Classification.choices,
        required=False,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("Siapa yang menjalankan: perangkat daerah, desa, atau masyarakat."),
    )


class OriginForm(StepForm):
    initiator = forms.ChoiceField(
        label=gettext_lazy("Inisiator"), choices=[CHOOSE, *Initiator.choices], required=False
    )
    initiator_name = LineField(
        label=gettext_lazy("Nama inisiator"),
        required=False,
        help_text=gettext_lazy("Orang, kelompok, atau lembaga yang memulai; paling banyak 200 karakter."),
    )
    coordinates = CoordinatesField(
        label=gettext_lazy("Titik koordinat"),
        required=False,
        help_text=gettext_lazy(
            "Lintang, bujur; salin dari aplikasi peta, misalnya -2.53127, 112.95013. "
            "Inovasi digital: lokasi kantor pengelolanya."
        ),
    )


def grouped_urusan() -> list[tuple[str, list[tuple[str, str]]]]:
    groups: dict[str, list[tuple[str, str]]] = {}
    for entry in reference.urusan():
        group = str(URUSAN_GROUPS.get(entry.group, entry.group))
        groups.setdefault(group, []).append((entry.code, entry.name))
    return list(groups.items())


URUSAN_GROUPS = {
    "wajib_pelayanan_dasar": gettext_lazy("Wajib, pelayanan dasar (yandas)"),
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


class ProgrammeField(forms.ChoiceField):
    """Takes any programme of any cluster: which cluster it must be of is known under the innovation's lock only."""

    def valid_value(self, value: Any) -> bool:
        return any(
            str(value) == programme.code for cluster in reference.pkpn() for programme in cluster.programmes
        )


class ClassificationForm(StepForm):
    urusan = forms.ChoiceField(
        label=gettext_lazy("Urusan utama"),
        required=False,
        help_text=gettext_lazy(
            "Satu urusan. Enam urusan pelayanan dasar (yandas) bertanda: bila inovasi daerah menyebar di sedikitnya lima di antaranya, "
            "jumlah inovasi ikut menambah indeks."
        ),
    )
    urusan_overlapping = forms.MultipleChoiceField(
        label=gettext_lazy("Urusan beririsan"),
        required=False,
        widget=GroupedChecks,
        help_text=gettext_lazy("Boleh lebih dari satu, boleh kosong. Tidak ikut menentukan sebaran urusan."),
    )
    asta_cita = NumberChoiceField(
        label=gettext_lazy("Asta Cita"), required=False, help_text=gettext_lazy("Satu yang paling sesuai.")
    )
    pkpn_cluster = forms.ChoiceField(
        label=gettext_lazy("Klaster Program Kerja Prioritas Nasional (PKPN)"),
        required=False,
        help_text=gettext_lazy("Bila tidak mendukung PKPN mana pun, pilih NON PKPN."),
    )
    pkpn_main = ProgrammeField(label=gettext_lazy("Program PKPN utama"), required=False)
    pkpn_overlapping = forms.MultipleChoiceField(
        label=gettext_lazy("Program PKPN beririsan"),
        required=False,
        widget=GroupedChecks,
        help_text=gettext_lazy("Boleh dari klaster lain, boleh kosong. NON PKPN: kosong."),
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
        self.offer_programmes()

    def offer_programmes(self) -> None:
        """Offer the programmes of the cluster that is posted, else stored."""
        value = self.data.get(self.add_prefix("pkpn_cluster")) if self.is_bound else None
        cluster = value if value is not None else (self.innovation.pkpn_cluster if self.innovation else "")
        programmes = next((entry.programmes for entry in reference.pkpn() if entry.code == cluster), ())
        field = self.fields["pkpn_main"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [CHOOSE, *((entry.code, entry.name) for entry in programmes)]
        if programmes:
            field.help_text = _("Satu program dari klaster yang dipilih.")
        elif cluster:
            field.help_text = _("NON PKPN: tidak ada program yang dipilih.")
        else:
            field.help_text = _("Pilih klaster dulu; program klaster itu lalu muncul di sini.")


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
    development_note = LongTextField(
        label=gettext_lazy("Penjelasan pengembangan"),
        rows=5,
        help_text=gettext_lazy(
            "Inovasi ini disalin dari tahun lalu: jelaskan apa yang dikembangkan sejak saat itu, sejak kapan, dan apa hasilnya."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Asked of copies only; what was written there once can always be mended.
        if self.innovation and not self.innovation.copied_from_id and not self.innovation.development_note:
            del self.fields["development_note"]

    def mark_required(self) -> None:
        super().mark_required()
        if "development_note" in self.fields and self.innovation and self.innovation.copied_from_id:
            self.fields["development_note"].required = True


def _design_part(code: str) -> LongTextField:
    part = PART_BY_CODE[code]
    return LongTextField(label=part.heading, rows=5, help_text=part.hint)


class DesignForm(StepForm):
    """Item 15: the six parts that the guideline recommends and room for the rest; one text in the end."""

    design_hukum = _design_part("hukum")
    design_masalah = _design_part("masalah")
    design_isu = _design_part("isu")
    design_metode = _design_part("metode")
    design_unggul = _design_part("unggul")
    design_tahapan = _design_part("tahapan")
    design_lain = _design_part("lain")


class TextsForm(StepForm):
    aim = LongTextField(
        label=gettext_lazy("Tujuan"), rows=6, help_text=gettext_lazy("Apa yang hendak dicapai, untuk siapa.")
    )
    benefit = LongTextField(
        label=gettext_lazy("Manfaat"),
        rows=6,
        help_text=gettext_lazy("Yang berubah bagi penerima (outcome), dengan angka sebelum dan sesudah."),
    )
    result = LongTextField(
        label=gettext_lazy("Hasil"),
        rows=6,
        help_text=gettext_lazy("Yang dihasilkan inovasi (output), dengan angka."),
    )
