"""OPD, people and the region's dates, in the regional admin's place. What hangs under a word lights one entry of the rail."""

from __future__ import annotations

from django.urls import path

from regions.views import invited, opds, people, schedule

urlpatterns = [
    path("jadwal/daerah/", schedule.local_dates, name="local_dates"),
    path("jadwal/perpanjangan/", schedule.extension, name="extension"),
    path("orang/", people.people, name="people"),
    path("orang/undang/", people.invite_person, name="invite"),
    path("orang/undangan/<int:invitation_id>/", invited.invited, name="invited"),
    path("orang/undangan/<int:invitation_id>/kirim-ulang/", invited.resend, name="invitation_resend"),
    path("orang/undangan/<int:invitation_id>/cabut/", invited.revoke, name="invitation_revoke"),
    path("orang/peran/<int:membership_id>/", people.membership, name="membership"),
    path("orang/peran/<int:membership_id>/nonaktifkan/", people.person_close, name="person_close"),
    path("orang/opd/", opds.opds, name="opds"),
    path("orang/opd/baru/", opds.opd_new, name="opd_new"),
    # Not "opd_id": that word in an address names the agency somebody acts for.
    path("orang/opd/<int:managed_id>/", opds.opd_edit, name="opd_edit"),
    path("orang/opd/<int:managed_id>/nonaktifkan/", opds.opd_close, name="opd_close"),
    path("orang/opd/<int:managed_id>/aktifkan/", opds.opd_open, name="opd_open"),
]
