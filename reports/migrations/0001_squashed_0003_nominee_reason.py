# The schema at the first round of all applications, made in one step: a new database is spared the steps it took to get there.

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
import iga_portal.tenancy.fields
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
import uuid
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models

from iga_portal.tenancy.operations import AppendOnly, ProtectTenantTables, Together


class Migration(migrations.Migration):
    replaces = [
        ("reports", "0001_initial"),
        ("reports", "0002_publication"),
        ("reports", "0003_nominee_reason"),
    ]

    initial = True

    dependencies = [
        ("files", "0001_squashed_0003_unexamined_files"),
        ("regions", "0001_squashed_0007_evaluator_pool"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        # Tables.
        Together([
            migrations.CreateModel(
                name="AwardPlan",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("categories", models.JSONField(default=dict)),
                    ("criteria", models.JSONField(default=dict)),
                    ("index_weight", models.DecimalField(decimal_places=2, default=Decimal("100"), max_digits=5)),
                    (
                        "presentation_weight",
                        models.DecimalField(decimal_places=2, default=Decimal("0"), max_digits=5),
                    ),
                    ("field_weight", models.DecimalField(decimal_places=2, default=Decimal("0"), max_digits=5)),
                    ("border_regions", models.JSONField(default=list)),
                    ("border_confirmed_at", models.DateTimeField(null=True)),
                    ("version", models.PositiveIntegerField(default=1)),
                    (
                        "border_confirmed_by",
                        models.ForeignKey(
                            null=True,
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
                    "abstract": False,
                    "base_manager_name": "objects",
                },
            ),
            migrations.CreateModel(
                name="AwardPlanTenantevent",
                fields=[
                    ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                    ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                    ("pgh_label", models.TextField(help_text="The event label.")),
                    ("pgh_context", pghistory.utils.JSONField(null=True)),
                    ("id", models.BigIntegerField()),
                    ("categories", models.JSONField(default=dict)),
                    ("criteria", models.JSONField(default=dict)),
                    ("index_weight", models.DecimalField(decimal_places=2, default=Decimal("100"), max_digits=5)),
                    (
                        "presentation_weight",
                        models.DecimalField(decimal_places=2, default=Decimal("0"), max_digits=5),
                    ),
                    ("field_weight", models.DecimalField(decimal_places=2, default=Decimal("0"), max_digits=5)),
                    ("border_regions", models.JSONField(default=list)),
                    ("border_confirmed_at", models.DateTimeField(null=True)),
                    ("version", models.PositiveIntegerField(default=1)),
                    (
                        "border_confirmed_by",
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
                            to="reports.awardplan",
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
                name="IssuedDocument",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    (
                        "kind",
                        models.CharField(
                            choices=[
                                ("report", "laporan daerah"),
                                ("certificate", "piagam"),
                                ("award", "piagam penghargaan"),
                                ("receipt", "rincian nilai"),
                                ("national", "laporan nasional"),
                            ],
                            max_length=12,
                        ),
                    ),
                    ("number", models.CharField(max_length=60, unique=True)),
                    (
                        "basis",
                        models.CharField(
                            choices=[
                                ("claimed", "Pengukuran mandiri"),
                                ("verified", "Terverifikasi"),
                                ("final", "Final"),
                            ],
                            max_length=8,
                        ),
                    ),
                    ("category", models.CharField(blank=True, max_length=60)),
                    (
                        "standing",
                        models.CharField(
                            choices=[("valid", "berlaku"), ("superseded", "digantikan"), ("revoked", "dicabut")],
                            default="valid",
                            max_length=12,
                        ),
                    ),
                    ("ended_at", models.DateTimeField(null=True)),
                    ("end_reason", models.TextField(blank=True, verbose_name="alasan")),
                    ("snapshot", models.JSONField()),
                    ("snapshot_hash", models.CharField(max_length=64)),
                    ("facts", models.JSONField(null=True)),
                    ("facts_hash", models.CharField(max_length=64)),
                    ("signer", models.CharField(blank=True, max_length=200)),
                    ("signer_fingerprint", models.CharField(blank=True, max_length=64)),
                    ("signed_at", models.DateTimeField(null=True)),
                    ("fault", models.TextField(blank=True)),
                    ("issued_on", models.DateField()),
                    ("created_at", models.DateTimeField(auto_now_add=True)),
                    (
                        "ended_by",
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
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="files.storedfile",
                        ),
                    ),
                    (
                        "issued_by",
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
                            related_name="documents",
                            to="regions.regionperiod",
                        ),
                    ),
                    (
                        "replaced_by",
                        iga_portal.tenancy.fields.TenantForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="reports.issueddocument",
                        ),
                    ),
                    ('publication', models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="documents",
                    to="reports.publication",
                )),
                ],
                options={
                    "ordering": ["-created_at", "-id"],
                    "abstract": False,
                    "base_manager_name": "objects",
                },
            ),
            migrations.CreateModel(
                name="Nominee",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("categories", models.JSONField(default=list)),
                    ("nominated_at", models.DateTimeField()),
                    ("withdrawn_at", models.DateTimeField(null=True)),
                    ("reason", models.TextField(blank=True, verbose_name="alasan")),
                    (
                        "is_recommended",
                        models.BooleanField(default=False, verbose_name="diusulkan untuk insentif fiskal"),
                    ),
                    ("recommendation", models.TextField(blank=True, verbose_name="alasan usulan")),
                    ("version", models.PositiveIntegerField(default=1)),
                    (
                        "candidate",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to="regions.region"
                        ),
                    ),
                    (
                        "nominated_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "plan",
                        iga_portal.tenancy.fields.TenantForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="nominees",
                            to="reports.awardplan",
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
                    "ordering": ["plan_id", "candidate_id"],
                    "abstract": False,
                    "base_manager_name": "objects",
                },
            ),
            migrations.CreateModel(
                name="NomineeTenantevent",
                fields=[
                    ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                    ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                    ("pgh_label", models.TextField(help_text="The event label.")),
                    ("pgh_context", pghistory.utils.JSONField(null=True)),
                    ("id", models.BigIntegerField()),
                    ("categories", models.JSONField(default=list)),
                    ("nominated_at", models.DateTimeField()),
                    ("withdrawn_at", models.DateTimeField(null=True)),
                    ("reason", models.TextField(blank=True, verbose_name="alasan")),
                    (
                        "is_recommended",
                        models.BooleanField(default=False, verbose_name="diusulkan untuk insentif fiskal"),
                    ),
                    ("recommendation", models.TextField(blank=True, verbose_name="alasan usulan")),
                    ("version", models.PositiveIntegerField(default=1)),
                    (
                        "candidate",
                        models.ForeignKey(
                            db_constraint=False,
                            db_index=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="regions.region",
                        ),
                    ),
                    (
                        "nominated_by",
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
                            to="reports.nominee",
                        ),
                    ),
                    (
                        "plan",
                        iga_portal.tenancy.fields.TenantForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="reports.awardplan",
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
                name="PanelMember",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("appointed_at", models.DateTimeField(auto_now_add=True)),
                    ("ended_at", models.DateTimeField(null=True)),
                    (
                        "person",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "plan",
                        iga_portal.tenancy.fields.TenantForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="panel",
                            to="reports.awardplan",
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
                    "ordering": ["id"],
                    "abstract": False,
                    "base_manager_name": "objects",
                },
            ),
            migrations.CreateModel(
                name="PanelMemberTenantevent",
                fields=[
                    ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                    ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                    ("pgh_label", models.TextField(help_text="The event label.")),
                    ("pgh_context", pghistory.utils.JSONField(null=True)),
                    ("id", models.BigIntegerField()),
                    ("appointed_at", models.DateTimeField(auto_now_add=True)),
                    ("ended_at", models.DateTimeField(null=True)),
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
                            to="reports.panelmember",
                        ),
                    ),
                    (
                        "plan",
                        iga_portal.tenancy.fields.TenantForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="reports.awardplan",
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
                name="PanelScore",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "part",
                        models.CharField(
                            choices=[
                                ("presentation", "Presentasi kepala daerah"),
                                ("field", "Validasi lapangan"),
                            ],
                            max_length=12,
                        ),
                    ),
                    ("criterion", models.CharField(max_length=40)),
                    (
                        "score",
                        models.DecimalField(
                            decimal_places=2,
                            max_digits=5,
                            validators=[
                                django.core.validators.MinValueValidator(0),
                                django.core.validators.MaxValueValidator(100),
                            ],
                            verbose_name="nilai",
                        ),
                    ),
                    ("note", models.TextField(blank=True, verbose_name="catatan")),
                    ("scored_at", models.DateTimeField()),
                    (
                        "member",
                        iga_portal.tenancy.fields.TenantForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="scores",
                            to="reports.panelmember",
                        ),
                    ),
                    (
                        "nominee",
                        iga_portal.tenancy.fields.TenantForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="scores",
                            to="reports.nominee",
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
                    "ordering": ["nominee_id", "part", "criterion", "member_id"],
                    "abstract": False,
                    "base_manager_name": "objects",
                },
            ),
            migrations.CreateModel(
                name="PanelScoreTenantevent",
                fields=[
                    ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                    ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                    ("pgh_label", models.TextField(help_text="The event label.")),
                    ("pgh_context", pghistory.utils.JSONField(null=True)),
                    ("id", models.BigIntegerField()),
                    (
                        "part",
                        models.CharField(
                            choices=[
                                ("presentation", "Presentasi kepala daerah"),
                                ("field", "Validasi lapangan"),
                            ],
                            max_length=12,
                        ),
                    ),
                    ("criterion", models.CharField(max_length=40)),
                    (
                        "score",
                        models.DecimalField(
                            decimal_places=2,
                            max_digits=5,
                            validators=[
                                django.core.validators.MinValueValidator(0),
                                django.core.validators.MaxValueValidator(100),
                            ],
                            verbose_name="nilai",
                        ),
                    ),
                    ("note", models.TextField(blank=True, verbose_name="catatan")),
                    ("scored_at", models.DateTimeField()),
                    (
                        "member",
                        iga_portal.tenancy.fields.TenantForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="reports.panelmember",
                        ),
                    ),
                    (
                        "nominee",
                        iga_portal.tenancy.fields.TenantForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="reports.nominee",
                        ),
                    ),
                    (
                        "pgh_obj",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="reports.panelscore",
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
                name="PreparedPublication",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "state",
                        models.CharField(
                            choices=[
                                ("prepared", "Disiapkan"),
                                ("published", "Terbit"),
                                ("discarded", "Dibatalkan"),
                            ],
                            default="prepared",
                            max_length=12,
                        ),
                    ),
                    ("reason", models.TextField(blank=True, verbose_name="alasan koreksi")),
                    ("content", models.JSONField()),
                    ("content_hash", models.CharField(max_length=64)),
                    ("checks", models.JSONField(default=dict)),
                    ("prepared_at", models.DateTimeField()),
                    ("ended_at", models.DateTimeField(null=True)),
                    (
                        "ended_by",
                        models.ForeignKey(
                            null=True,
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
                        "prepared_by",
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
                    ('publication', models.OneToOneField(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="preparation",
                    to="reports.publication",
                )),
                    ('supersedes', models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="reports.publication",
                )),
                ],
                options={
                    "ordering": ["-prepared_at", "-id"],
                    "abstract": False,
                    "base_manager_name": "objects",
                },
            ),
            migrations.CreateModel(
                name="Publication",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("number", models.PositiveIntegerField(unique=True)),
                    ("revision", models.PositiveSmallIntegerField()),
                    ("instrument_fingerprint", models.CharField(max_length=64)),
                    ("title", models.CharField(max_length=160)),
                    ("reason", models.TextField(blank=True)),
                    ("summary", models.JSONField(default=dict)),
                    ("content_hash", models.CharField(max_length=64)),
                    ("previous_hash", models.CharField(blank=True, max_length=64)),
                    ("chain_hash", models.CharField(max_length=64, unique=True)),
                    ("published_at", models.DateTimeField()),
                    ("is_demo", models.BooleanField(default=False)),
                    (
                        "period",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="publications",
                            to="regions.period",
                        ),
                    ),
                    (
                        "prepared_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "published_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "supersedes",
                        models.OneToOneField(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="superseded_by",
                            to="reports.publication",
                        ),
                    ),
                ],
                options={
                    "ordering": ["-number"],
                },
            ),
            migrations.CreateModel(
                name="PreparedPublicationTenantevent",
                fields=[
                    ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                    ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                    ("pgh_label", models.TextField(help_text="The event label.")),
                    ("pgh_context", pghistory.utils.JSONField(null=True)),
                    ("id", models.BigIntegerField()),
                    (
                        "state",
                        models.CharField(
                            choices=[
                                ("prepared", "Disiapkan"),
                                ("published", "Terbit"),
                                ("discarded", "Dibatalkan"),
                            ],
                            default="prepared",
                            max_length=12,
                        ),
                    ),
                    ("reason", models.TextField(blank=True, verbose_name="alasan koreksi")),
                    ("content_hash", models.CharField(max_length=64)),
                    ("checks", models.JSONField(default=dict)),
                    ("prepared_at", models.DateTimeField()),
                    ("ended_at", models.DateTimeField(null=True)),
                    (
                        "ended_by",
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
                            to="reports.preparedpublication",
                        ),
                    ),
                    (
                        "prepared_by",
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
                        "publication",
                        models.ForeignKey(
                            db_constraint=False,
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="reports.publication",
                        ),
                    ),
                    (
                        "supersedes",
                        models.ForeignKey(
                            db_constraint=False,
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="reports.publication",
                        ),
                    ),
                ],
                options={
                    "abstract": False,
                    "base_manager_name": "objects",
                },
            ),
            migrations.CreateModel(
                name="IssuedDocumentTenantevent",
                fields=[
                    ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                    ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                    ("pgh_label", models.TextField(help_text="The event label.")),
                    ("pgh_context", pghistory.utils.JSONField(null=True)),
                    ("id", models.BigIntegerField()),
                    ("public_id", models.UUIDField(default=uuid.uuid4, editable=False)),
                    (
                        "kind",
                        models.CharField(
                            choices=[
                                ("report", "laporan daerah"),
                                ("certificate", "piagam"),
                                ("award", "piagam penghargaan"),
                                ("receipt", "rincian nilai"),
                                ("national", "laporan nasional"),
                            ],
                            max_length=12,
                        ),
                    ),
                    ("number", models.CharField(max_length=60)),
                    (
                        "basis",
                        models.CharField(
                            choices=[
                                ("claimed", "Pengukuran mandiri"),
                                ("verified", "Terverifikasi"),
                                ("final", "Final"),
                            ],
                            max_length=8,
                        ),
                    ),
                    ("category", models.CharField(blank=True, max_length=60)),
                    (
                        "standing",
                        models.CharField(
                            choices=[("valid", "berlaku"), ("superseded", "digantikan"), ("revoked", "dicabut")],
                            default="valid",
                            max_length=12,
                        ),
                    ),
                    ("ended_at", models.DateTimeField(null=True)),
                    ("end_reason", models.TextField(blank=True, verbose_name="alasan")),
                    ("snapshot_hash", models.CharField(max_length=64)),
                    ("facts_hash", models.CharField(max_length=64)),
                    ("signer", models.CharField(blank=True, max_length=200)),
                    ("signer_fingerprint", models.CharField(blank=True, max_length=64)),
                    ("signed_at", models.DateTimeField(null=True)),
                    ("fault", models.TextField(blank=True)),
                    ("issued_on", models.DateField()),
                    ("created_at", models.DateTimeField(auto_now_add=True)),
                    (
                        "ended_by",
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
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="files.storedfile",
                        ),
                    ),
                    (
                        "issued_by",
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
                            to="reports.issueddocument",
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
                        "replaced_by",
                        iga_portal.tenancy.fields.TenantForeignKey(
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="reports.issueddocument",
                        ),
                    ),
                    (
                        "publication",
                        models.ForeignKey(
                            db_constraint=False,
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="reports.publication",
                        ),
                    ),
                ],
                options={
                    "abstract": False,
                    "base_manager_name": "objects",
                },
            ),
            migrations.CreateModel(
                name="PublishedRegion",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("code", models.CharField(max_length=8)),
                    ("name", models.CharField(max_length=120)),
                    ("kind", models.CharField(max_length=20)),
                    ("province", models.CharField(blank=True, max_length=120)),
                    ("regional", models.CharField(blank=True, max_length=4)),
                    ("is_assessed", models.BooleanField()),
                    ("spd", models.DecimalField(decimal_places=2, max_digits=6, null=True)),
                    ("maturity_mean", models.DecimalField(decimal_places=4, max_digits=9, null=True)),
                    ("maturity_sum", models.DecimalField(decimal_places=2, max_digits=12, null=True)),
                    ("count_score", models.DecimalField(decimal_places=2, max_digits=6, null=True)),
                    ("sid", models.DecimalField(decimal_places=4, max_digits=9, null=True)),
                    ("total", models.DecimalField(decimal_places=4, max_digits=9, null=True)),
                    ("innovations_counted", models.PositiveIntegerField(null=True)),
                    ("divisor", models.PositiveIntegerField(null=True)),
                    ("yandas", models.PositiveSmallIntegerField(null=True)),
                    ("index", models.DecimalField(decimal_places=2, max_digits=5, null=True)),
                    ("predicate", models.CharField(blank=True, max_length=40)),
                    ("place", models.PositiveIntegerField(null=True)),
                    ("place_of", models.PositiveIntegerField(null=True)),
                    ("place_nation", models.PositiveIntegerField(null=True)),
                    ("final_score", models.DecimalField(decimal_places=4, max_digits=7, null=True)),
                    ("assessment", models.JSONField(default=dict)),
                    ("facts", models.JSONField(null=True)),
                    ("facts_hash", models.CharField(blank=True, max_length=64)),
                    (
                        "publication",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="regions",
                            to="reports.publication",
                        ),
                    ),
                    (
                        "region",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to="regions.region"
                        ),
                    ),
                ],
                options={
                    "ordering": ["publication_id", "code"],
                },
            ),
            migrations.CreateModel(
                name="PublishedInnovation",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("public_id", models.UUIDField()),
                    ("name", models.CharField(max_length=255)),
                    ("opd", models.CharField(max_length=200)),
                    ("urusan", models.CharField(max_length=120)),
                    ("form", models.CharField(max_length=40)),
                    ("kind", models.CharField(max_length=40)),
                    ("aim", models.TextField(blank=True)),
                    ("result", models.TextField(blank=True)),
                    ("levels", models.JSONField(default=dict)),
                    ("maturity", models.DecimalField(decimal_places=2, max_digits=6, null=True)),
                    (
                        "words",
                        models.GeneratedField(
                            db_persist=True,
                            expression=django.contrib.postgres.search.CombinedSearchVector(
                                django.contrib.postgres.search.CombinedSearchVector(
                                    django.contrib.postgres.search.SearchVector(
                                        "name", config="indonesian", weight="A"
                                    ),
                                    "||",
                                    django.contrib.postgres.search.SearchVector(
                                        "opd", "urusan", config="indonesian", weight="B"
                                    ),
                                    django.contrib.postgres.search.SearchConfig("indonesian"),
                                ),
                                "||",
                                django.contrib.postgres.search.SearchVector(
                                    "aim", "result", config="indonesian", weight="C"
                                ),
                                django.contrib.postgres.search.SearchConfig("indonesian"),
                            ),
                            output_field=django.contrib.postgres.search.SearchVectorField(),
                        ),
                    ),
                    (
                        "publication",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="innovations",
                            to="reports.publication",
                        ),
                    ),
                    (
                        "published_region",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="innovations",
                            to="reports.publishedregion",
                        ),
                    ),
                ],
                options={
                    "ordering": ["publication_id", "id"],
                },
            ),
            migrations.CreateModel(
                name="PublishedAward",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("category", models.CharField(max_length=60)),
                    ("category_name", models.CharField(max_length=200)),
                    ("place", models.PositiveSmallIntegerField()),
                    ("sentence", models.TextField()),
                    ("sentence_en", models.TextField(blank=True)),
                    ("numbers", models.JSONField(default=dict)),
                    (
                        "publication",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="awards",
                            to="reports.publication",
                        ),
                    ),
                    (
                        "published_region",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="awards",
                            to="reports.publishedregion",
                        ),
                    ),
                ],
                options={
                    "ordering": ["publication_id", "category", "place", "id"],
                },
            ),
            migrations.CreateModel(
                name="RankingDraft",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("number", models.PositiveIntegerField()),
                    ("rows", models.JSONField()),
                    ("rows_hash", models.CharField(max_length=64)),
                    ("note", models.CharField(blank=True, max_length=300, verbose_name="catatan")),
                    ("made_at", models.DateTimeField()),
                    (
                        "made_by",
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
                name="RankingDraftTenantevent",
                fields=[
                    ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                    ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                    ("pgh_label", models.TextField(help_text="The event label.")),
                    ("pgh_context", pghistory.utils.JSONField(null=True)),
                    ("id", models.BigIntegerField()),
                    ("number", models.PositiveIntegerField()),
                    ("rows_hash", models.CharField(max_length=64)),
                    ("note", models.CharField(blank=True, max_length=300, verbose_name="catatan")),
                    ("made_at", models.DateTimeField()),
                    (
                        "made_by",
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
                            to="reports.rankingdraft",
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
                name="ApiToken",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("name", models.CharField(max_length=120, verbose_name="nama")),
                    ("prefix", models.CharField(max_length=12)),
                    ("token_hash", models.CharField(max_length=64, unique=True)),
                    ("scopes", models.JSONField(default=list)),
                    ("created_at", models.DateTimeField(auto_now_add=True)),
                    ("expires_at", models.DateTimeField(verbose_name="berlaku sampai")),
                    ("revoked_at", models.DateTimeField(null=True)),
                    ("last_used_at", models.DateTimeField(null=True)),
                    (
                        "created_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "region",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="regions.region",
                        ),
                    ),
                    (
                        "revoked_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                ],
                options={
                    "ordering": ["-created_at", "-id"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("name", ""), _negated=True), name="reports_token_has_a_name"
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("token_hash__regex", "^[0-9a-f]{64}$")),
                            name="reports_token_hash_hex",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("expires_at__gt", models.F("created_at"))),
                            name="reports_token_expires_later",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("revoked_at__isnull", True), ("revoked_by__isnull", True)),
                                models.Q(("revoked_at__isnull", False), ("revoked_by__isnull", False)),
                                _connector="OR",
                            ),
                            name="reports_token_revocation_whole",
                        ),
                    ],
                },
            ),
        ]),
        # Indexes, constraints and triggers.
        Together([
            migrations.AddConstraint(
                model_name="awardplan",
                constraint=models.UniqueConstraint(fields=("region", "period"), name="reports_one_award_plan"),
            ),
            migrations.AddConstraint(
                model_name="awardplan",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        ("field_weight__gte", 0),
                        ("index_weight__gte", 0),
                        ("presentation_weight__gte", 0),
                        (
                            "index_weight",
                            django.db.models.expressions.CombinedExpression(
                                django.db.models.expressions.CombinedExpression(
                                    models.Value(Decimal("100")), "-", models.F("presentation_weight")
                                ),
                                "-",
                                models.F("field_weight"),
                            ),
                        ),
                    ),
                    name="reports_award_weights_sum",
                    violation_error_message="Bobot indeks, presentasi, dan validasi lapangan harus berjumlah 100.",
                ),
            ),
            migrations.AddConstraint(
                model_name="awardplan",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("border_confirmed_at__isnull", True), ("border_confirmed_by__isnull", True)),
                        models.Q(("border_confirmed_at__isnull", False), ("border_confirmed_by__isnull", False)),
                        _connector="OR",
                    ),
                    name="reports_border_confirmation_whole",
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="awardplan",
                trigger=pgtrigger.compiler.Trigger(
                    name="insert_insert",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reports_awardplantenantevent" ("border_confirmed_at", "border_confirmed_by_id", "border_regions", "categories", "criteria", "field_weight", "id", "index_weight", "period_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "presentation_weight", "region_id", "version") SELECT new_values."border_confirmed_at", new_values."border_confirmed_by_id", new_values."border_regions", new_values."categories", new_values."criteria", new_values."field_weight", new_values."id", new_values."index_weight", new_values."period_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', new_values."id", new_values."presentation_weight", new_values."region_id", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="5dc359e7596e78c25baf89f0bb48cc794028e23e",
                        level="STATEMENT",
                        operation="INSERT",
                        pgid="pgtrigger_insert_insert_da754",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="reports_awardplan",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="awardplan",
                trigger=pgtrigger.compiler.Trigger(
                    name="update_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reports_awardplantenantevent" ("border_confirmed_at", "border_confirmed_by_id", "border_regions", "categories", "criteria", "field_weight", "id", "index_weight", "period_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "presentation_weight", "region_id", "version") SELECT new_values."border_confirmed_at", new_values."border_confirmed_by_id", new_values."border_regions", new_values."categories", new_values."criteria", new_values."field_weight", new_values."id", new_values."index_weight", new_values."period_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', new_values."id", new_values."presentation_weight", new_values."region_id", new_values."version" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="cd6bb120126056b40aeda47c29c673232143a47c",
                        level="STATEMENT",
                        operation="UPDATE",
                        pgid="pgtrigger_update_update_417f1",
                        referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                        table="reports_awardplan",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="awardplan",
                trigger=pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reports_awardplantenantevent" ("border_confirmed_at", "border_confirmed_by_id", "border_regions", "categories", "criteria", "field_weight", "id", "index_weight", "period_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "presentation_weight", "region_id", "version") SELECT old_values."border_confirmed_at", old_values."border_confirmed_by_id", old_values."border_regions", old_values."categories", old_values."criteria", old_values."field_weight", old_values."id", old_values."index_weight", old_values."period_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', old_values."id", old_values."presentation_weight", old_values."region_id", old_values."version" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                        hash="36db43ead312a72a40ddd2ac3265d19f4fdf2339",
                        level="STATEMENT",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_0b3fd",
                        referencing="REFERENCING OLD TABLE AS old_values ",
                        table="reports_awardplan",
                        when="AFTER",
                    ),
                ),
            ),
            migrations.AddConstraint(
                model_name="nominee",
                constraint=models.UniqueConstraint(fields=("plan", "candidate"), name="reports_nominee_once"),
            ),
            migrations.AddConstraint(
                model_name="nominee",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        ("is_recommended", False),
                        models.Q(("recommendation", ""), _negated=True),
                        _connector="OR",
                    ),
                    name="reports_recommendation_reason",
                    violation_error_message="Tuliskan alasan usulan insentif fiskal.",
                ),
            ),
            migrations.AddConstraint(
                model_name="nominee",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        ("withdrawn_at__isnull", True), models.Q(("reason", ""), _negated=True), _connector="OR"
                    ),
                    name="reports_withdrawal_reason",
                    violation_error_message="Tuliskan alasan penarikan nomine.",
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="nominee",
                trigger=pgtrigger.compiler.Trigger(
                    name="insert_insert",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reports_nomineetenantevent" ("candidate_id", "categories", "id", "is_recommended", "nominated_at", "nominated_by_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "reason", "recommendation", "region_id", "version", "withdrawn_at") SELECT new_values."candidate_id", new_values."categories", new_values."id", new_values."is_recommended", new_values."nominated_at", new_values."nominated_by_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', new_values."id", new_values."plan_id", new_values."reason", new_values."recommendation", new_values."region_id", new_values."version", new_values."withdrawn_at" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="4afc3f836dd02432acc5cc27f61282619c8b40c0",
                        level="STATEMENT",
                        operation="INSERT",
                        pgid="pgtrigger_insert_insert_daa2f",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="reports_nominee",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="nominee",
                trigger=pgtrigger.compiler.Trigger(
                    name="update_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reports_nomineetenantevent" ("candidate_id", "categories", "id", "is_recommended", "nominated_at", "nominated_by_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "reason", "recommendation", "region_id", "version", "withdrawn_at") SELECT new_values."candidate_id", new_values."categories", new_values."id", new_values."is_recommended", new_values."nominated_at", new_values."nominated_by_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', new_values."id", new_values."plan_id", new_values."reason", new_values."recommendation", new_values."region_id", new_values."version", new_values."withdrawn_at" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="7bb6e3a922cd35e34f591f46be59358d6bb5ba09",
                        level="STATEMENT",
                        operation="UPDATE",
                        pgid="pgtrigger_update_update_242d5",
                        referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                        table="reports_nominee",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="nominee",
                trigger=pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reports_nomineetenantevent" ("candidate_id", "categories", "id", "is_recommended", "nominated_at", "nominated_by_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "reason", "recommendation", "region_id", "version", "withdrawn_at") SELECT old_values."candidate_id", old_values."categories", old_values."id", old_values."is_recommended", old_values."nominated_at", old_values."nominated_by_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', old_values."id", old_values."plan_id", old_values."reason", old_values."recommendation", old_values."region_id", old_values."version", old_values."withdrawn_at" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                        hash="3c7648097b0ae4d4c031927dad3f836d32d584cb",
                        level="STATEMENT",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_1f646",
                        referencing="REFERENCING OLD TABLE AS old_values ",
                        table="reports_nominee",
                        when="AFTER",
                    ),
                ),
            ),
            migrations.AddConstraint(
                model_name="panelmember",
                constraint=models.UniqueConstraint(fields=("plan", "person"), name="reports_panel_member_once"),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="panelmember",
                trigger=pgtrigger.compiler.Trigger(
                    name="insert_insert",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reports_panelmembertenantevent" ("appointed_at", "ended_at", "id", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "region_id") SELECT new_values."appointed_at", new_values."ended_at", new_values."id", new_values."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', new_values."id", new_values."plan_id", new_values."region_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="36776840e764b37e2faaa5a96034365d07eda820",
                        level="STATEMENT",
                        operation="INSERT",
                        pgid="pgtrigger_insert_insert_788de",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="reports_panelmember",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="panelmember",
                trigger=pgtrigger.compiler.Trigger(
                    name="update_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reports_panelmembertenantevent" ("appointed_at", "ended_at", "id", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "region_id") SELECT new_values."appointed_at", new_values."ended_at", new_values."id", new_values."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', new_values."id", new_values."plan_id", new_values."region_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="d7881bba413fea23f595e3b7ceac0d298d3a710d",
                        level="STATEMENT",
                        operation="UPDATE",
                        pgid="pgtrigger_update_update_c028d",
                        referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                        table="reports_panelmember",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="panelmember",
                trigger=pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reports_panelmembertenantevent" ("appointed_at", "ended_at", "id", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "region_id") SELECT old_values."appointed_at", old_values."ended_at", old_values."id", old_values."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', old_values."id", old_values."plan_id", old_values."region_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                        hash="93661186f439d0ade574b216f5c27b91a0709c17",
                        level="STATEMENT",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_09da2",
                        referencing="REFERENCING OLD TABLE AS old_values ",
                        table="reports_panelmember",
                        when="AFTER",
                    ),
                ),
            ),
            migrations.AddConstraint(
                model_name="panelscore",
                constraint=models.UniqueConstraint(
                    fields=("nominee", "member", "part", "criterion"), name="reports_one_panel_score"
                ),
            ),
            migrations.AddConstraint(
                model_name="panelscore",
                constraint=models.CheckConstraint(
                    condition=models.Q(("score__range", (0, 100))),
                    name="reports_panel_score_0_to_100",
                    violation_error_message="Nilai panel harus antara 0 dan 100.",
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="panelscore",
                trigger=pgtrigger.compiler.Trigger(
                    name="insert_insert",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reports_panelscoretenantevent" ("criterion", "id", "member_id", "nominee_id", "note", "part", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "score", "scored_at") SELECT new_values."criterion", new_values."id", new_values."member_id", new_values."nominee_id", new_values."note", new_values."part", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', new_values."id", new_values."region_id", new_values."score", new_values."scored_at" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="4065dc8f84e315ee1523f9ec0d1b60c4db99484e",
                        level="STATEMENT",
                        operation="INSERT",
                        pgid="pgtrigger_insert_insert_7223a",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="reports_panelscore",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="panelscore",
                trigger=pgtrigger.compiler.Trigger(
                    name="update_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reports_panelscoretenantevent" ("criterion", "id", "member_id", "nominee_id", "note", "part", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "score", "scored_at") SELECT new_values."criterion", new_values."id", new_values."member_id", new_values."nominee_id", new_values."note", new_values."part", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', new_values."id", new_values."region_id", new_values."score", new_values."scored_at" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="f01b83196bf948a278125a02e7ac5fb6f5728a53",
                        level="STATEMENT",
                        operation="UPDATE",
                        pgid="pgtrigger_update_update_005e8",
                        referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                        table="reports_panelscore",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="panelscore",
                trigger=pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reports_panelscoretenantevent" ("criterion", "id", "member_id", "nominee_id", "note", "part", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "score", "scored_at") SELECT old_values."criterion", old_values."id", old_values."member_id", old_values."nominee_id", old_values."note", old_values."part", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', old_values."id", old_values."region_id", old_values."score", old_values."scored_at" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                        hash="98ed853b64b8c1412c48a20e5b4398b168bfd508",
                        level="STATEMENT",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_c0fe4",
                        referencing="REFERENCING OLD TABLE AS old_values ",
                        table="reports_panelscore",
                        when="AFTER",
                    ),
                ),
            ),
            migrations.AddConstraint(
                model_name="publication",
                constraint=models.UniqueConstraint(
                    fields=("period", "revision"), name="reports_publication_revision"
                ),
            ),
            migrations.AddConstraint(
                model_name="publication",
                constraint=models.CheckConstraint(
                    condition=models.Q(("prepared_by", models.F("published_by")), _negated=True),
                    name="reports_published_by_two",
                ),
            ),
            migrations.AddConstraint(
                model_name="publication",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        ("chain_hash__regex", "^[0-9a-f]{64}$"), ("content_hash__regex", "^[0-9a-f]{64}$")
                    ),
                    name="reports_publication_hashes",
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="publication",
                trigger=pgtrigger.compiler.Trigger(
                    name="publication_stays",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="34d15c33bacfc4cb0de73064f161a1b156fa26c5",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_publication_stays_08374",
                        table="reports_publication",
                        when="BEFORE",
                    ),
                ),
            ),
            migrations.AddConstraint(
                model_name="preparedpublication",
                constraint=models.UniqueConstraint(
                    condition=models.Q(("state", "prepared")),
                    fields=("region", "period"),
                    name="reports_one_open_preparation",
                ),
            ),
            migrations.AddConstraint(
                model_name="preparedpublication",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("state", "published"), _negated=True),
                        models.Q(
                            ("ended_by__isnull", False),
                            ("publication__isnull", False),
                            models.Q(("ended_by", models.F("prepared_by")), _negated=True),
                        ),
                        _connector="OR",
                    ),
                    name="reports_published_by_another",
                    violation_error_message="Yang menerbitkan harus orang lain, bukan yang menyiapkan.",
                ),
            ),
            migrations.AddConstraint(
                model_name="preparedpublication",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        ("supersedes__isnull", True), models.Q(("reason", ""), _negated=True), _connector="OR"
                    ),
                    name="reports_correction_has_a_reason",
                    violation_error_message="Tuliskan alasan koreksi.",
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="preparedpublication",
                trigger=pgtrigger.compiler.Trigger(
                    name="insert_insert",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reports_preparedpublicationtenantevent" ("checks", "content_hash", "ended_at", "ended_by_id", "id", "period_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "prepared_at", "prepared_by_id", "publication_id", "reason", "region_id", "state", "supersedes_id") SELECT new_values."checks", new_values."content_hash", new_values."ended_at", new_values."ended_by_id", new_values."id", new_values."period_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', new_values."id", new_values."prepared_at", new_values."prepared_by_id", new_values."publication_id", new_values."reason", new_values."region_id", new_values."state", new_values."supersedes_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="fab805bddb195d71595457932e9251390466f0f7",
                        level="STATEMENT",
                        operation="INSERT",
                        pgid="pgtrigger_insert_insert_42537",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="reports_preparedpublication",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="preparedpublication",
                trigger=pgtrigger.compiler.Trigger(
                    name="update_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reports_preparedpublicationtenantevent" ("checks", "content_hash", "ended_at", "ended_by_id", "id", "period_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "prepared_at", "prepared_by_id", "publication_id", "reason", "region_id", "state", "supersedes_id") SELECT new_values."checks", new_values."content_hash", new_values."ended_at", new_values."ended_by_id", new_values."id", new_values."period_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', new_values."id", new_values."prepared_at", new_values."prepared_by_id", new_values."publication_id", new_values."reason", new_values."region_id", new_values."state", new_values."supersedes_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."checks" IS DISTINCT FROM (new_values."checks") OR old_values."content_hash" IS DISTINCT FROM (new_values."content_hash") OR old_values."ended_at" IS DISTINCT FROM (new_values."ended_at") OR old_values."ended_by_id" IS DISTINCT FROM (new_values."ended_by_id") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."period_id" IS DISTINCT FROM (new_values."period_id") OR old_values."prepared_at" IS DISTINCT FROM (new_values."prepared_at") OR old_values."prepared_by_id" IS DISTINCT FROM (new_values."prepared_by_id") OR old_values."publication_id" IS DISTINCT FROM (new_values."publication_id") OR old_values."reason" IS DISTINCT FROM (new_values."reason") OR old_values."region_id" IS DISTINCT FROM (new_values."region_id") OR old_values."state" IS DISTINCT FROM (new_values."state") OR old_values."supersedes_id" IS DISTINCT FROM (new_values."supersedes_id")) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="30d838ebde4b2feb6f0281670b0dec188716a35d",
                        level="STATEMENT",
                        operation="UPDATE",
                        pgid="pgtrigger_update_update_1b005",
                        referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                        table="reports_preparedpublication",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="preparedpublication",
                trigger=pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reports_preparedpublicationtenantevent" ("checks", "content_hash", "ended_at", "ended_by_id", "id", "period_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "prepared_at", "prepared_by_id", "publication_id", "reason", "region_id", "state", "supersedes_id") SELECT old_values."checks", old_values."content_hash", old_values."ended_at", old_values."ended_by_id", old_values."id", old_values."period_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', old_values."id", old_values."prepared_at", old_values."prepared_by_id", old_values."publication_id", old_values."reason", old_values."region_id", old_values."state", old_values."supersedes_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                        hash="428949ffb94b4cad0a269636f60c6f16847f23cb",
                        level="STATEMENT",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_ef324",
                        referencing="REFERENCING OLD TABLE AS old_values ",
                        table="reports_preparedpublication",
                        when="AFTER",
                    ),
                ),
            ),
            migrations.AddConstraint(
                model_name="issueddocument",
                constraint=models.UniqueConstraint(
                    condition=models.Q(("standing", "valid")),
                    fields=("region_period", "kind", "category", "snapshot_hash"),
                    name="reports_one_document_a_snapshot",
                ),
            ),
            migrations.AddConstraint(
                model_name="issueddocument",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("ended_at__isnull", True), ("standing", "valid")),
                        models.Q(
                            ("ended_at__isnull", False),
                            models.Q(("standing", "valid"), _negated=True),
                            models.Q(("end_reason", ""), _negated=True),
                        ),
                        _connector="OR",
                    ),
                    name="reports_ended_document_says_why",
                    violation_error_message="Tuliskan alasan pencabutan.",
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="issueddocument",
                trigger=pgtrigger.compiler.Trigger(
                    name="insert_insert",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reports_issueddocumenttenantevent" ("basis", "category", "created_at", "end_reason", "ended_at", "ended_by_id", "facts_hash", "fault", "file_id", "id", "issued_by_id", "issued_on", "kind", "number", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "publication_id", "region_id", "region_period_id", "replaced_by_id", "signed_at", "signer", "signer_fingerprint", "snapshot_hash", "standing") SELECT new_values."basis", new_values."category", new_values."created_at", new_values."end_reason", new_values."ended_at", new_values."ended_by_id", new_values."facts_hash", new_values."fault", new_values."file_id", new_values."id", new_values."issued_by_id", new_values."issued_on", new_values."kind", new_values."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', new_values."id", new_values."public_id", new_values."publication_id", new_values."region_id", new_values."region_period_id", new_values."replaced_by_id", new_values."signed_at", new_values."signer", new_values."signer_fingerprint", new_values."snapshot_hash", new_values."standing" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="9ef72a08eff77577bb6e64de6b8895b1ae1087d6",
                        level="STATEMENT",
                        operation="INSERT",
                        pgid="pgtrigger_insert_insert_72a05",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="reports_issueddocument",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="issueddocument",
                trigger=pgtrigger.compiler.Trigger(
                    name="update_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reports_issueddocumenttenantevent" ("basis", "category", "created_at", "end_reason", "ended_at", "ended_by_id", "facts_hash", "fault", "file_id", "id", "issued_by_id", "issued_on", "kind", "number", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "publication_id", "region_id", "region_period_id", "replaced_by_id", "signed_at", "signer", "signer_fingerprint", "snapshot_hash", "standing") SELECT new_values."basis", new_values."category", new_values."created_at", new_values."end_reason", new_values."ended_at", new_values."ended_by_id", new_values."facts_hash", new_values."fault", new_values."file_id", new_values."id", new_values."issued_by_id", new_values."issued_on", new_values."kind", new_values."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', new_values."id", new_values."public_id", new_values."publication_id", new_values."region_id", new_values."region_period_id", new_values."replaced_by_id", new_values."signed_at", new_values."signer", new_values."signer_fingerprint", new_values."snapshot_hash", new_values."standing" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."basis" IS DISTINCT FROM (new_values."basis") OR old_values."category" IS DISTINCT FROM (new_values."category") OR old_values."created_at" IS DISTINCT FROM (new_values."created_at") OR old_values."end_reason" IS DISTINCT FROM (new_values."end_reason") OR old_values."ended_at" IS DISTINCT FROM (new_values."ended_at") OR old_values."ended_by_id" IS DISTINCT FROM (new_values."ended_by_id") OR old_values."facts_hash" IS DISTINCT FROM (new_values."facts_hash") OR old_values."fault" IS DISTINCT FROM (new_values."fault") OR old_values."file_id" IS DISTINCT FROM (new_values."file_id") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."issued_by_id" IS DISTINCT FROM (new_values."issued_by_id") OR old_values."issued_on" IS DISTINCT FROM (new_values."issued_on") OR old_values."kind" IS DISTINCT FROM (new_values."kind") OR old_values."number" IS DISTINCT FROM (new_values."number") OR old_values."public_id" IS DISTINCT FROM (new_values."public_id") OR old_values."publication_id" IS DISTINCT FROM (new_values."publication_id") OR old_values."region_id" IS DISTINCT FROM (new_values."region_id") OR old_values."region_period_id" IS DISTINCT FROM (new_values."region_period_id") OR old_values."replaced_by_id" IS DISTINCT FROM (new_values."replaced_by_id") OR old_values."signed_at" IS DISTINCT FROM (new_values."signed_at") OR old_values."signer" IS DISTINCT FROM (new_values."signer") OR old_values."signer_fingerprint" IS DISTINCT FROM (new_values."signer_fingerprint") OR old_values."snapshot_hash" IS DISTINCT FROM (new_values."snapshot_hash") OR old_values."standing" IS DISTINCT FROM (new_values."standing")) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="3b0cf0ebcfd2ef498dfc4cc6afff4f48e23f5616",
                        level="STATEMENT",
                        operation="UPDATE",
                        pgid="pgtrigger_update_update_84b1c",
                        referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                        table="reports_issueddocument",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="issueddocument",
                trigger=pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reports_issueddocumenttenantevent" ("basis", "category", "created_at", "end_reason", "ended_at", "ended_by_id", "facts_hash", "fault", "file_id", "id", "issued_by_id", "issued_on", "kind", "number", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "publication_id", "region_id", "region_period_id", "replaced_by_id", "signed_at", "signer", "signer_fingerprint", "snapshot_hash", "standing") SELECT old_values."basis", old_values."category", old_values."created_at", old_values."end_reason", old_values."ended_at", old_values."ended_by_id", old_values."facts_hash", old_values."fault", old_values."file_id", old_values."id", old_values."issued_by_id", old_values."issued_on", old_values."kind", old_values."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', old_values."id", old_values."public_id", old_values."publication_id", old_values."region_id", old_values."region_period_id", old_values."replaced_by_id", old_values."signed_at", old_values."signer", old_values."signer_fingerprint", old_values."snapshot_hash", old_values."standing" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                        hash="d0786056c13e5aff01ad7472f3762d450eb761e0",
                        level="STATEMENT",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_1062c",
                        referencing="REFERENCING OLD TABLE AS old_values ",
                        table="reports_issueddocument",
                        when="AFTER",
                    ),
                ),
            ),
            migrations.AddIndex(
                model_name="publishedregion",
                index=models.Index(fields=["publication", "kind", "place"], name="reports_published_places"),
            ),
            migrations.AddIndex(
                model_name="publishedregion",
                index=models.Index(fields=["region", "publication"], name="reports_published_years"),
            ),
            migrations.AddConstraint(
                model_name="publishedregion",
                constraint=models.UniqueConstraint(
                    fields=("publication", "region"), name="reports_region_once_published"
                ),
            ),
            migrations.AddConstraint(
                model_name="publishedregion",
                constraint=models.UniqueConstraint(
                    fields=("publication", "code"), name="reports_code_once_published"
                ),
            ),
            migrations.AddConstraint(
                model_name="publishedregion",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("facts__isnull", True), ("index__isnull", True), ("is_assessed", False)),
                        models.Q(("facts__isnull", False), ("index__range", (0, 100)), ("is_assessed", True)),
                        _connector="OR",
                    ),
                    name="reports_published_index_whole",
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="publishedregion",
                trigger=pgtrigger.compiler.Trigger(
                    name="published_region_stays",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="174f56caf3290dcdbacc9e820f24457c029f796b",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_published_region_stays_5f6cb",
                        table="reports_publishedregion",
                        when="BEFORE",
                    ),
                ),
            ),
            migrations.AddIndex(
                model_name="publishedinnovation",
                index=models.Index(fields=["published_region", "-maturity"], name="reports_published_best"),
            ),
            migrations.AddIndex(
                model_name="publishedinnovation",
                index=models.Index(
                    fields=["publication", "urusan", "-maturity"], name="reports_published_urusan"
                ),
            ),
            migrations.AddIndex(
                model_name="publishedinnovation",
                index=django.contrib.postgres.indexes.GinIndex(fields=["words"], name="reports_published_words"),
            ),
            migrations.AddConstraint(
                model_name="publishedinnovation",
                constraint=models.UniqueConstraint(
                    fields=("publication", "public_id"), name="reports_innovation_once_published"
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="publishedinnovation",
                trigger=pgtrigger.compiler.Trigger(
                    name="published_innovation_stays",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="8364c1b0a70aae6acdf695e0c336da8fd384177b",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_published_innovation_stays_fee15",
                        table="reports_publishedinnovation",
                        when="BEFORE",
                    ),
                ),
            ),
            migrations.AddConstraint(
                model_name="publishedaward",
                constraint=models.UniqueConstraint(
                    fields=("publication", "category", "published_region"), name="reports_award_once"
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="publishedaward",
                trigger=pgtrigger.compiler.Trigger(
                    name="published_award_stays",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="d908be69c1788590e34553d70bb209d1111606d8",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_published_award_stays_38846",
                        table="reports_publishedaward",
                        when="BEFORE",
                    ),
                ),
            ),
            migrations.AddConstraint(
                model_name="rankingdraft",
                constraint=models.UniqueConstraint(
                    fields=("region", "period", "number"), name="reports_ranking_draft_number"
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="rankingdraft",
                trigger=pgtrigger.compiler.Trigger(
                    name="insert_insert",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reports_rankingdrafttenantevent" ("id", "made_at", "made_by_id", "note", "number", "period_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "rows_hash") SELECT new_values."id", new_values."made_at", new_values."made_by_id", new_values."note", new_values."number", new_values."period_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', new_values."id", new_values."region_id", new_values."rows_hash" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="5cac099de2af8e2c61cf379e94fcf10a472655c9",
                        level="STATEMENT",
                        operation="INSERT",
                        pgid="pgtrigger_insert_insert_ae52e",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="reports_rankingdraft",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="rankingdraft",
                trigger=pgtrigger.compiler.Trigger(
                    name="update_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reports_rankingdrafttenantevent" ("id", "made_at", "made_by_id", "note", "number", "period_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "rows_hash") SELECT new_values."id", new_values."made_at", new_values."made_by_id", new_values."note", new_values."number", new_values."period_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', new_values."id", new_values."region_id", new_values."rows_hash" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."made_at" IS DISTINCT FROM (new_values."made_at") OR old_values."made_by_id" IS DISTINCT FROM (new_values."made_by_id") OR old_values."note" IS DISTINCT FROM (new_values."note") OR old_values."number" IS DISTINCT FROM (new_values."number") OR old_values."period_id" IS DISTINCT FROM (new_values."period_id") OR old_values."region_id" IS DISTINCT FROM (new_values."region_id") OR old_values."rows_hash" IS DISTINCT FROM (new_values."rows_hash")) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="9ce2b2dbc5dbe1eea7fc448370a05421c42d58c6",
                        level="STATEMENT",
                        operation="UPDATE",
                        pgid="pgtrigger_update_update_5f8b1",
                        referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                        table="reports_rankingdraft",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="rankingdraft",
                trigger=pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reports_rankingdrafttenantevent" ("id", "made_at", "made_by_id", "note", "number", "period_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "rows_hash") SELECT old_values."id", old_values."made_at", old_values."made_by_id", old_values."note", old_values."number", old_values."period_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', old_values."id", old_values."region_id", old_values."rows_hash" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                        hash="afeca7dac8d74580c4cad9fa636304df82999dfb",
                        level="STATEMENT",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_ca9ac",
                        referencing="REFERENCING OLD TABLE AS old_values ",
                        table="reports_rankingdraft",
                        when="AFTER",
                    ),
                ),
            ),
        ]),
        ProtectTenantTables(),
        AppendOnly("Publication", "PublishedRegion", "PublishedInnovation", "PublishedAward"),
    ]
