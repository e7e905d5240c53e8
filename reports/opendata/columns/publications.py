"""The list of publications."""

from __future__ import annotations

from typing import Final

from reports.opendata.columns.model import Column, Words
from reports.opendata.columns.shared import NOT_SUPERSEDED, SUPERSEDED_BY

PUBLICATIONS: Final = (
    Column(
        name="number",
        type="integer",
        words=Words(
            "Nomor urut publikasi di portal ini, mulai 1, tanpa loncatan.",
            "Running number of the publication, from 1, without gaps.",
        ),
        example=1,
    ),
    Column(
        name="year",
        type="integer",
        source="period__year",
        words=Words("Tahun pengukuran.", "Year of the measurement."),
        example=2026,
    ),
    Column(
        name="revision",
        type="integer",
        words=Words(
            "Terbitan keberapa untuk tahun itu; 1 bukan koreksi.",
            "Which issue of that year; 1 is no correction.",
        ),
        example=1,
    ),
    Column(
        name="title",
        type="text",
        words=Words("Judul publikasi.", "Title of the publication."),
        example="Innovative Government Award 2026",
    ),
    Column(
        name="is_demo",
        type="boolean",
        words=Words(
            "Benar bila isinya contoh peragaan dan bukan hasil resmi.",
            "True where the content is a demonstration and no official result.",
        ),
        example=False,
    ),
    Column(
        name="published_at",
        type="date-time",
        words=Words("Saat terbit, ISO 8601 dalam UTC.", "Moment of publication, ISO 8601 in UTC."),
        example="2026-12-01T02:00:00Z",
    ),
    Column(
        name="supersedes",
        type="integer",
        source="supersedes__number",
        words=Words(
            "Nomor publikasi yang dikoreksi oleh publikasi ini.",
            "Number of the publication this one corrects.",
        ),
        example=None,
        empty=Words("bukan koreksi", "no correction"),
    ),
    Column(
        name="superseded_by",
        type="integer",
        source="superseded_by__number",
        words=SUPERSEDED_BY.words,
        example=None,
        empty=NOT_SUPERSEDED,
    ),
    Column(
        name="reason",
        type="text",
        words=Words("Alasan koreksi.", "Reason of the correction, in Indonesian."),
        example="",
        empty=Words("bukan koreksi", "no correction"),
    ),
    Column(
        name="regions",
        type="integer",
        source="summary__regions",
        words=Words("Banyaknya daerah dalam publikasi.", "Regions in the publication."),
        example=546,
    ),
    Column(
        name="assessed",
        type="integer",
        source="summary__assessed",
        words=Words("Daerah yang dinilai.", "Regions with an index."),
        example=531,
    ),
    Column(
        name="innovations",
        type="integer",
        source="summary__innovations",
        words=Words("Inovasi yang terbit.", "Innovations published."),
        example=36742,
    ),
    Column(
        name="innovations_counted",
        type="integer",
        source="summary__innovations_counted",
        words=Words("Inovasi yang ikut dihitung dalam indeks.", "Innovations that count in an index."),
        example=33000,
    ),
    Column(
        name="mean_index",
        type="decimal",
        places=2,
        source="summary__mean_index",
        words=Words(
            "Rata-rata indeks daerah yang dinilai, 0 sampai 100.",
            "Mean index of the assessed regions, 0 to 100.",
        ),
        example="49.43",
        empty=Words("tidak ada daerah yang dinilai", "no region was assessed"),
    ),
    Column(
        name="instrument_fingerprint",
        type="text",
        words=Words(
            "Sidik instrumen: SHA-256 dari bentuk baku aturan tahun itu (berkas instrument.json); ./portal score mencetaknya.",
            "SHA-256 of the canonical form of that year's rules (the file instrument.json); ./portal score prints it.",
        ),
        example="0" * 64,
    ),
    Column(
        name="content_hash",
        type="text",
        words=Words(
            "Sidik isi: SHA-256 dari seluruh isi dalam bentuk baku (berkas content.json).",
            "SHA-256 of the whole content in canonical form (the file content.json).",
        ),
        example="1" * 64,
    ),
    Column(
        name="previous_hash",
        type="text",
        words=Words("Sidik rantai publikasi sebelumnya.", "Chain hash of the publication before it."),
        example="",
        empty=Words("publikasi pertama", "the first publication"),
    ),
    Column(
        name="chain_hash",
        type="text",
        words=Words(
            "Sidik rantai: SHA-256 dari sidik rantai sebelumnya, satu ganti baris, dan sidik isi.",
            "SHA-256 of the previous chain hash, a line feed, and the content hash.",
        ),
        example="2" * 64,
    ),
)
