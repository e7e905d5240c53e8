"""The ministry's people, and its periods."""

from __future__ import annotations

from django.urls import path

from regions.views import (
    instruments,
    invited,
    ministry_people,
    people,
    period_changes,
    period_course,
    periods,
)

urlpatterns = [
    path("akun-daerah/", ministry_people.people, name="people"),
    path("akun-daerah/undang/", ministry_people.invite_person, name="invite"),
    path("akun-daerah/undangan/<int:invitation_id>/", invited.invited, name="invited"),
    path("akun-daerah/undangan/<int:invitation_id>/kirim-ulang/", invited.resend, name="invitation_resend"),
    path("akun-daerah/undangan/<int:invitation_id>/cabut/", invited.revoke, name="invitation_revoke"),
    path("akun-daerah/peran/<int:membership_id>/", people.membership, name="membership"),
    path("periode/", periods.periods, name="periods"),
    path("periode/baru/", periods.period_new, name="period_new"),
    path("periode/<int:year>/", periods.period, name="period"),
    path("periode/<int:year>/tanggal/", period_changes.period_dates, name="period_dates"),
    path("periode/<int:year>/pengaturan/", period_changes.period_settings, name="period_settings"),
    path("periode/<int:year>/buka/", period_course.period_open, name="period_open"),
    path("periode/<int:year>/tutup/", period_course.period_close, name="period_close"),
    path("periode/<int:year>/perpanjang/", period_course.period_extend, name="period_extend"),
    path("instrumen/", instruments.instruments, name="instruments"),
    path("instrumen/<int:instrument_id>/", instruments.instrument, name="instrument"),
    path("instrumen/<int:instrument_id>/setujui/", instruments.instrument_approve, name="instrument_approve"),
    path("instrumen/<int:instrument_id>/buang/", instruments.instrument_discard, name="instrument_discard"),
]
