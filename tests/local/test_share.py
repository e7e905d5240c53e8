"""Processes that share out one session's tests have a broker and a file folder each."""

from __future__ import annotations

import json
import os
import subprocess
import sys

ASKED = "import json, os, tests.plugin; print(json.dumps([os.environ['REDIS_URL'], os.environ['PORTAL_DATA_DIR']]))"


def asked(**environment: str) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", ASKED],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    found: list[str] = json.loads(done.stdout)
    return found


def test_process_of_a_session_has_its_own_and_another_server_is_left_alone() -> None:
    mine = [os.environ["REDIS_URL"], os.environ["PORTAL_DATA_DIR"]]
    redis, files = asked(PYTEST_XDIST_WORKER="gw7")
    assert redis.rpartition("/")[0] == mine[0].rpartition("/")[0]
    assert redis != mine[0]
    assert files != mine[1]
    elsewhere = "redis://broker.example:6379/0"
    assert asked(PYTEST_XDIST_WORKER="gw7", REDIS_URL=elsewhere) == [elsewhere, mine[1]]
