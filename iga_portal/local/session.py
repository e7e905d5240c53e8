"""The servers of a folder for the time of one command, and the environment of its Django processes."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from .console import Console, Stop
from .environment import VENV
from .external import External
from .folder import DEMONSTRATION
from .paths import REPOSITORY, DataDir
from .runstate import MARK
from .servers import Postgres, ServerProblem, Valkey, programs_folder

# The packages of the project, as architecture lists its rooms.
ROOM_PACKAGES = ("iga_portal", "regions", "innovations", "scoring", "reports")


@dataclass
class Session:
    """PostgreSQL and Valkey of a folder, embedded or external, and the environment that leads to them."""

    data: DataDir
    console: Console
    external: External = field(default_factory=External)
    postgres: Postgres | None = None
    valkey: Valkey | None = None

    def start(self) -> None:
        """Start what is embedded, check what is not. Raises Stop; nothing is left running then."""
        self.external.check()
        try:
            if not self.external.database:
                self._start_postgres()
            if not self.external.redis:
                self._start_valkey()
        except ServerProblem as problem:
            self.stop()
            raise Stop(str(problem)) from None
        except BaseException:
            self.stop()
            raise

    def _start_postgres(self) -> None:
        with self.console.step("PostgreSQL") as step:
            self.postgres = Postgres(self.data)
            made = self.postgres.initialise()
            self.postgres.start()
            self.postgres.create_roles()
            step.note = f"127.0.0.1:{self.postgres.port}{', new cluster' if made else ''}"
        if self.postgres.home.parent != self.data.root:
            self.console.say(
                f"  (PostgreSQL does not run as root, and its account may not enter {self.data.root}:"
                f" its files are in {self.postgres.home})"
            )

    def _start_valkey(self) -> None:
        with self.console.step("Valkey") as step:
            self.valkey = Valkey(self.data)
            self.valkey.start()
            step.note = f"127.0.0.1:{self.valkey.port}"

    def stop(self) -> None:
        """What still writes finds its database until the end: PostgreSQL goes last."""
        if self.valkey is not None:
            self.valkey.stop()
        if self.postgres is not None:
            self.postgres.stop()

    def addresses(self) -> dict[str, str]:
        """DATABASE_URL, DATABASE_OWNER_URL and REDIS_URL as they are now."""
        found = self.external.environment()
        if self.postgres is not None:
            found["DATABASE_URL"] = self.postgres.url(role="iga_app")
            found["DATABASE_OWNER_URL"] = self.postgres.url(role="iga_owner")
        if self.valkey is not None:
            found["REDIS_URL"] = self.valkey.url()
        return found


def django_environment(
    data: DataDir, addresses: Mapping[str, str], *, kind: str, port: int = 8000, owner: bool = False
) -> dict[str, str]:
    """The whole environment of a Django process of this folder.

    The owner's address goes to commands that may use it and never to the web server or a worker.
    """
    demo = kind == DEMONSTRATION
    settings = {
        "DJANGO_SETTINGS_MODULE": "iga_portal.settings",
        "PYTHONPATH": str(REPOSITORY),
        "PYTHONUTF8": "1",
        "PATH": os.pathsep.join(
            [str(VENV / "bin"), str(programs_folder()), os.environ.get("PATH", os.defpath)]
        ),
        "PORTAL_DATA_DIR": str(data.root),
        "PORTAL_DEMO": "1" if demo else "0",
        "PORTAL_PORT": str(port),
        "PORTAL_ADDRESS": f"http://localhost:{port}",
        # http://localhost counts as a secure origin for browsers, and there is no certificate to serve.
        "PORTAL_HTTPS": "0",
        "SECRET_KEY_FILE": str(_secret_key_file(data)),
        # Only the embedded demonstration may be walked without a second factor.
        "SECOND_FACTOR_REQUIRED": "0" if demo else "1",
        MARK: str(data.root),
    }
    environment = {**os.environ, **settings, **addresses}
    if owner:
        environment["PORTAL_DB_ROLE"] = "owner"
    else:
        environment.pop("DATABASE_OWNER_URL", None)
        environment.pop("PORTAL_DB_ROLE", None)
    return environment


def _secret_key_file(data: DataDir) -> Path:
    data.secret("secret_key")
    return data.secrets / "secret_key"
