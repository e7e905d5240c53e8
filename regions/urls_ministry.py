"""The ministry's people: regional admins and evaluators."""

from __future__ import annotations

from django.urls import path

from regions.views import invited, ministry_people, people

urlpatterns = [
    path("akun-daerah/", ministry_people.people, name="people"),
    path("akun-daerah/undang/", ministry_people.invite_person, name="invite"),
    path("akun-daerah/undangan/<int:invitation_id>/", invited.invited, name="invited"),
    path("akun-daerah/undangan/<int:invitation_id>/kirim-ulang/", invited.resend, name="invitation_resend"),
    path("akun-daerah/undangan/<int:invitation_id>/cabut/", invited.revoke, name="invitation_revoke"),
    path("akun-daerah/peran/<int:membership_id>/", people.membership, name="membership"),
]
