"""The ten lines of the documentation, taken out of it and run as they stand, against a live server with real files."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings

from reports.domain.publishing import publish
from reports.views.face_open import recompute_lines
from tests.browser.conftest import live_cast, live_site  # noqa: F401 - fixtures
from tests.cast import BENGKULU, JAYAPURA, KOTIM, NOON, Cast
from tests.reports.published import example_draft, example_facts, publish_example

DOCUMENT = Path(settings.BASE_DIR) / "iga_portal" / "docs" / "open-data.md"


def ten_lines() -> str:
    return DOCUMENT.read_text(encoding="utf-8").split("```sh\n")[1].split("```")[0]


def test_documentation_and_page_show_the_same_ten_lines() -> None:
    assert ten_lines() == recompute_lines()
    assert len(ten_lines().splitlines()) == 10


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("curl") is None, reason="the lines of the documentation use curl")
def test_ten_lines_of_the_documentation_work_every_index_out_again(
    live_cast: Cast,  # noqa: F811
    live_site: str,  # noqa: F811
    tmp_path: Path,
) -> None:
    facts = example_facts(
        KOTIM, level=3, spd={"8": 3, "3": {"t2": "40000", "t1": "43268"}, "5b": {"t1": "4.10"}}
    )
    publish_example(
        live_cast.period,
        {KOTIM: facts, JAYAPURA: example_facts(JAYAPURA, innovations=3), BENGKULU: example_facts(BENGKULU, level=1), 3578: None},
    )  # fmt: skip
    (tmp_path / "portal").symlink_to(Path(settings.BASE_DIR) / "portal")
    ran = run(live_site, tmp_path)
    assert (ran.returncode, ran.stdout) == (0, "3 indices worked out again, all as published\n"), ran.stderr
    # The comparison can fail: of a publication in which one index is not that of its facts, the region is named.
    draft = example_draft(
        live_cast.period, {KOTIM: facts, BENGKULU: example_facts(BENGKULU)}, supersedes=1, reason="Uji."
    )
    wrong = next(row for row in draft.regions if row.region_id == KOTIM)
    wrong.index = Decimal("99.99")
    publish(
        draft,
        period=live_cast.period,
        prepared_by_id=live_cast.sari.pk,
        published_by_id=live_cast.rina.pk,
        now=NOON,
    )
    ran = run(live_site, tmp_path, NUMBER="2")
    assert ran.returncode != 0 and "('62.02', '99.99')" in ran.stderr and "17.71" not in ran.stderr


def run(site: str, folder: Path, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["sh", "-e"], input=ten_lines(), cwd=folder, text=True, capture_output=True, timeout=600,
        env={"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}", "PORTAL": site, **more},
    )  # fmt: skip
