"""The few addresses that the face itself needs, so that these tests do not wait for any room above."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.views.i18n import set_language

from iga_portal.web.gallery import gallery


def home(request: HttpRequest) -> HttpResponse:
    return HttpResponse("depan")


urlpatterns = [
    path("", home, name="home"),
    path("bahasa/", set_language, name="set_language"),
    path("akun/", include("allauth.urls")),
    path("gaya/", gallery, name="gallery"),
]
