"""Draft rankings and awards, in the ministry's place."""

from __future__ import annotations

from django.urls import path

from reports.views import award_drafts, award_nominees, award_plan, award_results

urlpatterns = [
    path("draf-peringkat/", award_drafts.drafts, name="drafts"),
    path("draf-peringkat/<int:number>/", award_drafts.draft, name="draft"),
    path("draf-peringkat/<int:number>/selisih/", award_drafts.draft_difference, name="draft_difference"),
    path("penghargaan/", award_results.awards, name="awards"),
    path("penghargaan/nilai-akhir/", award_results.award_results, name="award_results"),
    path("penghargaan/pengaturan/", award_plan.plan, name="award_plan"),
    path("penghargaan/pengaturan/kriteria/<slug:part_name>/", award_plan.criteria, name="award_criteria"),
    path("penghargaan/pengaturan/kategori/", award_plan.categories, name="award_categories"),
    path("penghargaan/perbatasan/", award_plan.border, name="award_border"),
    path("penghargaan/nomine/", award_nominees.nominees, name="nominees"),
    path("penghargaan/nomine/tambah/", award_nominees.nominee_add, name="nominee_add"),
    path("penghargaan/nomine/<int:daerah_id>/", award_nominees.nominee, name="nominee"),
    path("penghargaan/tim-penilai/", award_nominees.panel_members, name="panel_members"),
]
