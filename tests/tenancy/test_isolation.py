"""Every tenant model, found by introspection: the ORM refuses, row-level security refuses, foreign keys stay inside."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.db import DatabaseError, IntegrityError, ProgrammingError, connection, models, transaction

from iga_portal.tenancy.fields import TenantForeignKey
from iga_portal.tenancy.models import is_audit_event, tenant_models
from iga_portal.tenancy.scope import OutsideScope, ScopeRequired, scope
from tests.cast import BENGKULU, JAYAPURA, KOTIM, NOON, make_cast
from tests.conftest import own_database
from tests.tenancy.rows import RowMaker, event_models, plain_tenant_models

A, B = KOTIM, BENGKULU

every_model = pytest.mark.parametrize("model", tenant_models(), ids=lambda model: model._meta.label)
every_plain_model = pytest.mark.parametrize(
    "model", plain_tenant_models(), ids=lambda model: model._meta.label
)


@pytest.fixture(scope="module")
def rows(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[int, RowMaker]]:
    """A row of every tenant model in region A and in region B, committed in a database of this module's own.

    The events come from the triggers.
    """
    with own_database(django_db_blocker, "isolation"), time_machine.travel(NOON):
        make_cast()
        makers = {region_id: RowMaker(region_id) for region_id in (A, B)}
        for region_id, maker in makers.items():
            with scope({region_id}):
                for model in plain_tenant_models():
                    maker.make(model)
        yield makers


def tenant_fields() -> list[tuple[type[models.Model], Any]]:
    return [
        (model, field)
        for model in apps.get_models()
        if not is_audit_event(model)
        for field in model._meta.concrete_fields
        if isinstance(field, TenantForeignKey)
    ]


def sql(statement: str, parameters: list[Any] | None = None) -> list[tuple[Any, ...]]:
    """Past the ORM's guard, straight to the database."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchall() if cursor.description else []


def test_there_is_something_to_walk() -> None:
    labels = {model._meta.label for model in tenant_models()}
    assert {"innovations.Innovation", "innovations.Answer", "regions.Opd", "scoring.Result"} <= labels
    assert len(event_models()) == len(plain_tenant_models())  # every tenant model is audited


async def ask_async(model: type[models.Model]) -> bool:
    return await model._default_manager.aexists()


WAYS: dict[str, Callable[[type[models.Model]], Any]] = {
    "list": lambda model: list(model._default_manager.all()),
    "base manager": lambda model: list(model._base_manager.all()),
    "exists": lambda model: model._default_manager.exists(),
    "count": lambda model: model._default_manager.count(),
    "values": lambda model: list(model._default_manager.values_list("pk", flat=True)),
    "iterator": lambda model: next(model._default_manager.iterator(chunk_size=1), None),
    "first": lambda model: model._default_manager.first(),
    "aggregate": lambda model: model._default_manager.aggregate(models.Max("pk")),
    "union": lambda model: list(model._default_manager.all().union(model._default_manager.all())),
    "explain": lambda model: model._default_manager.all().explain(),
    "raw": lambda model: list(model._default_manager.raw(f"SELECT * FROM {model._meta.db_table}")),
    "update": lambda model: model._default_manager.update(region_id=A),
    "delete": lambda model: model._default_manager.all().delete(),
    "bulk_create": lambda model: model._default_manager.bulk_create([model(region_id=A)]),
    "save": lambda model: model(region_id=A).save(),
    "async exists": lambda model: asyncio.run(ask_async(model)),
}


@every_model
@pytest.mark.parametrize("way", WAYS)
def test_without_scope_every_way_of_asking_raises(db: None, model: type[models.Model], way: str) -> None:
    with pytest.raises(ScopeRequired):
        WAYS[way](model)


@every_model
def test_scope_sees_its_own_region_only(rows: dict[int, RowMaker], model: type[models.Model]) -> None:
    table = connection.ops.quote_name(model._meta.db_table)
    with scope({A, B}):
        assert set(model._default_manager.values_list("region_id", flat=True)) == {A, B}
    for mine in (A, B):
        with scope({mine}):
            assert set(model._default_manager.values_list("region_id", flat=True)) == {mine}
            # With the guard bypassed the database alone keeps it so.
            assert {row[0] for row in sql(f"SELECT DISTINCT region_id FROM {table}")} == {mine}


@every_model
def test_orm_filters_even_where_the_database_would_not(
    rows: dict[int, RowMaker], model: type[models.Model]
) -> None:
    """The ORM's half alone: the setting says both regions, the Python scope one."""
    with scope({A}):
        sql("SELECT set_config('iga.regions', %s, true)", [f"{A},{B}"])
        assert set(model._default_manager.values_list("region_id", flat=True)) == {A}
        assert model._default_manager.filter(region_id=B).count() == 0


@every_model
def test_application_role_without_setting_sees_nothing(
    rows: dict[int, RowMaker], model: type[models.Model]
) -> None:
    table = connection.ops.quote_name(model._meta.db_table)
    assert sql("SELECT nullif(current_setting('iga.regions', true), '')") == [(None,)]
    assert sql(f"SELECT count(*) FROM {table}") == [(0,)]


@every_model
def test_database_refuses_to_write_another_region(
    rows: dict[int, RowMaker], model: type[models.Model]
) -> None:
    table = connection.ops.quote_name(model._meta.db_table)
    primary_key = connection.ops.quote_name(model._meta.pk.column)
    columns = ", ".join(
        connection.ops.quote_name(field.column)
        for field in model._meta.concrete_fields
        if not field.primary_key and field.column != "region_id"
    )
    with scope({B}):
        foreign = model._default_manager.first()
    with scope({A}):
        with (
            pytest.raises(
                DatabaseError, match=r"row-level security|permission denied|Cannot update or delete"
            ),
            transaction.atomic(),
        ):
            sql(f"UPDATE {table} SET region_id = {B}")
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            sql(f"INSERT INTO {table} (region_id, {columns}) SELECT {B}, {columns} FROM {table} LIMIT 1")
        if not is_audit_event(model):
            # A row of B is not even there to be changed or deleted.
            with connection.cursor() as cursor:
                cursor.execute(f"UPDATE {table} SET region_id = {A} WHERE {primary_key} = %s", [foreign.pk])
                assert cursor.rowcount == 0
                cursor.execute(f"DELETE FROM {table} WHERE {primary_key} = %s", [foreign.pk])
                assert cursor.rowcount == 0


@every_plain_model
def test_orm_refuses_to_create_in_another_region(
    rows: dict[int, RowMaker], model: type[models.Model]
) -> None:
    with scope({A}), pytest.raises(OutsideScope):
        model._default_manager.bulk_create([model(region_id=B)])


every_reference = pytest.mark.parametrize(
    ("model", "field"),
    tenant_fields(),
    ids=[f"{model._meta.label}.{field.name}" for model, field in tenant_fields()],
)

ALSO_SET = {
    "innovations.Document.file": ", link = ''",
    "innovations.Verdict.region_answer": ", answer_id = NULL, stage = 'qc'",
}
"""What else must change so that a row with this reference satisfies its check constraints."""


@every_reference
def test_reference_is_bound_by_region_in_the_catalogue(
    db: None, model: type[models.Model], field: Any
) -> None:
    target = field.remote_field.model._meta.db_table
    keys = sql(
        "SELECT array(SELECT attname::text FROM unnest(c.conkey) WITH ORDINALITY k(num, place) JOIN pg_attribute a "
        "ON a.attrelid = c.conrelid AND a.attnum = k.num ORDER BY k.place), "
        "array(SELECT attname::text FROM unnest(c.confkey) WITH ORDINALITY k(num, place) JOIN pg_attribute a "
        "ON a.attrelid = c.confrelid AND a.attnum = k.num ORDER BY k.place) "
        "FROM pg_constraint c WHERE c.contype = 'f' AND c.conrelid = %s::regclass AND c.confrelid = %s::regclass",
        [model._meta.db_table, target],
    )
    assert (["region_id", field.column], ["region_id", "id"]) in keys


KEPT: dict[str, dict[str, str]] = {
    "innovations.Receipt": {"code": "code || '-'", "transition_id": "NULL"},
    "innovations.OpdConfirmation": {},
}
"""Tables whose rows the database keeps as they are: a reference can only be wrong from the start. What a copy of a row changes to
be unique."""


def point_at(
    model: type[models.Model], field: Any, *, row: models.Model, foreign: models.Model, also: str
) -> None:
    """Make a row (or, where rows are kept, a copy of it) refer to something else."""
    table, column = (connection.ops.quote_name(name) for name in (model._meta.db_table, field.column))
    if model._meta.label not in KEPT:
        sql(f"UPDATE {table} SET {column} = %s {also} WHERE id = %s", [foreign.pk, row.pk])
        return
    columns = [entry.column for entry in model._meta.concrete_fields if not entry.primary_key]
    values = {**{name: connection.ops.quote_name(name) for name in columns}, **KEPT[model._meta.label]}
    values[field.column] = "%s"
    names = ", ".join(connection.ops.quote_name(name) for name in columns)
    chosen = ", ".join(values[name] for name in columns)
    sql(f"INSERT INTO {table} ({names}) SELECT {chosen} FROM {table} WHERE id = %s", [foreign.pk, row.pk])


@every_reference
def test_reference_across_regions_is_refused(
    rows: dict[int, RowMaker], model: type[models.Model], field: Any
) -> None:
    """Even a scope that holds both regions cannot make a row of A point at a row of another region."""
    if model not in rows[A].made:
        pytest.skip("read before a scope exists; the catalogue test covers its key")
    also = ALSO_SET.get(f"{model._meta.label}.{field.name}", "")
    with (
        pytest.raises(IntegrityError, match=r"violates foreign key constraint.*_region_fk"),
        scope({A, JAYAPURA}),
    ):
        foreign = RowMaker(JAYAPURA).make(field.remote_field.model)
        sql("SET CONSTRAINTS ALL IMMEDIATE")
        point_at(model, field, row=rows[A].made[model], foreign=foreign, also=also)


@pytest.mark.parametrize("model", event_models(), ids=lambda model: model._meta.label)
def test_application_role_may_add_history_but_never_rewrite_it(
    rows: dict[int, RowMaker], model: type[models.Model]
) -> None:
    table = connection.ops.quote_name(model._meta.db_table)
    with scope({A}):
        assert model._default_manager.count() > 0
        for statement in (f"UPDATE {table} SET pgh_label = 'x'", f"DELETE FROM {table}", f"TRUNCATE {table}"):
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                sql(statement)


def test_application_role_may_not_truncate_or_create(db: None) -> None:
    for statement in (
        "TRUNCATE regions_opd CASCADE",
        "CREATE TABLE own_table (id int)",
        "ALTER TABLE regions_opd NO FORCE ROW LEVEL SECURITY",
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            sql(statement)
