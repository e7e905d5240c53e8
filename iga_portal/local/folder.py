"""Taking a data folder into use: may we, is it free, is it the right kind, what did the last run leave."""

from __future__ import annotations

import errno
import shutil
import socket

from .arguments import Arguments
from .console import FOLDER_BUSY, FOLDER_UNUSABLE, PORT_TAKEN, Stop
from .locks import Busy, FileLock, holder_of
from .paths import DataDir, FolderProblem

DEMONSTRATION = "demonstration"
OFFICIAL = "official"

# Bytes. A first start writes some 150 MB (cluster, demonstration files, static files); a running portal needs room
# for the write-ahead log.
FIRST_START_SPACE = 700 * 1024 * 1024
LATER_SPACE = 100 * 1024 * 1024


def refuse_early(arguments: Arguments) -> None:
    """Say at once what would stop `up` later: a portal already here, a taken port. Raises Stop."""
    data = DataDir(arguments.folder())
    holder = holder_of(data.lock)
    if holder is not None:
        raise _busy(data, holder)
    refuse_taken_port(arguments.port)


def refuse_taken_port(port: int) -> None:
    """Raise Stop when something listens on this port of the loopback addresses."""
    for family, host in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")):
        try:
            with socket.socket(family, socket.SOCK_STREAM) as probe:
                # A port in TIME_WAIT after a stop is free for a server; only a listener counts.
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind((host, port))
        except PermissionError:
            raise Stop(
                f"Port {port} is reserved for root. Choose one from 1024: ./portal up --port 8000",
                code=PORT_TAKEN,
            ) from None
        except OSError as error:
            # No IPv6 here is no obstacle.
            if family == socket.AF_INET6 and error.errno not in _TAKEN:
                continue
            raise Stop(
                f"Port {port} is in use by another program. Stop that program, or choose another port:\n\n"
                f"  ./portal up --port {_another(port)}",
                code=PORT_TAKEN,
            ) from None


_TAKEN = (errno.EADDRINUSE,)


def _another(port: int) -> int:
    for candidate in range(port + 1, min(port + 100, 65535)):
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
            try:
                probe.bind(("127.0.0.1", candidate))
            except OSError:
                continue
            return candidate
    return 8080


def open_folder(data: DataDir) -> None:
    """Make the folder; raises Stop when it cannot be written or its disk is full."""
    try:
        data.create()
        probe = data.root / ".probe"
        probe.write_text("x")
        probe.unlink()
    except FolderProblem as error:
        raise Stop(str(error), code=FOLDER_UNUSABLE) from None
    except OSError as error:
        raise Stop(
            f"The data folder {data.root} cannot be written ({error.strerror}). "
            "Choose another one with --data-dir or PORTAL_DATA_DIR.",
            code=FOLDER_UNUSABLE,
        ) from None
    needed = LATER_SPACE if data.kind.exists() else FIRST_START_SPACE
    free = shutil.disk_usage(data.root).free
    if free < needed:
        raise Stop(
            f"The disk of {data.root} has {free // 2**20} MB left and the portal needs {needed // 2**20} MB. "
            "Make room, or choose another folder with --data-dir.",
            code=FOLDER_UNUSABLE,
        )


def lock_folder(data: DataDir, *, command: str, port: int | None = None, wait: float = 0.0) -> FileLock:
    """Take the folder for this process; raises Stop and names who has it."""
    try:
        return FileLock(data.lock).acquire(wait=wait, note={"command": command, "port": port})
    except Busy as busy:
        raise _busy(data, busy.holder) from None


def _busy(data: DataDir, holder: dict[str, object]) -> Stop:
    what = holder.get("command") or "another command"
    where = f", at http://localhost:{holder['port']}" if holder.get("port") else ""
    return Stop(
        f"{data.root} is in use: ./portal {what} runs there (process {holder.get('pid', '?')}{where}).\n"
        "Stop it with Ctrl-C or  kill "
        f"{holder.get('pid', '<pid>')}  first, or start a second portal elsewhere:\n\n"
        "  ./portal up --data-dir /another/folder --port 8001",
        code=FOLDER_BUSY,
    )


def settle_kind(data: DataDir, *, demo: bool | None) -> str:
    """The kind of this folder, decided at its first start and kept. Raises Stop when asked for the other one."""
    wanted = None if demo is None else (DEMONSTRATION if demo else OFFICIAL)
    if data.kind.exists():
        kind = data.kind.read_text().strip()
        if wanted not in (None, kind):
            raise Stop(
                f"{data.root} holds {_DESCRIPTION[kind]} and cannot become the other kind. Choose another folder:\n\n"
                f"  ./portal up {'--no-demo ' if wanted == OFFICIAL else ''}--data-dir /another/folder",
                code=FOLDER_UNUSABLE,
            )
        return kind
    kind = wanted or DEMONSTRATION
    data.kind.write_text(kind + "\n")
    return kind


_DESCRIPTION = {
    DEMONSTRATION: "demonstration data with demonstration dates",
    OFFICIAL: "a portal with the official dates (started with --no-demo)",
}
