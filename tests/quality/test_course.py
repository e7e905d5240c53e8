"""What quality control meets at its edges: regions that may still send, that were closed, that got everything back, in other zones."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from iga_portal.jobs.models import Job
from iga_portal.notices.models import Notice
from iga_portal.refusals import Refused, TransitionRefused
from iga_portal.tenancy.scope import NATION, scope
from innovations.domain.quality.choosing import Settings
from innovations.domain.quality.closing import close_region, regions_to_close
from innovations.domain.quality.drawing import draw_samples, plan_draw
from innovations.domain.quality.sharing import assign_samples
from innovations.domain.recalling import recall_portfolio
from innovations.domain.sending import send_portfolio
from innovations.enums import State
from innovations.models import Innovation, QualitySample
from innovations.quality_jobs import CLOSE
from regions.domain.region_extensions import extend_region
from regions.models import Membership, Period, Person, RegionPeriod
from reports.domain.publishing_checks import SAMPLES, checks_of
from tests.cast import BENGKULU, JAYAPURA, KOTIM, NOON, Cast, make_complete, region_period, submit, verify
from tests.innovations.desk_support import signed_in
from tests.quality.support import AFTER, EVERY, MEASURING, close_nation, drawn, evaluator, measuring, sent
from tests.reports.support import work

EVERYTHING = Settings(100, 0, 0, 0)
WIB = ZoneInfo("Asia/Jakarta")


@pytest.fixture
def innovations(cast: Cast) -> Iterator[list[Innovation]]:
    """Three innovations sent, the clock past the input, the ministry's scope open."""
    with scope({KOTIM}):
        made = sent(cast)
    with measuring(), scope(EVERY):
        yield made


def verified(cast: Cast) -> Innovation:
    """One that the region could send."""
    sari = cast.actor("sari")
    made = make_complete(sari, opd=cast.health, period=cast.period)
    return verify(submit(made, sari), cast.actor("budi"))


def open_samples_told(cast: Cast) -> str:
    """What the check list of a publication says of open samples, after quality control."""
    with time_machine.travel(AFTER, tick=False):
        check = next(entry for entry in checks_of(cast.period, now=timezone.now()) if entry.code == SAMPLES)
    return "" if check.is_met else check.told


def give_all_back(cast: Cast) -> None:
    seen = {entry.pk: entry.version for entry in Innovation.objects.filter(state=State.SENT)}
    recall_portfolio(region_period(cast).pk, actor=cast.actor("rina"), chosen=seen, reason="Salah kirim.")


def test_drawing_passes_over_a_region_that_was_closed(cast: Cast, innovations: list[Innovation]) -> None:
    rina = cast.actor("rina")
    close_nation(cast.period, actor=rina)
    # Its SPD rows as an open sample nobody could decide or close, and no publication could be prepared.
    assert plan_draw(cast.period, actor=rina, settings=EVERYTHING, seed="benih").fresh_regions == 0
    with pytest.raises(Refused, match="Tidak ada sampel baru"):
        draw_samples(cast.period, actor=rina, settings=EVERYTHING, seed="benih")
    assert not QualitySample.objects.exists()


def test_what_was_given_back_keeps_nobody_waiting(cast: Cast, innovations: list[Innovation]) -> None:
    rina, one = cast.actor("rina"), innovations[0]
    drawn(cast)
    assert open_samples_told(cast) == "4 sampel belum ditutup penilai."
    one.refresh_from_db()
    recall_portfolio(region_period(cast).pk, actor=rina, chosen={one.pk: one.version}, reason="Salah kirim.")
    assert open_samples_told(cast) == "3 sampel belum ditutup penilai."
    page = signed_in(cast.rina).get(reverse("pusat:quality_close_region", args=[KOTIM]))
    assert page.context["open_samples"] == 3
    # Two innovations and the SPD rows ask for the reason; what lies with the region is closed without it.
    assert close_region(region_period(cast).pk, actor=rina, reason="Waktu habis.").left_open == 3
    notes = {entry.innovation_id: entry.note for entry in QualitySample.objects.all()}
    assert notes == {
        one.pk: "dikembalikan ke daerah",
        **dict.fromkeys([None, *(entry.pk for entry in innovations[1:])], "Waktu habis."),
    }


def test_region_that_got_everything_back_does_not_keep_the_nation_from_publishing(
    cast: Cast, innovations: list[Innovation]
) -> None:
    drawn(cast)
    give_all_back(cast)
    assert region_period(cast).sent_at is None
    assert QualitySample.objects.filter(closed_at__isnull=True).count() == 4
    assert open_samples_told(cast) == ""
    with pytest.raises(TransitionRefused, match="belum mengirim"):
        close_region(region_period(cast).pk, actor=cast.actor("rina"))


def test_region_is_not_closed_while_it_may_still_send(cast: Cast, innovations: list[Innovation]) -> None:
    rina = cast.actor("rina")
    more = MEASURING + timedelta(days=2)
    RegionPeriod.objects.filter(region_id=KOTIM).update(more_until=more)
    Period.objects.filter(pk=cast.period.pk).update(grace_minutes=15)
    RegionPeriod.objects.filter(region_id=BENGKULU).update(sent_at=NOON)
    with pytest.raises(TransitionRefused) as refusal:
        close_region(region_period(cast).pk, actor=rina)
    assert refusal.value.code == "too_early"
    # The others are not kept waiting.
    waiting, still_sending = regions_to_close(cast.period, actor=rina)
    assert ([row.region_id for row in waiting], still_sending) == ([BENGKULU], 1)
    RegionPeriod.objects.filter(region_id=BENGKULU).update(sent_at=None)
    grace = more + timedelta(minutes=15)
    with time_machine.travel(grace, tick=False):
        assert regions_to_close(cast.period, actor=rina) == ([], 1)
    with time_machine.travel(grace + timedelta(seconds=1), tick=False):
        closing = close_nation(cast.period, actor=rina)
        assert regions_to_close(cast.period, actor=rina) == ([], 0)
    assert (closing.regions, closing.innovations) == (1, 3)


def test_nation_is_closed_by_a_job_region_after_region(cast: Cast) -> None:
    with scope({KOTIM}):
        sent(cast)
    more = MEASURING + timedelta(days=2)
    with scope(EVERY):
        RegionPeriod.objects.filter(region_id=KOTIM).update(more_until=more)
        RegionPeriod.objects.filter(region_id=BENGKULU).update(sent_at=NOON)

    def press() -> Job:
        answer = signed_in(cast.rina).post(reverse("pusat:quality_close_nation"), {"reason": ""})
        with scope({NATION}):
            job: Job = Job.objects.filter(kind=CLOSE).latest("pk")
        assert answer["Location"] == reverse("pusat:job", args=[job.public_id])
        return job

    def assessed() -> set[int]:
        with scope(EVERY):
            return set(
                RegionPeriod.objects.filter(assessed_at__isnull=False).values_list("region_id", flat=True)
            )

    with measuring():
        first = press()
        assert press() == first and assessed() == set()
        assert work(first).message == (
            "Quality control 1 daerah ditutup: 0 inovasi dinilai. 1 daerah masih dapat mengirim dan belum ditutup."
        )
        assert assessed() == {BENGKULU}
    with time_machine.travel(more + timedelta(seconds=1), tick=False):
        last = press()
        assert work(last).message == "Quality control 1 daerah ditutup: 3 inovasi dinilai."
        assert assessed() == {BENGKULU, KOTIM}
        # A worker that is given the same job once more closes nothing twice.
        with scope({NATION}):
            Job.objects.filter(pk=last.pk).update(state="queued", tries=0)
        assert work(last).message == "Quality control 0 daerah ditutup: 0 inovasi dinilai."
        with scope({KOTIM}):
            assert Notice.objects.filter(kind="quality_closed", person=cast.tiur).count() == 1


def test_closed_region_sends_nothing_more_and_gets_no_more_time(cast: Cast) -> None:
    with scope({KOTIM}):
        sent(cast, 1)
        late = verified(cast)
    hendra, rina = cast.actor("hendra"), cast.actor("rina")
    with measuring(), scope(EVERY):
        close_nation(cast.period, actor=rina)
        with pytest.raises(Refused) as refusal:
            extend_region(
                actor=rina, period_id=cast.period.pk, region_id=KOTIM, reason="Gempa",
                until=MEASURING + timedelta(days=2),
            )  # fmt: skip
        assert refusal.value.code == "closed"
        # The national end is moved back over it: what came now would be assessed by nobody.
        Period.objects.filter(pk=cast.period.pk).update(
            input_closes=MEASURING + timedelta(days=1), measurement_ends=MEASURING + timedelta(days=2)
        )
        with pytest.raises(TransitionRefused, match="sudah menutup quality control") as late_refusal:
            send_portfolio(region_period(cast).pk, actor=hendra, chosen={late.pk: late.version})
        assert late_refusal.value.code == "assessed"
        late.refresh_from_db()
        assert late.state == State.VERIFIED


@pytest.mark.parametrize(("region_id", "shown"), [(KOTIM, "31"), (JAYAPURA, "1")], ids=["WIB", "WIT"])
def test_evaluator_reads_until_the_last_second_in_every_zone(cast: Cast, region_id: int, shown: str) -> None:
    """Quality control ends at midnight in Jakarta, which is 02.00 of the next day in Jayapura."""
    ends = datetime(2026, 11, 1, tzinfo=WIB)
    bela: Person = evaluator("bela")
    with measuring(), scope(EVERY):
        Period.objects.filter(pk=cast.period.pk).update(quality_control_ends=ends)
        cast.period.refresh_from_db()
        own, _new = RegionPeriod.objects.get_or_create(region_id=region_id, period=cast.period)
        RegionPeriod.objects.filter(pk=own.pk).update(sent_at=NOON)
        sample = QualitySample.objects.create(region_id=region_id, region_period=own, draw=1, rules=["spd"])
        assign_samples(cast.period, actor=cast.actor("rina"), sample_ids=[sample.pk], evaluator_id=bela.pk)
        seat = Membership.objects.get(person=bela, region_id=region_id)
        assert seat.valid_until is not None and str(seat.valid_until.day) == shown
    page = f"/d/{region_id}/penilai/mutu/"
    with time_machine.travel(ends - timedelta(seconds=1), tick=False):
        assert signed_in(bela).get(page).status_code == 200
        done = signed_in(bela).post(f"{page}sampel/{sample.pk}/selesai/", {"sisa": "1"}, follow=True)
        assert "Sampel selesai." in done.text
    with time_machine.travel(ends, tick=False):
        again = signed_in(bela).post(f"{page}sampel/{sample.pk}/selesai/", {"buka": "1"}, follow=True)
        assert "Sampel dibuka lagi." not in again.text
    with scope(EVERY):
        sample.refresh_from_db()
        assert sample.closed_at == ends - timedelta(seconds=1)


def test_more_time_that_is_out_of_order_is_refused(cast: Cast) -> None:
    with measuring(), scope(EVERY), pytest.raises(ValidationError):
        extend_region(
            actor=cast.actor("rina"), period_id=cast.period.pk, region_id=KOTIM, reason="Gempa",
            until=cast.period.quality_control_ends,
        )  # fmt: skip
