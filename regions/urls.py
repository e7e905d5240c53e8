from __future__ import annotations

from django.urls import path

from regions.views import home, invitation

urlpatterns = [
    path("peran/", home.roles, name="roles"),
    path("undangan/<str:secret>/", invitation.invitation, name="invitation"),
]
