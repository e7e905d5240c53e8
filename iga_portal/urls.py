"""Addresses. Where somebody acts stands in the path: region, role, OPD. Each place is a namespace, put together here from what
the rooms offer; `acting` is what the scope middleware grants and takes off before the view is called."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404
from django.urls import include, path
from django.views import defaults
from django.views.i18n import set_language

from iga_portal import health
from iga_portal.tenancy.middleware import within_scope
from iga_portal.web.gallery import gallery

own_trace = path("", include("scoring.urls_receipt"))
region_index = path("indeks/", include("scoring.urls_index"))
cockpit = path("indeks/", include("scoring.urls_cockpit_pages"))
brief = path("", include("reports.urls_brief"))
files = path("berkas/", include("innovations.urls_files"))
jobs = path("pekerjaan/", include("iga_portal.jobs.urls"))
notices = path("pemberitahuan/", include("iga_portal.notices.urls"))
mails = path("pemberitahuan/e-mail/", include("iga_portal.notices.urls_mails"))
lists = path("unduhan/", include("regions.lists.urls"))
participation = path("", include("innovations.urls_participation"))
schedule = path("", include("regions.urls_schedule"))
meeting = path("", include("reports.urls_meeting"))
uploads = path("unggahan/", include("iga_portal.files.urls_uploads"))
issued = path("dokumen-terbit/", include("reports.urls"))
dossier = path("", include("reports.urls_dossier"))

opd = [
    path("", include("scoring.urls_opd_home")),
    path("", include("innovations.urls_opd")),
    dossier,
    uploads,
    own_trace,
    files,
    notices,
    schedule,
]
opd_head = [path("", include("innovations.urls_opd_head")), dossier, own_trace, files, notices, schedule]
desk = [path("", include("innovations.urls_desk")), cockpit, region_index, files, lists, notices, schedule]
regional_admin = [
    path("", include("scoring.urls_cockpit")),
    path("", include("innovations.urls_region")),
    path("", include("regions.urls_people")),
    meeting,
    path("", include("scoring.urls_target")),
    brief,
    cockpit,
    region_index,
    issued,
    uploads,
    files,
    jobs,
    lists,
    mails,
    notices,
    schedule,
]
region_head = [
    path("", include("scoring.urls_head")),
    path("", include("innovations.urls_quality_outcome")),
    brief,
    participation,
    meeting,
    cockpit,
    region_index,
    issued,
    files,
    jobs,
    lists,
    notices,
    schedule,
]
evaluator = [
    path("", include("scoring.urls_cockpit")),
    path("", include("innovations.urls_quality")),
    region_index,
    files,
    notices,
    schedule,
]
evaluator_home = [path("", include("innovations.urls_quality_home"))]
panel = [path("", include("reports.urls_panel")), notices]
ministry = [
    path("", include("reports.urls_awards")),
    path("", include("scoring.urls_ranking")),
    path("", include("regions.urls_ministry")),
    path("", include("innovations.urls_ministry")),
    path("publikasi/", include("reports.urls_publishing")),
    path("token/", include("reports.urls_tokens")),
    path("mutu/", include("innovations.urls_quality_ministry")),
    path("dokumen-terbit/", include("reports.urls_ministry")),
    path("dokumen/", include("reports.urls_documents")),
    jobs,
    lists,
    mails,
    notices,
]

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("", include("reports.urls_face")),
    path("", include("reports.urls_open")),
    path("", include("regions.urls")),
    path("", include("reports.urls_public")),
    path("", include("innovations.urls_public")),
    path("panduan/", include("innovations.urls_guide")),
    path("bahasa/", set_language, name="set_language"),
    # Addresses are given by invitation and identify the person: allauth's page to change them stays closed.
    path("akun/email/", defaults.page_not_found, {"exception": Http404()}),
    path("akun/", include("allauth.urls")),
    path("d/<int:region_id>/opd/<int:opd_id>/", include((opd, "opd")), {"acting": "opd"}),
    path(
        "d/<int:region_id>/kepala-opd/<int:opd_id>/",
        include((opd_head, "kepala_opd")),
        {"acting": "kepala-opd"},
    ),
    path("d/<int:region_id>/desk/", include((desk, "desk")), {"acting": "desk"}),
    path("d/<int:region_id>/daerah/", include((regional_admin, "daerah")), {"acting": "daerah"}),
    path(
        "d/<int:region_id>/kepala-daerah/",
        include((region_head, "kepala_daerah")),
        {"acting": "kepala-daerah"},
    ),
    path("d/<int:region_id>/penilai/", include((evaluator, "penilai")), {"acting": "penilai"}),
    path("penilai/panel/", include((panel, "panel")), {"acting": "panel"}),
    path("penilai/", include((evaluator_home, "penilaian")), {"acting": "penilai"}),
    path("pusat/", include((ministry, "pusat")), {"acting": "pusat"}),
]
if settings.DEMO or settings.DEBUG:
    urlpatterns.append(path("gaya/", gallery, name="gallery"))
within_scope(urlpatterns)
handler400 = "iga_portal.web.refused.bad_request"
