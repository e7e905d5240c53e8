"""A real SMTP server for mails to go to, which can be told to refuse, to break off, or to stand still."""

from __future__ import annotations

import email
import email.policy
import socketserver
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage

BREAK = "break"
"""Close the connection where an answer should come."""
STAND = "stand"
"""Give no answer until `go` is set."""


@dataclass
class MailServer:
    """`answers` holds, by command (greeting, MAIL, RCPT, DATA, content), what to say instead of yes, once each in turn."""

    port: int = 0
    received: list[tuple[str, bytes]] = field(default_factory=list)
    connections: int = 0
    answers: dict[str, deque[str]] = field(default_factory=dict)
    standing: threading.Event = field(default_factory=threading.Event)
    go: threading.Event = field(default_factory=threading.Event)

    @property
    def messages(self) -> list[EmailMessage]:
        return [email.message_from_bytes(raw, policy=email.policy.default) for _to, raw in self.received]  # type: ignore[misc]

    @property
    def recipients(self) -> list[str]:
        return [to for to, _raw in self.received]

    def say(self, command: str, *answers: str) -> None:
        self.answers.setdefault(command, deque()).extend(answers)


@contextmanager
def running_mail_server(port: int = 0) -> Iterator[MailServer]:
    state = MailServer()

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            state.connections += 1
            recipient = ""
            if not self.answer("greeting", "220 contoh.go.id"):
                return
            while line := self.rfile.readline():
                command = line.decode().strip()
                verb = command[:4].upper()
                if verb == "RCPT":
                    recipient = command.partition("<")[2].partition(">")[0]
                if verb == "QUIT":
                    self.answer(verb, "221 sampai jumpa")
                    return
                if not self.answer(verb, "354 silakan" if verb == "DATA" else "250 baik"):
                    return
                if verb == "DATA" and self.said.startswith("354") and not self.content(recipient):
                    return

        def content(self, recipient: str) -> bool:
            lines = []
            while (line := self.rfile.readline()) != b".\r\n":
                if not line:
                    return False
                lines.append(line[1:] if line.startswith(b"..") else line)
            # As a real one that dies after it has stored the mail: it is there, and nobody was told.
            if "250 diterima" in self.next("content", "250 diterima"):
                state.received.append((recipient, b"".join(lines)))
                return self.answer_with("250 diterima")
            if self.said in {BREAK, STAND}:
                state.received.append((recipient, b"".join(lines)))
            return self.answer_with(self.said)

        def next(self, command: str, usual: str) -> str:
            waiting = state.answers.get(command)
            self.said = waiting.popleft() if waiting else usual
            return self.said

        def answer(self, command: str, usual: str) -> bool:
            return self.answer_with(self.next(command, usual))

        def answer_with(self, answer: str) -> bool:
            if answer == BREAK:
                return False
            if answer == STAND:
                state.standing.set()
                state.go.wait(300)
                return False
            self.wfile.write(f"{answer}\r\n".encode())
            return True

    class Server(socketserver.ThreadingTCPServer):
        allow_reuse_address = True
        daemon_threads = True

        def handle_error(self, request: object, client_address: object) -> None:
            """A client that was killed."""

    with Server(("127.0.0.1", port), Handler) as server:
        state.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield state
        finally:
            state.go.set()
            server.shutdown()
            thread.join()
