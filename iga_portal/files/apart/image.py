"""Does this picture open, whole? Decoded with Pillow, in a child (`server`)."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from typing import BinaryIO

# Plug-ins by name: a child must find them loaded. MPO is what many telephones write, a JPEG with further pictures behind it;
# the decoder of JPEG finds it by itself.
from PIL import Image, JpegImagePlugin, MpoImagePlugin, PngImagePlugin, WebPImagePlugin

from iga_portal.files.apart.wire import Header

MOST_POINTS = 80_000_000
LOADED = (JpegImagePlugin, MpoImagePlugin, PngImagePlugin, WebPImagePlugin)
FORMATS = ("JPEG", "PNG")
"""The only decoders that are tried."""

Image.MAX_IMAGE_PIXELS = MOST_POINTS


def opened(file: BinaryIO) -> Image.Image:
    """The picture, not decoded yet. Raises what Pillow raises."""
    return Image.open(file, formats=FORMATS)


def inspect(file: BinaryIO) -> Iterator[tuple[Header, bytes]]:
    """One message: `{"pages": 1}`, or `{"refused": "points" | "damaged"}`."""
    yield _verdict(file), b""


def _verdict(file: BinaryIO) -> Header:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            with opened(file) as picture:
                if picture.width * picture.height > MOST_POINTS:
                    return {"refused": "points"}
                picture.load()
        except Image.DecompressionBombError:
            return {"refused": "points"}
        except MemoryError:
            raise
        except Exception:  # noqa: BLE001 - Pillow's decoders raise many kinds; all mean that the picture does not open
            return {"refused": "damaged"}
    return {"pages": 1}
