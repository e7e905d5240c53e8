# The schema at the first round of all applications, made in one step: a new database is spared the steps it took to get there.

import django.db.models.deletion
import iga_portal.tenancy.fields
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
import uuid
from django.conf import settings
from django.db import migrations, models

from iga_portal.tenancy.operations import ProtectTenantTables, Together


class Migration(migrations.Migration):
    replaces = [
        ("files", "0001_initial"),
        ("files", "0002_uploads_in_pieces"),
        ("files", "0003_unexamined_files"),
    ]

    initial = True

    dependencies = [
        ("regions", "0001_squashed_0007_evaluator_pool"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        # Tables.
        Together([
            migrations.CreateModel(
                name="StoredFile",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("key", models.CharField(max_length=64)),
                    ("sha256", models.CharField(max_length=64)),
                    ("size", models.PositiveBigIntegerField()),
                    ("media_type", models.CharField(max_length=100)),
                    ("name", models.CharField(max_length=255)),
                    (
                        "state",
                        models.CharField(
                            choices=[
                                ("ready", "siap"),
                                ("waiting", "menunggu pemeriksaan"),
                                ("refused", "ditolak"),
                            ],
                            default="ready",
                            max_length=10,
                        ),
                    ),
                    ("finding", models.CharField(blank=True, max_length=300)),
                    ("page_count", models.PositiveIntegerField(null=True)),
                    ("pictured", models.PositiveSmallIntegerField(default=0)),
                    ("examined_at", models.DateTimeField(null=True)),
                    ("created_at", models.DateTimeField(auto_now_add=True)),
                    (
                        "created_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "region",
                        iga_portal.tenancy.fields.RegionField(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="regions.region",
                            verbose_name="daerah",
                        ),
                    ),
                ],
                options={
                    "abstract": False,
                    "base_manager_name": "objects",
                },
            ),
            migrations.CreateModel(
                name="StoredFileTenantevent",
                fields=[
                    ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                    ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                    ("pgh_label", models.TextField(help_text="The event label.")),
                    ("pgh_context", pghistory.utils.JSONField(null=True)),
                    ("id", models.BigIntegerField()),
                    ("key", models.CharField(max_length=64)),
                    ("sha256", models.CharField(max_length=64)),
                    ("size", models.PositiveBigIntegerField()),
                    ("media_type", models.CharField(max_length=100)),
                    ("name", models.CharField(max_length=255)),
                    (
                        "state",
                        models.CharField(
                            choices=[
                                ("ready", "siap"),
                                ("waiting", "menunggu pemeriksaan"),
                                ("refused", "ditolak"),
                            ],
                            default="ready",
                            max_length=10,
                        ),
                    ),
                    ("finding", models.CharField(blank=True, max_length=300)),
                    ("page_count", models.PositiveIntegerField(null=True)),
                    ("pictured", models.PositiveSmallIntegerField(default=0)),
                    ("examined_at", models.DateTimeField(null=True)),
                    ("created_at", models.DateTimeField(auto_now_add=True)),
                    (
                        "created_by",
                        models.ForeignKey(
                            db_constraint=False,
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "pgh_obj",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="files.storedfile",
                        ),
                    ),
                    (
                        "region",
                        iga_portal.tenancy.fields.RegionField(
                            db_constraint=False,
                            db_index=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="regions.region",
                            verbose_name="daerah",
                        ),
                    ),
                ],
                options={
                    "abstract": False,
                    "base_manager_name": "objects",
                },
            ),
            migrations.CreateModel(
                name="Upload",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ("name", models.CharField(max_length=255)),
                    ("size", models.PositiveBigIntegerField()),
                    ("offset", models.PositiveBigIntegerField(default=0)),
                    ("sha256", models.CharField(blank=True, max_length=64)),
                    (
                        "state",
                        models.CharField(
                            choices=[
                                ("open", "berjalan"),
                                ("complete", "lengkap"),
                                ("taken", "diterima"),
                                ("refused", "ditolak"),
                                ("cancelled", "dibatalkan"),
                            ],
                            default="open",
                            max_length=10,
                        ),
                    ),
                    ("refusal", models.CharField(blank=True, max_length=300)),
                    ("details", models.JSONField(blank=True, default=dict)),
                    ("created_at", models.DateTimeField(auto_now_add=True)),
                    ("moved_at", models.DateTimeField()),
                    (
                        "created_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "file",
                        iga_portal.tenancy.fields.TenantForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="files.storedfile",
                        ),
                    ),
                    (
                        "region",
                        iga_portal.tenancy.fields.RegionField(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="regions.region",
                            verbose_name="daerah",
                        ),
                    ),
                ],
                options={
                    "ordering": ["-created_at", "-id"],
                    "abstract": False,
                    "base_manager_name": "objects",
                },
            ),
            migrations.CreateModel(
                name="UploadTenantevent",
                fields=[
                    ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                    ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                    ("pgh_label", models.TextField(help_text="The event label.")),
                    ("pgh_context", pghistory.utils.JSONField(null=True)),
                    ("id", models.BigIntegerField()),
                    ("public_id", models.UUIDField(default=uuid.uuid4, editable=False)),
                    ("name", models.CharField(max_length=255)),
                    ("size", models.PositiveBigIntegerField()),
                    ("sha256", models.CharField(blank=True, max_length=64)),
                    (
                        "state",
                        models.CharField(
                            choices=[
                                ("open", "berjalan"),
                                ("complete", "lengkap"),
                                ("taken", "diterima"),
                                ("refused", "ditolak"),
                                ("cancelled", "dibatalkan"),
                            ],
                            default="open",
                            max_length=10,
                        ),
                    ),
                    ("refusal", models.CharField(blank=True, max_length=300)),
                    ("details", models.JSONField(blank=True, default=dict)),
                    ("created_at", models.DateTimeField(auto_now_add=True)),
                    (
                        "created_by",
                        models.ForeignKey(
                            db_constraint=False,
                            db_index=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "file",
                        iga_portal.tenancy.fields.TenantForeignKey(
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="files.storedfile",
                        ),
                    ),
                    (
                        "pgh_obj",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="files.upload",
                        ),
                    ),
                    (
                        "region",
                        iga_portal.tenancy.fields.RegionField(
                            db_constraint=False,
                            db_index=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="regions.region",
                            verbose_name="daerah",
                        ),
                    ),
                ],
                options={
                    "abstract": False,
                    "base_manager_name": "objects",
                },
            ),
        ]),
        # Indexes, constraints and triggers.
        Together([
            migrations.AddIndex(
                model_name="storedfile",
                index=models.Index(fields=["region", "sha256"], name="files_by_hash"),
            ),
            migrations.AddIndex(
                model_name="storedfile",
                index=models.Index(
                    condition=models.Q(("examined_at__isnull", True)), fields=["id"], name="files_unexamined"
                ),
            ),
            migrations.AddConstraint(
                model_name="storedfile",
                constraint=models.CheckConstraint(
                    condition=models.Q(("sha256__regex", "^[0-9a-f]{64}$")), name="files_sha256_hex"
                ),
            ),
            migrations.AddConstraint(
                model_name="storedfile",
                constraint=models.CheckConstraint(condition=models.Q(("size__gt", 0)), name="files_not_empty"),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="storedfile",
                trigger=pgtrigger.compiler.Trigger(
                    name="insert_insert",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "files_storedfiletenantevent" ("created_at", "created_by_id", "examined_at", "finding", "id", "key", "media_type", "name", "page_count", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "pictured", "region_id", "sha256", "size", "state") SELECT new_values."created_at", new_values."created_by_id", new_values."examined_at", new_values."finding", new_values."id", new_values."key", new_values."media_type", new_values."name", new_values."page_count", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', new_values."id", new_values."pictured", new_values."region_id", new_values."sha256", new_values."size", new_values."state" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="b7be2cc7fc84c8291805a9d0a158b519d35a2a51",
                        level="STATEMENT",
                        operation="INSERT",
                        pgid="pgtrigger_insert_insert_a0d7d",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="files_storedfile",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="storedfile",
                trigger=pgtrigger.compiler.Trigger(
                    name="update_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "files_storedfiletenantevent" ("created_at", "created_by_id", "examined_at", "finding", "id", "key", "media_type", "name", "page_count", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "pictured", "region_id", "sha256", "size", "state") SELECT new_values."created_at", new_values."created_by_id", new_values."examined_at", new_values."finding", new_values."id", new_values."key", new_values."media_type", new_values."name", new_values."page_count", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', new_values."id", new_values."pictured", new_values."region_id", new_values."sha256", new_values."size", new_values."state" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="a4e465ecfda5c2010ecd46193769b71fbc4a03bb",
                        level="STATEMENT",
                        operation="UPDATE",
                        pgid="pgtrigger_update_update_8c2ef",
                        referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                        table="files_storedfile",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="storedfile",
                trigger=pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "files_storedfiletenantevent" ("created_at", "created_by_id", "examined_at", "finding", "id", "key", "media_type", "name", "page_count", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "pictured", "region_id", "sha256", "size", "state") SELECT old_values."created_at", old_values."created_by_id", old_values."examined_at", old_values."finding", old_values."id", old_values."key", old_values."media_type", old_values."name", old_values."page_count", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', old_values."id", old_values."pictured", old_values."region_id", old_values."sha256", old_values."size", old_values."state" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                        hash="27c4f2cd4f3421bfe8d225d0897dbfcab5bf2c3a",
                        level="STATEMENT",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_ad157",
                        referencing="REFERENCING OLD TABLE AS old_values ",
                        table="files_storedfile",
                        when="AFTER",
                    ),
                ),
            ),
            migrations.AddIndex(
                model_name="upload",
                index=models.Index(
                    condition=models.Q(("state__in", ["open", "complete"])),
                    fields=["region", "moved_at"],
                    name="files_uploads_open",
                ),
            ),
            migrations.AddConstraint(
                model_name="upload",
                constraint=models.CheckConstraint(
                    condition=models.Q(("offset__lte", models.F("size"))), name="files_upload_not_past_end"
                ),
            ),
            migrations.AddConstraint(
                model_name="upload",
                constraint=models.CheckConstraint(
                    condition=models.Q(("size__gt", 0)), name="files_upload_not_empty"
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="upload",
                trigger=pgtrigger.compiler.Trigger(
                    name="insert_insert",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "files_uploadtenantevent" ("created_at", "created_by_id", "details", "file_id", "id", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "refusal", "region_id", "sha256", "size", "state") SELECT new_values."created_at", new_values."created_by_id", new_values."details", new_values."file_id", new_values."id", new_values."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', new_values."id", new_values."public_id", new_values."refusal", new_values."region_id", new_values."sha256", new_values."size", new_values."state" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="e3999d364f27d272b3ff1e4b239710e2fa22fa25",
                        level="STATEMENT",
                        operation="INSERT",
                        pgid="pgtrigger_insert_insert_41cb3",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="files_upload",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="upload",
                trigger=pgtrigger.compiler.Trigger(
                    name="update_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "files_uploadtenantevent" ("created_at", "created_by_id", "details", "file_id", "id", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "refusal", "region_id", "sha256", "size", "state") SELECT new_values."created_at", new_values."created_by_id", new_values."details", new_values."file_id", new_values."id", new_values."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', new_values."id", new_values."public_id", new_values."refusal", new_values."region_id", new_values."sha256", new_values."size", new_values."state" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."created_at" IS DISTINCT FROM (new_values."created_at") OR old_values."created_by_id" IS DISTINCT FROM (new_values."created_by_id") OR old_values."details" IS DISTINCT FROM (new_values."details") OR old_values."file_id" IS DISTINCT FROM (new_values."file_id") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."name" IS DISTINCT FROM (new_values."name") OR old_values."public_id" IS DISTINCT FROM (new_values."public_id") OR old_values."refusal" IS DISTINCT FROM (new_values."refusal") OR old_values."region_id" IS DISTINCT FROM (new_values."region_id") OR old_values."sha256" IS DISTINCT FROM (new_values."sha256") OR old_values."size" IS DISTINCT FROM (new_values."size") OR old_values."state" IS DISTINCT FROM (new_values."state")) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="18de2be8bd402586dd54125fcd1e88331b88f154",
                        level="STATEMENT",
                        operation="UPDATE",
                        pgid="pgtrigger_update_update_9a1fd",
                        referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                        table="files_upload",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="upload",
                trigger=pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "files_uploadtenantevent" ("created_at", "created_by_id", "details", "file_id", "id", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "refusal", "region_id", "sha256", "size", "state") SELECT old_values."created_at", old_values."created_by_id", old_values."details", old_values."file_id", old_values."id", old_values."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', old_values."id", old_values."public_id", old_values."refusal", old_values."region_id", old_values."sha256", old_values."size", old_values."state" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                        hash="9e90b250bb00745b8ef927078d5ed656f80563db",
                        level="STATEMENT",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_6e4c2",
                        referencing="REFERENCING OLD TABLE AS old_values ",
                        table="files_upload",
                        when="AFTER",
                    ),
                ),
            ),
        ]),
        ProtectTenantTables(),
    ]
