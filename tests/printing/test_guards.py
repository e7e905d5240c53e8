"""What must never happen in silence: another font, another address, an empty place, markup from a name."""

import hashlib
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from weasyprint.text.fonts import FontConfiguration

from reports.printing import render
from reports.printing.fonts import (
    FACES,
    Face,
    FontMissing,
    refuse_missing_glyphs,
    refuse_other_faces,
    require_fonts,
)
from reports.printing.formats import REPLACEMENT
from reports.printing.render import PrintError, press, render_certificate, render_certificates, render_report
from reports.printing.samples import KOTAWARINGIN_TIMUR, sample_certificate, sample_report
from tests.printing.reading import elements, opened, sample_pdf, squeezed, text

ROOT = Path(__file__).resolve().parents[2]

HOSTILE = (
    '<script>alert(1)</script><img src="file:///etc/passwd">&amp;&lt; "\' {{ 7 }} {% now "Y" %} \u202egnirts'
)
SAME_TEXT = (
    '<script>alert(1)</script><img src="file:///etc/passwd">&amp;&lt; "\' {{ 7 }} {% now "Y" %} gnirts'
)


def test_a_missing_face_is_named_with_its_package():
    invented = Face("Garamond-Nowhere", "fonts-nowhere")
    with pytest.raises(FontMissing, match=r"Garamond-Nowhere \(.*apt-get install fonts-nowhere\)"):
        require_fonts(FontConfiguration(), faces=(*FACES, invented))
    assert set(require_fonts(FontConfiguration())) == {face.postscript for face in FACES}


def in_a_process_with_fonts(folder: Path, *directories: Path) -> subprocess.CompletedProcess[str]:
    """Print the sample certificate where fontconfig sees these folders only."""
    configuration = folder / "fonts.conf"
    listed = "".join(f"<dir>{directory}</dir>" for directory in directories)
    configuration.write_text(
        f'<?xml version="1.0"?><fontconfig>{listed}<cachedir>{folder}</cachedir></fontconfig>'
    )
    program = (
        "import hashlib\n"
        "from reports.printing.render import render_certificate\n"
        "from reports.printing.samples import sample_certificate\n"
        "print(hashlib.sha256(render_certificate(sample_certificate())).hexdigest())"
    )
    return subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "FONTCONFIG_FILE": str(configuration)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_only_the_named_fonts_are_needed_and_without_one_nothing_is_printed(tmp_path):
    paths = require_fonts(FontConfiguration())
    lato, garamond = Path(paths["Lato-Regular"]).parent, Path(paths["EBGaramond12-Regular"]).parent
    both = in_a_process_with_fonts(tmp_path, lato, garamond)
    assert both.stdout.strip() == hashlib.sha256(render_certificate(sample_certificate())).hexdigest()
    lone = in_a_process_with_fonts(tmp_path, lato)
    assert (lone.returncode, lone.stdout) == (1, "")
    assert "FontMissing: Print faces not installed: EBGaramond12-Regular, EBGaramond12-Italic" in lone.stderr


def test_a_character_that_no_face_has_is_refused():
    refuse_missing_glyphs(set())
    with pytest.raises(FontMissing, match=r"U\+0041, U\+1F33E"):
        refuse_missing_glyphs({"\U0001f33e", "A"})


def test_a_text_that_falls_through_to_another_face_is_refused(monkeypatch):
    refuse_other_faces({"Lato", "EB-Garamond-Italic"})
    with pytest.raises(FontMissing, match="DejaVu-Sans"):
        refuse_other_faces({"Lato", "DejaVu-Sans"})
    # The guard stands in the way of a real document: let an emoji through the door and see it stopped.
    monkeypatch.setattr("reports.printing.present.printable", lambda given, *, serif=False: given)
    with pytest.raises(FontMissing, match=r"fell through|No print face has U\+2603"):
        render_certificate(sample_certificate(category="Kabupaten \u2603 Terinovatif"))


@pytest.mark.parametrize(
    "address",
    ["file:///etc/passwd", "http://localhost/x.png", "https://example.org/x.css", "ftp://example.org/x"],
)
def test_any_other_address_than_data_ends_the_rendering(address, monkeypatch):
    context = {"title": "x", "certificates": []}
    monkeypatch.setattr(
        press().engine,
        "get_template",
        lambda name: press().engine.from_string(f'<html lang="id"><img src="{address}">'),
    )
    with pytest.raises(PrintError, match="Error fetching"):
        render._lay_out("piagam.html", "piagam", context, demo=False)


def test_a_variable_that_nobody_gave_is_an_error():
    template = press().engine.from_string("<p>{{ index }}</p>")
    with pytest.raises(PrintError, match="index"):
        template.render(render.Context({"indeks": "51,82"}))


def test_hostile_text_in_a_report_is_only_text():
    region = replace(KOTAWARINGIN_TIMUR, name=f"Kabupaten {HOSTILE}")
    report = sample_report(
        region=region, counted=2, outside=1, names={0: HOSTILE, 2: HOSTILE}, number=HOSTILE
    )
    content = render_report(report)
    assert squeezed(text(content)).count(squeezed(SAME_TEXT)) >= 3
    with opened(content) as pdf:
        assert str(pdf.docinfo.Title) == f"Laporan Indeks Inovasi Daerah Kabupaten {SAME_TEXT}"
        figures = [element for element in elements(pdf) if element.tag == "Figure"]
        assert len(figures) == 3  # scale, waterfall, QR: no picture came in with a name


def test_hostile_text_in_a_certificate_is_only_text():
    region = replace(KOTAWARINGIN_TIMUR, name=HOSTILE)
    content = render_certificate(sample_certificate(region=region, category=HOSTILE))
    assert "<script>alert(1)</script>" in squeezed(text(content))
    with opened(content) as pdf:
        assert len(pdf.pages) == 1
        assert [element.tag for element in elements(pdf) if element.tag == "Figure"] == ["Figure"]


def test_characters_without_a_glyph_are_replaced_and_that_is_said():
    strange = sample_report(
        counted=2, outside=0, names={0: "Padi \U0001f33e Emas", 1: "\u0627\u0644\u0639\u0644\u0645 Ilmu"}
    )
    said = squeezed(text(render_report(strange)))
    assert f"Padi{REPLACEMENT}Emas" in said
    assert f"{REPLACEMENT}Ilmu" in said
    assert f"Tanda{REPLACEMENT}menggantikan" in said
    assert "menggantikan" not in squeezed(text(sample_pdf(2, 0)))


def test_real_and_sample_certificates_are_not_mixed():
    with pytest.raises(PrintError, match="all real or all samples"):
        render_certificates([sample_certificate(), sample_certificate(demo=False)])
    with pytest.raises(PrintError, match="at least one"):
        render_certificates([])
