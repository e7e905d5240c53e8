"""Which addresses may be asked at all, and asking one: nothing of the portal's own network, and never past a bound."""

from __future__ import annotations

import contextlib
import errno
import http.client
import ipaddress
import re
import socket
import ssl
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from urllib.parse import quote, urlsplit

import certifi
import idna
import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection

from iga_portal.files.link_findings import (
    CERTIFICATE,
    HUNG_UP,
    INSIDE,
    MALFORMED,
    PORT,
    SECRETS,
    SILENT,
    TROUBLED,
    UNKNOWN_NAME,
    LinkFinding,
)

CONNECT_SECONDS = 4.0
MOST_BYTES = 64 * 1024
MOST_ADDRESSES = 3
LONGEST = 2000
AGENT = "PortalIGA-LinkCheck/1.0"

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Resolve = Callable[[str, int], Sequence[str]]

# Names that mean something inside an office only; most do not resolve outside, and none is evidence.
INSIDE_NAMES = (
    "localhost", "local", "localdomain", "internal", "intranet", "lan", "home", "corp", "private", "home.arpa", "onion",
)  # fmt: skip
DENIED = (
    ipaddress.ip_network("64:ff9b::/96"),  # NAT64: an address of the old internet, private ones among them
    ipaddress.ip_network("64:ff9b:1::/48"),
    ipaddress.ip_network("2002::/16"),  # 6to4, the same
    ipaddress.ip_network("2001::/32"),  # Teredo, the same
    ipaddress.ip_network("::/96"),  # IPv4-compatible, the same
    ipaddress.ip_network("fec0::/10"),
    ipaddress.ip_network("168.63.129.16/32"),  # a public number that answers inside one large cloud only
    ipaddress.ip_network("192.88.99.0/24"),
    ipaddress.ip_network(
        "192.0.0.0/24"
    ),  # protocol assignments; one cloud answers questions about its machines there
)


@dataclass(frozen=True)
class Guard:
    """What stands between a link and the portal's own network. Only tests have one that is not as it comes.

    `networks` are allowed although they are not public, `ports` beside 80 and 443; `resolve` gives the addresses of a name.
    """

    resolve: Resolve = field(default=lambda host, port: resolve_host(host, port))
    networks: Sequence[Network] = ()
    ports: frozenset[int] = frozenset({80, 443})
    tls: ssl.SSLContext | None = None

    def lets_through(self, address: str) -> bool:
        """Is this address (as a resolver gives it) one of the public internet?"""
        try:
            number = ipaddress.ip_address(address.split("%", 1)[0])
        except ValueError:
            return False
        if isinstance(number, ipaddress.IPv6Address) and number.ipv4_mapped is not None:
            number = number.ipv4_mapped
        if any(number in network for network in self.networks):
            return True
        return (
            number.is_global
            and not number.is_multicast
            and not number.is_reserved
            and not number.is_unspecified
            and not any(number in network for network in DENIED if network.version == number.version)
        )


GUARD = Guard()


class Stopped(Exception):
    """The way of a link ends here."""

    def __init__(self, finding: LinkFinding) -> None:
        super().__init__(finding.note)
        self.finding = finding


@dataclass(frozen=True, slots=True)
class Target:
    host: str
    """As asked for and as in the certificate: ASCII, small letters."""
    port: int
    tls: bool
    path: str

    @property
    def name(self) -> str:
        """The Host header."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == (443 if self.tls else 80) else f"{host}:{self.port}"


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    location: str
    body: bytes


def target_of(url: str, *, guard: Guard = GUARD) -> Target:
    """The parts of an address. Raises Stopped for one that is not asked at all."""
    if len(url) > LONGEST or re.search(r"[\x00-\x20\x7f\\]", url):
        raise Stopped(MALFORMED)
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise Stopped(MALFORMED) from error
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise Stopped(MALFORMED)
    if "@" in parts.netloc:
        raise Stopped(SECRETS)
    tls = parts.scheme == "https"
    port = port if port is not None else (443 if tls else 80)
    if port not in guard.ports:
        raise Stopped(PORT)
    host = _host(parts.hostname)
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    if parts.query:
        path += "?" + quote(parts.query, safe="/%:@!$&'()*+,;=~-._?")
    return Target(host, port, tls, path)


def _host(name: str) -> str:
    try:
        return str(ipaddress.ip_address(name))
    except ValueError:
        pass
    try:
        host = idna.encode(name.rstrip("."), uts46=True).decode("ascii").lower()
    except (idna.IDNAError, UnicodeError):
        # Underscores and the like stand in names that work all the same.
        host = name.rstrip(".").lower()
        if not re.fullmatch(r"[a-z0-9_.-]{1,253}", host):
            raise Stopped(MALFORMED) from None
    if "." not in host or within(host, INSIDE_NAMES):
        raise Stopped(INSIDE)
    return host


def within(host: str, names: Sequence[str]) -> bool:
    return any(host == name or host.endswith(f".{name}") for name in names)


# Asking ------------------------------------------------------------------------------------------------------------


def resolve_host(host: str, port: int) -> list[str]:
    """Every address of a name, IPv4 first. Raises socket.gaierror."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in sorted(found, key=lambda entry: entry[0])))


def _addresses(target: Target, *, guard: Guard, ends: float) -> list[str]:
    """The addresses of a target, all of them public. Raises Stopped.

    One private address among public ones is a name made for trickery: none of them is used.
    """
    try:
        ipaddress.ip_address(target.host)
    except ValueError:
        found = _resolved(target, guard=guard, ends=ends)
    else:
        found = [target.host]
    if not found:
        raise Stopped(UNKNOWN_NAME)
    if not all(guard.lets_through(address) for address in found):
        raise Stopped(INSIDE)
    return found[:MOST_ADDRESSES]


def _resolved(target: Target, *, guard: Guard, ends: float) -> list[str]:
    """The system's resolver knows no time limit, so it is asked in a thread that is not waited for longer."""
    box: list[Sequence[str] | OSError] = []

    def work() -> None:
        try:
            box.append(guard.resolve(target.host, target.port))
        except (OSError, UnicodeError) as error:
            box.append(error if isinstance(error, OSError) else socket.gaierror(socket.EAI_NONAME, "name"))

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    thread.join(max(0.0, ends - time.monotonic()))
    if not box:
        raise Stopped(SILENT)
    answer = box[0]
    if isinstance(answer, OSError):
        raise Stopped(UNKNOWN_NAME if answer.errno == socket.EAI_NONAME else SILENT) from answer
    return list(answer)


def ask(target: Target, *, guard: Guard, ends: float, read: bool) -> Answer:
    """One GET at one of the addresses; with `read` the begin of a page that opens. Raises Stopped when none of them answers."""
    finding = SILENT
    for address in _addresses(target, guard=guard, ends=ends):
        left = ends - time.monotonic()
        if left <= 0:
            break
        try:
            return _get(target, address, guard=guard, seconds=left, read=read)
        except Stopped as stopped:
            finding = stopped.finding
    raise Stopped(finding)


def _get(target: Target, address: str, *, guard: Guard, seconds: float, read: bool) -> Answer:
    timeout = urllib3.Timeout(connect=min(CONNECT_SECONDS, seconds), read=seconds)
    connection: HTTPConnection
    if target.tls:
        connection = HTTPSConnection(
            address,
            target.port,
            timeout=timeout.connect_timeout,
            ssl_context=guard.tls or public_tls(),
            server_hostname=target.host,
        )
    else:
        connection = HTTPConnection(address, target.port, timeout=timeout.connect_timeout)
    # A server that sends a letter now and then never runs into a timeout of the socket: the line is cut when time is up.
    lines: list[socket.socket] = []
    over = threading.Event()
    watch = threading.Timer(seconds, _cut, [connection, lines, over])
    watch.daemon = True
    watch.start()
    try:
        connection.request(
            "GET",
            target.path,
            headers={
                "Host": target.name,
                "User-Agent": AGENT,
                "Accept": "*/*",
                "Accept-Encoding": "identity",
            },
            preload_content=False,
            decode_content=False,
        )
        if connection.sock is not None:
            connection.sock.settimeout(seconds)
            lines.append(connection.sock)  # the answer takes it over
        response = connection.getresponse()
        if over.is_set():
            raise Stopped(SILENT)  # what was cut off reads like the end of the head
        body = _beginning(response) if read and 200 <= response.status < 300 else b""
        return Answer(response.status, response.headers.get("Location", ""), body)
    except (urllib3.exceptions.HTTPError, http.client.HTTPException, OSError, ValueError) as error:
        raise Stopped(_trouble(error, is_over=over.is_set())) from error
    finally:
        watch.cancel()
        connection.close()


def _beginning(response: urllib3.BaseHTTPResponse) -> bytes:
    """Up to 64 kB as they travel, nothing unpacked; what broke off or took too long does not count against the page."""
    try:
        return response.read(MOST_BYTES, decode_content=False)
    except (urllib3.exceptions.HTTPError, http.client.HTTPException, OSError, ValueError):
        return b""


def _cut(connection: HTTPConnection, lines: list[socket.socket], over: threading.Event) -> None:
    over.set()
    for line in lines or [connection.sock]:
        if line is not None:
            # Past the TLS layer: what it does on shutting down is not safe while another thread reads.
            with contextlib.suppress(OSError):
                socket.socket.shutdown(line, socket.SHUT_RDWR)


def _trouble(error: Exception, *, is_over: bool) -> LinkFinding:
    causes: list[BaseException] = []
    cause: BaseException | None = error
    while cause is not None and len(causes) < 10:
        causes.append(cause)
        cause = cause.__cause__ or cause.__context__
    if is_over:
        return SILENT
    if any(isinstance(entry, ssl.SSLCertVerificationError) for entry in causes):
        return CERTIFICATE
    numbers = {entry.errno for entry in causes if isinstance(entry, OSError)}
    if errno.ECONNREFUSED in numbers:
        return HUNG_UP
    if any(isinstance(entry, TimeoutError | urllib3.exceptions.TimeoutError) for entry in causes):
        return SILENT
    if numbers & {errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN, errno.EADDRNOTAVAIL}:
        return SILENT
    return TROUBLED


@cache
def public_tls() -> ssl.SSLContext:
    """Roots of the browsers (certifi), and those that whoever runs the portal has added to the system."""
    context = ssl.create_default_context(cafile=certifi.where())
    context.load_default_certs()
    return context
