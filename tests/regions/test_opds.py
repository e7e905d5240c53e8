"""The list of agencies: one level of units, names once, and what ends with an agency."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from iga_portal.refusals import Refused
from iga_portal.tenancy.scope import scope
from regions.access import grant_for
from regions.domain.opds import add_opd, change_opd, deactivate_opd, reactivate_opd
from regions.models import Membership, Opd
from tests.cast import BENGKULU, KOTIM, Cast


def test_unit_hangs_under_an_agency(cast: Cast) -> None:
    with scope({KOTIM}):
        unit = add_opd(actor=cast.actor("hendra"), name="  SDN  1 Sampit ", parent_id=cast.education.pk)
        assert (unit.name, unit.parent_id, unit.region_id) == ("SDN 1 Sampit", cast.education.pk, KOTIM)


@pytest.mark.parametrize(
    ("parent", "field"),
    [("clinic", "parent"), ("bengkulu_opd", "parent")],
)
def test_unit_under_a_unit_or_a_foreign_agency_is_refused(cast: Cast, parent: str, field: str) -> None:
    with scope({KOTIM}), pytest.raises(ValidationError) as caught:
        add_opd(actor=cast.actor("hendra"), name="Pustu", parent_id=getattr(cast, parent).pk)
    assert list(caught.value.message_dict) == [field]


def test_agency_with_units_does_not_become_a_unit(cast: Cast) -> None:
    with scope({KOTIM}), pytest.raises(ValidationError) as caught:
        change_opd(
            cast.health.pk, actor=cast.actor("hendra"), name="Dinas Kesehatan", parent_id=cast.education.pk
        )
    assert list(caught.value.message_dict) == ["parent"]


def test_name_stands_once_whatever_its_case_and_in_each_region(cast: Cast) -> None:
    with scope({KOTIM}):
        with pytest.raises(ValidationError) as caught:
            add_opd(actor=cast.actor("hendra"), name="dinas kesehatan")
        assert list(caught.value.message_dict) == ["name"]
        # The same name in Kota Bengkulu was never in the way.
        assert Opd.objects.filter(name="Dinas Kesehatan").count() == 1


@pytest.mark.parametrize("who", ["budi", "sari", "yosef", "rina"])
def test_only_the_regions_admin_writes_agencies(cast: Cast, who: str) -> None:
    with scope({KOTIM, BENGKULU}):
        before = Opd.objects.count()
        with pytest.raises(Refused) as caught:
            change_opd(cast.health.pk, actor=cast.actor(who), name="Lain")
        assert caught.value.code == "role"
        assert Opd.objects.count() == before
        assert Opd.objects.get(pk=cast.health.pk).name == "Dinas Kesehatan"


def test_closing_an_agency_ends_its_memberships_at_once(cast: Cast, frozen_noon: None) -> None:
    address = {"acting": "opd", "region_id": KOTIM, "opd_id": cast.education.pk}
    assert grant_for(cast.dewi, address) is not None
    with scope({KOTIM}):
        assert deactivate_opd(cast.education.pk, actor=cast.actor("hendra")) == 1
        assert not Opd.objects.get(pk=cast.education.pk).is_active
    assert grant_for(cast.dewi, address) is None
    # 7 July 2026 is the frozen day: the last whole day of the role was the 6th.
    assert Membership.objects.get(person=cast.dewi).valid_until == date(2026, 7, 6)
    with scope({KOTIM}):
        assert deactivate_opd(cast.education.pk, actor=cast.actor("hendra")) == 0
        assert reactivate_opd(cast.education.pk, actor=cast.actor("hendra")).is_active
    assert grant_for(cast.dewi, address) is None


def test_agency_with_active_units_stays_open(cast: Cast) -> None:
    with scope({KOTIM}):
        with pytest.raises(Refused) as caught:
            deactivate_opd(cast.health.pk, actor=cast.actor("hendra"))
        assert caught.value.code == "units"
        assert Opd.objects.get(pk=cast.health.pk).is_active
        deactivate_opd(cast.clinic.pk, actor=cast.actor("hendra"))
        deactivate_opd(cast.health.pk, actor=cast.actor("hendra"))
        with pytest.raises(Refused) as caught:
            reactivate_opd(cast.clinic.pk, actor=cast.actor("hendra"))
        assert caught.value.code == "parent"
