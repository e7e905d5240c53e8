"""A real HTTP server for links to lead to, and resolvers that say what a test wants."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_network
from typing import Any

from iga_portal.files.link_guard import Guard

Page = Callable[[Any], None]


@dataclass
class Site:
    """`pages` answer by path; `asked` keeps every request as it came."""

    port: int
    pages: dict[str, Page] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    names: dict[str, Sequence[str]] = field(default_factory=dict)
    resolved: list[str] = field(default_factory=list)

    def url(self, path: str = "/", host: str = "situs.contoh.go.id") -> str:
        return f"http://{host}:{self.port}{path}"

    def resolve(self, host: str, port: int) -> Sequence[str]:
        self.resolved.append(host)
        return self.names.get(host, ["127.0.0.1"])

    @property
    def guard(self) -> Guard:
        """As in production, but for one address of this machine and the port of this server."""
        return Guard(
            resolve=self.resolve, networks=[ip_network("127.0.0.1/32")], ports=frozenset({80, 443, self.port})
        )


@contextmanager
def running_site() -> Iterator[Site]:
    site = Site(0)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            site.asked.append((self.path, dict(self.headers)))
            page = site.pages.get(self.path.split("?")[0])
            self.close_connection = True
            try:
                page(self) if page else answer(404)(self)
            except OSError:
                return  # the other side had enough

        def log_message(self, *arguments: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.block_on_close = False
    site.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def answer(status: int, body: bytes = b"<title>Halaman</title>", **headers: str) -> Page:
    def page(handler: Any) -> None:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return page


def redirect(to: str, status: int = 302) -> Page:
    return answer(status, b"", Location=to)
