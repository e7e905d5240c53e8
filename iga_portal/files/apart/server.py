"""The program that looks at files. Started by `client`, reads a socket, forks one bound child for each file.

It imports what children need once, so that a child starts in milliseconds; it never opens a file itself.
"""

from __future__ import annotations

import os
import signal
import socket
import sys
from collections.abc import Callable, Iterable
from typing import Any, BinaryIO

from iga_portal.files.apart import drawing, image, limits, pdf, signatures, wire

IDLE_SECONDS = 300
"""Unused for so long it ends; the next question starts it again."""

Work = Callable[..., Iterable[tuple[wire.Header, bytes]]]
WORK: dict[str, Work] = {
    "inspect_pdf": pdf.inspect,
    "inspect_image": image.inspect,
    "draw_pdf": drawing.draw_pdf,
    "draw_image": drawing.draw_image,
    "signatures": signatures.inspect,
}


def serve(control: socket.socket) -> None:
    """Until the other side hangs up or asks nothing for IDLE_SECONDS: one message, two descriptors (line and file), one child."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the kernel collects the children
    control.settimeout(IDLE_SECONDS)
    while True:
        try:
            message, descriptors, _flags, _address = socket.recv_fds(control, 1, 2)
        except TimeoutError:
            return
        if not message:
            return
        if os.fork() == 0:
            _be_child(control, descriptors)
        for descriptor in descriptors:
            os.close(descriptor)


def _be_child(control: socket.socket, descriptors: list[int]) -> None:
    try:
        control.close()
        line = socket.socket(fileno=descriptors[0])
        with os.fdopen(descriptors[1], "rb") as file:
            answer(line, file)
    finally:
        # Never back into the loop of the parent, and no cleaning up that would be the parent's.
        os._exit(0)


def answer(line: socket.socket, file: BinaryIO) -> None:
    """Do what the first message asks for. The last message says so (`done`), or why there is none (`failed`)."""
    wire.send(line, {"started": True})
    request, _nothing = wire.receive(line)
    limits.bind(seconds=int(request["seconds"]))
    arguments: dict[str, Any] = request.get("arguments", {})
    try:
        file.seek(0)
        for header, payload in WORK[request["work"]](file, **arguments):
            wire.send(line, header, payload)
        wire.send(line, {"done": True})
    except MemoryError:
        wire.send(line, {"failed": "memory"})
    except Exception as error:  # noqa: BLE001 - whatever a library raises over a hostile file, the asker is told
        wire.send(line, {"failed": "error", "because": f"{type(error).__name__}: {error}"[:500]})


def main() -> None:
    sys.setrecursionlimit(2000)
    with socket.socket(fileno=int(sys.argv[1])) as control:
        serve(control)
