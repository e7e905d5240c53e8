"""The one page for the head of region: one page whatever stands on it, the same bytes, tagged, marked as an example where it is one."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from reports.printing.brief import shortened
from reports.printing.render import render_brief
from reports.printing.samples import SITARO
from reports.printing.snapshot import Basis, SnapshotInvalid
from tests.printing.brief_samples import sample_brief
from tests.printing.reading import elements, opened, squeezed, text


def test_page_says_where_the_region_stands_and_what_moves_it() -> None:
    content = render_brief(sample_brief())
    assert render_brief(sample_brief()) == content
    said = squeezed(text(content))
    for words in (
        "50,22",
        "dari 100 · Final",
        "Sangat Inovatif65,01kurang 6,92kurang 13,65–",
        "Peringkat berjalan: 12 di antara 415 kabupaten peserta.",
        "baris SPD belum dikonfirmasi (4 baris) −4,80; terverifikasi 51,33",
        "Video inovasi daerah: paling banyak sebesar ini, menurut angkanya;+0,9751,19",
        "69 inovasi dihitung, dibagi 69 (paling sedikit 12)",
        "6 terisi, cukup 5: skor jumlah inovasi dihitung.",
        "Deskinovasi menunggu diperiksa9",
        "CONTOH",
        "Keadaan 7 Juli 2026 10.42 WIB",
    ):
        assert squeezed(words) in said, words


def test_page_is_tagged_and_its_pictures_speak() -> None:
    content = render_brief(sample_brief())
    with opened(content) as pdf:
        assert str(pdf.Root.Lang) == "id"
        assert bool(pdf.Root.MarkInfo.Marked) is True
        assert len(pdf.pages) == 1
        found = list(elements(pdf))
        spoken = [str(entry.node.Alt) for entry in found if entry.tag == "Figure"]
    assert [words.split(".")[0] for words in spoken] == [
        "Skala indeks 0 sampai 100",
        "Susunan nilai dalam poin: SPD 33,50 dari 63; rata-rata kematangan 65,8261 dari 111; skor jumlah inovasi 26,22 dari 76; "
        "jumlah 125,5461 dari 250, yang menjadi indeks 50,22".replace("rata-rata k", "Rata-rata k").replace("skor j", "Skor j"),
        "Perjalanan indeks",
    ]  # fmt: skip
    assert "Sasaran: 65,01." in spoken[0]
    assert "Terverifikasi: 1/7 23" in spoken[2]
    assert {"H1", "H2", "Table", "TH", "TD"} <= {entry.tag for entry in found}


@pytest.mark.parametrize("demo", [True, False])
def test_longest_words_stay_on_one_page_and_only_examples_say_so(demo: bool) -> None:
    content = render_brief(sample_brief(region=SITARO, crowded=True, demo=demo))
    with opened(content) as pdf:
        assert len(pdf.pages) == 1
    assert ("CONTOH" in text(content)) is demo


def test_page_without_target_course_or_anything_waiting() -> None:
    bare = replace(
        sample_brief(), target=None, course=(), waiting=(), levers=(), standing=(), final=None, basis=Basis.VERIFIED
    )  # fmt: skip
    said = squeezed(text(render_brief(bare)))
    assert squeezed("Tidak ada yang menunggu.") in said
    assert squeezed("Tidak ada satu hal pun") in said
    assert "Sasaran" not in said
    assert "Perjalanan" not in said


def test_hostile_words_are_printed_as_words() -> None:
    levers = (replace(sample_brief().levers[0], title="<b>{{ 7 }}</b> & \u202egnirts", text="🙂"),)
    said = squeezed(text(render_brief(replace(sample_brief(), levers=levers))))
    assert "<b>{{7}}</b>&gnirts:◦" in said
    assert squeezed("Tanda ◦ menggantikan karakter") in said


def test_snapshot_refuses_what_would_contradict_itself() -> None:
    with pytest.raises(SnapshotInvalid, match="no index"):
        replace(sample_brief(), final=None)
    with pytest.raises(SnapshotInvalid, match="aware"):
        replace(sample_brief(), stood_at=datetime(2026, 7, 7))


def test_titles_are_cut_at_words() -> None:
    assert shortened("Nilai capaian Lakip", most=30) == "Nilai capaian Lakip"
    assert shortened("Kebijakan – Capaian Nilai Indeks", most=14) == "Kebijakan…"
