"""The benchmark of the workbook runs and tells what it should. What it measures is not asserted."""

from __future__ import annotations

import pytest

from iga_portal.bench import bulk
from tests.cast import make_cast


@pytest.mark.slow
def test_few_rows_go_the_whole_way(live_db: str, frozen_noon: None) -> None:
    make_cast()
    lines = {line["case"]: line for line in bulk.run(rows=4)}
    assert list(lines) == [
        "write", "plain", "look_through", "apply", "upload_to_applied", "export", "look_through_unchanged",
    ]  # fmt: skip
    assert all(line["indicator_rows"] == 80 and line["seconds"] >= 0 for line in lines.values())
    assert lines["upload_to_applied"]["within_goal"] is True
    assert (lines["look_through_unchanged"]["changes"], lines["look_through_unchanged"]["faults"]) == (0, 0)
