"""What a person chooses: by group and region, without JavaScript; what is mandatory cannot be muted, whoever asks."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from iga_portal.notices import kinds
from iga_portal.notices.choices import choose_language, choose_ways, offered, ways_of
from iga_portal.notices.models import ByMail, NoticeChoice
from iga_portal.refusals import Refused
from iga_portal.tenancy.scope import scope
from tests.cast import BENGKULU, KOTIM, Cast
from tests.innovations.opd_support import address, signed_in
from tests.notices.support import mails, told


def chosen(cast: Cast) -> list[tuple[int, str, str]]:
    with scope({KOTIM, BENGKULU}):
        return list(NoticeChoice.objects.order_by("pk").values_list("person_id", "group", "by_mail"))


def answers(place: str = "opd", **more: str) -> dict[str, str]:
    """The form as it stands before anybody chose, but for `more`."""
    return {group.code: group.by_mail.value for group in offered(place)} | {"language": "id"} | more


def test_page_offers_the_groups_of_the_place_with_what_holds(cast: Cast) -> None:
    page = signed_in(cast.sari).get(address("notice_choices", cast.health)).content.decode()
    assert [group.code for group in offered("opd")] == [
        "action",
        "deadline_last",
        "deadline",
        "reminder",
        "period",
        "outcome",
        "account",
    ]
    assert "Antrean desk" not in page
    assert page.count("Tidak dapat dimatikan.") == 2
    assert page.count('value="never"') == 4
    assert "sari@contoh.go.id" in page and "07.30 WIB" in page


def test_choice_is_kept_and_followed_by_the_next_mail(cast: Cast) -> None:
    url = address("notice_choices", cast.health)
    answer = signed_in(cast.sari).post(url, answers(deadline="never", outcome="at_once", language="en"))
    assert answer["Location"] == address("notices", cast.health)
    assert chosen(cast) == [
        (cast.sari.pk, "deadline", "never"),
        (cast.sari.pk, "outcome", "at_once"),
    ]
    cast.sari.refresh_from_db()
    assert cast.sari.language == "en"
    told(cast.sari, kind="deadline")
    told(cast.sari, kind="verify")
    assert [mail.kind for mail in mails()] == ["verify"]
    # Back again: the row changes, no second one appears.
    signed_in(cast.sari).post(url, answers(deadline="digest"))
    assert chosen(cast)[0] == (cast.sari.pk, "deadline", "digest")
    assert len(chosen(cast)) == 2


@pytest.mark.parametrize(
    "hostile",
    [
        {"action": "never"},
        {"deadline_last": "never"},
        {"deadline": "daily"},
        {"language": "fr"},
        {"deadline": ""},
    ],
)
def test_mandatory_or_unknown_way_is_refused_with_nothing_changed(
    cast: Cast, hostile: dict[str, str]
) -> None:
    answer = signed_in(cast.sari).post(
        address("notice_choices", cast.health), answers(outcome="never") | hostile
    )
    assert answer.status_code == 422
    assert chosen(cast) == []
    cast.sari.refresh_from_db()
    assert cast.sari.language == "id"


@pytest.mark.parametrize("ways", [{"action": "never"}, {"no_such_group": "never"}, {"account": "digest"}])
def test_domain_refuses_what_the_form_would_not_send(cast: Cast, ways: dict[str, str]) -> None:
    with scope({KOTIM}), pytest.raises(Refused):
        choose_ways(cast.sari.pk, region_id=KOTIM, ways={"outcome": "never"} | ways)
    with pytest.raises(Refused):
        choose_language(cast.sari.pk, language="xx")
    assert chosen(cast) == []


def test_group_of_another_place_is_not_touched(cast: Cast) -> None:
    signed_in(cast.sari).post(address("notice_choices", cast.health), answers(desk="never"))
    with scope({KOTIM}):
        assert ways_of(cast.sari.pk, region_id=KOTIM)["desk"] is ByMail.DIGEST


def test_choices_of_one_person_are_nobody_elses(cast: Cast) -> None:
    signed_in(cast.sari).post(address("notice_choices", cast.health), answers(deadline="never"))
    with scope({KOTIM}):
        assert ways_of(cast.dewi.pk, region_id=KOTIM)["deadline"] is ByMail.AT_ONCE
    assert signed_in(cast.dewi).get(address("notice_choices", cast.health)).status_code == 404


def test_ministry_chooses_for_itself(cast: Cast) -> None:
    url = reverse("pusat:notice_choices")
    client: Any = signed_in(cast.rina)
    assert client.post(url, answers("pusat", people="never")).status_code == 302
    with scope({0}):
        assert NoticeChoice.objects.get().group == "people"


def test_every_place_with_notices_offers_something_to_choose() -> None:
    for place in ("opd", "kepala_opd", "desk", "daerah", "kepala_daerah", "penilai", "pusat"):
        assert offered(place), place
    assert {group.code for group in kinds.groups() if group.mandatory} == {
        "action",
        "deadline_last",
        "account",
    }
