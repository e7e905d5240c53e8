"""Following a link from the portal's own machine: only into the public internet, only within bounds, and told in words."""

from __future__ import annotations

import datetime
import gzip
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from iga_portal.files import link_findings as said
from iga_portal.files import link_guard
from iga_portal.files.link_guard import GUARD, Guard, Stopped, target_of
from iga_portal.files.links import check_link, host_of
from iga_portal.local.processes import free_port
from tests.files.link_server import Site, answer, redirect, running_site

PATIENCE = 300.0
"""Seconds, for what is not about time."""


@pytest.fixture
def site() -> Iterator[Site]:
    with running_site() as made:
        yield made


def found(site: Site, path: str = "/", host: str = "situs.contoh.go.id", **options: Any) -> said.LinkFinding:
    return check_link(site.url(path, host), guard=site.guard, **{"seconds": PATIENCE, **options})


# What an answer means ----------------------------------------------------------------------------------------------


def test_page_that_opens_is_alive_and_is_asked_without_a_trace_of_anybody(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    proxy = f"http://127.0.0.1:{free_port()}"
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, proxy)
    site.pages["/berita"] = answer(200, Set_Cookie="lacak=1")
    assert found(site, "/berita?id=7&q=a%20b") == said.ALIVE
    assert found(site, "/berita") == said.ALIVE
    path, headers = site.asked[0]
    assert path == "/berita?id=7&q=a%20b"
    assert headers == {
        "Host": f"situs.contoh.go.id:{site.port}",
        "User-Agent": "PortalIGA-LinkCheck/1.0",
        "Accept": "*/*",
        "Accept-Encoding": "identity",
    }
    assert "Cookie" not in site.asked[1][1]


@pytest.mark.parametrize(
    ("status", "finding"),
    [
        (200, said.ALIVE),
        (204, said.ALIVE),
        (401, said.CLOSED_SITE),
        (403, said.CLOSED_SITE),
        (404, said.MISSING),
        (410, said.MISSING),
        (405, said.ODD),
        (429, said.TROUBLED),
        (500, said.TROUBLED),
        (503, said.TROUBLED),
    ],
)
def test_status_is_told_in_words(site: Site, status: int, finding: said.LinkFinding) -> None:
    site.pages["/"] = answer(status, b"")
    assert found(site) == finding
    assert (finding.note == "") == (finding == said.ALIVE)


@pytest.mark.parametrize(
    "host", ["drive.google.com", "docs.google.com", "dinas-my.sharepoint.com", "www.dropbox.com"]
)
def test_drive_that_asks_to_sign_in_is_closed_and_the_cure_is_told(site: Site, host: str) -> None:
    site.pages["/izin"] = answer(403)
    site.pages["/masuk"] = redirect("https://accounts.google.com/ServiceLogin?continue=x")
    site.pages["/masuk-lagi"] = redirect("/login?cont=x")
    site.pages["/halaman"] = answer(200, b"<html><title>Google Drive: Sign-in</title>")
    site.pages["/terbuka"] = answer(200, b"<html><title>SK.pdf - Google Drive</title><a>Sign in</a>")
    for path in ("/izin", "/masuk", "/masuk-lagi", "/halaman"):
        assert found(site, path, host) == said.CLOSED_DRIVE, path
    assert "siapa saja yang memiliki tautan" in said.CLOSED_DRIVE.note
    assert found(site, "/terbuka", host) == said.ALIVE
    # Nobody was asked to sign in anywhere.
    assert "accounts.google.com" not in site.resolved


def test_ordinary_site_that_leads_to_a_sign_in_page_is_closed(site: Site) -> None:
    site.pages["/"] = redirect("https://login.microsoftonline.com/common")
    assert found(site) == said.CLOSED_SITE


def test_redirections_are_followed_five_times_and_no_further(site: Site) -> None:
    for step in range(10):
        site.pages[f"/{step}"] = redirect(f"/{step + 1}", 301 + step % 3)
    site.pages["/10"] = answer(200)
    assert found(site, "/5") == said.ALIVE
    assert found(site, "/4") == said.ROUND
    site.pages["/putar"] = redirect("/putar")
    assert found(site, "/putar") == said.ROUND


# The guard ---------------------------------------------------------------------------------------------------------

PRIVATE = [
    "0.0.0.0", "0.1.2.3", "10.1.2.3", "100.64.0.1", "100.100.100.200", "127.0.0.1", "127.255.255.254", "169.254.169.254",
    "168.63.129.16", "172.16.0.1", "172.31.255.255", "192.0.0.192", "192.0.2.1", "192.88.99.1", "192.168.1.1",
    "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "224.0.1.5", "239.1.1.1", "240.0.0.1", "255.255.255.255",
    "::", "::1", "::7f00:1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe", "64:ff9b:1::1", "100::1", "2001:0:7f00:1::", "2001:db8::1", "2002:7f00:1::", "fc00::1",
    "fd00:ec2::254", "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1", "ff0e::1", "nonsense", "",
]  # fmt: skip


@pytest.mark.parametrize("address", PRIVATE)
def test_address_that_is_not_of_the_public_internet_is_not_let_through(address: str) -> None:
    assert not GUARD.lets_through(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "103.10.66.1", "::ffff:8.8.8.8", "2606:4700::1111"])
def test_public_address_is_let_through(address: str) -> None:
    assert GUARD.lets_through(address)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/", "http://[::1]/", "http://[::ffff:127.0.0.1]/", "http://169.254.169.254/latest/meta-data/",
        "http://0/", "http://2130706433/", "http://0x7f000001/", "http://localhost/", "http://LOCALHOST./",
        "http://printer.local/", "http://portal.internal/", "http://db/", "http://intranet.lan/", "http://x.home.arpa/",
        "http://metadata.google.internal/",
    ],
)  # fmt: skip
def test_address_inside_is_refused_and_nobody_is_asked(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(link_guard, "_get", lambda *a, **k: pytest.fail("somebody was asked"))
    assert check_link(url) == said.INSIDE


@pytest.mark.parametrize(
    "url", ["http://0x7f.1/", "http://127.1/", "http://0177.0.0.1/", "http://127.0.0.1.nip.io/"]
)
def test_name_that_the_system_takes_for_an_address_inside_is_refused(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(link_guard, "_get", lambda *a, **k: pytest.fail("somebody was asked"))
    guard = Guard(resolve=lambda host, port: ["127.0.0.1"])
    assert check_link(url, guard=guard) == said.INSIDE


@pytest.mark.parametrize(
    ("url", "finding"),
    [
        ("http://pengguna@situs.go.id/", said.SECRETS),
        ("http://situs.go.id:x@127.0.0.1/", said.SECRETS),
        ("http://situs.go.id%40127.0.0.1/", said.MALFORMED),
        ("http://situs.go.id\\@127.0.0.1/", said.MALFORMED),
        ("http://situs.go.id\t/", said.MALFORMED),
        ("http://situs.go.id/a b", said.MALFORMED),
        ("http://situs.go.id/\r\nHost: x", said.MALFORMED),
        ("http://situs.go.id:22/", said.PORT),
        ("http://situs.go.id:6379/", said.PORT),
        ("http://situs.go.id:99999/", said.MALFORMED),
        ("http://situs.go.id:8080/", said.PORT),
        ("ftp://situs.go.id/", said.MALFORMED),
        ("file:///etc/passwd", said.MALFORMED),
        ("gopher://situs.go.id/", said.MALFORMED),
        ("javascript:alert(1)", said.MALFORMED),
        ("http:///x", said.MALFORMED),
        ("http://[::1", said.MALFORMED),
        ("http://" + "a" * 3000 + ".id/", said.MALFORMED),
        ("//situs.go.id/", said.MALFORMED),
    ],
)  # fmt: skip
def test_address_that_is_a_trick_is_refused_with_what_is_wrong(
    url: str, finding: said.LinkFinding, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(link_guard, "_addresses", lambda *a, **k: pytest.fail("somebody was looked up"))
    assert check_link(url) == finding
    assert host_of(url) == ""


def test_one_private_address_among_public_ones_is_enough_to_refuse(site: Site) -> None:
    site.names["campur.contoh.id"] = ["8.8.8.8", "10.0.0.1"]
    assert found(site, host="campur.contoh.id") == said.INSIDE
    assert site.asked == []


def test_name_is_looked_up_once_and_that_very_address_is_asked(site: Site) -> None:
    """DNS rebinding: public for the one who looks, private for the one who connects."""
    answers = [["127.0.0.1"], ["10.0.0.1"]]

    def turning(host: str, port: int) -> list[str]:
        return answers.pop(0)

    guard = Guard(resolve=turning, networks=[ip_network("127.0.0.1/32")], ports=site.guard.ports)
    site.pages["/"] = answer(200)
    assert check_link(site.url(), guard=guard) == said.ALIVE
    assert answers == [["10.0.0.1"]]


@pytest.mark.parametrize(
    ("to", "finding"),
    [
        ("http://10.0.0.1/", said.INSIDE),
        ("http://[::ffff:a9fe:a9fe]/latest/", said.INSIDE),
        ("//192.168.0.1/", said.INSIDE),
        ("http://dalam.contoh.id/", said.INSIDE),
        ("http://a:b@situs.contoh.go.id/", said.SECRETS),
        ("http://situs.contoh.go.id:5432/", said.PORT),
        ("file:///etc/passwd", said.MALFORMED),
        ("http://[", said.MALFORMED),
    ],
)
def test_redirection_is_held_to_the_same_rules(site: Site, to: str, finding: said.LinkFinding) -> None:
    site.names["dalam.contoh.id"] = ["10.1.1.1"]
    site.pages["/"] = redirect(to)
    assert found(site) == finding
    assert len(site.asked) == 1


def test_every_redirection_is_looked_up_again(site: Site) -> None:
    site.names["kedua.contoh.id"] = ["127.0.0.1"]
    site.pages["/"] = redirect(site.url("/tiba", "kedua.contoh.id"))
    site.pages["/tiba"] = answer(200)
    assert found(site) == said.ALIVE
    assert site.resolved == ["situs.contoh.go.id", "kedua.contoh.id"]
    assert site.asked[1][1]["Host"] == f"kedua.contoh.id:{site.port}"


def test_name_in_other_letters_is_asked_for_by_its_ascii_form() -> None:
    target = target_of("https://dinas-kesehatan-jalan-é.contoh.id/profil ".strip())
    assert target.host.startswith("xn--")
    with pytest.raises(Stopped):
        target_of("https://⓪.⓪.⓪.⓪:22/")


# Bounds ------------------------------------------------------------------------------------------------------------


def test_page_without_end_is_read_for_64_kb(site: Site) -> None:
    sent = []

    def endless(handler: Any) -> None:
        handler.send_response(200)
        handler.end_headers()
        for _time in range(100_000):
            handler.wfile.write(b"x" * 4096)
            sent.append(4096)

    site.pages["/"] = endless
    assert found(site, host="drive.google.com") == said.ALIVE
    # What lies in the buffers of the line beyond the 64 kB was sent, not read.
    assert sum(sent) < 20 * 1024 * 1024


def test_packed_page_is_not_unpacked(site: Site) -> None:
    bomb = gzip.compress(b"<title>Sign in</title>" + bytes(50 * 1024 * 1024))
    site.pages["/"] = answer(200, bomb, Content_Encoding="gzip")
    started = time.process_time()
    assert found(site, host="drive.google.com") == said.ALIVE  # read as it came, the title is not found
    assert time.process_time() - started < 2


@pytest.mark.parametrize("part", ["head", "body", "nothing"])
def test_server_that_drips_is_cut_off_when_time_is_up(site: Site, part: str) -> None:
    gone = threading.Event()

    def drip(handler: Any) -> None:
        if part == "nothing":
            gone.wait(2 * PATIENCE)
            return
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n" + (b"\r\n" if part == "body" else b"X-A: "))
        while not gone.wait(0.05):
            handler.wfile.write(b"a")
            handler.wfile.flush()

    site.pages["/"] = drip
    started = time.monotonic()
    if part == "body":
        # A page whose head has come is there, however slowly the rest follows. A busy machine has more time for the head.
        assert said.ALIVE in (
            found(site, host="drive.google.com", seconds=seconds) for seconds in (1.5, 15, 60)
        )
    else:
        assert found(site, host="drive.google.com", seconds=1.5) == said.SILENT
    assert time.monotonic() - started < PATIENCE
    gone.set()


def test_time_is_counted_over_all_redirections(site: Site) -> None:
    def slow(handler: Any) -> None:
        threading.Event().wait(0.3)
        redirect("/")(handler)

    site.pages["/"] = slow
    assert found(site, seconds=0.8) == said.SILENT


def test_resolver_that_does_not_answer_is_not_waited_for(site: Site) -> None:
    gone = threading.Event()

    def silent(host: str, port: int) -> list[str]:
        gone.wait(2 * PATIENCE)
        return ["127.0.0.1"]

    started = time.monotonic()
    assert check_link("http://situs.go.id/", guard=Guard(resolve=silent), seconds=0.2) == said.SILENT
    assert time.monotonic() - started < PATIENCE
    gone.set()


@pytest.mark.parametrize(
    "sent",
    [b"", b"SSH-2.0-OpenSSH_9.2\r\n", b"HTTP/1.1 abc\r\n\r\n", b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 5000, b"\0" * 70_000],
)  # fmt: skip
def test_answer_that_is_no_http_is_trouble_and_no_error(site: Site, sent: bytes) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def work() -> None:
            line, _address = server.accept()
            with line:
                line.recv(4096)
                line.sendall(sent)

        thread = threading.Thread(target=work)
        thread.start()
        port = server.getsockname()[1]
        guard = Guard(resolve=site.resolve, networks=site.guard.networks, ports=frozenset({port}))
        finding = check_link(f"http://situs.go.id:{port}/", guard=guard, seconds=PATIENCE)
        thread.join()
    assert finding == said.TROUBLED


def test_what_nobody_answers_is_unsure_and_a_refusal_of_the_site_is_not(site: Site) -> None:
    port = free_port()
    guard = Guard(resolve=site.resolve, networks=site.guard.networks, ports=frozenset({port}))
    assert check_link(f"http://situs.go.id:{port}/", guard=guard) == said.HUNG_UP
    assert not said.HUNG_UP.unsure

    def no_such_name(host: str, port: int) -> list[str]:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    def no_resolver(host: str, port: int) -> list[str]:
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")

    assert check_link("http://situs.go.id/", guard=Guard(resolve=no_such_name)) == said.UNKNOWN_NAME
    assert check_link("http://situs.go.id/", guard=Guard(resolve=no_resolver)) == said.SILENT
    assert check_link("http://situs.go.id/", guard=Guard(resolve=lambda h, p: [])) == said.UNKNOWN_NAME
    assert said.UNKNOWN_NAME.unsure and said.SILENT.unsure


# TLS ---------------------------------------------------------------------------------------------------------------


def certificate(folder: Path, name: str) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / "situs.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return path


@pytest.mark.parametrize(
    ("host", "known", "finding"),
    [
        ("aman.contoh.go.id", True, said.ALIVE),
        ("aman.contoh.go.id", False, said.CERTIFICATE),
        ("lain.contoh.go.id", True, said.CERTIFICATE),
    ],
)
def test_certificate_is_checked_for_the_name_and_not_for_the_number(
    tmp_path: Path, host: str, known: bool, finding: said.LinkFinding
) -> None:
    pem = certificate(tmp_path, "aman.contoh.go.id")
    server_side = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server_side.load_cert_chain(pem)
    asked_for: list[str | None] = []
    server_side.sni_callback = lambda _line, name, _context: asked_for.append(name)
    client_side = ssl.create_default_context(cafile=str(pem)) if known else None
    with socket.create_server(("127.0.0.1", 0)) as server:

        def work() -> None:
            line, _address = server.accept()
            with line:
                try:
                    with server_side.wrap_socket(line, server_side=True) as safe:
                        safe.recv(4096)
                        safe.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok")
                except (ssl.SSLError, OSError):
                    return

        thread = threading.Thread(target=work)
        thread.start()
        port = server.getsockname()[1]
        guard = Guard(
            resolve=lambda h, p: ["127.0.0.1"], networks=[ip_network("127.0.0.1/32")],
            ports=frozenset({port}), tls=client_side,
        )  # fmt: skip
        assert check_link(f"https://{host}:{port}/", guard=guard) == finding
        thread.join()
    assert asked_for == [host]
