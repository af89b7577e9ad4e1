"""How large a picture is printed: as wide as the text unless it would be too high for a page."""

from __future__ import annotations

import struct

from report.memo.blocks import Picture
from report.memo.formats.tablesize import TEXT_WIDTH

HIGHEST = 19.0  # cm: leaves room for the caption and a heading
_SIGNATURE = b"\x89PNG\r\n\x1a\n"


def printed_width(picture: Picture) -> float:
    """Return the width in cm. Raises ``ValueError`` for a picture that is not a PNG."""
    wide, high = _pixels(picture)
    return min(TEXT_WIDTH, HIGHEST * wide / high)


def _pixels(picture: Picture) -> tuple[int, int]:
    """Return width and height, which stand in the first chunk of the file."""
    head = picture.png[:24]
    if len(head) < 24 or not head.startswith(_SIGNATURE):
        raise ValueError(f"picture {picture.anchor!r} is not a PNG")
    wide, high = struct.unpack(">II", head[16:24])
    return int(wide), int(high)
