from __future__ import annotations

import re
from datetime import UTC, datetime
from decimal import Decimal

import pytest
import time_machine
from django.core.paginator import Paginator
from django.test import RequestFactory
from django.utils.timezone import override as zone_override

from iga_portal.web import parts, tables
from iga_portal.web.frame import Crumb

MOMENT = datetime(2026, 7, 7, 2, 42, tzinfo=UTC)


def links(html: str) -> list[str]:
    return [link.replace("&amp;", "&") for link in re.findall(r'href="([^"]*)"', html)]


def test_filters_write_numbers_and_times(draw):
    html = draw(
        '{{ index|angka:2 }} {{ n|angka }} {{ 15|persen_dari:47 }} {{ at|jam:"WITA" }} {{ at|waktu_teks:"WIT" }} {{ none|angka }}',
        index=Decimal("51.82"), n=36742, at=MOMENT, none=None,
    )  # fmt: skip
    assert html == (
        '51,82 36.742 31,9\u00a0% <time datetime="2026-07-07T02:42:00Z">10.42 WITA</time> 7 Juli 2026 11.42 WIT –'
    )


def test_float_does_not_reach_the_page(draw):
    with pytest.raises(TypeError):
        draw("{{ value|angka:2 }}", value=51.82)


@pytest.mark.parametrize(
    ("name", "slug", "filled"),
    [
        ("Sangat Inovatif", "sangat-inovatif", 3),
        ("Inovatif", "inovatif", 2),
        ("Kurang Inovatif", "kurang-inovatif", 1),
        ("Tidak Dapat Dinilai", "tidak-dapat-dinilai", 0),
        ("Belum Dikenal", "belum-dikenal", 0),
    ],
)
def test_predicate_tag_has_word_and_steps(draw, name, slug, filled):
    html = draw("{% predicate_tag name %}", name=name)
    assert f"predicate--{slug}" in html
    assert html.count('class="on"') == filled
    assert re.sub(r"<[^>]+>", "", html).strip() == name


def test_state_tag_has_word_icon_and_tone(draw):
    html = draw('{% state_tag "returned" %}')
    assert 'class="tag tag--warn" data-state="returned"' in html
    assert "<svg" in html
    assert "Perlu perbaikan" in html
    assert "Menunggu desk" in draw('{% state_tag "submitted" "Menunggu desk" %}')


def test_icon_is_hidden_unless_it_carries_meaning(draw):
    assert 'aria-hidden="true"' in draw('{% icon "check" %}')
    spoken = draw('{% icon "check" label="Lengkap" %}')
    assert 'aria-label="Lengkap"' in spoken
    assert "aria-hidden" not in spoken


def test_level_dots(draw):
    assert draw("{% level_dots 2 %}").count('class="on"') == 2
    assert "tingkat 2 dari 3" in draw("{% level_dots 2 %}")
    assert "belum dinilai" in draw("{% level_dots none %}", none=None)


@time_machine.travel("2026-07-07T03:00:00Z", tick=False)
def test_saved_mark_gives_the_day_only_when_it_was_another(draw):
    assert "10.42 WITA" in draw('{% saved_mark at "WITA" %}', at=MOMENT)
    assert "Juli" not in draw('{% saved_mark at "WITA" %}', at=MOMENT)
    assert "6 Juli 2026" in draw('{% saved_mark at "WITA" %}', at=datetime(2026, 7, 6, 2, 42, tzinfo=UTC))
    assert "Belum tersimpan" in draw("{% saved_mark none %}", none=None)


def test_saved_mark_without_zone_uses_the_active_one(draw):
    with zone_override("Asia/Jayapura"):
        assert "11.42 WIT" in draw("{% saved_mark at %}", at=MOMENT)


def test_breadcrumbs_take_a_list_or_pairs(draw):
    listed = draw("{% breadcrumbs crumbs %}", crumbs=[Crumb("Beranda", "/"), Crumb("Baru")])
    written = draw('{% breadcrumbs "Beranda" "/" "Baru" %}')
    assert re.sub(r"\s+", "", listed) == re.sub(r"\s+", "", written)
    assert links(listed) == ["/"]
    assert '<span aria-current="page">Baru</span>' in listed
    assert draw("{% breadcrumbs crumbs %}", crumbs=[]).strip() == ""


def test_block_tags_keep_what_stands_in_them(draw):
    html = draw('{% panel title id="x" %}<p>{{ text }}</p>{% endpanel %}', title="Judul & isi", text="<b>")
    assert '<h2 id="x-judul">Judul &amp; isi</h2>' in html
    assert "<p>&lt;b&gt;</p>" in html
    head = draw('{% page_head "Inovasi" lead="Semua" %}{% endpage_head %}')
    assert "page-head-actions" not in head


def test_completeness_counts_and_links_only_what_is_open(draw):
    items = [
        parts.CheckItem(label="Profil", done=True, url="/profil"),
        parts.CheckItem(label="Regulasi", done=False, url="/baris/17"),
        parts.CheckItem(label="Paten", done=False, required=False),
    ]
    html = draw("{% completeness items %}", items=items)
    assert "1 dari 3 lengkap" in html
    assert links(html) == ["/baris/17"]
    assert html.count("Belum, wajib:") == 1
    assert html.count("Belum, boleh menyusul:") == 1


def test_evidence_slot_says_when_nothing_is_there(draw):
    slot = parts.EvidenceSlot(title="Regulasi", asked="SK", required=True)
    assert "Belum ada dokumen." in draw("{% evidence_slot slot %}", slot=slot)


def test_document_card_shows_facts_and_guards_links_out(draw):
    card = parts.DocumentCard(
        title="SK <1>", url="https://example.org/", number="188/2025", external=True, shared=True
    )
    html = draw("{% document_card card %}", card=card)
    assert "SK &lt;1&gt;" in html
    assert 'rel="noopener noreferrer external"' in html
    assert "Nomor 188/2025" in html
    assert "untuk seluruh daerah" in html


def test_action_that_changes_something_is_a_form_with_a_token(draw):
    changing = parts.Action(label="Lepas", url="/lepas", post=True)
    html = draw("{% action item %}", item=changing, csrf_token="tok" * 11)
    assert '<form action="/lepas" method="post"' in html
    assert "csrfmiddlewaretoken" in html
    assert "<form" not in draw("{% action item %}", item=parts.Action(label="Buka", url="/buka"))


def test_stat_writes_numbers_and_refuses_floats(draw):
    assert '<span class="num">36.742</span>' in draw('{% stat 36742 "Inovasi" %}')
    assert '<span class="num">–</span>' in draw('{% stat value|angka:2 "Indeks" %}', value=None)


@pytest.mark.parametrize(
    ("state", "polls", "bar"),
    [("queued", True, True), ("running", True, True), ("done", False, False), ("failed", False, False)],
)
def test_job_asks_again_only_while_it_moves(draw, state, polls, bar):
    job = parts.Progress(title="Laporan", state=state, done=312, total=531, fragment_url="/f", page_url="/p")
    html = draw("{% job_progress job %}", job=job)
    assert ('hx-get="/f"' in html) is polls
    assert ("<noscript>" in html) is polls
    assert ("<progress" in html) is bar
    # 312 / 531 = 58.757 %
    assert ("312 dari 531, 58,8\u00a0%" in html) is bar


def test_live_region_rests_when_there_is_nothing_to_wait_for(draw):
    waiting = draw('{% live_region "/indeks" every=2 active=True %}<p>58,09</p>{% endlive_region %}')
    resting = draw('{% live_region "/indeks" active=False %}<p>58,09</p>{% endlive_region %}')
    assert 'hx-trigger="every 2s"' in waiting
    assert "hx-" not in resting
    assert "<p>58,09</p>" in resting


@pytest.mark.parametrize(("lit", "words"), [(5, "cukup"), (4, "perlu 5")])
def test_yandas_lights_say_whether_the_count_score_is_open(draw, lit, words):
    lights = [parts.Light(name=f"Urusan {n}", lit=n < lit) for n in range(6)]
    html = draw("{% yandas_lights lights needed=5 %}", lights=lights)
    assert f"{lit} dari 6 urusan yandas terisi" in html
    assert words in html
    assert html.count("is-lit") == lit
    assert html.count("belum ada") == 6 - lit


def test_bar_list_scales_to_the_largest(draw):
    bars = [
        parts.Bar(label="A", value=Decimal(9)),
        parts.Bar(label="B", value=Decimal(3)),
        parts.Bar(label="C", value=Decimal(0)),
    ]
    html = draw("{% bar_list bars %}", bars=bars)
    assert re.findall(r'fill-ink" width="(\d+)"', html) == ["1000", "333", "0"]
    assert re.findall(
        r'fill-ink" width="(\d+)"', draw("{% bar_list bars out_of=full %}", bars=bars, full=Decimal(18))
    ) == ["500", "167", "0"]
    assert re.findall(r'fill-ink" width="(\d+)"', draw("{% bar_list bars %}", bars=bars[2:])) == ["0"]


def test_timeline_keeps_the_order_given(draw):
    events = [
        parts.Event(at=MOMENT, title="Dikembalikan", actor="Budi", tone="warn"),
        parts.Event(at=MOMENT, title="Diajukan"),
    ]
    html = draw('{% timeline events "WITA" %}', events=events)
    assert html.index("Dikembalikan") < html.index("Diajukan")
    assert "7 Juli 2026 10.42 WITA" in html
    assert 'class="timeline--warn"' in html


@pytest.mark.parametrize(
    ("query", "url", "order"),
    [
        ("", "?urut=nama", None),
        ("?urut=nama", "?urut=-nama", "ascending"),
        ("?urut=-nama", "?urut=nama", "descending"),
        ("?urut=skor&halaman=3&q=sampan", "?urut=nama&q=sampan", None),
    ],
)
def test_sort_header_turns_and_keeps_the_address(draw, query, url, order):
    html = draw('{% sort_header "nama" "Nama" %}', RequestFactory().get(f"/x{query}"))
    assert links(html) == [url]
    assert (re.search(r'aria-sort="(\w+)"', html) or [None, None])[1] == order


def test_sort_header_marks_the_standing_order_and_may_start_downwards(draw):
    assert 'aria-sort="ascending"' in draw('{% sort_header "nama" "Nama" %}', default_sort="nama")
    assert links(draw('{% sort_header "skor" "Skor" first="-" %}')) == ["?urut=-skor"]


def test_pagination_keeps_the_address_and_is_absent_for_one_page(draw):
    request = RequestFactory().get("/x?q=a&halaman=5")
    page = Paginator(range(250), 25).get_page(5)
    html = draw("{% pagination page %}", request, page=page)
    assert links(html) == [f"?q=a&halaman={n}" for n in (4, 1, 4, 6, 10, 6)]
    assert "101 sampai 125 dari 250" in html
    assert '<span aria-current="page">5</span>' in html
    assert draw("{% pagination page %}", request, page=Paginator(range(3), 25).get_page(1)).strip() == ""


def test_sorting_takes_only_what_is_allowed():
    allowed = {"nama": ("name", "pk"), "skor": "-score"}
    get = RequestFactory().get
    assert tables.sorting(get("/?urut=nama"), allowed=allowed, default="nama").order_by == ("name", "pk")
    assert tables.sorting(get("/?urut=-nama"), allowed=allowed, default="nama").order_by == ("-name", "-pk")
    assert tables.sorting(get("/?urut=-skor"), allowed=allowed, default="nama").order_by == ("score",)
    for wish in ("password", "--nama", "", "-"):
        found = tables.sorting(get("/", {"urut": wish}), allowed=allowed, default="-nama")
        assert (found.key, found.descending) == ("nama", True)


@pytest.mark.parametrize(("asked", "given"), [("2", 2), ("99", 3), ("0", 3), ("x", 1), ("-1", 3)])
def test_page_of_gives_a_page_that_exists(asked, given):
    request = RequestFactory().get("/", {"halaman": asked})
    assert tables.page_of(request, list(range(60)), per_page=25).number == given
