"""What goes over the line between the portal and a child: a header in JSON, and bytes after it."""

from __future__ import annotations

import json
import socket
import struct
from typing import Any

LARGEST_HEADER = 64 * 1024
LARGEST_PAYLOAD = 8 * 1024 * 1024
_LENGTHS = struct.Struct(">II")

Header = dict[str, Any]


class LineBroken(Exception):
    """The other side is gone, or does not keep to the form."""


def send(line: socket.socket, header: Header, payload: bytes = b"") -> None:
    packed = json.dumps(header).encode()
    line.sendall(_LENGTHS.pack(len(packed), len(payload)) + packed + payload)


def receive(line: socket.socket) -> tuple[Header, bytes]:
    """One message. Raises LineBroken at the end of the line, and for what no honest side would send."""
    header_length, payload_length = _LENGTHS.unpack(_exactly(line, _LENGTHS.size))
    if header_length > LARGEST_HEADER or payload_length > LARGEST_PAYLOAD:
        raise LineBroken("a message larger than any that is made here")
    packed = _exactly(line, header_length)
    try:
        header = json.loads(packed)
    except ValueError as error:
        raise LineBroken("a header that is no JSON") from error
    if not isinstance(header, dict):
        raise LineBroken("a header that is no object")
    return header, _exactly(line, payload_length)


def _exactly(line: socket.socket, length: int) -> bytes:
    kept = bytearray()
    while len(kept) < length:
        try:
            piece = line.recv(min(length - len(kept), 1024 * 1024))
        except OSError as error:  # a timeout is one of them
            raise LineBroken(str(error)) from error
        if not piece:
            raise LineBroken("the line ended")
        kept += piece
    return bytes(kept)
