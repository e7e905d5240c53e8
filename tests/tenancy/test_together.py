"""Operations done together leave what they leave one after the other."""

from __future__ import annotations

import re

from django.db import connection, migrations, models
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

from iga_portal.tenancy.operations import Together

# Two tables that point at one another, which one after the other needs a column added later.
TABLES = [
    migrations.CreateModel(
        "Bridge",
        [
            ("id", models.BigAutoField(primary_key=True)),
            ("near", models.ForeignKey("trial.Bank", models.CASCADE, related_name="+")),
        ],
    ),
    migrations.CreateModel(
        "Bank",
        [
            ("id", models.BigAutoField(primary_key=True)),
            ("height", models.IntegerField()),
            ("best", models.ForeignKey("trial.Bridge", models.CASCADE, null=True, related_name="+")),
        ],
    ),
]
BOUNDS = [
    migrations.AddIndex("Bank", models.Index(fields=["height"], name="trial_height")),
    migrations.AddConstraint(
        "Bank", models.CheckConstraint(condition=models.Q(height__gte=0), name="trial_not_below")
    ),
]


def written(operations: list[Operation], *, undone: int = 0) -> tuple[ProjectState, list[str]]:
    """The state after the operations, and the statements; of the last `undone` also those that take them back."""
    state = ProjectState()
    assert list(state.apps.get_models()) == []  # worked out before: it must not be kept
    states = []
    with connection.schema_editor(collect_sql=True) as editor:
        for operation in operations:
            before = state.clone()
            operation.state_forwards("trial", state)
            operation.database_forwards("trial", editor, before, state)
            states.append((operation, before, state.clone()))
        for operation, before, after in states[len(states) - undone :]:
            operation.database_backwards("trial", editor, after, before)
    return state, [re.sub(r"\s+", " ", line) for line in editor.collected_sql if not line.startswith("--")]


def test_tables_that_point_at_one_another_are_made_with_their_bounds(db: None) -> None:
    state, lines = written([Together(TABLES), Together(BOUNDS)])
    bridge, bank, *rest = lines
    assert bridge.startswith('CREATE TABLE "trial_bridge"') and '"near_id" bigint NOT NULL' in bridge
    assert bank.startswith('CREATE TABLE "trial_bank"') and '"best_id" bigint NULL' in bank
    assert "REFERENCES" not in bridge + bank
    whole = "\n".join(rest)
    assert 'ADD CONSTRAINT "trial_not_below" CHECK ("height" >= 0)' in whole
    assert 'CREATE INDEX "trial_height" ON "trial_bank" ("height")' in whole
    assert re.search(r'ALTER TABLE "trial_bridge" .*REFERENCES "trial_bank" \("id"\)', whole)
    assert re.search(r'ALTER TABLE "trial_bank" .*REFERENCES "trial_bridge" \("id"\)', whole)
    assert {model._meta.model_name for model in state.apps.get_models()} == {"bank", "bridge"}


def test_state_is_that_of_one_after_the_other(db: None) -> None:
    together, _lines = written([Together(TABLES), Together(BOUNDS)])
    single = ProjectState()
    for operation in [*TABLES, *BOUNDS]:
        operation.state_forwards("trial", single)
    assert together == single


def test_together_is_undone_in_the_other_order(db: None) -> None:
    _state, lines = written([Together(TABLES), Together(BOUNDS)], undone=1)
    *_made, first, second = [line for line in lines if "trial_height" in line or "trial_not_below" in line]
    assert (first.split()[0], second.split()[0]) == ("ALTER", "DROP")
