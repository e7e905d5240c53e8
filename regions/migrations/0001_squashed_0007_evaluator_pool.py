# The schema at the first round of all applications, made in one step: a new database is spared the steps it took to get there.

import django.db.models.deletion
import django.db.models.functions.text
import iga_portal.tenancy.fields
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from iga_portal.tenancy.operations import ProtectTenantTables, Together


class Migration(migrations.Migration):
    replaces = [
        ("regions", "0001_initial"),
        ("regions", "0002_invitation_revoked_at"),
        ("regions", "0003_season"),
        ("regions", "0004_ministry_year"),
        ("regions", "0005_people_history"),
        ("regions", "0006_course_of_a_period"),
        ("regions", "0007_evaluator_pool"),
    ]

    initial = True

    dependencies = []

    operations = [
        # Tables.
        Together([
            migrations.CreateModel(
                name="Person",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("password", models.CharField(max_length=128, verbose_name="password")),
                    ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                    ("email", models.EmailField(max_length=254, unique=True, verbose_name="surel")),
                    ("name", models.CharField(max_length=120, verbose_name="nama")),
                    ("is_active", models.BooleanField(default=True)),
                    (
                        "language",
                        models.CharField(
                            choices=[("id", "Indonesia"), ("en", "English")],
                            default="id",
                            max_length=2,
                            verbose_name="bahasa",
                        ),
                    ),
                    ("created_at", models.DateTimeField(auto_now_add=True)),
                ],
                options={
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("email", django.db.models.functions.text.Lower("email"))),
                            name="regions_person_email_lower",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="Instrument",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("year", models.PositiveSmallIntegerField()),
                    (
                        "status",
                        models.CharField(
                            choices=[("official", "resmi"), ("prognosis", "prognosis")], max_length=12
                        ),
                    ),
                    ("document", models.JSONField()),
                    ("fingerprint", models.CharField(max_length=64, unique=True)),
                    ("created_at", models.DateTimeField(auto_now_add=True)),
                    ("approved_at", models.DateTimeField(null=True)),
                    ("frozen_at", models.DateTimeField(null=True)),
                    (
                        "approved_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "loaded_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                ],
            ),
            migrations.CreateModel(
                name="Opd",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("name", models.CharField(max_length=160, verbose_name="nama")),
                    ("short_name", models.CharField(blank=True, max_length=60, verbose_name="singkatan")),
                    ("latitude", models.DecimalField(blank=True, decimal_places=5, max_digits=8, null=True)),
                    ("longitude", models.DecimalField(blank=True, decimal_places=5, max_digits=8, null=True)),
                    ("is_desk", models.BooleanField(default=False)),
                    ("is_active", models.BooleanField(default=True)),
                    (
                        "parent",
                        iga_portal.tenancy.fields.TenantForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="units",
                            to="regions.opd",
                        ),
                    ),
                    ('region', iga_portal.tenancy.fields.RegionField(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="regions.region",
                    verbose_name="daerah",
                )),
                ],
                options={
                    "ordering": ["name"],
                    "abstract": False,
                    "base_manager_name": "objects",
                },
            ),
            migrations.CreateModel(
                name="Membership",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "role",
                        models.CharField(
                            choices=[
                                ("operator", "Operator OPD"),
                                ("opd_head", "Kepala OPD"),
                                ("reviewer", "Penelaah desk"),
                                ("regional_admin", "Admin daerah"),
                                ("region_head", "Kepala daerah"),
                                ("ministry_admin", "Admin Kemendagri"),
                                ("evaluator", "Evaluator Kemendagri"),
                            ],
                            max_length=20,
                        ),
                    ),
                    ("valid_from", models.DateField()),
                    ("valid_until", models.DateField(blank=True, null=True)),
                    ("created_at", models.DateTimeField(auto_now_add=True)),
                    (
                        "person",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="memberships",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "opd",
                        iga_portal.tenancy.fields.TenantForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="memberships",
                            to="regions.opd",
                        ),
                    ),
                    ('region', models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="memberships", to="regions.region"
                )),
                ],
            ),
            migrations.CreateModel(
                name="Invitation",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("email", models.EmailField(max_length=254, verbose_name="surel")),
                    ("name", models.CharField(max_length=120, verbose_name="nama")),
                    (
                        "role",
                        models.CharField(
                            choices=[
                                ("operator", "Operator OPD"),
                                ("opd_head", "Kepala OPD"),
                                ("reviewer", "Penelaah desk"),
                                ("regional_admin", "Admin daerah"),
                                ("region_head", "Kepala daerah"),
                                ("ministry_admin", "Admin Kemendagri"),
                                ("evaluator", "Evaluator Kemendagri"),
                            ],
                            max_length=20,
                        ),
                    ),
                    ("valid_until", models.DateField(blank=True, null=True)),
                    ("secret_hash", models.CharField(max_length=64, unique=True)),
                    ("created_at", models.DateTimeField(auto_now_add=True)),
                    ("expires_at", models.DateTimeField()),
                    ("accepted_at", models.DateTimeField(null=True)),
                    ("revoked_at", models.DateTimeField(null=True)),
                    (
                        "accepted_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "invited_by",
                        models.ForeignKey(
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
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="regions.opd",
                        ),
                    ),
                    ('region', models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to="regions.region"
                )),
                ],
            ),
            migrations.CreateModel(
                name="HandOver",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "role",
                        models.CharField(
                            choices=[
                                ("operator", "Operator OPD"),
                                ("opd_head", "Kepala OPD"),
                                ("reviewer", "Penelaah desk"),
                                ("regional_admin", "Admin daerah"),
                                ("region_head", "Kepala daerah"),
                                ("ministry_admin", "Admin Kemendagri"),
                                ("evaluator", "Evaluator Kemendagri"),
                            ],
                            max_length=20,
                        ),
                    ),
                    ("last_day", models.DateField(verbose_name="hari terakhir")),
                    ("moved", models.JSONField(default=dict)),
                    ("handed_at", models.DateTimeField(auto_now_add=True)),
                    (
                        "handed_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "leaver",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "successor",
                        models.ForeignKey(
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
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="regions.opd",
                        ),
                    ),
                    ('region', iga_portal.tenancy.fields.RegionField(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="regions.region",
                    verbose_name="daerah",
                )),
                ],
                options={
                    "ordering": ["-handed_at", "-id"],
                    "abstract": False,
                    "base_manager_name": "objects",
                },
            ),
            migrations.CreateModel(
                name="Period",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("year", models.PositiveSmallIntegerField(unique=True)),
                    ("name", models.CharField(max_length=80)),
                    ("input_opens", models.DateTimeField()),
                    ("input_closes", models.DateTimeField()),
                    ("measurement_ends", models.DateTimeField()),
                    ("quality_control_ends", models.DateTimeField()),
                    ("publishes_at", models.DateTimeField(blank=True, null=True)),
                    ("grace_minutes", models.PositiveSmallIntegerField(default=0)),
                    ("closed_at", models.DateTimeField(null=True)),
                    ("is_demo", models.BooleanField(default=False)),
                    ("is_current", models.BooleanField(default=False)),
                    ("shows_running_place", models.BooleanField(default=False)),
                    (
                        "instrument",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="periods",
                            to="regions.instrument",
                        ),
                    ),
                ],
                options={
                    "ordering": ["-year"],
                },
            ),
            migrations.CreateModel(
                name="PeriodChange",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "act",
                        models.CharField(
                            choices=[
                                ("made", "Periode disiapkan"),
                                ("dates", "Tanggal diubah"),
                                ("announced", "Saat pengumuman diubah"),
                                ("switched", "Pengaturan diubah"),
                                ("instrument", "Instrumen diganti"),
                                ("opened", "Periode dibuka"),
                                ("closed", "Periode ditutup"),
                            ],
                            max_length=12,
                        ),
                    ),
                    ("before", models.JSONField(default=dict)),
                    ("after", models.JSONField(default=dict)),
                    ("reason", models.TextField(blank=True, verbose_name="alasan")),
                    ("made_at", models.DateTimeField(auto_now_add=True)),
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
                    ('region', iga_portal.tenancy.fields.RegionField(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="regions.region",
                    verbose_name="daerah",
                )),
                ],
                options={
                    "ordering": ["-made_at", "-id"],
                    "abstract": False,
                    "base_manager_name": "objects",
                },
            ),
            migrations.CreateModel(
                name="Region",
                fields=[
                    ("id", models.IntegerField(primary_key=True, serialize=False)),
                    ("code", models.CharField(max_length=5, unique=True)),
                    ("name", models.CharField(max_length=80)),
                    ("short_name", models.CharField(max_length=60)),
                    (
                        "kind",
                        models.CharField(
                            choices=[
                                ("provinsi", "Provinsi"),
                                ("kabupaten", "Kabupaten"),
                                ("kota", "Kota"),
                                ("kab_administrasi", "Kabupaten administrasi"),
                                ("kota_administrasi", "Kota administrasi"),
                                ("pusat", "Pusat"),
                            ],
                            max_length=20,
                        ),
                    ),
                    (
                        "time_zone",
                        models.CharField(
                            choices=[("WIB", "WIB"), ("WITA", "WITA"), ("WIT", "WIT")], max_length=4
                        ),
                    ),
                    (
                        "iga_regional",
                        models.CharField(
                            blank=True,
                            choices=[
                                ("I", "Regional I · Sumatera"),
                                ("II", "Regional II · Jawa dan Bali"),
                                ("III", "Regional III · Kalimantan"),
                                ("IV", "Regional IV · Sulawesi"),
                                ("V", "Regional V · Nusa Tenggara dan Maluku"),
                                ("VI", "Regional VI · Papua"),
                            ],
                            max_length=3,
                        ),
                    ),
                    ("is_border", models.BooleanField(null=True)),
                    ("participates", models.BooleanField()),
                    ("latitude", models.DecimalField(decimal_places=5, max_digits=8, null=True)),
                    ("longitude", models.DecimalField(decimal_places=5, max_digits=8, null=True)),
                    (
                        "parent",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="children",
                            to="regions.region",
                        ),
                    ),
                ],
                options={
                    "ordering": ["id"],
                },
            ),
            migrations.CreateModel(
                name="PeriodChangeTenantevent",
                fields=[
                    ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                    ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                    ("pgh_label", models.TextField(help_text="The event label.")),
                    ("pgh_context", pghistory.utils.JSONField(null=True)),
                    ("id", models.BigIntegerField()),
                    (
                        "act",
                        models.CharField(
                            choices=[
                                ("made", "Periode disiapkan"),
                                ("dates", "Tanggal diubah"),
                                ("announced", "Saat pengumuman diubah"),
                                ("switched", "Pengaturan diubah"),
                                ("instrument", "Instrumen diganti"),
                                ("opened", "Periode dibuka"),
                                ("closed", "Periode ditutup"),
                            ],
                            max_length=12,
                        ),
                    ),
                    ("before", models.JSONField(default=dict)),
                    ("after", models.JSONField(default=dict)),
                    ("reason", models.TextField(blank=True, verbose_name="alasan")),
                    ("made_at", models.DateTimeField(auto_now_add=True)),
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
                            to="regions.periodchange",
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
                name="OpdTenantevent",
                fields=[
                    ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                    ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                    ("pgh_label", models.TextField(help_text="The event label.")),
                    ("pgh_context", pghistory.utils.JSONField(null=True)),
                    ("id", models.BigIntegerField()),
                    ("name", models.CharField(max_length=160, verbose_name="nama")),
                    ("short_name", models.CharField(blank=True, max_length=60, verbose_name="singkatan")),
                    ("latitude", models.DecimalField(blank=True, decimal_places=5, max_digits=8, null=True)),
                    ("longitude", models.DecimalField(blank=True, decimal_places=5, max_digits=8, null=True)),
                    ("is_desk", models.BooleanField(default=False)),
                    ("is_active", models.BooleanField(default=True)),
                    (
                        "parent",
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
                            to="regions.opd",
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
                name="OpdExtension",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("until", models.DateTimeField(verbose_name="sampai")),
                    ("reason", models.TextField(verbose_name="alasan")),
                    ("granted_at", models.DateTimeField(auto_now_add=True)),
                    (
                        "granted_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "opd",
                        iga_portal.tenancy.fields.TenantForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="extensions",
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
                    ('region_period', iga_portal.tenancy.fields.TenantForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="extensions",
                    to="regions.regionperiod",
                )),
                ],
                options={
                    "ordering": ["-granted_at", "-id"],
                    "abstract": False,
                    "base_manager_name": "objects",
                },
            ),
            migrations.CreateModel(
                name="MembershipOpenevent",
                fields=[
                    ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                    ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                    ("pgh_label", models.TextField(help_text="The event label.")),
                    ("pgh_context", pghistory.utils.JSONField(null=True)),
                    ("id", models.BigIntegerField()),
                    (
                        "role",
                        models.CharField(
                            choices=[
                                ("operator", "Operator OPD"),
                                ("opd_head", "Kepala OPD"),
                                ("reviewer", "Penelaah desk"),
                                ("regional_admin", "Admin daerah"),
                                ("region_head", "Kepala daerah"),
                                ("ministry_admin", "Admin Kemendagri"),
                                ("evaluator", "Evaluator Kemendagri"),
                            ],
                            max_length=20,
                        ),
                    ),
                    ("valid_from", models.DateField()),
                    ("valid_until", models.DateField(blank=True, null=True)),
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
                            to="regions.membership",
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
                        "region",
                        models.ForeignKey(
                            db_constraint=False,
                            db_index=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="regions.region",
                        ),
                    ),
                ],
                options={
                    "abstract": False,
                },
            ),
            migrations.CreateModel(
                name="InvitationOpenevent",
                fields=[
                    ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                    ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                    ("pgh_label", models.TextField(help_text="The event label.")),
                    ("pgh_context", pghistory.utils.JSONField(null=True)),
                    ("id", models.BigIntegerField()),
                    ("email", models.EmailField(max_length=254, verbose_name="surel")),
                    ("name", models.CharField(max_length=120, verbose_name="nama")),
                    (
                        "role",
                        models.CharField(
                            choices=[
                                ("operator", "Operator OPD"),
                                ("opd_head", "Kepala OPD"),
                                ("reviewer", "Penelaah desk"),
                                ("regional_admin", "Admin daerah"),
                                ("region_head", "Kepala daerah"),
                                ("ministry_admin", "Admin Kemendagri"),
                                ("evaluator", "Evaluator Kemendagri"),
                            ],
                            max_length=20,
                        ),
                    ),
                    ("valid_until", models.DateField(blank=True, null=True)),
                    ("created_at", models.DateTimeField(auto_now_add=True)),
                    ("expires_at", models.DateTimeField()),
                    ("accepted_at", models.DateTimeField(null=True)),
                    ("revoked_at", models.DateTimeField(null=True)),
                    (
                        "accepted_by",
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
                        "invited_by",
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
                            to="regions.invitation",
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
                        "region",
                        models.ForeignKey(
                            db_constraint=False,
                            db_index=False,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            related_query_name="+",
                            to="regions.region",
                        ),
                    ),
                ],
                options={
                    "abstract": False,
                },
            ),
            migrations.CreateModel(
                name="HandOverTenantevent",
                fields=[
                    ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                    ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                    ("pgh_label", models.TextField(help_text="The event label.")),
                    ("pgh_context", pghistory.utils.JSONField(null=True)),
                    ("id", models.BigIntegerField()),
                    (
                        "role",
                        models.CharField(
                            choices=[
                                ("operator", "Operator OPD"),
                                ("opd_head", "Kepala OPD"),
                                ("reviewer", "Penelaah desk"),
                                ("regional_admin", "Admin daerah"),
                                ("region_head", "Kepala daerah"),
                                ("ministry_admin", "Admin Kemendagri"),
                                ("evaluator", "Evaluator Kemendagri"),
                            ],
                            max_length=20,
                        ),
                    ),
                    ("last_day", models.DateField(verbose_name="hari terakhir")),
                    ("moved", models.JSONField(default=dict)),
                    ("handed_at", models.DateTimeField(auto_now_add=True)),
                    (
                        "handed_by",
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
                        "leaver",
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
                            to="regions.handover",
                        ),
                    ),
                    (
                        "successor",
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
                name="RegionExtension",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("until", models.DateTimeField(verbose_name="sampai")),
                    ("reason", models.TextField(verbose_name="alasan")),
                    ("granted_at", models.DateTimeField(auto_now_add=True)),
                    (
                        "granted_by",
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
                    ('region_period', iga_portal.tenancy.fields.TenantForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="more_time",
                    to="regions.regionperiod",
                )),
                ],
                options={
                    "ordering": ["-granted_at", "-id"],
                    "abstract": False,
                    "base_manager_name": "objects",
                },
            ),
            migrations.CreateModel(
                name="RegionPeriod",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("content_version", models.PositiveBigIntegerField(default=0)),
                    ("scored_version", models.PositiveBigIntegerField(default=0)),
                    ("nudged_at", models.DateTimeField(null=True)),
                    ("submit_until", models.DateTimeField(blank=True, null=True)),
                    ("desk_until", models.DateTimeField(blank=True, null=True)),
                    ("desk_days", models.PositiveSmallIntegerField(default=7)),
                    ("target_rank", models.PositiveSmallIntegerField(blank=True, null=True)),
                    ("target_index", models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True)),
                    ("running_place", models.PositiveIntegerField(null=True)),
                    ("sent_at", models.DateTimeField(null=True)),
                    ("assessed_at", models.DateTimeField(null=True)),
                    ("more_until", models.DateTimeField(blank=True, null=True)),
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
                name="RegionExtensionTenantevent",
                fields=[
                    ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                    ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                    ("pgh_label", models.TextField(help_text="The event label.")),
                    ("pgh_context", pghistory.utils.JSONField(null=True)),
                    ("id", models.BigIntegerField()),
                    ("until", models.DateTimeField(verbose_name="sampai")),
                    ("reason", models.TextField(verbose_name="alasan")),
                    ("granted_at", models.DateTimeField(auto_now_add=True)),
                    (
                        "granted_by",
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
                            to="regions.regionextension",
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
                name="OpdExtensionTenantevent",
                fields=[
                    ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                    ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                    ("pgh_label", models.TextField(help_text="The event label.")),
                    ("pgh_context", pghistory.utils.JSONField(null=True)),
                    ("id", models.BigIntegerField()),
                    ("until", models.DateTimeField(verbose_name="sampai")),
                    ("reason", models.TextField(verbose_name="alasan")),
                    ("granted_at", models.DateTimeField(auto_now_add=True)),
                    (
                        "granted_by",
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
                            to="regions.opdextension",
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
                name="RegionPeriodTenantevent",
                fields=[
                    ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                    ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                    ("pgh_label", models.TextField(help_text="The event label.")),
                    ("pgh_context", pghistory.utils.JSONField(null=True)),
                    ("id", models.BigIntegerField()),
                    ("submit_until", models.DateTimeField(blank=True, null=True)),
                    ("desk_until", models.DateTimeField(blank=True, null=True)),
                    ("desk_days", models.PositiveSmallIntegerField(default=7)),
                    ("target_rank", models.PositiveSmallIntegerField(blank=True, null=True)),
                    ("target_index", models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True)),
                    ("sent_at", models.DateTimeField(null=True)),
                    ("assessed_at", models.DateTimeField(null=True)),
                    ("more_until", models.DateTimeField(blank=True, null=True)),
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
                            to="regions.regionperiod",
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
                model_name="instrument",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        ("approved_by__isnull", True),
                        models.Q(("approved_by", models.F("loaded_by")), _negated=True),
                        _connector="OR",
                    ),
                    name="regions_instrument_approved_by_another",
                    violation_error_message="Instrumen disetujui oleh orang lain, bukan oleh yang memuatnya.",
                ),
            ),
            migrations.AddConstraint(
                model_name="instrument",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("approved_at__isnull", True), ("approved_by__isnull", True)),
                        models.Q(
                            ("approved_at__isnull", False),
                            ("approved_by__isnull", False),
                            ("frozen_at__isnull", False),
                        ),
                        _connector="OR",
                    ),
                    name="regions_instrument_approval_whole",
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="instrument",
                trigger=pgtrigger.compiler.Trigger(
                    name="frozen_instrument",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        condition='WHEN (OLD."frozen_at" IS NOT NULL)',
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="dfcbf174243d9024d1f990db81971cbd98aee76c",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_frozen_instrument_3477e",
                        table="regions_instrument",
                        when="BEFORE",
                    ),
                ),
            ),
            migrations.AddConstraint(
                model_name="period",
                constraint=models.UniqueConstraint(
                    condition=models.Q(("is_current", True)),
                    fields=("is_current",),
                    name="regions_one_current_period",
                ),
            ),
            migrations.AddConstraint(
                model_name="period",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        ("input_opens__lt", models.F("input_closes")),
                        ("input_closes__lte", models.F("measurement_ends")),
                        ("measurement_ends__lte", models.F("quality_control_ends")),
                    ),
                    name="regions_period_in_order",
                    violation_error_message="Tanggal harus berurutan: penjaringan, pengukuran, quality control.",
                ),
            ),
            migrations.AddConstraint(
                model_name="period",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        ("publishes_at__isnull", True),
                        ("publishes_at__gte", models.F("quality_control_ends")),
                        _connector="OR",
                    ),
                    name="regions_publication_after_quality_control",
                    violation_error_message="Pengumuman tidak boleh sebelum quality control selesai.",
                ),
            ),
            migrations.AddConstraint(
                model_name="period",
                constraint=models.CheckConstraint(
                    condition=models.Q(("grace_minutes__lte", 180)),
                    name="regions_grace_at_most_3_hours",
                    violation_error_message="Kelonggaran paling lama 180 menit.",
                ),
            ),
            migrations.AddConstraint(
                model_name="region",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("id", 0), ("kind", "pusat")),
                        models.Q(models.Q(("kind", "pusat"), _negated=True), ("id__gt", 0)),
                        _connector="OR",
                    ),
                    name="regions_zero_is_pusat",
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="periodchange",
                trigger=pgtrigger.compiler.Trigger(
                    name="insert_insert",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "regions_periodchangetenantevent" ("act", "after", "before", "id", "made_at", "made_by_id", "period_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "region_id") SELECT new_values."act", new_values."after", new_values."before", new_values."id", new_values."made_at", new_values."made_by_id", new_values."period_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', new_values."id", new_values."reason", new_values."region_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="676adb725be56af6de7b69368a60bb4fc34dfde5",
                        level="STATEMENT",
                        operation="INSERT",
                        pgid="pgtrigger_insert_insert_9fd21",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="regions_periodchange",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="periodchange",
                trigger=pgtrigger.compiler.Trigger(
                    name="update_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "regions_periodchangetenantevent" ("act", "after", "before", "id", "made_at", "made_by_id", "period_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "region_id") SELECT new_values."act", new_values."after", new_values."before", new_values."id", new_values."made_at", new_values."made_by_id", new_values."period_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', new_values."id", new_values."reason", new_values."region_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="825bf5c0f4afe14520f3348fa50a12f492c9fa70",
                        level="STATEMENT",
                        operation="UPDATE",
                        pgid="pgtrigger_update_update_a334d",
                        referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                        table="regions_periodchange",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="periodchange",
                trigger=pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "regions_periodchangetenantevent" ("act", "after", "before", "id", "made_at", "made_by_id", "period_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "region_id") SELECT old_values."act", old_values."after", old_values."before", old_values."id", old_values."made_at", old_values."made_by_id", old_values."period_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', old_values."id", old_values."reason", old_values."region_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                        hash="7d934b966825067fa6a90fd8d4bb692e18d6d143",
                        level="STATEMENT",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_795e4",
                        referencing="REFERENCING OLD TABLE AS old_values ",
                        table="regions_periodchange",
                        when="AFTER",
                    ),
                ),
            ),
            migrations.AddConstraint(
                model_name="opd",
                constraint=models.UniqueConstraint(
                    fields=("region", "name"),
                    name="regions_opd_name_once",
                    violation_error_message="OPD dengan nama ini sudah ada di daerah ini.",
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="opd",
                trigger=pgtrigger.compiler.Trigger(
                    name="insert_insert",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "regions_opdtenantevent" ("id", "is_active", "is_desk", "latitude", "longitude", "name", "parent_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "short_name") SELECT new_values."id", new_values."is_active", new_values."is_desk", new_values."latitude", new_values."longitude", new_values."name", new_values."parent_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', new_values."id", new_values."region_id", new_values."short_name" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="dba99a483663c7f5539709dce09c09c29e3efe97",
                        level="STATEMENT",
                        operation="INSERT",
                        pgid="pgtrigger_insert_insert_25fb8",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="regions_opd",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="opd",
                trigger=pgtrigger.compiler.Trigger(
                    name="update_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "regions_opdtenantevent" ("id", "is_active", "is_desk", "latitude", "longitude", "name", "parent_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "short_name") SELECT new_values."id", new_values."is_active", new_values."is_desk", new_values."latitude", new_values."longitude", new_values."name", new_values."parent_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', new_values."id", new_values."region_id", new_values."short_name" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="8963edc59e6eae646d44124287aa08066696f200",
                        level="STATEMENT",
                        operation="UPDATE",
                        pgid="pgtrigger_update_update_60d8e",
                        referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                        table="regions_opd",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="opd",
                trigger=pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "regions_opdtenantevent" ("id", "is_active", "is_desk", "latitude", "longitude", "name", "parent_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "short_name") SELECT old_values."id", old_values."is_active", old_values."is_desk", old_values."latitude", old_values."longitude", old_values."name", old_values."parent_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', old_values."id", old_values."region_id", old_values."short_name" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                        hash="09d0d937f88227ea5917e433e6e38a2ab435ab19",
                        level="STATEMENT",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_0daab",
                        referencing="REFERENCING OLD TABLE AS old_values ",
                        table="regions_opd",
                        when="AFTER",
                    ),
                ),
            ),
            migrations.AddIndex(
                model_name="membership",
                index=models.Index(fields=["region", "role"], name="regions_members_by_role"),
            ),
            migrations.AddConstraint(
                model_name="membership",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("opd__isnull", False), ("role__in", ["opd_head", "operator"])),
                        models.Q(
                            models.Q(("role__in", ["opd_head", "operator"]), _negated=True), ("opd__isnull", True)
                        ),
                        _connector="OR",
                    ),
                    name="regions_membership_opd_with_opd_role",
                ),
            ),
            migrations.AddConstraint(
                model_name="membership",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("region_id", 0), ("role__in", ["ministry_admin"])),
                        ("role", "evaluator"),
                        models.Q(
                            models.Q(("role__in", ["ministry_admin"]), _negated=True),
                            models.Q(("region_id", 0), _negated=True),
                        ),
                        _connector="OR",
                    ),
                    name="regions_membership_ministry_at_pusat",
                ),
            ),
            migrations.AddConstraint(
                model_name="membership",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        ("valid_until__isnull", True),
                        ("valid_until__gte", models.F("valid_from")),
                        _connector="OR",
                    ),
                    name="regions_membership_span",
                ),
            ),
            migrations.AddConstraint(
                model_name="membership",
                constraint=models.UniqueConstraint(
                    fields=("person", "role", "region", "opd", "valid_from"),
                    name="regions_membership_once",
                    nulls_distinct=False,
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="membership",
                trigger=pgtrigger.compiler.Trigger(
                    name="insert_insert",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "regions_membershipopenevent" ("created_at", "id", "opd_id", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "role", "valid_from", "valid_until") SELECT new_values."created_at", new_values."id", new_values."opd_id", new_values."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', new_values."id", new_values."region_id", new_values."role", new_values."valid_from", new_values."valid_until" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="eae4c97930f696f02d6fb4623aab5a6230c82354",
                        level="STATEMENT",
                        operation="INSERT",
                        pgid="pgtrigger_insert_insert_cd000",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="regions_membership",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="membership",
                trigger=pgtrigger.compiler.Trigger(
                    name="update_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "regions_membershipopenevent" ("created_at", "id", "opd_id", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "role", "valid_from", "valid_until") SELECT new_values."created_at", new_values."id", new_values."opd_id", new_values."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', new_values."id", new_values."region_id", new_values."role", new_values."valid_from", new_values."valid_until" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="35ed813ec22c00db9d80670cc3a5771936369581",
                        level="STATEMENT",
                        operation="UPDATE",
                        pgid="pgtrigger_update_update_0138b",
                        referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                        table="regions_membership",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="membership",
                trigger=pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "regions_membershipopenevent" ("created_at", "id", "opd_id", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "role", "valid_from", "valid_until") SELECT old_values."created_at", old_values."id", old_values."opd_id", old_values."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', old_values."id", old_values."region_id", old_values."role", old_values."valid_from", old_values."valid_until" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                        hash="155268066b8c6ba1e3b05149e0f2f7eac6b143bd",
                        level="STATEMENT",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_f79ab",
                        referencing="REFERENCING OLD TABLE AS old_values ",
                        table="regions_membership",
                        when="AFTER",
                    ),
                ),
            ),
            migrations.AddIndex(
                model_name="invitation",
                index=models.Index(fields=["region", "-created_at"], name="regions_invitations_of_region"),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="invitation",
                trigger=pgtrigger.compiler.Trigger(
                    name="insert_insert",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "regions_invitationopenevent" ("accepted_at", "accepted_by_id", "created_at", "email", "expires_at", "id", "invited_by_id", "name", "opd_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "revoked_at", "role", "valid_until") SELECT new_values."accepted_at", new_values."accepted_by_id", new_values."created_at", new_values."email", new_values."expires_at", new_values."id", new_values."invited_by_id", new_values."name", new_values."opd_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', new_values."id", new_values."region_id", new_values."revoked_at", new_values."role", new_values."valid_until" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="6d66a9c44652e44da93b83587d8a24a5461a86a9",
                        level="STATEMENT",
                        operation="INSERT",
                        pgid="pgtrigger_insert_insert_f91ff",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="regions_invitation",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="invitation",
                trigger=pgtrigger.compiler.Trigger(
                    name="update_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "regions_invitationopenevent" ("accepted_at", "accepted_by_id", "created_at", "email", "expires_at", "id", "invited_by_id", "name", "opd_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "revoked_at", "role", "valid_until") SELECT new_values."accepted_at", new_values."accepted_by_id", new_values."created_at", new_values."email", new_values."expires_at", new_values."id", new_values."invited_by_id", new_values."name", new_values."opd_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', new_values."id", new_values."region_id", new_values."revoked_at", new_values."role", new_values."valid_until" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."accepted_at" IS DISTINCT FROM (new_values."accepted_at") OR old_values."accepted_by_id" IS DISTINCT FROM (new_values."accepted_by_id") OR old_values."created_at" IS DISTINCT FROM (new_values."created_at") OR old_values."email" IS DISTINCT FROM (new_values."email") OR old_values."expires_at" IS DISTINCT FROM (new_values."expires_at") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."invited_by_id" IS DISTINCT FROM (new_values."invited_by_id") OR old_values."name" IS DISTINCT FROM (new_values."name") OR old_values."opd_id" IS DISTINCT FROM (new_values."opd_id") OR old_values."region_id" IS DISTINCT FROM (new_values."region_id") OR old_values."revoked_at" IS DISTINCT FROM (new_values."revoked_at") OR old_values."role" IS DISTINCT FROM (new_values."role") OR old_values."valid_until" IS DISTINCT FROM (new_values."valid_until")) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="1de9c4d09cfa5b5da68155b0ff43442769b748ed",
                        level="STATEMENT",
                        operation="UPDATE",
                        pgid="pgtrigger_update_update_cc095",
                        referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                        table="regions_invitation",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="invitation",
                trigger=pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "regions_invitationopenevent" ("accepted_at", "accepted_by_id", "created_at", "email", "expires_at", "id", "invited_by_id", "name", "opd_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "revoked_at", "role", "valid_until") SELECT old_values."accepted_at", old_values."accepted_by_id", old_values."created_at", old_values."email", old_values."expires_at", old_values."id", old_values."invited_by_id", old_values."name", old_values."opd_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', old_values."id", old_values."region_id", old_values."revoked_at", old_values."role", old_values."valid_until" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                        hash="3bf13b2099c13d9389bbe792a4e1f1ad996ac3fa",
                        level="STATEMENT",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_6535b",
                        referencing="REFERENCING OLD TABLE AS old_values ",
                        table="regions_invitation",
                        when="AFTER",
                    ),
                ),
            ),
            migrations.AddConstraint(
                model_name="handover",
                constraint=models.CheckConstraint(
                    condition=models.Q(("leaver", models.F("successor")), _negated=True),
                    name="regions_handed_to_another",
                    violation_error_message="Penerus harus orang lain.",
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="handover",
                trigger=pgtrigger.compiler.Trigger(
                    name="insert_insert",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "regions_handovertenantevent" ("handed_at", "handed_by_id", "id", "last_day", "leaver_id", "moved", "opd_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "role", "successor_id") SELECT new_values."handed_at", new_values."handed_by_id", new_values."id", new_values."last_day", new_values."leaver_id", new_values."moved", new_values."opd_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', new_values."id", new_values."region_id", new_values."role", new_values."successor_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="609e233202ed4981d4fd4f714b760d26aab4a7b8",
                        level="STATEMENT",
                        operation="INSERT",
                        pgid="pgtrigger_insert_insert_73bb3",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="regions_handover",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="handover",
                trigger=pgtrigger.compiler.Trigger(
                    name="update_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "regions_handovertenantevent" ("handed_at", "handed_by_id", "id", "last_day", "leaver_id", "moved", "opd_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "role", "successor_id") SELECT new_values."handed_at", new_values."handed_by_id", new_values."id", new_values."last_day", new_values."leaver_id", new_values."moved", new_values."opd_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', new_values."id", new_values."region_id", new_values."role", new_values."successor_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="01874f7c79bc71b1eec505dff07beb63f0be0bab",
                        level="STATEMENT",
                        operation="UPDATE",
                        pgid="pgtrigger_update_update_9bb3b",
                        referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                        table="regions_handover",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="handover",
                trigger=pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "regions_handovertenantevent" ("handed_at", "handed_by_id", "id", "last_day", "leaver_id", "moved", "opd_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "role", "successor_id") SELECT old_values."handed_at", old_values."handed_by_id", old_values."id", old_values."last_day", old_values."leaver_id", old_values."moved", old_values."opd_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', old_values."id", old_values."region_id", old_values."role", old_values."successor_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                        hash="3f9583d6dc2f37a37d622447ba937f26694d3883",
                        level="STATEMENT",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_0ddaf",
                        referencing="REFERENCING OLD TABLE AS old_values ",
                        table="regions_handover",
                        when="AFTER",
                    ),
                ),
            ),
            migrations.AddConstraint(
                model_name="regionperiod",
                constraint=models.UniqueConstraint(fields=("region", "period"), name="regions_one_row_a_period"),
            ),
            migrations.AddConstraint(
                model_name="regionperiod",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        ("submit_until__isnull", True),
                        ("desk_until__isnull", True),
                        ("submit_until__lte", models.F("desk_until")),
                        _connector="OR",
                    ),
                    name="regions_local_dates_in_order",
                    violation_error_message="Batas pengajuan OPD tidak boleh sesudah batas pemeriksaan desk.",
                ),
            ),
            migrations.AddConstraint(
                model_name="regionperiod",
                constraint=models.CheckConstraint(
                    condition=models.Q(("desk_days__range", (1, 60))), name="regions_desk_promises_1_to_60_days"
                ),
            ),
            migrations.AddConstraint(
                model_name="regionperiod",
                constraint=models.CheckConstraint(
                    condition=models.Q(("target_rank__isnull", True), ("target_rank__gte", 1), _connector="OR"),
                    name="regions_target_rank_from_1",
                ),
            ),
            migrations.AddConstraint(
                model_name="regionperiod",
                constraint=models.CheckConstraint(
                    condition=models.Q(("scored_version__lte", models.F("content_version"))),
                    name="regions_scored_not_ahead",
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="regionperiod",
                trigger=pgtrigger.compiler.Trigger(
                    name="insert_insert",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "regions_regionperiodtenantevent" ("assessed_at", "desk_days", "desk_until", "id", "more_until", "period_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "sent_at", "submit_until", "target_index", "target_rank") SELECT new_values."assessed_at", new_values."desk_days", new_values."desk_until", new_values."id", new_values."more_until", new_values."period_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', new_values."id", new_values."region_id", new_values."sent_at", new_values."submit_until", new_values."target_index", new_values."target_rank" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="e53d9cb8598660923c24463244b56b3d3217a6a0",
                        level="STATEMENT",
                        operation="INSERT",
                        pgid="pgtrigger_insert_insert_c56d0",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="regions_regionperiod",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="regionperiod",
                trigger=pgtrigger.compiler.Trigger(
                    name="update_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "regions_regionperiodtenantevent" ("assessed_at", "desk_days", "desk_until", "id", "more_until", "period_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "sent_at", "submit_until", "target_index", "target_rank") SELECT new_values."assessed_at", new_values."desk_days", new_values."desk_until", new_values."id", new_values."more_until", new_values."period_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', new_values."id", new_values."region_id", new_values."sent_at", new_values."submit_until", new_values."target_index", new_values."target_rank" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."assessed_at" IS DISTINCT FROM (new_values."assessed_at") OR old_values."desk_days" IS DISTINCT FROM (new_values."desk_days") OR old_values."desk_until" IS DISTINCT FROM (new_values."desk_until") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."more_until" IS DISTINCT FROM (new_values."more_until") OR old_values."period_id" IS DISTINCT FROM (new_values."period_id") OR old_values."region_id" IS DISTINCT FROM (new_values."region_id") OR old_values."sent_at" IS DISTINCT FROM (new_values."sent_at") OR old_values."submit_until" IS DISTINCT FROM (new_values."submit_until") OR old_values."target_index" IS DISTINCT FROM (new_values."target_index") OR old_values."target_rank" IS DISTINCT FROM (new_values."target_rank")) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="c395d80e96e80c13116e8cb720e7df85506950a4",
                        level="STATEMENT",
                        operation="UPDATE",
                        pgid="pgtrigger_update_update_efe29",
                        referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                        table="regions_regionperiod",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="regionperiod",
                trigger=pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "regions_regionperiodtenantevent" ("assessed_at", "desk_days", "desk_until", "id", "more_until", "period_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "sent_at", "submit_until", "target_index", "target_rank") SELECT old_values."assessed_at", old_values."desk_days", old_values."desk_until", old_values."id", old_values."more_until", old_values."period_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', old_values."id", old_values."region_id", old_values."sent_at", old_values."submit_until", old_values."target_index", old_values."target_rank" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                        hash="801b5178f8166d8f20254c7491a2f05ce49c8b32",
                        level="STATEMENT",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_597a6",
                        referencing="REFERENCING OLD TABLE AS old_values ",
                        table="regions_regionperiod",
                        when="AFTER",
                    ),
                ),
            ),
            migrations.AddConstraint(
                model_name="regionextension",
                constraint=models.CheckConstraint(
                    condition=models.Q(("reason", ""), _negated=True),
                    name="regions_region_extension_reason",
                    violation_error_message="Tuliskan alasan perpanjangan.",
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="regionextension",
                trigger=pgtrigger.compiler.Trigger(
                    name="insert_insert",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "regions_regionextensiontenantevent" ("granted_at", "granted_by_id", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "region_id", "region_period_id", "until") SELECT new_values."granted_at", new_values."granted_by_id", new_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', new_values."id", new_values."reason", new_values."region_id", new_values."region_period_id", new_values."until" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="165fa93c1149bda6d0230379d2ab163c481f94b1",
                        level="STATEMENT",
                        operation="INSERT",
                        pgid="pgtrigger_insert_insert_ad1f3",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="regions_regionextension",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="regionextension",
                trigger=pgtrigger.compiler.Trigger(
                    name="update_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "regions_regionextensiontenantevent" ("granted_at", "granted_by_id", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "region_id", "region_period_id", "until") SELECT new_values."granted_at", new_values."granted_by_id", new_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', new_values."id", new_values."reason", new_values."region_id", new_values."region_period_id", new_values."until" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="a350f327cbfa821051de73addfe448bc9142d0c1",
                        level="STATEMENT",
                        operation="UPDATE",
                        pgid="pgtrigger_update_update_5e4fa",
                        referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                        table="regions_regionextension",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="regionextension",
                trigger=pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "regions_regionextensiontenantevent" ("granted_at", "granted_by_id", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "region_id", "region_period_id", "until") SELECT old_values."granted_at", old_values."granted_by_id", old_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', old_values."id", old_values."reason", old_values."region_id", old_values."region_period_id", old_values."until" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                        hash="0778245f7b045520016d6724bd23cc56164de061",
                        level="STATEMENT",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_71dc6",
                        referencing="REFERENCING OLD TABLE AS old_values ",
                        table="regions_regionextension",
                        when="AFTER",
                    ),
                ),
            ),
            migrations.AddConstraint(
                model_name="opdextension",
                constraint=models.CheckConstraint(
                    condition=models.Q(("reason", ""), _negated=True),
                    name="regions_extension_reason",
                    violation_error_message="Tuliskan alasan perpanjangan.",
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="opdextension",
                trigger=pgtrigger.compiler.Trigger(
                    name="insert_insert",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "regions_opdextensiontenantevent" ("granted_at", "granted_by_id", "id", "opd_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "region_id", "region_period_id", "until") SELECT new_values."granted_at", new_values."granted_by_id", new_values."id", new_values."opd_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', new_values."id", new_values."reason", new_values."region_id", new_values."region_period_id", new_values."until" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="2a155a7344098d97b35f263d29b78b317c033dea",
                        level="STATEMENT",
                        operation="INSERT",
                        pgid="pgtrigger_insert_insert_46024",
                        referencing="REFERENCING NEW TABLE AS new_values ",
                        table="regions_opdextension",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="opdextension",
                trigger=pgtrigger.compiler.Trigger(
                    name="update_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "regions_opdextensiontenantevent" ("granted_at", "granted_by_id", "id", "opd_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "region_id", "region_period_id", "until") SELECT new_values."granted_at", new_values."granted_by_id", new_values."id", new_values."opd_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', new_values."id", new_values."reason", new_values."region_id", new_values."region_period_id", new_values."until" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                        hash="0067b948b6e08d1f8acc66fac7f7be52a72e50c5",
                        level="STATEMENT",
                        operation="UPDATE",
                        pgid="pgtrigger_update_update_ff023",
                        referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                        table="regions_opdextension",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="opdextension",
                trigger=pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "regions_opdextensiontenantevent" ("granted_at", "granted_by_id", "id", "opd_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "region_id", "region_period_id", "until") SELECT old_values."granted_at", old_values."granted_by_id", old_values."id", old_values."opd_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', old_values."id", old_values."reason", old_values."region_id", old_values."region_period_id", old_values."until" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                        hash="e77d4d83f432d6a4f70ef137d558f2fd8c1babc2",
                        level="STATEMENT",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_40adf",
                        referencing="REFERENCING OLD TABLE AS old_values ",
                        table="regions_opdextension",
                        when="AFTER",
                    ),
                ),
            ),
        ]),
        ProtectTenantTables(),
    ]
