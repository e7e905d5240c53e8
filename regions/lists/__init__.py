"""Lists that a person takes along as XLSX, written by a job.

A list page gets its download in three steps:

1. Register the list in the `lists` package of your app (`innovations/lists/__init__.py` imports one module a list; every app's
   `lists` is found at the start):

       from regions.lists.kinds import Asked, Column, ListKind, register

       def _rows(asked: Asked) -> Iterator[Sequence[object]]:
           for opd in participation(asked.region, filters=read_filters(asked.filters)):
               yield (opd.name, opd.submitted, opd.share, opd.last_seen)

       register(ListKind(
           name="partisipasi",                       # in the address and in the name of the file
           title=gettext_lazy("Partisipasi OPD"),
           roles=frozenset({Role.REGIONAL_ADMIN}),
           columns=(
               Column(gettext_lazy("OPD"), width=40),
               Column(gettext_lazy("Diajukan"), type=WHOLE),
               Column(gettext_lazy("Bagian (%)"), type=NUMBER, places=1),
               Column(gettext_lazy("Aktivitas terakhir"), type=MOMENT),
           ),
           rows=_rows,
           count=lambda asked: ...,                  # optional: lets the progress be told
           about=lambda asked: [...],                # optional: the filters in words, for the sheet "Keterangan"
       ))

2. Put `path("unduhan/", include("regions.lists.urls"))` in the place (desk, daerah and kepala_daerah have it).
3. In the page: `{% load lists %} ... {% list_download "partisipasi" %}`: a button that sends the page's present filters along.

What counting, describing and writing all need is read once with `asked.once("queue", lambda: ...)`.

`asked.filters` is the query string of the page as a QueryDict, to be read by the page's own reader of filters (which passes over
what it does not know). Rows are read by the worker in the scope of the region, as the person who asked and still holds the role;
whoever no longer does is refused. Texts stay texts, whatever they begin with; numbers (int, Decimal) are numbers and floats are
refused; dates and moments are dates in the region's zone. A second press while one waits or runs finds the first. A download is
seen by the person who asked, in the place where they asked.
"""
