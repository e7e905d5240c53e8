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
        ("notices", "0001_initial"),
        ("notices", "0002_mail"),
        ("notices", "0003_mail_states"),
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
                name="Mail",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ("kind", models.CharField(max_length=40)),
                    ("once", models.CharField(max_length=120)),
                    ("due_at", models.DateTimeField()),
                    (
                        "state",
                        models.CharField(
                            choices=[
                                ("queued", "menunggu"),
                                ("claimed", "diambil"),
                                ("handing", "sedang diserahkan"),
                                ("sent", "terkirim"),
                                ("uncertain", "tidak pasti"),
                                ("failed", "gagal"),
                                ("dropped", "tidak perlu lagi"),
                                ("gathered", "dalam ringkasan"),
                            ],
                            default="queued",
                            max_length=10,
                        ),
                    ),
                    ("tries", models.PositiveSmallIntegerField(default=0)),
                    ("claimed_at", models.DateTimeField(null=True)),
                    ("sent_at", models.DateTimeField(null=True)),
                    ("note", models.CharField(blank=True, max_length=300)),
                    ("created_at", models.DateTimeField(auto_now_add=True)),
                    (
                        "person",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
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
                    ('notice', iga_portal.tenancy.fields.TenantForeignKey(
                    null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="notices.notice"
                )),
                ],
                options={
                    "ordering": ["-created_at", "-id"],
                    "abstract": False,
                    "base_manager_name": "objects",
                },
            ),
            migrations.CreateModel(
                name="Notice",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("kind", models.CharField(max_length=40)),
                    ("text", models.CharField(max_length=300)),
                    ("message", models.CharField(blank=True, max_length=300)),
                    ("values", models.JSONField(default=dict)),
                    ("path", models.CharField(max_length=200)),
                    ("once", models.CharField(blank=True, max_length=120)),
                    ("created_at", models.DateTimeField(auto_now_add=True)),
                    ("read_at", models.DateTimeField(null=True)),
                    (
                        "person",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
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
                name="MailTenantevent",
                fields=[
                    ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                    ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                    ("pgh_label", models.TextField(help_text="The event label.")),
                    ("pgh_context", pghistory.utils.JSONField(null=True)),
                    ("id", models.BigIntegerField()),
                    ("public_id", models.UUIDField(default=uuid.uuid4, editable=False)),
                    ("kind", models.CharField(max_length=40)),
                    ("once", models.CharField(max_length=120)),
                    ("due_at", models.DateTimeField()),
                    ("sent_at", models.DateTimeField(null=True)),
                    ("created_at", models.DateTimeField(auto_now_add=True)),
                    (
                        "person",
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
                        "pgh_obj",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="notices.mail",
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
                    (
                        "notice",
                        iga_portal.tenancy.fields.TenantForeignKey(
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="notices.notice",
                        ),
                    ),
                ],
                options={
                    "abstract": False,
                    "base_manager_name": "objects",
                },
            ),
            migrations.CreateModel(
                name="NoticeChoice",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("group", models.CharField(max_length=40)),
                    (
                        "by_mail",
                        models.CharField(
                            choices=[("at_once", "segera"), ("digest", "ringkasan harian"), ("never", "tidak")],
                            max_length=10,
                        ),
                    ),
                    (
                        "person",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
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
                name="NoticeChoiceTenantevent",
                fields=[
                    ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                    ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                    ("pgh_label", models.TextField(help_text="The event label.")),
                    ("pgh_context", pghistory.utils.JSONField(null=True)),
                    ("id", models.BigIntegerField()),
                    ("group", models.CharField(max_length=40)),
                    (
                        "by_mail",
                        models.CharField(
                            choices=[("at_once", "segera"), ("digest", "ringkasan harian"), ("never", "tidak")],
                            max_length=10,
                        ),
                    ),
                    (
                        "person",
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
                        "pgh_obj",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="notices.noticechoice",
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
                name="NoticeTenantevent",
                fields=[
                    ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                    ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                    ("pgh_label", models.TextField(help_text="The event label.")),
                    ("pgh_context", pghistory.utils.JSONField(null=True)),
                    ("id", models.BigIntegerField()),
                    ("kind", models.CharField(max_length=40)),
                    ("text", models.CharField(max_length=300)),
                    ("message", models.CharField(blank=True, max_length=300)),
                    ("values", models.JSONField(default=dict)),
                    ("path", models.CharField(max_length=200)),
                    ("once", models.CharField(blank=True, max_length=120)),
                    ("created_at", models.DateTimeField(auto_now_add=True)),
                    ("read_at", models.DateTimeField(null=True)),
                    (
                        "person",
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
                        "pgh_obj",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="notices.notice",
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
                model_name="notice",
                index=models.Index(fields=["region", "person", "-created_at"], name="notices_of_person"),
            ),
            migrations.AddConstraint(
                model_name="notice",
                constraint=models.UniqueConstraint(
                    condition=models.Q(("once", ""), _negated=True),
                    fields=("region", "person", "once"),
                    name="notices_told_once",
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="notice",
                trigger=pgtrigger.compiler.Trigger(
                    name="insert_insert",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "notices_noticetenantevent" ("created_at", "id", "kind", "message", "once", "path", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "read_at", "region_id", "text", "values") SELECT new_values."created_at", new_values."id", new_values."kind", new_values."message", new_values."once", new_values."path", new_values."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', new_values."id", new_values."read_at", new_values."region_id", new_values."text", new_values."values" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="289120685114fe985254c7c4d2a50c571ebc2cec",
                        level="STATEMENT",
                        operation="INSERT",
                        pgid="pgtrigger_insert_insert_44969",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="notices_notice",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="notice",
                trigger=pgtrigger.compiler.Trigger(
                    name="update_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "notices_noticetenantevent" ("created_at", "id", "kind", "message", "once", "path", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "read_at", "region_id", "text", "values") SELECT new_values."created_at", new_values."id", new_values."kind", new_values."message", new_values."once", new_values."path", new_values."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', new_values."id", new_values."read_at", new_values."region_id", new_values."text", new_values."values" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="49cd78278c6edb42fd0dea3182bf37c27b000f1b",
                        level="STATEMENT",
                        operation="UPDATE",
                        pgid="pgtrigger_update_update_0f9bc",
                        referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                        table="notices_notice",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="notice",
                trigger=pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "notices_noticetenantevent" ("created_at", "id", "kind", "message", "once", "path", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "read_at", "region_id", "text", "values") SELECT old_values."created_at", old_values."id", old_values."kind", old_values."message", old_values."once", old_values."path", old_values."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', old_values."id", old_values."read_at", old_values."region_id", old_values."text", old_values."values" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                        hash="b43fff0b2e375d6d5336efcb560b0db10c28b365",
                        level="STATEMENT",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_e6f4d",
                        referencing="REFERENCING OLD TABLE AS old_values ",
                        table="notices_notice",
                        when="AFTER",
                    ),
                ),
            ),
            migrations.AddIndex(
                model_name="mail",
                index=models.Index(
                    condition=models.Q(("state__in", ["queued", "claimed", "handing"])),
                    fields=["due_at"],
                    name="notices_mails_due",
                ),
            ),
            migrations.AddConstraint(
                model_name="mail",
                constraint=models.UniqueConstraint(
                    fields=("region", "person", "once"), name="notices_mailed_once"
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="mail",
                trigger=pgtrigger.compiler.Trigger(
                    name="insert_insert",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "notices_mailtenantevent" ("created_at", "due_at", "id", "kind", "notice_id", "once", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "region_id", "sent_at") SELECT new_values."created_at", new_values."due_at", new_values."id", new_values."kind", new_values."notice_id", new_values."once", new_values."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', new_values."id", new_values."public_id", new_values."region_id", new_values."sent_at" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="f2c06e1ddcb8ca5b6896a10809adaf0e37ee43ca",
                        level="STATEMENT",
                        operation="INSERT",
                        pgid="pgtrigger_insert_insert_c2455",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="notices_mail",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="mail",
                trigger=pgtrigger.compiler.Trigger(
                    name="update_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "notices_mailtenantevent" ("created_at", "due_at", "id", "kind", "notice_id", "once", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "region_id", "sent_at") SELECT new_values."created_at", new_values."due_at", new_values."id", new_values."kind", new_values."notice_id", new_values."once", new_values."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', new_values."id", new_values."public_id", new_values."region_id", new_values."sent_at" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."created_at" IS DISTINCT FROM (new_values."created_at") OR old_values."due_at" IS DISTINCT FROM (new_values."due_at") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."kind" IS DISTINCT FROM (new_values."kind") OR old_values."notice_id" IS DISTINCT FROM (new_values."notice_id") OR old_values."once" IS DISTINCT FROM (new_values."once") OR old_values."person_id" IS DISTINCT FROM (new_values."person_id") OR old_values."public_id" IS DISTINCT FROM (new_values."public_id") OR old_values."region_id" IS DISTINCT FROM (new_values."region_id") OR old_values."sent_at" IS DISTINCT FROM (new_values."sent_at")) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="7efcca700d8a4fa4ded54a8967c6000f7b8a9d48",
                        level="STATEMENT",
                        operation="UPDATE",
                        pgid="pgtrigger_update_update_317a1",
                        referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                        table="notices_mail",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="mail",
                trigger=pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "notices_mailtenantevent" ("created_at", "due_at", "id", "kind", "notice_id", "once", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "region_id", "sent_at") SELECT old_values."created_at", old_values."due_at", old_values."id", old_values."kind", old_values."notice_id", old_values."once", old_values."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', old_values."id", old_values."public_id", old_values."region_id", old_values."sent_at" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                        hash="5ce37215f2b51c59a8a55473370bf540c77f2d98",
                        level="STATEMENT",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_c846f",
                        referencing="REFERENCING OLD TABLE AS old_values ",
                        table="notices_mail",
                        when="AFTER",
                    ),
                ),
            ),
            migrations.AddConstraint(
                model_name="noticechoice",
                constraint=models.UniqueConstraint(
                    fields=("region", "person", "group"), name="notices_one_choice_a_group"
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="noticechoice",
                trigger=pgtrigger.compiler.Trigger(
                    name="insert_insert",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "notices_noticechoicetenantevent" ("by_mail", "group", "id", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id") SELECT new_values."by_mail", new_values."group", new_values."id", new_values."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', new_values."id", new_values."region_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="55ee4ae0d492f7eb726ac3b97481e6c0973b7542",
                        level="STATEMENT",
                        operation="INSERT",
                        pgid="pgtrigger_insert_insert_609b1",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="notices_noticechoice",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="noticechoice",
                trigger=pgtrigger.compiler.Trigger(
                    name="update_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "notices_noticechoicetenantevent" ("by_mail", "group", "id", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id") SELECT new_values."by_mail", new_values."group", new_values."id", new_values."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', new_values."id", new_values."region_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="cab71af57ac185ae1ae04592f3d8a4672e34b6cb",
                        level="STATEMENT",
                        operation="UPDATE",
                        pgid="pgtrigger_update_update_0eb63",
                        referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                        table="notices_noticechoice",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="noticechoice",
                trigger=pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "notices_noticechoicetenantevent" ("by_mail", "group", "id", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id") SELECT old_values."by_mail", old_values."group", old_values."id", old_values."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', old_values."id", old_values."region_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                        hash="b8ee6772fe73f3b7037e36b22b9a6d78e1a07261",
                        level="STATEMENT",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_963b0",
                        referencing="REFERENCING OLD TABLE AS old_values ",
                        table="notices_noticechoice",
                        when="AFTER",
                    ),
                ),
            ),
        ]),
        ProtectTenantTables(),
    ]
