"""Values that are the ministry's alone until they are published, planted where they really stand, and the search for them.

Every one of them is unmistakable: it stands nowhere else in the portal. `plant` writes them as rows of the nation; `leaks` looks
for them in an answer, in its body as well as in its headers (addresses, file names).
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from iga_portal.jobs.models import Job
from iga_portal.tenancy.scope import NATION, scope
from regions.models import Region
from reports.domain.publishing_content import AwardLine, Draft, content_hash, give_places
from reports.domain.publishing_orders import PUBLISH
from reports.models import (
    AwardPlan,
    Nominee,
    PanelMember,
    PanelScore,
    PreparedPublication,
    Publication,
    RankingDraft,
)
from tests.cast import BENGKULU, KOTIM, NOON, Cast
from tests.reports.published import example_draft, example_facts

INDEX = Decimal("93.71")
FINAL_SCORE = Decimal("86.4297")
PLACE = 61_483
SENTENCE = "Kalimat penghargaan yang belum diumumkan."
RECOMMENDATION = "Usulan insentif yang belum diumumkan."
NOTE = "Catatan panel yang belum diumumkan."
CORRECTION = "Alasan koreksi yang belum diumumkan."
DRAFT_ROW = {
    "kind": "kabupaten", "index": str(INDEX), "predicate": "Sangat Inovatif", "place": str(PLACE), "tied": "0",
    "spd": "3.00", "maturity_mean": "74.0000", "count_score": "0.00", "counted": "12", "content_version": "1",
}  # fmt: skip


def plant(cast: Cast) -> PreparedPublication:
    """A correction that waits to be published, a draft ranking, a nominee with a panel's score, and an order to publish."""
    draft = prepared_draft(cast)
    content = draft.content()
    for line in content["regions"]:
        line["place_nation"] = PLACE
    with scope({NATION}):
        prepared = PreparedPublication.objects.create(
            region_id=NATION, period=cast.period, content=content, content_hash=content_hash(content),
            supersedes_id=Publication.objects.get().pk, reason=CORRECTION, prepared_by=cast.rina, prepared_at=NOON,
        )  # fmt: skip
        RankingDraft.objects.create(
            region_id=NATION, period=cast.period, number=3, rows_hash=prepared.content_hash, made_by=cast.rina, made_at=NOON,
            rows={str(KOTIM): DRAFT_ROW}, note=NOTE,
        )  # fmt: skip
        plan, _new = AwardPlan.objects.get_or_create(region_id=NATION, period=cast.period)
        nominee, _new = Nominee.objects.update_or_create(
            region_id=NATION, plan=plan, candidate_id=KOTIM,
            defaults={
                "nominated_by": cast.rina, "nominated_at": NOON, "is_recommended": True, "recommendation": RECOMMENDATION,
            },
        )  # fmt: skip
        member, _new = PanelMember.objects.get_or_create(region_id=NATION, plan=plan, person=cast.rina)
        PanelScore.objects.create(
            region_id=NATION, nominee=nominee, member=member, part="presentation", criterion="novelty", score=INDEX,
            note=NOTE, scored_at=NOON,
        )  # fmt: skip
        Job.objects.create(
            region_id=NATION, kind=PUBLISH, once="sentinel", requested_by=cast.rina, state="failed", message=SENTENCE,
            arguments={"prepared": prepared.pk, "seen": prepared.content_hash, "ticked": []},
        )  # fmt: skip
    return prepared


def prepared_draft(cast: Cast) -> Draft:
    """Two regions with numbers of their own and an award."""
    award = AwardLine("best", "Provinsi Terinovatif", Region.objects.get(pk=KOTIM).code, 1, SENTENCE)
    draft = example_draft(
        cast.period,
        {KOTIM: example_facts(KOTIM, level=3), BENGKULU: example_facts(BENGKULU, level=1)},
        awards=[award],
        supersedes=1,
        reason=CORRECTION,
    )
    for row in draft.regions:
        if row.region_id == KOTIM:
            row.index, row.final_score = INDEX, FINAL_SCORE
    give_places(draft.regions)
    return draft


def sentinels(prepared: PreparedPublication) -> list[str]:
    """In every way in which a page or a document may write them."""
    numbers = [str(INDEX), str(FINAL_SCORE)]
    return [
        SENTENCE, RECOMMENDATION, NOTE, CORRECTION, prepared.content_hash, prepared.content_hash[:8],
        str(PLACE), f"{PLACE:,}", f"{PLACE:,}".replace(",", "."),
        *numbers, *(number.replace(".", ",") for number in numbers),
    ]  # fmt: skip


def leaks(response: Any, *, looked_for: list[str]) -> list[str]:
    """Which of the values the answer holds, in its body, its headers or its cookies. Reads a streamed answer whole."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    headers = " ".join(f"{name}: {value}" for name, value in response.items())
    text = f"{headers} {response.cookies.output()} {body.decode('utf-8', errors='replace')}"
    return [value for value in looked_for if value in text]
