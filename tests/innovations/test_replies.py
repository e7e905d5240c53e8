"""Returned and mended: what unlocks, what a replaced document touches, replies to the desk, and one cure for several reasons."""

from __future__ import annotations

import re

import pytest
from django.apps import apps

from iga_portal.notices.models import Notice
from iga_portal.refusals import Refused, StaleVersion
from iga_portal.tenancy.scope import scope
from innovations.domain.answers import cite_document, set_answer
from innovations.domain.documents import replace_document
from innovations.domain.guards import rows_without_verdict
from innovations.domain.innovations import change_proposal
from innovations.domain.replies import reply_to_reasons
from innovations.domain.seen import field_hash
from innovations.domain.transitions import take_step
from innovations.models import Citation, Document, Innovation, ReturnReason
from innovations.queries.mending import common_causes, mended
from innovations.queries.opd import open_reasons, own_innovation, sheet_of
from innovations.queries.opd_documents import uses_of
from innovations.workflow import Action
from tests.cast import KOTIM, NOON, Cast, judge_all, make_complete, make_document, submit
from tests.innovations.opd_support import address, counted, signed_in


def returned(
    cast: Cast, *, reasons: dict[int | None, str], name: str = "Antrean Daring", judged: bool = True
) -> Innovation:
    """Submitted by Sari, judged row by row and sent back by Budi."""
    sari, budi = cast.actor("sari"), cast.actor("budi")
    innovation = submit(make_complete(sari, opd=cast.health, period=cast.period, name=name), sari)
    if judged:
        judge_all(innovation, budi)
    return send_back(cast, innovation, reasons=reasons)


def send_back(cast: Cast, innovation: Innovation, *, reasons: dict[int | None, str]) -> Innovation:
    innovation.refresh_from_db()
    return take_step(
        innovation.pk,
        action=Action.RETURN,
        actor=cast.actor("budi"),
        seen_version=innovation.version,
        row_reasons=reasons,
    ).innovation


# A replaced document on a returned innovation ---------------------------------------------------------------------


def test_replaced_document_reaches_only_the_rows_that_the_desk_opened(cast: Cast) -> None:
    sari = cast.actor("sari")
    with scope({KOTIM}):
        innovation = returned(cast, reasons={16: "SK tidak terbaca.", 20: "SK tidak terbaca."})
        old = Document.objects.get()
        new = replace_document(old.pk, actor=sari, link="https://contoh.go.id/sk")
        cited = dict(Citation.objects.values_list("answer__row", "document_id"))
        assert cited == {row: new.pk if row in (16, 20) else old.pk for row in range(16, 36)}
        # The desk judged the other eighteen on the old version; their verdicts stand.
        assert rows_without_verdict(innovation) == [16, 20]


def test_replaced_document_that_only_locked_rows_cite_changes_nothing_of_the_innovation(cast: Cast) -> None:
    sari = cast.actor("sari")
    with scope({KOTIM}):
        innovation = returned(cast, reasons={None: "Perjelas manfaat."})
        old = Document.objects.get()
        replace_document(old.pk, actor=sari, link="https://contoh.go.id/sk")
        before, innovation = innovation.version, Innovation.objects.get()
        assert innovation.version == before
        assert set(Citation.objects.values_list("document_id", flat=True)) == {old.pk}
        assert rows_without_verdict(innovation) == []


def test_attachment_follows_only_where_the_desk_named_the_proposal(cast: Cast) -> None:
    sari = cast.actor("sari")
    with scope({KOTIM}):
        kept, followed = (
            make_complete(sari, opd=cast.health, period=cast.period, name=name) for name in ("Tetap", "Ikut")
        )
        budget = make_document(sari, opd=cast.health, subject="RAB")
        for entry in (kept, followed):
            change_proposal(entry.pk, actor=sari, seen=None, changes={"budget_document": budget})
            submit(entry, sari)
        send_back(cast, kept, reasons={16: "SK tidak terbaca."})
        send_back(cast, followed, reasons={None: "RAB kurang."})
        new = replace_document(budget.pk, actor=sari, link="https://contoh.go.id/rab")
        found = dict(Innovation.objects.values_list("name", "budget_document_id"))
        assert found == {"Tetap": budget.pk, "Ikut": new.pk}


def test_page_of_replacing_tells_what_moves_and_what_stays(cast: Cast) -> None:
    sari = cast.actor("sari")
    with scope({KOTIM}):
        innovation = returned(cast, reasons={16: "SK tidak terbaca."})
        document = Document.objects.get()
        (use,) = uses_of(sari, document)
        moving, staying = use.moving(), use.staying()
        assert moving is not None and staying is not None
        assert (moving.rows, staying.rows) == ([16], list(range(17, 36)))
    page = signed_in(cast.sari).get(address("document_replace", cast.health, document_id=document.pk))
    moved, stayed = page.content.decode().split('id="ikut"', 1)[1].split('id="tetap"', 1)
    row_16 = address("row", cast.health, public_id=innovation.public_id, row=16)
    row_17 = address("row", cast.health, public_id=innovation.public_id, row=17)
    assert row_16 in moved and row_17 not in moved
    assert row_17 in stayed and row_16 not in stayed


def test_document_of_a_draft_follows_in_every_row(cast: Cast) -> None:
    sari = cast.actor("sari")
    with scope({KOTIM}):
        innovation = make_complete(sari, opd=cast.health, period=cast.period)
        other = make_document(sari, opd=cast.health, subject="Lain")
        cite_document(innovation.pk, row=30, actor=sari, document_id=other.pk)
        new = replace_document(other.pk, actor=sari, link="https://contoh.go.id/lain")
        assert set(Citation.objects.filter(document=new).values_list("answer__row", flat=True)) == {30}


# Replies ----------------------------------------------------------------------------------------------------------


def reasons_of(innovation: Innovation) -> dict[int | None, ReturnReason]:
    return {reason.row: reason for reason in ReturnReason.objects.filter(transition__innovation=innovation)}


def seen(*reasons: ReturnReason) -> dict[int, str]:
    return {reason.pk: field_hash(reason.reply) for reason in reasons}


def test_reply_is_kept_with_who_and_when_and_earlier_ones_in_the_history(cast: Cast) -> None:
    sari = cast.actor("sari")
    with scope({KOTIM}, actor_id=sari.person_id):
        reason = reasons_of(returned(cast, reasons={16: "SK tidak terbaca."}))[16]
        done = reply_to_reasons(seen(reason), actor=sari, text="  Sudah dipindai ulang.\r\n ")
        assert done.written == 1
        reason = ReturnReason.objects.get()
        assert (reason.reply, reason.replied_by) == ("Sudah dipindai ulang.", cast.sari)
        assert reason.replied_at is not None and reason.replied_at >= NOON
        assert reply_to_reasons(seen(reason), actor=sari, text="Sudah dipindai ulang.").written == 0
        reply_to_reasons(seen(reason), actor=sari, text="Sudah dipindai ulang, halaman 2.")
        reason.refresh_from_db()
        reply_to_reasons(seen(reason), actor=sari, text=" ")
        reason.refresh_from_db()
        assert (reason.reply, reason.replied_by, reason.replied_at) == ("", None, None)
        history = apps.get_model("innovations", "ReturnReasonTenantevent").objects.filter(pgh_label="update")
        assert list(history.order_by("pgh_id").values_list("reply", flat=True)) == [
            "Sudah dipindai ulang.", "Sudah dipindai ulang, halaman 2.", "",
        ]  # fmt: skip


def test_reply_leaves_the_innovation_s_version_alone_and_travels_with_the_resubmission(cast: Cast) -> None:
    sari = cast.actor("sari")
    with scope({KOTIM}):
        innovation = returned(cast, reasons={16: "SK tidak terbaca.", None: "Perjelas manfaat."})
        by_row = reasons_of(innovation)
        reply_to_reasons(seen(by_row[16]), actor=sari, text="Sudah dipindai ulang.")
        outcome = take_step(
            innovation.pk, action=Action.RESUBMIT, actor=sari, seen_version=innovation.version
        )
        assert outcome.receipt is not None and outcome.receipt.content is not None
        assert outcome.receipt.content["replies"] == [
            {"row": None, "reason": "Perjelas manfaat.", "reply": ""},
            {"row": 16, "reason": "SK tidak terbaca.", "reply": "Sudah dipindai ulang."},
        ]
        told = Notice.objects.get(kind="resubmit", person=cast.budi)
        assert told.text.endswith("Diajukan kembali setelah perbaikan. OPD membalas 1 alasan.")


def test_second_writer_of_a_reply_sees_both_and_chooses(cast: Cast) -> None:
    sari = cast.actor("sari")
    with scope({KOTIM}):
        reason = reasons_of(returned(cast, reasons={16: "SK tidak terbaca."}))[16]
        shown = seen(reason)
        reply_to_reasons(shown, actor=sari, text="Dari rekan.")
        with pytest.raises(StaleVersion):
            reply_to_reasons(shown, actor=sari, text="Dari saya.")
        assert reply_to_reasons(shown, actor=sari, text="Dari rekan.").written == 0
    client = signed_in(cast.sari)
    data = {"alasan": reason.pk, f"terlihat-{reason.pk}": shown[reason.pk], "balasan": "Dari saya."}
    answer = client.post(address("reply", cast.health), data)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Dari rekan." in page and "Dari saya.</textarea>" in page
    fresh = re.search(rf'name="terlihat-{reason.pk}" value="([^"]+)"', page)
    assert fresh is not None
    client.post(address("reply", cast.health), {**data, f"terlihat-{reason.pk}": fresh[1]})
    with scope({KOTIM}):
        assert ReturnReason.objects.get().reply == "Dari saya."


@pytest.mark.parametrize("who", ["dewi", "joko", "budi", "hendra", "wati", "rina"])
def test_nobody_replies_to_a_foreign_reason(cast: Cast, who: str) -> None:
    with scope({KOTIM}):
        reason = reasons_of(returned(cast, reasons={16: "SK tidak terbaca."}))[16]
        with pytest.raises(Refused) as refused:
            reply_to_reasons(seen(reason), actor=cast.actor(who), text="x")
        # Whose it is not, does not learn that there is one.
        assert refused.value.code == "unknown"
        assert ReturnReason.objects.get().reply == ""


def test_foreign_reason_among_own_ones_stops_all_of_them(cast: Cast) -> None:
    sari, dewi, budi = cast.actor("sari"), cast.actor("dewi"), cast.actor("budi")
    with scope({KOTIM}):
        own = reasons_of(returned(cast, reasons={16: "SK tidak terbaca."}))[16]
        other = submit(make_complete(dewi, opd=cast.education, period=cast.period, name="Lain"), dewi)
        judge_all(other, budi)
        foreign = reasons_of(send_back(cast, other, reasons={16: "SK tidak terbaca."}))[16]
        with pytest.raises(Refused):
            reply_to_reasons(seen(own, foreign), actor=sari, text="x")
        assert set(ReturnReason.objects.values_list("reply", flat=True)) == {""}
    client = signed_in(cast.sari)
    for ids in ([foreign.pk], [own.pk, foreign.pk], [999_999_999], ["x"], [], list(range(1, 300))):
        answer = client.post(address("reply", cast.health), {"alasan": ids, "balasan": "x"})
        assert answer.status_code == 404, ids
    assert signed_in(cast.dewi).post(address("reply", cast.health), {"alasan": own.pk}).status_code == 404


def test_reply_is_refused_before_and_after_the_innovation_is_back_with_its_opd(cast: Cast) -> None:
    sari = cast.actor("sari")
    with scope({KOTIM}):
        innovation = returned(cast, reasons={16: "SK tidak terbaca."})
        first = reasons_of(innovation)[16]
        take_step(innovation.pk, action=Action.RESUBMIT, actor=sari, seen_version=innovation.version)
        with pytest.raises(Refused) as refused:
            reply_to_reasons(seen(first), actor=sari, text="Terlambat.")
        assert refused.value.code == "not_returned"
        send_back(cast, innovation, reasons={17: "Nama tim tidak ada."})
        with pytest.raises(Refused) as refused:
            reply_to_reasons(seen(first), actor=sari, text="Yang lama.")
        assert refused.value.code == "past"


@pytest.mark.parametrize(
    ("text", "code"),
    [("a" * 2001, "long"), ("a" * 1_500_000, "long"), ("a\u202eb", "direction"), ("a\x00b", "control")],
)
def test_hostile_reply_is_refused_and_what_was_typed_stays(cast: Cast, text: str, code: str) -> None:
    with scope({KOTIM}):
        reason = reasons_of(returned(cast, reasons={16: "SK tidak terbaca."}))[16]
        with pytest.raises(Refused) as refused:
            reply_to_reasons(seen(reason), actor=cast.actor("sari"), text=text)
        assert refused.value.code == code
    data = {"alasan": reason.pk, f"terlihat-{reason.pk}": field_hash(""), "balasan": text[:3000]}
    answer = signed_in(cast.sari).post(address("reply", cast.health), data)
    assert answer.status_code == 422
    assert str(reason.pk) in answer.content.decode()
    with scope({KOTIM}):
        assert ReturnReason.objects.get().reply == ""


def test_reply_of_ten_megabytes_is_refused_at_the_door(cast: Cast) -> None:
    with scope({KOTIM}):
        reason = reasons_of(returned(cast, reasons={16: "SK tidak terbaca."}))[16]
    data = {"alasan": reason.pk, "balasan": "a" * 10_000_000}
    answer = signed_in(cast.sari).post(address("reply", cast.health), data)
    assert answer.status_code in {400, 413}
    with scope({KOTIM}):
        assert ReturnReason.objects.get().reply == ""


def test_reply_leads_back_to_where_it_was_written_and_nowhere_else(cast: Cast) -> None:
    with scope({KOTIM}):
        innovation = returned(cast, reasons={16: "SK tidak terbaca.", None: "Perjelas manfaat."})
        by_row = reasons_of(innovation)
    client, own = signed_in(cast.sari), {"public_id": innovation.public_id}
    pages = {
        "ringkasan": address("innovation", cast.health, **own),
        "ajukan": address("submit", cast.health, **own),
        "baris": address("row", cast.health, **own, row=16),
        "https://jahat.example/": address("innovation", cast.health, **own),
        "": address("innovation", cast.health, **own),
    }
    for number, (word, page) in enumerate(pages.items()):
        with scope({KOTIM}):
            reply = ReturnReason.objects.get(pk=by_row[16].pk).reply
        data = {
            "alasan": by_row[16].pk, f"terlihat-{by_row[16].pk}": field_hash(reply), "balasan": f"Jawaban {number}.",
            "kembali": word,
        }  # fmt: skip
        assert (
            client.post(address("reply", cast.health), data)["Location"] == f"{page}#alasan-{by_row[16].pk}"
        )


def test_desk_reads_the_reply_on_the_row_and_in_the_story(cast: Cast) -> None:
    sari = cast.actor("sari")
    with scope({KOTIM}):
        innovation = returned(cast, reasons={16: "SK tidak terbaca."})
        reply_to_reasons(seen(reasons_of(innovation)[16]), actor=sari, text="Sudah dipindai ulang.")
        innovation.refresh_from_db()
        take_step(innovation.pk, action=Action.RESUBMIT, actor=sari, seen_version=innovation.version)
    budi = signed_in(cast.budi)
    desk = f"/d/{KOTIM}/desk/inovasi/{innovation.public_id}/"
    assert "Sudah dipindai ulang." in budi.get(f"{desk}baris/16/").content.decode()
    assert "Sudah dipindai ulang." in budi.get(desk).content.decode()


def test_reason_about_the_proposal_stands_on_its_pages_and_is_answered_there(cast: Cast) -> None:
    with scope({KOTIM}):
        innovation = returned(cast, reasons={None: "Perjelas manfaat."})
        reason = reasons_of(innovation)[None]
    client, own = signed_in(cast.sari), {"public_id": innovation.public_id}
    for url in (
        address("proposal", cast.health, **own),
        address("proposal_step", cast.health, **own, step="uraian"),
    ):
        page = client.get(url).content.decode()
        assert "Perjelas manfaat." in page and f'name="terlihat-{reason.pk}"' in page
    data = {
        "alasan": reason.pk,
        f"terlihat-{reason.pk}": field_hash(""),
        "balasan": "Sudah.",
        "kembali": "profil",
    }
    answer = client.post(address("reply", cast.health), data)
    assert answer["Location"] == address("proposal", cast.health, **own) + f"#alasan-{reason.pk}"
    assert "Sudah." in client.get(answer["Location"]).content.decode()


# Touched or not ---------------------------------------------------------------------------------------------------


def touched(cast: Cast, innovation: Innovation) -> dict[int | None, tuple[bool, list[str]]]:
    found = own_innovation(cast.actor("sari"), public_id=innovation.public_id)
    assert found is not None
    lines = mended(sheet_of(found), open_reasons([found.pk])[found.pk])
    return {line.reason.row: (line.touched, [*line.told, *line.fields]) for line in lines}


def test_each_reason_tells_what_was_done_about_it(cast: Cast) -> None:
    sari = cast.actor("sari")
    reasons = dict.fromkeys([None, 16, 17, 18, 19, 33], "Perbaiki.")
    with scope({KOTIM}):
        innovation = returned(cast, reasons=reasons)
        assert touched(cast, innovation) == dict.fromkeys(reasons, (False, []))
        change_proposal(
            innovation.pk, actor=sari, seen=None, changes={"benefit": "Waktu tunggu turun 55 menit."}
        )
        set_answer(innovation.pk, row=16, actor=sari, level=1)
        more = make_document(sari, opd=cast.health, subject="SK kedua")
        cite_document(innovation.pk, row=17, actor=sari, document_id=more.pk)
        old = Document.objects.get(subject="SK Antrean Daring")
        replace_document(old.pk, actor=sari, link="https://contoh.go.id/sk")
        found = touched(cast, innovation)
    assert found[None] == (True, ["benefit"])
    assert found[16] == (True, ["tingkat 2 menjadi 1", "dokumen “SK Antrean Daring” diganti"])
    assert found[17] == (True, ["dokumen “SK Antrean Daring” diganti", "bukti “SK kedua” ditambahkan"])
    assert found[33] == (True, ["dokumen “SK Antrean Daring” diganti"])


def test_change_taken_back_counts_as_untouched(cast: Cast) -> None:
    sari = cast.actor("sari")
    with scope({KOTIM}):
        innovation = returned(cast, reasons={16: "Perbaiki.", 17: "Perbaiki."})
        set_answer(innovation.pk, row=16, actor=sari, level=1)
        assert touched(cast, innovation)[16][0]
        set_answer(innovation.pk, row=16, actor=sari, level=2)
        assert touched(cast, innovation) == {16: (False, []), 17: (False, [])}


def test_page_before_resubmitting_shows_reasons_with_state_and_reply(cast: Cast) -> None:
    sari = cast.actor("sari")
    with scope({KOTIM}):
        innovation = returned(cast, reasons={16: "SK tidak terbaca.", 17: "Nama tim tidak ada."})
        set_answer(innovation.pk, row=16, actor=sari, level=1)
        reply_to_reasons(seen(reasons_of(innovation)[17]), actor=sari, text="Nama tim ada di halaman 3.")
    page = signed_in(cast.sari).get(address("submit", cast.health, public_id=innovation.public_id))
    blocks = page.content.decode().split('id="alasan-')[1:]
    first = next(block for block in blocks if "SK tidak terbaca." in block)
    second = next(block for block in blocks if "Nama tim tidak ada." in block)
    assert "diperbaiki" in first and "tingkat 2 menjadi 1" in first
    assert "belum disentuh" in second
    assert "Nama tim ada di halaman 3." in page.content.decode()
    assert "1 bagian yang diminta desk belum disentuh" in page.content.decode()


# One cure for several reasons -------------------------------------------------------------------------------------


def test_document_behind_reasons_of_several_innovations_is_one_cause(cast: Cast) -> None:
    sari = cast.actor("sari")
    with scope({KOTIM}):
        shared = make_document(sari, opd=cast.health, subject="SK Bupati")
        made = []
        for name in ("Satu", "Dua", "Tiga"):
            innovation = make_complete(sari, opd=cast.health, period=cast.period, name=name)
            for row in (16, 17, 18):
                cite_document(innovation.pk, row=row, actor=sari, document_id=shared.pk)
            submit(innovation, sari)
            made.append(innovation)
        for innovation, rows in zip(made, ((16, 17), (16,), (20,)), strict=True):
            send_back(cast, innovation, reasons=dict.fromkeys(rows, f"Tidak terbaca: {innovation.name}."))
        causes = {cause.document.subject: cause for cause in common_causes(sari) if cause.document}
        # "Tiga" is back for row 20, which does not cite it; each SK of its own stands behind the two rows of "Satu".
        assert {name: (len(cause.places), cause.innovations) for name, cause in causes.items()} == {
            "SK Bupati": (3, 2), "SK Satu": (2, 1),
        }  # fmt: skip
    page = signed_in(cast.sari).get(address("fix_once", cast.health)).content.decode()
    assert "“SK Bupati” disebut di 3 alasan pada 2 inovasi" in page
    assert address("document_replace", cast.health, document_id=shared.pk) in page
    with scope({KOTIM}):
        new = replace_document(shared.pk, actor=sari, link="https://contoh.go.id/sk")
        moved = Citation.objects.filter(document=new).values_list("answer__innovation__name", "answer__row")
        assert sorted(moved) == [("Dua", 16), ("Satu", 16), ("Satu", 17)]


def test_same_words_are_one_cause_and_one_reply_answers_all(cast: Cast) -> None:
    sari = cast.actor("sari")
    with scope({KOTIM}):
        one = returned(cast, reasons={16: "Tanda tangan tidak ada."}, name="Satu", judged=False)
        two = returned(cast, reasons={20: "tanda tangan  tidak ada", 21: "Lain."}, name="Dua", judged=False)
        (cause,) = [cause for cause in common_causes(sari) if not cause.document and cause.innovations == 2]
        assert [(place.innovation.name, place.reason.row) for place in cause.places] == [
            ("Dua", 20),
            ("Satu", 16),
        ]
    client = signed_in(cast.sari)
    page = client.get(address("fix_once", cast.health)).content.decode()
    assert "Alasan yang sama di 2 bagian pada 2 inovasi" in page
    form = page.split("Alasan yang sama di 2 bagian", 1)[1].split("<form", 1)[1].split("</form>", 1)[0]
    fields = re.findall(r'name="(alasan|terlihat-\d+|kembali)" value="([^"]*)"', form)
    data: dict[str, list[str]] = {}
    for name, value in fields:
        data.setdefault(name, []).append(value)
    answer = client.post(address("reply", cast.health), {**data, "balasan": "Sudah ditandatangani."})
    assert answer["Location"] == address("fix_once", cast.health)
    with scope({KOTIM}):
        assert reasons_of(one)[16].reply == reasons_of(two)[20].reply == "Sudah ditandatangani."
        assert reasons_of(two)[21].reply == ""


def test_document_of_somebody_else_is_named_with_who_can_replace_it(cast: Cast) -> None:
    sari, dewi = cast.actor("sari"), cast.actor("dewi")
    with scope({KOTIM}):
        shared = make_document(dewi, opd=cast.education, subject="RKPD", region_wide=True)
        innovation = make_complete(sari, opd=cast.health, period=cast.period)
        for row in (16, 17):
            cite_document(innovation.pk, row=row, actor=sari, document_id=shared.pk)
        submit(innovation, sari)
        send_back(cast, innovation, reasons={16: "Halaman salah.", 17: "Halaman salah."})
    page = signed_in(cast.sari).get(address("fix_once", cast.health)).content.decode()
    assert "Dokumen ini milik Dinas Pendidikan." in page
    assert address("document_replace", cast.health, document_id=shared.pk) not in page


def test_causes_of_another_opd_stay_with_it(cast: Cast) -> None:
    with scope({KOTIM}):
        returned(cast, reasons={16: "Rahasia Dinkes.", 17: "Rahasia Dinkes."})
    dewi = signed_in(cast.dewi)
    page = dewi.get(address("fix_once", cast.education)).content.decode()
    assert "Rahasia Dinkes." not in page and "Tidak ada sebab yang sama" in page


def test_page_of_causes_asks_the_same_of_2_and_of_12_innovations(cast: Cast) -> None:
    client, url = signed_in(cast.sari), address("fix_once", cast.health)
    counts = []
    for number in (2, 10):
        with scope({KOTIM}):
            for count in range(number):
                returned(cast, reasons={16: "Sama.", 17: "Sama."}, name=f"N{number}-{count}", judged=False)
        client.get(url)
        with counted() as count_of:
            client.get(url)
        counts.append(count_of.value)
    assert counts[0] == counts[1] <= 12
