"""The database's half of the isolation, as a migration operation.

`ProtectTenantTables` ends every migration that creates or changes tenant models. It reads the models of its app from the
migration state and is safe to repeat: policies are replaced, constraints that exist are left alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.migrations.operations.base import Operation
from django.db.models import Field, Model

from .fields import TenantForeignKey

POLICY = "tenant_scope"

# nullif: after the first SET LOCAL of a session the setting is '' and not NULL. The cast stands outside the subselect: inside,
# ANY would read a row set. The subselect is evaluated once per statement (an InitPlan), and the array form can use an index.
IN_SCOPE = (
    "region_id = ANY ((SELECT string_to_array(nullif(current_setting('iga.regions', true), ''), ','))::int[])"
)


def tenant_state_models(state_apps: Any, app_label: str) -> Iterator[type[Model]]:
    """Models of the app, in a migration state, that carry a region column under row-level security."""
    for model in state_apps.get_app_config(app_label).get_models():
        # Models that carry a region but are read before a scope exists say so by not being tenant models: they, and their
        # histories, are the ones whose region field is a plain ForeignKey.
        region = next((f for f in model._meta.local_concrete_fields if f.name == "region"), None)
        if type(region).__name__ == "RegionField":
            yield model


class ProtectTenantTables(Operation):
    """Row-level security with FORCE, unique (region_id, id) and composite foreign keys for all tenant tables of the app.

    And histories that the application only ever adds to, those of rows outside row-level security among them.
    """

    reduces_to_sql = True
    reversible = True
    elidable = False

    def state_forwards(self, app_label: str, state: Any) -> None:
        """The model state knows nothing of policies."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        tables = list(tenant_state_models(to_state.apps, app_label))
        for model in tables:
            self._protect(schema_editor, model)
        for model in to_state.apps.get_app_config(app_label).get_models():
            if is_history(model):
                self._append_only(schema_editor, model)
                continue
            for field in model._meta.local_concrete_fields:
                if isinstance(field, TenantForeignKey):
                    self._bind(schema_editor, model, field)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Nothing to undo: the tables and columns that carry the protection go, and it goes with them."""

    def describe(self) -> str:
        return "Protect tenant tables by row-level security and composite foreign keys"

    def _protect(self, schema_editor: Any, model: type[Model]) -> None:
        table = schema_editor.quote_name(model._meta.db_table)
        schema_editor.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        schema_editor.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        schema_editor.execute(f"DROP POLICY IF EXISTS {POLICY} ON {table}")
        schema_editor.execute(f"CREATE POLICY {POLICY} ON {table} USING ({IN_SCOPE}) WITH CHECK ({IN_SCOPE})")
        if "pgh_label" in {field.name for field in model._meta.local_concrete_fields}:
            take_rewriting(schema_editor, table)
        else:
            self._constrain(
                schema_editor, model, f"{model._meta.db_table}_region_id_uniq", "UNIQUE (region_id, id)"
            )

    def _append_only(self, schema_editor: Any, model: type[Model]) -> None:
        # The role may be missing where only the owner exists yet. Names come from the models, never from input.
        revoke = f"REVOKE UPDATE, DELETE, TRUNCATE ON {schema_editor.quote_name(model._meta.db_table)} FROM iga_app"
        schema_editor.execute(
            f"DO $$ BEGIN IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'iga_app') THEN {revoke}; END IF; END $$"
        )

    def _bind(self, schema_editor: Any, model: type[Model], field: Field[Any, Any]) -> None:
        target: Any = field.remote_field.model  # type: ignore[union-attr]
        self._constrain(
            schema_editor,
            model,
            f"{model._meta.db_table}_{field.column}_region_fk",
            f"FOREIGN KEY (region_id, {schema_editor.quote_name(field.column)}) "
            f"REFERENCES {schema_editor.quote_name(target._meta.db_table)} (region_id, id) "
            "DEFERRABLE INITIALLY DEFERRED",
        )

    def _constrain(self, schema_editor: Any, model: type[Model], name: str, definition: str) -> None:
        table = model._meta.db_table
        name = name if len(name) <= 63 else f"{name[:46]}_{abs_hash(name)}"
        quoted = schema_editor.quote_name(table)
        # Names come from the models, never from input.
        schema_editor.execute(
            "DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_constraint "
            f"WHERE conname = '{name}' AND conrelid = '{quoted}'::regclass) THEN "
            f"ALTER TABLE {quoted} ADD CONSTRAINT {schema_editor.quote_name(name)} {definition}; END IF; END $$"
        )


class AppendOnly(Operation):
    """Takes from the application role the rights to change or remove rows of the named models, which are no tenant models.

    Triggers (`pgtrigger.Protect`) refuse it to every other role too; the rights are the first of the two locks.
    """

    reduces_to_sql = True
    reversible = True
    elidable = False

    def __init__(self, *models: str) -> None:
        self.models = models

    def deconstruct(self) -> Any:
        return type(self).__name__, list(self.models), {}

    def state_forwards(self, app_label: str, state: Any) -> None:
        """The model state knows nothing of rights."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for name in self.models:
            model = to_state.apps.get_model(app_label, name)
            take_rewriting(schema_editor, schema_editor.quote_name(model._meta.db_table))

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Nothing to give back: the tables go with the migration that made them."""

    def describe(self) -> str:
        return f"Rows of {', '.join(self.models)} are added and never changed"


def take_rewriting(schema_editor: Any, table: str) -> None:
    """REVOKE UPDATE, DELETE, TRUNCATE on a quoted table from iga_app."""
    # The role may be missing where only the owner exists yet. Names come from the models, never from input.
    revoke = f"REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM iga_app"
    schema_editor.execute(
        f"DO $$ BEGIN IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'iga_app') THEN {revoke}; END IF; END $$"
    )


def is_history(model: type[Model]) -> bool:
    return "pgh_label" in {field.name for field in model._meta.local_concrete_fields}


def abs_hash(name: str) -> str:
    """Sixteen hex digits that do not change between runs (PostgreSQL cuts names at 63 bytes)."""
    from hashlib import sha256

    return sha256(name.encode()).hexdigest()[:16]


class Together(Operation):
    """Operations of one app that do not build on one another, with the models of the state worked out once for all of them.

    Django works out every model related to a changed one after each operation, and here nearly all are related through the region:
    a first migration of sixty tables spends most of a minute on that. Two groups are safe: tables (their foreign keys become
    constraints at the end of the migration, so that they may point at one another), and indexes, constraints and triggers of
    tables that exist. Changes of columns are not for this.
    """

    reduces_to_sql = True
    reversible = True
    elidable = False

    def __init__(self, operations: list[Operation]) -> None:
        self.operations = operations

    def deconstruct(self) -> Any:
        return type(self).__name__, [self.operations], {}

    def state_forwards(self, app_label: str, state: Any) -> None:
        state.__dict__.pop("apps", None)  # worked out anew at the next use
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for operation in self.operations:
            operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for operation in reversed(self.operations):
            operation.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        return f"{len(self.operations)} operations together"
