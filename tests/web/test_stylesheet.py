"""What the stylesheet promises: small, layered, readable in light and dark, and complete for what the charts write."""

from __future__ import annotations

import gzip
import itertools
import re
from pathlib import Path

import pytest
from django.conf import settings

from iga_portal.web import charts
from tests.web.test_charts import draw_scale, draw_trend, draw_waterfall

STATIC = Path(settings.BASE_DIR) / "static"
CSS = (STATIC / "css" / "portal.css").read_text()
PREDICATES = ("sangat-inovatif", "inovatif", "kurang-inovatif", "tidak-dapat-dinilai")


def tokens(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([a-z0-9-]+):\s*(#[0-9a-f]{6})\b", block))


_light, _dark = CSS.split("@media (prefers-color-scheme: dark)", 1)
LIGHT = tokens(_light)
DARK = LIGHT | tokens(_dark.split("@layer base", 1)[0])
SCHEMES = {"light": LIGHT, "dark": DARK}


def luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2."""
    channels = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, two: str) -> float:
    high, low = sorted((luminance(one), luminance(two)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def lightness(colour: str) -> float:
    """L* of CIELAB, 0..100."""
    y = luminance(colour)
    return 116 * y ** (1 / 3) - 16 if y > 0.008856 else 903.3 * y


def test_contrast_is_computed_as_wcag_does():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    # The published example of the grey that just passes.
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(
    ("text", "ground"),
    [
        ("ink", "paper"), ("ink", "surface"), ("muted", "paper"), ("muted", "surface"), ("accent", "paper"),
        ("accent", "surface"), ("on-accent", "fill"), ("on-accent", "fill-deep"), ("good", "paper"), ("good", "good-soft"),
        ("warn", "warn-soft"), ("bad", "paper"), ("bad", "bad-soft"), ("info", "info-soft"), ("info", "surface"), ("info", "paper"),
        ("ink", "good-soft"), ("ink", "warn-soft"), ("ink", "bad-soft"), ("ink", "info-soft"), ("paper", "ink"),
    ],
)  # fmt: skip
def test_text_is_readable(scheme, text, ground):
    colours = SCHEMES[scheme]
    assert contrast(colours[text], colours[ground]) >= 4.5


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("mark", ["focus", "line-strong", *PREDICATES])
def test_marks_stand_out(scheme, mark):
    colours = SCHEMES[scheme]
    assert contrast(colours[mark], colours["paper"]) >= 3


@pytest.mark.parametrize("scheme", SCHEMES)
def test_predicates_differ_in_lightness(scheme):
    steps = sorted(lightness(SCHEMES[scheme][name]) for name in PREDICATES)
    assert min(high - low for low, high in itertools.pairwise(steps)) >= 8


def test_print_palette_repeats_the_light_predicates():
    palette = charts.Palette()
    assert [getattr(palette, name.replace("-", "_")) for name in PREDICATES] == [
        LIGHT[name] for name in PREDICATES
    ]


def test_layers_stand_in_order_and_hold_everything():
    assert "@layer tokens, base, layout, components, utilities, print;" in CSS
    assert re.findall(r"^@layer (\w+) \{", CSS, re.M) == [
        "tokens",
        "base",
        "layout",
        "components",
        "utilities",
        "print",
    ]
    outside = re.sub(
        r"/\*.*?\*/", "", re.sub(r"^@layer \w+ \{.*?^\}", "", CSS, flags=re.M | re.S), flags=re.S
    )
    assert outside.strip() == "@layer tokens, base, layout, components, utilities, print;"


def test_type_sizes_are_the_six():
    sizes = [float(size) * 16 for size in re.findall(r"--t\d: ([\d.]+)rem", CSS)]
    assert sizes == [13, 15, 17, 21, 28, 40]


def test_nothing_is_fetched_from_elsewhere():
    assert re.findall(r"@import|url\(|https?:", CSS) == []


def test_every_colour_class_of_the_charts_exists():
    used = set(
        re.findall(r"\b(?:fill|stroke)-[a-z-]+(?=[ \"])", draw_scale() + draw_waterfall() + draw_trend())
    )
    used -= {"stroke-width", "stroke-linejoin", "stroke-dasharray"}
    assert used
    assert {name for name in used if not re.search(rf"\.{name} \{{", CSS)} == set()


@pytest.mark.parametrize(("name", "limit"), [("css/portal.css", 10_000), ("js/portal.js", 3_000)])
def test_file_stays_small(name, limit):
    assert len(gzip.compress((STATIC / name).read_bytes(), 9)) <= limit
