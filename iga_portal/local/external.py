"""Servers named by DATABASE_URL, DATABASE_OWNER_URL and REDIS_URL instead of the embedded ones."""

from __future__ import annotations

import os
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

import psycopg

from .console import SERVER_UNREACHABLE, Stop

DATABASE_VARIABLES = ("DATABASE_URL", "DATABASE_OWNER_URL")
TIMEOUT = 5


@dataclass(frozen=True)
class External:
    """Which addresses the environment names; empty strings where the embedded server is to be used."""

    database: str = ""
    database_owner: str = ""
    redis: str = ""

    @classmethod
    def from_environment(cls) -> External:
        """Raises Stop when only one of the two database addresses is set."""
        values = [os.environ.get(name, "").strip() for name in DATABASE_VARIABLES]
        if bool(values[0]) != bool(values[1]):
            present, absent = DATABASE_VARIABLES if values[0] else DATABASE_VARIABLES[::-1]
            raise Stop(
                f"{present} is set and {absent} is not; the portal needs both: the application runs as iga_app, "
                "migrations run as iga_owner. Set both, or neither to use the embedded PostgreSQL.",
                code=SERVER_UNREACHABLE,
            )
        redis = os.environ.get("REDIS_URL", "").strip()
        return cls(database=values[0], database_owner=values[1], redis=redis)

    def environment(self) -> dict[str, str]:
        named = {
            "DATABASE_URL": self.database,
            "DATABASE_OWNER_URL": self.database_owner,
            "REDIS_URL": self.redis,
        }
        return {name: value for name, value in named.items() if value}

    def check(self) -> None:
        """Raise Stop with host, port and reason when one of the servers does not answer."""
        for variable, address in self.environment().items():
            if variable == "REDIS_URL":
                _check_redis(address)
            else:
                _check_postgres(variable, address)

    def database_name(self) -> str:
        """Host, port and name of the external database, without user and password; "" when embedded."""
        if not self.database:
            return ""
        parts = urlsplit(self.database)
        return f"{parts.hostname or 'local'}:{parts.port or 5432}{parts.path}"

    def holds_tables(self) -> bool:
        """Whether the external database has been migrated before."""
        with psycopg.connect(self.database_owner, connect_timeout=TIMEOUT) as connection:
            row = connection.execute("SELECT to_regclass('django_migrations') IS NOT NULL").fetchone()
        return bool(row and row[0])


def _check_postgres(variable: str, address: str) -> None:
    try:
        with psycopg.connect(address, connect_timeout=TIMEOUT) as connection:
            connection.execute("SELECT 1")
    except (psycopg.Error, ValueError) as error:
        parts = urlsplit(address)
        raise Stop(
            f"{variable}: PostgreSQL at {parts.hostname or 'the local socket'}:{parts.port or 5432} does not let "
            f"{parts.username or 'us'} in:\n  {str(error).strip().splitlines()[-1]}\n"
            "The roles and the database are made by iga_portal/deploy/roles.sql.",
            code=SERVER_UNREACHABLE,
        ) from None


def _check_redis(address: str) -> None:
    parts = urlsplit(address)
    try:
        answer = _ping(address)
    except (OSError, ValueError) as error:
        answer = str(error)
    if "PONG" not in answer:
        raise Stop(
            f"REDIS_URL: no server answers at {parts.hostname or parts.path}:{parts.port or 6379}:\n  {answer.strip()}",
            code=SERVER_UNREACHABLE,
        )


def _ping(address: str) -> str:
    import redis

    try:
        with redis.Redis.from_url(address, socket_connect_timeout=TIMEOUT, socket_timeout=TIMEOUT) as client:
            return "PONG" if client.ping() else "no answer"
    except (redis.RedisError, socket.gaierror) as error:
        return str(error)
