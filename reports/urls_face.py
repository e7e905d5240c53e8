"""The public face. Each page twice: in Indonesian, and in English below /en/. Its roots are known to iga_portal.web.public."""

from __future__ import annotations

from django.urls import URLPattern, include, path

from reports.views import (
    face_gallery,
    face_home,
    face_method,
    face_open,
    face_publications,
    face_ranking,
    face_region,
)


def pages(tail: str) -> list[URLPattern]:
    """The pages with names that end in `tail`."""
    return [
        path("", face_home.home, name=f"home{tail}"),
        path("peringkat/", face_ranking.ranking_page, name=f"face_ranking{tail}"),
        path("peta/", face_ranking.map_page, name=f"face_map{tail}"),
        path("daerah/<str:code>/", face_region.region, name=f"face_region{tail}"),
        path("galeri/", face_gallery.gallery_page, name=f"face_gallery{tail}"),
        path("galeri/<uuid:public_id>/", face_gallery.innovation, name=f"face_innovation{tail}"),
        path("partisipasi/", face_gallery.participation_page, name=f"face_participation{tail}"),
        path("cara-hitung/", face_method.method, name=f"face_method{tail}"),
        path("publikasi/", face_publications.publications, name=f"face_publications{tail}"),
        path("publikasi/<int:number>/", face_publications.publication, name=f"face_publication{tail}"),
        path("data-terbuka/", face_open.open_data, name=f"face_open_data{tail}"),
        path("data-terbuka/kamus/", face_open.dictionary, name=f"face_dictionary{tail}"),
        path("data-terbuka/api/", face_open.interface, name=f"face_interface{tail}"),
    ]


urlpatterns = [
    *pages(""),
    path("en/", include(pages("_en"))),
    path("robots.txt", face_publications.robots, name="face_robots"),
    path("sitemap.xml", face_publications.sitemap, name="face_sitemap"),
    path("sitemap-halaman.xml", face_publications.sitemap_pages, name="face_sitemap_pages"),
    path(
        "sitemap-inovasi-<int:part>.xml",
        face_publications.sitemap_innovations,
        name="face_sitemap_innovations",
    ),
]
