"""Quality control in one region: the samples of the evaluator, and the desk's pages on what was sent."""

from __future__ import annotations

from django.urls import path

from innovations.views import desk_lease, desk_row, quality_home, quality_innovation, quality_spd

urlpatterns = [
    path("mutu/", quality_home.region, name="quality"),
    path("mutu/spd/", quality_spd.sheet, name="quality_spd"),
    path("mutu/spd/<str:row>/", quality_spd.row, name="quality_spd_row"),
    path("mutu/sampel/<int:sample_id>/selesai/", quality_home.close, name="quality_close"),
    path("inovasi/<uuid:public_id>/", quality_innovation.innovation, name="innovation"),
    path("inovasi/<uuid:public_id>/baris/<int:row>/", desk_row.row, name="row"),
    path("inovasi/<uuid:public_id>/baris/<int:row>/pegang/", desk_lease.lease, name="lease"),
    path("inovasi/<uuid:public_id>/lanjut/", desk_row.resume, name="resume"),
    path("inovasi/<uuid:public_id>/lepas/", desk_lease.leave_innovation, name="leave"),
]
