"""System checks: the application refuses to start on a database or a model that would not keep regions apart."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.exceptions import ImproperlyConfigured
from django.db import connections
from django.db.utils import OperationalError

from .fields import TenantForeignKey
from .models import TenantModel, is_audit_event, is_tenant, tenant_models
from .query import TenantManager

NOT_TENANT = {
    "regions.Region": "the tenants themselves; public",
    "regions.Person": "read at sign-in, before a scope exists",
    "regions.Membership": "decides which scope may be opened",
    "regions.Invitation": "read by link, before a scope exists",
    "regions.MembershipOpenevent": "written with the membership, before a scope exists",
    "regions.InvitationOpenevent": "written with the invitation, before a scope exists",
    "regions.Instrument": "the rules; public",
    "regions.Period": "the course of a year; public",
    "reports.ApiToken": "read by its hash, before a scope exists",
    "reports.Publication": "public from the moment it exists",
    "reports.PublishedRegion": "public from the moment it exists",
    "reports.PublishedInnovation": "public from the moment it exists",
    "reports.PublishedAward": "public from the moment it exists",
}
"""Models of the project outside row-level security, each with its reason. The one list; tests compare it with the models."""

APPEND_ONLY = {
    "reports.Publication",
    "reports.PublishedRegion",
    "reports.PublishedInnovation",
    "reports.PublishedAward",
}
"""Models outside row-level security whose rows the application role may add and never change."""

PROJECT_APPS = {"tenancy", "jobs", "files", "notices", "regions", "innovations", "scoring", "reports"}


@register("tenancy")
def check_models(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Each model of the project is a tenant model or listed with a reason; tenants refer to tenants by composite keys."""
    found: list[CheckMessage] = []
    for model in apps.get_models():
        if model._meta.app_label not in PROJECT_APPS:
            continue
        if not is_tenant(model):
            if model._meta.label not in NOT_TENANT:
                found.append(
                    Error(
                        f"{model._meta.label} is neither a tenant model nor listed in NOT_TENANT.",
                        hint="Inherit TenantModel, or list it in iga_portal/tenancy/checks.py with the reason.",
                        obj=model,
                        id="tenancy.E001",
                    )
                )
            continue
        found += _check_tenant(model)
    return found


def _check_tenant(model: Any) -> list[CheckMessage]:
    found: list[CheckMessage] = []
    if not isinstance(model._default_manager, TenantManager) or not isinstance(
        model._base_manager, TenantManager
    ):
        found.append(
            Error(
                f"{model._meta.label} has an unguarded manager.",
                hint="Let its Meta inherit TenantModel.Meta and give it no other manager.",
                obj=model,
                id="tenancy.E002",
            )
        )
    if is_audit_event(model):
        return found
    for field in model._meta.concrete_fields:
        target = field.remote_field.model if field.remote_field else None
        if (
            isinstance(target, type)
            and issubclass(target, TenantModel)
            and not isinstance(field, TenantForeignKey)
        ):
            found.append(
                Error(
                    f"{model._meta.label}.{field.name} refers to a tenant model by a plain foreign key.",
                    hint="Use TenantForeignKey: row-level security does not cover foreign keys.",
                    obj=model,
                    id="tenancy.E003",
                )
            )
    return found


@register("tenancy", Tags.database)
def check_database(app_configs: Any, databases: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """The connected role is plain, and every tenant table is under forced row-level security."""
    if not databases or "default" not in databases or settings.DATABASE_ROLE == "owner":
        return []
    return database_faults()


def database_faults() -> list[CheckMessage]:
    connection = connections["default"]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_user, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user"
        )
        name, superuser, bypasses = cursor.fetchone()
        cursor.execute(
            "SELECT c.relname FROM pg_class c JOIN pg_policy p ON p.polrelid = c.oid AND p.polname = 'tenant_scope' "
            "WHERE c.relrowsecurity AND c.relforcerowsecurity"
        )
        protected = {row[0] for row in cursor.fetchall()}
        cursor.execute("SELECT relname FROM pg_class WHERE relkind IN ('r', 'p')")
        tables = {row[0] for row in cursor.fetchall()}
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND has_table_privilege(oid, 'UPDATE, DELETE, TRUNCATE')"
        )
        rewritable = {row[0] for row in cursor.fetchall()}
    found: list[CheckMessage] = []
    if superuser or bypasses:
        found.append(
            Error(
                f"The database role {name} is not held by row-level security.",
                hint="Connect as a plain role (iga_app): no superuser, no BYPASSRLS. See iga_portal/deploy/roles.sql.",
                id="tenancy.E010",
            )
        )
    for model in tenant_models():
        table = model._meta.db_table
        if table in tables and table not in protected:
            found.append(
                Error(
                    f"Table {table} is not protected by row-level security.",
                    hint="End the migration that creates it with ProtectTenantTables().",
                    obj=model,
                    id="tenancy.E011",
                )
            )
    if not (superuser or bypasses):
        kept = [model for model in tenant_models() if is_audit_event(model)]
        kept += [apps.get_model(label) for label in sorted(APPEND_ONLY)]
        for model in kept:
            if model._meta.db_table in rewritable:
                found.append(
                    Error(
                        f"The role {name} may rewrite the history in {model._meta.db_table}.",
                        hint="REVOKE UPDATE, DELETE, TRUNCATE from it; a restore must not grant again what migrations took.",
                        obj=model,
                        id="tenancy.E012",
                    )
                )
    return found


def refuse_unsafe_database() -> None:
    """Called by the web server and the worker as they start. An unreachable database is left to /readyz."""
    try:
        faults = database_faults()
    except OperationalError:
        return
    finally:
        connections["default"].close()
    if faults:
        raise ImproperlyConfigured("; ".join(f"{fault.msg} {fault.hint}" for fault in faults))
