"""Four eyes on a publication: preparing, the check list, publishing by another, the clock, what changed in between, corrections."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, connection, transaction

from iga_portal.refusals import Refused
from iga_portal.tenancy.scope import NATION, scope
from innovations.enums import State
from innovations.models import Innovation, QualitySample
from regions.domain.versions import raise_content_version
from regions.models import Instrument, Period, Person, RegionPeriod
from reports.awards import Rule, categories_for
from reports.domain.publishing_checks import checks_of
from reports.domain.publishing_prepared import discard_prepared, prepare_publication, publish_prepared
from reports.domain.publishing_verify import verify_chain
from reports.models import (
    AwardPlan,
    PreparationState,
    PreparedPublication,
    Publication,
    PublishedInnovation,
    PublishedRegion,
    RankingDraft,
)
from scoring.models import CurrentFacts, Result
from tests.cast import BENGKULU, KOTIM, NOON, Cast, make_cast, region_period
from tests.reports.preparing import (
    ALL_TICKS,
    LATER,
    add_draft,
    again,
    make_ready,
    ministry,
    prepare,
    publish_now,
    second_admin,
)
from tests.reports.support import everywhere
from tests.scoring.support import compute, spd_row

TABLES = (Publication, PublishedRegion, PublishedInnovation)


def refused(code: str, call: Any) -> Refused:
    """The call is refused with the code, and nothing is published by it."""
    before = [model.objects.count() for model in TABLES]
    with pytest.raises(Refused) as refusal:
        call()
    assert refusal.value.code == code, refusal.value.message
    assert [model.objects.count() for model in TABLES] == before
    return refusal.value


@pytest.fixture
def ratna(cast: Cast) -> Person:
    return second_admin()


@pytest.fixture
def ready(cast: Cast) -> dict[str, Innovation]:
    return make_ready(cast)


def test_what_was_sent_is_published_by_another_person_exactly_as_prepared(
    cast: Cast, ready: dict[str, Innovation], ratna: Person
) -> None:
    prepared = prepare(cast)
    assert (prepared.region_id, prepared.state) == (NATION, PreparationState.PREPARED)
    assert Publication.objects.count() == 0

    publication = publish_now(prepared, by=ratna)

    assert (publication.content_hash, publication.prepared_by, publication.published_by) == (
        prepared.content_hash, cast.rina, ratna,
    )  # fmt: skip
    with scope({KOTIM}):
        result = Result.objects.get(basis="final", is_current=True)
        facts = CurrentFacts.objects.get(basis="final").facts
    kotim = publication.regions.get(code="62.02")
    assert (kotim.index, kotim.facts, kotim.facts_hash) == (result.index, facts, result.facts_hash)
    innovation = PublishedInnovation.objects.get()
    assert (innovation.public_id, innovation.name, innovation.opd, innovation.urusan) == (
        ready["assessed"].public_id, "Antrean Tanpa Antre", "Dinas Kesehatan", "Kesehatan",
    )  # fmt: skip
    # 20 rows, the desk's level 2 of 3: two thirds of the maximum of 111.
    assert str(innovation.maturity) == "74.00"
    assert publication.regions.count() == 546
    assert publication.summary["assessed"] == 1
    again(prepared)
    assert (prepared.state, prepared.publication, prepared.ended_by) == ("published", publication, ratna)
    assert list(verify_chain()) == []


def test_nothing_that_is_personal_or_kept_is_published(
    cast: Cast, ready: dict[str, Innovation], ratna: Person
) -> None:
    with scope({KOTIM}):
        Innovation.objects.filter(pk=ready["assessed"].pk).update(
            initiator_name="Nama Inisiator", latitude="-2.98765", longitude="112.98765", design="Rancang bangun rahasia",
            benefit="Manfaat tertulis", development_note="Catatan",
        )  # fmt: skip
    publication = publish_now(prepare(cast), by=ratna)
    with connection.cursor() as cursor:
        written = ""
        for table in ("reports_publication", "reports_publishedregion", "reports_publishedinnovation"):
            cursor.execute(f"SELECT string_agg(t::text, ' ') FROM {table} t")
            written += cursor.fetchone()[0]
    assert "Antrean Tanpa Antre" in written and "Mempercepat layanan." in written
    for secret in (
        "Nama Inisiator", "98765", "Rancang bangun", "Manfaat", "Catatan", "Belum Dikirim", "Sari", "Budi", "@", "SK ",
        str(ready["kept"].public_id),
    ):  # fmt: skip
        assert secret not in written, secret
    assert publication.regions.get(code="62.02").facts.keys() == {
        "instrument",
        "region",
        "basis",
        "spd",
        "innovations",
    }


def test_preparer_and_people_of_other_roles_are_refused(cast: Cast, ready: Any, ratna: Person) -> None:
    prepared = prepare(cast)
    refused("preparer", lambda: publish_now(prepared, by=cast.rina))
    for name in ("sari", "dewi", "joko", "budi", "hendra", "indah", "tiur", "wati", "yosef", "arif"):
        actor = cast.actor(name)
        with everywhere():
            refused("role", lambda actor=actor: prepare_publication(cast.period, actor=actor, now=LATER))
            refused(
                "role",
                lambda actor=actor: publish_prepared(
                    prepared.pk, actor=actor, seen_hash=prepared.content_hash, ticked=ALL_TICKS, now=LATER
                ),
            )
            refused(
                "role", lambda actor=actor: discard_prepared(prepared.pk, actor=actor, reason="x", now=LATER)
            )
    # The database asks for two people even of code that forgot to.
    with (
        everywhere(),
        pytest.raises(IntegrityError, match="reports_published_by_another"),
        transaction.atomic(),
    ):
        prepared.state, prepared.ended_by = "published", cast.rina
        prepared.publication = publish_now(prepared, by=ratna)
        PreparedPublication.objects.filter(pk=prepared.pk).update(ended_by=cast.rina)


def test_hash_and_every_tick_are_asked_for(cast: Cast, ready: Any, ratna: Person) -> None:
    prepared = prepare(cast)
    refused("hash", lambda: publish_now(prepared, by=ratna, seen="0" * 64))
    for tick in ALL_TICKS:
        refused("ticks", lambda tick=tick: publish_now(prepared, by=ratna, ticked=ALL_TICKS - {tick}))


def open_sample(cast: Cast) -> None:
    RegionPeriod.objects.filter(pk=region_period(cast).pk).update(sent_at=NOON)
    QualitySample.objects.create(region_id=KOTIM, region_period=region_period(cast), draw=1)


UNREADY = {
    "sampel": open_sample,
    "belum ditutup": lambda cast: RegionPeriod.objects.filter(region_id=KOTIM).update(assessed_at=None),
    "1 daerah belum": lambda cast: Innovation.objects.filter(state="assessed").update(state=State.SENT),
    "dihitung ulang": lambda cast: raise_content_version(
        region_period(cast).pk, region_id=KOTIM, period_id=cast.period.pk
    ),
}


@pytest.mark.parametrize("told", UNREADY)
def test_nothing_is_prepared_or_published_before_the_quality_control_is_over(
    cast: Cast, ready: Any, ratna: Person, told: str
) -> None:
    prepared = prepare(cast)
    with scope({KOTIM}):
        UNREADY[told](cast)
    assert (
        told
        in refused(
            "checks" if told != "dihitung ulang" else "computing", lambda: publish_now(prepared, by=ratna)
        ).message
    )
    with everywhere():
        discard_prepared(prepared.pk, actor=ministry(cast.rina), reason="Belum selesai", now=LATER)
    assert told in refused("checks", lambda: prepare(cast)).message


def test_phase_is_asked_for_by_the_clock(cast: Cast, ready: Any) -> None:
    ends = cast.period.quality_control_ends
    refused("checks", lambda: prepare(cast, now=ends - timedelta(seconds=1)))
    assert prepare(cast, now=ends).state == PreparationState.PREPARED


def test_prognosis_and_a_draft_that_says_something_else_are_not_published(
    cast: Cast, ready: Any, ratna: Person
) -> None:
    prepared = prepare(cast)
    with everywhere():
        RankingDraft.objects.update(rows={"6202": {"index": "1.00"}})
    assert (
        "daerah berbeda dari draf nomor 1"
        in refused("checks", lambda: publish_now(prepared, by=ratna)).message
    )
    add_draft(cast)
    other = Instrument.objects.exclude(status="official").first()
    assert other is not None
    Period.objects.filter(pk=cast.period.pk).update(instrument=other)
    refused("instrument", lambda: publish_now(prepared, by=ratna))
    with everywhere():
        period = Period.objects.select_related("instrument").get(pk=cast.period.pk)
        unmet = [
            check.code for check in checks_of(period, now=LATER, content=prepared.content) if not check.is_met
        ]
    assert unmet == ["instrument"]


MIDNIGHT = datetime(2026, 11, 11, 0, 0, tzinfo=ZoneInfo("Asia/Jakarta"))


def test_publication_at_midnight_is_refused_a_second_before_and_allowed_at_the_moment(
    cast: Cast, ready: Any, ratna: Person
) -> None:
    Period.objects.filter(pk=cast.period.pk).update(publishes_at=MIDNIGHT)
    prepared = prepare(cast)
    message = refused(
        "early", lambda: publish_now(prepared, by=ratna, now=MIDNIGHT - timedelta(seconds=1))
    ).message
    assert "11 November 2026 00.00 WIB" in message
    # The same moment, read off the clocks of the three zones.
    assert datetime(2026, 11, 11, 1, 0, tzinfo=ZoneInfo("Asia/Makassar")) == MIDNIGHT
    moment = datetime(2026, 11, 11, 2, 0, tzinfo=ZoneInfo("Asia/Jayapura"))
    assert publish_now(prepared, by=ratna, now=moment).published_at == MIDNIGHT


def renamed(cast: Cast, ready: dict[str, Innovation]) -> None:
    Innovation.objects.filter(pk=ready["assessed"].pk).update(name="Nama Baru")


def worked_on(cast: Cast, ready: dict[str, Innovation]) -> None:
    spd_row(cast, "9", confirmed=True, level=2)


CHANGES = {"uraian atau nilai inovasi": renamed, "Indeks ": worked_on}


@pytest.mark.parametrize("told", CHANGES)
def test_what_changed_since_is_refused_and_named(
    cast: Cast, ready: dict[str, Innovation], ratna: Person, told: str
) -> None:
    prepared = prepare(cast)
    with scope({KOTIM}):
        CHANGES[told](cast, ready)
    compute(cast)
    message = refused("stale", lambda: publish_now(prepared, by=ratna)).message
    assert f"Kabupaten Kotawaringin Timur: {told}".casefold() in message.casefold()


def test_discarded_with_a_reason_and_prepared_anew(cast: Cast, ready: Any, ratna: Person) -> None:
    prepared = prepare(cast)
    refused("open", lambda: prepare(cast))
    with everywhere():
        refused(
            "reason", lambda: discard_prepared(prepared.pk, actor=ministry(ratna), reason="  ", now=LATER)
        )
        discard_prepared(prepared.pk, actor=ministry(ratna), reason="Salah hari", now=LATER)
        refused(
            "ended", lambda: discard_prepared(prepared.pk, actor=ministry(ratna), reason="Lagi", now=LATER)
        )
    refused("ended", lambda: publish_now(prepared, by=ratna))
    assert prepare(cast).pk != prepared.pk


def test_correction_names_its_reason_and_supersedes_what_stands(
    cast: Cast, ready: Any, ratna: Person
) -> None:
    first = publish_now(prepare(cast), by=ratna)
    refused("reason", lambda: prepare(cast))
    refused("same", lambda: prepare(cast, reason="Coba-coba"))
    with scope({KOTIM}):
        worked_on(cast, ready)
    compute(cast)
    add_draft(cast)

    second = publish_now(prepare(cast, reason="Baris 9 terlewat."), by=ratna)

    assert (second.number, second.revision, second.supersedes, second.reason) == (
        2,
        2,
        first,
        "Baris 9 terlewat.",
    )
    indices = [entry.regions.get(code="62.02").index for entry in (first, second)]
    assert indices[0] < indices[1]
    assert list(verify_chain()) == []


def test_two_who_press_at_once_publish_once(live_db: str, frozen_noon: None) -> None:
    cast = make_cast()
    make_ready(cast)
    people = [second_admin("ratna"), second_admin("rudi")]
    prepared = prepare(cast)
    gate = threading.Barrier(2)
    outcomes: dict[str, str] = {}

    def press(person: Person) -> None:
        try:
            gate.wait(timeout=300)
            outcomes[person.name] = f"published {publish_now(prepared, by=person).number}"
        except Refused as refusal:
            outcomes[person.name] = refusal.code
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=[person]) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=300)

    assert sorted(outcomes.values()) == ["ended", "published 1"]
    assert Publication.objects.count() == 1
    assert PublishedRegion.objects.count() == 546


def test_readers_go_on_reading_until_the_commit(live_db: str, frozen_noon: None) -> None:
    cast = make_cast()
    make_ready(cast)
    ratna = second_admin()
    seen: list[int] = []

    def read() -> None:
        seen.append(Publication.objects.count() + PublishedRegion.objects.count())
        connection.close()

    prepared = prepare(cast)
    with transaction.atomic():
        publish_now(prepared, by=ratna)
        reader = threading.Thread(target=read)
        reader.start()
        reader.join(timeout=300)
        assert not reader.is_alive()
    read()
    assert seen == [0, 547]


def test_prepared_content_is_the_ministry_s_alone(cast: Cast, ready: Any) -> None:
    prepared = prepare(cast)
    for regions in ({KOTIM}, {BENGKULU}, {KOTIM, BENGKULU}):
        with scope(regions):
            assert not PreparedPublication.objects.filter(pk=prepared.pk).exists()
            with connection.cursor() as cursor:
                cursor.execute("SELECT count(*) FROM reports_preparedpublication")
                assert cursor.fetchone() == (0,)
                cursor.execute("SELECT count(*) FROM reports_preparedpublicationtenantevent")
                assert cursor.fetchone() == (0,)
    with scope({NATION}):
        assert PreparedPublication.objects.filter(pk=prepared.pk).exists()


def test_awards_of_the_plan_are_published_and_open_categories_wait(
    cast: Cast, ready: Any, ratna: Person
) -> None:
    """With a plan the awards are those of the decision; the border list that nobody confirmed holds everything up."""
    with everywhere():
        plan = AwardPlan.objects.create(region_id=NATION, period=cast.period)
        categories = categories_for(cast.period.year)
        border = next(category.code for category in categories if category.rule is Rule.BORDER)
        rise = next(category.code for category in categories if category.rule is Rule.RISE)
        AwardPlan.objects.update(categories={rise: {"is_awarded": False}})
    prepared = prepare(cast)
    assert "perbatasan" in refused("checks", lambda: publish_now(prepared, by=ratna)).message.casefold()
    with everywhere():
        AwardPlan.objects.filter(pk=plan.pk).update(
            categories={rise: {"is_awarded": False}, border: {"is_awarded": False}}
        )
    publication = publish_now(prepared, by=ratna)

    best = publication.awards.get(category="kabupaten-iii")
    assert (best.published_region.code, best.place) == ("62.02", 1)
    assert best.sentence and best.sentence_en and best.numbers["index"] == str(best.published_region.index)
    assert list(verify_chain()) == []
