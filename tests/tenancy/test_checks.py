"""The system checks, and the canary: they must see what they are there for."""

from __future__ import annotations

import os

import psycopg
import pytest
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.db import connections

from iga_portal.tenancy.checks import (
    NOT_TENANT,
    PROJECT_APPS,
    check_models,
    database_faults,
    refuse_unsafe_database,
)
from iga_portal.tenancy.models import is_tenant
from tests.conftest import with_database


def test_models_of_the_project_pass(db: None) -> None:
    assert check_models(None) == []


def test_list_of_unprotected_models_is_exact() -> None:
    """A name in the list that is no model any more, or has become a tenant's, would hide the next mistake."""
    project = {
        model._meta.label: model for model in apps.get_models() if model._meta.app_label in PROJECT_APPS
    }
    assert set(NOT_TENANT) == {label for label, model in project.items() if not is_tenant(model)}


def test_database_of_the_project_passes(db: None) -> None:
    assert database_faults() == []


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("ALTER TABLE innovations_answer DISABLE ROW LEVEL SECURITY", "innovations_answer"),
        ("ALTER TABLE innovations_answer NO FORCE ROW LEVEL SECURITY", "innovations_answer"),
        ("DROP POLICY tenant_scope ON scoring_result", "scoring_result"),
    ],
)
def test_canary_unprotected_table_is_seen_and_start_refused(live_db: str, statement: str, fault: str) -> None:
    with psycopg.connect(with_database(os.environ["DATABASE_OWNER_URL"], live_db), autocommit=True) as owner:
        owner.execute(statement)
    faults = database_faults()
    assert [found.id for found in faults] == ["tenancy.E011"]
    assert fault in faults[0].msg
    with pytest.raises(ImproperlyConfigured, match=fault):
        refuse_unsafe_database()


def test_canary_history_that_could_be_rewritten_is_seen(live_db: str) -> None:
    with psycopg.connect(with_database(os.environ["DATABASE_OWNER_URL"], live_db), autocommit=True) as owner:
        owner.execute("GRANT UPDATE ON regions_opdtenantevent TO iga_app")
    faults = database_faults()
    assert [found.id for found in faults] == ["tenancy.E012"]
    assert "regions_opdtenantevent" in faults[0].msg


def test_worker_leaves_when_the_database_is_not_safe(live_db: str) -> None:
    """Celery swallows what a signal's receiver raises, unless it leaves the process."""
    from iga_portal.celery import refuse_unsafe_role

    refuse_unsafe_role()
    with psycopg.connect(with_database(os.environ["DATABASE_OWNER_URL"], live_db), autocommit=True) as owner:
        owner.execute("DROP POLICY tenant_scope ON scoring_result")
    with pytest.raises(SystemExit, match="scoring_result"):
        refuse_unsafe_role()


def test_canary_privileged_role_is_refused(live_db: str) -> None:
    """The owner bypasses row-level security; the web server and the worker must never run as it."""
    from urllib.parse import unquote, urlsplit

    owner = urlsplit(os.environ["DATABASE_OWNER_URL"])
    settings = connections["default"].settings_dict
    before = (settings["USER"], settings["PASSWORD"])
    connections["default"].close()
    settings["USER"], settings["PASSWORD"] = unquote(owner.username or ""), unquote(owner.password or "")
    try:
        assert [found.id for found in database_faults()] == ["tenancy.E010"]
        with pytest.raises(ImproperlyConfigured, match="not held by row-level security"):
            refuse_unsafe_database()
    finally:
        connections["default"].close()
        settings["USER"], settings["PASSWORD"] = before
