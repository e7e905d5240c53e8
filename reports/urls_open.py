"""What programs read: files of open data below /data/, the JSON interface below /api/. Both pass `reports.api.door`."""

from __future__ import annotations

from django.urls import URLPattern, include, path

from reports.api.v1 import api
from reports.views import open_api, open_data

v1 = [
    path("", open_api.root, name="api_root"),
    path("openapi.json", open_api.description, name="api_description"),
    # Ninja's own first page leads to a documentation page that loads scripts from elsewhere.
    *(entry for entry in api.urls[0] if isinstance(entry, URLPattern) and entry.name != "api-root"),
]

urlpatterns = [
    path("data/dictionary.json", open_data.dictionary, name="open_data_dictionary"),
    path("data/<int:number>/content.json", open_data.content, name="open_data_content"),
    path("data/<int:number>/instrument.json", open_data.instrument, name="open_data_instrument"),
    path("data/<int:number>/<slug:name>.<slug:form>", open_data.of_publication, name="open_data_file"),
    path("data/<slug:name>.<slug:form>", open_data.of_portal, name="open_data_portal_file"),
    path("api/v1/", include(v1)),
    path("api/<path:rest>", open_api.nothing, name="api_nothing"),
]
