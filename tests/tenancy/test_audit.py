"""The audit history: every change of a tenant row, bulk writes included, with who asked for it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.db import ProgrammingError, connection

from iga_portal.tenancy.scope import scope
from innovations.models import Answer, Innovation
from regions.domain.accepting import accept_invitation
from regions.domain.invitations import invite
from regions.domain.people import end_membership, set_membership_span
from regions.domain.versions import raise_content_version
from regions.enums import Role
from regions.models import Invitation, Membership, Opd, RegionPeriod
from tests.cast import KOTIM, Cast, make_draft

OpdEvent = apps.get_model("regions", "OpdTenantevent")
AnswerEvent = apps.get_model("innovations", "AnswerTenantevent")
InnovationEvent = apps.get_model("innovations", "InnovationTenantevent")
RegionPeriodEvent = apps.get_model("regions", "RegionPeriodTenantevent")


def test_insert_update_and_delete_are_recorded_with_actor_role_and_request(cast: Cast) -> None:
    with scope({KOTIM}, actor_id=cast.hendra.pk, role="regional_admin", request_id="r-1"):
        opd = Opd.objects.create(region_id=KOTIM, name="Dinas Baru")
        opd.name = "Dinas Baru Sekali"
        opd.save()
        key = opd.pk
        opd.delete()
    with scope({KOTIM}):
        events = list(OpdEvent.objects.filter(pgh_obj_id=key).order_by("pgh_id"))
        assert [(event.pgh_label, event.name) for event in events] == [
            ("insert", "Dinas Baru"),
            ("update", "Dinas Baru Sekali"),
            ("delete", "Dinas Baru Sekali"),
        ]
        expected = {"actor": cast.hendra.pk, "role": "regional_admin", "request": "r-1"}
        assert [event.pgh_context for event in events] == [expected] * 3
        assert all(event.region_id == KOTIM and event.pgh_created_at for event in events)


def test_bulk_writes_are_recorded_row_by_row(cast: Cast) -> None:
    sari = cast.actor("sari")
    with scope({KOTIM}, actor_id=sari.person_id):
        innovation = make_draft(sari, opd=cast.health, period=cast.period)
        assert AnswerEvent.objects.filter(innovation_id=innovation.pk, pgh_label="insert").count() == 20
        Answer.objects.filter(innovation=innovation, row__lt=20).update(claimed_level=1)
        updates = AnswerEvent.objects.filter(innovation_id=innovation.pk, pgh_label="update")
        assert sorted(updates.values_list("row", "claimed_level")) == [(row, 1) for row in range(16, 20)]


def test_write_that_changes_nothing_is_not_recorded(cast: Cast) -> None:
    sari = cast.actor("sari")
    with scope({KOTIM}):
        innovation = make_draft(sari, opd=cast.health, period=cast.period)
        Innovation.objects.filter(pk=innovation.pk).update(name=innovation.name)
        assert not InnovationEvent.objects.filter(pgh_obj_id=innovation.pk, pgh_label="update").exists()


def test_counting_versions_fills_no_history_and_a_real_change_does(cast: Cast) -> None:
    with scope({KOTIM}):
        row = RegionPeriod.objects.get(period=cast.period)
        before = RegionPeriodEvent.objects.count()
        raise_content_version(row.pk, region_id=KOTIM, period_id=cast.period.pk)
        assert RegionPeriodEvent.objects.count() == before
        RegionPeriod.objects.filter(pk=row.pk).update(target_index="65.01")
        assert RegionPeriodEvent.objects.count() == before + 1


def test_history_of_a_rolled_back_change_is_rolled_back(cast: Cast) -> None:
    try:
        with scope({KOTIM}):
            Opd.objects.create(region_id=KOTIM, name="Dinas Batal")
            raise ZeroDivisionError
    except ZeroDivisionError:
        pass
    with scope({KOTIM}):
        assert not OpdEvent.objects.filter(name="Dinas Batal").exists()


def test_text_that_looks_like_sql_reaches_the_history_as_text(cast: Cast) -> None:
    with scope({KOTIM}, role="x'; DROP TABLE regions_opd; --"):
        opd = Opd.objects.create(region_id=KOTIM, name="Dinas'; DELETE FROM regions_opd; --")
        event = OpdEvent.objects.get(pgh_obj_id=opd.pk)
        assert event.pgh_context["role"] == "x'; DROP TABLE regions_opd; --"
        assert event.name == opd.name


def test_roles_and_invitations_have_a_history_although_they_lie_outside_row_level_security(
    cast: Cast,
) -> None:
    """Given by an invitation that its holder takes up before any scope exists, moved by one admin, ended by another."""
    with scope({KOTIM}, actor_id=cast.hendra.pk, role="regional_admin"):
        invited = invite(
            actor=cast.actor("hendra"), email="nobody@contoh.go.id", name="Nobody", role=Role.REVIEWER, region_id=KOTIM,
            link_of=lambda secret: secret,
        )  # fmt: skip
    accept_invitation(invited.link, person_id=cast.nobody.pk)
    key = Membership.objects.get(person=cast.nobody).pk
    with scope({KOTIM}, actor_id=cast.indah.pk, role="regional_admin"):
        set_membership_span(key, actor=cast.actor("indah"), last_day=date(2026, 12, 31))
    with scope({KOTIM}, actor_id=cast.hendra.pk, role="regional_admin"):
        end_membership(key, actor=cast.actor("hendra"))
    events = Membership.pgh_event_model.objects.filter(pgh_obj_id=key).order_by("pgh_id")  # type: ignore[attr-defined]
    assert [
        (row.pgh_label, row.region_id, row.valid_from, row.valid_until, row.pgh_context["actor"])
        for row in events
    ] == [
        ("insert", KOTIM, date(2026, 7, 7), None, cast.nobody.pk),
        ("update", KOTIM, date(2026, 7, 7), date(2026, 12, 31), cast.indah.pk),
        ("update", KOTIM, date(2026, 7, 6), date(2026, 7, 6), cast.hendra.pk),
    ]
    told = Invitation.pgh_event_model.objects.filter(pgh_obj_id=invited.invitation.pk).order_by("pgh_id")  # type: ignore[attr-defined]
    assert [(row.pgh_label, row.accepted_by_id, row.pgh_context["actor"]) for row in told] == [
        ("insert", None, cast.hendra.pk),
        ("update", cast.nobody.pk, cast.nobody.pk),
    ]
    assert "secret_hash" not in {field.name for field in told.model._meta.get_fields()}


@pytest.mark.parametrize("model", [Membership, Invitation])
@pytest.mark.parametrize("statement", ["UPDATE {} SET pgh_label = 'x'", "DELETE FROM {}", "TRUNCATE {}"])
def test_history_of_people_cannot_be_rewritten(cast: Cast, model: Any, statement: str) -> None:
    table = model.pgh_event_model._meta.db_table
    with pytest.raises(ProgrammingError, match="permission denied"), connection.cursor() as cursor:
        cursor.execute(statement.format(table))
