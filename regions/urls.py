from __future__ import annotations

from django.urls import path

from regions.views import home

urlpatterns = [
    path("", home.home, name="home"),
    path("peran/", home.roles, name="roles"),
]
