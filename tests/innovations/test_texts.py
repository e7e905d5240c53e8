"""Text hygiene: harmless traces of other programs are mended, what deceives or breaks is refused and named."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iga_portal.refusals import Refused
from innovations.domain.texts import LONGEST_TEXT, OVERRIDES, clean_line, clean_text


@pytest.mark.parametrize(
    ("pasted", "kept"),
    [
        ("satu\r\ndua\rtiga", "satu\ndua\ntiga"),
        ("dari Word\vbaris baru", "dari Word\nbaris baru"),
        ("pe\u00adlayanan", "pelayanan"),
        ("\ufeffawal berkas", "awal berkas"),
        ("nol\u200blebar", "nollebar"),
        ("\uf0b7 butir", "• butir"),
        ("kanan\u200f kiri\u200e", "kanan kiri"),
        ("cafe\u0301", "café"),
        ("baris\u2028dua\u2029tiga\x85empat", "baris\ndua\ntiga\nempat"),
        ("  \n tepi \n ", "tepi"),
        ("tabel\tkolom", "tabel\tkolom"),
        ("👩\u200d⚕️ perawat", "👩\u200d⚕️ perawat"),
        ("مسجد", "مسجد"),
    ],
)
def test_traces_of_other_programs_are_mended(pasted: str, kept: str) -> None:
    assert clean_text(pasted) == kept


@pytest.mark.parametrize("character", ["\x00", "\x01", "\x07", "\x08", "\x1b", "\x7f", "\x9b", "\ud800"])
def test_control_characters_are_refused_with_their_place(character: str) -> None:
    with pytest.raises(Refused) as refused:
        clean_text(f"Layanan cepat untuk warga{character} desa")
    assert refused.value.code == "control"
    assert f"(U+{ord(character):04X}) sesudah “cepat untuk warga”" in str(refused.value.message)


@pytest.mark.parametrize("character", sorted(OVERRIDES))
def test_characters_that_turn_the_direction_are_refused(character: str) -> None:
    with pytest.raises(Refused) as refused:
        clean_text(f"{character}gnarul")
    assert refused.value.code == "direction"
    assert "di awal teks" in str(refused.value.message)


def test_too_long_is_refused_and_never_cut() -> None:
    assert len(clean_text("a" * LONGEST_TEXT + " \n")) == LONGEST_TEXT
    with pytest.raises(Refused) as refused:
        clean_text("a" * (LONGEST_TEXT + 1))
    assert refused.value.code == "long"
    assert "20.001 karakter; paling banyak 20.000" in str(refused.value.message)
    with pytest.raises(Refused, match=r"10\.485\.760"):
        clean_text("a" * 10 * 1024 * 1024)


def test_a_line_has_no_line_ends() -> None:
    assert clean_line("  Antar\r\n Obat\tSampai   Pulau ") == "Antar Obat Sampai Pulau"
    with pytest.raises(Refused, match="201"):
        clean_line("x" * 201)
    with pytest.raises(Refused) as refused:
        clean_line("nama\x00")
    assert refused.value.code == "control"


@given(st.text(max_size=300))
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    try:
        once = clean_text(text)
    except Refused as refused:
        assert refused.code in {"control", "direction"}
        return
    assert clean_text(once) == once
    assert not set(once) & OVERRIDES_AND_LINE_ENDS


OVERRIDES_AND_LINE_ENDS = {*OVERRIDES, "\r", "\v", "\f", "\x85", "\u2028", "\u2029"}
