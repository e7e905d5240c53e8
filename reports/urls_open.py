"""What programs read: files of open data below /data/, the JSON interface below /api/. Both pass `reports.api.door`."""

from __future__ import annotations

from django.urls import path

from reports.views import open_data

urlpatterns = [
    path("data/dictionary.json", open_data.dictionary, name="open_data_dictionary"),
    path("data/<int:number>/content.json", open_data.content, name="open_data_content"),
    path("data/<int:number>/instrument.json", open_data.instrument, name="open_data_instrument"),
    path("data/<int:number>/<slug:name>.<slug:form>", open_data.of_publication, name="open_data_file"),
    path("data/<slug:name>.<slug:form>", open_data.of_portal, name="open_data_portal_file"),
]
