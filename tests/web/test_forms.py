from __future__ import annotations

import re
from decimal import Decimal

import pytest
from django import forms
from django.utils import translation

from iga_portal.web.errors import summary_of
from iga_portal.web.forms import LevelChoice, LevelField
from iga_portal.web.gallery import ExampleForm
from regions.enums import Role
from regions.forms import InvitationForm

LEVELS = [LevelChoice(level=n, words=f"kata {n}", points=Decimal("2.5") * n) for n in (1, 2, 3)]


class Sheet(forms.Form):
    name = forms.CharField(label="Nama", help_text="Seperti di SK.")
    note = forms.CharField(label="Catatan", required=False)
    stage = forms.ChoiceField(label="Tahap", choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    level = LevelField(label="Regulasi", levels=LEVELS, zero_words="Belum ada", help_text="Bobot 2,5.")
    agreed = forms.BooleanField(label="Setuju")
    secret = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean(self):
        raise forms.ValidationError("Dua isian tidak cocok.")


def group(form: forms.Form, name: str) -> str:
    return form[name].as_field_group()


def test_field_order_is_label_hint_error_control():
    html = group(Sheet({}), "name")
    places = [
        html.index(part) for part in ("<label", 'id="id_name_helptext"', 'id="id_name_error"', "<input")
    ]
    assert places == sorted(places)


def test_control_is_described_by_hint_and_error():
    control = re.search(r"<input[^>]*>", group(Sheet({}), "name")).group()
    assert 'aria-describedby="id_name_helptext id_name_error"' in control
    assert 'aria-invalid="true"' in control
    untouched = re.search(r"<input[^>]*>", group(Sheet(), "name")).group()
    assert 'aria-describedby="id_name_helptext"' in untouched
    assert "aria-invalid" not in untouched


def test_required_is_a_word():
    assert '<span class="must">wajib</span>' in group(Sheet(), "name")
    assert "wajib" not in group(Sheet(), "note")


def test_group_of_radios_is_a_fieldset_with_legend():
    html = group(Sheet({}), "stage")
    assert html.startswith('<fieldset id="id_stage_group" aria-describedby="id_stage_error">')
    assert "<legend>Tahap" in html
    assert '<label for="id_stage"' not in html


def test_checkbox_stands_before_its_label():
    html = group(Sheet(), "agreed")
    assert html.index("<input") < html.index("<label")
    assert html.count("<label") == 1


def test_form_marks_the_fields_with_errors_and_keeps_hidden_ones():
    html = str(Sheet({"name": "x"}))
    assert html.count('class="field field--error"') == 3  # stage, level, agreed
    assert html.count('class="field"') == 2  # name, note
    assert 'type="hidden" name="secret"' in html
    assert "Dua isian tidak cocok." in html


def test_summary_lists_form_problems_first_and_links_to_each_field():
    lines = [(line.label, line.target) for line in summary_of(Sheet({}))]
    assert lines == [
        ("", ""),
        ("Nama", "id_name"),
        ("Tahap", "id_stage_0"),
        ("Regulasi", "id_level_0"),
        ("Setuju", "id_agreed"),
    ]


def test_every_target_of_the_summary_exists():
    form = ExampleForm({})
    html = str(form)
    targets = [line.target for line in summary_of(form)]
    assert len(targets) >= 6
    assert [target for target in targets if f'id="{target}"' not in html] == []


def test_summary_is_silent_without_errors(draw):
    assert draw("{% error_summary form %}", form=Sheet()).strip() == ""


def test_level_picker_shows_words_and_points():
    html = group(Sheet(initial={"level": 2}), "level")
    radios = re.findall(r'<input type="radio"[^>]*>', html)
    assert [re.search(r'value="(\d)"', radio).group(1) for radio in radios] == ["0", "1", "2", "3"]
    assert [("checked" in radio) for radio in radios] == [False, False, True, False]
    assert re.findall(r'level-points">([^<]+)<', html) == ["0 poin", "2,5 poin", "5,0 poin", "7,5 poin"]
    assert re.findall(r'level-words">([^<]+)<', html) == ["Belum ada", "kata 1", "kata 2", "kata 3"]
    for radio in radios:
        assert f'for="{re.search(r"id=.([^ ]+?).[ >]", radio).group(1)}"' in html


@pytest.mark.parametrize("value", ["0", "1", "2", "3"])
def test_level_field_cleans_to_a_number(value):
    assert Sheet().fields["level"].clean(value) == int(value)


@pytest.mark.parametrize("value", ["4", "-1", "dua", ""])
def test_level_field_refuses_anything_else(value):
    with pytest.raises(forms.ValidationError):
        Sheet().fields["level"].clean(value)


def test_level_field_may_stay_open():
    field = LevelField(levels=LEVELS, zero_words="Belum ada", required=False)
    assert field.clean("") is None


class Plain(forms.Form):
    name = forms.CharField(max_length=3)
    mail = forms.EmailField()
    day = forms.DateField()
    hour = forms.TimeField()
    count = forms.IntegerField()
    share = forms.DecimalField()
    kind = forms.TypedChoiceField(choices=[("a", "A")])
    kinds = forms.MultipleChoiceField(choices=[("a", "A")])
    file = forms.FileField()
    agreed = forms.BooleanField()
    own = forms.CharField(error_messages={"required": "Tuliskan alasannya."})


WRONG = {
    "name": "abcd", "mail": "x", "day": "31/31/2026", "hour": "x", "count": "x", "share": "x", "kind": "b", "kinds": ["b"]
}  # fmt: skip


def test_what_is_left_out_or_not_understood_is_told_in_the_portals_words() -> None:
    assert {name: entry[0] for name, entry in Plain({}).errors.items()} == {
        "name": "Isi bagian ini.",
        "mail": "Isi alamat e-mail.",
        "day": "Isi tanggalnya.",
        "hour": "Isi jamnya.",
        "count": "Isi angkanya.",
        "share": "Isi angkanya.",
        "kind": "Pilih salah satu.",
        "kinds": "Pilih sedikitnya satu.",
        "file": "Pilih berkasnya.",
        "agreed": "Centang bagian ini lebih dahulu.",
        "own": "Tuliskan alasannya.",
    }
    told = {name: entry[0] for name, entry in Plain(WRONG).errors.items()}
    assert told["name"] == "Terlalu panjang: 4 karakter. Ringkas sampai paling banyak 3."
    assert told["mail"] == "Tulis alamat e-mail lengkap, misalnya nama@daerah.go.id."
    assert told["day"] == "Tulis tanggal yang ada, misalnya 31/12/2026."
    assert told["share"] == "Tulis angka saja, tanpa satuan."
    assert told["kind"] == "Pilihan ini tidak ada lagi. Pilih salah satu dari daftar."
    assert told["kinds"] == "Salah satu pilihan tidak ada lagi. Pilih lagi dari daftar."
    with translation.override("en"):
        words = [entry[0] for entry in Plain({}).errors.values()]
    assert words[:3] == ["Fill in this part.", "Fill in the e-mail address.", "Fill in the date."]


def test_forms_of_the_portal_were_read_after_the_words_were_given() -> None:
    """A declared field keeps the words that held when its module was read."""
    assert InvitationForm({}, roles=[Role.REVIEWER]).errors["name"] == ["Isi bagian ini."]
    assert InvitationForm.base_fields["role"].error_messages["required"] == "Pilih salah satu."
