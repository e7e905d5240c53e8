"""Telling: a notice each, in the language of whoever reads it, and the mail that is owed."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy, gettext_noop

from iga_portal.notices import kinds
from iga_portal.notices.domain import tell
from iga_portal.notices.models import ByMail, Mail, Notice
from iga_portal.notices.words import at_moment, kept_values, on_day, phrase, plural, sentence, words_of
from iga_portal.tenancy.query import OutsideScope
from iga_portal.tenancy.scope import scope
from innovations.domain.notify import TO_DESK, TO_OPD
from regions.models import Person
from tests.cast import BENGKULU, KOTIM, Cast
from tests.notices.support import choose, mails, notices, told

CLOSES = datetime(2026, 8, 31, 16, 59, 59, tzinfo=ZoneInfo("UTC"))
VALUES = {
    "state": gettext_lazy("Terverifikasi"),
    "when": at_moment(CLOSES, zone="WIT"),
    "day": on_day(date(2026, 7, 7)),
    "parts": [phrase(gettext_noop("profil")), 17, "a  b\nc"],
    "count": 12_345,
}


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("id", "Terverifikasi; 1 September 2026 01.59 WIT; 7 Juli 2026; profil, 17, a b c; 12.345; 100 %"),
        ("en", "Verified; 1 September 2026 01:59 WIT; 7 July 2026; the profile, 17, a b c; 12,345; 100 %"),
    ],
)
def test_values_are_spoken_in_the_language_of_the_reader(language: str, words: str) -> None:
    kept = kept_values(VALUES)
    with translation.override(language):
        assert (
            sentence(
                "%(state)s; %(when)s; %(day)s; %(parts)s; %(count)s; %(whole)s", {**kept, "whole": "100 %"}
            )
            == words
        )


@pytest.mark.parametrize(("language", "words"), [("id", "1 halaman, 3 halaman"), ("en", "1 page, 3 pages")])
def test_plural_follows_its_number(language: str, words: str) -> None:
    parts = [plural("%(count)s halaman", "%(count)s halaman", count) for count in (1, 3)]
    with translation.override(language):
        assert sentence("%(parts)s", kept_values({"parts": parts})) == words


@pytest.mark.parametrize("value", [1.5, True, None, CLOSES, object()])
def test_value_that_json_would_change_is_refused_where_it_is_told(value: object) -> None:
    with pytest.raises(TypeError):
        kept_values({"value": value})


def test_reader_reads_their_language_whoever_acted_in_which(cast: Cast) -> None:
    with translation.override("en"), scope({KOTIM}):
        tell(
            region_id=KOTIM,
            person_ids=[cast.sari.pk],
            kind="return",
            message="%(name)s: %(words)s",
            values={"name": "Antrean", "words": gettext_lazy("Terverifikasi")},
            path="/",
        )
    [notice] = notices()
    assert (notice.text, notice.words) == ("Antrean: Terverifikasi", "Antrean: Terverifikasi")
    with translation.override("en"):
        assert notice.words == "Antrean: Verified"


def test_notice_from_before_messages_and_one_that_no_longer_fits_say_their_text() -> None:
    assert words_of(Notice(text="Dulu begini.")) == "Dulu begini."
    assert words_of(Notice(text="Begini.", message="%(gone)s", values={})) == "Begini."


def test_long_sentence_is_cut_and_keeps_its_values(cast: Cast) -> None:
    told(cast.sari, message="%(name)s", values={"name": "x" * 500})
    [notice] = notices()
    assert (len(notice.text), notice.text[-2:]) == (300, "x…")


def test_mandatory_kind_owes_a_mail_to_each_person_once(cast: Cast) -> None:
    assert told(cast.sari, cast.joko, cast.sari) == 2
    assert [(mail.person_id, mail.kind, mail.state) for mail in mails()] == [
        (cast.sari.pk, "return", "queued"),
        (cast.joko.pk, "return", "queued"),
    ]
    assert [mail.notice_id for mail in mails()] == [notice.pk for notice in notices()]


@pytest.mark.parametrize(
    ("group", "kind", "chosen", "owed"),
    [
        ("deadline", "deadline", None, 1),
        ("deadline", "deadline", ByMail.DIGEST, 0),
        ("deadline", "deadline", ByMail.NEVER, 0),
        ("outcome", "verify", None, 0),
        ("outcome", "verify", ByMail.AT_ONCE, 1),
        ("action", "return", ByMail.DIGEST, 0),
        # A row that the server would not write (a group became mandatory since): it does not silence.
        ("action", "return", ByMail.NEVER, 1),
        ("account", "role_ended", ByMail.DIGEST, 1),
    ],
)
def test_mail_follows_the_choice_of_the_person(
    cast: Cast, group: str, kind: str, chosen: ByMail | None, owed: int
) -> None:
    if chosen:
        choose(cast.sari, group, chosen)
    told(cast.sari, kind=kind)
    assert (len(notices()), len(mails())) == (1, owed)


def test_choice_in_one_region_says_nothing_of_another(cast: Cast) -> None:
    choose(cast.wati, "deadline", ByMail.NEVER, region_id=BENGKULU)
    told(cast.wati, kind="deadline")
    told(cast.wati, kind="deadline", region_id=BENGKULU)
    assert (len(mails()), len(mails(BENGKULU))) == (1, 0)


def test_same_once_is_told_once_also_to_who_joins_later(cast: Cast) -> None:
    assert told(cast.sari, once="deadline:7") == 1
    assert told(cast.sari, cast.joko, once="deadline:7") == 1
    assert told(cast.sari, once="deadline:3") == 1
    assert [(notice.person_id, notice.once) for notice in notices()] == [
        (cast.sari.pk, "deadline:7"),
        (cast.joko.pk, "deadline:7"),
        (cast.sari.pk, "deadline:3"),
    ]
    assert len(mails()) == 3


def test_due_holds_the_mail_back_and_not_the_notice(cast: Cast) -> None:
    due = timezone.now() + timedelta(hours=3)
    told(cast.sari, due=due)
    assert [mail.due_at for mail in mails()] == [due]
    assert len(notices()) == 1


def test_unknown_kind_and_foreign_region_are_refused_with_nothing_written(cast: Cast) -> None:
    with pytest.raises(LookupError, match="notice_kinds"):
        told(cast.sari, kind="no_such_kind")
    with pytest.raises(OutsideScope), scope({KOTIM}):
        tell(region_id=BENGKULU, person_ids=[cast.wati.pk], kind="return", message="x", values={}, path="/")
    assert (notices(), mails()) == ([], [])


def test_five_thousand_cost_a_few_statements(cast: Cast) -> None:
    crowd = Person.objects.bulk_create(
        Person(email=f"orang{number}@contoh.go.id", name="Orang") for number in range(5000)
    )
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert told(*crowd) == 5000
    with scope({KOTIM}):
        assert (Notice.objects.count(), Mail.objects.count()) == (5000, 5000)
    # Per thousand one insert of notices and one of mails; beside them the choices and the settings of the scope.
    assert len(seen) <= 10 + 10, [query["sql"][:80] for query in seen]


def test_every_kind_has_a_group_that_some_place_offers() -> None:
    for group in kinds.groups():
        assert group.places, group.code
        assert kinds.kinds_of(group), group.code
        assert ByMail.NEVER not in group.ways or not group.mandatory


def test_every_kind_is_told_somewhere() -> None:
    """A choice that nothing ever follows would be a promise of the settings page that is not kept."""
    root = Path(__file__).resolve().parents[2]
    told = {str(action) for action in TO_DESK | TO_OPD}
    written: list[str] = []
    kinds_text = "\n".join(source.read_text() for source in root.glob("*/notice_kinds.py"))
    for room in ("innovations", "regions", "scoring", "reports", "iga_portal"):
        for source in (root / room).rglob("*.py"):
            if source.name in {"notice_kinds.py", "workflow.py", "enums.py"}:
                continue
            written.append(source.read_text())
    # A kind is told by its code, or by the name of the constant that holds it.
    names = {
        code: name for name, code in re.findall(r'^([A-Z_]+)(?:: Final)? = "([a-z_]+)"$', kinds_text, re.M)
    }
    text = "\n".join(written)
    registered = [kind.code for group in kinds.groups() for kind in kinds.kinds_of(group)]
    silent = [
        code
        for code in registered
        if code not in told
        and f'"{code}"' not in text
        and not re.search(rf"\b{names.get(code, '-')}\b", text)
    ]
    assert silent == []
