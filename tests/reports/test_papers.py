"""What is printed for a publication: by region, and by nothing but the publication."""

from __future__ import annotations

from reports.domain.papers import papers_of
from reports.domain.publishing_content import AwardLine
from reports.domain.snapshots import content_hash
from reports.models import DocumentKind
from tests.cast import BENGKULU, JAYAPURA, KOTIM, Cast
from tests.reports.published import example_facts, publish_example


def test_papers_are_asked_for_by_region_and_are_the_same_for_the_same_publication(cast: Cast) -> None:
    publication = publish_example(
        cast.period,
        {KOTIM: example_facts(KOTIM), BENGKULU: example_facts(BENGKULU, level=0), JAYAPURA: None},
        awards=[AwardLine("kabupaten", "Kabupaten Terinovatif", "62.02", 1, "Indeks tertinggi.", "", {})],
    )
    all_papers = {(paper.region_id, paper.kind, paper.category): paper for paper in papers_of(publication)}
    own = list(papers_of(publication, region_ids={KOTIM}))
    assert {key for key in all_papers if key[0] == KOTIM} == {
        (paper.region_id, paper.kind, paper.category) for paper in own
    }
    assert {(KOTIM, DocumentKind.REPORT, ""), (KOTIM, DocumentKind.AWARD, "kabupaten")} <= set(all_papers)
    # Who sent nothing gets nothing.
    assert not list(papers_of(publication, region_ids={JAYAPURA}))
    for paper in own:
        again = all_papers[paper.region_id, paper.kind, paper.category]
        assert content_hash(paper.snapshot) == content_hash(again.snapshot)
