"""The two sheets as resources of django-import-export: the 22 items of a proposal, and the claim on an indicator row.

Of the library come the declaration of columns and the reading of a row onto an instance with its faults by field. Its readers,
which keep one sheet and the results of formulae, and its saving, which goes past the domain, are not used: see `reading`, `plan`
and `apply`.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from django.utils.translation import gettext as _
from import_export import resources

from innovations import reference
from innovations.bulk.columns import Column, ItemColumn, columns_of
from innovations.bulk.holdings import measure_of
from innovations.bulk.widgets import (
    Choice,
    ChoiceWidget,
    DateWidget,
    DocumentWidget,
    LevelWidget,
    MeasuredWidget,
    PointWidget,
    SeveralWidget,
    TextWidget,
)
from innovations.domain.texts import LONGEST_NOTE
from innovations.enums import Classification, Form, Initiator, Kind, Stage
from innovations.models import Answer, Innovation

DATE_FORMAT = "dd/mm/yyyy"
# Labels of the enums are translated; the workbook is Indonesian, so that a file can go from one reader to another.
STAGES = (
    Choice(Stage.INISIATIF.value, "Inisiatif", shows_code=False),
    Choice(Stage.UJI_COBA.value, "Uji Coba", shows_code=False),
    Choice(Stage.PENERAPAN.value, "Penerapan", shows_code=False),
)
INITIATORS = (
    Choice(Initiator.KEPALA_DAERAH.value, "Kepala Daerah", shows_code=False),
    Choice(Initiator.ANGGOTA_DPRD.value, "Anggota DPRD", shows_code=False),
    Choice(Initiator.ASN.value, "ASN", shows_code=False),
    Choice(Initiator.OPD.value, "OPD", shows_code=False),
    Choice(Initiator.MASYARAKAT.value, "Masyarakat", shows_code=False),
)
CLASSIFICATIONS = (
    Choice(Classification.PERANGKAT_DAERAH.value, "Inovasi Perangkat Daerah", shows_code=False),
    Choice(Classification.DESA.value, "Inovasi Desa", shows_code=False),
    Choice(Classification.MASYARAKAT.value, "Inovasi Masyarakat", shows_code=False),
)
KINDS = (
    Choice(Kind.DIGITAL.value, "Digital", shows_code=False),
    Choice(Kind.NONDIGITAL.value, "Nondigital", shows_code=False),
)
FORMS = (
    Choice(Form.TATA_KELOLA.value, "Tata Kelola Pemerintahan Daerah", shows_code=False),
    Choice(Form.PELAYANAN_PUBLIK.value, "Pelayanan Publik", shows_code=False),
    Choice(Form.LAINNYA.value, "Bentuk Lainnya", shows_code=False),
)
URUSAN = tuple(Choice(entry.code, entry.name) for entry in reference.urusan())
ASTA_CITA = tuple(Choice(number, name) for number, name in reference.asta_cita())
CLUSTERS = tuple(Choice(entry.code, entry.name) for entry in reference.pkpn())
PROGRAMMES = tuple(
    Choice(programme.code, programme.name) for cluster in reference.pkpn() for programme in cluster.programmes
)
LISTS: dict[str, tuple[Choice, ...]] = {
    "tahapan": STAGES,
    "inisiator": INITIATORS,
    "klasifikasi": CLASSIFICATIONS,
    "jenis": KINDS,
    "bentuk": FORMS,
    "asta_cita": ASTA_CITA,
    "klaster": CLUSTERS,
    "program": PROGRAMMES,
    "urusan": URUSAN,
}
"""What the drop-downs of the proposal offer, by name of the list; documents and owners are the OPD's own."""
DOCUMENTS, OWNERS, BASES, LEVELS = "dokumen", "milik", "satuan", "tingkat"


class InnovationResource(resources.ModelResource):
    """Sheet "Inovasi": a row an innovation, the items in official order."""

    name = ItemColumn(
        "name", number="1", header="Nama inovasi", required=True, width=34, erasable=False,
        widget=TextWidget(one_line=True),
        hint="Nama khas, sama dengan nama di SK penetapan. Paling banyak 200 karakter. Wajib untuk inovasi baru.",
    )  # fmt: skip
    stage = ItemColumn(
        "stage", number="2", header="Tahapan", required=True, width=13, options="tahapan",
        widget=ChoiceWidget(STAGES), hint="Hanya tahap Penerapan yang dinilai.",
    )  # fmt: skip
    initiator = ItemColumn(
        "initiator", number="3", header="Inisiator", required=True, width=16, options="inisiator",
        widget=ChoiceWidget(INITIATORS), hint="Siapa yang memulai.",
    )  # fmt: skip
    initiator_name = ItemColumn(
        "initiator_name", number="4", header="Nama inisiator", required=True, width=22,
        widget=TextWidget(one_line=True), hint="Orang, kelompok, atau lembaga yang memulai.",
    )  # fmt: skip
    classification = ItemColumn(
        "classification", number="5", header="Klasifikasi", required=True, width=24, options="klasifikasi",
        widget=ChoiceWidget(CLASSIFICATIONS), hint="Inovasi siapa.",
    )  # fmt: skip
    coordinates = ItemColumn(
        "coordinates", number="6", header="Titik koordinat", required=True, width=22, empty=None, widget=PointWidget(),
        hint="Lintang, bujur; salin dari aplikasi peta, misalnya -2.53127, 112.95013. Inovasi digital: kantor pengelolanya.",
    )  # fmt: skip
    kind = ItemColumn(
        "kind", number="7", header="Jenis", required=True, width=12, options="jenis", widget=ChoiceWidget(KINDS),
        hint="Menentukan pilihan di baris 30.",
    )  # fmt: skip
    form = ItemColumn(
        "form", number="8", header="Bentuk", required=True, width=24, options="bentuk", widget=ChoiceWidget(FORMS),
        hint="Satu yang paling sesuai.",
    )  # fmt: skip
    asta_cita = ItemColumn(
        "asta_cita", number="9", header="Asta Cita", required=True, width=26, options="asta_cita", empty=None,
        widget=ChoiceWidget(ASTA_CITA), hint="Satu dari delapan. Boleh ditulis nomornya saja.",
    )  # fmt: skip
    pkpn_cluster = ItemColumn(
        "pkpn_cluster", number="10a", header="Klaster PKPN", required=True, width=24, options="klaster",
        widget=ChoiceWidget(CLUSTERS),
        hint="Program Kerja Prioritas Nasional. Bila tidak mendukung satu pun, pilih NON PKPN.",
    )  # fmt: skip
    pkpn_main = ItemColumn(
        "pkpn_main", number="10b", header="Program PKPN utama", width=28, options="program",
        widget=ChoiceWidget(PROGRAMMES), hint="Satu program dari klaster di sel sebelahnya. NON PKPN: kosong.",
    )  # fmt: skip
    pkpn_overlapping = ItemColumn(
        "pkpn_overlapping", number="10c", header="Program PKPN beririsan", width=24, empty=list,
        widget=SeveralWidget(PROGRAMMES), hint="Boleh beberapa: kode dari lembar Pilihan, dipisah titik koma (D03; F04).",
    )  # fmt: skip
    urusan = ItemColumn(
        "urusan", number="11a", header="Urusan utama", required=True, width=28, options="urusan",
        widget=ChoiceWidget(URUSAN), hint="Satu dari 38 urusan.",
    )  # fmt: skip
    urusan_overlapping = ItemColumn(
        "urusan_overlapping", number="11b", header="Urusan beririsan", width=22, empty=list,
        widget=SeveralWidget(URUSAN), hint="Boleh beberapa: kode dari lembar Pilihan, dipisah titik koma (A02; A06).",
    )  # fmt: skip
    trial_date = ItemColumn(
        "trial_date", number="12", header="Tanggal uji coba", required=True, width=14, empty=None,
        number_format=DATE_FORMAT, widget=DateWidget(), hint="Hari pertama diujicobakan, misalnya 06/05/2024.",
    )  # fmt: skip
    implemented_on = ItemColumn(
        "implemented_on", number="13", header="Tanggal penerapan awal", required=True, width=14, empty=None,
        number_format=DATE_FORMAT, widget=DateWidget(), hint="Hari pertama dipakai sesungguhnya.",
    )  # fmt: skip
    developed_on = ItemColumn(
        "developed_on", number="14", header="Tanggal pengembangan terbaru", width=14, empty=None,
        number_format=DATE_FORMAT, widget=DateWidget(),
        hint="Wajib bila penerapan awal sebelum jendela waktu; bila belum pernah dikembangkan, kosong.",
    )  # fmt: skip
    development_note = ItemColumn(
        "development_note", header="Penjelasan pengembangan", width=30,
        hint="Apa yang dikembangkan sejak didata tahun sebelumnya. Diminta untuk inovasi yang disalin.",
    )  # fmt: skip
    design = ItemColumn(
        "design", number="15", header="Rancang bangun", required=True, width=40,
        hint="Sedikitnya 300 kata: dasar hukum; masalah luas dan setempat; isu strategis; cara sebelum dan sesudah; keunggulan dan "
        "kebaruan; tahapan, penggunaan, spesifikasi.",
    )  # fmt: skip
    aim = ItemColumn(
        "aim", number="16", header="Tujuan", required=True, width=30, hint="Apa yang hendak dicapai, untuk siapa."
    )  # fmt: skip
    benefit = ItemColumn(
        "benefit", number="17", header="Manfaat", required=True, width=30,
        hint="Yang berubah bagi penerima (outcome), dengan angka sebelum dan sesudah.",
    )  # fmt: skip
    result = ItemColumn(
        "result", number="18", header="Hasil", required=True, width=30,
        hint="Yang dihasilkan inovasi (output), dengan angka.",
    )  # fmt: skip
    budget_document = ItemColumn(
        "budget_document", number="19", header="Anggaran", width=24, options=DOCUMENTS, empty=None,
        widget=DocumentWidget(), hint="Dokumen dari pustaka portal. Unggah dulu di portal, lalu unduh lembar ini lagi.",
    )  # fmt: skip
    profile_document = ItemColumn(
        "profile_document", number="20", header="Profil bisnis", width=24, options=DOCUMENTS, empty=None,
        widget=DocumentWidget(), hint="Dokumen dari pustaka portal, bila ada.",
    )  # fmt: skip
    ip_document = ItemColumn(
        "ip_document", number="21", header="Sertifikat HAKI", width=24, options=DOCUMENTS, empty=None,
        widget=DocumentWidget(), hint="Dokumen dari pustaka portal, bila ada.",
    )  # fmt: skip
    award_document = ItemColumn(
        "award_document", number="22", header="Penghargaan", width=24, options=DOCUMENTS, empty=None,
        widget=DocumentWidget(), hint="Dokumen dari pustaka portal, bila ada.",
    )  # fmt: skip

    class Meta:
        model = Innovation
        fields = (
            "name", "stage", "initiator", "initiator_name", "classification", "coordinates", "kind", "form", "asta_cita",
            "pkpn_cluster", "pkpn_main", "pkpn_overlapping", "urusan", "urusan_overlapping", "trial_date",
            "implemented_on", "developed_on", "development_note", "design", "aim", "benefit", "result",
            "budget_document", "profile_document", "ip_document", "award_document",
        )  # fmt: skip
        import_order = export_order = fields
        skip_diff = True
        clean_model_instances = False


class BasisWidget(ChoiceWidget):
    """The unit of measure of row 33; `bases` are the instrument's. No other row has one to choose."""

    def __init__(self) -> None:
        super().__init__(())

    def clean(self, value: Any, row: Any = None, *, bases: tuple[Choice, ...] = (), **context: Any) -> str:
        if not bases:
            raise ValueError(_("Hanya baris 33 yang memakai satuan ukur pilihan. Kosongkan sel ini."))
        code: str = ChoiceWidget(bases).clean(value)
        return code

    def render(self, value: Any, obj: Any = None, *, bases: tuple[Choice, ...] = (), **context: Any) -> str:
        return ChoiceWidget(bases).render(value)


class AnswerResource(resources.ModelResource):
    """Sheet "Baris": what is claimed on one row of one innovation.

    A row of the sheet an indicator row, twenty to an innovation, and not twenty groups of columns: what is filled in stands beside
    the official words of the three levels, the sheet reads downwards like the form on paper, one filter shows one innovation or
    one indicator of all, and no column scrolls out of sight. Eighty columns would have to be read with their headings gone.
    """

    basis = Column(
        "basis", header="Satuan ukur", width=30, options=BASES, widget=BasisWidget(),
        hint="Hanya baris 33: pilih satu satuan manfaat, lalu isi angkanya.",
    )  # fmt: skip
    measured = Column(
        "measured", header="Angka terukur", width=13, empty=None, widget=MeasuredWidget(), number_format="#,##0.##",
        hint="Bila baris ini diukur dengan angka: isi angkanya, tingkatnya mengikuti.",
    )  # fmt: skip
    claimed_level = Column(
        "claimed_level", header="Tingkat", width=10, empty=None, options=LEVELS, widget=LevelWidget(), number_format="0",
        hint="0 sampai 3. Tingkat lain dari yang diberikan angka: tuliskan alasannya di Catatan.",
    )  # fmt: skip
    note = Column(
        "note", header="Catatan", width=34, widget=TextWidget(longest=LONGEST_NOTE), hint="Boleh kosong. Dibaca desk."
    )  # fmt: skip

    class Meta:
        model = Answer
        fields = ("basis", "measured", "claimed_level", "note")
        import_order = export_order = fields
        skip_diff = True
        clean_model_instances = False

    def import_field(self, field: Any, instance: Any, row: Any, is_m2m: bool = False, **context: Any) -> None:
        """What is measured hangs on the unit chosen, which stands in a column before. `kind`: that of the innovation."""
        measure = measure_of(
            context["instrument"], row=instance.row, basis=instance.basis, kind=context["kind"]
        )
        super().import_field(field, instance, row, is_m2m, measure=measure, **context)


@cache
def proposal() -> InnovationResource:
    return InnovationResource()


@cache
def claim() -> AnswerResource:
    return AnswerResource()


@cache
def proposal_columns() -> tuple[Column, ...]:
    return tuple(columns_of(proposal()))


@cache
def claim_columns() -> tuple[Column, ...]:
    return tuple(columns_of(claim()))
