"""The demonstration as it stands after `load_demo`: the numbers of the scenes, every state, documents that open."""

from __future__ import annotations

import io
import json
from collections import Counter
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pikepdf
import pytest
from django.core.management import call_command
from django.db.models import Count, F, Q
from PIL import Image

from iga_portal.demo import people
from iga_portal.demo.loading import load_region
from iga_portal.demo.scenes import REGION_IDS, SCENES
from iga_portal.files.models import StoredFile
from iga_portal.notices.models import Mail, Notice
from iga_portal.tenancy.scope import scope
from innovations.domain.completeness import required_gaps
from innovations.domain.guards import rows_without_verdict
from innovations.domain.verdicts import citations_of, judged_content
from innovations.enums import CLAIMED_STATES, FINAL_STATES, VERIFIED_STATES, State, VerdictStage
from innovations.models import (
    Answer,
    Assignment,
    AssignmentRule,
    Citation,
    Document,
    Innovation,
    IntegrityForm,
    RegionAnswer,
    ReturnReason,
    RowQuestion,
    Sending,
    SendingItem,
    Transition,
    Verdict,
)
from regions.enums import Basis, Role
from regions.models import Membership, Opd, Period, Person, RegionPeriod
from regions.queries.instruments import instrument_of
from scoring.core.canonical import fingerprint
from scoring.core.score import score
from scoring.models import CurrentFacts, Result
from tests.cast import BENGKULU, JAYAPURA, KOTIM
from tests.demo.conftest import Place
from tests.demo.dump import content_hash, dump, row_counts

pytestmark = pytest.mark.slow
PEKALONGAN = 3375


def test_kotawaringin_timur_has_47_agencies_of_which_15_have_28_innovations(loaded: Place) -> None:
    with scope({KOTIM}):
        assert Opd.objects.filter(parent=None).count() == 47
        assert Innovation.objects.count() == 28
        assert Innovation.objects.values("opd_id").distinct().count() == 15
        # Counted with its units, an agency that takes part is the same one.
        owners = {opd.parent_id or opd.pk for opd in Opd.objects.filter(innovations__isnull=False)}
        assert len(owners) == 15


def test_kotawaringin_timur_stands_at_58_09_and_wants_65_01(loaded: Place) -> None:
    with scope({KOTIM}):
        result = Result.objects.get(basis=Basis.CLAIMED, is_current=True)
        # 21 count: 51.25 + 1806 / 21 + 21 x 0.38 = 51.25 + 86 + 7.98 = 145.23; / 250 x 100 = 58.092
        assert (result.innovations_counted, result.maturity_sum) == (21, Decimal("1806.00"))
        assert (result.index, result.predicate) == (Decimal("58.09"), "Inovatif")
        assert RegionPeriod.objects.get().target_index == Decimal("65.01")


def test_pekalongan_has_52_innovations_of_which_19_meet_the_window(loaded: Place) -> None:
    rule = instrument_of(Period.objects.get(is_current=True)).eligibility
    with scope({PEKALONGAN}):
        came_in = list(Innovation.objects.filter(state__in=CLAIMED_STATES))
        assert len(came_in) == 52 == Innovation.objects.count()
        inside = [entry for entry in came_in if rule.in_window(entry.implemented_on, entry.developed_on)]
        assert len(inside) == 19
        assert Result.objects.get(basis=Basis.CLAIMED, is_current=True).innovations_counted == 19


def test_bengkulu_sent_its_six_winners(loaded: Place) -> None:
    winners = {
        "Sistem Layanan Administrasi Warga Elektronik (SLAWE)", "Halo PTSP", "Gerakan Sedekah Dua Ribu",
        "Perpustakaan Digital Kita Oke (Pertalite)", "Sistem Informasi Layanan Kebakaran (Silapkar)",
        "Komunikasi Efektif Berempati Terhadap Pasien Paliatif (Koeber)",
    }  # fmt: skip
    with scope({BENGKULU}):
        sent = Innovation.objects.filter(state__in=FINAL_STATES)
        assert set(sent.filter(name__in=winners).values_list("name", flat=True)) == winners
        assert list(Sending.objects.values_list("number", flat=True)) == [1, 2]
        assert SendingItem.objects.count() == sent.count()
        assert RegionPeriod.objects.get().sent_at == Sending.objects.get(number=1).sent_at


def test_every_region_of_the_scenes_is_there_and_scored(loaded: Place) -> None:
    with scope(REGION_IDS):
        assert set(Innovation.objects.values_list("region_id", flat=True)) == set(REGION_IDS)
        assert not RegionPeriod.objects.exclude(scored_version=F("content_version")).exists()
        current = Result.objects.filter(is_current=True).values_list("region_id", "basis")
        assert set(current) == {(region, basis) for region in REGION_IDS for basis in Basis.values}
        for scene in SCENES:
            assert Opd.objects.filter(region_id=scene.region_id, is_desk=True).count() == 1


def test_every_state_of_the_workflow_is_present(loaded: Place) -> None:
    with scope(REGION_IDS):
        assert set(Innovation.objects.values_list("state", flat=True)) == set(State.values)
        actions = set(Transition.objects.values_list("action", flat=True))
    assert actions >= {
        "create", "submit", "return", "resubmit", "verify", "decline", "reopen", "withdraw", "send", "assess",
    }  # fmt: skip


def test_timelines_lead_from_state_to_state_in_time(loaded: Place) -> None:
    period = Period.objects.get(is_current=True)
    with scope(REGION_IDS):
        for innovation in Innovation.objects.prefetch_related("transitions"):
            steps = sorted(innovation.transitions.all(), key=lambda step: (step.at, step.pk))
            assert [step.from_state for step in steps] == ["", *(step.to_state for step in steps[:-1])]
            assert steps[-1].to_state == innovation.state
            assert period.input_opens < steps[0].at <= steps[-1].at < period.input_closes


def test_every_innovation_has_its_twenty_rows_and_sound_levels(loaded: Place) -> None:
    with scope(REGION_IDS):
        rows = Innovation.objects.annotate(number=Count("answers")).values_list("number", flat=True)
        assert set(rows) == {20}
        standing = {
            (verdict.answer_id, verdict.stage): verdict.level
            for verdict in Verdict.objects.filter(stands=True)
        }
        for answer in Answer.objects.all():
            assert answer.verified_level == standing.get((answer.pk, VerdictStage.DESK))
            assert answer.final_level == standing.get((answer.pk, VerdictStage.QUALITY_CONTROL))
        assert not Answer.objects.filter(verified_level__gt=F("claimed_level")).exists()
        changed = Verdict.objects.exclude(decision="accept")
        assert changed.count() > 100
        assert not changed.filter(reason="").exists()


def test_verdicts_name_what_they_judged(loaded: Place) -> None:
    with scope(REGION_IDS):
        verdicts = Verdict.objects.filter(stands=True).select_related("answer").order_by("pk")
        # Every fortieth: both regions written row by row and regions written at once are among them.
        for verdict in verdicts[::40]:
            content = judged_content(verdict.answer, citations_of(verdict.answer))
            assert verdict.judged == content
            assert verdict.judged_hash == fingerprint(content)


def test_what_left_the_draft_is_complete_and_what_is_verified_is_judged(loaded: Place) -> None:
    with scope(REGION_IDS):
        for innovation in Innovation.objects.select_related("region_period__period"):
            if innovation.state in CLAIMED_STATES:
                assert required_gaps(innovation) == []
            if innovation.state in VERIFIED_STATES:
                assert rows_without_verdict(innovation) == []
        drafts = Innovation.objects.filter(state=State.DRAFT).select_related("region_period__period")
        assert any(required_gaps(draft) for draft in drafts)


def test_spd_rows_have_figures_evidence_and_some_wait_for_a_second_person(loaded: Place) -> None:
    with scope(REGION_IDS):
        answers = RegionAnswer.objects.all()
        assert answers.filter(latest__isnull=False).count() >= 50
        assert not answers.filter(citations__isnull=True).exists()
        assert not answers.filter(confirmed_by=F("entered_by")).exists()
        waiting = answers.filter(confirmed_at__isnull=True)
        assert set(waiting.filter(region_id=KOTIM).values_list("row", flat=True)) == {
            "12",
            "13a",
            "13b",
            "15",
        }
        assert waiting.exclude(region_id=KOTIM).exists()
        assert set(IntegrityForm.objects.values_list("region_id", flat=True)) == {1603, 1771, 3375, 6202}


def test_returned_innovations_carry_reasons_and_open_rows(loaded: Place) -> None:
    with scope(REGION_IDS):
        returned = Innovation.objects.filter(state=State.RETURNED)
        for innovation in returned:
            unlocked = set(
                Answer.objects.filter(innovation=innovation, is_unlocked=True).values_list("row", flat=True)
            )
            reasons = set(
                ReturnReason.objects.filter(transition__innovation=innovation).values_list("row", flat=True)
            )
            assert unlocked == reasons
            assert reasons
        mended = Innovation.objects.filter(transitions__action="resubmit")
        assert mended.exists()
        assert Verdict.objects.filter(answer__innovation__in=mended, stands=False).count() == 0


def test_one_decree_of_the_region_supports_many_innovations(loaded: Place) -> None:
    with scope({KOTIM}):
        decree = Document.objects.get(opd=None, subject="Penetapan Inovasi Daerah Tahun 2025")
        cited = Citation.objects.filter(document=decree).values("answer__innovation_id").distinct().count()
        assert cited >= 25
        shared = Document.objects.annotate(number_of_rows=Count("citations")).filter(number_of_rows__gte=10)
        assert shared.count() > 10


def test_every_file_opens_and_says_that_it_is_an_example(loaded: Place) -> None:
    with scope(REGION_IDS):
        files = list(StoredFile.objects.all())
    assert Counter(file.media_type for file in files).keys() == {
        "application/pdf", "image/jpeg", "image/png", "video/mp4",
    }  # fmt: skip
    for file in files:
        assert file.name.startswith("CONTOH")
        path = loaded.folder / "files" / file.key
        assert path.stat().st_size == file.size
    for media_type in ("image/jpeg", "image/png"):
        for file in [file for file in files if file.media_type == media_type][:5]:
            with Image.open(loaded.folder / "files" / file.key) as image:
                image.load()
    for file in [file for file in files if file.media_type == "application/pdf"][::20]:
        assert_marked(loaded.folder / "files" / file.key)


def assert_marked(path: Path) -> None:
    with pikepdf.open(path) as pdf:
        assert len(pdf.pages) >= 1
        for page in pdf.pages:
            assert b"(CONTOH - bukan dokumen resmi)" in page.Contents.read_bytes()


def test_people_of_every_role_can_sign_in(loaded: Place) -> None:
    for account in people.ACCOUNTS:
        person = Person.objects.get(email=account.email)
        assert person.has_usable_password()
        assert Membership.objects.filter(
            person=person, role=account.role, region_id=account.region_id
        ).exists()
    assert {account.role for account in people.ACCOUNTS} == set(Role)
    # One is enough: a check takes a third of a second, by intention.
    assert Person.objects.get(email="sari@contoh.go.id").check_password(people.PASSWORD)
    others = Person.objects.exclude(email__in=[account.email for account in people.ACCOUNTS])
    assert others.exists()
    assert not any(person.has_usable_password() for person in others)


def test_nobody_judged_what_they_entered(loaded: Place) -> None:
    with scope(REGION_IDS):
        made = Q(reviewer_id=F("answer__innovation__created_by_id"))
        assert not Verdict.objects.filter(made).exists()


def test_demo_accounts_lists_who_can_sign_in(loaded: Place) -> None:
    answer = io.StringIO()
    call_command("demo_accounts", "--json", stdout=answer)
    rows = json.loads(answer.getvalue())
    assert [list(row) for row in rows] == [["name", "role", "place", "email", "password"]] * 14
    assert rows[0] == {
        "name": "Sari",
        "role": "Operator OPD",
        "place": "Dinas Kesehatan, Kabupaten Kotawaringin Timur",
        "email": "sari@contoh.go.id",
        "password": people.PASSWORD,
    }
    places = {row["name"]: row["place"] for row in rows}
    assert places["Arif"] == "Kabupaten Kotawaringin Timur; Kota Bengkulu"
    assert places["Rina"] == "Kementerian Dalam Negeri"


def test_notices_wait_for_the_desk_and_for_the_agencies(loaded: Place) -> None:
    with scope({KOTIM}):
        unread = Notice.objects.filter(read_at__isnull=True)
        assert unread.filter(person__email="budi@contoh.go.id", kind="submit").exists()
        assert Notice.objects.filter(person__email="sari@contoh.go.id").exists()


def test_two_share_the_desk_and_one_question_waits(loaded: Place) -> None:
    with scope({KOTIM}):
        readers = Assignment.objects.filter(is_current=True).values_list("reviewer__email", flat=True)
        waiting = Innovation.objects.filter(state=State.SUBMITTED).count()
        assert (set(readers), len(readers)) == (
            {"budi@contoh.go.id", "galih@contoh.go.id"},
            waiting // 2,
        )
        assert set(AssignmentRule.objects.values_list("opd__name", flat=True)) == {"Dinas Pendidikan"}
        question = RowQuestion.objects.get()
        assert (question.reply, question.closed_at) == ("", None)
        assert Notice.objects.filter(kind="question", person__email="sari@contoh.go.id").exists()


def test_no_mail_tells_of_a_past_that_was_made_up(loaded: Place) -> None:
    with scope(REGION_IDS):
        mailed = Mail.objects.filter(state="dropped").values_list("notice_id", flat=True)
        assert set(Notice.objects.values_list("pk", flat=True)) == set(mailed)
        assert not Mail.objects.exclude(state="dropped").exists()


def test_stored_results_equal_the_core_on_their_own_facts(loaded: Place) -> None:
    instrument = instrument_of(Period.objects.get(is_current=True))
    with scope(REGION_IDS):
        for facts in CurrentFacts.objects.all():
            stored = Result.objects.get(
                region_id=facts.region_id, basis=facts.basis, content_version=facts.content_version
            )
            assert stored.index == score(facts.facts, instrument).index


def test_audit_history_names_who_acted(loaded: Place) -> None:
    from innovations.models import Innovation as Model

    event = Model._meta.apps.get_model("innovations", "InnovationTenantEvent")
    sari = Person.objects.get(email="sari@contoh.go.id")
    with scope({KOTIM}):
        contexts = event.objects.filter(pgh_context__actor=sari.pk)
        assert set(contexts.values_list("pgh_context__role", flat=True)) == {"operator"}


def test_loading_again_changes_nothing(loaded: Place) -> None:
    before = {region: content_hash(region) for region in REGION_IDS}, row_counts()
    again = loaded.manage("load_demo")
    assert again.stdout.count("already there") == len(REGION_IDS)
    assert ({region: content_hash(region) for region in REGION_IDS}, row_counts()) == before


def test_another_installation_has_the_same_content(loaded: Place, request: pytest.FixtureRequest) -> None:
    first = dump(JAYAPURA)
    # The other one is written by the plain role, with other ids, in a period that opened on another day.
    request.getfixturevalue("empty")
    days = timedelta(days=3)
    Period.objects.filter(is_current=True).update(
        input_opens=F("input_opens") - days,
        input_closes=F("input_closes") - days,
        measurement_ends=F("measurement_ends") - days,
        quality_control_ends=F("quality_control_ends") - days,
    )
    period = Period.objects.get(is_current=True)
    people.make_ministry(period)
    load_region(period.pk, JAYAPURA)
    second = dump(JAYAPURA)
    assert second.keys() == first.keys()
    for table in first:
        assert second[table] == first[table], table
    assert sum(map(len, first.values())) > 500
