"""A small H.264 film in an MP4 file, written bit by bit: the portal has no encoder, and evidence must open.

Each picture is coded whole and without loss (every macroblock as I_PCM, ITU-T H.264, 7.3.5), so nothing has to be
computed; a player shows each for some seconds. Large for what it shows, and small enough for a demonstration.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence

from PIL import Image

BLOCK = 16
TIMESCALE = 1000


class Bits:
    """Writes single bits, and the Exp-Golomb codes of H.264 (9.1)."""

    def __init__(self) -> None:
        self.done = bytearray()
        self._held = 0
        self._count = 0

    def u(self, value: int, width: int) -> None:
        for place in range(width - 1, -1, -1):
            self._held = self._held << 1 | (value >> place & 1)
            self._count += 1
            if self._count == 8:
                self.done.append(self._held)
                self._held = self._count = 0

    def ue(self, value: int) -> None:
        width = (value + 1).bit_length()
        self.u(value + 1, 2 * width - 1)

    def se(self, value: int) -> None:
        self.ue(2 * value - 1 if value > 0 else -2 * value)

    def align(self) -> None:
        while self._count:
            self.u(0, 1)

    def raw(self, content: bytes) -> None:
        assert self._count == 0
        self.done += content

    def trailing(self) -> None:
        self.u(1, 1)
        self.align()


def film(pictures: Sequence[Image.Image], *, seconds_each: int = 3) -> bytes:
    """An MP4 file that shows the pictures one after the other. All of one size, sides a multiple of 16.

    Deterministic: no clock and no random number goes in.
    """
    width, height = pictures[0].size
    if width % BLOCK or height % BLOCK or any(picture.size != (width, height) for picture in pictures):
        raise ValueError("pictures of one size, sides a multiple of 16")
    sps, pps = _sequence_parameters(width // BLOCK, height // BLOCK), _picture_parameters()
    samples = [_sample(_slice(picture.convert("YCbCr"), number)) for number, picture in enumerate(pictures)]
    return _container(samples, sps=sps, pps=pps, size=(width, height), each=seconds_each * TIMESCALE)


# The stream


def _nal(kind: int, payload: bytes) -> bytes:
    """A NAL unit with its header; no three bytes inside may look like a start code (7.4.1.1)."""
    out = bytearray([0x60 | kind])
    zeros = 0
    for byte in payload:
        if zeros >= 2 and byte <= 3:
            out.append(3)
            zeros = 0
        out.append(byte)
        zeros = zeros + 1 if byte == 0 else 0
    return bytes(out)


def _sequence_parameters(across: int, down: int) -> bytes:
    bits = Bits()
    bits.u(66, 8)  # baseline
    bits.u(0xC0, 8)  # constrained
    bits.u(30, 8)  # level 3.0
    bits.ue(0)  # id
    bits.ue(0)  # log2_max_frame_num - 4
    bits.ue(2)  # picture order as decoded
    bits.ue(0)  # no reference frames: every picture stands alone
    bits.u(0, 1)
    bits.ue(across - 1)
    bits.ue(down - 1)
    bits.u(1, 1)  # frames only
    bits.u(0, 1)
    bits.u(0, 1)  # no cropping
    bits.u(1, 1)  # usability information (E.1.1): only that the samples use the full range, as Pillow's do
    bits.u(0, 2)
    bits.u(1, 1)
    bits.u(5, 3)
    bits.u(1, 1)
    bits.u(0, 1)
    bits.u(0, 6)
    bits.trailing()
    return _nal(7, bytes(bits.done))


def _picture_parameters() -> bytes:
    bits = Bits()
    bits.ue(0)
    bits.ue(0)
    bits.u(0, 1)  # variable-length codes
    bits.u(0, 1)
    bits.ue(0)  # one slice group
    bits.ue(0)
    bits.ue(0)
    bits.u(0, 1)
    bits.u(0, 2)
    bits.se(0)
    bits.se(0)
    bits.se(0)
    bits.u(1, 1)  # the deblocking filter can be switched off
    bits.u(0, 1)
    bits.u(0, 1)
    bits.trailing()
    return _nal(8, bytes(bits.done))


def _slice(picture: Image.Image, number: int) -> bytes:
    bits = Bits()
    bits.ue(0)  # from the first macroblock
    bits.ue(7)  # an I slice, like all of the picture
    bits.ue(0)
    bits.u(0, 4)  # frame number: 0 at each IDR picture
    bits.ue(number & 1)  # neighbouring IDR pictures must differ
    bits.u(0, 1)
    bits.u(0, 1)
    bits.se(0)
    bits.ue(1)  # no deblocking: the samples are exact
    luma, blue, red = picture.split()
    width, height = picture.size
    half = (width // 2, height // 2)
    planes = [
        (luma.tobytes(), width, BLOCK),
        (blue.resize(half, Image.Resampling.BOX).tobytes(), half[0], BLOCK // 2),
        (red.resize(half, Image.Resampling.BOX).tobytes(), half[0], BLOCK // 2),
    ]
    for down in range(height // BLOCK):
        for across in range(width // BLOCK):
            bits.ue(25)  # I_PCM
            bits.align()
            for samples, stride, side in planes:
                for row in range(down * side, (down + 1) * side):
                    start = row * stride + across * side
                    bits.raw(samples[start : start + side])
    bits.trailing()
    return _nal(5, bytes(bits.done))


def _sample(unit: bytes) -> bytes:
    return struct.pack(">I", len(unit)) + unit


# The container (ISO/IEC 14496-12 and -15)


def _box(kind: bytes, *parts: bytes) -> bytes:
    content = b"".join(parts)
    return struct.pack(">I", len(content) + 8) + kind + content


def _full(kind: bytes, *parts: bytes, flags: int = 0) -> bytes:
    return _box(kind, struct.pack(">I", flags), *parts)


MATRIX = struct.pack(">9I", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)


def _container(
    samples: Sequence[bytes], *, sps: bytes, pps: bytes, size: tuple[int, int], each: int
) -> bytes:
    file_type = _box(b"ftyp", b"isom", struct.pack(">I", 512), b"isomiso2avc1mp41")
    data = _box(b"mdat", *samples)
    offset = len(file_type) + 8
    length = each * len(samples)
    movie = _box(
        b"moov",
        _full(
            b"mvhd",
            struct.pack(">IIII", 0, 0, TIMESCALE, length),
            struct.pack(">IHHII", 0x10000, 0x100, 0, 0, 0),
            MATRIX,
            bytes(24),
            struct.pack(">I", 2),
        ),
        _box(
            b"trak",
            _full(
                b"tkhd",
                struct.pack(">IIIII", 0, 0, 1, 0, length),
                bytes(16),
                MATRIX,
                struct.pack(">II", size[0] << 16, size[1] << 16),
                flags=3,
            ),
            _box(
                b"mdia",
                _full(b"mdhd", struct.pack(">IIIIHH", 0, 0, TIMESCALE, length, 0x55C4, 0)),
                _full(b"hdlr", bytes(4), b"vide", bytes(12), b"contoh\0"),
                _box(
                    b"minf",
                    _full(b"vmhd", bytes(8), flags=1),
                    _box(b"dinf", _full(b"dref", struct.pack(">I", 1), _full(b"url ", flags=1))),
                    _sample_table(samples, sps=sps, pps=pps, size=size, each=each, offset=offset),
                ),
            ),
        ),
    )
    return file_type + data + movie


def _sample_table(
    samples: Sequence[bytes], *, sps: bytes, pps: bytes, size: tuple[int, int], each: int, offset: int
) -> bytes:
    configuration = _box(
        b"avcC",
        bytes([1]) + sps[1:4] + bytes([0xFF, 0xE1]),
        struct.pack(">H", len(sps)) + sps,
        bytes([1]) + struct.pack(">H", len(pps)) + pps,
    )
    entry = _box(
        b"avc1",
        bytes(6) + struct.pack(">H", 1) + bytes(16),
        struct.pack(">HHIIIH", size[0], size[1], 0x480000, 0x480000, 0, 1),
        bytes(32) + struct.pack(">Hh", 24, -1),
        configuration,
    )
    offsets = []
    for sample in samples:
        offsets.append(offset)
        offset += len(sample)
    return _box(
        b"stbl",
        _full(b"stsd", struct.pack(">I", 1), entry),
        _full(b"stts", struct.pack(">III", 1, len(samples), each)),
        _full(b"stsc", struct.pack(">IIII", 1, 1, 1, 1)),
        _full(b"stsz", struct.pack(f">II{len(samples)}I", 0, len(samples), *map(len, samples))),
        _full(b"stco", struct.pack(f">I{len(samples)}I", len(samples), *offsets)),
    )
