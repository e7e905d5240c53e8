"""Looking at files in processes apart: bounds hold, nothing of the portal goes along, and the portal lives on."""

from __future__ import annotations

import io
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from iga_portal.files.apart import client, wire
from iga_portal.files.apart.client import LookFailed, look
from tests.files import hostile


@pytest.fixture(autouse=True)
def _own_program() -> Iterator[None]:
    client._forget()
    yield
    client._forget()


def inspected(
    content: bytes, work: str = "inspect_pdf", seconds: int = 20, **arguments: object
) -> list[wire.Header]:
    with look(io.BytesIO(content), work=work, seconds=seconds, arguments=arguments) as messages:
        return [header for header, _payload in messages]


def drawn(content: bytes, first: int = 1, last: int = 3) -> list[tuple[wire.Header, bytes]]:
    with look(
        io.BytesIO(content), work="draw_pdf", seconds=20, arguments={"first": first, "last": last}
    ) as made:
        return list(made)


def test_program_knows_nothing_of_the_portal_s_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "rahasia-sekali")
    assert inspected(hostile.paper()) == [{"pages": 2}]
    assert client._program is not None
    names = Path(f"/proc/{client._program.process.pid}/environ").read_bytes().split(b"\0")
    assert {entry.split(b"=")[0] for entry in names if entry} <= {b"PATH", b"LANG", b"LC_CTYPE"}
    loaded = Path(f"/proc/{client._program.process.pid}/maps").read_text()
    assert "pikepdf" in loaded and "psycopg" not in loaded


def test_child_that_computes_for_ever_is_ended_by_the_clock() -> None:
    started = time.monotonic()
    with pytest.raises(LookFailed) as failed:
        inspected(hostile.a_million_pages(), work="draw_pdf", seconds=1, first=1, last=10_000)
    assert failed.value.reason == "ended"
    assert time.monotonic() - started < 120  # by itself it takes many minutes


@pytest.mark.parametrize("make", [hostile.content_that_is_a_bomb, hostile.forms_that_draw_each_other])
def test_paper_that_cannot_be_drawn_within_memory_takes_only_its_child_along(make: object) -> None:
    content = make()  # type: ignore[operator]
    assert inspected(content) == [{"pages": 1}]
    with pytest.raises(LookFailed):
        drawn(content)
    assert [header["page"] for header, _picture in drawn(hostile.paper(2)) if "page" in header] == [
        1,
        1,
        2,
        2,
    ]


def test_children_are_not_left_behind() -> None:
    for _time in range(5):
        inspected(hostile.paper())
    assert client._program is not None
    children = Path(f"/proc/{client._program.process.pid}/task/{client._program.process.pid}/children")
    deadline = time.monotonic() + 300
    while children.read_text().strip() and time.monotonic() < deadline:
        time.sleep(0.02)
    assert children.read_text().strip() == ""


def test_program_that_was_killed_is_started_anew() -> None:
    inspected(hostile.paper())
    assert client._program is not None
    first = client._program.process
    first.kill()
    first.wait()
    assert inspected(hostile.paper()) == [{"pages": 2}]
    assert client._program.process.pid != first.pid


def test_program_ends_with_the_process_that_asked() -> None:
    script = (
        "import io\nfrom iga_portal.files.apart import client\nfrom tests.files import hostile\n"
        "with client.look(io.BytesIO(hostile.paper()), work='inspect_pdf', seconds=9) as found: print(list(found))\n"
        "print(client._program.process.pid, flush=True)\nimport os; os.kill(os.getpid(), 9)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=client.ROOT)
    pid = int(done.stdout.split()[-1])
    deadline = time.monotonic() + 300
    while Path(f"/proc/{pid}").exists() and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not Path(f"/proc/{pid}").exists()


def test_forked_process_has_a_program_of_its_own() -> None:
    script = (
        "import io, os, sys\nfrom iga_portal.files.apart import client\nfrom tests.files import hostile\n"
        "def ask():\n"
        "    with client.look(io.BytesIO(hostile.paper()), work='inspect_pdf', seconds=9) as found: list(found)\n"
        "    return client._program.process.pid\n"
        "mine = ask()\nchild = os.fork()\n"
        "if child == 0:\n    os._exit(0 if ask() != mine else 1)\n"
        "status = os.waitpid(child, 0)[1]\nassert status == 0, status\nassert ask() == mine\nprint('ok')\n"
    )
    done = subprocess.run(
        [sys.executable, "-W", "ignore::DeprecationWarning", "-c", script],
        capture_output=True, text=True, cwd=client.ROOT,
    )  # fmt: skip
    assert done.stdout == "ok\n", done.stderr


def test_questions_of_several_threads_are_answered_side_by_side() -> None:
    found: list[object] = []
    threads = [threading.Thread(target=lambda: found.append(inspected(hostile.paper(3)))) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [[{"pages": 3}]] * 6


def test_nobody_waits_for_a_place_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "WAIT_FOR_PLACE", 0.05)
    monkeypatch.setattr(client, "_places", threading.BoundedSemaphore(1))
    file = io.BytesIO(hostile.paper())
    with look(file, work="inspect_pdf", seconds=5), pytest.raises(LookFailed, match="busy"):
        inspected(hostile.paper())


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"\0\0",
        b"\xff\xff\xff\xff\0\0\0\0",
        b"\0\0\0\x02\xff\xff\xff\xff{}",
        b"\0\0\0\x03\0\0\0\0{]}",
        b"\0\0\0\x02\0\0\0\0[]",
    ],
)
def test_answer_that_keeps_to_no_form_is_not_believed(sent: bytes) -> None:
    ours, theirs = socket.socketpair()
    with ours:
        with theirs:
            theirs.sendall(sent)
        with pytest.raises(wire.LineBroken):
            wire.receive(ours)


def test_pictures_are_webp_of_the_promised_width_and_carry_nothing_else() -> None:
    found = drawn(hostile.paper(2), last=40)
    assert [(header.get("page"), header.get("small")) for header, _picture in found] == [
        (1, False), (1, True), (2, False), (2, True), (None, None),
    ]  # fmt: skip
    assert found[-1][0] == {"pages": 2}
    sizes = []
    for _header, content in found[:-1]:
        with Image.open(io.BytesIO(content)) as picture:
            sizes.append(picture.size)
            assert (picture.format, picture.getexif(), "icc_profile" in picture.info) == ("WEBP", {}, False)
    # A4 is 595 x 842 points: 900 wide is 1,274 high.
    assert sizes == [(900, 1274), (240, 340)] * 2


def test_page_of_an_absurd_shape_has_a_picture_within_bounds() -> None:
    tall = hostile.raw_pdf({**hostile.PLAIN, 3: b"<</Type/Page/MediaBox[0 0 1 10000000]/Parent 2 0 R>>"})
    for _header, content in drawn(tall)[:2]:
        with Image.open(io.BytesIO(content)) as picture:
            assert picture.width <= 900 and picture.height <= 3600


def test_noisy_picture_is_drawn_coarser_and_not_sent_slower() -> None:
    out = io.BytesIO()
    Image.effect_noise((1800, 2400), 90).save(out, "PNG")
    with look(io.BytesIO(out.getvalue()), work="draw_image", seconds=20) as messages:
        large, small = (len(content) for _header, content in list(messages)[:2])
    assert small < 20_000 and large < 300_000


def photograph() -> bytes:
    """160 x 80 points lying on its side, taken somewhere: EXIF says to turn it, and where it was."""
    image = Image.new("RGB", (160, 80), "blue")
    image.paste("red", (0, 0, 80, 80))  # red on the left; upright (turned right by 90 degrees) red is above
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "Kamera"
    exif.get_ifd(0x8825)[2] = (2.0, 31.0, 48.0)
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif)
    return out.getvalue()


def test_photograph_is_shown_upright_and_without_its_place() -> None:
    original = photograph()
    with Image.open(io.BytesIO(original)) as picture:
        assert picture.getexif().get_ifd(0x8825)  # there is something that could leak
    with look(io.BytesIO(original), work="draw_image", seconds=9) as messages:
        found = list(messages)
    for _header, content in found[:2]:
        with Image.open(io.BytesIO(content)) as picture:
            assert picture.size == (80, 160)
            red, _green, blue = picture.convert("RGB").getpixel((40, 20))  # type: ignore[misc]
            assert red > 200 > 100 > blue
            assert not picture.getexif() and b"Exif" not in content and b"Kamera" not in content


def test_transparent_picture_stands_on_white() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (20, 20), (0, 0, 0, 0)).save(out, "PNG")
    with look(io.BytesIO(out.getvalue()), work="draw_image", seconds=9) as messages:
        (_header, content) = next(messages)
        list(messages)
    with Image.open(io.BytesIO(content)) as picture:
        assert min(picture.convert("RGB").getpixel((10, 10))) >= 250  # type: ignore[type-var,arg-type]
