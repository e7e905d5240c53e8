"""Quality control at the ministry: drawing, sharing out, progress, closing."""

from __future__ import annotations

from django.urls import path

from innovations.views import quality_close, quality_draws, quality_samples

urlpatterns = [
    path("", quality_close.overview, name="quality"),
    path("penarikan/", quality_draws.draws, name="quality_draws"),
    path("sampel/", quality_samples.samples, name="quality_samples"),
    path("sampel/bagikan/", quality_samples.share, name="quality_share"),
    path("sampel/tugaskan/", quality_samples.assign, name="quality_assign"),
    path("tutup/", quality_close.nation, name="quality_close_nation"),
    path("tutup/<int:daerah_id>/", quality_close.region, name="quality_close_region"),
]
