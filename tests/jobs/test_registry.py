"""The registry of kinds of jobs: what a page can say of a job is complete before any is asked for."""

from __future__ import annotations

import pytest

from iga_portal.jobs import registry


@pytest.mark.parametrize(("page", "words"), [("package", ""), ("", "Paket portofolio")])
def test_page_of_results_and_its_words_belong_together(page: str, words: str) -> None:
    """Else the way back from a job would be a link without a name."""
    before = dict(registry._KINDS)
    with pytest.raises(RuntimeError, match="belong together"):
        registry.does("test.half", title=lambda job: "x", results_page=page, results_title=words)(
            lambda job, progress: None  # type: ignore[arg-type, return-value]
        )
    assert before == registry._KINDS
