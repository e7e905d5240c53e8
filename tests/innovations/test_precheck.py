"""The page before submitting: what is required, what is only advised, what is handed in, and until when."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client

from iga_portal.files.models import StoredFile
from iga_portal.tenancy.scope import scope
from innovations.domain.answers import cite_document, set_answer
from innovations.domain.completeness import ORDER, required_gaps
from innovations.domain.documents import replace_document
from innovations.domain.innovations import change_proposal
from innovations.domain.transitions import take_step
from innovations.forms.steps import STEPS
from innovations.models import Citation, Document, Innovation
from innovations.queries.opd import sheet_of
from innovations.queries.precheck import advice_about
from innovations.workflow import Action
from tests.cast import KOTIM, NOON, Cast, make_complete, make_document, make_draft, submit
from tests.innovations.opd_support import address, signed_in


@pytest.fixture
def sari(cast: Cast) -> Client:
    return signed_in(cast.sari)


@pytest.fixture
def complete(cast: Cast) -> Innovation:
    with scope({KOTIM}):
        return make_complete(cast.actor("sari"), opd=cast.health, period=cast.period)


def page_of(client: Client, cast: Cast, innovation: Innovation) -> str:
    url = address("submit", cast.health, public_id=innovation.public_id)
    return client.get(url).content.decode().split("<main", 1)[1]


def part(page: str, name: str) -> str:
    """One panel of the page by its id, "" when there is none."""
    marker = f'id="{name}" '
    return page.split(marker, 1)[1].split("</section>", 1)[0] if marker in page else ""


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def test_draft_without_anything_names_every_gap_with_a_link_and_offers_no_button(
    cast: Cast, sari: Client
) -> None:
    with scope({KOTIM}):
        draft = make_draft(cast.actor("sari"), opd=cast.health, period=cast.period)
    page = page_of(sari, cast, draft)
    assert "Belum dapat diajukan: 21 hal wajib" in page
    step = address("proposal_step", cast.health, public_id=draft.public_id, step="identitas")
    assert f'href="{step}#id_kind"' in part(page, "wajib")
    assert f'href="{address("row", cast.health, public_id=draft.public_id, row=16)}"' in part(page, "wajib")
    assert "submit-bar" not in page


def test_complete_draft_is_told_until_when_and_what_is_handed_in(
    cast: Cast, complete: Innovation, sari: Client
) -> None:
    page = page_of(sari, cast, complete)
    # The period of the cast closes 45 days after noon of 7 July, its last second is told.
    assert "21 Agustus 2026 11.59 WIB" in page
    assert part(page, "wajib") == ""
    handed_in = words(part(page, "diajukan"))
    # 37 is the sum of the weights: level 2 everywhere is 74 points.
    assert re.search(r"74 dari 111", handed_in)
    assert re.search(r"20 dari 20", handed_in)
    assert "Belum dikonfirmasi kepala OPD" in handed_in
    assert page.count('<button type="submit" class="button button--primary"') == 1
    assert f'name="version" value="{complete.version}"' in page
    assert "Anda mendapat tanda terima" in part(page, "setelah")


def test_claim_without_evidence_is_required_and_another_format_only_advised(
    cast: Cast, complete: Innovation, sari: Client
) -> None:
    actor = cast.actor("sari")
    with scope({KOTIM}):
        replace_document(Document.objects.get().pk, actor=actor, link="https://contoh.go.id/sk")
        Citation.objects.filter(answer__row=20).delete()
    page = page_of(sari, cast, complete)
    row_20 = address("row", cast.health, public_id=complete.public_id, row=20) + "#bukti"
    assert f'href="{row_20}"' in part(page, "wajib")
    advice = words(part(page, "saran"))
    assert "Baris 16: pedoman menyebut format" in advice
    assert "Baris 20" not in advice


def test_advice_names_what_a_reviewer_would_stumble_over(
    cast: Cast, complete: Innovation, sari: Client
) -> None:
    actor, other = cast.actor("sari"), cast.actor("dewi")
    with scope({KOTIM}):
        make_draft(other, opd=cast.education, period=cast.period, name="ANTREAN daring")
        broken, closed, waiting = (
            make_document(actor, opd=cast.health, subject=name) for name in ("Putus", "Tertutup", "Menunggu")
        )
        broken = replace_document(broken.pk, actor=actor, link="https://contoh.go.id/putus")
        closed = replace_document(closed.pk, actor=actor, link="https://contoh.go.id/tertutup")
        Document.objects.filter(pk=broken.pk).update(link_state="broken")
        Document.objects.filter(pk=closed.pk).update(link_state="closed")
        for row, document in ((17, broken), (18, closed), (19, waiting)):
            cite_document(complete.pk, row=row, actor=actor, document_id=document.pk)
        assert waiting.file is not None
        StoredFile.objects.filter(pk=waiting.file.pk).update(state="waiting")
    page = page_of(sari, cast, complete)
    advice = part(page, "saran")
    for line in (
        "Inovasi lain di daerah ini memakai nama yang sama.",
        "Baris 17: tautan “Putus” tidak dapat dibuka",
        "Baris 18: tautan “Tertutup” meminta masuk atau izin",
        "Baris 19: berkas “Menunggu” masih menunggu pemeriksaan",
    ):
        assert line in advice, line
    assert address("row", cast.health, public_id=complete.public_id, row=17) + "#bukti" in advice
    # Whose innovation it is that has the same name stays with its OPD.
    assert "Dinas Pendidikan" not in page
    # None of it hinders.
    assert "submit-bar" in page


def test_file_that_the_scanner_refused_has_to_go_before_submitting(
    cast: Cast, complete: Innovation, sari: Client
) -> None:
    with scope({KOTIM}):
        document = Document.objects.select_related("file").get()
        assert document.file is not None
        StoredFile.objects.filter(pk=document.file.pk).update(state="refused")
    page = page_of(sari, cast, complete)
    assert "ditolak pemindaian virus" in part(page, "wajib")
    assert address("row", cast.health, public_id=complete.public_id, row=16) + "#bukti" in part(page, "wajib")
    assert "submit-bar" not in page


def test_older_version_that_a_locked_row_kept_is_advised_once_the_row_is_open(
    cast: Cast, complete: Innovation, sari: Client
) -> None:
    actor, budi = cast.actor("sari"), cast.actor("budi")

    def send_back(row: int) -> None:
        complete.refresh_from_db()
        take_step(
            complete.pk, action=Action.RETURN, actor=budi, seen_version=complete.version,
            row_reasons={row: "SK tidak terbaca."},
        )  # fmt: skip

    with scope({KOTIM}):
        submit(complete, actor)
        send_back(16)
        replace_document(Document.objects.get().pk, actor=actor, link="https://contoh.go.id/sk")
    advice = part(page_of(sari, cast, complete), "saran")
    assert "Baris 17: “SK Antrean Daring” adalah versi lama" in advice
    assert "Baris 16: “SK Antrean Daring” adalah versi lama" not in advice


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"stage": "uji_coba"}, "tidak masuk hitungan indeks"),
        ({"trial_date": date(2018, 1, 1), "implemented_on": date(2019, 1, 1), "developed_on": date(2020, 1, 1)},
         "tidak masuk hitungan indeks"),
    ],
)  # fmt: skip
def test_archive_and_early_stages_may_be_submitted_and_are_told_that_they_do_not_count(
    cast: Cast, complete: Innovation, sari: Client, changes: dict[str, object], told: str
) -> None:
    assert told not in page_of(sari, cast, complete)
    with scope({KOTIM}):
        change_proposal(complete.pk, actor=cast.actor("sari"), seen=None, changes=changes)
    page = page_of(sari, cast, complete)
    assert told in page
    assert "submit-bar" in page


def test_closed_input_is_told_and_nothing_can_be_pressed(cast: Cast, complete: Innovation) -> None:
    with time_machine.travel(NOON + timedelta(days=46), tick=True):
        page = page_of(signed_in(cast.sari), cast, complete)
    assert "Penjaringan sedang tidak dibuka" in page
    assert "submit-bar" not in page


def test_page_of_something_submitted_leads_to_its_receipt(
    cast: Cast, complete: Innovation, sari: Client
) -> None:
    with scope({KOTIM}):
        submit(complete, cast.actor("sari"))
    answer = sari.get(address("submit", cast.health, public_id=complete.public_id))
    assert "/tanda-terima/6202-" in answer["Location"]


def test_page_is_the_operator_s_alone(cast: Cast, complete: Innovation) -> None:
    url = address("submit", cast.health, public_id=complete.public_id)
    for name in ("dewi", "joko", "budi", "wati"):
        assert signed_in(getattr(cast, name)).get(url).status_code == 404
        assert signed_in(getattr(cast, name)).post(url, {"version": complete.version}).status_code == 404
    own = url.replace(f"/opd/{cast.health.pk}/", f"/opd/{cast.education.pk}/")
    assert (
        signed_in(cast.dewi).post(own, {"version": complete.version, "langkah": "submit"}).status_code == 404
    )
    with scope({KOTIM}):
        assert Innovation.objects.get(pk=complete.pk).state == "draft"


def test_press_for_another_step_than_submitting_is_taken_for_submitting(
    cast: Cast, complete: Innovation, sari: Client
) -> None:
    """The hidden word names one of the two submissions; whatever else it says, nothing else is done."""
    url = address("submit", cast.health, public_id=complete.public_id)
    with scope({KOTIM}):
        set_answer(complete.pk, row=20, actor=cast.actor("sari"), level=1)
    answer = sari.post(url, {"version": complete.version, "langkah": "withdraw"})
    assert answer.status_code == 409
    with scope({KOTIM}):
        assert Innovation.objects.get(pk=complete.pk).state == "draft"


def test_evidence_is_told_out_of_the_rows_that_are_claimed(
    cast: Cast, sari: Client, complete: Innovation
) -> None:
    actor = cast.actor("sari")
    with scope({KOTIM}):
        # 20 rows are claimed with a document each; two claims go, and two of the rows left lose their document.
        for row in (34, 35):
            set_answer(complete.pk, row=row, actor=actor, level=0)
        Citation.objects.filter(answer__innovation=complete, answer__row__in=(18, 19, 34, 35)).delete()
    told = words(part(page_of(sari, cast, complete), "diajukan"))
    assert "Baris yang punya bukti 16 dari 18 baris yang diklaim" in told
    english = Client(headers={"accept-language": "en"})
    english.force_login(cast.sari)
    assert "Rows with evidence 16 of 18 rows claimed" in words(
        part(page_of(english, cast, complete), "diajukan")
    )


def test_gaps_stand_in_the_order_in_which_the_form_asks(cast: Cast, sari: Client) -> None:
    with scope({KOTIM}):
        draft = make_draft(cast.actor("sari"), opd=cast.health, period=cast.period)
        found = [gap.field for gap in required_gaps(draft) if gap.field]
    asked = [field for step in STEPS for field in step.fields]
    assert found == [field for field in asked if field in found]
    assert found.index("kind") < found.index("classification")
    assert found.index("urusan") < found.index("asta_cita")
    for url in (address("submit", cast.health, public_id=draft.public_id),
                address("innovation", cast.health, public_id=draft.public_id)):  # fmt: skip
        page = sari.get(url).content.decode()
        named = re.findall(r'<a href="[^"]*/profil/[^"]*#id_(\w+)">', page)
        fields = [name for step in STEPS for name in step.form.base_fields if name in named]
        assert named == fields
        assert len(named) > 10


def test_place_of_every_item_that_may_lack_is_that_of_the_form() -> None:
    asked = [field for step in STEPS for field in step.fields]
    assert [field for field in asked if field in ORDER] == sorted(ORDER, key=lambda field: ORDER[field])


def test_advice_on_one_row_stands_together(cast: Cast, complete: Innovation) -> None:
    with scope({KOTIM}):
        # One link in the place of every document: of each row its format and its being broken are told.
        link = replace_document(
            Document.objects.get().pk, actor=cast.actor("sari"), link="https://contoh.go.id/sk"
        )
        Document.objects.filter(pk=link.pk).update(link_state="broken")
        advice = advice_about(sheet_of(complete))
    told = [(int(gap.part), gap.code) for gap in advice if gap.part.isdecimal()]
    assert {(16, "format"), (16, "document"), (17, "format"), (17, "document")} <= set(told)
    assert [row for row, _code in told] == sorted(row for row, _code in told)
