"""A long queue, made cheaply: rows by SQL, as many as a large region has in its worst week."""

from __future__ import annotations

from typing import Any

from django.db import connection

from regions.models import Opd
from tests.cast import KOTIM, NOON, Cast, region_period


def fill_queue(
    cast: Cast, count: int, *, opd: Opd | None = None, days: int = 20, rows: int = 20, **fields: Any
) -> list[int]:
    """So many submitted innovations with `rows` rows claimed at 2 and one step each, submitted over the last `days` days.

    The first made waits longest. Needs a scope. Returns the ids.
    """
    values = {"urusan": "A02", "state": "submitted", "created_by_id": cast.sari.pk, **fields}
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO innovations_innovation (region_id, opd_id, region_period_id, public_id, name, stage, initiator,
                initiator_name, classification, kind, form, pkpn_cluster, pkpn_main, pkpn_overlapping, urusan,
                urusan_overlapping, development_note, design, aim, benefit, result, state, version, autosaves, created_by_id,
                created_at, changed_at)
            SELECT %(region)s, %(opd)s, %(period)s, gen_random_uuid(), 'Inovasi ' || lpad(n::text, 4, '0'), 'penerapan', 'opd',
                'Dinas', 'perangkat_daerah', 'digital', 'pelayanan_publik', 'D', 'D03', '{}', %(urusan)s, '{}', '', '', '', '', '',
                %(state)s, 1, 0, %(created_by_id)s, %(now)s, %(now)s
            FROM generate_series(1, %(count)s) AS n RETURNING id
            """,
            {
                **values,
                "region": KOTIM,
                "opd": (opd or cast.health).pk,
                "period": region_period(cast).pk,
                "count": count,
                "now": NOON,
            },
        )
        ids = sorted(row[0] for row in cursor.fetchall())
        cursor.execute(
            """
            INSERT INTO innovations_answer (region_id, innovation_id, "row", basis, claimed_level, note, is_unlocked, changed_at)
            SELECT %s, id, "row", CASE WHEN "row" = 33 THEN 'a' ELSE '' END, 2, '', false, %s
            FROM unnest(%s::bigint[]) AS id, generate_series(16, 15 + %s) AS "row"
            """,
            [KOTIM, NOON, ids, rows],
        )
        cursor.execute(
            """
            INSERT INTO innovations_transition
                (region_id, innovation_id, action, from_state, to_state, actor_id, role, reason, at)
            SELECT %s, id, 'submit', 'draft', 'submitted', %s, 'operator', '',
                %s::timestamptz - make_interval(days => %s) * (1 - (place - 1) / %s::float)
            FROM unnest(%s::bigint[]) WITH ORDINALITY AS made (id, place)
            """,
            [KOTIM, cast.sari.pk, NOON, days, count, ids],
        )
    return ids
