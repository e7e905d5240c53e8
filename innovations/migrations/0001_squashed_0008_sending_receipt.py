# The schema at the first round of all applications, made in one step: a new database is spared the steps it took to get there.

import django.contrib.postgres.fields
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
        ("innovations", "0001_initial"),
        ("innovations", "0002_workplace"),
        ("innovations", "0003_receipts_are_kept"),
        ("innovations", "0004_links_due"),
        ("innovations", "0005_desk_and_season"),
        ("innovations", "0006_default_view"),
        ("innovations", "0007_quality_control"),
        ("innovations", "0008_sending_receipt"),
    ]

    initial = True

    dependencies = [
        ("files", "0001_squashed_0003_unexamined_files"),
        ("jobs", "0001_initial"),
        ("regions", "0001_squashed_0007_evaluator_pool"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        # Tables.
        Together([
            migrations.CreateModel(
                name="Absence",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("first_day", models.DateField(verbose_name="hari pertama")),
                    ("last_day", models.DateField(verbose_name="hari terakhir")),
                    ("note", models.CharField(blank=True, max_length=200, verbose_name="keterangan")),
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
                    "ordering": ["first_day", "id"],
                    "abstract": False,
                    "base_manager_name": "objects",
                },
            ),
            migrations.CreateModel(
                name="AbsenceTenantevent",
                fields=[
                    ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                    ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                    ("pgh_label", models.TextField(help_text="The event label.")),
                    ("pgh_context", pghistory.utils.JSONField(null=True)),
                    ("id", models.BigIntegerField()),
                    ("first_day", models.DateField(verbose_name="hari pertama")),
                    ("last_day", models.DateField(verbose_name="hari terakhir")),
                    ("note", models.CharField(blank=True, max_length=200, verbose_name="keterangan")),
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
                            to="innovations.absence",
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
                name="Answer",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("row", models.PositiveSmallIntegerField()),
                    ("basis", models.CharField(blank=True, max_length=12)),
                    ("measured", models.DecimalField(blank=True, decimal_places=2, max_digits=18, null=True)),
                    ("claimed_level", models.PositiveSmallIntegerField(blank=True, null=True)),
                    ("note", models.TextField(blank=True)),
                    ("verified_level", models.PositiveSmallIntegerField(null=True)),
                    ("final_level", models.PositiveSmallIntegerField(null=True)),
                    ("is_unlocked", models.BooleanField(default=False)),
                    ("changed_at", models.DateTimeField(auto_now=True)),
                    (
                        "region",
                        iga_portal.tenancy.fields.RegionField(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="regions.region",
                            verbose_name="daerah",
                        ),
                    ),
                    ('innovation', iga_portal.tenancy.fields.TenantForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="answers",
                    to="innovations.innovation",
                )),
                ],
                options={
                    "ordering": ["innovation_id", "row"],
                    "abstract": False,
                    "base_manager_name": "objects",
                },
            ),
            migrations.CreateModel(
                name="Assignment",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "origin",
                        models.CharField(
                            choices=[
                                ("hand", "dibagikan oleh admin"),
                                ("rule", "menurut aturan"),
                                ("balance", "dibagi rata"),
                                ("taken", "diambil sendiri"),
                                ("handed", "serah terima"),
                                ("appointed", "ditunjuk dengan alasan"),
                            ],
                            max_length=10,
                        ),
                    ),
                    ("reason", models.TextField(blank=True, verbose_name="alasan")),
                    ("is_current", models.BooleanField(default=True)),
                    ("created_at", models.DateTimeField(auto_now_add=True)),
                    ("ended_at", models.DateTimeField(null=True)),
                    (
                        "assigned_by",
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
                    (
                        "reviewer",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    ('innovation', iga_portal.tenancy.fields.TenantForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="assignments",
                    to="innovations.innovation",
                )),
                ],
                options={
                    "ordering": ["-created_at", "-id"],
                    "abstract": False,
                    "base_manager_name": "objects",
                },
            ),
            migrations.CreateModel(
                name="AssignmentRule",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("urusan", models.CharField(blank=True, max_length=3)),
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
                        "opd",
                        iga_portal.tenancy.fields.TenantForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="+",
                            to="regions.opd",
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
                    (
                        "reviewer",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                ],
                options={
                    "ordering": ["opd_id", "urusan", "id"],
                    "abstract": False,
                    "base_manager_name": "objects",
                },
            ),
            migrations.CreateModel(
                name="AssignmentRuleTenantevent",
                fields=[
                    ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                    ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                    ("pgh_label", models.TextField(help_text="The event label.")),
                    ("pgh_context", pghistory.utils.JSONField(null=True)),
                    ("id", models.BigIntegerField()),
                    ("urusan", models.CharField(blank=True, max_length=3)),
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
                        "opd",
                        iga_portal.tenancy.fields.TenantForeignKey(
                            blank=True,
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="regions.opd",
                        ),
                    ),
                    (
                        "pgh_obj",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="innovations.assignmentrule",
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
                        "reviewer",
                        models.ForeignKey(
                            db_constraint=False,
                            db_index=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                ],
                options={
                    "abstract": False,
                    "base_manager_name": "objects",
                },
            ),
            migrations.CreateModel(
                name="BulkImport",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    (
                        "state",
                        models.CharField(
                            choices=[
                                ("checking", "diperiksa"),
                                ("faulty", "perlu diperbaiki"),
                                ("ready", "siap diterapkan"),
                                ("applying", "diterapkan"),
                                ("applied", "selesai"),
                                ("stale", "usang"),
                            ],
                            default="checking",
                            max_length=10,
                        ),
                    ),
                    ("report", models.JSONField(default=dict)),
                    ("created_at", models.DateTimeField(auto_now_add=True)),
                    ("applied_at", models.DateTimeField(null=True)),
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
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to="files.storedfile"
                        ),
                    ),
                    (
                        "job",
                        iga_portal.tenancy.fields.TenantForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="jobs.job",
                        ),
                    ),
                    (
                        "opd",
                        iga_portal.tenancy.fields.TenantForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to="regions.opd"
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
                    (
                        "region_period",
                        iga_portal.tenancy.fields.TenantForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="regions.regionperiod",
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
                name="BulkImportTenantevent",
                fields=[
                    ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                    ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                    ("pgh_label", models.TextField(help_text="The event label.")),
                    ("pgh_context", pghistory.utils.JSONField(null=True)),
                    ("id", models.BigIntegerField()),
                    ("public_id", models.UUIDField(default=uuid.uuid4, editable=False)),
                    (
                        "state",
                        models.CharField(
                            choices=[
                                ("checking", "diperiksa"),
                                ("faulty", "perlu diperbaiki"),
                                ("ready", "siap diterapkan"),
                                ("applying", "diterapkan"),
                                ("applied", "selesai"),
                                ("stale", "usang"),
                            ],
                            default="checking",
                            max_length=10,
                        ),
                    ),
                    ("created_at", models.DateTimeField(auto_now_add=True)),
                    ("applied_at", models.DateTimeField(null=True)),
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
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="files.storedfile",
                        ),
                    ),
                    (
                        "job",
                        iga_portal.tenancy.fields.TenantForeignKey(
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="jobs.job",
                        ),
                    ),
                    (
                        "opd",
                        iga_portal.tenancy.fields.TenantForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="regions.opd",
                        ),
                    ),
                    (
                        "pgh_obj",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="innovations.bulkimport",
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
                        "region_period",
                        iga_portal.tenancy.fields.TenantForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="regions.regionperiod",
                        ),
                    ),
                ],
                options={
                    "abstract": False,
                    "base_manager_name": "objects",
                },
            ),
            migrations.CreateModel(
                name="CannedReason",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("row", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="baris")),
                    ("text", models.CharField(max_length=500, verbose_name="alasan")),
                    ("position", models.PositiveSmallIntegerField(default=0, verbose_name="urutan")),
                    ("is_active", models.BooleanField(default=True, verbose_name="dipakai")),
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
                    "ordering": ["row", "position", "id"],
                    "abstract": False,
                    "base_manager_name": "objects",
                },
            ),
            migrations.CreateModel(
                name="CannedReasonTenantevent",
                fields=[
                    ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                    ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                    ("pgh_label", models.TextField(help_text="The event label.")),
                    ("pgh_context", pghistory.utils.JSONField(null=True)),
                    ("id", models.BigIntegerField()),
                    ("row", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="baris")),
                    ("text", models.CharField(max_length=500, verbose_name="alasan")),
                    ("position", models.PositiveSmallIntegerField(default=0, verbose_name="urutan")),
                    ("is_active", models.BooleanField(default=True, verbose_name="dipakai")),
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
                            to="innovations.cannedreason",
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
                name="Citation",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("pages", models.CharField(blank=True, max_length=60, verbose_name="halaman")),
                    ("created_at", models.DateTimeField(auto_now_add=True)),
                    (
                        "answer",
                        iga_portal.tenancy.fields.TenantForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="citations",
                            to="innovations.answer",
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
                    ('document', iga_portal.tenancy.fields.TenantForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="citations",
                    to="innovations.document",
                )),
                ],
                options={
                    "ordering": ["answer_id", "id"],
                    "abstract": False,
                    "base_manager_name": "objects",
                },
            ),
            migrations.CreateModel(
                name="Coaching",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("note", models.CharField(blank=True, max_length=200, verbose_name="keterangan")),
                    ("created_at", models.DateTimeField(auto_now_add=True)),
                    (
                        "noted_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "person",
                        models.ForeignKey(
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
                    ('innovation', iga_portal.tenancy.fields.TenantForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="coachings",
                    to="innovations.innovation",
                )),
                ],
                options={
                    "abstract": False,
                    "base_manager_name": "objects",
                },
            ),
            migrations.CreateModel(
                name="Document",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("is_region_wide", models.BooleanField(default=False, verbose_name="untuk seluruh daerah")),
                    ("number", models.CharField(blank=True, max_length=120, verbose_name="nomor surat")),
                    ("dated", models.DateField(blank=True, null=True, verbose_name="tanggal surat")),
                    ("subject", models.CharField(max_length=300, verbose_name="tentang")),
                    ("link", models.URLField(blank=True, max_length=500, verbose_name="tautan")),
                    (
                        "link_state",
                        models.CharField(
                            choices=[
                                ("unchecked", "belum diperiksa"),
                                ("alive", "dapat dibuka"),
                                ("broken", "tidak dapat dibuka"),
                                ("closed", "meminta masuk atau izin"),
                                ("refused", "alamat tidak diterima"),
                            ],
                            default="unchecked",
                            max_length=10,
                        ),
                    ),
                    ("link_note", models.CharField(blank=True, max_length=200)),
                    ("link_checked_at", models.DateTimeField(blank=True, null=True)),
                    ("is_current", models.BooleanField(default=True)),
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
                        "file",
                        iga_portal.tenancy.fields.TenantForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="documents",
                            to="files.storedfile",
                        ),
                    ),
                    (
                        "opd",
                        iga_portal.tenancy.fields.TenantForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="documents",
                            to="regions.opd",
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
                    (
                        "replaces",
                        iga_portal.tenancy.fields.TenantForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="replaced_by",
                            to="innovations.document",
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
                name="CitationTenantevent",
                fields=[
                    ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                    ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                    ("pgh_label", models.TextField(help_text="The event label.")),
                    ("pgh_context", pghistory.utils.JSONField(null=True)),
                    ("id", models.BigIntegerField()),
                    ("pages", models.CharField(blank=True, max_length=60, verbose_name="halaman")),
                    ("created_at", models.DateTimeField(auto_now_add=True)),
                    (
                        "answer",
                        iga_portal.tenancy.fields.TenantForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="innovations.answer",
                        ),
                    ),
                    (
                        "pgh_obj",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="innovations.citation",
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
                        "document",
                        iga_portal.tenancy.fields.TenantForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="innovations.document",
                        ),
                    ),
                ],
                options={
                    "abstract": False,
                    "base_manager_name": "objects",
                },
            ),
            migrations.CreateModel(
                name="DocumentTenantevent",
                fields=[
                    ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                    ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                    ("pgh_label", models.TextField(help_text="The event label.")),
                    ("pgh_context", pghistory.utils.JSONField(null=True)),
                    ("id", models.BigIntegerField()),
                    ("is_region_wide", models.BooleanField(default=False, verbose_name="untuk seluruh daerah")),
                    ("number", models.CharField(blank=True, max_length=120, verbose_name="nomor surat")),
                    ("dated", models.DateField(blank=True, null=True, verbose_name="tanggal surat")),
                    ("subject", models.CharField(max_length=300, verbose_name="tentang")),
                    ("link", models.URLField(blank=True, max_length=500, verbose_name="tautan")),
                    ("is_current", models.BooleanField(default=True)),
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
                        "file",
                        iga_portal.tenancy.fields.TenantForeignKey(
                            blank=True,
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="files.storedfile",
                        ),
                    ),
                    (
                        "opd",
                        iga_portal.tenancy.fields.TenantForeignKey(
                            blank=True,
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="regions.opd",
                        ),
                    ),
                    (
                        "pgh_obj",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="innovations.document",
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
                        "replaces",
                        iga_portal.tenancy.fields.TenantForeignKey(
                            blank=True,
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="innovations.document",
                        ),
                    ),
                ],
                options={
                    "abstract": False,
                    "base_manager_name": "objects",
                },
            ),
            migrations.CreateModel(
                name="Innovation",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ("name", models.CharField(max_length=200, verbose_name="nama inovasi")),
                    (
                        "stage",
                        models.CharField(
                            blank=True,
                            choices=[
                                ("inisiatif", "Inisiatif"),
                                ("uji_coba", "Uji Coba"),
                                ("penerapan", "Penerapan"),
                            ],
                            max_length=12,
                            verbose_name="tahapan",
                        ),
                    ),
                    (
                        "initiator",
                        models.CharField(
                            blank=True,
                            choices=[
                                ("kepala_daerah", "Kepala Daerah"),
                                ("anggota_dprd", "Anggota DPRD"),
                                ("asn", "ASN"),
                                ("opd", "OPD"),
                                ("masyarakat", "Masyarakat"),
                            ],
                            max_length=20,
                            verbose_name="inisiator",
                        ),
                    ),
                    (
                        "initiator_name",
                        models.CharField(blank=True, max_length=200, verbose_name="nama inisiator"),
                    ),
                    (
                        "classification",
                        models.CharField(
                            blank=True,
                            choices=[
                                ("perangkat_daerah", "Inovasi Perangkat Daerah"),
                                ("desa", "Inovasi Desa"),
                                ("masyarakat", "Inovasi Masyarakat"),
                            ],
                            max_length=20,
                            verbose_name="klasifikasi",
                        ),
                    ),
                    (
                        "latitude",
                        models.DecimalField(
                            blank=True, decimal_places=5, max_digits=8, null=True, verbose_name="lintang"
                        ),
                    ),
                    (
                        "longitude",
                        models.DecimalField(
                            blank=True, decimal_places=5, max_digits=8, null=True, verbose_name="bujur"
                        ),
                    ),
                    (
                        "kind",
                        models.CharField(
                            blank=True,
                            choices=[("digital", "Digital"), ("nondigital", "Nondigital")],
                            max_length=12,
                            verbose_name="jenis",
                        ),
                    ),
                    (
                        "form",
                        models.CharField(
                            blank=True,
                            choices=[
                                ("tata_kelola", "Tata Kelola Pemerintahan Daerah"),
                                ("pelayanan_publik", "Pelayanan Publik"),
                                ("lainnya", "Bentuk Lainnya"),
                            ],
                            max_length=20,
                            verbose_name="bentuk",
                        ),
                    ),
                    (
                        "asta_cita",
                        models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="Asta Cita"),
                    ),
                    ("pkpn_cluster", models.CharField(blank=True, max_length=8, verbose_name="klaster PKPN")),
                    ("pkpn_main", models.CharField(blank=True, max_length=8, verbose_name="program PKPN utama")),
                    (
                        "pkpn_overlapping",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.CharField(max_length=8),
                            blank=True,
                            default=list,
                            size=None,
                            verbose_name="PKPN beririsan",
                        ),
                    ),
                    ("urusan", models.CharField(blank=True, max_length=3, verbose_name="urusan utama")),
                    (
                        "urusan_overlapping",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.CharField(max_length=3),
                            blank=True,
                            default=list,
                            size=None,
                            verbose_name="urusan beririsan",
                        ),
                    ),
                    ("trial_date", models.DateField(blank=True, null=True, verbose_name="tanggal uji coba")),
                    (
                        "implemented_on",
                        models.DateField(blank=True, null=True, verbose_name="tanggal penerapan awal"),
                    ),
                    (
                        "developed_on",
                        models.DateField(blank=True, null=True, verbose_name="tanggal pengembangan terbaru"),
                    ),
                    ("development_note", models.TextField(blank=True, verbose_name="penjelasan pengembangan")),
                    ("design", models.TextField(blank=True, verbose_name="rancang bangun")),
                    ("aim", models.TextField(blank=True, verbose_name="tujuan")),
                    ("benefit", models.TextField(blank=True, verbose_name="manfaat")),
                    ("result", models.TextField(blank=True, verbose_name="hasil")),
                    (
                        "state",
                        models.CharField(
                            choices=[
                                ("draft", "Draf"),
                                ("submitted", "Diajukan"),
                                ("returned", "Perbaikan"),
                                ("verified", "Terverifikasi"),
                                ("declined", "Tidak dilanjutkan"),
                                ("withdrawn", "Ditarik"),
                                ("sent", "Terkirim"),
                                ("assessed", "Dinilai"),
                            ],
                            default="draft",
                            max_length=12,
                        ),
                    ),
                    ("version", models.PositiveIntegerField(default=1)),
                    ("autosaves", models.PositiveIntegerField(default=0)),
                    ("created_at", models.DateTimeField(auto_now_add=True)),
                    ("changed_at", models.DateTimeField(auto_now=True)),
                    ("submitted_at", models.DateTimeField(null=True)),
                    ("verified_at", models.DateTimeField(null=True)),
                    ("sent_at", models.DateTimeField(null=True)),
                    (
                        "award_document",
                        iga_portal.tenancy.fields.TenantForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="innovations.document",
                        ),
                    ),
                    (
                        "budget_document",
                        iga_portal.tenancy.fields.TenantForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="innovations.document",
                        ),
                    ),
                    (
                        "copied_from",
                        iga_portal.tenancy.fields.TenantForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="innovations.innovation",
                        ),
                    ),
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
                        "ip_document",
                        iga_portal.tenancy.fields.TenantForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="innovations.document",
                        ),
                    ),
                    (
                        "opd",
                        iga_portal.tenancy.fields.TenantForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="innovations",
                            to="regions.opd",
                            verbose_name="OPD",
                        ),
                    ),
                    (
                        "profile_document",
                        iga_portal.tenancy.fields.TenantForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="innovations.document",
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
                    (
                        "region_period",
                        iga_portal.tenancy.fields.TenantForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="innovations",
                            to="regions.regionperiod",
                        ),
                    ),
                ],
                options={
                    "ordering": ["name", "id"],
                    "abstract": False,
                    "base_manager_name": "objects",
                },
            ),
            migrations.CreateModel(
                name="CoachingTenantevent",
                fields=[
                    ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                    ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                    ("pgh_label", models.TextField(help_text="The event label.")),
                    ("pgh_context", pghistory.utils.JSONField(null=True)),
                    ("id", models.BigIntegerField()),
                    ("note", models.CharField(blank=True, max_length=200, verbose_name="keterangan")),
                    ("created_at", models.DateTimeField(auto_now_add=True)),
                    (
                        "noted_by",
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
                            to="innovations.coaching",
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
                        "innovation",
                        iga_portal.tenancy.fields.TenantForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="innovations.innovation",
                        ),
                    ),
                ],
                options={
                    "abstract": False,
                    "base_manager_name": "objects",
                },
            ),
            migrations.CreateModel(
                name="AssignmentTenantevent",
                fields=[
                    ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                    ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                    ("pgh_label", models.TextField(help_text="The event label.")),
                    ("pgh_context", pghistory.utils.JSONField(null=True)),
                    ("id", models.BigIntegerField()),
                    (
                        "origin",
                        models.CharField(
                            choices=[
                                ("hand", "dibagikan oleh admin"),
                                ("rule", "menurut aturan"),
                                ("balance", "dibagi rata"),
                                ("taken", "diambil sendiri"),
                                ("handed", "serah terima"),
                                ("appointed", "ditunjuk dengan alasan"),
                            ],
                            max_length=10,
                        ),
                    ),
                    ("reason", models.TextField(blank=True, verbose_name="alasan")),
                    ("is_current", models.BooleanField(default=True)),
                    ("created_at", models.DateTimeField(auto_now_add=True)),
                    ("ended_at", models.DateTimeField(null=True)),
                    (
                        "assigned_by",
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
                            to="innovations.assignment",
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
                        "reviewer",
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
                        "innovation",
                        iga_portal.tenancy.fields.TenantForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="innovations.innovation",
                        ),
                    ),
                ],
                options={
                    "abstract": False,
                    "base_manager_name": "objects",
                },
            ),
            migrations.CreateModel(
                name="AnswerTenantevent",
                fields=[
                    ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                    ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                    ("pgh_label", models.TextField(help_text="The event label.")),
                    ("pgh_context", pghistory.utils.JSONField(null=True)),
                    ("id", models.BigIntegerField()),
                    ("row", models.PositiveSmallIntegerField()),
                    ("basis", models.CharField(blank=True, max_length=12)),
                    ("measured", models.DecimalField(blank=True, decimal_places=2, max_digits=18, null=True)),
                    ("claimed_level", models.PositiveSmallIntegerField(blank=True, null=True)),
                    ("note", models.TextField(blank=True)),
                    ("verified_level", models.PositiveSmallIntegerField(null=True)),
                    ("final_level", models.PositiveSmallIntegerField(null=True)),
                    ("is_unlocked", models.BooleanField(default=False)),
                    ("changed_at", models.DateTimeField(auto_now=True)),
                    (
                        "pgh_obj",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="innovations.answer",
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
                        "innovation",
                        iga_portal.tenancy.fields.TenantForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="innovations.innovation",
                        ),
                    ),
                ],
                options={
                    "abstract": False,
                    "base_manager_name": "objects",
                },
            ),
            migrations.CreateModel(
                name="InnovationTenantevent",
                fields=[
                    ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                    ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                    ("pgh_label", models.TextField(help_text="The event label.")),
                    ("pgh_context", pghistory.utils.JSONField(null=True)),
                    ("id", models.BigIntegerField()),
                    ("public_id", models.UUIDField(default=uuid.uuid4, editable=False)),
                    ("name", models.CharField(max_length=200, verbose_name="nama inovasi")),
                    (
                        "stage",
                        models.CharField(
                            blank=True,
                            choices=[
                                ("inisiatif", "Inisiatif"),
                                ("uji_coba", "Uji Coba"),
                                ("penerapan", "Penerapan"),
                            ],
                            max_length=12,
                            verbose_name="tahapan",
                        ),
                    ),
                    (
                        "initiator",
                        models.CharField(
                            blank=True,
                            choices=[
                                ("kepala_daerah", "Kepala Daerah"),
                                ("anggota_dprd", "Anggota DPRD"),
                                ("asn", "ASN"),
                                ("opd", "OPD"),
                                ("masyarakat", "Masyarakat"),
                            ],
                            max_length=20,
                            verbose_name="inisiator",
                        ),
                    ),
                    (
                        "initiator_name",
                        models.CharField(blank=True, max_length=200, verbose_name="nama inisiator"),
                    ),
                    (
                        "classification",
                        models.CharField(
                            blank=True,
                            choices=[
                                ("perangkat_daerah", "Inovasi Perangkat Daerah"),
                                ("desa", "Inovasi Desa"),
                                ("masyarakat", "Inovasi Masyarakat"),
                            ],
                            max_length=20,
                            verbose_name="klasifikasi",
                        ),
                    ),
                    (
                        "latitude",
                        models.DecimalField(
                            blank=True, decimal_places=5, max_digits=8, null=True, verbose_name="lintang"
                        ),
                    ),
                    (
                        "longitude",
                        models.DecimalField(
                            blank=True, decimal_places=5, max_digits=8, null=True, verbose_name="bujur"
                        ),
                    ),
                    (
                        "kind",
                        models.CharField(
                            blank=True,
                            choices=[("digital", "Digital"), ("nondigital", "Nondigital")],
                            max_length=12,
                            verbose_name="jenis",
                        ),
                    ),
                    (
                        "form",
                        models.CharField(
                            blank=True,
                            choices=[
                                ("tata_kelola", "Tata Kelola Pemerintahan Daerah"),
                                ("pelayanan_publik", "Pelayanan Publik"),
                                ("lainnya", "Bentuk Lainnya"),
                            ],
                            max_length=20,
                            verbose_name="bentuk",
                        ),
                    ),
                    (
                        "asta_cita",
                        models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="Asta Cita"),
                    ),
                    ("pkpn_cluster", models.CharField(blank=True, max_length=8, verbose_name="klaster PKPN")),
                    ("pkpn_main", models.CharField(blank=True, max_length=8, verbose_name="program PKPN utama")),
                    (
                        "pkpn_overlapping",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.CharField(max_length=8),
                            blank=True,
                            default=list,
                            size=None,
                            verbose_name="PKPN beririsan",
                        ),
                    ),
                    ("urusan", models.CharField(blank=True, max_length=3, verbose_name="urusan utama")),
                    (
                        "urusan_overlapping",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.CharField(max_length=3),
                            blank=True,
                            default=list,
                            size=None,
                            verbose_name="urusan beririsan",
                        ),
                    ),
                    ("trial_date", models.DateField(blank=True, null=True, verbose_name="tanggal uji coba")),
                    (
                        "implemented_on",
                        models.DateField(blank=True, null=True, verbose_name="tanggal penerapan awal"),
                    ),
                    (
                        "developed_on",
                        models.DateField(blank=True, null=True, verbose_name="tanggal pengembangan terbaru"),
                    ),
                    ("development_note", models.TextField(blank=True, verbose_name="penjelasan pengembangan")),
                    ("design", models.TextField(blank=True, verbose_name="rancang bangun")),
                    ("aim", models.TextField(blank=True, verbose_name="tujuan")),
                    ("benefit", models.TextField(blank=True, verbose_name="manfaat")),
                    ("result", models.TextField(blank=True, verbose_name="hasil")),
                    (
                        "state",
                        models.CharField(
                            choices=[
                                ("draft", "Draf"),
                                ("submitted", "Diajukan"),
                                ("returned", "Perbaikan"),
                                ("verified", "Terverifikasi"),
                                ("declined", "Tidak dilanjutkan"),
                                ("withdrawn", "Ditarik"),
                                ("sent", "Terkirim"),
                                ("assessed", "Dinilai"),
                            ],
                            default="draft",
                            max_length=12,
                        ),
                    ),
                    ("version", models.PositiveIntegerField(default=1)),
                    ("created_at", models.DateTimeField(auto_now_add=True)),
                    ("changed_at", models.DateTimeField(auto_now=True)),
                    ("submitted_at", models.DateTimeField(null=True)),
                    ("verified_at", models.DateTimeField(null=True)),
                    ("sent_at", models.DateTimeField(null=True)),
                    (
                        "award_document",
                        iga_portal.tenancy.fields.TenantForeignKey(
                            blank=True,
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="innovations.document",
                        ),
                    ),
                    (
                        "budget_document",
                        iga_portal.tenancy.fields.TenantForeignKey(
                            blank=True,
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="innovations.document",
                        ),
                    ),
                    (
                        "copied_from",
                        iga_portal.tenancy.fields.TenantForeignKey(
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="innovations.innovation",
                        ),
                    ),
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
                        "ip_document",
                        iga_portal.tenancy.fields.TenantForeignKey(
                            blank=True,
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="innovations.document",
                        ),
                    ),
                    (
                        "opd",
                        iga_portal.tenancy.fields.TenantForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="regions.opd",
                            verbose_name="OPD",
                        ),
                    ),
                    (
                        "pgh_obj",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="innovations.innovation",
                        ),
                    ),
                    (
                        "profile_document",
                        iga_portal.tenancy.fields.TenantForeignKey(
                            blank=True,
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="innovations.document",
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
                        "region_period",
                        iga_portal.tenancy.fields.TenantForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="regions.regionperiod",
                        ),
                    ),
                ],
                options={
                    "abstract": False,
                    "base_manager_name": "objects",
                },
            ),
            migrations.CreateModel(
                name="IntegrityForm",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("signed_by", models.CharField(max_length=160, verbose_name="ditandatangani oleh")),
                    ("signed_on", models.DateField(verbose_name="tanggal tanda tangan")),
                    ("uploaded_at", models.DateTimeField(auto_now_add=True)),
                    ("checked_at", models.DateTimeField(null=True)),
                    ("is_accepted", models.BooleanField(null=True)),
                    ("finding", models.TextField(blank=True, verbose_name="temuan")),
                    (
                        "checked_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "document",
                        iga_portal.tenancy.fields.TenantForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="innovations.document",
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
                    (
                        "region_period",
                        iga_portal.tenancy.fields.TenantForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="integrity_forms",
                            to="regions.regionperiod",
                        ),
                    ),
                    (
                        "uploaded_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                ],
                options={
                    "ordering": ["-uploaded_at", "-id"],
                    "abstract": False,
                    "base_manager_name": "objects",
                },
            ),
            migrations.CreateModel(
                name="IntegrityFormTenantevent",
                fields=[
                    ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                    ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                    ("pgh_label", models.TextField(help_text="The event label.")),
                    ("pgh_context", pghistory.utils.JSONField(null=True)),
                    ("id", models.BigIntegerField()),
                    ("signed_by", models.CharField(max_length=160, verbose_name="ditandatangani oleh")),
                    ("signed_on", models.DateField(verbose_name="tanggal tanda tangan")),
                    ("uploaded_at", models.DateTimeField(auto_now_add=True)),
                    ("checked_at", models.DateTimeField(null=True)),
                    ("is_accepted", models.BooleanField(null=True)),
                    ("finding", models.TextField(blank=True, verbose_name="temuan")),
                    (
                        "checked_by",
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
                        "document",
                        iga_portal.tenancy.fields.TenantForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="innovations.document",
                        ),
                    ),
                    (
                        "pgh_obj",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="innovations.integrityform",
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
                        "region_period",
                        iga_portal.tenancy.fields.TenantForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="regions.regionperiod",
                        ),
                    ),
                    (
                        "uploaded_by",
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
                ],
                options={
                    "abstract": False,
                    "base_manager_name": "objects",
                },
            ),
            migrations.CreateModel(
                name="Lease",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("tab", models.UUIDField(default=uuid.uuid4)),
                    ("taken_at", models.DateTimeField()),
                    ("beat_at", models.DateTimeField()),
                    ("expires_at", models.DateTimeField()),
                    (
                        "holder",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "innovation",
                        iga_portal.tenancy.fields.TenantForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="+",
                            to="innovations.innovation",
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
                name="LeaseTenantevent",
                fields=[
                    ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                    ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                    ("pgh_label", models.TextField(help_text="The event label.")),
                    ("pgh_context", pghistory.utils.JSONField(null=True)),
                    ("id", models.BigIntegerField()),
                    ("tab", models.UUIDField(default=uuid.uuid4)),
                    ("taken_at", models.DateTimeField()),
                    (
                        "holder",
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
                        "innovation",
                        iga_portal.tenancy.fields.TenantForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="innovations.innovation",
                        ),
                    ),
                    (
                        "pgh_obj",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="innovations.lease",
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
                name="OpdConfirmation",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("content", models.JSONField()),
                    ("content_hash", models.CharField(max_length=64)),
                    ("confirmed_at", models.DateTimeField()),
                    (
                        "confirmed_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "opd",
                        iga_portal.tenancy.fields.TenantForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="confirmations",
                            to="regions.opd",
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
                    (
                        "region_period",
                        iga_portal.tenancy.fields.TenantForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="regions.regionperiod",
                        ),
                    ),
                ],
                options={
                    "ordering": ["-confirmed_at", "-id"],
                    "abstract": False,
                    "base_manager_name": "objects",
                },
            ),
            migrations.CreateModel(
                name="OpdConfirmationTenantevent",
                fields=[
                    ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                    ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                    ("pgh_label", models.TextField(help_text="The event label.")),
                    ("pgh_context", pghistory.utils.JSONField(null=True)),
                    ("id", models.BigIntegerField()),
                    ("content_hash", models.CharField(max_length=64)),
                    ("confirmed_at", models.DateTimeField()),
                    (
                        "confirmed_by",
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
                        "opd",
                        iga_portal.tenancy.fields.TenantForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="regions.opd",
                        ),
                    ),
                    (
                        "pgh_obj",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="innovations.opdconfirmation",
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
                        "region_period",
                        iga_portal.tenancy.fields.TenantForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="regions.regionperiod",
                        ),
                    ),
                ],
                options={
                    "abstract": False,
                    "base_manager_name": "objects",
                },
            ),
            migrations.CreateModel(
                name="PortfolioChoice",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("is_chosen", models.BooleanField()),
                    ("chosen_at", models.DateTimeField()),
                    (
                        "chosen_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "innovation",
                        iga_portal.tenancy.fields.TenantForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="+",
                            to="innovations.innovation",
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
                name="PortfolioChoiceTenantevent",
                fields=[
                    ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                    ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                    ("pgh_label", models.TextField(help_text="The event label.")),
                    ("pgh_context", pghistory.utils.JSONField(null=True)),
                    ("id", models.BigIntegerField()),
                    ("is_chosen", models.BooleanField()),
                    ("chosen_at", models.DateTimeField()),
                    (
                        "chosen_by",
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
                        "innovation",
                        iga_portal.tenancy.fields.TenantForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="innovations.innovation",
                        ),
                    ),
                    (
                        "pgh_obj",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="innovations.portfoliochoice",
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
                name="QualityDraw",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("number", models.PositiveSmallIntegerField()),
                    ("seed", models.CharField(max_length=64)),
                    ("rules", models.JSONField()),
                    ("population_hash", models.CharField(max_length=64)),
                    ("population", models.PositiveIntegerField()),
                    ("drawn", models.PositiveIntegerField()),
                    ("drawn_at", models.DateTimeField()),
                    (
                        "drawn_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "period",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to="regions.period"
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
                    "ordering": ["-number"],
                    "abstract": False,
                    "base_manager_name": "objects",
                },
            ),
            migrations.CreateModel(
                name="QualityDrawTenantevent",
                fields=[
                    ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                    ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                    ("pgh_label", models.TextField(help_text="The event label.")),
                    ("pgh_context", pghistory.utils.JSONField(null=True)),
                    ("id", models.BigIntegerField()),
                    ("number", models.PositiveSmallIntegerField()),
                    ("seed", models.CharField(max_length=64)),
                    ("rules", models.JSONField()),
                    ("population_hash", models.CharField(max_length=64)),
                    ("population", models.PositiveIntegerField()),
                    ("drawn", models.PositiveIntegerField()),
                    ("drawn_at", models.DateTimeField()),
                    (
                        "drawn_by",
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
                        "period",
                        models.ForeignKey(
                            db_constraint=False,
                            db_index=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="regions.period",
                        ),
                    ),
                    (
                        "pgh_obj",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="innovations.qualitydraw",
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
                name="QualitySample",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("draw", models.PositiveSmallIntegerField()),
                    ("rules", models.JSONField(default=list)),
                    ("assigned_at", models.DateTimeField(null=True)),
                    ("closed_at", models.DateTimeField(null=True)),
                    ("note", models.TextField(blank=True, verbose_name="catatan")),
                    (
                        "assigned_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "closed_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "evaluator",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "innovation",
                        iga_portal.tenancy.fields.TenantForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="samples",
                            to="innovations.innovation",
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
                    (
                        "region_period",
                        iga_portal.tenancy.fields.TenantForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="samples",
                            to="regions.regionperiod",
                        ),
                    ),
                ],
                options={
                    "ordering": ["region_id", "id"],
                    "abstract": False,
                    "base_manager_name": "objects",
                },
            ),
            migrations.CreateModel(
                name="QualitySampleTenantevent",
                fields=[
                    ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                    ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                    ("pgh_label", models.TextField(help_text="The event label.")),
                    ("pgh_context", pghistory.utils.JSONField(null=True)),
                    ("id", models.BigIntegerField()),
                    ("draw", models.PositiveSmallIntegerField()),
                    ("rules", models.JSONField(default=list)),
                    ("assigned_at", models.DateTimeField(null=True)),
                    ("closed_at", models.DateTimeField(null=True)),
                    ("note", models.TextField(blank=True, verbose_name="catatan")),
                    (
                        "assigned_by",
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
                        "closed_by",
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
                        "evaluator",
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
                        "innovation",
                        iga_portal.tenancy.fields.TenantForeignKey(
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="innovations.innovation",
                        ),
                    ),
                    (
                        "pgh_obj",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="innovations.qualitysample",
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
                        "region_period",
                        iga_portal.tenancy.fields.TenantForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="regions.regionperiod",
                        ),
                    ),
                ],
                options={
                    "abstract": False,
                    "base_manager_name": "objects",
                },
            ),
            migrations.CreateModel(
                name="Receipt",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("code", models.CharField(max_length=40, unique=True)),
                    (
                        "kind",
                        models.CharField(
                            choices=[
                                ("upload", "unggahan"),
                                ("submission", "pengajuan"),
                                ("sending", "pengiriman"),
                            ],
                            max_length=12,
                        ),
                    ),
                    ("name", models.CharField(max_length=300)),
                    ("sha256", models.CharField(max_length=64)),
                    ("size", models.PositiveBigIntegerField(null=True)),
                    ("content", models.JSONField(null=True)),
                    ("at", models.DateTimeField()),
                    (
                        "document",
                        iga_portal.tenancy.fields.TenantForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="receipts",
                            to="innovations.document",
                        ),
                    ),
                    (
                        "innovation",
                        iga_portal.tenancy.fields.TenantForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="receipts",
                            to="innovations.innovation",
                        ),
                    ),
                    (
                        "issued_to",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "opd",
                        iga_portal.tenancy.fields.TenantForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="regions.opd",
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
                    ('transition', iga_portal.tenancy.fields.TenantForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="innovations.transition",
                )),
                ],
                options={
                    "ordering": ["-at", "-id"],
                    "abstract": False,
                    "base_manager_name": "objects",
                },
            ),
            migrations.CreateModel(
                name="RegionAnswer",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("row", models.CharField(max_length=3)),
                    ("level", models.PositiveSmallIntegerField(blank=True, null=True)),
                    ("previous", models.DecimalField(blank=True, decimal_places=9, max_digits=27, null=True)),
                    ("latest", models.DecimalField(blank=True, decimal_places=9, max_digits=27, null=True)),
                    ("note", models.TextField(blank=True)),
                    ("entered_at", models.DateTimeField(null=True)),
                    ("confirmed_at", models.DateTimeField(null=True)),
                    ("final_level", models.PositiveSmallIntegerField(null=True)),
                    ("version", models.PositiveIntegerField(default=1)),
                    (
                        "confirmed_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "entered_by",
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
                    (
                        "region_period",
                        iga_portal.tenancy.fields.TenantForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="answers",
                            to="regions.regionperiod",
                        ),
                    ),
                ],
                options={
                    "ordering": ["region_period_id", "row"],
                    "abstract": False,
                    "base_manager_name": "objects",
                },
            ),
            migrations.CreateModel(
                name="RegionAnswerTenantevent",
                fields=[
                    ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                    ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                    ("pgh_label", models.TextField(help_text="The event label.")),
                    ("pgh_context", pghistory.utils.JSONField(null=True)),
                    ("id", models.BigIntegerField()),
                    ("row", models.CharField(max_length=3)),
                    ("level", models.PositiveSmallIntegerField(blank=True, null=True)),
                    ("previous", models.DecimalField(blank=True, decimal_places=9, max_digits=27, null=True)),
                    ("latest", models.DecimalField(blank=True, decimal_places=9, max_digits=27, null=True)),
                    ("note", models.TextField(blank=True)),
                    ("entered_at", models.DateTimeField(null=True)),
                    ("confirmed_at", models.DateTimeField(null=True)),
                    ("final_level", models.PositiveSmallIntegerField(null=True)),
                    ("version", models.PositiveIntegerField(default=1)),
                    (
                        "confirmed_by",
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
                        "entered_by",
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
                            to="innovations.regionanswer",
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
                        "region_period",
                        iga_portal.tenancy.fields.TenantForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="regions.regionperiod",
                        ),
                    ),
                ],
                options={
                    "abstract": False,
                    "base_manager_name": "objects",
                },
            ),
            migrations.CreateModel(
                name="RegionCitation",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("pages", models.CharField(blank=True, max_length=60, verbose_name="halaman")),
                    ("created_at", models.DateTimeField(auto_now_add=True)),
                    (
                        "answer",
                        iga_portal.tenancy.fields.TenantForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="citations",
                            to="innovations.regionanswer",
                        ),
                    ),
                    (
                        "document",
                        iga_portal.tenancy.fields.TenantForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="region_citations",
                            to="innovations.document",
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
                    "ordering": ["answer_id", "id"],
                    "abstract": False,
                    "base_manager_name": "objects",
                },
            ),
            migrations.CreateModel(
                name="RegionCitationTenantevent",
                fields=[
                    ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                    ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                    ("pgh_label", models.TextField(help_text="The event label.")),
                    ("pgh_context", pghistory.utils.JSONField(null=True)),
                    ("id", models.BigIntegerField()),
                    ("pages", models.CharField(blank=True, max_length=60, verbose_name="halaman")),
                    ("created_at", models.DateTimeField(auto_now_add=True)),
                    (
                        "answer",
                        iga_portal.tenancy.fields.TenantForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="innovations.regionanswer",
                        ),
                    ),
                    (
                        "document",
                        iga_portal.tenancy.fields.TenantForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="innovations.document",
                        ),
                    ),
                    (
                        "pgh_obj",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="innovations.regioncitation",
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
                name="Reminder",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("batch", models.UUIDField(default=uuid.uuid4)),
                    ("text", models.TextField(verbose_name="pesan")),
                    ("people", models.PositiveSmallIntegerField()),
                    ("sent_at", models.DateTimeField()),
                    (
                        "opd",
                        iga_portal.tenancy.fields.TenantForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="reminders",
                            to="regions.opd",
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
                    (
                        "region_period",
                        iga_portal.tenancy.fields.TenantForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="regions.regionperiod",
                        ),
                    ),
                    (
                        "sent_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                ],
                options={
                    "ordering": ["-sent_at", "-id"],
                    "abstract": False,
                    "base_manager_name": "objects",
                },
            ),
            migrations.CreateModel(
                name="ReminderTenantevent",
                fields=[
                    ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                    ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                    ("pgh_label", models.TextField(help_text="The event label.")),
                    ("pgh_context", pghistory.utils.JSONField(null=True)),
                    ("id", models.BigIntegerField()),
                    ("batch", models.UUIDField(default=uuid.uuid4)),
                    ("text", models.TextField(verbose_name="pesan")),
                    ("people", models.PositiveSmallIntegerField()),
                    ("sent_at", models.DateTimeField()),
                    (
                        "opd",
                        iga_portal.tenancy.fields.TenantForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="regions.opd",
                        ),
                    ),
                    (
                        "pgh_obj",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="innovations.reminder",
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
                        "region_period",
                        iga_portal.tenancy.fields.TenantForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="regions.regionperiod",
                        ),
                    ),
                    (
                        "sent_by",
                        models.ForeignKey(
                            db_constraint=False,
                            db_index=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                ],
                options={
                    "abstract": False,
                    "base_manager_name": "objects",
                },
            ),
            migrations.CreateModel(
                name="ReturnReason",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("row", models.PositiveSmallIntegerField(null=True)),
                    ("reason", models.TextField()),
                    ("reply", models.TextField(blank=True)),
                    ("replied_at", models.DateTimeField(null=True)),
                    (
                        "region",
                        iga_portal.tenancy.fields.RegionField(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="regions.region",
                            verbose_name="daerah",
                        ),
                    ),
                    (
                        "replied_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    ('transition', iga_portal.tenancy.fields.TenantForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="reasons",
                    to="innovations.transition",
                )),
                ],
                options={
                    "ordering": ["row"],
                    "abstract": False,
                    "base_manager_name": "objects",
                },
            ),
            migrations.CreateModel(
                name="RowQuestion",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("text", models.TextField(verbose_name="pertanyaan")),
                    ("asked_at", models.DateTimeField()),
                    ("reply", models.TextField(blank=True, verbose_name="jawaban")),
                    ("replied_at", models.DateTimeField(null=True)),
                    ("closed_at", models.DateTimeField(null=True)),
                    (
                        "answer",
                        iga_portal.tenancy.fields.TenantForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="questions",
                            to="innovations.answer",
                        ),
                    ),
                    (
                        "asked_by",
                        models.ForeignKey(
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
                    (
                        "replied_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                ],
                options={
                    "ordering": ["-asked_at", "-id"],
                    "abstract": False,
                    "base_manager_name": "objects",
                },
            ),
            migrations.CreateModel(
                name="RowQuestionTenantevent",
                fields=[
                    ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                    ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                    ("pgh_label", models.TextField(help_text="The event label.")),
                    ("pgh_context", pghistory.utils.JSONField(null=True)),
                    ("id", models.BigIntegerField()),
                    ("text", models.TextField(verbose_name="pertanyaan")),
                    ("asked_at", models.DateTimeField()),
                    ("reply", models.TextField(blank=True, verbose_name="jawaban")),
                    ("replied_at", models.DateTimeField(null=True)),
                    ("closed_at", models.DateTimeField(null=True)),
                    (
                        "answer",
                        iga_portal.tenancy.fields.TenantForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="innovations.answer",
                        ),
                    ),
                    (
                        "asked_by",
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
                            to="innovations.rowquestion",
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
                        "replied_by",
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
                ],
                options={
                    "abstract": False,
                    "base_manager_name": "objects",
                },
            ),
            migrations.CreateModel(
                name="SavedView",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("name", models.CharField(max_length=60, verbose_name="nama")),
                    ("query", models.CharField(max_length=500)),
                    ("is_default", models.BooleanField(default=False)),
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
                ],
                options={
                    "ordering": ["name"],
                    "abstract": False,
                    "base_manager_name": "objects",
                },
            ),
            migrations.CreateModel(
                name="SavedViewTenantevent",
                fields=[
                    ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                    ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                    ("pgh_label", models.TextField(help_text="The event label.")),
                    ("pgh_context", pghistory.utils.JSONField(null=True)),
                    ("id", models.BigIntegerField()),
                    ("name", models.CharField(max_length=60, verbose_name="nama")),
                    ("query", models.CharField(max_length=500)),
                    ("is_default", models.BooleanField(default=False)),
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
                            to="innovations.savedview",
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
                name="Sending",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("number", models.PositiveSmallIntegerField()),
                    ("sent_at", models.DateTimeField()),
                    ("receipt", models.CharField(max_length=64)),
                    (
                        "region",
                        iga_portal.tenancy.fields.RegionField(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="regions.region",
                            verbose_name="daerah",
                        ),
                    ),
                    (
                        "region_period",
                        iga_portal.tenancy.fields.TenantForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="sendings",
                            to="regions.regionperiod",
                        ),
                    ),
                    (
                        "sent_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                ],
                options={
                    "ordering": ["number"],
                    "abstract": False,
                    "base_manager_name": "objects",
                },
            ),
            migrations.CreateModel(
                name="SendingItem",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("innovation_version", models.PositiveIntegerField()),
                    ("content", models.JSONField()),
                    ("content_hash", models.CharField(max_length=64)),
                    (
                        "innovation",
                        iga_portal.tenancy.fields.TenantForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="sendings",
                            to="innovations.innovation",
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
                    (
                        "sending",
                        iga_portal.tenancy.fields.TenantForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="items",
                            to="innovations.sending",
                        ),
                    ),
                ],
                options={
                    "ordering": ["sending_id", "innovation_id"],
                    "abstract": False,
                    "base_manager_name": "objects",
                },
            ),
            migrations.CreateModel(
                name="SendingItemTenantevent",
                fields=[
                    ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                    ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                    ("pgh_label", models.TextField(help_text="The event label.")),
                    ("pgh_context", pghistory.utils.JSONField(null=True)),
                    ("id", models.BigIntegerField()),
                    ("innovation_version", models.PositiveIntegerField()),
                    ("content_hash", models.CharField(max_length=64)),
                    (
                        "innovation",
                        iga_portal.tenancy.fields.TenantForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="innovations.innovation",
                        ),
                    ),
                    (
                        "pgh_obj",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="innovations.sendingitem",
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
                        "sending",
                        iga_portal.tenancy.fields.TenantForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="innovations.sending",
                        ),
                    ),
                ],
                options={
                    "abstract": False,
                    "base_manager_name": "objects",
                },
            ),
            migrations.CreateModel(
                name="SendingTenantevent",
                fields=[
                    ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                    ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                    ("pgh_label", models.TextField(help_text="The event label.")),
                    ("pgh_context", pghistory.utils.JSONField(null=True)),
                    ("id", models.BigIntegerField()),
                    ("number", models.PositiveSmallIntegerField()),
                    ("sent_at", models.DateTimeField()),
                    ("receipt", models.CharField(max_length=64)),
                    (
                        "pgh_obj",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="innovations.sending",
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
                        "region_period",
                        iga_portal.tenancy.fields.TenantForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="regions.regionperiod",
                        ),
                    ),
                    (
                        "sent_by",
                        models.ForeignKey(
                            db_constraint=False,
                            db_index=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                ],
                options={
                    "abstract": False,
                    "base_manager_name": "objects",
                },
            ),
            migrations.CreateModel(
                name="Transition",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("action", models.CharField(max_length=20)),
                    (
                        "from_state",
                        models.CharField(
                            blank=True,
                            choices=[
                                ("draft", "Draf"),
                                ("submitted", "Diajukan"),
                                ("returned", "Perbaikan"),
                                ("verified", "Terverifikasi"),
                                ("declined", "Tidak dilanjutkan"),
                                ("withdrawn", "Ditarik"),
                                ("sent", "Terkirim"),
                                ("assessed", "Dinilai"),
                            ],
                            max_length=12,
                        ),
                    ),
                    (
                        "to_state",
                        models.CharField(
                            choices=[
                                ("draft", "Draf"),
                                ("submitted", "Diajukan"),
                                ("returned", "Perbaikan"),
                                ("verified", "Terverifikasi"),
                                ("declined", "Tidak dilanjutkan"),
                                ("withdrawn", "Ditarik"),
                                ("sent", "Terkirim"),
                                ("assessed", "Dinilai"),
                            ],
                            max_length=12,
                        ),
                    ),
                    ("role", models.CharField(blank=True, max_length=20)),
                    ("reason", models.TextField(blank=True)),
                    ("at", models.DateTimeField(auto_now_add=True)),
                    (
                        "actor",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "innovation",
                        iga_portal.tenancy.fields.TenantForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="transitions",
                            to="innovations.innovation",
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
                    "ordering": ["-at", "-id"],
                    "abstract": False,
                    "base_manager_name": "objects",
                },
            ),
            migrations.CreateModel(
                name="ReturnReasonTenantevent",
                fields=[
                    ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                    ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                    ("pgh_label", models.TextField(help_text="The event label.")),
                    ("pgh_context", pghistory.utils.JSONField(null=True)),
                    ("id", models.BigIntegerField()),
                    ("row", models.PositiveSmallIntegerField(null=True)),
                    ("reason", models.TextField()),
                    ("reply", models.TextField(blank=True)),
                    ("replied_at", models.DateTimeField(null=True)),
                    (
                        "pgh_obj",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="innovations.returnreason",
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
                        "replied_by",
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
                        "transition",
                        iga_portal.tenancy.fields.TenantForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="innovations.transition",
                        ),
                    ),
                ],
                options={
                    "abstract": False,
                    "base_manager_name": "objects",
                },
            ),
            migrations.CreateModel(
                name="ReceiptTenantevent",
                fields=[
                    ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                    ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                    ("pgh_label", models.TextField(help_text="The event label.")),
                    ("pgh_context", pghistory.utils.JSONField(null=True)),
                    ("id", models.BigIntegerField()),
                    ("code", models.CharField(max_length=40)),
                    (
                        "kind",
                        models.CharField(
                            choices=[
                                ("upload", "unggahan"),
                                ("submission", "pengajuan"),
                                ("sending", "pengiriman"),
                            ],
                            max_length=12,
                        ),
                    ),
                    ("name", models.CharField(max_length=300)),
                    ("sha256", models.CharField(max_length=64)),
                    ("size", models.PositiveBigIntegerField(null=True)),
                    ("at", models.DateTimeField()),
                    (
                        "document",
                        iga_portal.tenancy.fields.TenantForeignKey(
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="innovations.document",
                        ),
                    ),
                    (
                        "innovation",
                        iga_portal.tenancy.fields.TenantForeignKey(
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="innovations.innovation",
                        ),
                    ),
                    (
                        "issued_to",
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
                        "opd",
                        iga_portal.tenancy.fields.TenantForeignKey(
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="regions.opd",
                        ),
                    ),
                    (
                        "pgh_obj",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="innovations.receipt",
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
                        "transition",
                        iga_portal.tenancy.fields.TenantForeignKey(
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="innovations.transition",
                        ),
                    ),
                ],
                options={
                    "abstract": False,
                    "base_manager_name": "objects",
                },
            ),
            migrations.CreateModel(
                name="TransitionTenantevent",
                fields=[
                    ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                    ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                    ("pgh_label", models.TextField(help_text="The event label.")),
                    ("pgh_context", pghistory.utils.JSONField(null=True)),
                    ("id", models.BigIntegerField()),
                    ("action", models.CharField(max_length=20)),
                    (
                        "from_state",
                        models.CharField(
                            blank=True,
                            choices=[
                                ("draft", "Draf"),
                                ("submitted", "Diajukan"),
                                ("returned", "Perbaikan"),
                                ("verified", "Terverifikasi"),
                                ("declined", "Tidak dilanjutkan"),
                                ("withdrawn", "Ditarik"),
                                ("sent", "Terkirim"),
                                ("assessed", "Dinilai"),
                            ],
                            max_length=12,
                        ),
                    ),
                    (
                        "to_state",
                        models.CharField(
                            choices=[
                                ("draft", "Draf"),
                                ("submitted", "Diajukan"),
                                ("returned", "Perbaikan"),
                                ("verified", "Terverifikasi"),
                                ("declined", "Tidak dilanjutkan"),
                                ("withdrawn", "Ditarik"),
                                ("sent", "Terkirim"),
                                ("assessed", "Dinilai"),
                            ],
                            max_length=12,
                        ),
                    ),
                    ("role", models.CharField(blank=True, max_length=20)),
                    ("reason", models.TextField(blank=True)),
                    ("at", models.DateTimeField(auto_now_add=True)),
                    (
                        "actor",
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
                        "innovation",
                        iga_portal.tenancy.fields.TenantForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="innovations.innovation",
                        ),
                    ),
                    (
                        "pgh_obj",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="innovations.transition",
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
                name="Verdict",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "stage",
                        models.CharField(
                            choices=[("desk", "Desk daerah"), ("qc", "Quality control")], max_length=4
                        ),
                    ),
                    (
                        "decision",
                        models.CharField(
                            choices=[
                                ("accept", "Diterima"),
                                ("lower", "Diturunkan"),
                                ("raise", "Dinaikkan"),
                                ("reject", "Ditolak"),
                            ],
                            max_length=8,
                        ),
                    ),
                    ("level", models.PositiveSmallIntegerField()),
                    ("reason", models.TextField(blank=True)),
                    ("opd_note", models.TextField(blank=True)),
                    ("desk_note", models.TextField(blank=True)),
                    ("judged", models.JSONField()),
                    ("judged_hash", models.CharField(max_length=64)),
                    ("stands", models.BooleanField(default=True)),
                    ("created_at", models.DateTimeField(auto_now_add=True)),
                    ("fell_at", models.DateTimeField(null=True)),
                    ("fell_because", models.CharField(blank=True, max_length=200)),
                    (
                        "answer",
                        iga_portal.tenancy.fields.TenantForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="verdicts",
                            to="innovations.answer",
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
                    (
                        "region_answer",
                        iga_portal.tenancy.fields.TenantForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="verdicts",
                            to="innovations.regionanswer",
                        ),
                    ),
                    (
                        "reviewer",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "taken_over",
                        iga_portal.tenancy.fields.TenantForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="innovations.verdict",
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
                name="VerdictTenantevent",
                fields=[
                    ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                    ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                    ("pgh_label", models.TextField(help_text="The event label.")),
                    ("pgh_context", pghistory.utils.JSONField(null=True)),
                    ("id", models.BigIntegerField()),
                    (
                        "stage",
                        models.CharField(
                            choices=[("desk", "Desk daerah"), ("qc", "Quality control")], max_length=4
                        ),
                    ),
                    (
                        "decision",
                        models.CharField(
                            choices=[
                                ("accept", "Diterima"),
                                ("lower", "Diturunkan"),
                                ("raise", "Dinaikkan"),
                                ("reject", "Ditolak"),
                            ],
                            max_length=8,
                        ),
                    ),
                    ("level", models.PositiveSmallIntegerField()),
                    ("reason", models.TextField(blank=True)),
                    ("opd_note", models.TextField(blank=True)),
                    ("desk_note", models.TextField(blank=True)),
                    ("judged", models.JSONField()),
                    ("judged_hash", models.CharField(max_length=64)),
                    ("stands", models.BooleanField(default=True)),
                    ("created_at", models.DateTimeField(auto_now_add=True)),
                    ("fell_at", models.DateTimeField(null=True)),
                    ("fell_because", models.CharField(blank=True, max_length=200)),
                    (
                        "answer",
                        iga_portal.tenancy.fields.TenantForeignKey(
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="innovations.answer",
                        ),
                    ),
                    (
                        "pgh_obj",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="innovations.verdict",
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
                        "region_answer",
                        iga_portal.tenancy.fields.TenantForeignKey(
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="innovations.regionanswer",
                        ),
                    ),
                    (
                        "reviewer",
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
                        "taken_over",
                        iga_portal.tenancy.fields.TenantForeignKey(
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="innovations.verdict",
                        ),
                    ),
                ],
                options={
                    "abstract": False,
                    "base_manager_name": "objects",
                },
            ),
            migrations.CreateModel(
                name="Visit",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("at", models.DateTimeField()),
                    ("before", models.DateTimeField(null=True)),
                    (
                        "opd",
                        iga_portal.tenancy.fields.TenantForeignKey(
                            on_delete=django.db.models.deletion.CASCADE, related_name="+", to="regions.opd"
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
                name="VisitTenantevent",
                fields=[
                    ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                    ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                    ("pgh_label", models.TextField(help_text="The event label.")),
                    ("pgh_context", pghistory.utils.JSONField(null=True)),
                    ("id", models.BigIntegerField()),
                    (
                        "opd",
                        iga_portal.tenancy.fields.TenantForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="regions.opd",
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
                            to="innovations.visit",
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
            migrations.AddConstraint(
                model_name="absence",
                constraint=models.CheckConstraint(
                    condition=models.Q(("first_day__lte", models.F("last_day"))),
                    name="innovations_absence_in_order",
                    violation_error_message="Hari terakhir tidak boleh sebelum hari pertama.",
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="absence",
                trigger=pgtrigger.compiler.Trigger(
                    name="insert_insert",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "innovations_absencetenantevent" ("created_at", "created_by_id", "first_day", "id", "last_day", "note", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id") SELECT new_values."created_at", new_values."created_by_id", new_values."first_day", new_values."id", new_values."last_day", new_values."note", new_values."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', new_values."id", new_values."region_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="4d99cd501e3508faea23fb43671acff06fbef911",
                        level="STATEMENT",
                        operation="INSERT",
                        pgid="pgtrigger_insert_insert_7bba5",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="innovations_absence",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="absence",
                trigger=pgtrigger.compiler.Trigger(
                    name="update_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "innovations_absencetenantevent" ("created_at", "created_by_id", "first_day", "id", "last_day", "note", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id") SELECT new_values."created_at", new_values."created_by_id", new_values."first_day", new_values."id", new_values."last_day", new_values."note", new_values."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', new_values."id", new_values."region_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="591e1c626cbe6019aa9cc69b6463e12a63930c47",
                        level="STATEMENT",
                        operation="UPDATE",
                        pgid="pgtrigger_update_update_825e7",
                        referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                        table="innovations_absence",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="absence",
                trigger=pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "innovations_absencetenantevent" ("created_at", "created_by_id", "first_day", "id", "last_day", "note", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id") SELECT old_values."created_at", old_values."created_by_id", old_values."first_day", old_values."id", old_values."last_day", old_values."note", old_values."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', old_values."id", old_values."region_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                        hash="8eb71301dfbed7542b334eb2be3b038ee917ec31",
                        level="STATEMENT",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_a2df0",
                        referencing="REFERENCING OLD TABLE AS old_values ",
                        table="innovations_absence",
                        when="AFTER",
                    ),
                ),
            ),
            migrations.AddConstraint(
                model_name="assignmentrule",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("opd__isnull", False), ("urusan", "")),
                        models.Q(("opd__isnull", True), models.Q(("urusan", ""), _negated=True)),
                        _connector="OR",
                    ),
                    name="innovations_rule_opd_or_urusan",
                    violation_error_message="Pilih salah satu: OPD atau urusan.",
                ),
            ),
            migrations.AddConstraint(
                model_name="assignmentrule",
                constraint=models.UniqueConstraint(
                    fields=("region", "opd", "urusan"),
                    name="innovations_one_rule_each",
                    nulls_distinct=False,
                    violation_error_message="Aturan untuk OPD atau urusan ini sudah ada; ubah yang itu.",
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="assignmentrule",
                trigger=pgtrigger.compiler.Trigger(
                    name="insert_insert",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "innovations_assignmentruletenantevent" ("created_at", "created_by_id", "id", "opd_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "reviewer_id", "urusan") SELECT new_values."created_at", new_values."created_by_id", new_values."id", new_values."opd_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', new_values."id", new_values."region_id", new_values."reviewer_id", new_values."urusan" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="36a6156697f91b02fd163f0e81bc84916c467929",
                        level="STATEMENT",
                        operation="INSERT",
                        pgid="pgtrigger_insert_insert_f5ef3",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="innovations_assignmentrule",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="assignmentrule",
                trigger=pgtrigger.compiler.Trigger(
                    name="update_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "innovations_assignmentruletenantevent" ("created_at", "created_by_id", "id", "opd_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "reviewer_id", "urusan") SELECT new_values."created_at", new_values."created_by_id", new_values."id", new_values."opd_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', new_values."id", new_values."region_id", new_values."reviewer_id", new_values."urusan" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="915fc0d2faa86f227459790a4e2a89c811e29ba9",
                        level="STATEMENT",
                        operation="UPDATE",
                        pgid="pgtrigger_update_update_08ac4",
                        referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                        table="innovations_assignmentrule",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="assignmentrule",
                trigger=pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "innovations_assignmentruletenantevent" ("created_at", "created_by_id", "id", "opd_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "reviewer_id", "urusan") SELECT old_values."created_at", old_values."created_by_id", old_values."id", old_values."opd_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', old_values."id", old_values."region_id", old_values."reviewer_id", old_values."urusan" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                        hash="66d485f1ee02b1a48845bfe0e739a407493e7baa",
                        level="STATEMENT",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_c17ff",
                        referencing="REFERENCING OLD TABLE AS old_values ",
                        table="innovations_assignmentrule",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="bulkimport",
                trigger=pgtrigger.compiler.Trigger(
                    name="insert_insert",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "innovations_bulkimporttenantevent" ("applied_at", "created_at", "created_by_id", "file_id", "id", "job_id", "opd_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "region_id", "region_period_id", "state") SELECT new_values."applied_at", new_values."created_at", new_values."created_by_id", new_values."file_id", new_values."id", new_values."job_id", new_values."opd_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', new_values."id", new_values."public_id", new_values."region_id", new_values."region_period_id", new_values."state" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="40b8df5ac81e3a691d6c475d7e3bafce989873c4",
                        level="STATEMENT",
                        operation="INSERT",
                        pgid="pgtrigger_insert_insert_12064",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="innovations_bulkimport",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="bulkimport",
                trigger=pgtrigger.compiler.Trigger(
                    name="update_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "innovations_bulkimporttenantevent" ("applied_at", "created_at", "created_by_id", "file_id", "id", "job_id", "opd_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "region_id", "region_period_id", "state") SELECT new_values."applied_at", new_values."created_at", new_values."created_by_id", new_values."file_id", new_values."id", new_values."job_id", new_values."opd_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', new_values."id", new_values."public_id", new_values."region_id", new_values."region_period_id", new_values."state" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."applied_at" IS DISTINCT FROM (new_values."applied_at") OR old_values."created_at" IS DISTINCT FROM (new_values."created_at") OR old_values."created_by_id" IS DISTINCT FROM (new_values."created_by_id") OR old_values."file_id" IS DISTINCT FROM (new_values."file_id") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."job_id" IS DISTINCT FROM (new_values."job_id") OR old_values."opd_id" IS DISTINCT FROM (new_values."opd_id") OR old_values."public_id" IS DISTINCT FROM (new_values."public_id") OR old_values."region_id" IS DISTINCT FROM (new_values."region_id") OR old_values."region_period_id" IS DISTINCT FROM (new_values."region_period_id") OR old_values."state" IS DISTINCT FROM (new_values."state")) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="13285ec73b5de88f5426e68500549baadf31f8af",
                        level="STATEMENT",
                        operation="UPDATE",
                        pgid="pgtrigger_update_update_8720c",
                        referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                        table="innovations_bulkimport",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="bulkimport",
                trigger=pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "innovations_bulkimporttenantevent" ("applied_at", "created_at", "created_by_id", "file_id", "id", "job_id", "opd_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "region_id", "region_period_id", "state") SELECT old_values."applied_at", old_values."created_at", old_values."created_by_id", old_values."file_id", old_values."id", old_values."job_id", old_values."opd_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', old_values."id", old_values."public_id", old_values."region_id", old_values."region_period_id", old_values."state" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                        hash="d65c49fa381ab6d4c2ddc1a6c5f997566ec7e4a7",
                        level="STATEMENT",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_9bcad",
                        referencing="REFERENCING OLD TABLE AS old_values ",
                        table="innovations_bulkimport",
                        when="AFTER",
                    ),
                ),
            ),
            migrations.AddConstraint(
                model_name="cannedreason",
                constraint=models.CheckConstraint(
                    condition=models.Q(("row__isnull", True), ("row__range", (16, 35)), _connector="OR"),
                    name="innovations_canned_row",
                ),
            ),
            migrations.AddConstraint(
                model_name="cannedreason",
                constraint=models.CheckConstraint(
                    condition=models.Q(("text", ""), _negated=True), name="innovations_canned_text"
                ),
            ),
            migrations.AddConstraint(
                model_name="cannedreason",
                constraint=models.UniqueConstraint(
                    fields=("region", "row", "text"),
                    name="innovations_canned_once",
                    nulls_distinct=False,
                    violation_error_message="Alasan ini sudah ada.",
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="cannedreason",
                trigger=pgtrigger.compiler.Trigger(
                    name="insert_insert",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "innovations_cannedreasontenantevent" ("created_at", "created_by_id", "id", "is_active", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "region_id", "row", "text") SELECT new_values."created_at", new_values."created_by_id", new_values."id", new_values."is_active", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', new_values."id", new_values."position", new_values."region_id", new_values."row", new_values."text" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="9e364a8505151c4b7ae59dbdfc2771d0dd9b8cff",
                        level="STATEMENT",
                        operation="INSERT",
                        pgid="pgtrigger_insert_insert_a8c76",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="innovations_cannedreason",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="cannedreason",
                trigger=pgtrigger.compiler.Trigger(
                    name="update_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "innovations_cannedreasontenantevent" ("created_at", "created_by_id", "id", "is_active", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "region_id", "row", "text") SELECT new_values."created_at", new_values."created_by_id", new_values."id", new_values."is_active", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', new_values."id", new_values."position", new_values."region_id", new_values."row", new_values."text" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="a66275a1f0a63762287854c6ec3dcd9d9c61a97c",
                        level="STATEMENT",
                        operation="UPDATE",
                        pgid="pgtrigger_update_update_e78b0",
                        referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                        table="innovations_cannedreason",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="cannedreason",
                trigger=pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "innovations_cannedreasontenantevent" ("created_at", "created_by_id", "id", "is_active", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "region_id", "row", "text") SELECT old_values."created_at", old_values."created_by_id", old_values."id", old_values."is_active", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', old_values."id", old_values."position", old_values."region_id", old_values."row", old_values."text" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                        hash="e68c0a860923d4727fc7ea6f235d4408294ac726",
                        level="STATEMENT",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_e8426",
                        referencing="REFERENCING OLD TABLE AS old_values ",
                        table="innovations_cannedreason",
                        when="AFTER",
                    ),
                ),
            ),
            migrations.AddIndex(
                model_name="document",
                index=models.Index(fields=["region", "opd"], name="innovations_documents_of_opd"),
            ),
            migrations.AddIndex(
                model_name="document",
                index=models.Index(
                    condition=models.Q(("is_current", True), models.Q(("link", ""), _negated=True)),
                    fields=["link_checked_at"],
                    name="innovations_links_due",
                ),
            ),
            migrations.AddConstraint(
                model_name="document",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("file__isnull", False), ("link", "")),
                        models.Q(("file__isnull", True), models.Q(("link", ""), _negated=True)),
                        _connector="OR",
                    ),
                    name="innovations_document_file_or_link",
                    violation_error_message="Isi salah satu: berkas atau tautan.",
                ),
            ),
            migrations.AddConstraint(
                model_name="document",
                constraint=models.UniqueConstraint(
                    fields=("replaces",), name="innovations_document_replaced_once"
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="document",
                trigger=pgtrigger.compiler.Trigger(
                    name="insert_insert",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "innovations_documenttenantevent" ("created_at", "created_by_id", "dated", "file_id", "id", "is_current", "is_region_wide", "link", "number", "opd_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "replaces_id", "subject") SELECT new_values."created_at", new_values."created_by_id", new_values."dated", new_values."file_id", new_values."id", new_values."is_current", new_values."is_region_wide", new_values."link", new_values."number", new_values."opd_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', new_values."id", new_values."region_id", new_values."replaces_id", new_values."subject" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="17be95c69e389b30aea257d767a7b417c5ceb741",
                        level="STATEMENT",
                        operation="INSERT",
                        pgid="pgtrigger_insert_insert_3700a",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="innovations_document",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="document",
                trigger=pgtrigger.compiler.Trigger(
                    name="update_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "innovations_documenttenantevent" ("created_at", "created_by_id", "dated", "file_id", "id", "is_current", "is_region_wide", "link", "number", "opd_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "replaces_id", "subject") SELECT new_values."created_at", new_values."created_by_id", new_values."dated", new_values."file_id", new_values."id", new_values."is_current", new_values."is_region_wide", new_values."link", new_values."number", new_values."opd_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', new_values."id", new_values."region_id", new_values."replaces_id", new_values."subject" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."created_at" IS DISTINCT FROM (new_values."created_at") OR old_values."created_by_id" IS DISTINCT FROM (new_values."created_by_id") OR old_values."dated" IS DISTINCT FROM (new_values."dated") OR old_values."file_id" IS DISTINCT FROM (new_values."file_id") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."is_current" IS DISTINCT FROM (new_values."is_current") OR old_values."is_region_wide" IS DISTINCT FROM (new_values."is_region_wide") OR old_values."link" IS DISTINCT FROM (new_values."link") OR old_values."number" IS DISTINCT FROM (new_values."number") OR old_values."opd_id" IS DISTINCT FROM (new_values."opd_id") OR old_values."region_id" IS DISTINCT FROM (new_values."region_id") OR old_values."replaces_id" IS DISTINCT FROM (new_values."replaces_id") OR old_values."subject" IS DISTINCT FROM (new_values."subject")) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="ad68b9b486f0c9683257f336d0bca85ae3749ac8",
                        level="STATEMENT",
                        operation="UPDATE",
                        pgid="pgtrigger_update_update_ca642",
                        referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                        table="innovations_document",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="document",
                trigger=pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "innovations_documenttenantevent" ("created_at", "created_by_id", "dated", "file_id", "id", "is_current", "is_region_wide", "link", "number", "opd_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "replaces_id", "subject") SELECT old_values."created_at", old_values."created_by_id", old_values."dated", old_values."file_id", old_values."id", old_values."is_current", old_values."is_region_wide", old_values."link", old_values."number", old_values."opd_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', old_values."id", old_values."region_id", old_values."replaces_id", old_values."subject" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                        hash="af884f362a21c9fe6314e6841eea2ba6a3a7d295",
                        level="STATEMENT",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_c0161",
                        referencing="REFERENCING OLD TABLE AS old_values ",
                        table="innovations_document",
                        when="AFTER",
                    ),
                ),
            ),
            migrations.AddConstraint(
                model_name="citation",
                constraint=models.UniqueConstraint(fields=("answer", "document"), name="innovations_cited_once"),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="citation",
                trigger=pgtrigger.compiler.Trigger(
                    name="insert_insert",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "innovations_citationtenantevent" ("answer_id", "created_at", "document_id", "id", "pages", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id") SELECT new_values."answer_id", new_values."created_at", new_values."document_id", new_values."id", new_values."pages", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', new_values."id", new_values."region_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="f5d758f5025cf274cd6a4b438bb397d3c467d3b1",
                        level="STATEMENT",
                        operation="INSERT",
                        pgid="pgtrigger_insert_insert_224fc",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="innovations_citation",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="citation",
                trigger=pgtrigger.compiler.Trigger(
                    name="update_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "innovations_citationtenantevent" ("answer_id", "created_at", "document_id", "id", "pages", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id") SELECT new_values."answer_id", new_values."created_at", new_values."document_id", new_values."id", new_values."pages", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', new_values."id", new_values."region_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="3317dcb898c4adee416952dacf01984d917c98ad",
                        level="STATEMENT",
                        operation="UPDATE",
                        pgid="pgtrigger_update_update_f297b",
                        referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                        table="innovations_citation",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="citation",
                trigger=pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "innovations_citationtenantevent" ("answer_id", "created_at", "document_id", "id", "pages", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id") SELECT old_values."answer_id", old_values."created_at", old_values."document_id", old_values."id", old_values."pages", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', old_values."id", old_values."region_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                        hash="11b091fade2ea1568edd93c24d2682383d609be6",
                        level="STATEMENT",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_42ebc",
                        referencing="REFERENCING OLD TABLE AS old_values ",
                        table="innovations_citation",
                        when="AFTER",
                    ),
                ),
            ),
            migrations.AddIndex(
                model_name="innovation",
                index=models.Index(fields=["region", "region_period", "state"], name="innovations_by_state"),
            ),
            migrations.AddIndex(
                model_name="innovation",
                index=models.Index(fields=["region", "opd"], name="innovations_by_opd"),
            ),
            migrations.AddConstraint(
                model_name="innovation",
                constraint=models.CheckConstraint(
                    condition=models.Q(("name", ""), _negated=True), name="innovations_named"
                ),
            ),
            migrations.AddConstraint(
                model_name="innovation",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        (
                            "state__in",
                            [
                                "draft",
                                "submitted",
                                "returned",
                                "verified",
                                "declined",
                                "withdrawn",
                                "sent",
                                "assessed",
                            ],
                        )
                    ),
                    name="innovations_known_state",
                ),
            ),
            migrations.AddConstraint(
                model_name="innovation",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        models.Q(
                            ("state__in", ("submitted", "returned", "verified", "sent", "assessed")),
                            _negated=True,
                        ),
                        models.Q(models.Q(("stage", ""), _negated=True), models.Q(("urusan", ""), _negated=True)),
                        _connector="OR",
                    ),
                    name="innovations_counted_has_stage_urusan",
                    violation_error_message="Tahapan dan urusan tidak boleh kosong setelah diajukan.",
                ),
            ),
            migrations.AddConstraint(
                model_name="innovation",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        ("asta_cita__isnull", True), ("asta_cita__range", (1, 8)), _connector="OR"
                    ),
                    name="innovations_asta_cita_1_to_8",
                ),
            ),
            migrations.AddConstraint(
                model_name="innovation",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        ("trial_date__isnull", True),
                        ("implemented_on__isnull", True),
                        ("trial_date__lte", models.F("implemented_on")),
                        _connector="OR",
                    ),
                    name="innovations_trial_before_implementation",
                    violation_error_message="Tanggal uji coba harus sebelum atau sama dengan tanggal penerapan.",
                ),
            ),
            migrations.AddConstraint(
                model_name="innovation",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        ("implemented_on__isnull", True),
                        ("developed_on__isnull", True),
                        ("implemented_on__lte", models.F("developed_on")),
                        _connector="OR",
                    ),
                    name="innovations_implementation_before_development",
                    violation_error_message="Tanggal pengembangan harus sesudah atau sama dengan tanggal penerapan.",
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="innovation",
                trigger=pgtrigger.compiler.Trigger(
                    name="insert_insert",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "innovations_innovationtenantevent" ("aim", "asta_cita", "award_document_id", "benefit", "budget_document_id", "changed_at", "classification", "copied_from_id", "created_at", "created_by_id", "design", "developed_on", "development_note", "form", "id", "implemented_on", "initiator", "initiator_name", "ip_document_id", "kind", "latitude", "longitude", "name", "opd_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "pkpn_cluster", "pkpn_main", "pkpn_overlapping", "profile_document_id", "public_id", "region_id", "region_period_id", "result", "sent_at", "stage", "state", "submitted_at", "trial_date", "urusan", "urusan_overlapping", "verified_at", "version") SELECT new_values."aim", new_values."asta_cita", new_values."award_document_id", new_values."benefit", new_values."budget_document_id", new_values."changed_at", new_values."classification", new_values."copied_from_id", new_values."created_at", new_values."created_by_id", new_values."design", new_values."developed_on", new_values."development_note", new_values."form", new_values."id", new_values."implemented_on", new_values."initiator", new_values."initiator_name", new_values."ip_document_id", new_values."kind", new_values."latitude", new_values."longitude", new_values."name", new_values."opd_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', new_values."id", new_values."pkpn_cluster", new_values."pkpn_main", new_values."pkpn_overlapping", new_values."profile_document_id", new_values."public_id", new_values."region_id", new_values."region_period_id", new_values."result", new_values."sent_at", new_values."stage", new_values."state", new_values."submitted_at", new_values."trial_date", new_values."urusan", new_values."urusan_overlapping", new_values."verified_at", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="0e21d9c6e2e2e05f4d892e0f8ff675b8c576de5c",
                        level="STATEMENT",
                        operation="INSERT",
                        pgid="pgtrigger_insert_insert_e60a8",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="innovations_innovation",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="innovation",
                trigger=pgtrigger.compiler.Trigger(
                    name="update_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "innovations_innovationtenantevent" ("aim", "asta_cita", "award_document_id", "benefit", "budget_document_id", "changed_at", "classification", "copied_from_id", "created_at", "created_by_id", "design", "developed_on", "development_note", "form", "id", "implemented_on", "initiator", "initiator_name", "ip_document_id", "kind", "latitude", "longitude", "name", "opd_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "pkpn_cluster", "pkpn_main", "pkpn_overlapping", "profile_document_id", "public_id", "region_id", "region_period_id", "result", "sent_at", "stage", "state", "submitted_at", "trial_date", "urusan", "urusan_overlapping", "verified_at", "version") SELECT new_values."aim", new_values."asta_cita", new_values."award_document_id", new_values."benefit", new_values."budget_document_id", new_values."changed_at", new_values."classification", new_values."copied_from_id", new_values."created_at", new_values."created_by_id", new_values."design", new_values."developed_on", new_values."development_note", new_values."form", new_values."id", new_values."implemented_on", new_values."initiator", new_values."initiator_name", new_values."ip_document_id", new_values."kind", new_values."latitude", new_values."longitude", new_values."name", new_values."opd_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', new_values."id", new_values."pkpn_cluster", new_values."pkpn_main", new_values."pkpn_overlapping", new_values."profile_document_id", new_values."public_id", new_values."region_id", new_values."region_period_id", new_values."result", new_values."sent_at", new_values."stage", new_values."state", new_values."submitted_at", new_values."trial_date", new_values."urusan", new_values."urusan_overlapping", new_values."verified_at", new_values."version" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."aim" IS DISTINCT FROM (new_values."aim") OR old_values."asta_cita" IS DISTINCT FROM (new_values."asta_cita") OR old_values."award_document_id" IS DISTINCT FROM (new_values."award_document_id") OR old_values."benefit" IS DISTINCT FROM (new_values."benefit") OR old_values."budget_document_id" IS DISTINCT FROM (new_values."budget_document_id") OR old_values."changed_at" IS DISTINCT FROM (new_values."changed_at") OR old_values."classification" IS DISTINCT FROM (new_values."classification") OR old_values."copied_from_id" IS DISTINCT FROM (new_values."copied_from_id") OR old_values."created_at" IS DISTINCT FROM (new_values."created_at") OR old_values."created_by_id" IS DISTINCT FROM (new_values."created_by_id") OR old_values."design" IS DISTINCT FROM (new_values."design") OR old_values."developed_on" IS DISTINCT FROM (new_values."developed_on") OR old_values."development_note" IS DISTINCT FROM (new_values."development_note") OR old_values."form" IS DISTINCT FROM (new_values."form") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."implemented_on" IS DISTINCT FROM (new_values."implemented_on") OR old_values."initiator" IS DISTINCT FROM (new_values."initiator") OR old_values."initiator_name" IS DISTINCT FROM (new_values."initiator_name") OR old_values."ip_document_id" IS DISTINCT FROM (new_values."ip_document_id") OR old_values."kind" IS DISTINCT FROM (new_values."kind") OR old_values."latitude" IS DISTINCT FROM (new_values."latitude") OR old_values."longitude" IS DISTINCT FROM (new_values."longitude") OR old_values."name" IS DISTINCT FROM (new_values."name") OR old_values."opd_id" IS DISTINCT FROM (new_values."opd_id") OR old_values."pkpn_cluster" IS DISTINCT FROM (new_values."pkpn_cluster") OR old_values."pkpn_main" IS DISTINCT FROM (new_values."pkpn_main") OR old_values."pkpn_overlapping" IS DISTINCT FROM (new_values."pkpn_overlapping") OR old_values."profile_document_id" IS DISTINCT FROM (new_values."profile_document_id") OR old_values."public_id" IS DISTINCT FROM (new_values."public_id") OR old_values."region_id" IS DISTINCT FROM (new_values."region_id") OR old_values."region_period_id" IS DISTINCT FROM (new_values."region_period_id") OR old_values."result" IS DISTINCT FROM (new_values."result") OR old_values."sent_at" IS DISTINCT FROM (new_values."sent_at") OR old_values."stage" IS DISTINCT FROM (new_values."stage") OR old_values."state" IS DISTINCT FROM (new_values."state") OR old_values."submitted_at" IS DISTINCT FROM (new_values."submitted_at") OR old_values."trial_date" IS DISTINCT FROM (new_values."trial_date") OR old_values."urusan" IS DISTINCT FROM (new_values."urusan") OR old_values."urusan_overlapping" IS DISTINCT FROM (new_values."urusan_overlapping") OR old_values."verified_at" IS DISTINCT FROM (new_values."verified_at") OR old_values."version" IS DISTINCT FROM (new_values."version")) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="305c6ac07655699fcff04d5d7e8dc60f9ef9e86a",
                        level="STATEMENT",
                        operation="UPDATE",
                        pgid="pgtrigger_update_update_a74d0",
                        referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                        table="innovations_innovation",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="innovation",
                trigger=pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "innovations_innovationtenantevent" ("aim", "asta_cita", "award_document_id", "benefit", "budget_document_id", "changed_at", "classification", "copied_from_id", "created_at", "created_by_id", "design", "developed_on", "development_note", "form", "id", "implemented_on", "initiator", "initiator_name", "ip_document_id", "kind", "latitude", "longitude", "name", "opd_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "pkpn_cluster", "pkpn_main", "pkpn_overlapping", "profile_document_id", "public_id", "region_id", "region_period_id", "result", "sent_at", "stage", "state", "submitted_at", "trial_date", "urusan", "urusan_overlapping", "verified_at", "version") SELECT old_values."aim", old_values."asta_cita", old_values."award_document_id", old_values."benefit", old_values."budget_document_id", old_values."changed_at", old_values."classification", old_values."copied_from_id", old_values."created_at", old_values."created_by_id", old_values."design", old_values."developed_on", old_values."development_note", old_values."form", old_values."id", old_values."implemented_on", old_values."initiator", old_values."initiator_name", old_values."ip_document_id", old_values."kind", old_values."latitude", old_values."longitude", old_values."name", old_values."opd_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', old_values."id", old_values."pkpn_cluster", old_values."pkpn_main", old_values."pkpn_overlapping", old_values."profile_document_id", old_values."public_id", old_values."region_id", old_values."region_period_id", old_values."result", old_values."sent_at", old_values."stage", old_values."state", old_values."submitted_at", old_values."trial_date", old_values."urusan", old_values."urusan_overlapping", old_values."verified_at", old_values."version" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                        hash="c45bfb61c458c9ce7bd8ff4fc082c7f84c84f365",
                        level="STATEMENT",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_813b3",
                        referencing="REFERENCING OLD TABLE AS old_values ",
                        table="innovations_innovation",
                        when="AFTER",
                    ),
                ),
            ),
            migrations.AddConstraint(
                model_name="coaching",
                constraint=models.UniqueConstraint(
                    fields=("innovation", "person"), name="innovations_coached_once"
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="coaching",
                trigger=pgtrigger.compiler.Trigger(
                    name="insert_insert",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "innovations_coachingtenantevent" ("created_at", "id", "innovation_id", "note", "noted_by_id", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id") SELECT new_values."created_at", new_values."id", new_values."innovation_id", new_values."note", new_values."noted_by_id", new_values."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', new_values."id", new_values."region_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="0cb9bcff91b653363c8f1099112f0d03eb513def",
                        level="STATEMENT",
                        operation="INSERT",
                        pgid="pgtrigger_insert_insert_f6a4e",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="innovations_coaching",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="coaching",
                trigger=pgtrigger.compiler.Trigger(
                    name="update_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "innovations_coachingtenantevent" ("created_at", "id", "innovation_id", "note", "noted_by_id", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id") SELECT new_values."created_at", new_values."id", new_values."innovation_id", new_values."note", new_values."noted_by_id", new_values."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', new_values."id", new_values."region_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="d9a30e8983507fcdd4b2eb6a75ceef3e33a6ab46",
                        level="STATEMENT",
                        operation="UPDATE",
                        pgid="pgtrigger_update_update_f5db9",
                        referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                        table="innovations_coaching",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="coaching",
                trigger=pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "innovations_coachingtenantevent" ("created_at", "id", "innovation_id", "note", "noted_by_id", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id") SELECT old_values."created_at", old_values."id", old_values."innovation_id", old_values."note", old_values."noted_by_id", old_values."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', old_values."id", old_values."region_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                        hash="3601042c6d9be68886212b69250f63308b0629f1",
                        level="STATEMENT",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_3b3c0",
                        referencing="REFERENCING OLD TABLE AS old_values ",
                        table="innovations_coaching",
                        when="AFTER",
                    ),
                ),
            ),
            migrations.AddIndex(
                model_name="assignment",
                index=models.Index(
                    condition=models.Q(("is_current", True)),
                    fields=["region", "reviewer"],
                    name="innovations_assigned_to",
                ),
            ),
            migrations.AddConstraint(
                model_name="assignment",
                constraint=models.UniqueConstraint(
                    condition=models.Q(("is_current", True)),
                    fields=("innovation",),
                    name="innovations_one_current_assignment",
                ),
            ),
            migrations.AddConstraint(
                model_name="assignment",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("origin", "appointed"), _negated=True),
                        models.Q(("reason", ""), _negated=True),
                        _connector="OR",
                    ),
                    name="innovations_appointed_with_reason",
                    violation_error_message="Tuliskan alasan penunjukan.",
                ),
            ),
            migrations.AddConstraint(
                model_name="assignment",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("ended_at__isnull", True), ("is_current", True)),
                        models.Q(("ended_at__isnull", False), ("is_current", False)),
                        _connector="OR",
                    ),
                    name="innovations_assignment_ends_once",
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="assignment",
                trigger=pgtrigger.compiler.Trigger(
                    name="insert_insert",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "innovations_assignmenttenantevent" ("assigned_by_id", "created_at", "ended_at", "id", "innovation_id", "is_current", "origin", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "region_id", "reviewer_id") SELECT new_values."assigned_by_id", new_values."created_at", new_values."ended_at", new_values."id", new_values."innovation_id", new_values."is_current", new_values."origin", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', new_values."id", new_values."reason", new_values."region_id", new_values."reviewer_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="52aed4cc473c1315d8990b23199827dbb5882d19",
                        level="STATEMENT",
                        operation="INSERT",
                        pgid="pgtrigger_insert_insert_3bcf1",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="innovations_assignment",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="assignment",
                trigger=pgtrigger.compiler.Trigger(
                    name="update_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "innovations_assignmenttenantevent" ("assigned_by_id", "created_at", "ended_at", "id", "innovation_id", "is_current", "origin", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "region_id", "reviewer_id") SELECT new_values."assigned_by_id", new_values."created_at", new_values."ended_at", new_values."id", new_values."innovation_id", new_values."is_current", new_values."origin", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', new_values."id", new_values."reason", new_values."region_id", new_values."reviewer_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="5269134f90049c40015e5459fd6a085e35d33772",
                        level="STATEMENT",
                        operation="UPDATE",
                        pgid="pgtrigger_update_update_e04f3",
                        referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                        table="innovations_assignment",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="assignment",
                trigger=pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "innovations_assignmenttenantevent" ("assigned_by_id", "created_at", "ended_at", "id", "innovation_id", "is_current", "origin", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "region_id", "reviewer_id") SELECT old_values."assigned_by_id", old_values."created_at", old_values."ended_at", old_values."id", old_values."innovation_id", old_values."is_current", old_values."origin", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', old_values."id", old_values."reason", old_values."region_id", old_values."reviewer_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                        hash="eb6dbb1f7fd18a4712aa7dae89c3af338276da4a",
                        level="STATEMENT",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_87059",
                        referencing="REFERENCING OLD TABLE AS old_values ",
                        table="innovations_assignment",
                        when="AFTER",
                    ),
                ),
            ),
            migrations.AddConstraint(
                model_name="answer",
                constraint=models.UniqueConstraint(
                    fields=("innovation", "row"), name="innovations_one_answer_a_row"
                ),
            ),
            migrations.AddConstraint(
                model_name="answer",
                constraint=models.CheckConstraint(
                    condition=models.Q(("row__range", (16, 35))), name="innovations_answer_row_known"
                ),
            ),
            migrations.AddConstraint(
                model_name="answer",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        models.Q(
                            ("claimed_level__isnull", True), ("claimed_level__range", (0, 3)), _connector="OR"
                        ),
                        models.Q(
                            ("verified_level__isnull", True), ("verified_level__range", (0, 3)), _connector="OR"
                        ),
                        models.Q(("final_level__isnull", True), ("final_level__range", (0, 3)), _connector="OR"),
                    ),
                    name="innovations_answer_levels",
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="answer",
                trigger=pgtrigger.compiler.Trigger(
                    name="insert_insert",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "innovations_answertenantevent" ("basis", "changed_at", "claimed_level", "final_level", "id", "innovation_id", "is_unlocked", "measured", "note", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "row", "verified_level") SELECT new_values."basis", new_values."changed_at", new_values."claimed_level", new_values."final_level", new_values."id", new_values."innovation_id", new_values."is_unlocked", new_values."measured", new_values."note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', new_values."id", new_values."region_id", new_values."row", new_values."verified_level" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="2dad473b36f640247994dfe99edc826bfd8ee346",
                        level="STATEMENT",
                        operation="INSERT",
                        pgid="pgtrigger_insert_insert_14942",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="innovations_answer",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="answer",
                trigger=pgtrigger.compiler.Trigger(
                    name="update_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "innovations_answertenantevent" ("basis", "changed_at", "claimed_level", "final_level", "id", "innovation_id", "is_unlocked", "measured", "note", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "row", "verified_level") SELECT new_values."basis", new_values."changed_at", new_values."claimed_level", new_values."final_level", new_values."id", new_values."innovation_id", new_values."is_unlocked", new_values."measured", new_values."note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', new_values."id", new_values."region_id", new_values."row", new_values."verified_level" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="308c78254e3f01983be7f0c0667e0a56ee946605",
                        level="STATEMENT",
                        operation="UPDATE",
                        pgid="pgtrigger_update_update_713b1",
                        referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                        table="innovations_answer",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="answer",
                trigger=pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "innovations_answertenantevent" ("basis", "changed_at", "claimed_level", "final_level", "id", "innovation_id", "is_unlocked", "measured", "note", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "row", "verified_level") SELECT old_values."basis", old_values."changed_at", old_values."claimed_level", old_values."final_level", old_values."id", old_values."innovation_id", old_values."is_unlocked", old_values."measured", old_values."note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', old_values."id", old_values."region_id", old_values."row", old_values."verified_level" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                        hash="a3ac62c6a8e4e3a598f8cc8b7e454aeb07fcb97a",
                        level="STATEMENT",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_037ca",
                        referencing="REFERENCING OLD TABLE AS old_values ",
                        table="innovations_answer",
                        when="AFTER",
                    ),
                ),
            ),
            migrations.AddConstraint(
                model_name="integrityform",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        models.Q(
                            ("checked_at__isnull", True),
                            ("checked_by__isnull", True),
                            ("is_accepted__isnull", True),
                        ),
                        models.Q(
                            ("checked_at__isnull", False),
                            ("checked_by__isnull", False),
                            ("is_accepted__isnull", False),
                        ),
                        _connector="OR",
                    ),
                    name="innovations_integrity_check_whole",
                ),
            ),
            migrations.AddConstraint(
                model_name="integrityform",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        ("checked_by__isnull", True),
                        models.Q(("checked_by", models.F("uploaded_by")), _negated=True),
                        _connector="OR",
                    ),
                    name="innovations_integrity_checked_by_another",
                    violation_error_message="Form diperiksa oleh orang lain, bukan oleh pengunggahnya.",
                ),
            ),
            migrations.AddConstraint(
                model_name="integrityform",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("is_accepted", False), _negated=True),
                        models.Q(("finding", ""), _negated=True),
                        _connector="OR",
                    ),
                    name="innovations_integrity_refused_with_finding",
                    violation_error_message="Tuliskan apa yang perlu diperbaiki.",
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="integrityform",
                trigger=pgtrigger.compiler.Trigger(
                    name="insert_insert",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "innovations_integrityformtenantevent" ("checked_at", "checked_by_id", "document_id", "finding", "id", "is_accepted", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "region_period_id", "signed_by", "signed_on", "uploaded_at", "uploaded_by_id") SELECT new_values."checked_at", new_values."checked_by_id", new_values."document_id", new_values."finding", new_values."id", new_values."is_accepted", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', new_values."id", new_values."region_id", new_values."region_period_id", new_values."signed_by", new_values."signed_on", new_values."uploaded_at", new_values."uploaded_by_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="4c863363414712f2ee0ab62610fa6afc3df6cda5",
                        level="STATEMENT",
                        operation="INSERT",
                        pgid="pgtrigger_insert_insert_09d4a",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="innovations_integrityform",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="integrityform",
                trigger=pgtrigger.compiler.Trigger(
                    name="update_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "innovations_integrityformtenantevent" ("checked_at", "checked_by_id", "document_id", "finding", "id", "is_accepted", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "region_period_id", "signed_by", "signed_on", "uploaded_at", "uploaded_by_id") SELECT new_values."checked_at", new_values."checked_by_id", new_values."document_id", new_values."finding", new_values."id", new_values."is_accepted", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', new_values."id", new_values."region_id", new_values."region_period_id", new_values."signed_by", new_values."signed_on", new_values."uploaded_at", new_values."uploaded_by_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="7ecc28a92f04a7598a759dc4694e06ddd65aab83",
                        level="STATEMENT",
                        operation="UPDATE",
                        pgid="pgtrigger_update_update_39318",
                        referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                        table="innovations_integrityform",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="integrityform",
                trigger=pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "innovations_integrityformtenantevent" ("checked_at", "checked_by_id", "document_id", "finding", "id", "is_accepted", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "region_period_id", "signed_by", "signed_on", "uploaded_at", "uploaded_by_id") SELECT old_values."checked_at", old_values."checked_by_id", old_values."document_id", old_values."finding", old_values."id", old_values."is_accepted", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', old_values."id", old_values."region_id", old_values."region_period_id", old_values."signed_by", old_values."signed_on", old_values."uploaded_at", old_values."uploaded_by_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                        hash="2389072e5b9250aa544b71d94566ae606a05d6f2",
                        level="STATEMENT",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_6b224",
                        referencing="REFERENCING OLD TABLE AS old_values ",
                        table="innovations_integrityform",
                        when="AFTER",
                    ),
                ),
            ),
            migrations.AddConstraint(
                model_name="lease",
                constraint=models.UniqueConstraint(fields=("innovation",), name="innovations_held_by_one"),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="lease",
                trigger=pgtrigger.compiler.Trigger(
                    name="insert_insert",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "innovations_leasetenantevent" ("holder_id", "id", "innovation_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "tab", "taken_at") SELECT new_values."holder_id", new_values."id", new_values."innovation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', new_values."id", new_values."region_id", new_values."tab", new_values."taken_at" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="a67f5592eae69e8d731663b1a6d171a8d450f963",
                        level="STATEMENT",
                        operation="INSERT",
                        pgid="pgtrigger_insert_insert_673a6",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="innovations_lease",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="lease",
                trigger=pgtrigger.compiler.Trigger(
                    name="update_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "innovations_leasetenantevent" ("holder_id", "id", "innovation_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "tab", "taken_at") SELECT new_values."holder_id", new_values."id", new_values."innovation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', new_values."id", new_values."region_id", new_values."tab", new_values."taken_at" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."holder_id" IS DISTINCT FROM (new_values."holder_id") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."innovation_id" IS DISTINCT FROM (new_values."innovation_id") OR old_values."region_id" IS DISTINCT FROM (new_values."region_id") OR old_values."tab" IS DISTINCT FROM (new_values."tab") OR old_values."taken_at" IS DISTINCT FROM (new_values."taken_at")) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="a256c6a47323f25f6053f18abdbb504fe820971a",
                        level="STATEMENT",
                        operation="UPDATE",
                        pgid="pgtrigger_update_update_3c69b",
                        referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                        table="innovations_lease",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="lease",
                trigger=pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "innovations_leasetenantevent" ("holder_id", "id", "innovation_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "tab", "taken_at") SELECT old_values."holder_id", old_values."id", old_values."innovation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', old_values."id", old_values."region_id", old_values."tab", old_values."taken_at" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                        hash="f2e15f5bacd0f6144fb7cfcbb34acb0968d29242",
                        level="STATEMENT",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_d7908",
                        referencing="REFERENCING OLD TABLE AS old_values ",
                        table="innovations_lease",
                        when="AFTER",
                    ),
                ),
            ),
            migrations.AddIndex(
                model_name="opdconfirmation",
                index=models.Index(
                    fields=["region", "opd", "region_period", "-confirmed_at"], name="innovations_confirmed"
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="opdconfirmation",
                trigger=pgtrigger.compiler.Trigger(
                    name="confirmation_is_kept",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="c9a7b1d9dede3be8779c46e60e429d07017605bf",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_confirmation_is_kept_0e124",
                        table="innovations_opdconfirmation",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="opdconfirmation",
                trigger=pgtrigger.compiler.Trigger(
                    name="insert_insert",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "innovations_opdconfirmationtenantevent" ("confirmed_at", "confirmed_by_id", "content_hash", "id", "opd_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "region_period_id") SELECT new_values."confirmed_at", new_values."confirmed_by_id", new_values."content_hash", new_values."id", new_values."opd_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', new_values."id", new_values."region_id", new_values."region_period_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="05e3722ee240593295a7fbde5d135ac099c83e61",
                        level="STATEMENT",
                        operation="INSERT",
                        pgid="pgtrigger_insert_insert_c7ddc",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="innovations_opdconfirmation",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="opdconfirmation",
                trigger=pgtrigger.compiler.Trigger(
                    name="update_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "innovations_opdconfirmationtenantevent" ("confirmed_at", "confirmed_by_id", "content_hash", "id", "opd_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "region_period_id") SELECT new_values."confirmed_at", new_values."confirmed_by_id", new_values."content_hash", new_values."id", new_values."opd_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', new_values."id", new_values."region_id", new_values."region_period_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."confirmed_at" IS DISTINCT FROM (new_values."confirmed_at") OR old_values."confirmed_by_id" IS DISTINCT FROM (new_values."confirmed_by_id") OR old_values."content_hash" IS DISTINCT FROM (new_values."content_hash") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."opd_id" IS DISTINCT FROM (new_values."opd_id") OR old_values."region_id" IS DISTINCT FROM (new_values."region_id") OR old_values."region_period_id" IS DISTINCT FROM (new_values."region_period_id")) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="58d33ee88a181c7e6dbcbc4e983a1ff0b80c278f",
                        level="STATEMENT",
                        operation="UPDATE",
                        pgid="pgtrigger_update_update_3362e",
                        referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                        table="innovations_opdconfirmation",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="opdconfirmation",
                trigger=pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "innovations_opdconfirmationtenantevent" ("confirmed_at", "confirmed_by_id", "content_hash", "id", "opd_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "region_period_id") SELECT old_values."confirmed_at", old_values."confirmed_by_id", old_values."content_hash", old_values."id", old_values."opd_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', old_values."id", old_values."region_id", old_values."region_period_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                        hash="d135e4c1eedc146b2428a032e5244fc7053126de",
                        level="STATEMENT",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_581ea",
                        referencing="REFERENCING OLD TABLE AS old_values ",
                        table="innovations_opdconfirmation",
                        when="AFTER",
                    ),
                ),
            ),
            migrations.AddConstraint(
                model_name="portfoliochoice",
                constraint=models.UniqueConstraint(fields=("innovation",), name="innovations_one_choice_each"),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="portfoliochoice",
                trigger=pgtrigger.compiler.Trigger(
                    name="insert_insert",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "innovations_portfoliochoicetenantevent" ("chosen_at", "chosen_by_id", "id", "innovation_id", "is_chosen", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id") SELECT new_values."chosen_at", new_values."chosen_by_id", new_values."id", new_values."innovation_id", new_values."is_chosen", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', new_values."id", new_values."region_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="afaf6f20c44c84942a69cb212c4a990fc3b0d0e0",
                        level="STATEMENT",
                        operation="INSERT",
                        pgid="pgtrigger_insert_insert_0547e",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="innovations_portfoliochoice",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="portfoliochoice",
                trigger=pgtrigger.compiler.Trigger(
                    name="update_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "innovations_portfoliochoicetenantevent" ("chosen_at", "chosen_by_id", "id", "innovation_id", "is_chosen", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id") SELECT new_values."chosen_at", new_values."chosen_by_id", new_values."id", new_values."innovation_id", new_values."is_chosen", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', new_values."id", new_values."region_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="b500985b6c37e0af605029151fd9a99a65d8a61c",
                        level="STATEMENT",
                        operation="UPDATE",
                        pgid="pgtrigger_update_update_dcbf2",
                        referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                        table="innovations_portfoliochoice",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="portfoliochoice",
                trigger=pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "innovations_portfoliochoicetenantevent" ("chosen_at", "chosen_by_id", "id", "innovation_id", "is_chosen", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id") SELECT old_values."chosen_at", old_values."chosen_by_id", old_values."id", old_values."innovation_id", old_values."is_chosen", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', old_values."id", old_values."region_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                        hash="0f13c81081ea9942797d0ea65f5dffcc3954f7f7",
                        level="STATEMENT",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_52b75",
                        referencing="REFERENCING OLD TABLE AS old_values ",
                        table="innovations_portfoliochoice",
                        when="AFTER",
                    ),
                ),
            ),
            migrations.AddConstraint(
                model_name="qualitydraw",
                constraint=models.UniqueConstraint(
                    fields=("region", "period", "number"), name="innovations_quality_draw_number"
                ),
            ),
            migrations.AddConstraint(
                model_name="qualitydraw",
                constraint=models.CheckConstraint(
                    condition=models.Q(("seed", ""), _negated=True), name="innovations_quality_draw_seed"
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="qualitydraw",
                trigger=pgtrigger.compiler.Trigger(
                    name="insert_insert",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "innovations_qualitydrawtenantevent" ("drawn", "drawn_at", "drawn_by_id", "id", "number", "period_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "population", "population_hash", "region_id", "rules", "seed") SELECT new_values."drawn", new_values."drawn_at", new_values."drawn_by_id", new_values."id", new_values."number", new_values."period_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', new_values."id", new_values."population", new_values."population_hash", new_values."region_id", new_values."rules", new_values."seed" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="5c2d1a543f5b0336270f71e5612cc09f244e81d8",
                        level="STATEMENT",
                        operation="INSERT",
                        pgid="pgtrigger_insert_insert_493ab",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="innovations_qualitydraw",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="qualitydraw",
                trigger=pgtrigger.compiler.Trigger(
                    name="update_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "innovations_qualitydrawtenantevent" ("drawn", "drawn_at", "drawn_by_id", "id", "number", "period_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "population", "population_hash", "region_id", "rules", "seed") SELECT new_values."drawn", new_values."drawn_at", new_values."drawn_by_id", new_values."id", new_values."number", new_values."period_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', new_values."id", new_values."population", new_values."population_hash", new_values."region_id", new_values."rules", new_values."seed" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="5be5c0bcdafaf8784a09ee828063696227ed0439",
                        level="STATEMENT",
                        operation="UPDATE",
                        pgid="pgtrigger_update_update_8a290",
                        referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                        table="innovations_qualitydraw",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="qualitydraw",
                trigger=pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "innovations_qualitydrawtenantevent" ("drawn", "drawn_at", "drawn_by_id", "id", "number", "period_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "population", "population_hash", "region_id", "rules", "seed") SELECT old_values."drawn", old_values."drawn_at", old_values."drawn_by_id", old_values."id", old_values."number", old_values."period_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', old_values."id", old_values."population", old_values."population_hash", old_values."region_id", old_values."rules", old_values."seed" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                        hash="99000ff4a0b4f91912eda73282cd0c8a1a2b7a69",
                        level="STATEMENT",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_82b23",
                        referencing="REFERENCING OLD TABLE AS old_values ",
                        table="innovations_qualitydraw",
                        when="AFTER",
                    ),
                ),
            ),
            migrations.AddIndex(
                model_name="qualitysample",
                index=models.Index(
                    condition=models.Q(("closed_at__isnull", True)),
                    fields=["evaluator"],
                    name="innovations_open_samples",
                ),
            ),
            migrations.AddConstraint(
                model_name="qualitysample",
                constraint=models.UniqueConstraint(
                    fields=("region_period", "innovation"), name="innovations_sampled_once"
                ),
            ),
            migrations.AddConstraint(
                model_name="qualitysample",
                constraint=models.UniqueConstraint(
                    condition=models.Q(("innovation__isnull", True)),
                    fields=("region_period",),
                    name="innovations_spd_sampled_once",
                ),
            ),
            migrations.AddConstraint(
                model_name="qualitysample",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("closed_at__isnull", True), ("closed_by__isnull", True)),
                        models.Q(("closed_at__isnull", False), ("closed_by__isnull", False)),
                        _connector="OR",
                    ),
                    name="innovations_sample_closing_whole",
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="qualitysample",
                trigger=pgtrigger.compiler.Trigger(
                    name="insert_insert",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "innovations_qualitysampletenantevent" ("assigned_at", "assigned_by_id", "closed_at", "closed_by_id", "draw", "evaluator_id", "id", "innovation_id", "note", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "region_period_id", "rules") SELECT new_values."assigned_at", new_values."assigned_by_id", new_values."closed_at", new_values."closed_by_id", new_values."draw", new_values."evaluator_id", new_values."id", new_values."innovation_id", new_values."note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', new_values."id", new_values."region_id", new_values."region_period_id", new_values."rules" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="38a57aee1277e90d154cfe5ce5f0da9f55f0ea37",
                        level="STATEMENT",
                        operation="INSERT",
                        pgid="pgtrigger_insert_insert_f21b0",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="innovations_qualitysample",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="qualitysample",
                trigger=pgtrigger.compiler.Trigger(
                    name="update_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "innovations_qualitysampletenantevent" ("assigned_at", "assigned_by_id", "closed_at", "closed_by_id", "draw", "evaluator_id", "id", "innovation_id", "note", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "region_period_id", "rules") SELECT new_values."assigned_at", new_values."assigned_by_id", new_values."closed_at", new_values."closed_by_id", new_values."draw", new_values."evaluator_id", new_values."id", new_values."innovation_id", new_values."note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', new_values."id", new_values."region_id", new_values."region_period_id", new_values."rules" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="3f41ad9c246133a7e7b9ec4ff507e4065960a111",
                        level="STATEMENT",
                        operation="UPDATE",
                        pgid="pgtrigger_update_update_96850",
                        referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                        table="innovations_qualitysample",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="qualitysample",
                trigger=pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "innovations_qualitysampletenantevent" ("assigned_at", "assigned_by_id", "closed_at", "closed_by_id", "draw", "evaluator_id", "id", "innovation_id", "note", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "region_period_id", "rules") SELECT old_values."assigned_at", old_values."assigned_by_id", old_values."closed_at", old_values."closed_by_id", old_values."draw", old_values."evaluator_id", old_values."id", old_values."innovation_id", old_values."note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', old_values."id", old_values."region_id", old_values."region_period_id", old_values."rules" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                        hash="1c3fb54fe3cb60a6418d4287ce9e6573e412c308",
                        level="STATEMENT",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_ac543",
                        referencing="REFERENCING OLD TABLE AS old_values ",
                        table="innovations_qualitysample",
                        when="AFTER",
                    ),
                ),
            ),
            migrations.AddConstraint(
                model_name="regionanswer",
                constraint=models.UniqueConstraint(
                    fields=("region_period", "row"), name="innovations_one_spd_answer_a_row"
                ),
            ),
            migrations.AddConstraint(
                model_name="regionanswer",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("level__isnull", True), ("level__range", (0, 3)), _connector="OR"),
                        models.Q(("final_level__isnull", True), ("final_level__range", (0, 3)), _connector="OR"),
                    ),
                    name="innovations_spd_levels",
                ),
            ),
            migrations.AddConstraint(
                model_name="regionanswer",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        ("confirmed_by__isnull", True),
                        models.Q(("confirmed_by", models.F("entered_by")), _negated=True),
                        _connector="OR",
                    ),
                    name="innovations_spd_confirmed_by_another",
                    violation_error_message="Baris dikonfirmasi oleh orang lain, bukan oleh yang mengisinya.",
                ),
            ),
            migrations.AddConstraint(
                model_name="regionanswer",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("confirmed_at__isnull", True), ("confirmed_by__isnull", True)),
                        models.Q(("confirmed_at__isnull", False), ("confirmed_by__isnull", False)),
                        _connector="OR",
                    ),
                    name="innovations_spd_confirmation_whole",
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="regionanswer",
                trigger=pgtrigger.compiler.Trigger(
                    name="insert_insert",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "innovations_regionanswertenantevent" ("confirmed_at", "confirmed_by_id", "entered_at", "entered_by_id", "final_level", "id", "latest", "level", "note", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "previous", "region_id", "region_period_id", "row", "version") SELECT new_values."confirmed_at", new_values."confirmed_by_id", new_values."entered_at", new_values."entered_by_id", new_values."final_level", new_values."id", new_values."latest", new_values."level", new_values."note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', new_values."id", new_values."previous", new_values."region_id", new_values."region_period_id", new_values."row", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="a6ec3d3f5f556d309cc0fd202b7209e30f4bb7ce",
                        level="STATEMENT",
                        operation="INSERT",
                        pgid="pgtrigger_insert_insert_c75a3",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="innovations_regionanswer",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="regionanswer",
                trigger=pgtrigger.compiler.Trigger(
                    name="update_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "innovations_regionanswertenantevent" ("confirmed_at", "confirmed_by_id", "entered_at", "entered_by_id", "final_level", "id", "latest", "level", "note", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "previous", "region_id", "region_period_id", "row", "version") SELECT new_values."confirmed_at", new_values."confirmed_by_id", new_values."entered_at", new_values."entered_by_id", new_values."final_level", new_values."id", new_values."latest", new_values."level", new_values."note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', new_values."id", new_values."previous", new_values."region_id", new_values."region_period_id", new_values."row", new_values."version" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="9d36a47f70366689819b6170ec00ec748e862a2a",
                        level="STATEMENT",
                        operation="UPDATE",
                        pgid="pgtrigger_update_update_92ba2",
                        referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                        table="innovations_regionanswer",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="regionanswer",
                trigger=pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "innovations_regionanswertenantevent" ("confirmed_at", "confirmed_by_id", "entered_at", "entered_by_id", "final_level", "id", "latest", "level", "note", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "previous", "region_id", "region_period_id", "row", "version") SELECT old_values."confirmed_at", old_values."confirmed_by_id", old_values."entered_at", old_values."entered_by_id", old_values."final_level", old_values."id", old_values."latest", old_values."level", old_values."note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', old_values."id", old_values."previous", old_values."region_id", old_values."region_period_id", old_values."row", old_values."version" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                        hash="25ea97d6b5a7997684550dd6c256390cb235ce8e",
                        level="STATEMENT",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_d035a",
                        referencing="REFERENCING OLD TABLE AS old_values ",
                        table="innovations_regionanswer",
                        when="AFTER",
                    ),
                ),
            ),
            migrations.AddConstraint(
                model_name="regioncitation",
                constraint=models.UniqueConstraint(
                    fields=("answer", "document"), name="innovations_spd_cited_once"
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="regioncitation",
                trigger=pgtrigger.compiler.Trigger(
                    name="insert_insert",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "innovations_regioncitationtenantevent" ("answer_id", "created_at", "document_id", "id", "pages", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id") SELECT new_values."answer_id", new_values."created_at", new_values."document_id", new_values."id", new_values."pages", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', new_values."id", new_values."region_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="30a665813f7cd12fa509d6c545c0ca7f54963928",
                        level="STATEMENT",
                        operation="INSERT",
                        pgid="pgtrigger_insert_insert_477d5",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="innovations_regioncitation",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="regioncitation",
                trigger=pgtrigger.compiler.Trigger(
                    name="update_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "innovations_regioncitationtenantevent" ("answer_id", "created_at", "document_id", "id", "pages", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id") SELECT new_values."answer_id", new_values."created_at", new_values."document_id", new_values."id", new_values."pages", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', new_values."id", new_values."region_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="45ae7a371d2c1dae8f4363de5ea2135276792b10",
                        level="STATEMENT",
                        operation="UPDATE",
                        pgid="pgtrigger_update_update_47c42",
                        referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                        table="innovations_regioncitation",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="regioncitation",
                trigger=pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "innovations_regioncitationtenantevent" ("answer_id", "created_at", "document_id", "id", "pages", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id") SELECT old_values."answer_id", old_values."created_at", old_values."document_id", old_values."id", old_values."pages", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', old_values."id", old_values."region_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                        hash="dd75e764f30a104868f2879c078c8b27d89c887d",
                        level="STATEMENT",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_f0f82",
                        referencing="REFERENCING OLD TABLE AS old_values ",
                        table="innovations_regioncitation",
                        when="AFTER",
                    ),
                ),
            ),
            migrations.AddConstraint(
                model_name="reminder",
                constraint=models.CheckConstraint(
                    condition=models.Q(("text", ""), _negated=True), name="innovations_reminder_text"
                ),
            ),
            migrations.AddConstraint(
                model_name="reminder",
                constraint=models.UniqueConstraint(
                    fields=("batch", "opd"), name="innovations_one_reminder_a_press"
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="reminder",
                trigger=pgtrigger.compiler.Trigger(
                    name="insert_insert",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "innovations_remindertenantevent" ("batch", "id", "opd_id", "people", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "region_period_id", "sent_at", "sent_by_id", "text") SELECT new_values."batch", new_values."id", new_values."opd_id", new_values."people", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', new_values."id", new_values."region_id", new_values."region_period_id", new_values."sent_at", new_values."sent_by_id", new_values."text" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="bffd3783d3410e56da3ae16682aba0791fabb786",
                        level="STATEMENT",
                        operation="INSERT",
                        pgid="pgtrigger_insert_insert_52fbf",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="innovations_reminder",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="reminder",
                trigger=pgtrigger.compiler.Trigger(
                    name="update_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "innovations_remindertenantevent" ("batch", "id", "opd_id", "people", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "region_period_id", "sent_at", "sent_by_id", "text") SELECT new_values."batch", new_values."id", new_values."opd_id", new_values."people", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', new_values."id", new_values."region_id", new_values."region_period_id", new_values."sent_at", new_values."sent_by_id", new_values."text" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="14954d43d2b581fc41a73a8c2bd570f955139db5",
                        level="STATEMENT",
                        operation="UPDATE",
                        pgid="pgtrigger_update_update_556d0",
                        referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                        table="innovations_reminder",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="reminder",
                trigger=pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "innovations_remindertenantevent" ("batch", "id", "opd_id", "people", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "region_period_id", "sent_at", "sent_by_id", "text") SELECT old_values."batch", old_values."id", old_values."opd_id", old_values."people", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', old_values."id", old_values."region_id", old_values."region_period_id", old_values."sent_at", old_values."sent_by_id", old_values."text" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                        hash="f8018b039749050b9dc44b24d51b606da8735be8",
                        level="STATEMENT",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_22337",
                        referencing="REFERENCING OLD TABLE AS old_values ",
                        table="innovations_reminder",
                        when="AFTER",
                    ),
                ),
            ),
            migrations.AddConstraint(
                model_name="rowquestion",
                constraint=models.CheckConstraint(
                    condition=models.Q(("text", ""), _negated=True), name="innovations_question_asked"
                ),
            ),
            migrations.AddConstraint(
                model_name="rowquestion",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("replied_at__isnull", True), ("reply", "")),
                        models.Q(("replied_at__isnull", False), models.Q(("reply", ""), _negated=True)),
                        _connector="OR",
                    ),
                    name="innovations_question_reply_whole",
                ),
            ),
            migrations.AddConstraint(
                model_name="rowquestion",
                constraint=models.UniqueConstraint(
                    condition=models.Q(("closed_at__isnull", True)),
                    fields=("answer",),
                    name="innovations_one_open_question_a_row",
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="rowquestion",
                trigger=pgtrigger.compiler.Trigger(
                    name="insert_insert",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "innovations_rowquestiontenantevent" ("answer_id", "asked_at", "asked_by_id", "closed_at", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "replied_at", "replied_by_id", "reply", "text") SELECT new_values."answer_id", new_values."asked_at", new_values."asked_by_id", new_values."closed_at", new_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', new_values."id", new_values."region_id", new_values."replied_at", new_values."replied_by_id", new_values."reply", new_values."text" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="7fd8cd326ded535f0934f0e635434aa9f853497b",
                        level="STATEMENT",
                        operation="INSERT",
                        pgid="pgtrigger_insert_insert_682c8",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="innovations_rowquestion",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="rowquestion",
                trigger=pgtrigger.compiler.Trigger(
                    name="update_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "innovations_rowquestiontenantevent" ("answer_id", "asked_at", "asked_by_id", "closed_at", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "replied_at", "replied_by_id", "reply", "text") SELECT new_values."answer_id", new_values."asked_at", new_values."asked_by_id", new_values."closed_at", new_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', new_values."id", new_values."region_id", new_values."replied_at", new_values."replied_by_id", new_values."reply", new_values."text" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="7542af31855a853abd8cc0a5bee5d6296cb16e55",
                        level="STATEMENT",
                        operation="UPDATE",
                        pgid="pgtrigger_update_update_861ee",
                        referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                        table="innovations_rowquestion",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="rowquestion",
                trigger=pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "innovations_rowquestiontenantevent" ("answer_id", "asked_at", "asked_by_id", "closed_at", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "replied_at", "replied_by_id", "reply", "text") SELECT old_values."answer_id", old_values."asked_at", old_values."asked_by_id", old_values."closed_at", old_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', old_values."id", old_values."region_id", old_values."replied_at", old_values."replied_by_id", old_values."reply", old_values."text" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                        hash="144689f0be14a377257254965baefdc95a7b895c",
                        level="STATEMENT",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_98a5f",
                        referencing="REFERENCING OLD TABLE AS old_values ",
                        table="innovations_rowquestion",
                        when="AFTER",
                    ),
                ),
            ),
            migrations.AddConstraint(
                model_name="savedview",
                constraint=models.UniqueConstraint(
                    condition=models.Q(("is_default", True)),
                    fields=("region", "person"),
                    name="innovations_one_default_view",
                ),
            ),
            migrations.AddConstraint(
                model_name="savedview",
                constraint=models.UniqueConstraint(
                    fields=("region", "person", "name"),
                    name="innovations_one_view_a_name",
                    violation_error_message="Tampilan dengan nama ini sudah ada.",
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="savedview",
                trigger=pgtrigger.compiler.Trigger(
                    name="insert_insert",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "innovations_savedviewtenantevent" ("created_at", "id", "is_default", "name", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "query", "region_id") SELECT new_values."created_at", new_values."id", new_values."is_default", new_values."name", new_values."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', new_values."id", new_values."query", new_values."region_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="78c0ce25e0eb94f7b3ebc0422c24f96d2079c860",
                        level="STATEMENT",
                        operation="INSERT",
                        pgid="pgtrigger_insert_insert_91fb4",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="innovations_savedview",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="savedview",
                trigger=pgtrigger.compiler.Trigger(
                    name="update_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "innovations_savedviewtenantevent" ("created_at", "id", "is_default", "name", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "query", "region_id") SELECT new_values."created_at", new_values."id", new_values."is_default", new_values."name", new_values."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', new_values."id", new_values."query", new_values."region_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="c47460a846c3a2824ccf26f65a17cdcb70e607b0",
                        level="STATEMENT",
                        operation="UPDATE",
                        pgid="pgtrigger_update_update_1fd81",
                        referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                        table="innovations_savedview",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="savedview",
                trigger=pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "innovations_savedviewtenantevent" ("created_at", "id", "is_default", "name", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "query", "region_id") SELECT old_values."created_at", old_values."id", old_values."is_default", old_values."name", old_values."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', old_values."id", old_values."query", old_values."region_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                        hash="b3370987266b8f36070f368ab5f28a750c14e9ed",
                        level="STATEMENT",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_f9473",
                        referencing="REFERENCING OLD TABLE AS old_values ",
                        table="innovations_savedview",
                        when="AFTER",
                    ),
                ),
            ),
            migrations.AddConstraint(
                model_name="sending",
                constraint=models.UniqueConstraint(
                    fields=("region_period", "number"), name="innovations_sending_number"
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="sending",
                trigger=pgtrigger.compiler.Trigger(
                    name="insert_insert",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "innovations_sendingtenantevent" ("id", "number", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "receipt", "region_id", "region_period_id", "sent_at", "sent_by_id") SELECT new_values."id", new_values."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', new_values."id", new_values."receipt", new_values."region_id", new_values."region_period_id", new_values."sent_at", new_values."sent_by_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="0b513ebc7d4306fc6680b78ead3629c3df211a4f",
                        level="STATEMENT",
                        operation="INSERT",
                        pgid="pgtrigger_insert_insert_69d62",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="innovations_sending",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="sending",
                trigger=pgtrigger.compiler.Trigger(
                    name="update_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "innovations_sendingtenantevent" ("id", "number", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "receipt", "region_id", "region_period_id", "sent_at", "sent_by_id") SELECT new_values."id", new_values."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', new_values."id", new_values."receipt", new_values."region_id", new_values."region_period_id", new_values."sent_at", new_values."sent_by_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="3f13a6a330c0da0a7f5aa0d2a2916abc0278c405",
                        level="STATEMENT",
                        operation="UPDATE",
                        pgid="pgtrigger_update_update_e049d",
                        referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                        table="innovations_sending",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="sending",
                trigger=pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "innovations_sendingtenantevent" ("id", "number", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "receipt", "region_id", "region_period_id", "sent_at", "sent_by_id") SELECT old_values."id", old_values."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', old_values."id", old_values."receipt", old_values."region_id", old_values."region_period_id", old_values."sent_at", old_values."sent_by_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                        hash="739f8c430dd21797a2686ca455f3997a0b03eb17",
                        level="STATEMENT",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_1413c",
                        referencing="REFERENCING OLD TABLE AS old_values ",
                        table="innovations_sending",
                        when="AFTER",
                    ),
                ),
            ),
            migrations.AddConstraint(
                model_name="sendingitem",
                constraint=models.UniqueConstraint(
                    fields=("sending", "innovation"), name="innovations_sent_once_a_sending"
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="sendingitem",
                trigger=pgtrigger.compiler.Trigger(
                    name="insert_insert",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "innovations_sendingitemtenantevent" ("content_hash", "id", "innovation_id", "innovation_version", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "sending_id") SELECT new_values."content_hash", new_values."id", new_values."innovation_id", new_values."innovation_version", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', new_values."id", new_values."region_id", new_values."sending_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="059d509ff6bd2503057d5f953a61d56e6657de62",
                        level="STATEMENT",
                        operation="INSERT",
                        pgid="pgtrigger_insert_insert_e3ad4",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="innovations_sendingitem",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="sendingitem",
                trigger=pgtrigger.compiler.Trigger(
                    name="update_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "innovations_sendingitemtenantevent" ("content_hash", "id", "innovation_id", "innovation_version", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "sending_id") SELECT new_values."content_hash", new_values."id", new_values."innovation_id", new_values."innovation_version", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', new_values."id", new_values."region_id", new_values."sending_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."content_hash" IS DISTINCT FROM (new_values."content_hash") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."innovation_id" IS DISTINCT FROM (new_values."innovation_id") OR old_values."innovation_version" IS DISTINCT FROM (new_values."innovation_version") OR old_values."region_id" IS DISTINCT FROM (new_values."region_id") OR old_values."sending_id" IS DISTINCT FROM (new_values."sending_id")) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="d1409d941875c426036fe5bd184d764e1732c39d",
                        level="STATEMENT",
                        operation="UPDATE",
                        pgid="pgtrigger_update_update_cf84d",
                        referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                        table="innovations_sendingitem",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="sendingitem",
                trigger=pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "innovations_sendingitemtenantevent" ("content_hash", "id", "innovation_id", "innovation_version", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "sending_id") SELECT old_values."content_hash", old_values."id", old_values."innovation_id", old_values."innovation_version", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', old_values."id", old_values."region_id", old_values."sending_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                        hash="1e61126deb1931690366f35b0761a031e4afe456",
                        level="STATEMENT",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_74844",
                        referencing="REFERENCING OLD TABLE AS old_values ",
                        table="innovations_sendingitem",
                        when="AFTER",
                    ),
                ),
            ),
            migrations.AddIndex(
                model_name="transition",
                index=models.Index(fields=["region", "innovation", "-at"], name="innovations_timeline"),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="transition",
                trigger=pgtrigger.compiler.Trigger(
                    name="insert_insert",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "innovations_transitiontenantevent" ("action", "actor_id", "at", "from_state", "id", "innovation_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "region_id", "role", "to_state") SELECT new_values."action", new_values."actor_id", new_values."at", new_values."from_state", new_values."id", new_values."innovation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', new_values."id", new_values."reason", new_values."region_id", new_values."role", new_values."to_state" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="151dd098ad2ad0a41e68995655254b85a9b5dca8",
                        level="STATEMENT",
                        operation="INSERT",
                        pgid="pgtrigger_insert_insert_1c335",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="innovations_transition",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="transition",
                trigger=pgtrigger.compiler.Trigger(
                    name="update_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "innovations_transitiontenantevent" ("action", "actor_id", "at", "from_state", "id", "innovation_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "region_id", "role", "to_state") SELECT new_values."action", new_values."actor_id", new_values."at", new_values."from_state", new_values."id", new_values."innovation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', new_values."id", new_values."reason", new_values."region_id", new_values."role", new_values."to_state" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="d6774b961c38b21b47008e2bf22f55e6f2850f73",
                        level="STATEMENT",
                        operation="UPDATE",
                        pgid="pgtrigger_update_update_7a2d4",
                        referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                        table="innovations_transition",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="transition",
                trigger=pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "innovations_transitiontenantevent" ("action", "actor_id", "at", "from_state", "id", "innovation_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "region_id", "role", "to_state") SELECT old_values."action", old_values."actor_id", old_values."at", old_values."from_state", old_values."id", old_values."innovation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', old_values."id", old_values."reason", old_values."region_id", old_values."role", old_values."to_state" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                        hash="3457c6ee5890c0d1390f9bf08c7cd46f6b9b8d57",
                        level="STATEMENT",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_810b0",
                        referencing="REFERENCING OLD TABLE AS old_values ",
                        table="innovations_transition",
                        when="AFTER",
                    ),
                ),
            ),
            migrations.AddConstraint(
                model_name="returnreason",
                constraint=models.UniqueConstraint(
                    fields=("transition", "row"), name="innovations_one_reason_a_row", nulls_distinct=False
                ),
            ),
            migrations.AddConstraint(
                model_name="returnreason",
                constraint=models.CheckConstraint(
                    condition=models.Q(("reason", ""), _negated=True), name="innovations_return_reason_given"
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="returnreason",
                trigger=pgtrigger.compiler.Trigger(
                    name="insert_insert",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "innovations_returnreasontenantevent" ("id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "region_id", "replied_at", "replied_by_id", "reply", "row", "transition_id") SELECT new_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', new_values."id", new_values."reason", new_values."region_id", new_values."replied_at", new_values."replied_by_id", new_values."reply", new_values."row", new_values."transition_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="0e58ae2e288cf1155a33db8b2a502e53e89c2a70",
                        level="STATEMENT",
                        operation="INSERT",
                        pgid="pgtrigger_insert_insert_126a9",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="innovations_returnreason",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="returnreason",
                trigger=pgtrigger.compiler.Trigger(
                    name="update_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "innovations_returnreasontenantevent" ("id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "region_id", "replied_at", "replied_by_id", "reply", "row", "transition_id") SELECT new_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', new_values."id", new_values."reason", new_values."region_id", new_values."replied_at", new_values."replied_by_id", new_values."reply", new_values."row", new_values."transition_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="cfa6e177e0350e04e259792f5a67425780a4dc3a",
                        level="STATEMENT",
                        operation="UPDATE",
                        pgid="pgtrigger_update_update_55387",
                        referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                        table="innovations_returnreason",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="returnreason",
                trigger=pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "innovations_returnreasontenantevent" ("id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "region_id", "replied_at", "replied_by_id", "reply", "row", "transition_id") SELECT old_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', old_values."id", old_values."reason", old_values."region_id", old_values."replied_at", old_values."replied_by_id", old_values."reply", old_values."row", old_values."transition_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                        hash="0a5ca627073a4cc02bc40f031e0650b2f6f1bca3",
                        level="STATEMENT",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_9c794",
                        referencing="REFERENCING OLD TABLE AS old_values ",
                        table="innovations_returnreason",
                        when="AFTER",
                    ),
                ),
            ),
            migrations.AddConstraint(
                model_name="receipt",
                constraint=models.CheckConstraint(
                    condition=models.Q(("sha256__regex", "^[0-9a-f]{64}$")), name="innovations_receipt_hash"
                ),
            ),
            migrations.AddConstraint(
                model_name="receipt",
                constraint=models.UniqueConstraint(fields=("transition",), name="innovations_one_receipt_a_step"),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="receipt",
                trigger=pgtrigger.compiler.Trigger(
                    name="receipt_is_kept",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="59d4600f8db5bfdcd96a6bda193bb49c9af3e7f4",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_receipt_is_kept_4c82b",
                        table="innovations_receipt",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="receipt",
                trigger=pgtrigger.compiler.Trigger(
                    name="insert_insert",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "innovations_receipttenantevent" ("at", "code", "document_id", "id", "innovation_id", "issued_to_id", "kind", "name", "opd_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "sha256", "size", "transition_id") SELECT new_values."at", new_values."code", new_values."document_id", new_values."id", new_values."innovation_id", new_values."issued_to_id", new_values."kind", new_values."name", new_values."opd_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', new_values."id", new_values."region_id", new_values."sha256", new_values."size", new_values."transition_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="3b4900fc69455a314bb15f8bd374e807a950c082",
                        level="STATEMENT",
                        operation="INSERT",
                        pgid="pgtrigger_insert_insert_1095a",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="innovations_receipt",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="receipt",
                trigger=pgtrigger.compiler.Trigger(
                    name="update_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "innovations_receipttenantevent" ("at", "code", "document_id", "id", "innovation_id", "issued_to_id", "kind", "name", "opd_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "sha256", "size", "transition_id") SELECT new_values."at", new_values."code", new_values."document_id", new_values."id", new_values."innovation_id", new_values."issued_to_id", new_values."kind", new_values."name", new_values."opd_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', new_values."id", new_values."region_id", new_values."sha256", new_values."size", new_values."transition_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."at" IS DISTINCT FROM (new_values."at") OR old_values."code" IS DISTINCT FROM (new_values."code") OR old_values."document_id" IS DISTINCT FROM (new_values."document_id") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."innovation_id" IS DISTINCT FROM (new_values."innovation_id") OR old_values."issued_to_id" IS DISTINCT FROM (new_values."issued_to_id") OR old_values."kind" IS DISTINCT FROM (new_values."kind") OR old_values."name" IS DISTINCT FROM (new_values."name") OR old_values."opd_id" IS DISTINCT FROM (new_values."opd_id") OR old_values."region_id" IS DISTINCT FROM (new_values."region_id") OR old_values."sha256" IS DISTINCT FROM (new_values."sha256") OR old_values."size" IS DISTINCT FROM (new_values."size") OR old_values."transition_id" IS DISTINCT FROM (new_values."transition_id")) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="2fec0140c4000dce3419b8f3df637f18f8e534f6",
                        level="STATEMENT",
                        operation="UPDATE",
                        pgid="pgtrigger_update_update_b1afd",
                        referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                        table="innovations_receipt",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="receipt",
                trigger=pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "innovations_receipttenantevent" ("at", "code", "document_id", "id", "innovation_id", "issued_to_id", "kind", "name", "opd_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "sha256", "size", "transition_id") SELECT old_values."at", old_values."code", old_values."document_id", old_values."id", old_values."innovation_id", old_values."issued_to_id", old_values."kind", old_values."name", old_values."opd_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', old_values."id", old_values."region_id", old_values."sha256", old_values."size", old_values."transition_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                        hash="4f15334fa0aa072695840cb8ba82c3e16b8bbbc3",
                        level="STATEMENT",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_e524c",
                        referencing="REFERENCING OLD TABLE AS old_values ",
                        table="innovations_receipt",
                        when="AFTER",
                    ),
                ),
            ),
            migrations.AddConstraint(
                model_name="verdict",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("answer__isnull", False), ("region_answer__isnull", True)),
                        models.Q(("answer__isnull", True), ("region_answer__isnull", False), ("stage", "qc")),
                        _connector="OR",
                    ),
                    name="innovations_verdict_on_one_row",
                ),
            ),
            migrations.AddConstraint(
                model_name="verdict",
                constraint=models.CheckConstraint(
                    condition=models.Q(("level__range", (0, 3))), name="innovations_verdict_level"
                ),
            ),
            migrations.AddConstraint(
                model_name="verdict",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        ("decision", "accept"), models.Q(("reason", ""), _negated=True), _connector="OR"
                    ),
                    name="innovations_verdict_reason",
                    violation_error_message="Tuliskan alasan bila tingkat diubah atau ditolak.",
                ),
            ),
            migrations.AddConstraint(
                model_name="verdict",
                constraint=models.UniqueConstraint(
                    condition=models.Q(("stands", True)),
                    fields=("answer", "stage"),
                    name="innovations_one_standing_verdict",
                ),
            ),
            migrations.AddConstraint(
                model_name="verdict",
                constraint=models.UniqueConstraint(
                    condition=models.Q(("region_answer__isnull", False), ("stands", True)),
                    fields=("region_answer", "stage"),
                    name="innovations_one_standing_spd_verdict",
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="verdict",
                trigger=pgtrigger.compiler.Trigger(
                    name="insert_insert",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "innovations_verdicttenantevent" ("answer_id", "created_at", "decision", "desk_note", "fell_at", "fell_because", "id", "judged", "judged_hash", "level", "opd_note", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "region_answer_id", "region_id", "reviewer_id", "stage", "stands", "taken_over_id") SELECT new_values."answer_id", new_values."created_at", new_values."decision", new_values."desk_note", new_values."fell_at", new_values."fell_because", new_values."id", new_values."judged", new_values."judged_hash", new_values."level", new_values."opd_note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', new_values."id", new_values."reason", new_values."region_answer_id", new_values."region_id", new_values."reviewer_id", new_values."stage", new_values."stands", new_values."taken_over_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="85f7b8c9496b62623af73b3e06ac9f50ff72ca60",
                        level="STATEMENT",
                        operation="INSERT",
                        pgid="pgtrigger_insert_insert_446c9",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="innovations_verdict",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="verdict",
                trigger=pgtrigger.compiler.Trigger(
                    name="update_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "innovations_verdicttenantevent" ("answer_id", "created_at", "decision", "desk_note", "fell_at", "fell_because", "id", "judged", "judged_hash", "level", "opd_note", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "region_answer_id", "region_id", "reviewer_id", "stage", "stands", "taken_over_id") SELECT new_values."answer_id", new_values."created_at", new_values."decision", new_values."desk_note", new_values."fell_at", new_values."fell_because", new_values."id", new_values."judged", new_values."judged_hash", new_values."level", new_values."opd_note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', new_values."id", new_values."reason", new_values."region_answer_id", new_values."region_id", new_values."reviewer_id", new_values."stage", new_values."stands", new_values."taken_over_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="b3a3f8ce566ed378a7c93b4c49fd0ca803b509ca",
                        level="STATEMENT",
                        operation="UPDATE",
                        pgid="pgtrigger_update_update_81a39",
                        referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                        table="innovations_verdict",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="verdict",
                trigger=pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "innovations_verdicttenantevent" ("answer_id", "created_at", "decision", "desk_note", "fell_at", "fell_because", "id", "judged", "judged_hash", "level", "opd_note", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "region_answer_id", "region_id", "reviewer_id", "stage", "stands", "taken_over_id") SELECT old_values."answer_id", old_values."created_at", old_values."decision", old_values."desk_note", old_values."fell_at", old_values."fell_because", old_values."id", old_values."judged", old_values."judged_hash", old_values."level", old_values."opd_note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', old_values."id", old_values."reason", old_values."region_answer_id", old_values."region_id", old_values."reviewer_id", old_values."stage", old_values."stands", old_values."taken_over_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                        hash="0c1b5a3adfb51ffc86bf790388979be51c4b1ebd",
                        level="STATEMENT",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_75e72",
                        referencing="REFERENCING OLD TABLE AS old_values ",
                        table="innovations_verdict",
                        when="AFTER",
                    ),
                ),
            ),
            migrations.AddConstraint(
                model_name="visit",
                constraint=models.UniqueConstraint(
                    fields=("opd", "person"), name="innovations_one_visit_a_person"
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="visit",
                trigger=pgtrigger.compiler.Trigger(
                    name="insert_insert",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "innovations_visittenantevent" ("id", "opd_id", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id") SELECT new_values."id", new_values."opd_id", new_values."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', new_values."id", new_values."region_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="300f78d5f46b57963eb1a246900e2b77f0b763f6",
                        level="STATEMENT",
                        operation="INSERT",
                        pgid="pgtrigger_insert_insert_1a3a7",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="innovations_visit",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="visit",
                trigger=pgtrigger.compiler.Trigger(
                    name="update_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "innovations_visittenantevent" ("id", "opd_id", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id") SELECT new_values."id", new_values."opd_id", new_values."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', new_values."id", new_values."region_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."opd_id" IS DISTINCT FROM (new_values."opd_id") OR old_values."person_id" IS DISTINCT FROM (new_values."person_id") OR old_values."region_id" IS DISTINCT FROM (new_values."region_id")) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="e00af5353aedb722a1ef16387ae06ea57ec85a43",
                        level="STATEMENT",
                        operation="UPDATE",
                        pgid="pgtrigger_update_update_46982",
                        referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                        table="innovations_visit",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="visit",
                trigger=pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "innovations_visittenantevent" ("id", "opd_id", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id") SELECT old_values."id", old_values."opd_id", old_values."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', old_values."id", old_values."region_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                        hash="bc0e6fffa230bacab67dabcdc44a1abc54c473c2",
                        level="STATEMENT",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_2d858",
                        referencing="REFERENCING OLD TABLE AS old_values ",
                        table="innovations_visit",
                        when="AFTER",
                    ),
                ),
            ),
        ]),
        ProtectTenantTables(),
    ]
