"""Where everything of one data folder lives."""

from __future__ import annotations

import contextlib
import os
import secrets
import tempfile
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]


class FolderProblem(Exception):
    """The data folder cannot be used; the message says why and what to do."""


@dataclass(frozen=True)
class DataDir:
    """The layout of a data folder. Creating the object touches nothing; `create` does."""

    root: Path

    @property
    def postgres(self) -> Path:
        return self.root / "postgres"

    @property
    def valkey(self) -> Path:
        return self.root / "valkey"

    @property
    def logs(self) -> Path:
        return self.root / "logs"

    @property
    def secrets(self) -> Path:
        return self.root / "secrets"

    @property
    def lock(self) -> Path:
        return self.root / "portal.lock"

    @property
    def state(self) -> Path:
        return self.root / "state.json"

    @property
    def kind(self) -> Path:
        return self.root / "kind"

    @property
    def stamps(self) -> Path:
        return self.root / "stamps"

    def create(self) -> None:
        """Make the folder and its parts; raises FolderProblem with a sentence for the person at the keyboard."""
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            # 0711 for root: PostgreSQL runs under another account then and has to pass through, not to look around.
            self.root.chmod(0o711 if os.geteuid() == 0 else 0o700)
            ignore = self.root / ".gitignore"
            if not ignore.exists():
                ignore.write_text("*\n")
            for part in (self.valkey, self.logs, self.secrets, self.stamps):
                part.mkdir(mode=0o700, exist_ok=True)
        except OSError as error:
            raise FolderProblem(
                f"The data folder {self.root} cannot be written ({error.strerror}). "
                "Choose another one with --data-dir or PORTAL_DATA_DIR."
            ) from error

    def secret(self, name: str) -> str:
        """The random secret of that name (64 hex digits), made on first use and readable by the owner only."""
        path = self.secrets / name
        if path.exists():
            return path.read_text().strip()
        value = secrets.token_hex(32)
        write_private(path, value + "\n")
        return value


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner may read, whole or not at all."""
    # mkstemp creates with 0600, so the text is never readable by others, not even for a moment.
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w") as stream:
            stream.write(text)
        Path(name).replace(path)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            Path(name).unlink()
        raise
